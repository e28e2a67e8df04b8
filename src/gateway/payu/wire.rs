//! What is written to PayU and what is read of its answers (api.md 2).

use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{AmountUnit, Merchant};
use crate::gateway::http::Told;
use crate::gateway::object::Object;
use crate::gateway::scrub::{KEPT, KEPT_OF_FIELD, Scrub};
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::Moment;
use crate::transaction::kept::kept;
use crate::transaction::{Answer, Body, Reply, Unknown, WalletOrder};

/// PayU takes a signature for this long before and after its date.
const CLOCK: Duration = Duration::from_secs(5 * 60);

/// The body of a load.
pub fn load(agent_id: AgentId, order: &WalletOrder, now: Moment, merchant: &Merchant) -> String {
    let amount = match merchant.unit {
        AmountUnit::Paise => order.amount.paise().to_string(),
        AmountUnit::Rupees => order.amount.to_wire(),
    };
    let mut body = json!({
        "clientTxnId": agent_id.as_str(),
        "requestDateTime": now.to_payu(),
        "customer": {
            "firstName": order.first_name,
            "lastName": order.last_name,
            "mobileNumber": format!("91{}", order.mobile),
            "email": order.email,
        },
        "surl": order.surl,
        "furl": order.furl,
        "currency": "INR",
        "loadAmount": null,
    });
    if let Some(fields) = body.as_object_mut() {
        if !order.customer_id.is_empty() {
            fields.insert("customerId".to_owned(), Value::from(order.customer_id.as_str()));
        }
        fields.insert(merchant.seamless.clone(), Value::from(order.seamless));
    }
    // A number in its own digits: no float is made of it (M8).
    body.to_string().replacen("\"loadAmount\":null", &format!("\"loadAmount\":{amount}"), 1)
}

/// The body of an enquiry.
pub fn enquiry(agent_id: AgentId) -> String {
    json!({ "clientTxnId": agent_id.as_str() }).to_string()
}

/// What Galla understands of an answer.
const KNOWN: [&str; 11] = [
    "referenceId",
    "clientTxnId",
    "status",
    "responseCode",
    "errorCode",
    "code",
    "responseMessage",
    "message",
    "loadAmount",
    "data",
    "refund",
];

/// What says which load an answer is about, and how it ended.
const DECIDES: [&str; 4] = ["referenceId", "clientTxnId", "status", "loadAmount"];

/// An answer's fields, if it can be told what they say: none stands there twice, in whatever
/// case of letters, and what decides is a text or a number. PayU spells a field now as the one,
/// now as the other.
fn understood(text: &str) -> Option<Object> {
    let fields = Object::read(text)?;
    let once = KNOWN.iter().all(|name| fields.count(name) <= 1);
    let told = |raw: &RawValue| raw.get() == "null" || spelled(raw).is_some();
    let told = DECIDES.iter().all(|name| fields.get(name).is_none_or(told));
    (once && told).then_some(fields)
}

/// Reads an answer. One whose HTTP status says all there is to say (400, 401, 404) needs no
/// readable body; of every other the body must be JSON.
pub fn read(told: &Told, now: Moment, unit: AmountUnit, scrub: &Scrub) -> Reply {
    let text = std::str::from_utf8(&told.body).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let fields = match understood(text) {
        Some(fields) => fields,
        None if matches!(told.status, 400 | 401 | 404) => Object(Vec::new()),
        None if told.status == 200 => return Reply::Unknown { cause: Unknown::Unreadable },
        None => return Reply::Unknown { cause: Unknown::HttpStatus { status: told.status } },
    };
    let clean = |raw: Option<&RawValue>| Some(kept(&scrub.clean(&plain(raw)?), KEPT_OF_FIELD));
    let field = |name| clean(fields.get(name));
    let inner = |outer, name| {
        let object = Object::read(fields.get(outer)?.get())?;
        clean(object.get(name))
    };
    let code = field("errorCode").or_else(|| field("responseCode")).or_else(|| field("code"));
    let message = field("responseMessage").or_else(|| field("message"));
    Reply::Answer(Box::new(Answer {
        code: code.unwrap_or_else(|| match told.status {
            200 => String::new(),
            status => status.to_string(),
        }),
        message: message.unwrap_or_default(),
        data: Body {
            api_trans_id: field("referenceId"),
            agent_id: field("clientTxnId"),
            status: field("status"),
            amount: field("loadAmount").map(|spelled| rupees(&spelled, unit)),
            redirect_url: inner("data", "redirectUrl"),
            refund: inner("refund", "status"),
            ..Body::default()
        },
        raw: kept(&scrub.clean(text), KEPT),
        http: Some(told.status),
        clock_ahead: clock_ahead(told.date.as_deref(), now),
    }))
}

/// A text, or a number in its own digits; `None` for null, an empty text and everything else.
fn plain(raw: Option<&RawValue>) -> Option<String> {
    let text = spelled(raw?)?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A text's characters or a number's own digits; `None` for everything else.
fn spelled(raw: &RawValue) -> Option<String> {
    let raw = raw.get();
    match raw.chars().next()? {
        '"' => serde_json::from_str::<String>(raw).ok(),
        '-' | '0'..='9' => Some(raw.to_owned()),
        _ => None,
    }
}

/// An amount as PayU spells it, in rupees; one that is none agrees with nothing.
fn rupees(spelled: &str, unit: AmountUnit) -> String {
    match unit {
        AmountUnit::Rupees => spelled.to_owned(),
        AmountUnit::Paise => {
            let digits = spelled.bytes().all(|byte| byte.is_ascii_digit());
            let paise = spelled.parse().ok().filter(|_| digits);
            // The word keeps what is no whole number of paise from passing for rupees.
            paise.map_or_else(
                || format!("{spelled} paise"),
                |paise| Paise::from_paise(paise).to_wire(),
            )
        }
    }
}

/// By how many seconds this computer's clock is ahead of the answer's date, where a
/// signature would not be taken any more.
fn clock_ahead(date: Option<&str>, now: Moment) -> Option<i64> {
    let theirs = Moment::from_http(date?)?;
    let off = now.since(theirs).max(theirs.since(now));
    (off > CLOCK).then(|| now.seconds() - theirs.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m8_only_digits_are_paise() {
        let read = |spelled| rupees(spelled, AmountUnit::Paise).parse::<Paise>().ok();
        assert_eq!(read("4100"), Some(Paise::from_paise(4_100)));
        assert_eq!(read("0"), Some(Paise::ZERO));
        for none in
            ["+4100", "-4100", "4,100", "4100.00", "41.00", "4.1e3", "9223372036854775808", ""]
        {
            assert_eq!(read(none), None, "{none}");
        }
        assert_eq!(rupees("41.00", AmountUnit::Rupees), "41.00");
    }

    #[test]
    fn a_long_answer_is_kept_in_part() {
        let long = "\u{939}".repeat(100_000);
        let body = format!(r#"{{"status":"PENDING","responseMessage":"{long}"}}"#).into_bytes();
        let told = Told { status: 200, date: None, body };
        let reply = read(&told, Moment::default(), AmountUnit::Paise, &Scrub::new(&[]));
        let Reply::Answer(answer) = reply else { panic!("an answer") };
        assert_eq!(answer.data.status.as_deref(), Some("PENDING"));
        assert!((KEPT_OF_FIELD - 2..=KEPT_OF_FIELD).contains(&answer.message.len()));
        assert!((KEPT - 2..=KEPT).contains(&answer.raw.len()));
    }

    #[test]
    fn m3_a_list_where_a_word_decides_is_not_read() {
        for field in ["status", "clientTxnId", "referenceId", "loadAmount"] {
            for wrong in ["[]", "{\"a\":1}", "true", "\"\\ud800\""] {
                let body = format!(r#"{{"{field}":{wrong},"responseCode":"00"}}"#).into_bytes();
                let told = Told { status: 200, date: None, body };
                let reply = read(&told, Moment::default(), AmountUnit::Paise, &Scrub::new(&[]));
                assert_eq!(reply, Reply::Unknown { cause: Unknown::Unreadable }, "{field} {wrong}");
            }
        }
    }
}
