//! The practice gateway as a process of its own, and its books: the judge of what was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::desk::await_some;
use super::program::GALLA;

/// An address of this test alone. A port that was free a moment ago is soon given to whoever asks
/// the system for any; all of 127.0.0.0/8 is this computer, and nobody asks for a part of it.
pub fn own_address(port: u16) -> SocketAddr {
    let [_, high, middle, low] = std::process::id().to_be_bytes();
    SocketAddr::from(([127, high, middle, low], port))
}

/// A practice gateway that stands for PGPE; it is killed when it is dropped.
pub struct Gateway {
    child: Child,
    base: String,
}

impl Gateway {
    /// Starts one that accepts the token.
    pub fn start(token: &str) -> Self {
        Self::start_at("127.0.0.1:0", token, &[])
    }

    /// Starts one at an address, with more options.
    pub fn start_at(listen: &str, token: &str, more: &[&str]) -> Self {
        let mut child = Command::new(GALLA)
            .args(["practice-gateway", "--listen", listen, "--token", token])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut base = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut base).unwrap();
        Self { child, base: base.trim().to_owned() }
    }

    /// The address to be told to Galla.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Settles now what would settle later.
    pub fn settle(&self, agent_id: &str) {
        let address = self.base.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /practice/settle/{agent_id} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// Its books.
    pub fn books(&self) -> Books {
        Books::of(&self.base)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It fails only for a process that has ended and was waited for.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A gateway's books at one moment.
pub struct Books(Value);

impl Books {
    /// Of the gateway at an address.
    pub fn of(base: &str) -> Self {
        let address = base.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let ask = format!(
            "GET /practice/books.json HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        Self(serde_json::from_str(body).unwrap())
    }

    /// Every AgentID that the gateway has heard of, with how many times it was sent.
    pub fn sends(&self) -> Vec<(String, u64)> {
        let entries = self.0["entries"].as_array().unwrap();
        let of = |entry: &Value| {
            (entry["agent_id"].as_str().unwrap().to_owned(), entry["sends"].as_u64().unwrap())
        };
        entries.iter().map(of).collect()
    }

    /// How many balance questions came.
    pub fn balance_questions(&self) -> u64 {
        self.0["balance_questions"].as_u64().unwrap()
    }

    /// Every entry as the books show it.
    pub fn entries(&self) -> &[Value] {
        self.0["entries"].as_array().unwrap()
    }

    /// A wallet, in paise.
    pub fn wallet(&self, product: &str) -> i64 {
        self.0["wallets"][product].as_i64().unwrap()
    }

    /// Whether its own sums agree and no question came too soon.
    pub fn are_in_order(&self) -> bool {
        self.0["adds_up"] == true && self.0["m6_violations"].as_array().unwrap().is_empty()
    }

    /// What is debited in all, in paise.
    pub fn debited(&self) -> i64 {
        let entries = self.0["entries"].as_array().unwrap();
        entries.iter().map(|entry| entry["debited"].as_i64().unwrap()).sum()
    }
}

/// Where the practice gateway inside a Galla listens, as its log says; one a start.
pub fn inside(home: &Path) -> Vec<String> {
    const MARK: &str = "practice gateway is listening address=";
    let read = || {
        let logs = std::fs::read_dir(home.join("logs")).ok()?;
        let texts = logs.map(|log| std::fs::read_to_string(log.unwrap().path()).unwrap());
        let text: String = texts.collect();
        let lines = text.lines().filter_map(|line| line.split_once(MARK));
        let found: Vec<String> = lines.map(|(_, address)| address.trim().to_owned()).collect();
        (!found.is_empty()).then_some(found)
    };
    await_some("the practice gateway inside is named in the log", read)
}
