//! The one vocabulary of the window: what a screen is put together from.

mod area;
mod button;
mod chooser;
mod dropdown;
mod field;
mod icon;
mod panel;
mod plot;
mod text;

pub use area::area;
pub use button::{Button, key_chip, rail_hint, rail_hint_height, rail_item};
pub use chooser::Chooser;
pub use dropdown::dropdown;
pub use field::{Field, entered};
pub use icon::Icon;
pub use panel::{
    Weight, band, card, empty, notice, notice_to_put_away, row_frame, sheet, wide_sheet, with_foot,
};
pub use plot::{DAY, moment, still_plot, times};
pub use text::{badge, badge_height, fact, group_number, heading, money, state_mark, strong, weak};

use egui::{CornerRadius, Galley, Painter, Pos2, Rect, RichText, Stroke, StrokeKind, TextWrapMode};
use egui::{Label, Ui, WidgetText};

use super::theme::{self, Text, Tone, colors, size, space};

/// The ring around what has the focus, a little outside of it.
fn focus_ring(ui: &Ui, rect: Rect, radius: u8) {
    let gap = space::XS / 2.0;
    ui.painter().rect_stroke(
        rect.expand(gap),
        CornerRadius::same(radius.saturating_add(2)),
        Stroke::new(size::RING, colors(ui).accent),
        StrokeKind::Outside,
    );
}

/// Scrolls to what has just got the focus, however it got it. Once: whoever scrolls away
/// with the mouse is left alone.
fn bring_into_sight(response: &egui::Response) {
    if !response.has_focus() {
        return;
    }
    let seen = egui::Id::unique("brought-into-sight");
    let last = response.ctx.data(|data| data.get_temp::<egui::Id>(seen));
    if last != Some(response.id) {
        response.scroll_to_me(None);
        response.ctx.data_mut(|data| data.insert_temp(seen, response.id));
    }
}

/// Text on one line, cut short with an ellipsis where it does not fit.
fn one_line(ui: &Ui, text: RichText, width: f32) -> std::sync::Arc<Galley> {
    let font = theme::font(ui, Text::Body);
    WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Truncate), width, font)
}

/// Paints text with its left edge at `x`, its middle on `y`.
fn paint_left(painter: &Painter, galley: std::sync::Arc<Galley>, x: f32, y: f32) {
    let top = y - galley.size().y / 2.0;
    painter.galley(Pos2::new(x, top), galley, egui::Color32::PLACEHOLDER);
}

/// What stands above a field or a chooser.
fn label_above(ui: &mut Ui, label: &str) -> egui::Response {
    let font = theme::strong_font(ui, Text::Small);
    ui.label(RichText::new(label).font(font).color(colors(ui).text))
}

/// What stands beneath a field or a chooser: what is wrong, else what helps. The line is kept
/// free when there is neither, so that nothing jumps when something turns out to be wrong.
fn line_beneath(ui: &mut Ui, error: Option<&str>, note: Option<&str>) {
    let font = theme::font(ui, Text::Small);
    let colors = colors(ui);
    match error {
        Some(error) => {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let color = colors.tone(Tone::Failed).fg;
                Icon::Warning.show_before(ui, size::SMALL_ICON, color, Text::Small);
                let text = RichText::new(error).font(font).color(color);
                ui.add(Label::new(text).wrap());
            });
        }
        None => match note.filter(|note| !note.is_empty()) {
            Some(note) => {
                ui.label(RichText::new(note).font(font).color(colors.weak));
            }
            None => ui.add_space(ui.text_style_height(&egui::TextStyle::Small)),
        },
    }
}
