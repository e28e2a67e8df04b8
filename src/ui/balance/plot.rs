//! What a wallet held over time, reading by reading, as a line and in words.

use egui::Ui;
use egui_plot::{Line, PlotPoints, Points};

use crate::ledger::BalanceReading;
use crate::time::Moment;
use crate::ui::shop::Shop;
use crate::ui::theme::{colors, size};
use crate::ui::widgets::{Icon, empty, still_plot, weak};
use crate::ui::words::Value;

/// No more readings than this have a mark each: more would run together.
const MARKED: usize = 40;

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
    let name = words.say("balance-wallet");
    let line = Line::new(name.as_str(), PlotPoints::new(steps(&points(readings))))
        .color(colors(ui).accent)
        // A band over steps that are close together would fill what lies between them.
        .allow_band(false)
        .width(size::RING);
    let marks = Points::new(name.as_str(), PlotPoints::new(points(readings)))
        .color(colors(ui).accent)
        .radius(size::MARK);
    let (language, now) = (words, shop.now());
    still_plot("balance-history", ui.available_height().max(size::SIDE / 3.0))
        .x_axis_formatter(move |mark, _| language.time(moment(mark.value), now))
        .show(ui, |plot| {
            plot.line(line);
            if readings.len() <= MARKED {
                plot.points(marks);
            }
        });
}

/// The readings as points of seconds and rupees, for drawing only.
fn points(readings: &[BalanceReading]) -> Vec<[f64; 2]> {
    let point = |reading: &BalanceReading| {
        [reading.at.seconds() as f64, reading.holds.paise() as f64 / 100.0]
    };
    readings.iter().map(point).collect()
}

/// A line over points that goes straight on to the next one's time, and there to its height: what
/// is between two readings is not known.
fn steps(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let corners = points.iter().zip(points.iter().skip(1));
    let steps = corners.flat_map(|([_, before], [at, holds])| [[*at, *before], [*at, *holds]]);
    points.first().copied().into_iter().chain(steps).collect()
}

fn moment(seconds: f64) -> Moment {
    Moment::from_millis((seconds as i64).saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_holds_what_was_read_until_it_is_read_again() {
        let line = steps(&[[0.0, 5.0], [2.0, 3.0], [3.0, 4.0]]);
        assert_eq!(line, [[0.0, 5.0], [2.0, 5.0], [2.0, 3.0], [3.0, 3.0], [3.0, 4.0]]);
        assert_eq!(steps(&[[1.0, 2.0]]), [[1.0, 2.0]]);
        assert!(steps(&[]).is_empty());
    }
}
