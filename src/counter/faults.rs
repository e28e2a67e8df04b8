//! Faults of Galla's own: the window hears that the counter has stopped, and of crash reports of before.

use std::future::Future;

use super::Counter;
use super::messages::Update;
use super::window::Window;
use crate::logs::crash::{self, CrashReport};

/// Work without which the counter is none: when a fault of Galla's own ends it, the window is
/// told, so that nobody waits for a counter that has silently gone.
pub fn watched(
    window: Window,
    work: impl Future<Output = ()> + Send,
) -> impl Future<Output = ()> + Send {
    let watch = Watch(window);
    async move {
        let _watch = watch;
        work.await;
    }
}

/// Tells of the fault when it is dropped by one.
struct Watch(Window);

impl Drop for Watch {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.tell(Update::Stopped);
        }
    }
}

impl Counter {
    /// Tells the window of crash reports that the agent does not know of.
    pub(super) async fn tell_faults(&mut self) {
        let logs = self.parts.home.logs();
        let found = self.parts.machine.at_the_disk(move || crash::untold(&logs)).await;
        self.faults = found.unwrap_or_default();
        if !self.faults.is_empty() {
            self.parts.window.tell(Update::Faults(self.faults.clone()));
        }
    }

    /// The agent has read of them, and is not told again.
    pub(super) async fn put_faults_away(&mut self) {
        let told: Vec<CrashReport> = std::mem::take(&mut self.faults);
        let mark = move || told.iter().try_for_each(crash::mark_told);
        if let Err(error) = self.parts.machine.at_the_disk(mark).await.flatten() {
            tracing::warn!(%error, "a crash report is told again");
        }
    }
}
