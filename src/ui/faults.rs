//! What is said of faults of Galla's own: that the counter has stopped, and of crash reports of before.

use egui::Ui;

use super::shop::Shop;
use super::theme::space;
use super::widgets::{Weight, notice, notice_to_put_away};
use super::words::Value;

/// Says what there is to say above every tab; whether the agent has put it away.
pub fn ui(ui: &mut Ui, shop: &Shop) -> bool {
    let words = &shop.words;
    if shop.stopped {
        notice(ui, Weight::Error, &words.say("counter-stopped"));
        ui.add_space(space::L);
    }
    let Some(newest) = shop.faults.last() else { return false };
    let values = [
        ("time", Value::from(words.time(newest.at, shop.now()))),
        ("file", Value::from(newest.file.display().to_string())),
    ];
    let sentence = words.say_with("fault-found", &values);
    let put_away = notice_to_put_away(ui, Weight::Warning, &sentence, &words.say("fault-put-away"));
    ui.add_space(space::L);
    put_away
}
