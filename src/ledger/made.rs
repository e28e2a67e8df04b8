//! Appending many facts in one commit, for a history that is made up and not lived.
//!
//! What comes out is what [`Ledger::append`] and its like would have written one by one; only the
//! disk is waited for once. Nothing that was made up is ever sent.

use rusqlite::Connection;

use super::chain::{self, Head};
use super::error::LedgerError;
use super::lines::begin_line;
use super::{Ledger, projection, put, put_shop};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{BatchOrder, Event, Order, ShopEvent, Transaction};

/// A piece of a history.
#[derive(Clone, Debug)]
pub enum Made {
    /// A transaction from its intent on, its events following each other without another between.
    Begun(AgentId, Vec<(Moment, Event)>),
    /// What happened to a transaction later.
    Later(AgentId, Moment, Event),
    /// A fact about the shop.
    Shop(Moment, ShopEvent),
    /// A list of recharges, every line of which was begun.
    List(Moment, Vec<MadeLine>),
}

/// A line of a list, and what became of it.
#[derive(Clone, Debug)]
pub struct MadeLine {
    /// What was confirmed.
    pub confirmed: BatchOrder,
    /// The transaction that it became.
    pub agent_id: AgentId,
    /// When it was begun.
    pub at: Moment,
    /// What happened to it then.
    pub events: Vec<(Moment, Event)>,
}

impl Ledger {
    /// Appends all of a history, or nothing of it.
    ///
    /// # Errors
    /// As [`Ledger::append`], [`Ledger::append_line`] and [`Ledger::append_shop`].
    pub fn append_made(
        &mut self,
        history: impl IntoIterator<Item = Made>,
    ) -> Result<(), LedgerError> {
        self.in_one_commit(|connection, head| {
            history.into_iter().try_for_each(|made| write(connection, head, made))
        })
    }
}

fn write(connection: &Connection, head: &mut Head, made: Made) -> Result<(), LedgerError> {
    match made {
        Made::Begun(agent_id, events) => {
            let first = head.next()?;
            for (at, event) in &events {
                *head = chain::write(connection, head, agent_id, *at, event)?;
            }
            // The row is written once, not once an event: the same row, sooner.
            match Transaction::from_events(agent_id, events) {
                Some(transaction) => projection::insert(connection, first..=head.seq, &transaction),
                None => Err(LedgerError::Unknown(agent_id)),
            }
        }
        Made::Later(agent_id, at, event) => put(connection, head, agent_id, at, &event).map(drop),
        Made::Shop(at, event) => put_shop(connection, head, at, &event),
        Made::List(at, lines) => {
            let orders = lines.iter().map(|line| line.confirmed.clone()).collect();
            put_shop(connection, head, at, &ShopEvent::Batch { orders })?;
            let batch = head.seq;
            for (line, made) in (1..).zip(lines) {
                let MadeLine { confirmed, agent_id, at, events } = made;
                let order = Order::Recharge(confirmed.order);
                begin_line(connection, head, (batch, line), (agent_id, at), order)?;
                for (at, event) in events {
                    put(connection, head, agent_id, at, &event)?;
                }
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{Shop, at, id, order};
    use crate::transaction::State;
    use crate::transaction::testing::reply_of;

    fn intent(paise: i64) -> Event {
        Event::Intent { order: Box::new(order("9876543210", paise, "Asha")) }
    }

    fn answer(n: u64, code: &str) -> Event {
        let transaction = Transaction::begin(id(n), order("9876543210", 100, "Asha"), at(n));
        Event::Answer { reply: reply_of(&transaction, code) }
    }

    fn line(n: u64) -> MadeLine {
        let Order::Recharge(order) = order("9876543210", 100, "Asha") else { panic!("a recharge") };
        MadeLine {
            confirmed: BatchOrder { order, despite_earlier: true },
            agent_id: id(n),
            at: at(n),
            events: vec![(at(n), Event::Sent), (at(n), answer(n, "TXN"))],
        }
    }

    #[test]
    fn m9_what_is_made_is_what_appending_makes() {
        let made = [
            Made::Begun(id(1), vec![(at(1), intent(100)), (at(2), answer(1, "TUP"))]),
            Made::Shop(at(3), ShopEvent::Restored),
            Made::Later(id(1), at(4), answer(1, "TXN")),
            Made::List(at(5), vec![line(6), line(7)]),
        ];
        let mut shop = Shop::new();
        shop.ledger.append_made(made).unwrap();
        let report = check(&shop.path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        let reader = shop.ledger.reader().unwrap();
        let batch = reader.newest_batch().unwrap().unwrap();
        assert!(batch.closed && batch.tally().succeeded.count == 2);
        let read = reader.transaction(id(1)).unwrap().unwrap();
        assert_eq!((read.state(), reader.event_count().unwrap()), (State::Success, 13));

        let mut one_by_one = Shop::new();
        one_by_one.append(1, &intent(100));
        one_by_one.append(1, &answer(1, "TUP"));
        let appended = one_by_one.append(1, &answer(1, "TXN"));
        assert_eq!((appended.state(), appended.order), (read.state(), read.order));
    }

    #[test]
    fn m2_a_history_that_is_none_leaves_nothing_behind() {
        let mut shop = Shop::new();
        let first = || Made::Begun(id(1), vec![(at(1), intent(100))]);
        let unknown = |error: &LedgerError| matches!(error, LedgerError::Unknown(_));
        let duplicate = |error: &LedgerError| matches!(error, LedgerError::Duplicate(_));
        let mut refused = |second: Made| {
            let error = shop.ledger.append_made([first(), second]).unwrap_err();
            assert_eq!(shop.ledger.reader().unwrap().event_count().unwrap(), 0);
            error
        };
        assert!(unknown(&refused(Made::Later(id(2), at(2), Event::Sent))));
        assert!(unknown(&refused(Made::Begun(id(2), vec![(at(2), Event::Sent)]))));
        assert!(duplicate(&refused(Made::Later(id(1), at(2), intent(100)))));
    }
}
