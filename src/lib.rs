//! Galla: a counter for Indian retail agents.
//!
//! The floors, from below (a module uses only floors below its own; see ARCHITECTURE.md):
//! money, time and ids; the transaction; the edges; the counter; the window.

pub mod banks;
pub mod catalogue;
pub mod counter;
pub mod dice;
pub mod faces;
pub mod file_dialog;
pub mod gateway;
pub mod history;
pub mod ids;
pub mod instance;
pub mod ledger;
pub mod listener;
pub mod logs;
pub mod money;
pub mod notify;
pub mod points;
pub mod practice;
pub mod receipt;
pub mod secrets;
pub mod settings;
pub mod sound;
pub mod tables;
pub mod time;
pub mod transaction;
pub mod ui;
