//! Pictures of Status, Balance, Disputes, and the further cards of the settings.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{Listening, NoBalance, OpenLists, Update};
use galla::ledger::BalanceReading;
use galla::ledger::reader::Entry;
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::{Event, Service, Transaction, Unknown};
use secrecy::SecretString;

use crate::common::counter::{
    Counter, NOW, answered, later_failed, payout, pending, silent, success, transaction,
    transaction_of,
};
use crate::in_four;

fn disputed() -> Transaction {
    let asked = Event::DisputeAsked {
        message: "ग्राहक को नहीं मिला".into()
    };
    let mut transaction = transaction(40, "9988776655", &[success(), asked]);
    let reply = answered("TXN", "", "Dispute raised successfully");
    transaction.apply(NOW, &Event::DisputeAnswer { reply });
    transaction
}

fn lists() -> OpenLists {
    OpenLists {
        unresolved: vec![
            transaction(70_000, "9123456780", &[pending()]),
            transaction_of(20, payout(500), &[silent()]),
            transaction(5, "9876543204", &[pending()]),
        ],
        owed: vec![transaction(90, "9700000005", &[success(), later_failed()])],
        disputed: vec![disputed()],
        ..OpenLists::default()
    }
}

#[test]
fn status_empty() {
    in_four("status_empty", |counter| {
        counter.press(&[Key::F4]);
        counter.hear(Update::Open(Box::default()));
    });
}

#[test]
fn status_full() {
    in_four("status_full", |counter| {
        counter.board(None);
        counter.press(&[Key::F4]);
        counter.hear(Update::Open(Box::new(lists())));
    });
}

#[test]
fn status_story() {
    in_four("status_story", |counter| {
        counter.press(&[Key::F4]);
        counter.write("s");
        let found = transaction_of(20, payout(500), &[pending()]);
        counter.hear(Update::Found { text: "s".into(), found: vec![found.clone()] });
        let row = counter.window.get_by_label_contains("Sunita Devi");
        row.click();
        counter.window.run();
        let entry = |seq, event| Entry { seq, at: found.at, event };
        let events = vec![
            entry(1, Event::Intent { order: Box::new(payout(500)) }),
            entry(2, Event::Sent),
            entry(3, pending()),
        ];
        counter.hear(Update::Story { agent_id: found.agent_id, events });
    });
}

fn readings() -> Vec<BalanceReading> {
    let reading = |(hours, rupees): (i64, i64)| BalanceReading {
        service: Service::Recharge,
        holds: Paise::from_rupees(rupees).unwrap(),
        at: Moment::from_millis(NOW.millis() - hours * 3_600_000),
    };
    [(6, 52_000), (5, 51_400), (4, 48_000), (2, 49_801), (1, 31_250), (0, 900)]
        .map(reading)
        .to_vec()
}

#[test]
fn balance_full() {
    in_four("balance_full", |counter| {
        counter.press(&[Key::F5]);
        for (service, rupees) in Service::OF_PGPE.into_iter().zip([900, 123_456, 20]) {
            let holds = Paise::from_rupees(rupees).unwrap();
            counter.hear(Update::Balance(BalanceReading { service, holds, at: NOW }));
        }
        let service = Service::Recharge;
        counter.hear(Update::BalanceHistory { service, readings: readings() });
    });
}

#[test]
fn balance_failed() {
    in_four("balance_failed", |counter| {
        counter.press(&[Key::F5]);
        for service in Service::OF_PGPE {
            let why = NoBalance::NoAnswer(Unknown::TimedOut);
            counter.hear(Update::NoBalance { service, why });
        }
    });
}

#[test]
fn balance_empty() {
    in_four("balance_empty", |counter| counter.press(&[Key::F5]));
}

#[test]
fn disputes_empty() {
    in_four("disputes_empty", |counter| {
        counter.press(&[Key::F6]);
        counter.hear(Update::Open(Box::default()));
    });
}

#[test]
fn disputes_list() {
    in_four("disputes_list", |counter| {
        counter.press(&[Key::F6]);
        counter.hear(Update::Open(Box::new(lists())));
    });
}

#[test]
fn disputes_form() {
    in_four("disputes_form", |counter| {
        counter.press(&[Key::F6]);
        counter.write("9");
        let found = vec![transaction(40, "9988776655", &[success()])];
        counter.hear(Update::Found { text: "9".into(), found });
        counter.window.get_by_label_contains("99887 76655").click();
        counter.window.run();
    });
}

#[test]
fn settings_of_callbacks() {
    in_four("settings_callbacks", |counter: &mut Counter| {
        counter.press(&[Key::F10]);
        let address = "127.0.0.1:8750".parse().unwrap();
        let secret = "3f".repeat(32);
        let url = SecretString::from(format!("https://shop.example/callback/{secret}"));
        counter.hear(Update::Listening(Listening::On {
            address,
            url,
            way_back: Default::default(),
            this_run: false,
        }));
        counter.window.get_by_label_contains("https://shop.example").scroll_to_me();
        counter.window.run();
        counter.window.run();
    });
}
