//! The confirm sheet: the order read back to the customer, and the last question before it is sent.

use egui::{Context, Event, Id, Key, Modifiers, RichText, ScrollArea, Ui};
use secrecy::SecretString;

use crate::counter::{Command, Look, Update, WhyNotPaid};
use crate::ledger::BalanceReading;
use crate::money::in_words;
use crate::transaction::{Order, Transaction};
use crate::ui::pin::PinEntry;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, size, space, strong_font};
use crate::ui::tone::tone_word;
use crate::ui::widgets::{Button, Weight, fact, group_number, notice, sheet, strong, weak};
use crate::ui::words::Value;
use crate::ui::{order_words, sentences, wallet};

/// The id of the field for the PIN.
const PIN: &str = "pin-payment";

/// The confirm sheet of one order.
pub struct Confirm {
    order: Order,
    refusal: Option<WhyNotPaid>,
    /// The last payouts to the same account, newest first.
    earlier: Vec<Transaction>,
    /// The PIN that the payment needs.
    pin: PinEntry,
    /// Whether the counter has refused it for want of the PIN.
    locked: bool,
    /// How high what stands beneath the order is, as it was drawn last.
    foot: f32,
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
        /// With this PIN.
        pin: Option<SecretString>,
    },
}

impl Confirm {
    /// The sheet of a new order.
    #[must_use]
    pub fn new(order: Order, shop: &Shop) -> Self {
        shop.ask(Command::MakeReady(order.service()));
        if let Order::Payout(payout) = &order {
            shop.ask(Command::Look(Look::PayoutsTo(payout.account.clone())));
        }
        Self {
            order,
            refusal: None,
            earlier: Vec::new(),
            pin: PinEntry::new(PIN),
            locked: false,
            foot: 0.0,
        }
    }

    /// The sheet again, since the counter did not take the order. Without the PIN it is the
    /// same question once more; anything else is said.
    #[must_use]
    pub fn refused(self, why: WhyNotPaid) -> Self {
        match why {
            WhyNotPaid::Locked => Self { locked: true, ..self },
            why => {
                Self { refusal: Some(why), earlier: Vec::new(), pin: PinEntry::new(PIN), ..self }
            }
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        self.pin.hear(update);
        if let (Update::PayoutsTo { account, earlier }, Order::Payout(payout)) =
            (update, &self.order)
            && *account == payout.account
        {
            self.earlier.clone_from(earlier);
        }
    }

    /// The order on the sheet.
    #[must_use]
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Draws the sheet.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop) -> Answer {
        let shown = sheet(ctx, Id::unique("confirm"), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            // In a low window the order scrolls, and what is pressed stays in sight.
            let room = ctx.content_rect().height() - 2.0 * space::XXL - space::XL - self.foot;
            ScrollArea::vertical().max_height(room.max(size::TARGET)).show(ui, |ui| {
                self.order_ui(ui, shop);
            });
            let foot = ui.cursor().top();
            let known = shop.balance(self.order.service());
            let beyond = known.filter(|known| known.holds < self.order.amount());
            let refusal = self.refusal.take();
            let answer = match (&refusal, beyond) {
                (None, None) => self.pay_ui(ui, shop),
                (None, Some(known)) => self.beyond_balance_ui(ui, shop, known),
                (Some(WhyNotPaid::Repeats(earlier)), _) => self.repeat_ui(ui, shop, earlier),
                (Some(why), _) => self.refusal_ui(ui, shop, why),
            };
            self.refusal = refusal;
            self.foot = ui.cursor().top() - foot;
            answer
        });
        if shown.should_close() { Answer::Back } else { shown.inner }
    }

    /// The field for the PIN, where the payment needs it; whether Enter was pressed in it.
    fn pin_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        self.asks_pin(shop) && self.pin.ui(ui, shop, &shop.words.say("pin-label"))
    }

    fn asks_pin(&self, shop: &Shop) -> bool {
        self.locked || shop.needs_pin(&self.order)
    }

    /// The agent wants to pay. Where the PIN is missing the field gets the focus instead.
    fn pay(&mut self, shop: &Shop, despite_earlier: bool) -> Answer {
        if !self.asks_pin(shop) {
            return Answer::Pay { despite_earlier, pin: None };
        }
        match self.pin.take(shop) {
            Some(pin) => Answer::Pay { despite_earlier, pin: Some(pin) },
            None => Answer::Waiting,
        }
    }

    fn order_ui(&self, ui: &mut Ui, shop: &Shop) {
        let order = &self.order;
        let words = &shop.words;
        let title = match order {
            Order::Recharge(recharge) => {
                let category = order_words::category(words, recharge.category);
                weak(ui, &format!("{} · {category}", recharge.operator_name));
                group_number(&recharge.number)
            }
            // A wrong digit sends the money to a stranger: the account is read back in full.
            Order::Payout(payout) => {
                weak(ui, &format!("{} · {}", payout.mode.code(), payout.bank));
                strong(ui, &payout.beneficiary_name);
                group_number(&payout.account)
            }
            Order::Collection(_) | Order::WalletLoad(_) => order_words::title(words, order),
        };
        ui.label(RichText::new(title).font(strong_font(ui, Text::Result)));
        fact(ui, &words.say("recharge-amount"), &order.amount().to_string(), Text::Result);
        weak(ui, &in_words(order.amount(), words.language()));
        if matches!(order, Order::WalletLoad(_)) {
            weak(ui, &wallet::figure(shop, order.amount()));
        }
        let said = ["recharge-operator", "payout-account"].map(|id| words.say(id));
        let facts = order_words::facts(shop, order);
        let facts: Vec<_> = facts.into_iter().filter(|(label, _)| !said.contains(label)).collect();
        for pair in facts.chunks(2) {
            ui.columns_const(|[left, right]| {
                for (ui, (label, value)) in [left, right].into_iter().zip(pair) {
                    fact(ui, label, value, Text::Body);
                }
            });
        }
        self.earlier_ui(ui, shop);
    }

    /// The last payouts to the same account, so that a mistaken one is noticed (M14).
    fn earlier_ui(&self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        if self.earlier.is_empty() {
            return;
        }
        weak(ui, &words.say("payout-earlier"));
        for earlier in &self.earlier {
            let values = [
                ("amount", Value::from(earlier.order.amount().to_string())),
                ("time", Value::from(words.time(earlier.at, shop.now()))),
                ("state", Value::from(tone_word(words, earlier.state()))),
            ];
            ui.label(words.say_with("payout-earlier-one", &values));
        }
    }

    /// More than the wallet is known to hold: the gateway will most likely refuse it.
    fn beyond_balance_ui(&mut self, ui: &mut Ui, shop: &Shop, known: BalanceReading) -> Answer {
        let words = &shop.words;
        let values = [
            ("holds", Value::from(known.holds.to_string())),
            ("time", Value::from(words.time(known.at, shop.now()))),
        ];
        notice(ui, Weight::Warning, &words.say_with("beyond-balance", &values));
        let again = words.say("beyond-balance-pay");
        self.doubtful_ui(ui, shop, &words.say("go-back"), &again, false)
    }

    fn pay_ui(&mut self, ui: &mut Ui, shop: &Shop) -> Answer {
        let amount = [("amount", Value::from(self.order.amount().to_string()))];
        let pay = shop.words.say_with("recharge-pay", &amount);
        let entered = self.pin_ui(ui, shop);
        let pressed = ui.add(Button::primary(&pay).key("Enter").wide()).clicked();
        if pressed | entered | fresh(ui, Key::Enter) {
            let answer = self.pay(shop, false);
            if matches!(answer, Answer::Pay { .. }) {
                return answer;
            }
        }
        back_ui(ui, shop)
    }

    /// Back, or pay all the same: by a press on the button, never by the habit of Enter.
    fn doubtful_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        back: &str,
        again: &str,
        despite_earlier: bool,
    ) -> Answer {
        // Enter in the field only ends it.
        self.pin_ui(ui, shop);
        if ui.add(Button::primary(back).key("Esc").wide()).clicked() {
            Answer::Back
        } else if ui.add(Button::secondary(again).wide()).clicked() {
            self.pay(shop, despite_earlier)
        } else {
            Answer::Waiting
        }
    }

    /// The question about an earlier one: Enter does not pay here, so that a habit cannot.
    fn repeat_ui(&mut self, ui: &mut Ui, shop: &Shop, earlier: &Transaction) -> Answer {
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
        self.doubtful_ui(ui, shop, &words.say("repeat-no"), &words.say("repeat-yes"), true)
    }

    fn refusal_ui(&self, ui: &mut Ui, shop: &Shop, why: &WhyNotPaid) -> Answer {
        let words = &shop.words;
        let sentence = sentences::not_paid(words, why);
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
pub fn fresh(ui: &Ui, key: Key) -> bool {
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
