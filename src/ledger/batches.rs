//! The tables of lists that are sent line by line: no line twice, none passed over (money rules M2 and M9).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::chain;
use super::error::LedgerError;
use super::projection;
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{BatchOrder, Order};

/// Takes a new list in, none of whose lines is begun yet.
///
/// # Errors
/// [`LedgerError::BatchOpen`] while another one is not at its end.
pub(super) fn begin(
    connection: &Connection,
    seq: i64,
    at: Moment,
    orders: &[BatchOrder],
) -> Result<(), LedgerError> {
    let open: Option<i64> = connection
        .prepare_cached("SELECT id FROM batches INDEXED BY batches_open WHERE closed = 0")?
        .query_row([], |row| row.get(0))
        .optional()?;
    if let Some(open) = open {
        return Err(LedgerError::BatchOpen(open));
    }
    let closed = i64::from(orders.is_empty());
    connection
        .prepare_cached(
            "INSERT INTO batches (id, at, count, begun, closed) VALUES (?1, ?2, ?3, 0, ?4)",
        )?
        .execute(params![seq, at.millis(), length(orders), closed])?;
    Ok(())
}

/// Takes in that a line was begun, or left out. The event before `seq` is its intent.
///
/// # Errors
/// [`LedgerError::NoLine`] for any line but the next one of an open list, and for a
/// transaction that was not begun with it.
pub(super) fn line(
    connection: &Connection,
    seq: i64,
    batch: i64,
    line: u32,
    agent_id: Option<AgentId>,
) -> Result<(), LedgerError> {
    let refused = LedgerError::NoLine { batch, line };
    let transaction = match agent_id {
        None => None,
        Some(agent_id) => match chain::number_of(connection, agent_id)? {
            Some(intent) if intent + 1 == seq => Some(intent),
            _ => return Err(refused),
        },
    };
    let next = connection
        .prepare_cached(
            "UPDATE batches SET begun = ?2, closed = (?2 = count) \
             WHERE id = ?1 AND closed = 0 AND begun + 1 = ?2",
        )?
        .execute(params![batch, line])?;
    if next != 1 {
        return Err(refused);
    }
    connection
        .prepare_cached(
            "INSERT INTO batch_lines (batch, line, transaction_id) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![batch, line, transaction])?;
    Ok(())
}

/// Takes in that no further line is begun.
///
/// # Errors
/// [`LedgerError::NoLine`] for a list that is not open.
pub(super) fn close(connection: &Connection, batch: i64) -> Result<(), LedgerError> {
    let closed = connection
        .prepare_cached("UPDATE batches SET closed = 1 WHERE id = ?1 AND closed = 0")?
        .execute([batch])?;
    if closed == 1 { Ok(()) } else { Err(LedgerError::NoLine { batch, line: 0 }) }
}

/// Takes everything out, before it is made anew.
pub(super) fn empty(connection: &Connection) -> Result<(), LedgerError> {
    connection.execute_batch("DELETE FROM batch_lines; DELETE FROM batches;")?;
    Ok(())
}

fn length(orders: &[BatchOrder]) -> i64 {
    i64::try_from(orders.len()).unwrap_or(i64::MAX)
}

/// What the events say of the lists, for a check of the tables.
#[derive(Default)]
pub(super) struct Expected {
    lists: BTreeMap<i64, List>,
    lines: i64,
}

struct List {
    orders: Vec<BatchOrder>,
    begun: u32,
    closed: bool,
}

impl Expected {
    /// Takes a new list in, and says whether its row is as it should be.
    pub(super) fn begin(
        &mut self,
        connection: &Connection,
        seq: i64,
        at: Moment,
        orders: &[BatchOrder],
    ) -> Result<bool, LedgerError> {
        let alone = self.lists.values().all(|list| list.closed);
        let list = List { orders: orders.to_vec(), begun: 0, closed: orders.is_empty() };
        self.lists.insert(seq, list);
        let there = connection
            .prepare_cached("SELECT 1 FROM batches WHERE id = ?1 AND at = ?2 AND count = ?3")?
            .exists(params![seq, at.millis(), length(orders)])?;
        Ok(alone && there)
    }

    /// Takes a line in, and says whether it was the next one, its transaction is the one that
    /// was confirmed, and its row is as it should be.
    pub(super) fn line(
        &mut self,
        connection: &Connection,
        seq: i64,
        batch: i64,
        line: u32,
        agent_id: Option<AgentId>,
    ) -> Result<bool, LedgerError> {
        self.lines += 1;
        let Some(list) = self.lists.get_mut(&batch) else { return Ok(false) };
        let next = !list.closed && list.begun.checked_add(1) == Some(line);
        list.begun = line;
        list.closed |= usize::try_from(line).is_ok_and(|line| line >= list.orders.len());
        let place = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
        let confirmed = place.and_then(|place| list.orders.get(place));
        let (same, transaction) = match agent_id {
            None => (true, None),
            Some(agent_id) => match projection::find(connection, agent_id)? {
                Some((id, transaction)) => {
                    let order = confirmed.map(|confirmed| Order::Recharge(confirmed.order.clone()));
                    (id + 1 == seq && order.as_ref() == Some(&transaction.order), Some(id))
                }
                None => (false, None),
            },
        };
        let there = connection
            .prepare_cached(
                "SELECT 1 FROM batch_lines WHERE batch = ?1 AND line = ?2 AND transaction_id IS ?3",
            )?
            .exists(params![batch, line, transaction])?;
        Ok(next && same && there)
    }

    /// Takes the end of a list in, and says whether it was open.
    pub(super) fn close(&mut self, batch: i64) -> bool {
        let list = self.lists.get_mut(&batch).filter(|list| !list.closed);
        list.map(|list| list.closed = true).is_some()
    }

    /// Whether the tables hold what the events add up to, once all events were taken in.
    pub(super) fn is_right(&self, connection: &Connection) -> Result<bool, LedgerError> {
        let lines: i64 =
            connection.query_row("SELECT count(*) FROM batch_lines", [], |row| row.get(0))?;
        let mut statement =
            connection.prepare("SELECT id, begun, closed FROM batches ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let here: Vec<(i64, u32, bool)> = rows.collect::<Result<_, _>>()?;
        let lists = self.lists.iter();
        let there: Vec<_> = lists.map(|(id, list)| (*id, list.begun, list.closed)).collect();
        Ok(lines == self.lines && here == there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{Shop, at, id, order};
    use crate::transaction::{Event, RechargeOrder, ShopEvent, State};

    fn recharge(n: u64) -> RechargeOrder {
        let Order::Recharge(order) = order(&format!("98765432{n:02}"), 19_900, "") else {
            panic!("a recharge")
        };
        order
    }

    fn orders(count: u64) -> Vec<BatchOrder> {
        (1..=count).map(|n| BatchOrder { order: recharge(n), despite_earlier: n == 2 }).collect()
    }

    impl Shop {
        fn list(&mut self, count: u64) -> i64 {
            self.ledger.append_shop(at(0), &ShopEvent::Batch { orders: orders(count) }).unwrap()
        }

        fn line(&mut self, batch: i64, line: u32, n: u64) -> Result<(), LedgerError> {
            let order = Order::Recharge(recharge(n));
            self.ledger.append_line(batch, line, id(n), at(n), order).map(drop)
        }
    }

    fn refused(result: Result<(), LedgerError>) -> bool {
        matches!(result, Err(LedgerError::NoLine { .. }))
    }

    #[test]
    fn m2_no_line_is_begun_twice_and_none_is_passed_over() {
        let mut shop = Shop::new();
        let batch = shop.list(3);
        assert!(refused(shop.line(batch, 2, 2)), "the first comes first");
        assert!(refused(shop.line(batch, 0, 2)));
        shop.line(batch, 1, 1).unwrap();
        assert!(refused(shop.line(batch, 1, 2)), "with another AgentID neither");
        let twice = shop.line(batch, 2, 1);
        assert!(matches!(twice, Err(LedgerError::Duplicate(of)) if of == id(1)), "{twice:?}");
        assert!(refused(shop.line(batch + 1, 2, 2)), "no such list");
        let left_out = ShopEvent::BatchLine { batch, line: 2, agent_id: None };
        shop.ledger.append_shop(at(2), &left_out).unwrap();
        shop.line(batch, 3, 3).unwrap();
        assert!(refused(shop.line(batch, 4, 4)), "the list is at its end");
        let reader = shop.ledger.reader().unwrap();
        assert_eq!(reader.transaction_count().unwrap(), 2, "what is refused leaves no intent");
        let read = reader.batch(batch).unwrap().unwrap();
        let begun: Vec<_> =
            read.begun.iter().map(|one| one.as_ref().map(|one| one.agent_id)).collect();
        assert_eq!(begun, [Some(id(1)), None, Some(id(3))]);
        assert!(read.closed && read.next_line().is_none());
        let report = check(&shop.path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
    }

    #[test]
    fn m1_a_line_and_its_intent_are_one_commit_and_a_line_alone_is_refused() {
        let mut shop = Shop::new();
        let batch = shop.list(2);
        let before = shop.recharge(7, "9876543299", 100, "").agent_id;
        shop.answer(7, "TXN");
        for agent_id in [before, id(1)] {
            let event = ShopEvent::BatchLine { batch, line: 1, agent_id: Some(agent_id) };
            assert!(refused(shop.ledger.append_shop(at(1), &event).map(drop)));
        }
        shop.line(batch, 1, 1).unwrap();
        let mut shop = shop.reopen();
        let reader = shop.ledger.reader().unwrap();
        let read = reader.newest_batch().unwrap().unwrap();
        assert_eq!((read.id, read.next_line(), read.at), (batch, Some(2), at(0)));
        assert_eq!(read.orders.to_vec(), orders(2));
        let begun = read.begun[0].as_ref().unwrap();
        assert_eq!((begun.agent_id, begun.state()), (id(1), State::Sending));
        shop.append(1, &Event::Recovered);
        assert!(
            refused(shop.line(batch, 1, 9)),
            "a line that may have been sent is never begun again"
        );
    }

    #[test]
    fn one_list_at_a_time_and_a_list_that_was_let_be_goes_on_no_more() {
        let mut shop = Shop::new();
        let batch = shop.list(2);
        let second = ShopEvent::Batch { orders: orders(1) };
        let open = shop.ledger.append_shop(at(1), &second);
        assert!(matches!(open, Err(LedgerError::BatchOpen(of)) if of == batch), "{open:?}");
        let close = ShopEvent::BatchClosed { batch };
        shop.ledger.append_shop(at(1), &close).unwrap();
        assert!(refused(shop.ledger.append_shop(at(1), &close).map(drop)));
        assert!(refused(shop.line(batch, 1, 1)));
        let second = shop.ledger.append_shop(at(1), &second).unwrap();
        shop.line(second, 1, 1).unwrap();
        let reader = shop.ledger.reader().unwrap();
        assert_eq!(reader.newest_batch().unwrap().unwrap().id, second);
        assert_eq!(reader.batch(99).unwrap(), None);
    }

    #[test]
    fn m9_the_lists_are_made_anew_from_the_events_and_tampering_is_found() {
        for tampering in [
            "UPDATE batches SET begun = 2",
            "UPDATE batches SET closed = 1",
            "UPDATE batches SET count = 9",
            "DELETE FROM batch_lines",
            "UPDATE batch_lines SET transaction_id = NULL",
            "UPDATE batch_lines SET line = 2",
            "INSERT INTO batches VALUES (99, 0, 1, 0, 0)",
        ] {
            let mut shop = Shop::new();
            let batch = shop.list(3);
            shop.line(batch, 1, 1).unwrap();
            let before = shop.ledger.reader().unwrap().batch(batch).unwrap();
            shop.ledger.connection.execute_batch(tampering).unwrap();
            let report = check(&shop.path).unwrap().to_string();
            assert!(report.contains("batches"), "{tampering}: {report}");
            shop.ledger
                .connection
                .execute_batch("UPDATE meta SET value = '0' WHERE name = 'projection'")
                .unwrap();
            let shop = shop.reopen();
            assert_eq!(shop.ledger.reader().unwrap().batch(batch).unwrap(), before);
            assert!(check(&shop.path).unwrap().problems.is_empty());
        }
    }

    #[test]
    fn m9_a_line_that_became_another_order_than_the_confirmed_one_is_found() {
        let mut shop = Shop::new();
        let batch = shop.list(2);
        shop.line(batch, 1, 2).unwrap();
        let report = check(&shop.path).unwrap();
        assert!(report.to_string().contains("batches"), "{report}");
    }
}
