//! What goes on paper, receipts and closing statements: what each says, and how that comes on
//! paper, on a screen, in a message.
//!
//! [`Document::receipt`] and [`Statement::of`] are pure: what is to be said, the shop and the
//! words go in, lines come out. The same lines become a PDF, a picture, the dots of a receipt
//! printer, or plain text, so no form can say anything else than another.

pub mod escpos;
pub mod layout;
pub mod pdf;
pub mod picture;
mod said;
pub mod shape;
pub mod statement;
pub mod system;
pub mod text;
mod texts;

pub use layout::{Form, Page};
pub use statement::Statement;
pub use texts::Texts;

use std::borrow::Cow;

use self::shape::Fonts;
use crate::money::Language;
use crate::tables::Table;
use crate::transaction::Transaction;

/// Who gives the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Giver {
    /// The shop's name; empty when it has none.
    pub name: String,
    /// Where it is; empty when it does not say.
    pub address: String,
    /// Its tax number; empty when it has none.
    pub gstin: String,
    /// What stands at the foot; may be empty.
    pub footer: String,
}

/// One line of a document, by what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The shop's name.
    Name(String),
    /// Something small in the middle: the address, the footer.
    Small(String),
    /// What this is.
    Heading(String),
    /// What must not be overlooked, large and in a frame; one text for each language.
    Framed(Vec<String>),
    /// That it succeeded, and nothing more to say.
    State(String),
    /// A sentence in the middle.
    Note(String),
    /// The amount.
    Amount(String),
    /// Something with its label.
    Fact {
        /// What it is.
        label: String,
        /// What it says.
        value: String,
    },
    /// Across the whole width, white on black.
    Band(String),
    /// A table with its title.
    Table(Table),
    /// A line between parts.
    Rule,
}

/// What a document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What its file is called, without an ending.
    pub name: String,
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// What is written across all of it: practice is no receipt.
    pub across: Option<String>,
    /// The code of its first language, for whoever reads it out.
    pub language: &'static str,
    /// What tells its sheets apart where it may have several; one that has none is on one sheet,
    /// however long.
    pub running: Option<Running>,
}

/// What stands on the sheets of a document beside its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// At the head of every sheet after the first: whose it is, and what.
    pub head: String,
    /// In each language the words before a sheet's number and between it and their count.
    pub page: Vec<[String; 2]>,
}

/// Why nothing can be put on paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A font that was built in cannot be read.
    #[error("a font of this program cannot be read")]
    Font,
    /// The document cannot be put together.
    #[error("the document cannot be made: {0}")]
    Document(String),
    /// It is too long to be drawn.
    #[error("it is too long")]
    TooLong,
}

impl Document {
    /// What the receipt of a transaction says, as the copy number `copy`: every one after the
    /// first is marked as a duplicate. One language, or two together. Its file is called by the
    /// AgentID and the number of the copy after the first.
    #[must_use]
    pub fn receipt(
        transaction: &Transaction,
        giver: &Giver,
        texts: &[Texts],
        copy: u32,
        practice: bool,
    ) -> Self {
        let says = Says(texts);
        let mut lines = Vec::new();
        if practice {
            lines.push(Line::Band(says.one("receipt-practice-band")));
        }
        lines.extend(head(giver, &says));
        lines.push(Line::Heading(says.one("receipt-title")));
        if copy > 1 {
            let mark = |texts: &Texts| {
                let [mark, number] = ["receipt-duplicate", "receipt-copy"].map(|id| texts.say(id));
                format!("{mark} · {number} {copy}")
            };
            lines.push(Line::Framed(texts.iter().map(mark).collect()));
        }
        lines.extend(said::became(transaction, &says));
        lines.push(Line::Rule);
        lines.extend(said::amount(transaction, &says));
        lines.push(Line::Rule);
        lines.extend(said::facts(transaction, &says));
        if !giver.footer.is_empty() {
            lines.push(Line::Rule);
            lines.push(Line::Small(giver.footer.clone()));
        }
        let number = if copy > 1 { format!("-{copy}") } else { String::new() };
        Self {
            name: format!("{}{number}", transaction.agent_id),
            lines,
            across: says.across(practice),
            language: says.language(),
            running: None,
        }
    }

    /// The document on as many pages as it takes.
    #[must_use]
    pub fn pages(&self, form: Form, fonts: &Fonts) -> Vec<Page> {
        layout::pages(self, form, fonts)
    }
}

fn head(giver: &Giver, says: &Says<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if !giver.name.is_empty() {
        lines.push(Line::Name(giver.name.clone()));
    }
    if !giver.address.is_empty() {
        lines.push(Line::Small(giver.address.clone()));
    }
    if !giver.gstin.is_empty() {
        let text = format!("{} {}", says.one("receipt-gstin"), giver.gstin);
        lines.push(Line::Small(text));
    }
    if !lines.is_empty() {
        lines.push(Line::Rule);
    }
    lines
}

/// The words of one language, or of two together.
struct Says<'a>(&'a [Texts]);

impl Says<'_> {
    /// What is written across a document of the practice counter.
    fn across(&self, practice: bool) -> Option<String> {
        let texts = self.0.first().filter(|_| practice);
        texts.map(|texts| texts.say("receipt-practice").to_owned())
    }

    /// The code of the first language.
    fn language(&self) -> &'static str {
        self.0.first().map_or("en", |texts| match texts.language() {
            Language::English => "en",
            Language::Hindi => "hi",
        })
    }

    /// A message in each language.
    fn each(&self, id: &str) -> Vec<String> {
        let mut said: Vec<String> = self.0.iter().map(|texts| texts.say(id).to_owned()).collect();
        said.dedup();
        said
    }

    /// A message in all languages, on one line.
    fn one(&self, id: &str) -> String {
        self.each(id).join(" / ")
    }

    /// Something with its label, unless it is empty.
    fn fact(&self, id: &str, value: impl Into<Cow<'static, str>>) -> Option<Line> {
        let value = value.into().into_owned();
        (!value.is_empty()).then(|| Line::Fact { label: self.one(id), value })
    }

    /// A message as a sentence in each language.
    fn notes(&self, id: &str) -> impl Iterator<Item = Line> {
        self.each(id).into_iter().map(Line::Note)
    }
}
