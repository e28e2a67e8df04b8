//! The totals by hour, added up anew from the transactions: weighed where all is well, and one by one where not.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Problem;
use super::scales::{Scales, Weight};
use crate::ledger::error::LedgerError;
use crate::ledger::projection::TotalKey;
use crate::transaction::{Service, State, Transaction};

/// Count and sum of an hour's total; `None` where it does not fit.
type Total = (i64, Option<i64>);

/// What the transactions add up to.
#[derive(Default)]
pub(super) struct Totals(BTreeMap<TotalKey, Total>);

impl Totals {
    /// Adds a transaction, if it has ended.
    pub(super) fn count(&mut self, transaction: &Transaction) {
        if !transaction.state().is_unresolved() {
            let amount = transaction.order.amount().paise();
            self.add(TotalKey::of(transaction), (1, Some(amount)));
        }
    }

    fn add(&mut self, key: TotalKey, (more, amount): Total) {
        let (count, sum) = self.0.entry(key).or_insert((0, Some(0)));
        *count += more;
        *sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
    }

    /// Which totals of a ledger are not these.
    pub(super) fn wrong(mut self, connection: &Connection) -> Result<Vec<Problem>, LedgerError> {
        let mut wrong = Vec::new();
        each(connection, |names, (count, amount)| {
            let right = names.key().and_then(|key| self.0.remove(&key));
            if right != Some((count, Some(amount))) {
                wrong.push(names.wrong());
            }
        })?;
        wrong.extend(self.0.into_keys().map(|key| Names::of(key).wrong()));
        Ok(wrong)
    }
}

/// What a transaction adds to the totals, if it has ended.
pub(super) fn weight_of(transaction: &Transaction, scales: &Scales) -> Weight {
    if transaction.state().is_unresolved() {
        return Weight::default();
    }
    let amount = transaction.order.amount().paise();
    weigh(&TotalKey::of(transaction), (1, amount), scales)
}

/// What the totals hold; `None` where one is of no transaction.
pub(super) fn weight(
    connection: &Connection,
    scales: &Scales,
) -> Result<Option<Weight>, LedgerError> {
    let mut all = Some(Weight::default());
    each(connection, |names, total| {
        let key = names.key().filter(|_| total.0 > 0);
        let weight = key.map(|key| weigh(&key, total, scales));
        all = all.zip(weight).map(|(all, weight)| all + weight);
    })?;
    Ok(all)
}

fn weigh(key: &TotalKey, (count, amount): (i64, i64), scales: &Scales) -> Weight {
    scales.weigh(("count", key)) * count + scales.weigh(("amount", key)) * amount
}

/// Every total of a ledger with its count and sum.
fn each(
    connection: &Connection,
    mut take: impl FnMut(Names, (i64, i64)),
) -> Result<(), LedgerError> {
    let mut statement = connection
        .prepare("SELECT day, hour, service, operator, state, count, amount FROM hour_totals")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let names = Names {
            day: row.get(0)?,
            hour: row.get(1)?,
            service: row.get(2)?,
            operator: row.get(3)?,
            state: row.get(4)?,
        };
        take(names, (row.get(5)?, row.get(6)?));
    }
    Ok(())
}

/// A total's key as its row spells it.
struct Names {
    day: String,
    hour: u32,
    service: String,
    operator: String,
    state: String,
}

impl Names {
    fn of(TotalKey { day, hour, service, operator, state }: TotalKey) -> Self {
        let (service, state) = (service.code().to_owned(), state.code().to_owned());
        Self { day: day.to_string(), hour, service, operator, state }
    }

    /// The key; `None` where no transaction is counted so.
    fn key(&self) -> Option<TotalKey> {
        let key = TotalKey {
            day: self.day.parse().ok()?,
            hour: self.hour,
            service: Service::from_code(&self.service)?,
            operator: self.operator.clone(),
            state: State::from_code(&self.state)?,
        };
        // A day can be spelled in more than one way.
        (key.day.to_string() == self.day).then_some(key)
    }

    fn wrong(self) -> Problem {
        let Self { day, hour, service, operator, state } = self;
        Problem::Total { day, hour, service, operator, state }
    }
}
