//! What can be wrong with a list of operators or circles, by line and column.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::money::{MoneyError, Paise};
use crate::transaction::Category;

/// A column of a list, by its heading (api.md 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What kind of recharge or bill.
    Category,
    /// The operator's name.
    Operator,
    /// PGPE's code for it.
    Code,
    /// What its number is called.
    NumberLabel,
    /// The form of its number.
    NumberPattern,
    /// The least it takes.
    MinAmount,
    /// The most it takes.
    MaxAmount,
    /// What the shop earns on it.
    Commission,
    /// What one of the four optional parameters is called, from 0.
    OptionalLabel(u8),
    /// Whether the operator needs it, from 0.
    OptionalRequired(u8),
    /// The circle's name.
    Circle,
}

impl Column {
    /// The columns of a list of operators, in the order in which they are written.
    pub const OPERATORS: [Self; 16] = [
        Self::Category,
        Self::Operator,
        Self::Code,
        Self::NumberLabel,
        Self::NumberPattern,
        Self::MinAmount,
        Self::MaxAmount,
        Self::OptionalLabel(0),
        Self::OptionalRequired(0),
        Self::OptionalLabel(1),
        Self::OptionalRequired(1),
        Self::OptionalLabel(2),
        Self::OptionalRequired(2),
        Self::OptionalLabel(3),
        Self::OptionalRequired(3),
        Self::Commission,
    ];

    /// The columns of a list of circles.
    pub const CIRCLES: [Self; 2] = [Self::Circle, Self::Code];

    /// Its heading in a list.
    #[must_use]
    pub fn heading(self) -> String {
        match self {
            Self::Category => "category".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Code => "code".to_owned(),
            Self::NumberLabel => "number_label".to_owned(),
            Self::NumberPattern => "number_pattern".to_owned(),
            Self::MinAmount => "min_amount".to_owned(),
            Self::MaxAmount => "max_amount".to_owned(),
            Self::Commission => "commission".to_owned(),
            Self::OptionalLabel(at) => format!("optional{}_label", at + 1),
            Self::OptionalRequired(at) => format!("optional{}_required", at + 1),
            Self::Circle => "circle".to_owned(),
        }
    }

    /// The longest text that belongs there, in characters.
    pub(super) const fn longest(self) -> usize {
        match self {
            Self::Code => 20,
            Self::NumberPattern => 200,
            _ => 60,
        }
    }
}

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing stands there, and something must.
    #[error("this is empty")]
    Empty,
    /// A line break or another character that cannot be shown.
    #[error("a character that cannot be shown stands here; an open quotation mark, perhaps")]
    Character,
    /// A spreadsheet would take the text for a formula.
    #[error("a text that begins with =, +, - or @ is a formula to a spreadsheet")]
    Formula,
    /// Longer than the given number of characters.
    #[error("at most {0} characters")]
    TooLong(usize),
    /// No category of Galla's.
    #[error("“{0}” is none of {known}", known = Category::ALL.map(Category::code).join(", "))]
    Category(String),
    /// No code that PGPE could have given.
    #[error("“{0}” is not a code: letters and digits, as PGPE gave it")]
    Code(String),
    /// The same code stands in an earlier line for the same category.
    #[error("the code {0} stands here twice")]
    Twice(String),
    /// No pattern.
    #[error("“{0}” is not a pattern; [0-9]{{10}} is ten digits")]
    Pattern(String),
    /// No amount.
    #[error(transparent)]
    Amount(#[from] MoneyError),
    /// No commission.
    #[error("“{0}” is no commission: 2.5% is a part of the amount, 1.50 is the same for each")]
    Commission(String),
    /// The least is more than the most.
    #[error("the least ({0}) is more than the most ({1})")]
    LeastOverMost(Paise, Paise),
    /// Neither yes nor no.
    #[error("“{0}” is neither yes nor no")]
    YesOrNo(String),
    /// A line with more or fewer values than there are headings.
    #[error("this line has {found} values, and the headings are {expected}")]
    Values {
        /// How many values.
        found: usize,
        /// How many headings.
        expected: usize,
    },
}

/// One thing that is wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// The line in the file, from 1.
    pub line: u64,
    /// The column; `None` when it is the line as a whole.
    pub column: Option<Column>,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "line {}, {}: {}", self.line, column.heading(), self.fault),
            None => write!(f, "line {}: {}", self.line, self.fault),
        }
    }
}

/// Why a list cannot be used. Nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file cannot be read.
    #[error("the list {0} cannot be read: {1}")]
    Io(PathBuf, io::Error),
    /// The file has more than this many bytes.
    #[error("a list has at most {0} bytes")]
    TooLarge(u64),
    /// The list has more than this many lines.
    #[error("a list has at most {0} lines")]
    TooLong(usize),
    /// From this line on the file is not UTF-8, as a spreadsheet's plain "CSV" is not.
    #[error("line {0} is not UTF-8; save the list as “CSV UTF-8”")]
    NotUtf8(u64),
    /// The first line has none of the headings of a list.
    #[error("this is not such a list: its first line must have {columns}", columns = headings(.0))]
    NotAList(Vec<Column>),
    /// The file cannot be taken apart into lines and values.
    #[error("this is not such a list: {0}")]
    NotCsv(String),
    /// Values are not as they should be; all of them, by line.
    #[error("{}", first(.0))]
    Lines(Vec<LineProblem>),
}

fn headings(columns: &[Column]) -> String {
    columns.iter().map(|column| column.heading()).collect::<Vec<_>>().join(", ")
}

/// The first problem, and how many more there are.
fn first(problems: &[LineProblem]) -> String {
    match problems {
        [] => String::new(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}
