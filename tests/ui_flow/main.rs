//! What the agent presses and what the window then asks of the counter, by accessible names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bulk;
mod catalogue;
mod collect;
#[allow(dead_code)]
#[path = "../common/mod.rs"]
mod common;
mod notifications;
mod payout;
mod quick;
mod recharge;
mod tabs;
mod wallet;
