//! Connecting to PGPE: the token is pasted, tried and kept, or what to do is said.

use egui::{Id, Ui};
use secrecy::SecretString;

use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Field, Weight, entered, heading, notice, weak};
use crate::counter::{Command, ConnectProblem, Keep};

/// The card with the token's field. The token leaves it as soon as it is tried, and
/// comes back only when it has to be corrected.
#[derive(Default)]
pub struct ConnectCard {
    token: String,
    trying: bool,
    sure: bool,
    focus: bool,
}

impl ConnectCard {
    /// Gives the focus to the token's field, where there is one.
    pub fn come_back(&mut self) {
        self.focus = true;
    }

    /// Draws the card.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) {
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &shop.words.say("connect-title"));
        let opened = shop.opened.as_ref();
        if let Some(trouble) = opened.and_then(|opened| opened.keyring_trouble.as_ref()) {
            notice(ui, Weight::Warning, &sentences::keyring(&shop.words, trouble));
        }
        if shop.is_live() {
            self.live_ui(ui, shop)
        } else {
            self.practice_ui(ui, shop)
        }
        if let Some(problem) = &shop.not_connected {
            if std::mem::take(&mut self.trying) {
                // The agent goes on where the token is, without reaching for the mouse.
                self.focus = true;
                ui.ctx().request_repaint();
            }
            notice(ui, Weight::Error, &sentences::connect(&shop.words, problem));
            if matches!(problem, ConnectProblem::NoKeyring(_)) {
                weak(ui, &shop.words.say("connect-this-run-explained"));
                let label = shop.words.say("connect-this-run");
                if ui.add(Button::secondary(&label)).clicked() {
                    self.connect(shop, Keep::ThisRun);
                }
            }
        }
    }

    fn practice_ui(&mut self, ui: &mut Ui, shop: &mut Shop) {
        weak(ui, &shop.words.say("connect-explained"));
        let label = shop.words.say("connect-token");
        let field =
            Field::new(&label, &mut self.token).id(Id::unique("connect-token")).secret().limit(600);
        let response = ui.add_enabled_ui(!self.trying, |ui| ui.add(field)).inner;
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        let label = shop.words.say(if self.trying { "connect-trying" } else { "connect-now" });
        let pressed = ui.add_enabled(!self.trying, Button::primary(&label)).clicked();
        if pressed || entered(&response) {
            self.connect(shop, Keep::Keyring);
        }
    }

    fn connect(&mut self, shop: &mut Shop, keep: Keep) {
        shop.not_connected = None;
        self.trying = true;
        let token = SecretString::from(self.token.clone());
        shop.ask(Command::Connect { token, keep });
    }

    fn live_ui(&mut self, ui: &mut Ui, shop: &mut Shop) {
        let in_memory = shop.opened.as_ref().is_some_and(|opened| opened.token_in_memory);
        let id = if in_memory { "connect-live-this-run" } else { "connect-live" };
        notice(ui, Weight::Info, &shop.words.say(id));
        if !self.sure {
            let label = shop.words.say("disconnect");
            self.sure = ui.add(Button::secondary(&label)).clicked();
            return;
        }
        weak(ui, &shop.words.say("disconnect-explained"));
        ui.horizontal_wrapped(|ui| {
            let label = shop.words.say("disconnect-yes");
            if ui.add(Button::primary(&label)).clicked() {
                shop.not_connected = None;
                shop.ask(Command::Disconnect);
                self.sure = false;
            }
            let label = shop.words.say("disconnect-no");
            if ui.add(Button::quiet(&label)).clicked() {
                self.sure = false;
            }
        });
    }
}
