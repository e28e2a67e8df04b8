//! What a period came to: its days' totals, added up as they are read.

use super::super::error::LedgerError;
use super::super::totals::What;
use super::Reader;
use super::day::bounds;
use crate::money::Paise;
use crate::time::Day;
use crate::transaction::totals::{Sum, Total, Totals};
use crate::transaction::{Service, State};

pub(super) const TOTALS: &str =
    "SELECT day, what, state, count, amount FROM totals WHERE day >= ?1 AND day <= ?2";
pub(super) const UNRESOLVED_IN: &str = "SELECT fold FROM transactions \
     INDEXED BY transactions_unresolved \
     WHERE state IN ('sending', 'pending') AND at >= ?1 AND at < ?2 ORDER BY id";

impl Reader {
    /// What the transactions begun from one day to another, both included, came to; without a
    /// scan of the transactions, whatever the size.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn totals(&self, from: Day, to: Day) -> Result<Totals, LedgerError> {
        let mut totals = Totals::default();
        let mut statement = self.connection.prepare_cached(TOTALS)?;
        let mut rows = statement.query([from.to_string(), to.to_string()])?;
        // They come day by day, and a month has a thousand of them.
        let mut of_day: Option<(String, Day)> = None;
        while let Some(row) = rows.next()? {
            let text = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str()?);
            let [day, what, state] = [text(0)?, text(1)?, text(2)?];
            let wrong = || LedgerError::corrupt(format!("the total of {day} for {what} {state}"));
            let day = match &of_day {
                Some((same, parsed)) if same == day => *parsed,
                _ => of_day.insert((day.to_owned(), day.parse().map_err(|_| wrong())?)).1,
            };
            let state = State::from_code(state).ok_or_else(wrong)?;
            let count = row.get::<_, i64>(3)?.try_into().map_err(|_| wrong())?;
            let sum = Sum { count, amount: Some(Paise::from_paise(row.get(4)?)) };
            match What::read(what).ok_or_else(wrong)? {
                What::Operator(category, code) => {
                    let operator = Some((category, code));
                    totals.add_of_day(day, Service::Recharge, operator, state, sum);
                }
                What::Service(service) => totals.add_of_day(day, service, None, state, sum),
                What::Hour(hour) => totals.add_of_hour(hour, sum),
            }
        }
        // What is unresolved is in no total, and there is little of it.
        for transaction in self.transactions(UNRESOLVED_IN, bounds(from, to))? {
            totals.add(&Total::of(&transaction));
        }
        Ok(totals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::LedgerKind;
    use crate::ledger::filled::fill;
    use crate::ledger::testing::{NOON, Shop};
    use crate::transaction::Category;

    #[test]
    fn totals_follow_the_state_and_stay_in_their_hour() {
        let mut shop = Shop::three_and_two_later();
        let reader = shop.ledger.reader().unwrap();
        let today = NOON.day();
        let sum = |sum: &Sum| (sum.count, sum.amount.map(Paise::paise));
        let totals = |from, to| -> Vec<_> {
            let totals = reader.totals(from, to).unwrap();
            totals.by_operator().iter().map(|(of, found)| (of.state, sum(found))).collect()
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
        assert!(all.by_operator().keys().all(|of| of.operator == jio));
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
            "what = 'PMJ'",
            "what = 'airships:PMJ'",
            "what = 'hour:noon'",
            "state = 'airborne'",
            "count = -1",
            "day = '2026-11-23, noon'",
        ] {
            let shop = Shop::three_and_two_later();
            let change = format!("UPDATE totals SET {wrong} WHERE what = 'hour:13'");
            shop.ledger.connection.execute_batch(&change).unwrap();
            let found = shop.ledger.reader().unwrap().totals(today, today.next());
            assert!(matches!(found, Err(LedgerError::Corrupt { .. })), "{wrong}: {found:?}");
        }
    }
}
