//! The listener: takes the gateway's callbacks and hands on what they claim (api.md 1.4).

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle, JoinSet};

use crate::ids::NoRandomness;
use crate::transaction::Claim;

/// How many callers may be at the door at once; the one who has been silent longest gives
/// way to the next.
const CALLERS: usize = 64;

/// How long a caller may take to say what it wants.
const TO_SPEAK: Duration = Duration::from_secs(5);

/// How long a claim may take to be written down; then the caller is told to come again.
const TO_KEEP: Duration = Duration::from_secs(10);

/// In how many seconds a caller whose claim could not be kept is to come again.
const COME_AGAIN: &str = "30";

/// The most that a request line and its headers may have together, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// How many calls to wrong addresses are answered in [`STRANGERS_PER`]; more are hung up on.
const STRANGERS: usize = 50;

/// See [`STRANGERS`].
const STRANGERS_PER: Duration = Duration::from_secs(10);

/// What a customer sees who comes back from PayU, however the load ended: only an enquiry
/// knows that.
const GOODBYE: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Galla</title></head>\
<body style=\"font-family:sans-serif;text-align:center;margin:4em 1em\">\
<p>You may close this page.</p><p lang=\"hi\">आप यह पेज बंद कर सकते हैं।</p></body></html>";

/// Why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program, or another Galla, listens there.
    #[error("another program listens at {0} already; choose another port")]
    InUse(SocketAddr),
    /// The address is not one of this computer's.
    #[error("{0} is not an address of this computer; use 127.0.0.1 for a tunnel or a proxy on it")]
    NotHere(SocketAddr),
    /// The system does not allow it, as with ports below 1024.
    #[error("the system does not allow listening at {0}; choose a port above 1023")]
    NotPermitted(SocketAddr),
    /// Something else.
    #[error("nothing can be listened on at {0} ({1})")]
    Other(SocketAddr, io::Error),
}

impl ListenError {
    fn of(address: SocketAddr, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::AddrInUse => Self::InUse(address),
            ErrorKind::AddrNotAvailable => Self::NotHere(address),
            ErrorKind::PermissionDenied => Self::NotPermitted(address),
            _ => Self::Other(address, error),
        }
    }
}

/// Who calls, by the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// PGPE, with a callback (api.md 1.4).
    Pgpe,
    /// A customer whom PayU sends back (api.md 2).
    Customer,
}

/// A claim on its way to the ledger.
#[derive(Debug)]
pub struct Incoming {
    /// What the caller says.
    pub claim: Claim,
    /// Who is said to call.
    pub from: Caller,
    /// To be told `true` when it is on disk, and only then: the caller hears 200 upon it.
    pub kept: oneshot::Sender<bool>,
}

/// A listener at work. Dropping it stops it.
pub struct Listener {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

/// What every call can reach. It has no `Debug`: the secret is in it (M10).
struct Door {
    secret: SecretString,
    claims: mpsc::Sender<Incoming>,
    strangers: Mutex<VecDeque<Instant>>,
}

impl Listener {
    /// Listens, on the runtime that this is called in, for callbacks whose path ends in the
    /// secret, and hands their claims on.
    ///
    /// # Errors
    /// [`ListenError`] when the address cannot be had.
    pub async fn start(
        listen: SocketAddr,
        secret: SecretString,
        claims: mpsc::Sender<Incoming>,
    ) -> Result<Self, ListenError> {
        let failed = |error| ListenError::of(listen, error);
        let socket = TcpListener::bind(listen).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        let door = Arc::new(Door { secret, claims, strangers: Mutex::default() });
        let serving = tokio::spawn(serve(socket, Router::new().fallback(answer).with_state(door)));
        tracing::info!(%address, "listening for callbacks");
        Ok(Self { address, serving })
    }

    /// Where it listens, with the port that was given for port 0.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it. When this returns, the port is free; who was being answered is hung up on
    /// and will come again.
    pub async fn stop(mut self) {
        self.serving.abort();
        // Only its end matters: being cancelled is what was asked of it.
        let _cancelled = (&mut self.serving).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A new secret for the callback address: 32 random bytes in lower-case hex.
///
/// # Errors
/// [`NoRandomness`] when the operating system has none.
pub fn new_secret() -> Result<SecretString, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(SecretString::from(hex::encode(bytes)))
}

/// The callback address beneath a base such as `https://shop.example`.
#[must_use]
pub fn callback_url(base: &str, secret: &SecretString) -> String {
    format!("{base}/callback/{}", secret.expose_secret())
}

/// The address beneath a base to which PayU sends a customer back, after a payment or none.
///
/// It goes through the customer's hands, so its secret is another than the callback's: who
/// knows it can only make Galla ask PayU.
#[must_use]
pub fn return_url(base: &str, secret: &SecretString, paid: bool) -> String {
    let end = if paid { "success" } else { "failure" };
    format!("{base}/payu/{}/{end}", return_secret(secret))
}

fn return_secret(secret: &SecretString) -> String {
    let mut hash = Sha256::new();
    hash.update(b"galla's way back from payu: ");
    hash.update(secret.expose_secret().as_bytes());
    hex::encode(hash.finalize())
}

/// Lets callers in until it is dropped.
async fn serve(socket: TcpListener, router: Router) {
    let mut callers = JoinSet::new();
    let mut silent: VecDeque<(Arc<AtomicBool>, AbortHandle)> = VecDeque::new();
    loop {
        let stream = tokio::select! {
            accepted = socket.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of files or of memory: it passes, and must not spin meanwhile.
                    tracing::warn!(%error, "a caller could not be let in");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            Some(_gone) = callers.join_next() => continue,
        };
        silent.retain(|(spoken, caller)| !spoken.load(Ordering::Relaxed) && !caller.is_finished());
        if silent.len() >= CALLERS
            && let Some((_, longest)) = silent.pop_front()
        {
            longest.abort();
        }
        let spoken = Arc::new(AtomicBool::new(false));
        let caller = callers.spawn(attend(stream, router.clone(), Arc::clone(&spoken)));
        silent.push_back((spoken, caller));
    }
}

/// Answers one caller, once.
async fn attend(stream: TcpStream, router: Router, spoken: Arc<AtomicBool>) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        spoken.store(true, Ordering::Relaxed);
        let answered = router.call(request);
        async move {
            let Ok(response) = answered.await;
            let hung_up = response.extensions().get::<HangUp>().is_some();
            if hung_up { Err(io::Error::from(ErrorKind::ConnectionAborted)) } else { Ok(response) }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(TO_SPEAK)
        .max_buf_size(LONGEST_HEAD)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a caller was hung up on");
    }
}

/// Marks a response in whose place the connection is closed.
#[derive(Clone)]
struct HangUp;

/// 200 once the claim is on disk, 503 when it cannot be kept now, and 404 with nothing in it
/// to everything else: it never says whether an AgentID exists, nor whether a path is near.
async fn answer(
    State(door): State<Arc<Door>>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let query = query.unwrap_or_default();
    let (claim, from) = match door.caller(uri.path()) {
        Some(Caller::Pgpe) if method == Method::GET => (Claim::from_query(&query), Caller::Pgpe),
        Some(Caller::Customer) if method == Method::GET => {
            (Claim::from_return(&query), Caller::Customer)
        }
        Some(Caller::Customer) if method == Method::POST => {
            let read = axum::body::to_bytes(body, LONGEST_HEAD);
            let Ok(Ok(form)) = tokio::time::timeout(TO_SPEAK, read).await else {
                return door.stranger();
            };
            (Claim::from_return(&String::from_utf8_lossy(&form)), Caller::Customer)
        }
        _ => return door.stranger(),
    };
    let (kept, told) = oneshot::channel();
    match door.claims.try_send(Incoming { claim, from, kept }) {
        Ok(()) => match tokio::time::timeout(TO_KEEP, told).await {
            Ok(Ok(true)) if from == Caller::Customer => Html(GOODBYE).into_response(),
            Ok(Ok(true)) => "OK".into_response(),
            Ok(Ok(false) | Err(_)) | Err(_) => come_again(),
        },
        Err(TrySendError::Full(_) | TrySendError::Closed(_)) => come_again(),
    }
}

fn come_again() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)]).into_response()
}

impl Door {
    /// Whose path it is, secrets compared in constant time; `None` for a stranger's.
    fn caller(&self, path: &str) -> Option<Caller> {
        let is = |given: &str, secret: &str| bool::from(given.as_bytes().ct_eq(secret.as_bytes()));
        if let Some(given) = path.strip_prefix("/callback/") {
            return is(given, self.secret.expose_secret()).then_some(Caller::Pgpe);
        }
        let (given, end) = path.strip_prefix("/payu/")?.split_once('/')?;
        let known = is(given, &return_secret(&self.secret));
        (known && matches!(end, "success" | "failure")).then_some(Caller::Customer)
    }

    /// Answers a call to a wrong address, as long as there are not too many of them.
    fn stranger(&self) -> Response {
        let now = Instant::now();
        let mut lately = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        while lately.front().is_some_and(|at| now.duration_since(*at) > STRANGERS_PER) {
            lately.pop_front();
        }
        let mut response = StatusCode::NOT_FOUND.into_response();
        if lately.len() < STRANGERS {
            lately.push_back(now);
        } else {
            response.extensions_mut().insert(HangUp);
        }
        response
    }
}
