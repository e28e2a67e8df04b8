//! The wallets: every reading is kept with its time, and every wallet has its own (M8, M9).

use galla::counter::{Command, Look, Update};
use galla::ledger::BalanceReading;
use galla::money::Paise;
use galla::transaction::Service;

use super::scripted::{Scripted, success};
use super::shop::{HOUR, NOON, Shop};

impl Shop {
    fn balance(&mut self, service: Service) -> BalanceReading {
        self.wait_for(|update| match update {
            Update::Balance(reading) if reading.service == service => Some(*reading),
            _ => None,
        })
    }

    fn history(&mut self, service: Service) -> Vec<BalanceReading> {
        self.send(Command::Look(Look::BalanceHistory { service, since: NOON }));
        self.wait_for(|update| match update {
            Update::BalanceHistory { service: of, readings } if *of == service => {
                Some(readings.clone())
            }
            _ => None,
        })
    }
}

#[test]
fn m8_m9_every_reading_is_kept_with_its_time() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    let holds = Paise::from_rupees(5_000).unwrap();
    for service in Service::OF_PGPE {
        while shop.history(service).is_empty() {
            std::thread::yield_now();
        }
    }
    shop.clock.pass(HOUR);
    shop.send(Command::AskBalance);
    let later = shop.balance(Service::Payout);
    assert_eq!((later.holds, later.at), (holds, NOON.after(HOUR)));
    let at: Vec<_> = shop.history(Service::Payout).iter().map(|one| (one.holds, one.at)).collect();
    assert_eq!(at, [(holds, NOON), (holds, NOON.after(HOUR))]);
}

#[test]
fn the_last_reading_is_told_at_start_before_the_gateway_answers() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    while shop.history(Service::Collection).is_empty() {
        std::thread::yield_now();
    }
    shop.clock.pass(HOUR);
    shop.restart();
    let first = shop.balance(Service::Collection);
    assert_eq!(first.at, NOON, "with its age");
}
