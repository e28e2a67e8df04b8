//! The card of the settings about the PIN: setting it, changing it, and what it guards.

use egui::{Id, Ui};
use secrecy::SecretString;

use super::forgotten::Forgotten;
use super::{PinEntry, problems};
use crate::counter::{Command, PIN_DIGITS, PinProblem, PinState, Proof, Update};
use crate::money::{MoneyError, Paise};
use crate::settings::Settings;
use crate::transaction::order::AmountProblem;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Field, Weight, heading, notice, weak};

/// The id of the field for the PIN that is set.
const OLD: &str = "pin-old";

/// The card: what is typed and not yet kept.
pub struct PinCard {
    old: PinEntry,
    new: String,
    again: String,
    problem: Option<Problem>,
    /// Whether the counter is at the new PIN.
    setting: bool,
    /// Whether that is the first one: then there is no field for an old one.
    first: bool,
    forgotten: Forgotten,
    over: String,
    wrong_over: Option<MoneyError>,
    minutes: String,
    wrong_minutes: bool,
    /// Whether the agent has asked to lock the window now.
    pub lock_now: bool,
}

/// What is wrong with a new PIN.
#[derive(Clone, Copy)]
enum Problem {
    /// The two are not the same.
    NotTheSame,
    /// The counter did not keep it.
    Counter(PinProblem),
}

impl PinCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        Self {
            old: PinEntry::new(OLD).without_focus(),
            new: String::new(),
            again: String::new(),
            problem: None,
            setting: false,
            first: false,
            forgotten: Forgotten::new("pin-card-token"),
            over: settings.pin.payouts_over.to_wire(),
            wrong_over: None,
            minutes: settings.pin.lock_after_minutes.to_string(),
            wrong_minutes: false,
            lock_now: false,
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        self.forgotten.hear(update);
        self.old.hear(update);
        match update {
            Update::NotUnlocked(problem) if std::mem::take(&mut self.setting) => {
                // What was wrong with the old one stands at its field.
                let first = self.first;
                self.problem = first.then_some(Problem::Counter(*problem));
            }
            Update::Pin(_) => {
                self.old = PinEntry::new(OLD).without_focus();
                self.new.clear();
                self.again.clear();
                self.problem = None;
                self.setting = false;
            }
            // It has opened something else: the focus stays there.
            Update::Unlocked(_) => self.old = PinEntry::new(OLD).without_focus(),
            _ => {}
        }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        ui.take_available_width();
        heading(ui, &words.say("pin-title"));
        weak(ui, &words.say("pin-explained"));
        match shop.pin {
            PinState::Off => {
                if let Some(problem) = self.forgotten.problem() {
                    notice(ui, Weight::Warning, &problems::pin(shop, problem));
                }
                self.new_ui(ui, shop);
                self.set_ui(ui, shop, "pin-set");
            }
            PinState::Unknown(error) => {
                notice(ui, Weight::Warning, &words.say("pin-unknown"));
                weak(ui, &sentences::keyring(words, &error));
                self.forgotten.ui(ui, shop);
            }
            PinState::On => {
                notice(ui, Weight::Info, &words.say("pin-is-set"));
                self.guards_ui(ui, shop, settings);
                ui.separator();
                self.change_ui(ui, shop);
            }
        }
    }

    /// The two fields of a new PIN.
    fn new_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let sentence = self.problem.map(|problem| match problem {
            Problem::NotTheSame => words.say("pin-not-the-same"),
            Problem::Counter(problem) => problems::pin(shop, problem),
        });
        let mut changed = false;
        ui.columns_const(|[left, right]| {
            let pair = [
                (left, "pin-new", &mut self.new, sentence.as_deref()),
                (right, "pin-again", &mut self.again, None),
            ];
            for (ui, id, typed, error) in pair {
                let label = words.say(id);
                let field = Field::new(&label, typed)
                    .id(Id::unique(id))
                    .secret()
                    .limit(*PIN_DIGITS.end())
                    .error(error);
                if ui.add(field).changed() {
                    typed.retain(|typed| typed.is_ascii_digit());
                    changed = true;
                }
            }
        });
        if changed {
            self.problem = None;
        }
    }

    fn set_ui(&mut self, ui: &mut Ui, shop: &Shop, button: &'static str) {
        let label = shop.words.say(if self.setting { "pin-trying" } else { button });
        if ui.add_enabled(!self.setting, Button::secondary(&label)).clicked() {
            self.set(shop);
        }
    }

    fn set(&mut self, shop: &Shop) {
        if !PIN_DIGITS.contains(&self.new.len()) {
            self.problem = Some(Problem::Counter(PinProblem::NotAPin));
            return;
        }
        if self.new != self.again {
            self.problem = Some(Problem::NotTheSame);
            return;
        }
        let old = match shop.pin {
            PinState::Off => None,
            _ => match self.old.take(shop) {
                Some(old) => Some(old),
                None => return,
            },
        };
        self.setting = true;
        self.first = old.is_none();
        shop.ask(Command::SetPin { old, new: SecretString::from(self.new.clone()) });
    }

    fn change_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        self.old.ui(ui, shop, &words.say("pin-old"));
        self.new_ui(ui, shop);
        ui.horizontal_wrapped(|ui| {
            self.set_ui(ui, shop, "pin-change");
            let label = words.say("pin-remove");
            let ready = !self.old.is_trying() && !self.old.waits(shop);
            if ui.add_enabled(ready, Button::secondary(&label)).clicked()
                && let Some(pin) = self.old.take(shop)
            {
                shop.ask(Command::RemovePin(Proof::Pin(pin)));
            }
            let label = words.say("pin-lock-now");
            self.lock_now |= ui.add(Button::secondary(&label).key("Ctrl Shift L")).clicked();
        });
        self.forgotten.ui(ui, shop);
    }

    /// What the PIN guards.
    fn guards_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        let of = &mut settings.pin;
        ui.columns_const(|[left, right]| {
            let error = self.wrong_over.map(AmountProblem::Unreadable);
            let error = error.map(|problem| sentences::amount(words, problem));
            let (label, note) = (words.say("pin-payouts-over"), words.say("pin-payouts-note"));
            let field = Field::amount(&label, &mut self.over).note(&note).error(error.as_deref());
            let field = left.add(field);
            if field.changed() {
                self.wrong_over = None;
            }
            if field.lost_focus() {
                match self.over.parse::<Paise>() {
                    Ok(amount) => of.payouts_over = amount,
                    Err(problem) => self.wrong_over = Some(problem),
                }
            }
            let error = self.wrong_minutes.then(|| words.say("pin-minutes-wrong"));
            let (label, note) = (words.say("pin-minutes"), words.say("pin-minutes-note"));
            let field = Field::new(&label, &mut self.minutes).large().limit(3);
            let field = right.add(field.note(&note).error(error.as_deref()));
            if field.changed() {
                self.wrong_minutes = false;
            }
            if field.lost_focus() {
                match self.minutes.trim().parse() {
                    Ok(minutes @ 0..=240) => of.lock_after_minutes = minutes,
                    _ => self.wrong_minutes = true,
                }
            }
        });
        ui.checkbox(&mut of.settings, words.say("pin-guards-settings"));
        ui.checkbox(&mut of.exports, words.say("pin-guards-exports"));
        ui.checkbox(&mut of.at_start, words.say("pin-at-start"));
    }
}
