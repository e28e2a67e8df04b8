//! The way to the window: updates go in here, and the window is woken to draw them.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::messages::Update;

/// The counter's end of the channel to the window.
#[derive(Clone)]
pub struct Window {
    updates: Sender<Update>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Window {
    /// A way to a window that is woken by `wake` after each update.
    pub fn new(updates: Sender<Update>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { updates, wake: Arc::new(wake) }
    }

    /// Tells the window something. A window that is gone needs to know nothing more.
    pub fn tell(&self, update: Update) {
        if self.updates.send(update).is_ok() {
            (self.wake)();
        }
    }
}
