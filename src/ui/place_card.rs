//! The card of the settings that says where payouts come from: address and place.

use egui::Ui;

use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Field, Weight, heading, notice, weak};
use crate::counter::{Command, Update};
use crate::settings::Settings;
use crate::transaction::order::{Place, PlaceProblem};

/// The card: what is typed and not yet kept.
pub struct PlaceCard {
    /// Address, latitude, longitude.
    typed: [String; 3],
    problem: Option<PlaceProblem>,
    /// Why PGPE does not say the address.
    trouble: Option<String>,
    /// The address that PGPE has said, to be kept.
    said: Option<String>,
}

impl PlaceCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        let Settings { endpoint_address, latitude, longitude, .. } = settings;
        let typed = [endpoint_address, latitude, longitude].map(Clone::clone);
        Self { typed, problem: None, trouble: None, said: None }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        match update {
            Update::Address(Ok(address)) => {
                self.said = Some(address.to_string());
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
        let problem = self.problem;
        let error =
            |of: PlaceProblem, id: &'static str| (problem == Some(of)).then(|| words.say(id));
        let errors = [
            error(PlaceProblem::Address, "place-address"),
            error(PlaceProblem::Latitude, "place-latitude"),
            error(PlaceProblem::Longitude, "place-longitude"),
        ];
        let labels = ["settings-endpoint", "settings-latitude", "settings-longitude"];
        let mut left = false;
        for ((typed, label), error) in self.typed.iter_mut().zip(labels).zip(errors) {
            let label = words.say(label);
            let field = ui.add(Field::new(&label, typed).limit(45).error(error.as_deref()));
            if field.changed() {
                self.problem = None;
            }
            left |= field.lost_focus();
        }
        left
    }

    /// Keeps what is typed; half of a place is kept too, and a payout then says what is missing.
    fn keep(&mut self, settings: &mut Settings) {
        let [address, latitude, longitude] = self.typed.each_ref().map(|text| text.trim());
        let complete = ![address, latitude, longitude].contains(&"");
        self.problem = Place::read(address, latitude, longitude).err().filter(|_| complete);
        if self.problem.is_none() {
            address.clone_into(&mut settings.endpoint_address);
            latitude.clone_into(&mut settings.latitude);
            longitude.clone_into(&mut settings.longitude);
        }
    }
}
