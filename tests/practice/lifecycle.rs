//! Starting, stopping, paths, the books from outside, and what is logged.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use galla::practice::{Config, Practice, Product};

use super::closed::Closed;
use super::wire::{BALANCE, End, at_the_samples_time, get, pay, send, status};

const ID: &str = "01HZX4T9Q7AB3C";

#[test]
fn a_stopped_gateway_frees_its_port_even_while_a_client_waits() {
    let (practice, _) = at_the_samples_time();
    let address = practice.addr();
    assert_eq!(practice.base_url(), format!("http://127.0.0.1:{}", address.port()));
    let waiting = std::thread::spawn(move || {
        send(address, "GET", &pay("9999999907", ID), Duration::from_secs(20))
    });
    while practice.books().sends(ID) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let stopping = std::thread::spawn(|| drop(practice));
    let started = Instant::now();
    while !stopping.is_finished() {
        assert!(started.elapsed() < Duration::from_secs(5), "it does not stop");
        std::thread::sleep(Duration::from_millis(5));
    }
    let seen = waiting.join().unwrap();
    assert_eq!((seen.raw.len(), seen.end), (0, End::Closed));
    assert!(TcpStream::connect(address).is_err());
    Practice::start(Config { listen: address, ..Config::default() }).expect("the port is free");
}

#[tokio::test]
async fn it_starts_and_stops_inside_a_runtime() {
    let practice = Practice::start(Config::default()).unwrap();
    let address = practice.addr();
    drop(practice);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[test]
fn what_cannot_be_started_says_why() {
    let (practice, _) = at_the_samples_time();
    let taken = Config { listen: practice.addr(), ..Config::default() };
    assert_eq!(Practice::start(taken).err().unwrap().kind(), io::ErrorKind::AddrInUse);
    for url in ["no address", "https://127.0.0.1/callback"] {
        let config = Config { callback_url: Some(url.into()), ..Config::default() };
        assert_eq!(Practice::start(config).err().unwrap().kind(), io::ErrorKind::InvalidInput);
    }
}

#[test]
fn paths_are_found_in_any_case_and_only_by_get() {
    let (practice, _) = at_the_samples_time();
    assert_eq!(get(&practice, &BALANCE.to_lowercase()).status(), 200);
    assert_eq!(get(&practice, "/APISERVICES/RECHARGE/BALANCE.ASPX?TOKEN=PRACTICE").status(), 200);
    for unknown in ["/", "/ApiServices/Recharge/", "/ApiServices/Loan/Balance.aspx"] {
        assert_eq!(get(&practice, unknown).status(), 404, "{unknown}");
    }
    for method in ["POST", "HEAD", "PUT"] {
        let seen = send(practice.addr(), method, &pay("9999999999", ID), Duration::from_secs(20));
        assert_eq!(seen.status(), 405, "{method}");
    }
    assert!(practice.books().entry(ID).is_none());
}

#[test]
fn the_books_can_be_read_from_another_process() {
    let (practice, clock) = at_the_samples_time();
    get(&practice, &pay("9999999904", ID));
    get(&practice, &pay("9999999904", ID));
    clock.pass(Duration::from_secs(60));
    get(&practice, &status(ID));
    let books = get(&practice, "/practice/books.json").json();
    let opening = 1_517_139_233_000_i64;
    assert_eq!(
        (&books["wallets"]["recharge"], &books["opening"]["recharge"]),
        (&498_000.into(), &500_000.into())
    );
    assert_eq!(books["adds_up"], true);
    let entry = &books["entries"][0];
    let expected = serde_json::json!({
        "agent_id": ID, "product": "recharge", "number": "9999999904", "operator": "PMA",
        "circle": "0", "amount": 2_000, "debited": 2_000, "state": "pending", "sends": 2,
        "at": opening, "disputes": [],
        "questions": [{ "at": opening + 60_000, "violation": "too_soon" }],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&entry[name], value, "{name}");
    }
    assert_eq!(books["m6_violations"][0]["agent_id"], ID);
    assert_eq!(practice.books().entries()[0].product, Product::Recharge);
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = |seed| {
        let practice = Practice::start(Config { seed, ..Config::default() }).unwrap();
        ["9999999900", "9999999905", "9999999901"].map(|number| {
            get(&practice, &pay(number, &format!("AGENT{number}")));
            let entry = practice.books().entry(&format!("AGENT{number}")).unwrap();
            (entry.api_trans_id, entry.operator_reference)
        })
    };
    assert_eq!(story(11), story(11));
    assert_ne!(story(11), story(12));
}

/// Everything that is logged in this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn m10_the_token_and_the_callback_address_are_in_no_log_line() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let closed = Closed::new();
    let config = Config {
        tokens: vec!["V3RYS3CRET".into()],
        callback_url: Some(format!("{}/callback/PATHS3CRET", closed.url())),
        ..Config::default()
    };
    let practice = Practice::start(config).unwrap();
    let target = pay("9999999902", ID).replace("PRACTICE", "V3RYS3CRET");
    assert_eq!(get(&practice, &target).json()["StatusCode"], "TUP");
    get(&practice, &target.replace("Payment", "Nowhere"));
    practice.books().settle_now(ID);
    while practice.books().callbacks().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("practice gateway was called") && log.contains("callback not delivered"));
    assert!(!log.contains("S3CRET"), "{log}");
}
