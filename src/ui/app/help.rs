//! The help and the tour in the window: which keys work now, and when each begins and ends.

use egui::{Context, Frame, Panel, Ui};

use super::App;
use crate::counter::{Command, PinState};
use crate::ui::commands::{TABS, Tab};
use crate::ui::help::{self, Contents};
use crate::ui::keys::{self, Anywhere, Line};
use crate::ui::receipt::has_receipt;
use crate::ui::recharge;
use crate::ui::theme::space;
use crate::ui::tour::{Did, Sight, Thing};

impl App {
    /// The keys of the screen as it stands; `None` while a sheet is over it, which names its keys
    /// itself.
    fn here(&self) -> Option<Vec<Line>> {
        if self.pin_sheet.is_open() || self.receipts.is_open() || self.quick.is_over() {
            return None;
        }
        let mut lines = match self.tab {
            Tab::Recharge => self.recharge.keys()?,
            Tab::Payout => self.payout.keys()?,
            Tab::Wallet => self.wallet.keys()?,
            Tab::Bulk => self.bulk.keys()?,
            Tab::Collect => self.collect.keys(),
            Tab::Status => self.status.keys(),
            Tab::Balance => vec![keys::line(keys::ENTER, "key-ask-balance")],
            Tab::Disputes => self.disputes.keys(),
            Tab::DayBook => self.day_book.keys(),
            Tab::Settings => vec![keys::KEEP],
            Tab::Catalogue => self.catalogue.keys(),
            Tab::Practice => Vec::new(),
        };
        let looked_at = self.looking_at().and_then(|agent_id| self.shop.transaction(agent_id));
        if let Some(transaction) = looked_at {
            // Digits are text while a reason is written.
            if self.tab == Tab::Recharge && lines.contains(&keys::NEXT_CUSTOMER) {
                lines.push(keys::NEW_NUMBER);
            }
            if has_receipt(transaction) {
                lines.extend(keys::RECEIPTS);
            }
            if self.tab == Tab::Wallet {
                lines.extend(crate::ui::wallet::page::keys(&self.shop, transaction));
            }
        }
        Some(lines)
    }

    fn anywhere(&self, here: &[Line]) -> Anywhere {
        let favourites = |service| self.shop.favourites_of(service).count();
        let again = self.looking_at().is_some() || !self.shop.board.recent.is_empty();
        let esc = !here.iter().any(|line| line.is(keys::ESC));
        Anywhere {
            practice: !self.shop.is_live(),
            favourites: self.tab.service().map_or(0, favourites),
            again,
            list: self.bulk.may_go_on(),
            pin: self.shop.pin != PinState::Off,
            tour: self.tour.is_taken().then_some(esc),
        }
    }

    /// Whether Esc leaves the tour: not where the screen itself needs it.
    fn esc_leaves(&self) -> bool {
        self.here().is_some_and(|here| !here.iter().any(|line| line.is(keys::ESC)))
    }

    /// Takes the keys of the help and the tour, where nothing is asked.
    pub(super) fn keys_of_help_and_tour(&mut self, ctx: &Context) {
        if help::asked(ctx) && self.shop.opened.is_some() {
            self.help.open(ctx);
        }
        if !self.tour.is_taken() {
            return;
        }
        // The page of lists has the same key for itself.
        if self.tab != Tab::Bulk && keys::CTRL_ENTER.taken(ctx) {
            self.tour_did(Did::On);
        } else if self.esc_leaves() && keys::ESC.taken(ctx) {
            self.help.keep_focus();
            self.tour_did(Did::Leave);
        }
    }

    /// Lets the tour see what there is, and takes the help away from beneath a sheet.
    pub(super) fn look_around(&mut self, ctx: &Context) {
        if self.here().is_none() {
            self.help.give_way();
        }
        self.help.watch(ctx);
        let sight = Sight {
            tab: self.tab,
            untouched: self.recharge.is_untouched(),
            story: self.status.looking_at().is_some(),
            help: self.help.is_open(),
        };
        if self.tour.look(sight, self.shop.now()) {
            self.tour_did(Did::Leave);
        }
        let number = self.recharge.is_filling().then(|| ctx.read_response(recharge::number_id()));
        if let Some(number) = number.flatten().filter(|_| self.recharge.is_untouched()) {
            self.tour.place(Thing::Number, self.tab, number.rect);
        }
    }

    /// Another counter was opened: the tour is for practice, and comes by itself once.
    pub(super) fn welcome(&mut self, not_here: bool) {
        self.tour.end();
        if !not_here && !self.settings.tour_seen {
            self.tour.begin(self.shop.now());
        }
    }

    fn tour_did(&mut self, did: Did) {
        let ended = match did {
            Did::Nothing => false,
            Did::On => self.tour.go_on(self.shop.now()),
            Did::Leave => true,
        };
        if ended {
            self.tour.end();
            if !std::mem::replace(&mut self.settings.tour_seen, true) {
                self.shop.ask(Command::TourSeen);
            }
        }
    }

    /// Draws the card of the tour beneath the last transactions.
    pub(super) fn tour_ui(&mut self, ui: &mut Ui) {
        if !self.tour.is_taken() {
            return;
        }
        let esc = self.esc_leaves();
        let place = Panel::bottom("tour").frame(Frame::NONE).show_separator_line(false);
        let did = place.show(ui, |ui| {
            ui.add_space(space::S);
            self.tour.ui(ui, &self.shop, esc)
        });
        if did.inner != Did::Nothing {
            self.tour_did(did.inner);
            ui.ctx().request_repaint();
        }
    }

    /// Draws the help, if it is open and nothing else lies over the window.
    pub(super) fn help_ui(&mut self, ctx: &Context) {
        if !self.help.is_open() {
            return;
        }
        let Some(here) = self.here() else { return self.help.give_way() };
        let anywhere = self.anywhere(&here).lines();
        let word = match self.tab {
            Tab::Bulk => "quick-list",
            Tab::Catalogue => "catalogue-title",
            tab => TABS.iter().find(|row| row.tab == tab).map_or("galla", |row| row.word),
        };
        let screen = self.shop.words.say(word);
        let service = self.tab.service();
        let without = service.is_some_and(|one| self.shop.favourites_of(one).next().is_none());
        let tour = !self.shop.is_live();
        let contents = Contents { screen, here, anywhere, no_favourites: without, tour };
        if self.help.ui(ctx, &self.shop, &contents) {
            self.tour.begin(self.shop.now());
            self.go_to(Tab::Recharge, ctx);
        }
    }
}
