//! The proof of a range of events, and of the transactions that begin in it.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::scales::{Scales, Weight};
use super::search::{fold, is_listed};
use super::{indexes, totals};
use crate::ids::AgentId;
use crate::ledger::chain::{self, Hash, Link};
use crate::ledger::error::LedgerError;
use crate::ledger::projection;
use crate::transaction::{Event, Transaction};

/// How many transactions of a range may be waiting for further events of theirs. One more is
/// read by itself, so that the memory is the same whatever the size.
const WAITING: usize = if cfg!(test) { 2 } else { 2_000 };

/// The proof has not come about. Why, the search says.
pub(super) struct Doubt;

impl<E: Into<LedgerError>> From<E> for Doubt {
    fn from(error: E) -> Self {
        let error: LedgerError = error.into();
        tracing::debug!(%error, "a ledger could not be proven to be in order");
        Self
    }
}

/// Goes on if this is so.
pub(super) fn prove_that(it_is_so: bool) -> Result<(), Doubt> {
    if it_is_so { Ok(()) } else { Err(Doubt) }
}

/// What all ranges are proven by.
pub(super) struct Basis {
    pub genesis: Hash,
    pub scales: Scales,
}

/// What was proven.
#[derive(Default)]
pub(super) struct Proven {
    pub events: u64,
    pub transactions: u64,
    /// The numbers of the shop's own events, which are few and are looked at later.
    pub of_shop: Vec<i64>,
    /// What the events and transactions must have in the indexes and totals.
    pub right: Weight,
    /// What is there.
    pub here: Weight,
}

/// A transaction that waits for further events of its own, between which stand those of others.
struct Waiting {
    /// The number of its intent, which is its own.
    id: i64,
    transaction: Transaction,
    /// The numbers of those, the next one last.
    to_come: Vec<i64>,
    /// Its columns.
    row: Vec<Value>,
}

/// The events of a range, each with the link to the one before it proven.
struct Events<'rows> {
    rows: Rows<'rows>,
    before: Hash,
    /// The number of the next one.
    seq: i64,
    /// The number of the last one.
    last: i64,
}

impl Proven {
    pub(super) fn take(&mut self, other: Self) {
        self.events += other.events;
        self.transactions += other.transactions;
        self.of_shop.extend(other.of_shop);
        self.right = self.right + other.right;
        self.here = self.here + other.here;
    }

    /// Takes in what an index or the totals weigh.
    pub(super) fn found(
        &mut self,
        weight: Result<Option<Weight>, LedgerError>,
    ) -> Result<(), Doubt> {
        self.here = self.here + weight?.ok_or(Doubt)?;
        Ok(())
    }

    /// Proves the events of a range, and the transactions that begin in it.
    pub(super) fn range(
        &mut self,
        connection: &Connection,
        range: &RangeInclusive<i64>,
        basis: &Basis,
    ) -> Result<(), Doubt> {
        let (first, last) = (*range.start(), *range.end());
        let sql = format!(
            "SELECT {} FROM events WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
            chain::COLUMNS
        );
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query(params![first, last])?;
        let before = hash_before(connection, first, &basis.genesis)?;
        let mut events = Events { rows, before, seq: first, last };
        let sql = format!(
            "SELECT {}, id, events FROM transactions WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            projection::COLUMNS
        );
        let mut statement = connection.prepare(&sql)?;
        let mut transactions = statement.query(params![first, last])?;
        let mut waiting: HashMap<AgentId, Waiting> = HashMap::new();
        while let Some(link) = events.next()? {
            if link.agent_id.is_empty() {
                self.of_shop.push(link.seq);
                continue;
            }
            let Ok((agent_id, at, event)) = link.decode_own() else { return Err(Doubt) };
            match (event, waiting.get_mut(&agent_id)) {
                (Event::Intent { order }, None) => {
                    let intent = indexes::weight_of_intent(link.agent_id, link.seq, &basis.scales);
                    self.right = self.right + intent;
                    let row = transactions.next()?.ok_or(Doubt)?;
                    let begun = (link.seq, Transaction::begin(agent_id, *order, at));
                    match self.begun(basis, row, begun, &mut events)? {
                        None => {}
                        Some(one) if waiting.len() < WAITING => {
                            waiting.insert(agent_id, one);
                        }
                        Some(one) => self.alone(basis, connection, one)?,
                    }
                }
                (Event::Intent { .. }, Some(_)) => return Err(Doubt),
                (event, Some(one)) => {
                    prove_that(one.to_come.pop() == Some(link.seq))?;
                    one.transaction.apply(at, &event);
                    if one.to_come.is_empty()
                        && let Some(ended) = waiting.remove(&agent_id)
                    {
                        self.waited(basis, &ended)?;
                    }
                }
                // Of a transaction of another range, or of one that was read by itself.
                (_, None) => prove_that(is_listed(connection, agent_id, link.seq)?)?,
            }
        }
        prove_that(events.seq == last + 1 && transactions.next()?.is_none())?;
        self.events += u64::try_from(events.seq - first).unwrap_or_default();
        for (_, one) in waiting {
            self.alone(basis, connection, one)?;
        }
        Ok(())
    }

    /// A transaction that begins with the event number `id`, by its row: it comes back if it has
    /// to wait. Where its further events are the next ones of the range, they are taken in here.
    fn begun(
        &mut self,
        basis: &Basis,
        row: &Row<'_>,
        (id, mut transaction): (i64, Transaction),
        events: &mut Events<'_>,
    ) -> Result<Option<Waiting>, Doubt> {
        let to_come = to_come(row, id)?;
        let its_last = to_come.first().copied().unwrap_or(id);
        if its_last > events.last || !to_come.iter().rev().copied().eq(id + 1..=its_last) {
            let row = (0..projection::WIDTH).map(|at| row.get(at));
            let row = row.collect::<Result<_, _>>()?;
            return Ok(Some(Waiting { id, transaction, to_come, row }));
        }
        for _ in to_come {
            let link = events.next()?.ok_or(Doubt)?;
            let Ok((agent_id, at, event)) = link.decode_own() else { return Err(Doubt) };
            let is_its = agent_id == transaction.agent_id && !matches!(event, Event::Intent { .. });
            prove_that(is_its)?;
            transaction.apply(at, &event);
        }
        let mut columns = [ValueRef::Null; projection::WIDTH];
        for (at, column) in columns.iter_mut().enumerate() {
            *column = row.get_ref(at)?;
        }
        self.ended(basis, id, &transaction, |at| columns.get(at).copied())?;
        Ok(None)
    }

    /// A transaction that has waited for its events.
    fn waited(&mut self, basis: &Basis, one: &Waiting) -> Result<(), Doubt> {
        let column = |at| one.row.get(at).map(ValueRef::from);
        self.ended(basis, one.id, &one.transaction, column)
    }

    /// A transaction whose events were all taken in.
    fn ended<'row>(
        &mut self,
        basis: &Basis,
        id: i64,
        transaction: &Transaction,
        column: impl Fn(usize) -> Option<ValueRef<'row>> + Copy,
    ) -> Result<(), Doubt> {
        self.transactions += 1;
        let total = totals::weight_of(transaction, &basis.scales);
        let indexed = indexes::weight_of(column, id, &basis.scales).ok_or(Doubt)?;
        self.right = self.right + total + indexed;
        prove_that(projection::is_row_of(column, transaction)?)
    }

    /// A transaction whose events are read for themselves.
    fn alone(&mut self, basis: &Basis, connection: &Connection, one: Waiting) -> Result<(), Doubt> {
        let (id, agent_id) = (one.id, one.transaction.agent_id);
        let sql = "SELECT events FROM transactions WHERE id = ?1";
        let events: String = connection.query_row(sql, [id], |row| row.get(0))?;
        let Ok(transaction) = fold(connection, agent_id.as_str(), id, &events)? else {
            return Err(Doubt);
        };
        self.waited(basis, &Waiting { transaction, ..one })
    }
}

impl Events<'_> {
    /// The next event; `None` after the last.
    fn next(&mut self) -> Result<Option<Link<&str>>, Doubt> {
        let Some(row) = self.rows.next()? else { return Ok(None) };
        let link = Link::within(row)?;
        prove_that(link.seq == self.seq && link.expected_hash(&self.before) == link.hash)?;
        (self.before, self.seq) = (link.hash, link.seq + 1);
        Ok(Some(link))
    }
}

/// The numbers of the events of a transaction after its intent, the next one last, by its row.
fn to_come(row: &Row<'_>, id: i64) -> Result<Vec<i64>, Doubt> {
    prove_that(row.get::<_, i64>(projection::WIDTH)? == id)?;
    let listed = row.get_ref(projection::WIDTH + 1)?.as_str().map_err(rusqlite::Error::from)?;
    let listed = listed.rsplit(',').map(str::parse).collect::<Result<Vec<i64>, _>>();
    let mut to_come = listed.map_err(|_| Doubt)?;
    prove_that(to_come.pop() == Some(id) && to_come.is_sorted_by(|next, before| next > before))?;
    Ok(to_come)
}

/// The hash that the event number `seq` builds on.
fn hash_before(connection: &Connection, seq: i64, genesis: &Hash) -> Result<Hash, Doubt> {
    if seq == 1 {
        return Ok(*genesis);
    }
    let sql = "SELECT hash FROM events WHERE seq = ?1";
    connection.query_row(sql, [seq - 1], |row| row.get(0)).optional()?.ok_or(Doubt)
}
