//! What the agent presses on the UPI QR tab: made is not paid, and a wrong link is shown to nobody.

use std::sync::Arc;
use std::time::Duration;

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Ticket, Update, WhyNotPaid};
use galla::ledger::LedgerError;
use galla::transaction::{Claim, Event, Order, Reply, Transaction};

use crate::common::counter::{Counter, answered, collection, silent, transaction_of};

pub const LINK: &str = "upi://pay?pa=asha@hdfcbank&pn=Asha%20Telecom&tr=1&am=250.00&cu=INR";

fn open() -> Counter {
    let mut counter = Counter::plain();
    counter.press(&[Key::F3]);
    counter
}

/// A request over ₹250 that was made so many minutes ago with this link.
pub fn made(minutes_ago: u64, link: Option<&str>) -> Transaction {
    let Reply::Answer(mut answer) = answered("TXN", "Success", "Transaction Successful") else {
        panic!("an answer")
    };
    answer.data.intent_data = link.map(str::to_owned);
    answer.data.operator_reference = None;
    let event = Event::Answer { reply: Reply::Answer(answer) };
    transaction_of(minutes_ago, collection(250, "sari"), &[event])
}

/// Fills in the form and sends it; the ticket it was sent with.
fn send(counter: &mut Counter) -> Ticket {
    counter.write("250");
    counter.press(&[Key::Enter]);
    let [(ticket, order, false)] = &counter.paid()[..] else { panic!("one request") };
    assert_eq!(*order, collection(250, ""));
    *ticket
}

fn shown(counter: &mut Counter, transaction: &Transaction) {
    let ticket = send(counter);
    counter.hear(Update::Paying { ticket, agent_id: transaction.agent_id });
    counter.hear(Update::Changed(Box::new(transaction.clone())));
}

#[test]
fn m2_a_held_enter_makes_one_request() {
    let mut counter = open();
    counter.write("250");
    counter.press(&[Key::Enter, Key::Enter, Key::Enter]);
    assert_eq!(counter.paid().len(), 1);
}

#[test]
fn m3_a_request_that_is_made_is_not_paid() {
    let mut counter = open();
    shown(&mut counter, &made(0, Some(LINK)));
    assert!(counter.shows("UPI code over ₹250.00 for Asha Telecom"));
    assert!(counter.shows("two hundred fifty rupees") && counter.shows("Made just now"));
    assert!(counter.shows("Pending") && counter.shows("A screenshot is not a payment"));
    assert!(counter.shows("Not confirmed yet; PGPE can be asked from 3:00 pm, today"));
    for word in ["Success", "Paid."] {
        assert!(!counter.shows(word), "{word}");
    }
}

#[test]
fn m12_paid_by_callback_is_shown_with_how_it_is_known() {
    let mut counter = open();
    let mut request = made(0, Some(LINK));
    shown(&mut counter, &request);
    let claim = Claim {
        status: "Success".into(),
        api_trans_id: "795873532".into(),
        agent_id: request.agent_id.to_string(),
        number: "9999999999".into(),
        amount: "250.00".into(),
        ..Claim::default()
    };
    request.apply(counter.clock_now(), &Event::Callback { claim: Box::new(claim) });
    counter.hear(Update::Changed(Box::new(request)));
    assert!(counter.shows("Success") && counter.shows("Paid. The money has come."));
    assert!(counter.shows("PGPE called and said so."));
    assert!(!counter.shows("UPI code over"), "the code of a paid request is gone");
}

#[test]
fn m13_a_link_that_disagrees_is_shown_to_nobody_and_says_why() {
    let links = [
        ("upi://pay?pa=asha@hdfcbank&am=10&cu=INR", "asks for ₹10.00"),
        ("upi://pay?am=250.00&cu=INR", "does not say who is paid"),
        ("upi://pay?pa=asha@hdfcbank", "does not say how much"),
        ("https://pay.example/?am=250.00", "not a UPI payment"),
        ("upi://pay?pa=a@b&am=250.00&am=250.00", "twice"),
        ("upi://pay?pa=a@b&am=250.00&cu=USD", "not for rupees"),
    ];
    for (link, said) in links {
        let mut counter = open();
        shown(&mut counter, &made(0, Some(link)));
        assert!(counter.shows(said), "{link}");
        assert!(!counter.shows("UPI code over"), "{link}");
    }
    let mut counter = open();
    shown(&mut counter, &made(0, None));
    assert!(counter.shows("PGPE sent no code"));
}

#[test]
fn an_old_code_is_greyed_and_says_so() {
    let mut counter = open();
    shown(&mut counter, &made(0, Some(LINK)));
    assert!(!counter.shows("minutes old"));
    counter.clock.pass(Duration::from_secs(8 * 60));
    counter.window.run();
    assert!(counter.shows("This code is 8 minutes old."));
    counter.window.get_by_label("Make a new code").click();
    counter.window.run();
    assert!(counter.shows("Show the code"));
}

#[test]
fn m16_a_screenshot_is_noted_and_settles_nothing() {
    let mut counter = open();
    let request = made(0, Some(LINK));
    shown(&mut counter, &request);
    counter.asked();
    counter.window.get_by_label("Note or settle by hand").click();
    counter.window.run();
    counter.window.run();
    counter.write("customer showed a screenshot");
    counter.window.get_by_label("Only note it down").click();
    counter.window.run();
    let asked = counter.asked();
    let [Command::Note { agent_id, text }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((*agent_id, text.as_str()), (request.agent_id, "customer showed a screenshot"));
    counter.window.get_by_label("Show the code again").click();
    counter.window.run();
    assert!(counter.shows("UPI code over ₹250.00"));
}

#[test]
fn m6_it_can_be_asked_when_it_may_be_asked() {
    let mut counter = open();
    let request = made(20, Some(LINK));
    shown(&mut counter, &request);
    counter.asked();
    counter.window.get_by_label("Ask PGPE now").click();
    counter.window.run();
    assert!(matches!(counter.asked()[..], [Command::AskStatus(id)] if id == request.agent_id));
}

#[test]
fn what_is_not_taken_keeps_the_form() {
    let mut counter = open();
    let ticket = send(&mut counter);
    let why = WhyNotPaid::Ledger(Arc::new(LedgerError::DiskFull));
    counter.hear(Update::NotPaid { ticket, why });
    assert!(counter.shows("full"));
    assert_eq!(counter.window.get_by_label("Amount").value().as_deref(), Some("250"));
}

#[test]
fn m3_no_answer_shows_no_code() {
    let mut counter = open();
    let Order::Collection(_) = collection(250, "") else { panic!() };
    shown(&mut counter, &transaction_of(0, collection(250, ""), &[silent()]));
    assert!(counter.shows("Pending") && !counter.shows("UPI code over"));
    assert!(!counter.shows("PGPE sent no code"), "there was no answer at all");
}
