//! What the window asks of the counter, and what the counter tells the window.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use super::backups::Copies;
use super::batch_messages::{BatchCommand, BatchUpdate};
use super::day::{DayStart, Period};
use super::exports::ExportOrder;
use super::payu::PayuKeys;
use super::pin::{Door, PinProblem, PinState, Proof};
use super::receipts::{ReceiptTold, ReceiptWay};
use super::statements::{StatementOrder, StatementState};
use crate::catalogue::{Catalogue, CatalogueError, Sheet};
use crate::ids::AgentId;
use crate::ledger::reader::Entry;
use crate::ledger::{
    BalanceReading, KeptBeneficiary, KeptFavourite, LedgerError, Remembered, UnmatchedClaim,
};
use crate::listener::ListenError;
use crate::logs::crash::CrashReport;
use crate::money::Paise;
use crate::receipt::Texts;
use crate::secrets::SecretsError;
use crate::settings::Settings;
use crate::time::{Day, Moment};
use crate::transaction::asking::Ask;
use crate::transaction::{
    Beneficiary, Counted, Favourite, NotSent, Order, Service, StatusCode, Transaction, Unknown,
};

/// What the window asks for. What comes of it is told by updates, never by waiting; with no
/// counter open there is nothing to tell of a status, a number or a balance.
#[derive(Debug)]
pub enum Command {
    /// Make ready for a payment of this service, which may come soon: its sheet is being read.
    MakeReady(Service),
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
    /// Keep a remark of the agent on a transaction.
    Note {
        /// Which one.
        agent_id: AgentId,
        /// The remark.
        text: String,
    },
    /// The agent gave the customer's money back.
    GiveBack(AgentId),
    /// Raise a dispute about a success (M11).
    Dispute {
        /// About which one.
        agent_id: AgentId,
        /// The agent's words.
        message: String,
    },
    /// Hand out a receipt of a transaction.
    Receipt {
        /// Which one.
        agent_id: AgentId,
        /// The words it is made of: of one language, or of two together.
        texts: Vec<Texts>,
        /// By which way.
        way: ReceiptWay,
    },
    /// Look something up in the ledger.
    Look(Look),
    /// Ask for the balances of all wallets.
    AskBalance,
    /// Keep a beneficiary in the book.
    KeepBeneficiary {
        /// Which one is changed; `None` adds one.
        id: Option<i64>,
        /// As it is to stand.
        beneficiary: Box<Beneficiary>,
    },
    /// Take a beneficiary out of the book.
    RemoveBeneficiary(i64),
    /// Begin the day, as its start was told.
    BeginDay {
        /// What lies in the drawer, if it was counted.
        opening: Option<Paise>,
    },
    /// Keep what was counted in the drawer.
    CountCash {
        /// Of which day.
        day: Day,
        /// At its opening, or now.
        counted: Counted,
        /// What was counted.
        amount: Paise,
    },
    /// Write transactions to a file.
    Export(ExportOrder),
    /// Break off the export that is being written.
    CancelExport,
    /// Hand out the closing statement of a day or a longer period.
    Statement(Box<StatementOrder>),
    /// Break off the closing statement that is being made.
    CancelStatement,
    /// Keep a favourite.
    KeepFavourite {
        /// Which one is changed; `None` adds one.
        id: Option<i64>,
        /// As it is to stand.
        favourite: Box<Favourite>,
    },
    /// Take a favourite away.
    RemoveFavourite(i64),
    /// Something about a list of recharges.
    Batch {
        /// Whether it was asked on the live counter, as for [`Command::Pay`].
        live: bool,
        /// What.
        command: Box<BatchCommand>,
    },
    /// Ask PGPE which address it sees (VerifyToken).
    FindAddress,
    /// Make another secret for the callback address: the old address is dead from then on.
    RenewCallbackSecret,
    /// Call the own callback address, to see whether it answers.
    TestCallback,
    /// The first tour was taken or left: it does not begin by itself again.
    TourSeen,
    /// The agent has read of the faults that were found at the start.
    PutAwayFaults,
    /// Try this token at PGPE and, if it is good, open the live counter.
    Connect {
        /// The API token.
        token: SecretString,
        /// Where to keep it.
        keep: Keep,
    },
    /// Forget the token and go back to practice.
    Disconnect,
    /// Try this key and salt at PayU and, if they are good, load wallets with them.
    ConnectPayu {
        /// The key and the salt.
        keys: PayuKeys,
        /// Where to keep them.
        keep: Keep,
    },
    /// Forget PayU's key and salt.
    DisconnectPayu,
    /// Try a PIN, for something.
    Unlock {
        /// The PIN.
        pin: SecretString,
        /// What it is given for.
        door: Door,
    },
    /// Shut what a PIN has opened; what waits for one is not done.
    Lock,
    /// Set a PIN.
    SetPin {
        /// The one before, where there is one.
        old: Option<SecretString>,
        /// Four to eight digits.
        new: SecretString,
    },
    /// Take the PIN away.
    RemovePin(Proof),
    /// Keep these settings and work by them from now on.
    ChangeSettings(Box<Settings>),
    /// Read a list of operators or circles; it is told what it is, and not kept.
    ReadList(PathBuf),
    /// Keep these as the shop's own operators and circles.
    KeepCatalogue(Arc<Catalogue>),
    /// Write a list to a file, for a spreadsheet.
    WriteList {
        /// The file.
        file: PathBuf,
        /// Which list.
        which: ListKind,
        /// Of these.
        catalogue: Arc<Catalogue>,
        /// Whether a file that is there is replaced.
        replace: bool,
    },
}

/// One of the two lists of a catalogue (api.md 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Operators of all categories.
    Operators,
    /// Telecom circles.
    Circles,
}

/// Why the shop's own lists are not used.
pub type WhyNoCatalogue = Arc<CatalogueError>;

/// What the window looks up in the ledger; each is answered by an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// What is remembered about a number.
    Remember(String),
    /// What a wallet held from a moment on.
    BalanceHistory {
        /// Whose wallet.
        service: Service,
        /// The oldest reading wanted.
        since: Moment,
    },
    /// The transactions that a text finds.
    Search(String),
    /// The whole story of a transaction.
    Story(AgentId),
    /// Everything that is open, in its lists.
    Open,
    /// The beneficiaries that a text finds; all for an empty one.
    Beneficiaries(String),
    /// The last payouts to a bank account.
    PayoutsTo(String),
    /// The newest callbacks that agree with no transaction.
    Unmatched,
    /// How today begins.
    DayStart,
    /// What a period came to, both days included.
    Period {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// Further transactions of a period.
    PeriodPage {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
        /// Older than this one.
        before: AgentId,
    },
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
    /// What a wallet holds, or held when it was last read.
    Balance(BalanceReading),
    /// What a wallet held over time, oldest first.
    BalanceHistory {
        /// Whose wallet.
        service: Service,
        /// The readings.
        readings: Vec<BalanceReading>,
    },
    /// A wallet could not be read.
    NoBalance {
        /// Whose wallet.
        service: Service,
        /// Why not.
        why: NoBalance,
    },
    /// A transaction that was pending has come to an end: the agent may have looked away.
    Resolved(Box<Transaction>),
    /// The transactions that a text found, newest first.
    Found {
        /// The text.
        text: String,
        /// The transactions.
        found: Vec<Transaction>,
    },
    /// The whole story of a transaction, oldest first.
    Story {
        /// Which one.
        agent_id: AgentId,
        /// Its events.
        events: Vec<Entry>,
    },
    /// Everything that is open.
    Open(Box<OpenLists>),
    /// A remark, a tick or a dispute could not be written down.
    NotKept {
        /// On which transaction.
        agent_id: AgentId,
        /// Why not.
        why: WhyNotKept,
    },
    /// The beneficiaries that a text found, by name.
    Beneficiaries {
        /// The text.
        text: String,
        /// The beneficiaries.
        found: Vec<KeptBeneficiary>,
    },
    /// The book of beneficiaries was changed, or not.
    BookKept(Result<(), Arc<LedgerError>>),
    /// The favourites, in the order in which they were added.
    Favourites(Vec<KeptFavourite>),
    /// The favourites were not changed.
    FavouritesNotKept(Arc<LedgerError>),
    /// Something about a list of recharges.
    Batch(BatchUpdate),
    /// The last payouts to a bank account, newest first.
    PayoutsTo {
        /// The account.
        account: String,
        /// The payouts.
        earlier: Vec<Transaction>,
    },
    /// How today begins.
    DayStart {
        /// What each wallet should hold, and holds.
        start: Box<DayStart>,
        /// Whether nobody asked: the day has not been begun yet.
        unasked: bool,
    },
    /// The day's start or its cash was written down, or not.
    DayKept(Result<(), Arc<LedgerError>>),
    /// What a period came to.
    Period(Box<Period>),
    /// Further transactions of a period, older than `before`.
    PeriodPage {
        /// Than which one they are older.
        before: AgentId,
        /// The transactions, newest first.
        transactions: Vec<Transaction>,
    },
    /// How far an export is, or how it ended.
    Export(ExportState),
    /// How far a closing statement is, or how it ended.
    Statement(StatementState),
    /// A receipt was handed out, or not.
    Receipt(Box<ReceiptTold>),
    /// The address that PGPE sees, or why it is not known.
    Address(Result<IpAddr, NoBalance>),
    /// Whether the gateway can call this computer.
    Listening(Listening),
    /// Whether the own callback address answered when it was called.
    CallbackTested(Result<(), CallbackTrouble>),
    /// The newest callbacks that agree with no transaction, newest first.
    Unmatched(Vec<UnmatchedClaim>),
    /// How it stands with the daily copies of the ledger.
    Copies(Copies),
    /// How the last call to the gateway went.
    Link(Link),
    /// Connecting did not work.
    NotConnected(ConnectProblem),
    /// The settings were kept, or not (with a sentence).
    SettingsKept(Result<(), String>),
    /// Whether wallets can be loaded.
    Payu(PayuState),
    /// A list was read, or why it cannot be used.
    ListRead(Result<Arc<Sheet>, WhyNoCatalogue>),
    /// The shop's operators and circles from now on, or why they were not kept: without
    /// permission on the practice counter, whose operators are the practice gateway's.
    CatalogueKept(Result<Arc<Catalogue>, Arc<io::Error>>),
    /// The file that a list was written to, or why it was not.
    ListWritten(Result<PathBuf, Arc<io::Error>>),
    /// Whether a PIN guards the counter.
    Pin(PinState),
    /// The PIN was right.
    Unlocked(Door),
    /// A PIN was not taken, kept or removed.
    NotUnlocked(PinProblem),
    /// What was asked for waits for the PIN.
    PinWanted(Door),
    /// A change of the settings was not taken: these stay.
    SettingsInForce(Box<Settings>),
    /// Another start of Galla asks for this window to come forward (M15).
    ComeForward,
    /// Galla came upon faults of its own before this start, and the agent was not told yet;
    /// never empty, oldest first.
    Faults(Vec<CrashReport>),
    /// A fault of Galla's own has stopped the counter, or a part that it cannot do without:
    /// Galla has to be closed and opened again.
    Stopped,
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
    pub catalogue_trouble: Option<WhyNoCatalogue>,
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
    /// How many customers are to be given their money back.
    pub owed: u64,
    /// Of how many things were said that do not agree.
    pub attention: u64,
    /// How many callbacks agree with no transaction.
    pub unmatched: u64,
}

/// Everything that is open, each list oldest first unless it says otherwise.
#[derive(Clone, Debug, Default)]
pub struct OpenLists {
    /// How they ended is not known.
    pub unresolved: Vec<Transaction>,
    /// How they ended is known by a callback alone (M12).
    pub unconfirmed: Vec<Transaction>,
    /// The customer's money is to be given back.
    pub owed: Vec<Transaction>,
    /// Things were said that do not agree (M7); newest first.
    pub attention: Vec<Transaction>,
    /// A dispute was raised; newest first.
    pub disputed: Vec<Transaction>,
    /// When each may be asked about, where both clocks allow less than the ledger alone (M6).
    pub asks: HashMap<AgentId, Ask>,
}

/// How far an export is, or how it ended.
#[derive(Clone, Debug)]
pub enum ExportState {
    /// So many of so many transactions are written.
    Writing {
        /// How many are written.
        written: u64,
        /// How many there are.
        of: u64,
    },
    /// It is whole.
    Written {
        /// Where it lies.
        file: PathBuf,
        /// How many transactions it has.
        written: u64,
    },
    /// The agent has broken it off; nothing is left of it.
    Cancelled,
    /// It could not be written; nothing is left of it.
    NotWritten(WhyNotExported),
}

/// Why an export was not written.
#[derive(Clone, Debug)]
pub enum WhyNotExported {
    /// The file or its folder.
    File(Arc<io::Error>),
    /// The ledger cannot be read.
    Ledger(Arc<LedgerError>),
}

/// Why a wallet or an address is not known.
#[derive(Clone, Debug)]
pub enum NoBalance {
    /// The gateway refused with a code of api.md 1.2.
    Refused {
        /// The code.
        code: StatusCode,
        /// The code as it came.
        spelled: String,
        /// The gateway's words.
        words: String,
    },
    /// It could not be reached.
    Unreached(NotSent),
    /// It did not answer in a way that can be read.
    NoAnswer(Unknown),
    /// The reading could not be written down.
    Ledger(Arc<LedgerError>),
    /// No counter is open.
    Closed,
}

/// Why something about a transaction was not written down.
#[derive(Clone, Debug)]
pub enum WhyNotKept {
    /// A dispute is for a success, and once (M11).
    NoDispute,
    /// There is nothing to give back.
    NothingOwed,
    /// The ledger cannot be written.
    Ledger(Arc<LedgerError>),
}

/// Whether the gateway can call this computer (api.md 1.4).
#[derive(Clone, Debug, Default)]
pub enum Listening {
    /// It is switched off.
    #[default]
    Off,
    /// It listens.
    On {
        /// Where.
        address: SocketAddr,
        /// The address to give to PGPE; its path is the shop's secret.
        url: SecretString,
        /// Where PayU may send a customer back, after a payment and after none.
        way_back: [String; 2],
        /// Whether the secret is forgotten when Galla is closed, for want of a keyring.
        this_run: bool,
    },
    /// It cannot listen.
    Trouble(CallbackTrouble),
}

/// What is wrong with the callback address.
#[derive(Clone, Debug)]
pub enum CallbackTrouble {
    /// The setting is no address with a port, such as 127.0.0.1:8750.
    NotAnAddress,
    /// The address cannot be listened on.
    Listen(Arc<ListenError>),
    /// No secret can be made: the system gives no random numbers.
    NoRandomness,
    /// It listens, and did not answer as it should when it was called.
    NotReached(String),
    /// It is switched off, or no counter is open.
    Off,
}

/// Why a payment was not taken.
#[derive(Clone, Debug)]
pub enum WhyNotPaid {
    /// One like it is unresolved or succeeded a moment ago (M14).
    Repeats(Box<Transaction>),
    /// The intent cannot be written (M1).
    Ledger(Arc<LedgerError>),
    /// The counter is connected with nobody who takes such an order.
    NotTaken,
    /// No AgentID can be made: the system gives no random numbers.
    NoRandomness,
    /// No counter is open, or another one than it was confirmed on.
    Closed,
    /// It needs the PIN.
    Locked,
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

/// Whether wallets can be loaded (api.md 2).
#[derive(Clone, Debug, Default)]
pub enum PayuState {
    /// PayU knows nothing of this shop yet.
    #[default]
    NotConnected,
    /// They can.
    Connected,
    /// What was tried was not taken; what was before stays.
    NotTaken(PayuProblem),
}

/// Why a key and a salt were not taken.
#[derive(Clone, Debug)]
pub enum PayuProblem {
    /// One of them is empty or has characters that none has.
    NotKeys,
    /// PayU comes beside PGPE: the live counter opens first.
    NotLive,
    /// PayU's address in the settings cannot be used.
    BadAddress(String),
    /// PayU refused the signature: the key or the salt is not right.
    Refused,
    /// PayU refused the signature, and this computer's clock is off by so many seconds;
    /// ahead where it is more than zero.
    Clock(i64),
    /// PayU has no wallet by the identifier of the settings.
    NoWallet,
    /// PayU could not be reached.
    Unreached(NotSent),
    /// PayU did not answer in a way that can be read.
    NoAnswer(Unknown),
    /// They are good, and there is no keyring to keep them in.
    NoKeyring(SecretsError),
    /// The system gives no random numbers.
    NoRandomness,
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
    /// It needs the PIN, which was not given.
    NoPin,
}
