//! The drawer: what lay in it, what was taken and given back, what should lie in it, and what does.

use egui::Ui;

use super::start::{difference_ui, line_ui};
use crate::counter::{Command, Period};
use crate::money::Paise;
use crate::time::Day;
use crate::transaction::Counted;
use crate::transaction::order::AmountProblem;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Field, Icon, empty, entered, weak};
use crate::ui::words::Value;

/// What is typed of the drawer.
#[derive(Default)]
pub struct DrawerView {
    day: Option<Day>,
    typed: [String; 2],
    problems: [Option<AmountProblem>; 2],
}

const FIELDS: [(Counted, &str); 2] =
    [(Counted::Opening, "drawer-set-opening"), (Counted::Now, "drawer-count")];

impl DrawerView {
    /// Another period was told: what was typed for another day is not meant for this one.
    pub fn take(&mut self, period: &Period) {
        let day = (period.from == period.to).then_some(period.from);
        if day != self.day {
            *self = Self { day, ..Self::default() };
        }
    }

    /// Draws the drawer of a period that is one day.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, period: &Period) {
        let words = &shop.words;
        let Some((drawer, said)) = &period.drawer else {
            empty(
                ui,
                Icon::Wallet,
                &words.say("drawer-one-day"),
                &words.say("drawer-one-day-hint"),
            );
            return;
        };
        ui.spacing_mut().item_spacing.y = space::S;
        weak(ui, &words.say("drawer-explained"));
        let opening = said.opening.unwrap_or_default();
        let expected = drawer.expected(opening);
        line_ui(ui, &words.say("drawer-opening"), said.opening);
        line_ui(ui, &words.say("drawer-taken"), Some(drawer.taken));
        line_ui(ui, &words.say("drawer-given-back"), Paise::ZERO.checked_sub(drawer.given_back));
        ui.separator();
        line_ui(ui, &words.say("drawer-expected"), expected);
        line_ui(ui, &words.say("drawer-counted"), said.counted.map(|(amount, _)| amount));
        if let Some(((counted, at), expected)) = said.counted.zip(expected) {
            difference_ui(ui, words, counted.checked_sub(expected));
            let time = [("time", Value::from(words.time(at, shop.now())))];
            weak(ui, &words.say_with("drawer-counted-at", &time));
        }
        ui.add_space(space::S);
        self.fields_ui(ui, shop, period.from);
    }

    fn fields_ui(&mut self, ui: &mut Ui, shop: &Shop, day: Day) {
        let words = &shop.words;
        let (mut kept, keep) = (None, words.say("drawer-keep"));
        ui.columns_const(|columns: &mut [Ui; 2]| {
            let rows = self.typed.iter_mut().zip(&mut self.problems).zip(FIELDS);
            for (ui, ((typed, problem), (counted, label))) in columns.iter_mut().zip(rows) {
                let label = words.say(label);
                let error = problem.map(|problem| sentences::amount(words, problem));
                let field = ui.add(Field::amount(&label, typed).error(error.as_deref()));
                if field.changed() {
                    *problem = None;
                }
                let said = format!("{keep}: {label}");
                let button = Button::secondary(&keep).said(&said);
                if ui.add(button).clicked() | entered(&field) {
                    match cash(typed) {
                        Ok(amount) => {
                            typed.clear();
                            kept = Some((counted, amount));
                        }
                        Err(wrong) => *problem = Some(wrong),
                    }
                }
            }
        });
        if let Some((counted, amount)) = kept {
            shop.ask(Command::CountCash { day, counted, amount });
        }
    }
}

/// An amount of cash: nothing in the drawer is an amount too.
pub fn cash(typed: &str) -> Result<Paise, AmountProblem> {
    let typed = typed.trim();
    Ok(typed.strip_prefix('₹').unwrap_or(typed).parse()?)
}
