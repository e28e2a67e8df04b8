//! The server: binding, finding the call of a path, stopping.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc as ready};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{mpsc, oneshot};

use super::answer::{Answer, CORRECT_IP, Code, Format, Value};
use super::books::Books;
use super::callback::{self, Target};
use super::calls::Call;
use super::config::Config;
use super::misbehaviour;
use super::pg_load;
use super::query::Query;
use super::tokens::Tokens;

/// How long calls that are being answered may go on after the gateway is told to stop.
const GRACE: Duration = Duration::from_millis(200);

/// A running practice gateway. Dropping it stops it and frees its port.
pub struct Practice {
    address: SocketAddr,
    books: Books,
    callbacks: Target,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What every call can reach.
struct Desk {
    books: Books,
    tokens: Tokens,
}

impl Practice {
    /// Binds the address and serves it from a thread of its own. May be called from any
    /// thread, in or out of a runtime; when it returns, calls are answered.
    ///
    /// # Errors
    /// The address cannot be bound, the callback address is not one, or the system gives
    /// no thread.
    pub fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (tell, settled) = mpsc::unbounded_channel();
        let callbacks = Target::default();
        callbacks.set(config.callback_url.as_deref())?;
        let caller = callback::client()?;
        let held = (config.opening, config.before);
        let books = Books::open(config.clock, config.seed, held, config.settle_after, Some(tell));
        let calling = callback::send_all(
            caller,
            callbacks.clone(),
            config.callback_again,
            books.clone(),
            settled,
        );
        let desk = Arc::new(Desk { books: books.clone(), tokens: Tokens::new(config.tokens) });
        let (stop, stopped) = oneshot::channel();
        let (report, running) = ready::channel();
        let thread =
            std::thread::Builder::new().name("practice-gateway".into()).spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                match runtime {
                    Ok(runtime) => {
                        runtime.block_on(run(listener, desk, calling, stopped, &report));
                    }
                    Err(error) => drop(report.send(Err(error))),
                }
            })?;
        running.recv().map_err(io::Error::other)??;
        tracing::info!(%address, "practice gateway is listening");
        Ok(Self { address, books, callbacks, stop: Some(stop), thread: Some(thread) })
    }

    /// The address it listens on, with the port that was given for port 0.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The base address for a client: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Calls this address from now on when a payment settles, or nobody.
    ///
    /// # Errors
    /// The address is not plain `http`.
    pub fn set_callback(&self, url: Option<&str>) -> io::Result<()> {
        self.callbacks.set(url)
    }

    /// A handle on the gateway's own books.
    #[must_use]
    pub fn books(&self) -> Books {
        self.books.clone()
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn run(
    listener: TcpListener,
    desk: Arc<Desk>,
    calling: impl Future<Output = ()> + Send + 'static,
    stopped: oneshot::Receiver<()>,
    report: &ready::Sender<io::Result<()>>,
) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return drop(report.send(Err(error))),
    };
    let books = desk.books.clone();
    tokio::spawn(async move { books.keep_settling().await });
    tokio::spawn(calling);
    let app = Router::new()
        .fallback(answer)
        .with_state(desk)
        .into_make_service_with_connect_info::<SocketAddr>();
    let (hurry, hurried) = oneshot::channel();
    let serve = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = stopped.await;
        let _ = hurry.send(());
    });
    let patience = async move {
        let _ = hurried.await;
        tokio::time::sleep(GRACE).await;
    };
    drop(report.send(Ok(())));
    tokio::select! {
        _ = serve => {}
        () = patience => {}
    }
}

/// Finds the call of the path, in any case of letters as IIS does, and answers it.
async fn answer(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = (&method, uri.path());
    if let Some(answer) = pg_load::answer(desk.books.loads(), asked, &headers, &body).await {
        return answer;
    }
    let path = uri.path().to_ascii_lowercase();
    let call = Call::of_path(&path);
    tracing::debug!(%method, path, "practice gateway was called");
    if peer.ip().is_loopback()
        && let Some(own) = own_path(&desk.books, &method, uri.path())
    {
        return own;
    }
    if call.is_none() && path != "/verifytoken.aspx" {
        return StatusCode::NOT_FOUND.into_response();
    }
    if method != call.map_or(Method::GET, Call::method) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let query = Query::parse(uri.query().unwrap_or_default())
        .with_body(content_type.unwrap_or_default(), &body);
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    if let Some(call) = call {
        call.receive(&desk.books, &query);
    }
    let forced = desk.books.forced();
    let (answer, asked_for) = match (&forced, call) {
        (Some(forced), _) if !forced.taken => (Answer::bare(Code::EXC), None),
        (_, Some(call)) => call.serve(&desk.books, &desk.tokens, &query),
        (_, None) => (verify_token(), None),
    };
    let misbehaviour = forced.map(|forced| forced.misbehaviour).or(asked_for);
    let format = query.format().unwrap_or(Format::Json);
    misbehaviour::send(answer, format, misbehaviour, target).await
}

/// The address the gateway sees; the real answer's shape is undocumented (api.md 1).
fn verify_token() -> Answer {
    Answer::new(Code::TXN, vec![("IP", Value::text(CORRECT_IP))])
}

/// Answers what is no part of PGPE.
fn own_path(books: &Books, method: &Method, path: &str) -> Option<Response> {
    if path == "/practice/books.json" && method == Method::GET {
        return Some(show_books(books));
    }
    let agent_id = path.strip_prefix("/practice/settle/").filter(|_| method == Method::POST)?;
    let status = if books.settle_now(agent_id) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Some(status.into_response())
}

fn show_books(books: &Books) -> Response {
    match serde_json::to_string(&books.snapshot()) {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
