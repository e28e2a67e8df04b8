//! The shop that is killed: the real counter, ledger and clients in a process of their own.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use galla::counter::{
    self, Board, Command, Listening, Look, OpenLists, Parts, PayuKeys, Ticket, Update, Window,
};
use galla::gateway::http::Limits;
use galla::gateway::payu::Payu;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::ids::AgentId;
use galla::points;
use galla::practice::{PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT};
use galla::secrets::{Secret, SecretStore};
use galla::settings::{Home, Settings};
use galla::time::{Clock, Moment, TestClock};
use galla::transaction::order::TransferMode;
use galla::transaction::{Beneficiary, Service, State, Transaction};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::dice::Dice;
use super::payu::merchant;
use super::ticking::Ticking;

mod orders;

/// The environment variable with [`Orders`].
pub const ORDERS: &str = "GALLA_TEST_ORDERS";

/// The token of the shop's account.
pub const TOKEN: &str = "T0KEN-OF-THE-SHOP-THAT-IS-KILLED";

/// Longer than anything here takes on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How long a payment waits for its answer: for longer than any comes, on a quiet machine. One
/// that comes later is lost, as in life.
const CALL: Duration = Duration::from_millis(500);

/// How long a resting shop waits before it looks again whether all is done.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Payments that may be on their way at once.
const AT_ONCE: usize = 4;

/// What the shop is to do.
#[derive(Serialize, Deserialize)]
pub struct Orders {
    pub home: PathBuf,
    /// The gateway, in the parent: its books outlive the shop.
    pub gateway: String,
    /// What o'clock it is, in milliseconds.
    pub now: i64,
    pub seed: u64,
    /// The point to be killed at, and the how-manieth time.
    pub kill: Option<(String, u32)>,
    /// Pays nothing: asks about all that is open, and closes.
    pub rest: bool,
}

/// Kills this very process at a point, as nothing else of it would notice.
struct KillAt {
    point: String,
    left: AtomicU32,
}

impl<S: tracing::Subscriber> Layer<S> for KillAt {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut named = Named(String::new());
        event.record(&mut named);
        if named.0 == self.point && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let own = rustix::process::getpid();
            rustix::process::kill_process(own, rustix::process::Signal::KILL).unwrap();
        }
    }
}

/// The point that an event names.
struct Named(String);

impl tracing::field::Visit for Named {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        if field.name() == "point" {
            self.0 = format!("{value:?}");
        }
    }
}

/// Says a line in one piece, so that a kill does not cut it.
fn say(line: &str) {
    std::io::stderr().lock().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Runs a shop until it is killed, or until it has rested.
pub fn run(orders: &Orders) {
    if let Some((point, times)) = &orders.kill {
        let killer = KillAt { point: point.clone(), left: AtomicU32::new(*times) };
        let points = Targets::new().with_target(points::TARGET, tracing::Level::TRACE);
        tracing_subscriber::registry().with(killer.with_filter(points)).init();
    }
    // A shop whose parent is gone goes too.
    std::thread::spawn(|| {
        let _end = std::io::stdin().read_to_end(&mut Vec::new());
        #[expect(clippy::exit, reason = "nobody is left to be told")]
        std::process::exit(1);
    });
    let mut shop = Shop::open(orders);
    if orders.rest {
        shop.rest();
    } else {
        loop {
            shop.act();
        }
    }
}

struct Shop {
    runtime: Runtime,
    commands: UnboundedSender<Command>,
    updates: Receiver<Update>,
    started: Moment,
    dice: Dice,
    tickets: u64,
    board: Board,
    open: Option<OpenLists>,
    way_back: String,
    on_their_way: BTreeSet<AgentId>,
    paying: Option<Ticket>,
}

impl Shop {
    fn open(orders: &Orders) -> Self {
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let started = Moment::from_millis(orders.now);
        let hands = Arc::new(TestClock::at(started));
        let clock: Arc<dyn Clock> = Arc::new(Ticking::from(hands));
        runtime.spawn(counter::run(parts(orders, &clock, Window::new(updates, || {})), asked));
        let mut shop = Self {
            runtime,
            commands,
            updates: heard,
            started,
            dice: Dice::of(orders.seed),
            tickets: 0,
            board: Board::default(),
            open: None,
            way_back: "http://127.0.0.1:9/back".into(),
            on_their_way: BTreeSet::new(),
            paying: None,
        };
        // It listens after it has opened.
        shop.hear_until(|update, _| matches!(update, Update::Listening(Listening::On { .. })));
        shop
    }

    fn send(&self, command: Command) {
        self.commands.send(command).unwrap();
    }

    fn hear_until(&mut self, mut done: impl FnMut(&Update, &Self) -> bool) {
        loop {
            let update = self.updates.recv_timeout(PATIENCE).unwrap();
            self.hear(&update);
            if done(&update, self) {
                return;
            }
        }
    }

    /// Takes an update in, and tells the parent what the window would now show.
    fn hear(&mut self, update: &Update) {
        match update {
            Update::Opened(opened) => match &opened.ledger_trouble {
                None => say("opened"),
                Some(trouble) => say(&format!("trouble {trouble}")),
            },
            Update::Listening(Listening::On { url, way_back, .. }) => {
                self.way_back.clone_from(&way_back[0]);
                say(&format!("listening {}", url.expose_secret()));
            }
            Update::Paying { ticket, agent_id } => {
                self.paying = self.paying.filter(|paying| paying != ticket);
                self.on_their_way.insert(*agent_id);
                say(&format!("paying {agent_id}"));
            }
            Update::NotPaid { why, .. } => panic!("not paid: {why:?}"),
            Update::Changed(changed) => {
                if changed.state() != State::Sending {
                    self.on_their_way.remove(&changed.agent_id);
                }
                say(&format!("state {} {}", changed.agent_id, changed.state().code()));
                if changed.redirect_url.is_some() && changed.times_asked == 0 {
                    say(&format!("link {}", changed.agent_id));
                }
            }
            Update::Board(board) => self.board = board.clone(),
            Update::Open(open) => self.open = Some((**open).clone()),
            _ => {}
        }
    }

    fn act(&mut self) {
        for update in self.updates.try_iter().collect::<Vec<_>>() {
            self.hear(&update);
        }
        match self.dice.below(14) {
            0 | 1 => self.dispute(),
            2 => self.settle(),
            3 => self.keep_beneficiary(),
            4 => self.give_back(),
            _ => self.pay(),
        }
    }

    /// Pays, and waits until it is taken; seldom also for its end.
    fn pay(&mut self) {
        let order = orders::any(&mut self.dice, &self.way_back);
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.paying = Some(ticket);
        self.send(Command::Pay {
            ticket,
            order: Box::new(order),
            live: true,
            despite_earlier: true,
        });
        let at_once = usize::try_from(self.dice.below(4)).unwrap().min(AT_ONCE);
        self.hear_until(|_, shop| shop.paying.is_none() && shop.on_their_way.len() <= at_once);
    }

    /// One of the newest transactions that `wanted` takes.
    fn one(&mut self, wanted: impl Fn(&Transaction) -> bool) -> Option<AgentId> {
        let all: Vec<AgentId> =
            self.board.recent.iter().filter(|one| wanted(one)).map(|one| one.agent_id).collect();
        (!all.is_empty()).then(|| self.dice.one_of(&all))
    }

    fn dispute(&mut self) {
        let success = |one: &Transaction| {
            one.state() == State::Success
                && one.order.service() != Service::WalletLoad
                && one.disputes.is_empty()
        };
        if let Some(agent_id) = self.one(success) {
            let message = "The customer has not got it".to_owned();
            self.send(Command::Dispute { agent_id, message });
        }
    }

    fn settle(&mut self) {
        if let Some(agent_id) = self.one(|one| one.state() == State::Pending) {
            let succeeded = self.dice.below(2) == 0;
            let reason = "Told by the helpdesk".to_owned();
            self.send(Command::Settle { agent_id, succeeded, reason });
            self.send(Command::Note { agent_id, text: "Called at noon".to_owned() });
            self.send(Command::AskStatus(agent_id));
        }
    }

    fn give_back(&mut self) {
        if let Some(agent_id) = self.one(Transaction::owes_customer) {
            self.send(Command::GiveBack(agent_id));
        }
    }

    fn keep_beneficiary(&mut self) {
        let beneficiary = Box::new(Beneficiary {
            name: "Sunita Devi".into(),
            account: format!("5010{:08}", self.dice.below(100_000_000)),
            ifsc: "HDFC0001234".into(),
            bank: "HDFC Bank".into(),
            mobile: "9876543210".into(),
            mode: TransferMode::Imps,
        });
        self.send(Command::KeepBeneficiary { id: None, beneficiary });
    }

    /// Waits until everything that is open has been asked about, and closes.
    fn rest(mut self) {
        let end = Instant::now() + PATIENCE / 2;
        loop {
            self.open = None;
            self.send(Command::Look(Look::Open));
            self.hear_until(|_, shop| shop.open.is_some());
            let lists = self.open.take().unwrap();
            // A load is followed for a day.
            let unasked = |one: &&Transaction| {
                one.last_asked.is_none_or(|asked| asked < self.started)
                    && one.order.service() != Service::WalletLoad
            };
            let mut open = lists.unresolved.iter().chain(&lists.unconfirmed).filter(unasked);
            let Some(one) = open.next() else { break };
            assert!(Instant::now() < end, "never asked about {one:?}");
            // Looked at again when something has changed, or in a while.
            if let Ok(update) = self.updates.recv_timeout(LOOK_AGAIN) {
                self.hear(&update);
            }
        }
        let Self { runtime, commands, updates, .. } = self;
        drop(commands);
        // The counter drops its end when it has closed the ledger.
        while updates.recv_timeout(PATIENCE).is_ok() {}
        runtime.shutdown_timeout(PATIENCE);
        say("rested");
    }
}

fn parts(orders: &Orders, clock: &Arc<dyn Clock>, window: Window) -> Parts {
    let mut settings = Settings::default();
    settings.pgpe_url.clone_from(&orders.gateway);
    settings.callbacks = true;
    settings.callback_listen = "127.0.0.1:0".into();
    let secrets = SecretStore::memory();
    for (secret, value) in [
        (Secret::PgpeToken, TOKEN),
        (Secret::PayuKey, PRACTICE_MERCHANT_KEY),
        (Secret::PayuSalt, PRACTICE_MERCHANT_SALT),
        (Secret::CallbackSecret, "5ec4e75ec4e75ec4e75ec4e75ec4e75e"),
    ] {
        secrets.save(secret, &SecretString::from(value)).unwrap();
    }
    let call = if orders.rest { PATIENCE } else { CALL };
    let limits = Limits { connect: PATIENCE, call };
    let (base, dated) = (orders.gateway.clone(), Arc::clone(clock));
    Parts {
        machine: Default::default(),
        home: Home::at(&orders.home).unwrap(),
        settings,
        secrets,
        clock: Arc::clone(clock),
        practice: Box::new(|| Err("this shop is live".to_owned())),
        practice_callback: Box::new(|_| {}),
        connect: Box::new(move |settings, token| {
            let base = settings.pgpe_url().map_err(|problem| problem.to_string())?;
            let pgpe = Pgpe::new(&base, token.clone(), Format::Json, limits);
            Ok(Arc::new(pgpe.map_err(|error| error.to_string())?))
        }),
        payu: Box::new(move |_, keys| payu_at(&base, keys, limits, Arc::clone(&dated))),
        window,
    }
}

fn payu_at(
    base: &str,
    keys: &PayuKeys,
    limits: Limits,
    clock: Arc<dyn Clock>,
) -> Result<Payu, String> {
    let merchant = merchant(keys.key.clone(), keys.salt.clone());
    Payu::new(base, merchant, limits, clock).map_err(|error| error.to_string())
}
