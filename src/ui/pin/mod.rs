//! The PIN on the screen: its field, the sheet that asks for it, its card in the settings, the locked window.

mod card;
mod cover;
mod forgotten;
mod problems;
mod sheet;

use egui::{Id, Response, Ui};
use secrecy::SecretString;

pub use card::PinCard;
pub use cover::Cover;
pub use sheet::PinSheet;

use super::shop::Shop;
use super::widgets::{Field, Weight, entered, notice};
use crate::counter::{PIN_DIGITS, PinProblem, PinState, Update};

/// A field for the PIN. What is typed leaves it as soon as it is tried.
pub struct PinEntry {
    id: &'static str,
    typed: String,
    trying: bool,
    problem: Option<PinProblem>,
    focus: bool,
}

impl PinEntry {
    /// An empty field, which gets the focus.
    pub const fn new(id: &'static str) -> Self {
        Self { id, typed: String::new(), trying: false, problem: None, focus: true }
    }

    /// The same, and the focus stays where it is.
    pub const fn without_focus(mut self) -> Self {
        self.focus = false;
        self
    }

    /// Takes in what the counter said of the PIN that was tried here.
    pub fn hear(&mut self, update: &Update) {
        match update {
            Update::NotUnlocked(problem) if self.trying => {
                self.trying = false;
                self.problem = Some(*problem);
                self.focus = true;
            }
            Update::Unlocked(_) | Update::Pin(PinState::Off) => *self = Self::new(self.id),
            _ => {}
        }
    }

    /// Draws the field; whether Enter was pressed in it comes back.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, label: &str) -> bool {
        let waits = self.waits(shop);
        if let Some(PinProblem::Wait(from)) = self.problem.filter(|_| waits) {
            // Once, when it is allowed again.
            ui.ctx().request_repaint_after(from.since(shop.now()));
        }
        let id = Id::unique(self.id);
        let wrong = self.problem.filter(|problem| !matches!(problem, PinProblem::Wait(_)));
        let wrong = wrong.map(|problem| problems::pin(shop, problem));
        let field = Field::new(label, &mut self.typed)
            .id(id)
            .secret()
            .large()
            .limit(*PIN_DIGITS.end())
            .error(wrong.as_deref());
        let field = ui.add_enabled_ui(!waits && !self.trying, |ui| ui.add(field)).inner;
        if let Some(problem) = self.problem.filter(|_| waits) {
            notice(ui, Weight::Warning, &problems::pin(shop, problem));
        }
        self.looked_after(&field, waits)
    }

    fn looked_after(&mut self, field: &Response, waits: bool) -> bool {
        if field.changed() {
            self.typed.retain(|typed| typed.is_ascii_digit());
            self.problem = None;
        }
        if !waits && !self.trying && std::mem::take(&mut self.focus) {
            field.request_focus();
        }
        let entered = entered(field);
        // Too short to be tried: the agent goes on typing.
        self.focus |= entered && !self.is_complete();
        entered
    }

    /// Whether what is typed can be a PIN.
    pub fn is_complete(&self) -> bool {
        PIN_DIGITS.contains(&self.typed.len())
    }

    /// Takes the PIN to try it; nothing when it cannot be one, or one is being tried.
    pub fn take(&mut self, shop: &Shop) -> Option<SecretString> {
        if !self.is_complete() || self.trying || self.waits(shop) {
            self.focus = true;
            return None;
        }
        self.trying = true;
        self.problem = None;
        Some(SecretString::from(std::mem::take(&mut self.typed)))
    }

    /// Whether the counter is at it.
    pub const fn is_trying(&self) -> bool {
        self.trying
    }

    /// Whether no try is allowed yet.
    pub fn waits(&self, shop: &Shop) -> bool {
        matches!(self.problem, Some(PinProblem::Wait(from)) if shop.now() < from)
    }
}
