//! A gateway for PGPE and PayU that knows every secret and says it wherever an answer has room.

mod answers;
mod asked;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use serde_json::json;

use self::answers::{Text, broken, in_address, spell, texts, whole, with_raw};
use self::asked::Asked;
use super::marks::Mark;
use crate::common::scripted::read_request;

pub use self::answers::{BREAKS, Break};

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

/// The gateway. Its threads end with the process.
pub struct Parrot {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    manner: Mutex<Manner>,
    changed: Condvar,
    /// What it says, a text for each kind of spelling.
    texts: Mutex<Vec<Text>>,
    /// All that it was sent, call by call.
    heard: Mutex<Vec<String>>,
}

impl Parrot {
    /// Starts one that knows these.
    pub fn new(marks: &[Mark]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            manner: Mutex::new(Manner::Honest),
            changed: Condvar::new(),
            texts: Mutex::new(texts(marks)),
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

    /// How many kinds of texts it says: one for each kind of spelling, and the call itself.
    pub fn kinds(&self) -> usize {
        self.state.texts.lock().unwrap().len() + 1
    }

    /// Knows these from now on.
    pub fn learn(&self, marks: &[Mark]) {
        *self.state.texts.lock().unwrap() = texts(marks);
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

impl State {
    /// What it says of this kind; after the last kind of spelling, what it was asked.
    fn text(&self, asked: &Asked, at: usize) -> Text {
        let known = self.texts.lock().unwrap().get(at).cloned();
        known.unwrap_or_else(|| Text::plain(asked.repeated()))
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
        let texts = self.texts.lock().unwrap();
        let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        format!("{} {}", request.replace(['\r', '\n'], " "), texts.join(" "))
    }

    /// A good answer; with spellings in what a good answer leaves free.
    fn answer(&self, asked: &Asked, at: Option<usize>) -> String {
        let text = at.map_or_else(|| Text::plain(""), |at| self.text(asked, at));
        let (raw, text) = (&text, text.text.as_str());
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
        let text = self.text(asked, at);
        let (raw, text) = (&text, text.text.as_str());
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
        let text = self.text(asked, at);
        let (raw, text) = (&text, text.text.as_str());
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
