//! The form of a UPI request: the amount, a note, and the button that makes the code.

use egui::{Context, Id, Ui};

use crate::counter::{Command, WhyNotPaid};
use crate::money::in_words;
use crate::transaction::order::{CollectionForm, CollectionProblems};
use crate::transaction::{CollectionOrder, Order, Service};
use crate::ui::recharge::plain_rupees;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Field, Weight, entered, notice, weak, with_foot};

/// The form and what is wrong with it.
#[derive(Default)]
pub struct Form {
    typed: CollectionForm,
    problems: CollectionProblems,
    refusal: Option<WhyNotPaid>,
    take_focus: bool,
    /// Whether the counter knows that an amount is being typed.
    begun: bool,
}

fn amount_id() -> Id {
    Id::unique("collect-amount")
}

impl Form {
    /// Draws the form; an order comes back when the agent is done and nothing is wrong.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Order> {
        let words = &shop.words;
        let label = words.say("collect-make");
        let make = Button::primary(&label).key("Enter").wide();
        let (pressed, entered) = with_foot(
            ui,
            "collect-form",
            |ui| ui.add(make).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::L;
                if let Some(why) = &self.refusal {
                    notice(ui, Weight::Error, &sentences::not_paid(words, why));
                }
                let done = self.fields_ui(ui, shop);
                weak(ui, &words.say("collect-explained"));
                done
            },
        );
        if std::mem::take(&mut self.take_focus) {
            ui.ctx().memory_mut(|memory| memory.request_focus(amount_id()));
        }
        if pressed || entered { self.finish() } else { None }
    }

    /// Whether Enter was pressed in one of the fields: the agent is done.
    fn fields_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let error = self.problems.amount.map(|problem| sentences::amount(words, problem));
        let said = self.typed.amount.parse().ok();
        let note = said.map(|amount| in_words(amount, words.language())).unwrap_or_default();
        let label = words.say("collect-amount");
        let field = Field::amount(&label, &mut self.typed.amount)
            .id(amount_id())
            .note(&note)
            .error(error.as_deref());
        let amount = ui.add(field);
        if amount.changed() {
            (self.problems.amount, self.refusal) = (None, None);
            // No sheet is read here, so the amount is what takes the agent a while.
            if !std::mem::replace(&mut self.begun, true) {
                shop.ask(Command::MakeReady(Service::Collection));
            }
        }
        let error = self.problems.note.map(|problem| sentences::text(words, problem));
        let label = words.say("collect-note");
        let field = Field::new(&label, &mut self.typed.note).limit(60).error(error.as_deref());
        let note = ui.add(field);
        if note.changed() {
            self.problems.note = None;
        }
        entered(&amount) || entered(&note)
    }

    fn finish(&mut self) -> Option<Order> {
        self.refusal = None;
        match CollectionOrder::from_form(&self.typed) {
            Ok(order) => Some(Order::Collection(order)),
            Err(problems) => {
                self.take_focus = problems.amount.is_some();
                self.problems = problems;
                None
            }
        }
    }

    /// The counter did not take it: the form stays as it is, with why.
    pub fn refuse(&mut self, why: WhyNotPaid) {
        self.refusal = Some(why);
        self.take_focus = true;
    }

    /// Fills in what a request had.
    pub fn fill(&mut self, order: &CollectionOrder) {
        let (amount, note) = (plain_rupees(order.amount), order.note.clone());
        *self = Self { typed: CollectionForm { amount, note }, ..Self::default() };
    }

    /// Begins anew.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Gives the focus to the amount.
    pub fn come_back(&mut self, ctx: &Context) {
        self.take_focus = true;
        ctx.request_repaint();
    }
}
