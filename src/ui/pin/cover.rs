//! The locked window: it shows what waits and nothing of any customer, until the PIN is given.

use std::time::Duration;

use egui::{CentralPanel, Context, Event, Frame, ScrollArea, Ui};

use super::PinEntry;
use super::forgotten::Forgotten;
use crate::counter::{Command, Door, PinState, Update};
use crate::settings::Settings;
use crate::time::Moment;
use crate::ui::keys;
use crate::ui::shop::Shop;
use crate::ui::theme::{Tone, colors, size, space};
use crate::ui::widgets::{Button, Icon, badge, card, heading, weak};
use crate::ui::words::Value;

/// The cover, on or off.
pub struct Cover {
    on: bool,
    entry: PinEntry,
    forgotten: Forgotten,
    /// When a key or the mouse was last used, by both clocks: the monotonic one stands still
    /// while the computer sleeps.
    used: Option<(Duration, Moment)>,
    /// Whether the counter has said for the first time whether a PIN is set.
    begun: bool,
}

impl Default for Cover {
    fn default() -> Self {
        Self {
            on: false,
            entry: PinEntry::new("pin-cover"),
            forgotten: Forgotten::new("pin-cover-token"),
            used: None,
            begun: false,
        }
    }
}

impl Cover {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, settings: &Settings) {
        self.entry.hear(update);
        self.forgotten.hear(update);
        match update {
            Update::Pin(state) => {
                let at_start = !std::mem::replace(&mut self.begun, true) && settings.pin.at_start;
                self.on = *state != PinState::Off && (self.on || at_start);
            }
            Update::Unlocked(Door::Window) => self.on = false,
            _ => {}
        }
    }

    /// Whether the window is covered.
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// Covers the window, where a PIN can take the cover away.
    pub fn lock(&mut self, shop: &Shop) {
        if self.on || shop.pin == PinState::Off {
            return;
        }
        self.on = true;
        self.entry = PinEntry::new("pin-cover");
        self.forgotten = Forgotten::new("pin-cover-token");
        shop.ask(Command::Lock);
    }

    /// Covers the window when nobody has used it for as long as the settings say. Asks for one
    /// frame at that moment, and for no other.
    pub fn watch(&mut self, ctx: &Context, shop: &Shop, settings: &Settings) {
        let now = (shop.clock.monotonic(), shop.now());
        let used = self.used.unwrap_or(now);
        let idle = now.0.saturating_sub(used.0).max(now.1.since(used.1));
        let limit = Duration::from_secs(settings.pin.lock_after_minutes.saturating_mul(60));
        let watches = !self.on && shop.pin != PinState::Off && !limit.is_zero();
        let is_used = self.used.is_none() || ctx.input(|input| input.events.iter().any(by_hand));
        if watches && idle >= limit {
            self.lock(shop);
        } else if watches {
            ctx.request_repaint_after(if is_used { limit } else { limit - idle });
        }
        if is_used {
            self.used = Some(now);
        }
        if keys::LOCK.taken(ctx) {
            self.lock(shop);
        }
    }

    /// Draws the cover over the whole window.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &Settings) {
        // It has no colour of its own: nothing else is drawn while it is on, and the window is
        // cleared in the right one (`App::clear_color`).
        let ground = Frame::new().inner_margin(space::XL);
        CentralPanel::no_frame().frame(ground).show(ui, |ui| {
            let above = ui.available_height() / 6.0;
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(above);
                let beside = ((ui.available_width() - size::SHEET) / 2.0).max(0.0);
                ui.horizontal_top(|ui| {
                    ui.add_space(beside);
                    ui.vertical(|ui| {
                        ui.set_width(size::SHEET);
                        card(ui, |ui| self.card_ui(ui, shop, settings));
                    });
                });
            });
        });
    }

    fn card_ui(&mut self, ui: &mut Ui, shop: &Shop, settings: &Settings) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        ui.take_available_width();
        ui.horizontal(|ui| {
            Icon::Lock.show(ui, size::ICON, colors(ui).accent);
            heading(ui, &words.say("pin-locked"));
        });
        let (name, unnamed) = (settings.shop_name.trim(), words.say("shop-unnamed"));
        weak(ui, if name.is_empty() { &unnamed } else { name });
        if shop.board.unresolved > 0 {
            let count = [("count", Value::from(shop.board.unresolved))];
            badge(ui, Tone::Pending, &words.say_with("pending-count", &count));
        }
        weak(ui, &words.say("pin-locked-explained"));
        let mut done = self.entry.ui(ui, shop, &words.say("pin-label"));
        let trying = self.entry.is_trying();
        let label = words.say(if trying { "pin-trying" } else { "pin-unlock" });
        let ready = !trying && !self.entry.waits(shop);
        done |= ui.add_enabled(ready, Button::primary(&label).key("Enter").wide()).clicked();
        if done && let Some(pin) = self.entry.take(shop) {
            shop.ask(Command::Unlock { pin, door: Door::Window });
        }
        self.forgotten.ui(ui, shop);
    }
}

/// Whether an event comes of somebody at the counter.
fn by_hand(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Paste(_)
            | Event::Copy
            | Event::Cut
            | Event::Ime(_)
            | Event::PointerMoved(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::Touch { .. }
            | Event::AccessKitActionRequest(_)
    )
}
