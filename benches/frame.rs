//! What one frame of the window costs on each tab, typing and scrolling, with a million transactions in the ledger.
//!
//! Run it with `cargo bench --bench frame`; no display is needed. The counter and the ledger are
//! the program's own, and the gateway is silent, so that answers are awaited all the while.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where it fails")]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::sync::Arc;
use std::time::Duration;

use common::shop::{Shop, Silent, press, scroll, write};
use common::{ledgers, tell};
use egui::{Key, Modifiers};

/// How many transactions the ledger has.
const TRANSACTIONS: u64 = 1_000_000;

/// How many frames of each kind are measured on each tab.
const FRAMES: usize = 400;

/// The keys of the tabs, with their names.
const TABS: [(Key, &str); 10] = [
    (Key::F1, "Recharge"),
    (Key::F2, "Payout"),
    (Key::F3, "UPI QR"),
    (Key::F4, "Status"),
    (Key::F5, "Balance"),
    (Key::F6, "Disputes"),
    (Key::F7, "Wallets"),
    (Key::F8, "Day book"),
    (Key::F9, "Practice"),
    (Key::F10, "Settings"),
];

/// Where much is listed: the search with its hundred rows, and a month's list.
const STATUS: Key = Key::F4;

fn main() {
    let home = ledgers::home_with(TRANSACTIONS);
    let mut shop = Shop::open(&home, Arc::new(Silent), |_| {});
    for (key, name) in TABS {
        shop.frame(press(key, Modifiers::NONE));
        settle(&mut shop);
        let mut typing = frames(&mut shop, |at| match at % 12 {
            11 => press(Key::Backspace, Modifiers::NONE),
            _ => write(&(at % 10).to_string()),
        });
        tell(&format!("{name}, typing"), &mut typing);
        if key == STATUS {
            // A beginning that many numbers have, so that the list is long.
            for _ in 0..60 {
                shop.frame(press(Key::Backspace, Modifiers::NONE));
            }
            shop.frame(write("98"));
            settle(&mut shop);
        }
        let mut scrolling = frames(&mut shop, |at| scroll(if at % 80 < 40 { -60.0 } else { 60.0 }));
        tell(&format!("{name}, scrolling"), &mut scrolling);
    }
}

/// The time of each frame, with what the counter says meanwhile.
fn frames(shop: &mut Shop, events: impl Fn(usize) -> Vec<egui::Event>) -> Vec<Duration> {
    let frame = |at| {
        shop.catch_up();
        shop.frame(events(at))
    };
    (0..FRAMES).map(frame).collect()
}

/// Lets the counter say all that it has to say to what was pressed.
fn settle(shop: &mut Shop) {
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(20));
        shop.catch_up();
        shop.frame(Vec::new());
    }
}
