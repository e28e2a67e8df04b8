//! What can be wrong with a list of recharges, as a whole and line by line.

use super::list::Column;
use crate::transaction::number::NumberError;
use crate::transaction::operator::Category;
use crate::transaction::order::{AmountProblem, TextProblem};

/// Why a list cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// There is no line in it.
    #[error("the list is empty")]
    Empty,
    /// It has more than this many lines.
    #[error("a list has at most {0} lines")]
    TooLong(usize),
    /// It has more than this many bytes.
    #[error("a list has at most {0} bytes")]
    TooLarge(usize),
    /// Its headings lack these columns.
    #[error("the headings lack {}", headings(.0))]
    Lacks(Vec<Column>),
    /// It cannot be taken apart into lines and values.
    #[error("this is not such a list: {0}")]
    NotCsv(String),
}

/// One thing that is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// With its number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// With its amount.
    #[error(transparent)]
    Amount(#[from] AmountProblem),
    /// With its operator.
    #[error(transparent)]
    Operator(#[from] OperatorFault),
    /// No category of Galla's.
    #[error("there is no category “{0}”")]
    Category(String),
    /// No circle has this name or code.
    #[error("there is no circle “{0}”")]
    Circle(String),
    /// With the customer's name.
    #[error("the name: {0}")]
    Name(TextProblem),
    /// With one of the optional parameters, from 0.
    #[error("optional{}: {}", .0 + 1, .1)]
    Optional(u8, TextProblem),
    /// So many more values than there are columns.
    #[error("{0} values too many")]
    Surplus(usize),
}

/// What can be wrong with the operator of a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperatorFault {
    /// None is given, and the number was never recharged before.
    #[error("the operator is missing, and this number is new")]
    Missing,
    /// None has this name or code.
    #[error("there is no operator “{0}”")]
    Unknown(String),
    /// Several have it, in these categories, and none in the list's own.
    #[error("“{0}” stands in several categories; write the operator's code")]
    Several(String, Vec<Category>),
    /// It has only a practice code, and the counter is live (api.md 1.6).
    #[error("this operator has only a practice code")]
    PracticeCode,
}

impl LineFault {
    /// The column that it is in; `None` when it is the line as a whole.
    #[must_use]
    pub const fn column(&self) -> Option<Column> {
        Some(match self {
            Self::Number(_) => Column::Number,
            Self::Amount(_) => Column::Amount,
            Self::Operator(_) => Column::Operator,
            Self::Category(_) => Column::Category,
            Self::Circle(_) => Column::Circle,
            Self::Name(_) => Column::Name,
            Self::Optional(at, _) => Column::Optional(*at),
            Self::Surplus(_) => return None,
        })
    }
}

fn headings(columns: &[Column]) -> String {
    columns.iter().map(|column| column.heading()).collect::<Vec<_>>().join(", ")
}
