//! What is written to PayU and what is read of its answers (api.md 2).

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{AmountUnit, Merchant};
use crate::gateway::http::Told;
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

impl Fields<'_> {
    /// Whether everything that says which load it is about, and how it ended, is a text, a
    /// number or missing: of a list nobody can tell what it says (M3).
    fn can_be_told(&self) -> bool {
        [self.reference_id, self.client_txn_id, self.status, self.load_amount]
            .into_iter()
            .flatten()
            .all(|raw| raw.get() == "null" || spelled(raw).is_some())
    }
}

/// Reads an answer. One whose HTTP status says all there is to say (400, 401, 404) needs no
/// readable body; of every other the body must be JSON.
pub fn read(told: &Told, now: Moment, unit: AmountUnit, scrub: &Scrub) -> Reply {
    let text = std::str::from_utf8(&told.body).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let object = text.starts_with('{');
    let fields = object.then(|| serde_json::from_str::<Fields<'_>>(text).ok()).flatten();
    let fields = fields.filter(Fields::can_be_told);
    let fields = match fields {
        Some(fields) => fields,
        None if matches!(told.status, 400 | 401 | 404) => Fields::default(),
        None if told.status == 200 => return Reply::Unknown { cause: Unknown::Unreadable },
        None => return Reply::Unknown { cause: Unknown::HttpStatus { status: told.status } },
    };
    let clean = |raw| plain(raw).map(|text| kept(&scrub.clean(&text), KEPT_OF_FIELD));
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
