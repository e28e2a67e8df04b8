//! Callbacks: what the shop's address is called with when a payment settles.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use galla::practice::{Config, Practice};
use galla::time::{Moment, TestClock};

use super::wire::{get, pay};

const ID: &str = "01HZX4T9Q7AB3C";

/// A shop's listener that answers each call with `status`.
struct Shop {
    listener: TcpListener,
    status: u16,
}

impl Shop {
    fn open(status: u16) -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").unwrap(), status }
    }

    fn url(&self) -> String {
        format!("http://{}/callback/s3cret", self.listener.local_addr().unwrap())
    }

    fn accept(&self) -> TcpStream {
        self.listener.set_nonblocking(true).unwrap();
        let started = Instant::now();
        loop {
            if let Ok((stream, _)) = self.listener.accept() {
                stream.set_nonblocking(false).unwrap();
                return stream;
            }
            assert!(started.elapsed() < Duration::from_secs(10), "no callback came");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for a callback: its path and its query.
    fn called(&self) -> (String, String) {
        let mut stream = self.accept();
        let mut line = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
        write!(
            stream,
            "HTTP/1.1 {} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK",
            self.status
        )
        .unwrap();
        let target = line.strip_prefix("GET ").unwrap().split(' ').next().unwrap();
        let (path, query) = target.split_once('?').unwrap();
        (path.to_owned(), query.to_owned())
    }
}

fn open(shop_url: String) -> (Practice, Arc<TestClock>) {
    let clock = Arc::new(TestClock::at(Moment::from_pgpe("28/01/2018 05:03:53 PM").unwrap()));
    let config = Config {
        clock: clock.clone(),
        settle_after: Duration::from_secs(600),
        callback_url: Some(shop_url),
        ..Config::default()
    };
    (Practice::start(config).unwrap(), clock)
}

/// The gateway notes a callback when it was answered: waits until `count` are noted.
fn noted(practice: &Practice, count: usize) -> Vec<(String, String, Option<u16>)> {
    let started = Instant::now();
    while practice.books().callbacks().len() < count {
        assert!(started.elapsed() < Duration::from_secs(10), "no callback is noted");
        std::thread::sleep(Duration::from_millis(10));
    }
    let callbacks = practice.books().callbacks();
    callbacks.into_iter().map(|c| (c.agent_id, c.status, c.answered)).collect()
}

#[test]
fn a_callback_tells_all_that_the_document_lists() {
    let shop = Shop::open(200);
    let (practice, _) = open(shop.url());
    get(&practice, &pay("9999999902", ID));
    assert!(practice.books().settle_now(ID));
    let (path, query) = shop.called();
    let entry = practice.books().entry(ID).unwrap();
    assert_eq!(path, "/callback/s3cret");
    assert_eq!(
        query,
        format!(
            "Status=Success&APITransID={}&AgentID={ID}&APIMessage=Recharge+Successful\
             &OperatorReference={}&Number=9999999902&Amount=20.00\
             &DateTime=28%2F01%2F2018+05%3A03%3A53+PM",
            entry.api_trans_id, entry.operator_reference
        )
    );
    assert_eq!(noted(&practice, 1), [(ID.into(), "Success".into(), Some(200))]);
}

#[test]
fn each_that_settles_is_told_once_when_its_time_comes() {
    let shop = Shop::open(404);
    let (practice, clock) = open(shop.url());
    for (number, id) in [
        ("9999999902", "SUCCEEDS1"),
        ("9999999903", "FAILSLATER"),
        ("9999999904", "NEVERENDS"),
        ("9999999905", "REVERSED1"),
        ("9999999900", "ATONCE123"),
    ] {
        get(&practice, &pay(number, id));
    }
    clock.pass(Duration::from_secs(600));
    let told: HashMap<String, String> = (0..3)
        .map(|_| {
            let (_, query) = shop.called();
            let pairs: HashMap<_, _> =
                url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            (pairs["AgentID"].clone(), pairs["Status"].clone())
        })
        .collect();
    let expected = [("SUCCEEDS1", "Success"), ("FAILSLATER", "Failed"), ("REVERSED1", "Failed")];
    assert_eq!(told, expected.map(|(id, status)| (id.to_owned(), status.to_owned())).into());
    let noted = noted(&practice, 3);
    assert_eq!(noted.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>(), expected.map(|e| e.0));
    assert!(noted.iter().all(|(.., answered)| *answered == Some(404)));
    clock.pass(Duration::from_secs(100_000));
    assert!(practice.books().snapshot().adds_up);
    assert_eq!(practice.books().callbacks().len(), 3);
}

#[test]
fn a_payment_settles_by_itself_on_the_computers_clock() {
    let shop = Shop::open(200);
    let config = Config {
        settle_after: Duration::from_millis(100),
        callback_url: Some(shop.url()),
        ..Config::default()
    };
    let practice = Practice::start(config).unwrap();
    get(&practice, &pay("9999999903", ID));
    assert!(shop.called().1.starts_with("Status=Failed&"));
    assert!(noted(&practice, 1)[0].2 == Some(200));
}

#[test]
fn a_shop_that_is_not_there_is_noted() {
    let shop = Shop::open(200);
    let url = shop.url();
    drop(shop);
    let (practice, _) = open(url);
    get(&practice, &pay("9999999902", ID));
    practice.books().settle_now(ID);
    assert_eq!(noted(&practice, 1), [(ID.into(), "Success".into(), None)]);
}
