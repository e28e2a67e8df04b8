//! What is heard: a signal when a payment ends, and the amount that a customer paid, once.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{Board, Command, Update};
use galla::money::Language;
use galla::settings::Theme;
use galla::sound::{Said, Signal, Sound};
use galla::transaction::{Asker, Claim, Event, Order, Reply, Transaction};

use super::collect::{LINK, made};
use crate::common::counter::{
    Counter, answered, collection, failed, later_failed, not_sent, pending, silent, success,
    transaction, transaction_of,
};

/// What is heard when the counter says that this is how a transaction stands now.
fn heard(counter: &mut Counter, transaction: &Transaction) -> Vec<Sound> {
    counter.hear(Update::Changed(Box::new(transaction.clone())));
    counter.played.try_iter().collect()
}

fn alone(signal: Signal) -> Vec<Sound> {
    vec![Sound { signal: Some(signal), said: None }]
}

fn with_words(text: &str, language: Language) -> Vec<Sound> {
    let said = Some(Said { text: text.to_owned(), language });
    vec![Sound { signal: Some(Signal::Success), said }]
}

/// A request over ₹250 whose code is shown, and what was said of it since.
fn asked_for(events: &[Event]) -> Transaction {
    let made = made(2, Some(LINK));
    let mut now = made.clone();
    for event in events {
        now.apply(made.at, event);
    }
    now
}

fn status(code: &str, status: &str, of: &Transaction) -> Event {
    let Reply::Answer(mut answer) = answered(code, status, "words") else { panic!("an answer") };
    answer.data.agent_id = Some(of.agent_id.to_string());
    Event::StatusAnswer { reply: Reply::Answer(answer) }
}

fn callback(of: &Transaction, amount: &str) -> Event {
    let claim = Claim {
        status: "Success".to_owned(),
        agent_id: of.agent_id.to_string(),
        amount: amount.to_owned(),
        ..Claim::default()
    };
    Event::Callback { claim: Box::new(claim) }
}

fn open() -> Counter {
    let mut counter = Counter::plain();
    counter.board(None);
    counter
}

/// Looks at the settings and presses what has this name.
fn press_in_settings(counter: &mut Counter, name: &str) {
    counter.press(&[Key::F10]);
    counter.window.get_by_label(name).scroll_to_me();
    counter.window.run();
    counter.window.run();
    counter.window.get_by_label(name).click();
    counter.window.run();
}

#[test]
fn a_payment_sounds_as_it_ends() {
    let table = [
        (success(), Signal::Success),
        (pending(), Signal::Pending),
        (silent(), Signal::Pending),
        (failed(), Signal::Failed),
        (not_sent(), Signal::Failed),
    ];
    for (event, signal) in table {
        let mut counter = open();
        let begun = transaction(1, "9123456780", &[]);
        assert_eq!(heard(&mut counter, &begun), [], "it is on its way");
        let ended = transaction(1, "9123456780", &[event]);
        assert_eq!(heard(&mut counter, &ended), alone(signal));
        assert_eq!(heard(&mut counter, &ended), [], "{signal:?} is heard once");
    }
}

#[test]
fn what_was_pending_sounds_when_it_ends() {
    let mut counter = open();
    for (ending, signal) in [(success(), Signal::Success), (failed(), Signal::Failed)] {
        let at = if signal == Signal::Success { 20 } else { 21 };
        heard(&mut counter, &transaction(at, "9123456780", &[]));
        heard(&mut counter, &transaction(at, "9123456780", &[pending()]));
        let ended = transaction(at, "9123456780", &[pending(), ending]);
        assert_eq!(heard(&mut counter, &ended), alone(signal));
        let twice = [heard(&mut counter, &ended), heard(&mut counter, &ended)].concat();
        assert_eq!(twice, []);
    }
}

#[test]
fn m7_a_success_that_comes_back_is_heard_as_a_failure() {
    let mut counter = open();
    heard(&mut counter, &transaction(20, "9123456780", &[]));
    heard(&mut counter, &transaction(20, "9123456780", &[success()]));
    let back = transaction(20, "9123456780", &[success(), later_failed()]);
    assert_eq!(heard(&mut counter, &back), alone(Signal::Failed));
}

#[test]
fn a_code_that_is_made_is_silent_and_the_money_is_said_once() {
    let mut counter = open();
    heard(&mut counter, &transaction_of(2, collection(250, "sari"), &[]));
    let made = asked_for(&[]);
    assert_eq!(heard(&mut counter, &made), [], "made is not paid");
    let paid = asked_for(&[status("TXN", "Success", &made)]);
    let said = with_words("two hundred fifty rupees received", Language::English);
    assert_eq!(heard(&mut counter, &paid), said);
    counter.hear(Update::Resolved(Box::new(paid.clone())));
    let confirmed = asked_for(&[status("TXN", "Success", &made), callback(&made, "250.00")]);
    assert_eq!(heard(&mut counter, &confirmed), [], "never twice");
    assert_eq!(counter.played.try_iter().count(), 0);
}

#[test]
fn m12_a_callback_is_said_to_be_one_and_a_forged_one_says_nothing() {
    let mut counter = open();
    let made = asked_for(&[]);
    heard(&mut counter, &transaction_of(2, collection(250, "sari"), &[]));
    heard(&mut counter, &made);
    // Another amount than was asked for: it counts for nothing wherever it stands.
    let forged = asked_for(&[callback(&made, "2500.00")]);
    assert_eq!(heard(&mut counter, &forged), []);
    counter.hear(Update::Board(Board { unmatched: 1, ..Board::default() }));
    counter.hear(Update::Unmatched(Vec::new()));
    assert_eq!(counter.played.try_iter().count(), 0, "an unmatched claim is for the eyes");
    let claimed = asked_for(&[callback(&made, "250.00")]);
    assert!(claimed.is_by_callback());
    let said = with_words("two hundred fifty rupees received, by callback", Language::English);
    assert_eq!(heard(&mut counter, &claimed), said);
    let asked = Event::StatusAsked { by: Asker::Galla };
    let confirmed = asked_for(&[callback(&made, "250.00"), asked, status("TXN", "Success", &made)]);
    assert!(!confirmed.is_by_callback());
    assert_eq!(heard(&mut counter, &confirmed), [], "that it is confirmed is not said again");
}

#[test]
fn m7_what_does_not_go_together_is_not_said_to_be_received() {
    let mut counter = open();
    let made = asked_for(&[]);
    heard(&mut counter, &made);
    let Event::Callback { mut claim } = callback(&made, "250.00") else { panic!("a callback") };
    claim.api_trans_id = "1".to_owned();
    let doubtful = asked_for(&[Event::Callback { claim }]);
    assert!(doubtful.needs_attention());
    assert_eq!(heard(&mut counter, &doubtful), alone(Signal::Pending));
}

#[test]
fn what_ended_before_the_window_was_opened_is_not_heard() {
    let mut counter = open();
    let known = asked_for(&[status("TXN", "Success", &asked_for(&[]))]);
    let recent = vec![known.clone()];
    counter.hear(Update::Board(Board { recent, ..Board::default() }));
    let mut noted = known;
    noted.apply(noted.at, &Event::Note { text: "for his brother".to_owned() });
    assert_eq!(heard(&mut counter, &noted), [], "a note changes nothing");
    let never_told = transaction(40, "9000000001", &[pending(), success()]);
    assert_eq!(heard(&mut counter, &never_told), []);
}

#[test]
fn what_is_hours_old_is_for_the_desktop_and_not_for_the_ear() {
    let mut counter = open();
    for (minutes, count) in [(119, 1), (121, 0)] {
        let recent = vec![transaction_of(minutes, collection(250, ""), &[pending()])];
        counter.hear(Update::Board(Board { recent, ..Board::default() }));
        let paid = transaction_of(minutes, collection(250, ""), &[pending(), later_success()]);
        assert_eq!(heard(&mut counter, &paid).len(), count, "after {minutes} minutes");
    }
}

fn later_success() -> Event {
    Event::StatusAnswer { reply: answered("TXN", "Success", "paid") }
}

#[test]
fn the_switches_silence_the_signal_the_voice_or_both() {
    let mut counter = open();
    let paid = |rupees: i64, events: &[Event]| -> Transaction {
        let order: Order = collection(rupees, "");
        transaction_of(u64::try_from(rupees).unwrap(), order, events)
    };
    let hear = |counter: &mut Counter, rupees: i64| {
        heard(counter, &paid(rupees, &[]));
        heard(counter, &paid(rupees, &[pending(), later_success()]))
    };
    assert!(matches!(&hear(&mut counter, 20)[..], [Sound { signal: Some(_), said: Some(_) }]));
    press_in_settings(&mut counter, "A signal when a payment ends: done, pending or failed");
    assert!(matches!(&hear(&mut counter, 21)[..], [Sound { signal: None, said: Some(_) }]));
    press_in_settings(&mut counter, "Say the amount when a customer has paid by UPI");
    assert_eq!(hear(&mut counter, 22), []);
    let told = counter.told();
    let Some(Command::ChangeSettings(settings)) = told.last() else { panic!("{told:?}") };
    assert!(!settings.sound.signals && !settings.sound.speech, "and the counter keeps it");
}

#[test]
fn the_voice_speaks_the_language_that_was_chosen() {
    let mut counter = Counter::practice(Theme::Light, Language::Hindi);
    press_in_settings(&mut counter, "सुनकर देखिए");
    let tried: Vec<_> = counter.played.try_iter().collect();
    assert_eq!(tried, with_words("बीस रुपये मिले", Language::Hindi));
    let mut counter = open();
    press_in_settings(&mut counter, "Try it");
    let tried: Vec<_> = counter.played.try_iter().collect();
    assert_eq!(tried, with_words("twenty rupees received", Language::English));
    heard(&mut counter, &transaction_of(1, collection(1, ""), &[]));
    counter.press(&[Key::F10]);
    let hindi = counter.window.get_all_by_label("हिन्दी").last().unwrap();
    hindi.scroll_to_me();
    counter.window.run();
    counter.window.run();
    counter.window.get_all_by_label("हिन्दी").last().unwrap().click();
    counter.window.run();
    let paid = transaction_of(1, collection(1, ""), &[pending(), later_success()]);
    assert_eq!(heard(&mut counter, &paid), with_words("एक रुपया मिला", Language::Hindi));
}
