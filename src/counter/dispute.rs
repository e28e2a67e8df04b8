//! Raising disputes: for successes, once, with the agent's words and the gateway's answer kept (money rule M11).

use std::sync::Arc;

use super::desk::Desk;
use super::messages::{Update, WhyNotKept};
use crate::ids::AgentId;
use crate::ledger::LedgerError;
use crate::points::{Point, reached};
use crate::transaction::Event;
use crate::transaction::dispute::may_dispute;

/// Raises a dispute, and tells the window what came of it.
pub async fn raise(desk: &Arc<Desk>, agent_id: AgentId, message: String) {
    if let Err(why) = try_raise(desk, agent_id, message).await {
        desk.window.tell(Update::NotKept { agent_id, why });
    }
}

async fn try_raise(desk: &Desk, agent_id: AgentId, message: String) -> Result<(), WhyNotKept> {
    let failed = |error: LedgerError| WhyNotKept::Ledger(Arc::new(error));
    // One dispute after another: the answer to one belongs to the newest question.
    let _only_one = desk.disputing.lock().await;
    let transaction = desk.read(move |reader| reader.transaction(agent_id)).await;
    let transaction = transaction.map_err(failed)?.filter(may_dispute);
    let Some(transaction) = transaction else { return Err(WhyNotKept::NoDispute) };
    let asked = Event::DisputeAsked { message: message.clone() };
    let changed = desk.append(agent_id, asked).await.map_err(failed)?;
    reached(Point::DisputeWritten);
    desk.tell_changed(changed).await;
    let service = transaction.order.service();
    let reply = desk.gateway().dispute(agent_id, service, &message).await;
    reached(Point::DisputeCome);
    desk.tell_link(&reply);
    let changed = desk.append(agent_id, Event::DisputeAnswer { reply }).await.map_err(failed)?;
    reached(Point::DisputeAnswered);
    desk.tell_changed(changed).await;
    Ok(())
}
