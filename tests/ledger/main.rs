//! The ledger on real files: killed, locked, full, read-only, damaged, moved, newer.

#![cfg(test)]

#[cfg(unix)]
mod away;
mod damaged;
#[cfg(target_os = "linux")]
#[path = "../common/disk.rs"]
mod disk;
mod filled;
mod flipped;
#[cfg(target_os = "linux")]
mod full;
mod grows;
mod killed;
mod log;
mod process;
mod program;
mod restored;
#[cfg(unix)]
mod rights;
mod shop;
mod strange;
mod tampered;
