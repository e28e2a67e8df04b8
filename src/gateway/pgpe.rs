//! PGPE's calls, as api.md section 1 has them.

mod fields;
mod json;
mod post;
mod wire;
mod xml;

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use self::post::Parameters;
use super::http::{BadClient, Http, Limits, NoAnswer};
use super::scrub::Scrub;
use super::{Call, Gateway};
use crate::ids::AgentId;
use crate::time::{Day, Moment};
use crate::transaction::{
    CollectionOrder, Order, PayoutOrder, RechargeOrder, Reply, Service, Unknown,
};

pub use self::post::PostAs;

/// In which form PGPE is to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

impl Format {
    const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// How a day is spelled in `transactionDate` (api.md 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// `yyyy-MM-dd`.
    #[default]
    YearFirst,
    /// `dd/MM/yyyy`.
    DayFirst,
}

impl DateFormat {
    fn spell(self, day: Day) -> String {
        let (year, month, date) = day.ymd();
        match self {
            Self::YearFirst => format!("{year:04}-{month:02}-{date:02}"),
            Self::DayFirst => format!("{date:02}/{month:02}/{year:04}"),
        }
    }
}

/// PGPE at one address, with one token.
pub struct Pgpe {
    http: Http,
    base: Url,
    token: SecretString,
    scrub: Scrub,
    format: Format,
    post_as: PostAs,
    dates: DateFormat,
}

impl Pgpe {
    /// PGPE at `base` (for example `https://www.pgpe.in`).
    ///
    /// # Errors
    /// [`BadClient`] when the address may not be used.
    pub fn new(
        base: &str,
        token: SecretString,
        format: Format,
        limits: Limits,
    ) -> Result<Self, BadClient> {
        let base = Url::parse(base).map_err(|_| BadClient::Address)?;
        let http = Http::new(&base, limits)?;
        let scrub = Scrub::new(&[&token]);
        let (post_as, dates) = (PostAs::default(), DateFormat::default());
        Ok(Self { http, base, token, scrub, format, post_as, dates })
    }

    /// The same with another way to carry a POST's parameters and to spell a day.
    #[must_use]
    pub fn spelled(self, post_as: PostAs, dates: DateFormat) -> Self {
        Self { post_as, dates, ..self }
    }

    fn path(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        let path = format!("{}{path}", self.base.path().trim_end_matches('/'));
        url.set_path(&path);
        url
    }

    /// The address of a call with the token, the call's own parameters, and the format.
    fn url(&self, path: &str, parameters: &[(&str, &str)]) -> Url {
        let mut url = self.path(path);
        url.query_pairs_mut()
            .append_pair("token", self.token.expose_secret())
            .extend_pairs(parameters)
            .append_pair("format", self.format.word());
        url
    }

    async fn ask(&self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        self.reply(self.http.get(self.url(path, parameters)).await)
    }

    /// A call by POST, its names spelled with a capital (api.md 1).
    async fn send(&self, path: &str, parameters: &[(&'static str, &str)]) -> Reply {
        let format = self.format.word();
        let parameters = Parameters::new(&self.token, parameters, format);
        let (url, content_type, body) = parameters.carried(self.post_as, self.path(path));
        self.reply(self.http.post(url, content_type, body).await)
    }

    fn reply(&self, told: Result<Vec<u8>, NoAnswer>) -> Reply {
        told.map_or_else(Into::into, |body| self.read(&body))
    }

    /// What the body of an answer says, without the token (M10): an answer, or that it is none.
    #[must_use]
    pub fn read(&self, body: &[u8]) -> Reply {
        match wire::read(body, &self.scrub) {
            Some(answer) => Reply::Answer(Box::new(answer)),
            None => Reply::Unknown { cause: Unknown::Unreadable },
        }
    }

    async fn pay_recharge(&self, agent_id: AgentId, order: &RechargeOrder) -> Reply {
        let amount = order.amount.to_wire();
        let [optional1, optional2, optional3, optional4] = order.optionals.each_ref();
        let parameters = [
            ("number", order.number.as_str()),
            ("operator", &order.operator),
            ("circle", &order.circle),
            ("amount", &amount),
            ("agentid", agent_id.as_str()),
            ("optional1", optional1),
            ("optional2", optional2),
            ("optional3", optional3),
            ("optional4", optional4),
        ];
        self.ask("/ApiServices/Recharge/Payment.aspx", &parameters).await
    }

    async fn pay_out(&self, agent_id: AgentId, order: &PayoutOrder) -> Reply {
        let (amount, address) = (order.amount.to_wire(), order.place.address.to_string());
        let parameters = [
            ("BeneficiaryName", order.beneficiary_name.as_str()),
            ("AccountNumber", &order.account),
            ("IFSC", &order.ifsc),
            ("BankName", &order.bank),
            ("TransferMode", order.mode.code()),
            ("Amount", &amount),
            ("AgentID", agent_id.as_str()),
            ("CustomerMobile", &order.mobile),
            ("EndpointIPAddress", &address),
            ("Latitude", &order.place.latitude),
            ("Longitude", &order.place.longitude),
        ];
        self.send("/ApiServices/Payout/Transaction.aspx", &parameters).await
    }

    async fn collect(&self, agent_id: AgentId, order: &CollectionOrder) -> Reply {
        let amount = order.amount.to_wire();
        let parameters = [("Amount", amount.as_str()), ("AgentID", agent_id.as_str())];
        self.send("/ApiServices/Collection/DynamicUPI.aspx", &parameters).await
    }
}

impl From<NoAnswer> for Reply {
    fn from(no_answer: NoAnswer) -> Self {
        match no_answer {
            NoAnswer::NotSent(cause) => Self::NotSent { cause },
            NoAnswer::Unknown(cause) => Self::Unknown { cause },
        }
    }
}

/// What is said to an order that PGPE does not take, which nobody hands to it
/// ([`Gateway::takes`]): it proves nothing.
fn not_ours() -> Reply {
    Reply::Unknown { cause: Unknown::Unreadable }
}

/// The folder of a service's calls.
const fn folder(service: Service) -> &'static str {
    match service {
        Service::Recharge => "/ApiServices/Recharge",
        Service::Payout => "/ApiServices/Payout",
        // A wallet load is PayU's: nobody asks PGPE for it.
        Service::Collection | Service::WalletLoad => "/ApiServices/Collection",
    }
}

impl Gateway for Pgpe {
    fn takes(&self, service: Service) -> bool {
        Service::OF_PGPE.contains(&service)
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        Box::pin(self.http.make_ready())
    }

    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply> {
        Box::pin(Http::paying(async move {
            match order {
                Order::Recharge(recharge) => self.pay_recharge(agent_id, recharge).await,
                Order::Payout(payout) => self.pay_out(agent_id, payout).await,
                Order::Collection(collection) => self.collect(agent_id, collection).await,
                Order::WalletLoad(_) => not_ours(),
            }
        }))
    }

    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, at: Moment) -> Call<'a, Reply> {
        Box::pin(async move {
            let path = format!("{}/Status.aspx", folder(order.service()));
            let agent_id = ("agentid", agent_id.as_str());
            match order.service() {
                Service::Recharge | Service::Payout => self.ask(&path, &[agent_id]).await,
                Service::WalletLoad => not_ours(),
                Service::Collection => {
                    let day = self.dates.spell(at.day());
                    self.ask(&path, &[agent_id, ("transactionDate", &day)]).await
                }
            }
        })
    }

    fn balance(&self, service: Service) -> Call<'_, Reply> {
        Box::pin(async move { self.ask(&format!("{}/Balance.aspx", folder(service)), &[]).await })
    }

    fn dispute<'a>(
        &'a self,
        agent_id: AgentId,
        service: Service,
        message: &'a str,
    ) -> Call<'a, Reply> {
        Box::pin(async move {
            let path = format!("{}/Dispute.aspx", folder(service));
            self.ask(&path, &[("agentid", agent_id.as_str()), ("message", message)]).await
        })
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        Box::pin(async move {
            match self.http.get(self.url("/VerifyToken.aspx", &[])).await {
                Err(no_answer) => Err(no_answer.into()),
                // Its answer's shape is not documented: the first address in it is the one,
                // but not in a refusal, whose words name an address too (UAI).
                Ok(body) => match self.read(&body) {
                    Reply::Answer(answer) if answer.status_code().is_refusal() => {
                        Err(Reply::Answer(answer))
                    }
                    reply => first_address(&String::from_utf8_lossy(&body)).ok_or(reply),
                },
            }
        })
    }
}

/// The first IPv4 or IPv6 address in a text: VerifyToken's answer, or UAI's
/// "Correct IP: …" (api.md 1).
#[must_use]
pub fn first_address(text: &str) -> Option<IpAddr> {
    text.split(|c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':'))
        .map(|word| word.trim_matches(['.', ':']))
        // A time or a lone number is no address.
        .filter(|word| word.matches(['.', ':']).count() >= 2)
        .find_map(|word| word.parse().ok().or_else(|| v4_between_colons(word)))
}

/// The address in `203.0.113.7:443` and in `added:203.0.113.7`.
fn v4_between_colons(word: &str) -> Option<IpAddr> {
    word.split(':').find_map(|part| part.parse().ok().map(IpAddr::V4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_in_a_text_is_found() {
        let table = [
            ("Unauthorised access, Correct IP: 203.0.113.7", Some("203.0.113.7")),
            ("Correct IP: 203.0.113.7.", Some("203.0.113.7")),
            ("{\"IP\":\"2001:db8::7\",\"Old\":\"203.0.113.8\"}", Some("2001:db8::7")),
            ("<ip>203.0.113.7</ip> at 12:30:05", Some("203.0.113.7")),
            ("[203.0.113.7:443]", Some("203.0.113.7")),
            ("added:203.0.113.7", Some("203.0.113.7")),
            ("at 12:30:05 from 999.1.1.1", None),
            ("Correct IP:", None),
            ("", None),
        ];
        for (text, expected) in table {
            let found = first_address(text).map(|address| address.to_string());
            assert_eq!(found.as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_calls_are_spelled_as_the_document_spells_them() {
        let limits = Limits {
            connect: std::time::Duration::from_secs(1),
            call: std::time::Duration::from_secs(1),
        };
        let token = SecretString::from("a token&more");
        let pgpe = Pgpe::new("https://host.example/base/", token, Format::Json, limits).unwrap();
        let url = pgpe.url("/ApiServices/Recharge/Dispute.aspx", &[("message", "नहीं मिला & more")]);
        assert_eq!(
            url.as_str(),
            "https://host.example/base/ApiServices/Recharge/Dispute.aspx?token=a+token%26more&message=%E0%A4%A8%E0%A4%B9%E0%A5%80%E0%A4%82+%E0%A4%AE%E0%A4%BF%E0%A4%B2%E0%A4%BE+%26+more&format=json"
        );
    }

    #[test]
    fn m10_the_token_goes_nowhere_unencrypted_but_to_this_computer() {
        let limits = Limits {
            connect: std::time::Duration::from_secs(1),
            call: std::time::Duration::from_secs(1),
        };
        let make = |base: &str| Pgpe::new(base, SecretString::from("token"), Format::Json, limits);
        for good in
            ["https://www.pgpe.in", "http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"]
        {
            assert!(make(good).is_ok(), "{good}");
        }
        for bad in ["http://www.pgpe.in", "http://10.0.0.1", "ftp://127.0.0.1", "pgpe", ""] {
            assert!(matches!(make(bad), Err(BadClient::Address)), "{bad}");
        }
    }
}
