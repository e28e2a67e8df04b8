//! Checking a ledger: the file, the chain of hashes, and the tables against the events (money rule M9).

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::chain::{self, Fact, Hash, Link};
use super::error::LedgerError;
use super::projection::{self, TotalKey};
use super::{LedgerKind, reader::Reader, schema, shop_tables};
use crate::transaction::{Event, ShopEvent, Transaction};

/// No more problems than this are listed; the first ones tell the story.
const MAX_PROBLEMS: usize = 100;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether it is a practice or a live ledger.
    pub kind: LedgerKind,
    /// How many events were read.
    pub events: u64,
    /// How many transactions were read.
    pub transactions: u64,
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
    #[error("the total of {day}, hour {hour}, for {service} {operator} {state} is wrong")]
    Total {
        /// The day.
        day: String,
        /// The hour, from 0, in India Standard Time.
        hour: u32,
        /// The service.
        service: String,
        /// The operator with its category; empty where there is none.
        operator: String,
        /// The state.
        state: String,
    },
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, events, transactions, problems } = self;
        write!(f, "{kind} ledger: {transactions} transactions, {events} events")?;
        match problems.len() {
            0 => write!(f, ", all in order"),
            count => write!(f, ", {count} problems"),
        }?;
        problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

/// Reads the whole ledger at `path` and says what is wrong with it. Changes nothing, may
/// run while Galla writes, and needs the same memory whatever the size.
///
/// # Errors
/// Only when the file cannot be opened as a ledger at all, or is one of a newer Galla.
pub fn check(path: &Path) -> Result<Report, LedgerError> {
    let reader = Reader::open(path)?;
    reader.refuse_newer()?;
    let connection = &reader.connection;
    // One moment of the ledger for all steps: what is appended meanwhile is not looked at.
    let _moment = connection.unchecked_transaction()?;
    let mut check = Check {
        connection,
        report: Report { kind: reader.kind(), events: 0, transactions: 0, problems: Vec::new() },
    };
    let genesis = chain::genesis(reader.about.kind, &reader.about.id);
    // The chain first: however much follows from it, the first bad event is named.
    let result = check.chain(genesis);
    check.note(result);
    for step in [Check::file, Check::tables, Check::totals] {
        let result = step(&mut check);
        check.note(result);
    }
    Ok(check.report)
}

struct Check<'a> {
    connection: &'a Connection,
    report: Report,
}

/// Count and sum of an hour's total; `None` where it does not fit.
type Total = (i64, Option<i64>);

impl Check<'_> {
    fn problem(&mut self, problem: Problem) {
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(problem);
        }
    }

    /// A step that could not be finished is a problem of the ledger too.
    fn note(&mut self, result: Result<(), LedgerError>) {
        if let Err(error) = result {
            self.problem(Problem::File(error.to_string()));
        }
    }

    fn file(&mut self) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let words: String = row.get(0)?;
            if words != "ok" {
                self.problem(Problem::File(words));
            }
        }
        Ok(())
    }

    fn tables(&mut self) -> Result<(), LedgerError> {
        let here = schema::tables(self.connection)?;
        let right = schema::right_tables()?;
        let missing = right.iter().filter(|table| !here.contains(table));
        let strange = here.iter().filter(|(name, _)| !right.iter().any(|(known, _)| known == name));
        for (name, _) in missing.chain(strange) {
            self.problem(Problem::Tables(name.clone()));
        }
        if schema::meta_names(self.connection)? != schema::META {
            self.problem(Problem::Tables("meta".to_owned()));
        }
        Ok(())
    }

    /// Every transaction against its events, and the totals against the transactions.
    fn totals(&mut self) -> Result<(), LedgerError> {
        let sql =
            format!("SELECT {}, id, events FROM transactions ORDER BY id", projection::COLUMNS);
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut totals: BTreeMap<TotalKey, Total> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            self.report.transactions += 1;
            let agent_id: String = row.get(0)?;
            let here =
                (0..projection::WIDTH).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()?;
            match self.fold(
                &agent_id,
                row.get(projection::WIDTH)?,
                row.get(projection::WIDTH + 1)?,
            )? {
                Err(what) => self.problem(Problem::Transaction { agent_id, what }),
                Ok(transaction) => {
                    if !transaction.state().is_unresolved() {
                        let amount = transaction.order.amount().paise();
                        let key = TotalKey::of(&transaction);
                        let (count, sum) = totals.entry(key).or_insert((0, Some(0)));
                        *count += 1;
                        *sum = sum.and_then(|sum| sum.checked_add(amount));
                    }
                    if projection::values(&transaction)?.as_slice() != here {
                        let what = "it is not what its events add up to".to_owned();
                        self.problem(Problem::Transaction { agent_id, what });
                    }
                }
            }
        }
        self.compare(totals)
    }

    /// The fold of the listed events of one transaction, or what keeps it from being one.
    fn fold(
        &self,
        agent_id: &str,
        id: i64,
        events: String,
    ) -> Result<Result<Transaction, String>, LedgerError> {
        let sql = format!(
            "SELECT {}, value FROM json_each('[' || ?1 || ']') LEFT JOIN events ON seq = value \
             ORDER BY key",
            chain::COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([events])?;
        let (mut transaction, mut before): (Option<Transaction>, i64) = (None, 0);
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get("value")?;
            if row.get::<_, Option<i64>>("seq")?.is_none() || seq <= before {
                return Ok(Err(format!("event {seq} is missing or out of order")));
            }
            before = seq;
            let link = Link::from_row(row)?;
            let (owner, at, event) = match link.decode_own() {
                Ok(decoded) => decoded,
                Err(what) => return Ok(Err(format!("event {seq}: {what}"))),
            };
            if owner.as_str() != agent_id {
                return Ok(Err(format!("event {seq} is not its own")));
            }
            match (&mut transaction, event) {
                (None, Event::Intent { order }) if seq == id => {
                    transaction = Some(Transaction::begin(owner, *order, at));
                }
                (None, _) => break,
                (Some(transaction), event) => transaction.apply(at, &event),
            }
        }
        Ok(transaction.ok_or_else(|| "its events do not begin with an intent".to_owned()))
    }

    fn compare(&mut self, mut right: BTreeMap<TotalKey, Total>) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare(
            "SELECT day, hour, service, operator, state, count, amount FROM hour_totals",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = TotalKey {
                day: row.get(0)?,
                hour: row.get(1)?,
                service: row.get(2)?,
                operator: row.get(3)?,
                state: row.get(4)?,
            };
            let here: Total = (row.get(5)?, Some(row.get(6)?));
            if right.remove(&key) != Some(here) {
                self.problem(wrong_total(key));
            }
        }
        for key in right.into_keys() {
            self.problem(wrong_total(key));
        }
        Ok(())
    }

    /// Every event against the one before it, until the first that does not fit.
    fn chain(&mut self, genesis: Hash) -> Result<(), LedgerError> {
        let sql = format!("SELECT {} FROM events ORDER BY seq", chain::COLUMNS);
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let (mut before, mut seq) = (genesis, 0);
        let mut shop = shop_tables::Expected::default();
        while let Some(row) = rows.next()? {
            let link = Link::from_row(row)?;
            if let Some(what) = self.fault(&link, seq, &before, &mut shop)? {
                let Link { seq, agent_id, .. } = link;
                self.problem(Problem::Event { seq, agent_id, what });
                return Ok(());
            }
            self.report.events += 1;
            (before, seq) = (link.hash, link.seq);
        }
        for table in shop.wrong_tables(self.connection)? {
            let what = format!("the table {table} is not what the events add up to");
            self.problem(Problem::File(what));
        }
        Ok(())
    }

    /// What is wrong with an event after the event number `seq` with the hash `before`.
    fn fault(
        &self,
        link: &Link,
        seq: i64,
        before: &Hash,
        shop: &mut shop_tables::Expected,
    ) -> Result<Option<String>, LedgerError> {
        if Some(link.seq) != seq.checked_add(1) {
            return Ok(Some(format!(
                "the event before it should be {}, but is {seq}",
                link.seq.saturating_sub(1)
            )));
        }
        if link.expected_hash(before) != link.hash {
            return Ok(Some("it is not what was written: its hash does not fit".to_owned()));
        }
        let agent_id = match link.decode() {
            Ok((_, Fact::Of(agent_id, _))) => agent_id,
            Ok((at, Fact::Shop(event))) => {
                let right = shop.take(self.connection, link.seq, at, &event)?;
                return Ok((!right).then(|| {
                    format!("the tables do not hold what it says ({})", table_of(&event))
                }));
            }
            Err(what) => return Ok(Some(what)),
        };
        let listed: Option<i64> = match chain::number_of(self.connection, agent_id)? {
            Some(intent) => self
                .connection
                .prepare_cached(
                    "SELECT each.value FROM transactions AS own, \
                     json_each('[' || own.events || ']') AS each \
                     WHERE own.id = ?1 AND each.value = ?2",
                )?
                .query_row([intent, link.seq], |row| row.get(0))
                .optional()?,
            None => None,
        };
        Ok(listed.is_none().then(|| "it belongs to no transaction".to_owned()))
    }
}

/// The table that an event of the shop is in.
const fn table_of(event: &ShopEvent) -> &'static str {
    match event {
        ShopEvent::Balance { .. } => "balances",
        ShopEvent::Unmatched { .. } => "unmatched",
        ShopEvent::Beneficiary { .. } | ShopEvent::BeneficiaryRemoved { .. } => "beneficiaries",
        ShopEvent::DayStarted { .. } | ShopEvent::Cash { .. } => "day_events",
        ShopEvent::Restored => "meta",
        ShopEvent::Favourite { .. } | ShopEvent::FavouriteRemoved { .. } => "favourites",
        ShopEvent::Batch { .. } | ShopEvent::BatchLine { .. } | ShopEvent::BatchClosed { .. } => {
            "batches"
        }
    }
}

fn wrong_total(key: TotalKey) -> Problem {
    let TotalKey { day, hour, service, operator, state } = key;
    Problem::Total { day, hour, service, operator, state }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{Shop, id};

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
            "UPDATE hour_totals SET amount = amount + 1",
            "UPDATE hour_totals SET count = 3",
            "INSERT INTO hour_totals VALUES ('2026-11-22', 9, 'recharge', '', 'success', 1, 1)",
            "DELETE FROM hour_totals",
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
                [Problem::Event { seq: 3, .. }, Problem::Total { .. }]
            ),
            "{report}"
        );
    }
}
