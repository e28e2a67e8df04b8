//! Callbacks: the listener as the settings have it, and the way from it to the open desk (api.md 1.4).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

use super::claims;
use super::desk::Desk;
use super::faults::watched;
use super::machine::{Machine, WAITING};
use super::messages::{CallbackTrouble, Listening, Update};
use super::window::Window;
use crate::gateway::{Known, Scrub};
use crate::listener::{Listener, callback_url, new_secret, return_url};
use crate::points::{Point, reached};
use crate::secrets::{Secret, SecretStore};
use crate::settings::Settings;

/// How long the own address may take to answer a test.
const TEST: Duration = Duration::from_secs(5);

/// The callback address of this counter, and the way from it to the open desk.
pub struct Callbacks {
    machine: Machine,
    listener: Option<Listener>,
    secret: Option<SecretString>,
    this_run: bool,
    taking: Option<JoinHandle<()>>,
    listening: Listening,
}

impl Callbacks {
    /// Nothing listens yet.
    pub fn new(machine: Machine) -> Self {
        Self {
            machine,
            listener: None,
            secret: None,
            this_run: false,
            taking: None,
            listening: Listening::Off,
        }
    }

    /// The secret of the callback address, once there is one.
    pub const fn secret(&self) -> Option<&SecretString> {
        self.secret.as_ref()
    }

    /// Listens, or stops, as the settings say, and tells the window.
    pub async fn follow(&mut self, settings: &Settings, secrets: &SecretStore, window: &Window) {
        // The old one first: it may hold the very port that is wanted.
        if let Some(listener) = self.listener.take() {
            listener.stop().await;
        }
        self.listening = match self.listen(settings, secrets).await {
            Ok(listening) => listening,
            Err(trouble) => Listening::Trouble(trouble),
        };
        window.tell(Update::Listening(self.listening.clone()));
    }

    async fn listen(
        &mut self,
        settings: &Settings,
        secrets: &SecretStore,
    ) -> Result<Listening, CallbackTrouble> {
        if !settings.callbacks {
            return Ok(Listening::Off);
        }
        let listen: SocketAddr =
            settings.callback_listen.trim().parse().map_err(|_| CallbackTrouble::NotAnAddress)?;
        let secret = self.load_secret(secrets).await?;
        let listener = Listener::start(listen, secret.clone(), self.machine.claims.sender()).await;
        let listener = listener.map_err(|error| CallbackTrouble::Listen(Arc::new(error)))?;
        let address = listener.address();
        self.listener = Some(listener);
        let base = match settings.callback_public_url.trim().trim_end_matches('/') {
            "" => format!("http://{address}"),
            public => public.to_owned(),
        };
        let url = SecretString::from(callback_url(&base, &secret));
        let way_back = [true, false].map(|paid| return_url(&base, &secret, paid));
        Ok(Listening::On { address, url, way_back, this_run: self.this_run })
    }

    /// The secret of the address: the one in use, the keyring's, else a new one.
    async fn load_secret(
        &mut self,
        secrets: &SecretStore,
    ) -> Result<SecretString, CallbackTrouble> {
        if let Some(secret) = &self.secret {
            return Ok(secret.clone());
        }
        let store = secrets.clone();
        let load = move || store.load(Secret::CallbackSecret);
        let kept = self.machine.at_the_disk(load).await;
        match kept {
            Ok(Ok(Some(secret))) => {
                (self.secret, self.this_run) = (Some(secret.clone()), secrets.is_memory());
                Ok(secret)
            }
            _ => self.renew_secret(secrets).await,
        }
    }

    /// Makes another secret: from then on the old address is dead.
    async fn renew_secret(
        &mut self,
        secrets: &SecretStore,
    ) -> Result<SecretString, CallbackTrouble> {
        let secret = new_secret().map_err(|_| CallbackTrouble::NoRandomness)?;
        let (store, kept) = (secrets.clone(), secret.clone());
        let save = move || store.save(Secret::CallbackSecret, &kept);
        let saved = self.machine.at_the_disk(save).await;
        // Without a keyring the address is good for as long as Galla is open, and says so.
        self.this_run = secrets.is_memory() || !matches!(saved, Ok(Ok(())));
        self.secret = Some(secret.clone());
        Ok(secret)
    }

    /// Makes another secret and listens with it.
    pub async fn renew(&mut self, settings: &Settings, secrets: &SecretStore, window: &Window) {
        match self.renew_secret(secrets).await {
            Ok(_) => self.follow(settings, secrets, window).await,
            Err(trouble) => window.tell(Update::Listening(Listening::Trouble(trouble))),
        }
    }

    /// The address on this computer, for the practice gateway, while it listens.
    pub fn local_url(&self) -> Option<SecretString> {
        match (&self.listening, &self.secret) {
            (Listening::On { address, .. }, Some(secret)) => {
                Some(SecretString::from(callback_url(&format!("http://{address}"), secret)))
            }
            _ => None,
        }
    }

    /// Takes claims to this desk from now on, without the secrets that are known (M10).
    pub fn open(&mut self, desk: Arc<Desk>, known: Known) {
        let heard = Arc::clone(&self.machine.claims.heard);
        let window = desk.window.clone();
        let taking = async move {
            loop {
                let mut waiting = Vec::new();
                if heard.lock().await.recv_many(&mut waiting, WAITING).await == 0 {
                    return;
                }
                reached(Point::ClaimTaken);
                claims::take(&desk, &known.now(), waiting).await;
            }
        };
        self.taking = Some(tokio::spawn(watched(window, taking)));
    }

    /// Takes no more claims: those that come are told to come again.
    pub async fn close(&mut self) {
        if let Some(taking) = self.taking.take() {
            taking.abort();
            // Only its end matters: being cancelled is what was asked of it.
            let _cancelled = taking.await;
        }
    }

    /// Calls the own address with a claim that belongs to nobody, and tells the window.
    pub fn test(&self, window: &Window) {
        let window = window.clone();
        let target = match (&self.listening, &self.secret) {
            (Listening::On { address, .. }, Some(secret)) => Some((*address, secret.clone())),
            _ => None,
        };
        tokio::spawn(async move {
            let tested = match target {
                None => Err(CallbackTrouble::Off),
                Some((address, secret)) => {
                    let called = tokio::time::timeout(TEST, call(address, &secret)).await;
                    let answer = called.unwrap_or_else(|late| Err(late.into()));
                    answer.map_err(|error| CallbackTrouble::NotReached(error.to_string()))
                }
            };
            window.tell(Update::CallbackTested(tested));
        });
    }
}

/// The AgentID of a test call; no transaction has it.
pub const TEST_AGENT_ID: &str = "GALLATESTCALL0";

/// Calls the listener as the gateway would. On this computer's own address, so nothing of
/// the HTTP client's caution is needed: no secret leaves it.
async fn call(address: SocketAddr, secret: &SecretString) -> std::io::Result<()> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let path = callback_url("", secret);
    let request = format!(
        "GET {path}?Status=Pending&AgentID={TEST_AGENT_ID} HTTP/1.1\r\nHost: {address}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer).await?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(())
    } else {
        let line = answer.lines().next().unwrap_or_default();
        Err(std::io::Error::other(Scrub::new(&[secret]).clean(line)))
    }
}
