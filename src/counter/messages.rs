//! What the window asks of the counter, and what the counter tells the window.

use std::net::IpAddr;
use std::sync::Arc;

use secrecy::SecretString;

use crate::catalogue::Catalogue;
use crate::ids::AgentId;
use crate::ledger::{LedgerError, Remembered};
use crate::money::Paise;
use crate::secrets::SecretsError;
use crate::settings::Settings;
use crate::time::Moment;
use crate::transaction::asking::Ask;
use crate::transaction::{NotSent, Order, StatusCode, Transaction, Unknown};

/// What the window asks for. What comes of it is told by updates, never by waiting; with no
/// counter open there is nothing to tell of a status, a number or a balance.
#[derive(Debug)]
pub enum Command {
    /// Send this order, once.
    Pay {
        /// Made anew for every confirm sheet: a ticket is taken once (money rule M2), so
        /// a double click or a held key cannot pay twice.
        ticket: Ticket,
        /// What to pay.
        order: Box<Order>,
        /// Whether it was confirmed on the live counter: an order of play money is never
        /// paid with real money because the counter changed meanwhile, nor the other way.
        live: bool,
        /// Whether the agent has been asked about an earlier one like it (M14) and goes on.
        despite_earlier: bool,
    },
    /// Ask the gateway now what became of a transaction.
    AskStatus(AgentId),
    /// Keep the agent's own word on a pending transaction (M16).
    Settle {
        /// Which one.
        agent_id: AgentId,
        /// Whether it succeeded.
        succeeded: bool,
        /// How the agent knows.
        reason: String,
    },
    /// What is remembered about a number.
    Remember(String),
    /// Ask for the wallet's balance.
    AskBalance,
    /// Try this token at PGPE and, if it is good, open the live counter.
    Connect {
        /// The API token.
        token: SecretString,
        /// Where to keep it.
        keep: Keep,
    },
    /// Forget the token and go back to practice.
    Disconnect,
    /// Keep these settings and work by them from now on.
    ChangeSettings(Box<Settings>),
}

/// One confirm sheet's right to pay, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Where a token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In the operating system's keyring.
    Keyring,
    /// In memory, until Galla is closed.
    ThisRun,
}

/// What the counter tells the window.
#[derive(Clone, Debug)]
pub enum Update {
    /// A counter is open, or cannot be opened.
    Opened(Opened),
    /// The newest transactions and how many are open.
    Board(Board),
    /// A payment was taken: its intent is on disk and it is being sent.
    Paying {
        /// The confirm sheet it came from.
        ticket: Ticket,
        /// The transaction it became.
        agent_id: AgentId,
    },
    /// A payment was not taken: nothing was sent.
    NotPaid {
        /// The confirm sheet it came from.
        ticket: Ticket,
        /// Why not.
        why: WhyNotPaid,
    },
    /// A transaction changed.
    Changed(Box<Transaction>),
    /// An answer came and cannot be written down; Galla keeps trying.
    Unwritten {
        /// Whose answer it is.
        agent_id: AgentId,
        /// What keeps it from the disk.
        error: Arc<LedgerError>,
    },
    /// The status was not asked: it is not yet allowed, or no more.
    MayNotAsk {
        /// Of which transaction.
        agent_id: AgentId,
        /// From when it is allowed.
        ask: Ask,
    },
    /// A transaction was not settled by hand.
    NotSettled {
        /// Which one.
        agent_id: AgentId,
        /// What keeps it from the disk; `None` when it is not pending any more.
        error: Option<Arc<LedgerError>>,
    },
    /// What is remembered about a number; `None` for one never seen.
    Remembered {
        /// The number.
        number: String,
        /// What is known about it.
        known: Option<Remembered>,
    },
    /// What the wallet holds.
    Balance {
        /// The amount.
        holds: Paise,
        /// When the gateway said so.
        at: Moment,
    },
    /// How the last call to the gateway went.
    Link(Link),
    /// Connecting did not work.
    NotConnected(ConnectProblem),
    /// The settings were kept, or not (with a sentence).
    SettingsKept(Result<(), String>),
    /// Another start of Galla asks for this window to come forward (M15).
    ComeForward,
}

/// What is open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whether payments go to PGPE itself.
    pub live: bool,
    /// The shop's operators and circles.
    pub catalogue: Arc<Catalogue>,
    /// Why nothing can be paid: the ledger cannot be written.
    pub ledger_trouble: Option<Arc<LedgerError>>,
    /// Why the token could not be read at start, so that this is practice.
    pub keyring_trouble: Option<Arc<SecretsError>>,
    /// What is wrong with the shop's operator list, so that the practice list is shown.
    pub catalogue_trouble: Option<String>,
    /// Whether the token is kept for this run only.
    pub token_in_memory: bool,
}

/// The newest transactions.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Newest first.
    pub recent: Vec<Transaction>,
    /// How many are neither ended nor settled.
    pub unresolved: u64,
}

/// Why a payment was not taken.
#[derive(Clone, Debug)]
pub enum WhyNotPaid {
    /// One like it is unresolved or succeeded a moment ago (M14).
    Repeats(Box<Transaction>),
    /// The intent cannot be written (M1).
    Ledger(Arc<LedgerError>),
    /// No AgentID can be made: the system gives no random numbers.
    NoRandomness,
    /// No counter is open, or another one than it was confirmed on.
    Closed,
}

/// How the line to the gateway is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It answered.
    Answers,
    /// It refused the token, the account or the address.
    Refuses(StatusCode),
    /// It could not be reached.
    Unreached(NotSent),
    /// It did not answer in a way that can be read.
    NoAnswer(Unknown),
}

/// Why connecting did not work.
#[derive(Clone, Debug)]
pub enum ConnectProblem {
    /// The token is empty or has characters that no token has.
    NotAToken,
    /// The gateway's address in the settings cannot be used.
    BadAddress(String),
    /// PGPE refused with a code of api.md 1.2.
    Refused {
        /// The code.
        code: StatusCode,
        /// The code as it came.
        spelled: String,
        /// PGPE's words.
        words: String,
        /// The address to register or correct, where the words name one (UAI).
        address: Option<IpAddr>,
    },
    /// The gateway could not be reached.
    Unreached(NotSent),
    /// The gateway did not answer in a way that can be read.
    NoAnswer(Unknown),
    /// The token is good, and there is no keyring to keep it in.
    NoKeyring(Arc<SecretsError>),
    /// The live counter's ledger cannot be opened.
    Ledger(Arc<LedgerError>),
    /// A payment is on its way; it has to end first.
    Busy,
}
