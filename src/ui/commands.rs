//! Where the agent can go: every tab with its key, its icon and its word, in one table.

use egui::Key;

use super::widgets::Icon;

/// A tab of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Recharges and bills.
    Recharge,
    /// What each practice number does.
    Practice,
    /// Connection, language, looks.
    Settings,
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

/// Every tab, in the order of the rail; Settings stands at its foot.
pub const TABS: [TabRow; 3] = [
    TabRow { tab: Tab::Recharge, key: Key::F1, icon: Icon::Phone, word: "tab-recharge" },
    TabRow { tab: Tab::Practice, key: Key::F9, icon: Icon::Info, word: "tab-practice" },
    TabRow { tab: Tab::Settings, key: Key::F10, icon: Icon::Gear, word: "tab-settings" },
];
