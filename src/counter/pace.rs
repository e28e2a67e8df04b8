//! The pace of questions while the program runs: money rule M6 against a clock that is set forward.
//!
//! The ledger's times are wall times. A wall clock set forward would make the gateway be
//! asked too soon, so within one run the monotonic clock must agree.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use crate::ids::AgentId;
use crate::time::{Clock, Moment};
use crate::transaction::asking::{Ask, after_transaction, between_questions, may_ask};
use crate::transaction::{Service, Transaction};

/// Remembers by the monotonic clock when each transaction was made and last asked about.
#[derive(Debug, Default)]
pub struct Pace {
    earliest: Mutex<HashMap<AgentId, Duration>>,
}

impl Pace {
    /// A transaction was made just now.
    pub fn made(&self, agent_id: AgentId, service: Service, clock: &dyn Clock) {
        self.not_before(agent_id, clock.monotonic() + after_transaction(service));
    }

    /// The gateway is being asked about it just now.
    pub fn asked(&self, agent_id: AgentId, service: Service, clock: &dyn Clock) {
        self.not_before(agent_id, clock.monotonic() + between_questions(service));
    }

    /// The ledger was put back from a backup at a moment: until then, the gateway may have
    /// been asked without the ledger's knowing.
    pub fn restored(&self, at: Moment, agent_id: AgentId, service: Service, clock: &dyn Clock) {
        let passed = clock.now().since(at);
        let rest = between_questions(service).saturating_sub(passed);
        self.not_before(agent_id, clock.monotonic() + rest);
    }

    /// Whether the gateway may be asked, by both clocks.
    pub fn may_ask(&self, transaction: &Transaction, clock: &dyn Clock) -> Ask {
        let now = clock.now();
        let missing = self.missing(transaction.agent_id, clock.monotonic());
        match may_ask(transaction, now) {
            Ask::Now if missing.is_zero() => Ask::Now,
            Ask::Now => Ask::From(now.after(missing)),
            Ask::From(from) => Ask::From(from.max(now.after(missing))),
            Ask::OutOfWindow => Ask::OutOfWindow,
        }
    }

    /// How long from now until `ask` allows the question; `None` when it never will.
    #[must_use]
    pub fn wait(ask: Ask, now: Moment) -> Option<Duration> {
        match ask {
            Ask::Now => Some(Duration::ZERO),
            Ask::From(from) => Some(from.since(now)),
            Ask::OutOfWindow => None,
        }
    }

    /// How long the monotonic clock still forbids the question, in whole milliseconds as moments
    /// are: rounded up, or whoever waits for it comes too early.
    fn missing(&self, agent_id: AgentId, monotonic: Duration) -> Duration {
        let at = self.lock().get(&agent_id).copied().unwrap_or_default();
        let nanos = at.saturating_sub(monotonic).as_nanos();
        Duration::from_millis(u64::try_from(nanos.div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }

    fn not_before(&self, agent_id: AgentId, at: Duration) {
        let mut earliest = self.lock();
        let kept = earliest.entry(agent_id).or_insert(at);
        *kept = at.max(*kept);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AgentId, Duration>> {
        self.earliest.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::TestClock;
    use crate::transaction::asking::AFTER_TRANSACTION;
    use crate::transaction::testing::{NOON, begun_at};
    use crate::transaction::{Asker, Event};

    const HOUR: Duration = Duration::from_secs(3_600);

    #[test]
    fn m6_a_clock_set_forward_does_not_shorten_the_wait() {
        let clock = TestClock::at(NOON);
        let pace = Pace::default();
        let mut transaction = begun_at(NOON);
        pace.made(transaction.agent_id, Service::Recharge, &clock);
        clock.turn_wall_to(NOON.after(HOUR));
        assert_eq!(
            pace.may_ask(&transaction, &clock),
            Ask::From(NOON.after(HOUR + AFTER_TRANSACTION))
        );
        clock.pass(AFTER_TRANSACTION);
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::Now);

        pace.asked(transaction.agent_id, Service::Recharge, &clock);
        transaction.apply(clock.now(), &Event::StatusAsked { by: Asker::Galla });
        clock.turn_wall_to(clock.now().after(2 * HOUR));
        clock.pass(HOUR - Duration::from_millis(1));
        assert_ne!(pace.may_ask(&transaction, &clock), Ask::Now);
        clock.pass(Duration::from_millis(1));
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::Now);
    }

    #[test]
    fn m6_a_question_that_a_restored_ledger_does_not_know_of_is_waited_for() {
        let clock = TestClock::at(NOON.after(AFTER_TRANSACTION));
        let (pace, transaction) = (Pace::default(), begun_at(NOON));
        let restored = clock.now();
        clock.pass(HOUR / 2);
        pace.restored(restored, transaction.agent_id, Service::Recharge, &clock);
        let later = clock.now().after(HOUR / 2);
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::From(later));
        clock.pass(HOUR / 2);
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::Now);
        // A clock that was set back since makes the wait longer, never shorter.
        let pace = Pace::default();
        pace.restored(restored.after(9 * HOUR), transaction.agent_id, Service::Recharge, &clock);
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::From(clock.now().after(HOUR)));
    }

    #[test]
    fn m6_a_wait_is_not_over_within_a_millisecond_of_its_end() {
        let clock = TestClock::at(NOON);
        let (pace, transaction) = (Pace::default(), begun_at(NOON));
        clock.turn_wall_to(NOON.after(HOUR));
        clock.pass(Duration::from_micros(700));
        pace.made(transaction.agent_id, Service::Recharge, &clock);
        clock.pass(Duration::from_micros(500));
        let ask = pace.may_ask(&transaction, &clock);
        assert_ne!(ask, Ask::Now);
        clock.pass(Pace::wait(ask, clock.now()).unwrap());
        assert_eq!(pace.may_ask(&transaction, &clock), Ask::Now);
        let just_before = AFTER_TRANSACTION + Duration::from_nanos(699_999);
        assert_eq!(pace.missing(transaction.agent_id, just_before).as_millis(), 1);
    }

    #[test]
    fn m6_after_a_restart_the_ledger_alone_decides() {
        let clock = TestClock::at(NOON.after(AFTER_TRANSACTION));
        assert_eq!(Pace::default().may_ask(&begun_at(NOON), &clock), Ask::Now);
    }
}
