//! Where the agent can go: every tab with its key, its icon and its word, in one table.

use egui::Key;

use super::widgets::Icon;
use crate::ids::AgentId;
use crate::transaction::Service;

/// A tab of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Recharges and bills.
    Recharge,
    /// Money to a bank account.
    Payout,
    /// Money from a customer by UPI.
    Collect,
    /// What is open, and what became of anything.
    Status,
    /// What the wallets hold.
    Balance,
    /// Complaints about successes.
    Disputes,
    /// Money into a customer's prepaid wallet.
    Wallet,
    /// What a day came to.
    DayBook,
    /// What each practice number does.
    Practice,
    /// Connection, language, looks.
    Settings,
    /// Operators and circles, reached from the settings.
    Catalogue,
    /// Many recharges at once, reached from anywhere.
    Bulk,
}

impl Tab {
    /// The service whose orders are made on this tab.
    #[must_use]
    pub const fn service(self) -> Option<Service> {
        Some(match self {
            Self::Recharge => Service::Recharge,
            Self::Payout => Service::Payout,
            Self::Collect => Service::Collection,
            Self::Wallet => Service::WalletLoad,
            _ => return None,
        })
    }

    /// The wallet that money goes from or to on this tab.
    #[must_use]
    pub const fn wallet(self) -> Service {
        match self {
            Self::Payout => Service::Payout,
            Self::Collect => Service::Collection,
            _ => Service::Recharge,
        }
    }
}

/// Where a screen sends the agent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// To the card of a transaction, on the tab of its service.
    Card(AgentId),
    /// To the whole story of a transaction.
    Story(AgentId),
    /// To a dispute about a transaction.
    Dispute(AgentId),
    /// To the sheet with the receipt of a transaction.
    Receipt(AgentId),
    /// To the same order again, on the sheet that asks whether to pay.
    Again(AgentId),
    /// To a tab.
    Tab(Tab),
}

/// One row of the table.
pub struct TabRow {
    /// The tab.
    pub tab: Tab,
    /// The key that goes there.
    pub key: Key,
    /// Its icon.
    pub icon: Icon,
    /// The id of its word.
    pub word: &'static str,
}

const fn row(tab: Tab, key: Key, icon: Icon, word: &'static str) -> TabRow {
    TabRow { tab, key, icon, word }
}

/// Every tab, in the order of the rail; Settings stands at its foot.
pub const TABS: [TabRow; 10] = [
    row(Tab::Recharge, Key::F1, Icon::Phone, "tab-recharge"),
    row(Tab::Payout, Key::F2, Icon::Bank, "tab-payout"),
    row(Tab::Collect, Key::F3, Icon::Code, "tab-collect"),
    row(Tab::Status, Key::F4, Icon::List, "tab-status"),
    row(Tab::Balance, Key::F5, Icon::Wallet, "tab-balance"),
    row(Tab::Disputes, Key::F6, Icon::Flag, "tab-disputes"),
    row(Tab::Wallet, Key::F7, Icon::Send, "tab-wallet"),
    row(Tab::DayBook, Key::F8, Icon::Book, "tab-day-book"),
    row(Tab::Practice, Key::F9, Icon::Info, "tab-practice"),
    row(Tab::Settings, Key::F10, Icon::Gear, "tab-settings"),
];
