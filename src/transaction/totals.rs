//! What the transactions of a period came to: by operator and state, and when their successes were begun.

use std::collections::BTreeMap;

use super::fold::{State, Transaction};
use super::operator::Category;
use super::order::{Order, Service};
use crate::money::Paise;
use crate::time::Day;

/// How many, and what they add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// What they add up to; `None` when it does not fit.
    pub amount: Option<Paise>,
}

/// What an hour came to, for one operator and one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total<'a> {
    /// The day on which the transactions were begun.
    pub day: Day,
    /// The hour in which they were begun, 0 to 23, in India Standard Time.
    pub hour: u32,
    /// The service.
    pub service: Service,
    /// The operator of recharges: its category and its code.
    pub operator: Option<(Category, &'a str)>,
    /// The state the transactions are in now.
    pub state: State,
    /// How many there are, and what they add up to.
    pub sum: Sum,
}

/// One operator's transactions, as far as they are in one state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfOperator {
    /// The service.
    pub service: Service,
    /// The operator of recharges: its category and its code.
    pub operator: Option<(Category, String)>,
    /// The state the transactions are in now.
    pub state: State,
}

/// A period's totals added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    by_operator: BTreeMap<OfOperator, Sum>,
    by_hour: [Sum; 24],
    by_day: BTreeMap<Day, Sum>,
}

impl Default for Sum {
    fn default() -> Self {
        Self { count: 0, amount: Some(Paise::ZERO) }
    }
}

impl Sum {
    /// One of this amount.
    #[must_use]
    pub const fn one(amount: Paise) -> Self {
        Self { count: 1, amount: Some(amount) }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            amount: self.amount.zip(other.amount).and_then(|(one, two)| one.checked_add(two)),
        }
    }

    /// Takes another in.
    pub fn add(&mut self, other: Self) {
        *self = self.and(other);
    }
}

impl<'a> Total<'a> {
    /// What one transaction comes to.
    #[must_use]
    pub fn of(transaction: &'a Transaction) -> Self {
        let order = &transaction.order;
        Self {
            day: transaction.at.day(),
            hour: transaction.at.hour_minute().0,
            service: order.service(),
            operator: match order {
                Order::Recharge(recharge) => Some((recharge.category, &recharge.operator)),
                Order::Payout(_) | Order::Collection(_) | Order::WalletLoad(_) => None,
            },
            state: transaction.state(),
            sum: Sum::one(order.amount()),
        }
    }
}

impl Totals {
    /// Takes a total in.
    pub fn add(&mut self, total: &Total<'_>) {
        let Total { day, hour, service, operator, state, sum } = *total;
        self.add_of_day(day, service, operator, state, sum);
        if state.is_success() {
            self.add_of_hour(hour, sum);
        }
    }

    /// Takes in what came of an operator's transactions of a day, in whichever hours.
    pub fn add_of_day(
        &mut self,
        day: Day,
        service: Service,
        operator: Option<(Category, &str)>,
        state: State,
        sum: Sum,
    ) {
        let operator = operator.map(|(category, code)| (category, code.to_owned()));
        self.by_operator.entry(OfOperator { service, operator, state }).or_default().add(sum);
        let of_day = self.by_day.entry(day).or_default();
        if state.is_success() {
            of_day.add(sum);
        }
    }

    /// Takes in the successes of an hour, 0 to 23 in India Standard Time, of whichever day.
    pub fn add_of_hour(&mut self, hour: u32, successes: Sum) {
        let hour = usize::try_from(hour).unwrap_or(usize::MAX);
        if let Some(of_hour) = self.by_hour.get_mut(hour) {
            of_hour.add(successes);
        }
    }

    /// What came of each operator's transactions, by service, operator and state.
    #[must_use]
    pub const fn by_operator(&self) -> &BTreeMap<OfOperator, Sum> {
        &self.by_operator
    }

    /// The successes of each hour of the day, 0 to 23, of all days together.
    #[must_use]
    pub const fn by_hour(&self) -> &[Sum; 24] {
        &self.by_hour
    }

    /// The successes of each day that has any transactions.
    #[must_use]
    pub const fn by_day(&self) -> &BTreeMap<Day, Sum> {
        &self.by_day
    }

    /// How many transactions there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.by_operator.values().fold(0, |count, sum| count.saturating_add(sum.count))
    }
}

impl<'a> FromIterator<Total<'a>> for Totals {
    fn from_iter<I: IntoIterator<Item = Total<'a>>>(totals: I) -> Self {
        let mut all = Self::default();
        for total in totals {
            all.add(&total);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::testing::total;

    #[test]
    fn totals_are_the_same_in_whichever_order_they_come() {
        let mut all = [
            total(24, 9, Some("PMJ"), State::Pending, 1, 500),
            total(23, 9, Some("PMJ"), State::Success, 1, 300),
            total(23, 10, None, State::SettledSucceeded, 1, 200),
            total(23, 9, Some("PMA"), State::Failed, 1, 100),
            total(24, 9, Some("PMJ"), State::Success, 1, 400),
        ];
        let totals: Totals = all.into_iter().collect();
        all.reverse();
        assert_eq!(totals, all.into_iter().collect());
        let sums: Vec<_> = totals
            .by_operator()
            .iter()
            .map(|(of, sum)| (of.operator.as_ref().map(|(_, c)| c.as_str()), of.state, sum.count))
            .collect();
        let expected = [
            (Some("PMA"), State::Failed, 1),
            (Some("PMJ"), State::Success, 2),
            (Some("PMJ"), State::Pending, 1),
            (None, State::SettledSucceeded, 1),
        ];
        assert_eq!((sums.as_slice(), totals.count()), (&expected[..], 5));
        let paise = |sum: &Sum| sum.amount.map(Paise::paise);
        let days: Vec<_> = totals.by_day().values().map(paise).collect();
        assert_eq!(days, [Some(500), Some(400)], "only what succeeded is drawn");
        let hours = totals.by_hour();
        assert_eq!((paise(&hours[9]), paise(&hours[10])), (Some(700), Some(200)));
        assert_eq!(hours.iter().map(|sum| sum.count).sum::<u64>(), 3);
    }

    #[test]
    fn m8_a_sum_that_does_not_fit_is_no_figure_and_stays_none() {
        let [most, one] = [i64::MAX, 1].map(|paise| total(23, 9, None, State::Success, 1, paise));
        let all: Totals = [most, one, most].into_iter().collect();
        let nothing = Sum { count: 3, amount: None };
        let sums: Vec<_> = all.by_operator().values().chain(all.by_day().values()).collect();
        assert_eq!(sums, [&nothing, &nothing]);
    }
}
