//! The ground of every plot: it stands still, and its axis of money is spelled in rupees.

use egui::Vec2b;
use egui_plot::{GridMark, Plot};

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
        .y_axis_formatter(|mark, _| rupees(mark))
}

fn rupees(mark: GridMark) -> String {
    let spelled = Paise::from_paise((mark.value * 100.0).round() as i64).to_string();
    spelled.strip_suffix(".00").map_or(spelled.clone(), str::to_owned)
}
