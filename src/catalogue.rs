//! The catalogue: the shop's operators and circles, read from CSV (api.md 1.6).

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use regex_lite::Regex;
use serde::Deserialize;

use crate::money::Paise;
use crate::transaction::operator::Optional;
use crate::transaction::{Category, Circle, Operator};

const PRACTICE_OPERATORS: &str = include_str!("../assets/catalogue/practice.csv");
const PRACTICE_CIRCLES: &str = include_str!("../assets/catalogue/circles.csv");

/// Operators by category, and circles.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// One list for each of [`Category::ALL`].
    operators: [Vec<Operator>; 8],
    circles: Vec<Circle>,
}

/// Why a list cannot be used. Nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file cannot be read.
    #[error("the list {0} cannot be read: {1}")]
    Io(PathBuf, io::Error),
    /// A line is not as it should be.
    #[error("line {line}, {column}: {problem}")]
    Line {
        /// The line in the file, from 1.
        line: u64,
        /// The column's heading.
        column: &'static str,
        /// What is wrong and what belongs there.
        problem: String,
    },
    /// The file is no CSV, or its headings are not those of a list.
    #[error("this is not such a list: {0}")]
    NotAList(String),
}

#[derive(Deserialize)]
struct OperatorLine {
    category: String,
    operator: String,
    code: String,
    number_label: String,
    number_pattern: String,
    min_amount: String,
    max_amount: String,
    optional1_label: String,
    optional1_required: String,
    optional2_label: String,
    optional2_required: String,
    optional3_label: String,
    optional3_required: String,
    optional4_label: String,
    optional4_required: String,
}

#[derive(Deserialize)]
struct CircleLine {
    circle: String,
    code: String,
}

impl Catalogue {
    /// The operators and circles of the practice gateway, marked as practice.
    #[must_use]
    pub fn practice() -> Self {
        // The shipped lists are checked by a test; an empty catalogue is what is left without.
        Self::from_csv(PRACTICE_OPERATORS, PRACTICE_CIRCLES, true).unwrap_or_default()
    }

    /// The shop's own lists. Without a list of circles there is the default circle only.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column.
    pub fn from_files(operators: &Path, circles: &Path) -> Result<Self, CatalogueError> {
        let read = |file: &Path| {
            fs::read_to_string(file).map_err(|error| CatalogueError::Io(file.to_owned(), error))
        };
        let circles = if circles.exists() { read(circles)? } else { "circle,code\n".to_owned() };
        Self::from_csv(&read(operators)?, &circles, false)
    }

    /// A catalogue of two CSV texts; `practice` marks its codes.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column.
    pub fn from_csv(
        operators: &str,
        circles: &str,
        practice: bool,
    ) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        let mut seen = HashSet::new();
        for (line, row) in lines::<OperatorLine>(operators)? {
            let operator = operator(line, &row, practice)?;
            if !seen.insert((operator.category, operator.code.clone())) {
                let problem = format!("the code {} stands here twice", operator.code);
                return Err(CatalogueError::Line { line, column: "code", problem });
            }
            let at = Category::ALL.iter().position(|category| *category == operator.category);
            if let Some(list) = at.and_then(|at| catalogue.operators.get_mut(at)) {
                list.push(operator);
            }
        }
        for (line, row) in lines::<CircleLine>(circles)? {
            let name = given(line, "circle", &row.circle)?;
            let code = code(line, &row.code)?;
            catalogue.circles.push(Circle { name, code });
        }
        Ok(catalogue)
    }

    /// The operators of a category, in the order of the list.
    #[must_use]
    pub fn operators(&self, category: Category) -> &[Operator] {
        let at = Category::ALL.iter().position(|one| *one == category);
        at.and_then(|at| self.operators.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The circles, in the order of the list.
    #[must_use]
    pub fn circles(&self) -> &[Circle] {
        &self.circles
    }
}

/// The rows of a list with their lines; spaces around values and a mark at the beginning,
/// as spreadsheets write it, do not matter.
fn lines<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<(u64, T)>, CatalogueError> {
    let text = text.trim_start_matches('\u{feff}');
    let not_a_list = |error: csv::Error| CatalogueError::NotAList(error.to_string());
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(not_a_list)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(not_a_list)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.deserialize(Some(&headings)).map_err(not_a_list)?));
    }
    Ok(rows)
}

fn operator(line: u64, row: &OperatorLine, practice: bool) -> Result<Operator, CatalogueError> {
    let problem = |column, problem: String| CatalogueError::Line { line, column, problem };
    let category = Category::from_code(&row.category).ok_or_else(|| {
        let known = Category::ALL.map(Category::code).join(", ");
        problem("category", format!("“{}” is none of {known}", row.category))
    })?;
    let number_pattern = match row.number_pattern.as_str() {
        "" => None,
        pattern => Some(
            Regex::new(&format!("^(?:{pattern})$"))
                .map_err(|_| problem("number_pattern", format!("“{pattern}” is not a pattern")))?,
        ),
    };
    let amount = |column, text: &str, otherwise: Paise| match text {
        "" => Ok(otherwise),
        text => text.parse().map_err(|error| problem(column, format!("{error}"))),
    };
    let min = amount("min_amount", &row.min_amount, Paise::from_paise(100))?;
    let max = amount("max_amount", &row.max_amount, Paise::from_paise(i64::MAX))?;
    if min > max {
        let text = format!("the least ({min}) is more than the most ({max})");
        return Err(problem("min_amount", text));
    }
    Ok(Operator {
        category,
        name: given(line, "operator", &row.operator)?,
        code: code(line, &row.code)?,
        number_label: row.number_label.clone(),
        number_pattern,
        min,
        max,
        optionals: [
            optional(line, "optional1_required", &row.optional1_label, &row.optional1_required)?,
            optional(line, "optional2_required", &row.optional2_label, &row.optional2_required)?,
            optional(line, "optional3_required", &row.optional3_label, &row.optional3_required)?,
            optional(line, "optional4_required", &row.optional4_label, &row.optional4_required)?,
        ],
        practice,
    })
}

fn given(line: u64, column: &'static str, text: &str) -> Result<String, CatalogueError> {
    if text.is_empty() {
        return Err(CatalogueError::Line { line, column, problem: "this is empty".into() });
    }
    Ok(text.to_owned())
}

/// A code as PGPE gives it: letters and digits, since it travels in a query.
fn code(line: u64, text: &str) -> Result<String, CatalogueError> {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    if text.is_empty() || !plain {
        let problem = format!("“{text}” is not a code: letters and digits, as PGPE gave it");
        return Err(CatalogueError::Line { line, column: "code", problem });
    }
    Ok(text.to_owned())
}

fn optional(
    line: u64,
    column: &'static str,
    label: &str,
    required: &str,
) -> Result<Option<Optional>, CatalogueError> {
    if label.is_empty() {
        return Ok(None);
    }
    let required = match required.to_ascii_lowercase().as_str() {
        "yes" => true,
        "no" | "" => false,
        other => {
            let problem = format!("“{other}” is neither yes nor no");
            return Err(CatalogueError::Line { line, column, problem });
        }
    };
    Ok(Some(Optional { label: label.to_owned(), required }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "category,operator,code,number_label,number_pattern,min_amount,max_amount,optional1_label,optional1_required,optional2_label,optional2_required,optional3_label,optional3_required,optional4_label,optional4_required\n";

    fn read(rows: &str) -> Result<Catalogue, CatalogueError> {
        Catalogue::from_csv(&format!("{HEAD}{rows}"), "circle,code\nदिल्ली,5\n", false)
    }

    #[test]
    fn the_shipped_list_has_operators_for_every_category() {
        let shipped = Catalogue::from_csv(PRACTICE_OPERATORS, PRACTICE_CIRCLES, true).unwrap();
        for category in Category::ALL {
            assert!(!shipped.operators(category).is_empty(), "{category:?}");
            assert!(shipped.operators(category).iter().all(|operator| operator.practice));
        }
        assert_eq!(shipped.circles().first().map(|circle| circle.code.as_str()), Some("0"));
        assert_eq!(shipped.circles().len(), 23);
    }

    #[test]
    fn a_spreadsheets_list_is_read() {
        let rows =
            "gas,\"गैस, नगर\",G1, Customer number ,[0-9]{6},,\"1,000.50\",BP number,yes,,,,,,\r\n";
        let text = format!("\u{feff}{}{rows}", HEAD.replace('\n', "\r\n"));
        let catalogue = Catalogue::from_csv(&text, "circle,code\r\nदिल्ली,5\r\n", false).unwrap();
        let [operator] = catalogue.operators(Category::Gas) else { panic!("{catalogue:?}") };
        assert_eq!(operator.name, "गैस, नगर");
        assert_eq!(operator.number_label, "Customer number");
        assert_eq!((operator.min.paise(), operator.max.paise()), (100, 100_050));
        let pattern = operator.number_pattern.as_ref().unwrap();
        assert!(pattern.is_match("123456") && !pattern.is_match("1234567"), "it is anchored");
        assert!(operator.optionals[0].as_ref().unwrap().required);
        assert!(!operator.practice);
        assert_eq!(catalogue.circles()[0].name, "दिल्ली");
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column_and_nothing_is_taken() {
        let good = "gas,City Gas,G1,,,,,,,,,,,,\n";
        let table = [
            ("petrol,X,G2,,,,,,,,,,,,\n", "line 3, category"),
            ("gas,,G2,,,,,,,,,,,,\n", "line 3, operator"),
            ("gas,X,,,,,,,,,,,,,\n", "line 3, code"),
            ("gas,X,G&2,,,,,,,,,,,,\n", "line 3, code"),
            ("gas,X,G1,,,,,,,,,,,,\n", "line 3, code: the code G1 stands here twice"),
            ("gas,X,G2,,[0-9,,,,,,,,,,\n", "line 3, number_pattern"),
            ("gas,X,G2,,,1.005,,,,,,,,,\n", "line 3, min_amount: an amount has at most two"),
            ("gas,X,G2,,,,ten,,,,,,,,\n", "line 3, max_amount"),
            ("gas,X,G2,,,20,10,,,,,,,,\n", "line 3, min_amount: the least"),
            ("gas,X,G2,,,,,Unit,maybe,,,,,,\n", "line 3, optional1_required"),
            ("gas,X\n", "this is not such a list"),
        ];
        for (row, expected) in table {
            let problem = read(&format!("{good}{row}")).err().map(|error| error.to_string());
            let problem = problem.unwrap_or_default();
            assert!(problem.starts_with(expected), "{row}: {problem}");
        }
        let no_headings = Catalogue::from_csv("a,b\n1,2\n", "circle,code\n", false);
        assert!(matches!(no_headings, Err(CatalogueError::NotAList(_))));
    }
}
