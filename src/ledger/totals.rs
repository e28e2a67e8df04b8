//! The totals beside the events: what each day came to by operator, and in which hours it succeeded.

use std::fmt;

use rusqlite::{Connection, params};

use super::error::LedgerError;
use crate::time::Day;
use crate::transaction::totals::Total;
use crate::transaction::{Category, Service, State, Transaction};

/// What an hour's name in the ledger begins with; no service and no category has it.
const HOUR: &str = "hour:";

/// Which total a transaction is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TotalKey<'a> {
    /// The day on which it was begun.
    pub day: Day,
    pub what: What<'a>,
    /// The state it is in now.
    pub state: State,
}

/// What of a day a total is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What<'a> {
    /// An operator's recharges, by its category and its code.
    Operator(Category, &'a str),
    /// All of a service that has no operators.
    Service(Service),
    /// What was begun in an hour, 0 to 23 in India Standard Time, and succeeded.
    Hour(u32),
}

impl<'a> TotalKey<'a> {
    /// The totals that a transaction is counted in. One that is unresolved is in none: there are
    /// few, and they are counted when asked for.
    pub(super) fn of(transaction: &'a Transaction) -> impl Iterator<Item = Self> {
        let Total { day, hour, service, operator, state, .. } = Total::of(transaction);
        let of = operator.map_or(What::Service(service), |(of, code)| What::Operator(of, code));
        let of = (!state.is_unresolved()).then_some(of);
        let hour = state.is_success().then_some(What::Hour(hour));
        of.into_iter().chain(hour).map(move |what| Self { day, what, state })
    }
}

impl<'a> What<'a> {
    /// Reads what [`fmt::Display`] writes; `None` for what nobody wrote.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        if let Some(hour) = text.strip_prefix(HOUR) {
            return hour.parse().ok().filter(|hour| *hour < 24).map(What::Hour);
        }
        match text.split_once(':') {
            Some((category, code)) => Some(Self::Operator(Category::from_code(category)?, code)),
            None => Service::from_code(text).map(What::Service),
        }
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // With its category, since two categories may use one code.
            Self::Operator(category, code) => write!(f, "{}:{code}", category.code()),
            Self::Service(service) => f.write_str(service.code()),
            Self::Hour(hour) => write!(f, "{HOUR}{hour:02}"),
        }
    }
}

/// Adds a transaction to its totals, or takes it out again with a `by` of -1.
pub(super) fn count(
    connection: &Connection,
    transaction: &Transaction,
    by: i64,
) -> Result<(), LedgerError> {
    // In both directions exact: the product of an amount and 1 or -1 cannot overflow, as no
    // order is negative; a sum that does is refused by the table, which takes no REAL.
    let amount = transaction.order.amount().paise().saturating_mul(by);
    for TotalKey { day, what, state } in TotalKey::of(transaction) {
        let (day, what, state) = (day.to_string(), what.to_string(), state.code());
        connection
            .prepare_cached(
                "INSERT INTO totals (day, what, state, count, amount) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (day, what, state) DO UPDATE \
                 SET count = count + excluded.count, amount = amount + excluded.amount",
            )?
            .execute(params![day, what, state, by, amount])?;
        if by < 0 {
            connection
                .prepare_cached(
                    "DELETE FROM totals \
                     WHERE day = ?1 AND what = ?2 AND state = ?3 AND count = 0",
                )?
                .execute(params![day, what, state])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_total_is_of_is_read_as_it_is_written() {
        for (what, text) in [
            (What::Operator(Category::MobilePrepaid, "PMJ"), "mobile_prepaid:PMJ"),
            (What::Operator(Category::Gas, "A:B"), "gas:A:B"),
            (What::Operator(Category::Gas, ""), "gas:"),
            (What::Service(Service::Payout), "payout"),
            (What::Hour(9), "hour:09"),
            (What::Hour(23), "hour:23"),
        ] {
            assert_eq!(what.to_string(), text);
            assert_eq!(What::read(text), Some(what));
        }
        for text in ["", "PMJ", "airships:PMJ", "airships", "hour:", "hour:-1", "hour:24", "hour:x"]
        {
            assert_eq!(What::read(text), None, "{text}");
        }
        let named = |name: &str| HOUR.strip_suffix(':') == Some(name);
        assert!(!Category::ALL.into_iter().any(|category| named(category.code())));
    }
}
