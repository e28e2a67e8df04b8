//! PGPE Recharge as the practice gateway understands it: pay, status, balance, dispute.

use super::answer::{Answer, Code, Value};
use super::books::Books;
use super::entry::{Entry, PayRequest, Product, State};
use super::misbehaviour::Misbehaviour;
use super::operators;
use super::outcomes;
use super::query::Query;
use super::tokens::Tokens;
use crate::money::Paise;

/// A call of Recharge (api.md 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Payment,
    Status,
    Balance,
    Dispute,
}

impl Call {
    /// The call of a path in lower-case letters.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        match path.strip_prefix("/apiservices/recharge/")? {
            "payment.aspx" => Some(Self::Payment),
            "status.aspx" => Some(Self::Status),
            "balance.aspx" => Some(Self::Balance),
            "dispute.aspx" => Some(Self::Dispute),
            _ => None,
        }
    }

    /// Writes down that the call came, before anything in it is checked.
    pub(super) fn receive(self, books: &Books, query: &Query) {
        match (self, query.get("agentid")) {
            (Self::Payment, Some(id)) => books.received(Product::Recharge, id, &pay_request(query)),
            (Self::Status, Some(id)) => books.asked(Product::Recharge, id),
            _ => {}
        }
    }

    /// Does what the call asks for and gives the answer, with what is to be wrong with it.
    pub(super) fn serve(
        self,
        books: &Books,
        tokens: &Tokens,
        query: &Query,
    ) -> (Answer, Option<Misbehaviour>) {
        let checked = tokens.check(query.get("token")).and_then(|()| query.format());
        let answer = checked.and_then(|_| match self {
            Self::Payment => pay(books, query),
            Self::Status => status(books, query).map(honest),
            Self::Balance => Ok(honest(balance(books))),
            Self::Dispute => dispute(books, query).map(honest),
        });
        answer.unwrap_or_else(|code| honest(Answer::bare(code)))
    }
}

const fn honest(answer: Answer) -> (Answer, Option<Misbehaviour>) {
    (answer, None)
}

fn pay_request(query: &Query) -> PayRequest {
    let text = |name| query.text(name).to_owned();
    PayRequest {
        number: text("number"),
        operator: text("operator"),
        circle: text("circle"),
        amount: amount(query.text("amount")).unwrap_or_default(),
        optionals: ["optional1", "optional2", "optional3", "optional4"].map(text),
    }
}

/// Digits and a point, more than nothing; no grouping and no spaces on the wire.
fn amount(text: &str) -> Option<Paise> {
    let bare = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|amount| bare && *amount > Paise::ZERO)
}

/// Letters, digits, dashes and strokes, 4 to 30 of them.
fn is_number(text: &str) -> bool {
    (4..=30).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b))
}

fn pay(books: &Books, query: &Query) -> Result<(Answer, Option<Misbehaviour>), Code> {
    let agent_id = agent_id(query)?;
    let request = pay_request(query);
    let complete = ["operator", "circle"].iter().all(|name| query.get(name).is_some());
    if !complete || !is_number(&request.number) || request.amount == Paise::ZERO {
        return Err(Code::RPI);
    }
    if agent_id.chars().count() < 6 {
        return Err(Code::ILA);
    }
    let operator = operators::operator(&request.operator).ok_or(Code::IPC)?;
    if !operators::is_circle(&request.circle) {
        return Err(Code::ICC);
    }
    if operator.needs_optional1 && query.get("optional1").is_none() {
        return Err(Code::RPI);
    }
    let outcome = outcomes::for_number(&request.number);
    let taken = books.take(agent_id, outcome.fate)?;
    let answer = taken.as_ref().map_or_else(|| Answer::bare(Code::EXC), transaction);
    let short = taken.is_some_and(|entry| entry.state == State::Failed);
    // A payment that the wallet cannot pay fails plainly, whatever its number asks for.
    Ok((answer, outcome.misbehaviour.filter(|_| !short)))
}

fn status(books: &Books, query: &Query) -> Result<Answer, Code> {
    let agent_id = agent_id(query)?;
    books.find(Product::Recharge, agent_id).as_ref().map(transaction).ok_or(Code::TNF)
}

fn balance(books: &Books) -> Answer {
    let wallet = Value::Number(books.balance_asked().to_wire());
    Answer::new(Code::TXN, vec![("Balance", wallet)])
}

fn dispute(books: &Books, query: &Query) -> Result<Answer, Code> {
    let agent_id = agent_id(query)?;
    let message = query.get("message").ok_or(Code::RPI)?;
    match books.dispute(Product::Recharge, agent_id, message) {
        Code::TXN => {
            let words = Value::text("Dispute raised successfully");
            Ok(Answer::new(Code::TXN, vec![("MSG", words)]))
        }
        code => Err(code),
    }
}

fn agent_id(query: &Query) -> Result<&str, Code> {
    query.get("agentid").ok_or(Code::RPI)
}

/// A payment as pay and status answers spell it.
fn transaction(entry: &Entry) -> Answer {
    let code = match entry.state {
        State::Success => Code::TXN,
        State::Pending => Code::TUP,
        State::Failed | State::Reversed | State::NotTaken => Code::ERR,
    };
    let data = told(entry).map(|(name, text)| (name, Value::Text(text)));
    Answer::new(code, in_answer_order(data))
}

/// `Status` stands third in an answer and first in a callback.
fn in_answer_order(data: [(&'static str, Value); 8]) -> Vec<(&'static str, Value)> {
    let [status, api_trans_id, agent_id, rest @ ..] = data;
    [api_trans_id, agent_id, status].into_iter().chain(rest).collect()
}

/// A payment's fields in the order of a callback (api.md 1.4).
pub(super) fn told(entry: &Entry) -> [(&'static str, String); 8] {
    [
        ("Status", entry.status().to_owned()),
        ("APITransID", entry.api_trans_id.clone()),
        ("AgentID", entry.agent_id.clone()),
        ("APIMessage", entry.api_message.clone()),
        ("OperatorReference", entry.operator_reference.clone()),
        ("Number", entry.request.number.clone()),
        ("Amount", entry.request.amount.to_wire()),
        ("DateTime", entry.at.to_pgpe()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_numbers_are_read_as_they_stand_on_the_wire() {
        assert_eq!(amount("20.00").map(Paise::paise), Some(2_000));
        assert_eq!(amount("20").map(Paise::paise), Some(2_000));
        for bad in ["", "0", "0.00", "1,000", " 20", "-20", "2e1", "20.001"] {
            assert_eq!(amount(bad), None, "{bad:?}");
        }
        assert!(is_number("9999999999") && is_number("AB-12/34"));
        for bad in ["", "999", "99999 99999", "नंबर123", "1234567890123456789012345678901"]
        {
            assert!(!is_number(bad), "{bad:?}");
        }
    }

    #[test]
    fn the_four_calls_are_found_by_their_paths() {
        let table = [
            ("/apiservices/recharge/payment.aspx", Some(Call::Payment)),
            ("/apiservices/recharge/status.aspx", Some(Call::Status)),
            ("/apiservices/recharge/balance.aspx", Some(Call::Balance)),
            ("/apiservices/recharge/dispute.aspx", Some(Call::Dispute)),
            ("/apiservices/recharge/", None),
            ("/apiservices/payout/status.aspx", None),
        ];
        for (path, call) in table {
            assert_eq!(Call::of_path(path), call);
        }
    }
}
