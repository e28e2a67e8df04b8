//! A large ledger in a short time, for measuring and trying out: the same for the same seed.

use std::path::Path;
use std::time::Duration;

use super::error::LedgerError;
use super::made::Made;
use super::{Ledger, LedgerKind};
use crate::dice::Dice;
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::Moment;
use crate::transaction::{
    Answer, Body, Category, Event, NotSent, Order, RechargeOrder, Reply, Unknown,
};

/// Transactions in one commit.
const BATCH: u64 = 10_000;

/// The history reaches back at most this far and is no denser than one transaction a minute
/// unless it has to be.
const SPAN: Duration = Duration::from_secs(5 * 365 * 24 * 60 * 60);
const SPACING: Duration = Duration::from_secs(60);

/// Only the newest of the history may still be pending, as in a shop.
const OPEN_ENDED: u64 = 200;

const OPERATORS: [(&str, &str); 4] =
    [("PMA", "Airtel"), ("PMJ", "Jio"), ("PMV", "Vi"), ("PMB", "BSNL")];

const NAMES: [&str; 8] =
    ["Asha Devi", "Ravi Kumar", "Sunita", "आशा देवी", "रवि कुमार", "Imran", "Lakshmi", "मोहन"];

const RUPEES: [i64; 8] = [19, 99, 155, 199, 239, 299, 666, 719];

/// Makes the new ledger at `path` and fills it with `count` transactions that end at `now`,
/// written as the counter writes them, so that a check finds all in order.
///
/// # Errors
/// [`LedgerError::Exists`] when there is a file at `path`, and as [`Ledger::open`].
pub fn fill(
    path: &Path,
    kind: LedgerKind,
    count: u64,
    seed: u64,
    now: Moment,
) -> Result<(), LedgerError> {
    if path.try_exists()? {
        return Err(LedgerError::Exists(path.to_owned()));
    }
    let mut ledger = Ledger::open(path, kind, now)?;
    let mut shop = Shop { dice: Dice::of(seed), count, now };
    let mut done = 0;
    while done < count {
        let batch = (count - done).min(BATCH);
        ledger.append_made((done..done + batch).map(|nth| {
            let (agent_id, events) = shop.transaction(nth);
            Made::Begun(agent_id, events)
        }))?;
        done += batch;
    }
    Ok(())
}

/// What makes up the history.
struct Shop {
    dice: Dice,
    count: u64,
    now: Moment,
}

impl Shop {
    /// The AgentID and the events of the transaction number `nth`.
    fn transaction(&mut self, nth: u64) -> (AgentId, Vec<(Moment, Event)>) {
        let spacing = u64::try_from(SPAN.as_millis()).unwrap_or(0) / self.count.max(1);
        let spacing = spacing.min(u64::try_from(SPACING.as_millis()).unwrap_or(0));
        let ago = i64::try_from((self.count - nth).saturating_mul(spacing)).unwrap_or(0);
        let at = Moment::from_millis(self.now.millis().saturating_sub(ago));
        let agent_id = AgentId::from_parts(at, self.dice.throw());
        let order = self.order();
        let reply = self.reply(agent_id, &order, nth);
        let order = Box::new(Order::Recharge(order));
        let sent = at.after(Duration::from_millis(5));
        let answered = at.after(Duration::from_millis(900 + self.dice.below(4_000)));
        let events = vec![
            (at, Event::Intent { order }),
            (sent, Event::Sent),
            (answered, Event::Answer { reply }),
        ];
        (agent_id, events)
    }

    fn order(&mut self) -> RechargeOrder {
        // A shop's customers come again: about one number for ten transactions.
        let customer = self.dice.below(self.count / 10 + 1);
        let mut customer = Dice::of(customer);
        let number = format!("{}{:09}", 6 + customer.below(4), customer.below(1_000_000_000));
        let (operator, name) = customer.one_of(&OPERATORS);
        let named = customer.below(3) == 0;
        RechargeOrder {
            category: Category::MobilePrepaid,
            number,
            operator: operator.to_owned(),
            operator_name: name.to_owned(),
            circle: "0".to_owned(),
            amount: Paise::from_rupees(self.dice.one_of(&RUPEES)).unwrap_or_default(),
            optionals: Default::default(),
            customer_name: if named { customer.one_of(&NAMES).to_owned() } else { String::new() },
        }
    }

    fn reply(&mut self, agent_id: AgentId, order: &RechargeOrder, nth: u64) -> Reply {
        let open_ended = self.count - nth <= OPEN_ENDED;
        match self.dice.below(100) {
            0..4 => answer(agent_id, order, "ERR", "Failed", nth),
            4 => Reply::NotSent { cause: NotSent::NameNotResolved },
            5..10 if open_ended => Reply::Unknown { cause: Unknown::TimedOut },
            _ => answer(agent_id, order, "TXN", "Success", nth),
        }
    }
}

fn answer(agent_id: AgentId, order: &RechargeOrder, code: &str, status: &str, nth: u64) -> Reply {
    let api_trans_id = (700_000_000 + nth).to_string();
    let operator_reference = format!("BR{:010}", nth * 7);
    let amount = order.amount.to_wire();
    let number = order.number.clone();
    let raw = format!(
        "{{\"StatusCode\":\"{code}\",\"Message\":\"Transaction {status}\",\"Data\":{{\
         \"APITransID\":\"{api_trans_id}\",\"AgentID\":\"{agent_id}\",\"Status\":\"{status}\",\
         \"OperatorReference\":\"{operator_reference}\",\"Number\":\"{number}\",\
         \"Amount\":\"{amount}\"}}}}"
    );
    Reply::Answer(Box::new(Answer {
        code: code.to_owned(),
        message: format!("Transaction {status}"),
        data: Body {
            api_trans_id: Some(api_trans_id),
            agent_id: Some(agent_id.to_string()),
            status: Some(status.to_owned()),
            operator_reference: Some(operator_reference),
            number: Some(number),
            amount: Some(amount),
            ..Body::default()
        },
        raw,
        ..Answer::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Reader;
    use crate::ledger::check::check;
    use crate::ledger::testing::NOON;

    #[test]
    fn m9_a_filled_ledger_is_in_order_and_the_same_for_the_same_seed() {
        let folder = tempfile::tempdir().unwrap();
        let fill_new = |name: &str, seed| {
            let path = folder.path().join(name);
            fill(&path, LedgerKind::Practice, 1_500, seed, NOON).unwrap();
            path
        };
        let (one, same, other) = (fill_new("one", 1), fill_new("same", 1), fill_new("other", 2));
        let report = check(&one).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert_eq!((report.transactions, report.events), (1_500, 4_500));

        let all = |path| Reader::open(path).unwrap().recent(2_000, None).unwrap();
        assert_eq!(all(&one), all(&same));
        assert_ne!(all(&one), all(&other));
        let unresolved = Reader::open(&one).unwrap().unresolved().unwrap();
        assert!((1..50).contains(&unresolved.len()), "{}", unresolved.len());
        assert!(matches!(
            fill(&one, LedgerKind::Practice, 1, 1, NOON),
            Err(LedgerError::Exists(_))
        ));
    }

    #[test]
    fn m9_a_filled_ledger_is_what_appending_makes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("filled");
        fill(&path, LedgerKind::Practice, 40, 1, NOON).unwrap();
        let filled = Reader::open(&path).unwrap();
        let mut shop = crate::ledger::testing::Shop::new();
        let mut oldest_first = filled.recent(50, None).unwrap();
        oldest_first.reverse();
        for transaction in &oldest_first {
            for entry in filled.events(transaction.agent_id).unwrap() {
                shop.ledger.append(transaction.agent_id, entry.at, &entry.event).unwrap();
            }
        }
        let appended = shop.ledger.reader().unwrap();
        oldest_first.reverse();
        assert_eq!(appended.recent(50, None).unwrap(), oldest_first);
        for day in [NOON.day(), NOON.day().before()] {
            assert_eq!(appended.totals(day, day).unwrap(), filled.totals(day, day).unwrap());
        }
    }
}
