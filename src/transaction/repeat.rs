//! The same payment twice is a question (money rule M14).

use std::time::Duration;

use super::fold::{State, Transaction};
use super::order::{Order, Service};
use crate::time::Moment;

/// For this long after a success, the same payment again is asked about.
pub const AFTER_SUCCESS: Duration = Duration::from_secs(10 * 60);

/// Whether `order` would pay again what `earlier` pays, paid a moment ago or may yet pay. A
/// collection pays nothing: a second customer's code for the same amount is no repeat.
#[must_use]
pub fn repeats(earlier: &Transaction, order: &Order, now: Moment) -> bool {
    let same = order.service() != Service::Collection
        && earlier.order.service() == order.service()
        && earlier.order.target() == order.target()
        && earlier.order.amount() == order.amount();
    same && match earlier.state() {
        State::Sending | State::Pending => true,
        State::Success => earlier.succeeded_at.is_some_and(|then| now.since(then) < AFTER_SUCCESS),
        State::Failed
        | State::NotSent
        | State::Reversed
        | State::SettledSucceeded
        | State::SettledFailed => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::event::Event;
    use crate::transaction::testing::{NOON, begun, recharge, reply_of};

    fn earlier(code: &str) -> Transaction {
        let mut transaction = begun("9876543210", 19_900);
        transaction.apply(NOON, &Event::Answer { reply: reply_of(&transaction, code) });
        transaction
    }

    #[test]
    fn m14_unresolved_or_a_success_of_the_last_ten_minutes() {
        let order = recharge("9876543210", 19_900);
        let minutes = |minutes: u64| NOON.after(Duration::from_secs(60 * minutes));
        assert!(repeats(&begun("9876543210", 19_900), &order, minutes(600)));
        assert!(repeats(&earlier("TUP"), &order, minutes(600)));
        assert!(repeats(&earlier("TXN"), &order, minutes(9)));
        assert!(!repeats(&earlier("TXN"), &order, minutes(10)));
        assert!(!repeats(&earlier("ERR"), &order, minutes(0)));
        let set_back = Moment::from_millis(NOON.millis() - 3_600_000);
        assert!(repeats(&earlier("TXN"), &order, set_back), "a clock set back still asks");
    }

    #[test]
    fn m14_another_number_or_amount_is_another_payment() {
        let earlier = earlier("TUP");
        assert!(!repeats(&earlier, &recharge("9876543211", 19_900), NOON));
        assert!(!repeats(&earlier, &recharge("9876543210", 19_901), NOON));
    }
}
