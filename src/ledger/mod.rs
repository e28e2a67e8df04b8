//! The ledger: every fact on disk before anything follows from it (money rules M1, M2, M9, M15).
//!
//! One [`Ledger`] writes, any number of [`Reader`]s read, each over its own connection.
//! Events are only ever appended; the tables beside them are what the events add up to.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::ids::AgentId;
use crate::points::{Point, reached};
use crate::time::Moment;
use crate::transaction::{Event, Order, ShopEvent, Transaction};

pub mod backup;
mod batches;
mod chain;
pub mod check;
mod claims;
pub mod daily;
mod error;
pub mod export;
mod favourites;
mod files;
pub mod filled;
mod lines;
mod lock;
pub mod made;
mod own_log;
mod projection;
pub mod reader;
pub mod restore;
mod schema;
mod shop_tables;
#[cfg(test)]
mod testing;
mod totals;

pub use chain::Fact;
pub use error::LedgerError;
pub use lines::NextLine;
pub use reader::{
    BalanceReading, KeptBeneficiary, KeptFavourite, Reader, Remembered, UnmatchedClaim,
};

use chain::{Hash, Head};
use lock::{Lock, Place};

/// Whose money a ledger is about. Practice and live never share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LedgerKind {
    /// Play money of the practice gateway.
    Practice,
    /// The shop's own.
    Live,
}

impl LedgerKind {
    /// The word for it inside the ledger.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Live => "live",
        }
    }

    /// The kind of a word, or `None` when there is no such kind.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Practice, Self::Live].into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for LedgerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The one writer of a ledger; while it lives, nobody else can be.
#[derive(Debug)]
pub struct Ledger {
    // Closed before the lock is given back: fields are dropped in this order.
    connection: Connection,
    path: PathBuf,
    genesis: Hash,
    /// The end of the chain, or `None` when it has to be read again after a failure.
    head: Option<Head>,
    place: Place,
    _lock: Lock,
}

impl Ledger {
    /// Opens the ledger at `path`, whose folder exists, and makes it at `now` when there
    /// is none. Takes a few milliseconds whatever its size.
    ///
    /// # Errors
    /// [`LedgerError::AlreadyOpen`] when it is open elsewhere (M15),
    /// [`LedgerError::HalfRestored`] when it is not there because a restore was broken off, and
    /// every reason why it cannot be written. A file that is damaged, newer or of another kind
    /// is not touched.
    pub fn open(path: &Path, kind: LedgerKind, now: Moment) -> Result<Self, LedgerError> {
        Self::open_held(Lock::take(path)?, path, kind, now)
    }

    /// Opens the ledger whose lock is held.
    fn open_held(
        lock: Lock,
        path: &Path,
        kind: LedgerKind,
        now: Moment,
    ) -> Result<Self, LedgerError> {
        let unsaid = restore::is_unsaid(path)?;
        reached(Point::LedgerLocked);
        let (connection, about) = schema::open_for_writing(path, kind, now)?;
        let genesis = chain::genesis(about.kind, &about.id);
        let head = chain::head(&connection, &genesis)?;
        let place = Place::of(path)?;
        reached(Point::LedgerOpened);
        let mut ledger = Self {
            connection,
            path: path.to_owned(),
            genesis,
            head: Some(head),
            place,
            _lock: lock,
        };
        if unsaid {
            ledger.append_shop(now, &ShopEvent::Restored)?;
            restore::unmark(path)?;
        }
        Ok(ledger)
    }

    /// Appends one event and returns the transaction as it now stands. When this returns
    /// `Ok`, the event, the tables and the totals are on disk together (M1).
    ///
    /// # Errors
    /// [`LedgerError::Duplicate`] for a second intent (M2), [`LedgerError::Unknown`] for any
    /// other event without one, and every reason why it could not be written; then nothing
    /// may be sent.
    pub fn append(
        &mut self,
        agent_id: AgentId,
        at: Moment,
        event: &Event,
    ) -> Result<Transaction, LedgerError> {
        self.in_one_commit(|connection, head| put(connection, head, agent_id, at, event))
    }

    /// Appends one event of the shop, durably, and returns its number.
    ///
    /// # Errors
    /// [`LedgerError::NoBeneficiary`] for one that is not in the book and its like, and every
    /// reason why it could not be written.
    pub fn append_shop(&mut self, at: Moment, event: &ShopEvent) -> Result<i64, LedgerError> {
        self.in_one_commit(|connection, head| {
            put_shop(connection, head, at, event)?;
            Ok(head.seq)
        })
    }

    /// The newest transaction that `order` would repeat (money rule M14), by the writer's own
    /// connection: whoever is about to pay does not wait for what a screen reads.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn repeated(&self, order: &Order, now: Moment) -> Result<Option<Transaction>, LedgerError> {
        reader::repeated(&self.connection, order, now)
    }

    /// A reader of this ledger, for any thread.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, LedgerError> {
        Reader::open(&self.path)
    }

    /// Where the ledger lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `write`, which moves the head on as it writes events, and commits all of it or nothing.
    fn in_one_commit<T>(
        &mut self,
        write: impl FnOnce(&Connection, &mut Head) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        // What is committed counts only if it goes into the file that the next start will open.
        self.place.is_unchanged()?;
        // Until the commit has succeeded, what is remembered is not trusted.
        let mut head = match self.head.take() {
            Some(head) => head,
            None => chain::head(&self.connection, &self.genesis)?,
        };
        let commit = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        reached(Point::CommitBegun);
        let written = write(&commit, &mut head)?;
        reached(Point::EventWritten);
        commit.commit()?;
        reached(Point::Committed);
        self.head = Some(head);
        Ok(written)
    }
}

/// Writes an event of a transaction and what follows from it. The caller commits.
fn put(
    connection: &Connection,
    head: &mut Head,
    agent_id: AgentId,
    at: Moment,
    event: &Event,
) -> Result<Transaction, LedgerError> {
    let transaction = projection::apply(connection, head.next()?, agent_id, at, event)?;
    reached(Point::TablesWritten);
    *head = chain::write(connection, head, agent_id, at, event)?;
    Ok(transaction)
}

/// Writes an event of the shop, as [`put`] does.
fn put_shop(
    connection: &Connection,
    head: &mut Head,
    at: Moment,
    event: &ShopEvent,
) -> Result<(), LedgerError> {
    shop_tables::apply(connection, head.next()?, at, event)?;
    reached(Point::TablesWritten);
    *head = chain::write_shop(connection, head, at, event)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::testing::{Shop, at, id, order};
    use super::*;

    fn intent() -> Event {
        Event::Intent { order: Box::new(order("9876543210", 19_900, "")) }
    }

    #[test]
    fn m1_when_no_page_is_left_nothing_is_kept_and_the_chain_goes_on_later() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        let pages = |count: i64| format!("PRAGMA max_page_count = {count}");
        let limit = |shop: &Shop, count| -> i64 {
            shop.ledger.connection.query_row(&pages(count), [], |row| row.get(0)).unwrap()
        };
        limit(&shop, 1);
        let mut n = 2;
        let error = loop {
            match shop.ledger.append(id(n), at(n), &intent()) {
                Ok(_) => n += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
        assert_eq!(shop.ledger.reader().unwrap().transaction(id(n)).unwrap(), None);
        limit(&shop, 1_000_000);
        shop.ledger.append(id(n), at(n), &intent()).unwrap();
        assert!(check::check(&shop.path).unwrap().problems.is_empty());
    }

    #[test]
    fn m15_the_lock_is_given_back_when_the_ledger_is_closed() {
        let shop = Shop::new();
        let again = || Ledger::open(&shop.path, LedgerKind::Practice, at(0));
        assert!(matches!(again(), Err(LedgerError::AlreadyOpen)));
        drop(shop.ledger);
        assert!(again().is_ok());
    }
}
