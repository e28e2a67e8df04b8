//! Paying: the question about a repeat, the intent on disk, one sending, the answer on disk.

use std::sync::Arc;
use std::time::Duration;

use super::balance;
use super::desk::{Begun, Desk};
use super::messages::{Ticket, Update, WhyNotPaid};
use crate::ids::AgentId;
use crate::ledger::NextLine;
use crate::points::{Point, reached};
use crate::transaction::{Event, Order, Reply, Service, State, Transaction};

/// How long to wait before an answer that could not be written is tried again.
const WRITE_AGAIN: Duration = Duration::from_secs(5);

/// What a sending begins with; the other is done meanwhile. The intent is on disk either way.
#[derive(Clone, Copy)]
pub(super) enum First {
    /// The call: a customer waits for it.
    Call,
    /// The note that it was sent: the next line of a list waits for both, and a disk takes longer
    /// than the first steps of a call.
    Note,
}

/// Makes the gateway ready for a payment that it would take, meanwhile: nothing of it is sent.
pub(super) fn make_ready(desk: &Desk, service: Service) {
    let gateway = desk.gateway();
    if !gateway.takes(service) {
        return;
    }
    desk.run_errand(async move { gateway.make_ready(service).await });
}

/// Takes a payment: when this returns, its intent is on disk and it is on its way, or
/// the window knows why not. Payments are taken one after another, so that the question
/// about a repeat (M14) sees every earlier one.
pub async fn pay(desk: &Arc<Desk>, ticket: Ticket, order: Order, despite_earlier: bool) {
    let transaction = match take(desk, &order, despite_earlier, None).await {
        Ok(transaction) => transaction,
        Err(why) => return desk.window.tell(Update::NotPaid { ticket, why }),
    };
    let agent_id = transaction.agent_id;
    let (sent, moved, flight) = (Arc::clone(desk), wallet(&order), desk.begin_flight());
    let sending = Arc::clone(desk);
    let sending = tokio::spawn(async move {
        let reply = send(&sending, agent_id, &order, First::Call).await;
        write_answer(&sending, agent_id, Event::Answer { reply }).await
    });
    tokio::spawn(async move {
        // A window that wakes wants a core, and so do the rows on the screen: the customer's money
        // is to have it first.
        tokio::task::yield_now().await;
        sent.window.tell(Update::Paying { ticket, agent_id });
        sent.tell_changed_soon(transaction);
        match sending.await {
            Ok(answered) => sent.tell_changed(answered).await,
            Err(error) if error.is_panic() => recover(&sent, agent_id).await,
            Err(_) => {}
        }
        balance::ask_soon(&sent, moved);
        drop(flight);
    });
}

/// Everything before the sending: nothing has left while this runs. `line` is the list and the
/// line that the order stands in, if it stands in one: it is begun with the intent.
///
/// # Errors
/// Why it was not taken: then nothing is to be sent.
pub(super) async fn take(
    desk: &Desk,
    order: &Order,
    despite_earlier: bool,
    line: Option<(i64, u32)>,
) -> Result<Transaction, WhyNotPaid> {
    let trouble = |error| WhyNotPaid::Ledger(Arc::new(error));
    let _only_one = desk.taking.lock().await;
    if !desk.gateway().takes(order.service()) {
        return Err(WhyNotPaid::NotTaken);
    }
    let now = desk.clock.now();
    let agent_id = (desk.machine.new_agent_id)(now).map_err(|_| WhyNotPaid::NoRandomness)?;
    reached(Point::PaymentTaken);
    let begun = desk.begin((agent_id, now), order.clone(), despite_earlier, line).await;
    let transaction = match begun.map_err(trouble)? {
        Begun::Written(transaction) => transaction,
        Begun::Repeats(earlier) => return Err(WhyNotPaid::Repeats(Box::new(earlier))),
    };
    reached(Point::IntentWritten);
    desk.pace.made(agent_id, order.service(), desk.clock.as_ref());
    Ok(transaction)
}

/// The one sending of a transaction whose intent is on disk, and what came back: in memory
/// alone, until it is written.
pub(super) async fn send(desk: &Desk, agent_id: AgentId, order: &Order, first: First) -> Reply {
    let gateway = desk.gateway();
    reached(Point::PaymentBegun);
    let note = async {
        match desk.append(agent_id, Event::Sent).await {
            Ok(_) => reached(Point::SentWritten),
            Err(error) => {
                tracing::warn!(%agent_id, %error, "that it was sent could not be written");
            }
        }
    };
    let call = async {
        let reply = gateway.pay(agent_id, order).await;
        reached(Point::AnswerCome);
        reply
    };
    let (reply, ()) = match first {
        First::Call => tokio::join!(biased; call, note),
        First::Note => {
            let ((), reply) = tokio::join!(biased; note, call);
            (reply, ())
        }
    };
    desk.tell_link(&reply);
    reply
}

/// Writes the answer to a line down, and takes the next line in the same commit if `goes_on`
/// says so of what was answered: then that one's intent comes back too, and it is to be sent.
/// Where this is not possible the answer alone is written, and [`take`] says why.
pub(super) async fn write_answer_and_take(
    desk: &Desk,
    agent_id: AgentId,
    reply: Reply,
    next: NextLine,
    goes_on: impl FnOnce(&Transaction) -> bool + Send + 'static,
) -> (Transaction, Option<Transaction>) {
    let event = Event::Answer { reply };
    match together(desk, agent_id, event.clone(), next, goes_on).await {
        Some(written) => written,
        None => (write_answer(desk, agent_id, event).await, None),
    }
}

/// The commit of [`write_answer_and_take`]; `None` when nothing of it is written.
async fn together(
    desk: &Desk,
    agent_id: AgentId,
    event: Event,
    next: NextLine,
    goes_on: impl FnOnce(&Transaction) -> bool + Send + 'static,
) -> Option<(Transaction, Option<Transaction>)> {
    let _only_one = desk.taking.lock().await;
    let (now, service) = (desk.clock.now(), next.order.service());
    if !desk.gateway().takes(service) {
        return None;
    }
    let taken = (desk.machine.new_agent_id)(now).ok()?;
    reached(Point::PaymentTaken);
    match desk.append_and_begin_line(now, agent_id, event, (taken, next), goes_on).await {
        Ok((answered, begun)) => {
            reached(Point::AnswerWritten);
            if begun.is_some() {
                reached(Point::IntentWritten);
                desk.pace.made(taken, service, desk.clock.as_ref());
            }
            Some((answered, begun))
        }
        Err(error) => {
            tracing::warn!(%agent_id, %error, "an answer and the next line could not be written");
            None
        }
    }
}

/// Writes the answer down, again and again while the disk refuses: it says where money is.
pub(super) async fn write_answer(desk: &Desk, agent_id: AgentId, event: Event) -> Transaction {
    loop {
        match desk.append(agent_id, event.clone()).await {
            Ok(transaction) => {
                reached(Point::AnswerWritten);
                return transaction;
            }
            Err(error) => {
                tracing::error!(%agent_id, %error, "an answer could not be written");
                desk.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
                tokio::time::sleep(WRITE_AGAIN).await;
            }
        }
    }
}

/// A fault of Galla's own while a payment is on its way is a time-out, as a crash is (money
/// rule M5). Where this cannot be written, the next start does it.
async fn recover(desk: &Arc<Desk>, agent_id: AgentId) {
    let sending = |one: &Transaction| one.state() == State::Sending;
    let found = desk.read(move |reader| reader.transaction(agent_id)).await;
    let recovered = match found {
        Ok(one) if one.as_ref().is_some_and(sending) => {
            desk.append(agent_id, Event::Recovered).await
        }
        Ok(_) => return,
        Err(error) => Err(error),
    };
    match recovered {
        Ok(transaction) => desk.tell_changed(transaction).await,
        Err(error) => {
            tracing::error!(%agent_id, %error, "that a payment is pending could not be written");
            desk.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
        }
    }
}

/// The wallet that an order moves.
const fn wallet(order: &Order) -> &'static [Service] {
    match order {
        Order::Recharge(_) => &[Service::Recharge],
        Order::Payout(_) => &[Service::Payout],
        Order::Collection(_) => &[Service::Collection],
        // A customer's wallet is the customer's.
        Order::WalletLoad(_) => &[],
    }
}
