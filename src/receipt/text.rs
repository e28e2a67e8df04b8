//! A document as plain text, for a messenger.

use super::{Document, Line};
use crate::tables::{Cell, Table};

/// The lines of a document, one under the other, the parts with an empty line between.
#[must_use]
pub fn text(document: &Document) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in &document.lines {
        match line {
            Line::Name(text)
            | Line::Small(text)
            | Line::Heading(text)
            | Line::State(text)
            | Line::Note(text)
            | Line::Amount(text) => lines.push(text.clone()),
            Line::Band(text) => lines.push(marked(text)),
            Line::Framed(texts) => lines.extend(texts.iter().map(|text| marked(text))),
            Line::Fact { label, value } => lines.push(format!("{label}: {value}")),
            Line::Rule => lines.push(String::new()),
            Line::Table(table) => lines.extend(rows(table)),
        }
    }
    lines.join("\n")
}

/// A table after an empty line: its title, its head, its rows; what belongs together beneath its
/// group.
fn rows(table: &Table) -> Vec<String> {
    let mut lines = vec![String::new()];
    if !table.title.is_empty() {
        lines.push(format!("== {} ==", table.title));
    }
    let skipped = usize::from(table.grouped);
    if !table.head.is_empty() && !table.rows.is_empty() {
        lines.push(table.head.get(skipped..).unwrap_or_default().join(" · "));
    }
    let mut group = None;
    for row in &table.rows {
        let (of, cells) = row.cells.split_at(skipped.min(row.cells.len()));
        if !of.is_empty() && group != Some(of) {
            lines.extend(of.iter().map(Cell::on_paper));
            group = Some(of);
        }
        let between = if table.head.is_empty() { ": " } else { " · " };
        let cells: Vec<String> = cells.iter().map(Cell::on_paper).collect();
        lines.push(cells.join(between));
    }
    lines.extend(table.notes.iter().cloned());
    lines
}

/// What must not be overlooked, where there is no frame.
fn marked(text: &str) -> String {
    format!("*** {text} ***")
}
