//! Listener.

use std::net::SocketAddr;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{mpsc, oneshot};

use crate::ids::NoRandomness;
use crate::transaction::Claim;

#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("{0}")]
    Other(#[from] std::io::Error),
}

#[derive(Debug)]
pub struct Incoming {
    pub claim: Claim,
    pub kept: oneshot::Sender<bool>,
}

pub struct Listener(SocketAddr);

impl Listener {
    pub async fn start(
        listen: SocketAddr,
        _secret: SecretString,
        _claims: mpsc::Sender<Incoming>,
    ) -> Result<Self, ListenError> {
        Ok(Self(listen))
    }

    pub async fn stop(self) {}

    pub fn address(&self) -> SocketAddr {
        self.0
    }
}

pub fn new_secret() -> Result<SecretString, NoRandomness> {
    Ok(SecretString::from("x".to_owned()))
}

pub fn callback_url(base: &str, secret: &SecretString) -> String {
    format!("{base}/callback/{}", secret.expose_secret())
}
