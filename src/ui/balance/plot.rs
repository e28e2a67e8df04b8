//! What a wallet held over time, reading by reading, as a line and in words.

use egui::Ui;
use egui_plot::{Line, PlotPoints, Points};

use crate::ledger::BalanceReading;
use crate::ui::shop::Shop;
use crate::ui::theme::{colors, size};
use crate::ui::widgets::{DAY, Icon, empty, moment, still_plot, times, weak};
use crate::ui::words::Value;

/// No more readings than this have a mark each: more would run together.
const MARKED: usize = 40;

/// How many columns the plot has, each as wide as the line. Of more than four readings in
/// one no eye sees more than the first, the lowest, the highest and the last, and a month has
/// thousands, each of which would be drawn anew in every frame.
const COLUMNS: f64 = 360.0;

/// Draws the readings, oldest first, over so much of the height as there is, or a little more.
pub fn ui(ui: &mut Ui, shop: &Shop, readings: &[BalanceReading], height: f32) {
    let words = &shop.words;
    let top = ui.cursor().top();
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
    let points = points(readings);
    let line = Line::new(name.as_str(), PlotPoints::new(steps(&seen(&points))))
        .color(colors(ui).accent)
        // A band over steps that are close together would fill what lies between them.
        .allow_band(false)
        .width(size::RING);
    let marks = (points.len() <= MARKED).then(|| {
        Points::new(name.as_str(), PlotPoints::new(points))
            .color(colors(ui).accent)
            .radius(size::MARK)
    });
    let (language, now) = (words, shop.now());
    let said = ui.cursor().top() - top;
    still_plot("balance-history", (height - said).max(size::WALLET))
        .x_grid_spacer(times(ui, 1.0))
        .x_axis_formatter(move |mark, _| match (moment(mark.value), mark.step_size < DAY) {
            (at, true) => language.time(at, now),
            (at, false) => language.day(at.day(), now.day()),
        })
        .show(ui, |plot| {
            plot.line(line);
            if let Some(marks) = marks {
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

/// What the eye sees of points in the order of time.
fn seen(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let [first, last] = [points.first(), points.last()].map(|end| end.map_or(0.0, |[at, _]| *at));
    let width = ((last - first) / COLUMNS).max(1.0);
    let column = |[at, _]: &[f64; 2]| ((at - first) / width).floor();
    let height = |one: &&[f64; 2], other: &&[f64; 2]| one[1].total_cmp(&other[1]);
    let mut seen = Vec::new();
    for together in points.chunk_by(|one, next| column(one) == column(next)) {
        let ends = [together.first(), together.last()];
        let heights = [together.iter().min_by(height), together.iter().max_by(height)];
        let is_seen = |point: &&[f64; 2]| {
            ends.iter().chain(&heights).flatten().any(|seen| std::ptr::eq(*seen, *point))
        };
        seen.extend(together.iter().filter(is_seen));
    }
    seen
}

/// A line over points that goes straight on to the next one's time, and there to its height: what
/// is between two readings is not known.
fn steps(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let corners = points.iter().zip(points.iter().skip(1));
    let steps = corners.flat_map(|([_, before], [at, holds])| [[*at, *before], [*at, *holds]]);
    points.first().copied().into_iter().chain(steps).collect()
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

    #[test]
    fn readings_that_cannot_be_told_apart_cost_no_more_and_hide_no_height() {
        let readings: Vec<[f64; 2]> = (0_u32..100_000)
            .map(|at| [f64::from(at) * 20.0, f64::from(at * 7_919 % 5_000)])
            .collect();
        let line = seen(&readings);
        assert!(line.len() <= 4 * 361, "{}", line.len());
        let heights = |line: &[[f64; 2]]| {
            let heights = || line.iter().map(|[_, holds]| *holds);
            [
                heights().reduce(f64::min),
                heights().reduce(f64::max),
                line.last().map(|last| last[1]),
            ]
        };
        assert_eq!(heights(&line), heights(&readings));
        assert!(line.is_sorted_by(|[before, _], [after, _]| before < after), "each once, in order");
        let few = &readings[..40];
        assert_eq!(seen(few), few);
    }
}
