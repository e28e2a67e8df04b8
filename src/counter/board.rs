//! The board: the newest transactions and how many want attention, as the window shows them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use super::desk::Desk;
use super::messages::{Board, Update};
use crate::transaction::Transaction;

/// How many of the newest transactions the window is told.
const RECENT: u32 = 30;

/// Within which time a board that nobody waits for is told: as good as at once to the eye.
const SOON: Duration = Duration::from_millis(50);

/// Who tells the board.
#[derive(Default)]
pub(super) struct Teller {
    /// Held from the reading to the telling, so that an older board never comes after a newer one.
    turn: Mutex<()>,
    /// Whether one will be told soon.
    waits: AtomicBool,
}

impl Desk {
    /// Tells the window what changed, and the board with it.
    pub(super) async fn tell_changed(&self, transaction: Transaction) {
        self.tell_all_changed([transaction]).await;
    }

    /// Tells the window what all changed, and the board once.
    pub(super) async fn tell_all_changed(
        &self,
        transactions: impl IntoIterator<Item = Transaction>,
    ) {
        for transaction in transactions {
            self.window.tell(Update::Changed(Box::new(transaction)));
        }
        self.tell_board().await;
        self.follow.notify_one();
    }

    /// Tells the window what changed, and the board soon: once for all that changes until then,
    /// and without a wait for whoever has more to do.
    pub(super) fn tell_changed_soon(self: &Arc<Self>, transaction: Transaction) {
        self.window.tell(Update::Changed(Box::new(transaction)));
        self.follow.notify_one();
        if self.teller.waits.swap(true, Ordering::SeqCst) {
            return;
        }
        let desk = Arc::clone(self);
        self.run_errand(async move {
            tokio::time::sleep(SOON).await;
            desk.teller.waits.store(false, Ordering::SeqCst);
            desk.tell_board().await;
        });
    }

    /// Tells the window what became of a transaction after the agent turned to the next
    /// customer, where it has come to an end.
    pub(super) async fn tell_later(&self, transaction: Transaction) {
        self.tell_changed(transaction.clone()).await;
        // After the rows that it stands in, so that nothing on the screen says otherwise.
        self.tell_resolved(transaction);
    }

    /// The last part of [`Desk::tell_later`].
    pub(super) fn tell_resolved(&self, transaction: Transaction) {
        if !transaction.state().is_unresolved() {
            self.window.tell(Update::Resolved(Box::new(transaction)));
        }
    }

    /// Tells the window the newest transactions.
    pub(super) async fn tell_board(&self) {
        let _turn = self.teller.turn.lock().await;
        let board = self.read(|reader| {
            Ok(Board {
                recent: reader.recent(RECENT, None)?,
                unresolved: reader.pending_count()?,
                owed: reader.owed_count()?,
                attention: reader.attention_count()?,
                unmatched: reader.unmatched_count()?,
            })
        });
        match board.await {
            Ok(board) => self.window.tell(Update::Board(board)),
            Err(error) => tracing::error!(%error, "the ledger cannot be read"),
        }
    }
}
