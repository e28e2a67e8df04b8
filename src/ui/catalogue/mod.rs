//! The page of operators and circles: the lists, one entry being written, a list on its way in or out.

mod edit;
mod faults;
mod list;
mod transfer;

use egui::{Context, Key, Ui};

use self::edit::Editing;
use self::list::List;
use self::transfer::{BringIn, SaveAs};
use super::commands::{Go, Tab};
use super::keys::{self, Line, line};
use super::shop::Shop;
use crate::catalogue::Catalogue;
use crate::counter::{Command, Update};
use std::sync::Arc;

pub use faults::trouble;

/// The page.
#[derive(Default)]
pub struct CataloguePage {
    list: List,
    screen: Screen,
}

/// What the page shows.
#[derive(Default)]
enum Screen {
    #[default]
    List,
    Edit(Box<Editing>),
    BringIn(BringIn),
    SaveAs(SaveAs),
}

/// What the agent did on a screen of the page.
enum Done {
    /// Still at it.
    Nothing,
    /// Back to the list.
    Back,
    /// These are to be the shop's own from now on.
    Keep(Box<Catalogue>),
}

impl CataloguePage {
    /// Gives the focus to where the agent begins.
    pub fn come_back(&mut self) {
        self.screen = Screen::List;
        self.list.come_back();
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context) {
        match update {
            Update::Opened(_) => self.come_back(),
            Update::CatalogueKept(kept) => {
                let trouble = kept.as_ref().err().map(|error| faults::not_kept(&shop.words, error));
                match &mut self.screen {
                    Screen::Edit(editing) if trouble.is_some() => editing.refused(trouble),
                    Screen::BringIn(bring_in) if trouble.is_some() => bring_in.refused(trouble),
                    _ => {
                        self.list.trouble = trouble;
                        self.come_back();
                    }
                }
            }
            Update::ListRead(read) => {
                if let Screen::BringIn(bring_in) = &mut self.screen {
                    bring_in.read(read, shop);
                    ctx.request_repaint();
                }
            }
            Update::ListWritten(written) => {
                if let Screen::SaveAs(save_as) = &mut self.screen {
                    save_as.written(written);
                }
            }
            _ => {}
        }
    }

    /// The keys of the page as it stands.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        let enter = match &self.screen {
            Screen::Edit(_) => Some(keys::KEEP),
            Screen::BringIn(bring_in) if bring_in.is_ready() => {
                Some(line(keys::ENTER, "key-use-list"))
            }
            Screen::List | Screen::BringIn(_) | Screen::SaveAs(_) => None,
        };
        enter.into_iter().chain([keys::BACK]).collect()
    }

    /// Draws the page; where the agent goes on to comes back.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        let catalogue = shop.catalogue()?;
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        let done = match &mut self.screen {
            Screen::List => {
                let (next, done) = self.list.ui(ui, shop, &catalogue);
                if let Some(next) = next {
                    self.screen = next;
                } else if matches!(done, Done::Back) || (esc && !self.list.turned_back()) {
                    return Some(Go::Tab(Tab::Settings));
                }
                if matches!(done, Done::Back) { Done::Nothing } else { done }
            }
            Screen::Edit(editing) => editing.ui(ui, shop, &catalogue),
            Screen::BringIn(bring_in) => bring_in.ui(ui, shop, &catalogue),
            Screen::SaveAs(save_as) => save_as.ui(ui, shop, &catalogue),
        };
        match done {
            Done::Nothing => {}
            Done::Keep(catalogue) => shop.ask(Command::KeepCatalogue(Arc::from(catalogue))),
            Done::Back => self.come_back(),
        }
        None
    }
}
