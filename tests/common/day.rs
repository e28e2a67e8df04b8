//! A day as the counter tells it: its start with a difference, and its book.

use galla::counter::{DayStart, Period, WalletDay};
use galla::ledger::BalanceReading;
use galla::ledger::reader::DayEvents;
use galla::money::Paise;
use galla::time::Day;
use galla::transaction::cash::Drawer;
use galla::transaction::day::{Movement, explain};
use galla::transaction::totals::{Sum, Total};
use galla::transaction::{Category, Service, State};

use super::counter::{NOW, one_of_each, silent, transaction};

fn rupees(rupees: i64) -> Paise {
    Paise::from_rupees(rupees).unwrap()
}

/// Today's start: the first wallet holds ₹199 less than it should, the second agrees, the third
/// was never read before.
pub fn start() -> DayStart {
    let closing = NOW.day().start();
    let reading = |service, holds, at| Some(BalanceReading { service, holds: rupees(holds), at });
    let movement = Movement { debits: rupees(1_245), returned: rupees(99), ..Movement::default() };
    let candidates =
        vec![transaction(1_200, "9123456780", &[silent()]), transaction(1_300, "9811122233", &[])];
    DayStart {
        day: NOW.day(),
        wallets: vec![
            WalletDay {
                service: Service::Recharge,
                closing: reading(Service::Recharge, 50_000, closing),
                movement: Some(movement),
                holds: reading(Service::Recharge, 48_655, NOW),
                explanations: explain(candidates, Paise::from_paise(-19_900)),
            },
            WalletDay {
                service: Service::Payout,
                closing: reading(Service::Payout, 200_000, closing),
                movement: Some(Movement::default()),
                holds: reading(Service::Payout, 200_000, NOW),
                explanations: Vec::new(),
            },
            WalletDay {
                service: Service::Collection,
                closing: None,
                movement: None,
                holds: reading(Service::Collection, 310, NOW),
                explanations: Vec::new(),
            },
        ],
        said: DayEvents::default(),
    }
}

/// What a busy day came to, hour by hour.
pub fn totals(day: Day) -> Vec<Total<'static>> {
    let mut totals = Vec::new();
    for (hour, count) in (9_u32..).zip([4_u64, 9, 14, 11, 6, 3, 8, 12, 17, 21, 9, 2]) {
        for (code, share) in [("PMA", 2), ("PMJ", 3)] {
            let amount = i64::try_from(count / share * 199).unwrap();
            totals.push(total(day, hour, Some(code), State::Success, count / share, amount));
        }
    }
    totals.push(total(day, 10, Some("PMV"), State::Failed, 3, 597));
    totals.push(total(day, 11, Some("PMV"), State::Success, 5, 1_495));
    totals.push(total(day, 11, None, State::Success, 4, 123_456));
    totals.push(total(day, 12, None, State::Pending, 1, 500));
    totals
}

fn total(day: Day, hour: u32, code: Option<&str>, state: State, count: u64, sum: i64) -> Total<'_> {
    Total {
        day,
        hour,
        service: if code.is_some() { Service::Recharge } else { Service::Payout },
        operator: code.map(|code| (Category::MobilePrepaid, code)),
        state,
        sum: Sum { count, amount: Some(rupees(sum)) },
    }
}

/// Today's book.
pub fn today() -> Period {
    let said = DayEvents {
        started: Some(NOW.day().start()),
        opening: Some(rupees(2_000)),
        counted: Some((rupees(18_437), NOW)),
    };
    let drawer = Drawer { taken: rupees(16_736), given_back: rupees(199) };
    Period {
        from: NOW.day(),
        to: NOW.day(),
        totals: totals(NOW.day()).into_iter().collect(),
        transactions: one_of_each(),
        drawer: Some((drawer, said)),
    }
}

/// The book of the last seven days.
pub fn week() -> Period {
    let from = NOW.day().days_before(6);
    let days = (0..7).map(|ago| NOW.day().days_before(ago));
    Period {
        from,
        to: NOW.day(),
        totals: days.flat_map(totals).collect(),
        transactions: one_of_each(),
        drawer: None,
    }
}
