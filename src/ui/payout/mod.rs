//! The Payout form.

use egui::{Context, Ui};

use super::pay::OrderForm;
use super::shop::Shop;
use crate::counter::Update;
use crate::transaction::Order;

/// The Payout form.
#[derive(Default)]
pub struct Form {}

impl OrderForm for Form {
    fn ui(&mut self, _ui: &mut Ui, _shop: &Shop) -> Option<Order> {
        None
    }

    fn hear(&mut self, _update: &Update, _shop: &Shop) {}

    fn forget(&mut self) {}

    fn is_forgotten(&self) -> bool {
        true
    }

    fn come_back(&mut self, _ctx: &Context) {}

    fn begin_with(&mut self, _digits: &str, _ctx: &Context) -> bool {
        false
    }
}
