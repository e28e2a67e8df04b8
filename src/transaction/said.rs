//! What was said about a transaction, by whom, and the state that follows (money rules M7, M12, M16).
//!
//! A state follows from the *set* of things said, whatever their order.

use serde::{Deserialize, Serialize};

use super::evidence::Reason;
use super::fold::State;
use super::reply::NotSent;

/// What was said about a transaction, by anyone, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    #[serde(skip_serializing_if = "is_default")]
    pub success: Sources,
    #[serde(skip_serializing_if = "is_default")]
    pub failed: Sources,
    #[serde(skip_serializing_if = "is_default")]
    pub not_sent: Option<NotSent>,
    #[serde(skip_serializing_if = "is_default")]
    pub settled: Option<Settled>,
    #[serde(skip_serializing_if = "is_default")]
    pub pending: Option<Reason>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub contradiction: bool,
}

/// Whether a value says nothing, so that the ledger need not keep it.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The gateway, in answer to a request of ours.
    Gateway,
    /// A call from outside (money rule M12).
    Callback,
}

/// By whom the same was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Sources {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gateway: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub callback: bool,
}

/// The agent's own word (money rule M16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settled {
    pub succeeded: bool,
    pub reason: String,
}

impl Sources {
    pub const fn add(&mut self, source: Source) {
        match source {
            Source::Gateway => self.gateway = true,
            Source::Callback => self.callback = true,
        }
    }

    /// Whether anyone said it.
    pub const fn any(self) -> bool {
        self.gateway || self.callback
    }
}

impl Said {
    /// Galla found it unfinished when it started (money rule M5).
    pub fn recovered(&mut self) {
        self.pending.get_or_insert(Reason::Stopped);
    }

    pub fn state(&self) -> State {
        match (self.success.any(), self.failed.any()) {
            (true, true) => return State::Reversed,
            (true, false) => return State::Success,
            (false, true) => return State::Failed,
            (false, false) => {}
        }
        match (&self.not_sent, &self.settled, &self.pending) {
            (Some(_), _, _) => State::NotSent,
            (_, Some(Settled { succeeded: true, .. }), _) => State::SettledSucceeded,
            (_, Some(Settled { succeeded: false, .. }), _) => State::SettledFailed,
            (_, _, Some(_)) => State::Pending,
            _ => State::Sending,
        }
    }

    /// Whether things were said that do not go together.
    pub fn disagrees(&self) -> bool {
        let (success, failed) = (self.success.any(), self.failed.any());
        let against_the_agent = self.settled.as_ref().is_some_and(|settled| {
            (settled.succeeded && failed) || (!settled.succeeded && success)
        });
        let against_us = self.not_sent.is_some() && (success || failed);
        (success && failed) || against_the_agent || against_us || self.contradiction
    }

    /// Whether a callback said more than the gateway itself has.
    pub const fn is_by_callback(&self) -> bool {
        let Self { success, failed, .. } = self;
        // Once the gateway itself says failed, a success told before is of no more interest.
        (success.callback && !success.gateway && !failed.gateway)
            || (failed.callback && !failed.gateway)
    }
}
