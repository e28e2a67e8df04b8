//! The totals added up anew from the transactions: weighed where all is well, and one by one where not.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Problem;
use super::scales::{Scales, Weight};
use crate::ledger::error::LedgerError;
use crate::ledger::totals::{TotalKey, What};
use crate::transaction::{State, Transaction};

/// Count and sum of a total; `None` where it does not fit.
type Total = (i64, Option<i64>);

/// What the transactions add up to, by day, what it is of, and state as the ledger spells them.
#[derive(Default)]
pub(super) struct Totals(BTreeMap<[String; 3], Total>);

impl Totals {
    /// Adds a transaction, if it has ended.
    pub(super) fn count(&mut self, transaction: &Transaction) {
        let amount = transaction.order.amount().paise();
        for TotalKey { day, what, state } in TotalKey::of(transaction) {
            let key = [day.to_string(), what.to_string(), state.code().to_owned()];
            let (count, sum) = self.0.entry(key).or_insert((0, Some(0)));
            *count += 1;
            *sum = sum.and_then(|sum| sum.checked_add(amount));
        }
    }

    /// Which totals of a ledger are not these.
    pub(super) fn wrong(mut self, connection: &Connection) -> Result<Vec<Problem>, LedgerError> {
        let mut wrong = Vec::new();
        let problem = |[day, what, state]: [String; 3]| Problem::Total { day, what, state };
        each(connection, |key, (count, amount)| {
            if self.0.remove(&key) != Some((count, Some(amount))) {
                wrong.push(problem(key));
            }
        })?;
        wrong.extend(self.0.into_keys().map(problem));
        Ok(wrong)
    }
}

/// What a transaction adds to the totals, if it has ended.
pub(super) fn weight_of(transaction: &Transaction, scales: &Scales) -> Weight {
    let total = (1, transaction.order.amount().paise());
    let weights = TotalKey::of(transaction).map(|key| weigh(&key, total, scales));
    weights.fold(Weight::default(), |all, weight| all + weight)
}

/// What the totals hold; `None` where one is of no transaction.
pub(super) fn weight(
    connection: &Connection,
    scales: &Scales,
) -> Result<Option<Weight>, LedgerError> {
    let mut all = Some(Weight::default());
    each(connection, |spelled, total| {
        let key = key(&spelled).filter(|_| total.0 > 0);
        let weight = key.map(|key| weigh(&key, total, scales));
        all = all.zip(weight).map(|(all, weight)| all + weight);
    })?;
    Ok(all)
}

fn weigh(key: &TotalKey<'_>, (count, amount): (i64, i64), scales: &Scales) -> Weight {
    scales.weigh(("count", key)) * count + scales.weigh(("amount", key)) * amount
}

/// Every total of a ledger with its count and sum.
fn each(
    connection: &Connection,
    mut take: impl FnMut([String; 3], (i64, i64)),
) -> Result<(), LedgerError> {
    let mut statement = connection.prepare("SELECT day, what, state, count, amount FROM totals")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take([row.get(0)?, row.get(1)?, row.get(2)?], (row.get(3)?, row.get(4)?));
    }
    Ok(())
}

/// The key that is spelled so; `None` where no transaction is counted so.
fn key([day, what, state]: &[String; 3]) -> Option<TotalKey<'_>> {
    let key = TotalKey {
        day: day.parse().ok()?,
        what: What::read(what)?,
        state: State::from_code(state)?,
    };
    // A day and an hour can be spelled in more than one way.
    (key.day.to_string() == *day && key.what.to_string() == *what).then_some(key)
}
