//! The catalogue: the shop's operators and circles, read from CSV, changed, and written (api.md 1.6).

mod line;
mod problem;
mod sheet;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;

pub use line::{Faults, Line};
pub use problem::{CatalogueError, Column, Fault, LineProblem};
pub use sheet::Sheet;

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

/// What a list would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// How many would be there.
    pub all: usize,
    /// How many of them are not there now.
    pub new: usize,
    /// How many of them are there now, and otherwise.
    pub changed: usize,
    /// How many are there now and would not be.
    pub gone: usize,
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
    /// Everything that is wrong with the first list that has something wrong.
    pub fn from_files(operators: &Path, circles: &Path) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default().with(Sheet::open(operators)?);
        if circles.exists() {
            catalogue = catalogue.with(Sheet::open(circles)?);
        }
        Ok(catalogue)
    }

    /// A catalogue of two CSV texts; `practice` marks its codes.
    ///
    /// # Errors
    /// Everything that is wrong with the first list that has something wrong.
    pub fn from_csv(
        operators: &str,
        circles: &str,
        practice: bool,
    ) -> Result<Self, CatalogueError> {
        let operators = Sheet::read(operators, practice)?;
        Ok(Self::default().with(operators).with(Sheet::read(circles, practice)?))
    }

    /// This catalogue with a list in place of its own.
    #[must_use]
    pub fn with(mut self, sheet: Sheet) -> Self {
        match sheet {
            Sheet::Operators(operators) => {
                self.operators = Default::default();
                for operator in operators {
                    self.list_mut(operator.category).push(operator);
                }
            }
            Sheet::Circles(circles) => self.circles = circles,
        }
        self
    }

    /// This catalogue with an operator in the place of the one `at` its category and
    /// position, or at the end.
    ///
    /// # Errors
    /// [`Fault::Twice`] when another operator of the category has its code.
    pub fn with_operator(
        mut self,
        at: Option<(Category, usize)>,
        operator: Operator,
    ) -> Result<Self, Fault> {
        let category = operator.category;
        let place = at.filter(|(of, _)| *of == category).map(|(_, place)| place);
        let mut others = self.operators(category).iter().enumerate();
        if others.any(|(one, other)| Some(one) != place && other.code == operator.code) {
            return Err(Fault::Twice(operator.code));
        }
        let list = self.list_mut(category);
        match place.and_then(|place| list.get_mut(place)) {
            Some(before) => *before = operator,
            None => {
                list.push(operator);
                if let Some(at) = at {
                    self = self.without_operator(at);
                }
            }
        }
        Ok(self)
    }

    /// This catalogue without an operator.
    #[must_use]
    pub fn without_operator(mut self, (category, place): (Category, usize)) -> Self {
        remove(self.list_mut(category), place);
        self
    }

    /// This catalogue with a circle in the place of the one `at` its position, or at the end.
    ///
    /// # Errors
    /// [`Fault::Twice`] when another circle has its code.
    pub fn with_circle(mut self, at: Option<usize>, circle: Circle) -> Result<Self, Fault> {
        let mut others = self.circles.iter().enumerate();
        if others.any(|(one, other)| Some(one) != at && other.code == circle.code) {
            return Err(Fault::Twice(circle.code));
        }
        match at.and_then(|at| self.circles.get_mut(at)) {
            Some(before) => *before = circle,
            None => self.circles.push(circle),
        }
        Ok(self)
    }

    /// This catalogue without a circle.
    #[must_use]
    pub fn without_circle(mut self, place: usize) -> Self {
        remove(&mut self.circles, place);
        self
    }

    /// The operators of a category, in the order of the list.
    #[must_use]
    pub fn operators(&self, category: Category) -> &[Operator] {
        let at = Category::ALL.iter().position(|one| *one == category);
        at.and_then(|at| self.operators.get(at)).map_or(&[], Vec::as_slice)
    }

    fn list_mut(&mut self, category: Category) -> &mut Vec<Operator> {
        let [prepaid, postpaid, dth, datacard, landline, electricity, gas, insurance] =
            &mut self.operators;
        match category {
            Category::MobilePrepaid => prepaid,
            Category::MobilePostpaid => postpaid,
            Category::Dth => dth,
            Category::Datacard => datacard,
            Category::Landline => landline,
            Category::Electricity => electricity,
            Category::Gas => gas,
            Category::Insurance => insurance,
        }
    }

    /// The circles, in the order of the list.
    #[must_use]
    pub fn circles(&self) -> &[Circle] {
        &self.circles
    }

    /// Whether its codes mean something to the practice gateway only.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.operators.iter().flatten().any(|operator| operator.practice)
    }

    /// What a list would change in this catalogue.
    #[must_use]
    pub fn difference(&self, sheet: &Sheet) -> Difference {
        // Operators of practice are not the shop's: nothing of theirs would be lost.
        let own = |operator: &&Operator| !operator.practice;
        match sheet {
            Sheet::Operators(new) => {
                let key = |one: &Operator| (one.category, one.code.clone());
                let now = self.operators.iter().flatten().filter(own);
                let now: Vec<_> = now.map(|one| (key(one), Line::of_operator(one))).collect();
                let new = new.iter().map(|one| (key(one), Line::of_operator(one)));
                difference(&now, &new.collect::<Vec<_>>())
            }
            Sheet::Circles(new) => {
                let key = |one: &Circle| one.code.clone();
                let line = |one: &Circle| (key(one), Line::of_circle(one));
                let now: Vec<_> = self.circles.iter().map(line).collect();
                difference(&now, &new.iter().map(line).collect::<Vec<_>>())
            }
        }
    }

    /// The operators as a list that reads back the same.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn operators_csv(&self) -> io::Result<String> {
        let operators = self.operators.iter().flatten().map(Line::of_operator);
        csv_of(&Column::OPERATORS, operators)
    }

    /// The circles as a list that reads back the same.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn circles_csv(&self) -> io::Result<String> {
        csv_of(&Column::CIRCLES, self.circles.iter().map(Line::of_circle))
    }
}

fn remove<T>(list: &mut Vec<T>, place: usize) {
    if place < list.len() {
        list.remove(place);
    }
}

fn difference<K: PartialEq>(now: &[(K, Line)], new: &[(K, Line)]) -> Difference {
    let mut difference = Difference { all: new.len(), ..Difference::default() };
    for (key, line) in new {
        match now.iter().find(|(known, _)| known == key) {
            None => difference.new += 1,
            Some((_, before)) => difference.changed += usize::from(before != line),
        }
    }
    let stays = |key: &K| new.iter().any(|(one, _)| one == key);
    difference.gone = now.iter().filter(|(key, _)| !stays(key)).count();
    difference
}

fn csv_of(columns: &[Column], lines: impl Iterator<Item = Line>) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.heading()))?;
    for line in lines {
        writer.write_record(columns.iter().map(|column| line.text(*column)))?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
