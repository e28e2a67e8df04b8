//! The favourites: a row above the form of their service, and the sheet on which they are renamed and taken away.

use std::collections::HashMap;

use egui::{Align, Context, Id, Layout, ScrollArea, Ui, vec2};

use super::Wish;
use crate::counter::{Command, Update};
use crate::ledger::KeptFavourite;
use crate::transaction::order::TextProblem;
use crate::transaction::{Favourite, Service, Transaction, favourite};
use crate::ui::keys;
use crate::ui::order_words;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{Button, Field, Icon, Weight, entered, heading, notice, sheet, weak};
use crate::ui::words::Value;

/// What the row and the sheet remember between frames.
#[derive(Default)]
pub struct Favourites {
    open: bool,
    /// The names as they are typed, and what is wrong with them.
    typed: HashMap<i64, (String, Option<TextProblem>)>,
    /// Whether the first field is to get the focus.
    begin: bool,
    /// Why the last change was not kept.
    trouble: Option<String>,
}

impl Favourites {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Favourites(kept) => {
                self.trouble = None;
                self.typed.clear();
                self.open &= !kept.is_empty();
            }
            Update::FavouritesNotKept(error) => {
                self.trouble = Some(sentences::ledger(&shop.words, error));
            }
            _ => {}
        }
    }

    /// Draws the favourites of a service; the one that is chosen comes back.
    pub fn row_ui(&mut self, ui: &mut Ui, shop: &Shop, service: Service) -> Option<Wish> {
        if let Some(trouble) = self.trouble.as_ref().filter(|_| !self.open) {
            notice(ui, Weight::Error, trouble);
        }
        shop.favourites_of(service).next()?;
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
            for (at, kept) in shop.favourites_of(service).enumerate() {
                let name = &kept.favourite.name;
                let said = [("name", Value::from(name.as_str()))];
                let said = shop.words.say_with("favourite", &said);
                let key = keys::FAVOURITES.get(at).map_or("", |shortcut| shortcut.name);
                if ui.add(Button::chip(name).key(key).said(&said)).clicked() {
                    chosen = Some(Wish::Fill(kept.favourite.order.clone()));
                }
            }
            if ui.add(Button::quiet(&shop.words.say("favourites-change"))).clicked() {
                (self.open, self.begin) = (true, true);
            }
        });
        ui.add_space(space::S);
        chosen
    }

    /// Whether the sheet is open.
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Draws the sheet, when it is open.
    pub fn sheet_ui(&mut self, ctx: &Context, shop: &Shop) {
        if !self.open {
            return;
        }
        let words = &shop.words;
        let shown = sheet(ctx, Id::unique("favourites"), |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            heading(ui, &words.say("favourites-title"));
            if let Some(trouble) = &self.trouble {
                notice(ui, Weight::Error, trouble);
            }
            ScrollArea::vertical().max_height(size::PALETTE).show(ui, |ui| {
                for kept in &shop.favourites {
                    self.one_ui(ui, shop, kept);
                }
            });
            weak(ui, &words.say("favourites-hint"));
            ui.add(Button::primary(&words.say("favourites-done")).key("Esc").wide()).clicked()
        });
        if shown.inner || shown.should_close() {
            self.open = false;
            self.typed.clear();
        }
    }

    fn one_ui(&mut self, ui: &mut Ui, shop: &Shop, kept: &KeptFavourite) {
        let words = &shop.words;
        let favourite = &kept.favourite;
        let (typed, problem) =
            self.typed.entry(kept.id).or_insert_with(|| (favourite.name.clone(), None));
        let order = &favourite.order;
        let label = format!("{} · {}", order_words::title(words, order), order.amount());
        let error = problem.map(|problem| sentences::text(words, problem));
        let id = Id::unique(("favourite", kept.id));
        let name = [("name", Value::from(favourite.name.as_str()))];
        let said = words.say_with("favourite-remove", &name);
        let remove = words.say("favourite-remove-short");
        let (field, removed) = ui
            .horizontal_top(|ui| {
                let width = ui.available_width() - size::CODE_COLUMN - 2.0 * space::XL;
                let column = Layout::top_down(Align::LEFT);
                let field = Field::new(&label, typed).id(id).limit(60).error(error.as_deref());
                let field =
                    ui.allocate_ui_with_layout(vec2(width, 0.0), column, |ui| ui.add(field));
                let removed = ui.vertical(|ui| {
                    // Beside the field, not beside its label.
                    ui.add_space(space::XL);
                    ui.add(Button::quiet(&remove).said(&said)).clicked()
                });
                (field.inner, removed.inner)
            })
            .inner;
        if std::mem::take(&mut self.begin) {
            field.request_focus();
        }
        if field.changed() {
            *problem = None;
        }
        if entered(&field) {
            match favourite.renamed(typed) {
                Ok(renamed) if renamed == *favourite => {}
                Ok(renamed) => {
                    let favourite = Box::new(renamed);
                    shop.ask(Command::KeepFavourite { id: Some(kept.id), favourite });
                }
                Err(wrong) => *problem = Some(wrong),
            }
        }
        if removed {
            shop.ask(Command::RemoveFavourite(kept.id));
        }
    }
}

/// The button that keeps a transaction's order at hand, where it is not and there is room.
pub fn pin_ui(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let order = &transaction.order;
    let own = || shop.favourites_of(order.service());
    let there = own().any(|kept| *kept.favourite.order == *order);
    if there || own().count() >= favourite::MOST {
        return;
    }
    if ui.add(Button::quiet(&shop.words.say("favourite-keep")).icon(Icon::Check)).clicked() {
        let favourite = Box::new(Favourite::of(order));
        shop.ask(Command::KeepFavourite { id: None, favourite });
    }
}
