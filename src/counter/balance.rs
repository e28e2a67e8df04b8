//! What the wallets hold, and which address the gateway sees: asked, kept, told.

use std::net::IpAddr;
use std::sync::Arc;

use super::desk::Desk;
use super::messages::{NoBalance, Update};
use crate::ledger::BalanceReading;
use crate::transaction::evidence::{BalanceSaid, read_balance};
use crate::transaction::{Answer, Reply, Service, ShopEvent};

/// Asks what wallets hold, meanwhile, and tells the window.
pub fn ask_soon(desk: &Arc<Desk>, services: &'static [Service]) {
    for service in services {
        let asked = Arc::clone(desk);
        desk.run_errand(async move { ask(&asked, *service).await });
    }
}

/// Asks what a wallet holds, and tells the window.
pub async fn ask(desk: &Desk, service: Service) {
    let reply = desk.gateway().balance(service).await;
    desk.tell_link(&reply);
    let told = match read_balance(reply) {
        BalanceSaid::Holds(holds) => {
            let at = desk.clock.now();
            let kept = desk.append_shop(at, ShopEvent::Balance { service, holds }).await;
            kept.map(|_| BalanceReading { service, holds, at })
                .map_err(|error| NoBalance::Ledger(Arc::new(error)))
        }
        BalanceSaid::Refused(answer) => Err(refused(&answer)),
        BalanceSaid::NotSent(cause) => Err(NoBalance::Unreached(cause)),
        BalanceSaid::Unknown(cause) => Err(NoBalance::NoAnswer(cause)),
    };
    desk.window.tell(match told {
        Ok(reading) => Update::Balance(reading),
        Err(why) => Update::NoBalance { service, why },
    });
}

/// Tells the window what the wallets held when they were last read, with its time.
pub async fn tell_known(desk: &Desk) {
    match desk.read(|reader| reader.balances()).await {
        Ok(readings) => {
            for reading in readings {
                desk.window.tell(Update::Balance(reading));
            }
        }
        Err(error) => tracing::error!(%error, "the balances cannot be read"),
    }
}

/// Asks the gateway which address it sees (api.md 1, VerifyToken).
///
/// # Errors
/// Why it does not say.
pub async fn find_address(desk: &Desk) -> Result<IpAddr, NoBalance> {
    desk.gateway().verify_token().await.map_err(|reply| {
        desk.tell_link(&reply);
        match reply {
            Reply::NotSent { cause } => NoBalance::Unreached(cause),
            Reply::Unknown { cause } => NoBalance::NoAnswer(cause),
            Reply::Answer(answer) => refused(&answer),
        }
    })
}

fn refused(answer: &Answer) -> NoBalance {
    NoBalance::Refused {
        code: answer.status_code(),
        spelled: answer.code.clone(),
        words: answer.words().to_owned(),
    }
}
