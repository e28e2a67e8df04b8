//! The ledger's files, its folder or its disk taken away while it is open (M1).

use std::fs;

use galla::ledger::check::check;
use galla::ledger::{Ledger, LedgerError, LedgerKind};

#[cfg(target_os = "linux")]
use super::disk::Disk;
use super::shop::{NOON, Shop, at, id, intent};

fn is_removed(ledger: &mut Ledger) -> bool {
    matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Removed))
}

#[test]
fn m1_a_file_that_is_moved_or_replaced_is_not_written_to_unnoticed() {
    for suffix in ["", "-wal"] {
        let shop = Shop::with(1);
        let mut ledger = shop.open().unwrap();
        let (here, away) = (shop.beside(suffix), shop.beside(".away"));
        fs::rename(&here, &away).unwrap();
        assert!(matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Removed)));
        fs::copy(&away, &here).unwrap();
        assert!(matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Removed)));
        fs::rename(&away, &here).unwrap();
        ledger.append(id(2), at(2), &intent(2)).unwrap();
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
}

#[test]
fn m1_a_folder_that_is_moved_or_deleted_is_not_written_to_unnoticed() {
    let around = tempfile::tempdir().unwrap();
    let (folder, aside) = (around.path().join("galla"), around.path().join("aside"));
    fs::create_dir(&folder).unwrap();
    let path = folder.join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
    ledger.append(id(1), at(1), &intent(1)).unwrap();
    fs::rename(&folder, &aside).unwrap();
    assert!(is_removed(&mut ledger));
    fs::create_dir(&folder).unwrap();
    assert!(is_removed(&mut ledger), "an empty folder in its place");
    fs::remove_dir(&folder).unwrap();
    fs::rename(&aside, &folder).unwrap();
    ledger.append(id(2), at(2), &intent(2)).unwrap();
    assert_eq!(check(&path).unwrap().transactions, 2);

    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(ledger.append(id(3), at(3), &intent(3)), Err(LedgerError::Removed)));
    drop(ledger);
    assert!(!folder.exists(), "what was deleted is not made again in silence");
    assert!(Ledger::open(&path, LedgerKind::Live, NOON).is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn m1_a_disk_that_is_pulled_out_is_not_written_to_unnoticed() {
    let Some(mut disk) = Disk::of_megabytes(4) else { return };
    let path = disk.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
    ledger.append(id(1), at(1), &intent(1)).unwrap();
    disk.pull_out();
    assert!(is_removed(&mut ledger));
    // The empty folder that the disk was mounted on is no place for a ledger's parts.
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 0);
    disk.put_back();
    ledger.append(id(2), at(2), &intent(2)).unwrap();
    let report = check(&path).unwrap();
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(report.transactions, 2);
}
