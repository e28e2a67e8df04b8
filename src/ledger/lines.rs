//! Lines of a list that are begun: each with its intent in one commit, and with the answer to the line before where that has just come (money rules M1, M2, M14).

use rusqlite::Connection;

use super::chain::Head;
use super::error::LedgerError;
use super::{Ledger, put, put_shop, reader};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Event, Order, ShopEvent, Transaction};

/// The line that comes after one that is answered.
#[derive(Clone, Debug)]
pub struct NextLine {
    /// The list.
    pub batch: i64,
    /// Its number, from 1.
    pub line: u32,
    /// What is sent.
    pub order: Order,
    /// Whether the agent was asked about an earlier one like it (M14).
    pub despite_earlier: bool,
}

impl Ledger {
    /// Begins the next line of a list: the intent of its transaction and that it is this line's,
    /// in one commit, so that no crash can part them (M2).
    ///
    /// # Errors
    /// [`LedgerError::NoLine`] for any line but the next one of an open list, and as
    /// [`Ledger::append`]; then nothing may be sent.
    pub fn append_line(
        &mut self,
        batch: i64,
        line: u32,
        agent_id: AgentId,
        at: Moment,
        order: Order,
    ) -> Result<Transaction, LedgerError> {
        self.in_one_commit(|connection, head| {
            begin_line(connection, head, (batch, line), (agent_id, at), order)
        })
    }

    /// Appends an event of a line and begins the line after it in the same commit: one wait for
    /// the disk instead of two. The next line is begun only if `goes_on` says so of what the
    /// event's transaction is now, and if its order repeats none, this one included (M14). Its
    /// transaction is called `taken` then.
    ///
    /// # Errors
    /// As [`Ledger::append`] and [`Ledger::append_line`]; then neither is kept, and nothing may
    /// be sent.
    pub fn append_and_begin_line(
        &mut self,
        at: Moment,
        (agent_id, event): (AgentId, &Event),
        (taken, next): (AgentId, NextLine),
        goes_on: impl FnOnce(&Transaction) -> bool,
    ) -> Result<(Transaction, Option<Transaction>), LedgerError> {
        self.in_one_commit(|connection, head| {
            let transaction = put(connection, head, agent_id, at, event)?;
            let begins = goes_on(&transaction)
                && (next.despite_earlier
                    || reader::repeated(connection, &next.order, at)?.is_none());
            let begun = begins.then(|| {
                let place = (next.batch, next.line);
                begin_line(connection, head, place, (taken, at), next.order)
            });
            Ok((transaction, begun.transpose()?))
        })
    }
}

/// Writes the intent of a list's next line, and that it is this line's.
pub(super) fn begin_line(
    connection: &Connection,
    head: &mut Head,
    (batch, line): (i64, u32),
    (agent_id, at): (AgentId, Moment),
    order: Order,
) -> Result<Transaction, LedgerError> {
    let intent = Event::Intent { order: Box::new(order) };
    let transaction = put(connection, head, agent_id, at, &intent)?;
    let begun = ShopEvent::BatchLine { batch, line, agent_id: Some(agent_id) };
    put_shop(connection, head, at, &begun)?;
    Ok(transaction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{Shop, at, id, order};
    use crate::transaction::testing::{begun, reply_of};
    use crate::transaction::{BatchOrder, State};

    fn recharge(number: &str) -> Order {
        order(number, 19_900, "")
    }

    /// A list of these numbers, its first line begun.
    fn list(numbers: &[&str]) -> (Shop, i64) {
        let mut shop = Shop::new();
        let orders = numbers.iter().map(|number| {
            let Order::Recharge(order) = recharge(number) else { panic!("a recharge") };
            BatchOrder { order, despite_earlier: false }
        });
        let list = ShopEvent::Batch { orders: orders.collect() };
        let batch = shop.ledger.append_shop(at(0), &list).unwrap();
        shop.ledger.append_line(batch, 1, id(1), at(1), recharge(numbers[0])).unwrap();
        (shop, batch)
    }

    fn success() -> Event {
        Event::Answer { reply: reply_of(&begun("9876543210", 19_900), "TXN") }
    }

    fn second(batch: i64, number: &str) -> NextLine {
        NextLine { batch, line: 2, order: recharge(number), despite_earlier: false }
    }

    #[test]
    fn m1_an_answer_and_the_next_intent_are_on_disk_together() {
        let (mut shop, batch) = list(&["9876543210", "9876543211"]);
        let next = second(batch, "9876543211");
        let seen = |answered: &Transaction| answered.state() == State::Pending;
        let answer = success();
        let (answered, begun) = shop
            .ledger
            .append_and_begin_line(at(2), (id(1), &answer), (id(2), next), seen)
            .unwrap();
        let shop = shop.reopen();
        let reader = shop.ledger.reader().unwrap();
        assert_eq!(reader.transaction(id(1)).unwrap().as_ref(), Some(&answered));
        assert_eq!(reader.transaction(id(2)).unwrap(), begun);
        assert_eq!(begun.map(|begun| begun.state()), Some(State::Sending));
        assert_eq!(reader.batch(batch).unwrap().unwrap().next_line(), None);
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }

    #[test]
    fn m14_the_next_line_is_not_begun_where_the_list_stops_or_the_line_repeats() {
        for (number, goes_on, despite, begins) in [
            ("9876543211", false, false, false),
            ("9876543210", true, false, false),
            ("9876543210", true, true, true),
            ("9876543210", false, true, false),
        ] {
            let (mut shop, batch) = list(&["9876543210", number]);
            let next = NextLine { despite_earlier: despite, ..second(batch, number) };
            let answer = success();
            let of_first = (id(1), &answer);
            let written =
                shop.ledger.append_and_begin_line(at(2), of_first, (id(2), next), |_| goes_on);
            let (answered, begun) = written.unwrap();
            assert_eq!(begun.is_some(), begins, "{number} {goes_on} {despite}");
            let reader = shop.ledger.reader().unwrap();
            assert_eq!(reader.transaction(id(1)).unwrap(), Some(answered));
            assert_eq!(reader.transaction(id(2)).unwrap(), begun);
        }
    }

    #[test]
    fn m2_where_the_next_line_is_refused_the_answer_is_not_kept_by_half() {
        let (mut shop, batch) = list(&["9876543210", "9876543211"]);
        for refused in [
            (id(2), NextLine { line: 1, ..second(batch, "9876543211") }),
            (id(1), second(batch, "9876543211")),
        ] {
            let answer = success();
            let written =
                shop.ledger.append_and_begin_line(at(2), (id(1), &answer), refused, |_| true);
            assert!(written.is_err(), "{written:?}");
            let reader = shop.ledger.reader().unwrap();
            let first = reader.transaction(id(1)).unwrap().unwrap();
            assert_eq!(first.state(), State::Sending);
            assert_eq!(reader.transaction_count().unwrap(), 1);
        }
        shop.answer(1, "TXN");
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
}
