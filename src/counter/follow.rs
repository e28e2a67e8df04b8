//! Following up: asking the gateway what became of pending transactions, within money rule M6.

use std::sync::Arc;
use std::time::Duration;

use super::desk::Desk;
use super::messages::Update;
use super::pace::Pace;
use crate::ids::AgentId;
use crate::ledger::{LedgerError, Reader};
use crate::points::{Point, reached};
use crate::transaction::asking::{AFTER_TRANSACTION, Ask, BETWEEN_QUESTIONS, next_enquiry};
use crate::transaction::{Asker, Event, Service, State, Transaction};

/// Galla's own questions come this much later than the limits allow: the gateway counts from
/// when it heard of a payment or of the question before, which was slower to arrive, perhaps.
const FOR_THE_WAY: Duration = Duration::from_secs(60);

/// A question is not asked when the clock differs by more than this from when it was written
/// down. The computer has slept, and by the ledger the next one would be allowed too soon after
/// it; or the clock was wrong that said that it is allowed.
const OVERSLEPT: Duration = Duration::from_secs(5);

/// After this many questions Galla asks less often by itself.
const OFTEN: u32 = 24;

/// The gap between questions of Galla's own after that.
const SELDOM: Duration = Duration::from_secs(6 * 60 * 60);

/// The longest sleep while something is pending: a wall clock may be turned meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(10 * 60);

/// How long to wait for more news after the first: a list of recharges has hundreds in a second,
/// and no question is due so soon.
const TOGETHER: Duration = Duration::from_millis(50);

/// Follows up pending transactions until it is dropped. With nothing pending it only
/// waits to be told, and costs nothing.
pub async fn follow_up(desk: Arc<Desk>) {
    loop {
        match next(&desk).await {
            None => news(&desk).await,
            Some((wait, transaction)) if wait.is_zero() => {
                if ask(&desk, transaction.agent_id, Asker::Galla).await.is_err() {
                    // A ledger that cannot be written must not be asked again at once.
                    tokio::time::sleep(LONGEST_SLEEP).await;
                }
            }
            Some((wait, _)) => {
                tokio::select! {
                    // Not by lot: what a test has seen, it can see again.
                    biased;
                    () = tokio::time::sleep(wait.min(LONGEST_SLEEP)) => {}
                    () = news(&desk) => {}
                }
            }
        }
    }
}

/// Waits until something may have become due for a question.
async fn news(desk: &Desk) {
    desk.follow.notified().await;
    tokio::time::sleep(TOGETHER).await;
}

/// The pending transaction whose question is due first, and in how long.
async fn next(desk: &Desk) -> Option<(Duration, Transaction)> {
    let both = |reader: &Reader| Ok([reader.unresolved()?, reader.unconfirmed()?].concat());
    let open = match desk.read(both).await {
        Ok(open) => open,
        Err(error) => {
            tracing::error!(%error, "pending transactions cannot be read");
            return None;
        }
    };
    open.into_iter()
        // What a callback alone has told is confirmed as soon as it may be (M12).
        .filter(|one| one.state() == State::Pending || one.is_by_callback())
        .filter_map(|transaction| Some((due(desk, &transaction)?, transaction)))
        .min_by_key(|(wait, transaction)| (*wait, transaction.agent_id))
}

/// How long until Galla asks by itself; `None` when it will not.
fn due(desk: &Desk, transaction: &Transaction) -> Option<Duration> {
    let now = desk.clock.now();
    let allowed = Pace::wait(desk.pace.may_ask(transaction, desk.clock.as_ref()), now)?;
    if transaction.order.service() == Service::WalletLoad {
        return Some(allowed.max(next_enquiry(transaction)?.since(now)));
    }
    let limit = match transaction.last_asked {
        None => transaction.at.after(AFTER_TRANSACTION),
        Some(asked) => asked.after(BETWEEN_QUESTIONS),
    };
    let allowed = allowed.max(limit.after(FOR_THE_WAY).since(now));
    let seldom = transaction.last_asked.filter(|_| transaction.times_asked >= OFTEN);
    Some(seldom.map_or(allowed, |asked| allowed.max(asked.after(SELDOM).since(now))))
}

/// Asks about one transaction if it is allowed, and tells the window what came of it.
///
/// # Errors
/// When the question or its answer cannot be written.
pub async fn ask(desk: &Arc<Desk>, agent_id: AgentId, by: Asker) -> Result<(), LedgerError> {
    let Some(asked) = begin(desk, agent_id, by).await? else { return Ok(()) };
    let now = desk.clock.now();
    if now.since(asked.changed).max(asked.changed.since(now)) > OVERSLEPT {
        let ask = desk.pace.may_ask(&asked, desk.clock.as_ref());
        desk.window.tell(Update::MayNotAsk { agent_id, ask });
        return Ok(());
    }
    let reply = desk.gateway().status(agent_id, &asked.order, asked.at).await;
    reached(Point::StatusCome);
    desk.tell_link(&reply);
    let transaction = desk.append(agent_id, Event::StatusAnswer { reply }).await?;
    reached(Point::StatusWritten);
    if asked.state() == State::Pending {
        desk.tell_later(transaction).await;
    } else {
        desk.tell_changed(transaction).await;
    }
    Ok(())
}

/// Asks about one transaction as soon as it is allowed, if that is within a minute: the
/// customer has come back and waits. A customer who comes back often is asked about once.
pub async fn ask_when_allowed(desk: &Arc<Desk>, agent_id: AgentId) {
    const MINUTE: Duration = Duration::from_secs(60);
    let mut asked_before = None;
    while let Ok(Some(transaction)) = desk.read(move |reader| reader.transaction(agent_id)).await {
        let asked = transaction.times_asked;
        if transaction.state() != State::Pending || *asked_before.get_or_insert(asked) != asked {
            return;
        }
        let wait = match desk.pace.may_ask(&transaction, desk.clock.as_ref()) {
            Ask::Now => break,
            Ask::From(from) => from.since(desk.clock.now()),
            Ask::OutOfWindow => return,
        };
        if wait > MINUTE {
            return;
        }
        // A wall clock may go slower than the timer: what it allows is looked at again.
        tokio::time::sleep(wait).await;
    }
    if let Err(error) = ask(desk, agent_id, Asker::Galla).await {
        tracing::error!(%agent_id, %error, "an enquiry could not be written");
    }
}

/// Writes down that the question is being asked; `None` when it is not allowed.
async fn begin(
    desk: &Desk,
    agent_id: AgentId,
    by: Asker,
) -> Result<Option<Transaction>, LedgerError> {
    let _only_one = desk.question.lock().await;
    let Some(transaction) = desk.read(move |reader| reader.transaction(agent_id)).await? else {
        return Ok(None);
    };
    let ask = desk.pace.may_ask(&transaction, desk.clock.as_ref());
    if ask != Ask::Now || transaction.state() == State::Sending {
        desk.window.tell(Update::MayNotAsk { agent_id, ask });
        return Ok(None);
    }
    desk.pace.asked(agent_id, transaction.order.service(), desk.clock.as_ref());
    let asked = desk.append(agent_id, Event::StatusAsked { by }).await?;
    reached(Point::QuestionWritten);
    Ok(Some(asked))
}
