//! What is told of a day: how it begins, and what it or a longer period came to.

use crate::ledger::BalanceReading;
use crate::ledger::reader::DayEvents;
use crate::money::Paise;
use crate::time::Day;
use crate::transaction::cash::Drawer;
use crate::transaction::day::{Explanation, Movement};
use crate::transaction::totals::Totals;
use crate::transaction::{Service, Transaction};

/// A day as it begins: what each wallet should hold, and holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayStart {
    /// The day in India Standard Time.
    pub day: Day,
    /// The shop's three wallets at PGPE.
    pub wallets: Vec<WalletDay>,
    /// What the shop itself has said of the day.
    pub said: DayEvents,
}

/// A wallet since it was last read before the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletDay {
    /// Whose wallet.
    pub service: Service,
    /// The last reading before the day; `None` when there is none.
    pub closing: Option<BalanceReading>,
    /// How the ledger says it has moved since; `None` when it does not fit.
    pub movement: Option<Movement>,
    /// The newest reading of the day; `None` when the gateway has not said.
    pub holds: Option<BalanceReading>,
    /// What could be behind a difference, what fits it first; empty when there is none.
    pub explanations: Vec<Explanation>,
}

/// A day's or a longer period's book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// What it came to.
    pub totals: Totals,
    /// Its newest transactions, newest first.
    pub transactions: Vec<Transaction>,
    /// The drawer, where the period is one day.
    pub drawer: Option<(Drawer, DayEvents)>,
}

impl WalletDay {
    /// What it should hold by the ledger; `None` when it was never read before.
    #[must_use]
    pub fn expected(&self) -> Option<Paise> {
        self.movement?.expected(self.closing?.holds)
    }

    /// By how much it holds more than it should (less, where negative); `None` when either is
    /// not known.
    #[must_use]
    pub fn difference(&self) -> Option<Paise> {
        self.holds?.holds.checked_sub(self.expected()?)
    }
}
