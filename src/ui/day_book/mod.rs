//! The Day book tab: what a day or a period came to, its transactions, its drawer, its closing, and how today begins.

mod closing;
mod drawer;
mod list;
mod period;
mod plot;
mod save;
mod start;
mod totals;

use crate::ui::keys::{self, Line};
use egui::{Context, ScrollArea, Ui};

use self::closing::ClosingView;
use self::drawer::DrawerView;
use self::period::PeriodChoice;
use self::save::SaveView;
use self::start::StartView;
use super::commands::Go;
use super::sentences;
use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{Chooser, Icon, Weight, empty, notice};
use crate::catalogue::Catalogue;
use crate::counter::day::sums::Sums;
use crate::counter::{Command, Look, Period, Update};
use crate::ledger::LedgerError;
use crate::settings::ReceiptSettings;
use crate::transaction::Transaction;

/// The Day book tab.
#[derive(Default)]
pub struct DayBook {
    choice: PeriodChoice,
    view: View,
    period: Option<Period>,
    sums: Sums,
    /// The period's transactions that were told so far, newest first.
    transactions: Vec<Transaction>,
    /// Whether older ones may be left that were not asked for yet.
    more: bool,
    start: StartView,
    drawer: DrawerView,
    save: SaveView,
    closing: ClosingView,
    /// Why the last thing was not written down.
    trouble: Option<std::sync::Arc<LedgerError>>,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    /// What came of it, by service and operator.
    #[default]
    Totals,
    /// The transactions.
    List,
    /// Cash.
    Drawer,
    /// How today begins.
    Start,
    /// The closing statement.
    Closing,
    /// All of it in a file.
    Save,
}

const VIEWS: [(View, &str); 6] = [
    (View::Totals, "days-totals"),
    (View::List, "days-list"),
    (View::Drawer, "days-drawer"),
    (View::Start, "days-start"),
    (View::Closing, "days-closing"),
    (View::Save, "days-save"),
];

impl DayBook {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop, settings: &ReceiptSettings) -> Option<Go> {
        ui.set_max_width(size::FORM.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = space::S;
        if self.view == View::Start && self.start.is_asking() {
            self.trouble_ui(ui, shop);
            return self.start_ui(ui, shop);
        }
        self.head_ui(ui, shop);
        self.trouble_ui(ui, shop);
        match (self.view, &self.period) {
            (View::Start, _) => self.start_ui(ui, shop),
            (_, None) => {
                empty(ui, Icon::Clock, &shop.words.say("opening"), "");
                None
            }
            (View::Totals, Some(period)) => {
                totals::ui(ui, shop, period, &self.sums);
                None
            }
            (View::List, Some(period)) => {
                let (from, to) = (period.from, period.to);
                let done = list::ui(ui, shop, &self.transactions, self.more);
                if done.more
                    && let Some(last) = self.transactions.last()
                {
                    self.more = false;
                    let before = last.agent_id;
                    shop.ask(Command::Look(Look::PeriodPage { from, to, before }));
                }
                done.story.map(Go::Story)
            }
            (View::Closing, Some(period)) => {
                self.closing.ui(ui, shop, settings, (period, &self.sums));
                None
            }
            (View::Save, Some(period)) => {
                let days = (period.from, period.to);
                self.save.ui(ui, shop, days);
                None
            }
            (View::Drawer, Some(period)) => {
                let area = ScrollArea::vertical().auto_shrink(false);
                area.show(ui, |ui| self.drawer.ui(ui, shop, period));
                None
            }
        }
    }

    /// The keys of the tab as it stands.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        let mut keys = match self.view {
            View::Start => self.start.keys(),
            View::Save => self.save.keys(),
            View::Closing => self.closing.keys(),
            View::Drawer if self.period.as_ref().is_some_and(|days| days.drawer.is_some()) => {
                vec![keys::KEEP]
            }
            View::Totals | View::List | View::Drawer => Vec::new(),
        };
        if !self.begins() {
            keys.push(keys::line(keys::PRINT, "key-print-statement"));
        }
        keys
    }

    /// Whether the day is being begun: then nothing is closed.
    fn begins(&self) -> bool {
        self.view == View::Start && self.start.is_asking()
    }

    /// What is looked at, and of which days; a day's start is today's.
    fn head_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let names = VIEWS.map(|(_, id)| words.say(id));
        let mut chosen = VIEWS.iter().position(|(view, _)| *view == self.view);
        let names = names.each_ref().map(String::as_str);
        if Chooser::pills(&words.say("days-view"), &names).show(ui, &mut chosen).changed()
            && let Some((view, _)) = chosen.and_then(|at| VIEWS.get(at))
        {
            self.view = *view;
            if *view == View::Start {
                shop.ask(Command::Look(Look::DayStart));
            }
        }
        if self.view != View::Start && self.choice.ui(ui, shop) {
            self.look(shop);
        }
    }

    fn trouble_ui(&self, ui: &mut Ui, shop: &Shop) {
        if let Some(error) = &self.trouble {
            notice(ui, Weight::Error, &sentences::ledger(&shop.words, error));
        }
    }

    fn start_ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Go> {
        let done = self.start.ui(ui, shop);
        if done.later {
            self.view = View::Totals;
        }
        done.story.map(Go::Story)
    }

    fn look(&self, shop: &Shop) {
        let (from, to) = self.choice.days(shop.now().day());
        shop.ask(Command::Look(Look::Period { from, to }));
    }

    /// Takes in what the counter said. Only while the tab is shown it asks how its figures have
    /// changed: coming to it asks as well.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context, is_shown: bool) {
        self.closing.hear(update, ctx);
        self.start.hear(update);
        self.save.hear(update);
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Period(period) => {
                let chosen = self.choice.days(shop.now().day());
                if chosen == (period.from, period.to) {
                    self.take(period, shop);
                }
            }
            Update::PeriodPage { before, transactions }
                if self.transactions.last().is_some_and(|last| last.agent_id == *before) =>
            {
                self.more = !transactions.is_empty();
                self.transactions.extend_from_slice(transactions);
            }
            Update::DayKept(Ok(())) => {
                self.trouble = None;
                if is_shown {
                    self.look(shop);
                }
            }
            Update::DayKept(Err(error)) => self.trouble = Some(std::sync::Arc::clone(error)),
            // What a wallet holds now is what the day begins with.
            Update::Balance(_) if is_shown && self.view == View::Start => {
                shop.ask(Command::Look(Look::DayStart));
            }
            // What came of a transaction may change any figure of the day.
            Update::Board(_) if is_shown => self.look(shop),
            _ => {}
        }
    }

    fn take(&mut self, period: &Period, shop: &Shop) {
        let empty = Catalogue::default();
        let catalogue = shop.catalogue();
        self.sums = Sums::of(&period.totals, catalogue.as_deref().unwrap_or(&empty));
        self.transactions.clone_from(&period.transactions);
        self.more = !period.transactions.is_empty();
        self.period = Some(period.clone());
        self.drawer.take(period);
    }

    /// The agent has come to this tab.
    pub fn come_back(&mut self, ctx: &Context, shop: &Shop) {
        self.look(shop);
        if self.view == View::Start {
            shop.ask(Command::Look(Look::DayStart));
        }
        ctx.request_repaint();
    }

    /// Ctrl P prints the closing statement of the days that are looked at, and shows what becomes
    /// of it.
    pub fn take_keys(&mut self, ctx: &Context, shop: &Shop, settings: &ReceiptSettings) {
        let days = self.choice.days(shop.now().day());
        if !self.begins() && self.closing.take_keys(ctx, days, shop, settings) {
            self.view = View::Closing;
        }
    }

    /// Today begins: shows it when the agent comes here next.
    pub fn begin_day(&mut self) {
        self.view = View::Start;
    }

    /// Whether today waits to be begun.
    #[must_use]
    pub fn awaits_start(&self) -> bool {
        self.start.is_waiting()
    }
}
