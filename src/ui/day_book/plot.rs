//! When it came: the successes of each hour, and of each day of a longer period.

use egui::Ui;
use egui_plot::{Bar, BarChart, Plot};

use crate::counter::Period;
use crate::money::Paise;
use crate::time::Day;
use crate::ui::shop::Shop;
use crate::ui::theme::{colors, size};
use crate::ui::widgets::{DAY, moment, still_plot, strong, times, weak};

/// How much of its place a bar takes.
const BAR: f64 = 0.7;

/// Draws the hours of a day, or the days of a longer period.
pub fn ui(ui: &mut Ui, shop: &Shop, period: &Period) {
    if period.from == period.to {
        hours_ui(ui, shop, period);
    } else {
        days_ui(ui, shop, period);
    }
}

/// Draws the hours, of all days of the period together.
pub fn hours_ui(ui: &mut Ui, shop: &Shop, period: &Period) {
    strong(ui, &shop.words.say("days-by-hour"));
    let hours = (0_u32..).zip(period.totals.by_hour());
    let bars = hours.map(|(hour, sum)| (f64::from(hour) + 0.5, sum.amount));
    let plot = still_plot("days-hours", size::PLOT)
        .include_x(0.0)
        .include_x(24.0)
        .x_axis_formatter(|mark, _| format!("{}", mark.value as i64));
    show(ui, shop, plot, bars, BAR);
}

fn days_ui(ui: &mut Ui, shop: &Shop, period: &Period) {
    strong(ui, &shop.words.say("days-by-day"));
    let at = |day: Day| day.start().seconds() as f64 + DAY / 2.0;
    let bars = period.totals.by_day().iter().map(|(day, sum)| (at(*day), sum.amount));
    let (now, words) = (shop.now(), &shop.words);
    let plot = still_plot("days-plot", size::PLOT)
        .x_grid_spacer(times(ui, DAY))
        .x_axis_formatter(move |mark, _| words.day(moment(mark.value).day(), now.day()));
    show(ui, shop, plot, bars, DAY * BAR);
}

fn show(
    ui: &mut Ui,
    shop: &Shop,
    plot: Plot<'_>,
    bars: impl Iterator<Item = (f64, Option<Paise>)>,
    width: f64,
) {
    let bars: Vec<_> = bars.collect();
    if bars.iter().all(|(_, amount)| *amount == Some(Paise::ZERO)) {
        weak(ui, &shop.words.say("days-plot-empty"));
        return;
    }
    let color = colors(ui).accent;
    let bars = bars.into_iter().map(|(at, amount)| {
        let height = amount.map_or(0.0, |amount| amount.paise() as f64 / 100.0);
        Bar::new(at, height).width(width).fill(color)
    });
    let (name, bars) = (shop.words.say("days-success"), bars.collect());
    plot.show(ui, |plot| plot.bar_chart(BarChart::new(name, bars)));
}
