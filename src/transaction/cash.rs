//! The drawer: how much cash a day's transactions should have brought into it.

use super::fold::{State, Transaction};
use super::order::Service;
use crate::money::Paise;
use crate::time::Day;

/// What a day's transactions have done to the drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawer {
    /// Taken from customers.
    pub taken: Paise,
    /// Given back to customers, also for transactions of earlier days.
    pub given_back: Paise,
}

impl Drawer {
    /// What the transactions that something was written about on a day have done to its drawer;
    /// `None` when it does not fit.
    #[must_use]
    pub fn of<'a>(written: impl IntoIterator<Item = &'a Transaction>, day: Day) -> Option<Self> {
        written.into_iter().try_fold(Self::default(), |mut drawer, transaction| {
            let amount = transaction.order.amount();
            if transaction.at.day() == day && customer_paid(transaction) {
                drawer.taken = drawer.taken.checked_add(amount)?;
            }
            if transaction.given_back.is_some_and(|at| at.day() == day) {
                drawer.given_back = drawer.given_back.checked_add(amount)?;
            }
            Some(drawer)
        })
    }

    /// What should lie in a drawer that began the day with `opening`.
    #[must_use]
    pub fn expected(self, opening: Paise) -> Option<Paise> {
        opening.checked_add(self.taken)?.checked_sub(self.given_back)
    }
}

/// Whether the customer has put the money on the counter: what failed at once never left the
/// customer's hand, and who pays by UPI or on PayU's page pays no cash.
fn customer_paid(transaction: &Transaction) -> bool {
    matches!(transaction.order.service(), Service::Recharge | Service::Payout)
        && match transaction.state() {
            State::Sending | State::Pending | State::Success | State::SettledSucceeded => true,
            State::Reversed | State::Failed | State::SettledFailed | State::NotSent => {
                transaction.owes_customer() || transaction.given_back.is_some()
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::event::Event;
    use crate::transaction::reply::{NotSent, Reply};
    use crate::transaction::testing::{NOON, begun, reply_of};

    fn written(paise: i64, codes: &[&str], given_back: bool) -> Transaction {
        let mut after = begun("9876543210", paise);
        for code in codes {
            let reply = match *code {
                "unsent" => Reply::NotSent { cause: NotSent::ConnectionRefused },
                code => reply_of(&after, code),
            };
            after.apply(NOON, &Event::Answer { reply });
        }
        if given_back {
            after.apply(NOON, &Event::GivenBack);
        }
        after
    }

    #[test]
    fn the_drawer_holds_what_customers_paid_less_what_was_given_back() {
        let day = [
            written(1, &["TXN"], false),
            written(10, &["TUP"], false),
            written(100, &["ERR"], false),
            written(1_000, &["unsent"], false),
            // Paid, and failed later: it lies in the drawer until it is given back.
            written(10_000, &["TUP", "ERR"], false),
            written(100_000, &["TUP", "ERR"], true),
        ];
        let drawer = Drawer::of(&day, NOON.day()).unwrap();
        let paise = |paise| Paise::from_paise(paise);
        assert_eq!(drawer, Drawer { taken: paise(110_011), given_back: paise(100_000) });
        assert_eq!(drawer.expected(paise(500)), Some(paise(10_511)));
        let other_day = Drawer::of(&day, NOON.day().before()).unwrap();
        assert_eq!(other_day, Drawer::default());
        assert_eq!(drawer.expected(paise(i64::MAX)), None);
    }
}
