//! Connecting to PGPE and going back to practice; two ledgers that never meet.

use std::fs;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use galla::counter::{Board, Command, ConnectProblem, Keep, Update, WhyNotPaid};
use galla::ledger::{LedgerError, LedgerKind, Reader};
use galla::practice::Misbehaviour;
use galla::secrets::{Secret, SecretStore};
use galla::transaction::{NotSent, Service, State, StatusCode, Unknown};
use secrecy::SecretString;
use tokio::sync::Notify;

use super::scripted::{Scripted, Step, answer, pending};
use super::shop::{LIVE_TOKEN, MINUTE, Shop, closed_port, connect, make_ledger, order};

const NUMBER: &str = "9876543200";

impl Shop {
    fn wait_not_connected(&mut self) -> ConnectProblem {
        self.wait_for(|update| match update {
            Update::NotConnected(problem) => Some(problem.clone()),
            Update::Opened(opened) => panic!("opened: {opened:?}"),
            _ => None,
        })
    }

    /// Waits until every wallet is read: an order for the next call is for none of these.
    fn wait_balances(&mut self) {
        for _ in Service::OF_PGPE {
            self.wait_for(|update| matches!(update, Update::Balance { .. }).then_some(()));
        }
    }

    /// Tries to connect and returns why that did not work; practice must go on as before.
    fn not_connected(&mut self, token: &str) -> ConnectProblem {
        let problem = self.change_counter(|| connect(token)).unwrap_err();
        assert_eq!(self.kept_token(), None, "a token that does not work is not kept");
        assert_eq!(self.pay_despite_and_wait(), State::Success, "practice goes on");
        problem
    }

    fn pay_despite_and_wait(&mut self) -> State {
        let agent_id = self.pay_despite_earlier(NUMBER, 20);
        self.wait_state(agent_id, |state| state != State::Sending).state()
    }
}

#[test]
fn every_refusal_of_a_token_is_told_with_its_code() {
    let mut shop = Shop::open();
    let registered: IpAddr = "203.0.113.7".parse().unwrap();
    let table = [
        ("NO-SUCH-TOKEN", StatusCode::Iat, "IAT", None),
        ("PRACTICE-RTN", StatusCode::Rtn, "RTN", None),
        ("PRACTICE-RTA", StatusCode::Rta, "RTA", None),
        ("PRACTICE-AAB", StatusCode::Aab, "AAB", None),
        ("PRACTICE-AVE", StatusCode::Ave, "AVE", None),
        ("PRACTICE-ATD", StatusCode::Atd, "ATD", None),
        ("PRACTICE-UAI", StatusCode::Uai, "UAI", Some(registered)),
    ];
    for (token, expected, spelling, register) in table {
        match shop.not_connected(token) {
            ConnectProblem::Refused { code, spelled, words, address } => {
                assert_eq!((code, spelled.as_str(), address), (expected, spelling, register));
                assert!(!words.is_empty(), "{token}");
            }
            other => panic!("{token}: {other:?}"),
        }
    }
    assert!(!shop.ledger_file(true).exists(), "no live ledger without a live counter");
}

#[test]
fn what_is_no_token_is_not_tried() {
    let mut shop = Shop::open();
    let asked = shop.books().snapshot().balance_questions;
    let long = "T".repeat(513);
    for token in ["", "  \n", "two words", "टोकन", "line\nbreak", &long] {
        shop.send(connect(token));
        let problem = shop.wait_not_connected();
        assert!(matches!(problem, ConnectProblem::NotAToken), "{token:?}: {problem:?}");
    }
    let balance_at_start = 3;
    assert!(shop.books().snapshot().balance_questions <= asked.max(balance_at_start));
}

#[test]
fn a_gateway_that_cannot_be_reached_or_read_is_told() {
    let mut shop = Shop::closed();
    shop.settings.pgpe_url = closed_port();
    shop.start();
    let problem = shop.not_connected(LIVE_TOKEN);
    assert!(
        matches!(problem, ConnectProblem::Unreached(NotSent::ConnectionRefused)),
        "{problem:?}"
    );

    let mut shop = Shop::closed();
    shop.settings.pgpe_url = "ftp://127.0.0.1".into();
    shop.start();
    let problem = shop.not_connected(LIVE_TOKEN);
    assert!(matches!(problem, ConnectProblem::BadAddress(_)), "{problem:?}");

    for (misbehaviour, expected) in [
        (Misbehaviour::NoAnswer, Unknown::TimedOut),
        (Misbehaviour::Html, Unknown::Unreadable),
        (Misbehaviour::ServerError, Unknown::HttpStatus { status: 500 }),
        (Misbehaviour::HangUp, Unknown::ConnectionLost),
    ] {
        let mut shop = Shop::open();
        shop.wait_balances();
        if expected == Unknown::TimedOut {
            *shop.call.lock().unwrap() = Duration::from_millis(500);
        }
        shop.books().next(misbehaviour);
        match shop.not_connected(LIVE_TOKEN) {
            ConnectProblem::NoAnswer(cause) => assert_eq!(cause, expected),
            other => panic!("{misbehaviour:?}: {other:?}"),
        }
    }
}

#[test]
fn a_good_token_opens_the_live_counter_with_a_ledger_of_its_own() {
    let mut shop = Shop::open();
    let practised = shop.pay(NUMBER, 20).agent_id;
    let opened = shop.change_counter(|| connect(&format!("  {LIVE_TOKEN}\n"))).unwrap();
    assert!(opened.live && opened.ledger_trouble.is_none());
    assert_eq!(shop.kept_token().as_deref(), Some(LIVE_TOKEN), "without the spaces of a paste");
    assert_eq!(shop.wait_board().recent, []);
    // Play money is no earlier payment like this one.
    let paid = shop.pay(NUMBER, 20);
    assert_eq!(paid.state(), State::Success);
    let read = |live| Reader::open(&shop.ledger_file(live)).unwrap();
    let (practice, live) = (read(false), read(true));
    assert_eq!((practice.kind(), live.kind()), (LedgerKind::Practice, LedgerKind::Live));
    let ids = |reader: &Reader| -> Vec<_> {
        reader.recent(10, None).unwrap().iter().map(|one| one.agent_id).collect()
    };
    assert_eq!((ids(&practice), ids(&live)), (vec![practised], vec![paid.agent_id]));

    let opened = shop.restart();
    assert!(opened.live, "the token is remembered");
    assert_eq!(shop.wait_board().recent, [paid]);
}

#[test]
fn disconnecting_forgets_the_token_and_goes_back_to_practice() {
    let mut shop = Shop::open();
    let practised = shop.pay(NUMBER, 20);
    shop.connect();
    shop.pay(NUMBER, 20);
    let opened = shop.change_counter(|| Command::Disconnect).unwrap();
    assert!(!opened.live && opened.ledger_trouble.is_none() && opened.keyring_trouble.is_none());
    assert_eq!(shop.kept_token(), None);
    assert_eq!(shop.wait_board().recent, [practised]);
    assert!(!shop.restart().live);
}

#[test]
fn m10_a_token_for_this_run_is_kept_nowhere_and_disconnecting_forgets_older_ones() {
    let mut shop = Shop::open();
    let this_run =
        || Command::Connect { token: SecretString::from(LIVE_TOKEN), keep: Keep::ThisRun };
    shop.send(this_run());
    let opened = shop.wait_opened();
    assert!(opened.live && opened.token_in_memory);
    assert_eq!(shop.kept_token(), None);
    assert!(!shop.restart().live, "it was for that run only");

    shop.connect();
    assert!(shop.kept_token().is_some());
    shop.send(this_run());
    assert!(shop.wait_opened().live);
    shop.send(Command::Disconnect);
    assert!(!shop.wait_opened().live);
    assert_eq!(shop.kept_token(), None, "forgotten everywhere");
}

#[test]
fn m15_a_practice_ledger_is_never_a_live_one() {
    let mut shop = Shop::closed();
    make_ledger(&shop.ledger_file(false), LedgerKind::Practice);
    fs::rename(shop.ledger_file(false), shop.ledger_file(true)).unwrap();
    shop.start();
    match shop.not_connected(LIVE_TOKEN) {
        ConnectProblem::Ledger(error) => assert!(
            matches!(
                *error,
                LedgerError::WrongKind { wanted: LedgerKind::Live, found: LedgerKind::Practice }
            ),
            "{error:?}"
        ),
        other => panic!("{other:?}"),
    }
    // Nor the other way round.
    let mut shop = Shop::closed();
    make_ledger(&shop.ledger_file(true), LedgerKind::Live);
    fs::rename(shop.ledger_file(true), shop.ledger_file(false)).unwrap();
    assert!(matches!(
        *shop.start().ledger_trouble.unwrap(),
        LedgerError::WrongKind { wanted: LedgerKind::Practice, found: LedgerKind::Live }
    ));
    assert!(matches!(shop.try_pay(NUMBER, 20), Err(WhyNotPaid::Closed)));
}

#[test]
fn a_counter_with_a_payment_on_its_way_is_not_changed() {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    let gateway = Scripted::paying(move |_, agent_id, order| {
        Step::When(Arc::clone(&rings), answer("TXN", agent_id, order))
    });
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.begin(NUMBER, 20);
    shop.send(connect(LIVE_TOKEN));
    assert!(matches!(shop.wait_not_connected(), ConnectProblem::Busy));
    shop.send(Command::Disconnect);
    assert!(matches!(shop.wait_not_connected(), ConnectProblem::Busy));
    while gateway.paid().is_empty() {
        std::thread::yield_now();
    }
    bell.notify_one();
    shop.wait_state(agent_id, |state| state == State::Success);
    assert!(shop.connect().live);
}

#[test]
fn m1_an_order_of_play_money_is_never_paid_with_real_money() {
    let mut shop = Shop::open();
    shop.wait_for(|update| matches!(update, Update::Balance { .. }).then_some(()));
    shop.books().next(Misbehaviour::Delay(Duration::from_millis(300)));
    shop.send(connect(LIVE_TOKEN));
    // Confirmed under the practice band while the token is being tried.
    let ticket = shop.hand_over(order(NUMBER, 20), false, false);
    assert!(shop.wait_opened().live);
    shop.wait_for(|update| match update {
        Update::NotPaid { ticket: of, why: WhyNotPaid::Closed } if *of == ticket => Some(()),
        Update::Paying { .. } => panic!("{update:?}"),
        _ => None,
    });
    assert!(shop.books().entries().is_empty());
    shop.send(Command::Disconnect);
    let ticket = shop.hand_over(order(NUMBER, 20), true, false);
    shop.wait_for(|update| match update {
        Update::NotPaid { ticket: of, why: WhyNotPaid::Closed } if *of == ticket => Some(()),
        Update::Paying { .. } => panic!("{update:?}"),
        _ => None,
    });
}

#[test]
fn a_question_on_its_way_neither_holds_the_old_ledger_nor_shows_on_the_new_counter() {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    let gateway = Scripted::new(pending, move |_, agent_id, order| {
        Step::When(Arc::clone(&rings), answer("TXN", agent_id, order))
    });
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.pay(NUMBER, 20).agent_id;
    shop.clock.pass(15 * MINUTE);
    shop.send(Command::AskStatus(agent_id));
    while gateway.asked() == 0 {
        std::thread::yield_now();
    }
    assert!(shop.connect().live);
    bell.notify_one();
    let paid = shop.pay(NUMBER, 20);
    let board: Board = shop.wait_board();
    assert_eq!(board.recent, [paid]);
    let opened_at = shop.heard.iter().rposition(|update| matches!(update, Update::Opened(_)));
    for update in &shop.heard[opened_at.unwrap()..] {
        let of_practice = match update {
            Update::Changed(one) => one.agent_id == agent_id,
            Update::Board(board) => board.recent.iter().any(|one| one.agent_id == agent_id),
            _ => false,
        };
        assert!(!of_practice, "{update:?}");
    }
    let opened = shop.change_counter(|| Command::Disconnect).unwrap();
    assert!(opened.ledger_trouble.is_none(), "{:?}", opened.ledger_trouble);
}

#[test]
fn a_token_found_at_start_opens_the_live_counter() {
    let mut shop = Shop::closed();
    shop.secrets = SecretStore::memory();
    shop.secrets.save(Secret::PgpeToken, &SecretString::from(LIVE_TOKEN)).unwrap();
    let opened = shop.start();
    assert!(opened.live && opened.ledger_trouble.is_none());
    assert!(!shop.ledger_file(false).exists());
    assert_eq!(shop.pay(NUMBER, 20).state(), State::Success);
}

#[test]
fn nothing_of_the_live_ledger_is_shown_before_the_live_counter_is_open() {
    let mut shop = Shop::open();
    shop.wait_board();
    let before = shop.heard.len();
    shop.connect();
    let told = &shop.heard[before..];
    assert!(!told.iter().any(|update| matches!(update, Update::Board(_))), "{told:?}");
    shop.wait_board();
}
