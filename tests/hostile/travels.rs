//! The table of how an answer travels, whatever it says: each row holds for every call.

use galla::transaction::Unknown;

use crate::acts::{self, Announced};
use crate::calls::Travelled;
use crate::scripted::{Script, http};

/// How an answer travels: the case, what the gateway does with a right answer, how it came.
pub type Travel = (&'static str, fn(&[u8]) -> Script, Travelled);

const LOST: Travelled = Travelled::No(Unknown::ConnectionLost);
const TIMED_OUT: Travelled = Travelled::No(Unknown::TimedOut);
const TOO_LARGE: Travelled = Travelled::No(Unknown::TooLarge);
const WELL: Travelled = Travelled::Well;

const MEBIBYTE: usize = 1024 * 1024;

fn ok(body: impl AsRef<[u8]>) -> Script {
    Script::Say(http("200 OK", "", body))
}

fn say(bytes: impl AsRef<[u8]>) -> Script {
    Script::Say(bytes.as_ref().to_vec())
}

/// A head of these lines, and the right answer behind it.
fn headed(head: &str, good: &[u8]) -> Script {
    Script::Say([head.as_bytes(), b"\r\n\r\n", good].concat())
}

fn chunked(body: &str) -> Script {
    say(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}"))
}

/// One chunk, with its size before it.
fn chunk(good: &[u8]) -> String {
    format!("{:x}\r\n{}\r\n", good.len(), text(good))
}

fn text(good: &[u8]) -> &str {
    std::str::from_utf8(good).unwrap()
}

fn padded(good: &[u8], size: usize) -> Script {
    ok([good, &vec![b' '; size - good.len()]].concat())
}

/// Every way for an answer to come, but those that have no end.
pub fn travels() -> Vec<Travel> {
    [well(), never_whole(), lying(), no_http()].concat()
}

/// An answer that comes whole, if oddly, is taken as it is.
fn well() -> Vec<Travel> {
    vec![
        ("a plain answer", |good| ok(good), WELL),
        ("behind a byte-order mark", |good| ok([b"\xef\xbb\xbf", good].concat()), WELL),
        ("in one chunk", |good| chunked(&(chunk(good) + "0\r\n\r\n")), WELL),
        (
            "in many chunks",
            |good| {
                let chunks: String = good.chunks(7).map(chunk).collect();
                chunked(&format!("{chunks}0\r\n\r\n"))
            },
            WELL,
        ),
        (
            "in a chunk with an extension and a trailer",
            |good| {
                let chunk = chunk(good).replacen("\r\n", ";lie=\"1\"\r\n", 1);
                chunked(&format!("{chunk}0\r\nContent-Length: 1\r\n\r\n"))
            },
            WELL,
        ),
        ("of no told length, to the end", |good| headed("HTTP/1.1 200 OK", good), WELL),
        ("of HTTP/1.0", |good| headed("HTTP/1.0 200 OK", good), WELL),
        (
            "with the same length twice",
            |good| {
                let length = format!("Content-Length: {}\r\n", good.len());
                Script::Say(http("200 OK", &length, good))
            },
            WELL,
        ),
        (
            "behind 100 Continue",
            |good| say([b"HTTP/1.1 100 Continue\r\n\r\n", &*http("200 OK", "", good)].concat()),
            WELL,
        ),
        (
            "behind hints of what is to come",
            |good| {
                let hint = "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n";
                say([hint.repeat(3).as_bytes(), &http("200 OK", "", good)].concat())
            },
            WELL,
        ),
        (
            "with words that no header should have",
            |good| Script::Say(http("200 \u{915}", "X: \u{e9} \u{915}\r\n", good)),
            WELL,
        ),
        (
            "with cookies, a page to go to, and things to keep",
            |good| {
                let more = "Set-Cookie: a=b\r\nRefresh: 0; url=/again\r\nLink: </x>; rel=next\r\n\
                            Clear-Site-Data: \"*\"\r\nAlt-Svc: h3=\":1\"\r\nRetry-After: 0\r\n";
                Script::Say(http("200 OK", more, good))
            },
            WELL,
        ),
        (
            "with another answer behind it that nobody asked for",
            |good| say([http("200 OK", "", good), http("200 OK", "", "{}")].concat()),
            WELL,
        ),
        ("before the request was read", |good| acts::unread(http("200 OK", "", good)), WELL),
        ("and then a broken connection", |good| acts::reset_after(http("200 OK", "", good)), WELL),
    ]
}

/// The request may have left, and no whole answer came: nobody knows (M3).
fn never_whole() -> Vec<Travel> {
    vec![
        ("closed at once", |_| Script::HangUp, LOST),
        ("closed after the request", |_| say(b""), LOST),
        ("broken without a word", |_| acts::reset_after(Vec::new()), LOST),
        ("half a status line", |_| say(b"HTTP/1.1 2"), LOST),
        ("headers cut short", |_| say(b"HTTP/1.1 200 OK\r\nContent-Le"), LOST),
        (
            "no body where one is promised",
            |_| say(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"),
            LOST,
        ),
        (
            "a body shorter than its length",
            |good| headed("HTTP/1.1 200 OK\r\nContent-Length: 500000", good),
            LOST,
        ),
        (
            "broken in the middle of the body",
            |good| acts::reset_after([&http("200 OK", "", good)[..], b""].concat()[..60].to_vec()),
            LOST,
        ),
        ("chunks without an end", |good| chunked(&chunk(good)), LOST),
        ("chunks whose end is cut", |good| chunked(&(chunk(good) + "0\r\n")), LOST),
        ("only hints of what is to come", |_| say("HTTP/1.1 103 Early Hints\r\n\r\n"), LOST),
        ("silence", |_| Script::SayAndHold(Vec::new()), TIMED_OUT),
        (
            "silence after the headers",
            |_| Script::SayAndHold(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n".to_vec()),
            TIMED_OUT,
        ),
        (
            "silence after half of the body",
            |good| {
                let mut half = http("200 OK", "", good);
                half.truncate(half.len() - 5);
                Script::SayAndHold(half)
            },
            TIMED_OUT,
        ),
        ("a head a byte at a time", |good| Script::Drip(http("200 OK", "", good)), TIMED_OUT),
        ("a body a byte at a time", acts::drip_body, TIMED_OUT),
    ]
}

/// What is too long, or has no end, is left alone in time, and before it fills the memory.
pub fn endless() -> Vec<Travel> {
    vec![
        ("exactly as much as is read", |good| padded(good, MEBIBYTE), WELL),
        ("one byte more than is read", |good| padded(good, MEBIBYTE + 1), TOO_LARGE),
        ("ten megabytes", |good| padded(good, 10 * MEBIBYTE), TOO_LARGE),
        (
            "a gigabyte, as announced",
            |_| acts::gigabyte(Announced::Length, Default::default()),
            TOO_LARGE,
        ),
        (
            "a gigabyte in chunks",
            |_| acts::gigabyte(Announced::Chunks, Default::default()),
            TOO_LARGE,
        ),
        (
            "a gigabyte without an announcement",
            |_| acts::gigabyte(Announced::ByClosing, Default::default()),
            TOO_LARGE,
        ),
        (
            "ten thousand headers",
            |good| {
                let many = "X-Filler: 0123456789\r\n".repeat(10_000);
                Script::Say(http("200 OK", &many, good))
            },
            LOST,
        ),
        (
            "a header of ten megabytes",
            |good| {
                let long = format!("X-Filler: {}\r\n", "0".repeat(10 * MEBIBYTE));
                Script::Say(http("200 OK", &long, good))
            },
            LOST,
        ),
        ("headers for ever", |_| acts::for_ever("HTTP/1.1 200 OK\r\n", "X: y\r\n"), LOST),
        ("a header for ever", |_| acts::for_ever("HTTP/1.1 200 OK\r\nX: ", "0000"), LOST),
        ("a chunk's size for ever", |_| chunked_for_ever("", "f"), LOST),
        ("the zeros before a chunk's size for ever", |_| chunked_for_ever("", "0"), TIMED_OUT),
        ("a chunk's extension for ever", |_| chunked_for_ever("1;", "0"), LOST),
        (
            "hints for ever",
            |_| {
                let hint = format!("HTTP/1.1 103 Early Hints\r\nX: {}\r\n\r\n", "0".repeat(1_000));
                acts::for_ever("", &hint)
            },
            TIMED_OUT,
        ),
    ]
}

fn chunked_for_ever(size: &str, again: &str) -> Script {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    acts::for_ever(&format!("{head}{size}"), again)
}

/// An answer that lies about itself is none, even if a right one can be found in it (M3).
fn lying() -> Vec<Travel> {
    vec![
        (
            "a chunk that says it is longer",
            |good| chunked(&format!("fffff\r\n{}\r\n0\r\n\r\n", text(good))),
            LOST,
        ),
        (
            "a chunk that says it is shorter",
            |good| chunked(&format!("5\r\n{}\r\n0\r\n\r\n", text(good))),
            LOST,
        ),
        ("a chunk without a size", |_| chunked("zz\r\nx\r\n0\r\n\r\n"), LOST),
        ("a chunk of less than nothing", |_| chunked("-5\r\nx\r\n0\r\n\r\n"), LOST),
        (
            "a chunk beyond all numbers",
            |good| chunked(&format!("fffffffffffffffff\r\n{}", text(good))),
            LOST,
        ),
        (
            "a good chunk and a bad one",
            |good| chunked(&(chunk(good) + "zz\r\n\r\n0\r\n\r\n")),
            LOST,
        ),
        (
            "two different lengths",
            |good| {
                let length = good.len();
                let head = format!("Content-Length: {length}\r\nContent-Length: 1");
                headed(&format!("HTTP/1.1 200 OK\r\n{head}"), good)
            },
            LOST,
        ),
        (
            "a length of less than nothing",
            |good| headed("HTTP/1.1 200 OK\r\nContent-Length: -5", good),
            LOST,
        ),
        (
            "a length beyond all numbers",
            |good| headed("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616", good),
            LOST,
        ),
        (
            "a length that is none",
            |good| headed("HTTP/1.1 200 OK\r\nContent-Length: much", good),
            LOST,
        ),
        (
            "a header over two lines",
            |good| {
                headed(
                    &format!("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: {}", good.len()),
                    good,
                )
            },
            LOST,
        ),
        (
            "a space before the colon",
            |good| headed(&format!("HTTP/1.1 200 OK\r\nContent-Length : {}", good.len()), good),
            LOST,
        ),
        ("a zero byte in a header", |good| headed("HTTP/1.1 200 OK\r\nX: a\0b", good), LOST),
    ]
}

/// What is no HTTP/1 at all.
fn no_http() -> Vec<Travel> {
    vec![
        ("another protocol", |_| say(b"SSH-2.0-OpenSSH_9\r\n"), LOST),
        ("an answer without headers, as of HTTP/0.9", |good| say(good), LOST),
        ("the beginning of HTTP/2", |_| say(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), LOST),
        ("a frame of HTTP/2", |_| say(b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"), LOST),
        ("HTTP of another time", |good| headed("HTTP/9.9 200 OK", good), LOST),
        ("http in small letters", |good| headed("http/1.1 200 OK", good), LOST),
        ("a status of two digits", |good| headed("HTTP/1.1 20 OK", good), LOST),
        ("a status of letters", |good| headed("HTTP/1.1 OK 200", good), LOST),
        ("TLS where there was none", |_| say(b"\x16\x03\x03\x00\x02\x02\x28"), LOST),
        ("zero bytes", |_| say([0; 512]), LOST),
    ]
}

/// Every HTTP status but 200 says nothing of the money, whatever stands in the body: the
/// status line, and its number.
pub const STATUSES: [(&str, u16); 28] = [
    ("201 Created", 201),
    ("202 Accepted", 202),
    ("203 Non-Authoritative Information", 203),
    ("206 Partial Content", 206),
    ("226 IM Used", 226),
    ("299 Whatever", 299),
    ("300 Multiple Choices", 300),
    ("301 Moved Permanently", 301),
    ("302 Found", 302),
    ("303 See Other", 303),
    ("307 Temporary Redirect", 307),
    ("308 Permanent Redirect", 308),
    ("400 Bad Request", 400),
    ("401 Unauthorized", 401),
    ("402 Payment Required", 402),
    ("403 Forbidden", 403),
    ("404 Not Found", 404),
    ("407 Proxy Authentication Required", 407),
    ("408 Request Timeout, which invites to ask again", 408),
    ("421 Misdirected Request, which does as well", 421),
    ("425 Too Early", 425),
    ("429 Too Many Requests", 429),
    ("500 Internal Server Error", 500),
    ("502 Bad Gateway", 502),
    ("503 Service Unavailable", 503),
    ("504 Gateway Timeout", 504),
    ("599 Whatever", 599),
    ("999 Beyond all", 999),
];
