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

/// The fullest screens, whose pictures are taken in the smallest window too.
const IN_SMALL: [&str; 13] = [
    "balance_failed",
    "balance_full",
    "bulk_report",
    "bulk_review",
    "bulk_still",
    "catalogue_list",
    "collect_waiting",
    "day_book_week",
    "day_start",
    "form_empty",
    "practice",
    "receipt_trouble",
    "tour_2_pay",
];

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
            if theme == Theme::Light && IN_SMALL.contains(&name) {
                counter.window.set_size(galla::ui::SMALLEST_WINDOW.into());
                counter.window.run();
                // What stands at the foot of a column has its new height one frame later.
                counter.window.run();
                counter.window.snapshot(format!("{name}_small_{}", language.code()));
            }
            results.extend(counter.window.take_snapshot_results());
        }
    }
}
