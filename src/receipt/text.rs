//! A receipt as plain text, for a messenger.

use super::{Line, Receipt};

/// The lines of a receipt, one under the other, the parts with an empty line between.
#[must_use]
pub fn text(receipt: &Receipt) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in &receipt.lines {
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
        }
    }
    lines.join("\n")
}

/// What must not be overlooked, where there is no frame.
fn marked(text: &str) -> String {
    format!("*** {text} ***")
}
