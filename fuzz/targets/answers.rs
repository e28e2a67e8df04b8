//! Answers: no bytes make a success of another payment, and no secret gets through (M3, M8, M10).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use galla::gateway::http::{Limits, Told, Verb};
use galla::gateway::payu::{AmountUnit, Merchant, Payu};
use galla::gateway::pgpe::{Format, Pgpe};
use galla::time::TestClock;
use galla::transaction::evidence::{BalanceSaid, read_balance, read_payment, read_status};
use galla::transaction::load::{read_enquiry, read_load};
use galla::transaction::{Answer, Order, Reply, Service, Verdict};
use secrecy::SecretString;
use serde_json::value::RawValue;

use super::{AT, NUMBER, PAISE, by_grammar, id, load, orders};

const TOKEN: &str = "MARKEDTOKEN";

const LIMITS: Limits = Limits { connect: Duration::from_secs(1), call: Duration::from_secs(1) };

static PGPE: LazyLock<Pgpe> = LazyLock::new(|| {
    Pgpe::new("http://127.0.0.1:1", SecretString::from(TOKEN), Format::Json, LIMITS).unwrap()
});

static PAYU: LazyLock<Payu> = LazyLock::new(|| {
    let merchant = Merchant {
        key: SecretString::from("MARKEDKEY"),
        salt: SecretString::from(TOKEN),
        wallet: "CLW".to_owned(),
        method: Verb::Patch,
        unit: AmountUnit::Paise,
        seamless: "seamlessTxn".to_owned(),
    };
    Payu::new("http://127.0.0.1:1", merchant, LIMITS, Arc::new(TestClock::at(AT))).unwrap()
});

/// The refusals of api.md 1.2, after which a payment has failed.
const REFUSALS: [&str; 12] =
    ["ERR", "RPI", "AVE", "ATD", "RTN", "RTA", "AAB", "IAT", "UAI", "ILA", "IPC", "ICC"];

/// PGPE's answer in JSON, and PayU's.
pub fn json_answer(bytes: &[u8]) {
    let reply = PGPE.read(bytes);
    judge(&reply);
    if let Reply::Answer(answer) = &reply
        && let Some(source) = Source::read(bytes)
    {
        for (said, own) in [
            (Some(&answer.code), "StatusCode"),
            (Some(&answer.message).filter(|message| !message.is_empty()), "Message"),
        ] {
            assert!(source.top.says(own, said.map(String::as_str)), "{own}: {said:?}");
        }
        for (said, own) in data(answer) {
            assert!(source.data.says(own, said), "{own}: {said:?}");
        }
    }
    if let BalanceSaid::Holds(holds) = read_balance(reply) {
        let spelled = Source::read(bytes).and_then(|source| source.data.text("Balance"));
        let spelled = spelled.unwrap_or_default();
        assert_eq!(by_grammar(&spelled), Some(holds.paise()), "{spelled}");
    }
    for status in [200, 400, 500] {
        let date = Some("Mon, 23 Nov 2026 06:30:00 GMT".to_owned());
        judge_payus(&PAYU.read(&Told { status, date, body: bytes.to_vec() }), bytes);
    }
}

/// PGPE's answer in XML.
pub fn xml_answer(bytes: &[u8]) {
    let reply = PGPE.read(bytes);
    judge(&reply);
    let Reply::Answer(answer) = &reply else { return };
    let source = std::str::from_utf8(bytes).unwrap();
    // Without references, sections, comments and instructions each field stands as it is.
    let body = source.split_once("?>").map_or(source, |(_, body)| body);
    if !source.contains(['&', '\r']) && !source.contains("<!") && !body.contains("<?") {
        for (said, name) in data(answer) {
            let Some(said) = said.filter(|said| !said.contains(['•', '…'])) else { continue };
            assert!(source.contains(said), "{name} is made up: {said}");
            let names = source.to_ascii_lowercase();
            assert!(names.contains(&name.to_ascii_lowercase()), "nothing is called {name}");
        }
    }
    if let BalanceSaid::Holds(holds) = read_balance(reply.clone()) {
        let spelled = answer.data.balance.as_deref().unwrap();
        assert_eq!(by_grammar(spelled), Some(holds.paise()));
    }
}

/// The fields of an answer's `Data` with their names in the document.
fn data(answer: &Answer) -> [(Option<&str>, &'static str); 11] {
    let data = &answer.data;
    [
        (data.api_trans_id.as_deref(), "APITransID"),
        (data.agent_id.as_deref(), "AgentID"),
        (data.status.as_deref(), "Status"),
        (data.api_message.as_deref(), "APIMessage"),
        (data.operator_reference.as_deref(), "OperatorReference"),
        (data.number.as_deref(), "Number"),
        (data.amount.as_deref(), "Amount"),
        (data.date_time.as_deref(), "DateTime"),
        (data.balance.as_deref(), "Balance"),
        (data.intent_data.as_deref(), "IntentData"),
        (data.msg.as_deref(), "MSG"),
    ]
}

/// What holds for every reply, however it was spelled.
fn judge(reply: &Reply) {
    keeps_no_secret(reply);
    for order in orders() {
        let paid = read_payment(id(), &order, reply);
        let asked = read_status(id(), &order, reply);
        let Reply::Answer(answer) = reply else {
            assert!(matches!(paid, Verdict::Pending(_)) && asked == Verdict::Nothing);
            continue;
        };
        let code = answer.code.trim().to_ascii_uppercase();
        let ends =
            [&paid, &asked].map(|verdict| matches!(verdict, Verdict::Success | Verdict::Failed));
        if ends.contains(&true) {
            is_about(answer, &order);
        }
        let status = answer.data.status.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        if paid == Verdict::Success {
            assert_ne!(order.service(), Service::Collection, "a code was made, nobody paid");
            assert_eq!((code.as_str(), status.as_str()), ("TXN", "success"));
        }
        if paid == Verdict::Failed {
            assert!(REFUSALS.contains(&code.as_str()), "{code}");
            assert!(status.is_empty() || ["failed", "refunded"].contains(&status.as_str()));
        }
        if asked == Verdict::Success {
            assert_eq!((code.as_str(), status.as_str()), ("TXN", "success"));
        }
        if asked == Verdict::Failed {
            assert!(["TXN", "ERR"].contains(&code.as_str()), "{code}");
            assert!(["", "failed", "refunded"].contains(&status.as_str()), "{status}");
        }
    }
}

/// An end is believed only of an answer that names no other payment than the one asked for.
fn is_about(answer: &Answer, order: &Order) {
    let data = &answer.data;
    if let Some(echoed) = &data.agent_id {
        assert_eq!(echoed.trim().to_ascii_uppercase(), id().as_str());
    }
    if let Some(echoed) = &data.amount {
        assert_eq!(by_grammar(echoed), Some(PAISE), "{echoed}");
    }
    if let (Some(echoed), Service::Recharge) = (&data.number, order.service()) {
        assert_eq!(echoed.trim(), NUMBER);
    }
    if let (Some(echoed), Service::Payout) = (&data.number, order.service()) {
        assert!([NUMBER, "012345678901"].contains(&echoed.trim()), "{echoed}");
    }
}

fn judge_payus(reply: &Reply, bytes: &[u8]) {
    keeps_no_secret(reply);
    let order = load();
    let loaded = read_load(id(), &order, reply);
    assert_ne!(loaded, Verdict::Success, "only an enquiry says that money was loaded");
    let asked = read_enquiry(id(), &order, reply);
    if !matches!(asked, Verdict::Success | Verdict::Failed) {
        return;
    }
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').trim();
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).unwrap();
    let fields = Fields(fields.into_iter().collect());
    let word = if asked == Verdict::Success { "success" } else { "failed" };
    assert_eq!(fields.text("status").unwrap().trim().to_ascii_lowercase(), word);
    if let Some(echoed) = fields.text("clientTxnId") {
        assert_eq!(echoed.to_ascii_uppercase(), id().as_str());
    }
    if let Some(echoed) = fields.text("loadAmount") {
        assert!(echoed.bytes().all(|byte| byte.is_ascii_digit()), "{echoed}");
        assert_eq!(echoed.parse(), Ok(PAISE));
    }
}

/// Neither what is kept nor what is shown has the token in it.
fn keeps_no_secret(reply: &Reply) {
    let kept = serde_json::to_string(reply).unwrap().to_ascii_uppercase();
    assert!(!kept.contains(TOKEN), "{kept}");
}

/// An answer's fields by another reading of JSON.
struct Source {
    top: Fields,
    data: Fields,
}

/// Each field's name and its value as it is spelled.
struct Fields(Vec<(String, Box<RawValue>)>);

impl Source {
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim();
        let top: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
        let of = |name: &str| top.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let data = of("Data").and_then(|(_, raw)| serde_json::from_str(raw.get()).ok());
        let data: BTreeMap<String, Box<RawValue>> = data.unwrap_or_default();
        Some(Self {
            top: Fields(top.into_iter().collect()),
            data: Fields(data.into_iter().collect()),
        })
    }
}

impl Fields {
    /// A text's characters or a number's digits, trimmed, unless there is nothing.
    fn text(&self, name: &str) -> Option<String> {
        let (_, raw) = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let raw = raw.get().trim();
        let text: String = serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned());
        Some(text.trim().to_owned()).filter(|text| !text.is_empty() && raw != "null")
    }

    /// Whether what was read is what stands there; what was cut or taken out shows it.
    fn says(&self, name: &str, said: Option<&str>) -> bool {
        let marked = said.is_some_and(|said| said.contains(['•', '…']));
        marked || self.text(name).as_deref() == said
    }
}
