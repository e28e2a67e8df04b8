//! A document's lines on pages: sheets of A4 or A5, or a roll of 80 or 58 mm as long as it takes.

mod sheets;
mod table;

pub(super) use sheets::pages;

use super::shape::{Fonts, Run, Weight};
use super::{Document, Line, Running};

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

/// The height of a line of text, of what stands above and below it, as a share of its letters.
const LEADING: f32 = 1.36;

/// How wide a fact is at most, as a share of its letters.
const FACT: f32 = 36.0;

/// How far the line on which letters stand is below the top of their line.
const ASCENT: f32 = 1.07;

/// What a document is put on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Sheets of A4.
    A4,
    /// A sheet of A5; of what is never on several sheets longer only where it must be.
    A5,
    /// A roll 80 mm wide, of which a printer reaches 72 mm.
    #[default]
    Roll80,
    /// A roll 58 mm wide, of which a printer reaches 48 mm.
    Roll58,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::A4, Self::A5, Self::Roll80, Self::Roll58];

    /// Its width in millimetres.
    #[must_use]
    pub const fn width_mm(self) -> f32 {
        match self {
            Self::A4 => 210.0,
            Self::A5 => 148.0,
            Self::Roll80 => 80.0,
            Self::Roll58 => 58.0,
        }
    }

    /// The white at each side, in millimetres.
    const fn margin_mm(self) -> f32 {
        match self {
            Self::A4 => 15.0,
            Self::A5 => 14.0,
            Self::Roll80 => 4.0,
            Self::Roll58 => 5.0,
        }
    }

    /// The least height in points.
    const fn least_height(self) -> f32 {
        match self {
            Self::A4 => 297.0 * MM,
            Self::A5 => 210.0 * MM,
            Self::Roll80 | Self::Roll58 => 0.0,
        }
    }

    /// The height in points at which a document with several pages goes on to the next one: no
    /// roll's printer is sent more at once than it can be drawn.
    const fn most_height(self) -> f32 {
        match self {
            Self::A4 | Self::A5 => self.least_height(),
            Self::Roll80 | Self::Roll58 => 1_500.0 * MM,
        }
    }

    /// Whether it is cut before it is printed.
    const fn is_a_sheet(self) -> bool {
        matches!(self, Self::A4 | Self::A5)
    }

    /// The size of what is read, in points.
    const fn letters(self) -> f32 {
        match self {
            Self::A4 => 9.5,
            Self::A5 => 11.5,
            Self::Roll80 => 9.5,
            Self::Roll58 => 8.0,
        }
    }
}

/// With what something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Black.
    Black,
    /// White, on black.
    White,
}

/// Glyphs at their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The glyphs.
    pub run: Run,
    /// The size of the letters in points.
    pub size: f32,
    /// Where they begin, in points from the left.
    pub x: f32,
    /// On which height they stand, in points from the top.
    pub y: f32,
    /// Black or white.
    pub ink: Ink,
}

/// A black rectangle, in points from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
}

/// A page with everything at its place; all lengths are in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// The white at each side, which no receipt printer reaches.
    pub margin: f32,
    /// The rules, frames and bands, under the letters.
    pub bars: Vec<Bar>,
    /// The letters.
    pub letters: Vec<Placed>,
    /// What is written across, pale, about the middle of the page, at [`Page::slope`].
    pub across: Vec<Placed>,
}

impl Page {
    /// Puts a document on one page, however long.
    #[must_use]
    pub fn of(document: &Document, form: Form, fonts: &Fonts) -> Self {
        let mut setter = Setter::new(form, fonts, None);
        for line in &document.lines {
            setter.line(line);
        }
        setter.finish(document.across.as_deref())
    }

    /// By how many degrees what is written across rises.
    #[must_use]
    pub const fn slope() -> f32 {
        -35.0
    }

    /// The middle, about which it is turned.
    #[must_use]
    pub fn middle(&self) -> (f32, f32) {
        (self.width / 2.0, self.height / 2.0)
    }
}

/// Where a text stands on its line.
#[derive(Clone, Copy)]
enum Align {
    Left,
    Middle,
    Right,
}

/// How a text looks.
#[derive(Clone, Copy)]
struct Style {
    weight: Weight,
    /// The size of its letters in points.
    size: f32,
    align: Align,
    ink: Ink,
}

struct Setter<'a> {
    fonts: &'a Fonts,
    form: Form,
    /// The size of what is read.
    letters: f32,
    margin: f32,
    width: f32,
    y: f32,
    page: Page,
    /// The pages that are full.
    full: Vec<Page>,
    /// What tells the pages apart; with none there is one.
    running: Option<&'a Running>,
}

impl<'a> Setter<'a> {
    fn new(form: Form, fonts: &'a Fonts, running: Option<&'a Running>) -> Self {
        let (width, margin) = (form.width_mm() * MM, form.margin_mm() * MM);
        let page = empty(width, margin);
        let full = Vec::new();
        Self { fonts, form, letters: form.letters(), margin, width, y: margin, page, full, running }
    }

    /// How wide what is printed may be.
    fn room(&self) -> f32 {
        self.width - 2.0 * self.margin
    }

    /// How wide a fact may be: on a wide sheet the eye would lose the line between its two parts.
    fn fact_room(&self) -> f32 {
        self.room().min(FACT * self.letters)
    }

    fn style(&self, weight: Weight, share: f32) -> Style {
        Style { weight, size: self.letters * share, align: Align::Middle, ink: Ink::Black }
    }

    fn line(&mut self, line: &Line) {
        use Weight::{Regular, Strong};
        match line {
            Line::Name(text) => self.text(text, self.style(Strong, 1.5)),
            Line::Small(text) => self.text(text, self.style(Regular, 0.95)),
            Line::Heading(text) => self.text(text, self.style(Strong, 1.15)),
            Line::State(text) => self.text(text, self.style(Strong, 1.5)),
            Line::Note(text) => self.text(text, self.style(Regular, 1.0)),
            Line::Amount(text) => self.amount(text),
            Line::Framed(texts) => self.framed(texts),
            Line::Fact { label, value } => self.fact(label, value),
            Line::Band(text) => self.band(text),
            Line::Table(table) => self.table(table),
            Line::Rule => {
                self.gap(0.5);
                let thin = (self.letters * 0.07).max(0.5);
                self.bar(self.margin, self.y, self.room(), thin);
                self.gap(0.6);
            }
        }
    }

    fn gap(&mut self, share: f32) {
        self.y += self.letters * share;
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.page.bars.push(Bar { x, y, width, height });
    }

    /// A text on as many lines as it needs.
    fn text(&mut self, text: &str, style: Style) {
        self.text_within(text, style, self.room());
    }

    fn text_within(&mut self, text: &str, style: Style, room: f32) {
        for line in self.fonts.wrap(text, style.weight, room / style.size) {
            self.put(&line, style);
            self.y += style.size * LEADING;
        }
    }

    /// A text on the present line, without going on.
    fn put(&mut self, text: &str, style: Style) {
        self.put_between(text, style, self.margin, self.room());
    }

    /// A text on the present line, between a left edge and what is so far from it.
    fn put_between(&mut self, text: &str, style: Style, left: f32, room: f32) {
        let runs = self.fonts.shape(text, style.weight);
        let width: f32 = runs.iter().map(Run::width).sum::<f32>() * style.size;
        let mut x = match style.align {
            Align::Left => left,
            Align::Middle => left + (room - width) / 2.0,
            Align::Right => left + room - width,
        };
        for run in runs {
            let wide = run.width() * style.size;
            let (size, ink, y) = (style.size, style.ink, self.y + style.size * ASCENT);
            self.page.letters.push(Placed { run, size, x, y, ink });
            x += wide;
        }
    }

    /// The amount: as large as it fits on one line, as a broken figure is another figure.
    fn amount(&mut self, text: &str) {
        let mut style = self.style(Weight::Strong, 2.3);
        let width = self.fonts.width(text, style.weight) * style.size;
        style.size *= (self.room() / width).min(1.0);
        self.put(text, style);
        self.y += style.size * LEADING;
    }

    fn framed(&mut self, texts: &[String]) {
        self.gap(0.4);
        let style = self.style(Weight::Strong, 1.35);
        let (top, inside) = (self.y, self.letters * 0.5);
        self.y += inside * 0.7;
        for text in texts {
            self.text_within(text, style, self.room() - 4.0 * inside);
        }
        self.y += inside * 0.7;
        let (left, height, thick) = (self.margin, self.y - top, self.letters * 0.15);
        for (x, y, width, height) in [
            (left, top, self.room(), thick),
            (left, top + height - thick, self.room(), thick),
            (left, top, thick, height),
            (left + self.room() - thick, top, thick, height),
        ] {
            self.bar(x, y, width, height);
        }
        self.gap(0.5);
    }

    fn band(&mut self, text: &str) {
        let style = Style { ink: Ink::White, ..self.style(Weight::Strong, 1.0) };
        let (top, inside) = (self.y, self.letters * 0.35);
        self.y += inside;
        self.text_within(text, style, self.room() - 2.0 * inside);
        self.y += inside;
        self.bar(self.margin, top, self.room(), self.y - top);
        self.gap(0.6);
    }

    /// Label and value on one line where both fit, else one under the other.
    fn fact(&mut self, label: &str, value: &str) {
        let left = Style { align: Align::Left, ..self.style(Weight::Regular, 1.0) };
        let right = Style { align: Align::Right, ..self.style(Weight::Strong, 1.0) };
        let width = |text: &str, style: Style| self.fonts.width(text, style.weight) * style.size;
        let room = self.fact_room();
        let together = width(label, left) + width(value, right) + self.letters;
        let lines = |text, style: Style| self.fonts.wrap(text, style.weight, room / style.size);
        let (labels, values) = (lines(label, left), lines(value, right));
        for line in &labels {
            self.put_between(line, left, self.margin, room);
            self.y += self.letters * LEADING;
        }
        if together <= room {
            self.y -= self.letters * LEADING;
        }
        for line in &values {
            self.put_between(line, right, self.margin, room);
            self.y += self.letters * LEADING;
        }
        self.gap(0.15);
    }

    fn finish(mut self, across: Option<&str>) -> Page {
        self.end_page(across);
        self.page
    }

    /// The page is as high as what stands on it, or as its sheet.
    fn end_page(&mut self, across: Option<&str>) {
        self.page.height = (self.y + self.margin).max(self.form.least_height());
        if let Some(text) = across {
            let runs = self.fonts.shape(text, Weight::Strong);
            let width: f32 = runs.iter().map(Run::width).sum();
            let size = self.room() / width.max(1.0);
            let (middle_x, middle_y) = self.page.middle();
            let mut x = middle_x - self.room() / 2.0;
            for run in runs {
                let wide = run.width() * size;
                let y = middle_y + size * 0.36;
                self.page.across.push(Placed { run, size, x, y, ink: Ink::Black });
                x += wide;
            }
        }
    }
}

const fn empty(width: f32, margin: f32) -> Page {
    Page { width, height: 0.0, margin, bars: Vec::new(), letters: Vec::new(), across: Vec::new() }
}
