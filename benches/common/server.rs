//! The plainest gateway: answers every recharge with a success at once, and notes when the first byte of a request came.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

/// How many connections are served at once. Each has a thread that waits for it: to make one is
/// the server's work, and none of the client's that is measured.
const CONNECTIONS: usize = 16;

/// A server on loopback that lives as long as the program.
pub struct Server {
    pub address: SocketAddr,
    /// When the first byte of each recharge came.
    pub first_bytes: Receiver<Instant>,
}

impl Server {
    /// Listens, and keeps a connection for as long as its caller does.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (came, first_bytes) = channel();
        for _ in 0..CONNECTIONS {
            let (listener, came) = (listener.try_clone().unwrap(), came.clone());
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    // Who hangs up has had its answer.
                    drop(attend(&stream.unwrap(), &came));
                }
            });
        }
        Self { address, first_bytes }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn attend(stream: &TcpStream, came: &Sender<Instant>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream);
    loop {
        let mut line = String::new();
        let mut first = [0];
        if lines.read(&mut first)? == 0 {
            return Ok(());
        }
        let at = Instant::now();
        lines.read_line(&mut line)?;
        let request = line.clone();
        while line.trim() != "" {
            line.clear();
            lines.read_line(&mut line)?;
        }
        if request.contains("/Payment.aspx") {
            let _nobody_counts = came.send(at);
        }
        let body = answer(&request);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
        (&*stream).write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes())?;
    }
}

/// A success that echoes what the request names.
fn answer(request: &str) -> String {
    let of = |name: &str| {
        let (_, after) = request.split_once(&format!("&{name}=")).unwrap_or_default();
        after.split(['&', ' ']).next().unwrap_or_default().to_owned()
    };
    let [agent_id, number, amount] = ["agentid", "number", "amount"].map(of);
    format!(
        "{{\"StatusCode\":\"TXN\",\"Message\":\"Transaction Successful\",\"Data\":{{\
         \"APITransID\":\"795873532\",\"AgentID\":\"{agent_id}\",\"Status\":\"Success\",\
         \"OperatorReference\":\"BR0000000001\",\"Number\":\"{number}\",\"Amount\":\"{amount}\",\
         \"Balance\":\"50000.00\"}}}}"
    )
}
