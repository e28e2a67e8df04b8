//! What the window knows: everything the counter has told it, and the way to ask for more.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::sync::mpsc::UnboundedSender;

use super::words::Words;
use crate::catalogue::Catalogue;
use crate::counter::{Board, Command, ConnectProblem, Link, Opened, Ticket, Update, WhyNotPaid};
use crate::ids::AgentId;
use crate::ledger::{LedgerError, Remembered};
use crate::money::Paise;
use crate::settings::Settings;
use crate::time::{Clock, Moment};
use crate::transaction::Transaction;
use crate::transaction::asking::Ask;

/// How many transactions that are no longer on the board are still known by heart.
const KNOWN: usize = 200;

/// The two ends of the way to the counter.
pub struct Line {
    /// Commands to the counter.
    pub commands: UnboundedSender<Command>,
    /// Updates from the counter.
    pub updates: Receiver<Update>,
}

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
    /// What the wallet held, and when the gateway said so.
    pub balance: Option<(Paise, Moment)>,
    /// How the last call to the gateway went.
    pub link: Option<Link>,
    /// Why connecting did not work the last time.
    pub not_connected: Option<ConnectProblem>,
    /// Whether the last change of the settings was kept.
    pub settings_kept: Option<Result<(), String>>,
    known: HashMap<AgentId, Transaction>,
    unwritten: HashMap<AgentId, Arc<LedgerError>>,
    may_not_ask: HashMap<AgentId, Ask>,
    not_settled: HashMap<AgentId, Option<Arc<LedgerError>>>,
    tickets: u64,
}

/// News for the screens, beyond what the shop keeps.
pub enum News {
    /// Another counter was opened: forms of the old one mean nothing any more.
    Opened,
    /// A payment is on its way.
    Paying(Ticket, AgentId),
    /// A payment was not taken.
    NotPaid(Ticket, WhyNotPaid),
    /// What is known about a number.
    Remembered(String, Option<Remembered>),
    /// The window is to come forward.
    ComeForward,
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
            balance: None,
            link: None,
            not_connected: None,
            settings_kept: None,
            known: HashMap::new(),
            unwritten: HashMap::new(),
            may_not_ask: HashMap::new(),
            not_settled: HashMap::new(),
            tickets: 0,
        }
    }

    /// Asks the counter for something. A counter that is gone is told nothing.
    pub fn ask(&self, command: Command) {
        if self.line.commands.send(command).is_err() {
            tracing::error!("the counter has stopped");
        }
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

    /// Takes in what the counter has said since the last frame.
    pub fn listen(&mut self) -> Vec<News> {
        let updates: Vec<Update> = self.line.updates.try_iter().collect();
        updates.into_iter().filter_map(|update| self.take(update)).collect()
    }

    fn take(&mut self, update: Update) -> Option<News> {
        match update {
            Update::Opened(opened) => {
                self.opened = Some(opened);
                self.board = Board::default();
                self.balance = None;
                self.link = None;
                self.not_connected = None;
                self.known.clear();
                return Some(News::Opened);
            }
            Update::Board(board) => self.board = board,
            Update::Paying { ticket, agent_id } => return Some(News::Paying(ticket, agent_id)),
            Update::NotPaid { ticket, why } => return Some(News::NotPaid(ticket, why)),
            Update::Changed(transaction) => self.know(*transaction),
            Update::Unwritten { agent_id, error } => {
                self.unwritten.insert(agent_id, error);
            }
            Update::MayNotAsk { agent_id, ask } => {
                self.may_not_ask.insert(agent_id, ask);
            }
            Update::NotSettled { agent_id, error } => {
                self.not_settled.insert(agent_id, error);
            }
            Update::Remembered { number, known } => return Some(News::Remembered(number, known)),
            Update::Balance { holds, at } => self.balance = Some((holds, at)),
            Update::Link(link) => self.link = Some(link),
            Update::NotConnected(problem) => self.not_connected = Some(problem),
            Update::SettingsKept(kept) => self.settings_kept = Some(kept),
            Update::ComeForward => return Some(News::ComeForward),
        }
        None
    }

    fn know(&mut self, transaction: Transaction) {
        let agent_id = transaction.agent_id;
        self.unwritten.remove(&agent_id);
        self.may_not_ask.remove(&agent_id);
        self.not_settled.remove(&agent_id);
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        self.known.insert(agent_id, transaction);
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

    /// When the counter said that a transaction may be asked for, where that is known
    /// better than by the ledger alone.
    #[must_use]
    pub fn may_not_ask(&self, agent_id: AgentId) -> Option<Ask> {
        self.may_not_ask.get(&agent_id).copied()
    }

    /// Why a transaction was not settled by hand.
    #[must_use]
    pub fn not_settled(&self, agent_id: AgentId) -> Option<Option<&LedgerError>> {
        self.not_settled.get(&agent_id).map(|error| error.as_deref())
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

    /// What o'clock it is.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}
