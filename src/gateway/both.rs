//! PGPE and PayU as one gateway: each is asked for its own services.

use std::net::IpAddr;
use std::sync::Arc;

use super::payu::Payu;
use super::{Call, Gateway};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Order, Reply, Service};

/// PGPE, and PayU for wallet loads.
pub struct Both {
    /// Everything but wallet loads.
    pub pgpe: Arc<dyn Gateway>,
    /// Wallet loads.
    pub payu: Payu,
}

impl Gateway for Both {
    fn takes(&self, service: Service) -> bool {
        service == Service::WalletLoad || self.pgpe.takes(service)
    }

    fn make_ready(&self, service: Service) -> Call<'_, ()> {
        match service {
            Service::WalletLoad => Box::pin(self.payu.make_ready()),
            _ => self.pgpe.make_ready(service),
        }
    }

    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply> {
        match order {
            Order::WalletLoad(wallet) => Box::pin(self.payu.load(agent_id, wallet)),
            _ => self.pgpe.pay(agent_id, order),
        }
    }

    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, at: Moment) -> Call<'a, Reply> {
        match order {
            Order::WalletLoad(_) => Box::pin(self.payu.enquire(agent_id)),
            _ => self.pgpe.status(agent_id, order, at),
        }
    }

    fn balance(&self, service: Service) -> Call<'_, Reply> {
        self.pgpe.balance(service)
    }

    fn dispute<'a>(
        &'a self,
        agent_id: AgentId,
        service: Service,
        message: &'a str,
    ) -> Call<'a, Reply> {
        self.pgpe.dispute(agent_id, service, message)
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        self.pgpe.verify_token()
    }
}
