//! The card of the settings about the daily copies of the ledger: the newest, and what is wrong.

use egui::{Label, RichText, Ui};

use super::shop::Shop;
use super::theme::space;
use super::widgets::{Weight, heading, notice, weak};
use super::words::{Value, Words};
use crate::ledger::LedgerError;

/// Draws the card.
pub fn ui(ui: &mut Ui, shop: &Shop) {
    let words = &shop.words;
    ui.spacing_mut().item_spacing.y = space::M;
    ui.take_available_width();
    heading(ui, &words.say("backups-title"));
    weak(ui, &words.say("backups-explained"));
    let Some(copies) = &shop.copies else { return };
    if let Some(error) = &copies.trouble {
        notice(ui, Weight::Warning, &trouble(words, error));
    }
    match &copies.newest {
        None => weak(ui, &words.say("backups-none")),
        Some(newest) => {
            let made = Value::from(words.time(newest.made, shop.now()));
            ui.label(words.say_with("backups-newest", &[("time", made)]));
            let file = newest.file.display().to_string();
            ui.add(Label::new(RichText::new(file).monospace()).wrap())
        }
    };
}

/// Why there is no copy of today, and what to do.
fn trouble(words: &Words, error: &LedgerError) -> String {
    match error {
        LedgerError::DiskFull => words.say("backups-disk-full"),
        LedgerError::ReadOnly => words.say("backups-read-only"),
        LedgerError::BadCopy(problem) => {
            words.say_with("backups-bad", &[("problem", Value::from(problem.as_str()))])
        }
        other => words.say_with("backups-other", &[("problem", Value::from(other.to_string()))]),
    }
}
