//! What a wallet held over time, as a line of steps, and beside it the same in words.

use egui::{Ui, Vec2b};
use egui_plot::{GridMark, Line, Plot, PlotPoints};

use crate::ledger::BalanceReading;
use crate::money::Paise;
use crate::time::Moment;
use crate::ui::shop::Shop;
use crate::ui::theme::{colors, size};
use crate::ui::widgets::{Icon, empty, weak};
use crate::ui::words::Value;

/// Draws the readings, oldest first.
pub fn ui(ui: &mut Ui, shop: &Shop, readings: &[BalanceReading]) {
    let words = &shop.words;
    let holds = || readings.iter().map(|reading| reading.holds);
    let (Some(least), Some(most), Some(last)) = (holds().min(), holds().max(), readings.last())
    else {
        let hint = words.say("balance-history-hint");
        empty(ui, Icon::Wallet, &words.say("balance-history-empty"), &hint);
        return;
    };
    let values = [
        ("least", Value::from(least.to_string())),
        ("most", Value::from(most.to_string())),
        ("last", Value::from(last.holds.to_string())),
    ];
    weak(ui, &words.say_with("balance-history", &values));
    let line = Line::new(words.say("balance-wallet"), PlotPoints::new(steps(readings, shop.now())))
        .color(colors(ui).accent)
        .width(size::RING);
    let (language, now) = (words, shop.now());
    Plot::new("balance-history")
        .height(ui.available_height().max(size::SIDE / 3.0))
        .show_axes(true)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .auto_bounds(Vec2b::TRUE)
        .show_x(false)
        .show_y(false)
        .include_y(0.0)
        .y_axis_formatter(|mark, _| rupees(mark))
        .x_axis_formatter(move |mark, _| language.time(moment(mark.value), now))
        .show(ui, |plot| plot.line(line));
}

/// A wallet holds what it held until the next reading: points of seconds and rupees, for
/// drawing only.
fn steps(readings: &[BalanceReading], now: Moment) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    for reading in readings {
        let (x, y) = (reading.at.seconds() as f64, reading.holds.paise() as f64 / 100.0);
        if let Some([_, before]) = points.last().copied() {
            points.push([x, before]);
        }
        points.push([x, y]);
    }
    if let Some([_, last]) = points.last().copied() {
        points.push([now.seconds() as f64, last]);
    }
    points
}

fn moment(seconds: f64) -> Moment {
    Moment::from_millis(seconds as i64 * 1_000)
}

fn rupees(mark: GridMark) -> String {
    let spelled = Paise::from_paise((mark.value * 100.0).round() as i64).to_string();
    spelled.strip_suffix(".00").map_or(spelled.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::Service;

    #[test]
    fn between_two_readings_the_older_one_holds() {
        let reading = |seconds: i64, paise| BalanceReading {
            service: Service::Recharge,
            holds: Paise::from_paise(paise),
            at: Moment::from_millis(seconds * 1_000),
        };
        let points = steps(&[reading(10, 5_000), reading(20, 2_550)], Moment::from_millis(30_000));
        assert_eq!(points, [[10.0, 50.0], [20.0, 50.0], [20.0, 25.5], [30.0, 25.5]]);
        assert!(steps(&[], Moment::from_millis(0)).is_empty());
    }
}
