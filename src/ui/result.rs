//! The card of one transaction: what became of it, why, and what the agent can do.

use egui::{RichText, Ui};

use super::commands::Go;
use super::keys::{self, Line};
use super::quick::pin_ui;
use super::shop::Shop;
use super::theme::{self, Text, Tone, colors, space};
use super::tone::{tone, tone_word};
use super::widgets::{
    Button, Field, Icon, Weight, card, fact, group_number, money, notice, state_mark, strong, weak,
    with_foot,
};
use super::words::Value;
use super::{order_words, receipt, sentences, wallet};
use crate::counter::Command;
use crate::ids::AgentId;
use crate::transaction::asking::{Ask, awaits_decision};
use crate::transaction::dispute::may_dispute;
use crate::transaction::{Order, Service, State, Transaction};

/// The card of a transaction, with the form for settling it by hand.
pub struct ResultCard {
    agent_id: AgentId,
    settling: Option<Settling>,
    /// Whether the code of a wallet customer's page is shown.
    code_shown: bool,
}

/// The agent's own word, being written.
#[derive(Default)]
struct Settling {
    reason: String,
    missing: bool,
    /// Whether it was brought into sight and got the focus.
    seen: bool,
}

/// What the agent says with it.
#[derive(Clone, Copy)]
enum Word {
    Succeeded,
    Failed,
    /// Nothing about how it ended: it is only to be remembered.
    Note,
}

/// What the agent did on the card.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Still looking.
    Nothing,
    /// Goes on with the next customer.
    Done,
    /// Goes elsewhere.
    Go(Go),
}

impl ResultCard {
    /// The card of a transaction.
    #[must_use]
    pub const fn new(agent_id: AgentId) -> Self {
        Self { agent_id, settling: None, code_shown: false }
    }

    /// Opens the form for the agent's own word.
    pub fn begin_settling(&mut self) {
        self.settling = Some(Settling::default());
    }

    /// The keys of the card.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        // While a reason is written, Enter goes nowhere.
        let enter = self.settling.is_none().then_some(keys::NEXT_CUSTOMER);
        enter.into_iter().chain([keys::BACK]).collect()
    }

    /// Whose card it is.
    #[must_use]
    pub const fn agent_id(&self) -> AgentId {
        self.agent_id
    }

    /// Draws the card.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Did {
        let Some(transaction) = shop.transaction(self.agent_id).cloned() else {
            return Did::Nothing;
        };
        if transaction.state() != State::Pending {
            self.settling = None;
        }
        let settling = self.settling.is_some();
        let (did, go) = with_foot(
            ui,
            "result-card",
            |ui| next(ui, shop, &transaction, settling),
            |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::L;
                    head(ui, shop, &transaction);
                    told(ui, shop, &transaction);
                    receipt::told_ui(ui, shop, self.agent_id);
                    wallet::page::ui(ui, shop, &transaction, &mut self.code_shown);
                    facts(ui, shop, &transaction);
                    self.follow_up(ui, shop, &transaction);
                    further(ui, shop, &transaction)
                })
            },
        );
        go.inner.map_or(did, Did::Go)
    }

    fn follow_up(&mut self, ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
        if transaction.state() != State::Pending {
            return;
        }
        ui.separator();
        let (words, now) = (&shop.words, shop.now());
        let ask = shop.ask_of(transaction);
        ui.horizontal_wrapped(|ui| {
            let label = order_words::of_gateway(transaction.order.service(), &words.say("ask-now"));
            let button = Button::secondary(&label);
            if ui.add_enabled(ask == Ask::Now, button).clicked() {
                shop.ask(Command::AskStatus(self.agent_id));
            }
            let label = words.say("settle-by-hand");
            if self.settling.is_none() && ui.add(Button::quiet(&label)).clicked() {
                self.settling = Some(Settling::default());
            }
        });
        if let Some(sentence) = sentences::ask(words, ask, now) {
            weak(ui, &order_words::of_gateway(transaction.order.service(), &sentence));
        }
        self.settle_ui(ui, shop);
    }

    fn settle_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let Some(settling) = &mut self.settling else { return };
        let words = &shop.words;
        weak(ui, &words.say("settle-explained"));
        let error = settling.missing.then(|| words.say("settle-reason-missing"));
        let label = words.say("settle-reason");
        let field = Field::new(&label, &mut settling.reason).error(error.as_deref());
        let field = ui.add(field);
        if field.changed() {
            settling.missing = false;
        }
        let pressed = ui.horizontal_wrapped(|ui| {
            let said = [
                (Word::Succeeded, "settle-succeeded"),
                (Word::Failed, "settle-failed"),
                (Word::Note, "settle-note"),
            ];
            let pressed = said.map(|(word, id)| {
                let label = words.say(id);
                ui.add(Button::secondary(&label)).clicked().then_some(word)
            });
            let label = words.say("settle-not-now");
            let away = ui.add(Button::quiet(&label)).clicked();
            (pressed.into_iter().flatten().next(), away)
        });
        if !std::mem::replace(&mut settling.seen, true) {
            field.request_focus();
            pressed.response.scroll_to_me(Some(egui::Align::BOTTOM));
        }
        match pressed.inner {
            (Some(_), _) if settling.reason.trim().is_empty() => settling.missing = true,
            (Some(word), _) => {
                let reason = settling.reason.trim().to_owned();
                let agent_id = self.agent_id;
                match word {
                    Word::Succeeded => {
                        shop.ask(Command::Settle { agent_id, succeeded: true, reason });
                    }
                    Word::Failed => {
                        shop.ask(Command::Settle { agent_id, succeeded: false, reason });
                    }
                    Word::Note => {
                        shop.ask(Command::Note { agent_id, text: reason });
                        self.settling = None;
                    }
                }
            }
            (None, true) => self.settling = None,
            (None, false) => {}
        }
        if let Some(error) = shop.not_settled(self.agent_id) {
            let sentence = error.map_or_else(
                || words.say("settle-not-pending"),
                |error| sentences::ledger(words, error),
            );
            notice(ui, Weight::Error, &sentence);
        }
    }
}

fn head(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let state = transaction.state();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        state_mark(ui, tone(state));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let word = RichText::new(tone_word(&shop.words, state))
                .font(theme::strong_font(ui, Text::Heading))
                .color(colors(ui).tone(tone(state)).fg);
            ui.label(word);
            ui.horizontal(|ui| money(ui, transaction.order.amount(), Text::Result));
        });
    });
}

/// What became of it and why, and what it means for the money on the counter.
fn told(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let words = &shop.words;
    strong(ui, &sentences::transaction(words, transaction));
    if transaction.is_by_callback() {
        weak(ui, &words.say("by-callback"));
    }
    if transaction.owes_customer() {
        let amount = [("amount", Value::from(transaction.order.amount().to_string()))];
        notice(ui, Weight::Warning, &words.say_with("give-back", &amount));
    }
    if transaction.is_disputed() {
        weak(ui, &words.say("is-disputed"));
    }
    if transaction.state() == State::Pending {
        let warning = match transaction.order.service() {
            Service::Recharge | Service::Payout => "pending-do-not",
            Service::Collection => "collect-not-paid",
            Service::WalletLoad => "wallet-not-loaded",
        };
        let big = RichText::new(words.say(warning))
            .font(theme::strong_font(ui, Text::Heading))
            .color(colors(ui).tone(Tone::Pending).fg);
        ui.label(big);
        if awaits_decision(transaction, shop.now()) {
            notice(ui, Weight::Warning, &words.say("pending-your-decision"));
        }
    }
    if transaction.needs_attention() {
        notice(ui, Weight::Warning, &words.say("needs-attention"));
    }
    if let Some(error) = shop.unwritten(transaction.agent_id) {
        let sentence = format!("{} {}", words.say("unwritten"), sentences::ledger(words, error));
        notice(ui, Weight::Error, &sentence);
    }
}

fn facts(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let words = &shop.words;
    let order = &transaction.order;
    let mut shown = match order {
        Order::Recharge(recharge) => {
            vec![(words.say("recharge-number"), group_number(&recharge.number))]
        }
        Order::Payout(payout) => {
            vec![(words.say("payout-name"), payout.beneficiary_name.clone())]
        }
        Order::Collection(_) | Order::WalletLoad(_) => Vec::new(),
    };
    shown.extend(order_words::facts(shop, order));
    let more = [
        ("fact-time", Some(words.time(transaction.at, shop.now()))),
        ("fact-operator-reference", transaction.operator_reference.clone()),
        ("fact-words", transaction.words.clone()),
        ("fact-settled", transaction.settled_reason().map(str::to_owned)),
        ("fact-api-trans-id", transaction.api_trans_id.clone()),
        ("fact-agent-id", Some(transaction.agent_id.to_string())),
    ];
    let label = |id| order_words::of_gateway(order.service(), &words.say(id));
    let more = more.into_iter().filter_map(|(id, value)| Some((label(id), value?)));
    shown.extend(more.filter(|(_, value)| !value.is_empty()));
    for pair in shown.chunks(2) {
        ui.columns_const(|[left, right]| {
            for (ui, (label, value)) in [left, right].into_iter().zip(pair) {
                fact(ui, label, value, Text::Body);
            }
        });
    }
}

/// What else can be done with a transaction that has ended.
fn further(ui: &mut Ui, shop: &Shop, transaction: &Transaction) -> Option<Go> {
    let words = &shop.words;
    let agent_id = transaction.agent_id;
    let mut go = None;
    ui.horizontal_wrapped(|ui| {
        if transaction.owes_customer() {
            let label = words.say("give-back-done");
            if ui.add(Button::secondary(&label).icon(Icon::Check)).clicked() {
                shop.ask(Command::GiveBack(agent_id));
            }
        }
        if may_dispute(transaction) {
            let label = words.say("raise-dispute");
            if ui.add(Button::quiet(&label).icon(Icon::Flag)).clicked() {
                go = Some(Go::Dispute(agent_id));
            }
        }
        if receipt::button(ui, shop, transaction) {
            go = Some(Go::Receipt(agent_id));
        }
        let label = words.say("again");
        if ui.add(Button::quiet(&label).icon(Icon::Return).key(keys::AGAIN.name)).clicked() {
            go = Some(Go::Again(agent_id));
        }
        pin_ui(ui, shop, transaction);
        let label = words.say("whole-story");
        if ui.add(Button::quiet(&label).icon(Icon::List)).clicked() {
            go = Some(Go::Story(agent_id));
        }
    });
    go
}

fn next(ui: &mut Ui, shop: &Shop, transaction: &Transaction, settling: bool) -> Did {
    let words = &shop.words;
    if transaction.state() == State::Sending {
        let since = [("time", Value::from(words.clock(transaction.at)))];
        weak(ui, &words.say_with("sending-since", &since));
    }
    let label = words.say("recharge-next");
    let pressed = ui.add(Button::primary(&label).key("Enter").wide()).clicked();
    let free = ui.memory(|memory| memory.focused().is_none());
    let key = |key| ui.input(|input| input.key_pressed(key));
    let by_key = free && !settling && key(egui::Key::Enter);
    if pressed || by_key || key(egui::Key::Escape) { Did::Done } else { Did::Nothing }
}
