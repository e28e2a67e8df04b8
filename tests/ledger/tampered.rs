//! A ledger that somebody changed by other means than Galla: the first event that is not as it
//! was written is named, by its number and its AgentID (M9).

use galla::ledger::LedgerError;
use galla::ledger::check::{Problem, Report, check};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::shop::{Shop, id};

const NO_TRIGGERS: &str = "DROP TRIGGER events_are_not_updated; \
     DROP TRIGGER events_are_not_deleted; DROP TRIGGER events_are_appended;";

/// All but the number of an event, as an assignment of those of another one.
const OF_THE_OTHER: &str = "agent_id = other.agent_id, at = other.at, kind = other.kind, \
     body = other.body, hash = other.hash FROM events AS other";

/// Makes room for one more event with this number.
const ROOM_AT_5: &str = "UPDATE events SET seq = -seq - 1 WHERE seq >= 5; \
     UPDATE events SET seq = -seq WHERE seq < 0;";

/// A ledger of six successes, twelve events, changed by `tampering`.
fn tampered(tampering: impl FnOnce(&Connection)) -> Report {
    let shop = Shop::with(6);
    let foreign = shop.foreign();
    tampering(&foreign);
    foreign.close().unwrap();
    check(&shop.path).unwrap()
}

fn tampered_by(sql: &str) -> Report {
    tampered(|foreign| foreign.execute_batch(sql).unwrap())
}

/// The first event that a report names, with its AgentID.
fn first_event(report: &Report) -> Option<(i64, String)> {
    report.problems.iter().find_map(|problem| match problem {
        Problem::Event { seq, agent_id, .. } => Some((*seq, agent_id.clone())),
        _ => None,
    })
}

#[test]
fn m9_the_first_event_that_was_changed_is_named() {
    let swapped = format!(
        "CREATE TEMP TABLE kept AS SELECT * FROM events WHERE seq = 4; \
         UPDATE events SET {OF_THE_OTHER} WHERE events.seq = 4 AND other.seq = 8; \
         UPDATE events SET {} WHERE events.seq = 8;",
        OF_THE_OTHER.replace("FROM events", "FROM kept")
    );
    let inserted = format!(
        "{ROOM_AT_5} INSERT INTO events \
         SELECT 5, agent_id, at, kind, body, hash FROM events WHERE seq = 4;"
    );
    let table: [(&str, &str, i64, u64); 12] = [
        ("its time", "UPDATE events SET at = at + 1 WHERE seq = 4", 4, 2),
        (
            "its amount",
            "UPDATE events SET body = replace(body, '19900', '29900') WHERE seq = 7",
            7,
            4,
        ),
        ("its answer", "UPDATE events SET body = replace(body, 'TXN', 'ERR') WHERE seq = 6", 6, 3),
        ("its kind", "UPDATE events SET kind = 'status_answer' WHERE seq = 4", 4, 2),
        (
            "whose it is",
            "UPDATE events SET agent_id = (SELECT agent_id FROM events WHERE seq = 1) WHERE seq = 6",
            6,
            1,
        ),
        ("its hash", "UPDATE events SET hash = zeroblob(32) WHERE seq = 10", 10, 5),
        ("the first one's hash", "UPDATE events SET hash = randomblob(32) WHERE seq = 1", 1, 1),
        ("two of them", "UPDATE events SET at = at + 1 WHERE seq IN (3, 9)", 3, 2),
        ("all of them", "UPDATE events SET body = body || ' '", 1, 1),
        ("one is missing", "DELETE FROM events WHERE seq = 6", 7, 4),
        ("two are swapped", &swapped, 4, 4),
        ("one is put in between", &inserted, 5, 2),
    ];
    for (what, sql, seq, transaction) in table {
        let report = tampered_by(&format!("{NO_TRIGGERS} {sql}"));
        let named = Some((seq, id(transaction).to_string()));
        assert_eq!(first_event(&report), named, "{what}: {report}");
        let first = report.problems.first();
        assert!(matches!(first, Some(Problem::Event { .. })), "{what}: {report}");
    }
}

#[test]
fn m9_the_first_bad_event_is_named_however_much_follows_from_it() {
    let shop = Shop::with(150);
    let changes = format!("{NO_TRIGGERS} UPDATE events SET body = body || ' ' WHERE seq > 2");
    shop.foreign().execute_batch(&changes).unwrap();
    let report = check(&shop.path).unwrap();
    assert_eq!(first_event(&report), Some((3, id(2).to_string())));
}

/// The hash of an event, worked out apart from the ledger's own code.
fn hash(before: &[u8], seq: i64, agent_id: &str, at: i64, kind: &str, body: &str) -> Vec<u8> {
    let mut hasher = Sha256::new_with_prefix(before);
    let (seq, at) = (seq.to_be_bytes(), at.to_be_bytes());
    for part in [&seq[..], agent_id.as_bytes(), &at, kind.as_bytes(), body.as_bytes()] {
        hasher.update(u64::try_from(part.len()).unwrap().to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// Puts an event number 5 with the right hash into the transaction of event 4.
fn forge(foreign: &Connection) {
    foreign.execute_batch(&format!("{NO_TRIGGERS} {ROOM_AT_5}")).unwrap();
    let sql = "SELECT hash, agent_id, at FROM events WHERE seq = 4";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (before, agent_id, at): (Vec<u8>, String, i64) = foreign.query_row(sql, [], read).unwrap();
    let (kind, body) = ("note", "{\"event\":\"note\",\"text\":\"\"}");
    let hash = hash(&before, 5, &agent_id, at, kind, body);
    let sql = "INSERT INTO events VALUES (5, ?1, ?2, ?3, ?4, ?5)";
    foreign.execute(sql, params![agent_id, at, kind, body, hash]).unwrap();
}

#[test]
fn m9_an_event_that_is_forged_with_its_hash_is_named_by_what_does_not_follow_from_it() {
    let report = tampered(forge);
    assert_eq!(first_event(&report), Some((5, id(2).to_string())), "in no transaction: {report}");
    let report = tampered(|foreign| {
        forge(foreign);
        let listed = "UPDATE transactions SET events = '3,4,5' WHERE id = 3";
        foreign.execute_batch(listed).unwrap();
    });
    // The event after it was written after another one.
    assert_eq!(first_event(&report), Some((6, id(3).to_string())), "{report}");
}

#[test]
fn m9_triggers_that_were_taken_out_behind_the_databases_back_are_missed() {
    let report = tampered_by(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger';",
    );
    assert_eq!(report.problems.len(), 3, "{report}");
    assert!(report.problems.iter().all(|problem| matches!(problem, Problem::Tables(_))));
    let report = tampered_by(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema \
         SET sql = replace(sql, 'ON events BEGIN', 'ON events WHEN 0 BEGIN') \
         WHERE name = 'events_are_not_deleted';",
    );
    assert!(
        report.problems.contains(&Problem::Tables("events_are_not_deleted".into())),
        "{report}"
    );
}

#[test]
fn m9_the_newest_event_is_missed_by_its_transaction() {
    let report = tampered_by(&format!("{NO_TRIGGERS} DELETE FROM events WHERE seq = 12"));
    let named = |problem: &Problem| match problem {
        Problem::Transaction { agent_id, .. } => *agent_id == id(6).to_string(),
        _ => false,
    };
    assert!(report.problems.iter().any(named), "{report}");
}

#[test]
fn m9_rows_and_totals_that_were_changed_are_named() {
    for (what, sql) in [
        ("a state", "UPDATE transactions SET state = 'failed' WHERE id = 5"),
        ("a target", "UPDATE transactions SET target = '9876543210' WHERE id = 5"),
        ("an amount", "UPDATE transactions SET amount = 1 WHERE id = 5"),
        ("its events", "UPDATE transactions SET events = '5' WHERE id = 5"),
        ("its story", "UPDATE transactions SET fold = replace(fold, 'Jio', 'Vi') WHERE id = 5"),
    ] {
        let report = tampered_by(sql).to_string();
        assert!(report.contains(id(3).as_str()), "{what}: {report}");
    }
    let report = tampered_by("UPDATE totals SET amount = amount - 1");
    let wrong: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
    let total = |what| format!("the total of 2026-11-23 for {what} success is wrong");
    assert_eq!(wrong, [total("hour:12"), total("mobile_prepaid:PMJ")]);
}

#[test]
fn m9_numbers_that_no_event_has_are_found_and_written_after_by_nobody() {
    for number in [i64::MIN, i64::MAX] {
        let shop = Shop::with(1);
        let change = format!(
            "DROP TRIGGER events_are_not_updated; UPDATE events SET seq = {number} WHERE seq = 2"
        );
        shop.foreign().execute_batch(&change).unwrap();
        let report = check(&shop.path).unwrap();
        let named =
            |problem: &Problem| matches!(problem, Problem::Event { seq, .. } if *seq == number);
        assert!(report.problems.iter().any(named), "{report}");
        assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })) || number < 0);
    }
}
