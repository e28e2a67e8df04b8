//! The machine under a counter: who works at the disk, where AgentIDs come from, and the queue of calls from outside.
//!
//! A program has [`Machine::default`]. A simulation has its own, and so one thread does
//! everything in an order that a seed repeats.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

use crate::ids::{AgentId, NoRandomness};
use crate::listener::Incoming;
use crate::time::Moment;

/// How many claims may wait to be written; more are told to come again.
pub(super) const WAITING: usize = 256;

/// A piece of work that waits for the disk or the keyring.
pub type Work = Box<dyn FnOnce() + Send>;

/// Does a piece of work, and ends when it is done or has broken off.
pub type DoWork = Arc<dyn Fn(Work) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Makes the AgentID of a transaction that begins at a moment.
pub type MakeAgentId = Arc<dyn Fn(Moment) -> Result<AgentId, NoRandomness> + Send + Sync>;

/// What a counter needs of the machine that it runs on, beside the clock.
#[derive(Clone)]
pub struct Machine {
    /// Who works at the disk.
    pub disk: DoWork,
    /// Where AgentIDs come from.
    pub new_agent_id: MakeAgentId,
    /// What is called from outside.
    pub claims: Claims,
    /// Whether the ledger is copied each day; of a year that passes in a second that would be
    /// most of the work.
    pub copies: bool,
}

impl Default for Machine {
    /// Works at the disk off the runtime's own threads; AgentIDs have the operating system's
    /// randomness.
    fn default() -> Self {
        Self {
            disk: Arc::new(|work| {
                Box::pin(async {
                    // Work that broke off has left no result, which whoever waits for it sees.
                    let _broke_off = tokio::task::spawn_blocking(work).await;
                })
            }),
            new_agent_id: Arc::new(AgentId::new),
            claims: Claims::default(),
            copies: true,
        }
    }
}

impl Machine {
    /// Does a piece of work and returns what came of it.
    ///
    /// # Errors
    /// When it broke off. What it wrote to the ledger was rolled back then.
    pub(super) async fn at_the_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<T> {
        let (done, mut told) = oneshot::channel();
        // Whoever asked may have been given up meanwhile; the work is done all the same.
        (self.disk)(Box::new(move || drop(done.send(work())))).await;
        told.try_recv().map_err(|_| io::Error::other("a piece of work broke off"))
    }
}

/// The queue of claims on their way to the ledger.
#[derive(Clone)]
pub struct Claims {
    made: Sender<Incoming>,
    pub(super) heard: Arc<Mutex<Receiver<Incoming>>>,
}

impl Claims {
    /// The end of the queue into which claims go.
    #[must_use]
    pub fn sender(&self) -> Sender<Incoming> {
        self.made.clone()
    }
}

impl Default for Claims {
    fn default() -> Self {
        let (made, heard) = channel(WAITING);
        Self { made, heard: Arc::new(Mutex::new(heard)) }
    }
}
