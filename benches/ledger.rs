//! How many commits a second the ledger makes, beside the plainest insert that SQLite can do.
#![expect(clippy::unwrap_used, reason = "a measurement stops where it fails")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use galla::ids::AgentId;
use galla::ledger::{Ledger, LedgerKind, Reader, filled};
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::{Answer, Body, Category, Event, Order, RechargeOrder, Reply};
use rusqlite::{Connection, params};

/// 2026-11-23 12:00 in India.
const NOON: Moment = Moment::from_millis(1_795_415_400_000);

/// The ledgers begin with this many transactions, a shop's year.
const HISTORY: u64 = 20_000;

/// How many commits of each are compared.
const COMMITS: usize = 6_000;

/// A number that the recharges of the measurement before do not reach.
const AFTER_CRITERION: u64 = 1_000_000;

/// The life of the recharge number `n`: three events, three commits.
fn life(n: u64) -> (AgentId, [(Moment, Event); 3]) {
    let at = NOON.after(Duration::from_secs(n * 20));
    let agent_id = AgentId::from_parts(at, n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let number = format!("9{:09}", n.wrapping_mul(7_919_317) % 1_000_000_000);
    let order = Box::new(Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: number.clone(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(19_900),
        optionals: Default::default(),
        customer_name: "Asha Devi".into(),
    }));
    let reply = Reply::Answer(Box::new(Answer {
        code: "TXN".into(),
        message: "Transaction Successful".into(),
        data: Body {
            api_trans_id: Some((800_000_000 + n).to_string()),
            agent_id: Some(agent_id.to_string()),
            status: Some("Success".into()),
            operator_reference: Some(format!("BR{n:010}")),
            number: Some(number),
            amount: Some("199.00".into()),
            ..Body::default()
        },
        raw: "x".repeat(250),
        ..Answer::default()
    }));
    (agent_id, [(at, Event::Intent { order }), (at, Event::Sent), (at, Event::Answer { reply })])
}

/// Endless events, one after another, from the recharge number `first` on.
fn events(first: u64) -> impl Iterator<Item = (AgentId, Moment, Event)> {
    (first..).flat_map(|n| {
        let (agent_id, events) = life(n);
        events.into_iter().map(move |(at, event)| (agent_id, at, event))
    })
}

/// The plainest insert: one table, one row, one commit, the pragmas of the ledger.
struct Plain(Connection);

impl Plain {
    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).unwrap();
        for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL")] {
            connection.pragma_update(None, name, value).unwrap();
        }
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        connection.pragma_update(None, "trusted_schema", false).unwrap();
        connection.pragma_update(None, "cache_size", -8_192).unwrap();
        connection.pragma_update(None, "wal_autocheckpoint", 4_000).unwrap();
        connection
            .execute_batch("CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
            .unwrap();
        Self(connection)
    }

    fn append(&self, event: &Event) {
        let body = serde_json::to_string(event).unwrap();
        self.0
            .prepare_cached("INSERT INTO plain (body) VALUES (?1)")
            .unwrap()
            .execute(params![body])
            .unwrap();
    }
}

/// One commit of each in turn, so that a busy disk is busy for both.
fn compare(ledger: &mut Ledger, plain: &Plain) {
    let (mut ours, mut plainest) = (Vec::new(), Vec::new());
    for (agent_id, at, event) in events(AFTER_CRITERION).take(COMMITS) {
        let begun = Instant::now();
        ledger.append(agent_id, at, &event).unwrap();
        ours.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        plain.append(&event);
        plainest.push(begun.elapsed().as_secs_f64());
    }
    let rate = |times: &[f64]| times.len() as f64 / times.iter().sum::<f64>();
    let median = |times: &mut [f64]| *times.select_nth_unstable_by(COMMITS / 2, f64::total_cmp).1;
    println!(
        "ledger {:.0} commits/s, plainest insert {:.0} commits/s: ratio {:.2}, of the medians {:.2}",
        rate(&ours),
        rate(&plainest),
        rate(&ours) / rate(&plainest),
        median(&mut plainest) / median(&mut ours),
    );
}

fn main() {
    // On the disk that the program is built on: /tmp may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("ledger.sqlite");
    let begun = Instant::now();
    filled::fill(&path, LedgerKind::Practice, HISTORY, 1, NOON).unwrap();
    println!("filled with {HISTORY} transactions in {:.1?}", begun.elapsed());
    let begun = Instant::now();
    let mut ledger = Ledger::open(&path, LedgerKind::Practice, NOON).unwrap();
    let recent = Reader::open(&path).unwrap().recent(50, None).unwrap();
    println!("opened, {} recent ones read, in {:.1?}", recent.len(), begun.elapsed());
    let plain = Plain::open(&folder.path().join("plain.sqlite"));

    let mut criterion = Criterion::default()
        .sample_size(20)
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    let mut group = criterion.benchmark_group("commit");
    group.throughput(Throughput::Elements(1));
    let mut for_plain = events(0);
    group.bench_function("plainest insert", |bencher| {
        bencher.iter(|| plain.append(&for_plain.next().unwrap().2));
    });
    let mut for_ledger = events(0);
    group.bench_function("ledger append", |bencher| {
        bencher.iter(|| {
            let (agent_id, at, event) = for_ledger.next().unwrap();
            ledger.append(agent_id, at, &event).unwrap()
        });
    });
    group.finish();
    criterion.final_summary();
    compare(&mut ledger, &plain);
    drop(ledger);
    fs::remove_dir_all(folder.path()).unwrap();
}
