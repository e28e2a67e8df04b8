//! A history is lifelike, in order, the same for the same seed, and agrees with the gateway but for one payment.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::ids::AgentId;
use crate::ledger::check::check;
use crate::ledger::{self, Reader};
use crate::money::Paise;
use crate::practice::{Before, Product, State as Booked};
use crate::transaction::day::Movement;
use crate::transaction::{Order, Service, ShopEvent, State, Transaction};

/// 2026-11-25 9:40 in India, a Wednesday.
const NOW: Moment = Moment::from_millis(1_795_579_800_000);

struct Made {
    _folder: tempfile::TempDir,
    path: std::path::PathBuf,
    reader: Reader,
}

fn made(days: u32, seed: u64) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practice.sqlite");
    make(&path, days, seed, NOW).unwrap();
    let reader = Reader::open(&path).unwrap();
    Made { _folder: folder, path, reader }
}

impl Made {
    fn all(&self) -> Vec<Transaction> {
        self.reader.recent(u32::MAX, None).unwrap()
    }

    fn before(&self) -> Before {
        before(&self.reader, NOW).unwrap()
    }

    /// By how much a wallet holds less than the ledger says, today.
    fn missing(&self, service: Service, product: Product) -> Paise {
        let [closing, _] = self.reader.readings_around(service, NOW.day()).unwrap();
        let (seq, closing) = closing.unwrap();
        let touched = self.reader.touched(service, seq, i64::MAX).unwrap();
        let expected = Movement::of(&touched).unwrap().expected(closing.holds).unwrap();
        expected.checked_sub(self.before().wallets[&product]).unwrap()
    }
}

#[test]
fn m9_a_history_is_in_order_and_the_same_for_the_same_seed_and_day() {
    let (one, same, other) = (made(20, 1), made(20, 1), made(20, 2));
    let report = check(&one.path).unwrap();
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(one.all(), same.all());
    let events = |made: &Made| -> Vec<_> {
        let ids = made.all().into_iter().map(|one| one.agent_id);
        ids.map(|id: AgentId| made.reader.events(id).unwrap()).collect()
    };
    assert_eq!(events(&one), events(&same), "in the same order, with the same numbers");
    assert_ne!(one.all(), other.all());
    let again = make(&one.path, 20, 1, NOW);
    assert!(matches!(again, Err(LedgerError::Exists(_))), "nothing is overwritten: {again:?}");
    assert_eq!(one.all(), same.all());
}

#[test]
fn a_history_of_90_days_has_all_that_a_shop_has() {
    let made = made(90, 1);
    let all = made.all();
    assert!((3_500..8_000).contains(&all.len()), "{}", all.len());
    for service in Service::ALL {
        let many = all.iter().filter(|one| one.order.service() == service).count();
        assert!(many > 40, "{many} of {service:?}");
    }
    let states: BTreeSet<State> = all.iter().map(Transaction::state).collect();
    let expected = [
        State::Success,
        State::Pending,
        State::Failed,
        State::NotSent,
        State::Reversed,
        State::SettledFailed,
    ];
    assert_eq!(states, BTreeSet::from(expected), "nothing else, and none on its way");
    let numbers: BTreeSet<_> = all.iter().map(|one| one.order.target()).collect();
    assert!(numbers.len() < all.len() / 8, "customers come again: {}", numbers.len());
    for one in &all {
        let hour = one.at.hour_minute().0;
        assert!((8..=21).contains(&hour) && one.at < NOW.day().start(), "{:?}", one.at);
    }
    let operator = |one: &Transaction| match &one.order {
        Order::Recharge(order) => Some(order.operator.clone()),
        _ => None,
    };
    let operators: BTreeSet<_> = all.iter().filter_map(operator).collect();
    assert!(operators.len() > 18, "{operators:?}");

    let reader = &made.reader;
    assert_eq!(reader.unresolved().unwrap().len(), 3, "long open, and since some days");
    assert!(!reader.owed().unwrap().is_empty() && reader.disputed(9).unwrap().len() > 3);
    assert!(reader.unmatched_count().unwrap() > 0 && reader.attention_count().unwrap() > 0);
    assert_eq!(reader.beneficiaries("", 100).unwrap().len(), 26);
    assert!(reader.favourites().unwrap().len() > 4);
    let list = reader.newest_batch().unwrap().unwrap();
    assert!(list.closed && list.orders.len() == 30);
    let days = (1..=90).map(|ago| reader.day_events(NOW.day().days_before(ago)).unwrap());
    let begun: Vec<_> = days.filter(|said| said.started.is_some()).collect();
    assert!((80..=90).contains(&begun.len()), "{}", begun.len());
    assert!(begun.iter().all(|said| said.opening.is_some() && said.counted.is_some()));
    assert!(check(&made.path).unwrap().problems.is_empty());
}

#[test]
fn the_gateway_agrees_to_the_paisa_but_for_one_bill_whatever_the_seed_and_the_day() {
    for seed in 1..=4 {
        let made = made(20, seed);
        assert_eq!(made.missing(Service::Recharge, Product::Recharge), BILL, "{seed}");
        assert_eq!(made.missing(Service::Payout, Product::Payout), Paise::ZERO, "{seed}");
        assert_eq!(made.missing(Service::Collection, Product::Collection), Paise::ZERO, "{seed}");
    }
}

#[test]
fn every_day_of_the_history_began_as_it_should_and_no_wallet_was_ever_overdrawn() {
    for seed in 1..=12 {
        let mut begun = 0;
        for made in history(90, seed, NOW).play() {
            match made {
                ledger::made::Made::Shop(_, ShopEvent::DayStarted { wallets, day }) => {
                    begun += 1;
                    for wallet in wallets {
                        let right = wallet.closing.is_none() || wallet.expected == wallet.holds;
                        assert!(right, "{day} {wallet:?}");
                    }
                }
                ledger::made::Made::Shop(at, ShopEvent::Balance { service, holds }) => {
                    assert!(holds >= Paise::ZERO, "{service:?} {holds} {}", at.to_ist_rfc3339());
                }
                _ => {}
            }
        }
        assert!(begun > 80, "{begun}");
    }
}

#[test]
fn m6_the_gateway_knows_what_it_may_be_asked_about() {
    let made = made(90, 1);
    let before = made.before();
    let known = |agent_id: AgentId| {
        before.payments.iter().find(|one| one.agent_id == agent_id.as_str()).map(|one| one.state)
    };
    for one in made.all() {
        let may_be_asked = one.at.month().is_this_or_last(NOW.month());
        let expected = match (one.order.service(), one.state()) {
            _ if !may_be_asked => None,
            (Service::WalletLoad, _) | (_, State::NotSent) => None,
            (_, State::Success) => Some(Booked::Success),
            (_, State::Failed) => Some(Booked::Failed),
            (_, State::Reversed) => Some(Booked::Reversed),
            (_, State::Pending) => Some(Booked::Pending),
            (_, State::SettledFailed) if one.order.amount() == BILL => Some(Booked::Success),
            (_, State::SettledFailed) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(known(one.agent_id), expected, "{one:?}");
    }
}

#[test]
fn a_shop_without_a_day_is_empty() {
    let made = made(0, 1);
    assert_eq!(made.reader.event_count().unwrap(), 0);
    assert!(made.before().wallets.is_empty() && made.before().payments.is_empty());
    let begun = NOW.day().start().after(Duration::from_secs(1));
    assert_eq!(made.reader.day_before(begun.day()).unwrap(), None);
}
