//! Pictures of the Payout tab, its confirm sheet and results, and the book of beneficiaries.

use egui::{Key, Modifiers};
use galla::counter::Update;
use galla::ledger::{BalanceReading, KeptBeneficiary};
use galla::money::Paise;
use galla::transaction::order::TransferMode;
use galla::transaction::{Beneficiary, Event, Service};

use crate::common::counter::{Counter, NOW, payout, pending, success, transaction_of};
use crate::in_four;

fn kept(id: i64, name: &str, account: &str, bank: &str, ifsc: &str) -> KeptBeneficiary {
    let beneficiary = Beneficiary {
        name: name.to_owned(),
        account: account.to_owned(),
        ifsc: ifsc.to_owned(),
        bank: bank.to_owned(),
        mobile: "9876543210".to_owned(),
        mode: TransferMode::Imps,
    };
    KeptBeneficiary { id, beneficiary }
}

fn book() -> Vec<KeptBeneficiary> {
    vec![
        kept(1, "Asha Kumari", "998877665544", "State Bank of India", "SBIN0001234"),
        kept(2, "Sunita Devi", "501001234567", "HDFC Bank", "HDFC0001234"),
        kept(3, "सुनील शर्मा", "112233445566", "Punjab National Bank", "PUNB0123400"),
    ]
}

/// Everything but the amount.
fn fill(counter: &mut Counter) {
    counter.press(&[Key::F2]);
    for text in ["Sunita Devi", "9876543210", "501001234567", "501001234567", "HDFC0001234"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.press(&[Key::Enter]);
}

#[test]
fn form_empty() {
    in_four("payout_form_empty", |counter| counter.press(&[Key::F2]));
}

#[test]
fn form_full() {
    in_four("payout_form_full", |counter| {
        counter.board(None);
        fill(counter);
        counter.write("600000");
    });
}

#[test]
fn form_with_problems() {
    in_four("payout_problems", |counter| {
        counter.press(&[Key::F2]);
        for text in ["", "98765", "1234/5", "1", "HDFCO001234"] {
            counter.write(text);
            counter.press(&[Key::Enter]);
        }
        counter.press(&[Key::Enter]);
        counter.write("12.345");
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn offered_from_the_book() {
    in_four("payout_offered", |counter| {
        counter.press(&[Key::F2]);
        counter.write("su");
        counter.hear(Update::Beneficiaries { text: "su".into(), found: book() });
        counter.press(&[Key::ArrowDown, Key::ArrowDown]);
    });
}

#[test]
fn confirm() {
    in_four("payout_confirm", |counter| {
        fill(counter);
        counter.write("500");
        counter.press(&[Key::Enter]);
        let earlier = vec![
            transaction_of(35, payout(2_000), &[success()]),
            transaction_of(4_000, payout(1_500), &[pending()]),
        ];
        counter.hear(Update::PayoutsTo { account: "501001234567".into(), earlier });
    });
}

#[test]
fn confirm_beyond_the_balance() {
    in_four("payout_confirm_beyond", |counter| {
        let (service, holds) = (Service::Payout, Paise::from_paise(49_999));
        counter.hear(Update::Balance(BalanceReading { service, holds, at: NOW }));
        fill(counter);
        counter.write("500");
        counter.press(&[Key::Enter]);
    });
}

fn result(counter: &mut Counter, event: Event) {
    fill(counter);
    counter.write("500");
    counter.press(&[Key::Enter, Key::Enter]);
    let (ticket, ..) = counter.paid().pop().expect("a payout");
    let transaction = transaction_of(0, payout(500), &[event]);
    counter.board(Some(transaction.clone()));
    counter.hear(Update::Paying { ticket, agent_id: transaction.agent_id });
    counter.hear(Update::Changed(Box::new(transaction)));
}

#[test]
fn success_of_a_payout() {
    in_four("payout_success", |counter| result(counter, success()));
}

#[test]
fn payout_that_is_pending() {
    in_four("payout_pending", |counter| result(counter, pending()));
}

fn open_book(counter: &mut Counter, found: Vec<KeptBeneficiary>) {
    counter.press(&[Key::F2]);
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::B);
    counter.window.run();
    counter.hear(Update::Beneficiaries { text: String::new(), found });
}

#[test]
fn the_book() {
    in_four("payout_book_full", |counter| open_book(counter, book()));
}

#[test]
fn the_book_when_it_is_empty() {
    in_four("payout_book_empty", |counter| open_book(counter, vec![]));
}
