//! The running counter against the money rules: real ledger files, the practice gateway over
//! real sockets, and a scripted gateway where an answer has to come at a chosen moment.

#![cfg(test)]

mod asking;
mod backups;
mod batch;
mod batch_killed;
mod book;
mod callbacks;
mod connecting;
mod day;
mod disk;
mod disputes;
mod exports;
mod favourites;
mod history;
mod loads;
mod paying;
#[path = "../common/payu.rs"]
mod payu;
mod pin;
mod practice_numbers;
mod products;
mod receipts;
mod remarks;
mod scripted;
mod settings;
mod shop;
#[cfg(target_os = "linux")]
#[path = "../common/disk.rs"]
mod small_disk;
mod statements;
mod ticking;
mod wallets;
