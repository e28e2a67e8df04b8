//! How the window looks: its sizes, its text, and the style egui draws with.
//!
//! No colour and no size stands outside this module.

use std::sync::Arc;

use egui::style::{ScrollAnimation, WidgetVisuals};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    ThemePreference, Ui, Visuals, vec2,
};

pub use crate::settings::{TextSize, Theme as ThemeMode};

use super::fonts::semibold;

mod palette;

pub use palette::{Colors, Pair, Tone};
use palette::{DARK, LIGHT};

/// Distances, in points: one scale for every gap and margin.
pub mod space {
    use std::ops::RangeInclusive;

    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between tiles, and inside them.
    pub const M: f32 = 12.0;
    /// Between the fields of a form.
    pub const L: f32 = 16.0;
    /// Inside a card, and between cards.
    pub const XL: f32 = 24.0;
    /// Between the parts of a screen.
    pub const XXL: f32 = 32.0;
    /// Around the middle of the window, from the smallest window to one with room.
    pub const MIDDLE: RangeInclusive<f32> = L..=XL;
}

/// Heights, widths and line weights, in points.
pub mod size {
    use std::ops::RangeInclusive;

    /// The height of what is pressed often: main buttons, fields, tiles.
    pub const TARGET: f32 = 52.0;
    /// The height of what is pressed now and then.
    pub const SMALL_TARGET: f32 = 44.0;
    /// The side of an icon beside text.
    pub const ICON: f32 = 20.0;
    /// The side of the icon of a state in a badge.
    pub const SMALL_ICON: f32 = 16.0;
    /// The side of an icon that stands alone.
    pub const BIG_ICON: f32 = 48.0;
    /// How round fields, buttons and tiles are.
    pub const RADIUS: u8 = 8;
    /// How round cards are.
    pub const CARD_RADIUS: u8 = 12;
    /// A line around a card or a tile.
    pub const HAIRLINE: f32 = 1.0;
    /// The ring around what has the focus, and the line around what is chosen.
    pub const RING: f32 = 2.0;
    /// The mark beside the chosen item of the rail.
    pub const MARK: f32 = 4.0;
    /// How round the ends of that mark are.
    pub const MARK_RADIUS: u8 = 2;
    /// The gap between the groups of a number that is being typed.
    pub const GROUP_GAP: f32 = 8.0;
    /// The width of a column with the name of a key in it.
    pub const KEY_COLUMN: f32 = 72.0;
    /// The height of a row of a table with buttons in it.
    pub const TALL_ROW: f32 = 48.0;
    /// The least width of a column with names in it.
    pub const NAME_COLUMN: f32 = 120.0;
    /// The width of a column with codes in it.
    pub const CODE_COLUMN: f32 = 72.0;
    /// The width of a column with amounts in it.
    pub const AMOUNT_COLUMN: f32 = 124.0;
    /// The height of a plot beneath other things.
    pub const PLOT: f32 = 144.0;
    /// The width of a column that says from which amount to which.
    pub const LIMITS_COLUMN: f32 = 144.0;
    /// The width of a column with two buttons in it.
    pub const ACTIONS_COLUMN: f32 = 208.0;
    /// The width of a column with the number of a line in it.
    pub const LINE_COLUMN: f32 = 48.0;
    /// The width of a column with a number to be recharged in it.
    pub const NUMBER_COLUMN: f32 = 148.0;
    /// The width of a column with a number and what belongs to it.
    pub const WIDE_NUMBER_COLUMN: f32 = 204.0;
    /// The height of a row of a list.
    pub const LIST_ROW: f32 = 48.0;
    /// The greatest height of what a search offers on its sheet.
    pub const PALETTE: f32 = 360.0;
    /// Beneath this width what stands in an item of the rail is a little closer.
    pub const ROOMY_ITEM: f32 = 180.0;
    /// The width of the rail, from the smallest window to one with room.
    pub const RAIL: RangeInclusive<f32> = 184.0..=208.0;
    /// The width of the list of the last transactions, likewise.
    pub const SIDE: RangeInclusive<f32> = 284.0..=344.0;
    /// The side of a code that a customer reads off this window.
    pub const CODE: f32 = 344.0;
    /// The least height of what a wallet's history is drawn in, and of a wallet's card.
    pub const WALLET: f32 = 116.0;
    /// The width of a sheet.
    pub const SHEET: f32 = 520.0;
    /// Beneath this height what stands on a full sheet stands closer.
    pub const HIGH_SHEET: f32 = 560.0;
    /// The width of a sheet with two columns.
    pub const WIDE_SHEET: f32 = 880.0;
    /// The width of a column with keys and Ctrl in it.
    pub const SHORTCUT_COLUMN: f32 = 112.0;
    /// What the window is higher than the lines of the help.
    pub const AROUND_HELP: f32 = 256.0;
    /// The greatest width of a form, beyond which the eye gets lost.
    pub const FORM: f32 = 760.0;
    /// Beneath this width of the window a choice's words stand closer in it.
    pub const SMALL_WINDOW: f32 = 1152.0;
    /// Beneath this width a screen has no room for all of its columns, nor for cards in a row.
    pub const NARROW: f32 = 608.0;
    /// The greatest width of a sentence that stands alone.
    pub const SENTENCE: f32 = 420.0;
}

/// The three sizes of text, and the one of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Labels, hints, times.
    Small,
    /// Everything that is read.
    Body,
    /// The head of a card; a number or an amount that is typed.
    Heading,
    /// The amount and the word on the card of a result.
    Result,
}

/// The colours that a part of the window is drawn in.
#[must_use]
pub fn colors(ui: &Ui) -> &'static Colors {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// What lies behind a sheet, which is shown over the whole window.
#[must_use]
pub fn veil(ctx: &Context) -> Color32 {
    if ctx.theme() == egui::Theme::Dark { DARK.veil } else { LIGHT.veil }
}

/// The font of a text size, at the size the agent chose.
#[must_use]
pub fn font(ui: &Ui, text: Text) -> FontId {
    text.style().resolve(ui.style())
}

/// How wide a text is in one line.
#[must_use]
pub fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// The semibold font of a text size: what is to be seen first.
#[must_use]
pub fn strong_font(ui: &Ui, text: Text) -> FontId {
    FontId { family: semibold(), ..font(ui, text) }
}

/// How high a line of semibold text is when it is laid out, in points.
pub fn line_height(ui: &Ui, text: Text) -> f32 {
    let font = strong_font(ui, text);
    let line = |fonts: &mut egui::epaint::FontsView<'_>| {
        fonts.layout_no_wrap("0".to_owned(), font, Color32::PLACEHOLDER).size().y
    };
    ui.fonts_mut(line)
}

/// Dresses the window. May be called again whenever a setting changes.
pub fn apply(ctx: &Context, mode: ThemeMode, text_size: TextSize) {
    for (theme, colors) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
        ctx.set_style_of(theme, style(colors, text_size, theme == egui::Theme::Dark));
    }
    ctx.set_theme(match mode {
        ThemeMode::System => ThemePreference::System,
        ThemeMode::Light => ThemePreference::Light,
        ThemeMode::Dark => ThemePreference::Dark,
    });
}

/// Draws the letters and signs that are everywhere, size by size: egui reads a font anew whenever
/// the size changes between two letters that it did not draw before. The largest size is for what
/// no first frame shows.
pub fn draw_letters(ui: &Ui) {
    let letters: String = (' '..='~').chain("₹·–—…“”‘’".chars()).collect();
    for style in [Text::Small, Text::Body, Text::Heading] {
        let font = style.style().resolve(ui.style());
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(letters.clone(), font, Color32::PLACEHOLDER));
    }
}

impl Text {
    fn style(self) -> TextStyle {
        match self {
            Self::Small => TextStyle::Small,
            Self::Body => TextStyle::Body,
            Self::Heading => TextStyle::Heading,
            Self::Result => TextStyle::Name("result".into()),
        }
    }

    const fn points(self, size: TextSize) -> f32 {
        let [small, body, heading, result] = match size {
            TextSize::Small => [13.0, 15.0, 20.0, 36.0],
            TextSize::Normal => [14.0, 17.0, 22.0, 40.0],
            TextSize::Large => [17.0, 20.0, 26.0, 46.0],
        };
        match self {
            Self::Small => small,
            Self::Body => body,
            Self::Heading => heading,
            Self::Result => result,
        }
    }
}

fn style(colors: &Colors, text_size: TextSize, dark: bool) -> Arc<Style> {
    let mut style = Style { visuals: visuals(colors, dark), ..Style::default() };
    let regular = |text: Text| FontId::new(text.points(text_size), FontFamily::Proportional);
    let strong = |text: Text| FontId::new(text.points(text_size), semibold());
    style.text_styles = [
        (Text::Small.style(), regular(Text::Small)),
        (Text::Body.style(), regular(Text::Body)),
        (Text::Heading.style(), strong(Text::Heading)),
        (Text::Result.style(), strong(Text::Result)),
        (TextStyle::Button, strong(Text::Body)),
        (TextStyle::Monospace, regular(Text::Body)),
    ]
    .into();
    style.spacing.item_spacing = vec2(space::S, space::S);
    style.spacing.button_padding = vec2(space::M, space::S);
    style.spacing.interact_size.y = size::SMALL_TARGET;
    style.spacing.icon_width = size::ICON;
    style.spacing.icon_width_inner = space::M;
    style.spacing.icon_spacing = space::S;
    style.spacing.menu_margin = Margin::same(space::S as i8);
    style.spacing.scroll.floating_allocated_width = space::S;
    // A caret that blinks and things that glide would draw frames all day long.
    style.animation_time = 0.0;
    style.scroll_animation = ScrollAnimation::none();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.3;
    Arc::new(style)
}

fn visuals(colors: &Colors, dark: bool) -> Visuals {
    let mut visuals = if dark { Visuals::dark() } else { Visuals::light() };
    let hairline = Stroke::new(size::HAIRLINE, colors.border);
    let ring = Stroke::new(size::RING, colors.accent);
    let widget = |ground: Color32, line: Stroke, text: Color32| WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: line,
        corner_radius: CornerRadius::same(size::RADIUS),
        fg_stroke: Stroke::new(size::HAIRLINE, text),
        expansion: 0.0,
    };
    let outline = Stroke::new(size::HAIRLINE, colors.outline);
    visuals.widgets.noninteractive = widget(colors.card, hairline, colors.text);
    visuals.widgets.inactive = widget(colors.card, outline, colors.text);
    visuals.widgets.hovered = widget(colors.hover, outline, colors.text);
    // egui draws what has the focus as active.
    visuals.widgets.active = widget(colors.card, ring, colors.text);
    visuals.widgets.open = widget(colors.hover, outline, colors.text);
    visuals.selection.bg_fill = colors.soft.bg;
    visuals.selection.stroke = Stroke::new(size::RING, colors.accent);
    visuals.weak_text_color = Some(colors.weak);
    visuals.hyperlink_color = colors.accent;
    visuals.faint_bg_color = colors.window;
    visuals.extreme_bg_color = colors.card;
    visuals.code_bg_color = colors.hover;
    visuals.warn_fg_color = colors.tone(Tone::Pending).fg;
    visuals.error_fg_color = colors.tone(Tone::Failed).fg;
    visuals.window_corner_radius = CornerRadius::same(size::CARD_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(size::RADIUS);
    visuals.window_fill = colors.card;
    visuals.window_stroke = hairline;
    visuals.panel_fill = colors.window;
    let shadow = Shadow { offset: [0, 8], blur: 32, spread: 0, color: colors.shadow };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.text_cursor.stroke = ring;
    visuals.text_cursor.blink = false;
    visuals.interact_cursor = Some(egui::CursorIcon::PointingHand);
    // Each letter drawn once instead of at four places between two pixels: sharper, sooner, and
    // its picture does not grow while the day goes on, which is 6 MiB.
    visuals.text_options.subpixel_binning = false;
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_window_has_nothing_that_moves() {
        let ctx = Context::default();
        apply(&ctx, ThemeMode::Dark, TextSize::Large);
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let style = ctx.style_of(theme);
            assert!(!style.visuals.text_cursor.blink);
            assert_eq!(style.animation_time, 0.0);
        }
        assert_eq!(ctx.theme(), egui::Theme::Dark);
    }
}
