//! Every agreed ending of a number: its answer on the wire, and the money in the books.

use std::time::{Duration, Instant};

use galla::practice::{Fate, Misbehaviour, OUTCOMES, Outcome, Practice, Product, State};

use super::wire::{End, Seen, at_the_samples_time, get, pay, send, status};

const ID: &str = "01HZX4T9Q7AB3C";

fn number(outcome: &Outcome) -> String {
    format!("98765432{}", outcome.ending)
}

/// What the answer should be, were nothing wrong with it: code and `Data.Status`.
fn honest(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::Success | Fate::SuccessThenReversed => ("TXN", "Success"),
        Fate::Failed => ("ERR", "Failed"),
        Fate::PendingThenSuccess
        | Fate::PendingThenFailed
        | Fate::PendingThenReversed
        | Fate::PendingForEver => ("TUP", "Pending"),
        Fate::NotTaken => panic!("there is no honest answer to a payment that is not taken"),
    }
}

fn assert_honest(json: &serde_json::Value, outcome: &Outcome) {
    let data = &json["Data"];
    assert_eq!((json["StatusCode"].as_str(), data["Status"].as_str()), {
        let (code, status) = honest(outcome.fate);
        (Some(code), Some(status))
    });
    assert_eq!(data["AgentID"], ID);
    assert_eq!(data["Number"].as_str(), Some(number(outcome).as_str()));
    assert_eq!(data["Amount"], "20.00");
    assert_eq!(data["DateTime"], "28/01/2018 05:03:53 PM");
}

/// Asserts what was seen of an answer that has `misbehaviour`.
fn assert_wire(seen: &Seen, outcome: &Outcome, took: Duration) {
    let Some(misbehaviour) = outcome.misbehaviour else {
        return assert_honest(&seen.json(), outcome);
    };
    match misbehaviour {
        Misbehaviour::Delay(delay) => {
            assert!(delay == Duration::from_secs(5) && took >= delay, "{took:?}");
            assert_honest(&seen.json(), outcome);
        }
        Misbehaviour::NoAnswer => assert_eq!((seen.raw.len(), seen.end), (0, End::Silence)),
        Misbehaviour::HangUp => assert_eq!((seen.raw.len(), seen.end), (0, End::Closed)),
        Misbehaviour::CutBody => {
            let promised: usize = seen.header("Content-Length").unwrap().parse().unwrap();
            assert!(seen.body().starts_with(r#"{"StatusCode":"TXN""#));
            assert!(seen.body().len() < promised && seen.end == End::Closed);
        }
        Misbehaviour::Code(code) => {
            let json = seen.json();
            assert_eq!(json["StatusCode"], code.text);
            assert_eq!(json["Message"], code.message);
            assert!(json["Data"].is_null());
        }
        Misbehaviour::Html => {
            assert_eq!(seen.status(), 200);
            assert!(seen.body().starts_with("<!DOCTYPE html>"));
        }
        Misbehaviour::ServerError => assert_eq!(seen.status(), 500),
        Misbehaviour::Redirect => {
            assert_eq!(seen.status(), 302);
            assert_eq!(seen.header("Location"), Some(pay(&number(outcome), ID)));
        }
        Misbehaviour::OtherAgentId => assert_ne!(seen.json()["Data"]["AgentID"], ID),
        Misbehaviour::OtherAmount => assert_eq!(seen.json()["Data"]["Amount"], "21.00"),
        Misbehaviour::OtherNumber => {
            assert_ne!(seen.json()["Data"]["Number"].as_str(), Some(number(outcome).as_str()));
        }
        Misbehaviour::TxnFailed => {
            let json = seen.json();
            assert_eq!(
                (&json["StatusCode"], &json["Data"]["Status"]),
                (&"TXN".into(), &"Failed".into())
            );
        }
        Misbehaviour::ByteOrderMark => {
            let body = seen.body();
            let json = serde_json::from_str(body.strip_prefix('\u{feff}').unwrap()).unwrap();
            assert_honest(&json, outcome);
        }
        Misbehaviour::Huge => {
            assert!(seen.body().len() > 10 * 1024 * 1024);
            assert_honest(&seen.json(), outcome);
        }
        Misbehaviour::OddTypes => {
            let json = seen.json();
            assert_eq!(json["statuscode"], "TXN");
            assert!(json["message"].is_null());
            assert!(json["data"]["apitransid"].is_u64() && json["data"]["number"].is_u64());
            assert!(seen.body().contains(r#""amount": 20.00"#));
        }
        Misbehaviour::NoData => {
            let json = seen.json();
            assert!(json["StatusCode"] == "TXN" && json.get("Data").is_none());
        }
        Misbehaviour::Truncated => {
            let promised: usize = seen.header("Content-Length").unwrap().parse().unwrap();
            assert_eq!(seen.body().len(), promised, "HTTP is in order, the text is not");
            assert!(serde_json::from_str::<serde_json::Value>(&seen.body()).is_err());
        }
    }
}

/// The state and the rupees missing from the wallet, at once and in the end.
fn expected(fate: Fate) -> [(State, i64); 2] {
    match fate {
        Fate::Success => [(State::Success, 20), (State::Success, 20)],
        Fate::Failed => [(State::Failed, 0), (State::Failed, 0)],
        Fate::PendingThenSuccess => [(State::Pending, 20), (State::Success, 20)],
        Fate::PendingThenFailed => [(State::Pending, 20), (State::Failed, 0)],
        Fate::PendingForEver => [(State::Pending, 20), (State::Pending, 20)],
        Fate::SuccessThenReversed => [(State::Success, 20), (State::Reversed, 0)],
        Fate::PendingThenReversed => [(State::Pending, 20), (State::Reversed, 0)],
        Fate::NotTaken => [(State::NotTaken, 0), (State::NotTaken, 0)],
    }
}

fn in_the_books(practice: &Practice) -> (State, i64) {
    let (books, entry) = (practice.books(), practice.books().entry(ID).unwrap());
    assert!(books.snapshot().adds_up);
    assert_eq!(entry.sends, 1);
    (entry.state, (500_000 - books.wallet(Product::Recharge).paise()) / 100)
}

/// What an honest status answer says in the end.
fn in_the_end(state: State) -> (&'static str, Option<&'static str>) {
    match state {
        State::Success => ("TXN", Some("Success")),
        State::Pending => ("TUP", Some("Pending")),
        State::Failed | State::Reversed => ("ERR", Some("Failed")),
        State::NotTaken => ("TNF", None),
    }
}

fn play(outcome: &Outcome) {
    let (practice, clock) = at_the_samples_time();
    let silent = outcome.misbehaviour == Some(Misbehaviour::NoAnswer);
    let patience = Duration::from_secs(if silent { 1 } else { 20 });
    let started = Instant::now();
    let seen = send(practice.addr(), "GET", &pay(&number(outcome), ID), patience);
    assert_wire(&seen, outcome, started.elapsed());

    let [at_once, later] = expected(outcome.fate);
    assert_eq!(in_the_books(&practice), at_once);
    clock.pass(Duration::from_secs(15 * 60));
    let json = get(&practice, &status(ID)).json();
    assert_eq!((json["StatusCode"].as_str(), json["Data"]["Status"].as_str()), {
        let (code, status) = in_the_end(later.0);
        (Some(code), status)
    });
    assert_eq!(in_the_books(&practice), later);
    assert!(practice.books().snapshot().m6_violations.is_empty());
}

#[test]
fn every_outcome_is_seen_on_the_wire_and_in_the_books() {
    std::thread::scope(|scope| {
        let plays: Vec<_> = OUTCOMES.iter().map(|o| (o.id, scope.spawn(|| play(o)))).collect();
        let failed: Vec<_> =
            plays.into_iter().filter_map(|(id, play)| play.join().is_err().then_some(id)).collect();
        assert!(failed.is_empty(), "{failed:?}");
    });
}

#[test]
fn a_client_that_follows_the_redirect_is_found_out() {
    let (practice, _) = at_the_samples_time();
    let seen = get(&practice, &pay("9876543214", ID));
    let again = get(&practice, &seen.header("Location").unwrap());
    assert_eq!(again.json()["StatusCode"], "RDA");
    assert_eq!(practice.books().sends(ID), 2);
    assert_eq!(practice.books().wallet(Product::Recharge).paise(), 498_000);
}

#[test]
fn any_call_can_be_made_to_misbehave_once() {
    let (practice, _) = at_the_samples_time();
    let books = practice.books();
    get(&practice, &pay("9999999999", ID));
    let calls = [
        pay("9999999999", "ANOTHERID1"),
        status(ID),
        super::wire::BALANCE.to_owned(),
        super::wire::dispute(ID, "not%20received"),
        "/VerifyToken.aspx?token=PRACTICE&format=json".to_owned(),
    ];
    for call in calls {
        books.next(Misbehaviour::ServerError);
        books.next(Misbehaviour::Html);
        assert_eq!(get(&practice, &call).status(), 500, "{call}");
        assert!(get(&practice, &call).body().starts_with("<!DOCTYPE html>"), "{call}");
        assert!(get(&practice, &call).body().starts_with(r#"{"StatusCode":"#), "{call}");
    }
    assert_eq!(books.entry(ID).unwrap().disputes.len(), 1);
    assert_eq!((books.sends("ANOTHERID1"), books.wallet(Product::Recharge).paise()), (3, 496_000));
}

#[test]
fn a_forced_misbehaviour_can_leave_the_call_without_effect() {
    let (practice, _) = at_the_samples_time();
    let books = practice.books();
    books.next_untaken(Misbehaviour::HangUp);
    assert_eq!(get(&practice, &pay("9999999999", ID)).raw, b"");
    let entry = books.entry(ID).unwrap();
    assert_eq!(
        (entry.sends, entry.state, books.wallet(Product::Recharge).paise()),
        (1, State::NotTaken, 500_000)
    );
    assert_eq!(get(&practice, &status(ID)).json()["StatusCode"], "TNF");
}
