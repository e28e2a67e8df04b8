//! The confirm sheet: the order read back to the customer, and the last question before it is sent.

use egui::{Context, Event, Id, Key, Modifiers, Ui};

use super::form::category_word;
use crate::counter::WhyNotPaid;
use crate::money::in_words;
use crate::transaction::{RechargeOrder, Transaction};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, space};
use crate::ui::tone::tone_word;
use crate::ui::widgets::{Button, Weight, fact, group_number, notice, sheet, strong, weak};
use crate::ui::words::Value;

/// The confirm sheet of one order.
pub struct Confirm {
    order: RechargeOrder,
    refusal: Option<WhyNotPaid>,
}

/// What the agent does about it.
pub enum Answer {
    /// Still reading.
    Waiting,
    /// Back to the form, where everything stands as it was typed.
    Back,
    /// Pay it.
    Pay {
        /// Although there is an earlier one like it (money rule M14).
        despite_earlier: bool,
    },
}

impl Confirm {
    /// The sheet of a new order.
    #[must_use]
    pub const fn new(order: RechargeOrder) -> Self {
        Self { order, refusal: None }
    }

    /// The sheet of an order that the counter did not take.
    #[must_use]
    pub const fn refused(order: RechargeOrder, why: WhyNotPaid) -> Self {
        Self { order, refusal: Some(why) }
    }

    /// The order on the sheet.
    #[must_use]
    pub const fn order(&self) -> &RechargeOrder {
        &self.order
    }

    /// Draws the sheet.
    pub fn ui(&self, ctx: &Context, shop: &Shop) -> Answer {
        let shown = sheet(ctx, Id::unique("recharge-confirm"), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            self.order_ui(ui, shop);
            match &self.refusal {
                None => self.pay_ui(ui, shop),
                Some(WhyNotPaid::Repeats(earlier)) => self.repeat_ui(ui, shop, earlier),
                Some(why) => self.refusal_ui(ui, shop, why),
            }
        });
        if shown.should_close() { Answer::Back } else { shown.inner }
    }

    fn order_ui(&self, ui: &mut Ui, shop: &Shop) {
        let order = &self.order;
        let words = &shop.words;
        let category = category_word(words, order.category);
        weak(ui, &format!("{} · {category}", order.operator_name));
        ui.label(
            egui::RichText::new(group_number(&order.number))
                .font(crate::ui::theme::strong_font(ui, Text::Result)),
        );
        fact(ui, &words.say("recharge-amount"), &order.amount.to_string(), Text::Result);
        weak(ui, &in_words(order.amount, words.language()));
        if order.circle != "0" {
            let name = shop.catalogue().and_then(|catalogue| {
                let circles = catalogue.circles();
                circles.iter().find(|circle| circle.code == order.circle).map(|c| c.name.clone())
            });
            let name = name.as_deref().unwrap_or(&order.circle);
            fact(ui, &words.say("recharge-circle"), name, Text::Body);
        }
        for (label, value) in self.optionals(shop) {
            fact(ui, &label, &value, Text::Body);
        }
        if !order.customer_name.is_empty() {
            fact(ui, &words.say("recharge-name"), &order.customer_name, Text::Body);
        }
    }

    fn optionals(&self, shop: &Shop) -> Vec<(String, String)> {
        let Some(catalogue) = shop.catalogue() else { return Vec::new() };
        let operators = catalogue.operators(self.order.category);
        let operator = operators.iter().find(|operator| operator.code == self.order.operator);
        let labels = operator.map(|operator| &operator.optionals).into_iter().flatten();
        labels
            .zip(&self.order.optionals)
            .filter(|(_, value)| !value.is_empty())
            .filter_map(|(label, value)| Some((label.as_ref()?.label.clone(), value.clone())))
            .collect()
    }

    fn pay_ui(&self, ui: &mut Ui, shop: &Shop) -> Answer {
        let amount = [("amount", Value::from(self.order.amount.to_string()))];
        let pay = shop.words.say_with("recharge-pay", &amount);
        let pressed = ui.add(Button::primary(&pay).key("Enter").wide()).clicked();
        if pressed | fresh(ui, Key::Enter) {
            return Answer::Pay { despite_earlier: false };
        }
        back_ui(ui, shop)
    }

    /// The question about an earlier one: Enter does not pay here, so that a habit cannot.
    fn repeat_ui(&self, ui: &mut Ui, shop: &Shop, earlier: &Transaction) -> Answer {
        let words = &shop.words;
        let values = [
            ("time", Value::from(words.time(earlier.at, shop.now()))),
            ("state", Value::from(tone_word(words, earlier.state()))),
        ];
        notice(ui, Weight::Warning, &words.say_with("repeat-question", &values));
        weak(
            ui,
            &words.say_with(
                "repeat-earlier",
                &[("agent_id", Value::from(earlier.agent_id.to_string()))],
            ),
        );
        let back = words.say("repeat-no");
        if ui.add(Button::primary(&back).key("Esc").wide()).clicked() {
            return Answer::Back;
        }
        let again = words.say("repeat-yes");
        if ui.add(Button::secondary(&again).wide()).clicked() {
            return Answer::Pay { despite_earlier: true };
        }
        Answer::Waiting
    }

    fn refusal_ui(&self, ui: &mut Ui, shop: &Shop, why: &WhyNotPaid) -> Answer {
        let words = &shop.words;
        let sentence = match why {
            WhyNotPaid::Repeats(_) => String::new(),
            WhyNotPaid::Ledger(error) => sentences::ledger(words, error),
            WhyNotPaid::NoRandomness => words.say("not-paid-no-randomness"),
            WhyNotPaid::Closed => words.say("not-paid-closed"),
        };
        strong(ui, &words.say("not-paid"));
        notice(ui, Weight::Error, &sentence);
        back_ui(ui, shop)
    }
}

fn back_ui(ui: &mut Ui, shop: &Shop) -> Answer {
    let back = shop.words.say("go-back");
    if ui.add(Button::secondary(&back).key("Esc").wide()).clicked() {
        Answer::Back
    } else {
        Answer::Waiting
    }
}

/// Whether a key was pressed anew, and not held since the sheet before (money rule M2).
/// A focused button takes its own Enter.
fn fresh(ui: &Ui, key: Key) -> bool {
    ui.memory(|memory| memory.focused().is_none())
        && ui.input(|input| {
            input.events.iter().any(|event| {
                matches!(
                    event,
                    Event::Key { key: pressed, pressed: true, repeat: false, modifiers, .. }
                        if *pressed == key && *modifiers == Modifiers::NONE
                )
            })
        })
}
