//! The page on which the customer pays, on the card of a load: opened, or shown as a code for a phone.

use egui::{Align, OpenUrl, Ui};

use super::problems;
use crate::transaction::load::page;
use crate::transaction::{Order, State, Transaction};
use crate::ui::keys::{self, Line, Shortcut, line};
use crate::ui::qr::Code;
use crate::ui::shop::Shop;
use crate::ui::theme::size;
use crate::ui::widgets::{Button, Weight, notice, weak};
use crate::ui::words::Value;

/// What belongs to a load alone: its page, while the customer has not paid; a refund's own
/// state; a clock that is off.
pub fn ui(ui: &mut Ui, shop: &Shop, transaction: &Transaction, code_shown: &mut bool) {
    if !matches!(transaction.order, Order::WalletLoad(_)) {
        return;
    }
    let words = &shop.words;
    if let Some(refund) = &transaction.refund {
        let refund = [("refund", Value::from(refund.as_str()))];
        weak(ui, &words.say_with("wallet-refund", &refund));
    }
    if let Some(ahead) = transaction.clock_ahead {
        notice(ui, Weight::Error, &problems::clock(words, ahead));
    }
    let Some(given) = &transaction.redirect_url else { return };
    if transaction.state() != State::Pending {
        return;
    }
    match page(given, !shop.is_live()) {
        Err(problem) => {
            notice(ui, Weight::Error, &problems::page(words, &problem));
        }
        Ok(url) => {
            weak(ui, &words.say("wallet-page-explained"));
            let turned = ui.horizontal_wrapped(|ui| {
                if pressed(ui, &words.say("wallet-page-open"), keys::PAGE) {
                    ui.ctx().open_url(OpenUrl::new_tab(&url));
                }
                pressed(ui, &words.say("wallet-page-code"), keys::PAGE_CODE)
            });
            *code_shown ^= turned.inner;
            if *code_shown && let Some(code) = Code::new(url.as_str()) {
                let name = words.say("wallet-page-code-name");
                let shown = code.show(ui, size::CODE, false, &name);
                // A phone reads a whole code only.
                if let Some(shown) = shown.filter(|_| turned.inner) {
                    shown.scroll_to_me(Some(Align::Center));
                }
            }
        }
    }
}

/// A button, or its key: the customer waits while the agent's hands are on the keyboard.
fn pressed(ui: &mut Ui, label: &str, shortcut: Shortcut) -> bool {
    let by_key = shortcut.taken(ui.ctx());
    ui.add(Button::secondary(label).key(shortcut.name)).clicked() | by_key
}

/// The keys of the page, while it may be opened.
pub fn keys(shop: &Shop, transaction: &Transaction) -> Vec<Line> {
    let given = transaction.redirect_url.as_ref().filter(|_| {
        matches!(transaction.order, Order::WalletLoad(_)) && transaction.state() == State::Pending
    });
    match given.map(|given| page(given, !shop.is_live())) {
        Some(Ok(_)) => {
            vec![line(keys::PAGE, "key-page"), line(keys::PAGE_CODE, "key-page-code")]
        }
        Some(Err(_)) | None => Vec::new(),
    }
}
