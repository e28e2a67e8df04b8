//! What is wrong with a list, in a shopkeeper's words, by line and column.

use std::io;

use crate::catalogue::{CatalogueError, Column, Fault, LineProblem};
use crate::transaction::Category;
use crate::transaction::order::AmountProblem;
use crate::ui::order_words;
use crate::ui::sentences;
use crate::ui::words::{Value, Words};

/// Why a list cannot be used, in one sentence.
pub fn why_not(words: &Words, error: &CatalogueError) -> String {
    let with = |id, name, value| words.say_with(id, &[(name, value)]);
    match error {
        CatalogueError::Io(file, problem) => {
            let values = [
                ("file", Value::from(file.display().to_string())),
                ("problem", Value::from(problem.to_string())),
            ];
            words.say_with("list-unreadable", &values)
        }
        CatalogueError::TooLarge(most) => {
            with("list-too-large", "most", Value::from(most / 1024 / 1024))
        }
        CatalogueError::TooLong(most) => with("list-too-long", "most", Value::from(*most)),
        CatalogueError::NotUtf8(line) => with("list-not-utf8", "line", Value::from(*line)),
        CatalogueError::NotAList(missing) => {
            let missing: Vec<_> = missing.iter().map(|column| column.heading()).collect();
            with("list-not-a-list", "missing", Value::from(missing.join(", ")))
        }
        CatalogueError::NotCsv(problem) => {
            with("list-not-csv", "problem", Value::from(problem.as_str()))
        }
        CatalogueError::Lines(problems) => {
            with("list-problems", "count", Value::from(problems.len()))
        }
    }
}

/// Why the practice list is shown in place of the shop's own, with the first thing that is
/// wrong in it.
pub fn trouble(words: &Words, error: &CatalogueError) -> String {
    let why = match error {
        CatalogueError::Lines(problems) => {
            problems.first().map_or_else(String::new, |problem| line(words, problem))
        }
        other => why_not(words, other),
    };
    words.say_with("list-trouble", &[("why", Value::from(why))])
}

/// One thing that is wrong with a list: its line, its column, and what belongs there.
pub fn line(words: &Words, problem: &LineProblem) -> String {
    let place = match problem.column {
        Some(column) => words.say_with(
            "list-line-column",
            &[("line", Value::from(problem.line)), ("column", Value::from(column.heading()))],
        ),
        None => words.say_with("list-line", &[("line", Value::from(problem.line))]),
    };
    format!("{place}: {}", fault(words, &problem.fault))
}

/// What is wrong with a value.
pub fn fault(words: &Words, fault: &Fault) -> String {
    let with = |id, text: &str| words.say_with(id, &[("text", Value::from(text))]);
    match fault {
        Fault::Empty => words.say("fault-empty"),
        Fault::Character => words.say("fault-character"),
        Fault::Formula => words.say("fault-formula"),
        Fault::TooLong(most) => words.say_with("fault-too-long", &[("most", Value::from(*most))]),
        Fault::Category(text) => {
            let known = Category::ALL.map(Category::code).join(", ");
            let values = [("text", Value::from(text.as_str())), ("known", Value::from(known))];
            words.say_with("fault-category", &values)
        }
        Fault::Code(text) => with("fault-code", text),
        Fault::Twice(text) => with("fault-twice", text),
        Fault::Pattern(text) => with("fault-pattern", text),
        Fault::Amount(error) => sentences::amount(words, AmountProblem::Unreadable(*error)),
        Fault::Commission(text) => with("fault-commission", text),
        Fault::LeastOverMost(least, most) => {
            let values = [
                ("least", Value::from(least.to_string())),
                ("most", Value::from(most.to_string())),
            ];
            words.say_with("fault-least-over-most", &values)
        }
        Fault::YesOrNo(text) => with("fault-yes-or-no", text),
        Fault::Values { found, expected } => {
            let values = [("found", Value::from(*found)), ("expected", Value::from(*expected))];
            words.say_with("fault-values", &values)
        }
    }
}

/// Why the shop's lists were not kept.
pub fn not_kept(words: &Words, error: &io::Error) -> String {
    match error.kind() {
        // The counter says so of what waited for the PIN.
        io::ErrorKind::Interrupted => words.say("pin-not-given"),
        _ => words.say_with("list-not-kept", &[("problem", Value::from(error.to_string()))]),
    }
}

/// What a column is called in the form.
pub fn column(words: &Words, column: Column) -> String {
    let nth = |id, at: u8| words.say_with(id, &[("count", Value::from(at + 1))]);
    match column {
        Column::Category => words.say("column-category"),
        Column::Operator => words.say("column-operator"),
        Column::Code => words.say("column-code"),
        Column::NumberLabel => words.say("column-number-label"),
        Column::NumberPattern => words.say("column-number-pattern"),
        Column::MinAmount => words.say("column-min-amount"),
        Column::MaxAmount => words.say("column-max-amount"),
        Column::Commission => words.say("column-commission"),
        Column::OptionalLabel(at) => nth("column-optional", at),
        Column::OptionalRequired(at) => nth("column-required", at),
        Column::Circle => words.say("column-circle"),
    }
}

/// The names of all categories, and of the circles after them.
pub fn list_names(words: &Words) -> Vec<String> {
    let categories = Category::ALL.map(|category| order_words::category(words, category));
    categories.into_iter().chain([words.say("catalogue-circles")]).collect()
}
