//! One operator or circle as texts, as a list and a form have it: read, checked, and written.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::problem::{Column, Fault};
use crate::money::Paise;
use crate::transaction::commission::Commission;
use crate::transaction::operator::Optional;
use crate::transaction::{Category, Circle, Operator};

/// What an operator takes at least where the list says nothing.
const LEAST: Paise = Paise::from_paise(100);

/// What an operator takes at most where the list says nothing.
const MOST: Paise = Paise::from_paise(i64::MAX);

/// The values of one line. A value that is not there is an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    texts: BTreeMap<Column, String>,
}

/// What is wrong with a line, each with its column.
pub type Faults = Vec<(Column, Fault)>;

impl Line {
    /// The value in a column.
    #[must_use]
    pub fn text(&self, column: Column) -> &str {
        self.texts.get(&column).map_or("", String::as_str)
    }

    /// The value in a column, to be written.
    pub fn text_mut(&mut self, column: Column) -> &mut String {
        self.texts.entry(column).or_default()
    }

    /// An operator as a line.
    #[must_use]
    pub fn of_operator(operator: &Operator) -> Self {
        let mut line = Self::default();
        let mut set = |column, text: String| *line.text_mut(column) = text;
        set(Column::Category, operator.category.code().to_owned());
        set(Column::Operator, operator.name.clone());
        set(Column::Code, operator.code.clone());
        set(Column::NumberLabel, operator.number_label.clone());
        let pattern = operator.number_pattern.as_ref().map_or("", pattern_as_typed);
        set(Column::NumberPattern, pattern.to_owned());
        let unless = |usual, amount: Paise| match amount {
            amount if amount == usual => String::new(),
            amount => amount.to_wire(),
        };
        set(Column::MinAmount, unless(LEAST, operator.min));
        set(Column::MaxAmount, unless(MOST, operator.max));
        set(Column::Commission, operator.commission.to_string());
        for (at, optional) in (0..).zip(&operator.optionals) {
            let Some(optional) = optional else { continue };
            set(Column::OptionalLabel(at), optional.label.clone());
            let required = if optional.required { "yes" } else { "no" };
            set(Column::OptionalRequired(at), required.to_owned());
        }
        line
    }

    /// A circle as a line.
    #[must_use]
    pub fn of_circle(circle: &Circle) -> Self {
        let mut line = Self::default();
        line.text_mut(Column::Circle).clone_from(&circle.name);
        line.text_mut(Column::Code).clone_from(&circle.code);
        line
    }

    /// The operator of this line; `practice` marks its code.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn to_operator(&self, practice: bool) -> Result<Operator, Faults> {
        let mut faults = Faults::new();
        let category = self.category();
        let number_pattern = self.pattern();
        let name = self.given(Column::Operator);
        let code = self.code();
        let label = self.free(Column::NumberLabel);
        let min = self.amount(Column::MinAmount, LEAST);
        let max = self.amount(Column::MaxAmount, MOST);
        let commission = self.commission();
        let optionals = [0, 1, 2, 3].map(|at| self.optional(at));
        let category = keep(category, Column::Category, &mut faults);
        let name = keep(name, Column::Operator, &mut faults);
        let code = keep(code, Column::Code, &mut faults);
        let number_label = keep(label, Column::NumberLabel, &mut faults);
        let number_pattern = keep(number_pattern, Column::NumberPattern, &mut faults);
        let min = keep(min, Column::MinAmount, &mut faults);
        let max = keep(max, Column::MaxAmount, &mut faults);
        let commission = keep(commission, Column::Commission, &mut faults).unwrap_or_default();
        let optionals = optionals.map(|optional| {
            optional.unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        });
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            faults.push((Column::MinAmount, Fault::LeastOverMost(min, max)));
        }
        match (category, name, code, number_label, number_pattern, min, max) {
            (
                Some(category),
                Some(name),
                Some(code),
                Some(number_label),
                Some(number_pattern),
                Some(min),
                Some(max),
            ) if faults.is_empty() => Ok(Operator {
                category,
                name: name.to_owned(),
                code: code.to_owned(),
                number_label: number_label.to_owned(),
                number_pattern,
                min,
                max,
                commission,
                optionals,
                practice,
            }),
            _ => Err(faults),
        }
    }

    /// The circle of this line.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn to_circle(&self) -> Result<Circle, Faults> {
        let mut faults = Faults::new();
        let name = keep(self.given(Column::Circle), Column::Circle, &mut faults);
        let code = keep(self.code(), Column::Code, &mut faults);
        match (name, code) {
            (Some(name), Some(code)) => Ok(Circle { name: name.to_owned(), code: code.to_owned() }),
            _ => Err(faults),
        }
    }

    /// A text that may be anything that can be shown on one line.
    fn free(&self, column: Column) -> Result<&str, Fault> {
        let text = self.text(column).trim();
        let most = column.longest();
        if text.chars().any(char::is_control) {
            Err(Fault::Character)
        } else if text.chars().count() > most {
            Err(Fault::TooLong(most))
        } else if text.starts_with(['=', '+', '-', '@']) {
            Err(Fault::Formula)
        } else {
            Ok(text)
        }
    }

    fn given(&self, column: Column) -> Result<&str, Fault> {
        match self.free(column)? {
            "" => Err(Fault::Empty),
            text => Ok(text),
        }
    }

    /// A code as PGPE gives it: letters and digits, since it travels in a query.
    fn code(&self) -> Result<&str, Fault> {
        let text = self.given(Column::Code)?;
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if plain { Ok(text) } else { Err(Fault::Code(text.to_owned())) }
    }

    /// A category however its word is spelled: `DTH`, `Mobile prepaid`, `mobile_prepaid`.
    fn category(&self) -> Result<Category, Fault> {
        let text = self.given(Column::Category)?;
        let word = text.to_ascii_lowercase().replace([' ', '-'], "_");
        Category::from_code(&word).ok_or_else(|| Fault::Category(text.to_owned()))
    }

    fn pattern(&self) -> Result<Option<Regex>, Fault> {
        match self.free(Column::NumberPattern)? {
            "" => Ok(None),
            // On its own first: `a)|(b` would break out of the anchors, and match a part.
            text => match Regex::new(text).and_then(|_| Regex::new(&anchored(text))) {
                Ok(pattern) => Ok(Some(pattern)),
                Err(_) => Err(Fault::Pattern(text.to_owned())),
            },
        }
    }

    fn amount(&self, column: Column, otherwise: Paise) -> Result<Paise, Fault> {
        match self.text(column).trim() {
            "" => Ok(otherwise),
            text => Ok(text.parse()?),
        }
    }

    fn commission(&self) -> Result<Commission, Fault> {
        let text = self.text(Column::Commission).trim();
        text.parse().map_err(|_| Fault::Commission(text.to_owned()))
    }

    fn optional(&self, at: u8) -> Result<Option<Optional>, (Column, Fault)> {
        let (label, required) = (Column::OptionalLabel(at), Column::OptionalRequired(at));
        let name = self.free(label).map_err(|fault| (label, fault))?;
        if name.is_empty() {
            return Ok(None);
        }
        let required = match self.text(required).trim().to_ascii_lowercase().as_str() {
            "yes" => true,
            "no" | "" => false,
            other => return Err((required, Fault::YesOrNo(other.to_owned()))),
        };
        Ok(Some(Optional { label: name.to_owned(), required }))
    }
}

/// Anchored at both ends: a number must be of the form from its first digit to its last.
fn anchored(typed: &str) -> String {
    format!("^(?:{typed})$")
}

fn pattern_as_typed(pattern: &Regex) -> &str {
    let text = pattern.as_str();
    text.strip_prefix("^(?:").and_then(|text| text.strip_suffix(")$")).unwrap_or(text)
}

/// Keeps the fault apart and the value.
fn keep<T>(value: Result<T, Fault>, column: Column, faults: &mut Faults) -> Option<T> {
    value.map_err(|fault| faults.push((column, fault))).ok()
}
