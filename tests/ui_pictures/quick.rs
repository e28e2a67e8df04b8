//! Pictures of the short ways: the search, favourites, and the question before closing.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::Update;

use crate::common::counter::{Counter, one_of_each, payout, success, transaction, transaction_of};
use crate::common::lists::{favourites, standing, stands};
use crate::in_four;

fn find(counter: &mut Counter, text: &str) {
    counter.board(None);
    counter.ctrl(Key::K);
    counter.write(text);
}

#[test]
fn quick_search() {
    in_four("quick_search", |counter| {
        find(counter, "s");
        let mut found = one_of_each();
        found.insert(1, transaction_of(60, payout(4_000), &[success()]));
        counter.hear(Update::Found { text: "s".to_owned(), found });
        counter.press(&[Key::ArrowDown]);
    });
}

#[test]
fn quick_search_before_anything_is_typed() {
    in_four("quick_newest", |counter| find(counter, ""));
}

#[test]
fn quick_nobody() {
    in_four("quick_nobody", |counter| {
        find(counter, "zzz");
        counter.hear(Update::Found { text: "zzz".to_owned(), found: Vec::new() });
    });
}

#[test]
fn quick_favourites() {
    in_four("quick_favourites", |counter| {
        counter.board(None);
        counter.hear(favourites());
    });
}

#[test]
fn quick_favourites_changed() {
    in_four("quick_favourites_sheet", |counter| {
        counter.board(None);
        counter.hear(favourites());
        for label in ["Change…", "बदलिए…"] {
            if let Some(button) = counter.window.query_by_label(label) {
                button.click();
            }
        }
        counter.window.run();
        counter.press(&[Key::Backspace; 5]);
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn quick_result_with_the_same_again() {
    in_four("quick_result", |counter| {
        counter.board(Some(transaction(0, "9876543210", &[success()])));
        counter.window.query_all_by_label_contains("98765 43210").next().unwrap().click();
        counter.window.run();
    });
}

#[test]
fn quick_closing() {
    in_four("quick_closing", |counter| {
        counter.board(None);
        counter.hear(stands(standing(200, 87, true, None)));
        counter.close();
    });
}
