//! A gateway out of whose replies every secret of the shop is taken, also those of others (M10).

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::scrub::Scrub;
use super::{Call, Gateway};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Order, Reply, Service};

/// What is taken out of all that is said from outside, as the shop's secrets are now: who says
/// something may know of one that came while it was asked.
#[derive(Clone)]
pub struct Known(Arc<Mutex<Arc<Scrub>>>);

impl Known {
    /// These secrets.
    #[must_use]
    pub fn new(scrub: Scrub) -> Self {
        Self(Arc::new(Mutex::new(Arc::new(scrub))))
    }

    /// As it is now.
    #[must_use]
    pub fn now(&self) -> Arc<Scrub> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// It is this from now on, also for calls that are on their way.
    pub fn follow(&self, scrub: Arc<Scrub>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = scrub;
    }
}

/// A gateway whose replies are cleaned: PGPE knows the callback's secret, which its own
/// client does not.
pub struct Discreet {
    gateway: Arc<dyn Gateway>,
    /// Without what was known when it was made, which may be forgotten before it replies.
    scrub: Arc<Scrub>,
    known: Known,
}

impl Discreet {
    /// The gateway without these in its replies, nor what is known by then.
    #[must_use]
    pub fn new(gateway: Arc<dyn Gateway>, scrub: Arc<Scrub>, known: Known) -> Self {
        Self { gateway, scrub, known }
    }

    fn clean<'a>(&'a self, call: Call<'a, Reply>) -> Call<'a, Reply> {
        Box::pin(async move { self.cleaned(call.await) })
    }

    fn cleaned(&self, reply: Reply) -> Reply {
        let reply = self.scrub.clean_reply(reply);
        let now = self.known.now();
        if Arc::ptr_eq(&now, &self.scrub) { reply } else { now.clean_reply(reply) }
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
        Box::pin(async move { asked.await.map_err(|reply| self.cleaned(reply)) })
    }
}
