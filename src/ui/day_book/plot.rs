//! When it came: the successes of each hour of a day, or of each day of a period.

use egui::Ui;
use egui_plot::{Bar, BarChart};

use crate::counter::Period;
use crate::counter::day::sums::Sums;
use crate::money::Paise;
use crate::time::{Day, Moment};
use crate::ui::shop::Shop;
use crate::ui::theme::{colors, size};
use crate::ui::widgets::{still_plot, strong, weak};

/// Seconds of a day, for drawing only.
const DAY: f64 = 24.0 * 60.0 * 60.0;

/// How much of its place a bar takes.
const BAR: f64 = 0.7;

/// Draws the bars, and says the best of them to whoever cannot see them.
pub fn ui(ui: &mut Ui, shop: &Shop, period: &Period, sums: &Sums) {
    let words = &shop.words;
    let one_day = period.from == period.to;
    strong(ui, &words.say(if one_day { "days-by-hour" } else { "days-by-day" }));
    if sums.all.success.count == 0 {
        weak(ui, &words.say("days-plot-empty"));
        return;
    }
    let color = colors(ui).accent;
    let bar = |at: f64, amount: Paise, width: f64| {
        Bar::new(at, amount.paise() as f64 / 100.0).width(width).fill(color)
    };
    let bars: Vec<Bar> = if one_day {
        let hours = (0_u32..).zip(&sums.by_hour);
        hours.map(|(hour, sum)| bar(f64::from(hour) + 0.5, sum.amount, BAR)).collect()
    } else {
        let at = |day: Day| day.start().seconds() as f64 + DAY / 2.0;
        sums.by_day.iter().map(|(day, sum)| bar(at(*day), sum.amount, DAY * BAR)).collect()
    };
    let (now, spoken) = (shop.now(), words);
    let plot = still_plot("days-plot", size::PLOT);
    let plot = if one_day {
        plot.include_x(0.0)
            .include_x(24.0)
            .x_axis_formatter(|mark, _| format!("{}", mark.value as i64))
    } else {
        plot.x_axis_formatter(move |mark, _| {
            let at = Moment::from_millis(mark.value as i64 * 1_000);
            spoken.day(at.day(), now.day())
        })
    };
    let name = words.say("days-success");
    plot.show(ui, |plot| plot.bar_chart(BarChart::new(name, bars)));
}
