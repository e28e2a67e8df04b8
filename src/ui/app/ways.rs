//! The short ways through the window: the same again, a favourite, a known customer, a list.

use egui::{Context, Event, Ui};

use super::App;
use crate::ids::AgentId;
use crate::transaction::{Order, Service};
use crate::ui::commands::Tab;
use crate::ui::quick::Wish;

impl App {
    /// Takes the keys of the short ways, where nothing is asked.
    pub(super) fn short_ways(&mut self, ctx: &Context) {
        if let Some(wish) = self.quick.keys(ctx, &self.shop, self.tab.service()) {
            self.wish(wish, ctx);
        }
    }

    pub(super) fn wish(&mut self, wish: Wish, ctx: &Context) {
        match wish {
            Wish::Fill(order) => self.take(&order, false, ctx),
            Wish::Confirm(order) => self.take(&order, true, ctx),
            Wish::Send(beneficiary) => {
                self.go_to(Tab::Payout, ctx);
                let Self { payout, shop, .. } = self;
                payout.begin_otherwise(ctx, |form| form.send_to(&beneficiary, shop));
            }
            Wish::Again => {
                let newest = || self.shop.board.recent.first().map(|newest| newest.agent_id);
                if let Some(agent_id) = self.looking_at().or_else(newest) {
                    self.again(agent_id, ctx);
                }
            }
            Wish::List => self.go_to(Tab::Bulk, ctx),
            Wish::GoOn => self.bulk.go_on(&self.shop),
        }
        ctx.request_repaint();
    }

    /// The transaction that is looked at.
    pub(super) fn looking_at(&self) -> Option<AgentId> {
        match self.tab {
            Tab::Recharge => self.recharge.looking_at(),
            Tab::Payout => self.payout.looking_at(),
            Tab::Wallet => self.wallet.looking_at(),
            Tab::Collect => self.collect.looking_at(),
            Tab::Status => self.status.looking_at(),
            _ => None,
        }
    }

    /// The same order again, by the rules of today, on the sheet that asks whether to pay.
    pub(super) fn again(&mut self, agent_id: AgentId, ctx: &Context) {
        if let Some(transaction) = self.shop.transaction(agent_id) {
            let order = transaction.order.clone();
            self.take(&order, true, ctx);
        }
    }

    fn take(&mut self, order: &Order, confirm: bool, ctx: &Context) {
        let tab = match order.service() {
            Service::Recharge => Tab::Recharge,
            Service::Payout => Tab::Payout,
            Service::Collection => Tab::Collect,
            Service::WalletLoad => Tab::Wallet,
        };
        self.go_to(tab, ctx);
        let shop = &self.shop;
        match order.service() {
            Service::Recharge => self.recharge.take(order, confirm, shop, ctx),
            Service::Payout => self.payout.take(order, confirm, shop, ctx),
            Service::WalletLoad => self.wallet.take(order, confirm, shop, ctx),
            Service::Collection => self.collect.take(order, ctx),
        }
    }

    /// Draws what stands above every page: a list that is sent or stands still, and the favourites
    /// of the form.
    pub(super) fn above(&mut self, ui: &mut Ui) {
        if self.tab != Tab::Bulk && self.bulk.band_ui(ui, &self.shop) {
            self.go_to(Tab::Bulk, ui.ctx());
        }
        let filling = match self.tab {
            Tab::Recharge => self.recharge.is_filling(),
            Tab::Payout => self.payout.is_filling(),
            Tab::Wallet => self.wallet.is_filling(),
            Tab::Collect => self.collect.is_filling(),
            _ => false,
        };
        let service = self.tab.service().filter(|_| filling);
        let wish = service.and_then(|service| self.quick.favourites_ui(ui, &self.shop, service));
        if let Some(wish) = wish {
            self.wish(wish, ui.ctx());
        }
    }

    /// Takes the keys away from the page while something lies over it: an Esc that closes a sheet
    /// must not go back on the page as well, nor an Enter pay.
    pub(super) fn keys_of_what_lies_over(&self, ctx: &Context) -> Vec<Event> {
        if self.quick.is_over() || self.help.is_open() {
            ctx.input_mut(|input| std::mem::take(&mut input.events))
        } else {
            Vec::new()
        }
    }

    /// Draws what lies over the window, with the keys that were kept for it.
    pub(super) fn over(&mut self, ctx: &Context, kept: Vec<Event>) {
        ctx.input_mut(|input| input.events.extend(kept));
        let sending = self.bulk.sending();
        if let Some(wish) = self.quick.over_ui(ctx, &self.shop, sending) {
            self.wish(wish, ctx);
        }
        self.help_ui(ctx);
    }
}
