//! The lists of what is open: for the agent's decision, to give back, at odds, pending, unconfirmed.

use egui::{RichText, Ui};

use crate::counter::{Command, OpenLists};
use crate::ids::AgentId;
use crate::transaction::asking::{Ask, awaits_decision};
use crate::transaction::{State, Transaction};
use crate::ui::recent;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, Tone, colors, space, strong_font};
use crate::ui::widgets::{Button, Icon, empty, heading, weak};
use crate::ui::words::Value;
use crate::ui::{order_words, sentences};

/// Draws the lists; the id of a transaction comes back when it is chosen.
pub fn ui(ui: &mut Ui, shop: &Shop, lists: &OpenLists) -> Option<AgentId> {
    let words = &shop.words;
    let now = shop.now();
    let (decide, pending): (Vec<_>, Vec<_>) =
        lists.unresolved.iter().partition(|one| awaits_decision(one, now));
    let all = [&lists.owed, &lists.attention, &lists.unconfirmed, &lists.unresolved];
    if all.iter().all(|list| list.is_empty()) {
        empty(ui, Icon::Check, &words.say("status-empty"), &words.say("status-empty-hint"));
        return None;
    }
    if !lists.unresolved.is_empty() {
        let big = RichText::new(words.say("pending-do-not"))
            .font(strong_font(ui, Text::Heading))
            .color(colors(ui).tone(Tone::Pending).fg);
        ui.label(big);
    }
    let owed: Vec<_> = lists.owed.iter().collect();
    let attention: Vec<_> = lists.attention.iter().collect();
    let unconfirmed: Vec<_> = lists.unconfirmed.iter().collect();
    let mut chosen = None;
    for (title, list) in [
        ("status-decide", &decide),
        ("status-owed", &owed),
        ("status-attention", &attention),
        ("status-pending", &pending),
        ("status-unconfirmed", &unconfirmed),
    ] {
        chosen = chosen.or(list_ui(ui, shop, title, list));
    }
    chosen
}

fn list_ui(
    ui: &mut Ui,
    shop: &Shop,
    title: &'static str,
    list: &[&Transaction],
) -> Option<AgentId> {
    if list.is_empty() {
        return None;
    }
    ui.add_space(space::M);
    let count = [("count", Value::from(list.len()))];
    heading(ui, &shop.words.say_with(title, &count));
    let mut chosen = None;
    for transaction in list {
        if recent::row(ui, shop, transaction, false, title).clicked() {
            chosen = Some(transaction.agent_id);
        }
        weak(ui, &beneath(shop, transaction));
        if title == "status-owed" {
            let name = order_words::title(&shop.words, &transaction.order);
            let label = shop.words.say("give-back-done");
            let said = format!("{label}: {name}");
            if ui.add(Button::secondary(&label).said(&said).icon(Icon::Check)).clicked() {
                shop.ask(Command::GiveBack(transaction.agent_id));
            }
        }
    }
    chosen
}

/// Why it stands there, since when, and what happens next.
fn beneath(shop: &Shop, transaction: &Transaction) -> String {
    let words = &shop.words;
    let why = sentences::transaction(words, transaction);
    let ago = words.ago(shop.now().since(transaction.at));
    let next = match (transaction.state(), shop.ask_of(transaction)) {
        (State::Sending, _) => words.say("status-answer-awaited"),
        (State::Pending, Ask::Now) => words.say("status-next-soon"),
        (State::Pending, Ask::From(from)) => {
            let time = [("time", Value::from(words.time(from, shop.now())))];
            words.say_with("status-next", &time)
        }
        (State::Pending, Ask::OutOfWindow) => words.say("ask-out-of-window"),
        (_, Ask::From(from)) if transaction.is_by_callback() => {
            let time = [("time", Value::from(words.time(from, shop.now())))];
            words.say_with("status-next", &time)
        }
        _ => String::new(),
    };
    let parts = [why, ago, order_words::of_gateway(transaction.order.service(), &next)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
