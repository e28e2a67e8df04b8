//! What a transaction is: validated orders, evidence, the state machine, the limits on asking.
//!
//! Everything here is pure: no clock, no disk, no network. What the world said comes in
//! as values, what follows from it goes out as values.

pub mod asking;
pub mod event;
pub mod evidence;
pub mod fold;
pub mod number;
pub mod operator;
pub mod order;
pub mod repeat;
pub mod reply;
#[cfg(test)]
pub(crate) mod testing;

pub use event::{Asker, Event};
pub use evidence::{Reason, Verdict};
pub use fold::{State, Transaction};
pub use operator::{Category, Circle, Operator};
pub use order::{Order, RechargeForm, RechargeOrder, Service};
pub use reply::{Answer, Body, NotSent, Reply, StatusCode, Unknown};
