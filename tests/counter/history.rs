//! A shop with 90 days of history on the running counter: its day begins with a difference to the paisa, and what is behind it is named first.

use galla::counter::{Command, DayStart, Look, Update};
use galla::history::{BILL, before, make};
use galla::ledger::Reader;
use galla::money::Paise;
use galla::practice::{self, Config, Practice};
use galla::time::Moment;
use galla::transaction::day::Doubt;
use galla::transaction::{Service, State, Transaction};

use super::shop::{HOUR, NOON, Shop};

impl Shop {
    /// A shop that is not yet open, with so many days of history and a gateway that knows of them.
    fn with_history(days: u32, seed: u64, now: Moment) -> Self {
        let mut shop = Self::closed();
        shop.clock.pass(now.since(NOON));
        let ledger = shop.ledger_file(false);
        make(&ledger, days, seed, now).unwrap();
        shop.know_history(now);
        shop
    }

    /// The gateway is started again, and knows what was before.
    fn know_history(&mut self, now: Moment) {
        let reader = Reader::open(&self.ledger_file(false)).unwrap();
        let before = before(&reader, now).unwrap();
        let clock = self.parts_clock.clone();
        self.practice = Practice::start(Config { before, clock, ..Config::default() }).unwrap();
    }

    /// Pays and waits until the wallet was read after it.
    fn pay_and_read(&mut self, number: &str, rupees: i64) -> Transaction {
        let paid = self.pay(number, rupees);
        self.wait_for(|update| matches!(update, Update::Balance(_)).then_some(()));
        paid
    }

    fn begins(&mut self) -> DayStart {
        self.wait_for(|update| match update {
            Update::DayStart { start, .. } => Some((**start).clone()),
            _ => None,
        })
    }
}

fn differences(start: &DayStart) -> Vec<Option<Paise>> {
    start.wallets.iter().map(|wallet| wallet.difference()).collect()
}

#[test]
fn m8_the_day_after_90_days_begins_with_a_difference_whose_cause_is_named_first() {
    let mut shop = Shop::with_history(90, 1, NOON);
    shop.start();
    let start = shop.begins();
    let less = Paise::ZERO.checked_sub(BILL).unwrap();
    assert_eq!(differences(&start), [Some(less), Some(Paise::ZERO), Some(Paise::ZERO)]);
    let [first, others @ ..] = &start.wallets[0].explanations[..] else { panic!("{start:?}") };
    assert!(first.fits && !others.iter().any(|one| one.fits), "{start:?}");
    let behind = first.transaction.agent_id;
    assert_eq!(first.transaction.order.amount(), BILL);
    assert_eq!(first.transaction.state(), State::SettledFailed);
    assert_eq!((first.doubt, first.moves), (Doubt::PerhapsNotReturned, less));
    let entry = shop.books().entry(behind.as_str()).unwrap();
    assert_eq!((entry.state, entry.debited), (practice::State::Success, BILL));

    // It is so in the gateway's books, and one question says it.
    shop.send(Command::AskStatus(behind));
    let asked = shop.wait_state(behind, |state| state == State::Success);
    assert!(asked.needs_attention(), "the agent had settled it otherwise");
    shop.send(Command::AskBalance);
    for _ in Service::OF_PGPE {
        shop.wait_for(|update| matches!(update, Update::Balance(_)).then_some(()));
    }
    shop.send(Command::Look(Look::DayStart));
    assert_eq!(differences(&shop.begins()), [Some(Paise::ZERO); 3], "it is explained");
}

#[test]
fn what_was_done_in_the_shop_is_known_to_its_gateway_at_the_next_start() {
    let mut shop = Shop::with_history(10, 2, NOON);
    shop.start();
    shop.begins();
    let paid = shop.pay_and_read("9876543200", 199);
    let open = shop.pay_and_read("9876543204", 99);
    assert_eq!((paid.state(), open.state()), (State::Success, State::Pending));
    let held = shop.books().wallet(practice::Product::Recharge);
    shop.stop();
    shop.know_history(NOON.after(HOUR));
    assert_eq!(shop.books().wallet(practice::Product::Recharge), held);
    let state =
        |agent_id: galla::ids::AgentId| shop.books().entry(agent_id.as_str()).map(|one| one.state);
    assert_eq!(state(paid.agent_id), Some(practice::State::Success));
    assert_eq!(state(open.agent_id), Some(practice::State::Pending));
    shop.clock.pass(HOUR);
    shop.start();
    // Galla asks about it by itself, and the gateway still works on it.
    let asked = shop.wait_state(open.agent_id, |state| state == State::Pending);
    assert!(asked.times_asked > 0);
}
