//! What is pressed: buttons, the keys that press them, and the items of the rail.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, Widget,
    WidgetInfo, pos2, vec2,
};

use super::icon::{Icon, square};
use super::{focus_ring, one_line, paint_left};
use crate::ui::theme::{self, Pair, Text, Tone, colors, size, space};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Quiet,
    Chip,
}

/// A button. A screen has one primary button: what Enter does.
///
/// ```
/// # use galla::ui::widgets::Button;
/// # egui::__run_test_ui(|ui| {
/// if ui.add(Button::primary("Recharge").key("Enter")).clicked() {}
/// # });
/// ```
#[must_use = "a button is shown by ui.add(button)"]
pub struct Button<'a> {
    kind: Kind,
    label: &'a str,
    said: Option<&'a str>,
    key: Option<&'a str>,
    icon: Option<Icon>,
    wide: bool,
}

impl<'a> Button<'a> {
    /// The one thing to do next.
    pub const fn primary(label: &'a str) -> Self {
        Self::new(Kind::Primary, label)
    }

    /// What else can be done.
    pub const fn secondary(label: &'a str) -> Self {
        Self::new(Kind::Secondary, label)
    }

    /// What is rarely done, and should not ask to be.
    pub const fn quiet(label: &'a str) -> Self {
        Self::new(Kind::Quiet, label)
    }

    /// One of several small ones in a row.
    pub const fn chip(label: &'a str) -> Self {
        Self::new(Kind::Chip, label)
    }

    const fn new(kind: Kind, label: &'a str) -> Self {
        Self { kind, label, said: None, key: None, icon: None, wide: false }
    }

    /// What a screen reader says in place of the label, where that alone could be several.
    pub const fn said(mut self, said: &'a str) -> Self {
        self.said = Some(said);
        self
    }

    /// Shows the key that does the same.
    pub const fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// Shows an icon before the label.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Takes all the width there is.
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    fn ink(&self, ui: &Ui, response: &Response) -> (Pair, Stroke) {
        let colors = colors(ui);
        let hovered = response.hovered() || response.is_pointer_button_down_on();
        let outline = Stroke::new(size::HAIRLINE, colors.outline);
        let ground = if hovered { colors.hover } else { colors.card };
        match self.kind {
            Kind::Primary if hovered => {
                (Pair { fg: colors.main.fg, bg: colors.main_hover }, Stroke::NONE)
            }
            Kind::Primary => (colors.main, Stroke::NONE),
            Kind::Secondary | Kind::Chip => (Pair { fg: colors.text, bg: ground }, outline),
            Kind::Quiet if hovered => (Pair { fg: colors.accent, bg: ground }, Stroke::NONE),
            Kind::Quiet => (Pair { fg: colors.accent, bg: Color32::TRANSPARENT }, Stroke::NONE),
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (padding, height) = match self.kind {
            Kind::Quiet | Kind::Chip => (space::M, size::SMALL_TARGET),
            _ => (space::XL, size::TARGET),
        };
        let font = theme::strong_font(ui, Text::Body);
        let chip = self.key.map(|key| Chip::new(ui, key));
        let icon_width = self.icon.map_or(0.0, |_| size::ICON + space::S);
        let chip_width = chip.as_ref().map_or(0.0, |chip| chip.width() + space::M);
        let room = ui.available_width();
        // A wide one stands in a column of its own, and never over its neighbour.
        let around =
            if self.wide { 2.0 * space::S + icon_width + chip_width } else { 2.0 * padding };
        let label = RichText::new(self.label).font(font).color(Color32::PLACEHOLDER);
        let label = one_line(ui, label, (room - around).max(0.0));
        let content = icon_width + label.size().x + chip_width;
        let width = if self.wide { room } else { content + 2.0 * padding };
        let height = height.max(label.size().y + 2.0 * space::S);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        let said = self.said.unwrap_or(self.label);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), said));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let (ink, line) = self.ink(ui, &response);
        let painter = ui.painter();
        let radius = CornerRadius::same(size::RADIUS);
        painter.rect(rect, radius, ink.bg, line, StrokeKind::Inside);
        let (mut x, y) = (rect.center().x - content / 2.0, rect.center().y);
        if let Some(icon) = self.icon {
            icon.paint(painter, square(x + size::ICON / 2.0, y, size::ICON), ink.fg);
            x += icon_width;
        }
        let label_width = label.size().x;
        let top = y - label.size().y / 2.0;
        painter.galley_with_override_text_color(pos2(x, top), label, ink.fg);
        if let Some(chip) = chip {
            chip.paint(ui, x + label_width + space::M, y, ink.fg);
        }
        if response.has_focus() {
            focus_ring(ui, rect, size::RADIUS);
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// The name of a key in a little frame.
pub(super) struct Chip(std::sync::Arc<egui::Galley>);

impl Chip {
    pub(super) fn new(ui: &Ui, key: &str) -> Self {
        let font = theme::font(ui, Text::Small);
        let text = RichText::new(key).font(font).color(Color32::PLACEHOLDER);
        Self(one_line(ui, text, f32::INFINITY))
    }

    pub(super) fn width(&self) -> f32 {
        (self.0.size().x + space::S).max(self.height())
    }

    fn height(&self) -> f32 {
        self.0.size().y + space::XS / 2.0
    }

    /// Paints the chip with its left edge at `x`, its middle on `y`.
    pub(super) fn paint(self, ui: &Ui, x: f32, y: f32, color: Color32) {
        let corner = pos2(x, y - self.height() / 2.0);
        let rect = Rect::from_min_size(corner, vec2(self.width(), self.height()));
        let radius = CornerRadius::same(size::RADIUS / 2);
        let line = Stroke::new(size::HAIRLINE, color.gamma_multiply(0.5));
        ui.painter().rect_stroke(rect, radius, line, StrokeKind::Inside);
        let corner = rect.center() - self.0.size() / 2.0;
        ui.painter().galley_with_override_text_color(corner, self.0, color);
    }
}

/// The name of a key in a little frame, beside a sentence that speaks of it.
pub fn key_chip(ui: &mut Ui, key: &str) -> Response {
    let chip = Chip::new(ui, key);
    let wish = vec2(chip.width(), chip.height());
    let (rect, response) = ui.allocate_exact_size(wish, Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    let color = colors(ui).weak;
    chip.paint(ui, rect.left(), rect.center().y, color);
    response
}

/// An item of the rail: its icon, its name, its key, whether it is the one shown, and whether a
/// mark says that something new is behind it.
pub fn rail_item(
    ui: &mut Ui,
    icon: Icon,
    label: &str,
    key: &str,
    selected: bool,
    marked: Option<&str>,
) -> Response {
    let wish = vec2(ui.available_width(), size::SMALL_TARGET);
    let (rect, response) = ui.allocate_exact_size(wish, Sense::click());
    let said = marked.unwrap_or(label);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), selected, said));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let colors = colors(ui);
    let ink = if selected {
        colors.soft
    } else if response.hovered() {
        Pair { fg: colors.text, bg: colors.hover }
    } else {
        Pair { fg: colors.text, bg: Color32::TRANSPARENT }
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS), ink.bg);
    if selected {
        let mark = Rect::from_min_size(
            rect.left_top() + vec2(0.0, space::M),
            vec2(size::MARK, rect.height() - 2.0 * space::M),
        );
        painter.rect_filled(mark, CornerRadius::same(size::MARK_RADIUS), colors.accent);
    }
    let is_roomy = rect.width() >= size::ROOMY_ITEM;
    let (before, gap, after) =
        if is_roomy { (space::L, space::M, space::M) } else { (space::M, space::S, space::XS) };
    let (mut x, y) = (rect.left() + before, rect.center().y);
    icon.paint(painter, square(x + size::ICON / 2.0, y, size::ICON), ink.fg);
    x += size::ICON + gap;
    let chip = Chip::new(ui, key);
    let chip_left = rect.right() - after - chip.width();
    let font = if selected { theme::strong_font } else { theme::font };
    let label = RichText::new(label).font(font(ui, Text::Body)).color(ink.fg);
    paint_left(painter, one_line(ui, label, chip_left - space::XS - x), x, y);
    chip.paint(ui, chip_left, y, if selected { ink.fg } else { colors.weak });
    if marked.is_some() {
        let dot = pos2(rect.left() + before + size::ICON, y - size::ICON / 2.0);
        ui.painter().circle_filled(dot, size::MARK, colors.tone(Tone::Pending).fg);
    }
    if response.has_focus() {
        focus_ring(ui, rect, size::RADIUS);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// How high [`rail_hint`] is.
pub fn rail_hint_height(ui: &Ui) -> f32 {
    ui.text_style_height(&egui::TextStyle::Small) + space::XS
}

/// A small quiet line beneath the items of the rail, with its key.
pub fn rail_hint(ui: &mut Ui, label: &str, key: &str) -> Response {
    let wish = vec2(ui.available_width(), rail_hint_height(ui));
    let (rect, response) = ui.allocate_exact_size(wish, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let colors = colors(ui);
    let ink = if response.hovered() { colors.accent } else { colors.weak };
    let chip = Chip::new(ui, key);
    let chip_left = rect.right() - space::M - chip.width();
    let x = rect.left() + space::L + size::ICON + space::M;
    let label = RichText::new(label).font(theme::font(ui, Text::Small)).color(ink);
    let y = rect.center().y;
    paint_left(ui.painter(), one_line(ui, label, chip_left - space::S - x), x, y);
    chip.paint(ui, chip_left, y, ink);
    if response.has_focus() {
        focus_ring(ui, rect, size::RADIUS);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
