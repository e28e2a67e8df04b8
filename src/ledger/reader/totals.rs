//! What a period came to: the ledger's totals by hour and operator, added up as they are read.

use rusqlite::Row;

use super::super::error::LedgerError;
use super::Reader;
use super::day::bounds;
use crate::money::Paise;
use crate::time::Day;
use crate::transaction::totals::{Sum, Total, Totals};
use crate::transaction::{Category, Service, State};

pub(super) const TOTALS: &str = "SELECT day, hour, service, operator, state, count, amount \
     FROM hour_totals WHERE day >= ?1 AND day <= ?2";
pub(super) const UNRESOLVED_IN: &str = "SELECT fold FROM transactions \
     INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending') AND at >= ?1 AND at < ?2 ORDER BY id";

/// The totals of a period while they are read. They come hour by hour, thousands of them in a
/// month, and an hour has much the same operators and states as the one before it, in the same
/// order: so what a row is about is looked for behind the last one's, and read only where it is
/// new.
#[derive(Default)]
struct Sheet {
    outcomes: Vec<Outcome>,
    /// Where the last row's outcome stands.
    last: usize,
    /// The last row's hour.
    hour: Option<Hour>,
    totals: Totals,
}

/// What came of an operator's transactions: as its rows spell it, and what that means.
struct Outcome {
    spelled: [Vec<u8>; 3],
    service: Service,
    operator: Option<(Category, String)>,
    state: State,
    sum: Sum,
}

/// An hour's successes, and how its rows spell its day.
struct Hour {
    spelled: Vec<u8>,
    day: Day,
    hour: u32,
    successes: Sum,
}

impl Reader {
    /// What the transactions begun from one day to another, both included, came to; without a
    /// scan of the transactions, whatever the size.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn totals(&self, from: Day, to: Day) -> Result<Totals, LedgerError> {
        let mut sheet = Sheet::default();
        let mut statement = self.connection.prepare_cached(TOTALS)?;
        let mut rows = statement.query([from.to_string(), to.to_string()])?;
        while let Some(row) = rows.next()? {
            sheet.take(row)?;
        }
        let mut totals = sheet.totals();
        // What is unresolved is in no total, and there is little of it.
        for transaction in self.transactions(UNRESOLVED_IN, bounds(from, to))? {
            totals.add(&Total::of(&transaction));
        }
        Ok(totals)
    }
}

impl Sheet {
    fn take(&mut self, row: &Row<'_>) -> Result<(), LedgerError> {
        let text = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_bytes()?);
        let (day, hour) = (text(0)?, row.get(1)?);
        let count = row.get::<_, i64>(5)?.try_into();
        let count = count.map_err(|_| LedgerError::corrupt("a total of less than nothing"))?;
        let sum = Sum { count, amount: Some(Paise::from_paise(row.get(6)?)) };
        let state = self.add([text(2)?, text(3)?, text(4)?], sum)?;
        let successes = if state.is_success() { sum } else { Sum::default() };
        self.hour(day, hour)?.successes.add(successes);
        Ok(())
    }

    /// Adds to the outcome that is spelled so, and says which state it is.
    fn add(&mut self, spelled: [&[u8]; 3], sum: Sum) -> Result<State, LedgerError> {
        let behind = self.outcomes.len().min(self.last + 1);
        let (first, rest) = self.outcomes.split_at_mut(behind);
        let mut all = (behind..).zip(rest).chain((0..).zip(first));
        if let Some((at, one)) = all.find(|(_, one)| one.spelled == spelled) {
            one.sum.add(sum);
            self.last = at;
            return Ok(one.state);
        }
        let new = Outcome::read(spelled, sum)?;
        let state = new.state;
        self.last = self.outcomes.len();
        self.outcomes.push(new);
        Ok(state)
    }

    /// The hour of the last row, or a new one, which ends it.
    fn hour(&mut self, spelled: &[u8], hour: u32) -> Result<&mut Hour, LedgerError> {
        let now = match self.hour.take() {
            Some(now) if now.hour == hour && now.spelled == spelled => now,
            last => {
                last.iter().for_each(|last| last.add_to(&mut self.totals));
                let last = last.filter(|last| last.spelled == spelled);
                last.map_or_else(|| Hour::read(spelled, hour), |last| Ok(last.later(hour)))?
            }
        };
        Ok(self.hour.insert(now))
    }

    fn totals(mut self) -> Totals {
        self.hour.iter().for_each(|last| last.add_to(&mut self.totals));
        for Outcome { service, operator, state, sum, .. } in self.outcomes {
            let operator = operator.as_ref().map(|(category, code)| (*category, code.as_str()));
            self.totals.add_outcome(service, operator, state, sum);
        }
        self.totals
    }
}

impl Outcome {
    fn read(spelled: [&[u8]; 3], sum: Sum) -> Result<Self, LedgerError> {
        let [service, operator, state] = spelled.map(String::from_utf8_lossy);
        let wrong = || LedgerError::corrupt(format!("a total of {service} {operator} {state}"));
        Ok(Self {
            service: Service::from_code(&service).ok_or_else(wrong)?,
            operator: operator_of(&operator).ok_or_else(wrong)?,
            state: State::from_code(&state).ok_or_else(wrong)?,
            sum,
            spelled: spelled.map(<[u8]>::to_owned),
        })
    }
}

impl Hour {
    fn read(spelled: &[u8], hour: u32) -> Result<Self, LedgerError> {
        let day = String::from_utf8_lossy(spelled);
        let wrong = |_| LedgerError::corrupt(format!("a total of the day {day}"));
        let day = day.parse().map_err(wrong)?;
        Ok(Self { spelled: spelled.to_owned(), day, hour, successes: Sum::default() })
    }

    /// Another hour of the same day.
    fn later(self, hour: u32) -> Self {
        Self { hour, successes: Sum::default(), ..self }
    }

    fn add_to(&self, totals: &mut Totals) {
        totals.add_successes(self.day, self.hour, self.successes);
    }
}

/// The operator that a key is about: `Some(None)` for the empty key of what has no operator,
/// `None` for what is no key.
fn operator_of(key: &str) -> Option<Option<(Category, String)>> {
    if key.is_empty() {
        return Some(None);
    }
    let (category, code) = key.split_once(':')?;
    Some(Some((Category::from_code(category)?, code.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::LedgerKind;
    use crate::ledger::filled::fill;
    use crate::ledger::testing::{NOON, Shop};

    #[test]
    fn totals_follow_the_state_and_stay_in_their_hour() {
        let mut shop = Shop::three_and_two_later();
        let reader = shop.ledger.reader().unwrap();
        let today = NOON.day();
        let sum = |sum: &Sum| (sum.count, sum.amount.map(Paise::paise));
        let totals = |from, to| -> Vec<_> {
            let totals = reader.totals(from, to).unwrap();
            totals.by_operator().iter().map(|one| (one.state, sum(&one.sum))).collect()
        };
        let hours = |from, to| {
            let totals = reader.totals(from, to).unwrap();
            (sum(&totals.by_hour()[12]), sum(&totals.by_hour()[13]), totals.by_day().len())
        };
        let failed = (State::Failed, (1, Some(29_900)));
        let before =
            [(State::Success, (2, Some(29_900))), (State::Pending, (1, Some(9_900))), failed];
        assert_eq!(totals(today, today), before);
        assert_eq!(hours(today, today), ((1, Some(19_900)), (1, Some(10_000)), 1));
        shop.answer(2, "TXN");
        assert_eq!(totals(today, today), [(State::Success, (3, Some(39_800))), failed]);
        assert_eq!(hours(today, today), ((2, Some(29_800)), (1, Some(10_000)), 1));
        let tomorrow = today.next();
        assert_eq!(totals(tomorrow, tomorrow), [(State::Success, (1, Some(5_000)))]);
        assert_eq!(hours(today, tomorrow), ((3, Some(34_800)), (1, Some(10_000)), 2));
        assert_eq!(totals(today.before(), today.before()), []);
        let all = reader.totals(today, tomorrow).unwrap();
        let jio = Some((Category::MobilePrepaid, "PMJ".to_owned()));
        assert!(all.by_operator().iter().all(|one| one.operator == jio));
        assert_eq!(all.count(), 5);
    }

    #[test]
    fn m8_a_shops_days_are_what_their_transactions_add_up_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("filled");
        fill(&path, LedgerKind::Practice, 3_000, 1, NOON).unwrap();
        let reader = Reader::open(&path).unwrap();
        let all = reader.recent(3_000, None).unwrap();
        let today = NOON.day();
        let beginning = all.last().unwrap().at.day();
        assert!(beginning < today.before(), "it has a day that is whole");
        for (from, to) in [(beginning, today), (beginning.next(), today.before())] {
            let of_days = all.iter().filter(|one| (from..=to).contains(&one.at.day()));
            let expected: Totals = of_days.map(Total::of).collect();
            assert!(expected.by_operator().len() > 8, "{expected:?}");
            assert_eq!(reader.totals(from, to).unwrap(), expected);
        }
    }

    #[test]
    fn m8_a_total_that_nobody_could_have_written_is_no_figure() {
        let today = NOON.day();
        for wrong in [
            "operator = 'PMJ'",
            "operator = 'airships:PMJ'",
            "service = 'airships'",
            "state = 'airborne'",
            "count = -1",
        ] {
            let shop = Shop::three_and_two_later();
            let change = format!("UPDATE hour_totals SET {wrong} WHERE hour = 13");
            shop.ledger.connection.execute_batch(&change).unwrap();
            let found = shop.ledger.reader().unwrap().totals(today, today);
            assert!(matches!(found, Err(LedgerError::Corrupt { .. })), "{wrong}: {found:?}");
        }
    }
}
