//! PGPE Collection as the practice gateway understands it: making a UPI request, and who pays it.

use std::time::Duration;

use super::answer::{Answer, Code, Value};
use super::books::Books;
use super::calls::{Told, amount, new_agent_id, transaction};
use super::entry::{PayRequest, State};
use super::misbehaviour::Misbehaviour;
use super::outcomes::Fate;
use super::query::Query;
use crate::money::Paise;

/// The payer's number in every answer, as in the document's sample.
const PAYER: &str = "9999999999";

/// What stands as `IntentData`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A link for the amount asked.
    Honest,
    /// A link for another amount, as in the document's own sample.
    OtherAmount,
    /// A link whose payee is empty.
    NoPayee,
    /// A web address.
    WebAddress,
    /// An empty text: the request is being made.
    Empty,
    /// The field is not there.
    Missing,
}

/// What the paise of an amount ask for.
#[derive(Clone, Copy, Debug)]
pub struct CollectOutcome {
    /// The paise, 0 to 99.
    pub paise: i64,
    /// A name that stays, for the words on the practice screen.
    pub id: &'static str,
    /// What happens, in English.
    pub description: &'static str,
    /// What becomes of the request: a success is that the customer paid.
    pub fate: Fate,
    /// What the answer carries as the link.
    pub link: Link,
    /// What is wrong with the answer, if anything is.
    pub misbehaviour: Option<Misbehaviour>,
}

const fn row(
    paise: i64,
    id: &'static str,
    description: &'static str,
    fate: Fate,
    link: Link,
) -> CollectOutcome {
    CollectOutcome { paise, id, description, fate, link, misbehaviour: None }
}

impl CollectOutcome {
    const fn and(self, misbehaviour: Misbehaviour) -> Self {
        Self { misbehaviour: Some(misbehaviour), ..self }
    }
}

const PAID: CollectOutcome = row(
    0,
    "practice-collect-paid",
    "Paid by the customer later",
    Fate::PendingThenSuccess,
    Link::Honest,
);

/// Every agreed number of paise. An amount with any other is paid.
#[rustfmt::skip]
pub const COLLECT_OUTCOMES: &[CollectOutcome] = &[
    PAID,
    row(1, "practice-collect-declined", "The customer declines", Fate::PendingThenFailed, Link::Honest),
    row(2, "practice-collect-never", "Nobody ever pays", Fate::PendingForEver, Link::Honest),
    row(3, "practice-collect-other-amount", "The link asks for another amount", Fate::PendingForEver, Link::OtherAmount),
    row(4, "practice-collect-no-payee", "The link has no payee", Fate::PendingForEver, Link::NoPayee),
    row(5, "practice-collect-web-address", "A web address in place of the link", Fate::PendingForEver, Link::WebAddress),
    row(6, "practice-collect-under-process", "TUP without a link, paid later", Fate::PendingThenSuccess, Link::Empty),
    row(7, "practice-collect-failed", "Failed at once", Fate::Failed, Link::Empty),
    row(8, "practice-collect-silent", "No answer, but made and paid later", Fate::PendingThenSuccess, Link::Honest).and(Misbehaviour::NoAnswer),
    row(9, "practice-collect-exc", "EXC, but made and paid later", Fate::PendingThenSuccess, Link::Honest).and(Misbehaviour::Code(Code::EXC)),
    row(10, "practice-collect-no-link", "Made without a link", Fate::PendingForEver, Link::Missing),
    row(11, "practice-collect-taken-back", "Paid, and taken back later", Fate::PendingThenReversed, Link::Honest),
    row(12, "practice-collect-slow", "Answered after 5 seconds, paid later", Fate::PendingThenSuccess, Link::Honest).and(Misbehaviour::Delay(Duration::from_secs(5))),
];

/// What an amount asks for by its paise.
#[must_use]
pub fn for_amount(amount: Paise) -> CollectOutcome {
    let paise = amount.paise().rem_euclid(100);
    COLLECT_OUTCOMES.iter().copied().find(|outcome| outcome.paise == paise).unwrap_or(PAID)
}

/// What was received, before anything in it is checked.
pub(super) fn request(query: &Query) -> PayRequest {
    let amount = amount(query.text("amount")).unwrap_or_default();
    PayRequest { number: PAYER.to_owned(), amount, ..PayRequest::default() }
}

/// Makes a request and answers as its paise ask for. TXN and Success say that it is made:
/// nobody has paid yet (api.md 1.1).
///
/// # Errors
/// The code of the first thing that is wrong with the request.
pub(super) fn create(books: &Books, query: &Query) -> Result<Told, Code> {
    let request = request(query);
    if request.amount == Paise::ZERO || query.get("agentid").is_none() {
        return Err(Code::RPI);
    }
    let agent_id = new_agent_id(query)?;
    let outcome = for_amount(request.amount);
    let link = link(outcome.link, request.amount, agent_id);
    let Some(entry) = books.take(agent_id, outcome.fate, link)? else {
        return Err(Code::EXC);
    };
    let mut answer = transaction(&entry);
    if entry.state == State::Pending && outcome.link != Link::Empty {
        made(&mut answer);
    }
    if outcome.link == Link::Missing {
        answer.drop_data("IntentData");
    }
    Ok((answer, outcome.misbehaviour))
}

/// Turns the answer about a request that waits into the one that says it is made.
fn made(answer: &mut Answer) {
    let Code { text, message } = Code::TXN;
    for (name, value) in &mut answer.fields {
        match *name {
            "StatusCode" => *value = Value::text(text),
            "Message" => *value = Value::text(message),
            _ => {}
        }
    }
    for (name, text) in [("Status", "Success"), ("APIMessage", message)] {
        if let Some(value) = answer.data_mut(name) {
            *value = Value::text(text);
        }
    }
}

/// The payee is called otherwise than the practice token, which a client takes out of
/// everything it hears.
fn link(link: Link, amount: Paise, agent_id: &str) -> String {
    let upi = |payee: &str, amount: &str| {
        format!(
            "upi://pay?pa={payee}&pn=Galla%20Shop&mc=6012&tr={agent_id}&tn=UPI%20Collection&am={amount}&cu=INR&mode=04&tid={agent_id}"
        )
    };
    match link {
        Link::Honest => upi("shop@galla", &amount.to_wire()),
        Link::OtherAmount => upi("shop@galla", "10"),
        Link::NoPayee => upi("", &amount.to_wire()),
        Link::WebAddress => format!("https://pay.example/{agent_id}?am={}", amount.to_wire()),
        Link::Empty | Link::Missing => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_number_of_paise_and_every_name_is_there_once() {
        let paise: BTreeSet<_> = COLLECT_OUTCOMES.iter().map(|o| o.paise).collect();
        let ids: BTreeSet<_> = COLLECT_OUTCOMES.iter().map(|o| o.id).collect();
        assert_eq!((paise.len(), ids.len()), (COLLECT_OUTCOMES.len(), COLLECT_OUTCOMES.len()));
        for outcome in COLLECT_OUTCOMES {
            let amount = Paise::from_paise(2_000 + outcome.paise);
            assert_eq!(for_amount(amount).id, outcome.id);
        }
        assert_eq!(for_amount(Paise::from_paise(2_050)).id, PAID.id);
    }
}
