//! The callbacks: the gateway tells the shop's address what became of a payment (api.md 1.4).

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, Url, redirect, retry};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::books::Books;
use super::calls;
use super::entry::Entry;

/// Who is called back, if anybody is; clones name the same shop.
#[derive(Clone, Default)]
pub(super) struct Target(Arc<Mutex<Option<Url>>>);

impl Target {
    /// Calls this address from now on, which is plain `http`, or nobody.
    ///
    /// # Errors
    /// The address is of another kind.
    pub(super) fn set(&self, url: Option<&str>) -> io::Result<()> {
        let invalid = || {
            let sentence = "the callback address is no http address";
            io::Error::new(io::ErrorKind::InvalidInput, sentence)
        };
        let read = |url| Url::parse(url).ok().filter(|url| url.scheme() == "http");
        let url = url.map(|url| read(url).ok_or_else(invalid)).transpose()?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = url;
        Ok(())
    }

    fn get(&self) -> Option<Url> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A client for plain `http`: callbacks go to loopback, so no certificate is trusted.
///
/// # Errors
/// The client cannot be built.
pub(super) fn client() -> io::Result<Client> {
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

/// Sends a callback for every payment that settles, and again after each of these times
/// while it is not answered with 200. The address is in no log line: its path is the
/// shop's secret.
pub(super) async fn send_all(
    client: Client,
    target: Target,
    again: Vec<Duration>,
    books: Books,
    mut settled: mpsc::UnboundedReceiver<Entry>,
) {
    let mut repeats = JoinSet::new();
    while let Some(entry) = settled.recv().await {
        while repeats.try_join_next().is_some() {}
        if target.get().is_none() || send(&client, &target, &books, &entry).await {
            continue;
        }
        let (client, target, again) = (client.clone(), target.clone(), again.clone());
        let books = books.clone();
        repeats.spawn(async move {
            for wait in again {
                tokio::time::sleep(wait).await;
                if send(&client, &target, &books, &entry).await {
                    break;
                }
            }
        });
    }
}

/// Sends one callback; whether it need not be sent again.
async fn send(client: &Client, target: &Target, books: &Books, entry: &Entry) -> bool {
    let Some(mut url) = target.get() else { return true };
    url.query_pairs_mut().extend_pairs(calls::told(entry));
    let answered = match client.get(url).send().await {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(error) => {
            tracing::warn!(agent_id = entry.agent_id, error = %error.without_url(), "callback not delivered");
            None
        }
    };
    books.callback_sent(entry.agent_id.clone(), entry.status(), answered);
    answered == Some(200)
}
