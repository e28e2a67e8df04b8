//! The practice page: which number brings which outcome.

use egui::{RichText, Ui};

use super::shop::Shop;
use super::theme::{self, Text, size, space};
use super::widgets::{card, key_chip, weak};
use crate::practice::OUTCOMES;

/// Draws the page.
pub fn ui(ui: &mut Ui, shop: &Shop) {
    let words = &shop.words;
    egui::ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
        ui.set_max_width(size::FORM);
        let title = RichText::new(words.say("practice-title"));
        ui.label(title.font(theme::strong_font(ui, Text::Heading)));
        weak(ui, &words.say("practice-explained"));
        ui.add_space(space::L);
        card(ui, |ui| {
            egui::Grid::new("practice-outcomes").spacing([space::L, space::S]).show(ui, |ui| {
                for outcome in OUTCOMES {
                    key_chip(ui, &format!("…{}", outcome.ending));
                    ui.label(words.say(outcome.id));
                    ui.end_row();
                }
            });
        });
    });
}
