//! The UPI QR tab: a code for a customer, and what becomes of it; nothing is paid before PGPE says so.

mod card;
pub mod customer;
mod form;

use crate::ui::keys::{self, Line, line};
use egui::{Context, Ui};

use self::card::Card;
use self::customer::CustomerWindow;
use self::form::Form;
use super::commands::Go;
use super::result::Did;
use super::shop::Shop;
use super::widgets::{Button, Icon};
use crate::counter::{Command, Ticket, Update};
use crate::ids::AgentId;
use crate::transaction::Order;

/// The UPI QR tab.
#[derive(Default)]
pub struct Collect {
    form: Form,
    stage: Stage,
    customer: CustomerWindow,
}

/// How far the agent has come.
#[derive(Default)]
enum Stage {
    /// Filling in the form.
    #[default]
    Filling,
    /// The order is with the counter; nothing can be pressed twice.
    Handed(Ticket),
    /// Looking at a request.
    Looking(Box<Card>),
}

impl Collect {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        self.customer_ui(ui, shop);
        match &mut self.stage {
            Stage::Filling => {
                if let Some(order) = self.form.ui(ui, shop) {
                    self.send(order, shop);
                }
            }
            Stage::Handed(_) => {
                ui.add_enabled_ui(false, |ui| self.form.ui(ui, shop));
            }
            Stage::Looking(card) => match card.ui(ui, shop) {
                Did::Nothing => {}
                Did::Done => self.start_anew(ui.ctx()),
                Did::Go(go) => return Some(go),
            },
        }
        None
    }

    /// Nothing leaves the shop's wallet, so there is no sheet to confirm: the ticket alone
    /// keeps a held key from making two (money rule M2).
    fn send(&mut self, order: Order, shop: &mut Shop) {
        let ticket = shop.ticket();
        let live = shop.is_live();
        let order = Box::new(order);
        shop.ask(Command::Pay { ticket, order, live, despite_earlier: false });
        self.stage = Stage::Handed(ticket);
    }

    fn customer_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let label = shop.words.say("customer-window");
        let icon = if self.customer.is_open() { Icon::Check } else { Icon::Code };
        let button = ui.add(Button::quiet(&label).icon(icon).key(keys::CUSTOMER.name));
        let by_key = keys::CUSTOMER.taken(ui.ctx());
        if button.clicked() || by_key {
            self.customer.toggle();
        }
    }

    /// Draws the customer's window, on whatever tab the agent is.
    pub fn show_to_customer(&mut self, ctx: &Context, shop: &Shop, shop_name: &str) {
        let face = match &self.stage {
            Stage::Looking(card) => card.face(shop),
            Stage::Filling | Stage::Handed(_) => None,
        };
        if self.customer.is_open()
            && let Stage::Looking(card) = &self.stage
            && let Some(transaction) = shop.transaction(card.agent_id())
        {
            card::wake_when_old(ctx, shop, transaction);
        }
        self.customer.show(ctx, shop, shop_name, face);
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context) {
        match update {
            Update::Opened(_) => {
                self.form.forget();
                self.start_anew(ctx);
            }
            Update::Paying { ticket, agent_id } if self.handed() == Some(*ticket) => {
                self.form.forget();
                self.stage = Stage::Looking(Box::new(Card::new(*agent_id, false)));
            }
            Update::NotPaid { ticket, why } if self.handed() == Some(*ticket) => {
                self.form.refuse(why.clone());
                self.stage = Stage::Filling;
            }
            Update::Changed(_) | Update::Board(_) => {
                if let Stage::Looking(card) = &mut self.stage {
                    card.refresh(shop);
                }
            }
            _ => {}
        }
    }

    fn handed(&self) -> Option<Ticket> {
        match &self.stage {
            Stage::Handed(ticket) => Some(*ticket),
            Stage::Filling | Stage::Looking(_) => None,
        }
    }

    /// Fills the form in with a request; one that is with the counter comes first.
    pub fn take(&mut self, order: &Order, ctx: &Context) {
        if let (Order::Collection(order), None) = (order, self.handed()) {
            self.form.fill(order);
            self.start_anew(ctx);
        }
    }

    /// The keys of the tab as it stands.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        let mut lines = match &self.stage {
            Stage::Filling => vec![line(keys::ENTER, "key-next-or-code")],
            Stage::Handed(_) => Vec::new(),
            Stage::Looking(card) => card.keys(),
        };
        lines.push(line(keys::CUSTOMER, "key-customer"));
        lines
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

    /// Shows a request of a list in place of the form; what was typed stays behind it.
    pub fn look_at(&mut self, agent_id: AgentId) {
        if self.looking_at() != Some(agent_id) {
            self.stage = Stage::Looking(Box::new(Card::new(agent_id, true)));
        }
    }

    /// The request that is looked at.
    #[must_use]
    pub fn looking_at(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Looking(card) => Some(card.agent_id()),
            Stage::Filling | Stage::Handed(_) => None,
        }
    }

    fn start_anew(&mut self, ctx: &Context) {
        self.stage = Stage::Filling;
        self.form.come_back(ctx);
    }
}
