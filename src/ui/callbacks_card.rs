//! The card of the settings about callbacks: the address for PGPE, its secret, the test, strangers.

use egui::{Label, RichText, Ui};
use secrecy::ExposeSecret;

use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Field, Weight, heading, notice, strong, weak};
use super::words::Value;
use crate::counter::{CallbackTrouble, Command, Listening, Look, Update};
use crate::ledger::UnmatchedClaim;
use crate::settings::Settings;

/// How many of the calls that agree with nothing are shown.
const SHOWN: usize = 10;

/// The card: what is typed and not yet kept.
pub struct CallbacksCard {
    listen: String,
    public: String,
    wrong_public: bool,
    renewing: bool,
    tested: Option<Result<(), CallbackTrouble>>,
    unmatched: Vec<UnmatchedClaim>,
}

impl CallbacksCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        Self {
            listen: settings.callback_listen.clone(),
            public: settings.callback_public_url.clone(),
            wrong_public: false,
            renewing: false,
            tested: None,
            unmatched: Vec::new(),
        }
    }

    /// The agent has come to the settings.
    pub fn come_back(&mut self, shop: &Shop) {
        self.tested = None;
        shop.ask(Command::Look(Look::Unmatched));
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        match update {
            Update::CallbackTested(tested) => self.tested = Some(tested.clone()),
            Update::Listening(_) => self.tested = None,
            Update::Unmatched(claims) => self.unmatched.clone_from(claims),
            _ => {}
        }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("callbacks-title"));
        weak(ui, &words.say("callbacks-explained"));
        ui.checkbox(&mut settings.callbacks, words.say("callbacks-switch"));
        self.addresses_ui(ui, shop, settings);
        match &shop.listening {
            Listening::Off => {}
            Listening::Trouble(trouble) => {
                notice(ui, Weight::Error, &sentences::callback(words, trouble));
            }
            Listening::On { url, this_run, .. } => {
                strong(ui, &words.say("callbacks-give"));
                let url = url.expose_secret();
                ui.add(Label::new(RichText::new(url).monospace()).wrap());
                if *this_run {
                    notice(ui, Weight::Warning, &words.say("callbacks-this-run"));
                }
                self.buttons_ui(ui, shop, url);
            }
        }
        self.unmatched_ui(ui, shop);
    }

    fn addresses_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let label = words.say("callbacks-listen");
        if ui.add(Field::new(&label, &mut self.listen).limit(60)).lost_focus() {
            self.listen.trim().clone_into(&mut settings.callback_listen);
        }
        let error = self.wrong_public.then(|| words.say("callbacks-public-wrong"));
        let label = words.say("callbacks-public");
        let field = ui.add(Field::new(&label, &mut self.public).error(error.as_deref()));
        if field.changed() {
            self.wrong_public = false;
        }
        if field.lost_focus() {
            let typed = self.public.trim();
            match Settings::check_url(typed) {
                _ if typed.is_empty() => settings.callback_public_url.clear(),
                Ok(url) => settings.callback_public_url = base(&url).to_owned(),
                Err(_) => self.wrong_public = true,
            }
        }
    }

    fn buttons_ui(&mut self, ui: &mut Ui, shop: &Shop, url: &str) {
        let words = &shop.words;
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::secondary(&words.say("callbacks-copy"))).clicked() {
                ui.ctx().copy_text(url.to_owned());
            }
            if ui.add(Button::secondary(&words.say("callbacks-test"))).clicked() {
                self.tested = None;
                shop.ask(Command::TestCallback);
            }
            if ui.add(Button::quiet(&words.say("callbacks-renew"))).clicked() {
                self.renewing = true;
            }
        });
        match &self.tested {
            None => {}
            Some(Ok(())) => {
                notice(ui, Weight::Info, &words.say("callbacks-tested"));
            }
            Some(Err(trouble)) => {
                notice(ui, Weight::Error, &sentences::callback(words, trouble));
            }
        }
        if self.renewing {
            notice(ui, Weight::Warning, &words.say("callbacks-renew-sure"));
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::secondary(&words.say("callbacks-renew-yes"))).clicked() {
                    self.renewing = false;
                    shop.ask(Command::RenewCallbackSecret);
                }
                if ui.add(Button::quiet(&words.say("go-back"))).clicked() {
                    self.renewing = false;
                }
            });
        }
    }

    fn unmatched_ui(&self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        if self.unmatched.is_empty() {
            return;
        }
        let count = [("count", Value::from(self.unmatched.len()))];
        strong(ui, &words.say_with("callbacks-unmatched", &count));
        for unmatched in self.unmatched.iter().take(SHOWN) {
            let claim = &unmatched.claim;
            let values = [
                ("time", Value::from(words.time(unmatched.at, shop.now()))),
                ("agent_id", Value::from(claim.agent_id.as_str())),
                ("amount", Value::from(claim.amount.as_str())),
                ("status", Value::from(claim.status.as_str())),
            ];
            ui.label(words.say_with("callbacks-unmatched-line", &values));
            weak(ui, &sentences::mismatch(words, unmatched.why));
        }
        if let Some(more) = self.unmatched.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            weak(ui, &words.say_with("callbacks-unmatched-more", &[("count", Value::from(more))]));
        }
    }
}

/// A public address up to where Galla's own part begins: who pastes the whole address that
/// PGPE is given must not leave its secret in the settings' file (M10).
fn base(url: &str) -> &str {
    let own = ["/callback/", "/payu/"].into_iter().filter_map(|part| url.find(part)).min();
    own.and_then(|own| url.get(..own)).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m10_a_whole_address_that_is_pasted_leaves_no_secret_in_the_settings() {
        let table = [
            ("https://shop.example", "https://shop.example"),
            ("https://shop.example/galla", "https://shop.example/galla"),
            ("https://shop.example/callback/5ec4e7", "https://shop.example"),
            ("https://shop.example/galla/payu/5ec4e7/success", "https://shop.example/galla"),
            ("https://shop.example/payu/callback/5ec4e7", "https://shop.example"),
        ];
        for (pasted, kept) in table {
            assert_eq!(base(pasted), kept, "{pasted}");
        }
    }
}
