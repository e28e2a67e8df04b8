//! A gateway that answers with scripted bytes over a real socket, and counts what it was asked.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use galla::gateway::http::Limits;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::ids::AgentId;
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::order::{Place, TransferMode};
use galla::transaction::{Category, CollectionOrder, Order, PayoutOrder, RechargeOrder};
use secrecy::SecretString;

/// A token that is looked for afterwards.
pub const TOKEN: &str = "MARKED-TOKEN/42+";

/// Something that is done with a connection.
pub type Act = Arc<dyn Fn(&mut TcpStream) + Send + Sync>;

/// What the gateway does with a connection.
#[derive(Clone)]
pub enum Script {
    /// Closes it before anything is read.
    HangUp,
    /// Reads the request, says this, and closes.
    Say(Vec<u8>),
    /// Reads the request, says this, and keeps the connection open in silence.
    SayAndHold(Vec<u8>),
    /// Reads the request and says this a byte at a time, slowly.
    Drip(Vec<u8>),
    /// Reads the request, does this, and closes.
    Play(Act),
    /// Does this when the request has come, leaves it unread, and closes.
    Unread(Act),
}

/// The gateway and the requests it has read, each connection's apart.
pub struct Scripted {
    pub address: SocketAddr,
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Starts a gateway; its thread ends with the test.
    pub fn new(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let (script, seen) = (script.clone(), Arc::clone(&seen));
                thread::spawn(move || play(caller, &script, &seen));
            }
        });
        Self { address, requests }
    }

    /// The client on this gateway, with limits that a test can wait for.
    pub fn client(&self, format: Format) -> Pgpe {
        client(&format!("http://{}", self.address), format)
    }

    /// The requests read so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The client on any address.
pub fn client(base: &str, format: Format) -> Pgpe {
    let limits = Limits { connect: Duration::from_millis(500), call: Duration::from_millis(700) };
    Pgpe::new(base, SecretString::from(TOKEN), format, limits).unwrap()
}

fn play(mut caller: TcpStream, script: &Script, seen: &Mutex<Vec<String>>) {
    if matches!(script, Script::HangUp) {
        seen.lock().unwrap().push(String::new());
        return;
    }
    let request = match script {
        Script::Unread(_) => peek_at_request(&caller),
        _ => read_request(&mut caller),
    };
    seen.lock().unwrap().push(request);
    match script {
        Script::HangUp => {}
        Script::Play(act) | Script::Unread(act) => act(&mut caller),
        Script::Say(bytes) => {
            let _gone = caller.write_all(bytes);
            let _gone = caller.shutdown(Shutdown::Write);
            let _rest = caller.read(&mut [0; 64]);
        }
        Script::SayAndHold(bytes) => {
            let _gone = caller.write_all(bytes);
            wait_until_gone(&mut caller);
        }
        Script::Drip(bytes) => {
            for byte in bytes {
                if caller.write_all(&[*byte]).is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// Waits until the caller hangs up.
pub fn wait_until_gone(caller: &mut TcpStream) {
    while caller.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {}
}

fn peek_at_request(caller: &TcpStream) -> String {
    let mut part = [0; 4096];
    let count = caller.peek(&mut part).unwrap();
    String::from_utf8_lossy(&part[..count]).into_owned()
}

/// The whole of a call.
pub fn read_request(caller: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while !is_whole(&request) {
        match caller.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(count) => request.extend_from_slice(&part[..count]),
        }
    }
    String::from_utf8_lossy(&request).into_owned()
}

/// Whether the head has come, and as much of a body as it promises.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let head = head.to_ascii_lowercase();
    let promised = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= promised.map_or(0, |length| length.trim().parse().unwrap())
}

/// An HTTP answer with a status line, more headers, and a body of its true length.
pub fn http(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// The AgentID of every test's payment.
pub fn id() -> AgentId {
    AgentId::from_parts(Moment::from_millis(1_795_461_307_000), 7)
}

/// A recharge, the order of most tests' payment.
pub fn order() -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: "9999999999".into(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(2_000),
        optionals: ["a b".into(), String::new(), String::new(), "क&".into()],
        customer_name: "Never sent".into(),
    })
}

/// A payout of the same amount for the same customer.
pub fn payout() -> Order {
    Order::Payout(PayoutOrder {
        beneficiary_name: "Asha & Sons".into(),
        account: "012345678901".into(),
        ifsc: "HDFC0001234".into(),
        bank: "HDFC Bank".into(),
        mode: TransferMode::Imps,
        amount: Paise::from_paise(2_000),
        mobile: "9999999999".into(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    })
}

/// A collection of the same amount.
pub fn collection() -> Order {
    let amount = Paise::from_paise(2_000);
    Order::Collection(CollectionOrder { amount, note: "Never sent".into() })
}

/// A sample of the document, by its name among the fixtures.
pub fn sample(name: &str) -> String {
    let file = format!("{}/tests/fixtures/pgpe/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap()
}

/// A success as the seed spells it, about this test's payment.
pub fn success() -> String {
    sample("recharge_success").replace("87965as557", id().as_str())
}

/// A JSON sample as XML with the same element names, as api.md reads the document.
pub fn as_xml(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => escape(text),
        // The sample's 5000.00 keeps its decimals, as a document in XML would spell it.
        other => format!("{:.2}", other.as_f64().unwrap()),
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Response>");
    for (name, value) in value.as_object().unwrap() {
        xml += &format!("<{name}>");
        match value {
            serde_json::Value::Object(inner) => {
                for (name, value) in inner {
                    xml += &format!("<{name}>{}</{name}>", text(value));
                }
            }
            value => xml += &text(value),
        }
        xml += &format!("</{name}>");
    }
    xml + "</Response>"
}
