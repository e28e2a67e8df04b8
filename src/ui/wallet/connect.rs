//! The card of the settings that connects PayU: its key and salt, and where the customer comes back to.

use egui::Ui;
use secrecy::SecretString;

use super::problems;
use crate::counter::{Command, Keep, Listening, PayuKeys, PayuProblem, PayuState, Update};
use crate::settings::{LoadMethod, LoadUnit, Settings, UrlProblem};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Chooser, Field, Weight, entered, heading, notice, weak};

/// The card: what is typed and not yet kept. Key and salt leave it as soon as they are good.
pub struct PayuCard {
    key: String,
    salt: String,
    url: String,
    wrong_url: Option<UrlProblem>,
    wallet: String,
    seamless: String,
    surl: String,
    furl: String,
    trying: bool,
}

impl PayuCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        let of = &settings.payu;
        Self {
            key: String::new(),
            salt: String::new(),
            url: of.url.clone(),
            wrong_url: None,
            wallet: of.wallet.clone(),
            seamless: of.seamless_field.clone(),
            surl: of.surl.clone(),
            furl: of.furl.clone(),
            trying: false,
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        match update {
            Update::Payu(PayuState::NotTaken(_)) => self.trying = false,
            Update::Payu(_) => {
                self.trying = false;
                self.key.clear();
                self.salt.clear();
            }
            _ => {}
        }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("payu-title"));
        weak(ui, &words.say("payu-explained"));
        if shop.is_live() {
            match &shop.payu {
                PayuState::Connected => self.connected_ui(ui, shop),
                PayuState::NotConnected | PayuState::NotTaken(_) => self.keys_ui(ui, shop),
            }
            if let PayuState::NotTaken(problem) = &shop.payu {
                notice(ui, Weight::Error, &problems::payu(words, problem));
            }
        }
        self.addresses_ui(ui, shop, settings);
    }

    fn connected_ui(&self, ui: &mut Ui, shop: &Shop) {
        notice(ui, Weight::Info, &shop.words.say("payu-connected"));
        if ui.add(Button::secondary(&shop.words.say("payu-disconnect"))).clicked() {
            shop.ask(Command::DisconnectPayu);
        }
    }

    fn keys_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let (mut done, trying) = (false, self.trying);
        ui.add_enabled_ui(!trying, |ui| {
            ui.columns_const(|[left, right]| {
                let label = words.say("payu-key");
                let key = left.add(Field::new(&label, &mut self.key).secret().limit(600));
                let label = words.say("payu-salt");
                let salt = right.add(Field::new(&label, &mut self.salt).secret().limit(600));
                done = entered(&key) || entered(&salt);
            });
        });
        let label = words.say(if trying { "connect-trying" } else { "payu-connect" });
        done |= ui.add_enabled(!trying, Button::secondary(&label)).clicked();
        if done {
            self.connect(shop, Keep::Keyring);
        }
        if matches!(shop.payu, PayuState::NotTaken(PayuProblem::NoKeyring(_))) {
            let label = words.say("payu-this-run");
            if ui.add(Button::secondary(&label)).clicked() {
                self.connect(shop, Keep::ThisRun);
            }
        }
    }

    fn connect(&mut self, shop: &Shop, keep: Keep) {
        self.trying = true;
        let keys = PayuKeys {
            key: SecretString::from(self.key.clone()),
            salt: SecretString::from(self.salt.clone()),
        };
        shop.ask(Command::ConnectPayu { keys, keep });
    }

    /// What differs from one shop's PayU to another's; an empty text is not kept.
    fn spelling_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let of = &mut settings.payu;
        ui.columns_const(|[left, right]| {
            let pair = [
                (left, "payu-wallet", &mut self.wallet, &mut of.wallet),
                (right, "payu-seamless-field", &mut self.seamless, &mut of.seamless_field),
            ];
            for (ui, label, typed, kept) in pair {
                let label = words.say(label);
                let left = ui.add(Field::new(&label, typed).limit(40)).lost_focus();
                if left && !typed.trim().is_empty() {
                    typed.trim().clone_into(kept);
                }
            }
        });
        ui.columns_const(|[left, right]| {
            let label = words.say("payu-method");
            let mut chosen = Some(usize::from(of.load_method == LoadMethod::Post));
            Chooser::pills(&label, &["PATCH", "POST"]).show(left, &mut chosen);
            of.load_method = if chosen == Some(1) { LoadMethod::Post } else { LoadMethod::Patch };
            let label = words.say("payu-unit");
            let names = ["₹41.00 = 4100", "₹41.00 = 41.00"];
            let mut chosen = Some(usize::from(of.load_amount_unit == LoadUnit::Rupees));
            Chooser::pills(&label, &names).show(right, &mut chosen);
            of.load_amount_unit =
                if chosen == Some(1) { LoadUnit::Rupees } else { LoadUnit::Paise };
        });
    }

    fn addresses_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let error = self.wrong_url.as_ref().map(|problem| sentences::address(words, problem));
        let label = words.say("payu-url");
        let field = ui.add(Field::new(&label, &mut self.url).error(error.as_deref()));
        if field.changed() {
            self.wrong_url = None;
        }
        if field.lost_focus() {
            match Settings::check_url(&self.url) {
                Ok(url) => settings.payu.url = url,
                Err(problem) => self.wrong_url = Some(problem),
            }
        }
        self.spelling_ui(ui, shop, settings);
        weak(ui, &words.say("payu-way-back"));
        // While Galla listens, what stands in two empty fields is what PayU is sent.
        let unset = self.surl.trim().is_empty() && self.furl.trim().is_empty();
        let [paid, unpaid] = match &shop.listening {
            Listening::On { way_back, .. } if unset => way_back.each_ref().map(String::as_str),
            _ => ["", ""],
        };
        ui.columns_const(|[left, right]| {
            let pair = [
                (left, "payu-surl", &mut self.surl, &mut settings.payu.surl, paid),
                (right, "payu-furl", &mut self.furl, &mut settings.payu.furl, unpaid),
            ];
            for (ui, label, typed, kept, offered) in pair {
                let label = words.say(label);
                if ui.add(Field::new(&label, typed).hint(offered)).lost_focus() {
                    typed.trim().clone_into(kept);
                }
            }
        });
    }
}
