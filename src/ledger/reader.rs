//! Questions to the ledger, over a connection that can only read.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Params, params};

use super::chain::{self, Link};
use super::error::LedgerError;
use super::schema::{self, About};
use super::{LedgerKind, projection};
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::Moment;
use crate::transaction::repeat::{AFTER_SUCCESS, repeats};
use crate::transaction::{Category, Event, Order, Transaction};

mod counter;
mod day;
mod search;
mod shop;
mod totals;

pub use counter::KeptFavourite;
pub use day::DayEvents;
pub use shop::{BalanceReading, KeptBeneficiary, UnmatchedClaim};

// The questions, each answered from an index; a test looks at how. The words of a
// partial index are repeated, or it is not used.
const UNRESOLVED: &str = "SELECT fold FROM transactions INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending') ORDER BY id";
const SENDING: &str = "SELECT fold FROM transactions INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending') AND state = 'sending' ORDER BY id";
const PENDING: &str = "SELECT count(*) FROM transactions INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending') AND state = 'pending'";
const ATTENTION: &str = "SELECT fold FROM transactions INDEXED BY transactions_attention \
     WHERE attention = 1 ORDER BY id DESC";
const REPEATED: &str = "SELECT fold FROM transactions INDEXED BY transactions_target \
     WHERE target = ?1 AND amount = ?2 AND service = ?3 \
     AND (state IN ('sending', 'pending') OR (state = 'success' AND succeeded_at > ?4)) \
     ORDER BY id DESC";
const UNCONFIRMED: &str = "SELECT fold FROM transactions INDEXED BY transactions_unconfirmed \
     WHERE unconfirmed = 1 ORDER BY id";
const OWED: &str = "SELECT fold FROM transactions INDEXED BY transactions_owed \
     WHERE owed = 1 ORDER BY id";
const DISPUTED: &str = "SELECT fold FROM transactions INDEXED BY transactions_disputed \
     WHERE disputed = 1 ORDER BY id DESC LIMIT ?1";
const TO_ACCOUNT: &str = "SELECT fold FROM transactions INDEXED BY transactions_target \
     WHERE target = ?1 AND service = 'payout' ORDER BY id DESC LIMIT ?2";
const REMEMBERED: &str = "SELECT fold FROM transactions INDEXED BY transactions_target \
     WHERE target = ?1 AND service = 'recharge' \
     ORDER BY state IN ('failed', 'not_sent', 'settled_failed'), id DESC LIMIT 1";
const NAMED: &str = "SELECT fold FROM transactions INDEXED BY transactions_target \
     WHERE target = ?1 AND service = 'recharge' AND name IS NOT NULL ORDER BY id DESC LIMIT 1";
const COUNT: &str = "SELECT (SELECT coalesce(sum(count), 0) FROM totals \
     WHERE what NOT GLOB 'hour:*') + \
     (SELECT count(*) FROM transactions INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending'))";

/// A reader of a ledger; sees every commit as soon as it is on disk.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) about: About,
}

/// An event with its number and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the ledger, from 1.
    pub seq: i64,
    /// When it was written, by the clock of the day.
    pub at: Moment,
    /// The event.
    pub event: Event,
}

/// What is known about a number that was recharged before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// What kind it was.
    pub category: Category,
    /// The operator's code at PGPE.
    pub operator: String,
    /// The circle's code.
    pub circle: String,
    /// The amount.
    pub amount: Paise,
    /// `optional1` to `optional4`.
    pub optionals: [String; 4],
    /// The newest name the agent gave; empty when never.
    pub customer_name: String,
}

impl Reader {
    /// Opens the ledger at `path` for reading, also while Galla writes to it, and also one
    /// that a newer Galla wrote.
    ///
    /// # Errors
    /// [`LedgerError::Missing`], and every reason why it cannot be read.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let (connection, about) = schema::open_for_reading(path)?;
        Ok(Self { connection, about })
    }

    /// Answers several questions by the ledger as it is at the first of them, whatever is written
    /// meanwhile.
    ///
    /// # Errors
    /// When the ledger cannot be read, and what `questions` returns.
    pub fn at_once<T, E: From<LedgerError>>(
        &self,
        questions: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let view = self.connection.unchecked_transaction().map_err(LedgerError::from)?;
        let answers = questions(self)?;
        view.finish().map_err(LedgerError::from)?;
        Ok(answers)
    }

    /// # Errors
    /// [`LedgerError::Newer`] for a ledger whose tables this program does not fully know.
    pub(super) fn refuse_newer(&self) -> Result<(), LedgerError> {
        match schema::version(&self.connection)? {
            version if version > schema::newest() => Err(LedgerError::Newer { version }),
            _ => Ok(()),
        }
    }

    /// Whether it is a practice or a live ledger.
    #[must_use]
    pub const fn kind(&self) -> LedgerKind {
        self.about.kind
    }

    /// When the newest event was written, by the clock of the day; `None` when there is none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn newest_at(&self) -> Result<Option<Moment>, LedgerError> {
        let newest = "SELECT at FROM events ORDER BY seq DESC LIMIT 1";
        let at = self.connection.query_row(newest, [], |row| row.get(0)).optional()?;
        Ok(at.map(Moment::from_millis))
    }

    /// When the ledger was last put back from a backup; `None` when it never was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn restored_at(&self) -> Result<Option<Moment>, LedgerError> {
        let Some(millis) = schema::restored(&self.connection)? else { return Ok(None) };
        let wrong = |_| LedgerError::corrupt("it does not say when it was restored");
        Ok(Some(Moment::from_millis(millis.parse().map_err(wrong)?)))
    }

    /// One transaction, or `None` when there is no such AgentID.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn transaction(&self, agent_id: AgentId) -> Result<Option<Transaction>, LedgerError> {
        Ok(projection::find(&self.connection, agent_id)?.map(|(_, transaction)| transaction))
    }

    /// The events of one transaction, oldest first; none when there is no such AgentID.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn events(&self, agent_id: AgentId) -> Result<Vec<Entry>, LedgerError> {
        let Some(id) = chain::number_of(&self.connection, agent_id)? else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT {} FROM events WHERE seq IN (SELECT value FROM json_each(\
             (SELECT '[' || events || ']' FROM transactions WHERE id = ?1))) ORDER BY seq",
            chain::COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let links = statement.query_map([id], Link::from_row)?;
        links
            .map(|link| {
                let link = link?;
                match link.decode_own() {
                    Ok((_, at, event)) => Ok(Entry { seq: link.seq, at, event }),
                    Err(what) => Err(LedgerError::corrupt(format!("event {}: {what}", link.seq))),
                }
            })
            .collect()
    }

    /// The newest transactions, newest first; with `before`, those older than that one.
    /// An unknown `before` gives none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn recent(
        &self,
        limit: u32,
        before: Option<AgentId>,
    ) -> Result<Vec<Transaction>, LedgerError> {
        let before = match before {
            None => i64::MAX,
            Some(agent_id) => chain::number_of(&self.connection, agent_id)?.unwrap_or(0),
        };
        self.transactions(
            "SELECT fold FROM transactions WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
            params![before, limit],
        )
    }

    /// All transactions of which it is not known how they ended, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unresolved(&self) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(UNRESOLVED, [])
    }

    /// Those of the unresolved that are on their way; after a start, those that money rule
    /// M5 is about.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sending(&self) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(SENDING, [])
    }

    /// All transactions that a person should look at (money rule M7), newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn needing_attention(&self) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(ATTENTION, [])
    }

    /// All transactions whose end a callback alone has told (money rule M12), oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unconfirmed(&self) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(UNCONFIRMED, [])
    }

    /// All transactions whose money is to be given back to the customer, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn owed(&self) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(OWED, [])
    }

    /// The newest disputed transactions, newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn disputed(&self, limit: u32) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(DISPUTED, [limit])
    }

    /// The last payouts to a bank account, newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn payouts_to(&self, account: &str, limit: u32) -> Result<Vec<Transaction>, LedgerError> {
        self.transactions(TO_ACCOUNT, params![account, limit])
    }

    /// The newest transaction that `order` would repeat (money rule M14).
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn repeated(&self, order: &Order, now: Moment) -> Result<Option<Transaction>, LedgerError> {
        repeated(&self.connection, order, now)
    }

    /// What to bring back when `number` is typed again: the newest transaction with it,
    /// one that failed only when there is no other, and the newest name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn remembered(&self, number: &str) -> Result<Option<Remembered>, LedgerError> {
        let newest = self.transactions(REMEMBERED, [number])?;
        let Some(Order::Recharge(order)) = newest.into_iter().next().map(|newest| newest.order)
        else {
            return Ok(None);
        };
        let named = self.transactions(NAMED, [number])?;
        let name = named.first().map(|named| named.order.name());
        Ok(Some(Remembered {
            category: order.category,
            operator: order.operator,
            circle: order.circle,
            amount: order.amount,
            optionals: order.optionals,
            customer_name: name.unwrap_or_default().into_owned(),
        }))
    }

    /// How many transactions are pending.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn pending_count(&self) -> Result<u64, LedgerError> {
        self.count(PENDING)
    }

    /// Of how many transactions the customer is to be given the money back.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn owed_count(&self) -> Result<u64, LedgerError> {
        self.count("SELECT count(*) FROM transactions INDEXED BY transactions_owed WHERE owed = 1")
    }

    /// How many transactions a person should look at.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn attention_count(&self) -> Result<u64, LedgerError> {
        self.count(
            "SELECT count(*) FROM transactions INDEXED BY transactions_attention \
             WHERE attention = 1",
        )
    }

    /// How many transactions there are; from the totals, without a scan.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn transaction_count(&self) -> Result<u64, LedgerError> {
        self.count(COUNT)
    }

    /// How many events there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn event_count(&self) -> Result<u64, LedgerError> {
        self.count("SELECT coalesce(max(seq), 0) FROM events")
    }

    /// Gives every transaction to `each`, oldest first, one at a time and as they stood
    /// when this began.
    ///
    /// # Errors
    /// When the ledger cannot be read, and what `each` returns.
    pub fn for_each<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(Transaction) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each("SELECT fold FROM transactions ORDER BY id", [], &mut each)
    }

    /// Gives each transaction that `sql` finds to `each`, one at a time.
    fn each<E: From<LedgerError>>(
        &self,
        sql: &str,
        params: impl Params,
        each: &mut impl FnMut(Transaction) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = |error: rusqlite::Error| E::from(error.into());
        let mut statement = self.connection.prepare(sql).map_err(read)?;
        let mut rows = statement.query(params).map_err(read)?;
        while let Some(row) = rows.next().map_err(read)? {
            each(projection::from_row(row)?)?;
        }
        Ok(())
    }

    fn transactions(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<Transaction>, LedgerError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut transactions = Vec::new();
        while let Some(row) = rows.next()? {
            transactions.push(projection::from_row(row)?);
        }
        Ok(transactions)
    }

    fn count(&self, sql: &str) -> Result<u64, LedgerError> {
        let count: Option<i64> =
            self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(count.and_then(|count| count.try_into().ok()).unwrap_or(0))
    }
}

/// See [`Reader::repeated`]; over any connection to a ledger.
pub(super) fn repeated(
    connection: &Connection,
    order: &Order,
    now: Moment,
) -> Result<Option<Transaction>, LedgerError> {
    let window = i64::try_from(AFTER_SUCCESS.as_millis()).unwrap_or(i64::MAX);
    let since = now.millis().saturating_sub(window);
    // The query narrows, the rule itself decides.
    let mut statement = connection.prepare_cached(REPEATED)?;
    let mut rows = statement.query(params![
        order.target(),
        order.amount().paise(),
        order.service().code(),
        since
    ])?;
    while let Some(row) = rows.next()? {
        let earlier = projection::from_row(row)?;
        if repeats(&earlier, order, now) {
            return Ok(Some(earlier));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
