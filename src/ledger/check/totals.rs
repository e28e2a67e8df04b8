//! The totals by hour, added up anew from the transactions.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::ledger::error::LedgerError;
use crate::ledger::projection::TotalKey;
use crate::transaction::Transaction;

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

    /// Adds those of other transactions.
    pub(super) fn take(&mut self, other: Self) {
        for (key, total) in other.0 {
            self.add(key, total);
        }
    }

    fn add(&mut self, key: TotalKey, (more, amount): Total) {
        let (count, sum) = self.0.entry(key).or_insert((0, Some(0)));
        *count += more;
        *sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
    }

    /// Which totals of a ledger are not these.
    pub(super) fn wrong(mut self, connection: &Connection) -> Result<Vec<TotalKey>, LedgerError> {
        let mut statement = connection.prepare(
            "SELECT day, hour, service, operator, state, count, amount FROM hour_totals",
        )?;
        let mut rows = statement.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = rows.next()? {
            let key = TotalKey {
                day: row.get(0)?,
                hour: row.get(1)?,
                service: row.get(2)?,
                operator: row.get(3)?,
                state: row.get(4)?,
            };
            let here: Total = (row.get(5)?, Some(row.get(6)?));
            if self.0.remove(&key) != Some(here) {
                wrong.push(key);
            }
        }
        wrong.extend(self.0.into_keys());
        Ok(wrong)
    }
}
