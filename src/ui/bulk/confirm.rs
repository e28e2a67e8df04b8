//! The one confirm sheet of a list: how many, how much in figures and words, and what is left out.

use egui::{Context, Id, Key, RichText};

use crate::money::{Paise, in_words};
use crate::transaction::Service;
use crate::ui::pay::fresh;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, space, strong_font};
use crate::ui::widgets::{Button, Weight, fact, notice, sheet, weak};
use crate::ui::words::Value;

/// The sheet.
#[derive(Clone, Copy)]
pub struct Confirm {
    count: usize,
    left: usize,
    total: Paise,
}

/// What the agent does about it.
pub enum Answer {
    /// Still reading.
    Waiting,
    /// Back to the table.
    Back,
    /// Send them.
    Send,
}

impl Confirm {
    /// The sheet of so many lines, which leaves so many out.
    pub const fn new(count: usize, left: usize, total: Paise) -> Self {
        Self { count, left, total }
    }

    /// Draws the sheet.
    pub fn ui(self, ctx: &Context, shop: &Shop) -> Answer {
        let words = &shop.words;
        let known = shop.balance(Service::Recharge).filter(|known| known.holds < self.total);
        let shown = sheet(ctx, Id::unique("bulk-confirm"), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            let count = [("count", Value::from(self.count))];
            let title = words.say_with("bulk-confirm-title", &count);
            ui.label(RichText::new(title).font(strong_font(ui, Text::Heading)));
            fact(ui, &words.say("bulk-together"), &self.total.to_string(), Text::Result);
            weak(ui, &in_words(self.total, words.language()));
            weak(ui, &words.say("bulk-confirm-explained"));
            if self.left > 0 {
                let left = [("count", Value::from(self.left))];
                notice(ui, Weight::Info, &words.say_with("bulk-confirm-left", &left));
            }
            let values = [
                ("count", Value::from(self.count)),
                ("total", Value::from(self.total.to_string())),
            ];
            let send = words.say_with("bulk-send", &values);
            let back = words.say("go-back");
            let back = Button::secondary(&back).key("Esc").wide();
            if let Some(known) = known {
                let values = [
                    ("holds", Value::from(known.holds.to_string())),
                    ("time", Value::from(words.time(known.at, shop.now()))),
                ];
                notice(ui, Weight::Warning, &words.say_with("bulk-beyond-balance", &values));
                // By a press on the button, never by the habit of Enter.
                let back = ui.add(back).clicked();
                let send = ui.add(Button::secondary(&send).wide()).clicked();
                return (send, back);
            }
            let pressed = ui.add(Button::primary(&send).key("Enter").wide()).clicked();
            let pressed = pressed | fresh(ui, Key::Enter);
            (pressed, ui.add(back).clicked())
        });
        let (send, back) = shown.inner;
        if shown.should_close() || back {
            Answer::Back
        } else if send {
            Answer::Send
        } else {
            Answer::Waiting
        }
    }
}
