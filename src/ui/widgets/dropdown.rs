//! One of many: a field that opens into a list, for what is rarely changed.

use egui::{ComboBox, Id, Response, RichText, Ui, WidgetInfo};

use super::label_above;
use crate::ui::theme::{self, Text, colors, size, space};

/// A list of which one is chosen, by place; `name` says what stands at a place.
pub fn dropdown<'a>(
    ui: &mut Ui,
    id: Id,
    label: &str,
    chosen: &mut usize,
    count: usize,
    name: impl Fn(usize) -> &'a str,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        label_above(ui, label);
        ui.spacing_mut().interact_size.y = size::TARGET;
        let shown = RichText::new(name(*chosen)).font(theme::font(ui, Text::Body));
        let list = ComboBox::from_id_salt(id)
            .width(ui.available_width())
            .height(size::SHEET)
            .selected_text(shown.color(colors(ui).text))
            .show_index(ui, chosen, count, |at| name(at).to_owned());
        let said = format!("{label}: {}", name(*chosen));
        list.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::ComboBox, ui.is_enabled(), &said)
        });
        list
    })
    .inner
}
