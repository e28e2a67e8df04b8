//! The card of the settings that says where payouts come from: address and place.

use egui::Ui;

use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Field, Weight, heading, notice, weak};
use super::words::Value;
use crate::counter::{Command, Update};
use crate::settings::Settings;
use crate::time::Moment;
use crate::transaction::order::{Place, PlaceProblem};

/// The card: what is typed and not yet kept.
pub struct PlaceCard {
    /// Address, latitude, longitude.
    typed: [String; 3],
    problems: [Option<PlaceProblem>; 3],
    /// Why PGPE does not say the address.
    trouble: Option<String>,
    /// The address that PGPE has said, to be kept.
    said: Option<String>,
    /// The address that PGPE sees, and when it said so.
    seen: Option<(String, Moment)>,
}

impl PlaceCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        let Settings { endpoint_address, latitude, longitude, .. } = settings;
        let typed = [endpoint_address, latitude, longitude].map(Clone::clone);
        Self { typed, problems: [None; 3], trouble: None, said: None, seen: None }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        match update {
            Update::Address(Ok(address)) => {
                self.said = Some(address.to_string());
                self.seen = Some((address.to_string(), shop.now()));
                self.trouble = None;
            }
            Update::Address(Err(why)) => {
                self.trouble = Some(sentences::no_balance(&shop.words, why));
            }
            _ => {}
        }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("settings-place"));
        weak(ui, &words.say("settings-place-explained"));
        let left = self.fields_ui(ui, shop);
        let label = words.say("settings-endpoint-ask");
        if ui.add(Button::secondary(&label)).clicked() {
            self.trouble = None;
            shop.ask(Command::FindAddress);
        }
        if let Some(trouble) = &self.trouble {
            notice(ui, Weight::Error, trouble);
        }
        if let Some((address, at)) = &self.seen {
            let values = [
                ("address", Value::from(address.as_str())),
                ("time", Value::from(words.time(*at, shop.now()))),
            ];
            notice(ui, Weight::Info, &words.say_with("settings-endpoint-seen", &values));
        }
        let said = self.said.take();
        if let Some(address) = &said
            && let [endpoint, ..] = &mut self.typed
        {
            endpoint.clone_from(address);
        }
        if left || said.is_some() {
            self.keep(settings);
        }
    }

    /// The three fields; whether one of them was left.
    fn fields_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let labels = ["settings-endpoint", "settings-latitude", "settings-longitude"];
        let mut left = false;
        for ((typed, label), problem) in self.typed.iter_mut().zip(labels).zip(&mut self.problems) {
            let error = problem.map(|problem| {
                words.say(match problem {
                    PlaceProblem::Address => "place-address",
                    PlaceProblem::Latitude => "place-latitude",
                    PlaceProblem::Longitude => "place-longitude",
                })
            });
            let label = words.say(label);
            let field = ui.add(Field::new(&label, typed).limit(45).error(error.as_deref()));
            if field.changed() {
                *problem = None;
            }
            left |= field.lost_focus();
        }
        left
    }

    /// Keeps what is right of what is typed; a payout says what is still missing.
    fn keep(&mut self, settings: &mut Settings) {
        let [address, latitude, longitude] = self.typed.each_ref().map(|text| text.trim());
        self.problems = Place::problems(address, latitude, longitude);
        let Settings {
            endpoint_address, latitude: kept_latitude, longitude: kept_longitude, ..
        } = settings;
        let kept = [endpoint_address, kept_latitude, kept_longitude];
        for ((typed, kept), problem) in
            [address, latitude, longitude].into_iter().zip(kept).zip(self.problems)
        {
            if problem.is_none() {
                typed.clone_into(kept);
            }
        }
    }
}
