//! Which days are looked at: today, yesterday, a week, a month, or two days that are typed.

use egui::Ui;

use crate::time::Day;
use crate::ui::shop::Shop;
use crate::ui::widgets::{Chooser, Field, entered};

/// The choice of days.
#[derive(Default)]
pub struct PeriodChoice {
    chosen: usize,
    from: String,
    to: String,
    /// The two days that were typed last and are days.
    typed: Option<(Day, Day)>,
    wrong: [bool; 2],
}

const TODAY: usize = 0;
const YESTERDAY: usize = 1;
const WEEK: usize = 2;
const MONTH: usize = 3;
const OTHER: usize = 4;

const NAMES: [&str; 5] =
    ["days-today", "days-yesterday", "days-week", "days-month", "days-other-days"];

impl PeriodChoice {
    /// The first and the last day.
    #[must_use]
    pub fn days(&self, today: Day) -> (Day, Day) {
        match self.chosen {
            YESTERDAY => (today.before(), today.before()),
            WEEK => (today.days_before(6), today),
            MONTH => (today.first_of_month(), today),
            OTHER => self.typed.unwrap_or((today, today)),
            _ => (today, today),
        }
    }

    /// Draws the choice; whether other days are chosen than before.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let today = shop.now().day();
        let before = self.days(today);
        let names = NAMES.map(|id| words.say(id));
        let names = names.each_ref().map(String::as_str);
        let mut chosen = Some(self.chosen);
        if Chooser::pills(&words.say("days-days"), &names).show(ui, &mut chosen).changed() {
            self.chosen = chosen.unwrap_or(TODAY);
        }
        if self.chosen == OTHER {
            self.typed_ui(ui, shop, today);
        }
        self.days(today) != before
    }

    fn typed_ui(&mut self, ui: &mut Ui, shop: &Shop, today: Day) {
        let words = &shop.words;
        let wrong = words.say("days-no-such-day");
        let mut read = false;
        ui.columns_const(|[left, right]| {
            let fields = [
                (left, "days-from", &mut self.from, self.wrong[0]),
                (right, "days-to", &mut self.to, self.wrong[1]),
            ];
            for (ui, label, text, is_wrong) in fields {
                let label = words.say(label);
                let field = Field::new(&label, text).hint("25/11/2026").limit(10);
                let field = ui.add(field.error(is_wrong.then_some(wrong.as_str())));
                read |= entered(&field) || field.lost_focus();
            }
        });
        if read {
            let of = |text: &str| Day::from_typed(text, today);
            let (from, to) = (of(&self.from), of(&self.to));
            let missing = |text: &str, day: Option<Day>| !text.trim().is_empty() && day.is_none();
            self.wrong = [missing(&self.from, from), missing(&self.to, to)];
            // One day alone is both.
            if let Some((from, to)) = from.or(to).zip(to.or(from)) {
                self.typed = Some((from.min(to), from.max(to)));
            }
        }
    }
}
