//! The day's start and its drawer on the running counter: what each wallet should hold, and what could be behind a difference.

use galla::counter::{Command, DayStart, Look, Period, Update};
use galla::money::Paise;
use galla::transaction::cash::Drawer;
use galla::transaction::day::{Doubt, Movement};
use galla::transaction::{Counted, Service, State};

use super::scripted::{Scripted, Step, success, timed_out};
use super::shop::{HOUR, NOON, Shop};

/// By its balance, the gateway always holds ₹5,000: every debit that it confirms is a difference.
fn shop() -> Shop {
    let mut shop = Shop::open_with(Scripted::paying(|nth, agent_id, order| match nth {
        2 => Step::Reply(timed_out()),
        _ => success(nth, agent_id, order),
    }));
    shop.read_all();
    shop
}

impl Shop {
    /// Waits until all three wallets were read and kept.
    pub fn read_all(&mut self) {
        let mut left = Service::OF_PGPE.to_vec();
        while !left.is_empty() {
            let read = self.wait_for(|update| match update {
                Update::Balance(reading) => Some(reading.service),
                _ => None,
            });
            left.retain(|service| *service != read);
        }
    }

    /// Waits until a wallet was read, as it is after each payment.
    fn read_some(&mut self) {
        self.wait_for(|update| matches!(update, Update::Balance(_)).then_some(()));
    }

    fn day_start(&mut self) -> (DayStart, bool) {
        self.wait_for(|update| match update {
            Update::DayStart { start, unasked } => Some(((**start).clone(), *unasked)),
            _ => None,
        })
    }

    fn kept(&mut self) -> bool {
        self.wait_for(|update| match update {
            Update::DayKept(kept) => Some(kept.is_ok()),
            _ => None,
        })
    }

    fn period(&mut self) -> Period {
        let day = self.clock_day();
        self.send(Command::Look(Look::Period { from: day, to: day }));
        self.wait_for(|update| match update {
            Update::Period(period) => Some((**period).clone()),
            _ => None,
        })
    }

    fn clock_day(&self) -> galla::time::Day {
        use galla::time::Clock;
        self.clock.now().day()
    }
}

#[test]
fn a_new_shop_has_no_day_to_look_back_on() {
    let mut shop = shop();
    shop.send(Command::Look(Look::DayStart));
    let (start, unasked) = shop.day_start();
    assert!(!unasked, "it was asked for");
    assert!(start.wallets.iter().all(|wallet| wallet.closing.is_none()));
    assert!(start.wallets.iter().all(|wallet| wallet.difference().is_none()));
    let unasked = |update: &Update| matches!(update, Update::DayStart { unasked: true, .. });
    assert!(!shop.heard.iter().any(unasked));
}

#[test]
fn m9_the_day_begins_with_what_each_wallet_should_hold_and_is_begun_once() {
    let mut shop = shop();
    let paid = shop.pay("9876543210", 199);
    shop.read_some();
    let silent = shop.pay("9876543211", 99);
    shop.read_some();
    assert_eq!((paid.state(), silent.state()), (State::Success, State::Pending));
    shop.clock.pass(24 * HOUR);
    shop.restart();
    let (start, unasked) = shop.day_start();
    assert!(unasked && start.said.started.is_none());
    assert_eq!(start.day, NOON.after(24 * HOUR).day());
    let recharge = &start.wallets[0];
    let rupees = |rupees| Paise::from_rupees(rupees).unwrap();
    assert_eq!(recharge.service, Service::Recharge);
    assert_eq!(recharge.closing.map(|reading| reading.holds), Some(rupees(5_000)));
    assert_eq!(recharge.difference(), Some(Paise::ZERO), "the readings came after the payments");
    shop.send(Command::BeginDay { opening: Some(rupees(500)) });
    assert!(shop.kept());
    let (begun, unasked) = shop.day_start();
    assert!(!unasked && begun.said.started.is_some());
    assert_eq!(begun.said.opening, Some(rupees(500)));
    shop.restart();
    shop.read_all();
    shop.send(Command::Look(Look::DayStart));
    assert!(!shop.day_start().1, "a day that was begun does not come by itself again");
}

#[test]
fn what_could_be_behind_a_difference_is_named() {
    let mut shop = shop();
    // The next day, paid before the wallet is read again.
    shop.stop();
    shop.clock.pass(24 * HOUR);
    shop.start();
    shop.day_start();
    let paid = shop.pay("9876543210", 199);
    shop.read_some();
    shop.send(Command::Look(Look::DayStart));
    let (start, _) = shop.day_start();
    let recharge = &start.wallets[0];
    let amount = Paise::from_rupees(199).unwrap();
    let movement = Movement { debits: amount, ..Movement::default() };
    assert_eq!(recharge.movement, Some(movement));
    assert_eq!(recharge.difference(), Some(amount));
    let named = &recharge.explanations[0];
    assert_eq!(named.transaction.agent_id, paid.agent_id);
    assert_eq!((named.doubt, named.fits), (Doubt::PerhapsTakenBack, true));
}

#[test]
fn the_drawer_holds_what_customers_paid() {
    let mut shop = shop();
    shop.pay("9876543210", 199);
    shop.pay("9876543211", 99);
    let rupees = |rupees| Paise::from_rupees(rupees).unwrap();
    let count = |counted, rupees| Command::CountCash {
        day: NOON.day(),
        counted,
        amount: Paise::from_rupees(rupees).unwrap(),
    };
    shop.send(count(Counted::Opening, 1_000));
    assert!(shop.kept());
    shop.send(count(Counted::Now, 1_200));
    assert!(shop.kept());
    let period = shop.period();
    let (drawer, said) = period.drawer.unwrap();
    assert_eq!(drawer, Drawer { taken: rupees(298), given_back: Paise::ZERO });
    assert_eq!(drawer.expected(said.opening.unwrap()), Some(rupees(1_298)));
    assert_eq!(said.counted.map(|(amount, _)| amount), Some(rupees(1_200)));
    let states = period.totals.by_operator().iter().map(|(of, sum)| (of.state, sum.count));
    let states: Vec<_> = states.collect();
    assert_eq!(states, [(State::Success, 1), (State::Pending, 1)]);
    assert_eq!(period.transactions.len(), 2);
    let oldest = period.transactions[1].agent_id;
    shop.send(Command::Look(Look::PeriodPage { from: period.from, to: period.to, before: oldest }));
    let more = shop.wait_for(|update| match update {
        Update::PeriodPage { before, transactions } => Some((*before, transactions.len())),
        _ => None,
    });
    assert_eq!(more, (oldest, 0));
}

#[test]
fn m1_a_day_that_cannot_be_written_is_told_and_not_begun() {
    let mut shop = shop();
    let path = shop.ledger_file(false);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    shop.send(Command::BeginDay { opening: None });
    assert!(!shop.kept());
    other.execute_batch("ROLLBACK").unwrap();
    shop.send(Command::BeginDay { opening: None });
    assert!(shop.kept());
}
