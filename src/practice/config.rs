//! What a practice gateway is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::before::Before;
use crate::money::Paise;
use crate::time::{Clock, SystemClock};

/// The settings of a practice gateway. It has no `Debug`: tokens are among them (M10).
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// `APITransID` and `OperatorReference` come from it: the same calls under the same
    /// seed get the same ones.
    pub seed: u64,
    /// The tokens that work, beside [`super::PRACTICE_TOKEN`].
    pub tokens: Vec<String>,
    /// Each of the three wallets at the start, in paise.
    pub opening: Paise,
    /// What it knows from before; nothing, as a rule.
    pub before: Before,
    /// What o'clock the gateway thinks it is.
    pub clock: Arc<dyn Clock>,
    /// How long a payment that settles stays as it is.
    pub settle_after: Duration,
    /// The shop's address for callbacks, plain `http`; none are sent without it.
    pub callback_url: Option<String>,
    /// After how long a callback that was not answered with 200 is sent again, and again.
    pub callback_again: Vec<Duration>,
}

impl Default for Config {
    /// Loopback on a free port, ₹50,000 in each wallet, settling after a minute.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            tokens: Vec::new(),
            opening: Paise::from_paise(5_000_000),
            before: Before::default(),
            clock: Arc::new(SystemClock::new()),
            settle_after: Duration::from_secs(60),
            callback_url: None,
            callback_again: [5, 30].map(Duration::from_secs).to_vec(),
        }
    }
}
