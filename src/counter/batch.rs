//! Sending a list of recharges: one line at a time, each by the way of a single payment (money rules M1, M2, M5, M14).
//!
//! A list is a fact of the ledger before its first line is sent, and each line is begun in one
//! commit with its intent, and from the second on with the answer to the line before. So a list
//! that stands still, paused or after a crash, goes on with the first line that was never begun,
//! and no line can be sent twice.

use std::convert::Infallible;
use std::future::pending;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::batch_messages::{BatchCommand, BatchUpdate, Standing, Stopped};
use super::desk::{Desk, Flight};
use super::messages::{Ticket, Update, WhyNotPaid};
use super::send::{self, First};
use super::{balance, bulk};
use crate::ledger::{LedgerError, NextLine};
use crate::transaction::batch::{MOST_LINES, Watch, total};
use crate::transaction::{Batch, BatchOrder, Event, Order, Service, ShopEvent, Transaction};

/// A gateway that answers sooner is so near that to make its connection ahead costs more than it
/// saves.
const NEAR: Duration = Duration::from_millis(5);

/// The list that is being sent, and what the agent wants of it; nothing when none is.
#[derive(Default)]
pub(super) struct Run(Mutex<Option<(i64, Wish)>>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    GoOn,
    Pause,
    Close,
}

impl Run {
    /// The list that is being sent.
    fn batch(&self) -> Option<i64> {
        let run = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        run.map(|(batch, _)| batch)
    }

    /// Whether the list that is being sent is to go on.
    fn goes_on(&self) -> bool {
        let run = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(run, Some((_, Wish::GoOn)))
    }

    /// Whether nothing was being sent: then the caller sends.
    fn begin(&self, batch: i64) -> bool {
        let mut run = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = run.is_none();
        if free {
            *run = Some((batch, Wish::GoOn));
        }
        free
    }

    /// Asks the list that is being sent to stop; whether there is one.
    fn stop(&self, how: Wish) -> bool {
        let mut run = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, wish)) = &mut *run
            && *wish != Wish::Close
        {
            *wish = how;
        }
        run.is_some()
    }

    /// Nothing is being sent any more; whether the rest is to be let be.
    fn end(&self) -> bool {
        let run = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        matches!(run, Some((_, Wish::Close)))
    }
}

/// Carries out what the window asks about a list.
pub async fn obey(desk: &Arc<Desk>, command: BatchCommand, live: bool) {
    match command {
        BatchCommand::Check { source, category, catalogue } => {
            bulk::check(desk, source, category, catalogue, live);
        }
        BatchCommand::Begin { ticket, orders } => begin(desk, ticket, orders).await,
        BatchCommand::GoOn { batch, line, despite_earlier } => {
            go_on(desk, batch, line, despite_earlier).await;
        }
        BatchCommand::LeaveOut { batch, line } => leave_out(desk, batch, line).await,
        BatchCommand::Pause => {
            desk.run.stop(Wish::Pause);
        }
        BatchCommand::Close { batch } => {
            if !desk.run.stop(Wish::Close) {
                let stopped = close(desk, batch).await;
                tell_newest(desk, stopped).await;
            }
        }
        BatchCommand::Save { file, text, replace } => bulk::save(desk, file, text, replace),
    }
}

/// The list that is being sent stops after the line that is on its way.
pub fn pause(desk: &Desk) {
    desk.run.stop(Wish::Pause);
}

/// Tells the window how the newest list stands, if there is one.
pub async fn tell_newest(desk: &Desk, stopped: Option<Stopped>) {
    match desk.read(|reader| reader.newest_batch()).await {
        Ok(Some(batch)) => tell(desk, batch, stopped),
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "a list cannot be read"),
    }
}

fn tell(desk: &Desk, batch: Batch, stopped: Option<Stopped>) {
    let running = desk.run.batch() == Some(batch.id);
    let standing = Box::new(Standing { batch, running, stopped });
    desk.window.tell(Update::Batch(BatchUpdate::Stands(standing)));
}

/// Keeps a list that was confirmed, and sends it.
async fn begin(desk: &Arc<Desk>, ticket: Ticket, orders: Vec<BatchOrder>) {
    let refused = |why| desk.window.tell(Update::Batch(BatchUpdate::NotBegun { ticket, why }));
    let counted = total(orders.iter().map(|line| line.order.amount)).is_some();
    let takes = desk.gateway().takes(Service::Recharge);
    if orders.is_empty() || orders.len() > MOST_LINES || !counted || !takes {
        return refused(WhyNotPaid::NotTaken);
    }
    // A list is at its end when its last line is begun, and that line may not be answered yet.
    if let Some(other) = desk.run.batch() {
        return refused(WhyNotPaid::Ledger(Arc::new(LedgerError::BatchOpen(other))));
    }
    let at = desk.clock.now();
    match desk.append_shop(at, ShopEvent::Batch { orders: orders.clone() }).await {
        Ok(id) => {
            let batch = Batch { id, at, orders: orders.into(), begun: Vec::new(), closed: false };
            start(desk, batch, false);
        }
        Err(error) => refused(WhyNotPaid::Ledger(Arc::new(error))),
    }
}

/// Goes on with a list that stands still, if `line` is its next one.
async fn go_on(desk: &Arc<Desk>, id: i64, line: u32, despite_earlier: bool) {
    if desk.run.batch().is_some() {
        return;
    }
    match desk.read(move |reader| reader.batch(id)).await {
        Ok(Some(batch)) if batch.next_line() == Some(line) => start(desk, batch, despite_earlier),
        Ok(_) => {}
        Err(error) => {
            let why = WhyNotPaid::Ledger(Arc::new(error));
            tell_newest(desk, Some(Stopped::NotTaken(why))).await;
        }
    }
}

/// Passes a line over, if it is the next one, and goes on after it.
async fn leave_out(desk: &Arc<Desk>, id: i64, line: u32) {
    if desk.run.batch().is_some() {
        return;
    }
    let event = ShopEvent::BatchLine { batch: id, line, agent_id: None };
    match desk.append_shop(desk.clock.now(), event).await {
        Ok(_) => {
            let left_out = BatchUpdate::Line { batch: id, line, transaction: None };
            desk.window.tell(Update::Batch(left_out));
            match desk.read(move |reader| reader.batch(id)).await {
                Ok(Some(batch)) if batch.next_line().is_some() => start(desk, batch, false),
                _ => tell_newest(desk, None).await,
            }
        }
        // Not the next line: the key was pressed twice.
        Err(LedgerError::NoLine { .. }) => {}
        Err(error) => {
            let why = WhyNotPaid::Ledger(Arc::new(error));
            tell_newest(desk, Some(Stopped::NotTaken(why))).await;
        }
    }
}

/// Lets the rest of a list be; what keeps that from the disk comes back.
async fn close(desk: &Desk, batch: i64) -> Option<Stopped> {
    let event = ShopEvent::BatchClosed { batch };
    match desk.append_shop(desk.clock.now(), event).await {
        // It is at its end already.
        Ok(_) | Err(LedgerError::NoLine { .. }) => None,
        Err(error) => Some(Stopped::NotTaken(WhyNotPaid::Ledger(Arc::new(error)))),
    }
}

/// Sends a list from its next line on, meanwhile, unless one is being sent.
fn start(desk: &Arc<Desk>, batch: Batch, despite_earlier: bool) {
    if !desk.run.begin(batch.id) {
        return;
    }
    let (id, orders, next) = (batch.id, Arc::clone(&batch.orders), batch.next_line());
    tell(desk, batch, None);
    let flight = desk.begin_flight();
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        let stopped = lines(&desk, id, &orders, next, despite_earlier).await;
        end(&desk, id, stopped, flight).await;
    });
}

/// Sends the lines from `next` on; why it stopped before the last one comes back.
async fn lines(
    desk: &Arc<Desk>,
    id: i64,
    orders: &[BatchOrder],
    next: Option<u32>,
    mut despite_earlier: bool,
) -> Option<Stopped> {
    let next = next?;
    let begun = usize::try_from(next).ok()?.checked_sub(1)?;
    let mut watch = Watch::default();
    let mut lines = (next..).zip(orders.iter().skip(begun)).peekable();
    // What was begun with the answer to the line before is on disk, and is sent.
    let mut taken = None;
    while let Some((line, confirmed)) = lines.next() {
        let order = Order::Recharge(confirmed.order.clone());
        let despite = mem::take(&mut despite_earlier) || confirmed.despite_earlier;
        let begun = match taken.take() {
            Some(begun) => begun,
            None if !desk.run.goes_on() => return Some(Stopped::Paused),
            None => match send::take(desk, &order, despite, Some((id, line))).await {
                Ok(begun) => begun,
                Err(why) => return Some(Stopped::NotTaken(why)),
            },
        };
        let after = lines.peek().map(|(line, confirmed)| NextLine {
            batch: id,
            line: *line,
            order: Order::Recharge(confirmed.order.clone()),
            despite_earlier: confirmed.despite_earlier,
        });
        let last = after.is_none();
        let answered;
        (answered, taken) = send_line(desk, (id, line), begun, &order, after, watch).await;
        if let Some(halt) = watch.saw(&answered).filter(|_| !last) {
            return Some(Stopped::Halted(halt));
        }
    }
    None
}

/// One line that is begun on disk: sent once, and its answer on disk before this returns. With
/// it the line `after` it may be begun, and comes back then.
async fn send_line(
    desk: &Arc<Desk>,
    (batch, line): (i64, u32),
    begun: Transaction,
    order: &Order,
    after: Option<NextLine>,
    mut watch: Watch,
) -> (Transaction, Option<Transaction>) {
    let agent_id = begun.agent_id;
    let transaction = Some(Box::new(begun.clone()));
    desk.window.tell(Update::Batch(BatchUpdate::Line { batch, line, transaction }));
    desk.tell_changed_soon(begun);
    let reply = tokio::select! {
        biased;
        reply = send::send(desk, agent_id, order, First::Note) => reply,
        never = make_ready_for(desk, after.as_ref()) => match never {},
    };
    let (answered, taken) = match after {
        Some(after) => {
            let asked = Arc::clone(desk);
            let goes_on =
                move |answered: &Transaction| watch.saw(answered).is_none() && asked.run.goes_on();
            send::write_answer_and_take(desk, agent_id, reply, after, goes_on).await
        }
        None => (send::write_answer(desk, agent_id, Event::Answer { reply }).await, None),
    };
    desk.tell_changed_soon(answered.clone());
    (answered, taken)
}

/// Makes the gateway ready for the next line while this one is still answered; it never ends.
async fn make_ready_for(desk: &Desk, next: Option<&NextLine>) -> Infallible {
    if next.is_some() {
        tokio::time::sleep(NEAR).await;
        send::make_ready(desk, Service::Recharge);
    }
    pending().await
}

/// Nothing more is sent: the counter is free again, and the window knows why.
async fn end(desk: &Arc<Desk>, batch: i64, stopped: Option<Stopped>, flight: Flight) {
    let stopped = if desk.run.end() { close(desk, batch).await } else { stopped };
    drop(flight);
    tell_newest(desk, stopped).await;
    balance::ask_soon(desk, &[Service::Recharge]);
}
