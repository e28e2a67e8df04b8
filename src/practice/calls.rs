//! PGPE's calls as the practice gateway understands them: which there are, and what all products share.

use axum::http::Method;

use super::answer::{Answer, Code, Value};
use super::books::Books;
use super::entry::{Entry, Product, State};
use super::misbehaviour::Misbehaviour;
use super::query::Query;
use super::tokens::Tokens;
use super::{collection, payout, recharge};
use crate::money::Paise;
use crate::time::{Day, Moment};

/// A call of one of the products (api.md 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    product: Product,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pay,
    Status,
    Balance,
    Dispute,
}

/// An answer, and what is to be wrong with it.
pub(super) type Told = (Answer, Option<Misbehaviour>);

impl Call {
    /// The call of a path in lower-case letters.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let (folder, page) = path.strip_prefix("/apiservices/")?.split_once('/')?;
        let (product, pay) = match folder {
            "recharge" => (Product::Recharge, "payment.aspx"),
            "payout" => (Product::Payout, "transaction.aspx"),
            "collection" => (Product::Collection, "dynamicupi.aspx"),
            _ => return None,
        };
        let kind = match page {
            "status.aspx" => Kind::Status,
            "balance.aspx" => Kind::Balance,
            "dispute.aspx" => Kind::Dispute,
            page if page == pay => Kind::Pay,
            _ => return None,
        };
        Some(Self { product, kind })
    }

    /// How it is to be sent.
    pub(super) fn method(self) -> Method {
        match (self.product, self.kind) {
            (Product::Payout | Product::Collection, Kind::Pay) => Method::POST,
            _ => Method::GET,
        }
    }

    /// Writes down that the call came, before anything in it is checked.
    pub(super) fn receive(self, books: &Books, query: &Query) {
        let Some(id) = query.get("agentid") else { return };
        match self.kind {
            Kind::Pay => {
                let request = match self.product {
                    Product::Recharge => recharge::request(query),
                    Product::Payout => payout::request(query),
                    Product::Collection => collection::request(query),
                };
                books.received(self.product, id, &request);
            }
            Kind::Status => books.asked(self.product, id),
            Kind::Balance | Kind::Dispute => {}
        }
    }

    /// Does what the call asks for and gives the answer, with what is to be wrong with it.
    pub(super) fn serve(self, books: &Books, tokens: &Tokens, query: &Query) -> Told {
        let checked = tokens.check(query.get("token")).and_then(|()| query.format());
        let answer = checked.and_then(|_| match (self.kind, self.product) {
            (Kind::Pay, Product::Recharge) => recharge::pay(books, query),
            (Kind::Pay, Product::Payout) => payout::pay(books, query),
            (Kind::Pay, Product::Collection) => collection::create(books, query),
            (Kind::Status, product) => status(books, product, query).map(honest),
            (Kind::Balance, product) => Ok(honest(balance(books, product))),
            (Kind::Dispute, product) => dispute(books, product, query).map(honest),
        });
        answer.unwrap_or_else(|code| honest(Answer::bare(code)))
    }
}

/// An answer with nothing wrong in it.
pub(super) const fn honest(answer: Answer) -> Told {
    (answer, None)
}

/// Digits and a point, more than nothing; no grouping and no spaces on the wire.
pub(super) fn amount(text: &str) -> Option<Paise> {
    let bare = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|amount| bare && *amount > Paise::ZERO)
}

/// The AgentID of a payment.
///
/// # Errors
/// RPI when it is missing, ILA when it is too short.
pub(super) fn new_agent_id(query: &Query) -> Result<&str, Code> {
    let agent_id = agent_id(query)?;
    if agent_id.chars().count() < 6 { Err(Code::ILA) } else { Ok(agent_id) }
}

fn agent_id(query: &Query) -> Result<&str, Code> {
    query.get("agentid").ok_or(Code::RPI)
}

fn status(books: &Books, product: Product, query: &Query) -> Result<Answer, Code> {
    let agent_id = agent_id(query)?;
    let found = books.find(product, agent_id);
    let day = match product {
        Product::Recharge | Product::Payout => None,
        Product::Collection => Some(query.get("transactiondate").ok_or(Code::RPI)?),
    };
    let of_that_day = |entry: &Entry| day.is_none_or(|day| is_day_of(day, entry.at));
    found.filter(of_that_day).as_ref().map(transaction).ok_or(Code::TNF)
}

/// Whether a day, spelled `2018-01-28` or `28/01/2018`, is the moment's in India.
fn is_day_of(spelled: &str, at: Moment) -> bool {
    let parts = |separator: char| -> Option<[u32; 3]> {
        let numbers: Vec<u32> = spelled.split(separator).map_while(|p| p.parse().ok()).collect();
        numbers.try_into().ok()
    };
    let ymd = parts('-').or_else(|| parts('/').map(|[day, month, year]| [year, month, day]));
    let day =
        ymd.and_then(|[year, month, day]| Day::from_ymd(i32::try_from(year).ok()?, month, day));
    day == Some(at.day())
}

fn balance(books: &Books, product: Product) -> Answer {
    let wallet = Value::Number(books.balance_asked(product).to_wire());
    Answer::new(Code::TXN, vec![("Balance", wallet)])
}

fn dispute(books: &Books, product: Product, query: &Query) -> Result<Answer, Code> {
    let agent_id = agent_id(query)?;
    let message = query.get("message").ok_or(Code::RPI)?;
    match books.dispute(product, agent_id, message) {
        Code::TXN => {
            let words = Value::text("Dispute raised successfully");
            Ok(Answer::new(Code::TXN, vec![("MSG", words)]))
        }
        code => Err(code),
    }
}

/// A payment as pay and status answers spell it.
pub(super) fn transaction(entry: &Entry) -> Answer {
    let code = match entry.state {
        State::Success => Code::TXN,
        State::Pending => Code::TUP,
        State::Failed | State::Reversed | State::NotTaken => Code::ERR,
    };
    let data = told(entry).map(|(name, text)| (name, Value::Text(text)));
    let mut data = in_answer_order(data);
    if entry.product == Product::Collection {
        let link = [("QrData", String::new()), ("IntentData", entry.intent_data.clone())];
        // As in the sample: after the amount, before the time.
        let time = data.len().saturating_sub(1);
        data.splice(time..time, link.map(|(name, text)| (name, Value::Text(text))));
    }
    Answer::new(code, data)
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
    fn amounts_are_read_as_they_stand_on_the_wire() {
        assert_eq!(amount("20.00").map(Paise::paise), Some(2_000));
        assert_eq!(amount("20").map(Paise::paise), Some(2_000));
        for bad in ["", "0", "0.00", "1,000", " 20", "-20", "2e1", "20.001"] {
            assert_eq!(amount(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_call_is_found_by_its_path() {
        let call = |product, kind| Some(Call { product, kind });
        let table = [
            ("/apiservices/recharge/payment.aspx", call(Product::Recharge, Kind::Pay)),
            ("/apiservices/recharge/status.aspx", call(Product::Recharge, Kind::Status)),
            ("/apiservices/payout/transaction.aspx", call(Product::Payout, Kind::Pay)),
            ("/apiservices/payout/dispute.aspx", call(Product::Payout, Kind::Dispute)),
            ("/apiservices/collection/dynamicupi.aspx", call(Product::Collection, Kind::Pay)),
            ("/apiservices/collection/balance.aspx", call(Product::Collection, Kind::Balance)),
            ("/apiservices/recharge/", None),
            ("/apiservices/payout/payment.aspx", None),
            ("/apiservices/loan/status.aspx", None),
        ];
        for (path, expected) in table {
            assert_eq!(Call::of_path(path), expected, "{path}");
        }
    }

    #[test]
    fn a_day_is_read_in_both_spellings_and_is_indias() {
        // 24 November in India, still the 23rd in UTC.
        let at = Moment::from_millis(1_795_461_307_000);
        for right in ["2026-11-24", "24/11/2026"] {
            assert!(is_day_of(right, at), "{right}");
        }
        for wrong in ["2026-11-23", "23/11/2026", "11/24/2026", "2026-11", "24112026", "", "today"]
        {
            assert!(!is_day_of(wrong, at), "{wrong}");
        }
    }
}
