//! The whole story of one transaction, event by event, and the ready text for the helpdesk.

use egui::{Key, RichText, Ui};

use crate::counter::{Command, Look, Update};
use crate::ids::AgentId;
use crate::ledger::reader::Entry;
use crate::transaction::asking::Ask;
use crate::transaction::dispute::{may_dispute, read_dispute};
use crate::transaction::{Asker, Event, Handed, Reply, Service, State, Transaction};
use crate::ui::commands::Go;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, colors, space, strong_font};
use crate::ui::tone::{tone, tone_word};
use crate::ui::widgets::{Button, Icon, card, heading, money, state_mark, strong, weak, with_foot};
use crate::ui::words::{Value, Words};
use crate::ui::{order_words, receipt, sentences};

/// The story of one transaction.
pub struct Story {
    agent_id: AgentId,
    events: Vec<Entry>,
    copied: bool,
}

/// What the agent did.
#[derive(Default)]
pub struct Done {
    /// Goes back to the lists.
    pub back: bool,
    /// Goes elsewhere.
    pub go: Option<Go>,
}

impl Story {
    /// The story of a transaction, asked for.
    pub fn of(agent_id: AgentId, shop: &Shop) -> Self {
        shop.ask(Command::Look(Look::Story(agent_id)));
        Self { agent_id, events: Vec::new(), copied: false }
    }

    /// Whose story it is.
    pub const fn agent_id(&self) -> AgentId {
        self.agent_id
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        match update {
            Update::Story { agent_id, events } if *agent_id == self.agent_id => {
                self.events.clone_from(events);
            }
            Update::Changed(changed) if changed.agent_id == self.agent_id => {
                shop.ask(Command::Look(Look::Story(self.agent_id)));
            }
            _ => {}
        }
    }

    /// Draws the story.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Done {
        let Some(transaction) = shop.transaction(self.agent_id).cloned() else {
            return Done { back: true, go: None };
        };
        let label = shop.words.say("book-back");
        let (back, go) = with_foot(
            ui,
            "story",
            |ui| ui.add(Button::secondary(&label).key("Esc").wide()).clicked(),
            |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::M;
                    head(ui, shop, &transaction);
                    let go = self.buttons_ui(ui, shop, &transaction);
                    ui.separator();
                    for entry in &self.events {
                        event_ui(ui, shop, transaction.order.service(), entry);
                    }
                    go
                })
                .inner
            },
        );
        Done { back: back || ui.input(|input| input.key_pressed(Key::Escape)), go }
    }

    fn buttons_ui(&mut self, ui: &mut Ui, shop: &Shop, transaction: &Transaction) -> Option<Go> {
        let words = &shop.words;
        let mut go = None;
        let ask = shop.ask_of(transaction);
        // Of what the agent has settled, the gateway may know more by now (money rule M16).
        let open = matches!(
            transaction.state(),
            State::Pending | State::SettledSucceeded | State::SettledFailed
        );
        let askable = open || transaction.is_by_callback();
        ui.horizontal_wrapped(|ui| {
            let service = transaction.order.service();
            let label = order_words::of_gateway(service, &words.say("ask-now"));
            if askable && ui.add_enabled(ask == Ask::Now, Button::secondary(&label)).clicked() {
                shop.ask(Command::AskStatus(self.agent_id));
            }
            let label = words.say("story-card");
            if ui.add(Button::quiet(&label)).clicked() {
                go = Some(Go::Card(self.agent_id));
            }
            let label = words.say("again");
            if ui.add(Button::quiet(&label).icon(Icon::Return).key("Ctrl R")).clicked() {
                go = Some(Go::Again(self.agent_id));
            }
            let label = words.say("raise-dispute");
            if may_dispute(transaction) && ui.add(Button::quiet(&label).icon(Icon::Flag)).clicked()
            {
                go = Some(Go::Dispute(self.agent_id));
            }
            if receipt::button(ui, shop, transaction) {
                go = Some(Go::Receipt(self.agent_id));
            }
            let label = words.say("helpdesk-copy");
            if ui.add(Button::quiet(&label)).clicked() {
                ui.ctx().copy_text(helpdesk(shop, transaction));
                self.copied = true;
            }
        });
        if askable && let Some(sentence) = sentences::ask(words, ask, shop.now()) {
            weak(ui, &order_words::of_gateway(transaction.order.service(), &sentence));
        }
        receipt::told_ui(ui, shop, self.agent_id);
        if self.copied {
            strong(ui, &words.say("helpdesk-copied"));
        }
        go
    }
}

fn head(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let words = &shop.words;
    let state = transaction.state();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        state_mark(ui, tone(state));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let word = RichText::new(tone_word(words, state))
                .font(strong_font(ui, Text::Heading))
                .color(colors(ui).tone(tone(state)).fg);
            ui.label(word);
            let order = &transaction.order;
            heading(ui, &order_words::title(words, order));
            weak(ui, &order_words::way(words, order));
            ui.horizontal(|ui| money(ui, order.amount(), Text::Heading));
        });
    });
}

fn event_ui(ui: &mut Ui, shop: &Shop, service: Service, entry: &Entry) {
    let words = &shop.words;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        weak(ui, &words.time(entry.at, shop.now()));
        ui.label(order_words::of_gateway(service, &told(words, &entry.event)));
    });
}

/// An event in a sentence.
fn told(words: &Words, event: &Event) -> String {
    let with = |id, name, value: &str| words.say_with(id, &[(name, Value::from(value))]);
    match event {
        Event::Intent { order } => {
            let values = [
                ("amount", Value::from(order.amount().to_string())),
                ("way", Value::from(order_words::way(words, order))),
            ];
            words.say_with("story-intent", &values)
        }
        Event::Sent => words.say("story-sent"),
        Event::Answer { reply } => reply_told(words, "story-answer", reply),
        Event::StatusAsked { by: Asker::Agent } => words.say("story-asked-agent"),
        Event::StatusAsked { by: Asker::Galla } => words.say("story-asked-galla"),
        Event::StatusAnswer { reply } => reply_told(words, "story-status", reply),
        Event::Callback { claim } => {
            let values = [
                ("status", Value::from(claim.status.as_str())),
                ("words", Value::from(claim.api_message.as_str())),
            ];
            words.say_with("story-callback", &values)
        }
        Event::DisputeAsked { message } => with("story-dispute", "message", message),
        Event::DisputeAnswer { reply } => sentences::dispute(words, &read_dispute(reply)),
        Event::Returned { claim } => with("story-returned", "words", &claim.api_message),
        Event::Receipt { handed } => words.say(match handed {
            Handed::Printed => "story-receipt-printed",
            Handed::Saved => "story-receipt-saved",
            Handed::Picture => "story-receipt-picture",
            Handed::Text => "story-receipt-text",
        }),
        Event::GivenBack => words.say("give-back-done"),
        Event::Recovered => words.say("pending-stopped"),
        Event::Note { text } => with("story-note", "text", text),
        Event::Settled { succeeded, reason } => {
            let id = if *succeeded { "story-settled-succeeded" } else { "story-settled-failed" };
            with(id, "reason", reason)
        }
    }
}

fn reply_told(words: &Words, id: &'static str, reply: &Reply) -> String {
    match reply {
        Reply::Answer(answer) => {
            let status = answer.data.status.as_deref().unwrap_or_default();
            let values = [
                ("code", Value::from(answer.code.as_str())),
                ("status", Value::from(status)),
                ("words", Value::from(answer.words())),
            ];
            words.say_with(id, &values)
        }
        Reply::NotSent { cause } => sentences::not_sent(words, *cause),
        Reply::Unknown { cause } => sentences::no_answer(words, cause),
    }
}

/// What the helpdesk needs to know, ready to be sent.
fn helpdesk(shop: &Shop, transaction: &Transaction) -> String {
    let words = &shop.words;
    let order = &transaction.order;
    let number = transaction.order.name();
    let mut lines = vec![words.say("helpdesk-text"), format!("AgentID: {}", transaction.agent_id)];
    let trans = transaction.api_trans_id.as_deref().unwrap_or("-");
    lines.push(format!("APITransID: {trans}"));
    lines.push(format!("{}: {}", words.say("fact-time"), transaction.at.to_pgpe()));
    lines.push(order_words::service(words, order.service()));
    lines.push(format!(
        "{} · {}",
        order_words::title(words, order),
        order_words::way(words, order)
    ));
    if !number.is_empty() {
        lines.push(number.into_owned());
    }
    lines.push(format!("{}: {}", words.say("recharge-amount"), order.amount()));
    let code = transaction.code.as_deref().unwrap_or("-");
    let said = transaction.words.as_deref().unwrap_or("-");
    lines.push(format!("{}: {code} {said}", words.say("fact-words")));
    lines.join("\n")
}
