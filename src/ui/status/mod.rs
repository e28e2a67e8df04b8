//! The Status tab: everything that is open, in its lists; search over all; one transaction's story.

mod lists;
mod story;

use crate::ui::keys::{self, Line, line};
use egui::{Context, Id, Key, ScrollArea, Ui};

use self::story::Story;
use super::commands::Go;
use super::recent;
use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{Field, Icon, empty, heading, weak};
use super::words::Value;
use crate::counter::{Command, FOUND, Look, OpenLists, Update};
use crate::ids::AgentId;
use crate::transaction::Transaction;

/// The Status tab.
#[derive(Default)]
pub struct StatusPage {
    search: String,
    found: Option<Vec<Transaction>>,
    lists: Option<OpenLists>,
    story: Option<Story>,
    give_focus: bool,
}

impl StatusPage {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        if let Some(story) = &mut self.story {
            let done = story.ui(ui, shop);
            if done.back {
                self.story = None;
                self.give_focus = true;
            }
            return done.go;
        }
        let mut chosen = None;
        ui.set_max_width(size::FORM.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = space::S;
        self.search_ui(ui, shop);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            chosen = if self.search.trim().is_empty() {
                match &self.lists {
                    Some(lists) => lists::ui(ui, shop, lists),
                    None => None,
                }
            } else {
                self.found_ui(ui, shop)
            };
        });
        if let Some(agent_id) = chosen {
            self.look_at(agent_id, shop);
        }
        None
    }

    /// The keys of the tab as it stands.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        match &self.story {
            Some(_) => vec![keys::BACK],
            None if self.search.is_empty() => Vec::new(),
            None => vec![line(keys::ESC, "key-clear")],
        }
    }

    fn search_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let label = shop.words.say("status-search");
        let field = Field::new(&label, &mut self.search).id(Id::unique("status-search")).limit(60);
        let field = ui.add(field);
        if std::mem::take(&mut self.give_focus) {
            field.request_focus();
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) && !self.search.is_empty() {
            self.search.clear();
            self.found = None;
            field.request_focus();
        }
        if field.changed() && !self.search.trim().is_empty() {
            shop.ask(Command::Look(Look::Search(self.search.clone())));
        }
    }

    fn found_ui(&self, ui: &mut Ui, shop: &Shop) -> Option<AgentId> {
        let words = &shop.words;
        let found = self.found.as_ref()?;
        if found.is_empty() {
            empty(ui, Icon::List, &words.say("status-not-found"), &words.say("status-search-hint"));
        } else {
            heading(ui, &words.say("status-found"));
        }
        let mut chosen = None;
        for transaction in found {
            if recent::row(ui, shop, transaction, false, "found").clicked() {
                chosen = Some(transaction.agent_id);
            }
        }
        if u32::try_from(found.len()).is_ok_and(|count| count >= FOUND) {
            weak(ui, &words.say_with("status-found-more", &[("count", Value::from(FOUND))]));
        }
        chosen
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, _ctx: &Context) {
        if let Some(story) = &mut self.story {
            story.hear(update, shop);
        }
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Open(lists) => self.lists = Some((**lists).clone()),
            Update::Found { text, found } if *text == self.search => {
                self.found = Some(found.clone());
            }
            Update::Board(_) if self.lists.is_some() => shop.ask(Command::Look(Look::Open)),
            Update::Changed(changed) => {
                let same = |one: &&mut Transaction| one.agent_id == changed.agent_id;
                if let Some(one) = self.found.iter_mut().flatten().find(same) {
                    one.clone_from(changed);
                }
            }
            _ => {}
        }
    }

    /// The agent has come to this tab.
    pub fn come_back(&mut self, ctx: &Context, shop: &Shop) {
        shop.ask(Command::Look(Look::Open));
        self.give_focus = self.story.is_none();
        ctx.request_repaint();
    }

    /// The transaction whose story is shown.
    #[must_use]
    pub fn looking_at(&self) -> Option<AgentId> {
        self.story.as_ref().map(Story::agent_id)
    }

    /// Shows the whole story of a transaction.
    pub fn look_at(&mut self, agent_id: AgentId, shop: &Shop) {
        self.story = Some(Story::of(agent_id, shop));
    }
}
