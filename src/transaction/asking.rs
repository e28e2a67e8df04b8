//! The limits on asking for a status (money rule M6, api.md 1): when a question is allowed.

use std::time::Duration;

use super::fold::{State, Transaction};
use crate::time::Moment;

/// A transaction is asked for no sooner than this after its time.
pub const AFTER_TRANSACTION: Duration = Duration::from_secs(15 * 60);

/// Two questions for one transaction are at least this apart.
pub const BETWEEN_QUESTIONS: Duration = Duration::from_secs(60 * 60);

/// Whether the gateway may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Now.
    Now,
    /// From this moment on.
    From(Moment),
    /// No more: its time lies in neither the current nor the previous month.
    OutOfWindow,
}

/// Whether the gateway may be asked for this transaction at `now`, a wall time.
///
/// A wall clock that was set back makes the wait longer, never shorter. One that was
/// set forward is the counter's concern, which also watches the monotonic clock.
#[must_use]
pub fn may_ask(transaction: &Transaction, now: Moment) -> Ask {
    let from = earliest(transaction);
    // The month is judged at the moment of asking, which may lie on the other side of midnight.
    let at = from.max(now);
    if !transaction.at.month().is_this_or_last(at.month()) {
        Ask::OutOfWindow
    } else if now < from {
        Ask::From(from)
    } else {
        Ask::Now
    }
}

/// Whether only a person can decide now (money rule M16): the gateway has twice not
/// found it, or cannot be asked any more.
#[must_use]
pub fn awaits_decision(transaction: &Transaction, now: Moment) -> bool {
    let out = may_ask(transaction, now) == Ask::OutOfWindow;
    transaction.state() == State::Pending && (transaction.times_not_found >= 2 || out)
}

/// The earliest moment of the next question, whatever the month.
fn earliest(transaction: &Transaction) -> Moment {
    let first = transaction.at.after(AFTER_TRANSACTION);
    match transaction.last_asked {
        Some(asked) => first.max(asked.after(BETWEEN_QUESTIONS)),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;
    use crate::transaction::event::{Asker, Event};
    use crate::transaction::testing::{begun_at, reply_of};

    fn ist(month: u32, day: u32, hour: u32, minute: u32) -> Moment {
        Moment::from_ist_parts(Day::from_ymd(2026, month, day).unwrap(), hour, minute, 0).unwrap()
    }

    #[test]
    fn m6_fifteen_minutes_then_an_hour_to_the_millisecond() {
        let noon = ist(11, 23, 12, 0);
        let mut transaction = begun_at(noon);
        let quarter = noon.after(AFTER_TRANSACTION);
        let just_before = |moment: Moment| Moment::from_millis(moment.millis() - 1);
        assert_eq!(may_ask(&transaction, noon), Ask::From(quarter));
        assert_eq!(may_ask(&transaction, just_before(quarter)), Ask::From(quarter));
        assert_eq!(may_ask(&transaction, quarter), Ask::Now);

        transaction.apply(quarter, &Event::StatusAsked { by: Asker::Agent });
        let hour = quarter.after(BETWEEN_QUESTIONS);
        assert_eq!(may_ask(&transaction, quarter), Ask::From(hour));
        assert_eq!(may_ask(&transaction, just_before(hour)), Ask::From(hour));
        assert_eq!(may_ask(&transaction, hour), Ask::Now);
    }

    #[test]
    fn m6_a_clock_set_back_does_not_shorten_the_wait() {
        let noon = ist(11, 23, 12, 0);
        let mut transaction = begun_at(noon);
        let asked = ist(11, 23, 13, 0);
        transaction.apply(asked, &Event::StatusAsked { by: Asker::Galla });
        assert_eq!(may_ask(&transaction, ist(11, 23, 9, 0)), Ask::From(ist(11, 23, 14, 0)));
        // Two questions written out of order by a turned clock: the later one counts.
        transaction.apply(ist(11, 23, 10, 0), &Event::StatusAsked { by: Asker::Galla });
        assert_eq!(may_ask(&transaction, ist(11, 23, 13, 30)), Ask::From(ist(11, 23, 14, 0)));
    }

    #[test]
    fn m6_only_in_this_and_the_previous_month_of_india() {
        let transaction = begun_at(ist(9, 30, 23, 50));
        assert_eq!(may_ask(&transaction, ist(9, 30, 23, 55)), Ask::From(ist(10, 1, 0, 5)));
        assert_eq!(may_ask(&transaction, ist(10, 31, 23, 59)), Ask::Now);
        assert_eq!(may_ask(&transaction, ist(11, 1, 0, 0)), Ask::OutOfWindow);
        // The next question would be due when the window has closed.
        let mut asked = transaction;
        asked.apply(ist(10, 31, 23, 30), &Event::StatusAsked { by: Asker::Galla });
        assert_eq!(may_ask(&asked, ist(10, 31, 23, 40)), Ask::OutOfWindow);
    }

    #[test]
    fn m16_what_the_gateway_cannot_tell_awaits_a_decision() {
        let noon = ist(11, 23, 12, 0);
        let two_months = noon.month().plus(2).start();
        let after = |codes: &[&str]| {
            let mut transaction = begun_at(noon);
            transaction.apply(noon, &Event::Recovered);
            for code in codes {
                let reply = reply_of(&transaction, code);
                transaction.apply(noon, &Event::StatusAnswer { reply });
            }
            transaction
        };
        assert!(!awaits_decision(&after(&["TNF"]), noon));
        assert!(awaits_decision(&after(&["TNF", "TNF"]), noon));
        assert!(awaits_decision(&after(&["TNF"]), two_months));
        assert!(!awaits_decision(&after(&["TNF", "TNF", "TXN"]), two_months));
    }
}
