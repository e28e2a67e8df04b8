//! Paying: the question about a repeat, the intent on disk, one sending, the answer on disk.

use std::sync::Arc;
use std::time::Duration;

use super::balance;
use super::desk::Desk;
use super::messages::{Ticket, Update, WhyNotPaid};
use crate::ids::AgentId;
use crate::transaction::{Event, Order, Reply, Service, Transaction};

/// How long to wait before an answer that could not be written is tried again.
const WRITE_AGAIN: Duration = Duration::from_secs(5);

/// Takes a payment: when this returns, its intent is on disk and it is on its way, or
/// the window knows why not. Payments are taken one after another, so that the question
/// about a repeat (M14) sees every earlier one.
pub async fn pay(desk: &Arc<Desk>, ticket: Ticket, order: Order, despite_earlier: bool) {
    match take(desk, &order, despite_earlier).await {
        Err(why) => desk.window.tell(Update::NotPaid { ticket, why }),
        Ok(transaction) => {
            let agent_id = transaction.agent_id;
            desk.window.tell(Update::Paying { ticket, agent_id });
            desk.tell_changed(transaction).await;
            let flight = desk.begin_flight();
            let desk = Arc::clone(desk);
            tokio::spawn(async move {
                send(&desk, agent_id, &order).await;
                balance::ask_soon(&desk, wallet(&order));
                drop(flight);
            });
        }
    }
}

/// Everything before the sending: nothing has left while this runs.
async fn take(
    desk: &Desk,
    order: &Order,
    despite_earlier: bool,
) -> Result<Transaction, WhyNotPaid> {
    let trouble = |error| WhyNotPaid::Ledger(Arc::new(error));
    if !desk.gateway().takes(order.service()) {
        return Err(WhyNotPaid::NotTaken);
    }
    let now = desk.clock.now();
    if !despite_earlier {
        let asked = order.clone();
        let earlier = desk.read(move |reader| reader.repeated(&asked, now)).await;
        if let Some(earlier) = earlier.map_err(trouble)? {
            return Err(WhyNotPaid::Repeats(Box::new(earlier)));
        }
    }
    let agent_id = (desk.machine.new_agent_id)(now).map_err(|_| WhyNotPaid::NoRandomness)?;
    let intent = Event::Intent { order: Box::new(order.clone()) };
    let transaction = desk.append(agent_id, intent).await.map_err(trouble)?;
    desk.pace.made(agent_id, order.service(), desk.clock.as_ref());
    Ok(transaction)
}

/// The one sending of a transaction whose intent is on disk.
async fn send(desk: &Arc<Desk>, agent_id: AgentId, order: &Order) {
    let gateway = desk.gateway();
    // The call is polled first: it is on its way while the disk notes that it was sent.
    let note = async {
        if let Err(error) = desk.append(agent_id, Event::Sent).await {
            tracing::warn!(%agent_id, %error, "that it was sent could not be written");
        }
    };
    let (reply, ()) = tokio::join!(biased; gateway.pay(agent_id, order), note);
    desk.tell_link(&reply);
    write_answer(desk, agent_id, reply).await;
}

/// Writes the answer down, again and again while the disk refuses: it says where money is.
async fn write_answer(desk: &Arc<Desk>, agent_id: AgentId, reply: Reply) {
    let event = Event::Answer { reply };
    loop {
        match desk.append(agent_id, event.clone()).await {
            Ok(transaction) => return desk.tell_changed(transaction).await,
            Err(error) => {
                tracing::error!(%agent_id, %error, "an answer could not be written");
                desk.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
                tokio::time::sleep(WRITE_AGAIN).await;
            }
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
