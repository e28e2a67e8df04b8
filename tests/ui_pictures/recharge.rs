//! Pictures of the Recharge tab, its confirm sheet and results, connecting, settings, practice.

use std::sync::Arc;

use crate::common::counter::{
    Counter, answered, failed, later_failed, not_sent, pending, silent, success, transaction,
};
use egui::{Key, Modifiers};
use egui_kittest::SnapshotResults;
use galla::catalogue::CatalogueError;
use galla::counter::{ConnectProblem, Opened, Ticket, Update, WhyNotPaid};
use galla::ledger::LedgerError;
use galla::money::Language;
use galla::secrets::SecretsError;
use galla::settings::Theme;
use galla::transaction::{Event, StatusCode, Transaction};

use crate::{in_four, take};

/// Types an order and opens the confirm sheet.
fn confirm(counter: &mut Counter) {
    counter.write("9876543210");
    counter.press(&[Key::Enter]);
    counter.write("2");
    counter.press(&[Key::Enter]);
    counter.write("1199");
    counter.press(&[Key::Enter]);
}

/// Pays and looks at what became of it.
fn paid(counter: &mut Counter, transaction: Transaction) {
    counter.board(Some(transaction.clone()));
    confirm(counter);
    counter.press(&[Key::Enter]);
    let ticket = counter.payments().pop().expect("a payment").0;
    counter.hear(Update::Paying { ticket, agent_id: transaction.agent_id });
    counter.hear(Update::Changed(Box::new(transaction)));
}

fn after(events: &[Event]) -> Transaction {
    transaction(0, "9876543210", events)
}

#[test]
fn opening() {
    let mut counter = Counter::unopened(Theme::Light, Language::English);
    counter.window.run();
    counter.window.snapshot("opening_light_en");
}

#[test]
fn empty_form() {
    in_four("form_empty", |_| {});
}

#[test]
fn form_with_problems() {
    in_four("form_problems", |counter| {
        counter.board(None);
        counter.write("98765 4321");
        counter.press(&[Key::Enter]);
        counter.window.run();
        for _ in 0..2 {
            counter.press(&[Key::Tab]);
        }
        counter.write("12.345");
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn confirm_sheet() {
    in_four("confirm", |counter| {
        counter.board(None);
        confirm(counter);
    });
}

#[test]
fn question_about_a_repeat() {
    in_four("confirm_repeat", |counter| {
        counter.board(None);
        confirm(counter);
        counter.press(&[Key::Enter]);
        let why = WhyNotPaid::Repeats(Box::new(transaction(4, "9876543210", &[pending()])));
        counter.hear(Update::NotPaid { ticket: Ticket(1), why });
    });
}

#[test]
fn a_disk_that_is_full() {
    in_four("confirm_disk_full", |counter| {
        confirm(counter);
        counter.press(&[Key::Enter]);
        let why = WhyNotPaid::Ledger(Arc::new(LedgerError::DiskFull));
        counter.hear(Update::NotPaid { ticket: Ticket(1), why });
    });
}

#[test]
fn results() {
    let settled = Event::Settled { succeeded: false, reason: "helpdesk, ticket 4711".to_owned() };
    let contradiction = Event::Answer { reply: answered("TXN", "Failed", "Recharge Failed") };
    let told: [(&str, &[Event]); 8] = [
        ("result_sending", &[]),
        ("result_success", &[success()]),
        ("result_pending", &[pending()]),
        ("result_contradiction", &[contradiction]),
        ("result_failed", &[failed()]),
        ("result_not_sent", &[not_sent()]),
        ("result_reversed", &[success(), later_failed()]),
        ("result_settled", &[silent(), settled]),
    ];
    let mut results = SnapshotResults::new();
    for (name, events) in told {
        take(&mut results, name, |counter| paid(counter, after(events)));
    }
}

#[test]
fn settings() {
    in_four("settings", |counter| counter.press(&[Key::F10]));
}

#[test]
fn settings_when_pgpe_refuses() {
    in_four("settings_refused", |counter| {
        counter.press(&[Key::F10]);
        counter.hear(Update::NotConnected(ConnectProblem::Refused {
            code: StatusCode::Uai,
            spelled: "UAI".to_owned(),
            words: "Unauthorised access".to_owned(),
            address: "203.0.113.7".parse().ok(),
        }));
    });
}

#[test]
fn settings_without_a_keyring() {
    in_four("settings_no_keyring", |counter| {
        counter.press(&[Key::F10]);
        let error = Arc::new(SecretsError::NoKeyring);
        counter.hear(Update::NotConnected(ConnectProblem::NoKeyring(error)));
    });
}

#[test]
fn settings_of_a_live_counter() {
    in_four("settings_live", |counter| {
        counter.open(true);
        counter.press(&[Key::F10]);
    });
}

#[test]
fn practice_numbers() {
    in_four("practice", |counter| counter.press(&[Key::F9]));
}

#[test]
fn ledger_that_cannot_be_opened() {
    in_four("ledger_trouble", |counter| {
        counter.hear(Update::Opened(Opened {
            live: false,
            catalogue: Arc::default(),
            ledger_trouble: Some(Arc::new(LedgerError::ReadOnly)),
            keyring_trouble: None,
            catalogue_trouble: Some(Arc::new(CatalogueError::NotUtf8(3))),
            token_in_memory: false,
        }));
    });
}

#[test]
fn a_bill_that_needs_more_than_a_number() {
    in_four("form_bill", |counter| {
        counter.board(None);
        counter.window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        counter.window.run();
        counter.press(&[Key::ArrowRight; 5]);
        counter.press(&[Key::Tab]);
        counter.write("210987654321");
        counter.press(&[Key::Enter]);
        counter.write("5");
        counter.press(&[Key::Enter]);
    });
}
