//! Receipts on paper: every state in every form, rendered by another program and read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code)]
#[path = "../common/mod.rs"]
mod common;
mod making;
mod paper;
mod printers;
mod words;
