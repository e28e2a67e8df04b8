//! The books: what each fate does to the wallet, and what is written down.

use super::*;
use crate::practice::entry::Violation;
use crate::time::{Moment, TestClock};

const ID: &str = "AGENTID1";

fn books(seed: u64) -> (Books, Arc<TestClock>) {
    let clock = Arc::new(TestClock::at(Moment::from_millis(1_790_000_000_000)));
    let opening = (Paise::from_paise(10_000), Before::default());
    let settle_after = Duration::from_secs(600);
    (Books::open(clock.clone(), seed, opening, settle_after, None), clock)
}

fn pay(books: &Books, agent_id: &str, paise: i64, fate: Fate) -> Result<Option<Entry>, Code> {
    let amount = Paise::from_paise(paise);
    let request = PayRequest { amount, ..PayRequest::default() };
    books.received(Product::Recharge, agent_id, &request);
    books.take(agent_id, fate, String::new())
}

/// State, operator reference present, wallet.
fn stands(books: &Books) -> (State, bool, i64) {
    let entry = books.entry(ID).unwrap();
    assert!(books.snapshot().adds_up);
    (entry.state, !entry.operator_reference.is_empty(), books.wallet(Product::Recharge).paise())
}

#[test]
fn each_fate_debits_and_refunds_as_it_says() {
    let table = [
        (Fate::Success, (State::Success, true, 8_000), (State::Success, true, 8_000)),
        (Fate::Failed, (State::Failed, false, 10_000), (State::Failed, false, 10_000)),
        (Fate::PendingThenSuccess, (State::Pending, false, 8_000), (State::Success, true, 8_000)),
        (Fate::PendingThenFailed, (State::Pending, false, 8_000), (State::Failed, false, 10_000)),
        (Fate::PendingForEver, (State::Pending, false, 8_000), (State::Pending, false, 8_000)),
        (
            Fate::SuccessThenReversed,
            (State::Success, true, 8_000),
            (State::Reversed, false, 10_000),
        ),
        (Fate::NotTaken, (State::NotTaken, false, 10_000), (State::NotTaken, false, 10_000)),
    ];
    for (fate, at_once, in_the_end) in table {
        let (books, clock) = books(1);
        pay(&books, ID, 2_000, fate).unwrap();
        assert_eq!(stands(&books), at_once, "{fate:?}");
        clock.pass(Duration::from_secs(599));
        assert_eq!(stands(&books), at_once, "{fate:?}");
        clock.pass(Duration::from_secs(1));
        assert_eq!(stands(&books), in_the_end, "{fate:?}");
        clock.pass(Duration::from_secs(100_000));
        assert_eq!(stands(&books), in_the_end, "{fate:?}");
    }
}

#[test]
fn m2_a_repeated_agentid_is_counted_and_never_debited_twice() {
    let (books, _) = books(1);
    pay(&books, ID, 2_000, Fate::Success).unwrap();
    assert_eq!(pay(&books, ID, 3_000, Fate::Success).unwrap_err(), Code::RDA);
    assert_eq!((books.sends(ID), books.wallet(Product::Recharge).paise()), (2, 8_000));
    assert_eq!(books.entry(ID).unwrap().request.amount.paise(), 2_000);
}

#[test]
fn what_the_wallet_cannot_pay_fails() {
    let (books, _) = books(1);
    pay(&books, "EXACTLY1", 10_000, Fate::Success).unwrap();
    let entry = pay(&books, ID, 1, Fate::PendingThenSuccess).unwrap().unwrap();
    assert_eq!((entry.state, entry.api_message.as_str()), (State::Failed, "Insufficient Balance"));
    assert!(!books.settle_now(ID));
    assert_eq!(stands(&books), (State::Failed, false, 0));
}

#[test]
fn a_payment_can_be_settled_before_its_time_and_only_once() {
    let (books, clock) = books(1);
    pay(&books, ID, 2_000, Fate::PendingThenFailed).unwrap();
    assert!(books.settle_now(ID));
    assert!(!books.settle_now(ID));
    assert!(!books.settle_now("NOBODY"));
    clock.pass(Duration::from_secs(600));
    assert_eq!(stands(&books), (State::Failed, false, 10_000));
}

#[test]
fn m6_questions_that_come_too_soon_or_too_often_are_written_down() {
    let (books, clock) = books(1);
    pay(&books, ID, 2_000, Fate::PendingForEver).unwrap();
    let minutes = |n: u64| Duration::from_secs(n * 60);
    let gaps = [
        (15 * 60 - 1, Some(Violation::TooSoon)),
        (3_599, Some(Violation::TooOften)),
        (3_600, None),
        (3_600, None),
    ];
    for (seconds, expected) in gaps {
        clock.pass(Duration::from_secs(seconds));
        books.asked(Product::Recharge, ID);
        assert_eq!(books.entry(ID).unwrap().questions.last().unwrap().violation, expected);
    }
    clock.pass(minutes(62 * 24 * 60));
    books.asked(Product::Recharge, ID);
    let kinds: Vec<_> = books.snapshot().m6_violations.iter().map(|v| v.violation).collect();
    assert_eq!(kinds, [Violation::TooSoon, Violation::TooOften, Violation::OutOfWindow]);
}

#[test]
fn m6_turning_the_wall_clock_does_not_excuse_a_question() {
    let (books, clock) = books(1);
    pay(&books, ID, 2_000, Fate::PendingForEver).unwrap();
    clock.turn_wall_to(clock.now().after(Duration::from_secs(3_600)));
    books.asked(Product::Recharge, ID);
    let violations = books.snapshot().m6_violations;
    assert_eq!(violations.first().map(|v| v.violation), Some(Violation::TooSoon));
}

#[test]
fn a_question_for_an_unknown_agentid_is_kept_without_a_payment() {
    let (books, clock) = books(1);
    books.asked(Product::Recharge, ID);
    assert!(books.find(Product::Recharge, ID).is_none());
    let entry = books.entry(ID).unwrap();
    assert_eq!((entry.sends, entry.state, entry.questions.len()), (0, State::NotTaken, 1));
    clock.pass(Duration::from_secs(60));
    pay(&books, ID, 2_000, Fate::Success).unwrap();
    assert_eq!(books.entry(ID).unwrap().at, clock.now());
}

#[test]
fn a_seed_gives_the_same_numbers_and_no_number_twice() {
    let numbers = |seed| {
        let (books, _) = books(seed);
        (0..50)
            .map(|i| pay(&books, &format!("AGENT{i}"), 1, Fate::Success).unwrap().unwrap())
            .map(|entry| (entry.api_trans_id, entry.operator_reference))
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(numbers(7), numbers(7));
    assert_ne!(numbers(7), numbers(8));
    assert_eq!(numbers(7).len(), 50);
    let (id, reference) = numbers(u64::MAX).into_iter().next().unwrap();
    assert_eq!((id.len(), reference.len()), (10, 10));
    assert_eq!(api_trans_id(u64::MAX, u64::MAX).len(), 10);
}
