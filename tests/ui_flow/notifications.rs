//! What the desktop is told while the agent looks elsewhere, and the mark in the rail.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Update};
use galla::transaction::{Event, Transaction};

use crate::common::counter::{Counter, answered, payout, pending, transaction, transaction_of};

fn resolved(counter: &mut Counter, transaction: &Transaction) -> Vec<(String, String)> {
    counter.hear(Update::Resolved(Box::new(transaction.clone())));
    counter.notified.try_iter().collect()
}

fn later(code: &str, status: &str) -> Event {
    Event::StatusAnswer { reply: answered(code, status, "words of the operator") }
}

fn is_marked(counter: &Counter) -> bool {
    counter.window.query_by_label("Status, 1 ended").is_some()
}

#[test]
fn a_pending_one_that_ends_is_told_once_and_shows_no_number() {
    let mut counter = Counter::plain();
    let recharge = transaction(20, "9123456780", &[pending(), later("TXN", "Success")]);
    let told = resolved(&mut counter, &recharge);
    let [(title, body)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(title, "₹199.00");
    assert!(body.contains("••••6780") && body.contains("Jio"), "{body}");
    assert!(body.contains("Success") && !body.contains("91234"), "{body}");
    let payout = transaction_of(30, payout(500), &[pending(), later("TXN", "Failed")]);
    let told = resolved(&mut counter, &payout);
    let [(_, body)] = &told[..] else { panic!("{told:?}") };
    assert!(body.contains("Failed") && body.contains("••••4567"), "{body}");
    assert!(!body.contains("501001234567") && !body.contains("9876543210"), "{body}");
}

#[test]
fn what_ends_before_the_agents_eyes_is_not_told() {
    let mut counter = Counter::plain();
    let paid = transaction(0, "9123456780", &[pending()]);
    counter.hear(Update::Changed(Box::new(paid)));
    assert_eq!(counter.notified.try_iter().count(), 0);
    assert!(!is_marked(&counter));
}

#[test]
fn the_rail_is_marked_until_status_is_looked_at() {
    let mut counter = Counter::plain();
    let recharge = transaction(20, "9123456780", &[pending(), later("TXN", "Success")]);
    assert!(!is_marked(&counter));
    resolved(&mut counter, &recharge);
    assert!(is_marked(&counter));
    counter.press(&[Key::F4]);
    assert!(!is_marked(&counter));
    resolved(&mut counter, &recharge);
    assert!(!is_marked(&counter), "the agent is looking");
}

#[test]
fn the_switch_in_the_settings_silences_the_desktop_and_not_the_mark() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    let switch = "Tell me on the desktop when a pending payment ends";
    counter.window.get_by_label(switch).scroll_to_me();
    counter.window.run();
    counter.window.run();
    counter.window.get_by_label(switch).click();
    counter.window.run();
    let told = counter.told();
    let [Command::ChangeSettings(settings)] = &told[..] else { panic!("{told:?}") };
    assert!(!settings.notifications);
    let recharge = transaction(20, "9123456780", &[pending(), later("TXN", "Success")]);
    assert!(resolved(&mut counter, &recharge).is_empty());
    assert!(is_marked(&counter));
}

#[test]
fn a_wallet_that_runs_low_is_marked_by_the_shops_own_threshold() {
    let mut counter = Counter::plain();
    assert!(!counter.shows(", low,"));
    counter.press(&[Key::F10]);
    let label = "Warn when the Recharge wallet is under";
    counter.window.get_by_label(label).scroll_to_me();
    counter.window.run();
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("1.005");
    counter.press(&[Key::Tab]);
    assert!(counter.told().is_empty(), "a wrong amount is not kept");
    assert!(counter.shows("at most two digits after the point"), "and is told beside its field");
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("50,000");
    counter.press(&[Key::Tab]);
    let told = counter.told();
    let [Command::ChangeSettings(settings)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(settings.low_recharge_balance.to_string(), "₹50,000.00");
    counter.press(&[Key::F1]);
    assert!(counter.shows("₹49,801.00, low,"));
}
