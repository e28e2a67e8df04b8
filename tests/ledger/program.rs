//! The built program on a ledger: what it says, and its exit status.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::shop::{Shop, id};

/// Runs the program with everything in one folder.
pub fn galla(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_galla"));
    command.env("GALLA_HOME", home).args(arguments).output().unwrap()
}

/// What it said on the standard output, and its exit status.
pub fn said(output: &Output) -> (String, Option<i32>) {
    (String::from_utf8(output.stdout.clone()).unwrap(), output.status.code())
}

/// What it complained about, and its exit status.
pub fn complained(output: &Output) -> (String, Option<i32>) {
    (String::from_utf8(output.stderr.clone()).unwrap(), output.status.code())
}

/// The live ledger of a home, with so many successes.
fn live(home: &Path, count: u64) -> PathBuf {
    let file = home.join("live.sqlite");
    fs::copy(Shop::with(count).path, &file).unwrap();
    file
}

#[test]
fn m9_a_check_of_a_good_ledger_says_so_and_of_a_tampered_one_names_the_event() {
    let home = tempfile::tempdir().unwrap();
    let file = live(home.path(), 3);
    let good = "live ledger: 3 transactions, 6 events, all in order\n".to_owned();
    assert_eq!(said(&galla(home.path(), &["check"])), (good, Some(0)));

    let tampering = "DROP TRIGGER events_are_not_updated; \
         UPDATE events SET body = replace(body, '19900', '99900') WHERE seq = 3";
    rusqlite::Connection::open(&file).unwrap().execute_batch(tampering).unwrap();
    let (report, status) = said(&galla(home.path(), &["check"]));
    assert_eq!(status, Some(1));
    let second = report.lines().nth(1).unwrap();
    assert!(second.starts_with(&format!("event 3 (AgentID {}): ", id(2))), "{report}");
}

#[test]
fn m9_a_check_of_what_cannot_be_read_says_why() {
    let home = tempfile::tempdir().unwrap();
    let (sentence, status) = complained(&galla(home.path(), &["check"]));
    assert!(sentence.contains("There is no ledger at"), "{sentence}");
    assert_eq!(status, Some(1));
    for (bytes, why) in
        [(&b"notes, and no ledger".repeat(100)[..], "damaged"), (b"", "not a ledger of Galla")]
    {
        fs::write(home.path().join("live.sqlite"), bytes).unwrap();
        let (sentence, status) = complained(&galla(home.path(), &["check"]));
        assert!(sentence.contains(why), "{sentence}");
        assert_eq!(status, Some(1));
        assert_eq!(fs::read(home.path().join("live.sqlite")).unwrap(), bytes);
    }
}
