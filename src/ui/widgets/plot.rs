//! The ground of every plot: it stands still, its axis of money is spelled in rupees, and one of time at round times.

use egui::{Ui, Vec2b};
use egui_plot::{GridInput, GridMark, Plot};

use crate::money::Paise;
use crate::time::Moment;
use crate::ui::theme::{self, Text};

/// Seconds of a day, on an axis of time.
pub const DAY: f64 = 24.0 * 60.0 * 60.0;

/// What a spacer of marks is told the value of: one point of the screen.
const POINT: f32 = 1.0;

/// A plot of rupees from nothing upwards that is only looked at: no wheel and no drag moves it.
pub fn still_plot<'p>(id: &'static str, height: f32) -> Plot<'p> {
    Plot::new(id)
        .height(height)
        .show_axes(true)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .grid_spacing(POINT..=10.0 * POINT)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .auto_bounds(Vec2b::TRUE)
        .show_x(false)
        .show_y(false)
        .include_y(0.0)
        .show_grid(false)
        .y_grid_spacer(marks)
        .y_axis_formatter(|mark, _| rupees(mark))
}

/// As many round times as have room for their words, none of them cut off at an end, for an axis of
/// seconds since 1970: of hours and minutes as a clock in India shows them, and of days their
/// noon. No two are nearer than `least` seconds.
pub fn times(ui: &Ui, least: f64) -> impl Fn(GridInput) -> Vec<GridMark> + use<> {
    let letter = f64::from(theme::font(ui, Text::Body).size);
    move |input| round_times(&input, least, letter)
}

/// The moment of a place on such an axis.
pub fn moment(seconds: f64) -> Moment {
    Moment::from_millis((seconds as i64).saturating_mul(1_000))
}

fn round_times(input: &GridInput, least: f64, letter: f64) -> Vec<GridMark> {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const MINUTES: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0];
    const HOURS: [f64; 5] = [1.0, 2.0, 3.0, 6.0, 12.0];
    const DAYS: [f64; 12] =
        [1.0, 2.0, 4.0, 7.0, 14.0, 28.0, 56.0, 112.0, 224.0, 448.0, 896.0, 1_792.0];
    /// How many letters' heights a time and a date are wide, with what stands between two.
    const WORDS: [f64; 2] = [8.0, 6.5];
    let (from, to) = input.bounds;
    let words = |step: f64| {
        let wide = if step < DAY { WORDS[0] } else { WORDS[1] };
        wide * letter * input.base_step_size
    };
    let minutes = MINUTES.iter().map(|count| count * MINUTE);
    let hours = HOURS.iter().map(|count| count * HOUR);
    let days = DAYS.iter().map(|count| count * DAY);
    let fits = |step: &f64| *step >= least && *step >= words(*step);
    let Some(step) = minutes.chain(hours).chain(days).find(fits) else { return Vec::new() };
    let end = words(step) / 2.0;
    let midnight = moment(from).day().start();
    let first = midnight.seconds() as f64 + if step < DAY { 0.0 } else { DAY / 2.0 };
    (0_u32..)
        .map(|at| first + f64::from(at) * step)
        .take_while(|at| *at <= to - end)
        .filter(|at| *at >= from + end)
        .map(|value| GridMark { value, step_size: step })
        .collect()
}

/// A few round amounts up to the highest, however high it is, each with room for its words.
fn marks(input: GridInput) -> Vec<GridMark> {
    /// More would not have room beside a low plot.
    const MOST: f64 = 4.0;
    let highest = input.bounds.1.max(1.0);
    let ten = 10_f64.powf((highest / MOST).log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].map(|times| times * ten);
    let step = round.into_iter().find(|step| highest / step <= MOST).unwrap_or(highest);
    let count = (highest / step) as u32;
    (0..=count).map(|at| GridMark { value: f64::from(at) * step, step_size: step }).collect()
}

fn rupees(mark: GridMark) -> String {
    let spelled = Paise::from_paise((mark.value * 100.0).round() as i64).to_string();
    spelled.strip_suffix(".00").map_or(spelled.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_has_as_many_times_of_the_clock_or_noons_beside_it_as_have_room() {
        let begin = Moment::from_ist_parts("2026-11-20".parse().unwrap(), 8, 56, 40).unwrap();
        let from = begin.seconds() as f64;
        let marks = |hours: f64, points: f64, least: f64| {
            let long = hours * 3_600.0;
            let input = GridInput { bounds: (from, from + long), base_step_size: long / points };
            round_times(&input, least, 17.0)
        };
        for (hours, points, expected) in [
            (0.1, 690.0, &["08:58", "09:00", "09:02"][..]),
            (1.0, 690.0, &["09:20", "09:40"]),
            (6.0, 690.0, &["10:00", "12:00", "14:00"]),
            (6.0, 350.0, &["12:00"]),
            (14.0, 690.0, &["12:00", "15:00", "18:00", "21:00"]),
            (7.0 * 24.0, 690.0, &["12:00"; 3]),
            (30.0 * 24.0, 690.0, &["12:00"; 3]),
            (30.0 * 24.0, 350.0, &["12:00"]),
            (3_650.0 * 24.0, 690.0, &["12:00"; 3]),
        ] {
            let found = marks(hours, points, 1.0);
            let spelled: Vec<String> = found
                .iter()
                .map(|mark| moment(mark.value).hour_minute())
                .map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
                .collect();
            assert_eq!(spelled, expected, "{hours} hours on {points}");
        }
        let midnight = begin.day().start().seconds() as f64;
        let bounds = (midnight + 0.1 * DAY, midnight + 1.9 * DAY);
        let input = GridInput { bounds, base_step_size: 1.8 * DAY / 690.0 };
        let days = [0.5, 1.5].map(|days| midnight + days * DAY);
        let days = days.map(|value| GridMark { value, step_size: DAY });
        assert_eq!(round_times(&input, DAY, 17.0), days, "of two days each once");
        assert!(marks(1e9, 690.0, 1.0).is_empty());
    }

    #[test]
    fn every_height_has_a_few_round_amounts_beside_it() {
        for (highest, expected) in [
            (0.0, &[0.0, 0.5, 1.0][..]),
            (900.0, &[0.0, 500.0]),
            (11_800.0, &[0.0, 5_000.0, 10_000.0]),
            (47_500.0, &[0.0, 20_000.0, 40_000.0]),
            (400_000.0, &[0.0, 100_000.0, 200_000.0, 300_000.0, 400_000.0]),
        ] {
            let found = marks(GridInput { bounds: (0.0, highest), base_step_size: 1.0 });
            let found: Vec<f64> = found.iter().map(|mark| mark.value).collect();
            assert_eq!(found, expected, "{highest}");
        }
    }
}
