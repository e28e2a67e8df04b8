//! A list of recharges, pasted or out of a file: every line is checked before any is sent.
//!
//! What the shop knows (its operators, its circles, its ledger) comes in by [`Known`]; nothing
//! here looks at a disk.

mod fault;
mod list;
mod report;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

pub use fault::{LineFault, ListError, OperatorFault};
pub use list::{Column, MOST_BYTES, Row, read, write};
pub use report::report;

use super::batch::BatchOrder;
use super::fold::Transaction;
use super::number;
use super::operator::{Category, Circle, Operator};
use super::order::{FormProblems, OperatorProblem, Order, RechargeForm, RechargeOrder};
use crate::money::Paise;

/// What is known of a number that was recharged before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// What kind it was.
    pub category: Category,
    /// The operator's code.
    pub operator: String,
    /// The circle's code.
    pub circle: String,
    /// `optional1` to `optional4`.
    pub optionals: [String; 4],
    /// The customer's name; empty when never given.
    pub name: String,
}

/// What a list is checked against.
pub trait Known {
    /// Why it cannot be looked up.
    type Error;

    /// The operators of a category.
    fn operators(&self, category: Category) -> &[Operator];

    /// The circles.
    fn circles(&self) -> &[Circle];

    /// What is known of a number.
    ///
    /// # Errors
    /// When it cannot be looked up.
    fn before(&self, number: &str) -> Result<Option<Before>, Self::Error>;

    /// The earlier payment that an order would repeat (money rule M14).
    ///
    /// # Errors
    /// When it cannot be looked up.
    fn repeated(&self, order: &Order) -> Result<Option<Transaction>, Self::Error>;
}

/// A list that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Its lines, in their order.
    pub lines: Vec<CheckedLine>,
}

/// A line that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLine {
    /// As it was read.
    pub row: Row,
    /// What it orders, or everything that is wrong with it.
    pub found: Result<RechargeOrder, Vec<LineFault>>,
    /// What it repeats (money rule M14): it needs a tick of its own.
    pub repeats: Option<Repeats>,
}

/// What a line repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// An earlier line of the same list, by its number.
    Line(u64),
    /// A payment that is unresolved, or that succeeded a moment ago.
    Earlier(Box<Transaction>),
}

impl Checked {
    /// What will be sent: every line that is right, and of those that repeat something the
    /// ticked ones, by their places from 0.
    #[must_use]
    pub fn chosen(&self, ticked: &HashSet<usize>) -> Vec<BatchOrder> {
        let lines = self.lines.iter().enumerate();
        let sent = lines.filter_map(|(place, line)| {
            let order = line.found.as_ref().ok()?.clone();
            let despite_earlier = line.repeats.is_some();
            let chosen = !despite_earlier || ticked.contains(&place);
            chosen.then_some(BatchOrder { order, despite_earlier })
        });
        sent.collect()
    }

    /// How many lines are wrong.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.lines.iter().filter(|line| line.found.is_err()).count()
    }

    /// How many lines repeat something.
    #[must_use]
    pub fn repeating(&self) -> usize {
        self.lines.iter().filter(|line| line.repeats.is_some()).count()
    }
}

/// Checks every line of a list by the rules of a single recharge.
///
/// `category` is what the list is for: where an operator's name stands in several categories, it
/// is this one's. `live` is whether the list will go to PGPE itself.
///
/// # Errors
/// When something cannot be looked up; then nothing is said of any line.
pub fn check<K: Known>(
    rows: Vec<Row>,
    category: Category,
    live: bool,
    known: &K,
) -> Result<Checked, K::Error> {
    let mut first: HashMap<(String, Paise), u64> = HashMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let found = check_line(&row, category, live, known)?;
        let repeats = match &found {
            Err(_) => None,
            Ok(order) => {
                let key = (order.number.clone(), order.amount);
                match first.get(&key) {
                    Some(earlier) => Some(Repeats::Line(*earlier)),
                    None => {
                        first.insert(key, row.line);
                        let earlier = known.repeated(&Order::Recharge(order.clone()))?;
                        earlier.map(|earlier| Repeats::Earlier(Box::new(earlier)))
                    }
                }
            }
        };
        lines.push(CheckedLine { row, found, repeats });
    }
    Ok(Checked { lines })
}

fn check_line<K: Known>(
    row: &Row,
    category: Category,
    live: bool,
    known: &K,
) -> Result<Result<RechargeOrder, Vec<LineFault>>, K::Error> {
    let own = Category::from_code(&row.category.to_lowercase());
    let before = before(row, own.unwrap_or(category), known)?;
    let operator = find_operator(row, own, category, before.as_ref(), known);
    let category = own.unwrap_or(category);
    // What is remembered is of one operator, and of no other.
    let same = |before: &&Before| {
        operator.as_ref().is_ok_and(|operator| {
            (operator.category, operator.code.as_str())
                == (before.category, before.operator.as_str())
        })
    };
    let before_same = before.as_ref().filter(same);
    let mut form = RechargeForm {
        number: row.number.clone(),
        amount: row.amount.clone(),
        optionals: row.optionals.clone(),
        customer_name: row.name.clone(),
        ..RechargeForm::default()
    };
    if let Some(before) = before_same {
        for (typed, remembered) in form.optionals.iter_mut().zip(&before.optionals) {
            if typed.is_empty() {
                typed.clone_from(remembered);
            }
        }
    }
    if let (true, Some(before)) = (row.name.is_empty(), &before) {
        form.customer_name.clone_from(&before.name);
    }
    let mut faults = Vec::new();
    let of_mobile = operator.as_ref().map_or(category, |operator| operator.category).is_mobile();
    match circle(row, before_same, of_mobile, known.circles()) {
        Ok(code) => form.circle = code,
        Err(fault) => faults.push(fault),
    }
    if own.is_none() && !row.category.is_empty() {
        faults.push(LineFault::Category(row.category.clone()));
    }
    if row.surplus > 0 {
        faults.push(LineFault::Surplus(row.surplus));
    }
    let (operator, fault) = match operator {
        Ok(operator) => (Some(operator), None),
        Err(fault) => (None, Some(LineFault::Operator(fault))),
    };
    let order = RechargeOrder::from_form(&form, category, operator, live);
    Ok(match order {
        Ok(order) if faults.is_empty() => Ok(order),
        Ok(_) => Err(faults),
        Err(problems) => {
            faults.extend(fault);
            faults.extend(of_form(*problems));
            faults.sort_by_key(LineFault::column);
            Err(faults)
        }
    })
}

/// What is remembered of a line's number, where the line leaves something open.
fn before<K: Known>(row: &Row, category: Category, known: &K) -> Result<Option<Before>, K::Error> {
    let mut asked: Option<String> = None;
    // As the list's own kind of number, and as any other.
    for category in [category, Category::Electricity] {
        let Ok(number) = number::understand(category, &row.number) else { continue };
        if asked.as_ref() == Some(&number) {
            continue;
        }
        if let Some(before) = known.before(&number)? {
            return Ok(Some(before));
        }
        asked = Some(number);
    }
    Ok(None)
}

/// The operator of a line: by its code or its name, else the one that the number had before.
/// Where the line itself says its category, it is of no other.
fn find_operator<'a, K: Known>(
    row: &Row,
    own: Option<Category>,
    category: Category,
    before: Option<&Before>,
    known: &'a K,
) -> Result<&'a Operator, OperatorFault> {
    let text = &row.operator;
    if text.is_empty() {
        let before = before.filter(|before| own.is_none_or(|own| own == before.category));
        let before = before.ok_or(OperatorFault::Missing)?;
        let mut operators = known.operators(before.category).iter();
        return operators
            .find(|operator| operator.code == before.operator)
            .ok_or(OperatorFault::Missing);
    }
    let in_category = |category: Category, by: fn(&Operator) -> &str| {
        known.operators(category).iter().filter(move |one| is_same(by(one), text))
    };
    let by_code: fn(&Operator) -> &str = |operator| &operator.code;
    let by_name: fn(&Operator) -> &str = |operator| &operator.name;
    let first = own.unwrap_or(category);
    let mut here = in_category(first, by_code).chain(in_category(first, by_name));
    if let Some(here) = here.next() {
        return Ok(here);
    }
    if own.is_some() {
        return Err(OperatorFault::Unknown(text.clone()));
    }
    for by in [by_code, by_name] {
        let all = Category::ALL.into_iter().flat_map(|category| in_category(category, by));
        let found: Vec<_> = all.collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            several => {
                let categories = several.iter().map(|one| one.category).collect();
                return Err(OperatorFault::Several(text.clone(), categories));
            }
        }
    }
    Err(OperatorFault::Unknown(text.clone()))
}

/// The circle's code: by its code or its name, else the one that the number had before.
fn circle(
    row: &Row,
    before: Option<&Before>,
    of_mobile: bool,
    circles: &[Circle],
) -> Result<String, LineFault> {
    if !of_mobile {
        return Ok(String::new());
    }
    if row.circle.is_empty() {
        return Ok(before.map(|before| before.circle.clone()).unwrap_or_default());
    }
    let named =
        |circle: &&Circle| is_same(&circle.code, &row.circle) || is_same(&circle.name, &row.circle);
    let found = circles.iter().find(named).map(|circle| circle.code.clone());
    found.ok_or_else(|| LineFault::Circle(row.circle.clone()))
}

/// Whether two spellings are the same but for capitals and spaces.
fn is_same(one: &str, other: &str) -> bool {
    let key =
        |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    !one.is_empty() && key(one) == key(other)
}

fn of_form(problems: FormProblems) -> Vec<LineFault> {
    let FormProblems { number, operator, amount, optionals, customer_name } = problems;
    let practice = operator.filter(|problem| *problem == OperatorProblem::PracticeCode);
    let optionals = (0..)
        .zip(optionals)
        .filter_map(|(at, problem)| problem.map(|problem| LineFault::Optional(at, problem)));
    number
        .map(LineFault::Number)
        .into_iter()
        .chain(practice.map(|_| LineFault::Operator(OperatorFault::PracticeCode)))
        .chain(amount.map(LineFault::Amount))
        .chain(customer_name.map(LineFault::Name))
        .chain(optionals)
        .collect()
}
