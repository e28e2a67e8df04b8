//! A full disk, a small one of its own: said, and nothing half is kept (M1).

use std::fs;

use galla::ledger::check::check;
use galla::ledger::{Ledger, LedgerError, LedgerKind};

use super::disk::Disk;
use super::shop::{NOON, at, id, intent};

#[test]
fn m1_a_full_disk_is_said_and_nothing_half_is_kept() {
    let Some(disk) = Disk::of_megabytes(2) else { return };
    let path = disk.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
    fs::write(disk.path().join("ballast"), vec![0; 1_000_000]).unwrap();

    let mut written = 0;
    let error = loop {
        match ledger.append(id(written + 1), at(1), &intent(written + 1)) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
    assert!(written > 10);
    assert_eq!(ledger.reader().unwrap().transaction_count().unwrap(), written);

    disk.free();
    ledger.append(id(written + 1), at(1), &intent(written + 1)).unwrap();
    drop(ledger);
    let report = check(&path).unwrap();
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(report.transactions, written + 1);
}

#[test]
fn m1_a_full_disk_cannot_make_a_ledger() {
    let Some(disk) = Disk::of_megabytes(2) else { return };
    disk.fill();
    let path = disk.path().join("ledger.sqlite");
    let error = Ledger::open(&path, LedgerKind::Live, NOON).unwrap_err();
    assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
}

#[test]
fn m1_a_full_disk_opens_no_ledger_and_changes_none() {
    let Some(disk) = Disk::of_megabytes(2) else { return };
    let path = disk.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
    ledger.append(id(1), at(1), &intent(1)).unwrap();
    drop(ledger);
    let bytes = fs::read(&path).unwrap();
    disk.fill();
    let error = Ledger::open(&path, LedgerKind::Live, NOON).unwrap_err();
    assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    disk.free();
    let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
    ledger.append(id(2), at(2), &intent(2)).unwrap();
    drop(ledger);
    assert_eq!(check(&path).unwrap().transactions, 2);
}
