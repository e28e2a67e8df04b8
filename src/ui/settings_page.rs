//! The Settings page: connection, shop, looks, and the gateway's address.

use egui::{Id, Ui};

use super::backups_card;
use super::callbacks_card::CallbacksCard;
use super::commands::{Go, Tab};
use super::connect_card::ConnectCard;
use super::pin::PinCard;
use super::place_card::PlaceCard;
use super::receipt::card::ReceiptCard;
use super::sentences;
use super::shop::Shop;
use super::sound_card;
use super::theme::{size, space};
use super::wallet::connect::PayuCard;
use super::warnings_card::WarningsCard;
use super::widgets::{Button, Chooser, Field, card, heading, weak};
use super::words::Language;
use crate::counter::Update;
use crate::settings::{DateFormat, Format, PostAs, Settings, TextSize, Theme, UrlProblem};

/// The Settings page: what is typed and not yet kept.
pub struct SettingsPage {
    connect: ConnectCard,
    place: PlaceCard,
    callbacks: CallbacksCard,
    warnings: WarningsCard,
    payu: PayuCard,
    receipts: ReceiptCard,
    pin: PinCard,
    shop_name: String,
    address: String,
    address_problem: Option<UrlProblem>,
    /// Where the agent goes on to.
    pub go: Option<Go>,
}

impl SettingsPage {
    /// The page of the settings as they are.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            connect: ConnectCard::default(),
            place: PlaceCard::new(settings),
            callbacks: CallbacksCard::new(settings),
            warnings: WarningsCard::new(settings),
            payu: PayuCard::new(settings),
            receipts: ReceiptCard::new(settings),
            pin: PinCard::new(settings),
            shop_name: settings.shop_name.clone(),
            address: settings.pgpe_url.clone(),
            address_problem: None,
            go: None,
        }
    }

    /// Another counter was opened: a token that was typed is forgotten.
    pub fn opened(&mut self) {
        self.connect = ConnectCard::default();
    }

    /// Gives the focus to where the agent begins.
    pub fn come_back(&mut self, shop: &Shop) {
        self.connect.come_back();
        self.callbacks.come_back(shop);
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        self.place.hear(update, shop);
        self.callbacks.hear(update);
        self.payu.hear(update);
        self.pin.hear(update);
    }

    /// Whether the agent has asked to lock the window, since this was last asked.
    pub fn wants_lock(&mut self) -> bool {
        std::mem::take(&mut self.pin.lock_now)
    }

    /// Draws the page; changed settings come back.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop, now: &Settings) -> Option<Settings> {
        let mut settings = now.clone();
        egui::ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
            ui.set_max_width(size::FORM.min(ui.available_width()));
            ui.spacing_mut().item_spacing.y = space::L;
            card(ui, |ui| self.connect.ui(ui, shop));
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::L;
                heading(ui, &shop.words.say("settings-shop"));
                self.shop_ui(ui, shop, &mut settings);
                looks_ui(ui, shop, &mut settings);
            });
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                ui.take_available_width();
                heading(ui, &shop.words.say("catalogue-title"));
                weak(ui, &shop.words.say("catalogue-explained"));
                if ui.add(Button::secondary(&shop.words.say("catalogue-open"))).clicked() {
                    self.go = Some(Go::Tab(Tab::Catalogue));
                }
            });
            card(ui, |ui| self.place.ui(ui, shop, &mut settings));
            card(ui, |ui| self.payu.ui(ui, shop, &mut settings));
            card(ui, |ui| self.callbacks.ui(ui, shop, &mut settings));
            card(ui, |ui| self.receipts.ui(ui, shop, &mut settings));
            card(ui, |ui| self.warnings.ui(ui, shop, &mut settings));
            card(ui, |ui| sound_card::ui(ui, shop, &mut settings));
            card(ui, |ui| self.pin.ui(ui, shop, &mut settings));
            card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::L;
                heading(ui, &shop.words.say("settings-gateway"));
                self.gateway_ui(ui, shop, &mut settings);
            });
            card(ui, |ui| backups_card::ui(ui, shop));
        });
        (settings != *now).then_some(settings)
    }

    fn shop_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let label = shop.words.say("settings-shop-name");
        let field = Field::new(&label, &mut self.shop_name).limit(60);
        let response = ui.add(field);
        if response.lost_focus() {
            self.shop_name.trim().clone_into(&mut settings.shop_name);
        }
    }

    fn gateway_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let label = words.say("settings-pgpe-url");
        let problem = self.address_problem.as_ref();
        let problem = problem.map(|problem| sentences::address(words, problem));
        let field = Field::new(&label, &mut self.address)
            .id(Id::unique("settings-pgpe-url"))
            .error(problem.as_deref());
        let response = ui.add(field);
        if response.changed() {
            self.address_problem = None;
        }
        if response.lost_focus() {
            match Settings::check_url(&self.address) {
                Ok(address) => settings.pgpe_url = address,
                Err(problem) => self.address_problem = Some(problem),
            }
        }
        weak(ui, &words.say("settings-pgpe-url-note"));
        let formats = [Format::Json, Format::Xml];
        let mut chosen = formats.iter().position(|format| *format == settings.format);
        let label = words.say("settings-format");
        Chooser::pills(&label, &["JSON", "XML"]).show(ui, &mut chosen);
        if let Some(format) = chosen.and_then(|at| formats.get(at)) {
            settings.format = *format;
        }
        let ways = [PostAs::Form, PostAs::Json, PostAs::Query];
        let names = ["post-form", "post-json", "post-query"].map(|id| words.say(id));
        choose(ui, &words.say("settings-post-as"), &names, &ways, &mut settings.post_as);
        let spellings = [DateFormat::YearFirst, DateFormat::DayFirst];
        let names = ["2026-11-23", "23/11/2026"].map(str::to_owned);
        let label = words.say("settings-date-format");
        choose(ui, &label, &names, &spellings, &mut settings.transaction_date_format);
        weak(ui, &words.say("settings-wire-note"));
    }
}

fn looks_ui(ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
    let words = &shop.words;
    let mut language = settings
        .language
        .as_deref()
        .and_then(Language::from_code)
        .or(Some(words.language()))
        .and_then(|chosen| Language::ALL.iter().position(|language| *language == chosen));
    let names = Language::ALL.map(Language::own_name);
    let label = words.say("settings-language");
    if Chooser::pills(&label, &names).show(ui, &mut language).changed() {
        let chosen = language.and_then(|at| Language::ALL.get(at));
        settings.language = chosen.map(|language| language.code().to_owned());
    }
    let themes = [Theme::System, Theme::Light, Theme::Dark];
    let names = ["theme-system", "theme-light", "theme-dark"].map(|id| words.say(id));
    choose(ui, &words.say("settings-theme"), &names, &themes, &mut settings.theme);
    let sizes = [TextSize::Small, TextSize::Normal, TextSize::Large];
    let names = ["text-small", "text-normal", "text-large"].map(|id| words.say(id));
    choose(ui, &words.say("settings-text-size"), &names, &sizes, &mut settings.text_size);
}

fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    names: &[String],
    values: &[T],
    value: &mut T,
) {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut chosen = values.iter().position(|one| one == value);
    Chooser::pills(label, &names).show(ui, &mut chosen);
    if let Some(chosen) = chosen.and_then(|at| values.get(at)) {
        *value = *chosen;
    }
}
