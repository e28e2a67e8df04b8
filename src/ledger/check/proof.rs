//! The proof that a ledger is in good order: one pass over events and transactions side by side, by several cores.
//!
//! The ledger is cut into ranges of events. Each range proves its own links of the chain, since
//! an event carries the hash that the next one builds on, and the transactions that begin in it.
//! What is not proven here is no finding yet: the search looks at all of it again.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::search::{fold, is_listed};
use super::totals::Totals;
use crate::ids::AgentId;
use crate::ledger::chain::{self, Fact, Hash, Link};
use crate::ledger::error::LedgerError;
use crate::ledger::{projection, reader::Reader, schema, shop_tables};
use crate::transaction::{Event, Transaction};

/// A ledger with fewer events than this is read by one core alone.
const FEW: i64 = 100_000;

/// How many ranges each core has to prove, so that none waits long for the last one.
const RANGES: i64 = 8;

/// How many transactions of a range may be waiting for further events of theirs. One more is
/// read by itself, so that the memory is the same whatever the size.
const WAITING: usize = if cfg!(test) { 2 } else { 2_000 };

/// How often all cores try to look at the same moment of a ledger that is written to.
const TRIES: usize = 50;

/// The proof has not come about. Why, the search says.
struct Doubt;

impl<E: Into<LedgerError>> From<E> for Doubt {
    fn from(error: E) -> Self {
        let error: LedgerError = error.into();
        tracing::debug!(%error, "a ledger could not be proven to be in order");
        Self
    }
}

/// Goes on if this is so.
fn prove_that(it_is_so: bool) -> Result<(), Doubt> {
    if it_is_so { Ok(()) } else { Err(Doubt) }
}

/// What a core has to do.
enum Job {
    /// The database's own check of its file, which takes longest.
    File,
    /// The tables of the shop's own events.
    Shop,
    /// The events of a range, and the transactions that begin in it.
    Range(RangeInclusive<i64>),
}

/// The jobs of all cores, and whether one of them has come upon a doubt.
struct Jobs {
    all: Vec<Job>,
    next: AtomicUsize,
    doubted: AtomicBool,
    genesis: Hash,
    /// Those of all cores together: a ledger has a hundred thousand, and each would know most.
    totals: Mutex<Totals>,
}

/// What was proven.
#[derive(Default)]
struct Proven {
    events: u64,
    transactions: u64,
}

/// How many events and transactions the ledger has, if all of it is in order, by so many cores
/// at the most.
pub(super) fn prove(
    path: &Path,
    reader: &Reader,
    genesis: Hash,
    cores: usize,
) -> Option<(u64, u64)> {
    let few = newest_of(&reader.connection).ok()? < FEW;
    let cores = if few { 1 } else { cores };
    let ranges = if cores == 1 { 1 } else { RANGES.saturating_mul(i64::try_from(cores).ok()?) };
    prove_by(path, reader, genesis, cores, ranges).ok()
}

fn prove_by(
    path: &Path,
    reader: &Reader,
    genesis: Hash,
    cores: usize,
    ranges: i64,
) -> Result<(u64, u64), Doubt> {
    let own = &reader.connection;
    let others = (1..cores).map(|_| Reader::open(path));
    let others: Vec<Reader> = others.collect::<Result<_, _>>()?;
    let (_moment, newest) = at_one_moment(own, &others)?;
    prove_that(schema::tables(own)? == schema::right_tables(schema::newest())?)?;
    prove_that(schema::meta_names(own)? == schema::META)?;
    prove_that(nothing_beyond(own, newest)?)?;
    let done = Jobs::new(newest, ranges, genesis);
    let jobs = &done;
    let proven = thread::scope(|scope| {
        let others: Vec<_> = others
            .into_iter()
            .map(|other| scope.spawn(move || jobs.work(&other.connection)))
            .collect();
        let mut proven = jobs.work(own)?;
        for other in others {
            proven.take(other.join().map_err(|_| Doubt)??);
        }
        Ok::<_, Doubt>(proven)
    })?;
    let totals = done.totals.into_inner().unwrap_or_else(PoisonError::into_inner);
    prove_that(totals.wrong(own)?.is_empty())?;
    Ok((proven.events, proven.transactions))
}

/// The number of the newest event, 0 when there is none.
fn newest_of(connection: &Connection) -> Result<i64, LedgerError> {
    let sql = "SELECT coalesce(max(seq), 0) FROM events";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Makes all connections look at the ledger as it is at one moment, which ends with what is
/// returned; with the number of its newest event, which is another at any other moment.
fn at_one_moment<'a>(
    own: &'a Connection,
    others: &[Reader],
) -> Result<(rusqlite::Transaction<'a>, i64), Doubt> {
    for _ in 0..TRIES {
        let moment = own.unchecked_transaction()?;
        let newest = newest_of(own)?;
        let mut same = true;
        for Reader { connection, .. } in others {
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK")?;
            }
            connection.execute_batch("BEGIN")?;
            same &= newest_of(connection)? == newest;
        }
        if same {
            return Ok((moment, newest));
        }
    }
    Err(Doubt)
}

/// Whether no event and no transaction has a number that none can have.
fn nothing_beyond(connection: &Connection, newest: i64) -> Result<bool, LedgerError> {
    let first = "SELECT coalesce(min(seq), 1) FROM events";
    let ends = "SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM transactions";
    let first: i64 = connection.query_row(first, [], |row| row.get(0))?;
    let ends: (i64, i64) = connection.query_row(ends, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first == 1 && ends.0 >= 1 && ends.1 <= newest)
}

impl Jobs {
    fn new(newest: i64, count: i64, genesis: Hash) -> Self {
        let end_of = |range: i64| {
            let share = i128::from(newest) * i128::from(range) / i128::from(count);
            i64::try_from(share).unwrap_or(newest)
        };
        let ranges = (0..count).map(|range| Job::Range(end_of(range) + 1..=end_of(range + 1)));
        let all = [Job::File, Job::Shop].into_iter().chain(ranges).collect();
        let (next, doubted) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self { all, next, doubted, genesis, totals: Mutex::default() }
    }

    /// Does one job after another until none is left, or one core has a doubt.
    fn work(&self, connection: &Connection) -> Result<Proven, Doubt> {
        let mut proven = Proven::default();
        while let Some(job) = self.all.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            prove_that(!self.doubted.load(Ordering::Relaxed))?;
            let done = match job {
                Job::File => file(connection),
                Job::Shop => shop(connection),
                Job::Range(range) => proven.range(connection, range, self),
            };
            done.inspect_err(|_| self.doubted.store(true, Ordering::Relaxed))?;
        }
        Ok(proven)
    }
}

fn file(connection: &Connection) -> Result<(), Doubt> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    prove_that(said == "ok")
}

fn shop(connection: &Connection) -> Result<(), Doubt> {
    let sql = format!("SELECT {} FROM events WHERE agent_id = '' ORDER BY seq", chain::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut expected = shop_tables::Expected::default();
    while let Some(row) = rows.next()? {
        let link = Link::within(row)?;
        let Ok((at, Fact::Shop(event))) = link.decode() else { return Err(Doubt) };
        prove_that(expected.take(connection, link.seq, at, &event)?)?;
    }
    prove_that(expected.wrong_tables(connection)?.is_empty())
}

/// A transaction that waits for further events of its own.
struct Waiting {
    /// The number of its intent, which is its own.
    id: i64,
    transaction: Transaction,
    /// The numbers of those, the next one last.
    to_come: Vec<i64>,
    /// Its columns.
    row: Vec<Value>,
}

impl Proven {
    fn take(&mut self, other: Self) {
        self.events += other.events;
        self.transactions += other.transactions;
    }

    /// Proves the events of a range, and the transactions that begin in it.
    fn range(
        &mut self,
        connection: &Connection,
        range: &RangeInclusive<i64>,
        jobs: &Jobs,
    ) -> Result<(), Doubt> {
        let (first, last) = (*range.start(), *range.end());
        let sql = format!(
            "SELECT {} FROM events WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
            chain::COLUMNS
        );
        let mut statement = connection.prepare(&sql)?;
        let mut events = statement.query(params![first, last])?;
        let sql = format!(
            "SELECT {}, id, events FROM transactions WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            projection::COLUMNS
        );
        let mut statement = connection.prepare(&sql)?;
        let mut transactions = statement.query(params![first, last])?;
        let mut waiting: HashMap<AgentId, Waiting> = HashMap::new();
        let (mut before, mut seq) = (hash_before(connection, first, &jobs.genesis)?, first);
        while let Some(row) = events.next()? {
            let link = Link::within(row)?;
            prove_that(link.seq == seq && link.expected_hash(&before) == link.hash)?;
            (before, seq) = (link.hash, seq + 1);
            self.events += 1;
            if link.agent_id.is_empty() {
                continue;
            }
            let Ok((agent_id, at, event)) = link.decode_own() else { return Err(Doubt) };
            match (event, waiting.get_mut(&agent_id)) {
                (Event::Intent { order }, None) => {
                    let row = transactions.next()?.ok_or(Doubt)?;
                    let begun = Transaction::begin(agent_id, *order, at);
                    let begun = Waiting::of(row, link.seq, begun)?;
                    if begun.to_come.is_empty() {
                        self.ended(jobs, begun)?;
                    } else if waiting.len() < WAITING {
                        waiting.insert(agent_id, begun);
                    } else {
                        self.alone(jobs, connection, begun)?;
                    }
                }
                (Event::Intent { .. }, Some(_)) => return Err(Doubt),
                (event, Some(one)) => {
                    prove_that(one.to_come.pop() == Some(link.seq))?;
                    one.transaction.apply(at, &event);
                    if one.to_come.is_empty()
                        && let Some(ended) = waiting.remove(&agent_id)
                    {
                        self.ended(jobs, ended)?;
                    }
                }
                // Of a transaction of another range, or of one that was read by itself.
                (_, None) => prove_that(is_listed(connection, agent_id, link.seq)?)?,
            }
        }
        prove_that(seq == last + 1 && transactions.next()?.is_none())?;
        for (_, one) in waiting {
            self.alone(jobs, connection, one)?;
        }
        Ok(())
    }

    /// A transaction whose events were all taken in.
    fn ended(
        &mut self,
        jobs: &Jobs,
        Waiting { transaction, row, .. }: Waiting,
    ) -> Result<(), Doubt> {
        self.transactions += 1;
        jobs.totals.lock().unwrap_or_else(PoisonError::into_inner).count(&transaction);
        prove_that(projection::values(&transaction)?.as_slice() == row)
    }

    /// A transaction whose events are read for themselves.
    fn alone(&mut self, jobs: &Jobs, connection: &Connection, one: Waiting) -> Result<(), Doubt> {
        let (id, agent_id) = (one.id, one.transaction.agent_id);
        let sql = "SELECT events FROM transactions WHERE id = ?1";
        let events: String = connection.query_row(sql, [id], |row| row.get(0))?;
        let Ok(transaction) = fold(connection, agent_id.as_str(), id, &events)? else {
            return Err(Doubt);
        };
        self.ended(jobs, Waiting { transaction, ..one })
    }
}

impl Waiting {
    /// A transaction that begins with the event number `id`, by its row.
    fn of(row: &Row<'_>, id: i64, transaction: Transaction) -> Result<Self, Doubt> {
        prove_that(row.get::<_, i64>(projection::WIDTH)? == id)?;
        let listed = row.get_ref(projection::WIDTH + 1)?.as_str().map_err(rusqlite::Error::from)?;
        let mut to_come = Vec::new();
        for seq in listed.rsplit(',') {
            to_come.push(seq.parse().map_err(|_| Doubt)?);
        }
        prove_that(
            to_come.pop() == Some(id) && to_come.is_sorted_by(|next, before| next > before),
        )?;
        let row = (0..projection::WIDTH).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        Ok(Self { id, transaction, to_come, row })
    }
}

/// The hash that the event number `seq` builds on.
fn hash_before(connection: &Connection, seq: i64, genesis: &Hash) -> Result<Hash, Doubt> {
    if seq == 1 {
        return Ok(*genesis);
    }
    let sql = "SELECT hash FROM events WHERE seq = ?1";
    connection.query_row(sql, [seq - 1], |row| row.get(0)).optional()?.ok_or(Doubt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::search::search;
    use crate::ledger::testing::{Shop, any_story};
    use proptest::prelude::*;

    /// Proven by three cores in so many ranges.
    fn prove(shop: &Shop, ranges: i64) -> Option<(u64, u64)> {
        // Some tampering is noticed before anything is read.
        let reader = shop.ledger.reader().ok()?;
        let genesis = chain::genesis(reader.about.kind, &reader.about.id);
        prove_by(&shop.path, &reader, genesis, 3, ranges).ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn m9_what_nobody_touched_is_proven_however_it_is_cut(
            story in any_story(),
            ranges in 1_i64..9,
            tampered in 0_i64..200,
        ) {
            let mut shop = Shop::new();
            for (agent_id, at, event) in &story {
                // What is refused (a second intent, an unknown AgentID) leaves no trace.
                let _ = shop.ledger.append(*agent_id, *at, event);
            }
            let reader = shop.ledger.reader().unwrap();
            let genesis = chain::genesis(reader.about.kind, &reader.about.id);
            let found = search(&reader, genesis).unwrap();
            prop_assert!(found.problems.is_empty(), "{found}");
            prop_assert_eq!(prove(&shop, ranges), Some((found.events, found.transactions)));

            let seq = tampered % i64::try_from(found.events).unwrap().max(1) + 1;
            shop.ledger.connection.execute_batch("DROP TRIGGER events_are_not_updated").unwrap();
            let touched = shop
                .ledger
                .connection
                .execute("UPDATE events SET at = at + 1 WHERE seq = ?1", [seq])
                .unwrap();
            prop_assert_eq!(prove(&shop, ranges).is_none(), touched == 1);
        }
    }

    #[test]
    fn m9_what_is_changed_in_any_range_is_doubted() {
        for tampering in [
            "UPDATE transactions SET fold = replace(fold, 'Asha', 'Usha') WHERE id = 5",
            "UPDATE transactions SET events = '5' WHERE id = 5",
            "UPDATE transactions SET events = '5,6,8' WHERE id = 5",
            "DELETE FROM transactions WHERE id = 5",
            "INSERT INTO transactions SELECT 99, agent_id, at, service, target, amount, name, \
             state, succeeded_at, attention, unconfirmed, owed, disputed, api_trans_id, \
             operator_reference, events, fold FROM transactions WHERE id = 5",
            "UPDATE hour_totals SET count = count + 1",
            "INSERT INTO balances VALUES (99, 1, 'recharge', 1)",
            "INSERT INTO meta VALUES ('strange', '1')",
            "CREATE TABLE strange (it)",
        ] {
            let mut shop = Shop::new();
            for n in 1..=6 {
                shop.recharge(n, "9876543210", 19_900, "Asha");
                shop.answer(n, "TXN");
            }
            for ranges in [1, 2, 3, 5, 12, 20] {
                assert_eq!(prove(&shop, ranges), Some((12, 6)), "{ranges}");
            }
            shop.ledger.connection.execute_batch(tampering).unwrap();
            for ranges in [1, 2, 3, 5, 12, 20] {
                assert_eq!(prove(&shop, ranges), None, "{ranges}: {tampering}");
            }
        }
    }
}
