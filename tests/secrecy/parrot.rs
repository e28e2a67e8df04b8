//! A gateway for PGPE and PayU that knows every secret and says it wherever an answer has room.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::marks::{Mark, said};

/// What it does with the next calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Answers well and says nothing.
    Honest,
    /// A success, with a kind of spellings in every text that a success may have.
    Success(usize),
    /// A refusal with a code of api.md 1.2, with a kind of spellings in its words.
    Refusal(usize),
    /// An answer in which every field is a kind of spellings, its code too.
    Everywhere(usize),
    /// What is no answer; see [`BREAKS`].
    Break(Break),
    /// Reads the call, and answers honestly when it is told to.
    Waits,
}

/// Where in what is no answer the secrets stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    HangUp,
    Silence,
    NotHttp,
    StatusLine,
    ReasonPhrase,
    Headers,
    BrokenHeader,
    Length,
    ChunkSize,
    CutBody,
    CutJson,
    Huge,
    BadUtf8,
    Packed,
    Page,
    Redirect,
    BadRequest,
    Unauthorised,
    NotFound,
    ErrorPage,
}

/// Every break.
pub const BREAKS: [Break; 20] = [
    Break::HangUp,
    Break::Silence,
    Break::NotHttp,
    Break::StatusLine,
    Break::ReasonPhrase,
    Break::Headers,
    Break::BrokenHeader,
    Break::Length,
    Break::ChunkSize,
    Break::CutBody,
    Break::CutJson,
    Break::Huge,
    Break::BadUtf8,
    Break::Packed,
    Break::Page,
    Break::Redirect,
    Break::BadRequest,
    Break::Unauthorised,
    Break::NotFound,
    Break::ErrorPage,
];

/// The gateway. Its threads end with the process.
pub struct Parrot {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    manner: Mutex<Manner>,
    changed: Condvar,
    /// What it says, a text for each kind of spelling.
    texts: Mutex<Arc<Vec<Text>>>,
    /// All that it was sent, call by call.
    heard: Mutex<Vec<String>>,
}

struct Text {
    kind: &'static str,
    text: String,
}

impl Parrot {
    /// Starts one that knows these.
    pub fn new(marks: &[Mark]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            manner: Mutex::new(Manner::Honest),
            changed: Condvar::new(),
            texts: Mutex::new(Arc::new(texts(marks))),
            heard: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || state.attend(caller));
            }
        });
        Self { address, state }
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many kinds of spellings it knows.
    pub fn kinds(&self) -> usize {
        self.state.texts().len()
    }

    /// Knows these from now on.
    pub fn learn(&self, marks: &[Mark]) {
        *self.state.texts.lock().unwrap() = Arc::new(texts(marks));
    }

    /// Does so from now on.
    pub fn be(&self, manner: Manner) {
        *self.state.manner.lock().unwrap() = manner;
        self.state.changed.notify_all();
    }

    /// All that it was sent.
    pub fn heard(&self) -> String {
        self.state.heard.lock().unwrap().concat()
    }

    /// How many calls it was sent.
    pub fn calls(&self) -> usize {
        self.state.heard.lock().unwrap().len()
    }
}

/// Every secret in the spellings of one kind, for each kind. A spelling of escapes in escapes
/// is a kind of its own: of a text that hides a secret so nothing is kept, and what else
/// stands in it would prove nothing.
fn texts(marks: &[Mark]) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for spelling in marks.iter().flat_map(|mark| said(&mark.secret)) {
        let nested = [" in ", " twice"].iter().any(|sign| spelling.how.contains(sign));
        let kind = spelling.how.split([' ', ',']).next().unwrap();
        let kind = if nested { spelling.how } else { kind };
        match texts.iter_mut().find(|text| text.kind == kind) {
            Some(text) => text.text.push_str(&format!(" and {}", spelling.text)),
            None => texts.push(Text { kind, text: spelling.text }),
        }
    }
    texts
}

/// What was asked.
struct Asked {
    path: String,
    fields: HashMap<String, String>,
}

impl Asked {
    fn read(request: &str) -> Self {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        let target = head.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = |text: &str| -> Vec<(String, String)> {
            form_urlencoded::parse(text.as_bytes()).into_owned().collect()
        };
        let mut fields = pairs(query);
        match serde_json::from_str::<Map<String, Value>>(body) {
            Ok(object) => fields.extend(object.into_iter().map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name, text)
            })),
            Err(_) => fields.extend(pairs(body)),
        }
        let named = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        Self { path: path.to_owned(), fields: fields.into_iter().map(named).collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn is_payu(&self) -> bool {
        self.path.contains("/loyalty-points/")
    }

    fn is_xml(&self) -> bool {
        self.get("format") == "xml"
    }
}

impl State {
    fn texts(&self) -> Arc<Vec<Text>> {
        Arc::clone(&self.texts.lock().unwrap())
    }

    fn attend(&self, mut caller: TcpStream) {
        let request = read_request(&mut caller);
        self.heard.lock().unwrap().push(request.clone());
        let mut manner = self.manner.lock().unwrap();
        while *manner == Manner::Waits {
            manner = self.changed.wait(manner).unwrap();
        }
        let manner_now = *manner;
        drop(manner);
        let asked = Asked::read(&request);
        let answer = match manner_now {
            Manner::Honest | Manner::Waits => whole("200 OK", &self.answer(&asked, None)),
            Manner::Success(at) => whole("200 OK", &self.answer(&asked, Some(at))),
            Manner::Refusal(at) => self.refusal(&asked, at),
            Manner::Everywhere(at) => whole("200 OK", &self.everywhere(&asked, at)),
            Manner::Break(Break::Silence) => {
                // Until the caller has had enough.
                let _end = caller.read(&mut [0; 16]);
                return;
            }
            Manner::Break(how) => broken(how, &self.all(&request)),
        };
        let _gone = caller.write_all(&answer);
        let _gone = caller.shutdown(Shutdown::Write);
        let _rest = caller.read(&mut [0; 64]);
    }

    /// Every secret in every spelling, and the request, in one line.
    fn all(&self, request: &str) -> String {
        let texts = self.texts();
        let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        format!("{} {}", request.replace(['\r', '\n'], " "), texts.join(" "))
    }

    /// A good answer; with spellings in what a good answer leaves free.
    fn answer(&self, asked: &Asked, at: Option<usize>) -> String {
        let texts = self.texts();
        let raw = at.map(|at| &texts[at]);
        let text = raw.map_or("", |text| &text.text);
        if asked.is_payu() {
            let page = format!("https://pp1api.payu.in/public/?x={}", in_address(text));
            let object = json!({
                "referenceId": "e47293311906aeb0eb65168adacdce01",
                "clientTxnId": asked.get("clienttxnid"),
                "responseMessage": text,
                "data": { "redirectUrl": page },
                "seamlessTxn": false,
                "quoted": text,
            });
            return with_raw(&object, raw);
        }
        let number = [asked.get("number"), asked.get("customermobile")].concat();
        let fields = [
            ("APITransID", "795873532"),
            ("AgentID", asked.get("agentid")),
            ("Status", "Success"),
            ("APIMessage", text),
            ("OperatorReference", text),
            ("Number", &number),
            ("Amount", asked.get("amount")),
            ("DateTime", "23/11/2026 12:00:00 PM"),
            ("Balance", "5000.00"),
            ("IntentData", text),
            ("MSG", text),
        ];
        spell(asked, "TXN", text, &fields, raw)
    }

    fn refusal(&self, asked: &Asked, at: usize) -> Vec<u8> {
        let texts = self.texts();
        let raw = Some(&texts[at]);
        let text = texts[at].text.as_str();
        if asked.is_payu() {
            let object =
                json!({ "errorCode": "1050", "message": text, "refund": { "status": text } });
            return whole("400 Bad Request", &with_raw(&object, raw));
        }
        let code = ["IAT", "UAI", "ERR", "AVE"][at % 4];
        let fields =
            [("AgentID", asked.get("agentid")), ("Status", "Failed"), ("APIMessage", text)];
        whole("200 OK", &spell(asked, code, text, &fields, raw))
    }

    fn everywhere(&self, asked: &Asked, at: usize) -> String {
        let texts = self.texts();
        let raw = Some(&texts[at]);
        let text = texts[at].text.as_str();
        if asked.is_payu() {
            let object = json!({
                "referenceId": text, "clientTxnId": text, "status": text, "responseCode": text,
                "responseMessage": text, "loadAmount": text, "data": { "redirectUrl": text },
                "refund": { "status": text },
            });
            return with_raw(&object, raw);
        }
        let names = [
            "APITransID",
            "AgentID",
            "Status",
            "APIMessage",
            "OperatorReference",
            "Number",
            "Amount",
            "DateTime",
            "Balance",
            "IntentData",
            "MSG",
            "Other",
        ];
        spell(asked, text, text, &names.map(|name| (name, text)), raw)
    }
}

/// An answer of PGPE's in the form that was asked for.
fn spell(
    asked: &Asked,
    code: &str,
    message: &str,
    data: &[(&str, &str)],
    raw: Option<&Text>,
) -> String {
    if asked.is_xml() {
        let escaped =
            |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let element = |(name, text): &(&str, &str)| format!("<{name}>{}</{name}>", escaped(text));
        let data: String = data.iter().map(element).collect();
        let quoted = raw.filter(|text| text.kind == "XML");
        let quoted = quoted.map_or("", |text| text.text.as_str());
        return format!(
            "<r>{}{}<Quoted>{quoted}</Quoted><Data>{data}</Data></r>",
            element(&("StatusCode", code)),
            element(&("Message", message)),
        );
    }
    let data: Map<String, Value> =
        data.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect();
    with_raw(&json!({ "StatusCode": code, "Message": message, "Data": data }), raw)
}

/// Adds a text whose escapes are the answer's own, where it is spelled for that.
fn with_raw(object: &Value, text: Option<&Text>) -> String {
    let whole = object.to_string();
    match text.filter(|text| text.kind == "JSON") {
        Some(text) => format!(r#"{{"Quoted":"{}",{}"#, text.text, &whole[1..]),
        None => whole,
    }
}

/// What no address has as it is, escaped.
fn in_address(text: &str) -> String {
    let escape = |c: char| match c {
        ' ' | '"' | '<' | '>' | '\\' | '#' => format!("%{:02X}", u32::from(c)),
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}

fn whole(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn broken(how: Break, text: &str) -> Vec<u8> {
    let short = &text[..text.len().min(4_000)];
    match how {
        Break::HangUp | Break::Silence => Vec::new(),
        Break::NotHttp => format!("{text}\r\n\r\n").into_bytes(),
        Break::StatusLine => format!("HTTP/1.1 {short}\r\n\r\n").into_bytes(),
        Break::ReasonPhrase => {
            format!("HTTP/1.1 500 {short}\r\nContent-Length: 0\r\n\r\n").into_bytes()
        }
        Break::Headers => format!(
            "HTTP/1.1 200 OK\r\nServer: {short}\r\nSet-Cookie: {short}\r\nDate: {short}\r\nContent-Type: {short}\r\nRefresh: 0; url={short}\r\nContent-Length: 2\r\n\r\n{{}}"
        )
        .into_bytes(),
        Break::BrokenHeader => format!("HTTP/1.1 200 OK\r\n{short}\r\n\r\n").into_bytes(),
        Break::Length => format!("HTTP/1.1 200 OK\r\nContent-Length: {short}\r\n\r\n").into_bytes(),
        Break::ChunkSize => {
            format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{text}\r\n").into_bytes()
        }
        Break::CutBody => {
            let length = text.len() + 900;
            format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{text}").into_bytes()
        }
        Break::CutJson => whole("200 OK", &format!("{{\"StatusCode\":\"{text}")),
        Break::Huge => whole("200 OK", &text.repeat(1_100_000 / text.len() + 1)),
        Break::BadUtf8 => {
            let mut answer = whole("200 OK", &format!("{text}."));
            answer.pop();
            answer.push(0xff);
            answer
        }
        Break::Packed => {
            let length = text.len();
            format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n{text}")
                .into_bytes()
        }
        Break::Page => whole("200 OK", &format!("<!DOCTYPE html><html><body>{text}</body></html>")),
        Break::Redirect => {
            let to = in_address(short);
            format!("HTTP/1.1 302 Found\r\nLocation: /{to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
        }
        Break::BadRequest => whole("400 Bad Request", text),
        Break::Unauthorised => whole("401 Unauthorized", &json!({ "message": text }).to_string()),
        Break::NotFound => whole("404 Not Found", &json!({ "message": text }).to_string()),
        Break::ErrorPage => whole("500 Internal Server Error", &format!("<html>{text}</html>")),
    }
}

fn read_request(caller: &mut TcpStream) -> String {
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
