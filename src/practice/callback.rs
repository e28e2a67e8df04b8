//! The callbacks: the gateway tells the shop's address what became of a payment (api.md 1.4).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Url, redirect, retry};
use tokio::sync::mpsc;

use super::books::Books;
use super::entry::Entry;
use super::recharge;

/// Who is called back, and with what.
pub(super) type Target = (Client, Url);

/// The target of a callback address, which is plain `http`.
///
/// # Errors
/// The address is of another kind, or the client cannot be built.
pub(super) fn target(url: &str) -> io::Result<Target> {
    let invalid = || {
        let sentence = "the callback address is no http address";
        io::Error::new(io::ErrorKind::InvalidInput, sentence)
    };
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "http");
    Ok((client()?, url.ok_or_else(invalid)?))
}

/// A client for plain `http`: callbacks go to loopback, so no certificate is trusted.
///
/// # Errors
/// The client cannot be built.
fn client() -> io::Result<Client> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .timeout(Duration::from_secs(10))
        .build()
        .map_err(io::Error::other)
}

/// Sends a callback for every payment that settles, one after the other, each once.
/// The address is in no log line: its path is the shop's secret.
pub(super) async fn send_all(
    client: Client,
    address: Url,
    books: Books,
    mut settled: mpsc::UnboundedReceiver<Entry>,
) {
    while let Some(entry) = settled.recv().await {
        let mut url = address.clone();
        url.query_pairs_mut().extend_pairs(recharge::told(&entry));
        let answered = match client.get(url).send().await {
            Ok(answer) => Some(answer.status().as_u16()),
            Err(error) => {
                tracing::warn!(agent_id = entry.agent_id, error = %error.without_url(), "callback not delivered");
                None
            }
        };
        books.callback_sent(entry.agent_id.clone(), entry.status(), answered);
    }
}
