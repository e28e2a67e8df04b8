//! What a parrot says: answers in either form, and what is no answer.

use serde_json::{Map, Value, json};

use super::asked::Asked;
use crate::marks::{Mark, said};

/// Every secret in all spellings of one kind.
#[derive(Clone)]
pub struct Text {
    kind: &'static str,
    pub text: String,
}

impl Text {
    /// A text of no kind of spelling.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { kind: "plain", text: text.into() }
    }
}

/// Every secret in the spellings of one kind, for each kind. A spelling of escapes in escapes
/// is a kind of its own: of a text that hides a secret so nothing is kept, and what else
/// stands in it would prove nothing.
pub fn texts(marks: &[Mark]) -> Vec<Text> {
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

/// An answer of PGPE's in the form that was asked for.
pub fn spell(
    asked: &Asked,
    code: &str,
    message: &str,
    data: &[(&str, &str)],
    raw: &Text,
) -> String {
    if asked.is_xml() {
        let escaped =
            |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let element = |(name, text): &(&str, &str)| format!("<{name}>{}</{name}>", escaped(text));
        let data: String = data.iter().map(element).collect();
        let quoted = if raw.kind == "XML" { raw.text.as_str() } else { "" };
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
pub fn with_raw(object: &Value, text: &Text) -> String {
    let whole = object.to_string();
    if text.kind == "JSON" {
        format!(r#"{{"Quoted":"{}",{}"#, text.text, &whole[1..])
    } else {
        whole
    }
}

/// What no address has as it is, escaped.
pub fn in_address(text: &str) -> String {
    let escape = |c: char| match c {
        ' ' | '"' | '<' | '>' | '\\' | '#' => format!("%{:02X}", u32::from(c)),
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}

/// An HTTP answer.
pub fn whole(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// What is no answer, with a text where it has room.
pub fn broken(how: Break, text: &str) -> Vec<u8> {
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
