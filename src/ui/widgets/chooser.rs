//! One of several: tiles for operators, pills for categories; by arrows, letters, digits and mouse.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Event, EventFilter, Id, Key, Modifiers, Rect, Response, RichText, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::button::Chip;
use super::icon::{Icon, square};
use super::{bring_into_sight, focus_ring, label_above, line_beneath, one_line, paint_left};
use crate::ui::theme::{self, Pair, Text, colors, size, space};

#[derive(Clone, Copy)]
enum Shape {
    Tiles { columns: usize },
    Pills,
}

/// A choice of one. It has the focus as a whole; arrows move the choice, a letter goes to the next
/// label that begins with it, and Enter is left to the screen.
///
/// ```
/// # use galla::ui::widgets::Chooser;
/// # egui::__run_test_ui(|ui| {
/// # let mut operator = None;
/// if Chooser::tiles("Operator", &["Airtel", "BSNL", "Jio"], 3).show(ui, &mut operator).changed() {}
/// # });
/// ```
#[must_use = "a chooser is shown by .show(ui, &mut chosen)"]
pub struct Chooser<'a> {
    label: &'a str,
    choices: &'a [&'a str],
    shape: Shape,
    id: Option<Id>,
    digits: bool,
    error: Option<&'a str>,
}

impl<'a> Chooser<'a> {
    /// A grid of tiles of one width.
    pub const fn tiles(label: &'a str, choices: &'a [&'a str], columns: usize) -> Self {
        Self {
            label,
            choices,
            shape: Shape::Tiles { columns },
            id: None,
            digits: false,
            error: None,
        }
    }

    /// Pills as wide as their words, in as many rows as they need.
    pub const fn pills(label: &'a str, choices: &'a [&'a str]) -> Self {
        Self { label, choices, shape: Shape::Pills, id: None, digits: false, error: None }
    }

    /// The id to give the focus to; without it the id comes of the label.
    pub const fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Lets the digits 1 to 9 choose while the chooser has the focus, and shows them.
    pub const fn digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// What is wrong, beneath the choices.
    pub const fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Shows the choices. The response has the focus, and has changed when another was chosen.
    pub fn show(self, ui: &mut Ui, chosen: &mut Option<usize>) -> Response {
        let id = self.id.unwrap_or_else(|| ui.make_persistent_id(self.label));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let label = label_above(ui, self.label);
            let cells = self.cells(ui);
            let nothing = Rect::from_min_size(ui.cursor().min, Vec2::ZERO);
            let extent = cells.iter().fold(nothing, |all, cell| all.union(*cell));
            ui.advance_cursor_after_rect(extent);
            let mut response = ui.interact(extent, id, Sense::FOCUSABLE);
            response
                .widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), self.label));
            let before = *chosen;
            bring_into_sight(&response);
            if response.has_focus() {
                let arrows = EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    ..EventFilter::default()
                };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
                self.listen(ui, &cells, chosen);
            }
            for (at, cell) in cells.iter().enumerate() {
                if self.cell(ui, id.with(at), *cell, at, *chosen == Some(at)).clicked() {
                    *chosen = Some(at);
                    response.request_focus();
                }
            }
            if response.has_focus() {
                let ringed = chosen.and_then(|at| cells.get(at)).copied().unwrap_or(extent);
                focus_ring(ui, ringed, size::RADIUS);
            }
            if *chosen != before {
                response.mark_changed();
            }
            line_beneath(ui, self.error, None);
            response.labelled_by(label.id)
        })
        .inner
    }

    /// Where each choice stands.
    fn cells(&self, ui: &Ui) -> Vec<Rect> {
        let room = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 0.0));
        match self.shape {
            Shape::Tiles { columns } => self.tiles_in(room, columns.max(1)),
            Shape::Pills => self.pills_in(ui, room),
        }
    }

    fn tiles_in(&self, room: Rect, columns: usize) -> Vec<Rect> {
        // No narrower than a name: in a small window there are more rows in place of it.
        let fits = |columns: &usize| {
            *columns as f32 * (size::NAME_COLUMN + space::S) <= room.width() + space::S
        };
        let columns = (1..=columns).rev().find(fits).unwrap_or(1);
        let step = (room.width() + space::S) / columns as f32;
        let tile = |at: usize| {
            let (column, row) = ((at % columns) as f32, (at / columns) as f32);
            // Whole points, and the last column ends where the fields end.
            let left = room.left() + (column * step).round();
            let right = room.left() + ((column + 1.0) * step).round() - space::S;
            let top = room.top() + row * (size::TARGET + space::S);
            Rect::from_min_max(pos2(left, top), pos2(right, top + size::TARGET))
        };
        (0..self.choices.len()).map(tile).collect()
    }

    fn pills_in(&self, ui: &Ui, room: Rect) -> Vec<Rect> {
        let mut corner = room.min;
        let mut cells = Vec::with_capacity(self.choices.len());
        let small = ui.ctx().content_rect().width() < size::SMALL_WINDOW;
        let beside = if small { space::M } else { space::L };
        for label in self.choices {
            // Semibold whether chosen or not, so that the pills stay where they are.
            let label = RichText::new(*label).font(theme::strong_font(ui, Text::Body));
            let text = one_line(ui, label, room.width() - 2.0 * beside);
            let digit = if self.digits { space::XXL } else { 0.0 };
            let width = text.size().x.ceil() + 2.0 * beside + digit;
            if corner.x > room.left() && corner.x + width > room.right() {
                corner = pos2(room.left(), corner.y + size::SMALL_TARGET + space::S);
            }
            cells.push(Rect::from_min_size(corner, vec2(width, size::SMALL_TARGET)));
            corner.x += width + space::S;
        }
        cells
    }

    /// Takes the keys that choose. A key that is taken does nothing else.
    fn listen(&self, ui: &Ui, cells: &[Rect], chosen: &mut Option<usize>) {
        for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown] {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                *chosen = Some(neighbour(cells, *chosen, key));
            }
        }
        let typed: Vec<char> = ui.input(|input| {
            let texts = input.events.iter().filter_map(|event| match event {
                Event::Text(text) => Some(text.as_str()),
                _ => None,
            });
            texts.flat_map(str::chars).collect()
        });
        for letter in typed {
            if let Some(digit) = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                if self.digits && (1..=self.choices.len()).contains(&digit) {
                    *chosen = Some(digit - 1);
                }
            } else if let Some(at) = self.next_beginning_with(letter, *chosen) {
                *chosen = Some(at);
            }
        }
    }

    fn next_beginning_with(&self, letter: char, chosen: Option<usize>) -> Option<usize> {
        let count = self.choices.len();
        let first = chosen.map_or(0, |at| at + 1);
        (first..first + count).map(|at| at % count).find(|at| {
            let begins = self.choices.get(*at).and_then(|label| label.chars().next());
            begins.is_some_and(|begins| begins.to_lowercase().eq(letter.to_lowercase()))
        })
    }

    fn cell(&self, ui: &Ui, id: Id, rect: Rect, at: usize, chosen: bool) -> Response {
        // Only the chooser as a whole takes the focus: Tab goes on to the next field.
        let response = ui.interact(rect, id, Sense::CLICK);
        let label = self.choices.get(at).copied().unwrap_or_default();
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, label)
        });
        let colors = colors(ui);
        let (ink, line) = if chosen {
            (colors.soft, Stroke::new(size::RING, colors.accent))
        } else {
            let ground = if response.hovered() { colors.hover } else { colors.card };
            (Pair { fg: colors.text, bg: ground }, Stroke::new(size::HAIRLINE, colors.outline))
        };
        let painter = ui.painter();
        painter.rect(rect, CornerRadius::same(size::RADIUS), ink.bg, line, StrokeKind::Inside);
        let (mut left, mut right, y) =
            (rect.left() + space::L, rect.right() - space::L, rect.center().y);
        if self.digits && at < 9 {
            let chip = Chip::new(ui, &(at + 1).to_string());
            left += chip.width() + space::S;
            chip.paint(
                ui,
                left - space::S - size::ICON,
                y,
                if chosen { ink.fg } else { colors.weak },
            );
        }
        if chosen && matches!(self.shape, Shape::Tiles { .. }) {
            right -= size::ICON;
            Icon::Check.paint(
                painter,
                square(right + size::ICON / 2.0, y, size::ICON),
                colors.accent,
            );
        }
        let font = if chosen { theme::strong_font } else { theme::font };
        let text = RichText::new(label).font(font(ui, Text::Body)).color(ink.fg);
        let (text, x) = match self.shape {
            Shape::Tiles { .. } => (one_line(ui, text, right - left), left),
            // It is as wide as its words, with more or less beside them.
            Shape::Pills => {
                let text = one_line(ui, text, rect.width());
                let x = (left + right - text.size().x) / 2.0;
                (text, x)
            }
        };
        paint_left(painter, text, x, y);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// The choice beside the chosen one, or the first when there is none.
fn neighbour(cells: &[Rect], chosen: Option<usize>, key: Key) -> usize {
    let Some((at, from)) = chosen.and_then(|at| Some((at, cells.get(at)?))) else {
        return 0;
    };
    let last = cells.len() - 1;
    let down = match key {
        Key::ArrowLeft => return at.saturating_sub(1),
        Key::ArrowRight => return (at + 1).min(last),
        Key::ArrowDown => 1.0,
        _ => -1.0,
    };
    let distance = |cell: &Rect| {
        let way = cell.center() - from.center();
        (way.y * down > 0.0).then_some((way.y.abs(), way.x.abs()))
    };
    let nearest =
        cells.iter().enumerate().filter_map(|(at, cell)| Some((at, distance(cell)?))).min_by(
            |(_, one), (_, other)| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal),
        );
    nearest.map_or(at, |(at, _)| at)
}
