//! Disputes: what the agent complained about, and what the gateway said to it (api.md 1.5, money rule M11).

use serde::{Deserialize, Serialize};

use super::fold::{State, Transaction};
use super::order::Service;
use super::reply::{NotSent, Reply, StatusCode, Unknown};
use crate::time::Moment;

/// The most that is sent as a message, in characters. PGPE names no limit and answers MLE
/// to what is too long for it.
pub const LONGEST_MESSAGE: usize = 500;

/// One dispute about a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// When it was raised.
    pub at: Moment,
    /// The agent's words.
    pub message: String,
    /// What the gateway said; `None` while it is asked, or when Galla was stopped meanwhile.
    pub said: Option<DisputeSaid>,
    /// The gateway's own words.
    pub words: Option<String>,
}

/// What became of raising a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum DisputeSaid {
    /// TXN: it is raised.
    Raised,
    /// DAR: it stood already.
    StoodAlready,
    /// IDS: only a success can be disputed.
    OnlyForSuccess,
    /// TNF: the gateway has no such transaction.
    NotFound,
    /// MLE: the message is too long.
    TooLong,
    /// Another code: about the token, the account, or unknown.
    Refused {
        /// The code as it came.
        code: String,
    },
    /// It never left.
    NotSent {
        /// What kept it here.
        cause: NotSent,
    },
    /// No readable answer: it may stand or not. Raising it again is harmless, the gateway
    /// then says that it stands.
    Unknown {
        /// What came instead.
        cause: Unknown,
    },
}

impl DisputeSaid {
    /// Whether the gateway has the dispute.
    #[must_use]
    pub const fn stands(&self) -> bool {
        matches!(self, Self::Raised | Self::StoodAlready)
    }
}

/// Reads the reply to a dispute (api.md 1.2).
#[must_use]
pub fn read_dispute(reply: &Reply) -> DisputeSaid {
    let answer = match reply {
        Reply::NotSent { cause } => return DisputeSaid::NotSent { cause: *cause },
        Reply::Unknown { cause } => return DisputeSaid::Unknown { cause: cause.clone() },
        Reply::Answer(answer) => answer,
    };
    match answer.status_code() {
        StatusCode::Txn => DisputeSaid::Raised,
        StatusCode::Dar => DisputeSaid::StoodAlready,
        StatusCode::Ids => DisputeSaid::OnlyForSuccess,
        StatusCode::Tnf => DisputeSaid::NotFound,
        StatusCode::Mle => DisputeSaid::TooLong,
        _ => DisputeSaid::Refused { code: answer.code.clone() },
    }
}

/// Whether a dispute may be raised: for a success of PGPE's, and once (money rule M11). PayU
/// takes none.
#[must_use]
pub fn may_dispute(transaction: &Transaction) -> bool {
    Service::OF_PGPE.contains(&transaction.order.service())
        && transaction.state() == State::Success
        && !transaction.is_disputed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::event::Event;
    use crate::transaction::testing::{NOON, begun, reply_of};

    fn success() -> Transaction {
        let mut transaction = begun("9876543210", 19_900);
        let reply = reply_of(&transaction, "TXN");
        transaction.apply(NOON, &Event::Answer { reply });
        transaction
    }

    fn disputed(code: &str) -> Transaction {
        let mut transaction = success();
        transaction.apply(NOON, &Event::DisputeAsked { message: "not received".into() });
        let reply = reply_of(&transaction, code);
        transaction.apply(NOON, &Event::DisputeAnswer { reply });
        transaction
    }

    #[test]
    fn m11_what_each_code_says_of_a_dispute() {
        let table = [
            ("TXN", DisputeSaid::Raised),
            ("DAR", DisputeSaid::StoodAlready),
            ("IDS", DisputeSaid::OnlyForSuccess),
            ("TNF", DisputeSaid::NotFound),
            ("MLE", DisputeSaid::TooLong),
            ("IAT", DisputeSaid::Refused { code: "IAT".into() }),
            ("XYZ", DisputeSaid::Refused { code: "XYZ".into() }),
        ];
        for (code, said) in table {
            let transaction = disputed(code);
            let dispute = transaction.disputes.first().unwrap();
            assert_eq!(dispute.said.as_ref(), Some(&said), "{code}");
            assert_eq!(dispute.message, "not received");
            assert_eq!(transaction.is_disputed(), said.stands(), "{code}");
            assert_eq!(transaction.state(), State::Success, "a dispute changes no state");
        }
    }

    #[test]
    fn m11_a_dispute_is_for_a_success_and_once() {
        assert!(may_dispute(&success()));
        assert!(may_dispute(&disputed("MLE")), "a refused one may be raised anew");
        assert!(!may_dispute(&disputed("TXN")));
        assert!(!may_dispute(&disputed("DAR")));
        for code in ["TUP", "ERR", "EXC"] {
            let mut other = begun("9876543210", 19_900);
            let reply = reply_of(&other, code);
            other.apply(NOON, &Event::Answer { reply });
            assert!(!may_dispute(&other), "{code}");
        }
    }

    #[test]
    fn m11_no_answer_leaves_it_open() {
        let mut transaction = success();
        transaction.apply(NOON, &Event::DisputeAsked { message: "a".into() });
        assert_eq!(transaction.disputes.first().and_then(|dispute| dispute.said.clone()), None);
        let reply = Reply::Unknown { cause: Unknown::TimedOut };
        transaction.apply(NOON, &Event::DisputeAnswer { reply });
        assert!(may_dispute(&transaction));
    }
}
