//! The practice gateway: a real HTTP server that behaves as api.md says, with its own books.
//!
//! It shares nothing with the client's side but paise and time: the two readings of api.md
//! check each other. Everything a call does is decided by its parameters, and by the last
//! two digits of the number recharged or of the account ([`OUTCOMES`]), or by the paise of an
//! amount collected ([`COLLECT_OUTCOMES`]).
//!
//! Beside the gateway's own paths it serves two more, to loopback only, which are no part of
//! PGPE: `GET /practice/books.json`, its books ([`Snapshot`]), and `POST
//! /practice/settle/{AgentID}`, which settles at once what would settle later (200, or 404
//! when there is nothing to settle): for tests in another process.
//!
//! Beside PGPE it stands for PayU's PG Load (`pg_load/`): the load, the enquiry, and the page
//! where the customer pays, which is decided there or by the paise ([`LOAD_OUTCOMES`]).
//!
//! A product has a file such as `payout.rs` (its payment and its words); status, balance and
//! dispute (`calls.rs`), the books, tokens and misbehaviours are shared.

mod answer;
mod before;
mod books;
mod callback;
mod calls;
mod collection;
mod config;
mod entry;
mod misbehaviour;
mod operators;
mod outcomes;
mod payout;
mod pg_load;
mod query;
mod recharge;
mod server;
mod snapshot;
mod tokens;

pub use answer::{CORRECT_IP, Code};
pub use before::{Before, Earlier};
pub use books::Books;
pub use collection::{COLLECT_OUTCOMES, CollectOutcome, Link, for_amount};
pub use config::Config;
pub use entry::{Dispute, Entry, PayRequest, PayoutRequest, Product, Question, State, Violation};
pub use misbehaviour::Misbehaviour;
pub use operators::{CIRCLES, OPERATORS, Operator};
pub use outcomes::{Fate, OUTCOMES, Outcome, for_number};
pub use pg_load::{
    LOAD_OUTCOMES, Load, LoadFate, LoadOutcome, LoadState, PRACTICE_MERCHANT_KEY,
    PRACTICE_MERCHANT_SALT, PRACTICE_WALLET, for_load,
};
pub use server::Practice;
pub use snapshot::{CallbackSent, M6Violation, Snapshot};
pub use tokens::{PRACTICE_TOKEN, REFUSED_TOKENS};
