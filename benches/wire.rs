//! From the key that confirms a payment to the first byte on the wire, and what a call costs beside curl.
//!
//! Run it with `cargo bench --bench wire`; no display is needed, curl is.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where it fails")]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::io::Write;
use std::process::{Command as Program, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::server::Server;
use common::shop::{Shop, press, write};
use common::{ledgers, percentile, tell};
use egui::{Key, Modifiers};
use galla::counter::Update;
use galla::gateway::Gateway;
use galla::gateway::http::Limits;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::points;
use galla::transaction::{Service, State};
use secrecy::SecretString;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How many payments are made.
const PAYMENTS: usize = 300;

/// How many calls of each kind are made.
const CALLS: usize = 2_000;

/// How many transactions the ledger has before.
const TRANSACTIONS: u64 = 100_000;

fn main() {
    let points = Points::default();
    let targets = Targets::new().with_target(points::TARGET, tracing::Level::TRACE);
    tracing_subscriber::registry().with(points.clone().with_filter(targets)).init();
    let server = Server::start();
    let limits = Limits { connect: Duration::from_secs(5), call: Duration::from_secs(5) };
    let token = SecretString::from("A-TOKEN-OF-THE-MEASUREMENT");
    let pgpe = Arc::new(Pgpe::new(&server.url(), token, Format::Json, limits).unwrap());
    calls(&server, &pgpe);
    click_to_wire(&server, pgpe, &points);
}

/// When each point was last reached.
#[derive(Clone, Default)]
struct Points(Arc<Mutex<Vec<(String, Instant)>>>);

impl<S: tracing::Subscriber> Layer<S> for Points {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut named = Named(String::new());
        event.record(&mut named);
        self.0.lock().unwrap().push((named.0, Instant::now()));
    }
}

struct Named(String);

impl tracing::field::Visit for Named {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        if field.name() == "point" {
            self.0 = format!("{value:?}");
        }
    }
}

impl Points {
    /// When the first commit since the last look was begun, and when it was done.
    fn first_commit(&self) -> [Instant; 2] {
        let points = std::mem::take(&mut *self.0.lock().unwrap());
        let at = |name: &str| points.iter().find(|(point, _)| point == name).unwrap().1;
        ["CommitBegun", "Committed"].map(at)
    }
}

/// Recharges by the keyboard, each of another number.
fn click_to_wire(server: &Server, gateway: Arc<dyn Gateway>, points: &Points) {
    let home = ledgers::home_with(TRANSACTIONS);
    let mut shop = Shop::open(&home, gateway, |_| {});
    // The day begins by itself; a customer is served first.
    std::thread::sleep(Duration::from_secs(2));
    shop.catch_up();
    let key = |key| press(key, Modifiers::NONE);
    let [mut whole, mut before, mut after, mut without] = [const { Vec::new() }; 4];
    let start = u64::from(std::process::id()) * 1_000;
    for n in 0..PAYMENTS {
        act(&mut shop, key(Key::F1));
        act(&mut shop, key(Key::Escape));
        act(&mut shop, write(&format!("6{:09}", (start + n as u64) % 1_000_000_000)));
        act(&mut shop, key(Key::Enter));
        shop.wait(|update| matches!(update, Update::Remembered { .. }));
        act(&mut shop, write("2"));
        act(&mut shop, key(Key::Enter));
        act(&mut shop, write("199"));
        act(&mut shop, key(Key::Enter));
        points.0.lock().unwrap().clear();
        while server.first_bytes.try_recv().is_ok() {}
        let begun = Instant::now();
        shop.frame(key(Key::Enter));
        let first =
            server.first_bytes.recv_timeout(Duration::from_secs(5)).expect("nothing was sent");
        let took = first.duration_since(begun);
        shop.wait(|update| matches!(update, Update::Changed(one) if one.state() == State::Success));
        let [commit_begun, committed] = points.first_commit();
        whole.push(took);
        before.push(commit_begun.duration_since(begun));
        after.push(first.duration_since(committed));
        without.push(took.saturating_sub(committed.duration_since(commit_begun)));
    }
    tell("confirm key to first byte", &mut whole);
    tell("  up to the commit", &mut before);
    tell("  after it", &mut after);
    tell("the same less the commit", &mut without);
}

/// Presses or types something, and draws until the focus is where it belongs.
fn act(shop: &mut Shop, events: Vec<egui::Event>) {
    for events in [events, Vec::new(), Vec::new()] {
        shop.frame(events);
    }
}

/// The same question to the same server: by Galla's client, which makes a connection for each, and
/// by curl with its connection kept.
fn calls(server: &Server, pgpe: &Arc<Pgpe>) {
    let mut curls = curl(&format!("{}/ApiServices/Recharge/Balance.aspx?token=a", server.url()));
    let mut ours = time(pgpe);
    tell("a call by Galla's client", &mut ours);
    tell("a call by curl, connection kept", &mut curls);
    let ratio = percentile(&mut ours, 50).as_secs_f64() / percentile(&mut curls, 50).as_secs_f64();
    println!("ratio of the medians {ratio:.2}");
}

/// How long calls take, one after another, to one of the runtime's own threads, by which the
/// counter calls.
fn time(pgpe: &Arc<Pgpe>) -> Vec<Duration> {
    let pgpe = Arc::clone(pgpe);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let calls = runtime.spawn(async move {
        let mut times = Vec::new();
        for _ in 0..CALLS {
            let begun = Instant::now();
            let _told = pgpe.balance(Service::Recharge).await;
            times.push(begun.elapsed());
        }
        times
    });
    runtime.block_on(calls).unwrap()
}

/// The times that curl itself tells of its calls, one after another over one connection.
fn curl(url: &str) -> Vec<Duration> {
    let one = format!("url = \"{url}\"\noutput = \"/dev/null\"\n");
    let mut curl = Program::new("curl")
        .args(["--silent", "--noproxy", "*", "--write-out", "%{time_total}\\n", "--config", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("curl is not here");
    let config = one.repeat(CALLS);
    let mut input = curl.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(config.as_bytes()).unwrap());
    let told = curl.wait_with_output().unwrap();
    writing.join().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().map(|line| Duration::from_secs_f64(line.parse().unwrap())).collect()
}
