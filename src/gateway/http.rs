//! The one HTTP client: one request a call, and one judgement of what a failure proves (M2, M3, M4).

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, DATE};
use reqwest::{Client, RequestBuilder, StatusCode, redirect, retry};
use url::{Host, Url};

pub use super::ahead::KEPT;
use super::ahead::{self, Ahead};
use crate::points::{Point, reached};
use crate::transaction::{NotSent, Unknown};

/// How much is read of an answer (api.md 1.1).
const MOST: usize = 1024 * 1024;

/// How long is waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For a whole call, the answer included.
    pub call: Duration,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The request provably never left.
    NotSent(NotSent),
    /// It may have left.
    Unknown(Unknown),
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum BadClient {
    /// The address may not be used: the token travels in the query.
    #[error("the address must begin with https://, or name this computer")]
    Address,
    /// The system's certificates cannot be read, or the like.
    #[error("no secure connections can be made on this computer: {0}")]
    Client(String),
}

/// How JSON is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verb {
    /// PATCH.
    #[default]
    Patch,
    /// POST.
    Post,
}

/// An answer with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header as it was spelled.
    pub date: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// A client that asks once and never again by itself.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client,
    base: Url,
}

impl Http {
    /// A client for a gateway at `base`: https, or http on this computer.
    ///
    /// # Errors
    /// [`BadClient`] when the address or the computer does not allow it.
    pub fn new(base: &Url, limits: Limits) -> Result<Self, BadClient> {
        let loopback = is_loopback(base);
        if base.scheme() != "https" && !(base.scheme() == "http" && loopback) {
            return Err(BadClient::Address);
        }
        // A provider that is installed already is as good as this one.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            // hyper sends again on a kept connection that turns out dead, so none is kept.
            .pool_max_idle_per_host(0)
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            .referer(false)
            .http1_only()
            .https_only(!loopback)
            .dns_resolver(Names)
            .connector_layer(Ahead::default())
            .connect_timeout(limits.connect)
            .timeout(limits.call);
        if loopback {
            builder = builder.no_proxy();
        }
        if base.scheme() == "http" {
            // Nothing is ever encrypted here, and to read the system's certificates takes time.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|error| BadClient::Client(told(error)))?;
        Ok(Self { client, base: base.clone() })
    }

    /// Makes a connection for a [`Http::paying`] call that may come soon, and sends nothing. It is
    /// kept for [`KEPT`]; if none can be made, that call says why.
    pub async fn make_ready(&self) {
        ahead::make(self.client.get(self.base.clone()).send()).await;
    }

    /// A call by the connection that was made for it, if there is one that lives. It has sent
    /// nothing yet, so nothing is ever sent again where it turns out dead (M2).
    pub async fn paying<F: Future>(call: F) -> F::Output {
        ahead::by(call).await
    }

    /// Asks by GET, once, and returns the body of an answer with the status 200.
    ///
    /// # Errors
    /// [`NoAnswer`] for everything else; its texts carry no address and no secret (M10).
    pub async fn get(&self, url: Url) -> Result<Vec<u8>, NoAnswer> {
        Self::once(self.client.get(url)).await
    }

    /// Asks by POST, once, with a body of this content type, as [`Http::get`] does.
    ///
    /// # Errors
    /// As [`Http::get`].
    pub async fn post(
        &self,
        url: Url,
        content_type: &'static str,
        body: String,
    ) -> Result<Vec<u8>, NoAnswer> {
        Self::once(self.client.post(url).header(CONTENT_TYPE, content_type).body(body)).await
    }

    /// Sends JSON once, with headers of its own, and returns the answer whatever its status:
    /// for a service whose HTTP status is a part of what it says (api.md 2).
    ///
    /// # Errors
    /// [`NoAnswer`] when there is none that can be read.
    pub async fn json(
        &self,
        method: Verb,
        url: Url,
        headers: &[(&'static str, &str)],
        body: String,
    ) -> Result<Told, NoAnswer> {
        let request = match method {
            Verb::Patch => self.client.patch(url),
            Verb::Post => self.client.post(url),
        };
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value))
            .header(CONTENT_TYPE, "application/json");
        reached(Point::RequestLeaving);
        let answer = request.body(body).send().await.map_err(judge)?;
        let status = answer.status().as_u16();
        let date = answer.headers().get(DATE).and_then(|date| date.to_str().ok());
        let date = date.map(str::to_owned);
        Ok(Told { status, date, body: read(answer).await? })
    }

    async fn once(request: RequestBuilder) -> Result<Vec<u8>, NoAnswer> {
        reached(Point::RequestLeaving);
        let answer = request.send().await.map_err(judge)?;
        if answer.status() != StatusCode::OK {
            let status = answer.status().as_u16();
            return Err(NoAnswer::Unknown(Unknown::HttpStatus { status }));
        }
        read(answer).await
    }
}

async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, NoAnswer> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(judge)? {
        if body.len() + part.len() > MOST {
            return Err(NoAnswer::Unknown(Unknown::TooLarge));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn told(error: reqwest::Error) -> String {
    error.without_url().to_string()
}

/// What a failed call proves. Only a failure while connecting can prove that the request
/// never left, and of those only the three that money rule M4 names.
fn judge(error: reqwest::Error) -> NoAnswer {
    let error = error.without_url();
    tracing::warn!(error = %Chain(&error), "a call to the gateway failed");
    if error.is_timeout() {
        return NoAnswer::Unknown(Unknown::TimedOut);
    }
    match error.is_connect().then(|| never_left(&error)).flatten() {
        Some(cause) => NoAnswer::NotSent(cause),
        None => NoAnswer::Unknown(Unknown::ConnectionLost),
    }
}

fn never_left(error: &(dyn Error + 'static)) -> Option<NotSent> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if cause.is::<NotResolved>() {
            return Some(NotSent::NameNotResolved);
        }
        if cause.is::<rustls::Error>() {
            return Some(NotSent::TlsRefused);
        }
        let io = cause.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused) {
            return Some(NotSent::ConnectionRefused);
        }
        // An I/O error hides what it is made of from the chain: TLS travels two deep in it.
        next = match io.and_then(io::Error::get_ref) {
            Some(inside) => Some(inside),
            None => cause.source(),
        };
    }
    None
}

/// An error with its causes, for the log.
struct Chain<'a>(&'a dyn Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

/// Whether an address is this computer itself.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The system's resolver, with an error of our own: that a name was not found must be
/// known for certain, and not read from a text.
struct Names;

#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
struct NotResolved;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|_| NotResolved)?.collect();
            if found.is_empty() {
                return Err(NotResolved.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
