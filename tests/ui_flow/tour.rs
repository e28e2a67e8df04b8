//! The first tour: it comes once, on practice alone, waits for the real thing, and holds nobody up.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, PinState, Update};
use galla::ledger::reader::Entry;
use galla::money::Language;
use galla::settings::Theme;
use galla::transaction::{Event, Transaction};

use crate::common::counter::{Counter, pending, silent, success, transaction};
use crate::common::day::start;

/// A counter that is opened for the first time.
fn first() -> Counter {
    let mut counter = Counter::unopened_with(Theme::Light, Language::English, |settings| {
        settings.tour_seen = false;
    });
    counter.open(false);
    counter.told();
    counter
}

/// A recharge by keyboard, paid, with what then becomes of it.
fn recharge(counter: &mut Counter, number: &str, event: Event) -> Transaction {
    counter.write(number);
    counter.press(&[Key::Enter]);
    counter.write("2");
    counter.press(&[Key::Enter]);
    counter.write("199");
    counter.press(&[Key::Enter, Key::Enter]);
    let [(ticket, ..)] = counter.payments()[..] else { panic!("one payment") };
    let paid = transaction(0, number, &[event]);
    counter.board(Some(transaction(0, number, &[])));
    counter.hear(Update::Paying { ticket, agent_id: paid.agent_id });
    counter.hear(Update::Changed(Box::new(paid.clone())));
    paid
}

/// Whether the tour was told to be seen.
fn seen(counter: &mut Counter) -> bool {
    counter.told().iter().any(|command| matches!(command, Command::TourSeen))
}

#[test]
fn the_real_thing_leads_through_all_five_steps() {
    let mut counter = first();
    assert!(counter.shows("This is practice") && counter.shows("Step 1 of 5"));
    recharge(&mut counter, "9876543200", success());
    assert!(counter.shows("Step 3 of 5") && counter.shows("9876543211"));
    assert!(counter.shows("Success"), "the card of the payment is there as ever");
    counter.press(&[Key::Enter]);
    let paid = recharge(&mut counter, "9876543211", silent());
    assert!(counter.shows("Pending: nobody knows yet") && counter.shows("Step 3 of 5"));
    counter.press(&[Key::F4]);
    assert!(counter.shows("Step 4 of 5"));
    counter.write("x");
    counter.hear(Update::Found { text: "x".to_owned(), found: vec![paid.clone()] });
    counter.click("98765 43211, ₹199.00, Pending, Jio");
    let intent = Event::Intent { order: Box::new(paid.order.clone()) };
    let events = vec![Entry { seq: 1, at: paid.at, event: intent }];
    counter.hear(Update::Story { agent_id: paid.agent_id, events });
    assert!(counter.shows("Step 5 of 5") && counter.shows("F12 shows the keys"));
    assert!(!seen(&mut counter));
    counter.press(&[Key::F12]);
    assert!(counter.shows("The keys") && !counter.shows("Step 5 of 5"));
    assert!(seen(&mut counter));
}

#[test]
fn each_step_can_be_passed_over_by_a_key_and_the_last_one_ends_it() {
    let mut counter = first();
    for step in 1..=5 {
        assert!(counter.shows(&format!("Step {step} of 5")));
        assert!(!seen(&mut counter), "not before it ends");
        counter.ctrl(Key::Enter);
    }
    assert!(!counter.shows(" of 5"));
    assert!(seen(&mut counter));
    counter.ctrl(Key::Enter);
    assert!(!seen(&mut counter), "once");
}

#[test]
fn typing_is_the_second_step_and_what_happened_before_is_no_step() {
    let mut counter = first();
    counter.write("9");
    counter.window.run();
    assert!(counter.shows("Step 2 of 5"));
    counter.hear(Update::Changed(Box::new(transaction(20, "9123456780", &[success()]))));
    assert!(counter.shows("Step 2 of 5"), "an older payment was found out about");
    counter.hear(Update::Changed(Box::new(transaction(0, "9123456780", &[]))));
    assert!(counter.shows("Step 2 of 5"), "it is on its way");
    counter.hear(Update::Changed(Box::new(transaction(0, "9123456780", &[pending()]))));
    assert!(counter.shows("Step 3 of 5") && counter.shows("Pending: nobody knows yet"));
}

#[test]
fn it_is_left_at_any_time_and_stands_in_nobodys_way() {
    let mut counter = first();
    counter.write("98765");
    counter.press(&[Key::Escape]);
    assert!(!counter.shows(" of 5"));
    assert!(seen(&mut counter));
    let number = counter.window.get_by_label("Mobile number");
    assert!(number.is_focused());
    assert_eq!(number.value().as_deref(), Some("98765"), "nothing that was typed is lost");

    let mut counter = first();
    recharge(&mut counter, "9876543211", silent());
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Mobile number") && counter.shows(" of 5"), "this Esc is the card's");
    counter.click("Leave");
    assert!(!counter.shows(" of 5"));
    assert!(seen(&mut counter));
}

#[test]
fn it_does_not_come_where_it_was_seen_nor_on_a_live_counter_nor_over_a_cover() {
    assert!(!Counter::plain().shows(" of 5"));
    let mut counter = Counter::unopened_with(Theme::Light, Language::English, |settings| {
        settings.tour_seen = false;
    });
    counter.open(true);
    assert!(!counter.shows(" of 5"));
    let mut counter = first();
    counter.open(true);
    assert!(!counter.shows(" of 5"), "it ends with the practice");
    let mut counter = first();
    counter.hear(Update::Pin(PinState::On));
    counter.window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    counter.window.run();
    assert!(counter.shows("Locked") && !counter.shows(" of 5"));
    counter.press(&[Key::Escape]);
    counter.ctrl(Key::Enter);
    assert!(!seen(&mut counter), "its keys do nothing beneath");
}

#[test]
fn it_is_taken_again_from_the_practice_page_and_from_the_help() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F9]);
    counter.click("Take the tour");
    assert!(counter.shows("Step 1 of 5"));
    counter.press(&[Key::Escape, Key::F5, Key::F12]);
    assert!(!counter.shows(" of 5"));
    counter.click("Take the tour");
    assert!(counter.shows("Step 1 of 5") && counter.shows("Mobile number"));
    counter.press(&[Key::Escape]);
    assert!(!seen(&mut counter), "that was known before");
    counter.open(true);
    counter.press(&[Key::F12]);
    assert!(counter.shows("The keys") && !counter.shows("Take the tour"));
}

#[test]
fn a_day_that_begins_waits_until_the_tour_is_over() {
    let mut counter = first();
    counter.hear(Update::DayStart { start: Box::new(start()), unasked: true });
    assert!(counter.shows("Mobile number") && counter.shows("Step 1 of 5"));
    counter.press(&[Key::Escape, Key::F8]);
    counter.window.run();
    assert!(counter.shows("How 23 Nov 2026 begins"));
}
