//! A gateway whose every call is a fault of the program's own, or one that never says a word.

use std::future::pending;
use std::net::IpAddr;

use galla::gateway::{Call, Gateway};
use galla::ids::AgentId;
use galla::time::Moment;
use galla::transaction::{Order, Reply, Service};

/// What a fault's own text holds: found anywhere, it is a secret given away.
pub const MARK: &str = "MARKED-T0KEN-9f41c7";

/// The gateway.
pub struct Faulty {
    /// Whether a payment meets silence in place of a fault.
    pub silent: bool,
}

impl Gateway for Faulty {
    /// Asked by the counter itself, for which there is nobody to take over.
    fn takes(&self, service: Service) -> bool {
        assert_ne!(service, Service::Payout, "{MARK}");
        true
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        Box::pin(pending())
    }

    fn pay<'a>(&'a self, _: AgentId, _: &'a Order) -> Call<'a, Reply> {
        assert!(self.silent, "{MARK}");
        Box::pin(pending())
    }

    fn status<'a>(&'a self, _: AgentId, _: &'a Order, _: Moment) -> Call<'a, Reply> {
        // Asked by the follower, whose end is the end of all asking.
        assert!(self.silent, "{MARK}");
        Box::pin(pending())
    }

    fn balance(&self, _: Service) -> Call<'_, Reply> {
        Box::pin(pending())
    }

    fn dispute<'a>(&'a self, _: AgentId, _: Service, _: &'a str) -> Call<'a, Reply> {
        Box::pin(pending())
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        panic!("{MARK}")
    }
}
