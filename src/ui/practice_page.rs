//! The practice page: which number, account or amount brings which outcome.

use egui::{Align, Label, Layout, ScrollArea, Ui};

use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{Button, Icon, heading, key_chip, strong, weak};
use crate::practice::{COLLECT_OUTCOMES, LOAD_OUTCOMES, OUTCOMES};

/// Draws the page; whether the agent wants to take the tour.
pub fn ui(ui: &mut Ui, shop: &Shop) -> bool {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| contents(ui, shop)).inner
}

fn contents(ui: &mut Ui, shop: &Shop) -> bool {
    let words = &shop.words;
    let head = ui.horizontal(|ui| {
        heading(ui, &words.say("practice-title"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Button::quiet(&words.say("tour-take")).icon(Icon::Info)).clicked()
        })
        .inner
    });
    weak(ui, &words.say("practice-explained"));
    ui.add_space(space::L);
    ui.spacing_mut().interact_size.y = 0.0;
    ui.spacing_mut().item_spacing.x = space::XL;
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
    head.inner
}

/// A table of endings and what they bring; a long one goes on in a second line.
fn table(ui: &mut Ui, shop: &Shop, title: &'static str, rows: &[(String, &str)]) {
    ui.spacing_mut().item_spacing.x = space::S;
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
