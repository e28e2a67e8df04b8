//! The Balance tab: what the three wallets hold, how old that is, and how it went over time.

mod plot;

use egui::{Context, Key, ScrollArea, Ui};

use super::commands::Go;
use super::shop::Shop;
use super::theme::{Text, Tone, colors, size, space};
use super::widgets::{Button, Chooser, Icon, card, money, strong, weak};
use super::words::Value;
use super::{order_words, sentences};
use crate::counter::{Command, Look, Update};
use crate::ledger::BalanceReading;
use crate::time::Moment;
use crate::transaction::Service;

/// The Balance tab.
#[derive(Default)]
pub struct BalancePage {
    /// The wallet whose history is shown, by its place.
    wallet: usize,
    /// How far back, by its place in [`PERIODS`].
    period: usize,
    readings: Vec<BalanceReading>,
    /// Whether the agent has been here: until then nobody needs a history.
    visited: bool,
}

/// How many days back each period goes, today counted, and what it is called.
const PERIODS: [(i64, &str); 3] =
    [(1, "balance-today"), (7, "balance-week"), (30, "balance-month")];

impl BalancePage {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        let room = ui.available_height();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| self.contents(ui, shop, room));
        None
    }

    /// What is on the tab, of whose height so much is seen at once.
    fn contents(&mut self, ui: &mut Ui, shop: &Shop, room: f32) {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::M;
        let in_cards = ui.available_width() >= size::NARROW;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = if in_cards { space::S } else { space::L };
            ui.columns_const(|columns: &mut [Ui; 3]| {
                for (ui, service) in columns.iter_mut().zip(Service::OF_PGPE) {
                    // A column would spread the words of a long line over its width.
                    let wallet = |ui: &mut Ui| ui.vertical(|ui| wallet_ui(ui, shop, service)).inner;
                    if in_cards {
                        card(ui, wallet);
                    } else {
                        wallet(ui);
                    }
                }
            });
        });
        let label = words.say("balance-ask");
        let pressed = ui.add(Button::primary(&label).key("Enter")).clicked();
        let free = ui.memory(|memory| memory.focused().is_none());
        if pressed || (free && ui.input(|input| input.key_pressed(Key::Enter))) {
            shop.ask(Command::AskBalance);
        }
        ui.columns_const(|[left, right]| {
            let names = Service::OF_PGPE.map(|service| order_words::service(words, service));
            let names = names.each_ref().map(String::as_str);
            let changed = choose(left, &words.say("balance-wallet"), &names, &mut self.wallet);
            let names = PERIODS.map(|(_, id)| words.say(id));
            let names = names.each_ref().map(String::as_str);
            if choose(right, &words.say("balance-period"), &names, &mut self.period) || changed {
                self.look(shop);
            }
        });
        let above = ui.min_rect().height() + ui.spacing().item_spacing.y;
        plot::ui(ui, shop, &self.readings, room - above);
    }

    fn service(&self) -> Service {
        Service::OF_PGPE.get(self.wallet).copied().unwrap_or(Service::Recharge)
    }

    /// Asks for the history that is chosen.
    fn look(&self, shop: &Shop) {
        let days = PERIODS.get(self.period).map_or(1, |(days, _)| *days);
        let millis = (days - 1) * 24 * 60 * 60 * 1_000;
        let first = Moment::from_millis(shop.now().millis() - millis).day().start();
        let look = Look::BalanceHistory { service: self.service(), since: first };
        shop.ask(Command::Look(look));
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, _ctx: &Context) {
        match update {
            Update::Opened(_) => {
                self.readings.clear();
                self.visited = false;
            }
            Update::BalanceHistory { service, readings } if *service == self.service() => {
                self.readings.clone_from(readings);
            }
            Update::Balance(reading)
                if self.visited
                    && reading.service == self.service()
                    && self.readings.last().is_none_or(|last| last.at < reading.at) =>
            {
                self.look(shop);
            }
            _ => {}
        }
    }

    /// The agent has come to this tab.
    pub fn come_back(&mut self, _ctx: &Context, shop: &Shop) {
        self.visited = true;
        self.look(shop);
    }
}

fn wallet_ui(ui: &mut Ui, shop: &Shop, service: Service) {
    let words = &shop.words;
    ui.take_available_width();
    ui.set_min_height(size::WALLET);
    ui.spacing_mut().item_spacing.y = space::S;
    strong(ui, &order_words::service(words, service));
    match shop.balance(service) {
        None => weak(ui, &words.say("balance-unknown")),
        Some(BalanceReading { holds, at, .. }) => {
            ui.horizontal(|ui| money(ui, holds, Text::Heading));
            if shop.is_low(service) {
                let color = colors(ui).tone(Tone::Pending).fg;
                ui.horizontal(|ui| {
                    Icon::Warning.show(ui, size::SMALL_ICON, color);
                    ui.colored_label(color, words.say("balance-low-sentence"));
                });
            }
            let ago = words.ago(shop.now().since(at));
            weak(ui, &format!("{} · {ago}", words.time(at, shop.now())))
        }
    };
    if let Some(why) = shop.no_balance(service) {
        let why = [("why", Value::from(sentences::no_balance(words, why)))];
        let color = colors(ui).tone(Tone::Failed).fg;
        ui.colored_label(color, words.say_with("balance-not-read", &why));
    }
}

/// A choice of one; whether it has changed.
fn choose(ui: &mut Ui, label: &str, names: &[&str], chosen: &mut usize) -> bool {
    let mut place = Some(*chosen);
    let changed = Chooser::pills(label, names).show(ui, &mut place).changed();
    *chosen = place.unwrap_or(*chosen);
    changed
}
