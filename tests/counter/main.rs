//! The running counter against the money rules: real ledger files, the practice gateway over
//! real sockets, and a scripted gateway where an answer has to come at a chosen moment.

#![cfg(test)]

mod asking;
mod book;
mod callbacks;
mod connecting;
mod disputes;
mod loads;
mod paying;
mod practice_numbers;
mod products;
mod remarks;
mod scripted;
mod settings;
mod shop;
mod ticking;
mod wallets;
