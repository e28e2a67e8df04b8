//! What a hostile or broken gateway can do to a payment, in one table; every row is one request (M2, M3, M4).

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::scripted::{Script, Scripted, TOKEN, client, http, id, order, success};
use galla::gateway::Gateway;
use galla::gateway::pgpe::Format;
use galla::transaction::evidence::{Contradiction, read_payment};
use galla::transaction::{NotSent, Reason, Reply, Unknown, Verdict};
use tracing_subscriber::fmt::MakeWriter;

fn no_answer(cause: Unknown) -> Verdict {
    Verdict::Pending(Reason::NoAnswer { cause })
}

fn contradiction(about: Contradiction) -> Verdict {
    Verdict::Pending(Reason::Contradiction { about })
}

fn ok(body: impl AsRef<[u8]>) -> Script {
    Script::Say(http("200 OK", "", body))
}

fn status(line: &str) -> Script {
    Script::Say(http(line, "Location: http://127.0.0.1:9/\r\n", success()))
}

/// Case, what the gateway does, what the payment then is.
fn table() -> Vec<(&'static str, Script, Verdict)> {
    let say = |bytes: &[u8]| Script::Say(bytes.to_vec());
    let good = success();
    let with = |from: &str, to: &str| ok(good.replace(from, to));
    let lost = || no_answer(Unknown::ConnectionLost);
    let unreadable = || no_answer(Unknown::Unreadable);
    let http_status = |status| no_answer(Unknown::HttpStatus { status });
    let many = "X-Filler: 0123456789\r\n".repeat(10_000);
    let mebibyte = 1024 * 1024;
    let padded = |size: usize| format!("{good}{}", " ".repeat(size - good.len()));
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let chunked = |body: &str| {
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}").into_bytes()
    };
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("a plain success", ok(&good), Verdict::Success),
        ("a success behind a byte-order mark", ok(format!("\u{feff}{good}")), Verdict::Success),
        (
            "a success in chunks",
            Script::Say(chunked(&format!("{}0\r\n\r\n", chunk(&good)))),
            Verdict::Success,
        ),
        ("exactly as much as is read", ok(padded(mebibyte)), Verdict::Success),
        ("one byte more", ok(padded(mebibyte + 1)), no_answer(Unknown::TooLarge)),
        ("ten megabytes", ok(padded(10 * mebibyte)), no_answer(Unknown::TooLarge)),
        ("closed at once", Script::HangUp, lost()),
        ("closed after the request", say(b""), lost()),
        ("half a status line", say(b"HTTP/1.1 2"), lost()),
        ("headers cut short", say(b"HTTP/1.1 200 OK\r\nContent-Le"), lost()),
        (
            "no body where one is promised",
            say(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"),
            lost(),
        ),
        (
            "a body cut short",
            say(&[b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", good.as_bytes()].concat()),
            lost(),
        ),
        ("chunks without an end", Script::Say(chunked(&chunk(&good))), lost()),
        (
            "a chunk that lies about its size",
            Script::Say(chunked(&format!("ffff\r\n{good}"))),
            lost(),
        ),
        ("a chunk without a size", Script::Say(chunked("zz\r\nx\r\n0\r\n\r\n")), lost()),
        (
            "two different lengths",
            say(&[
                b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 900\r\n\r\n",
                good.as_bytes(),
            ]
            .concat()),
            lost(),
        ),
        ("no HTTP at all", say(b"SSH-2.0-OpenSSH_9\r\n"), lost()),
        ("an answer without headers", say(good.as_bytes()), lost()),
        ("ten thousand headers", Script::Say(http("200 OK", &many, &good)), lost()),
        ("silence", Script::SayAndHold(Vec::new()), no_answer(Unknown::TimedOut)),
        (
            "silence after the headers",
            Script::SayAndHold(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n".to_vec()),
            no_answer(Unknown::TimedOut),
        ),
        ("a byte at a time", Script::Drip(http("200 OK", "", &good)), no_answer(Unknown::TimedOut)),
        ("204", Script::Say(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()), http_status(204)),
        ("201 with a success", status("201 Created"), http_status(201)),
        ("301", status("301 Moved Permanently"), http_status(301)),
        ("302", status("302 Found"), http_status(302)),
        ("307", status("307 Temporary Redirect"), http_status(307)),
        ("308", status("308 Permanent Redirect"), http_status(308)),
        ("400", status("400 Bad Request"), http_status(400)),
        ("401", status("401 Unauthorized"), http_status(401)),
        ("404", status("404 Not Found"), http_status(404)),
        ("408, which invites to ask again", status("408 Request Timeout"), http_status(408)),
        ("429", status("429 Too Many Requests"), http_status(429)),
        ("500", status("500 Internal Server Error"), http_status(500)),
        ("502", status("502 Bad Gateway"), http_status(502)),
        ("503", status("503 Service Unavailable"), http_status(503)),
        ("nothing", ok(""), unreadable()),
        ("a web page", ok("<!DOCTYPE html><html><body>Server busy</body></html>"), unreadable()),
        ("JSON cut short", ok(&good[..good.len() - 1]), unreadable()),
        ("two answers", ok(format!("{good}{good}")), unreadable()),
        ("invalid UTF-8", ok([good.as_bytes(), b"\xff"].concat()), unreadable()),
        ("UTF-16", ok(utf16), unreadable()),
        ("a list", ok(format!("[{good}]")), unreadable()),
        ("brackets without end", ok("[".repeat(500_000)), unreadable()),
        (
            "a packed body",
            Script::Say(http("200 OK", "Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\x00\x00")),
            unreadable(),
        ),
        (
            "a DTD that swells",
            ok(
                "<!DOCTYPE r [<!ENTITY a \"TXN\"><!ENTITY b \"&a;&a;\">]><r><StatusCode>&a;</StatusCode></r>",
            ),
            unreadable(),
        ),
        (
            "a field twice",
            with(r#""Status":"Success""#, r#""Status":"Success","Status":"Failed""#),
            unreadable(),
        ),
        (
            "another AgentID",
            with(id().as_str(), "0000000000000A"),
            contradiction(Contradiction::AgentId),
        ),
        ("another amount", with("20.00", "20.01"), contradiction(Contradiction::Amount)),
        (
            "an amount with three decimals",
            with("20.00", "20.000"),
            contradiction(Contradiction::Amount),
        ),
        ("a negative amount", with("20.00", "-20.00"), contradiction(Contradiction::Amount)),
        (
            "an amount beyond all",
            with("20.00", "99999999999999999999"),
            contradiction(Contradiction::Amount),
        ),
        ("an amount that is none", with("20.00", "NaN"), contradiction(Contradiction::Amount)),
        ("another number", with("9999999999", "9999999998"), contradiction(Contradiction::Number)),
        (
            "TXN and Failed",
            with(r#""Success""#, r#""Failed""#),
            contradiction(Contradiction::Status),
        ),
        ("a date that does not exist", with("28/01/2018", "31/02/2018"), Verdict::Success),
    ]
}

#[tokio::test]
async fn m2_m3_every_row_is_one_request_and_what_the_table_says() {
    for (case, script, expected) in table() {
        let gateway = Scripted::new(script);
        let reply = gateway.client(Format::Json).pay(id(), &order()).await;
        assert_eq!(read_payment(id(), &order(), &reply), expected, "{case}");
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(gateway.requests().len(), 1, "{case}: sent more than once");
    }
}

/// A listener that answers the first bytes of TLS with something else.
fn not_tls(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut caller in listener.incoming().flatten() {
            let _gone = caller.write_all(answer);
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    format!("https://{address}")
}

#[tokio::test]
async fn m4_what_provably_never_left_is_not_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let rows = [
        ("https://galla.invalid".to_owned(), NotSent::NameNotResolved),
        (format!("http://{closed}"), NotSent::ConnectionRefused),
        (not_tls(b"HTTP/1.1 400 Bad Request\r\n\r\n"), NotSent::TlsRefused),
        (not_tls(b"\x15\x03\x03\x00\x02\x02\x28"), NotSent::TlsRefused),
    ];
    for (base, cause) in rows {
        let reply = client(&base, Format::Json).pay(id(), &order()).await;
        assert_eq!(reply, Reply::NotSent { cause }, "{base}");
    }
}

#[tokio::test]
async fn m3_a_redirect_is_never_followed() {
    let target = Scripted::new(ok(success()));
    let to = format!("Location: http://{}/x\r\n", target.address);
    for line in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let gateway = Scripted::new(Script::Say(http(line, &to, "")));
        gateway.client(Format::Json).pay(id(), &order()).await;
        assert_eq!(gateway.requests().len(), 1);
    }
    assert!(target.requests().is_empty());
}

/// Everything that is logged, whoever logs it.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Heard {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn m10_no_failure_names_the_token() {
    let heard = Heard::default();
    let filter = galla::logs::filter(Some("trace"));
    let listening = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(heard.clone())
        .with_ansi(false)
        .set_default_here();
    let mut said = String::new();
    for (_, script, _) in table() {
        let gateway = Scripted::new(script);
        said += &format!("{:?}", gateway.client(Format::Json).pay(id(), &order()).await);
    }
    let echo = format!(
        r#"{{"StatusCode":"IAT","Message":"{TOKEN}","Data":{{"APIMessage":"MARKED-TOKEN%2f42%2B"}}}}"#
    );
    let gateway = Scripted::new(ok(echo));
    said += &format!("{:?}", gateway.client(Format::Json).pay(id(), &order()).await);
    let refused = client("http://127.0.0.1:1", Format::Json).pay(id(), &order()).await;
    said += &format!("{refused:?}");
    drop(listening);
    said += &String::from_utf8_lossy(&heard.0.lock().unwrap());
    assert!(said.contains("a call to the gateway failed"), "the log was heard");
    let said = said.to_ascii_lowercase();
    for spelling in ["marked-token", "marked%2dtoken", "tufss0velvrps0vo"] {
        assert!(!said.contains(spelling), "{spelling}");
    }
}

/// A subscriber for this thread only, since tests share a process.
trait Here {
    fn set_default_here(self) -> tracing::subscriber::DefaultGuard;
}

impl<N, E, F, W> Here for tracing_subscriber::fmt::SubscriberBuilder<N, E, F, W>
where
    Self: Into<tracing::Dispatch>,
{
    fn set_default_here(self) -> tracing::subscriber::DefaultGuard {
        tracing::dispatcher::set_default(&self.into())
    }
}
