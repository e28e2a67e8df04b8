//! The practice gateway over real sockets: what is on the wire, and what its books say of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod callbacks;
#[path = "../common/closed.rs"]
mod closed;
mod codes;
mod lifecycle;
mod outcomes;
mod pg_load;
mod products;
mod wire;
