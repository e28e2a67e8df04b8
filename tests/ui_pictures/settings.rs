//! Pictures of the cards of the settings further down, with what is wrong in them.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{CallbackTrouble, Copies, Listening, NoBalance, Update};
use galla::ledger::LedgerError;
use galla::ledger::daily::DailyCopy;
use galla::listener::ListenError;
use galla::time::Moment;
use galla::transaction::StatusCode;

use crate::common::counter::{Counter, NOW};
use crate::in_four;

/// Goes to the settings and fills a field wrongly.
fn fill(counter: &mut Counter, english: &str, hindi: &str, wrong: &str) {
    counter.press(&[Key::F10]);
    let there = counter.window.query_all_by_label(english).next().is_some();
    let label = if there { english } else { hindi };
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write(wrong);
    counter.press(&[Key::Enter]);
    counter.window.get_by_label(label).scroll_to_me();
    counter.window.run();
    counter.window.run();
}

#[test]
fn settings_of_the_place() {
    in_four("settings_place", |counter| {
        let why = NoBalance::Refused {
            code: StatusCode::Uai,
            spelled: "UAI".into(),
            words: "Unauthorised access, Correct IP: 203.0.113.9".into(),
        };
        counter.hear(Update::Address(Err(why)));
        fill(counter, "Latitude", "अक्षांश", "999");
    });
}

#[test]
fn settings_of_warnings() {
    in_four("settings_warnings", |counter| {
        let label = "Minutes until a UPI code is greyed";
        fill(counter, label, "कितने मिनट में UPI कोड धुंधला हो", "99");
    });
}

#[test]
fn settings_of_callbacks_that_cannot_listen() {
    in_four("settings_callbacks_trouble", |counter| {
        let address = "127.0.0.1:8750".parse().unwrap();
        let trouble = CallbackTrouble::Listen(Arc::new(ListenError::InUse(address)));
        counter.hear(Update::Listening(Listening::Trouble(trouble)));
        fill(
            counter,
            "Address on the internet (https://…), if it is another one",
            "इंटरनेट का पता (https://…), अगर अलग हो",
            "http://shop.example",
        );
    });
}

#[test]
fn settings_of_backups() {
    in_four("settings_backups", |counter| {
        let file = "/home/asha/.local/share/galla/backups/practice-2026-11-22.sqlite".into();
        let made = Moment::from_millis(NOW.millis() - 24 * 60 * 60 * 1_000);
        let newest = Some(DailyCopy { made, file });
        let trouble = Some(Arc::new(LedgerError::DiskFull));
        counter.hear(Update::Copies(Copies { newest, trouble }));
        counter.press(&[Key::F10]);
        counter.window.get_by_label_contains("practice-2026-11-22.sqlite").scroll_to_me();
        counter.window.run();
        counter.window.run();
    });
}
