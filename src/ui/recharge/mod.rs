//! The Recharge tab: the form, the confirm sheet over it, and the card of the result.

mod confirm;
mod form;

use egui::{Context, Ui};

use self::confirm::Confirm;
use self::form::Form;
use super::result::ResultCard;
use super::shop::{News, Shop};
use crate::counter::{Command, Ticket, WhyNotPaid};
use crate::ids::AgentId;
use crate::transaction::{Order, RechargeOrder};

/// The Recharge tab.
#[derive(Default)]
pub struct Recharge {
    form: Form,
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
    Handed(Ticket, Box<RechargeOrder>),
    /// Looking at a transaction.
    Looking(Box<ResultCard>),
}

impl Recharge {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) {
        match &mut self.stage {
            Stage::Looking(card) => {
                if card.ui(ui, shop).is_done() {
                    self.start_anew(ui.ctx());
                }
            }
            Stage::Filling => {
                // The sheet is drawn from the next frame on: the Enter that ends the form
                // must not be the Enter that pays.
                if let Some(order) = self.form.ui(ui, shop) {
                    self.stage = Stage::Confirming(Box::new(Confirm::new(order)));
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
    }

    fn confirm(&mut self, ctx: &Context, shop: &mut Shop) {
        let Stage::Confirming(confirm) = &mut self.stage else { return };
        match confirm.ui(ctx, shop) {
            confirm::Answer::Waiting => {}
            confirm::Answer::Back => {
                self.form.come_back(ctx);
                self.stage = Stage::Filling;
            }
            confirm::Answer::Pay { despite_earlier } => {
                let (ticket, order) = (shop.ticket(), confirm.order().clone());
                let command = Command::Pay {
                    ticket,
                    order: Box::new(Order::Recharge(order.clone())),
                    live: shop.is_live(),
                    despite_earlier,
                };
                shop.ask(command);
                self.stage = Stage::Handed(ticket, Box::new(order));
            }
        }
    }

    /// Takes in news of the counter.
    pub fn hear(&mut self, news: &News, shop: &Shop, ctx: &Context) {
        match news {
            News::Opened => {
                self.form.forget();
                self.start_anew(ctx);
            }
            News::Remembered(number, known) => {
                self.form.remember(shop.catalogue(), number, known.as_ref());
            }
            News::Paying(ticket, agent_id) if self.handed() == Some(*ticket) => {
                self.form.forget();
                self.look_at(*agent_id);
            }
            News::NotPaid(ticket, why) if self.handed() == Some(*ticket) => self.not_paid(why),
            News::Paying(..) | News::NotPaid(..) | News::ComeForward => {}
        }
    }

    fn not_paid(&mut self, why: &WhyNotPaid) {
        if let Stage::Handed(_, order) = &self.stage {
            let confirm = Confirm::refused((**order).clone(), why.clone());
            self.stage = Stage::Confirming(Box::new(confirm));
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

    /// The transaction that is looked at.
    #[must_use]
    pub fn looking_at(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Looking(card) => Some(card.agent_id()),
            _ => None,
        }
    }

    /// Digits typed while nothing has the focus begin a new number.
    pub fn begin_with(&mut self, digits: &str, ctx: &Context) {
        if matches!(self.stage, Stage::Filling | Stage::Looking(_)) {
            self.stage = Stage::Filling;
            self.form.begin_with(digits, ctx);
        }
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
