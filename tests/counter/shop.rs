//! A shop with a running counter: pays, waits for what the counter says, closes and opens again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use galla::counter::{
    self, Board, Command, ConnectProblem, Keep, Machine, Opened, Parts, PayuKeys, Ticket, Update,
    WhyNotPaid, Window,
};
use galla::gateway::http::Limits;
use galla::gateway::payu::Payu;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::gateway::{Both, Gateway};
use galla::ids::AgentId;
use galla::ledger::check::check;
use galla::ledger::reader::Entry;
use galla::ledger::{Ledger, LedgerKind, Reader};
use galla::money::Paise;
use galla::practice::{
    Books, Config, PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT, PRACTICE_TOKEN, Practice,
};
use galla::secrets::{Secret, SecretStore};
use galla::settings::{Home, Settings};
use galla::time::{Clock, Moment, TestClock};
use galla::transaction::{Category, Order, RechargeOrder, State, Transaction};
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::payu::merchant;
use super::ticking::Ticking;

/// 2026-11-23 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

/// The token of the shop's own account.
pub const LIVE_TOKEN: &str = "L1VE-T0KEN-OF-THE-SHOP";

/// Longer than anything here takes on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3_600);
pub const MILLISECOND: Duration = Duration::from_millis(1);

/// A shop. When it goes out of use, its ledgers are checked (M9), and the practice gateway's
/// books say that they add up and that no question came too soon (M6).
pub struct Shop {
    pub clock: Arc<TestClock>,
    pub secrets: SecretStore,
    pub home: Home,
    pub settings: Settings,
    pub machine: Machine,
    /// How long a call to PGPE or to the practice gateway may take.
    pub call: Arc<Mutex<Duration>>,
    /// All that the counter said, in order, over all its starts.
    pub heard: Vec<Update>,
    pub(super) practice: Practice,
    scripted: Option<Arc<dyn Gateway>>,
    pub(super) parts_clock: Arc<dyn Clock>,
    running: Option<Running>,
    tickets: u64,
    folder: TempDir,
}

struct Running {
    runtime: Runtime,
    commands: UnboundedSender<Command>,
    updates: Receiver<Update>,
}

impl Shop {
    /// A shop whose practice counter is open, with the real practice gateway behind it. PGPE is
    /// played by the same gateway, with a token of its own.
    pub fn open() -> Self {
        Self::make(None, false).opened()
    }

    /// As [`Shop::open`], with a gateway of the test's own behind the practice counter.
    pub fn open_with(gateway: Arc<dyn Gateway>) -> Self {
        Self::make(Some(gateway), false).opened()
    }

    /// As [`Shop::open`], with a clock that also runs by itself.
    pub fn open_ticking() -> Self {
        Self::make(None, true).opened()
    }

    /// A shop whose counter is not yet open.
    pub fn closed() -> Self {
        Self::make(None, false)
    }

    /// As [`Shop::closed`], with a gateway of the test's own behind the practice counter.
    pub fn closed_with(gateway: Arc<dyn Gateway>) -> Self {
        Self::make(Some(gateway), false)
    }

    fn make(scripted: Option<Arc<dyn Gateway>>, ticking: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::at(NOON));
        let parts_clock: Arc<dyn Clock> = match ticking {
            true => Arc::new(Ticking::from(Arc::clone(&clock))),
            false => Arc::clone(&clock) as Arc<dyn Clock>,
        };
        let config = Config {
            tokens: vec![LIVE_TOKEN.into()],
            clock: Arc::clone(&parts_clock),
            ..Config::default()
        };
        let practice = Practice::start(config).unwrap();
        let mut settings = Settings::default();
        settings.pgpe_url = practice.base_url();
        Self {
            clock,
            secrets: SecretStore::memory(),
            home: Home::at(folder.path()).unwrap(),
            settings,
            machine: Machine::default(),
            call: Arc::new(Mutex::new(PATIENCE)),
            heard: Vec::new(),
            practice,
            scripted,
            parts_clock,
            running: None,
            tickets: 0,
            folder,
        }
    }

    fn opened(mut self) -> Self {
        self.start();
        self
    }

    /// Starts the counter and returns what it opened.
    pub fn start(&mut self) -> Opened {
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.spawn(counter::run(self.parts(Window::new(updates, || {})), asked));
        self.running = Some(Running { runtime, commands, updates: heard });
        self.wait_opened()
    }

    fn parts(&self, window: Window) -> Parts {
        let (base, call) = (self.practice.base_url(), Arc::clone(&self.call));
        let scripted = self.scripted.clone();
        let (of_payu, dated) = (base.clone(), Arc::clone(&self.parts_clock));
        let clock = Arc::clone(&self.parts_clock);
        let practice = move || match &scripted {
            Some(gateway) => Ok(Arc::clone(gateway)),
            None => {
                let token = SecretString::from(PRACTICE_TOKEN);
                let pgpe = pgpe(&base, &token, *call.lock().unwrap())?;
                let payu = payu(&base, &payu_keys(PRACTICE_MERCHANT_SALT), Arc::clone(&clock))?;
                Ok(Arc::new(Both { pgpe, payu }) as Arc<dyn Gateway>)
            }
        };
        let call = Arc::clone(&self.call);
        Parts {
            home: self.home.clone(),
            settings: self.settings.clone(),
            secrets: self.secrets.clone(),
            clock: Arc::clone(&self.parts_clock),
            machine: self.machine.clone(),
            practice: Box::new(practice),
            practice_callback: Box::new(|_| {}),
            connect: Box::new(move |settings, token| {
                let base = settings.pgpe_url().map_err(|problem| problem.to_string())?;
                pgpe(&base, token, *call.lock().unwrap())
            }),
            payu: Box::new(move |_, keys| payu(&of_payu, keys, Arc::clone(&dated))),
            window,
        }
    }

    /// Stops everything at once, as a crash does: what is on its way is dropped.
    pub fn stop(&mut self) {
        if let Some(Running { runtime, updates, .. }) = self.running.take() {
            runtime.shutdown_timeout(PATIENCE);
            self.heard.extend(updates.try_iter());
        }
    }

    /// Stops and starts again.
    pub fn restart(&mut self) -> Opened {
        self.stop();
        self.start()
    }

    /// A second copy of Galla on the same home, with the same gateway.
    pub fn second_copy(&self) -> Self {
        let mut copy = Self::make(self.scripted.clone(), false);
        copy.home = self.home.clone();
        copy
    }

    pub fn send(&self, command: Command) {
        self.running.as_ref().unwrap().commands.send(command).unwrap();
    }

    /// Waits for an update that `wanted` makes something of; all others are passed over.
    pub fn wait_for<T>(&mut self, wanted: impl Fn(&Update) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let from = self.heard.len();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let updates = &self.running.as_ref().unwrap().updates;
            let Ok(update) = updates.recv_timeout(left) else {
                let heard = self.heard[from..].iter().map(|update| format!("{update:?}\n"));
                panic!("waited in vain; heard\n{}", heard.collect::<String>());
            };
            let found = wanted(&update);
            self.heard.push(update);
            if let Some(found) = found {
                return found;
            }
        }
    }

    pub fn wait_opened(&mut self) -> Opened {
        self.wait_for(|update| match update {
            Update::Opened(opened) => Some(opened.clone()),
            _ => None,
        })
    }

    pub fn wait_board(&mut self) -> Board {
        self.wait_for(|update| match update {
            Update::Board(board) => Some(board.clone()),
            _ => None,
        })
    }

    /// Waits until the counter says that a transaction is in one of the states that `wanted` accepts.
    pub fn wait_state(&mut self, agent_id: AgentId, wanted: impl Fn(State) -> bool) -> Transaction {
        self.wait_for(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id && wanted(one.state()) => {
                Some((**one).clone())
            }
            _ => None,
        })
    }

    /// Waits for the end of a payment, which may have been told already.
    pub fn wait_ended(&mut self, agent_id: AgentId) -> Transaction {
        let told = self.heard.iter().rev().find_map(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id => Some((**one).clone()),
            _ => None,
        });
        match told {
            Some(ended) if ended.state() != State::Sending => ended,
            _ => self.wait_state(agent_id, |state| state != State::Sending),
        }
    }

    /// Hands an order over with a new ticket, without waiting.
    pub fn hand_over(&mut self, order: Order, live: bool, despite_earlier: bool) -> Ticket {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.send(Command::Pay { ticket, order: Box::new(order), live, despite_earlier });
        ticket
    }

    /// Hands any order over and returns when the counter has refused it, or has taken it and said
    /// so with its first state: nothing that is heard from then on is older than the caller's own
    /// next command.
    pub fn taken(&mut self, order: Order, despite_earlier: bool) -> Result<AgentId, WhyNotPaid> {
        let ticket = self.hand_over(order, self.is_live(), despite_earlier);
        let agent_id = self.wait_for(|update| match update {
            Update::Paying { ticket: of, agent_id } if *of == ticket => Some(Ok(*agent_id)),
            Update::NotPaid { ticket: of, why } if *of == ticket => Some(Err(why.clone())),
            _ => None,
        })?;
        self.wait_state(agent_id, |state| state == State::Sending);
        Ok(agent_id)
    }

    /// Pays and returns when the counter has taken it (and not yet ended it) or refused it.
    pub fn try_pay(&mut self, number: &str, rupees: i64) -> Result<AgentId, WhyNotPaid> {
        self.taken(order(number, rupees), false)
    }

    /// Pays although there is an earlier one like it.
    pub fn pay_despite_earlier(&mut self, number: &str, rupees: i64) -> AgentId {
        self.taken(order(number, rupees), true).unwrap()
    }

    /// Pays and returns when it is on its way.
    pub fn begin(&mut self, number: &str, rupees: i64) -> AgentId {
        self.try_pay(number, rupees).unwrap()
    }

    /// Pays and waits for what becomes of it.
    pub fn pay(&mut self, number: &str, rupees: i64) -> Transaction {
        let agent_id = self.begin(number, rupees);
        self.wait_state(agent_id, |state| state != State::Sending)
    }

    /// Connects and waits for the live counter.
    pub fn connect(&mut self) -> Opened {
        self.change_counter(|| connect(LIVE_TOKEN)).unwrap()
    }

    /// Connects or disconnects and waits for what comes of it. The end of a payment is told a
    /// moment before the counter is free, so it may have to be asked again.
    pub fn change_counter(
        &mut self,
        command: impl Fn() -> Command,
    ) -> Result<Opened, ConnectProblem> {
        loop {
            self.send(command());
            let changed = self.wait_for(|update| match update {
                Update::Opened(opened) => Some(Ok(opened.clone())),
                Update::NotConnected(problem) => Some(Err(problem.clone())),
                _ => None,
            });
            if !matches!(changed, Err(ConnectProblem::Busy)) {
                return changed;
            }
        }
    }

    pub fn is_live(&self) -> bool {
        let last = self.heard.iter().rev().find_map(|update| match update {
            Update::Opened(opened) => Some(opened.live),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// The token as the store has it.
    pub fn kept_token(&self) -> Option<String> {
        let token = self.secrets.load(Secret::PgpeToken).unwrap();
        token.map(|token| token.expose_secret().to_owned())
    }

    /// The practice gateway's own books: the judge.
    pub fn books(&self) -> Books {
        self.practice.books()
    }

    pub fn ledger_file(&self, live: bool) -> PathBuf {
        self.home.ledger_file(!live)
    }

    /// The events of a transaction, over a connection of the test's own.
    pub fn events(&self, agent_id: AgentId) -> Vec<Entry> {
        Reader::open(&self.ledger_file(self.is_live())).unwrap().events(agent_id).unwrap()
    }

    /// The kinds of the events of a transaction, by their words in the ledger.
    pub fn kinds(&self, agent_id: AgentId) -> Vec<&'static str> {
        self.events(agent_id).iter().map(|entry| entry.event.kind()).collect()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            return;
        }
        for live in [false, true] {
            let file = self.ledger_file(live);
            if file.starts_with(self.folder.path()) && file.exists() {
                let report = check(&file).unwrap();
                assert!(report.problems.is_empty(), "m9: {report}");
                // Nobody holds a ledger any more.
                Ledger::open(&file, report.kind, NOON).unwrap();
            }
        }
        let books = self.practice.books().snapshot();
        assert!(books.adds_up && books.m6_violations.is_empty(), "{books:#?}");
        assert!(books.entries.iter().all(|entry| entry.sends <= 1), "m2: {books:#?}");
        assert!(books.loads.iter().all(|load| load.sends == 1), "m2: {books:#?}");
    }
}

/// The way to PGPE, or to the practice gateway, at an address.
pub fn pgpe(base: &str, token: &SecretString, call: Duration) -> Result<Arc<dyn Gateway>, String> {
    let limits = Limits { connect: PATIENCE, call };
    let pgpe = Pgpe::new(base, token.clone(), Format::Json, limits);
    Ok(Arc::new(pgpe.map_err(|error| error.to_string())?))
}

fn payu(base: &str, keys: &PayuKeys, clock: Arc<dyn Clock>) -> Result<Payu, String> {
    let limits = Limits { connect: PATIENCE, call: Duration::from_secs(2) };
    let merchant = merchant(keys.key.clone(), keys.salt.clone());
    Payu::new(base, merchant, limits, clock).map_err(|error| error.to_string())
}

/// The practice merchant's key with a salt.
pub fn payu_keys(salt: &str) -> PayuKeys {
    PayuKeys { key: SecretString::from(PRACTICE_MERCHANT_KEY), salt: SecretString::from(salt) }
}

/// A prepaid recharge.
pub fn order(number: &str, rupees: i64) -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: number.into(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_rupees(rupees).unwrap(),
        optionals: Default::default(),
        customer_name: String::new(),
    })
}

pub fn connect(token: &str) -> Command {
    Command::Connect { token: SecretString::from(token), keep: Keep::Keyring }
}

/// An address on this computer where nobody listens.
pub fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Makes a ledger of a kind at a place and closes it.
pub fn make_ledger(path: &Path, kind: LedgerKind) {
    drop(Ledger::open(path, kind, NOON).unwrap());
}
