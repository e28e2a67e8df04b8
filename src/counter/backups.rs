//! The daily copies: made when a counter is open and whenever the day in India changes, on a
//! connection and a thread of their own, so that no payment waits for one.

use std::sync::Arc;
use std::time::Duration;

use super::messages::Update;
use super::window::Window;
use crate::ledger::LedgerError;
use crate::ledger::daily::{DailyCopy, Shelf};
use crate::time::{Clock, Day, Moment};

/// How long to sleep at most: a copy that failed is tried again, and a computer that slept
/// or whose clock was turned does not miss the day.
const LONGEST_SLEEP: Duration = Duration::from_secs(60 * 60);

/// How long the counter is open before a big ledger is copied: the first customers of the morning
/// come first.
const QUIET: Duration = Duration::from_secs(120);

/// A ledger that is copied and checked before anybody could notice, in bytes.
const SMALL: u64 = 16 << 20;

/// In India every day is as long as the other.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How it stands with the copies of the open counter's ledger.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// The newest good one.
    pub newest: Option<DailyCopy>,
    /// Why there is none of today; it is tried again.
    pub trouble: Option<Arc<LedgerError>>,
}

/// Keeps the copies up until it is dropped; `sleep` is how it waits.
pub async fn keep_up<Sleep: Future<Output = ()>>(
    shelf: Shelf,
    clock: Arc<dyn Clock>,
    window: Window,
    sleep: impl Fn(Duration) -> Sleep,
) {
    let mut told: Option<Copies> = None;
    if shelf.size() > SMALL {
        let copies = look_after(&shelf, clock.now(), |_, _| Ok(())).await;
        window.tell(Update::Copies(copies.clone()));
        told = Some(copies);
        sleep(QUIET).await;
    }
    loop {
        let copies = look_after(&shelf, clock.now(), Shelf::keep_up).await;
        // Said again only when there is something to say: each update draws a frame.
        let news = told.as_ref().is_none_or(|told| {
            told.newest != copies.newest || told.trouble.is_some() || copies.trouble.is_some()
        });
        if news {
            window.tell(Update::Copies(copies.clone()));
            told = Some(copies);
        }
        sleep(until_the_next_look(clock.now())).await;
    }
}

/// Does this with the copies, and says how it stands with them then.
async fn look_after(
    shelf: &Shelf,
    now: Moment,
    first: fn(&Shelf, Day) -> Result<(), LedgerError>,
) -> Copies {
    let (shelf, today) = (shelf.clone(), now.day());
    let looked = tokio::task::spawn_blocking(move || {
        let made = first(&shelf, today);
        match shelf.newest(today) {
            Ok(newest) => Copies { newest, trouble: made.err().map(Arc::new) },
            Err(error) => Copies { newest: None, trouble: Some(Arc::new(error.into())) },
        }
    });
    let copies = looked.await.unwrap_or_else(|error| Copies {
        trouble: Some(Arc::new(std::io::Error::other(error).into())),
        ..Copies::default()
    });
    if let Some(error) = &copies.trouble {
        tracing::error!(%error, "the day's copy of the ledger could not be made");
    }
    copies
}

/// How long until the day may have changed.
fn until_the_next_look(now: Moment) -> Duration {
    now.day().start().after(DAY).since(now).clamp(Duration::from_secs(1), LONGEST_SLEEP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{LedgerKind, filled};
    use crate::time::TestClock;
    use std::sync::mpsc::{Receiver, channel};
    use tempfile::TempDir;
    use tokio::sync::Notify;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    const HALF_AN_HOUR: Duration = Duration::from_secs(30 * 60);

    /// Copies that are kept up from half past eleven in the night, by sleeps that the test ends.
    struct Night {
        folder: TempDir,
        clock: Arc<TestClock>,
        updates: Receiver<Update>,
        sleeps: UnboundedReceiver<Duration>,
        wake: Arc<Notify>,
    }

    impl Night {
        fn begin() -> Self {
            Self::begin_with(3)
        }

        fn begin_with(transactions: u64) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let ledger = folder.path().join("practice.sqlite");
            let late = Day::from_ymd(2026, 11, 23).unwrap();
            let late = Moment::from_ist_parts(late, 23, 30, 0).unwrap();
            filled::fill(&ledger, LedgerKind::Practice, transactions, 1, late).unwrap();
            let shelf = Shelf::new(
                ledger,
                LedgerKind::Practice,
                folder.path().join("backups"),
                Arc::default(),
            );
            let clock = Arc::new(TestClock::at(late));
            let (told, updates) = channel();
            let (slept, sleeps) = unbounded_channel();
            let wake = Arc::new(Notify::new());
            let woken = Arc::clone(&wake);
            let sleep = move |duration| {
                slept.send(duration).unwrap();
                let woken = Arc::clone(&woken);
                async move { woken.notified().await }
            };
            let shared = Arc::clone(&clock);
            tokio::spawn(keep_up(shelf, shared, Window::new(told, || {}), sleep));
            Self { folder, clock, updates, sleeps, wake }
        }

        /// Waits until it sleeps, and returns for how long and what it has said before.
        async fn asleep(&mut self) -> (Duration, Option<Copies>) {
            let duration = self.sleeps.recv().await.unwrap();
            let told = self.updates.try_iter().last();
            let told = told.map(|update| match update {
                Update::Copies(copies) => copies,
                other => panic!("{other:?}"),
            });
            (duration, told)
        }

        async fn after(&mut self, duration: Duration) -> (Duration, Option<Copies>) {
            self.clock.pass(duration);
            self.wake.notify_one();
            self.asleep().await
        }
    }

    fn name(copies: Option<Copies>) -> String {
        let newest = copies.unwrap().newest.unwrap().file;
        newest.file_name().unwrap().to_string_lossy().into_owned()
    }

    #[tokio::test]
    async fn a_copy_is_made_at_the_opening_and_when_the_day_in_india_changes() {
        let mut night = Night::begin();
        let (sleep, told) = night.asleep().await;
        assert_eq!((sleep, name(told).as_str()), (HALF_AN_HOUR, "practice-2026-11-23.sqlite"));
        let (sleep, told) = night.after(HALF_AN_HOUR - Duration::from_millis(1)).await;
        assert!(told.is_none(), "nothing new, nothing said");
        assert_eq!(sleep, Duration::from_secs(1));
        let (sleep, told) = night.after(Duration::from_millis(1)).await;
        assert_eq!((sleep, name(told).as_str()), (LONGEST_SLEEP, "practice-2026-11-24.sqlite"));
        // A computer that slept for a week.
        let (_, told) = night.after(7 * DAY).await;
        assert_eq!(name(told), "practice-2026-12-01.sqlite");
    }

    #[tokio::test]
    async fn a_big_ledger_is_copied_when_the_first_customers_of_the_day_are_served() {
        let mut night = Night::begin_with(10_000);
        let (sleep, told) = night.asleep().await;
        assert_eq!((sleep, told.unwrap().newest), (QUIET, None), "no copy was told of before");
        assert!(!night.folder.path().join("backups").exists());
        let (_, told) = night.after(QUIET).await;
        assert_eq!(name(told), "practice-2026-11-23.sqlite");
    }

    #[tokio::test]
    async fn a_copy_that_cannot_be_made_is_told_and_tried_again_within_an_hour() {
        let mut night = Night::begin();
        night.asleep().await;
        let backups = night.folder.path().join("backups");
        let aside = night.folder.path().join("aside");
        std::fs::rename(&backups, &aside).unwrap();
        std::fs::write(&backups, "a file in its place").unwrap();
        let (sleep, told) = night.after(HALF_AN_HOUR).await;
        assert_eq!(sleep, LONGEST_SLEEP);
        assert!(told.unwrap().trouble.is_some());
        std::fs::remove_file(&backups).unwrap();
        std::fs::rename(&aside, &backups).unwrap();
        let (_, told) = night.after(LONGEST_SLEEP).await;
        let told = told.unwrap();
        assert!(told.trouble.is_none(), "{told:?}");
        assert_eq!(name(Some(told)), "practice-2026-11-24.sqlite");
        let (_, told) = night.after(LONGEST_SLEEP).await;
        assert!(told.is_none(), "{told:?}");
    }
}
