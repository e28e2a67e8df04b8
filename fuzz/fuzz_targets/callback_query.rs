//! Feeds `targets::callback_query` with whatever libFuzzer thinks of.
#![no_main]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::callback_query(bytes));
