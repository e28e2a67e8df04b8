//! PayU's PG Load: the load and the enquiry, as api.md section 2 has them.

mod sign;
mod wire;

use std::sync::Arc;

use secrecy::SecretString;
use url::Url;

use self::sign::authorization;
use super::http::{BadClient, Http, Limits, Told, Verb};
use super::scrub::Scrub;
use crate::ids::AgentId;
use crate::time::Clock;
use crate::transaction::{Reply, WalletOrder};

const LOAD: &str = "/loyalty-points/ppi/payment/pg-load/v1";
const ENQUIRY: &str = "/loyalty-points/ppi/payment/pg-load/enquiry/v1";

/// How an amount is spelled in `loadAmount`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmountUnit {
    /// Implied decimals: ₹41.00 is 4100.
    #[default]
    Paise,
    /// ₹41.00 is 41.00.
    Rupees,
}

/// Who the shop is at PayU, and how it spells a load. It has no `Debug`: the salt is in it.
pub struct Merchant {
    /// The merchant's key.
    pub key: SecretString,
    /// The salt that signs.
    pub salt: SecretString,
    /// `walletIdentifier`, for example CLW.
    pub wallet: String,
    /// By which method a load is sent.
    pub method: Verb,
    /// How an amount is spelled.
    pub unit: AmountUnit,
    /// What the seamless flag is called.
    pub seamless: String,
}

/// PayU at one address, for one merchant.
pub struct Payu {
    http: Http,
    base: Url,
    merchant: Merchant,
    scrub: Scrub,
    clock: Arc<dyn Clock>,
}

impl Payu {
    /// PayU at `base` (for example `https://api.payu.in`); the clock dates each call.
    ///
    /// # Errors
    /// [`BadClient`] when the address may not be used.
    pub fn new(
        base: &str,
        merchant: Merchant,
        limits: Limits,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadClient> {
        let base = Url::parse(base).map_err(|_| BadClient::Address)?;
        let http = Http::new(&base, limits)?;
        let scrub = Scrub::new(&[&merchant.key, &merchant.salt]);
        Ok(Self { http, base, merchant, scrub, clock })
    }

    /// Makes a connection for a load that may come soon.
    pub async fn make_ready(&self) {
        self.http.make_ready().await;
    }

    /// Sends a load, once. Whoever calls this has its intent on disk (money rule M1).
    pub async fn load(&self, agent_id: AgentId, order: &WalletOrder) -> Reply {
        let now = self.clock.now();
        let body = wire::load(agent_id, order, now, &self.merchant);
        Http::paying(self.call(self.merchant.method, LOAD, body)).await
    }

    /// Asks what became of a load.
    pub async fn enquire(&self, agent_id: AgentId) -> Reply {
        self.call(Verb::Post, ENQUIRY, wire::enquiry(agent_id)).await
    }

    async fn call(&self, method: Verb, path: &str, body: String) -> Reply {
        let date = self.clock.now().to_http();
        let authorization = authorization(&self.merchant.key, &self.merchant.salt, &date);
        let headers = [
            ("walletIdentifier", self.merchant.wallet.as_str()),
            // The very text that is signed.
            ("date", &date),
            ("authorization", &authorization),
        ];
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        match self.http.json(method, url, &headers, body).await {
            Err(no_answer) => no_answer.into(),
            Ok(told) => self.read(&told),
        }
    }

    /// What an answer says, without key and salt (M10).
    #[must_use]
    pub fn read(&self, told: &Told) -> Reply {
        wire::read(told, self.clock.now(), self.merchant.unit, &self.scrub)
    }
}
