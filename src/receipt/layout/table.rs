//! A table on paper: in columns where they fit, else each row as facts one under the other.

use super::super::shape::Weight;
use super::{Align, LEADING, Setter, Style};
use crate::tables::{Cell, Row, Table};

/// The white between two columns, as a share of what is read.
const BETWEEN: f32 = 0.9;

/// The widest word that a column of texts must have room for, as a share of the whole width.
const WORD: f32 = 0.28;

/// How the rows of a table stand.
enum Shape {
    /// A name at the left, its value at the right.
    Facts,
    /// Cells beside each other.
    Columns(Vec<Column>),
    /// The first cell, and under it the others, each with what the head calls it.
    Stacked,
}

/// A column, in points.
struct Column {
    left: f32,
    width: f32,
    figures: bool,
}

/// A table as it is set.
struct Set<'a> {
    table: &'a Table,
    /// How many columns only say which rows belong together.
    skipped: usize,
    shape: Shape,
}

impl Set<'_> {
    fn cells<'a>(&self, row: &'a Row) -> &'a [Cell] {
        row.cells.get(self.skipped..).unwrap_or_default()
    }

    fn head(&self) -> &[String] {
        self.table.head.get(self.skipped..).unwrap_or_default()
    }
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let skipped = usize::from(table.grouped);
        let set = Set { table, skipped, shape: self.shape_of(table, skipped) };
        let mut group: Option<&Cell> = None;
        for (at, row) in table.rows.iter().enumerate() {
            let of = row.cells.first().filter(|_| table.grouped);
            let new = if of == group { None } else { of };
            group = of;
            // A title, a head and a group are never alone at the foot of a page.
            let begin = |setter: &mut Self| {
                if at == 0 {
                    setter.title(&table.title);
                    setter.head(&set);
                }
                setter.group(new);
                setter.row(&set, row);
            };
            let again = |setter: &mut Self| {
                if at > 0 {
                    setter.head(&set);
                    setter.group(if new.is_some() { None } else { group });
                }
            };
            self.block(again, begin);
        }
        if table.rows.is_empty() {
            self.block(|_| {}, |setter| setter.title(&table.title));
        }
        for note in &table.notes {
            self.block(|_| {}, |setter| setter.text(note, setter.left(Weight::Regular)));
        }
    }

    /// How wide the rows of a table are.
    fn width_of(&self, shape: &Shape) -> f32 {
        match shape {
            Shape::Facts | Shape::Stacked => self.fact_room(),
            Shape::Columns(columns) => {
                columns.last().map_or(0.0, |last| last.left + last.width - self.margin)
            }
        }
    }

    fn left(&self, weight: Weight) -> Style {
        Style { align: Align::Left, ..self.style(weight, 1.0) }
    }

    fn title(&mut self, title: &str) {
        if title.is_empty() {
            return;
        }
        self.gap(0.9);
        let style = Style { align: Align::Left, ..self.style(Weight::Strong, 1.15) };
        self.text(title, style);
        self.thin_rule(self.room());
    }

    fn thin_rule(&mut self, width: f32) {
        self.gap(0.15);
        let thin = (self.letters * 0.05).max(0.4);
        self.bar(self.margin, self.y, width, thin);
        self.gap(0.25);
    }

    fn group(&mut self, group: Option<&Cell>) {
        if let Some(group) = group {
            self.gap(0.2);
            self.text(&group.on_paper(), self.left(Weight::Strong));
        }
    }

    fn head(&mut self, set: &Set<'_>) {
        if let Shape::Columns(columns) = &set.shape
            && !set.head().is_empty()
        {
            self.beside(set.head().iter().cloned(), columns, Weight::Regular);
            self.thin_rule(self.width_of(&set.shape));
        }
    }

    fn row(&mut self, set: &Set<'_>, row: &Row) {
        let cells = set.cells(row);
        if row.strong {
            self.thin_rule(self.width_of(&set.shape));
        }
        match &set.shape {
            Shape::Facts => {
                let mut texts = cells.iter().map(Cell::on_paper);
                let (label, value) = (texts.next(), texts.next());
                self.fact(&label.unwrap_or_default(), &value.unwrap_or_default());
            }
            Shape::Columns(columns) => {
                self.beside(cells.iter().map(Cell::on_paper), columns, weight(row));
            }
            Shape::Stacked => {
                let mut named = cells.iter().zip(set.head());
                if let Some((first, _)) = named.next() {
                    self.gap(0.2);
                    self.text(&first.on_paper(), self.left(Weight::Strong));
                }
                for (cell, name) in named {
                    if !matches!(cell, Cell::Empty | Cell::Count(0)) {
                        self.fact(name, &cell.on_paper());
                    }
                }
            }
        }
    }

    /// Texts beside each other, each in its column on as many lines as it needs.
    fn beside(&mut self, texts: impl Iterator<Item = String>, columns: &[Column], weight: Weight) {
        let (top, size) = (self.y, self.letters);
        let mut bottom = top;
        for (text, column) in texts.zip(columns) {
            self.y = top;
            let align = if column.figures { Align::Right } else { Align::Left };
            let style = Style { align, ..self.style(weight, 1.0) };
            // A hair more than it was measured: rounding must not break a line.
            for line in self.fonts.wrap(&text, weight, column.width / size + 0.01) {
                self.put_between(&line, style, column.left, column.width);
                self.y += size * LEADING;
            }
            bottom = bottom.max(self.y);
        }
        self.y = bottom;
        self.gap(0.1);
    }

    fn shape_of(&self, table: &Table, skipped: usize) -> Shape {
        if table.head.is_empty() {
            return Shape::Facts;
        }
        match self.columns(table, skipped) {
            Some(columns) => Shape::Columns(columns),
            None => Shape::Stacked,
        }
    }

    /// The columns, where figures stay whole and texts have room; `None` where they do not fit.
    fn columns(&self, table: &Table, skipped: usize) -> Option<Vec<Column>> {
        let heads = table.head.get(skipped..)?;
        let mut widths = Vec::with_capacity(heads.len());
        for (at, head) in heads.iter().enumerate() {
            widths.push(self.wish(table, skipped + at, head));
        }
        let gaps = self.letters * BETWEEN * widths.len().saturating_sub(1) as f32;
        let room = self.room() - gaps;
        let mut over = widths.iter().map(|wish| wish.width).sum::<f32>() - room;
        // The widest texts give way first.
        let mut order: Vec<usize> = (0..widths.len()).collect();
        order.sort_by(|one, other| {
            let width = |at: &usize| widths.get(*at).map_or(0.0, |wish| wish.width);
            width(other).total_cmp(&width(one))
        });
        for at in order {
            if let Some(wish) = widths.get_mut(at).filter(|_| over > 0.0) {
                let less = (wish.width - wish.least).clamp(0.0, over);
                wish.width -= less;
                over -= less;
            }
        }
        if over > 0.0 {
            return None;
        }
        let mut gap = self.letters * BETWEEN;
        let narrow = self.room() + over < self.fact_room();
        match widths.first_mut().filter(|_| narrow) {
            // As wide as facts are, for the eye's sake.
            Some(first) => first.width += self.fact_room() - self.room() - over,
            None => gap -= over / widths.len().saturating_sub(1).max(1) as f32,
        }
        let mut left = self.margin;
        let column = |wish: Wish| {
            let column = Column { left, width: wish.width, figures: wish.figures };
            left += wish.width + gap;
            column
        };
        Some(widths.into_iter().map(column).collect())
    }

    /// How wide a column would be, and must be, in points.
    fn wish(&self, table: &Table, at: usize, head: &str) -> Wish {
        let wide = |text: &str, weight| self.fonts.width(text, weight) * self.letters;
        let longest_word = |text: &str, weight| {
            text.split_whitespace().map(|word| wide(word, weight)).fold(0.0, f32::max)
        };
        let mut least = longest_word(head, Weight::Regular);
        let (mut width, mut figures) = (least, false);
        for row in &table.rows {
            let Some(cell) = row.cells.get(at) else { continue };
            let own = wide(&cell.on_paper(), weight(row));
            width = width.max(own);
            figures |= cell.is_figure();
            least = least.max(match cell {
                Cell::Text(text) => longest_word(text, weight(row)).min(self.room() * WORD),
                _ => own,
            });
        }
        Wish { width, least, figures }
    }
}

/// What a column would like, in points.
struct Wish {
    width: f32,
    least: f32,
    figures: bool,
}

const fn weight(row: &Row) -> Weight {
    if row.strong { Weight::Strong } else { Weight::Regular }
}
