//! What is wrong with a ledger that is not in good order, read piece by piece: the first bad event by its number, and every table against the events.

use rusqlite::{Connection, OptionalExtension};

use super::indexes;
use super::totals::Totals;
use super::{Problem, Report};
use crate::ids::AgentId;
use crate::ledger::chain::{self, Fact, Hash, Link};
use crate::ledger::error::LedgerError;
use crate::ledger::{projection, reader::Reader, schema, shop_tables};
use crate::transaction::{Event, ShopEvent, Transaction};

/// No more problems than this are listed; the first ones tell the story.
const MAX_PROBLEMS: usize = 100;

/// Reads the whole ledger and says what is wrong with it.
pub(super) fn search(reader: &Reader, genesis: Hash) -> Result<Report, LedgerError> {
    let connection = &reader.connection;
    // One moment of the ledger for all steps: what is appended meanwhile is not looked at.
    let _moment = connection.unchecked_transaction()?;
    let outdated = schema::is_outdated(connection)?;
    let (kind, problems) = (reader.kind(), Vec::new());
    let report = Report { kind, events: 0, transactions: 0, outdated, problems };
    let mut check = Check { connection, report };
    // The chain first: however much follows from it, the first bad event is named.
    let result = check.chain(genesis);
    check.note(result);
    for step in [Check::file, Check::tables, Check::indexes, Check::totals] {
        let result = step(&mut check);
        check.note(result);
    }
    Ok(check.report)
}

struct Check<'a> {
    connection: &'a Connection,
    report: Report,
}

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
        let right = schema::right_tables(schema::version(self.connection)?)?;
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

    fn indexes(&mut self) -> Result<(), LedgerError> {
        // What an older Galla looked up is not known here.
        if !self.report.outdated {
            for name in indexes::wrong(self.connection)? {
                let what = format!("the index {name} does not lead to the rows it is about");
                self.problem(Problem::File(what));
            }
        }
        Ok(())
    }

    /// Every transaction against its events, and the totals against the transactions.
    fn totals(&mut self) -> Result<(), LedgerError> {
        let sql =
            format!("SELECT {}, id, events FROM transactions ORDER BY id", projection::COLUMNS);
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut totals = Totals::default();
        while let Some(row) = rows.next()? {
            self.report.transactions += 1;
            let agent_id: String = row.get(0)?;
            match fold(
                self.connection,
                &agent_id,
                row.get(projection::WIDTH)?,
                &row.get::<_, String>(projection::WIDTH + 1)?,
            )? {
                Err(what) => self.problem(Problem::Transaction { agent_id, what }),
                Ok(_) if self.report.outdated => {}
                Ok(transaction) => {
                    totals.count(&transaction);
                    if !projection::is_row_of(|at| row.get_ref(at).ok(), &transaction)? {
                        let what = "it is not what its events add up to".to_owned();
                        self.problem(Problem::Transaction { agent_id, what });
                    }
                }
            }
        }
        if !self.report.outdated {
            for wrong in totals.wrong(self.connection)? {
                self.problem(wrong);
            }
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
        if self.report.outdated {
            return Ok(());
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
            Ok((_, Fact::Shop(_))) if self.report.outdated => return Ok(None),
            Ok((at, Fact::Shop(event))) => {
                let right = shop.take(self.connection, link.seq, at, &event)?;
                return Ok((!right).then(|| {
                    format!("the tables do not hold what it says ({})", table_of(&event))
                }));
            }
            Err(what) => return Ok(Some(what)),
        };
        let listed = is_listed(self.connection, agent_id, link.seq)?;
        Ok((!listed).then(|| "it belongs to no transaction".to_owned()))
    }
}

/// The fold of the listed events of one transaction, or what keeps it from being one.
pub(super) fn fold(
    connection: &Connection,
    agent_id: &str,
    id: i64,
    events: &str,
) -> Result<Result<Transaction, String>, LedgerError> {
    let sql = format!(
        "SELECT {}, value FROM json_each('[' || ?1 || ']') LEFT JOIN events ON seq = value \
         ORDER BY key",
        chain::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
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

/// Whether a transaction lists an event as its own.
pub(super) fn is_listed(
    connection: &Connection,
    agent_id: AgentId,
    seq: i64,
) -> Result<bool, LedgerError> {
    let Some(intent) = chain::number_of(connection, agent_id)? else { return Ok(false) };
    let listed: Option<i64> = connection
        .prepare_cached(
            "SELECT each.value FROM transactions AS own, \
             json_each('[' || own.events || ']') AS each \
             WHERE own.id = ?1 AND each.value = ?2",
        )?
        .query_row([intent, seq], |row| row.get(0))
        .optional()?;
    Ok(listed.is_some())
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
