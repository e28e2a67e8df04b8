//! The question before the window is closed while a list is being sent.

use egui::{Context, Id, ViewportCommand};

use crate::counter::{BatchCommand, BatchUpdate, Command, Update};
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, heading, sheet, weak};
use crate::ui::words::Value;

/// How far the closing has come.
#[derive(Default)]
pub enum Closing {
    /// Nobody wants to close.
    #[default]
    No,
    /// The agent is asked.
    Asked,
    /// The line that is on its way is waited for.
    Waiting,
}

impl Closing {
    /// Whether the question is there.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::No)
    }

    /// Takes in what the counter said: the window closes when the list stands still.
    pub fn hear(&mut self, update: &Update, ctx: &Context) {
        if let (Self::Waiting, Update::Batch(BatchUpdate::Stands(stands))) = (&*self, update)
            && !stands.running
        {
            *self = Self::No;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Draws the question; whether it is there. `sending` is the line that is being sent, and of
    /// how many. Whoever closes the window once more, while it waits, closes it.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop, sending: Option<(u32, usize)>) -> bool {
        let Some((line, count)) = sending else {
            *self = Self::No;
            return false;
        };
        if ctx.input(|input| input.viewport().close_requested()) && !matches!(self, Self::Waiting) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            *self = Self::Asked;
        }
        if matches!(self, Self::No) {
            return false;
        }
        let words = &shop.words;
        let values = [("line", Value::from(line)), ("count", Value::from(count))];
        let waiting = matches!(self, Self::Waiting);
        let shown = sheet(ctx, Id::unique("closing"), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            heading(ui, &words.say_with("closing-title", &values));
            if waiting {
                weak(ui, &words.say_with("closing-waiting", &values));
                return (false, false);
            }
            weak(ui, &words.say("closing-explained"));
            let stay = ui.add(Button::primary(&words.say("closing-stay")).key("Esc").wide());
            let close = ui.add(Button::secondary(&words.say("closing-close")).wide());
            (stay.clicked(), close.clicked())
        });
        let (stay, close) = shown.inner;
        if close {
            let command = Box::new(BatchCommand::Pause);
            shop.ask(Command::Batch { live: shop.is_live(), command });
            *self = Self::Waiting;
        } else if !waiting && (stay || shown.should_close()) {
            *self = Self::No;
        }
        true
    }
}
