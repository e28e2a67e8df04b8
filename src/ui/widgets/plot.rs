//! The ground of every plot: it stands still, and its axis of money is spelled in rupees.

use egui::Vec2b;
use egui_plot::{GridInput, GridMark, Plot};

use crate::money::Paise;

/// A plot of rupees from nothing upwards that is only looked at: no wheel and no drag moves it.
pub fn still_plot<'p>(id: &'static str, height: f32) -> Plot<'p> {
    Plot::new(id)
        .height(height)
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
        .show_grid(false)
        .y_grid_spacer(marks)
        .y_axis_formatter(|mark, _| rupees(mark))
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
