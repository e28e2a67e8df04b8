//! What is to be said about a list, in a shopkeeper's words.

use std::io;

use crate::counter::{Stopped, WhyNotChecked};
use crate::transaction::batch::Halt;
use crate::transaction::bulk::{Column, LineFault, ListError, OperatorFault, Repeats};
use crate::transaction::order::OperatorProblem;
use crate::ui::shop::Shop;
use crate::ui::tone::tone_word;
use crate::ui::words::{Value, Words};
use crate::ui::{order_words, sentences};

/// Why a file cannot be read as a list.
pub fn not_read(words: &Words, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => words.say("bulk-not-utf8"),
        io::ErrorKind::FileTooLarge => words.say("bulk-too-large"),
        _ => words.say_with("bulk-unreadable", &[("problem", Value::from(error.to_string()))]),
    }
}

/// Why a report was not written.
pub fn not_saved(words: &Words, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => words.say("bulk-file-there"),
        _ => words.say_with("bulk-not-saved", &[("problem", Value::from(error.to_string()))]),
    }
}

/// Why nothing is said of the lines of a list.
pub fn not_checked(words: &Words, why: &WhyNotChecked) -> String {
    match why {
        WhyNotChecked::Ledger(error) => sentences::ledger(words, error),
        WhyNotChecked::NotAList(error) => match error {
            ListError::Empty => words.say("bulk-empty"),
            ListError::TooLong(most) => {
                words.say_with("bulk-too-long", &[("most", Value::from(*most))])
            }
            ListError::TooLarge(_) => words.say("bulk-too-large"),
            ListError::Lacks(columns) => {
                let columns: Vec<_> = columns.iter().map(|column| column.heading()).collect();
                words.say_with("bulk-lacks", &[("columns", Value::from(columns.join(", ")))])
            }
            ListError::NotCsv(problem) => {
                words.say_with("bulk-unreadable", &[("problem", Value::from(problem.as_str()))])
            }
        },
    }
}

/// Everything that is wrong with a line, a text line each, with its column.
pub fn faults(words: &Words, faults: &[LineFault], operator: &str) -> String {
    let told = faults.iter().map(|fault| {
        let place = fault.column().map(|column| column_word(words, column));
        let sentence = fault_told(words, fault, operator);
        place.map_or(sentence.clone(), |place| format!("{place}: {sentence}"))
    });
    told.collect::<Vec<_>>().join("\n")
}

fn fault_told(words: &Words, fault: &LineFault, operator: &str) -> String {
    let with = |id, text: &str| words.say_with(id, &[("text", Value::from(text))]);
    match fault {
        LineFault::Number(problem) => sentences::number(words, problem, operator),
        LineFault::Amount(problem) => sentences::amount(words, *problem),
        LineFault::Operator(OperatorFault::Missing) => words.say("bulk-operator-missing"),
        LineFault::Operator(OperatorFault::Unknown(text)) => with("bulk-operator-unknown", text),
        LineFault::Operator(OperatorFault::Several(text, categories)) => {
            let named = categories.iter().map(|category| order_words::category(words, *category));
            let values = [
                ("text", Value::from(text.as_str())),
                ("categories", Value::from(named.collect::<Vec<_>>().join(", "))),
            ];
            words.say_with("bulk-operator-several", &values)
        }
        LineFault::Operator(OperatorFault::PracticeCode) => {
            sentences::operator(words, OperatorProblem::PracticeCode)
        }
        LineFault::Category(text) => with("bulk-category-unknown", text),
        LineFault::Circle(text) => with("bulk-circle-unknown", text),
        LineFault::Name(problem) | LineFault::Optional(_, problem) => {
            sentences::text(words, *problem)
        }
        LineFault::Surplus(count) => {
            words.say_with("bulk-surplus", &[("count", Value::from(*count))])
        }
    }
}

fn column_word(words: &Words, column: Column) -> String {
    match column {
        Column::Number => words.say("recharge-number"),
        Column::Amount => words.say("recharge-amount"),
        Column::Operator => words.say("recharge-operator"),
        Column::Circle => words.say("recharge-circle"),
        Column::Name => words.say("fact-customer"),
        Column::Optional(_) | Column::Category => column.heading(),
    }
}

/// What a line repeats (money rule M14).
pub fn repeats(shop: &Shop, repeats: &Repeats) -> String {
    let words = &shop.words;
    match repeats {
        Repeats::Line(line) => words.say_with("bulk-repeats-line", &[("line", Value::from(*line))]),
        Repeats::Earlier(earlier) => {
            let values = [
                ("time", Value::from(words.time(earlier.at, shop.now()))),
                ("state", Value::from(tone_word(words, earlier.state()))),
            ];
            words.say_with("bulk-repeats-earlier", &values)
        }
    }
}

/// Why a list stands still.
pub fn stopped(words: &Words, stopped: &Stopped) -> String {
    match stopped {
        Stopped::Paused => words.say("bulk-paused"),
        Stopped::Halted(Halt::InARow(count)) => {
            words.say_with("bulk-in-a-row", &[("count", Value::from(*count))])
        }
        Stopped::Halted(Halt::Refused(code)) => {
            sentences::about_account(*code).map_or_else(String::new, |id| words.say(id))
        }
        Stopped::NotTaken(why) => sentences::not_paid(words, why),
    }
}
