//! The practice gateway: a real HTTP server that behaves as api.md says, with its own books.
//!
//! It shares nothing with the client's side but paise and time: the two readings of api.md
//! check each other. Everything a call does is decided by its parameters, and by the last
//! two digits of the number recharged ([`OUTCOMES`]).
//!
//! Beside the gateway's own paths it serves `GET /practice/books.json`, to loopback only: its
//! books ([`Snapshot`]) for tests in another process. That path is no part of PGPE.
//!
//! Another product joins with a file such as `recharge.rs` (its calls and its words) and a
//! [`Product`] of its own; the books, tokens and misbehaviours are shared.

mod answer;
mod books;
mod callback;
mod config;
mod entry;
mod misbehaviour;
mod operators;
mod outcomes;
mod query;
mod recharge;
mod server;
mod snapshot;
mod tokens;

pub use answer::{CORRECT_IP, Code};
pub use books::Books;
pub use config::Config;
pub use entry::{Dispute, Entry, PayRequest, Product, Question, State, Violation};
pub use misbehaviour::Misbehaviour;
pub use operators::{CIRCLES, OPERATORS, Operator};
pub use outcomes::{Fate, OUTCOMES, Outcome, for_number};
pub use server::Practice;
pub use snapshot::{CallbackSent, M6Violation, Snapshot};
pub use tokens::{PRACTICE_TOKEN, REFUSED_TOKENS};
