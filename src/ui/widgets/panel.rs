//! What holds other things or stands by itself: cards, sheets, the band, notices, empty places.

use egui::accesskit::Live;
use egui::{
    Align, Context, CornerRadius, Frame, Id, InnerResponse, Label, Layout, Margin, Modal,
    ModalResponse, Panel, Response, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::button::Button;
use super::icon::{Icon, square};
use super::{one_line, paint_left, strong, weak};
use crate::ui::theme::{self, Pair, Text, Tone, colors, size, space};

/// How heavy a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Good to know.
    Info,
    /// Look before going on.
    Warning,
    /// Something is wrong.
    Error,
}

fn card_frame(ui: &Ui) -> Frame {
    let colors = colors(ui);
    Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(size::HAIRLINE, colors.border))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::from(vec2(space::XL, space::XL)))
}

/// A card: things that belong together.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    card_frame(ui).show(ui, contents)
}

/// The frame of a row that is pressed as a whole: whether it is the chosen one of its list,
/// and whether it is ringed as the one that a key would press.
pub fn row_frame(ui: &Ui, chosen: bool, ringed: bool) -> Frame {
    let colors = colors(ui);
    let fill = if chosen {
        colors.soft.bg
    } else if ui.response().hovered() {
        colors.hover
    } else {
        colors.card
    };
    let outline = if ringed { colors.accent } else { colors.border };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(size::HAIRLINE, outline))
        .corner_radius(size::RADIUS)
        .inner_margin(space::S)
}

/// A sheet over the window, which waits for an answer; `should_close` of what comes back tells
/// whether Esc or a press beside the sheet took it away. Never over another sheet.
pub fn sheet<R>(ctx: &Context, id: Id, contents: impl FnOnce(&mut Ui) -> R) -> ModalResponse<R> {
    sheet_of(ctx, id, size::SHEET, contents)
}

/// A [`sheet`] with room for two columns.
pub fn wide_sheet<R>(
    ctx: &Context,
    id: Id,
    contents: impl FnOnce(&mut Ui) -> R,
) -> ModalResponse<R> {
    sheet_of(ctx, id, size::WIDE_SHEET, contents)
}

fn sheet_of<R>(
    ctx: &Context,
    id: Id,
    width: f32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> ModalResponse<R> {
    let mut modal = Modal::new(id).frame(Frame::NONE);
    modal = modal.backdrop_color(theme::veil(ctx));
    modal.show(ctx, |ui| {
        let frame = card_frame(ui).shadow(ui.visuals().window_shadow);
        frame
            .show(ui, |ui| {
                ui.set_width(width);
                contents(ui)
            })
            .inner
    })
}

/// The band across the whole window that says that this is the practice counter.
pub fn band(ui: &mut Ui, text: &str) -> Response {
    let ink = colors(ui).practice;
    let font = theme::strong_font(ui, Text::Small);
    let beside = 2.0 * space::L + size::SMALL_ICON + space::S;
    let galley =
        one_line(ui, RichText::new(text).font(font).color(ink.fg), ui.available_width() - beside);
    let wish = vec2(ui.available_width(), galley.size().y + 2.0 * space::S);
    let (rect, response) = ui.allocate_exact_size(wish, Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, text));
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::ZERO, ink.bg);
    let x = rect.center().x - (galley.size().x + size::SMALL_ICON + space::S) / 2.0;
    let y = rect.center().y;
    Icon::Info.paint(painter, square(x + size::SMALL_ICON / 2.0, y, size::SMALL_ICON), ink.fg);
    paint_left(painter, galley, x + size::SMALL_ICON + space::S, y);
    response
}

/// A sentence where it matters, read out by a screen reader when it comes up.
pub fn notice(ui: &mut Ui, weight: Weight, text: &str) -> Response {
    let (ink, _) = weight.look(ui);
    notice_frame(ink).show(ui, |ui| sentence(ui, weight, text)).response
}

/// A [`notice`] with a button at its end, with which it is put away; whether it was pressed.
pub fn notice_to_put_away(ui: &mut Ui, weight: Weight, text: &str, button: &str) -> bool {
    let (ink, _) = weight.look(ui);
    let shown = notice_frame(ink).show(ui, |ui| {
        let from_the_end = Layout::right_to_left(Align::Min);
        let row = ui.with_layout(from_the_end, |ui| {
            let pressed = ui.add(Button::secondary(button)).clicked();
            ui.add_space(space::M);
            ui.with_layout(Layout::top_down(Align::Min), |ui| sentence(ui, weight, text));
            pressed
        });
        row.inner
    });
    shown.inner
}

impl Weight {
    fn look(self, ui: &Ui) -> (Pair, Icon) {
        let colors = colors(ui);
        match self {
            Self::Info => (colors.soft, Icon::Info),
            Self::Warning => (colors.tone(Tone::Pending), Icon::Warning),
            Self::Error => (colors.tone(Tone::Failed), Icon::Warning),
        }
    }
}

fn notice_frame(ink: Pair) -> Frame {
    Frame::new()
        .fill(ink.bg)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::from(vec2(space::L, space::M)))
}

fn sentence(ui: &mut Ui, weight: Weight, text: &str) {
    let (ink, icon) = weight.look(ui);
    ui.take_available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        icon.show_before(ui, size::ICON, ink.fg, Text::Body);
        let label = ui.add(Label::new(RichText::new(text).color(colors(ui).text)).wrap());
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
    });
}

/// A screen with a foot that stays in sight: its contents scroll above it.
pub fn with_foot<A, B>(
    ui: &mut Ui,
    id: &'static str,
    foot: impl FnOnce(&mut Ui) -> A,
    contents: impl FnOnce(&mut Ui) -> B,
) -> (A, B) {
    // A scope, since the width of the window's own part cannot be limited.
    let both = ui.scope(|ui| {
        ui.set_max_width(size::FORM.min(ui.available_width()));
        let panel = Panel::bottom(id).frame(Frame::NONE).show_separator_line(false);
        let at_foot = panel.show(ui, |ui| {
            ui.add_space(space::S);
            foot(ui)
        });
        let above = ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, contents);
        (at_foot.inner, above.inner)
    });
    both.inner
}

/// A place where nothing is yet: why, and what will make something come.
pub fn empty(ui: &mut Ui, icon: Icon, sentence: &str, hint: &str) -> Response {
    ui.vertical_centered(|ui| {
        ui.set_max_width(size::SENTENCE.min(ui.available_width()));
        ui.add_space(space::XL);
        icon.show(ui, size::BIG_ICON, colors(ui).outline);
        ui.add_space(space::S);
        strong(ui, sentence);
        weak(ui, hint);
        ui.add_space(space::XL);
    })
    .response
}
