//! What a transaction is: validated orders, evidence, the state machine, the limits on asking.
//!
//! Everything here is pure: no clock, no disk, no network. What the world said comes in
//! as values, what follows from it goes out as values.

pub mod asking;
pub mod batch;
pub mod bulk;
pub mod cash;
pub mod claim;
pub mod commission;
pub mod day;
pub mod dispute;
pub mod event;
pub mod evidence;
pub mod favourite;
pub mod fold;
pub mod ifsc;
pub mod kept;
pub mod load;
pub mod number;
pub mod operator;
pub mod order;
mod read;
pub mod repeat;
pub mod reply;
pub mod said;
pub mod shop_event;
#[cfg(test)]
pub(crate) mod testing;
pub mod totals;
pub mod upi;

pub use batch::{Batch, BatchOrder};
pub use claim::Claim;
pub use event::{Asker, Event, Handed};
pub use evidence::{Mismatch, Reason, Verdict};
pub use favourite::Favourite;
pub use fold::{State, Transaction};
pub use operator::{Category, Circle, Operator};
pub use order::{
    CollectionOrder, Order, PayoutOrder, RechargeForm, RechargeOrder, Service, WalletOrder,
};
pub use reply::{Answer, Body, NotSent, Reply, StatusCode, Unknown};
pub use shop_event::{Beneficiary, Counted, ShopEvent, WalletAtStart};
pub use upi::{LinkProblem, UpiLink};
