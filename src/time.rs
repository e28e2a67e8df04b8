//! Time: moments, India Standard Time, and clocks that a test can turn.
//!
//! Only this file names `chrono`: the crate is to be replaced some day, and then here alone.

use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Timelike,
    Utc,
};
use serde::{Deserialize, Serialize};

/// By how many seconds India Standard Time is ahead of UTC: 5 h 30 min all year, so no
/// time-zone database is needed.
pub const IST_SECONDS: i64 = 19_800;

fn ist_offset() -> Option<FixedOffset> {
    FixedOffset::east_opt(i32::try_from(IST_SECONDS).ok()?)
}

/// How HTTP spells a moment (RFC 9110, IMF-fixdate).
const HTTP: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(i64);

/// A calendar day in India Standard Time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// A calendar month in India Standard Time; months count up without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Moment {
    /// A moment from milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// This moment and a duration later; the end of time when it does not fit.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How long after `earlier` this moment is; zero when it is not after it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The day in India Standard Time.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.ist().date_naive())
    }

    /// The month in India Standard Time.
    #[must_use]
    pub fn month(self) -> Month {
        self.day().month()
    }

    /// The hour (0–23) and minute in India Standard Time.
    #[must_use]
    pub fn hour_minute(self) -> (u32, u32) {
        let ist = self.ist();
        (ist.hour(), ist.minute())
    }

    /// India Standard Time to the second with its offset, for exports and logs:
    /// `2026-11-23T14:45:07+05:30`.
    #[must_use]
    pub fn to_ist_rfc3339(self) -> String {
        self.ist().to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// India Standard Time as PGPE writes it: `28/01/2018 05:03:53 PM` (api.md 1.1).
    #[must_use]
    pub fn to_pgpe(self) -> String {
        self.ist().format("%d/%m/%Y %I:%M:%S %p").to_string()
    }

    /// India Standard Time as PayU's `requestDateTime` has it: `20230822183015` (api.md 2).
    #[must_use]
    pub fn to_payu(self) -> String {
        self.ist().format("%Y%m%d%H%M%S").to_string()
    }

    /// Greenwich time as HTTP and PayU write it: `Thu, 17 Feb 2022 08:17:59 GMT` (api.md 2).
    #[must_use]
    pub fn to_http(self) -> String {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        utc.format(HTTP).to_string()
    }

    /// Reads a time as HTTP and PayU write it, or `None` when it is not such a time.
    #[must_use]
    pub fn from_http(text: &str) -> Option<Self> {
        let naive = NaiveDateTime::parse_from_str(text.trim(), HTTP).ok()?;
        Some(Self(naive.and_utc().timestamp_millis()))
    }

    /// Reads a time as PGPE writes it, or `None` when it is not such a time or does not exist.
    #[must_use]
    pub fn from_pgpe(text: &str) -> Option<Self> {
        let naive = NaiveDateTime::parse_from_str(text.trim(), "%d/%m/%Y %I:%M:%S %p").ok()?;
        Self::from_ist(naive)
    }

    /// The moment of a wall time in India Standard Time, or `None` when it does not exist.
    #[must_use]
    pub fn from_ist_parts(day: Day, hour: u32, minute: u32, second: u32) -> Option<Self> {
        Self::from_ist(day.0.and_hms_opt(hour, minute, second)?)
    }

    fn from_ist(naive: NaiveDateTime) -> Option<Self> {
        let offset = ist_offset()?;
        let ist = offset.from_local_datetime(&naive).single()?;
        Some(Self(ist.timestamp_millis()))
    }

    fn ist(self) -> DateTime<FixedOffset> {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match ist_offset() {
            Some(offset) => utc.with_timezone(&offset),
            None => utc.fixed_offset(),
        }
    }
}

impl Day {
    /// The day of a calendar date, or `None` when there is no such date.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The day that a person means by `25/11/2026`, `25-11-26`, `25.11`, `25` or `2026-11-25`;
    /// what is left out is today's. `None` when there is no such day.
    #[must_use]
    pub fn from_typed(text: &str, today: Self) -> Option<Self> {
        if let Ok(day) = text.trim().parse() {
            return Some(day);
        }
        let (this_year, this_month, _) = today.ymd();
        let parts: Vec<&str> = text.trim().split(['/', '-', '.', ' ']).collect();
        let number = |text: &&str| text.parse::<u32>().ok();
        let parts: Vec<u32> = parts.iter().map(number).collect::<Option<_>>()?;
        match parts.as_slice() {
            [day] => Self::from_ymd(this_year, this_month, *day),
            [day, month] => Self::from_ymd(this_year, *month, *day),
            [day, month, year] => {
                let century = if *year < 100 { 2000 } else { 0 };
                Self::from_ymd(i32::try_from(century + year).ok()?, *month, *day)
            }
            _ => None,
        }
    }

    /// So many days before this one.
    #[must_use]
    pub fn days_before(self, days: u64) -> Self {
        Self(self.0.checked_sub_days(chrono::Days::new(days)).unwrap_or(self.0))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }

    /// Which day of the week it is: 0 on Sundays to 6 on Saturdays.
    #[must_use]
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_sunday()
    }

    /// The month this day lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let month = i32::try_from(self.0.month0()).unwrap_or(0);
        Month(self.0.year().saturating_mul(12).saturating_add(month))
    }

    /// Year, month (1–12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day before, or the same day at the beginning of time.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.pred_opt().unwrap_or(self.0))
    }

    /// The day after, or the same day at the end of time.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.succ_opt().unwrap_or(self.0))
    }

    /// As PGPE writes the day of a moment: `28/01/2018`.
    #[must_use]
    pub fn to_pgpe(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// Midnight at which this day begins.
    #[must_use]
    pub fn start(self) -> Moment {
        self.0.and_hms_opt(0, 0, 0).and_then(Moment::from_ist).unwrap_or_default()
    }
}

/// Reads `2026-11-23`.
impl std::str::FromStr for Day {
    type Err = NoSuchDay;

    fn from_str(text: &str) -> Result<Self, NoSuchDay> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| NoSuchDay)?;
        // The year 26 is not meant.
        if day.to_string() == text { Ok(day) } else { Err(NoSuchDay) }
    }
}

/// A text that is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written as 2026-11-23")]
pub struct NoSuchDay;

/// `2026-11-23`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Month {
    /// Whether a transaction of this month may still be asked for in `now`: it is the
    /// current or the previous month (api.md 1, money rule M6).
    #[must_use]
    pub const fn is_this_or_last(self, now: Self) -> bool {
        self.0 == now.0 || self.0 == now.0 - 1
    }

    /// The first moment of this month in India Standard Time.
    #[must_use]
    pub fn start(self) -> Moment {
        let month = u32::try_from(self.0.rem_euclid(12)).unwrap_or(0) + 1;
        Day::from_ymd(self.0.div_euclid(12), month, 1).map(Day::start).unwrap_or_default()
    }

    /// The month `count` months later.
    #[must_use]
    pub const fn plus(self, count: i32) -> Self {
        Self(self.0.saturating_add(count))
    }
}

/// Where the time comes from. The wall tells what o'clock it is and may be turned by
/// anybody; the monotonic reading only ever grows while the program runs.
pub trait Clock: Send + Sync {
    /// What the wall clock says.
    fn now(&self) -> Moment;
    /// Time since this clock was made; never goes back.
    fn monotonic(&self) -> Duration;
}

/// The computer's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock whose monotonic reading starts now.
    #[must_use]
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(Utc::now().timestamp_millis())
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that stands still until a test moves it: time can pass (both readings), or
/// the wall alone can be turned, as a shopkeeper or a flat battery does.
#[derive(Debug)]
pub struct TestClock {
    hands: Mutex<(Moment, Duration)>,
}

impl TestClock {
    /// A clock that shows `now`.
    #[must_use]
    pub const fn at(now: Moment) -> Self {
        Self { hands: Mutex::new((now, Duration::ZERO)) }
    }

    /// Lets time pass on both readings.
    pub fn pass(&self, duration: Duration) {
        self.with(|(wall, monotonic)| {
            *wall = wall.after(duration);
            *monotonic += duration;
        });
    }

    /// Turns the wall clock; the monotonic reading does not notice.
    pub fn turn_wall_to(&self, now: Moment) {
        self.with(|(wall, _)| *wall = now);
    }

    fn with<T>(&self, act: impl FnOnce(&mut (Moment, Duration)) -> T) -> T {
        let mut hands = self.hands.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut hands)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        self.with(|(wall, _)| *wall)
    }

    fn monotonic(&self) -> Duration {
        self.with(|(_, monotonic)| *monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ist(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Moment {
        Day::from_ymd(year, month, day)
            .and_then(|day| Moment::from_ist_parts(day, hour, minute, 0))
            .unwrap_or_default()
    }

    #[test]
    fn http_writes_greenwich_time() {
        let text = "Thu, 17 Feb 2022 08:17:59 GMT";
        let moment = Moment::from_http(text).unwrap_or_default();
        assert_eq!((moment.seconds(), moment.to_http().as_str()), (1_645_085_879, text));
        for bad in ["", "Thu, 17 Feb 2022 08:17:59", "Fri, 17 Feb 2022 08:17:59 GMT", "17/02/2022"]
        {
            assert_eq!(Moment::from_http(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_gateways_times_are_read_and_written() {
        let text = "28/01/2018 05:03:53 PM";
        let moment = Moment::from_pgpe(text).unwrap_or_default();
        assert_eq!(moment.millis(), 1_517_139_233_000);
        assert_eq!(moment.to_pgpe(), text);
        assert_eq!(moment.to_ist_rfc3339(), "2018-01-28T17:03:53+05:30");
        for bad in [
            "",
            "31/02/2018 05:03:53 PM",
            "28/01/2018",
            "2018-01-28 17:03:53",
            "28/01/2018 17:03:53 PM",
        ] {
            assert_eq!(Moment::from_pgpe(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_india() {
        let late = ist(2026, 11, 22, 23, 59);
        let early = ist(2026, 11, 23, 0, 0);
        assert_eq!(late.day().to_string(), "2026-11-22");
        assert_eq!(early.day().to_string(), "2026-11-23");
        assert_eq!(early.day().start(), early);
        assert_eq!(early.day().before(), late.day());
        assert_eq!(early.hour_minute(), (0, 0));
    }

    #[test]
    fn a_day_is_read_as_a_person_writes_it() {
        let today = ist(2026, 11, 25, 9, 0).day();
        for text in ["21/11/2026", "21-11-26", "21.11", " 21 ", "2026-11-21"] {
            assert_eq!(Day::from_typed(text, today), Day::from_ymd(2026, 11, 21), "{text}");
        }
        for bad in ["", "31/11/2026", "0", "x", "1/2/3/4", "-1", "11/21/2026", "1//2"] {
            assert_eq!(Day::from_typed(bad, today), None, "{bad}");
        }
        assert_eq!(today.days_before(25), ist(2026, 10, 31, 9, 0).day());
        assert_eq!(today.first_of_month(), ist(2026, 11, 1, 9, 0).day());
        assert_eq!((today.next().before(), today.before().next()), (today, today));
    }

    #[test]
    fn m6_a_month_is_this_or_last_across_the_year() {
        let december = ist(2025, 12, 31, 23, 59).month();
        let january = ist(2026, 1, 1, 0, 0).month();
        let march = ist(2026, 3, 1, 0, 0).month();
        assert!(december.is_this_or_last(january));
        assert!(january.is_this_or_last(january));
        assert!(!january.is_this_or_last(march));
        assert!(
            !january.is_this_or_last(december),
            "a time ahead of the clock is not in the window"
        );
        assert_eq!(december.plus(1), january);
        assert_eq!(january.start(), ist(2026, 1, 1, 0, 0));
        assert_eq!(december.start(), ist(2025, 12, 1, 0, 0));
    }

    #[test]
    fn a_test_turns_the_wall_and_time_passes_on_both() {
        let noon = ist(2026, 11, 23, 12, 0);
        let clock = TestClock::at(noon);
        clock.pass(Duration::from_secs(60));
        assert_eq!(clock.now().since(noon), Duration::from_secs(60));
        clock.turn_wall_to(noon);
        assert_eq!((clock.now(), clock.monotonic()), (noon, Duration::from_secs(60)));
        assert_eq!(noon.since(noon.after(Duration::from_secs(1))), Duration::ZERO);
    }
}
