//! The books of both services: what reached them and what became of it, in true time. They are
//! the judge's; nothing of Galla's own practice gateway or client is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use galla::ids::AgentId;
use galla::time::Moment;
use galla::transaction::{Order, Service};

use super::fate::Fate;
use super::world::{DAY, HOUR, MINUTE, SECOND};

/// What a service makes of a request at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Pending,
    Success,
    Failed,
}

/// What something that a service says means, whatever words it chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The request succeeded.
    Success,
    /// It failed, or the money was given back.
    Failed,
    /// It is not known how it ends.
    Open,
    /// It contradicts itself or the request.
    Odd,
    /// There is no record of it.
    NotFound,
    /// It says nothing about the request.
    Nothing,
}

/// One thing that a service said, by the number in its text.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub agent_id: AgentId,
    pub means: Means,
}

/// A question about a request, as the service heard it.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// True time.
    pub at: Moment,
    /// How far the shop's wall clock was off, in milliseconds.
    pub off: i64,
}

/// One request in the books.
#[derive(Clone, Debug)]
pub struct Entry {
    pub agent_id: AgentId,
    pub order: Order,
    /// Each time it arrived.
    pub arrived: Vec<Moment>,
    /// What became of it, and when; nothing where the service keeps no record.
    pub course: Vec<(Moment, Status)>,
    pub trans_id: String,
    /// Whether the link of a collection is one that may be shown.
    pub good_link: Option<bool>,
    pub disputes: Vec<Moment>,
}

impl Entry {
    /// What the service knows of it at a moment; `None` without a record.
    pub fn status(&self, at: Moment) -> Option<Status> {
        let known = self.course.iter().rev().find(|(when, _)| *when <= at);
        known.or(self.course.first()).map(|(_, status)| *status)
    }

    /// Whether it ever came to this.
    pub fn ever(&self, status: Status) -> bool {
        self.course.iter().any(|(_, one)| *one == status)
    }

    /// From when on nothing more becomes of it.
    pub fn settled_at(&self) -> Option<Moment> {
        self.course.last().map(|(when, _)| *when)
    }
}

/// The books.
#[derive(Default)]
pub struct Books {
    pub entries: BTreeMap<AgentId, Entry>,
    /// Requests that provably never left, as the shop was told.
    pub not_sent: BTreeSet<AgentId>,
    pub questions: BTreeMap<AgentId, Vec<Question>>,
    pub said: Vec<Said>,
    /// Claims that nobody made who knew better, by the number in their text.
    pub forged: BTreeSet<usize>,
    /// Claims of which the shop has said that they are kept.
    pub kept: BTreeSet<usize>,
    /// What each wallet was said to hold, in paise.
    pub balances: BTreeMap<Service, Vec<i64>>,
}

/// What a wallet holds before the first request, in paise.
const OPENING: i64 = 765_432_129;

impl Books {
    /// Gives what a service says a number, by which the judge finds it in the ledger.
    pub fn say(&mut self, agent_id: AgentId, means: Means) -> usize {
        self.said.push(Said { agent_id, means });
        self.said.len() - 1
    }

    /// What a wallet holds at a moment, in paise.
    pub fn holds(&self, service: Service, at: Moment) -> i64 {
        let moved = |entry: &Entry| match entry.status(at) {
            Some(Status::Success) if service == Service::Collection => entry.order.amount().paise(),
            Some(Status::Success | Status::Pending) if service != Service::Collection => {
                -entry.order.amount().paise()
            }
            _ => 0,
        };
        let of = self.entries.values().filter(|entry| entry.order.service() == service);
        OPENING + of.map(moved).sum::<i64>()
    }
}

/// What becomes of a request that arrives now.
pub fn course(fate: &mut Fate, service: Service, now: Moment) -> Vec<(Moment, Status)> {
    use Status::{Failed, Pending, Success};
    let (soon, later) = match service {
        Service::Recharge | Service::Payout => (SECOND, DAY),
        // A customer who is there pays within minutes, or never.
        Service::Collection | Service::WalletLoad => (5 * SECOND, 40 * MINUTE),
    };
    let mut at = now;
    let mut then = |fate: &mut Fate, status, least: Duration| {
        at = at.after(fate.between(least, later.max(2 * least)));
        (at, status)
    };
    let at_once: &[(u32, u32)] =
        &[(57, 0), (13, 1), (8, 2), (10, 3), (3, 4), (3, 5), (2, 6), (2, 7), (2, 8)];
    let by_customer: &[(u32, u32)] = &[(60, 1), (15, 2), (8, 3), (9, 4), (3, 8), (2, 7), (3, 9)];
    let moves = matches!(service, Service::Recharge | Service::Payout);
    match fate.weighed(if moves { at_once } else { by_customer }) {
        0 => vec![(now, Success)],
        1 => vec![(now, Pending), then(fate, Success, soon)],
        2 => vec![(now, Pending), then(fate, Failed, soon)],
        3 => vec![(now, Failed)],
        4 => vec![(now, Pending)],
        5 => vec![(now, Success), then(fate, Failed, MINUTE)],
        6 => vec![(now, Failed), then(fate, Success, MINUTE)],
        7 => vec![],
        8 => vec![(now, Pending), then(fate, Success, soon), then(fate, Failed, HOUR)],
        _ => vec![(now, Pending), then(fate, Success, 3 * HOUR)],
    }
}
