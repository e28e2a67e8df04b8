//! The money in the shop's wallets: what they really hold, and what the ledger says of them.

use std::collections::BTreeMap;

use crate::money::Paise;
use crate::time::Day;
use crate::transaction::day::{Movement, Touched};
use crate::transaction::{Service, Transaction, WalletAtStart};

/// A wallet that has sunk to this many rupees is filled up, by this many.
const FILL: [(Service, i64, i64); 2] =
    [(Service::Recharge, 50_000, 50_000), (Service::Payout, 75_000, 100_000)];

/// What the wallet of Collection holds is sent to the shop's bank from this many rupees on.
const TO_THE_BANK: i64 = 4_000;

/// What was read of a wallet.
#[derive(Clone, Copy)]
struct Reading {
    day: Day,
    holds: Paise,
    by_ledger: Paise,
}

/// A wallet.
#[derive(Clone, Copy, Default)]
struct Wallet {
    holds: Paise,
    /// By how much the ledger says that it has moved, over all.
    by_ledger: Paise,
    last: Option<Reading>,
    /// The last reading of the day before.
    closing: Option<Reading>,
}

/// The shop's three wallets.
pub(super) struct Till(BTreeMap<Service, Wallet>);

impl Till {
    /// The wallets at the beginning.
    pub(super) fn new() -> Self {
        let opening =
            [(Service::Recharge, 85_000), (Service::Payout, 140_000), (Service::Collection, 0)];
        let wallet = |(service, rupees)| {
            let holds = Paise::from_rupees(rupees).unwrap_or_default();
            (service, Wallet { holds, ..Wallet::default() })
        };
        Self(opening.map(wallet).into())
    }

    /// Money moves at the gateway.
    pub(super) fn moved(&mut self, service: Service, by: Paise) {
        if let Some(wallet) = self.0.get_mut(&service) {
            wallet.holds = wallet.holds.checked_add(by).unwrap_or(wallet.holds);
        }
    }

    /// The ledger knows something new of a transaction.
    pub(super) fn told(&mut self, before: Option<&Transaction>, after: &Transaction) {
        let touched = Touched { before: before.cloned(), after: after.clone() };
        let moved = Movement::of(&[touched]).and_then(|movement| movement.expected(Paise::ZERO));
        if let (Some(moved), Some(wallet)) = (moved, self.0.get_mut(&after.order.service())) {
            wallet.by_ledger = wallet.by_ledger.checked_add(moved).unwrap_or(wallet.by_ledger);
        }
    }

    /// The shopkeeper fills up what is low, and has what was collected sent to the bank. Galla
    /// hears of it by the next reading alone.
    pub(super) fn tend(&mut self) {
        for (service, least, more) in FILL {
            while self.holds(service) < Paise::from_rupees(least).unwrap_or_default() {
                self.moved(service, Paise::from_rupees(more).unwrap_or_default());
            }
        }
        let collected = self.holds(Service::Collection);
        if collected >= Paise::from_rupees(TO_THE_BANK).unwrap_or_default() {
            let gone = Paise::ZERO.checked_sub(collected).unwrap_or_default();
            self.moved(Service::Collection, gone);
        }
    }

    /// What a wallet really holds.
    pub(super) fn holds(&self, service: Service) -> Paise {
        self.0.get(&service).map(|wallet| wallet.holds).unwrap_or_default()
    }

    /// The gateway says what a wallet holds.
    pub(super) fn read(&mut self, service: Service, day: Day) -> Paise {
        if let Some(wallet) = self.0.get_mut(&service) {
            if wallet.last.is_some_and(|last| last.day < day) {
                wallet.closing = wallet.last;
            }
            let Wallet { holds, by_ledger, .. } = *wallet;
            wallet.last = Some(Reading { day, holds, by_ledger });
        }
        self.holds(service)
    }

    /// The wallets as a day begins, when they were just read.
    pub(super) fn at_start(&self) -> Vec<WalletAtStart> {
        let wallets = self.0.iter();
        let at_start = wallets.map(|(service, wallet)| WalletAtStart {
            service: *service,
            closing: wallet.closing.map(|closing| closing.holds),
            expected: wallet.closing.and_then(|closing| {
                wallet.by_ledger.checked_sub(closing.by_ledger)?.checked_add(closing.holds)
            }),
            holds: Some(wallet.holds),
        });
        at_start.collect()
    }
}
