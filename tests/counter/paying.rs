//! Paying: written before it is sent (M1), sent once (M2), unsent when provably so (M4), pending
//! after a crash (M5), asked about when it repeats (M14), on one counter only (M15).

use std::fs;
use std::sync::mpsc::channel;

use galla::counter::{Command, Ticket, Update, WhyNotPaid};
use galla::ledger::{LedgerError, Reader};
use galla::practice::Product;
use galla::transaction::{Event, NotSent, Reason, State};

use super::scripted::{Scripted, Step, pending, success};
use super::shop::{MINUTE, Shop, closed_port, order};

const NUMBER: &str = "9876543200";

#[test]
fn m1_the_intent_is_on_disk_when_the_gateway_is_called() {
    let (tell, told) = channel();
    let (ask, asked) = channel();
    let asked = std::sync::Mutex::new(asked);
    let gateway = Scripted::paying(move |count, agent_id, order| {
        let file: std::path::PathBuf = asked.lock().unwrap().recv().unwrap();
        let reader = Reader::open(&file).unwrap();
        tell.send((order.clone(), reader.events(agent_id).unwrap())).unwrap();
        success(count, agent_id, order)
    });
    let mut shop = Shop::open_with(gateway);
    ask.send(shop.ledger_file(false)).unwrap();
    assert_eq!(shop.pay(NUMBER, 199).state(), State::Success);
    let (sent, on_disk) = told.recv().unwrap();
    assert_eq!(sent, order(NUMBER, 199));
    assert_eq!(on_disk.len(), 1, "nothing but the intent can be known yet");
    assert_eq!(on_disk[0].event, Event::Intent { order: Box::new(sent) });
}

#[test]
fn m1_nothing_is_sent_while_the_ledger_is_not_where_it_was() {
    let gateway = Scripted::paying(success);
    let mut shop = Shop::open_with(gateway.clone());
    let (file, aside) = (shop.ledger_file(false), shop.ledger_file(false).with_extension("aside"));
    fs::rename(&file, &aside).unwrap();
    match shop.try_pay(NUMBER, 199) {
        Err(WhyNotPaid::Ledger(error)) => {
            assert!(matches!(*error, LedgerError::Removed), "{error:?}");
        }
        other => panic!("{other:?}"),
    }
    fs::copy(&aside, &file).unwrap();
    assert!(shop.try_pay(NUMBER, 199).is_err(), "a copy in its place is another file");
    assert_eq!(gateway.paid(), []);
    fs::rename(&aside, &file).unwrap();
    assert_eq!(shop.pay(NUMBER, 199).state(), State::Success);
}

#[test]
fn m1_nothing_is_sent_from_a_ledger_that_cannot_be_opened() {
    let gateway = Scripted::paying(success);
    let mut shop = Shop::closed_with(gateway.clone());
    let notes = "not a database, but somebody's notes";
    fs::write(shop.ledger_file(false), notes).unwrap();
    assert!(shop.start().ledger_trouble.is_some());
    assert!(matches!(shop.try_pay(NUMBER, 199), Err(WhyNotPaid::Closed)));
    assert_eq!(gateway.paid(), []);
    shop.stop();
    assert_eq!(fs::read_to_string(shop.ledger_file(false)).unwrap(), notes);
    fs::remove_file(shop.ledger_file(false)).unwrap();
}

#[test]
fn m1_an_answer_that_cannot_be_written_is_told_and_is_pending_after_a_restart() {
    let bell = std::sync::Arc::new(tokio::sync::Notify::new());
    let rings = bell.clone();
    let gateway = Scripted::paying(move |count, agent_id, order| {
        let Step::Reply(reply) = success(count, agent_id, order) else { return Step::Hang };
        Step::When(rings.clone(), reply)
    });
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.begin(NUMBER, 199);
    while !shop.kinds(agent_id).contains(&"sent") {
        std::thread::yield_now();
    }
    let (file, aside) = (shop.ledger_file(false), shop.ledger_file(false).with_extension("aside"));
    fs::rename(&file, &aside).unwrap();
    bell.notify_one();
    shop.wait_for(|update| match update {
        Update::Unwritten { agent_id: of, error } if *of == agent_id => {
            assert!(matches!(**error, LedgerError::Removed), "{error:?}");
            Some(())
        }
        _ => None,
    });
    shop.stop();
    fs::rename(&aside, &file).unwrap();
    shop.start();
    let board = shop.wait_board();
    assert_eq!(board.recent[0].reason(), Some(&Reason::Stopped));
    assert_eq!(gateway.paid(), [agent_id]);
}

#[test]
fn m2_one_ticket_pays_once_however_often_it_comes() {
    let gateway = Scripted::paying(pending);
    let mut shop = Shop::open_with(gateway.clone());
    for _ in 0..50 {
        // A held key, even with the question about a repeat answered.
        shop.send(Command::Pay {
            ticket: Ticket(7),
            order: Box::new(order(NUMBER, 199)),
            live: false,
            despite_earlier: true,
        });
    }
    // A sheet that is older than the last one paid is gone from the screen.
    shop.send(Command::Pay {
        ticket: Ticket(6),
        order: Box::new(order("9876543299", 10)),
        live: false,
        despite_earlier: true,
    });
    let agent_id = shop.wait_for(|update| match update {
        Update::Paying { agent_id, .. } => Some(*agent_id),
        _ => None,
    });
    shop.wait_state(agent_id, |state| state == State::Pending);
    // Commands are taken one after another: when this is answered, all the others are too.
    shop.send(Command::Settle { agent_id, succeeded: true, reason: "the customer said".into() });
    shop.wait_state(agent_id, |state| state == State::SettledSucceeded);
    assert_eq!(gateway.paid(), [agent_id]);
}

#[test]
fn m2_nothing_is_sent_again_after_a_restart() {
    let gateway = Scripted::paying(pending);
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.pay(NUMBER, 199).agent_id;
    for _ in 0..3 {
        shop.restart();
        assert_eq!(shop.wait_board().unresolved, 1);
    }
    assert_eq!(gateway.paid(), [agent_id]);
    assert_eq!(shop.kinds(agent_id).iter().filter(|kind| **kind == "intent").count(), 1);
}

#[test]
fn m4_a_refused_connection_is_not_sent_and_the_wallet_is_untouched() {
    let mut shop = Shop::open();
    shop.connect();
    let wallet = shop.books().wallet(Product::Recharge);
    let mut nowhere = shop.settings.clone();
    nowhere.pgpe_url = closed_port();
    shop.send(Command::ChangeSettings(Box::new(nowhere)));
    let transaction = shop.pay(NUMBER, 199);
    assert_eq!(transaction.state(), State::NotSent);
    assert_eq!(transaction.not_sent(), Some(NotSent::ConnectionRefused));
    assert_eq!(shop.books().wallet(Product::Recharge), wallet);
    assert_eq!(shop.books().sends(transaction.agent_id.as_str()), 0);
    // Nothing was paid, so the same again is no repeat.
    assert_eq!(shop.pay(NUMBER, 199).state(), State::NotSent);
}

#[test]
fn m5_a_crash_while_the_gateway_is_silent_leaves_it_pending() {
    let gateway = Scripted::paying(|_, _, _| Step::Hang);
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.begin(NUMBER, 199);
    while gateway.paid().is_empty() {
        std::thread::yield_now();
    }
    shop.restart();
    let board = shop.wait_board();
    assert_eq!((board.recent.len(), board.unresolved), (1, 1));
    assert_eq!(board.recent[0].agent_id, agent_id);
    assert_eq!(board.recent[0].state(), State::Pending);
    assert_eq!(board.recent[0].reason(), Some(&Reason::Stopped));
    shop.restart();
    shop.wait_board();
    assert_eq!(gateway.paid(), [agent_id], "found once more, sent once");
    let recovered = shop.kinds(agent_id).iter().filter(|kind| **kind == "recovered").count();
    assert_eq!(recovered, 1);
}

#[test]
fn m14_the_same_payment_again_is_a_question_that_names_the_earlier_one() {
    let mut shop = Shop::open();
    let earlier = shop.pay(NUMBER, 199);
    let pending = shop.pay("9876543204", 50);
    for (number, rupees, of) in [(NUMBER, 199, &earlier), ("9876543204", 50, &pending)] {
        match shop.try_pay(number, rupees) {
            Err(WhyNotPaid::Repeats(named)) => assert_eq!(*named, *of),
            other => panic!("{number}: {other:?}"),
        }
    }
    let sent = |shop: &Shop| shop.books().entries().len();
    assert_eq!(sent(&shop), 2, "a question sends nothing");
    assert_eq!(shop.pay(NUMBER, 200).state(), State::Success, "another amount");
    let again = shop.pay_despite_earlier(NUMBER, 199);
    assert_ne!(again, earlier.agent_id);
    shop.wait_state(again, |state| state == State::Success);
    shop.clock.pass(10 * MINUTE);
    assert_eq!(shop.pay(NUMBER, 199).state(), State::Success, "ten minutes later");
    assert!(shop.try_pay("9876543204", 50).is_err(), "what is pending is asked about for ever");
    assert_eq!(sent(&shop), 5);
}

#[test]
fn m14_a_payment_on_its_way_is_a_question_too() {
    let gateway = Scripted::paying(|_, _, _| Step::Hang);
    let mut shop = Shop::open_with(gateway.clone());
    let first = shop.hand_over(order(NUMBER, 199), false, false);
    let second = shop.hand_over(order(NUMBER, 199), false, false);
    assert_ne!(first, second);
    let earlier = shop.wait_for(|update| match update {
        Update::NotPaid { ticket, why: WhyNotPaid::Repeats(earlier) } if *ticket == second => {
            Some(earlier.clone())
        }
        _ => None,
    });
    assert_eq!(earlier.state(), State::Sending);
    assert!(gateway.paid().len() <= 1);
}

#[test]
fn m15_a_second_counter_on_the_same_ledger_sends_nothing() {
    let gateway = Scripted::paying(success);
    let mut first = Shop::open_with(gateway.clone());
    let mut second = first.second_copy();
    let opened = second.start();
    let trouble = opened.ledger_trouble.unwrap();
    assert!(matches!(*trouble, LedgerError::AlreadyOpen), "{trouble:?}");
    assert!(matches!(second.try_pay(NUMBER, 199), Err(WhyNotPaid::Closed)));
    assert_eq!(gateway.paid(), []);
    let paid = first.pay(NUMBER, 199);
    assert_eq!(paid.state(), State::Success);
    first.stop();
    assert!(second.restart().ledger_trouble.is_none(), "the first one is closed");
    assert_eq!(second.wait_board().recent, [paid]);
}
