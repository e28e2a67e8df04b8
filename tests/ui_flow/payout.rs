//! What the agent presses on the Payout tab and in the book of beneficiaries.

use std::sync::Arc;

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Look, Update};
use galla::ledger::{BalanceReading, KeptBeneficiary, LedgerError};
use galla::money::{Language, Paise};
use galla::settings::Theme;
use galla::transaction::order::TransferMode;
use galla::transaction::{Beneficiary, Order, PayoutOrder, Service};

use crate::common::counter::{Counter, NOW, payout, success, transaction_of};

pub fn open() -> Counter {
    let mut counter = Counter::practice(Theme::Light, Language::English);
    counter.press(&[Key::F2]);
    counter
}

fn sunita() -> KeptBeneficiary {
    let Order::Payout(order) = payout(500) else { panic!("a payout") };
    let PayoutOrder { beneficiary_name: name, account, ifsc, bank, mobile, mode, .. } = order;
    KeptBeneficiary { id: 7, beneficiary: Beneficiary { name, account, ifsc, bank, mobile, mode } }
}

/// Everything of Sunita's by keyboard; the caret is in the amount.
pub fn fill(counter: &mut Counter, again: &str, ifsc: &str) {
    for text in ["Sunita Devi", "98765 43210", "5010 0123 4567", again, ifsc] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.press(&[Key::Enter]);
}

fn orders(counter: &mut Counter) -> Vec<Order> {
    counter.paid().into_iter().map(|(_, order, _)| order).collect()
}

#[test]
fn m2_a_payout_by_keyboard_alone() {
    let mut counter = open();
    fill(&mut counter, "501001234567", "hdfc0001234");
    counter.write("500");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹500.00") && counter.shows("five hundred rupees"));
    assert!(counter.shows("5010 0123 4567"), "the account is read back in groups");
    assert_eq!(orders(&mut counter), [], "the Enter of the form is not the Enter that pays");
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(orders(&mut counter), [payout(500)]);
}

#[test]
fn another_account_the_second_time_is_told_and_nothing_is_lost() {
    let mut counter = open();
    fill(&mut counter, "501001234576", "HDFC0001234");
    counter.write("500");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("The two account numbers are not the same."));
    assert!(!counter.shows("Pay ₹500.00"));
    counter.window.event(Event::Key {
        key: Key::A,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    });
    counter.write("501001234567");
    counter.press(&[Key::Enter]);
    assert!(!counter.shows("The two account numbers are not the same."));
    counter.window.get_by_label("Continue").click();
    counter.window.run();
    assert!(counter.shows("Pay ₹500.00"), "the caret was where the mistake is");
}

#[test]
fn a_slip_in_the_ifsc_is_told_and_the_bank_is_known_by_its_letters() {
    let mut counter = open();
    for text in ["Sunita Devi", "9876543210", "501001234567", "501001234567"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.write("HDFCO001234");
    assert_eq!(counter.window.get_by_label("Bank").value().as_deref(), Some("HDFC Bank"));
    counter.window.get_by_label("Continue").click();
    counter.window.run();
    assert!(counter.shows("The fifth character of an IFSC is a zero"));
    assert!(counter.shows("Type the amount") || counter.shows("amount"));
}

#[test]
fn the_book_fills_the_form() {
    let mut counter = open();
    counter.write("sun");
    let asked = counter.asked();
    assert!(
        asked.iter().any(|command| matches!(
            command,
            Command::Look(Look::Beneficiaries(text)) if text == "sun"
        )),
        "{asked:?}"
    );
    counter.hear(Update::Beneficiaries { text: "sun".into(), found: vec![sunita()] });
    assert!(counter.shows("Sunita Devi, HDFC Bank ••••4567"), "masked");
    counter.press(&[Key::ArrowDown, Key::Enter]);
    counter.write("500");
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(orders(&mut counter), [payout(500)]);
}

#[test]
fn a_new_beneficiary_is_kept_when_the_money_is_on_its_way_and_a_known_one_is_not() {
    for known in [false, true] {
        let mut counter = open();
        fill(&mut counter, "501001234567", "HDFC0001234");
        if known {
            let found = vec![sunita()];
            counter.hear(Update::Beneficiaries { text: "501001234567".into(), found });
            assert!(counter.shows("In the book as Sunita Devi"));
        }
        counter.write("500");
        counter.press(&[Key::Enter, Key::Enter]);
        let (ticket, ..) = counter.paid().pop().unwrap();
        let paid = transaction_of(0, payout(500), &[success()]);
        counter.hear(Update::Paying { ticket, agent_id: paid.agent_id });
        counter.hear(Update::Changed(Box::new(paid)));
        let kept: Vec<_> = counter
            .asked()
            .into_iter()
            .filter_map(|command| match command {
                Command::KeepBeneficiary { id: None, beneficiary } => Some(*beneficiary),
                _ => None,
            })
            .collect();
        let expected = if known { vec![] } else { vec![sunita().beneficiary] };
        assert_eq!(kept, expected);
        assert!(counter.shows("Success") && counter.shows("••••4567"));
        assert!(!counter.shows("5010 0123"), "masked after the confirm sheet");
    }
}

#[test]
fn m14_the_sheet_names_the_last_payouts_to_the_account() {
    let mut counter = open();
    fill(&mut counter, "501001234567", "HDFC0001234");
    counter.write("500");
    counter.press(&[Key::Enter]);
    let earlier = vec![transaction_of(35, payout(2_000), &[success()])];
    counter.hear(Update::PayoutsTo { account: "501001234567".into(), earlier });
    assert!(counter.shows("Last payouts to this account"));
    assert!(counter.shows("₹2,000.00, 2:10 pm, today: Success"));
}

#[test]
fn more_than_the_wallet_holds_asks_first_and_enter_does_not_pay() {
    let mut counter = open();
    let (service, holds) = (Service::Payout, Paise::from_paise(49_999));
    counter.hear(Update::Balance(BalanceReading { service, holds, at: NOW }));
    fill(&mut counter, "501001234567", "HDFC0001234");
    counter.write("500");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("The wallet held ₹499.99"));
    counter.press(&[Key::Enter]);
    assert_eq!(orders(&mut counter), []);
    counter.window.get_by_label("Send it all the same").click();
    counter.window.run();
    assert_eq!(orders(&mut counter), [payout(500)]);
}

#[test]
fn an_unusual_amount_is_a_warning_and_not_a_wall() {
    let mut counter = open();
    fill(&mut counter, "501001234567", "HDFC0001234");
    counter.write("600000");
    assert!(counter.shows("IMPS usually takes up to ₹5,00,000.00"));
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹6,00,000.00"));
}

#[test]
fn the_book_is_searched_changed_and_sent_from() {
    let mut counter = open();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::B);
    counter.window.run();
    let heard = |counter: &mut Counter, found| {
        counter.hear(Update::Beneficiaries { text: String::new(), found });
    };
    heard(&mut counter, vec![]);
    assert!(counter.shows("No beneficiary is kept yet"));
    heard(&mut counter, vec![sunita()]);
    counter.asked();
    counter.window.get_by_label("Edit Sunita Devi").click();
    counter.window.run();
    counter.window.get_by_label("Keep").click();
    counter.window.run();
    let asked = counter.asked();
    let [Command::KeepBeneficiary { id: Some(7), beneficiary }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(**beneficiary, sunita().beneficiary);
    counter.hear(Update::BookKept(Err(Arc::new(LedgerError::DiskFull))));
    assert!(counter.shows("full"), "the form is still there, with why");
    counter.window.get_by_label("Keep").click();
    counter.window.run();
    counter.hear(Update::BookKept(Ok(())));
    heard(&mut counter, vec![sunita()]);
    counter.asked();

    counter.window.get_by_label("Remove Sunita Devi").click();
    counter.window.run();
    assert!(counter.asked().is_empty(), "it asks first");
    counter.window.get_by_label("Remove").click();
    counter.window.run();
    assert!(matches!(counter.asked()[..], [Command::RemoveBeneficiary(7)]));
    counter.hear(Update::BookKept(Ok(())));
    heard(&mut counter, vec![sunita()]);
    counter.window.get_by_label("Send money to Sunita Devi").click();
    counter.window.run();
    counter.window.run();
    counter.write("500");
    counter.press(&[Key::Enter, Key::Enter]);
    let [Order::Payout(order)] = &orders(&mut counter)[..] else { panic!("one payout") };
    assert_eq!((order.mode, order.account.as_str()), (TransferMode::Imps, "501001234567"));
}
