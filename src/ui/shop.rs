//! What the window knows: everything the counter has told it, and the way to ask for more.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::words::Words;
use crate::catalogue::Catalogue;
use crate::counter::{
    BatchUpdate, Board, Command, ConnectProblem, Copies, Link, Listening, NoBalance, Opened,
    PayuState, PinState, ReceiptTold, Ticket, Update, WhyNotKept,
};
use crate::file_dialog::Wanted;
use crate::ids::AgentId;
use crate::ledger::{BalanceReading, KeptFavourite, LedgerError};
use crate::logs::crash::CrashReport;
use crate::money::Paise;
use crate::settings::{LoadUnit, Settings};
use crate::sound::Sound;
use crate::time::{Clock, Moment};
use crate::transaction::asking::{Ask, may_ask};
use crate::transaction::order::Place;
use crate::transaction::{Order, Service, Transaction};

/// How many transactions that are no longer on the board are still known by heart.
const KNOWN: usize = 5_000;

/// The two ends of the way to the counter.
pub struct Line {
    /// Commands to the counter.
    pub commands: UnboundedSender<Command>,
    /// Updates from the counter.
    pub updates: Receiver<Update>,
    /// Shows a notification on the desktop: its title and its body.
    pub notify: Notify,
    /// Plays a sound, without waiting for it.
    pub sound: PlaySound,
    /// Opens the desktop's dialog for a file: its title, what is wanted, and what to do with
    /// the file, if one is chosen.
    pub choose_file: ChooseFile,
}

/// See [`Line::notify`].
pub type Notify = Box<dyn Fn(String, String) + Send>;

/// See [`Line::sound`].
pub type PlaySound = Box<dyn Fn(Sound) + Send>;

/// See [`Line::choose_file`].
pub type ChooseFile = Box<dyn Fn(&str, &Wanted, Box<dyn FnOnce(PathBuf) + Send>) + Send>;

/// What the window knows of the shop.
pub struct Shop {
    line: Line,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The words of the language in use.
    pub words: Words,
    /// What is open; `None` until the counter has said so.
    pub opened: Option<Opened>,
    /// The newest transactions.
    pub board: Board,
    /// Where a payout's request comes from, when the settings have it.
    pub place: Option<Place>,
    /// Under which amount the Recharge wallet is low.
    pub low_recharge: Paise,
    /// Under which amount the Payout wallet is low.
    pub low_payout: Paise,
    /// After how long a UPI code is shown as old.
    pub code_life: Duration,
    /// Whether the gateway can call this computer.
    pub listening: Listening,
    /// Whether wallets can be loaded.
    pub payu: PayuState,
    /// Whether a PIN guards the counter.
    pub pin: PinState,
    /// Over which amount a payout needs it.
    pin_over: Paise,
    /// How an amount is spelled to PayU.
    pub load_unit: LoadUnit,
    /// Where the settings have PayU send a wallet's customer, after a payment and after none.
    way_back: [String; 2],
    /// How it stands with the daily copies of the ledger, once that is known.
    pub copies: Option<Copies>,
    /// The favourites, in the order of their keys.
    pub favourites: Vec<KeptFavourite>,
    /// How the last call to the gateway went.
    pub link: Option<Link>,
    /// Why connecting did not work the last time.
    pub not_connected: Option<ConnectProblem>,
    /// Whether the last change of the settings was kept.
    pub settings_kept: Option<Result<(), String>>,
    /// Faults of Galla's own before this start, of which the agent has not read yet.
    pub faults: Vec<CrashReport>,
    /// Whether a fault of Galla's own has stopped the counter.
    pub stopped: bool,
    known: HashMap<AgentId, Transaction>,
    unwritten: HashMap<AgentId, Arc<LedgerError>>,
    may_not_ask: HashMap<AgentId, Ask>,
    not_settled: HashMap<AgentId, Option<Arc<LedgerError>>>,
    not_kept: HashMap<AgentId, WhyNotKept>,
    receipts: HashMap<AgentId, ReceiptTold>,
    balances: HashMap<Service, BalanceReading>,
    no_balance: HashMap<Service, NoBalance>,
    tickets: u64,
}

impl Shop {
    /// A shop that knows nothing yet.
    #[must_use]
    pub fn new(line: Line, clock: Arc<dyn Clock>, words: Words) -> Self {
        Self {
            line,
            clock,
            words,
            opened: None,
            board: Board::default(),
            place: None,
            low_recharge: Paise::ZERO,
            low_payout: Paise::ZERO,
            code_life: Duration::MAX,
            listening: Listening::default(),
            payu: PayuState::default(),
            pin: PinState::default(),
            pin_over: Paise::ZERO,
            load_unit: LoadUnit::default(),
            way_back: Default::default(),
            copies: None,
            favourites: Vec::new(),
            link: None,
            not_connected: None,
            settings_kept: None,
            faults: Vec::new(),
            stopped: false,
            known: HashMap::new(),
            unwritten: HashMap::new(),
            may_not_ask: HashMap::new(),
            not_settled: HashMap::new(),
            not_kept: HashMap::new(),
            receipts: HashMap::new(),
            balances: HashMap::new(),
            no_balance: HashMap::new(),
            tickets: 0,
        }
    }

    /// Asks the counter for something. A counter that is gone is told nothing.
    pub fn ask(&self, command: Command) {
        if self.line.commands.send(command).is_err() {
            tracing::error!("the counter has stopped");
        }
    }

    /// Shows a notification on the desktop.
    pub fn notify(&self, title: String, body: String) {
        (self.line.notify)(title, body);
    }

    /// Plays a sound.
    pub fn play(&self, sound: Sound) {
        (self.line.sound)(sound);
    }

    /// Lets the agent choose a file; the counter is asked for what is to be done with it.
    pub fn choose_file(
        &self,
        title: &str,
        wanted: &Wanted,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        let commands = self.line.commands.clone();
        let then = move |file| {
            if commands.send(then(file)).is_err() {
                tracing::error!("the counter has stopped");
            }
        };
        (self.line.choose_file)(title, wanted, Box::new(then));
    }

    /// The agent has read of the faults of before.
    pub fn put_faults_away(&mut self) {
        self.faults.clear();
        self.ask(Command::PutAwayFaults);
    }

    /// Asks the counter to keep settings and work by them.
    pub fn change_settings(&mut self, settings: Settings) {
        self.settings_kept = None;
        self.ask(Command::ChangeSettings(Box::new(settings)));
    }

    /// The right to pay once (money rule M2).
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Takes in what the counter has said since the last frame, and hands it on to the screens.
    pub fn listen(&mut self) -> Vec<Update> {
        let updates: Vec<Update> = self.line.updates.try_iter().collect();
        for update in &updates {
            self.keep(update);
        }
        updates
    }

    /// Keeps what more than one screen shows.
    fn keep(&mut self, update: &Update) {
        match update {
            Update::Opened(opened) => self.open(opened),
            Update::Board(board) => self.board = board.clone(),
            Update::Changed(transaction) => self.know(transaction),
            Update::Unwritten { agent_id, error } => {
                self.unwritten.insert(*agent_id, Arc::clone(error));
            }
            Update::MayNotAsk { agent_id, ask } => {
                self.may_not_ask.insert(*agent_id, *ask);
            }
            Update::NotSettled { agent_id, error } => {
                self.not_settled.insert(*agent_id, error.clone());
            }
            Update::NotKept { agent_id, why } => {
                self.not_kept.insert(*agent_id, why.clone());
            }
            Update::Receipt(told) => {
                self.receipts.insert(told.agent_id, (**told).clone());
            }
            Update::Balance(reading) => {
                self.no_balance.remove(&reading.service);
                self.balances.insert(reading.service, *reading);
            }
            Update::NoBalance { service, why } => {
                self.no_balance.insert(*service, why.clone());
            }
            Update::Copies(copies) => self.copies = Some(copies.clone()),
            Update::Link(link) => self.link = Some(link.clone()),
            Update::NotConnected(problem) => self.not_connected = Some(problem.clone()),
            Update::SettingsKept(kept) => self.settings_kept = Some(kept.clone()),
            Update::CatalogueKept(Ok(catalogue)) => {
                if let Some(opened) = &mut self.opened {
                    opened.catalogue = Arc::clone(catalogue);
                    opened.catalogue_trouble = None;
                }
            }
            Update::Payu(state) => self.payu = state.clone(),
            Update::Pin(state) => self.pin = *state,
            Update::Listening(listening) => self.listening = listening.clone(),
            Update::Faults(reports) => self.faults.clone_from(reports),
            Update::Stopped => self.stopped = true,
            Update::Open(open) => {
                self.may_not_ask.extend(&open.asks);
                let lists = [&open.unresolved, &open.unconfirmed, &open.owed, &open.disputed];
                for transaction in lists.into_iter().flatten().chain(&open.attention) {
                    self.known.insert(transaction.agent_id, transaction.clone());
                }
            }
            Update::Found { found, .. } => self.remember(found),
            Update::Period(period) => self.remember(&period.transactions),
            Update::PeriodPage { transactions, .. } => self.remember(transactions),
            Update::DayStart { start, .. } => {
                let explained = start.wallets.iter().flat_map(|wallet| &wallet.explanations);
                self.remember(explained.map(|one| &one.transaction));
            }
            Update::Favourites(favourites) => self.favourites.clone_from(favourites),
            Update::Batch(BatchUpdate::Stands(standing)) => {
                for transaction in standing.batch.begun.iter().flatten() {
                    self.known.insert(transaction.agent_id, transaction.clone());
                }
            }
            // One screen alone is concerned.
            Update::Paying { .. }
            | Update::DayKept(_)
            | Update::Export(_)
            | Update::Statement(_)
            | Update::NotPaid { .. }
            | Update::Remembered { .. }
            | Update::BalanceHistory { .. }
            | Update::Resolved(_)
            | Update::Story { .. }
            | Update::Beneficiaries { .. }
            | Update::BookKept(_)
            | Update::FavouritesNotKept(_)
            | Update::Batch(_)
            | Update::PayoutsTo { .. }
            | Update::Address(_)
            | Update::CallbackTested(_)
            | Update::Unmatched(_)
            | Update::ListRead(_)
            | Update::ListWritten(_)
            | Update::CatalogueKept(Err(_))
            | Update::Unlocked(_)
            | Update::NotUnlocked(_)
            | Update::PinWanted(_)
            | Update::SettingsInForce(_)
            | Update::ComeForward => {}
        }
    }

    /// Another counter was opened: nothing of the one before is true of it.
    fn open(&mut self, opened: &Opened) {
        self.opened = Some(opened.clone());
        self.board = Board::default();
        self.balances.clear();
        self.no_balance.clear();
        self.copies = None;
        self.favourites.clear();
        self.link = None;
        self.not_connected = None;
        self.known.clear();
        self.unwritten.clear();
        self.may_not_ask.clear();
        self.not_settled.clear();
        self.not_kept.clear();
        self.receipts.clear();
    }

    /// Keeps what was looked up, for whoever looks at one of them next.
    fn remember<'a>(&mut self, found: impl IntoIterator<Item = &'a Transaction>) {
        for transaction in found {
            self.known.insert(transaction.agent_id, transaction.clone());
        }
    }

    fn know(&mut self, transaction: &Transaction) {
        let agent_id = transaction.agent_id;
        self.unwritten.remove(&agent_id);
        self.may_not_ask.remove(&agent_id);
        self.not_settled.remove(&agent_id);
        self.not_kept.remove(&agent_id);
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        self.known.insert(agent_id, transaction.clone());
    }

    /// A transaction as it was last told.
    #[must_use]
    pub fn transaction(&self, agent_id: AgentId) -> Option<&Transaction> {
        let on_board = || self.board.recent.iter().find(|one| one.agent_id == agent_id);
        self.known.get(&agent_id).or_else(on_board)
    }

    /// Why the answer of a transaction is not on disk.
    #[must_use]
    pub fn unwritten(&self, agent_id: AgentId) -> Option<&LedgerError> {
        self.unwritten.get(&agent_id).map(AsRef::as_ref)
    }

    /// When a transaction may be asked for, by what the ledger and the counter say.
    #[must_use]
    pub fn ask_of(&self, transaction: &Transaction) -> Ask {
        let now = self.now();
        match (may_ask(transaction, now), self.may_not_ask.get(&transaction.agent_id)) {
            (Ask::Now, Some(Ask::From(from))) if *from > now => Ask::From(*from),
            (ask, _) => ask,
        }
    }

    /// Why a transaction was not settled by hand.
    #[must_use]
    pub fn not_settled(&self, agent_id: AgentId) -> Option<Option<&LedgerError>> {
        self.not_settled.get(&agent_id).map(|error| error.as_deref())
    }

    /// Why a remark, a tick or a dispute was not written down.
    #[must_use]
    pub fn not_kept(&self, agent_id: AgentId) -> Option<&WhyNotKept> {
        self.not_kept.get(&agent_id)
    }

    /// What became of the last receipt of a transaction.
    #[must_use]
    pub fn receipt(&self, agent_id: AgentId) -> Option<&ReceiptTold> {
        self.receipts.get(&agent_id)
    }

    /// What a wallet held when it was last read.
    #[must_use]
    pub fn balance(&self, service: Service) -> Option<BalanceReading> {
        self.balances.get(&service).copied()
    }

    /// Why a wallet could not be read the last time; `None` when it could.
    #[must_use]
    pub fn no_balance(&self, service: Service) -> Option<&NoBalance> {
        self.no_balance.get(&service)
    }

    /// The favourites of a service, in the order of their keys.
    pub fn favourites_of(&self, service: Service) -> impl Iterator<Item = &KeptFavourite> {
        self.favourites.iter().filter(move |kept| kept.favourite.order.service() == service)
    }

    /// Whether payments go to PGPE itself.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.live)
    }

    /// The operators and circles, once a counter is open.
    #[must_use]
    pub fn catalogue(&self) -> Option<Arc<Catalogue>> {
        self.opened.as_ref().map(|opened| Arc::clone(&opened.catalogue))
    }

    /// Whether a wallet holds less than the shop wants it to.
    #[must_use]
    pub fn is_low(&self, service: Service) -> bool {
        let least = match service {
            Service::Recharge => self.low_recharge,
            Service::Payout => self.low_payout,
            // What is collected only comes in; a customer's wallet is the customer's.
            Service::Collection | Service::WalletLoad => Paise::ZERO,
        };
        self.balance(service).is_some_and(|known| known.holds < least)
    }

    /// Whether an order needs the PIN; the counter is who refuses it.
    #[must_use]
    pub fn needs_pin(&self, order: &Order) -> bool {
        let guarded = matches!(order, Order::Payout(_)) && order.amount() > self.pin_over;
        guarded && self.pin != PinState::Off
    }

    /// Whether the gateway can call this computer now.
    #[must_use]
    pub const fn listens(&self) -> bool {
        matches!(self.listening, Listening::On { .. })
    }

    /// Where PayU sends a wallet's customer, after a payment and after none: as the settings
    /// say, else to this computer while it listens.
    #[must_use]
    pub fn way_back(&self) -> &[String; 2] {
        let set = self.way_back.iter().any(|address| !address.trim().is_empty());
        match &self.listening {
            Listening::On { way_back, .. } if !set => way_back,
            _ => &self.way_back,
        }
    }

    /// Takes from the settings what more than one screen works by.
    pub fn work_by(&mut self, settings: &Settings) {
        self.place = settings.place().ok();
        self.low_recharge = settings.low_balance(Service::Recharge);
        self.low_payout = settings.low_balance(Service::Payout);
        self.load_unit = settings.payu.load_amount_unit;
        self.pin_over = settings.pin.payouts_over;
        self.way_back = [settings.payu.surl.clone(), settings.payu.furl.clone()];
        self.code_life = Duration::from_secs(settings.qr_minutes.saturating_mul(60));
    }

    /// What o'clock it is.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}
