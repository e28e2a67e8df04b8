//! What the agent presses and what the window then asks of the counter, by accessible names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod backups;
mod bulk;
mod catalogue;
mod collect;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod day_book;
mod faults;
mod hearing;
mod help;
mod notifications;
mod payout;
mod pin;
mod quick;
mod receipts;
mod recharge;
mod screens;
mod tabs;
mod tour;
mod wallet;
