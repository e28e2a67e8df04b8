//! The connection that is made ahead of a payment: what goes by it, what does not, and how it ends (M2, M3).

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use galla::gateway::Gateway;
use galla::gateway::http::{KEPT, Limits};
use galla::gateway::pgpe::{Format, Pgpe};
use galla::transaction::{NotSent, Service, State, Unknown};
use secrecy::SecretString;

use crate::LATE;
use crate::calls::{After, Call, Travelled};
use crate::closed::Closed;
use crate::scripted::{TOKEN, http, read_request, success};

/// How long a gateway waits before it believes that nothing comes.
const A_MOMENT: Duration = Duration::from_millis(200);

const PAID: After = After::State(State::Success);

/// A gateway whose callers a test takes in itself, in the order in which they came.
struct Door {
    pgpe: Arc<Pgpe>,
    callers: Receiver<TcpStream>,
}

impl Door {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (came, callers) = channel();
        thread::spawn(move || {
            listener.incoming().flatten().all(|caller| came.send(caller).is_ok())
        });
        let limits = Limits { connect: LATE, call: LATE };
        let pgpe = Pgpe::new(&base, SecretString::from(TOKEN), Format::Json, limits).unwrap();
        Self { pgpe: Arc::new(pgpe), callers }
    }

    /// Makes a connection ahead, and lets it in.
    async fn made_ahead(&self) -> TcpStream {
        self.pgpe.make_ready(Service::Recharge).await;
        self.next()
    }

    fn next(&self) -> TcpStream {
        self.callers.recv_timeout(LATE).unwrap()
    }

    fn nobody_else_came(&self) -> bool {
        self.callers.recv_timeout(A_MOMENT).is_err()
    }

    /// Makes a call and attends to it; the caller is the one given, or the next.
    async fn call(&self, call: Call, caller: Option<TcpStream>) -> After {
        let pgpe = Arc::clone(&self.pgpe);
        let asked = tokio::spawn(async move { call.ask_pgpe(&pgpe).await });
        // Lets it go as far as it can: a test has one thread.
        tokio::time::sleep(A_MOMENT).await;
        attend(caller.unwrap_or_else(|| self.next()), call);
        asked.await.unwrap()
    }
}

fn attend(mut caller: TcpStream, call: Call) {
    assert!(read_request(&mut caller).contains(TOKEN_SENT), "no request came");
    caller.write_all(&http("200 OK", "", call.right_answer(Format::Json))).unwrap();
}

/// The token as it stands in an address.
const TOKEN_SENT: &str = "MARKED-TOKEN%2F42%2B";

/// Whether nothing came, and the caller is still there.
fn is_silent(caller: &TcpStream) -> bool {
    caller.set_read_timeout(Some(A_MOMENT)).unwrap();
    let heard = caller.peek(&mut [0]);
    heard.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

fn is_gone(mut caller: &TcpStream) -> bool {
    caller.set_read_timeout(Some(LATE)).unwrap();
    matches!(caller.read(&mut [0]), Ok(0))
}

#[tokio::test]
async fn m1_m2_a_payment_goes_by_the_connection_made_ahead_and_nothing_before_it() {
    let door = Door::open();
    let caller = door.made_ahead().await;
    assert!(is_silent(&caller), "something was sent before there was a payment");
    assert_eq!(door.call(Call::Recharge, Some(caller)).await, PAID);
    assert!(door.nobody_else_came());
    // It carried its one request: the next payment has a connection of its own.
    assert_eq!(door.call(Call::Recharge, None).await, PAID);
}

#[tokio::test]
async fn a_question_leaves_it_to_the_payment() {
    let door = Door::open();
    let caller = door.made_ahead().await;
    for call in [Call::Ask(Service::Recharge), Call::Balance, Call::Dispute, Call::VerifyToken] {
        assert_eq!(door.call(call, None).await, call.after(&Travelled::Well));
    }
    assert!(is_silent(&caller));
    assert_eq!(door.call(Call::Recharge, Some(caller)).await, PAID);
}

#[tokio::test]
async fn m3_one_that_the_gateway_has_closed_or_spoken_on_is_left() {
    let failed = success().replace("\"Success\"", "\"Failed\"").replace("TXN", "ERR");
    let timed_out = http("408 Request Timeout", "Connection: close\r\n", "");
    for said in [Vec::new(), timed_out, http("200 OK", "", failed)] {
        let door = Door::open();
        let mut caller = door.made_ahead().await;
        caller.write_all(&said).unwrap();
        if said.is_empty() {
            caller.shutdown(Shutdown::Both).unwrap();
        }
        // The sheet is still being read.
        tokio::time::sleep(A_MOMENT).await;
        assert_eq!(door.call(Call::Recharge, None).await, PAID, "by another connection");
    }
}

#[tokio::test]
async fn m2_m3_one_that_dies_under_the_request_leaves_the_payment_pending() {
    let door = Door::open();
    let mut caller = door.made_ahead().await;
    let pgpe = Arc::clone(&door.pgpe);
    let asked = tokio::spawn(async move { Call::Recharge.ask_pgpe(&pgpe).await });
    tokio::time::sleep(A_MOMENT).await;
    assert!(!read_request(&mut caller).is_empty());
    drop(caller);
    let lost = Unknown::ConnectionLost;
    assert_eq!(asked.await.unwrap(), Call::Recharge.after_no_answer(&lost));
    assert!(door.nobody_else_came(), "it was sent again");
}

#[tokio::test]
async fn it_is_not_kept_for_longer_than_a_sheet_is_read() {
    let door = Door::open();
    let caller = door.made_ahead().await;
    tokio::time::pause();
    tokio::time::advance(KEPT).await;
    tokio::time::resume();
    // Whoever keeps the time is to have a turn.
    tokio::time::sleep(A_MOMENT).await;
    assert!(is_gone(&caller), "it is still kept");
    assert_eq!(door.call(Call::Recharge, None).await, PAID);
}

#[tokio::test]
async fn the_newest_is_kept_and_none_besides() {
    let door = Door::open();
    let first = door.made_ahead().await;
    let second = door.made_ahead().await;
    assert!(is_gone(&first));
    assert_eq!(door.call(Call::Recharge, Some(second)).await, PAID);
}

#[tokio::test]
async fn where_none_can_be_made_the_payment_says_why() {
    let closed = Closed::new();
    let cause = NotSent::ConnectionRefused;
    for call in Call::THAT_PAY {
        let after = call.make_by(&closed.url(), Format::Json, LATE, true).await;
        assert_eq!(after, After::NotSent(cause));
    }
}
