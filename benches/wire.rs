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
use galla::ids::AgentId;
use galla::money::Paise;
use galla::points;
use galla::settings::Settings;
use galla::time::{Clock, SystemClock};
use galla::transaction::{Category, Order, RechargeOrder, Reply, Service, State};
use secrecy::SecretString;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How many payments are made.
const PAYMENTS: usize = 300;

/// How many calls of each kind are made in a turn.
const CALLS: usize = 200;

/// How many turns there are.
const TURNS: usize = 20;

/// How many transactions the ledger has before.
const TRANSACTIONS: u64 = 100_000;

fn main() {
    let server = Server::start();
    let settings = Settings::default();
    let limits = Limits { connect: settings.connect_timeout(), call: settings.call_timeout() };
    let token = SecretString::from("A-TOKEN-OF-THE-MEASUREMENT");
    let pgpe = Arc::new(Pgpe::new(&server.url(), token, Format::Json, limits).unwrap());
    calls(&server, &pgpe);
    let points = Points::default();
    let targets = Targets::new().with_target(points::TARGET, tracing::Level::TRACE);
    tracing_subscriber::registry().with(points.clone().with_filter(targets)).init();
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

/// The same calls to the same server: by Galla's client and by curl with its connection kept. A
/// payment has the connection that was made for it while its sheet was read; a question makes one.
fn calls(server: &Server, pgpe: &Arc<Pgpe>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let paths = ["Payment.aspx?token=a&number=9876543210&amount=20", "Balance.aspx?token=a"];
    for (what, path) in ["payment", "question"].into_iter().zip(paths) {
        let url = format!("{}/ApiServices/Recharge/{path}", server.url());
        let [mut ours, mut curls] = [const { Vec::new() }; 2];
        for _ in 0..TURNS {
            let (pgpe, pays) = (Arc::clone(pgpe), what == "payment");
            // By one of the runtime's own threads, by which the counter calls.
            let times = runtime.spawn(async move { time(&pgpe, pays).await });
            ours.extend(runtime.block_on(times).unwrap());
            curls.extend(curl(&url));
        }
        tell(&format!("a {what} by Galla's client"), &mut ours);
        tell("  by curl, connection kept", &mut curls);
        let [ours, curls] = [&mut ours, &mut curls].map(|times| percentile(times, 50));
        println!("  ratio of the medians {:.2}", ours.as_secs_f64() / curls.as_secs_f64());
    }
}

/// How long calls take, one after another.
async fn time(pgpe: &Pgpe, pays: bool) -> Vec<Duration> {
    let order = recharge();
    let agent_id = AgentId::new(SystemClock::default().now()).unwrap();
    let mut times = Vec::new();
    for _ in 0..CALLS {
        if pays {
            pgpe.make_ready(Service::Recharge).await;
            // A sheet is read for longer than the connection before takes to be closed.
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
        }
        let begun = Instant::now();
        let told = if pays {
            pgpe.pay(agent_id, &order).await
        } else {
            pgpe.balance(Service::Recharge).await
        };
        times.push(begun.elapsed());
        assert!(matches!(told, Reply::Answer(_)), "{told:?}");
    }
    times
}

fn recharge() -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: "9876543210".into(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(2_000),
        optionals: Default::default(),
        customer_name: String::new(),
    })
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
