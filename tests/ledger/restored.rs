//! A backup put in a ledger's place: refused when it is not good, and nothing is ever lost by it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use galla::ledger::backup::backup;
use galla::ledger::check::check;
use galla::ledger::restore::restore;
use galla::ledger::{Ledger, LedgerError, LedgerKind, Reader};
use tempfile::TempDir;

#[cfg(target_os = "linux")]
use super::disk::Disk;
use super::program::{complained, galla, said};
use super::shop::{NOON, Shop, at, id, intent};

const LIVE: LedgerKind = LedgerKind::Live;

/// All files of a folder but the ledger's lock, which a restore holds.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let named = files.map(|file| {
        let name = file.file_name().to_string_lossy().into_owned();
        (name, fs::read(file.path()).unwrap())
    });
    named.filter(|(name, _)| !name.ends_with(".lock")).collect()
}

/// A home whose live ledger has three transactions, and a backup of it when it had two.
fn home() -> (TempDir, Shop) {
    let home = tempfile::tempdir().unwrap();
    let shop = Shop::with(2);
    let saved = shop.beside(".saved");
    backup(&shop.path, &saved).unwrap();
    shop.open().unwrap().append(id(3), at(3), &intent(3)).unwrap();
    fs::copy(&shop.path, home.path().join("live.sqlite")).unwrap();
    (home, Shop { path: saved, ..shop })
}

#[test]
fn a_file_that_is_no_good_backup_is_refused_and_nothing_is_changed() {
    let practice = Shop::empty();
    drop(Ledger::open(&practice.path, LedgerKind::Practice, NOON).unwrap());
    let newer = Shop::with(1);
    newer.foreign().execute_batch("PRAGMA user_version = 99").unwrap();
    let tampered = Shop::with(1);
    tampered.foreign().execute_batch("UPDATE transactions SET amount = 1").unwrap();
    let notes = Shop::of(&b"somebody's notes".repeat(90));
    let nothing = Shop::empty();
    let pictures = Shop::empty();
    pictures.foreign().execute_batch("CREATE TABLE photographs (title TEXT)").unwrap();

    let (home, _) = home();
    let path = home.path().join("live.sqlite");
    let before = files(home.path());
    let mut refusals = Vec::new();
    for bad in [&practice, &newer, &tampered, &notes, &nothing, &pictures] {
        refusals.push(restore(&path, LIVE, &bad.path, NOON).unwrap_err());
        assert!(files(home.path()) == before, "{:?}: something was changed", refusals.last());
    }
    assert!(
        matches!(
            refusals.as_slice(),
            [
                LedgerError::WrongKind { wanted: LIVE, found: LedgerKind::Practice },
                LedgerError::Newer { version: 99 },
                LedgerError::BadBackup(_),
                LedgerError::Corrupt { .. },
                LedgerError::Missing(_),
                LedgerError::NotALedger,
            ]
        ),
        "{refusals:?}"
    );
}

#[test]
fn m15_a_ledger_that_galla_is_open_on_is_not_taken_away_from_it() {
    let (home, saved) = home();
    let path = home.path().join("live.sqlite");
    let mut ledger = Ledger::open(&path, LIVE, NOON).unwrap();
    let refused = restore(&path, LIVE, &saved.path, NOON);
    assert!(matches!(refused, Err(LedgerError::AlreadyOpen)), "{refused:?}");
    let output = galla(home.path(), &["restore", saved.path.to_str().unwrap()]);
    let sentence = "galla: Galla is already open on this ledger\n".to_owned();
    assert_eq!(complained(&output), (sentence, Some(1)));
    ledger.append(id(4), at(4), &intent(4)).unwrap();
    assert_eq!(ledger.reader().unwrap().transaction_count().unwrap(), 4);
}

#[test]
fn the_program_restores_and_says_what_is_where_and_what_is_not_in_it() {
    let (home, saved) = home();
    let path = home.path().join("live.sqlite");
    let output = galla(home.path(), &["restore", saved.path.to_str().unwrap()]);
    let (words, status) = said(&output);
    assert_eq!(status, Some(0), "{output:?}");
    assert!(words.contains("2 transactions; the newest event is of 2026-11-23T12:00:02+05:30"));
    assert!(words.contains("before you pay anything again"), "{words}");
    let aside = words.lines().find_map(|line| {
        let (_, rest) = line.split_once("before lies at ")?;
        rest.split_once(';').map(|(aside, _)| aside.to_owned())
    });
    let aside = aside.unwrap();
    assert_eq!(Reader::open(Path::new(&aside)).unwrap().transaction_count().unwrap(), 3);
    assert_eq!(Reader::open(&path).unwrap().transaction_count().unwrap(), 2);
    assert!(saved.path.exists(), "the backup stays");
    let (report, status) = said(&galla(home.path(), &["check"]));
    assert_eq!((report.contains("all in order"), status), (true, Some(0)), "{report}");

    // The ledger before can be put back in the same way.
    let output = galla(home.path(), &["restore", &aside]);
    assert_eq!(said(&output).1, Some(0), "{output:?}");
    assert_eq!(Reader::open(&path).unwrap().transaction_count().unwrap(), 3);
}

#[test]
fn a_backup_is_restored_where_there_was_nothing_and_where_there_was_a_damaged_ledger() {
    let (_, saved) = home();
    let empty = tempfile::tempdir().unwrap();
    let path = empty.path().join("live.sqlite");
    let done = restore(&path, LIVE, &saved.path, NOON).unwrap();
    assert_eq!((done.aside, done.report.transactions), (None, 2));
    fs::write(&path, "what is left of it").unwrap();
    fs::write(empty.path().join("live.sqlite-wal"), "and of its log").unwrap();
    let done = restore(&path, LIVE, &saved.path, NOON).unwrap();
    let aside = done.aside.unwrap();
    assert_eq!(fs::read(&aside).unwrap(), b"what is left of it");
    let log = aside.with_file_name(format!("{}-wal", aside.file_name().unwrap().to_str().unwrap()));
    assert_eq!(fs::read(log).unwrap(), b"and of its log");
    assert!(check(&path).unwrap().problems.is_empty());
}

#[test]
fn a_restore_that_was_broken_off_is_said_by_the_program_and_can_be_gone_on_with() {
    let (home, saved) = home();
    let path = home.path().join("live.sqlite");
    // As it stands when the power goes between the two renames.
    let aside = home.path().join("live-before-20261123120000.sqlite");
    fs::rename(&path, &aside).unwrap();
    fs::copy(&saved.path, home.path().join("live.sqlite.restored")).unwrap();
    fs::write(
        home.path().join("live.sqlite.restoring"),
        aside.file_name().unwrap().as_encoded_bytes(),
    )
    .unwrap();
    let opened = Ledger::open(&path, LIVE, NOON).unwrap_err();
    assert!(matches!(&opened, LedgerError::HalfRestored(at) if *at == aside), "{opened:?}");
    for arguments in [&["check"][..], &["export", "--format", "csv"]] {
        let (sentence, status) = complained(&galla(home.path(), arguments));
        assert!(sentence.contains("run galla restore with it again"), "{sentence}");
        assert!(sentence.contains(aside.to_str().unwrap()), "{sentence}");
        assert_eq!(status, Some(1));
    }
    assert!(!path.exists(), "nothing was made in its place");
    let output = galla(home.path(), &["restore", saved.path.to_str().unwrap()]);
    assert_eq!(said(&output).1, Some(0), "{output:?}");
    assert_eq!(Reader::open(&path).unwrap().transaction_count().unwrap(), 2);
    assert_eq!(Reader::open(&aside).unwrap().transaction_count().unwrap(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_takes_no_backup_in_and_the_ledger_stays() {
    let Some(disk) = Disk::of_megabytes(2) else { return };
    let (home, saved) = home();
    let path = disk.path().join("live.sqlite");
    fs::copy(home.path().join("live.sqlite"), &path).unwrap();
    disk.fill();
    let refused = restore(&path, LIVE, &saved.path, NOON);
    assert!(matches!(refused, Err(LedgerError::DiskFull)), "{refused:?}");
    disk.free();
    let names: Vec<String> = files(disk.path()).into_keys().collect();
    assert_eq!(names, ["live.sqlite"]);
    assert_eq!(Reader::open(&path).unwrap().transaction_count().unwrap(), 3);
    assert_eq!(restore(&path, LIVE, &saved.path, NOON).unwrap().report.transactions, 2);
}
