//! A PIN that was forgotten: the API token proves the owner; where no money is, a press is enough.

use egui::{Id, Ui};
use secrecy::SecretString;

use super::problems;
use crate::counter::{Command, PinProblem, Proof, Update};
use crate::ui::shop::Shop;
use crate::ui::widgets::{Button, Field, Weight, entered, notice, weak};

/// The way back for whoever has forgotten the PIN.
pub struct Forgotten {
    id: &'static str,
    open: bool,
    focus: bool,
    token: String,
    trying: bool,
    problem: Option<PinProblem>,
}

impl Forgotten {
    /// Only the question.
    pub const fn new(id: &'static str) -> Self {
        Self { id, open: false, focus: true, token: String::new(), trying: false, problem: None }
    }

    /// Takes in what the counter said of the proof that was tried here.
    pub fn hear(&mut self, update: &Update) {
        match update {
            // Comes when the PIN is off already.
            Update::NotUnlocked(problem @ PinProblem::StillKept(_)) => {
                self.problem = Some(*problem);
            }
            Update::NotUnlocked(problem) if self.trying => {
                self.trying = false;
                self.problem = Some(*problem);
                self.focus = true;
            }
            Update::Pin(_) => *self = Self::new(self.id),
            _ => {}
        }
    }

    /// Why the PIN was not removed, or only for this run.
    pub const fn problem(&self) -> Option<PinProblem> {
        self.problem
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        if !self.open {
            self.open = ui.add(Button::quiet(&words.say("pin-forgotten"))).clicked();
            if self.open {
                ui.ctx().request_repaint();
            }
            return;
        }
        let mut proof = None;
        let remove = words.say("pin-remove");
        if shop.is_live() {
            weak(ui, &words.say("pin-forgotten-live"));
            let label = words.say("connect-token");
            let sentence = self.problem.map(|problem| problems::pin(shop, problem));
            let field = Field::new(&label, &mut self.token)
                .id(Id::unique(self.id))
                .secret()
                .limit(600)
                .error(sentence.as_deref());
            let field = ui.add(field);
            if std::mem::take(&mut self.focus) {
                field.request_focus();
            }
            if field.changed() {
                self.problem = None;
            }
            let pressed = ui.add(Button::secondary(&remove)).clicked() || entered(&field);
            if pressed && !self.token.trim().is_empty() {
                let token = std::mem::take(&mut self.token);
                proof = Some(Proof::Token(SecretString::from(token)));
            }
        } else {
            weak(ui, &words.say("pin-forgotten-practice"));
            if let Some(problem) = self.problem {
                notice(ui, Weight::Error, &problems::pin(shop, problem));
            }
            let pressed = ui.add(Button::secondary(&remove));
            if std::mem::take(&mut self.focus) {
                pressed.request_focus();
            }
            if pressed.clicked() {
                proof = Some(Proof::Practice);
            }
        }
        if let Some(proof) = proof {
            self.trying = true;
            self.problem = None;
            shop.ask(Command::RemovePin(proof));
        }
    }
}
