//! A picture of every screen and state, light and dark, in English and in Hindi.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod bulk;
mod catalogue;
mod collect;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod day_book;
mod faults;
mod help;
mod payout;
mod pin;
mod quick;
mod receipts;
mod recharge;
mod settings;
mod tabs;
mod wallet;

use common::counter::Counter;
use egui_kittest::SnapshotResults;
use galla::money::Language;
use galla::settings::Theme;

/// Takes the same picture in all four ways.
fn in_four(name: &str, scene: impl Fn(&mut Counter)) {
    take(&mut SnapshotResults::new(), name, scene);
}

fn take(results: &mut SnapshotResults, name: &str, scene: impl Fn(&mut Counter)) {
    for (theme, light) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for language in Language::ALL {
            let mut counter = Counter::practice(theme, language);
            scene(&mut counter);
            counter.window.run();
            counter.window.snapshot(format!("{name}_{light}_{}", language.code()));
            results.extend(counter.window.take_snapshot_results());
        }
    }
}
