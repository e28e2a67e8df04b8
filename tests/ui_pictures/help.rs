//! Pictures of the help on several screens, and of each step of the tour.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{OpenLists, PinState, Update};
use galla::transaction::Event;
use galla::transaction::number::group_number;

use crate::common::counter::{Counter, NOW, pending, success, transaction};
use crate::common::lists::{favourites, standing, stands};
use crate::in_four;

#[test]
fn help_recharge() {
    in_four("help_recharge", |counter| {
        counter.board(None);
        counter.press(&[Key::F12]);
    });
}

#[test]
fn help_card() {
    in_four("help_card", |counter| {
        counter.board(Some(transaction(0, "9876543210", &[success()])));
        counter.hear(favourites());
        counter.hear(Update::Pin(PinState::On));
        counter.hear(stands(standing(20, 6, false, None)));
        counter.window.query_all_by_label_contains("98765 43210").next().unwrap().click();
        counter.window.run();
        counter.press(&[Key::F12]);
    });
}

#[test]
fn help_status() {
    in_four("help_status", |counter| {
        counter.press(&[Key::F4, Key::F12]);
    });
}

#[test]
fn help_payout() {
    in_four("help_payout", |counter| {
        counter.press(&[Key::F2, Key::F12]);
    });
}

#[test]
fn help_search_of_a_new_shop() {
    in_four("help_new_shop_search", |counter| counter.ctrl(Key::K));
}

/// At the beginning of the tour.
fn touring(counter: &mut Counter) {
    counter.press(&[Key::F9]);
    counter.click_either("Take the tour", "परिचय देखिए");
    counter.press(&[Key::F1]);
}

/// A recharge of this moment, on its card.
fn recharged(counter: &mut Counter, number: &str, event: Event) {
    let paid = transaction(0, number, &[event]);
    assert_eq!(paid.at, NOW);
    counter.board(Some(paid.clone()));
    counter.hear(Update::Changed(Box::new(paid)));
    let row = group_number(number);
    counter.window.query_all_by_label_contains(&row).next().unwrap().click();
    counter.window.run();
}

#[test]
fn tour_practice() {
    in_four("tour_1_practice", touring);
}

#[test]
fn tour_pay() {
    in_four("tour_2_pay", |counter| {
        touring(counter);
        counter.ctrl(Key::Enter);
    });
}

#[test]
fn tour_silence() {
    in_four("tour_3_silence", |counter| {
        touring(counter);
        recharged(counter, "9876543200", success());
    });
}

#[test]
fn tour_pending() {
    in_four("tour_3_pending", |counter| {
        touring(counter);
        recharged(counter, "9876543211", pending());
    });
}

#[test]
fn tour_status() {
    in_four("tour_4_status", |counter| {
        touring(counter);
        recharged(counter, "9876543211", pending());
        counter.press(&[Key::F4]);
        let unresolved = vec![transaction(0, "9876543211", &[pending()])];
        let open = OpenLists { unresolved, ..OpenLists::default() };
        counter.hear(Update::Open(Box::new(open)));
    });
}

#[test]
fn tour_connect() {
    in_four("tour_5_connect", |counter| {
        touring(counter);
        counter.ctrl(Key::Enter);
        counter.ctrl(Key::Enter);
        counter.ctrl(Key::Enter);
        counter.ctrl(Key::Enter);
    });
}
