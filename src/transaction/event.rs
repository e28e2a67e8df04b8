//! Events: the facts that the ledger keeps, one after another, about a transaction.

use serde::{Deserialize, Serialize};

use super::claim::Claim;
use super::order::Order;
use super::reply::Reply;

/// A fact about one transaction. The sum of a transaction's events is the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The agent confirmed the order; on disk before anything is sent (money rule M1).
    Intent {
        /// What was asked for.
        order: Box<Order>,
    },
    /// The request was handed to the network. Its absence proves nothing: Galla may
    /// have been stopped between the sending and the writing.
    Sent,
    /// What became of the request.
    Answer {
        /// The gateway's answer, or what came instead.
        reply: Reply,
    },
    /// The gateway is about to be asked for the status; on disk before the question
    /// leaves, so that the limits of money rule M6 outlive a crash.
    StatusAsked {
        /// Who wanted to know.
        by: Asker,
    },
    /// What the gateway said to the question.
    StatusAnswer {
        /// Its answer, or what came instead.
        reply: Reply,
    },
    /// The gateway called the shop's address about it, and what it says agrees with what is
    /// known (money rule M12). What does not agree is never an event of a transaction.
    Callback {
        /// What it said.
        claim: Box<Claim>,
    },
    /// PayU sent the customer back to the shop's address (api.md 2). It says nothing of how
    /// the load ended: an enquiry does.
    Returned {
        /// What came with the customer.
        claim: Box<Claim>,
    },
    /// A dispute is about to be raised (api.md 1.5).
    DisputeAsked {
        /// The agent's words.
        message: String,
    },
    /// What the gateway said to the dispute.
    DisputeAnswer {
        /// Its answer, or what came instead.
        reply: Reply,
    },
    /// The agent gave the money back to the customer.
    GivenBack,
    /// Found unfinished when Galla started, or when a fault of its own had ended the sending
    /// (money rule M5).
    Recovered,
    /// A remark of the agent.
    Note {
        /// The remark.
        text: String,
    },
    /// The agent's own word on what the gateway cannot tell (money rule M16).
    Settled {
        /// Whether the agent found that it succeeded.
        succeeded: bool,
        /// How the agent knows.
        reason: String,
    },
    /// A receipt was handed out: it changes nothing, and the next one is a duplicate.
    Receipt {
        /// As what.
        handed: Handed,
    },
}

impl Event {
    /// The word for its kind in the ledger and in exports.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Intent { .. } => "intent",
            Self::Sent => "sent",
            Self::Answer { .. } => "answer",
            Self::StatusAsked { .. } => "status_asked",
            Self::StatusAnswer { .. } => "status_answer",
            Self::Callback { .. } => "callback",
            Self::Returned { .. } => "returned",
            Self::DisputeAsked { .. } => "dispute_asked",
            Self::DisputeAnswer { .. } => "dispute_answer",
            Self::GivenBack => "given_back",
            Self::Recovered => "recovered",
            Self::Note { .. } => "note",
            Self::Settled { .. } => "settled",
            Self::Receipt { .. } => "receipt",
        }
    }
}

/// Who asked for a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asker {
    /// The agent pressed a key.
    Agent,
    /// Galla follows up by itself.
    Galla,
}

/// As what a receipt was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    /// On paper.
    Printed,
    /// As a PDF in a file.
    Saved,
    /// As a picture, copied for a messenger.
    Picture,
    /// As text, copied for a messenger.
    Text,
}
