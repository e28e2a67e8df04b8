//! The limits on asking for a status: PGPE's (money rule M6, api.md 1), and Galla's own towards PayU.

use std::time::Duration;

use super::fold::{State, Transaction};
use super::order::Service;
use crate::time::Moment;

/// A transaction is asked for no sooner than this after its time.
pub const AFTER_TRANSACTION: Duration = Duration::from_secs(15 * 60);

/// Two questions for one transaction are at least this apart.
pub const BETWEEN_QUESTIONS: Duration = Duration::from_secs(60 * 60);

/// PayU names no limits; this is between two enquiries for one load, so that a key held down
/// asks once.
const BETWEEN_ENQUIRIES: Duration = Duration::from_secs(10);

/// Galla enquires about a load by itself this long after its time, and then in growing gaps.
const FIRST_ENQUIRY: Duration = Duration::from_secs(90);

/// The longest of those gaps.
const LONGEST_GAP: Duration = Duration::from_secs(60 * 60);

/// For so long after its time Galla follows a load up by itself.
pub const FOLLOWED: Duration = Duration::from_secs(24 * 60 * 60);

/// How long after its time a transaction of a service may first be asked about.
#[must_use]
pub const fn after_transaction(service: Service) -> Duration {
    match service {
        Service::Recharge | Service::Payout | Service::Collection => AFTER_TRANSACTION,
        Service::WalletLoad => BETWEEN_ENQUIRIES,
    }
}

/// How far two questions for one transaction of a service are apart.
#[must_use]
pub const fn between_questions(service: Service) -> Duration {
    match service {
        Service::Recharge | Service::Payout | Service::Collection => BETWEEN_QUESTIONS,
        Service::WalletLoad => BETWEEN_ENQUIRIES,
    }
}

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
    let windowed = transaction.order.service() != Service::WalletLoad;
    if windowed && !transaction.at.month().is_this_or_last(at.month()) {
        Ask::OutOfWindow
    } else if now < from {
        Ask::From(from)
    } else {
        Ask::Now
    }
}

/// Whether only a person can decide now (money rule M16): the gateway has twice not
/// found it, or cannot be asked any more, or Galla has stopped to enquire about a load.
#[must_use]
pub fn awaits_decision(transaction: &Transaction, now: Moment) -> bool {
    let out = match transaction.order.service() {
        Service::WalletLoad => now.since(transaction.at) >= FOLLOWED,
        _ => may_ask(transaction, now) == Ask::OutOfWindow,
    };
    transaction.state() == State::Pending && (transaction.times_not_found >= 2 || out)
}

/// When Galla enquires about a load by itself: 90 seconds after its time, then in gaps that
/// double up to an hour, for 24 hours; `None` after that.
#[must_use]
pub fn next_enquiry(transaction: &Transaction) -> Option<Moment> {
    let next = match transaction.last_asked {
        None => transaction.at.after(FIRST_ENQUIRY),
        Some(asked) => {
            let doubled = 1_u32.checked_shl(transaction.times_asked).unwrap_or(u32::MAX);
            asked.after(FIRST_ENQUIRY.saturating_mul(doubled).min(LONGEST_GAP))
        }
    };
    (next.since(transaction.at) < FOLLOWED).then_some(next)
}

/// The earliest moment of the next question, whatever the month.
fn earliest(transaction: &Transaction) -> Moment {
    let service = transaction.order.service();
    let first = transaction.at.after(after_transaction(service));
    match transaction.last_asked {
        Some(asked) => first.max(asked.after(between_questions(service))),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;
    use crate::transaction::event::{Asker, Event};
    use crate::transaction::order::{Order, WalletForm, WalletOrder};
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

    fn load_at(at: Moment) -> Transaction {
        let form = WalletForm {
            first_name: "Asha".into(),
            last_name: "Devi".into(),
            mobile: "9876543210".into(),
            email: "asha@shop.example".into(),
            amount: "41".into(),
            ..WalletForm::default()
        };
        let back = "https://shop.example/back";
        let order = WalletOrder::from_form(&form, back, back).unwrap();
        let order = Order::WalletLoad(Box::new(order));
        Transaction::begin(begun_at(at).agent_id, order, at)
    }

    #[test]
    fn a_load_is_enquired_about_in_growing_gaps_for_a_day() {
        let noon = ist(11, 23, 12, 0);
        let mut load = load_at(noon);
        let mut asked = Vec::new();
        while let Some(next) = next_enquiry(&load) {
            asked.push(next.since(noon).as_secs());
            load.apply(next, &Event::StatusAsked { by: Asker::Galla });
        }
        assert_eq!(asked[..7], [90, 270, 630, 1_350, 2_790, 5_670, 9_270], "{asked:?}");
        assert!(asked.last().is_some_and(|last| (82_800..86_400).contains(last)), "{asked:?}");
        assert!(asked.windows(2).skip(5).all(|two| two[1] - two[0] == 3_600), "{asked:?}");
    }

    #[test]
    fn a_load_may_be_enquired_about_at_any_time_but_not_by_a_key_held_down() {
        let noon = ist(9, 23, 12, 0);
        let mut load = load_at(noon);
        let seconds = |seconds| noon.after(Duration::from_secs(seconds));
        assert_eq!(may_ask(&load, noon), Ask::From(seconds(10)));
        assert_eq!(may_ask(&load, seconds(10)), Ask::Now);
        load.apply(seconds(10), &Event::StatusAsked { by: Asker::Agent });
        assert_eq!(may_ask(&load, seconds(19)), Ask::From(seconds(20)));
        assert_eq!(may_ask(&load, ist(11, 23, 12, 0)), Ask::Now, "PayU has no window");
    }

    #[test]
    fn m16_a_load_that_stays_open_for_a_day_awaits_a_decision() {
        let noon = ist(11, 23, 12, 0);
        let mut load = load_at(noon);
        load.apply(noon, &Event::Recovered);
        let day = noon.after(FOLLOWED);
        assert!(!awaits_decision(&load, Moment::from_millis(day.millis() - 1)));
        assert!(awaits_decision(&load, day));
    }
}
