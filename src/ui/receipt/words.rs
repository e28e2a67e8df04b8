//! What became of a receipt, in a shopkeeper's words.

use crate::counter::{HandedOut, NotHandedOut};
use crate::receipt::system::PrintTrouble;
use crate::ui::sentences;
use crate::ui::words::{Value, Words};

/// How a receipt was handed out.
pub fn handed_out(words: &Words, handed: &HandedOut) -> String {
    match handed {
        HandedOut::Printed => words.say("receipt-printed"),
        HandedOut::Saved { file, no_printer } => {
            let id = if *no_printer { "receipt-saved-instead" } else { "receipt-saved" };
            words.say_with(id, &[("file", Value::from(file.display().to_string()))])
        }
        HandedOut::Picture(_) => words.say("receipt-picture-copied"),
        HandedOut::Text(_) => words.say("receipt-text-copied"),
    }
}

/// Why a receipt was not handed out, and what to do.
pub fn no_receipt(words: &Words, why: &NotHandedOut) -> String {
    match why {
        NotHandedOut::Ledger(None) => words.say("receipt-no-transaction"),
        NotHandedOut::Ledger(Some(error)) => sentences::ledger(words, error),
        NotHandedOut::Paper(problem) => {
            let problem = [("problem", Value::from(problem.to_string()))];
            words.say_with("receipt-not-drawn", &problem)
        }
        NotHandedOut::Print(trouble) => not_printed(words, trouble),
        NotHandedOut::NoPin => words.say("pin-not-given"),
        NotHandedOut::File(folder, error) => {
            let values = [
                ("folder", Value::from(folder.display().to_string())),
                ("problem", Value::from(error.to_string())),
            ];
            words.say_with("receipt-not-saved", &values)
        }
    }
}

/// Why the printer did not print, and what to do.
pub fn not_printed(words: &Words, trouble: &PrintTrouble) -> String {
    let with =
        |id, problem: &str| words.say_with(id, &[("problem", Value::from(sentence(problem)))]);
    match trouble {
        PrintTrouble::NoPrinter | PrintTrouble::NotSet => words.say("receipt-printer-not-set"),
        PrintTrouble::NotReached(problem) => with("receipt-printer-not-reached", problem),
        PrintTrouble::NotPermitted => words.say("receipt-printer-not-permitted"),
        PrintTrouble::Doubtful => words.say("receipt-printer-doubtful"),
        PrintTrouble::Refused(problem) => with("receipt-printer-refused", problem),
    }
}

/// The system's words with a full stop, since ours go on behind them.
fn sentence(said: &str) -> String {
    let said = said.trim();
    if said.ends_with(['.', '!', '?']) { said.to_owned() } else { format!("{said}.") }
}
