//! What is written to PayU and what is read of its answers (api.md 2).

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{AmountUnit, Merchant};
use crate::gateway::http::Told;
use crate::gateway::scrub::Scrub;
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::Moment;
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

/// What Galla understands of an answer; PayU spells a field now as a text, now as a number.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Fields<'a> {
    #[serde(borrow)]
    reference_id: Option<&'a RawValue>,
    #[serde(borrow)]
    client_txn_id: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    response_code: Option<&'a RawValue>,
    #[serde(borrow)]
    error_code: Option<&'a RawValue>,
    #[serde(borrow)]
    code: Option<&'a RawValue>,
    #[serde(borrow)]
    response_message: Option<&'a RawValue>,
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow)]
    load_amount: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    refund: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Inner<'a> {
    #[serde(borrow)]
    redirect_url: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
}

impl<'a> Inner<'a> {
    fn read(raw: Option<&'a RawValue>) -> Self {
        raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }
}

/// Reads an answer. One whose HTTP status says all there is to say (400, 401, 404) needs no
/// readable body; of every other the body must be JSON.
pub fn read(told: &Told, now: Moment, unit: AmountUnit, scrub: &Scrub) -> Reply {
    let text = std::str::from_utf8(&told.body).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let object = text.starts_with('{');
    let fields = object.then(|| serde_json::from_str::<Fields<'_>>(text).ok()).flatten();
    let fields = match fields {
        Some(fields) => fields,
        None if matches!(told.status, 400 | 401 | 404) => Fields::default(),
        None if told.status == 200 => return Reply::Unknown { cause: Unknown::Unreadable },
        None => return Reply::Unknown { cause: Unknown::HttpStatus { status: told.status } },
    };
    let clean = |raw| plain(raw).map(|text| scrub.clean(&text));
    let code = clean(fields.error_code).or_else(|| clean(fields.response_code));
    let code = code.or_else(|| clean(fields.code));
    let message = clean(fields.response_message).or_else(|| clean(fields.message));
    Reply::Answer(Box::new(Answer {
        code: code.unwrap_or_else(|| match told.status {
            200 => String::new(),
            status => status.to_string(),
        }),
        message: message.unwrap_or_default(),
        data: Body {
            api_trans_id: clean(fields.reference_id),
            agent_id: clean(fields.client_txn_id),
            status: clean(fields.status),
            amount: clean(fields.load_amount).map(|spelled| rupees(&spelled, unit)),
            redirect_url: clean(Inner::read(fields.data).redirect_url),
            refund: clean(Inner::read(fields.refund).status),
            ..Body::default()
        },
        raw: scrub.clean(text),
        http: Some(told.status),
        clock_ahead: clock_ahead(told.date.as_deref(), now),
    }))
}

/// A text, or a number in its own digits; `None` for null, an empty text and everything else.
fn plain(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    let text = match raw.chars().next()? {
        '"' => serde_json::from_str::<String>(raw).ok()?,
        '-' | '0'..='9' => raw.to_owned(),
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// An amount as PayU spells it, in rupees; one that is none stays as it is, and agrees with
/// nothing.
fn rupees(spelled: &str, unit: AmountUnit) -> String {
    let paise = spelled.parse::<i64>().ok().filter(|_| unit == AmountUnit::Paise);
    paise.map_or_else(|| spelled.to_owned(), |paise| Paise::from_paise(paise).to_wire())
}

/// By how many seconds this computer's clock is ahead of the answer's date, where a
/// signature would not be taken any more.
fn clock_ahead(date: Option<&str>, now: Moment) -> Option<i64> {
    let theirs = Moment::from_http(date?)?;
    let off = now.since(theirs).max(theirs.since(now));
    (off > CLOCK).then(|| now.seconds() - theirs.seconds())
}
