//! What the PIN guards, where one is set.

use serde::{Deserialize, Serialize};

use crate::money::Paise;

/// What the PIN guards. The PIN itself is in the keyring and never here (M10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PinSettings {
    /// A payout over this amount needs it; 0 is every payout.
    pub payouts_over: Paise,
    /// Whether changing settings, the connection or the shop's lists needs it.
    pub settings: bool,
    /// Whether writing data into a file from the window needs it.
    pub exports: bool,
    /// Whether the window opens locked.
    pub at_start: bool,
    /// After how many minutes without a key or the mouse the window locks; 0 never.
    pub lock_after_minutes: u64,
}

impl Default for PinSettings {
    fn default() -> Self {
        Self {
            payouts_over: Paise::ZERO,
            settings: true,
            exports: true,
            at_start: false,
            lock_after_minutes: 10,
        }
    }
}
