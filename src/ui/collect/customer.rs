//! The customer's window: the code, the payee, the amount and what is known; else the shop's name.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{
    Align, CentralPanel, Context, Frame, Layout, RichText, Ui, ViewportBuilder, ViewportCommand,
    ViewportId,
};

use crate::money::{Paise, in_words};
use crate::ui::keys;
use crate::ui::qr::Code;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, Tone, colors, space, strong_font};
use crate::ui::widgets::{heading, state_mark, weak};
use crate::ui::words::Words;

/// The size of the window when it opens, in points.
const SIZE: [f32; 2] = [560.0, 720.0];

/// What concerns the customer of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// A code to be scanned.
    Code {
        /// The code.
        code: Code,
        /// Who is paid, as in the link.
        payee: String,
        /// How much.
        amount: Paise,
        /// Whether it is too old to be paid.
        old: bool,
    },
    /// The money has come.
    Paid(Paise),
    /// It was not paid.
    NotPaid(Paise),
}

/// All that stands in the window, in the language in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The shop's name.
    pub shop: String,
    /// What concerns the customer; `None` shows the shop's name alone.
    pub face: Option<Face>,
    /// The amount in words; empty without one.
    pub in_words: String,
    /// The sentence beneath.
    pub sentence: String,
}

/// The window, open or not.
#[derive(Default)]
pub struct CustomerWindow {
    open: Arc<AtomicBool>,
    shown: Arc<Mutex<Option<Shown>>>,
}

impl CustomerWindow {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// Opens it, or closes it.
    pub fn toggle(&mut self) {
        self.open.fetch_xor(true, Ordering::Relaxed);
    }

    /// Shows it, where it is open; to be called in every frame of the agent's window.
    pub fn show(&self, ctx: &Context, shop: &Shop, shop_name: &str, face: Option<Face>) {
        // Within the agent's own window it would only be in the way.
        if !self.is_open() || ctx.embed_viewports() {
            return;
        }
        let id = ViewportId::from_hash_of("customer");
        let now = Some(Shown::new(&shop.words, shop_name, face));
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown != now {
            *shown = now;
            ctx.request_repaint_of(id);
        }
        drop(shown);
        let builder = ViewportBuilder::default()
            .with_title("Galla")
            .with_app_id("galla")
            .with_inner_size(SIZE);
        let (open, shown) = (Arc::clone(&self.open), Arc::clone(&self.shown));
        ctx.show_viewport_deferred(id, builder, move |ui, _| {
            let shown = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(shown) = shown {
                in_window(ui, &shown);
            }
            if ui.input(|input| input.viewport().close_requested()) {
                open.store(false, Ordering::Relaxed);
                ui.ctx().request_repaint_of(ViewportId::ROOT);
            }
            // On a display of its own it fills it.
            if keys::WHOLE_DISPLAY.taken(ui.ctx()) {
                let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
        });
    }
}

impl Shown {
    /// What stands in the window.
    #[must_use]
    pub fn new(words: &Words, shop_name: &str, face: Option<Face>) -> Self {
        let name = shop_name.trim();
        let (amount, sentence) = match &face {
            None => (None, String::new()),
            Some(Face::Code { amount, old, .. }) => {
                let id = if *old { "customer-old" } else { "customer-scan" };
                (Some(*amount), words.say(id))
            }
            Some(Face::Paid(amount)) => (Some(*amount), words.say("customer-paid")),
            Some(Face::NotPaid(amount)) => (Some(*amount), words.say("customer-not-paid")),
        };
        Self {
            shop: if name.is_empty() { words.say("shop-unnamed") } else { name.to_owned() },
            in_words: amount.map_or_else(String::new, |amount| in_words(amount, words.language())),
            sentence,
            face,
        }
    }
}

/// Draws the whole window.
pub fn in_window(ui: &mut Ui, shown: &Shown) {
    let ground = Frame::new().fill(colors(ui).card).inner_margin(space::XL);
    CentralPanel::no_frame().frame(ground).show(ui, |ui| contents(ui, shown));
}

fn contents(ui: &mut Ui, shown: &Shown) {
    let room = ui.available_size();
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        match &shown.face {
            None => {
                ui.add_space(room.y / 3.0);
                large(ui, &shown.shop);
            }
            Some(Face::Code { code, payee, amount, old }) => {
                heading(ui, payee);
                large(ui, &amount.to_string());
                weak(ui, &shown.in_words);
                // The sentence stands beneath.
                let line = ui.text_style_height(&egui::TextStyle::Heading) + 2.0 * space::S;
                let side = (ui.available_height() - line).min(room.x);
                code.show(ui, side, *old, &shown.sentence);
                heading(ui, &shown.sentence);
            }
            Some(Face::Paid(amount)) => ended(ui, shown, Tone::Success, *amount),
            Some(Face::NotPaid(amount)) => ended(ui, shown, Tone::Failed, *amount),
        }
    });
}

fn ended(ui: &mut Ui, shown: &Shown, tone: Tone, amount: Paise) {
    ui.add_space(ui.available_height() / 4.0);
    state_mark(ui, tone);
    ui.add_space(space::L);
    large(ui, &amount.to_string());
    weak(ui, &shown.in_words);
    ui.add_space(space::L);
    let color = colors(ui).tone(tone).fg;
    ui.label(RichText::new(&shown.sentence).font(strong_font(ui, Text::Heading)).color(color));
    ui.add_space(space::L);
    heading(ui, &shown.shop);
}

fn large(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(strong_font(ui, Text::Result)));
}
