//! The edge to the outside services: what a gateway can be asked, whoever it is.

mod ahead;
mod both;
mod discreet;
mod escapes;
pub mod http;
mod object;
pub mod payu;
pub mod pgpe;
mod scrub;

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Order, Reply, Service};

pub use both::Both;
pub use discreet::{Discreet, Known};
pub use pgpe::first_address;
pub use scrub::Scrub;

/// A call on its way.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a gateway can be asked. Each call makes at most one request (money rule M2) and
/// never fails: what went wrong is a [`Reply`].
pub trait Gateway: Send + Sync {
    /// Whether it takes orders of this service: an order that it does not take is not to be
    /// handed to it.
    fn takes(&self, service: Service) -> bool;

    /// Makes ready for an order of this service that may come soon, and sends nothing: a connection
    /// is made while the agent still reads what is to be paid.
    fn make_ready(&self, service: Service) -> Call<'_, ()>;

    /// Sends the order, once. Whoever calls this has its intent on disk (money rule M1).
    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply>;

    /// Asks what became of an order whose time is `at`. Whoever calls this keeps money rule M6.
    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, at: Moment) -> Call<'a, Reply>;

    /// Asks what a wallet holds.
    fn balance(&self, service: Service) -> Call<'_, Reply>;

    /// Raises a dispute with the agent's words.
    fn dispute<'a>(
        &'a self,
        agent_id: AgentId,
        service: Service,
        message: &'a str,
    ) -> Call<'a, Reply>;

    /// Asks which address the gateway sees (VerifyToken); an answer without one is the error.
    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>>;
}
