//! What is a key away from anywhere: known customers, favourites, the same again, and the question before closing.

mod closing;
mod favourites;
mod palette;

pub use favourites::pin_ui;

use egui::{Context, Ui};

use self::closing::Closing;
use self::favourites::Favourites;
use self::palette::Palette;
use super::keys;
use super::shop::Shop;
use super::theme::space;
use super::widgets::Button;
use crate::counter::Update;
use crate::transaction::{Beneficiary, Order, Service};

/// What is a key away.
#[derive(Default)]
pub struct Quick {
    palette: Option<Palette>,
    favourites: Favourites,
    closing: Closing,
}

/// What the agent wants with a key.
pub enum Wish {
    /// Fill in the form of an order's service.
    Fill(Box<Order>),
    /// Fill it in and go on to the sheet that asks whether to pay.
    Confirm(Box<Order>),
    /// Send money to someone in the book.
    Send(Box<Beneficiary>),
    /// The same again as the transaction that is looked at, or else the last one.
    Again,
    /// The page of lists.
    List,
    /// Go on with the list that stands still.
    GoOn,
}

impl Quick {
    /// Takes the keys that work wherever nothing is asked; `service` is the one on the screen.
    pub fn keys(&mut self, ctx: &Context, shop: &Shop, service: Option<Service>) -> Option<Wish> {
        if keys::FIND.taken(ctx) {
            self.find();
        }
        let list =
            [(keys::LISTS, Wish::List), (keys::GO_ON, Wish::GoOn), (keys::AGAIN, Wish::Again)];
        for (shortcut, wish) in list {
            if shortcut.taken(ctx) {
                return Some(wish);
            }
        }
        let mut favourites = shop.favourites_of(service?);
        let chosen = keys::FAVOURITES.into_iter().position(|key| key.taken(ctx))?;
        favourites.nth(chosen).map(|kept| Wish::Fill(kept.favourite.order.clone()))
    }

    /// Opens the search over known customers.
    pub fn find(&mut self) {
        self.palette = Some(Palette::default());
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context) {
        if let Some(palette) = &mut self.palette {
            palette.hear(update);
        }
        self.favourites.hear(update, shop);
        self.closing.hear(update, ctx);
    }

    /// Whether something lies over the window: its keys are nobody else's.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.palette.is_some() || self.favourites.is_open() || self.closing.is_open()
    }

    /// Draws what lies over the window, if anything does.
    pub fn over_ui(
        &mut self,
        ctx: &Context,
        shop: &Shop,
        sending: Option<(u32, usize)>,
    ) -> Option<Wish> {
        if self.closing.ui(ctx, shop, sending) {
            return None;
        }
        if let Some(palette) = &mut self.palette {
            let done = palette.ui(ctx, shop);
            if done.closed || done.wish.is_some() {
                self.palette = None;
            }
            return done.wish;
        }
        self.favourites.sheet_ui(ctx, shop);
        None
    }

    /// Draws the favourites of a service above its form; the one that is chosen comes back.
    pub fn favourites_ui(&mut self, ui: &mut Ui, shop: &Shop, service: Service) -> Option<Wish> {
        self.favourites.row_ui(ui, shop, service)
    }

    /// Draws the two ways that are open anywhere, beneath the last transactions.
    pub fn ways_ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Wish> {
        let words = &shop.words;
        let mut wish = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let label = words.say("quick-find");
            if ui.add(Button::quiet(&label).key(keys::FIND.name)).clicked() {
                self.find();
            }
            let label = words.say("quick-list");
            if ui.add(Button::quiet(&label).key(keys::LISTS.name)).clicked() {
                wish = Some(Wish::List);
            }
        });
        wish
    }
}
