//! The books at one moment, as a test or another process reads them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::{Entry, Product, Violation};
use super::pg_load::Load;
use crate::money::Paise;
use crate::time::Moment;

/// A callback that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackSent {
    /// When.
    pub at: Moment,
    /// The AgentID it told of.
    pub agent_id: String,
    /// The `Status` it told.
    pub status: String,
    /// The HTTP status it was answered with, if it was answered.
    pub answered: Option<u16>,
}

/// A status question that broke a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct M6Violation {
    /// The AgentID asked for.
    pub agent_id: String,
    /// When it was asked.
    pub at: Moment,
    /// The limit that was broken.
    pub violation: Violation,
}

/// The whole of the books at one moment, as `/practice/books.json` shows them.
/// Amounts are in paise, times in milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Debug, Serialize)]
pub struct Snapshot {
    /// Each product's wallet at the start.
    pub opening: BTreeMap<Product, Paise>,
    /// Each product's wallet now.
    pub wallets: BTreeMap<Product, Paise>,
    /// Whether every wallet is the opening less all that is debited and with all that is
    /// credited.
    pub adds_up: bool,
    /// How many balance questions came.
    pub balance_questions: u64,
    /// Every AgentID, in the order in which they were first heard of.
    pub entries: Vec<Entry>,
    /// Every status question that broke a limit.
    pub m6_violations: Vec<M6Violation>,
    /// Every callback sent.
    pub callbacks: Vec<CallbackSent>,
    /// Every wallet load, in the order in which they were first heard of.
    pub loads: Vec<Load>,
}

/// The limits that were broken by status questions for this AgentID.
pub(super) fn violations_of(entry: &Entry) -> impl Iterator<Item = M6Violation> {
    entry.questions.iter().filter_map(|question| {
        let violation = question.violation?;
        Some(M6Violation { agent_id: entry.agent_id.clone(), at: question.at, violation })
    })
}
