//! A tab that pays: its form, the confirm sheet over it, and the card of the result.

mod confirm;

pub use confirm::fresh;

use egui::{Context, Ui};

use self::confirm::Confirm;
use super::commands::Go;
use super::keys::{self, Line};
use super::result::{Did, ResultCard};
use super::shop::Shop;
use crate::counter::{Command, Door, Ticket, Update, WhyNotPaid};
use crate::ids::AgentId;
use crate::transaction::Order;

/// A form of a tab that pays.
pub trait OrderForm: Default {
    /// Draws the form; an order comes back when the agent is done and nothing is wrong.
    fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Order>;

    /// Takes in what the counter said.
    fn hear(&mut self, update: &Update, shop: &Shop);

    /// Begins anew.
    fn forget(&mut self);

    /// The order that was confirmed is on its way: begins anew.
    fn on_its_way(&mut self, _shop: &Shop) {
        self.forget();
    }

    /// Fills in what an order of this form's service has; an order of another does nothing.
    fn fill(&mut self, order: &Order, shop: &Shop);

    /// The order as it is filled in, by the rules of today; `None` when something is wrong, which
    /// then stands beside its field.
    fn finish(&mut self, shop: &Shop) -> Option<Order>;

    /// The keys of the form as it stands.
    fn keys(&self) -> Vec<Line> {
        vec![keys::NEXT_FIELD]
    }

    /// Whether nothing is typed.
    fn is_forgotten(&self) -> bool;

    /// Gives the focus to where the agent goes on.
    fn come_back(&mut self, ctx: &Context);

    /// Digits were typed while nothing had the focus; `false` when they mean nothing here.
    fn begin_with(&mut self, digits: &str, ctx: &Context) -> bool;
}

/// A tab that pays.
#[derive(Default)]
pub struct PayTab<F> {
    form: F,
    stage: Stage,
}

/// How far the agent has come.
#[derive(Default)]
enum Stage {
    /// Filling in the form.
    #[default]
    Filling,
    /// Reading the order back to the customer.
    Confirming(Box<Confirm>),
    /// The order is with the counter; nothing can be pressed twice.
    Handed(Ticket, Box<Confirm>),
    /// Looking at a transaction.
    Looking(Box<ResultCard>),
}

impl<F: OrderForm> PayTab<F> {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        match &mut self.stage {
            Stage::Looking(card) => match card.ui(ui, shop) {
                Did::Nothing => {}
                Did::Done => self.start_anew(ui.ctx()),
                Did::Go(go) => return Some(go),
            },
            Stage::Filling => {
                // The sheet is drawn from the next frame on: the Enter that ends the form
                // must not be the Enter that pays.
                if let Some(order) = self.form.ui(ui, shop) {
                    self.stage = Stage::Confirming(Box::new(Confirm::new(order, shop)));
                    ui.ctx().request_repaint();
                }
            }
            Stage::Confirming(_) => {
                ui.add_enabled_ui(false, |ui| self.form.ui(ui, shop));
                self.confirm(ui.ctx(), shop);
            }
            Stage::Handed(..) => {
                ui.add_enabled_ui(false, |ui| self.form.ui(ui, shop));
            }
        }
        None
    }

    fn confirm(&mut self, ctx: &Context, shop: &mut Shop) {
        let Stage::Confirming(confirm) = &mut self.stage else { return };
        match confirm.ui(ctx, shop) {
            confirm::Answer::Waiting => {}
            confirm::Answer::Back => {
                self.form.come_back(ctx);
                self.stage = Stage::Filling;
            }
            confirm::Answer::Pay { despite_earlier, pin } => {
                let (ticket, order) = (shop.ticket(), Box::new(confirm.order().clone()));
                // The PIN opens this one payment; the counter looks at it first.
                if let Some(pin) = pin {
                    shop.ask(Command::Unlock { pin, door: Door::Payment(ticket) });
                }
                let live = shop.is_live();
                shop.ask(Command::Pay { ticket, order, live, despite_earlier });
                if let Stage::Confirming(confirm) = std::mem::take(&mut self.stage) {
                    self.stage = Stage::Handed(ticket, confirm);
                }
            }
        }
    }

    /// Whether nothing is being done here.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        matches!(self.stage, Stage::Filling) && self.form.is_forgotten()
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context) {
        self.form.hear(update, shop);
        match update {
            Update::Opened(_) => {
                self.form.forget();
                self.start_anew(ctx);
            }
            Update::Paying { ticket, agent_id } if self.handed() == Some(*ticket) => {
                self.form.on_its_way(shop);
                self.look_at(*agent_id);
            }
            Update::NotPaid { ticket, why } if self.handed() == Some(*ticket) => self.not_paid(why),
            other => {
                if let Stage::Confirming(confirm) | Stage::Handed(_, confirm) = &mut self.stage {
                    confirm.hear(other);
                }
            }
        }
    }

    fn not_paid(&mut self, why: &WhyNotPaid) {
        if let Stage::Handed(_, confirm) = std::mem::take(&mut self.stage) {
            self.stage = Stage::Confirming(Box::new(confirm.refused(why.clone())));
        }
    }

    fn handed(&self) -> Option<Ticket> {
        match &self.stage {
            Stage::Handed(ticket, _) => Some(*ticket),
            _ => None,
        }
    }

    /// Shows a transaction in place of the form; what was typed stays behind it.
    pub fn look_at(&mut self, agent_id: AgentId) {
        if !matches!(self.stage, Stage::Handed(..) | Stage::Confirming(_))
            || self.form.is_forgotten()
        {
            self.stage = Stage::Looking(Box::new(ResultCard::new(agent_id)));
        }
    }

    /// The keys of the tab as it stands; `None` while the sheet is over it, whose buttons name
    /// its keys.
    #[must_use]
    pub fn keys(&self) -> Option<Vec<Line>> {
        match &self.stage {
            Stage::Filling => Some(self.form.keys()),
            Stage::Handed(..) => Some(Vec::new()),
            Stage::Looking(card) => Some(card.keys()),
            Stage::Confirming(_) => None,
        }
    }

    /// The transaction that is looked at.
    #[must_use]
    pub fn looking_at(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Looking(card) => Some(card.agent_id()),
            _ => None,
        }
    }

    /// Digits typed while nothing has the focus, which may begin a new order.
    pub fn begin_with(&mut self, digits: &str, ctx: &Context) {
        let free = matches!(self.stage, Stage::Filling | Stage::Looking(_));
        if free && self.form.begin_with(digits, ctx) {
            self.stage = Stage::Filling;
        }
    }

    /// Fills the form in with an order and, if `confirm`, goes on to the sheet; an order that is
    /// with the counter comes first.
    pub fn take(&mut self, order: &Order, confirm: bool, shop: &Shop, ctx: &Context) {
        if matches!(self.stage, Stage::Handed(..)) {
            return;
        }
        self.form.fill(order, shop);
        self.start_anew(ctx);
        if confirm && let Some(order) = self.form.finish(shop) {
            self.stage = Stage::Confirming(Box::new(Confirm::new(order, shop)));
        }
    }

    /// Begins anew with a form that is filled in otherwise; an order that is with the counter
    /// comes first.
    pub fn begin_otherwise(&mut self, ctx: &Context, fill: impl FnOnce(&mut F)) {
        if !matches!(self.stage, Stage::Handed(..)) {
            fill(&mut self.form);
            self.start_anew(ctx);
        }
    }

    /// Whether the form is being filled in.
    #[must_use]
    pub const fn is_filling(&self) -> bool {
        matches!(self.stage, Stage::Filling)
    }

    /// Gives the focus to where the agent goes on, after another tab.
    pub fn come_back(&mut self, ctx: &Context) {
        if matches!(self.stage, Stage::Filling) {
            self.form.come_back(ctx);
        }
    }

    fn start_anew(&mut self, ctx: &Context) {
        self.stage = Stage::Filling;
        self.form.come_back(ctx);
    }
}
