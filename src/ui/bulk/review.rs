//! The table of what will happen: every line, what is wrong with it, what it repeats, and the total.

use std::collections::HashSet;
use std::sync::Arc;

use egui::{Id, Key, Ui};

use super::confirm::{Answer, Confirm};
use super::rows::{self, Row, Shape};
use super::{Done, told};
use crate::counter::{Ticket, WhyNotPaid};
use crate::money::Paise;
use crate::transaction::batch::total;
use crate::transaction::bulk::{Checked, CheckedLine};
use crate::transaction::{BatchOrder, Service};
use crate::ui::keys::{self, Line, line};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{Tone, colors, space};
use crate::ui::widgets::{Button, Chooser, Weight, group_number, heading, notice, with_foot};
use crate::ui::words::Value;

/// A list whose lines were looked at.
pub struct Review {
    checked: Arc<Checked>,
    /// The places of the lines that repeat something and are sent all the same (money rule M14).
    ticked: HashSet<usize>,
    /// What would be sent, and what it adds up to; worked out anew with every tick.
    chosen: Vec<BatchOrder>,
    total: Option<Paise>,
    /// Which lines are shown: all, the wrong ones, those that repeat something.
    shown: usize,
    places: [Vec<usize>; 3],
    confirm: Option<Confirm>,
    handed: Option<Ticket>,
    refusal: Option<WhyNotPaid>,
    begun: bool,
}

impl Review {
    /// What was found.
    pub fn of(checked: &Arc<Checked>) -> Self {
        let lines = || checked.lines.iter().enumerate();
        let wrong = lines().filter(|(_, line)| line.found.is_err()).map(|(at, _)| at).collect();
        let repeating =
            lines().filter(|(_, line)| line.repeats.is_some()).map(|(at, _)| at).collect();
        let mut review = Self {
            checked: Arc::clone(checked),
            ticked: HashSet::new(),
            chosen: Vec::new(),
            total: None,
            shown: 0,
            places: [(0..checked.lines.len()).collect(), wrong, repeating],
            confirm: None,
            handed: None,
            refusal: None,
            begun: false,
        };
        review.choose();
        review
    }

    fn choose(&mut self) {
        self.chosen = self.checked.chosen(&self.ticked);
        self.total = total(self.chosen.iter().map(|line| line.order.amount));
    }

    /// The list is with the counter.
    pub const fn handed(&mut self, ticket: Ticket) {
        self.handed = Some(ticket);
    }

    /// Whether it is with the counter.
    pub const fn is_handed(&self) -> bool {
        self.handed.is_some()
    }

    /// The counter did not take it.
    pub fn refused(&mut self, ticket: Ticket, why: &WhyNotPaid) {
        if self.handed == Some(ticket) {
            self.handed = None;
            self.refusal = Some(why.clone());
        }
    }

    fn is_ready(&self) -> bool {
        self.total.is_some() && !self.chosen.is_empty() && self.handed.is_none()
    }

    /// The keys of the screen; `None` while the sheet is over it.
    pub fn keys(&self) -> Option<Vec<Line>> {
        if self.confirm.is_some() {
            return None;
        }
        let sheet = self.is_ready().then_some(line(keys::ENTER, "key-sheet"));
        let back = self.handed.is_none().then_some(keys::BACK);
        Some(sheet.into_iter().chain(back).collect())
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Done {
        if let Some(confirm) = self.confirm {
            ui.add_enabled_ui(false, |ui| self.table_ui(ui, shop));
            return match confirm.ui(ui.ctx(), shop) {
                Answer::Waiting => Done::Nothing,
                Answer::Back => {
                    self.confirm = None;
                    Done::Nothing
                }
                Answer::Send => {
                    self.confirm = None;
                    Done::Send(self.chosen.clone())
                }
            };
        }
        let free = ui.is_enabled() && self.handed.is_none();
        let enter = ui.input(|input| input.key_pressed(Key::Enter))
            && ui.memory(|memory| memory.focused().is_none());
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        let (pressed, back) = self.table_ui(ui, shop);
        if let Some(total) = self.total
            && free
            && !self.chosen.is_empty()
            && (pressed || enter)
        {
            // The sheet is drawn from the next frame on: this Enter must not be the one that sends.
            let left = self.checked.lines.len() - self.chosen.len();
            self.confirm = Some(Confirm::new(self.chosen.len(), left, total));
            self.refusal = None;
            ui.ctx().request_repaint();
        }
        if free && (back || esc) { Done::Back } else { Done::Nothing }
    }

    fn table_ui(&mut self, ui: &mut Ui, shop: &Shop) -> (bool, bool) {
        let words = &shop.words;
        let ready = self.is_ready();
        let label =
            words.say_with("bulk-go-to-sheet", &[("count", Value::from(self.chosen.len()))]);
        with_foot(
            ui,
            "bulk-review",
            |ui| {
                let send = Button::primary(&label).key("Enter").wide();
                let back = words.say("bulk-change-list");
                let back = Button::secondary(&back).key("Esc").wide();
                ui.columns_const(|[left, right]| {
                    (left.add_enabled(ready, send).clicked(), right.add(back).clicked())
                })
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                self.head_ui(ui, shop);
                self.rows_ui(ui, shop);
            },
        )
        .0
    }

    fn head_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let values = [
            ("count", Value::from(self.chosen.len())),
            ("all", Value::from(self.checked.lines.len())),
            ("total", Value::from(self.total.map(|total| total.to_string()).unwrap_or_default())),
        ];
        match (self.total, self.chosen.is_empty()) {
            (None, _) => {
                notice(ui, Weight::Error, &words.say("bulk-beyond-all"));
            }
            (Some(_), true) => heading_of(ui, &words.say("bulk-nothing-to-send")),
            (Some(_), false) => heading_of(ui, &words.say_with("bulk-will-send", &values)),
        }
        if let Some(why) = &self.refusal {
            notice(ui, Weight::Error, &sentences::not_paid(words, why));
        }
        let known = shop.balance(Service::Recharge);
        if let (Some(total), Some(known)) = (self.total, known)
            && known.holds < total
        {
            let values = [
                ("holds", Value::from(known.holds.to_string())),
                ("time", Value::from(words.time(known.at, shop.now()))),
            ];
            notice(ui, Weight::Warning, &words.say_with("bulk-beyond-balance", &values));
        }
        let named =
            |id, places: &Vec<usize>| words.say_with(id, &[("count", Value::from(places.len()))]);
        let [all, wrong, repeating] = &self.places;
        let names = [
            named("bulk-all", all),
            named("bulk-wrong", wrong),
            named("bulk-repeating", repeating),
        ];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut shown = Some(self.shown);
        let label = words.say("bulk-lines");
        let chooser = Chooser::pills(&label, &names).id(Id::unique("bulk-shown"));
        let chooser = chooser.show(ui, &mut shown);
        self.shown = shown.unwrap_or_default();
        if !std::mem::replace(&mut self.begun, true) {
            // Enter goes on, and no field has it.
            chooser.surrender_focus();
        }
    }

    fn rows_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let checked = Arc::clone(&self.checked);
        let places = self.places.get(self.shown).cloned().unwrap_or_default();
        let line = |at: usize| checked.lines.get(*places.get(at)?);
        let faults = |line: &CheckedLine| line.found.as_ref().map_or_else(Vec::len, |_| 1);
        let heights: Vec<_> = (0..places.len()).map(|at| line(at).map_or(1, faults)).collect();
        let shape = Shape { id: "bulk-review-table", heights: &heights, show: None, narrow: false };
        let mut ticked = None;
        rows::table(
            ui,
            &shape,
            |at| Some(row(line(at)?)),
            |ui, at| {
                let (Some(line), Some(place)) = (line(at), places.get(at)) else { return };
                if self.last_ui(ui, shop, line, *place) {
                    ticked = Some(*place);
                }
            },
        );
        if let Some(place) = ticked {
            if !self.ticked.remove(&place) {
                self.ticked.insert(place);
            }
            self.choose();
        }
    }

    /// What will happen to a line; whether its tick was changed.
    fn last_ui(&self, ui: &mut Ui, shop: &Shop, line: &CheckedLine, place: usize) -> bool {
        let words = &shop.words;
        match (&line.found, &line.repeats) {
            (Err(faults), _) => {
                let red = colors(ui).tone(Tone::Failed).fg;
                let told = told::faults(words, faults, &line.row.operator);
                rows::sentence(ui, &told, Some(red));
                false
            }
            (Ok(_), Some(repeats)) => {
                let mut tick = self.ticked.contains(&place);
                let said =
                    words.say_with("bulk-send-again", &[("line", Value::from(line.row.line))]);
                let tick = ui.checkbox(&mut tick, "");
                let checked = self.ticked.contains(&place);
                tick.widget_info(|| {
                    let kind = egui::accesskit::Role::CheckBox;
                    egui::WidgetInfo::selected(kind, true, checked, &said)
                });
                let amber = colors(ui).tone(Tone::Pending).fg;
                rows::sentence(ui, &told::repeats(shop, repeats), Some(amber));
                tick.clicked()
            }
            (Ok(_), None) => {
                rows::sentence(ui, &words.say("bulk-will-be-sent"), None);
                false
            }
        }
    }
}

fn heading_of(ui: &mut Ui, text: &str) {
    heading(ui, text);
}

/// The row of a line: as it will be sent, or as it stands in the list.
fn row(line: &CheckedLine) -> Row {
    match &line.found {
        Ok(order) => Row::of(line.row.line, order),
        Err(_) => Row {
            line: line.row.line.to_string(),
            number: group_number(&line.row.number),
            name: line.row.name.clone(),
            operator: line.row.operator.clone(),
            amount: line.row.amount.clone(),
        },
    }
}
