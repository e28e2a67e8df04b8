//! The totals by hour, added up anew from the transactions.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Problem;
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
        let mut statement = connection.prepare(
            "SELECT day, hour, service, operator, state, count, amount FROM hour_totals",
        )?;
        let mut rows = statement.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = rows.next()? {
            let here: Total = (row.get(5)?, Some(row.get(6)?));
            let names = Names {
                day: row.get(0)?,
                hour: row.get(1)?,
                service: row.get(2)?,
                operator: row.get(3)?,
                state: row.get(4)?,
            };
            let right = names.key().and_then(|key| self.0.remove(&key));
            if right != Some(here) {
                wrong.push(names.wrong());
            }
        }
        wrong.extend(self.0.into_keys().map(|key| Names::of(key).wrong()));
        Ok(wrong)
    }
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
