//! The Disputes tab.

use egui::{Context, Ui};

use super::commands::Go;
use super::shop::Shop;
use crate::counter::Update;
use crate::ids::AgentId;

/// The Disputes tab.
#[derive(Default)]
pub struct DisputesPage {}

impl DisputesPage {
    /// Draws the tab.
    pub fn ui(&mut self, _ui: &mut Ui, _shop: &mut Shop) -> Option<Go> {
        None
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, _update: &Update, _shop: &Shop, _ctx: &Context) {}

    /// The agent has come to this tab.
    pub fn come_back(&mut self, _ctx: &Context, _shop: &Shop) {}

    /// Begins a dispute about a transaction.
    pub fn begin_with(&mut self, _agent_id: AgentId) {}
}
