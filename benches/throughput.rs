//! How much a counter takes at once: a list of recharges over loopback against the rate of commits, and callbacks while the window is typed in.
//!
//! Run it with `cargo bench --bench throughput`, or with `-- list` or `-- callbacks` for one of them;
//! no display is needed.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement stops where it fails"
)]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::server::Server;
use common::shop::{Shop, Silent, press, write};
use common::{ledgers, tell};
use egui::{Key, Modifiers};
use galla::counter::{BatchCommand, BatchUpdate, Command, Ticket, Update};
use galla::gateway::http::Limits;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::ledger::{Ledger, LedgerKind, Reader};
use galla::money::Paise;
use galla::time::{Clock, SystemClock};
use galla::transaction::{BatchOrder, Category, RechargeOrder, ShopEvent, State, Transaction};
use secrecy::{ExposeSecret, SecretString};

/// How many lines the list has: the most that one may have.
const LINES: usize = 1_000;

/// How long callbacks come.
const CALLING: Duration = Duration::from_secs(10);

/// How many callers call at once.
const CALLERS: usize = 8;

/// How many transactions the ledger of the callbacks has.
const TRANSACTIONS: u64 = 100_000;

/// How many of them callbacks are about.
const NAMED: u32 = 20_000;

fn main() {
    let only: Vec<String> = std::env::args().collect();
    let wanted = |name: &str| only.iter().any(|one| one == name);
    if !wanted("callbacks") {
        list();
    }
    if !wanted("list") {
        callbacks();
    }
}

fn order(number: u64) -> RechargeOrder {
    RechargeOrder {
        category: Category::MobilePrepaid,
        number: format!("7{number:09}"),
        operator: "PMJ".to_owned(),
        operator_name: "Jio".to_owned(),
        circle: "0".to_owned(),
        amount: Paise::from_paise(19_900),
        optionals: Default::default(),
        customer_name: String::new(),
    }
}

/// A folder beside the build's own files: /tmp may be memory.
fn new_home() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// A list, each line begun, sent and answered before the next; then the same events appended
/// with nothing between them.
fn list() {
    let server = Server::start();
    let limits = Limits { connect: Duration::from_secs(5), call: Duration::from_secs(5) };
    let token = SecretString::from("A-TOKEN-OF-THE-MEASUREMENT");
    let pgpe = Arc::new(Pgpe::new(&server.url(), token, Format::Json, limits).unwrap());
    let home = new_home();
    let mut shop = Shop::open(home.path(), pgpe, |_| {});
    let lines =
        (0..LINES as u64).map(|n| BatchOrder { order: order(n), despite_earlier: false }).collect();
    let before = events(home.path());
    let begin = BatchCommand::Begin { ticket: Ticket(1), orders: lines };
    let begun = Instant::now();
    shop.commands.send(Command::Batch { live: false, command: Box::new(begin) }).unwrap();
    shop.wait(|update| match update {
        Update::Batch(BatchUpdate::Stands(standing)) => {
            !standing.running && standing.batch.begun.len() == LINES
        }
        _ => false,
    });
    let took = begun.elapsed();
    drop(shop);
    let written = events(home.path()) - before;
    let rate = written as f64 / took.as_secs_f64();
    let (disk, commits) = disk_rate(home.path());
    println!(
        "a list of {LINES}: {rate:.0} events/s in {took:.1?}; the same events appended alone \
         {disk:.0} events/s ({commits:.0} commits/s): ratio {:.2}",
        rate / disk
    );
}

fn events(home: &Path) -> u64 {
    Reader::open(&ledgers::ledger_in(home)).unwrap().event_count().unwrap()
}

/// Events and commits a second, when a list is written as fast as the disk takes it.
fn disk_rate(home: &Path) -> (f64, f64) {
    let folder = new_home();
    let clock = SystemClock::new();
    let path = folder.path().join("ledger.sqlite");
    let mut ledger = Ledger::open(&path, LedgerKind::Practice, clock.now()).unwrap();
    let reader = Reader::open(&ledgers::ledger_in(home)).unwrap();
    let orders: Vec<_> =
        (0..LINES as u64).map(|n| BatchOrder { order: order(n), despite_earlier: false }).collect();
    let mut lives = Vec::new();
    for one in reader.recent(u32::try_from(LINES).unwrap(), None).unwrap() {
        let events = reader.events(one.agent_id).unwrap();
        lives.push((one.agent_id, one.order, events.into_iter().skip(1).collect::<Vec<_>>()));
    }
    let batch = ShopEvent::Batch { orders };
    let batch = ledger.append_shop(clock.now(), &batch).unwrap();
    let (mut events, mut commits) = (0, 0);
    let begun = Instant::now();
    for ((agent_id, order, rest), line) in lives.into_iter().zip(1..) {
        ledger.append_line(batch, line, agent_id, clock.now(), order).unwrap();
        (events, commits) = (events + 2, commits + 1);
        for entry in rest {
            ledger.append(agent_id, entry.at, &entry.event).unwrap();
            (events, commits) = (events + 1, commits + 1);
        }
    }
    let took = begun.elapsed().as_secs_f64();
    (f64::from(events) / took, f64::from(commits) / took)
}

/// Callbacks about payments, as many as are taken, while a number is typed. The payments have
/// ended already: ten thousand that are pending at once would be another shop.
fn callbacks() {
    let home = new_home();
    fs::copy(
        ledgers::ledger_in(&ledgers::home_with(TRANSACTIONS)),
        ledgers::ledger_in(home.path()),
    )
    .unwrap();
    let named = successes(home.path());
    let mut shop = Shop::open(home.path(), Arc::new(Silent), |settings| {
        settings.callbacks = true;
        settings.callback_listen = "127.0.0.1:0".to_owned();
    });
    shop.wait(|update| matches!(update, Update::Listening(_)));
    let url = shop.callback.as_ref().expect("the counter does not listen").expose_secret();
    let (address, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let (address, path): (SocketAddr, _) = (address.parse().unwrap(), format!("/{path}"));
    let before = events(home.path());
    let stop = Arc::new(AtomicBool::new(false));
    let next = Arc::new(AtomicUsize::new(0));
    let named = Arc::new(named);
    let begun = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (stop, next, named) = (stop.clone(), next.clone(), named.clone());
            let path = path.clone();
            std::thread::spawn(move || call(address, &path, &named, &next, &stop))
        })
        .collect();
    let mut frames = Vec::new();
    let mut said = 0;
    while begun.elapsed() < CALLING {
        let at = Instant::now();
        said += shop.catch_up();
        let key = match frames.len() % 12 {
            11 => press(Key::Backspace, Modifiers::NONE),
            at => write(&(at % 10).to_string()),
        };
        shop.frame(key);
        frames.push(at.elapsed());
        // A display shows sixty frames a second.
        std::thread::sleep(Duration::from_micros(16_666).saturating_sub(at.elapsed()));
    }
    stop.store(true, Ordering::SeqCst);
    let kept: usize = callers.into_iter().map(|caller| caller.join().unwrap()).sum();
    let took = begun.elapsed().as_secs_f64();
    let written = events(home.path()) - before;
    println!(
        "callbacks: {:.0}/s were told that they are on disk ({kept}, {written} events); the \
         counter said {said} things to the window",
        kept as f64 / took
    );
    assert!(written >= kept as u64, "more were told than are on disk");
    tell("a frame meanwhile, wall time", &mut frames);
    println!("{:.0} frames/s", frames.len() as f64 / took);
}

/// Calls about one transaction after another until it is time; how many were told 200.
fn call(
    address: SocketAddr,
    path: &str,
    named: &[Transaction],
    next: &AtomicUsize,
    stop: &AtomicBool,
) -> usize {
    let mut kept = 0;
    while !stop.load(Ordering::SeqCst) {
        let one = &named[next.fetch_add(1, Ordering::SeqCst) % named.len()];
        let request = format!(
            "GET {path}?Status=Success&APITransID={}&AgentID={}&APIMessage=Done&Number={}\
             &Amount={} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n",
            one.api_trans_id.as_deref().unwrap(),
            one.agent_id,
            one.order.target(),
            one.order.amount().to_wire(),
        );
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        kept += usize::from(answer.starts_with("HTTP/1.1 200"));
    }
    kept
}

/// Payments that have ended well.
fn successes(home: &Path) -> Vec<Transaction> {
    let reader = Reader::open(&ledgers::ledger_in(home)).unwrap();
    let recent = reader.recent(NAMED, None).unwrap();
    recent.into_iter().filter(|one| one.state() == State::Success).collect()
}
