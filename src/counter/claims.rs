//! Claims from outside on their way into the ledger: those that wait together are written together (money rule M12).
//!
//! One commit takes the disk as long as a hundred events in it do, so a gateway that calls
//! about everything at once is heard at once.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::callbacks::TEST_AGENT_ID;
use super::desk::Desk;
use super::follow;
use crate::gateway::Scrub;
use crate::ledger::{Fact, LedgerError};
use crate::listener::{Caller, Incoming};
use crate::points::{Point, reached};
use crate::transaction::evidence::read_claim;
use crate::transaction::load::read_return;
use crate::transaction::{Claim, Event, Mismatch, ShopEvent, Transaction};

/// A claim with the secrets taken out of it, and whom to tell when it is on disk.
struct Waiting {
    claim: Claim,
    from: Caller,
    kept: oneshot::Sender<bool>,
}

/// Writes claims where they belong, tells the window what came of them, and whoever called
/// that they are on disk, or are not.
pub async fn take(desk: &Arc<Desk>, scrub: &Scrub, claims: Vec<Incoming>) {
    let clean = |Incoming { claim, from, kept }: Incoming| Waiting {
        claim: scrub.clean_claim(&claim),
        from,
        kept,
    };
    let (tests, claims): (Vec<_>, Vec<_>) =
        claims.into_iter().map(clean).partition(|one| one.claim.agent_id == TEST_AGENT_ID);
    answer(tests, true);
    if claims.is_empty() {
        return;
    }
    match write(desk, &claims).await {
        // One that cannot be written must not keep the others from the disk.
        Err(error) if claims.len() > 1 => {
            tracing::warn!(%error, "callbacks are written one by one");
            for claim in claims {
                let alone = [claim];
                let written = write(desk, &alone).await;
                settle(desk, alone, written).await;
            }
        }
        written => settle(desk, claims, written).await,
    }
}

/// What the transaction of each claim is now, in their order, once all of it is on disk.
async fn write(desk: &Desk, claims: &[Waiting]) -> Result<Vec<Option<Transaction>>, LedgerError> {
    let named =
        |one: &Waiting| (one.claim.agent_id.trim().parse().ok(), (one.from, one.claim.clone()));
    desk.append_claims(claims.iter().map(named).collect(), judge).await
}

/// What a claim is, beside the transaction that it names: a claim of it when all agrees, else
/// one that is kept as unmatched and changes nothing.
fn judge((from, claim): (Caller, Claim), known: Option<&Transaction>) -> Fact {
    let judged = match (known, from) {
        (None, _) => Err(Mismatch::AgentId),
        (Some(known), Caller::Pgpe) => {
            let its = known.api_trans_id.as_deref();
            read_claim(known.agent_id, &known.order, its, &claim).map(|_| known)
        }
        // What came with the customer ends nothing.
        (Some(known), Caller::Customer) => {
            read_return(&known.order, known.api_trans_id.as_deref(), &claim).map(|()| known)
        }
    };
    let claim = Box::new(claim);
    match (judged, from) {
        (Ok(known), Caller::Pgpe) => Fact::Of(known.agent_id, Event::Callback { claim }),
        (Ok(known), Caller::Customer) => Fact::Of(known.agent_id, Event::Returned { claim }),
        (Err(why), _) => Fact::Shop(ShopEvent::Unmatched { claim, why }),
    }
}

/// Tells the window and whoever called what came of the writing.
async fn settle(
    desk: &Arc<Desk>,
    claims: impl IntoIterator<Item = Waiting>,
    written: Result<Vec<Option<Transaction>>, LedgerError>,
) {
    let claims = claims.into_iter();
    match written {
        Err(error) => {
            tracing::error!(%error, "callbacks could not be written");
            answer(claims, false);
        }
        Ok(transactions) => {
            reached(Point::ClaimWritten);
            let claims: Vec<_> = claims.collect();
            let callers = claims.iter().map(|one| one.from);
            tell(desk, callers.zip(transactions).collect()).await;
            answer(claims, true);
        }
    }
}

/// Tells the window what is different now, and asks PayU about customers who came back.
async fn tell(desk: &Arc<Desk>, written: Vec<(Caller, Option<Transaction>)>) {
    let changed: Vec<_> =
        written.into_iter().filter_map(|(from, one)| Some((from, one?))).collect();
    desk.tell_all_changed(changed.iter().map(|(_, one)| one.clone())).await;
    for (from, transaction) in changed {
        match from {
            Caller::Pgpe => desk.tell_resolved(transaction),
            Caller::Customer => {
                let (asking, agent_id) = (Arc::clone(desk), transaction.agent_id);
                desk.run_errand(async move { follow::ask_when_allowed(&asking, agent_id).await });
            }
        }
    }
}

/// Tells whoever called whether their claims are on disk. They may have hung up; what is on
/// disk stays there.
fn answer(claims: impl IntoIterator<Item = Waiting>, kept: bool) {
    for claim in claims {
        let _gone = claim.kept.send(kept);
        reached(Point::ClaimAnswered);
    }
}
