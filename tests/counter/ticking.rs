//! A test's clock that also runs by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use galla::time::{Clock, Moment, TestClock};

/// The hands of a test's clock, and real time passing on top of them.
pub struct Ticking {
    hands: Arc<TestClock>,
    since: Instant,
}

impl Clock for Ticking {
    fn now(&self) -> Moment {
        self.hands.now().after(self.since.elapsed())
    }

    fn monotonic(&self) -> Duration {
        self.hands.monotonic() + self.since.elapsed()
    }
}

impl From<Arc<TestClock>> for Ticking {
    fn from(hands: Arc<TestClock>) -> Self {
        Self { hands, since: Instant::now() }
    }
}
