//! Galla: a counter for Indian retail agents.
//!
//! The floors, from below (a module uses only floors below its own; see ARCHITECTURE.md):
//! money, time and ids; the transaction; the edges; the counter; the window.

pub mod ids;
pub mod ledger;
pub mod money;
pub mod time;
pub mod transaction;
