//! The practice page: which number, account or amount brings which outcome.

use egui::{Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{heading, key_chip, weak};
use crate::practice::{COLLECT_OUTCOMES, OUTCOMES};

/// Draws the page.
pub fn ui(ui: &mut Ui, shop: &Shop) {
    let words = &shop.words;
    heading(ui, &words.say("practice-title"));
    weak(ui, &words.say("practice-explained"));
    ui.add_space(space::L);
    ui.spacing_mut().interact_size.y = 0.0;
    ui.columns_const(|[numbers, amounts]| {
        let rows = OUTCOMES.iter().map(|outcome| (format!("…{}", outcome.ending), outcome.id));
        table(numbers, shop, "practice-numbers", &rows.collect::<Vec<_>>());
        let rows = COLLECT_OUTCOMES.iter();
        let rows = rows.map(|outcome| (format!("….{:02}", outcome.paise), outcome.id));
        table(amounts, shop, "practice-amounts", &rows.collect::<Vec<_>>());
    });
}

/// A table of endings and what they bring.
fn table(ui: &mut Ui, shop: &Shop, title: &'static str, rows: &[(String, &str)]) {
    ui.label(shop.words.say(title));
    ui.add_space(space::S);
    let table = TableBuilder::new(ui)
        .id_salt(title)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(size::KEY_COLUMN))
        .column(Column::remainder());
    table.body(|body| {
        body.rows(size::ROW, rows.len(), |mut row| {
            let Some((ending, id)) = rows.get(row.index()) else { return };
            row.col(|ui| {
                ui.add_space(space::S);
                key_chip(ui, ending);
            });
            row.col(|ui| {
                ui.label(shop.words.say(id));
            });
        });
    });
}
