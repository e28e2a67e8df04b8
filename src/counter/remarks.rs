//! What the agent adds to a transaction: a word on how it ended, a remark, that money was given back.

use std::sync::Arc;

use super::desk::Desk;
use super::messages::{Update, WhyNotKept};
use crate::ids::AgentId;
use crate::transaction::{Event, State};

/// Keeps the agent's own word on a pending transaction (money rule M16).
pub async fn settle(desk: &Desk, agent_id: AgentId, succeeded: bool, reason: String) {
    let refused = |error| desk.window.tell(Update::NotSettled { agent_id, error });
    match desk.read(move |reader| reader.transaction(agent_id)).await {
        Ok(Some(transaction)) if transaction.state() == State::Pending => {
            match desk.append(agent_id, Event::Settled { succeeded, reason }).await {
                Ok(transaction) => desk.tell_changed(transaction).await,
                Err(error) => refused(Some(Arc::new(error))),
            }
        }
        Ok(_) => refused(None),
        Err(error) => refused(Some(Arc::new(error))),
    }
}

/// Keeps a remark on any transaction.
pub async fn note(desk: &Desk, agent_id: AgentId, text: String) {
    keep(desk, agent_id, Event::Note { text }).await;
}

/// Keeps that the agent gave the customer's money back, where there is any to give.
pub async fn give_back(desk: &Desk, agent_id: AgentId) {
    let refused = |why| desk.window.tell(Update::NotKept { agent_id, why });
    match desk.read(move |reader| reader.transaction(agent_id)).await {
        Ok(Some(transaction)) if transaction.owes_customer() => {
            keep(desk, agent_id, Event::GivenBack).await;
        }
        Ok(_) => refused(WhyNotKept::NothingOwed),
        Err(error) => refused(WhyNotKept::Ledger(Arc::new(error))),
    }
}

async fn keep(desk: &Desk, agent_id: AgentId, event: Event) {
    match desk.append(agent_id, event).await {
        Ok(transaction) => desk.tell_changed(transaction).await,
        Err(error) => {
            let why = WhyNotKept::Ledger(Arc::new(error));
            desk.window.tell(Update::NotKept { agent_id, why });
        }
    }
}
