//! Receipts and closing statements on paper: in every form, rendered by another program and read back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod making;
mod paper;
mod printers;
mod statements;
mod words;
