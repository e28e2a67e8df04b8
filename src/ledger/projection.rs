//! The tables beside the events: a pure consequence of them, written in the same commit (money rule M9).

use std::ops::RangeInclusive;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::chain::{self, Fact, Link};
use super::error::LedgerError;
use super::shop_tables;
use super::totals::count;
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Event, Order, Transaction};

/// Raised when [`Transaction`] or the columns change: a ledger with another one is rebuilt
/// from its events when it is opened.
pub(super) const VERSION: &str = "7";

/// The columns of `transactions` in the order of [`values`], beside `id` and `events`.
pub(super) const COLUMNS: &str = "agent_id, at, service, target, amount, name, state, \
     succeeded_at, attention, unconfirmed, owed, disputed, api_trans_id, operator_reference, fold";

/// How many columns a transaction has.
pub(super) const WIDTH: usize = 15;

/// Brings the tables up to date with the event number `seq`, and returns its transaction.
///
/// # Errors
/// [`LedgerError::Duplicate`] and [`LedgerError::Unknown`] (money rule M2).
pub(super) fn apply(
    connection: &Connection,
    seq: i64,
    agent_id: AgentId,
    at: Moment,
    event: &Event,
) -> Result<Transaction, LedgerError> {
    match (find(connection, agent_id)?, event) {
        (Some(_), Event::Intent { .. }) => Err(LedgerError::Duplicate(agent_id)),
        (None, Event::Intent { order }) => {
            let transaction = Transaction::begin(agent_id, Order::clone(order), at);
            insert(connection, seq..=seq, &transaction)?;
            Ok(transaction)
        }
        (None, _) => Err(LedgerError::Unknown(agent_id)),
        (Some((id, before)), event) => {
            let mut after = before.clone();
            after.apply(at, event);
            update(connection, id, seq, &before, &after)?;
            Ok(after)
        }
    }
}

/// A transaction with its number, or `None` when there is no such AgentID.
pub(super) fn find(
    connection: &Connection,
    agent_id: AgentId,
) -> Result<Option<(i64, Transaction)>, LedgerError> {
    let Some(id) = chain::number_of(connection, agent_id)? else { return Ok(None) };
    let fold: Option<String> = connection
        .prepare_cached("SELECT fold FROM transactions WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    fold.map(|fold| Ok((id, unfold(&fold)?))).transpose()
}

/// Writes a transaction that was not there, with the numbers of its events, and counts it.
pub(super) fn insert(
    connection: &Connection,
    events: RangeInclusive<i64>,
    transaction: &Transaction,
) -> Result<(), LedgerError> {
    let sql = format!(
        "INSERT INTO transactions (id, events, {COLUMNS}) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
    );
    let id = *events.start();
    let events: Vec<String> = events.map(|seq| seq.to_string()).collect();
    let numbers = [ToSqlOutput::from(id), ToSqlOutput::Owned(events.join(",").into())];
    let row = numbers.into_iter().chain(values(transaction)?);
    connection.prepare_cached(&sql)?.execute(params_from_iter(row))?;
    count(connection, transaction, 1)
}

fn update(
    connection: &Connection,
    id: i64,
    seq: i64,
    before: &Transaction,
    after: &Transaction,
) -> Result<(), LedgerError> {
    let [_, _, _, _, _, _, changing @ .., fold] = values(after)?;
    // Writing an indexed column touches its index even when the value stays.
    if searchable(before) == searchable(after) {
        connection
            .prepare_cached(
                "UPDATE transactions SET events = events || ',' || ?2, fold = ?3 WHERE id = ?1",
            )?
            .execute(params![id, seq, fold])?;
        return Ok(());
    }
    connection
        .prepare_cached(
            "UPDATE transactions SET fold = ?2, events = events || ',' || ?3, state = ?4, \
             succeeded_at = ?5, attention = ?6, unconfirmed = ?7, owed = ?8, disputed = ?9, \
             api_trans_id = ?10, operator_reference = ?11 WHERE id = ?1",
        )?
        .execute(params_from_iter(
            [ToSqlOutput::from(id), fold, ToSqlOutput::from(seq)].into_iter().chain(changing),
        ))?;
    if before.state() != after.state() {
        count(connection, before, -1)?;
        count(connection, after, 1)?;
    }
    Ok(())
}

/// What can change about a transaction and is in a column of its own.
fn searchable(transaction: &Transaction) -> impl PartialEq + '_ {
    (
        transaction.state(),
        transaction.succeeded_at,
        transaction.needs_attention(),
        transaction.is_by_callback(),
        transaction.owes_customer(),
        transaction.disputes.is_empty(),
        &transaction.api_trans_id,
        &transaction.operator_reference,
    )
}

/// Makes the tables anew from the events. The caller commits.
pub(super) fn rebuild(connection: &Connection) -> Result<(), LedgerError> {
    connection.execute_batch("DELETE FROM transactions; DELETE FROM totals;")?;
    shop_tables::empty(connection)?;
    let sql = format!("SELECT {} FROM events ORDER BY seq", chain::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut links = statement.query_map([], Link::from_row)?;
    while let Some(link) = links.next().transpose()? {
        let (at, fact) = link
            .decode()
            .map_err(|what| LedgerError::corrupt(format!("event {}: {what}", link.seq)))?;
        match fact {
            Fact::Of(agent_id, event) => {
                apply(connection, link.seq, agent_id, at, &event)?;
            }
            Fact::Shop(event) => shop_tables::apply(connection, link.seq, at, &event)?,
        }
    }
    Ok(())
}

/// The columns of a transaction, in the order of [`COLUMNS`], in its own texts.
fn values(transaction: &Transaction) -> Result<[ToSqlOutput<'_>; WIDTH], LedgerError> {
    let borrowed = ToSqlOutput::Borrowed;
    let text = |text| borrowed(ValueRef::from(text));
    let flag = |flag| borrowed(ValueRef::Integer(i64::from(flag)));
    let succeeded_at = transaction.succeeded_at.map(Moment::millis);
    let fold = serde_json::to_string(transaction).map_err(|error| LedgerError::Io(error.into()))?;
    Ok([
        text(transaction.agent_id.as_str()),
        borrowed(ValueRef::Integer(transaction.at.millis())),
        text(transaction.order.service().code()),
        text(transaction.order.target()),
        borrowed(ValueRef::Integer(transaction.order.amount().paise())),
        ToSqlOutput::Owned(name_key(&transaction.order.name()).into()),
        text(transaction.state().code()),
        borrowed(succeeded_at.map_or(ValueRef::Null, ValueRef::Integer)),
        flag(transaction.needs_attention()),
        flag(transaction.is_by_callback()),
        flag(transaction.owes_customer()),
        flag(!transaction.disputes.is_empty()),
        borrowed(ValueRef::from(transaction.api_trans_id.as_deref())),
        borrowed(ValueRef::from(transaction.operator_reference.as_deref())),
        ToSqlOutput::Owned(fold.into()),
    ])
}

/// Whether these are the columns of a transaction, numbered in the order of [`COLUMNS`].
pub(super) fn is_row_of<'row>(
    column: impl Fn(usize) -> Option<ValueRef<'row>>,
    transaction: &Transaction,
) -> Result<bool, LedgerError> {
    let right = values(transaction)?;
    Ok(right.iter().enumerate().all(|(at, right)| {
        let right = match right {
            ToSqlOutput::Borrowed(right) => *right,
            ToSqlOutput::Owned(right) => ValueRef::from(right),
            _ => return false,
        };
        column(at) == Some(right)
    }))
}

/// Reads the first column of a row, a transaction's fold.
pub(super) fn from_row(row: &Row<'_>) -> Result<Transaction, LedgerError> {
    unfold(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)
}

/// Reads a transaction's fold.
pub(super) fn unfold(fold: &str) -> Result<Transaction, LedgerError> {
    serde_json::from_str(fold)
        .map_err(|error| LedgerError::corrupt(format!("a transaction cannot be read: {error}")))
}

/// A name as it is searched: small letters and single spaces; `None` when it is empty.
pub(super) fn name_key(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{Shop, any_story};
    use proptest::prelude::*;
    use rusqlite::types::Value;

    fn tables(connection: &Connection) -> Vec<Vec<Value>> {
        let mut rows = Vec::new();
        for sql in [
            "SELECT * FROM transactions ORDER BY id",
            "SELECT * FROM totals ORDER BY day, what, state",
            "SELECT * FROM balances ORDER BY seq",
            "SELECT * FROM unmatched ORDER BY seq",
            "SELECT * FROM beneficiaries ORDER BY id",
            "SELECT * FROM day_events ORDER BY seq",
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            let width = statement.column_count();
            let read = |row: &Row<'_>| (0..width).map(|at| row.get(at)).collect();
            rows.extend(statement.query_map([], read).unwrap().map(Result::unwrap));
        }
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn m9_rebuilding_from_the_events_gives_the_same_tables_byte_for_byte(story in any_story()) {
            let mut shop = Shop::new();
            for (agent_id, at, event) in &story {
                // What is refused (a second intent, an unknown AgentID) leaves no trace.
                let _ = shop.ledger.append(*agent_id, *at, event);
            }
            let before = tables(&shop.ledger.connection);
            prop_assert!(!before.is_empty());
            rebuild(&shop.ledger.connection).unwrap();
            prop_assert_eq!(&tables(&shop.ledger.connection), &before);
            let report = crate::ledger::check::check(&shop.path).unwrap();
            prop_assert!(report.problems.is_empty(), "{report}");
        }

        #[test]
        fn m2_m9_what_append_returns_is_the_fold_of_the_events(story in any_story()) {
            let mut shop = Shop::new();
            let reader = shop.ledger.reader().unwrap();
            for (agent_id, at, event) in &story {
                let known = reader.transaction(*agent_id).unwrap();
                match shop.ledger.append(*agent_id, *at, event) {
                    Ok(transaction) => {
                        prop_assert_eq!(known.is_some(), event.kind() != "intent");
                        let events = reader.events(*agent_id).unwrap();
                        let fold = events.into_iter().map(|entry| (entry.at, entry.event));
                        let fold = Transaction::from_events(*agent_id, fold);
                        prop_assert_eq!(fold.as_ref(), Some(&transaction));
                        prop_assert_eq!(reader.transaction(*agent_id).unwrap(), Some(transaction));
                    }
                    Err(LedgerError::Duplicate(id)) => {
                        prop_assert!(id == *agent_id && known.is_some());
                    }
                    Err(LedgerError::Unknown(id)) => {
                        prop_assert!(id == *agent_id && known.is_none());
                    }
                    Err(error) => prop_assert!(false, "{error}"),
                }
            }
        }
    }

    #[test]
    fn m9_a_ledger_with_other_tables_is_rebuilt_when_it_is_opened() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "Asha");
        let before = tables(&shop.ledger.connection);
        shop.ledger
            .connection
            .execute_batch(
                "UPDATE transactions SET name = 'older way', events = '', fold = '{}';
                 UPDATE meta SET value = '0' WHERE name = 'projection';",
            )
            .unwrap();
        let shop = shop.reopen();
        assert_eq!(tables(&shop.ledger.connection), before);
    }

    #[test]
    fn a_name_is_searched_in_small_letters_and_single_spaces() {
        assert_eq!(name_key("  Asha   DEVI "), Some("asha devi".to_owned()));
        assert_eq!(name_key("आशा देवी"), Some("आशा देवी".to_owned()));
        assert_eq!(name_key("  "), None);
    }
}
