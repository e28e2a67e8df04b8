//! The practice page: which number, account or amount brings which outcome.

use egui::{Label, Ui};

use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{heading, key_chip, strong, weak};
use crate::practice::{COLLECT_OUTCOMES, LOAD_OUTCOMES, OUTCOMES};

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
        amounts.add_space(space::L);
        let rows = LOAD_OUTCOMES.iter();
        let rows = rows.map(|outcome| (format!("….{:02}", outcome.paise), outcome.id));
        table(amounts, shop, "practice-loads", &rows.collect::<Vec<_>>());
    });
}

/// A table of endings and what they bring; a long one goes on in a second line.
fn table(ui: &mut Ui, shop: &Shop, title: &'static str, rows: &[(String, &str)]) {
    strong(ui, &shop.words.say(title));
    ui.add_space(space::S);
    for (ending, id) in rows {
        ui.horizontal_top(|ui| {
            ui.scope(|ui| {
                ui.set_width(size::KEY_COLUMN);
                key_chip(ui, ending);
            });
            ui.add(Label::new(shop.words.say(id)).wrap());
        });
        ui.add_space(space::S);
    }
}
