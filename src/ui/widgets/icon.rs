//! Icons drawn as lines, so that they need no font and look the same everywhere.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use crate::ui::theme::{self, Text, Tone};

/// A small picture that stands beside a word, never instead of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A mobile phone: recharge.
    Phone,
    /// A toothed wheel: settings.
    Gear,
    /// It went through.
    Check,
    /// It is not known yet.
    Clock,
    /// It did not go through.
    Cross,
    /// It was not sent.
    Minus,
    /// It came back.
    Return,
    /// The agent's own word.
    Hand,
    /// It is on its way.
    Send,
    /// A magnifying glass: search.
    Search,
    /// To where one came from.
    Back,
    /// Something is wrong.
    Warning,
    /// Something to know.
    Info,
    /// The balance.
    Wallet,
    /// Connected to the gateway.
    Plug,
    /// Not connected.
    Unplugged,
    /// A bank: money to an account.
    Bank,
    /// A code to be scanned.
    Code,
    /// A flag: a dispute.
    Flag,
    /// A list of lines.
    List,
    /// A book: the day book.
    Book,
    /// A slip of paper, torn off a roll: a receipt.
    Receipt,
    /// A padlock: it is locked.
    Lock,
}

impl Icon {
    /// Every icon.
    pub const ALL: [Self; 23] = [
        Self::Phone,
        Self::Gear,
        Self::Check,
        Self::Clock,
        Self::Cross,
        Self::Minus,
        Self::Return,
        Self::Hand,
        Self::Send,
        Self::Search,
        Self::Back,
        Self::Warning,
        Self::Info,
        Self::Wallet,
        Self::Plug,
        Self::Unplugged,
        Self::Bank,
        Self::Code,
        Self::Flag,
        Self::List,
        Self::Book,
        Self::Receipt,
        Self::Lock,
    ];

    /// The icon of a state.
    #[must_use]
    pub const fn of(tone: Tone) -> Self {
        match tone {
            Tone::Sending => Self::Send,
            Tone::Success => Self::Check,
            Tone::Pending => Self::Clock,
            Tone::Failed => Self::Cross,
            Tone::NotSent => Self::Minus,
            Tone::Reversed => Self::Return,
            Tone::Settled => Self::Hand,
        }
    }

    /// Places the icon among other widgets. It has no accessible name: the word beside it has.
    pub fn show(self, ui: &mut Ui, side: f32, color: Color32) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::HOVER);
        self.paint(ui.painter(), rect, color);
        response
    }

    /// Places the icon before text of a size, on the middle of its first line.
    pub(super) fn show_before(self, ui: &mut Ui, side: f32, color: Color32, text: Text) {
        let font = theme::font(ui, text);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let (rect, _) = ui.allocate_exact_size(vec2(side, line.max(side)), Sense::HOVER);
        self.paint(ui.painter(), square(rect.center().x, rect.top() + line / 2.0, side), color);
    }

    /// Paints the icon into the largest square in the middle of a rectangle.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let scale = rect.width().min(rect.height()) / GRID;
        let pen =
            Pen { painter, corner: rect.center() - Vec2::splat(GRID / 2.0) * scale, scale, color };
        match self {
            Self::Phone => {
                pen.frame(7.0, 2.5, 10.0, 19.0, 2.5);
                pen.line(&[(11.0, 18.0), (13.0, 18.0)]);
            }
            Self::Gear => pen.gear(),
            Self::Check => pen.line(&[(4.5, 12.5), (9.5, 17.5), (19.5, 6.5)]),
            Self::Clock => {
                pen.ring(12.0, 12.0, 9.0);
                pen.line(&[(12.0, 7.0), (12.0, 12.0), (15.5, 14.5)]);
            }
            Self::Cross => {
                pen.line(&[(6.0, 6.0), (18.0, 18.0)]);
                pen.line(&[(18.0, 6.0), (6.0, 18.0)]);
            }
            Self::Minus => {
                pen.ring(12.0, 12.0, 9.0);
                pen.line(&[(8.0, 12.0), (16.0, 12.0)]);
            }
            Self::Return => {
                let mut way = vec![(4.0, 9.0), (14.5, 9.0)];
                way.extend(arc(14.5, 14.0, 5.0, -0.25, 0.25));
                way.push((8.0, 19.0));
                pen.line(&way);
                pen.line(&[(8.5, 4.5), (4.0, 9.0), (8.5, 13.5)]);
            }
            Self::Hand => pen.hand(),
            Self::Send => {
                pen.line(&[(6.0, 18.0), (18.0, 6.0)]);
                pen.line(&[(9.0, 6.0), (18.0, 6.0), (18.0, 15.0)]);
            }
            Self::Search => {
                pen.ring(10.5, 10.5, 6.5);
                pen.line(&[(15.5, 15.5), (20.5, 20.5)]);
            }
            Self::Back => {
                pen.line(&[(20.0, 12.0), (4.5, 12.0)]);
                pen.line(&[(11.0, 5.5), (4.5, 12.0), (11.0, 18.5)]);
            }
            Self::Warning => {
                pen.closed(&[(12.0, 3.5), (21.5, 20.0), (2.5, 20.0)]);
                pen.line(&[(12.0, 9.5), (12.0, 13.5)]);
                pen.dot(12.0, 16.8, 1.3);
            }
            Self::Info => {
                pen.ring(12.0, 12.0, 9.0);
                pen.line(&[(12.0, 11.5), (12.0, 16.5)]);
                pen.dot(12.0, 7.8, 1.3);
            }
            Self::Wallet => {
                pen.frame(3.0, 6.5, 18.0, 13.0, 2.5);
                pen.line(&[(5.5, 6.5), (16.5, 3.5), (16.5, 6.5)]);
                pen.dot(16.8, 13.0, 1.6);
            }
            Self::Plug => pen.plug(),
            Self::Unplugged => {
                pen.plug();
                pen.line(&[(3.5, 4.5), (20.5, 20.5)]);
            }
            Self::Bank => {
                pen.closed(&[(12.0, 3.0), (21.0, 8.5), (3.0, 8.5)]);
                for x in [6.5, 12.0, 17.5] {
                    pen.line(&[(x, 11.5), (x, 16.5)]);
                }
                pen.line(&[(3.5, 20.0), (20.5, 20.0)]);
            }
            Self::Code => {
                for (x, y) in [(3.5, 3.5), (14.0, 3.5), (3.5, 14.0)] {
                    pen.frame(x, y, 6.5, 6.5, 0.5);
                }
                for (x, y) in [(15.5, 15.5), (19.5, 15.5), (15.5, 19.5), (19.5, 19.5)] {
                    pen.dot(x, y, 1.4);
                }
            }
            Self::Flag => {
                pen.line(&[(5.5, 3.5), (5.5, 21.0)]);
                pen.closed(&[(5.5, 4.5), (18.5, 4.5), (15.5, 9.0), (18.5, 13.5), (5.5, 13.5)]);
            }
            Self::Book => {
                pen.line(&[(5.0, 4.0), (19.0, 4.0), (19.0, 20.0), (5.0, 20.0), (5.0, 4.0)]);
                pen.line(&[(9.0, 4.0), (9.0, 20.0)]);
                pen.line(&[(12.0, 9.0), (16.0, 9.0)]);
            }
            Self::Lock => {
                pen.frame(4.5, 10.5, 15.0, 10.5, 2.5);
                let mut shackle = vec![(8.0, 10.5)];
                shackle.extend(arc(12.0, 7.0, 4.0, 0.5, 1.0));
                shackle.push((16.0, 10.5));
                pen.line(&shackle);
                pen.dot(12.0, 15.7, 1.6);
            }
            Self::List => {
                for y in [6.0, 12.0, 18.0] {
                    pen.dot(4.5, y, 1.4);
                    pen.line(&[(9.0, y), (20.0, y)]);
                }
            }
            Self::Receipt => {
                let torn = [(18.5, 21.0), (15.25, 18.5), (12.0, 21.0), (8.75, 18.5), (5.5, 21.0)];
                pen.closed(&[&[(5.5, 3.0), (18.5, 3.0)], &torn[..]].concat());
                pen.line(&[(9.0, 8.0), (15.0, 8.0)]);
                pen.line(&[(9.0, 12.5), (15.0, 12.5)]);
            }
        }
    }
}

/// Icons are drawn on a square of this many units.
const GRID: f32 = 24.0;

/// The weight of a line, in units of the grid.
const LINE: f32 = 2.0;

/// Points on an arc; angles in turns, clockwise from the right.
fn arc(x: f32, y: f32, radius: f32, from: f32, to: f32) -> Vec<(f32, f32)> {
    const STEPS: u8 = 12;
    (0..=STEPS)
        .map(|step| {
            let turn = from + (to - from) * f32::from(step) / f32::from(STEPS);
            let (sin, cos) = (turn * std::f32::consts::TAU).sin_cos();
            (x + radius * cos, y + radius * sin)
        })
        .collect()
}

/// Draws in units of the grid.
struct Pen<'a> {
    painter: &'a Painter,
    corner: Pos2,
    scale: f32,
    color: Color32,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.corner + vec2(x, y) * self.scale
    }

    fn stroke(&self) -> Stroke {
        Stroke::new((LINE * self.scale).max(1.25), self.color)
    }

    /// A line with round ends.
    fn line(&self, points: &[(f32, f32)]) {
        self.painter.line(points.iter().map(|point| self.at(*point)).collect(), self.stroke());
        for (x, y) in [points.first(), points.last()].into_iter().flatten() {
            self.painter.circle_filled(self.at((*x, *y)), self.stroke().width / 2.0, self.color);
        }
    }

    fn closed(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::closed_line(points, self.stroke()));
    }

    fn ring(&self, x: f32, y: f32, radius: f32) {
        self.painter.circle_stroke(self.at((x, y)), radius * self.scale, self.stroke());
    }

    fn dot(&self, x: f32, y: f32, radius: f32) {
        self.painter.circle_filled(self.at((x, y)), radius * self.scale, self.color);
    }

    fn frame(&self, x: f32, y: f32, width: f32, height: f32, round: f32) {
        let (right, bottom) = (x + width - round, y + height - round);
        let (left, top) = (x + round, y + round);
        let mut points = arc(left, top, round, 0.5, 0.75);
        points.extend(arc(right, top, round, 0.75, 1.0));
        points.extend(arc(right, bottom, round, 0.0, 0.25));
        points.extend(arc(left, bottom, round, 0.25, 0.5));
        self.closed(&points);
    }

    fn gear(&self) {
        const TEETH: u8 = 8;
        let mut points = Vec::new();
        for tooth in 0..TEETH {
            let middle = f32::from(tooth) / f32::from(TEETH);
            for (offset, radius) in [(-0.045, 7.0), (-0.028, 9.6), (0.028, 9.6), (0.045, 7.0)] {
                points.extend(arc(12.0, 12.0, radius, middle + offset, middle + offset).first());
            }
        }
        self.closed(&points);
        self.ring(12.0, 12.0, 3.0);
    }

    fn plug(&self) {
        self.line(&[(9.0, 3.5), (9.0, 8.5)]);
        self.line(&[(15.0, 3.5), (15.0, 8.5)]);
        let mut cup = vec![(6.0, 8.5), (18.0, 8.5)];
        cup.extend(arc(12.0, 11.5, 6.0, 0.0, 0.5));
        self.closed(&cup);
        self.line(&[(12.0, 17.5), (12.0, 21.0)]);
    }

    fn hand(&self) {
        let finger = |from: (f32, f32), to: (f32, f32)| {
            let stroke = Stroke::new(2.6 * self.scale, self.color);
            self.painter.line_segment([self.at(from), self.at(to)], stroke);
            self.dot(to.0, to.1, 1.3);
        };
        finger((8.3, 14.0), (8.3, 5.2));
        finger((11.6, 14.0), (11.6, 3.4));
        finger((14.9, 14.0), (14.9, 4.4));
        finger((18.2, 15.0), (18.2, 7.2));
        finger((9.0, 18.0), (4.0, 12.6));
        let palm =
            [(7.0, 12.5), (19.5, 12.5), (19.5, 16.0), (16.5, 21.5), (10.5, 21.5), (7.4, 18.0)];
        let palm = palm.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::convex_polygon(palm, self.color, Stroke::NONE));
    }
}

/// A square around a point.
pub(super) fn square(center_x: f32, center_y: f32, side: f32) -> Rect {
    Rect::from_center_size(pos2(center_x, center_y), Vec2::splat(side))
}
