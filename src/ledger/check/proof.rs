//! The proof that a ledger is in good order: one pass over events and transactions side by side, by several cores.
//!
//! The ledger is cut into ranges of events. Each range proves its own links of the chain, since
//! an event carries the hash that the next one builds on, and the transactions that begin in it.
//! What is not proven here is no finding yet: the search looks at all of it again.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rusqlite::Connection;

use super::indexes::{self, INDEXES, Index, WEIGHED};
use super::range::{Basis, Doubt, Proven, prove_that};
use super::scales::Scales;
use super::totals;
use crate::ledger::chain::{self, Fact, Hash, Link};
use crate::ledger::error::LedgerError;
use crate::ledger::{reader::Reader, schema, shop_tables};

/// A ledger with fewer events than this is read by one core alone.
const FEW: i64 = 100_000;

/// How many ranges each core has to prove, so that none waits long for the last one.
const RANGES: i64 = 32;

/// How often all cores try to look at the same moment of a ledger that is written to.
const TRIES: usize = 50;

/// What a core has to do.
enum Job {
    /// The database's own check of its file, which takes longest, but for what is weighed.
    File,
    /// An index of the transactions.
    Index(&'static Index),
    /// The index of the intents.
    Intents,
    /// The totals.
    Totals,
    /// The events of a range, and the transactions that begin in it.
    Range(RangeInclusive<i64>),
}

/// The jobs of all cores, and whether one of them has come upon a doubt.
struct Jobs {
    all: Vec<Job>,
    next: AtomicUsize,
    doubted: AtomicBool,
    basis: Basis,
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
    let jobs = &Jobs::new(newest, ranges, genesis);
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
    prove_that(proven.right == proven.here)?;
    shop(own, proven.of_shop)?;
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
        let indexes = INDEXES.iter().map(Job::Index);
        let first = [Job::File, Job::Intents, Job::Totals].into_iter();
        let all = first.chain(indexes).chain(ranges).collect();
        let (next, doubted) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self { all, next, doubted, basis: Basis { genesis, scales: Scales::default() } }
    }

    /// Does one job after another until none is left, or one core has a doubt.
    fn work(&self, connection: &Connection) -> Result<Proven, Doubt> {
        let (mut proven, scales) = (Proven::default(), &self.basis.scales);
        while let Some(job) = self.all.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            prove_that(!self.doubted.load(Ordering::Relaxed))?;
            let done = match job {
                Job::File => file(connection),
                Job::Index(index) => proven.found(index.weight(connection, scales)),
                Job::Intents => proven.found(indexes::weight_of_intents(connection, scales)),
                Job::Totals => proven.found(totals::weight(connection, scales)),
                Job::Range(range) => proven.range(connection, range, &self.basis),
            };
            done.inspect_err(|_| self.doubted.store(true, Ordering::Relaxed))?;
        }
        Ok(proven)
    }
}

fn file(connection: &Connection) -> Result<(), Doubt> {
    let is_ok = |question: &str| {
        let said: String = connection.query_row(question, [], |row| row.get(0))?;
        prove_that(said == "ok")
    };
    // All but whether an index fits its table.
    is_ok("PRAGMA quick_check(1)")?;
    for (name, sql) in schema::tables(connection)? {
        if sql.starts_with("table ") && !WEIGHED.contains(&name.as_str()) {
            is_ok(&format!("PRAGMA integrity_check({name})"))?;
        }
    }
    Ok(())
}

/// The tables of the shop's own events.
fn shop(connection: &Connection, mut events: Vec<i64>) -> Result<(), Doubt> {
    events.sort_unstable();
    let sql = format!("SELECT {} FROM events WHERE seq = ?1", chain::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut expected = shop_tables::Expected::default();
    for seq in events {
        let link = statement.query_row([seq], Link::from_row)?;
        let Ok((at, Fact::Shop(event))) = link.decode() else { return Err(Doubt) };
        prove_that(expected.take(connection, seq, at, &event)?)?;
    }
    prove_that(expected.wrong_tables(connection)?.is_empty())
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
            "UPDATE transactions SET events = '5,6,7' WHERE id = 5",
            "DELETE FROM transactions WHERE id = 5",
            "INSERT INTO transactions SELECT 99, agent_id, at, service, target, amount, name, \
             state, succeeded_at, attention, unconfirmed, owed, disputed, api_trans_id, \
             operator_reference, events, fold FROM transactions WHERE id = 5",
            "UPDATE totals SET count = count + 1",
            "UPDATE totals SET what = 'hour:13' WHERE what = 'hour:12'",
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
