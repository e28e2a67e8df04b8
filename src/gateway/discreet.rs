//! A gateway out of whose replies every secret of the shop is taken, also those of others (M10).

use std::net::IpAddr;
use std::sync::Arc;

use super::scrub::Scrub;
use super::{Call, Gateway};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Order, Reply, Service};

/// A gateway whose replies are cleaned: PGPE knows the callback's secret, which its own
/// client does not.
pub struct Discreet {
    gateway: Arc<dyn Gateway>,
    scrub: Scrub,
}

impl Discreet {
    /// The gateway without these in its replies.
    #[must_use]
    pub fn new(gateway: Arc<dyn Gateway>, scrub: Scrub) -> Self {
        Self { gateway, scrub }
    }

    fn clean<'a>(&'a self, call: Call<'a, Reply>) -> Call<'a, Reply> {
        Box::pin(async move { self.scrub.clean_reply(call.await) })
    }
}

impl Gateway for Discreet {
    fn takes(&self, service: Service) -> bool {
        self.gateway.takes(service)
    }

    fn make_ready(&self, service: Service) -> Call<'_, ()> {
        self.gateway.make_ready(service)
    }

    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply> {
        self.clean(self.gateway.pay(agent_id, order))
    }

    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, at: Moment) -> Call<'a, Reply> {
        self.clean(self.gateway.status(agent_id, order, at))
    }

    fn balance(&self, service: Service) -> Call<'_, Reply> {
        self.clean(self.gateway.balance(service))
    }

    fn dispute<'a>(
        &'a self,
        agent_id: AgentId,
        service: Service,
        message: &'a str,
    ) -> Call<'a, Reply> {
        self.clean(self.gateway.dispute(agent_id, service, message))
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        let asked = self.gateway.verify_token();
        Box::pin(async move { asked.await.map_err(|reply| self.scrub.clean_reply(reply)) })
    }
}
