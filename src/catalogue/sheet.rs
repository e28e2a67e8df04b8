//! A list in a file: CSV as shops' spreadsheets save it, read as a whole or not at all.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::line::Line;
use super::problem::{CatalogueError, Column, Fault, LineProblem};
use crate::transaction::{Circle, Operator};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024;

/// The longest list, in lines.
const LONGEST: usize = 5_000;

/// A list that was read and found right.
#[derive(Clone, Debug)]
pub enum Sheet {
    /// Operators of all categories, in the order of the list.
    Operators(Vec<Operator>),
    /// Circles, in the order of the list.
    Circles(Vec<Circle>),
}

impl Sheet {
    /// Reads the shop's own list out of a file; which it is, its headings say.
    ///
    /// # Errors
    /// [`CatalogueError`]; then nothing of the list is taken.
    pub fn open(file: &Path) -> Result<Self, CatalogueError> {
        let failed = |error| CatalogueError::Io(file.to_owned(), error);
        let mut bytes = Vec::new();
        let opened = File::open(file).map_err(failed)?;
        if opened.metadata().map_err(failed)?.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > LARGEST {
            return Err(CatalogueError::TooLarge(LARGEST));
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => Self::read(text, false),
            Err(error) => {
                let before = bytes.iter().take(error.valid_up_to());
                let breaks = before.filter(|byte| **byte == b'\n').count();
                Err(CatalogueError::NotUtf8(breaks as u64 + 1))
            }
        }
    }

    /// Reads a list; `practice` marks its codes.
    ///
    /// # Errors
    /// [`CatalogueError`]; then nothing of the list is taken.
    pub(super) fn read(text: &str, practice: bool) -> Result<Self, CatalogueError> {
        // The mark at the beginning is a spreadsheet's.
        let rows = Rows::read(text.trim_start_matches('\u{feff}'))?;
        let mut problems = rows.problems;
        let mut add = |line, faults: Vec<(Column, Fault)>| {
            let of_column = |(column, fault)| LineProblem { line, column: Some(column), fault };
            problems.extend(faults.into_iter().map(of_column));
        };
        let mut seen = HashSet::new();
        let sheet = if rows.of_operators {
            let mut operators = Vec::with_capacity(rows.lines.len());
            for (at, line) in rows.lines {
                match line.to_operator(practice) {
                    Ok(one) if !seen.insert((Some(one.category), one.code.clone())) => {
                        add(at, vec![(Column::Code, Fault::Twice(one.code))]);
                    }
                    Ok(one) => operators.push(one),
                    Err(faults) => add(at, faults),
                }
            }
            Self::Operators(operators)
        } else {
            let mut circles = Vec::with_capacity(rows.lines.len());
            for (at, line) in rows.lines {
                match line.to_circle() {
                    Ok(one) if !seen.insert((None, one.code.clone())) => {
                        add(at, vec![(Column::Code, Fault::Twice(one.code))]);
                    }
                    Ok(one) => circles.push(one),
                    Err(faults) => add(at, faults),
                }
            }
            Self::Circles(circles)
        };
        if problems.is_empty() {
            return Ok(sheet);
        }
        problems.sort_by_key(|problem| problem.line);
        Err(CatalogueError::Lines(problems))
    }
}

/// The lines of a list, and which of the two it is.
struct Rows {
    of_operators: bool,
    lines: Vec<(u64, Line)>,
    /// Lines whose values do not stand under the headings.
    problems: Vec<LineProblem>,
}

impl Rows {
    fn read(text: &str) -> Result<Self, CatalogueError> {
        let not_csv = |error: csv::Error| CatalogueError::NotCsv(error.to_string());
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text.as_bytes());
        let (columns, of_operators) = columns(reader.headers().map_err(not_csv)?)?;
        let mut rows = Self { of_operators, lines: Vec::new(), problems: Vec::new() };
        for record in reader.records() {
            let record = record.map_err(not_csv)?;
            let at = record.position().map_or(0, csv::Position::line);
            // A spreadsheet keeps emptied lines as separators alone.
            if record.iter().all(str::is_empty) {
                continue;
            }
            if rows.lines.len() + rows.problems.len() >= LONGEST {
                return Err(CatalogueError::TooLong(LONGEST));
            }
            if record.len() != columns.len() {
                let fault = Fault::Values { found: record.len(), expected: columns.len() };
                rows.problems.push(LineProblem { line: at, column: None, fault });
                continue;
            }
            let mut line = Line::default();
            for (column, text) in columns.iter().zip(&record) {
                if let Some(column) = column {
                    text.clone_into(line.text_mut(*column));
                }
            }
            rows.lines.push((at, line));
        }
        Ok(rows)
    }
}

/// What stands between the values: some spreadsheets write semicolons or tabs.
fn separator(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| headings.bytes().filter(|byte| byte == separator).count();
    [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Which column stands where, and whether it is a list of operators. Columns that Galla
/// does not know are left alone; of those it knows, only a few must be there.
fn columns(headings: &csv::StringRecord) -> Result<(Vec<Option<Column>>, bool), CatalogueError> {
    let known = |heading: &str| {
        let heading = heading.to_ascii_lowercase().replace(' ', "_");
        let mut all = Column::OPERATORS.into_iter().chain(Column::CIRCLES);
        all.find(|column| column.heading() == heading)
    };
    let columns: Vec<_> = headings.iter().map(known).collect();
    let has = |column: &Column| columns.contains(&Some(*column));
    let needed = [Column::Category, Column::Operator, Column::Code];
    if needed.iter().all(has) {
        return Ok((columns, true));
    }
    if Column::CIRCLES.iter().all(has) {
        return Ok((columns, false));
    }
    let missing = needed.into_iter().filter(|column| !has(column)).collect();
    Err(CatalogueError::NotAList(missing))
}
