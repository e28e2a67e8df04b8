//! A client of bare sockets: it repairs nothing, follows nothing and sends nothing twice.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use galla::money::Paise;
use galla::practice::{Config, Practice};
use galla::time::{Moment, TestClock};

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The server closed the connection.
    Closed,
    /// Nothing came for as long as the client had patience.
    Silence,
}

/// All that came back.
#[derive(Debug)]
pub struct Seen {
    pub raw: Vec<u8>,
    pub end: End,
}

impl Seen {
    pub fn status(&self) -> u16 {
        self.head().split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        self.head().lines().find_map(|line| {
            let (given, value) = line.split_once(": ")?;
            given.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    }

    pub fn body(&self) -> String {
        String::from_utf8(self.raw[self.head_length()..].to_vec()).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body()).unwrap()
    }

    /// The text of the first element of this name.
    pub fn xml(&self, name: &str) -> String {
        let body = self.body();
        let (_, rest) = body.split_once(&format!("<{name}>")).unwrap();
        rest.split_once(&format!("</{name}>")).unwrap().0.to_owned()
    }

    fn head(&self) -> String {
        String::from_utf8(self.raw[..self.head_length()].to_vec()).unwrap()
    }

    fn head_length(&self) -> usize {
        self.raw.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4
    }
}

/// Sends one request and reads until the end or until `patience` is over.
pub fn send(to: SocketAddr, method: &str, target: &str, patience: Duration) -> Seen {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    write!(stream, "{method} {target} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut raw = Vec::new();
    let end = match stream.read_to_end(&mut raw) {
        Ok(_) => End::Closed,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => End::Closed,
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            End::Silence
        }
        Err(error) => panic!("{error}"),
    };
    Seen { raw, end }
}

/// Sends a POST request with a form in its body.
pub fn post(practice: &Practice, target: &str, content_type: &str, body: &str) -> Seen {
    let to = practice.addr();
    let mut stream = TcpStream::connect(to).unwrap();
    write!(
        stream,
        "POST {target} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).unwrap();
    Seen { raw, end: End::Closed }
}

/// Sends a GET request with patience enough for everything but silence.
pub fn get(practice: &Practice, target: &str) -> Seen {
    send(practice.addr(), "GET", target, Duration::from_secs(20))
}

/// A gateway whose clock a test turns: it stands at the sample's time, 28/01/2018 05:03:53 PM.
pub fn at_the_samples_time() -> (Practice, Arc<TestClock>) {
    let clock = Arc::new(TestClock::at(Moment::from_pgpe("28/01/2018 05:03:53 PM").unwrap()));
    let config = Config {
        clock: clock.clone(),
        opening: Paise::from_paise(500_000),
        settle_after: Duration::from_secs(600),
        ..Config::default()
    };
    (Practice::start(config).unwrap(), clock)
}

/// The target of a pay call for ₹20.00 to Airtel.
pub fn pay(number: &str, agent_id: &str) -> String {
    format!(
        "/ApiServices/Recharge/Payment.aspx?token=PRACTICE&number={number}&operator=PMA&circle=0\
         &amount=20.00&agentid={agent_id}&optional1=&optional2=&optional3=&optional4=&format=json"
    )
}

/// The target of a status call.
pub fn status(agent_id: &str) -> String {
    format!("/ApiServices/Recharge/Status.aspx?token=PRACTICE&agentid={agent_id}&format=json")
}

/// The target of a dispute call.
pub fn dispute(agent_id: &str, message: &str) -> String {
    format!(
        "/ApiServices/Recharge/Dispute.aspx?token=PRACTICE&agentid={agent_id}&message={message}&format=json"
    )
}

/// The target of a balance call.
pub const BALANCE: &str = "/ApiServices/Recharge/Balance.aspx?token=PRACTICE&format=json";
