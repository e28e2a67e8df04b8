//! PGPE Recharge as the practice gateway understands it: the payment.

use super::answer::{Answer, Code};
use super::books::Books;
use super::calls::{Told, amount, new_agent_id, transaction};
use super::entry::{PayRequest, State};
use super::operators;
use super::outcomes;
use super::query::Query;
use crate::money::Paise;

/// What was received, before anything in it is checked.
pub(super) fn request(query: &Query) -> PayRequest {
    let text = |name| query.text(name).to_owned();
    PayRequest {
        number: text("number"),
        operator: text("operator"),
        circle: text("circle"),
        amount: amount(query.text("amount")).unwrap_or_default(),
        optionals: ["optional1", "optional2", "optional3", "optional4"].map(text),
        payout: None,
    }
}

/// Letters, digits, dashes and strokes, 4 to 30 of them.
fn is_number(text: &str) -> bool {
    (4..=30).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b))
}

/// Takes a recharge and answers as its number asks for.
///
/// # Errors
/// The code of the first thing that is wrong with the request.
pub(super) fn pay(books: &Books, query: &Query) -> Result<Told, Code> {
    let request = request(query);
    let named = ["agentid", "operator", "circle"].iter().all(|name| query.get(name).is_some());
    if !named || !is_number(&request.number) || request.amount == Paise::ZERO {
        return Err(Code::RPI);
    }
    let agent_id = new_agent_id(query)?;
    let operator = operators::operator(&request.operator).ok_or(Code::IPC)?;
    if !operators::is_circle(&request.circle) {
        return Err(Code::ICC);
    }
    if operator.needs_optional1 && query.get("optional1").is_none() {
        return Err(Code::RPI);
    }
    let outcome = outcomes::for_number(&request.number);
    let taken = books.take(agent_id, outcome.fate, String::new())?;
    let answer = taken.as_ref().map_or_else(|| Answer::bare(Code::EXC), transaction);
    let short = taken.is_some_and(|entry| entry.state == State::Failed);
    // A payment that the wallet cannot pay fails plainly, whatever its number asks for.
    Ok((answer, outcome.misbehaviour.filter(|_| !short)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_stand_on_the_wire() {
        assert!(is_number("9999999999") && is_number("AB-12/34"));
        for bad in ["", "999", "99999 99999", "नंबर123", "1234567890123456789012345678901"]
        {
            assert!(!is_number(bad), "{bad:?}");
        }
    }
}
