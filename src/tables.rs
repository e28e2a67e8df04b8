//! Tables that stand on paper and in a spreadsheet: each cell by what it is, not by how it looks.

use crate::money::{Paise, group_indian};
use crate::time::{Day, Moment};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Something that nobody knows.
    Unknown,
    /// A text, whoever wrote it.
    Text(String),
    /// How many.
    Count(u64),
    /// An amount in paise.
    Amount(Paise),
    /// So many of a hundred.
    Percent(u64),
    /// A moment, shown in India Standard Time.
    At(Moment),
    /// A day in India Standard Time.
    Day(Day),
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells, as many as the head has.
    pub cells: Vec<Cell>,
    /// Whether it is what the others come to.
    pub strong: bool,
}

/// A table with its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is about; may be empty.
    pub title: String,
    /// What each column is; none where every row is a name and its value.
    pub head: Vec<String>,
    /// Whether the first column only says which rows belong together.
    pub grouped: bool,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is said beneath it.
    pub notes: Vec<String>,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An amount, or that it is not known.
    #[must_use]
    pub fn amount(amount: Option<Paise>) -> Self {
        amount.map_or(Self::Unknown, Self::Amount)
    }

    /// Whether it stands at the right, so that digits are under digits.
    #[must_use]
    pub const fn is_figure(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Amount(_) | Self::Percent(_))
    }

    /// As it stands on paper.
    #[must_use]
    pub fn on_paper(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Unknown => "–".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => group_indian(&count.to_string()),
            Self::Amount(amount) => amount.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
            Self::At(at) => at.to_pgpe(),
            Self::Day(day) => day.to_pgpe(),
        }
    }
}

impl Row {
    /// A row like the others.
    #[must_use]
    pub const fn plain(cells: Vec<Cell>) -> Self {
        Self { cells, strong: false }
    }

    /// A name and its value.
    pub fn fact(name: impl Into<String>, value: Cell) -> Self {
        Self::plain(vec![Cell::text(name), value])
    }
}
