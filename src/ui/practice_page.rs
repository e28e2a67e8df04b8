//! The practice page: which number brings which outcome.

use egui::{Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{heading, key_chip, weak};
use crate::practice::OUTCOMES;

/// Draws the page.
pub fn ui(ui: &mut Ui, shop: &Shop) {
    let words = &shop.words;
    ui.set_max_width(size::FORM);
    heading(ui, &words.say("practice-title"));
    weak(ui, &words.say("practice-explained"));
    ui.add_space(space::L);
    ui.spacing_mut().interact_size.y = 0.0;
    let table = TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(size::KEY_COLUMN))
        .column(Column::remainder());
    table.body(|body| {
        body.rows(size::ROW, OUTCOMES.len(), |mut row| {
            let Some(outcome) = OUTCOMES.get(row.index()) else { return };
            row.col(|ui| {
                ui.add_space(space::S);
                key_chip(ui, &format!("…{}", outcome.ending));
            });
            row.col(|ui| {
                ui.label(words.say(outcome.id));
            });
        });
    });
}
