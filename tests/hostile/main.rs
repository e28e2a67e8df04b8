//! What a hostile or broken gateway can do, in tables; every row is one request (M2, M3, M4, M8).
//!
//! `travels.rs` and `answers.rs` are PGPE's tables and `payu.rs` PayU's, `practice.rs` has every misbehaviour of the
//! practice gateway, `tls.rs` what can be wrong with a secure connection.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod acts;
mod ahead;
mod answers;
mod calls;
#[path = "../common/closed.rs"]
mod closed;
#[path = "../common/payu.rs"]
mod loads;
mod payu;
mod practice;
mod quiet;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/scripted.rs"]
mod scripted;
mod tls;
mod travels;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use acts::Announced;
use calls::{After, Call, Travelled};
use closed::Closed;
use galla::gateway::Gateway;
use galla::gateway::pgpe::Format;
use galla::transaction::{NotSent, Reply, Service, State, Unknown};
use scripted::{Script, Scripted, client, http, id, order, success};
use tokio::task::JoinSet;
use travels::Travel;

/// How many cases run at a time.
const AT_ONCE: usize = 12;

/// Until when an answer is awaited that never comes.
const SOON: Duration = Duration::from_millis(1_500);

/// Until when an answer is awaited that comes, on a machine however slow.
const LATE: Duration = Duration::from_secs(120);

/// A row for one call: what is done, what is asked, and what is to be known afterwards.
struct Case {
    name: String,
    script: Script,
    call: Call,
    format: Format,
    patience: Duration,
    after: After,
    /// Whether a connection is made ahead.
    ahead: bool,
}

impl Case {
    /// Makes the call and says what is not as it should be.
    async fn run(self) -> Option<String> {
        let hangs_up = matches!(self.script, Script::HangUp);
        let gateway = Scripted::new(self.script);
        let base = format!("http://{}", gateway.address);
        let after = self.call.make_by(&base, self.format, self.patience, self.ahead).await;
        let ahead = if self.ahead { ", by a connection made ahead" } else { "" };
        let case = format!("{}, to {:?} in {:?}{ahead}", self.name, self.call, self.format);
        let sent = gateway.requests().len();
        // It hangs up on the one that was made ahead as well, by which nothing was sent.
        let right = if hangs_up && self.ahead { 2 } else { 1 };
        if after != self.after {
            Some(format!("{case}: {after:?} where {:?} is right", self.after))
        } else if sent != right {
            Some(format!("{case}: sent {sent} times"))
        } else {
            None
        }
    }
}

/// Runs the cases, a few at a time, and says of each what is not as its row has it.
async fn check(cases: Vec<Case>) {
    let count = cases.len();
    let mut wrong = Vec::new();
    let mut rest = cases.into_iter();
    let mut running = JoinSet::new();
    loop {
        while running.len() < AT_ONCE
            && let Some(case) = rest.next()
        {
            running.spawn(case.run());
        }
        match running.join_next().await {
            Some(found) => wrong.extend(found.unwrap()),
            None => break,
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// A case for each call of how its right answer travels.
fn cases(travels: Vec<Travel>, calls: &[(Call, Format)]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, script, travelled) in travels {
        let late = matches!(travelled, Travelled::No(Unknown::TimedOut));
        let patience = if late { SOON } else { LATE };
        for (call, format) in calls.iter().copied() {
            let script = script(call.right_answer(format).as_bytes());
            let after = call.after(&travelled);
            let name = name.to_owned();
            cases.push(Case { name, script, call, format, patience, after, ahead: false });
        }
    }
    cases
}

#[tokio::test]
async fn m2_m3_however_an_answer_travels_to_any_call() {
    let mut calls = vec![(Call::Recharge, Format::Xml)];
    calls.extend(Call::OF_PGPE.map(|call| (call, Format::Json)));
    calls.extend(Call::OF_PAYU.map(|call| (call, Format::Json)));
    check(cases(travels::travels(), &calls)).await;
}

/// A connection that lay ready makes no difference, however the gateway has used the time (M2).
#[tokio::test]
async fn m2_m3_however_an_answer_travels_by_a_connection_made_ahead() {
    let calls = Call::THAT_PAY.map(|call| (call, Format::Json));
    let cases = cases(travels::travels(), &calls).into_iter();
    check(cases.map(|case| Case { ahead: true, ..case }).collect()).await;
}

#[tokio::test]
async fn m2_m3_what_has_no_end_is_left_in_time() {
    // By GET, by POST, and in JSON.
    let calls = [Call::Recharge, Call::Payout, Call::Load].map(|call| (call, Format::Json));
    check(cases(travels::endless(), &calls)).await;
}

#[tokio::test]
async fn m3_no_http_status_but_200_says_anything() {
    let mut cases = Vec::new();
    let elsewhere = "Location: http://127.0.0.1:9/\r\nRetry-After: 0\r\n";
    for (line, status) in travels::STATUSES {
        for call in Call::OF_PGPE {
            let script = Script::Say(http(line, elsewhere, call.right_answer(Format::Json)));
            let after = call.after_no_answer(&Unknown::HttpStatus { status });
            let (format, patience, name) = (Format::Json, LATE, line.to_owned());
            cases.push(Case { name, script, call, format, patience, after, ahead: false });
        }
    }
    for (line, status) in [("204 No Content", 204), ("304 Not Modified", 304)] {
        // These two have no body, whatever they say of its length.
        let script = Script::Say(format!("HTTP/1.1 {line}\r\n\r\n").into_bytes());
        let after = Call::Recharge.after_no_answer(&Unknown::HttpStatus { status });
        let (format, patience, name) = (Format::Json, LATE, line.to_owned());
        let call = Call::Recharge;
        cases.push(Case { name, script, call, format, patience, after, ahead: false });
    }
    check(cases).await;
}

#[tokio::test]
async fn m3_m8_whatever_an_answer_says() {
    let rows = answers::answers();
    assert!(rows.len() >= 80, "{} rows", rows.len());
    let case = |(name, call, body, after): answers::Said| Case {
        name: format!("{name} ({:.60})", String::from_utf8_lossy(&body)),
        script: Script::Say(http("200 OK", "", &body)),
        call,
        format: if body.starts_with(b"<") { Format::Xml } else { Format::Json },
        patience: LATE,
        after,
        ahead: false,
    };
    check(rows.into_iter().map(case).collect()).await;
}

#[tokio::test]
async fn a_gigabyte_is_left_where_it_is() {
    for announced in [Announced::Length, Announced::Chunks, Announced::ByClosing] {
        let handed_over = Arc::new(AtomicU64::new(0));
        let gateway = Scripted::new(acts::gigabyte(announced, Arc::clone(&handed_over)));
        let after =
            Call::Recharge.make(&format!("http://{}", gateway.address), Format::Json, LATE).await;
        assert_eq!(after, Call::Recharge.after_no_answer(&Unknown::TooLarge), "{announced:?}");
        // A mebibyte is read; the rest lies in the system's buffers, a few mebibytes at most.
        let read = handed_over.load(Ordering::Relaxed);
        assert!(read < 64 * 1024 * 1024, "{read} bytes, {announced:?}");
    }
}

/// A gateway that says more than it was asked must not be heard by the next call (M3).
#[tokio::test]
async fn m3_an_answer_that_nobody_asked_for_is_not_the_next_calls() {
    let other = Call::Recharge.right_answer(Format::Json).replace("TXN", "ERR");
    let failed = other.replace("\"Success\"", "\"Failed\"");
    let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=1000\r\nSet-Cookie: a=b; Path=/\r\n\
                Refresh: 0\r\n";
    let both = [http("200 OK", kept, success()), http("200 OK", kept, &failed)].concat();
    let gateway = Scripted::new(Script::SayAndHold(both));
    let pgpe = client(&format!("http://{}", gateway.address), Format::Json);
    for _ in 0..3 {
        for call in [Call::Recharge, Call::Ask(Service::Recharge)] {
            assert_eq!(call.ask_pgpe(&pgpe).await, After::State(State::Success));
        }
    }
    let requests = gateway.requests();
    assert_eq!(requests.len(), 6, "each on a connection of its own");
    for request in requests {
        let request = request.to_ascii_lowercase();
        for word in ["cookie", "referer", "accept-encoding", "authorization", "a=b"] {
            assert!(!request.contains(word), "{word}: {request}");
        }
        assert_eq!(request.matches(" http/1.1\r\n").count(), 1);
    }
}

#[tokio::test]
async fn m4_what_provably_never_left_is_not_sent() {
    let closed = Closed::new();
    let rows = [
        ("https://galla.invalid".to_owned(), NotSent::NameNotResolved),
        (closed.url(), NotSent::ConnectionRefused),
        // What is said in a handshake's place, and what is wrong with one: see `tls.rs`.
    ];
    for (base, cause) in rows {
        let reply = client(&base, Format::Json).pay(id(), &order()).await;
        assert_eq!(reply, Reply::NotSent { cause }, "{base}");
    }
}

#[tokio::test]
async fn m3_a_redirect_is_never_followed() {
    let target = Scripted::new(Script::Say(http("200 OK", "", success())));
    let to = format!("Location: http://{}/x\r\n", target.address);
    for line in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let gateway = Scripted::new(Script::Say(http(line, &to, "")));
        gateway.client(Format::Json).pay(id(), &order()).await;
        assert_eq!(gateway.requests().len(), 1);
    }
    assert!(target.requests().is_empty());
}
