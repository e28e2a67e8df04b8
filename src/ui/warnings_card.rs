//! The card of the settings about warnings: low wallets, old UPI codes, notifications.

use egui::Ui;

use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Field, heading};
use crate::money::{MoneyError, Paise};
use crate::settings::Settings;
use crate::transaction::order::AmountProblem;

/// The card: what is typed and not yet kept.
pub struct WarningsCard {
    recharge: Amount,
    payout: Amount,
    minutes: String,
    wrong_minutes: bool,
}

/// An amount that is typed.
struct Amount {
    typed: String,
    problem: Option<MoneyError>,
}

impl Amount {
    fn of(amount: Paise) -> Self {
        Self { typed: amount.to_wire(), problem: None }
    }

    fn ui(&mut self, ui: &mut Ui, shop: &Shop, label: &'static str, kept: &mut Paise) {
        let words = &shop.words;
        let error = self.problem.map(AmountProblem::Unreadable);
        let error = error.map(|problem| sentences::amount(words, problem));
        let (label, note) = (words.say(label), words.say("settings-low-note"));
        let field = Field::amount(&label, &mut self.typed).note(&note).error(error.as_deref());
        let field = ui.add(field);
        if field.changed() {
            self.problem = None;
        }
        if field.lost_focus() {
            match self.typed.parse::<Paise>() {
                Ok(amount) => *kept = amount,
                Err(problem) => self.problem = Some(problem),
            }
        }
    }
}

impl WarningsCard {
    /// The card of the settings as they are.
    pub fn new(settings: &Settings) -> Self {
        Self {
            recharge: Amount::of(settings.low_recharge_balance),
            payout: Amount::of(settings.low_payout_balance),
            minutes: settings.qr_minutes.to_string(),
            wrong_minutes: false,
        }
    }

    /// Draws the card, and changes the settings.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &mut Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("settings-warnings"));
        ui.columns_const(|[left, right]| {
            let Settings { low_recharge_balance, low_payout_balance, .. } = settings;
            self.recharge.ui(left, shop, "settings-low-recharge", low_recharge_balance);
            self.payout.ui(right, shop, "settings-low-payout", low_payout_balance);
        });
        let error = self.wrong_minutes.then(|| words.say("settings-qr-minutes-wrong"));
        let label = words.say("settings-qr-minutes");
        let field = Field::new(&label, &mut self.minutes).limit(2).error(error.as_deref());
        let field = ui.add(field);
        if field.changed() {
            self.wrong_minutes = false;
        }
        if field.lost_focus() {
            match self.minutes.trim().parse() {
                Ok(minutes @ 1..=60) => settings.qr_minutes = minutes,
                _ => self.wrong_minutes = true,
            }
        }
        ui.checkbox(&mut settings.notifications, words.say("settings-notifications"));
    }
}
