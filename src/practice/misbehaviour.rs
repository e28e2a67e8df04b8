//! Ways of answering badly, seen on the wire.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::answer::{Answer, Code, Format, Value};

/// The size of a body that no client should read to its end.
const HUGE: usize = 10 * 1024 * 1024;

/// Long enough for the part that was written to leave before the connection is closed.
const BEFORE_CUT: Duration = Duration::from_millis(50);

/// One thing that is wrong with an answer. What it says of the money is not changed by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// The right answer, after this long.
    Delay(Duration),
    /// No answer: the connection is held until the client gives up.
    NoAnswer,
    /// No answer: the connection is closed without a byte.
    HangUp,
    /// The head and half of the body, then the connection is closed.
    CutBody,
    /// This code, with `Data` null, in place of the answer.
    Code(Code),
    /// HTTP 200 with a web page.
    Html,
    /// HTTP 500 with a web page.
    ServerError,
    /// HTTP 302 to the very address that was asked for.
    Redirect,
    /// `AgentID` is another transaction's.
    OtherAgentId,
    /// `Amount` is ₹1.00 more.
    OtherAmount,
    /// `Number` is another one.
    OtherNumber,
    /// The code TXN with `Status` Failed.
    TxnFailed,
    /// A UTF-8 byte-order mark before the right answer.
    ByteOrderMark,
    /// A body of 10 MB.
    Huge,
    /// The right answer with lower-case names, numbers for texts and nulls.
    OddTypes,
    /// The right answer without `Data`.
    NoData,
    /// A complete HTTP answer whose text stops in the middle.
    Truncated,
}

/// Sends `answer`, spoiled by `misbehaviour` if there is one. `target` is the path and
/// query that were asked for: it carries the token and goes into `Location` only.
pub(super) async fn send(
    mut answer: Answer,
    format: Format,
    misbehaviour: Option<Misbehaviour>,
    target: &str,
) -> Response {
    let Some(misbehaviour) = misbehaviour else { return plain(answer.spell(format), format) };
    match misbehaviour {
        Misbehaviour::Delay(duration) => {
            tokio::time::sleep(duration).await;
            plain(answer.spell(format), format)
        }
        Misbehaviour::NoAnswer => std::future::pending().await,
        Misbehaviour::HangUp => hang_up(),
        Misbehaviour::CutBody => cut(answer.spell(format), format),
        Misbehaviour::Html => page(StatusCode::OK),
        Misbehaviour::ServerError => page(StatusCode::INTERNAL_SERVER_ERROR),
        Misbehaviour::Redirect => {
            (StatusCode::FOUND, [(header::LOCATION, target.to_owned())]).into_response()
        }
        Misbehaviour::ByteOrderMark => plain(format!("\u{feff}{}", answer.spell(format)), format),
        Misbehaviour::Truncated => {
            let text = answer.spell(format);
            plain(first_half(&text).to_owned(), format)
        }
        _ => {
            spoil(&mut answer, misbehaviour);
            plain(answer.spell(format), format)
        }
    }
}

/// The misbehaviours that lie in what the answer says, not in how it travels.
fn spoil(answer: &mut Answer, misbehaviour: Misbehaviour) {
    match misbehaviour {
        Misbehaviour::Code(code) => *answer = Answer::bare(code),
        Misbehaviour::OtherAgentId => put(answer, "AgentID", "SOMEBODYELSE01"),
        Misbehaviour::OtherAmount => {
            if let Some(Value::Text(amount)) = answer.data_mut("Amount") {
                *amount = one_rupee_more(amount);
            }
        }
        Misbehaviour::OtherNumber => {
            if let Some(Value::Text(number)) = answer.data_mut("Number") {
                *number = number.chars().rev().collect::<String>() + "0";
            }
        }
        Misbehaviour::TxnFailed => put(answer, "Status", "Failed"),
        Misbehaviour::Huge => answer.fields.push(("Padding", Value::Text("x".repeat(HUGE)))),
        Misbehaviour::OddTypes => answer.fields.iter_mut().for_each(make_odd),
        Misbehaviour::NoData => answer.fields.retain(|(name, _)| *name != "Data"),
        _ => {}
    }
}

fn put(answer: &mut Answer, name: &str, text: &str) {
    if let Some(value) = answer.data_mut(name) {
        *value = Value::text(text);
    }
}

fn one_rupee_more(amount: &str) -> String {
    let rupee = crate::money::Paise::from_paise(100);
    let more = amount.parse::<crate::money::Paise>().ok().and_then(|a| a.checked_add(rupee));
    more.map_or_else(|| "1.00".to_owned(), crate::money::Paise::to_wire)
}

fn make_odd((name, value): &mut (&'static str, Value)) {
    *name = match *name {
        "StatusCode" => "statuscode",
        "Message" => "message",
        "Data" => "data",
        "APITransID" => "apitransid",
        "AgentID" => "agentid",
        "Status" => "status",
        "APIMessage" => "apimessage",
        "OperatorReference" => "operatorreference",
        "Number" => "number",
        "Amount" => "amount",
        "DateTime" => "datetime",
        "Balance" => "balance",
        "MSG" => "msg",
        other => other,
    };
    match (&mut *value, *name) {
        (Value::Fields(fields), _) => fields.iter_mut().for_each(make_odd),
        (_, "message" | "apimessage") => *value = Value::Null,
        (Value::Number(digits), _) => *value = Value::Text(std::mem::take(digits)),
        (Value::Text(text), "apitransid" | "number" | "amount") if is_json_number(text) => {
            *value = Value::Number(std::mem::take(text));
        }
        _ => {}
    }
}

/// A leading zero is no JSON number.
fn is_json_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && (!text.starts_with('0') || text.starts_with("0."))
}

fn plain(text: String, format: Format) -> Response {
    ([(header::CONTENT_TYPE, format.content_type())], text).into_response()
}

/// A web page where an answer was expected.
pub(super) fn page(status: StatusCode) -> Response {
    let html = "<!DOCTYPE html><html><head><title>Server Error</title></head>\
                <body><h1>Server Error in '/' Application.</h1></body></html>";
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn first_half(text: &str) -> &str {
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle -= 1;
    }
    text.get(..middle).unwrap_or_default()
}

/// Promises the whole body, sends half of it and fails, so that the server hangs up.
fn cut(text: String, format: Format) -> Response {
    let half = Bytes::from(first_half(&text).to_owned());
    let body = stream::unfold(Some(half), |left| async move {
        match left {
            Some(half) => Some((Ok(half), None)),
            None => {
                tokio::time::sleep(BEFORE_CUT).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_LENGTH, text.len().to_string()),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// A body that fails before its first byte: the server drops the connection with the
/// head still unsent.
fn hang_up() -> Response {
    let failure = Err::<Bytes, _>(io::Error::from(io::ErrorKind::ConnectionAborted));
    Body::from_stream(stream::iter([failure])).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn success() -> Answer {
        Answer::new(
            Code::TXN,
            vec![
                ("APITransID", Value::text("795873532")),
                ("AgentID", Value::text("87965as557")),
                ("Status", Value::text("Success")),
                ("APIMessage", Value::text("Recharge Successful")),
                ("Number", Value::text("09999999999")),
                ("Amount", Value::text("20.00")),
            ],
        )
    }

    fn spoiled(misbehaviour: Misbehaviour) -> String {
        let mut answer = success();
        spoil(&mut answer, misbehaviour);
        answer.spell(Format::Json)
    }

    #[test]
    fn one_field_is_wrong_and_the_rest_is_right() {
        let right = success().spell(Format::Json);
        let table = [
            (Misbehaviour::OtherAgentId, "87965as557", "SOMEBODYELSE01"),
            (Misbehaviour::OtherAmount, "20.00", "21.00"),
            (Misbehaviour::OtherNumber, "09999999999", "999999999900"),
            (Misbehaviour::TxnFailed, r#""Status":"Success""#, r#""Status":"Failed""#),
        ];
        for (misbehaviour, before, after) in table {
            assert_eq!(spoiled(misbehaviour), right.replace(before, after), "{misbehaviour:?}");
        }
    }

    #[test]
    fn odd_types_are_still_json() {
        let json = spoiled(Misbehaviour::OddTypes);
        assert_eq!(
            json,
            r#"{"statuscode":"TXN", "message":null, "data":{"apitransid": 795873532, "agentid":"87965as557", "status":"Success", "apimessage":null, "number":"09999999999", "amount": 20.00}}"#
        );
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
    }

    #[test]
    fn half_a_text_ends_between_two_letters() {
        assert_eq!(first_half("₹₹₹"), "₹");
        assert_eq!(first_half(""), "");
    }
}
