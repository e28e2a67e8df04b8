//! Files, folders and disks that may not be written (M1), and who may read the ledger.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;

use galla::ledger::check::check;
use galla::ledger::{Ledger, LedgerError, LedgerKind};

#[cfg(target_os = "linux")]
use super::disk::Disk;
use super::process::other_process;
use super::shop::{NOON, Shop, at, id, intent};

const NOBODY: u32 = 65_534;

fn is_root() -> bool {
    tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Opens the ledger as somebody whom the rights of files bind, which root is not.
fn open_without_power(shop: &Shop) -> String {
    if !is_root() {
        return match shop.open() {
            Ok(_) => "opened".into(),
            Err(error) => format!("{error:?}"),
        };
    }
    // The program itself may lie where only root can read it.
    let place = tempfile::tempdir().unwrap();
    set_mode(place.path(), 0o755);
    let program = place.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = other_process(&program, "try", &shop.path, 0);
    let output = command.uid(NOBODY).gid(NOBODY).output().unwrap();
    String::from_utf8(output.stderr).unwrap().trim().to_owned()
}

fn give_to_nobody(shop: &Shop) {
    if is_root() {
        for file in fs::read_dir(shop.folder.path()).unwrap() {
            chown(file.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        chown(shop.folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
}

#[test]
fn m1_what_may_not_be_written_is_refused() {
    let shop = Shop::with(1);
    give_to_nobody(&shop);
    assert_eq!(open_without_power(&shop), "opened", "the control");
    set_mode(&shop.path, 0o444);
    assert_eq!(open_without_power(&shop), "ReadOnly", "a file");
    set_mode(&shop.path, 0o644);
    set_mode(&shop.beside(".lock"), 0o444);
    set_mode(shop.folder.path(), 0o555);
    assert_eq!(open_without_power(&shop), "ReadOnly", "a folder");
    set_mode(shop.folder.path(), 0o755);

    let empty = Shop::empty();
    give_to_nobody(&empty);
    set_mode(empty.folder.path(), 0o555);
    assert_eq!(open_without_power(&empty), "ReadOnly", "an empty folder");
    set_mode(empty.folder.path(), 0o755);
}

#[test]
fn only_the_agents_account_can_read_the_ledger() {
    let shop = Shop::with(1);
    let _ledger = shop.open().unwrap();
    for file in fs::read_dir(shop.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn m1_a_disk_that_may_not_be_written_is_said_and_left_as_it_is() {
    let Some(disk) = Disk::of_megabytes(4) else { return };
    let path = disk.path().join("ledger.sqlite");
    let open = || Ledger::open(&path, LedgerKind::Live, NOON);
    disk.writable(false);
    assert!(matches!(open(), Err(LedgerError::ReadOnly)), "a new one");
    disk.writable(true);
    let mut ledger = open().unwrap();
    ledger.append(id(1), at(1), &intent(1)).unwrap();
    drop(ledger);
    let bytes = fs::read(&path).unwrap();
    disk.writable(false);
    let error = open().unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    disk.writable(true);
    open().unwrap().append(id(2), at(2), &intent(2)).unwrap();
    assert_eq!(check(&path).unwrap().transactions, 2);
}
