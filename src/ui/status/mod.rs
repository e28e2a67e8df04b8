//! The Status tab.

use egui::{Context, Ui};

use super::commands::Go;
use super::shop::Shop;
use crate::counter::Update;
use crate::ids::AgentId;

/// The Status tab.
#[derive(Default)]
pub struct StatusPage {}

impl StatusPage {
    /// Draws the tab.
    pub fn ui(&mut self, _ui: &mut Ui, _shop: &mut Shop) -> Option<Go> {
        None
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, _update: &Update, _shop: &Shop, _ctx: &Context) {}

    /// The agent has come to this tab.
    pub fn come_back(&mut self, _ctx: &Context, _shop: &Shop) {}

    /// Shows the whole story of a transaction.
    pub fn look_at(&mut self, _agent_id: AgentId, _shop: &Shop) {}
}
