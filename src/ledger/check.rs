//! Checking a ledger: the file, the chain of hashes, and the tables against the events (money rule M9).
//!
//! A ledger in good order is proven so in one pass, by all cores where it may ([`proof`]). Where
//! that does not come about, it is read again, piece by piece, for what is wrong ([`search`]).
//! Tables that another Galla made are searched only for whether they hold every event.

use std::fmt;
use std::path::Path;
use std::thread;

use super::error::LedgerError;
use super::{LedgerKind, chain, reader::Reader, schema};

mod ahead;
mod indexes;
mod proof;
mod range;
mod scales;
mod search;
mod totals;

pub use ahead::read_ahead;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether it is a practice or a live ledger.
    pub kind: LedgerKind,
    /// How many events were read.
    pub events: u64,
    /// How many transactions were read.
    pub transactions: u64,
    /// Whether another Galla made the tables. They hold every event, but what else they say was
    /// not compared: they are made anew from the events when the ledger is next opened.
    pub outdated: bool,
    /// What is wrong; empty when all is well.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The database says that its file is damaged.
    #[error("the file is damaged: {0}")]
    File(String),
    /// A table, an index or a trigger is missing, added or changed.
    #[error("{0} is not as Galla made it")]
    Tables(String),
    /// The first event that is not as it was written; the chain is not followed further.
    #[error("event {seq} (AgentID {agent_id}): {what}")]
    Event {
        /// Its number.
        seq: i64,
        /// Its AgentID, as it stands there.
        agent_id: String,
        /// What is wrong with it.
        what: String,
    },
    /// A transaction that is not what its events add up to.
    #[error("transaction {agent_id}: {what}")]
    Transaction {
        /// Its AgentID, as it stands there.
        agent_id: String,
        /// What is wrong with it.
        what: String,
    },
    /// A total that is not what the transactions add up to.
    #[error("the total of {day} for {what} {state} is wrong")]
    Total {
        /// The day.
        day: String,
        /// The operator with its category, the service that has none, or the hour.
        what: String,
        /// The state.
        state: String,
    },
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, events, transactions, outdated, problems } = self;
        write!(f, "{kind} ledger: {transactions} transactions, {events} events")?;
        match problems.len() {
            0 => write!(f, ", all in order"),
            count => write!(f, ", {count} problems"),
        }?;
        if *outdated {
            write!(
                f,
                "; another Galla made its tables, this one makes them anew when it opens it"
            )?;
        }
        problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

/// Reads the whole ledger at `path` and says what is wrong with it. Changes nothing, may
/// run while Galla writes, and needs the same memory whatever the size but for eight bytes for
/// each of the shop's own events.
///
/// # Errors
/// Only when the file cannot be opened as a ledger at all, or is one of a newer Galla.
pub fn check(path: &Path) -> Result<Report, LedgerError> {
    check_by(&Reader::open(path)?, path, thread::available_parallelism()?.get())
}

/// The same by one core alone: a counter may be open beside it, whose window is to stay smooth.
///
/// # Errors
/// As [`check`].
pub(super) fn check_aside(path: &Path) -> Result<Report, LedgerError> {
    let reader = Reader::open(path)?;
    schema::keep_little(&reader.connection)?;
    check_by(&reader, path, 1)
}

fn check_by(reader: &Reader, path: &Path, cores: usize) -> Result<Report, LedgerError> {
    reader.refuse_newer()?;
    let genesis = chain::genesis(reader.about.kind, &reader.about.id);
    let kind = reader.kind();
    let proven = match schema::is_outdated(&reader.connection)? {
        true => None,
        false => proof::prove(path, reader, genesis, cores),
    };
    match proven {
        Some((events, transactions)) => {
            Ok(Report { kind, events, transactions, outdated: false, problems: Vec::new() })
        }
        None => search::search(reader, genesis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{Shop, back_to_version_4, id};

    /// A shop whose ledger was changed behind its back by `sql`.
    fn tampered(sql: &str) -> Report {
        let mut shop = Shop::new();
        for n in 1..=4 {
            shop.recharge(n, "9876543210", 19_900, "Asha");
            shop.answer(n, "TXN");
        }
        shop.ledger.connection.execute_batch(sql).unwrap();
        check(&shop.path).unwrap()
    }

    const NO_TRIGGERS: &str = "DROP TRIGGER events_are_not_updated; \
         DROP TRIGGER events_are_not_deleted; DROP TRIGGER events_are_appended;";

    #[test]
    fn m9_a_ledger_that_nobody_touched_is_in_order() {
        let report = tampered("");
        assert_eq!(report.to_string(), "practice ledger: 4 transactions, 8 events, all in order");
    }

    #[test]
    fn m9_the_first_changed_event_is_named() {
        for (change, seq) in [
            ("UPDATE events SET body = replace(body, '19900', '29900') WHERE seq IN (3, 5)", 3),
            ("UPDATE events SET at = at + 1 WHERE seq = 4", 4),
            ("UPDATE events SET hash = zeroblob(32) WHERE seq = 8", 8),
            ("DELETE FROM events WHERE seq = 6", 7),
            ("UPDATE events SET seq = 100 WHERE seq = 8", 100),
            ("UPDATE meta SET value = 'live' WHERE name = 'kind'", 1),
        ] {
            let report = tampered(&format!("{NO_TRIGGERS} {change}"));
            let first = report.problems.iter().find_map(|problem| match problem {
                Problem::Event { seq, agent_id, .. } => Some((*seq, agent_id.len())),
                _ => None,
            });
            assert_eq!(first, Some((seq, 14)), "{change}: {report}");
            assert!(report.problems.contains(&Problem::Tables("events_are_appended".into())));
        }
    }

    #[test]
    fn m9_an_event_added_by_hand_belongs_to_nothing() {
        let report = tampered(
            "INSERT INTO events SELECT 9, '00000000000000', at, kind, body, hash FROM events WHERE seq = 8",
        );
        assert!(matches!(report.problems.as_slice(), [Problem::Event { seq: 9, .. }]), "{report}");
    }

    #[test]
    fn m9_the_newest_events_cannot_be_cut_off() {
        let report = tampered(&format!("{NO_TRIGGERS} DELETE FROM events WHERE seq = 8"));
        assert!(
            report.problems.iter().any(|problem| matches!(problem, Problem::Transaction { .. })),
            "{report}"
        );
    }

    #[test]
    fn m9_a_changed_list_of_events_is_found() {
        for list in ["3,4,4", "4,3", "3,4,8", "3,4,99", "3", "4", ""] {
            let report =
                tampered(&format!("UPDATE transactions SET events = '{list}' WHERE id = 3"));
            let named = |problem: &Problem| match problem {
                Problem::Transaction { agent_id, .. } | Problem::Event { agent_id, .. } => {
                    *agent_id == id(2).to_string()
                }
                _ => false,
            };
            assert!(report.problems.iter().any(named), "{list}: {report}");
        }
    }

    /// What makes a ledger one whose transactions another Galla put down in its own way.
    const OF_ANOTHER_GALLA: &str = "UPDATE meta SET value = '1' WHERE name = 'projection'; \
         UPDATE transactions SET fold = '{}'; DELETE FROM totals;";

    #[test]
    fn m9_a_ledger_of_another_galla_is_in_order_when_its_events_are() {
        let words = "practice ledger: 4 transactions, 8 events, all in order; another Galla";
        let report = tampered(OF_ANOTHER_GALLA);
        assert!(report.to_string().starts_with(words), "{report}");
        // Of the version before the newest.
        let report = tampered(&format!("{OF_ANOTHER_GALLA} {}", back_to_version_4()));
        assert!(report.to_string().starts_with(words), "{report}");
        assert!(!tampered("PRAGMA user_version = 4").problems.is_empty(), "tables too many");
        for change in [
            "UPDATE events SET at = at + 1 WHERE seq = 4",
            "DELETE FROM events WHERE seq = 8",
            "DELETE FROM transactions WHERE id = 3",
            "UPDATE transactions SET events = '3' WHERE id = 3",
        ] {
            let report = tampered(&format!("{NO_TRIGGERS} {OF_ANOTHER_GALLA} {change}"));
            let told = |problem: &Problem| !matches!(problem, Problem::Tables(_));
            assert!(report.problems.iter().any(told), "{change}: {report}");
        }
    }

    #[test]
    fn m9_a_changed_table_is_found() {
        for change in [
            "UPDATE transactions SET state = 'failed' WHERE id = 3",
            "UPDATE transactions SET fold = replace(fold, 'Asha', 'Usha') WHERE id = 3",
            "UPDATE transactions SET amount = amount + 1 WHERE id = 3",
        ] {
            let report = tampered(change);
            assert!(
                matches!(report.problems.as_slice(), [Problem::Transaction { .. }]),
                "{change}: {report}"
            );
        }
        for change in [
            "UPDATE totals SET amount = amount + 1 WHERE what = 'hour:12'",
            "UPDATE totals SET count = 3 WHERE what = 'mobile_prepaid:PMJ'",
            "INSERT INTO totals VALUES ('2026-11-22', 'payout', 'success', 1, 1)",
            "DELETE FROM totals WHERE what = 'hour:12'",
        ] {
            let report = tampered(change);
            assert!(
                matches!(report.problems.as_slice(), [Problem::Total { .. }]),
                "{change}: {report}"
            );
        }
        let report = tampered("DELETE FROM transactions WHERE id = 3");
        assert!(
            matches!(
                report.problems.as_slice(),
                [Problem::Event { seq: 3, .. }, Problem::Total { .. }, Problem::Total { .. }]
            ),
            "{report}"
        );
    }
}
