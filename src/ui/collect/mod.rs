//! The UPI QR tab.

use egui::{Context, Ui};

use super::commands::Go;
use super::shop::Shop;
use crate::counter::Update;
use crate::ids::AgentId;

/// The UPI QR tab.
#[derive(Default)]
pub struct Collect {}

impl Collect {
    /// Draws the tab.
    pub fn ui(&mut self, _ui: &mut Ui, _shop: &mut Shop) -> Option<Go> {
        None
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, _update: &Update, _shop: &Shop, _ctx: &Context) {}

    /// Gives the focus to where the agent goes on, after another tab.
    pub fn come_back(&mut self, _ctx: &Context) {}

    /// Shows a transaction in place of the form.
    pub fn look_at(&mut self, _agent_id: AgentId) {}

    /// The transaction that is looked at.
    pub fn looking_at(&self) -> Option<AgentId> {
        None
    }
}
