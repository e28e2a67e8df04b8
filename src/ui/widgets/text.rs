//! What is read: states, amounts, numbers in groups, and facts with their labels.

use egui::accesskit::Role;
use egui::{
    Align, Color32, CornerRadius, FontId, Layout, Response, RichText, Sense, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::icon::{Icon, square};
use super::{one_line, paint_left};
use crate::money::Paise;
use crate::ui::theme::{self, Text, Tone, colors, size, space};

pub use crate::transaction::number::group_number;
pub(super) use crate::transaction::number::groups;

/// A state: its icon and its word on its colour.
pub fn badge(ui: &mut Ui, tone: Tone, word: &str) -> Response {
    let ink = colors(ui).tone(tone);
    let font = theme::strong_font(ui, Text::Small);
    let ends = 2.0 * space::S + size::SMALL_ICON + space::XS;
    let text = RichText::new(word).font(font).color(ink.fg);
    let text = one_line(ui, text, (ui.available_width() - ends).max(0.0));
    let wish = vec2(text.size().x + ends, badge_height(ui));
    let (rect, response) = ui.allocate_exact_size(wish, Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS), ink.bg);
    let icon_x = rect.left() + space::S + size::SMALL_ICON / 2.0;
    Icon::of(tone).paint(painter, square(icon_x, rect.center().y, size::SMALL_ICON), ink.fg);
    let text_x = rect.left() + space::S + size::SMALL_ICON + space::XS;
    paint_left(painter, text, text_x, rect.center().y);
    response
}

/// How high a badge is.
pub fn badge_height(ui: &Ui) -> f32 {
    theme::line_height(ui, Text::Small).max(size::SMALL_ICON) + space::XS
}

/// The icon of a state, large, on a disc of its colour: the head of a result. The word stands
/// beside it.
pub fn state_mark(ui: &mut Ui, tone: Tone) -> Response {
    let ink = colors(ui).tone(tone);
    let side = size::BIG_ICON + space::XL;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::HOVER);
    ui.painter().circle_filled(rect.center(), side / 2.0, ink.bg);
    let icon = rect.shrink((side - size::BIG_ICON * 0.8) / 2.0);
    Icon::of(tone).paint(ui.painter(), icon, ink.fg);
    response
}

/// An amount, `₹1,23,456.00`: at the right of a column, or as wide as it is in a row.
pub fn money(ui: &mut Ui, amount: Paise, text: Text) -> Response {
    let said = amount.to_string();
    let font = theme::strong_font(ui, text);
    let galley = ui.painter().layout_no_wrap(said.clone(), font, colors(ui).text);
    let width = if ui.layout().is_horizontal() {
        galley.size().x
    } else {
        ui.available_width().max(galley.size().x)
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let corner = pos2(rect.right() - galley.size().x, rect.top());
    ui.painter().galley(corner, galley, Color32::PLACEHOLDER);
    response
}

/// A fact read back: what it is, small, and above all what it says.
pub fn fact(ui: &mut Ui, label: &str, value: &str, text: Text) -> Response {
    let value_font = figure_font(ui, value, text);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        weak(ui, label);
        ui.label(RichText::new(value).font(value_font))
    })
    .inner
}

/// The font of a value. A figure is never broken: one that has no room in its line is smaller.
fn figure_font(ui: &Ui, value: &str, text: Text) -> FontId {
    let font = theme::strong_font(ui, text);
    let is_figure = !value.contains(char::is_whitespace);
    if is_figure && theme::width(ui, value, font.clone()) > ui.available_width() {
        return theme::strong_font(ui, Text::Body);
    }
    font
}

/// The head of a card or a page.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    let font = theme::strong_font(ui, Text::Heading);
    plain(ui, RichText::new(text).font(font))
}

/// Text that is to be seen first.
pub fn strong(ui: &mut Ui, text: &str) -> Response {
    let font = theme::strong_font(ui, Text::Body);
    plain(ui, RichText::new(text).font(font))
}

/// Small text that stands beside other text.
pub fn weak(ui: &mut Ui, text: &str) -> Response {
    let font = theme::font(ui, Text::Small);
    let color = colors(ui).weak;
    plain(ui, RichText::new(text).font(font).color(color))
}

/// A text from the left. A column stretches what stands in it, which is meant for its buttons:
/// the words of a line that breaks would be torn apart to its ends.
fn plain(ui: &mut Ui, text: RichText) -> Response {
    if ui.layout().horizontal_justify() {
        ui.with_layout(Layout::top_down(Align::Min), |ui| ui.label(text)).inner
    } else {
        ui.label(text)
    }
}
