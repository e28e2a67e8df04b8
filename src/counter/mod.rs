//! The running counter: takes commands from the window, one after another, and tells it what changed.

mod backups;
mod balance;
mod batch;
mod batch_messages;
mod board;
mod bulk;
mod callbacks;
mod catalogue;
mod claims;
mod connect;
pub mod day;
mod desk;
mod dispute;
mod exports;
mod faults;
mod favourites;
mod follow;
mod lookup;
mod machine;
mod messages;
mod open;
mod pace;
mod paper;
mod payu;
mod pin;
mod receipts;
mod remarks;
mod send;
mod statements;
mod window;

use std::pin::Pin;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

pub use backups::Copies;
pub use batch_messages::{BatchCommand, BatchUpdate, Source, Standing, Stopped, WhyNotChecked};
pub use callbacks::TEST_AGENT_ID;
pub use day::{DayStart, Period, WalletDay};
pub use desk::Desk;
pub use exports::ExportOrder;
pub use lookup::FOUND;
pub use machine::{Claims, DoWork, Machine, MakeAgentId, Work};
pub use messages::{
    Board, CallbackTrouble, Command, ConnectProblem, ExportState, Keep, Link, ListKind, Listening,
    Look, NoBalance, OpenLists, Opened, PayuProblem, PayuState, Ticket, Update, WhyNoCatalogue,
    WhyNotExported, WhyNotKept, WhyNotPaid,
};
pub use paper::{HandedOut, NotHandedOut};
pub use payu::PayuKeys;
pub use pin::{DIGITS as PIN_DIGITS, Door, PinProblem, PinState, Proof};
pub use receipts::{ReceiptTold, ReceiptWay};
pub use statements::{StatementOrder, StatementState, StatementWay};
pub use window::Window;

use self::callbacks::Callbacks;
use self::faults::watched;
use self::pin::Guard;
use crate::gateway::payu::Payu;
use crate::gateway::{Gateway, Known, Scrub};
use crate::ids::AgentId;
use crate::ledger::LedgerKind;
use crate::logs::crash::CrashReport;
use crate::secrets::SecretStore;
use crate::settings::{Home, Settings};
use crate::time::Clock;
use crate::transaction::{Asker, Order, Service, ShopEvent};

/// Makes a gateway to PGPE from the settings and a token, or says in a sentence why the
/// settings do not allow it.
pub type MakeGateway =
    Box<dyn Fn(&Settings, &SecretString) -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// Makes a gateway to the practice gateway, or says in a sentence why there is none.
pub type MakePractice = Box<dyn Fn() -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// Tells the practice gateway which address it is to call back from now on, if any.
pub type TellPractice = Box<dyn Fn(Option<&SecretString>) + Send + Sync>;

/// Makes a way to PayU from the settings and the shop's keys, or says in a sentence why the
/// settings do not allow it.
pub type MakePayu = Box<dyn Fn(&Settings, &PayuKeys) -> Result<Payu, String> + Send + Sync>;

/// What a counter is assembled from.
pub struct Parts {
    /// Where ledgers and settings live.
    pub home: Home,
    /// The settings as they were read.
    pub settings: Settings,
    /// Where the token is kept.
    pub secrets: SecretStore,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What else the counter needs of the machine that it runs on.
    pub machine: Machine,
    /// The way to the practice gateway, which is started when it is first wanted.
    pub practice: MakePractice,
    /// Tells the practice gateway which address it is to call back, if any.
    pub practice_callback: TellPractice,
    /// The way to PGPE.
    pub connect: MakeGateway,
    /// The way to PayU.
    pub payu: MakePayu,
    /// The way to the window.
    pub window: Window,
}

/// The counter between two commands.
struct Counter {
    parts: Parts,
    /// The token in use; also on disk in the keyring unless it is kept for this run only.
    token: Option<SecretString>,
    /// Whether the token in use is kept nowhere else.
    this_run: bool,
    /// Who the shop is at PayU, once that is known.
    payu: Option<PayuKeys>,
    desk: Option<Arc<Desk>>,
    following: Option<JoinHandle<()>>,
    callbacks: Callbacks,
    /// What is taken out of all that is said from outside (M10).
    known: Known,
    /// Breaks off the export that is being written.
    exporting: Option<Arc<AtomicBool>>,
    /// Breaks off the closing statement that is being made.
    closing: Option<Arc<AtomicBool>>,
    /// Held while a daily copy is made, by the counter of before too.
    copying: Arc<Mutex<()>>,
    guard: Guard,
    last_ticket: Option<Ticket>,
    /// Crash reports that the agent has not put away.
    faults: Vec<CrashReport>,
}

/// Runs a counter until the window is gone: the end of `commands`. A fault of Galla's own that
/// ends it before is told to the window ([`Update::Stopped`]).
pub fn run(
    parts: Parts,
    commands: UnboundedReceiver<Command>,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let window = parts.window.clone();
    // Boxed, so that the compiler makes its code here, once, and not anew for the program and for
    // each test and benchmark that runs a counter.
    Box::pin(watched(window, work(parts, commands)))
}

async fn work(parts: Parts, mut commands: UnboundedReceiver<Command>) {
    let callbacks = Callbacks::new(parts.machine.clone());
    let mut counter = Counter {
        parts,
        token: None,
        this_run: false,
        payu: None,
        desk: None,
        following: None,
        callbacks,
        known: Known::new(Scrub::new(&[])),
        exporting: None,
        closing: None,
        copying: Arc::default(),
        guard: Guard::off(LedgerKind::Practice),
        last_ticket: None,
        faults: Vec::new(),
    };
    counter.tell_faults().await;
    counter.open_at_start().await;
    counter.follow_callbacks().await;
    while let Some(command) = commands.recv().await {
        counter.obey(command).await;
    }
    counter.close().await;
}

impl Counter {
    /// Carries out a command, and what waited for it: a PIN may be what another one needs.
    async fn obey(&mut self, command: Command) {
        let waited = match command {
            Command::Unlock { pin, door } => self.unlock(pin, door).await,
            Command::RemovePin(proof) => self.remove_pin(proof).await,
            other => Some(other),
        };
        if let Some(command) = waited {
            self.carry_out(command).await;
        }
    }

    async fn carry_out(&mut self, command: Command) {
        // A payment's ticket is looked at first.
        let command = match command {
            Command::Pay { .. } => command,
            other => match self.lets_through(other) {
                Some(command) => command,
                None => return,
            },
        };
        match command {
            Command::Lock => self.lock(),
            Command::SetPin { old, new } => self.set_pin(old, new).await,
            Command::Connect { token, keep } => self.connect(token, keep).await,
            Command::Disconnect => self.disconnect().await,
            Command::ConnectPayu { keys, keep } => self.connect_payu(keys, keep).await,
            Command::DisconnectPayu => self.disconnect_payu().await,
            Command::ChangeSettings(settings) => self.change_settings(*settings).await,
            Command::TourSeen => self.tour_seen(),
            Command::Pay { ticket, .. } if !self.takes(ticket) => {}
            Command::Pay { ticket, order, live, despite_earlier } => {
                self.pay(ticket, order, live, despite_earlier).await;
            }
            Command::Batch { live, command } => self.obey_batch(live, *command).await,
            Command::Receipt { agent_id, texts, way } => self.receipt(agent_id, texts, way),
            Command::RenewCallbackSecret => self.renew_callback_secret().await,
            Command::TestCallback => self.callbacks.test(&self.parts.window),
            Command::FindAddress => self.find_address(),
            Command::Export(order) => self.export(order),
            Command::CancelExport => self.cancel_export(),
            Command::Statement(order) => self.statement(*order),
            Command::CancelStatement => self.cancel_statement(),
            Command::PutAwayFaults => self.put_faults_away().await,
            Command::ReadList(file) => self.read_list(file),
            Command::KeepCatalogue(catalogue) => self.keep_catalogue(catalogue).await,
            Command::WriteList { file, which, catalogue, replace } => {
                self.write_list(file, which, catalogue, replace);
            }
            other => {
                if let Some(desk) = &self.desk {
                    serve(desk, other).await;
                }
            }
        }
    }

    async fn pay(&mut self, ticket: Ticket, order: Box<Order>, live: bool, despite_earlier: bool) {
        let allowed = self.may_pay(ticket, &order);
        let why = match self.desk.clone().filter(|_| live == self.is_live()) {
            None => WhyNotPaid::Closed,
            Some(_) if !allowed => WhyNotPaid::Locked,
            Some(desk) => return send::pay(&desk, ticket, *order, despite_earlier).await,
        };
        self.parts.window.tell(Update::NotPaid { ticket, why });
    }

    /// Carries out what is asked about a list, on the counter that it was asked on.
    async fn obey_batch(&mut self, live: bool, command: BatchCommand) {
        let ticket = match &command {
            BatchCommand::Begin { ticket, .. } if !self.takes(*ticket) => return,
            BatchCommand::Begin { ticket, .. } => Some(*ticket),
            _ => None,
        };
        match (&self.desk, ticket) {
            (Some(desk), _) if live == self.is_live() => batch::obey(desk, command, live).await,
            (_, Some(ticket)) => {
                let refused = BatchUpdate::NotBegun { ticket, why: WhyNotPaid::Closed };
                self.parts.window.tell(Update::Batch(refused));
            }
            (_, None) => {}
        }
    }

    /// Whether payments go to PGPE itself: the practice counter has no token.
    fn is_live(&self) -> bool {
        self.token.is_some()
    }

    /// Whether a ticket is new. Tickets count up, so one look back is enough (M2).
    fn takes(&mut self, ticket: Ticket) -> bool {
        let new = self.last_ticket.is_none_or(|last| ticket > last);
        if new {
            self.last_ticket = Some(ticket);
        }
        new
    }

    /// Listens for callbacks as the settings say; the practice gateway is told where.
    async fn follow_callbacks(&mut self) {
        let Self { parts, callbacks, .. } = self;
        callbacks.follow(&parts.settings, &parts.secrets, &parts.window).await;
        self.follow_secrets();
        (self.parts.practice_callback)(self.callbacks.local_url().as_ref());
    }

    async fn renew_callback_secret(&mut self) {
        let Self { parts, callbacks, .. } = self;
        callbacks.renew(&parts.settings, &parts.secrets, &parts.window).await;
        self.follow_secrets();
        (self.parts.practice_callback)(self.callbacks.local_url().as_ref());
    }

    fn find_address(&self) {
        let Some(desk) = self.desk.clone() else {
            return self.parts.window.tell(Update::Address(Err(NoBalance::Closed)));
        };
        Arc::clone(&desk).run_errand(async move {
            let found = balance::find_address(&desk).await;
            desk.window.tell(Update::Address(found));
        });
    }
}

/// Carries out a command that needs nothing but the open counter.
async fn serve(desk: &Arc<Desk>, command: Command) {
    match command {
        Command::MakeReady(service) => send::make_ready(desk, service),
        Command::AskStatus(agent_id) => ask_status(desk, agent_id),
        Command::Settle { agent_id, succeeded, reason } => {
            remarks::settle(desk, agent_id, succeeded, reason).await;
        }
        Command::Note { agent_id, text } => remarks::note(desk, agent_id, text).await,
        Command::GiveBack(agent_id) => remarks::give_back(desk, agent_id).await,
        Command::Dispute { agent_id, message } => {
            let raising = Arc::clone(desk);
            desk.run_errand(async move { dispute::raise(&raising, agent_id, message).await });
        }
        Command::AskBalance => balance::ask_soon(desk, &Service::OF_PGPE),
        Command::KeepBeneficiary { id, beneficiary } => {
            change_book(desk, ShopEvent::Beneficiary { id, beneficiary }).await;
        }
        Command::RemoveBeneficiary(id) => {
            change_book(desk, ShopEvent::BeneficiaryRemoved { id }).await;
        }
        Command::KeepFavourite { id, favourite } => {
            favourites::change(desk, ShopEvent::Favourite { id, favourite }).await;
        }
        Command::RemoveFavourite(id) => {
            favourites::change(desk, ShopEvent::FavouriteRemoved { id }).await;
        }
        Command::Look(look) => lookup::look_up(desk, look),
        Command::BeginDay { opening } => day::begin(desk, opening).await,
        Command::CountCash { day, counted, amount } => {
            day::count_cash(desk, day, counted, amount).await;
        }
        // These the counter itself carries out, open or not.
        Command::Pay { .. }
        | Command::Receipt { .. }
        | Command::Batch { .. }
        | Command::Connect { .. }
        | Command::Disconnect
        | Command::ConnectPayu { .. }
        | Command::DisconnectPayu
        | Command::Unlock { .. }
        | Command::Lock
        | Command::SetPin { .. }
        | Command::RemovePin(_)
        | Command::ChangeSettings(_)
        | Command::TourSeen
        | Command::RenewCallbackSecret
        | Command::TestCallback
        | Command::FindAddress
        | Command::Export(_)
        | Command::CancelExport
        | Command::Statement(_)
        | Command::CancelStatement
        | Command::PutAwayFaults
        | Command::ReadList(_)
        | Command::KeepCatalogue(_)
        | Command::WriteList { .. } => {}
    }
}

fn ask_status(desk: &Arc<Desk>, agent_id: AgentId) {
    let asking = Arc::clone(desk);
    desk.run_errand(async move {
        if let Err(error) = follow::ask(&asking, agent_id, Asker::Agent).await {
            asking.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
        }
    });
}

async fn change_book(desk: &Desk, event: ShopEvent) {
    let kept = desk.append_shop(desk.clock.now(), event).await;
    desk.window.tell(Update::BookKept(kept.map(drop).map_err(Arc::new)));
}
