//! An open counter: one ledger, one gateway, and what keeps them in step.

use std::collections::HashMap;
use std::future::Future;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::batch::Run;
use super::board::Teller;
use super::machine::Machine;
use super::messages::{Link, Update};
use super::pace::Pace;
use super::window::Window;
use crate::gateway::Gateway;
use crate::ids::AgentId;
use crate::ledger::{Fact, Ledger, LedgerError, NextLine, Reader};
use crate::points::{Point, reached};
use crate::time::{Clock, Moment};
use crate::transaction::{Event, Order, Reply, ShopEvent, Transaction};

/// One open counter, practice or live.
pub struct Desk {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) machine: Machine,
    pub(super) window: Window,
    pub(super) pace: Pace,
    /// Held while a payment is taken, so that the question about a repeat (M14) sees every
    /// earlier one, also those of a list that is being sent.
    pub(super) taking: tokio::sync::Mutex<()>,
    /// The list that is being sent.
    pub(super) run: Run,
    /// Held while it is decided whether a question is allowed and until it is written down.
    pub(super) question: tokio::sync::Mutex<()>,
    /// Held while a dispute is raised.
    pub(super) disputing: tokio::sync::Mutex<()>,
    /// Held while a receipt is handed out: how many of a transaction could not be written down.
    pub(super) receipts: tokio::sync::Mutex<HashMap<AgentId, u32>>,
    pub(super) teller: Teller,
    /// Told whenever a transaction may have become due for a question.
    pub(super) follow: Notify,
    gateway: Mutex<Arc<dyn Gateway>>,
    // Closed before the ledger, fields being dropped in this order: the last connection
    // brings the log home into the file, and one that only reads cannot.
    reader: Arc<Mutex<Reader>>,
    ledger: Arc<Mutex<Ledger>>,
    in_flight: AtomicUsize,
    errands: Mutex<JoinSet<()>>,
}

impl Desk {
    /// Opens a counter on a ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read, or a transaction found unfinished cannot be
    /// marked (money rule M5).
    pub async fn open(
        ledger: Ledger,
        gateway: Arc<dyn Gateway>,
        clock: Arc<dyn Clock>,
        machine: Machine,
        window: Window,
    ) -> Result<Self, LedgerError> {
        let reader = ledger.reader()?;
        let desk = Self {
            clock,
            machine,
            window,
            pace: Pace::default(),
            taking: tokio::sync::Mutex::default(),
            run: Run::default(),
            question: tokio::sync::Mutex::default(),
            disputing: tokio::sync::Mutex::default(),
            receipts: tokio::sync::Mutex::default(),
            teller: Teller::default(),
            follow: Notify::new(),
            gateway: Mutex::new(gateway),
            reader: Arc::new(Mutex::new(reader)),
            ledger: Arc::new(Mutex::new(ledger)),
            in_flight: AtomicUsize::new(0),
            errands: Mutex::default(),
        };
        for unfinished in desk.read(Reader::sending).await? {
            reached(Point::RecoveryBegun);
            desk.append(unfinished.agent_id, Event::Recovered).await?;
            reached(Point::Recovered);
        }
        desk.keep_pace_after_restore().await?;
        Ok(desk)
    }

    /// Questions between a backup and its restore are not in the ledger: none is repeated
    /// sooner than if they were (money rule M6).
    async fn keep_pace_after_restore(&self) -> Result<(), LedgerError> {
        let Some(at) = self.read(Reader::restored_at).await? else { return Ok(()) };
        let open = |reader: &Reader| Ok([reader.unresolved()?, reader.unconfirmed()?].concat());
        for one in self.read(open).await? {
            self.pace.restored(at, one.agent_id, one.order.service(), self.clock.as_ref());
        }
        Ok(())
    }

    /// Writes one event down, durably, and returns what the transaction is now.
    pub(super) async fn append(
        &self,
        agent_id: AgentId,
        event: Event,
    ) -> Result<Transaction, LedgerError> {
        let at: Moment = self.clock.now();
        self.write(move |ledger| ledger.append(agent_id, at, &event)).await
    }

    /// Begins a transaction with its intent, durably, and the line of a list with it that `line`
    /// names; or says which earlier one it would repeat (money rule M14), where the agent was not
    /// asked about that. Both at one turn at the disk, for a customer waits.
    pub(super) async fn begin(
        &self,
        (agent_id, at): (AgentId, Moment),
        order: Order,
        despite_earlier: bool,
        line: Option<(i64, u32)>,
    ) -> Result<Begun, LedgerError> {
        self.write(move |ledger| {
            if !despite_earlier && let Some(earlier) = ledger.repeated(&order, at)? {
                return Ok(Begun::Repeats(earlier));
            }
            let begun = match line {
                Some((batch, line)) => ledger.append_line(batch, line, agent_id, at, order),
                None => ledger.append(agent_id, at, &Event::Intent { order: Box::new(order) }),
            };
            begun.map(Begun::Written)
        })
        .await
    }

    /// Writes one event of a line down and begins the next line with it, durably, if `goes_on`
    /// says so of what the event's transaction is now.
    pub(super) async fn append_and_begin_line(
        &self,
        at: Moment,
        agent_id: AgentId,
        event: Event,
        next: (AgentId, NextLine),
        goes_on: impl FnOnce(&Transaction) -> bool + Send + 'static,
    ) -> Result<(Transaction, Option<Transaction>), LedgerError> {
        self.write(move |ledger| {
            ledger.append_and_begin_line(at, (agent_id, &event), next, goes_on)
        })
        .await
    }

    /// Writes down what `judge` makes of claims and of the transactions that they name, durably
    /// and together, and returns what those are now.
    pub(super) async fn append_claims<C: Send + 'static>(
        &self,
        claims: Vec<(Option<AgentId>, C)>,
        judge: impl Fn(C, Option<&Transaction>) -> Fact + Send + 'static,
    ) -> Result<Vec<Option<Transaction>>, LedgerError> {
        let at: Moment = self.clock.now();
        self.write(move |ledger| ledger.append_claims(at, claims, judge)).await
    }

    /// Writes one event of the shop down, durably, and returns its number.
    pub(super) async fn append_shop(
        &self,
        at: Moment,
        event: ShopEvent,
    ) -> Result<i64, LedgerError> {
        self.write(move |ledger| ledger.append_shop(at, &event)).await
    }

    /// Works with the one writer of the ledger, off the runtime's own threads.
    async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let ledger = Arc::clone(&self.ledger);
        let written = self.machine.at_the_disk(move || {
            change(&mut ledger.lock().unwrap_or_else(PoisonError::into_inner))
        });
        written.await?
    }

    /// Asks the ledger something, off the runtime's own threads.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Reader) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let reader = Arc::clone(&self.reader);
        let answer = self
            .machine
            .at_the_disk(move || query(&reader.lock().unwrap_or_else(PoisonError::into_inner)));
        answer.await?
    }

    /// The gateway of this counter.
    pub(super) fn gateway(&self) -> Arc<dyn Gateway> {
        Arc::clone(&self.gateway.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls go through another gateway from now on, after a change of settings.
    pub(super) fn use_gateway(&self, gateway: Arc<dyn Gateway>) {
        *self.gateway.lock().unwrap_or_else(PoisonError::into_inner) = gateway;
    }

    /// Tells the window how the line is, by the reply to any call.
    pub(super) fn tell_link(&self, reply: &Reply) {
        self.window.tell(Update::Link(link(reply)));
    }

    /// Runs what may be given up when the counter is closed: a question, a copy of the ledger,
    /// never a payment.
    pub(super) fn run_errand(&self, errand: impl Future<Output = ()> + Send + 'static) {
        let mut errands = self.errands.lock().unwrap_or_else(PoisonError::into_inner);
        while errands.try_join_next().is_some() {}
        errands.spawn(errand);
    }

    /// Gives up all errands: none of them tells the window anything after this, and none
    /// keeps the ledger open.
    pub(super) async fn end_errands(&self) {
        let mut errands =
            mem::take(&mut *self.errands.lock().unwrap_or_else(PoisonError::into_inner));
        errands.shutdown().await;
    }

    /// Counts a payment as on its way until the guard is dropped.
    pub(super) fn begin_flight(self: &Arc<Self>) -> Flight {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        Flight(Arc::clone(self))
    }

    /// Whether a payment is on its way.
    pub(super) fn is_busy(&self) -> bool {
        self.in_flight.load(Ordering::SeqCst) > 0
    }
}

/// What became of the wish to begin a transaction.
pub(super) enum Begun {
    /// Its intent is on disk.
    Written(Transaction),
    /// Nothing is written: it would repeat this one.
    Repeats(Transaction),
}

/// A payment on its way.
pub(super) struct Flight(Arc<Desk>);

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What a reply says about the line, the token and the account.
fn link(reply: &Reply) -> Link {
    match reply {
        Reply::NotSent { cause } => Link::Unreached(*cause),
        Reply::Unknown { cause } => Link::NoAnswer(cause.clone()),
        Reply::Answer(answer) => match answer.status_code() {
            code if code.is_about_account() => Link::Refuses(code),
            _ => Link::Answers,
        },
    }
}
