//! What a longer text is typed or pasted into: several lines, scrolled within its own height.

use egui::{CornerRadius, Frame, Id, Margin, Response, ScrollArea, Stroke, TextEdit, Ui, vec2};

use super::{label_above, line_beneath};
use crate::ui::theme::{self, Text, Tone, colors, size, space};

/// A field of several lines, with what is wrong beneath it, else what helps.
pub fn area(
    ui: &mut Ui,
    id: Id,
    label: &str,
    text: &mut String,
    (rows, limit): (usize, usize),
    note: &str,
    error: Option<&str>,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = label_above(ui, label);
        let colors = colors(ui);
        let stroke = if ui.memory(|memory| memory.has_focus(id)) {
            Stroke::new(size::RING, colors.accent)
        } else if error.is_some() {
            Stroke::new(size::RING, colors.tone(Tone::Failed).fg)
        } else {
            Stroke::new(size::HAIRLINE, colors.outline)
        };
        let frame = Frame::new()
            .fill(colors.card)
            .corner_radius(CornerRadius::same(size::RADIUS))
            .stroke(stroke)
            .inner_margin(Margin::from(vec2(space::L, space::S)) - Margin::from(stroke.width));
        let font = theme::font(ui, Text::Body);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let height = line * rows as f32;
        let response = frame
            .show(ui, |ui| {
                let scroll = ScrollArea::vertical().id_salt(id).max_height(height);
                let shown = scroll.auto_shrink(false).show(ui, |ui| {
                    let edit = TextEdit::multiline(text)
                        .id(id)
                        .font(font)
                        .text_color(colors.text)
                        .char_limit(limit)
                        .frame(Frame::NONE)
                        .desired_rows(rows)
                        .desired_width(f32::INFINITY);
                    edit.show(ui).response.response.labelled_by(label.id)
                });
                shown.inner
            })
            .inner;
        line_beneath(ui, error, Some(note));
        response
    })
    .inner
}
