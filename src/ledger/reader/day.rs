//! Questions about days: a period's transactions, what was written on a day, what moved between two readings of a wallet.

use std::time::Duration;

use rusqlite::{OptionalExtension, Statement, params};

use super::super::chain;
use super::super::error::LedgerError;
use super::super::export::Span;
use super::{BalanceReading, Reader};
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::{Day, Moment};
use crate::transaction::day::Touched;
use crate::transaction::{Service, ShopEvent, Transaction};

/// In India every day is as long as the other.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) const PERIOD: &str = "SELECT fold FROM transactions INDEXED BY transactions_at \
     WHERE at >= ?1 AND at < ?2 AND (at, id) < (?3, ?4) ORDER BY at DESC, id DESC LIMIT ?5";
pub(super) const BETWEEN: &str = "SELECT fold FROM transactions INDEXED BY transactions_at \
     WHERE at >= ?1 AND at < ?2 ORDER BY at, id";
pub(super) const CLOSING: &str = "SELECT seq, at, holds FROM balances \
     WHERE service = ?1 AND at < ?2 ORDER BY seq DESC LIMIT 1";
pub(super) const NEWEST: &str = "SELECT seq, at, holds FROM balances \
     WHERE service = ?1 AND at >= ?2 ORDER BY seq DESC LIMIT 1";
pub(super) const FIRST: &str =
    "SELECT seq FROM balances WHERE service = ?1 AND at >= ?2 ORDER BY seq LIMIT 1";
pub(super) const BEGUN_BEFORE: &str = "SELECT id FROM transactions INDEXED BY transactions_at \
     WHERE at < ?1 ORDER BY at DESC, id DESC LIMIT 1";
pub(super) const BEGUN_SINCE: &str = "SELECT id FROM transactions INDEXED BY transactions_at \
     WHERE at >= ?1 ORDER BY at, id LIMIT 1";
const OF_DAY: &str = "SELECT at, body FROM day_events WHERE day = ?1 ORDER BY seq";

/// What the shop itself said of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayEvents {
    /// When the day was begun.
    pub started: Option<Moment>,
    /// What lay in the drawer at the opening, as it was said last.
    pub opening: Option<Paise>,
    /// What was counted last, and when.
    pub counted: Option<(Paise, Moment)>,
}

impl Reader {
    /// The transactions begun from one day to another, both included, newest first; with
    /// `before`, those older than that one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn period(
        &self,
        from: Day,
        to: Day,
        limit: u32,
        before: Option<AgentId>,
    ) -> Result<Vec<Transaction>, LedgerError> {
        let [since, until] = bounds(from, to);
        let (at, id) = match before {
            None => (i64::MAX, i64::MAX),
            Some(agent_id) => match self.transaction(agent_id)? {
                None => return Ok(Vec::new()),
                Some(one) => (
                    one.at.millis(),
                    chain::number_of(&self.connection, agent_id)?.unwrap_or_default(),
                ),
            },
        };
        self.transactions(PERIOD, params![since, until, at, id, limit])
    }

    /// Gives every transaction begun from one day to another, both included, to `each`,
    /// oldest first, one at a time and as they stood when this began.
    ///
    /// # Errors
    /// When the ledger cannot be read, and what `each` returns.
    pub fn for_each_between<E: From<LedgerError>>(
        &self,
        from: Day,
        to: Day,
        mut each: impl FnMut(Transaction) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each(BETWEEN, bounds(from, to), &mut each)
    }

    /// A statement for the folds of the transactions of a span, oldest first, and what it is to
    /// be asked with.
    pub(in crate::ledger) fn folds_of(
        &self,
        span: Span,
    ) -> Result<(Statement<'_>, [i64; 2]), LedgerError> {
        const ALL: &str = "SELECT fold FROM transactions WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
        let (sql, ends) = match span {
            Span::All => (ALL, [i64::MIN, i64::MAX]),
            Span::Days(from, to) => (BETWEEN, bounds(from, to)),
        };
        Ok((self.connection.prepare(sql)?, ends))
    }

    /// What the shop itself said of a day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn day_events(&self, day: Day) -> Result<DayEvents, LedgerError> {
        use crate::transaction::Counted;

        let mut statement = self.connection.prepare_cached(OF_DAY)?;
        let mut rows = statement.query([day.to_string()])?;
        let mut said = DayEvents::default();
        while let Some(row) = rows.next()? {
            let (at, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let at = Moment::from_millis(at);
            let event = serde_json::from_str(&body);
            match event.map_err(|error| LedgerError::corrupt(format!("a day's event: {error}")))? {
                ShopEvent::DayStarted { .. } => {
                    said.started.get_or_insert(at);
                }
                ShopEvent::Cash { counted: Counted::Opening, amount, .. } => {
                    said.opening = Some(amount);
                }
                ShopEvent::Cash { counted: Counted::Now, amount, .. } => {
                    said.counted = Some((amount, at));
                }
                _ => {}
            }
        }
        Ok(said)
    }

    /// The last reading of a wallet before a day, and the newest since it began.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn readings_around(
        &self,
        service: Service,
        day: Day,
    ) -> Result<[Option<(i64, BalanceReading)>; 2], LedgerError> {
        let start = day.start().millis();
        let one = |sql| {
            self.connection
                .prepare_cached(sql)?
                .query_row(params![service.code(), start], |row| {
                    let (at, holds) = (row.get(1)?, row.get(2)?);
                    let (at, holds) = (Moment::from_millis(at), Paise::from_paise(holds));
                    Ok((row.get(0)?, BalanceReading { service, holds, at }))
                })
                .optional()
        };
        Ok([one(CLOSING)?, one(NEWEST)?])
    }

    /// The event number of the first reading of a wallet on a day or after it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first_reading(&self, service: Service, day: Day) -> Result<Option<i64>, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(FIRST)?
            .query_row(params![service.code(), day.start().millis()], |row| row.get(0))
            .optional()?)
    }

    /// Two event numbers: all that was written on a day about this service's transactions stands
    /// after the first and up to the second. The second is the reading of its wallet on a later
    /// day or the last event before a later day's first transaction, whichever is earlier, so
    /// that little else stands between them although a wallet was never read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn written_on(&self, service: Service, day: Day) -> Result<[i64; 2], LedgerError> {
        let begun = |sql, day: Day| {
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.query_row([day.start().millis()], |row| row.get::<_, i64>(0)).optional()
        };
        let just_before = |id: i64| id.saturating_sub(1);
        // Where the clock was set back, the day's own first one can be the older of the two.
        let last_before = begun(BEGUN_BEFORE, day)?;
        let first_on = begun(BEGUN_SINCE, day)?.map(just_before);
        let first = last_before.into_iter().chain(first_on).min().unwrap_or_default();
        let next_one = begun(BEGUN_SINCE, day.next())?.map(just_before);
        let next_reading = self.first_reading(service, day.next())?;
        let second = next_one.filter(|next| *next > first).into_iter().chain(next_reading).min();
        Ok([first, second.unwrap_or(i64::MAX)])
    }

    /// The transactions of a service that something was written about after the event number
    /// `first` and up to the event number `second`, as they stood at both.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn touched(
        &self,
        service: Service,
        first: i64,
        second: i64,
    ) -> Result<Vec<Touched>, LedgerError> {
        let mut touched = Vec::new();
        self.each_touched(service, first, second, |one| {
            touched.push(one);
            Ok::<_, LedgerError>(())
        })?;
        Ok(touched)
    }

    /// Gives each of the transactions of [`Reader::touched`] to `each`, one at a time.
    ///
    /// # Errors
    /// When the ledger cannot be read, and what `each` returns.
    pub fn each_touched<E: From<LedgerError>>(
        &self,
        service: Service,
        first: i64,
        second: i64,
        mut each: impl FnMut(Touched) -> Result<(), E>,
    ) -> Result<(), E> {
        for agent_id in self.written_about(service, first, second)? {
            let [before, after] = self.as_at(agent_id, [first, second])?;
            if let Some(after) = after {
                each(Touched { before, after })?;
            }
        }
        Ok(())
    }

    /// The transactions of a service that something was written about after the event number
    /// `first` and up to the event number `second`, as they stood at the second.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn written(
        &self,
        service: Service,
        [first, second]: [i64; 2],
    ) -> Result<Vec<Transaction>, LedgerError> {
        let mut written = Vec::new();
        for agent_id in self.written_about(service, first, second)? {
            written.extend(if second == i64::MAX {
                self.transaction(agent_id)?
            } else {
                let [then] = self.as_at(agent_id, [second])?;
                then
            });
        }
        Ok(written)
    }

    /// The transactions of a service that events between two event numbers are about, the second
    /// included.
    fn written_about(
        &self,
        service: Service,
        first: i64,
        second: i64,
    ) -> Result<Vec<AgentId>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT agent_id FROM events \
             WHERE seq > ?1 AND seq <= ?2 AND agent_id <> ''",
        )?;
        let mut rows = statement.query([first, second])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let id = id.parse().map_err(|_| LedgerError::corrupt("an AgentID that is none"))?;
            if self.is_of_service(id, service)? {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Whether a transaction is of this service, without reading what became of it.
    fn is_of_service(&self, agent_id: AgentId, service: Service) -> Result<bool, LedgerError> {
        const IS_OF: &str = "SELECT 1 FROM transactions WHERE id = ?1 AND service = ?2";
        let Some(id) = chain::number_of(&self.connection, agent_id)? else { return Ok(false) };
        Ok(self.connection.prepare_cached(IS_OF)?.exists(params![id, service.code()])?)
    }

    /// A transaction as it stood at each of these event numbers.
    fn as_at<const N: usize>(
        &self,
        agent_id: AgentId,
        numbers: [i64; N],
    ) -> Result<[Option<Transaction>; N], LedgerError> {
        let events = self.events(agent_id)?;
        Ok(numbers.map(|last| {
            let until = events.iter().take_while(|entry| entry.seq <= last);
            let facts = until.map(|entry| (entry.at, entry.event.clone()));
            Transaction::from_events(agent_id, facts)
        }))
    }

    /// The day before `day` on which a transaction was last begun or a wallet last read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn day_before(&self, day: Day) -> Result<Option<Day>, LedgerError> {
        let last: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT max((SELECT coalesce(max(at), 0) FROM transactions WHERE at < ?1), \
                 (SELECT coalesce(max(at), 0) FROM balances WHERE at < ?1))",
            )?
            .query_row([day.start().millis()], |row| row.get(0))?;
        Ok(last.filter(|last| *last > 0).map(|last| Moment::from_millis(last).day()))
    }
}

/// The milliseconds at which a period begins, and at which it is over.
pub(super) fn bounds(from: Day, to: Day) -> [i64; 2] {
    [from.start().millis(), to.start().after(DAY).millis()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{NOON, Shop, at, id};
    use crate::transaction::cash::Drawer;
    use crate::transaction::{Counted, Event, State, WalletAtStart};

    const HOUR: u64 = 3_600;

    #[test]
    fn a_period_goes_from_page_to_page() {
        let shop = Shop::three_and_two_later();
        let reader = shop.ledger.reader().unwrap();
        let today = NOON.day();
        let page = |before| -> Vec<_> {
            let page = reader.period(today, today, 3, before).unwrap();
            page.into_iter().map(|one| one.agent_id).collect()
        };
        assert_eq!(page(None), [id(HOUR), id(3), id(2)]);
        assert_eq!(page(Some(id(2))), [id(1)]);
        assert_eq!(page(Some(id(1))), []);
        assert_eq!(page(Some(id(99))), []);
        assert_eq!(reader.day_before(today).unwrap(), None);
        assert_eq!(reader.day_before(NOON.after(DAY).day()).unwrap(), Some(today));
    }

    #[test]
    fn what_moved_between_two_readings_is_known_as_it_was_at_both() {
        let mut shop = Shop::three_and_two_later();
        let holds = |rupees| Paise::from_rupees(rupees).unwrap();
        let read = |shop: &mut Shop, n, rupees| {
            let event = ShopEvent::Balance { service: Service::Recharge, holds: holds(rupees) };
            shop.ledger.append_shop(at(n), &event).unwrap()
        };
        let first = read(&mut shop, 2 * HOUR, 500);
        shop.answer(2, "ERR");
        shop.recharge(20 * HOUR, "9876543210", 7_000, "");
        let second = read(&mut shop, 21 * HOUR, 430);
        shop.answer(20 * HOUR, "TXN");
        let reader = shop.ledger.reader().unwrap();
        let [closing, newest] =
            reader.readings_around(Service::Recharge, at(20 * HOUR).day()).unwrap();
        assert_eq!(closing.map(|(seq, one)| (seq, one.holds)), Some((first, holds(500))));
        assert_eq!(newest.map(|(seq, one)| (seq, one.holds)), Some((second, holds(430))));
        let touched = reader.touched(Service::Recharge, first, second).unwrap();
        let states =
            |one: &Touched| (one.before.as_ref().map(Transaction::state), one.after.state());
        let mut states: Vec<_> = touched.iter().map(states).collect();
        states.sort_by_key(|(before, _)| before.is_none());
        assert_eq!(states, [(Some(State::Pending), State::Failed), (None, State::Sending)]);
        assert_eq!(reader.touched(Service::Payout, first, second).unwrap(), []);
    }

    #[test]
    fn what_was_written_on_a_day_is_found_where_no_wallet_was_ever_read() {
        const DAY: u64 = 24 * HOUR;
        let mut shop = Shop::new();
        for day in 0..4 {
            for n in 1..=5 {
                shop.recharge(day * DAY + n, "9876543210", 10_000, "");
                shop.answer(day * DAY + n, if n == 5 { "TUP" } else { "TXN" });
            }
        }
        let today = |n| at(n * DAY).day();
        let reader = shop.ledger.reader().unwrap();
        let written = |day| reader.written_on(Service::Recharge, day).unwrap();
        // Ten events a day; a day begins after the intent of the last transaction before it.
        assert_eq!(written(today(0)), [0, 10]);
        assert_eq!(written(today(2)), [19, 30]);
        assert_eq!(written(today(3)), [29, i64::MAX]);
        assert_eq!(written(today(4)), [39, i64::MAX]);
        // Money that is given back in the morning, for a payment of the day before.
        let failed = shop.answer(3 * DAY + 5, "ERR");
        shop.ledger.append(failed.agent_id, at(4 * DAY), &Event::GivenBack).unwrap();
        let drawer = |day| {
            let written = reader.written(Service::Recharge, written(day)).unwrap();
            let drawer = Drawer::of(&written, day).unwrap();
            (drawer.taken.paise(), drawer.given_back.paise())
        };
        assert_eq!((drawer(today(3)), drawer(today(4))), ((50_000, 0), (0, 10_000)));
        // A wallet that is read before the first payment of the next day ends the day sooner.
        let event = ShopEvent::Balance { service: Service::Recharge, holds: Paise::ZERO };
        let read = shop.ledger.append_shop(at(4 * DAY + 1), &event).unwrap();
        assert_eq!(written(today(3)), [29, read]);
        assert_eq!(reader.written_on(Service::Payout, today(3)).unwrap(), [29, i64::MAX]);
    }

    #[test]
    fn a_clock_that_was_set_back_hides_nothing_of_the_day() {
        let mut shop = Shop::new();
        for n in [24 * HOUR, 24 * HOUR + 1, HOUR, 24 * HOUR + 2] {
            shop.recharge(n, "9876543210", 10_000, "");
        }
        let reader = shop.ledger.reader().unwrap();
        let [first, second] = reader.written_on(Service::Recharge, at(24 * HOUR).day()).unwrap();
        assert_eq!(reader.touched(Service::Recharge, first, second).unwrap().len(), 4);
    }

    #[test]
    fn a_day_is_begun_once_and_its_cash_counted_as_often_as_one_likes() {
        let mut shop = Shop::new();
        let day = NOON.day().to_string();
        let wallets = vec![WalletAtStart {
            service: Service::Recharge,
            closing: Some(Paise::from_paise(500)),
            expected: Some(Paise::from_paise(400)),
            holds: None,
        }];
        let cash = |counted, paise| ShopEvent::Cash {
            day: day.clone(),
            counted,
            amount: Paise::from_paise(paise),
        };
        let mut append = |n, event| shop.ledger.append_shop(at(n), &event).unwrap();
        for n in [1, 2] {
            append(n, ShopEvent::DayStarted { day: day.clone(), wallets: wallets.clone() });
        }
        append(3, cash(Counted::Opening, 1_000));
        append(4, cash(Counted::Now, 2_000));
        append(5, cash(Counted::Now, 3_000));
        let reader = shop.ledger.reader().unwrap();
        let expected = DayEvents {
            started: Some(at(1)),
            opening: Some(Paise::from_paise(1_000)),
            counted: Some((Paise::from_paise(3_000), at(5))),
        };
        assert_eq!(reader.day_events(NOON.day()).unwrap(), expected);
        assert_eq!(reader.day_events(NOON.day().before()).unwrap(), DayEvents::default());
        let report = crate::ledger::check::check(&shop.path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        shop.ledger.connection.execute_batch("DELETE FROM day_events WHERE seq = 4").unwrap();
        assert!(!crate::ledger::check::check(&shop.path).unwrap().problems.is_empty());
    }
}
