//! A list of recharges as a text: read line by line, with or without headings, and written.

use std::io;

use super::fault::ListError;
use crate::transaction::batch::MOST_LINES;
use crate::transaction::order::RechargeOrder;

/// The longest list, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The number to be recharged.
    Number,
    /// The amount in rupees.
    Amount,
    /// The operator's name or code.
    Operator,
    /// The circle's name or code.
    Circle,
    /// The customer's name.
    Name,
    /// One of the four optional parameters, from 0.
    Optional(u8),
    /// What kind of recharge or bill, by the catalogue's word for it.
    Category,
}

/// One line of a list, as texts. A value that is not there is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line in the text, from 1.
    pub line: u64,
    /// The number.
    pub number: String,
    /// The amount.
    pub amount: String,
    /// The operator.
    pub operator: String,
    /// The circle.
    pub circle: String,
    /// The customer's name.
    pub name: String,
    /// `optional1` to `optional4`.
    pub optionals: [String; 4],
    /// The category.
    pub category: String,
    /// How many values stand there beyond the columns.
    pub surplus: usize,
}

impl Column {
    /// Every column, in the order of a list without headings.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::Amount,
        Self::Operator,
        Self::Circle,
        Self::Name,
        Self::Optional(0),
        Self::Optional(1),
        Self::Optional(2),
        Self::Optional(3),
        Self::Category,
    ];

    /// Its heading in a list that Galla writes.
    #[must_use]
    pub fn heading(self) -> String {
        match self {
            Self::Number => "number".to_owned(),
            Self::Amount => "amount".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Circle => "circle".to_owned(),
            Self::Name => "name".to_owned(),
            Self::Optional(at) => format!("optional{}", at + 1),
            Self::Category => "category".to_owned(),
        }
    }

    /// The column of a heading, as shops write them.
    fn of_heading(heading: &str) -> Option<Self> {
        let heading = heading.trim().to_lowercase().replace([' ', '-'], "_");
        Some(match heading.as_str() {
            "mobile" | "mobile_number" | "phone" | "नंबर" | "मोबाइल" | "मोबाइल_नंबर" => {
                Self::Number
            }
            "amount_rupees" | "rupees" | "रकम" | "राशि" => Self::Amount,
            "operator_code" | "ऑपरेटर" => Self::Operator,
            "सर्कल" => Self::Circle,
            "customer" | "customer_name" | "नाम" | "ग्राहक" => Self::Name,
            other => return Self::ALL.into_iter().find(|column| column.heading() == other),
        })
    }
}

impl Row {
    fn text_mut(&mut self, column: Column) -> Option<&mut String> {
        Some(match column {
            Column::Number => &mut self.number,
            Column::Amount => &mut self.amount,
            Column::Operator => &mut self.operator,
            Column::Circle => &mut self.circle,
            Column::Name => &mut self.name,
            Column::Optional(at) => self.optionals.get_mut(usize::from(at))?,
            Column::Category => &mut self.category,
        })
    }
}

/// Takes a list apart. Its first line may be headings, which then say what stands where; else the
/// columns are those of [`Column::ALL`]. Commas, semicolons or tabs stand between the values.
///
/// # Errors
/// [`ListError`] when no line of it can be looked at.
pub fn read(text: &str) -> Result<Vec<Row>, ListError> {
    if text.len() > MOST_BYTES {
        return Err(ListError::TooLarge(MOST_BYTES));
    }
    // The mark at the beginning is a spreadsheet's.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ListError::NotCsv(error.to_string()))?;
        // A spreadsheet keeps emptied lines as separators alone.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let columns = match &columns {
            Some(columns) => columns,
            None => {
                let (found, of_headings) = headings(&record)?;
                let columns = columns.insert(found);
                if of_headings {
                    continue;
                }
                columns
            }
        };
        if rows.len() >= MOST_LINES {
            return Err(ListError::TooLong(MOST_LINES));
        }
        rows.push(row(&record, columns));
    }
    if rows.is_empty() { Err(ListError::Empty) } else { Ok(rows) }
}

fn row(record: &csv::StringRecord, columns: &[Option<Column>]) -> Row {
    let line = record.position().map_or(0, csv::Position::line);
    let surplus = record.iter().skip(columns.len()).filter(|text| !text.is_empty()).count();
    let mut row = Row { line, surplus, ..Row::default() };
    for (column, text) in columns.iter().zip(record) {
        if let Some(place) = column.and_then(|column| row.text_mut(column)) {
            text.clone_into(place);
        }
    }
    row
}

/// Which column stands where, and whether the first line said so.
fn headings(first: &csv::StringRecord) -> Result<(Vec<Option<Column>>, bool), ListError> {
    let named: Vec<_> = first.iter().map(Column::of_heading).collect();
    if named.iter().all(Option::is_none) {
        return Ok((Column::ALL.map(Some).to_vec(), false));
    }
    let lacks = |column: &Column| !named.contains(&Some(*column));
    let missing: Vec<_> = [Column::Number, Column::Amount].into_iter().filter(lacks).collect();
    if missing.is_empty() { Ok((named, true)) } else { Err(ListError::Lacks(missing)) }
}

/// What stands between the values: some spreadsheets write semicolons, a copied table has tabs.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let there = |separator: &u8| first.bytes().any(|byte| byte == *separator);
    [b'\t', b';'].into_iter().find(there).unwrap_or(b',')
}

/// A list that reads back the same, with headings.
///
/// # Errors
/// When there is no memory for it.
pub fn write<'a>(orders: impl Iterator<Item = &'a RechargeOrder>) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Column::ALL.map(Column::heading))?;
    for order in orders {
        let amount = order.amount.to_wire();
        let circle = if order.circle == "0" { "" } else { &order.circle };
        // Put so that no spreadsheet runs it.
        let name = plain(&order.customer_name);
        let [one, two, three, four] = &order.optionals;
        let operator = &order.operator;
        // A code may stand in several categories.
        let category = order.category.code();
        writer.write_record([
            &order.number,
            &amount,
            operator,
            circle,
            &name,
            one,
            two,
            three,
            four,
            category,
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// A text put so that no spreadsheet takes it for a formula.
pub(super) fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{text}") } else { text.to_owned() }
}
