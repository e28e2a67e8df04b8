//! What the window asks about a list of recharges, and what the counter tells of it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::messages::{Ticket, WhyNotPaid};
use crate::catalogue::Catalogue;
use crate::ledger::LedgerError;
use crate::transaction::batch::Halt;
use crate::transaction::bulk::{Checked, ListError};
use crate::transaction::{Batch, BatchOrder, Category, Transaction};

/// What the window asks for about a list. `Begin`, `GoOn`, `LeaveOut` and `Close` are of the
/// counter that is open, practice or live, and are not carried out on the other.
#[derive(Debug)]
pub enum BatchCommand {
    /// Look at every line of a list; nothing is sent.
    Check {
        /// Where the list is.
        source: Source,
        /// What the list is for.
        category: Category,
        /// The shop's operators and circles.
        catalogue: Arc<Catalogue>,
    },
    /// Send these, one after another.
    Begin {
        /// Made anew for every confirm sheet (money rule M2).
        ticket: Ticket,
        /// The lines.
        orders: Vec<BatchOrder>,
    },
    /// Go on with a list that stands still.
    GoOn {
        /// Which list.
        batch: i64,
        /// Its next line, as the window knows it: a key that was pressed twice goes on once.
        line: u32,
        /// Whether the agent was asked about an earlier one like this line (money rule M14).
        despite_earlier: bool,
    },
    /// Pass the next line over, for good, and go on with the one after it.
    LeaveOut {
        /// Which list.
        batch: i64,
        /// Its next line.
        line: u32,
    },
    /// Stop when the line that is on its way is answered.
    Pause,
    /// Stop likewise, for good: the rest is never sent.
    Close {
        /// Which list.
        batch: i64,
    },
    /// Write a text to a file, for a spreadsheet.
    Save {
        /// The file.
        file: PathBuf,
        /// The text.
        text: String,
        /// Whether a file that is there is replaced.
        replace: bool,
    },
}

/// Where a list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a file.
    File(PathBuf),
    /// Here.
    Text(String),
}

/// What the counter tells about a list.
#[derive(Clone, Debug)]
pub enum BatchUpdate {
    /// A file cannot be read as a list.
    NotRead(Arc<io::Error>),
    /// Every line was looked at.
    Checked {
        /// The list as a text.
        text: String,
        /// What was found.
        checked: Result<Arc<Checked>, WhyNotChecked>,
    },
    /// A list was not begun: nothing was sent.
    NotBegun {
        /// The confirm sheet it came from.
        ticket: Ticket,
        /// Why not.
        why: WhyNotPaid,
    },
    /// How a list stands: the newest one when a counter opens, and a list that begins, goes on
    /// or stops.
    Stands(Box<Standing>),
    /// A line was begun, and its transaction is on its way; or it was left out.
    Line {
        /// Which list.
        batch: i64,
        /// Which line.
        line: u32,
        /// Its transaction; `None` when it was left out.
        transaction: Option<Box<Transaction>>,
    },
    /// The file that a text was written to, or why it was not.
    Saved(Result<PathBuf, Arc<io::Error>>),
}

/// How a list stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The list with what became of its lines.
    pub batch: Batch,
    /// Whether its lines are being sent.
    pub running: bool,
    /// Why it stands still, where it did not come to its end in this run.
    pub stopped: Option<Stopped>,
}

/// Why a list stands still.
#[derive(Clone, Debug)]
pub enum Stopped {
    /// The agent paused it.
    Paused,
    /// It stopped by itself after what became of a line.
    Halted(Halt),
    /// The next line was not taken, and not sent.
    NotTaken(WhyNotPaid),
}

/// Why nothing is said of the lines of a list.
#[derive(Clone, Debug)]
pub enum WhyNotChecked {
    /// It is no such list.
    NotAList(ListError),
    /// The ledger cannot be read.
    Ledger(Arc<LedgerError>),
}
