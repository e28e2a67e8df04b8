//! Questions for a faster counter: the favourites, and lists that are sent line by line.

use rusqlite::{OptionalExtension, params};

use super::Reader;
use crate::ledger::error::LedgerError;
use crate::ledger::projection;
use crate::time::Moment;
use crate::transaction::{Batch, Favourite, ShopEvent, Transaction};

/// A favourite with the number to change or remove it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFavourite {
    /// The number.
    pub id: i64,
    /// The favourite.
    pub favourite: Favourite,
}

impl Reader {
    /// All favourites, in the order in which they were added.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn favourites(&self) -> Result<Vec<KeptFavourite>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, body FROM favourites ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut favourites = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            let favourite = serde_json::from_str(&body).map_err(|error| {
                LedgerError::corrupt(format!("a favourite cannot be read: {error}"))
            })?;
            favourites.push(KeptFavourite { id: row.get(0)?, favourite });
        }
        Ok(favourites)
    }

    /// The newest list with what became of its lines; `None` when there never was one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn newest_batch(&self) -> Result<Option<Batch>, LedgerError> {
        let newest: Option<i64> =
            self.connection.query_row("SELECT max(id) FROM batches", [], |row| row.get(0))?;
        newest.map_or(Ok(None), |newest| self.batch(newest))
    }

    /// A list with what became of its lines; `None` when there is no such list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn batch(&self, id: i64) -> Result<Option<Batch>, LedgerError> {
        let found: Option<(i64, bool, String)> = self
            .connection
            .prepare_cached(
                "SELECT batches.at, closed, body FROM batches \
                 JOIN events ON events.seq = batches.id WHERE batches.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((at, closed, body)) = found else { return Ok(None) };
        let Ok(ShopEvent::Batch { orders }) = serde_json::from_str(&body) else {
            return Err(LedgerError::corrupt(format!("the list {id} cannot be read")));
        };
        let orders = orders.into();
        let at = Moment::from_millis(at);
        Ok(Some(Batch { id, at, orders, begun: self.begun(id)?, closed }))
    }

    /// What became of the lines of a list that were begun.
    fn begun(&self, batch: i64) -> Result<Vec<Option<Transaction>>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT transactions.fold, transaction_id FROM batch_lines \
             LEFT JOIN transactions ON transactions.id = transaction_id \
             WHERE batch = ?1 ORDER BY line",
        )?;
        let mut rows = statement.query(params![batch])?;
        let mut begun = Vec::new();
        while let Some(row) = rows.next()? {
            let transaction: Option<i64> = row.get(1)?;
            begun.push(transaction.map(|_| projection::from_row(row)).transpose()?);
        }
        Ok(begun)
    }
}
