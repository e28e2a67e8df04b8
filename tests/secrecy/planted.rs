//! Proof that the search finds: every spelling of every secret, planted in every kind of place.

use std::collections::BTreeSet;
use std::fs;

use galla::ids::AgentId;
use galla::ledger::{Ledger, LedgerKind};
use galla::transaction::{Answer, Event, Reply};
use rusqlite::Connection;

use super::marks::{Mark, said, utf16};
use super::parts::{NOON, recharge};
use super::search::Search;
use super::{marks, search::Found};

fn names(found: &Found) -> BTreeSet<&'static str> {
    found.iter().map(|(name, _)| *name).collect()
}

fn all_names() -> BTreeSet<&'static str> {
    marks().iter().map(|mark| mark.name).collect()
}

#[test]
fn every_spelling_is_found_in_a_text_of_its_own_and_by_nothing_else() {
    let search = Search::new(&marks());
    for Mark { name, secret } in marks() {
        for spelling in said(&secret) {
            for around in [("", ""), ("x=", "&y"), ("{\"a\":\"", "\"}"), ("\u{0}\u{ff}", "\n")] {
                let text = format!("{}{}{}", around.0, spelling.text, around.1);
                let found = names(&search.bytes(text.as_bytes()));
                assert_eq!(found, BTreeSet::from([name]), "{}: {text}", spelling.how);
                let printed = format!("{text:?}");
                let found = names(&search.bytes(printed.as_bytes()));
                assert_eq!(found, BTreeSet::from([name]), "{} printed: {printed}", spelling.how);
            }
        }
        let found = search.bytes(&[b"ab", &utf16(&secret)[..], b"c"].concat());
        assert!(found.contains(&(name, "UTF-16")), "{name}: {found:?}");
    }
}

#[test]
fn what_is_no_secret_is_not_found() {
    let search = Search::new(&marks());
    for text in ["", "a token, a key and a salt", "gt.Zx81QwMk", "•••", "%2B%2F%3D", "9f3c1ad27b5e"]
    {
        assert_eq!(search.bytes(text.as_bytes()), Found::new(), "{text}");
    }
}

#[test]
fn a_base64_of_the_whole_request_is_found_wherever_the_secret_stands_in_it() {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
    let search = Search::new(&marks());
    for Mark { name, secret } in marks() {
        for before in 0..7 {
            for after in 0..4 {
                let request = format!("{}{secret}{}", "-".repeat(before), "+".repeat(after));
                let spelled =
                    [BASE64_STANDARD.encode(&request), BASE64_URL_SAFE_NO_PAD.encode(&request)];
                for text in spelled {
                    let found = names(&search.bytes(text.as_bytes()));
                    assert!(found.contains(name), "{before}, {after}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_file_at_any_depth_and_its_very_name_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c");
    fs::create_dir_all(&deep).unwrap();
    for (at, Mark { secret, .. }) in marks().iter().enumerate() {
        fs::write(deep.join(format!("{at}.log")), format!("{}{secret}", "x".repeat(70_000)))
            .unwrap();
    }
    fs::write(folder.path().join(format!("crash-{}", super::CALLBACK)), "").unwrap();
    fs::write(folder.path().join("clean"), "nothing").unwrap();
    let found = Search::new(&marks()).folder(folder.path());
    assert_eq!(found.len(), marks().len() + 2);
    for (at, Mark { name, .. }) in marks().iter().enumerate() {
        assert_eq!(names(&found[&format!("a/b/c/{at}.log")]), BTreeSet::from([*name]));
    }
    let by_name = &found[&format!("crash-{}", super::CALLBACK)];
    assert_eq!(names(by_name), BTreeSet::from(["the callback's secret"]));
    assert_eq!(found["clean"], Found::new());
}

/// A ledger into which all that its gateway says is written as it comes.
fn planted(long: usize) -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger =
        Ledger::open(&folder.path().join("live.sqlite"), LedgerKind::Live, NOON).unwrap();
    for (at, Mark { secret, .. }) in (0_u64..).zip(marks()) {
        let agent_id = AgentId::from_parts(NOON, at);
        let order = Box::new(recharge("9876543200"));
        ledger.append(agent_id, NOON, &Event::Intent { order }).unwrap();
        let raw = format!("{}{secret}", "y".repeat(long));
        let answer = Answer { code: "XYZ".into(), raw, ..Answer::default() };
        let reply = Reply::Answer(Box::new(answer));
        ledger.append(agent_id, NOON, &Event::Answer { reply }).unwrap();
    }
    (folder, ledger)
}

#[test]
fn a_ledger_is_looked_into_cell_by_cell_and_in_its_log() {
    let search = Search::new(&marks());
    let (folder, ledger) = planted(40);
    let found = search.folder(folder.path());
    assert_eq!(names(&found["live.sqlite-wal"]), all_names(), "not yet brought home");
    drop(ledger);
    let found = search.folder(folder.path());
    assert!(!found.contains_key("live.sqlite-wal"));
    assert_eq!(names(&found["live.sqlite"]), all_names());
    // Long texts are in pieces on the disk: some of these are cut in a secret's middle.
    for long in (3_900..4_200).step_by(60) {
        let (folder, ledger) = planted(long);
        drop(ledger);
        let cells = search.cells(&folder.path().join("live.sqlite"));
        assert_eq!(names(&cells), all_names(), "{long}");
    }
}

#[test]
fn what_was_deleted_and_is_still_on_the_disk_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.sqlite");
    let other = Connection::open(&file).unwrap();
    other
        .execute_batch(
            "PRAGMA secure_delete = OFF; CREATE TABLE t (x); INSERT INTO t VALUES ('kept')",
        )
        .unwrap();
    other.execute("INSERT INTO t VALUES (?1)", [super::TOKEN]).unwrap();
    other.execute("DELETE FROM t WHERE x <> 'kept'", []).unwrap();
    drop(other);
    let search = Search::new(&marks());
    assert_eq!(search.cells(&file), Found::new());
    let found = search.folder(folder.path());
    assert_eq!(names(&found["other.sqlite"]), BTreeSet::from(["the token"]));
}
