//! A load request: its fields by the table of api.md 2, and what is wrong with them.

use serde_json::Value;

use crate::money::Paise;

/// A request in which nothing is wrong.
#[derive(Clone, Debug)]
pub struct LoadRequest {
    pub client_txn_id: String,
    pub amount: Paise,
    pub mobile: String,
    pub surl: String,
    pub furl: String,
    pub seamless: bool,
}

impl LoadRequest {
    /// Reads a body.
    ///
    /// # Errors
    /// The name of the first field that is not as it should be.
    pub fn read(body: &[u8]) -> Result<Self, &'static str> {
        let body: Value = serde_json::from_slice(body).map_err(|_| "body")?;
        let text = |path: &'static str| {
            let found = body.pointer(&format!("/{}", path.replace('.', "/")));
            found.and_then(Value::as_str).ok_or(path)
        };
        let held = |path, holds: fn(&str) -> bool| {
            text(path).and_then(|t| holds(t).then_some(t).ok_or(path))
        };
        let client_txn_id = held("clientTxnId", |id| {
            id.len() == 14 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })?;
        held("requestDateTime", |time| time.len() == 14 && digits(time))?;
        if body.get("customerId").is_some_and(|id| !id.is_null()) {
            held("customerId", |id| !id.is_empty() && id.len() <= 20 && digits(id))?;
        }
        held("customer.firstName", is_name)?;
        held("customer.lastName", is_name)?;
        let mobile = held("customer.mobileNumber", |number| {
            number.len() == 12 && digits(number) && number.starts_with("91")
        })?;
        held("customer.email", |email| {
            email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        })?;
        let surl = held("surl", is_web)?;
        let furl = held("furl", is_web)?;
        held("currency", |currency| currency == "INR")?;
        let amount = body.get("loadAmount").and_then(Value::as_i64).filter(|amount| *amount > 0);
        let seamless = body.get("seamlessTxn").and_then(Value::as_bool);
        Ok(Self {
            client_txn_id: client_txn_id.to_owned(),
            amount: Paise::from_paise(amount.ok_or("loadAmount")?),
            mobile: mobile.to_owned(),
            surl: surl.to_owned(),
            furl: furl.to_owned(),
            seamless: seamless.ok_or("seamlessTxn")?,
        })
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Up to 50 letters, dots and single spaces.
fn is_name(name: &str) -> bool {
    let indian = '\u{900}'..='\u{d7f}';
    let known = |c: char| c.is_alphabetic() || indian.contains(&c) || c == '.' || c == ' ';
    (1..=50).contains(&name.chars().count())
        && name.chars().all(known)
        && !name.contains("  ")
        && name.trim() == name
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
