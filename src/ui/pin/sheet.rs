//! The sheet that asks for the PIN when something waits for it.

use egui::{Context, Id};

use super::PinEntry;
use crate::counter::{Command, Door, PinState, Update};
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, heading, sheet, weak};

/// The sheet, where something waits.
pub struct PinSheet {
    door: Option<Door>,
    entry: PinEntry,
}

impl Default for PinSheet {
    fn default() -> Self {
        Self { door: None, entry: PinEntry::new("pin-sheet") }
    }
}

impl PinSheet {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, ctx: &Context) {
        self.entry.hear(update);
        match update {
            Update::PinWanted(door) => *self = Self { door: Some(*door), ..Self::default() },
            Update::Unlocked(door) if self.door == Some(*door) => *self = Self::default(),
            Update::Pin(PinState::Off) | Update::Opened(_) => *self = Self::default(),
            _ => return,
        }
        ctx.request_repaint();
    }

    /// Whether something waits for the PIN.
    pub const fn is_open(&self) -> bool {
        self.door.is_some()
    }

    /// Draws the sheet; while another one is open it waits for that.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop) {
        let Some(door) = self.door else { return };
        let (words, id) = (&shop.words, Id::unique("pin-wanted"));
        if ctx.memory(|memory| memory.top_modal_layer().is_some_and(|top| top.id != id)) {
            return;
        }
        let shown = sheet(ctx, id, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            heading(ui, &words.say("pin-asked"));
            let why = match door {
                Door::Export => "pin-for-export",
                Door::Payment(_) => "pin-for-payment",
                Door::Settings | Door::Window => "pin-for-settings",
            };
            weak(ui, &words.say(why));
            let mut done = self.entry.ui(ui, shop, &words.say("pin-label"));
            let trying = self.entry.is_trying();
            let label = words.say(if trying { "pin-trying" } else { "pin-go-on" });
            let ready = !trying && !self.entry.waits(shop);
            done |= ui.add_enabled(ready, Button::primary(&label).key("Enter").wide()).clicked();
            if done && let Some(pin) = self.entry.take(shop) {
                shop.ask(Command::Unlock { pin, door });
            }
            weak(ui, &words.say("pin-forgotten-where"));
            ui.add(Button::secondary(&words.say("go-back")).key("Esc").wide()).clicked()
        });
        if shown.should_close() || shown.inner {
            shop.ask(Command::Lock);
            *self = Self::default();
        }
    }
}
