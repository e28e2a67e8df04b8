//! Evidence: what a reply says about a transaction, and whether it can be believed (M3, api.md 1.2, 1.3).

use serde::{Deserialize, Serialize};

use super::claim::Claim;
use super::order::{Order, Service};
use super::reply::{Answer, Body, NotSent, Reply, StatusCode, Unknown};
use crate::ids::AgentId;
use crate::money::Paise;

/// What a reply says about its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The gateway says that it succeeded.
    Success,
    /// The gateway says that it failed, or that the money was given back.
    Failed,
    /// It is not known how it ended, and why not.
    Pending(Reason),
    /// The request never left (M4).
    NotSent(NotSent),
    /// The gateway has no record of it (TNF); not a proof of failure (api.md 1.3).
    NotFound,
    /// It speaks about the question, not about the transaction (api.md 1.3).
    Nothing,
}

/// Why a transaction is pending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// TUP: the gateway is working on it.
    UnderProcess,
    /// A UPI request is made, and nobody has paid it yet (api.md 1.1).
    WaitingForCustomer,
    /// No readable answer came.
    NoAnswer {
        /// What came instead.
        cause: Unknown,
    },
    /// PayU has issued a link, and the customer has not paid yet (api.md 2).
    LinkIssued,
    /// Galla stopped before the answer came (M5).
    Stopped,
    /// EXC: the gateway had a technical exception.
    TechnicalException,
    /// RDA: an earlier request with this AgentID is known to the gateway.
    DuplicateAgentId,
    /// A code that does not belong to a payment, or that api.md does not list.
    UnknownCode {
        /// The code as it came.
        code: String,
    },
    /// TXN without saying that the payment succeeded.
    NoStatus,
    /// The answer contradicts itself or the request.
    Contradiction {
        /// What disagrees.
        about: Contradiction,
    },
    /// The gateway has no record of it (TNF).
    NotFound,
}

/// What disagrees in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contradiction {
    /// It carries another AgentID.
    AgentId,
    /// It names another amount, or something that is no amount.
    Amount,
    /// It names another number.
    Number,
    /// Its StatusCode and its Status do not go together.
    Status,
}

/// `Data.Status`, as far as it is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Success,
    Pending,
    Failed,
    Unclear,
}

/// Reads the reply to a payment (api.md 1.2).
#[must_use]
pub fn read_payment(agent_id: AgentId, order: &Order, reply: &Reply) -> Verdict {
    let answer = match reply {
        Reply::NotSent { cause } => return Verdict::NotSent(*cause),
        Reply::Unknown { cause } => {
            return Verdict::Pending(Reason::NoAnswer { cause: cause.clone() });
        }
        Reply::Answer(answer) => answer,
    };
    if let Some(about) = disagreement(agent_id, order, &answer.data) {
        return Verdict::Pending(Reason::Contradiction { about });
    }
    let contradiction = Verdict::Pending(Reason::Contradiction { about: Contradiction::Status });
    let said = said(&answer.data);
    match answer.status_code() {
        StatusCode::Txn => match said {
            // The code is made; whether the customer pays is told later (api.md 1.1).
            Some(Said::Success | Said::Pending) if order.service() == Service::Collection => {
                Verdict::Pending(Reason::WaitingForCustomer)
            }
            Some(Said::Success) => Verdict::Success,
            None => Verdict::Pending(Reason::NoStatus),
            Some(Said::Pending) => Verdict::Pending(Reason::UnderProcess),
            Some(Said::Failed | Said::Unclear) => contradiction,
        },
        StatusCode::Tup => match said {
            None | Some(Said::Pending) => Verdict::Pending(Reason::UnderProcess),
            Some(_) => contradiction,
        },
        StatusCode::Exc => Verdict::Pending(Reason::TechnicalException),
        StatusCode::Rda => Verdict::Pending(Reason::DuplicateAgentId),
        StatusCode::Err
        | StatusCode::Rpi
        | StatusCode::Ave
        | StatusCode::Atd
        | StatusCode::Rtn
        | StatusCode::Rta
        | StatusCode::Aab
        | StatusCode::Iat
        | StatusCode::Uai
        | StatusCode::Ila
        | StatusCode::Ipc
        | StatusCode::Icc => match said {
            None | Some(Said::Failed) => Verdict::Failed,
            Some(_) => contradiction,
        },
        // Words about a dispute or a question, in answer to a payment: not understood.
        StatusCode::Dar
        | StatusCode::Ids
        | StatusCode::Tnf
        | StatusCode::Mle
        | StatusCode::Other => Verdict::Pending(Reason::UnknownCode { code: answer.code.clone() }),
    }
}

/// Reads the reply to a status question (api.md 1.3).
#[must_use]
pub fn read_status(agent_id: AgentId, order: &Order, reply: &Reply) -> Verdict {
    let Reply::Answer(answer) = reply else { return Verdict::Nothing };
    let code = answer.status_code();
    match code {
        StatusCode::Tnf => return Verdict::NotFound,
        StatusCode::Txn | StatusCode::Tup | StatusCode::Err => {}
        _ => return Verdict::Nothing,
    }
    if let Some(about) = disagreement(agent_id, order, &answer.data) {
        return Verdict::Pending(Reason::Contradiction { about });
    }
    let under_process = || match order.service() {
        Service::Collection => Verdict::Pending(Reason::WaitingForCustomer),
        Service::Recharge | Service::Payout | Service::WalletLoad => {
            Verdict::Pending(Reason::UnderProcess)
        }
    };
    match (code, said(&answer.data)) {
        (StatusCode::Txn, Some(Said::Success)) => Verdict::Success,
        (StatusCode::Txn | StatusCode::Err, Some(Said::Failed)) | (StatusCode::Err, None) => {
            Verdict::Failed
        }
        (StatusCode::Txn | StatusCode::Tup, Some(Said::Pending)) | (StatusCode::Tup, None) => {
            under_process()
        }
        (_, None) => Verdict::Nothing,
        (_, Some(_)) => Verdict::Pending(Reason::Contradiction { about: Contradiction::Status }),
    }
}

/// What a balance question brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BalanceSaid {
    /// The wallet holds this.
    Holds(Paise),
    /// The gateway refused to say.
    Refused(Box<Answer>),
    /// The question never left.
    NotSent(NotSent),
    /// No readable answer; also a balance that is no amount.
    Unknown(Unknown),
}

/// Reads the reply to a balance question (api.md 1.1).
#[must_use]
pub fn read_balance(reply: Reply) -> BalanceSaid {
    let answer = match reply {
        Reply::NotSent { cause } => return BalanceSaid::NotSent(cause),
        Reply::Unknown { cause } => return BalanceSaid::Unknown(cause),
        Reply::Answer(answer) => answer,
    };
    if answer.status_code() != StatusCode::Txn {
        return BalanceSaid::Refused(answer);
    }
    match answer.data.balance.as_deref().map(str::parse::<Paise>) {
        Some(Ok(paise)) => BalanceSaid::Holds(paise),
        _ => BalanceSaid::Unknown(Unknown::Unreadable),
    }
}

/// Why a callback is not about a transaction of this ledger (money rule M12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// A field stands there twice, or is no text.
    Doubtful,
    /// The ledger has no such AgentID.
    AgentId,
    /// The gateway has named another APITransID before.
    ApiTransId,
    /// Another number, or none.
    Number,
    /// Another amount, or none.
    Amount,
    /// Its status is none of Success, Pending, Failed and Refunded.
    Status,
}

/// Whether a callback is about this order, and what it says (money rule M12, api.md 1.4).
/// `api_trans_id` is the gateway's id of it, where that is known.
///
/// # Errors
/// [`Mismatch`] with the first thing that does not agree: then it says nothing.
pub fn read_claim(
    agent_id: AgentId,
    order: &Order,
    api_trans_id: Option<&str>,
    claim: &Claim,
) -> Result<Verdict, Mismatch> {
    if claim.doubtful {
        return Err(Mismatch::Doubtful);
    }
    // PGPE knows of no wallet load, and nobody else calls so.
    if order.service() == Service::WalletLoad {
        return Err(Mismatch::AgentId);
    }
    if !claim.agent_id.trim().eq_ignore_ascii_case(agent_id.as_str()) {
        return Err(Mismatch::AgentId);
    }
    if api_trans_id.is_some_and(|known| known.trim() != claim.api_trans_id.trim()) {
        return Err(Mismatch::ApiTransId);
    }
    // A collection's is the payer's, whom nobody knew before.
    let named = order.service() == Service::Collection || !claim.number.is_empty();
    if !named || !order.is_its_number(&claim.number) {
        return Err(Mismatch::Number);
    }
    if claim.amount.trim().parse() != Ok(order.amount()) {
        return Err(Mismatch::Amount);
    }
    Ok(match status_word(&claim.status) {
        Said::Success => Verdict::Success,
        Said::Failed => Verdict::Failed,
        Said::Pending if order.service() == Service::Collection => {
            Verdict::Pending(Reason::WaitingForCustomer)
        }
        Said::Pending => Verdict::Pending(Reason::UnderProcess),
        Said::Unclear => return Err(Mismatch::Status),
    })
}

fn said(data: &Body) -> Option<Said> {
    data.status.as_deref().map(status_word)
}

fn status_word(status: &str) -> Said {
    let is = |word: &str| status.trim().eq_ignore_ascii_case(word);
    if is("Success") {
        Said::Success
    } else if is("Pending") {
        Said::Pending
    } else if is("Failed") || is("Refunded") {
        Said::Failed
    } else {
        Said::Unclear
    }
}

/// What an answer says otherwise than the request; a field it leaves out contradicts nothing.
fn disagreement(agent_id: AgentId, order: &Order, data: &Body) -> Option<Contradiction> {
    let differs = |echoed: &Option<String>, asked: &str| {
        echoed.as_deref().is_some_and(|echoed| !echoed.trim().eq_ignore_ascii_case(asked))
    };
    if differs(&data.agent_id, agent_id.as_str()) {
        return Some(Contradiction::AgentId);
    }
    if data.amount.as_deref().is_some_and(|amount| amount.parse() != Ok(order.amount())) {
        return Some(Contradiction::Amount);
    }
    let other = data.number.as_deref().is_some_and(|number| !order.is_its_number(number));
    other.then_some(Contradiction::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    use crate::transaction::testing::recharge;

    const FAILURES: [&str; 12] =
        ["ERR", "RPI", "AVE", "ATD", "RTN", "RTA", "AAB", "IAT", "UAI", "ILA", "IPC", "ICC"];

    fn id() -> AgentId {
        AgentId::from_parts(Moment::from_millis(1_795_461_307_000), 7)
    }

    fn answer(code: &str, status: Option<&str>) -> Answer {
        Answer {
            code: code.into(),
            data: Body {
                agent_id: Some(id().to_string()),
                status: status.map(str::to_owned),
                number: Some("9876543210".into()),
                amount: Some("199.00".into()),
                ..Body::default()
            },
            ..Answer::default()
        }
    }

    fn payment(code: &str, status: Option<&str>) -> Verdict {
        read_payment(
            id(),
            &recharge("9876543210", 19_900),
            &Reply::Answer(Box::new(answer(code, status))),
        )
    }

    fn status(code: &str, status: Option<&str>) -> Verdict {
        read_status(
            id(),
            &recharge("9876543210", 19_900),
            &Reply::Answer(Box::new(answer(code, status))),
        )
    }

    fn contradiction(about: Contradiction) -> Verdict {
        Verdict::Pending(Reason::Contradiction { about })
    }

    fn unknown_code(code: &str) -> Verdict {
        Verdict::Pending(Reason::UnknownCode { code: code.into() })
    }

    #[test]
    fn m3_every_status_code_of_a_payment() {
        let table = [
            ("TXN", Some("Success"), Verdict::Success),
            ("txn", Some("success"), Verdict::Success),
            ("TXN", None, Verdict::Pending(Reason::NoStatus)),
            ("TXN", Some("Pending"), Verdict::Pending(Reason::UnderProcess)),
            ("TXN", Some("Failed"), contradiction(Contradiction::Status)),
            ("TXN", Some("Maybe"), contradiction(Contradiction::Status)),
            ("TUP", Some("Pending"), Verdict::Pending(Reason::UnderProcess)),
            ("TUP", None, Verdict::Pending(Reason::UnderProcess)),
            ("TUP", Some("Success"), contradiction(Contradiction::Status)),
            ("TUP", Some("Failed"), contradiction(Contradiction::Status)),
            ("EXC", None, Verdict::Pending(Reason::TechnicalException)),
            ("EXC", Some("Failed"), Verdict::Pending(Reason::TechnicalException)),
            ("RDA", None, Verdict::Pending(Reason::DuplicateAgentId)),
            ("DAR", None, unknown_code("DAR")),
            ("IDS", None, unknown_code("IDS")),
            ("TNF", None, unknown_code("TNF")),
            ("MLE", None, unknown_code("MLE")),
            ("XYZ", Some("Success"), unknown_code("XYZ")),
            ("", None, unknown_code("")),
        ];
        for (code, said, expected) in table {
            assert_eq!(payment(code, said), expected, "{code} {said:?}");
        }
        for code in FAILURES {
            assert_eq!(payment(code, None), Verdict::Failed, "{code}");
            assert_eq!(payment(code, Some("Failed")), Verdict::Failed, "{code}");
            for said in ["Success", "Pending", "?"] {
                assert_eq!(
                    payment(code, Some(said)),
                    contradiction(Contradiction::Status),
                    "{code} {said}"
                );
            }
        }
    }

    #[test]
    fn every_status_code_of_a_question() {
        let table = [
            ("TXN", Some("Success"), Verdict::Success),
            ("TXN", Some("Failed"), Verdict::Failed),
            ("TXN", Some("Refunded"), Verdict::Failed),
            ("TXN", Some("Pending"), Verdict::Pending(Reason::UnderProcess)),
            ("TXN", None, Verdict::Nothing),
            ("TXN", Some("Maybe"), contradiction(Contradiction::Status)),
            ("TUP", Some("Pending"), Verdict::Pending(Reason::UnderProcess)),
            ("TUP", None, Verdict::Pending(Reason::UnderProcess)),
            ("TUP", Some("Success"), contradiction(Contradiction::Status)),
            ("TUP", Some("Failed"), contradiction(Contradiction::Status)),
            ("ERR", Some("Failed"), Verdict::Failed),
            ("ERR", None, Verdict::Failed),
            ("ERR", Some("Success"), contradiction(Contradiction::Status)),
            ("TNF", None, Verdict::NotFound),
        ];
        for (code, said, expected) in table {
            assert_eq!(status(code, said), expected, "{code} {said:?}");
        }
        let about_the_question =
            FAILURES.into_iter().skip(1).chain(["EXC", "RDA", "DAR", "IDS", "MLE", "XYZ", ""]);
        for code in about_the_question {
            assert_eq!(status(code, Some("Failed")), Verdict::Nothing, "{code}");
        }
    }

    #[test]
    fn m3_an_answer_about_something_else_is_not_believed() {
        let order = recharge("9876543210", 19_900);
        type Change = fn(&mut Body);
        let changes: [(Change, Contradiction); 5] = [
            (|data| data.agent_id = Some("1122334455".into()), Contradiction::AgentId),
            (|data| data.amount = Some("199.01".into()), Contradiction::Amount),
            (|data| data.amount = Some("-199".into()), Contradiction::Amount),
            (|data| data.amount = Some("a lot".into()), Contradiction::Amount),
            (|data| data.number = Some("9876543211".into()), Contradiction::Number),
        ];
        for code in ["TXN", "ERR"] {
            for (change, about) in &changes {
                let said = if code == "TXN" { "Success" } else { "Failed" };
                let mut answer = answer(code, Some(said));
                change(&mut answer.data);
                let reply = Reply::Answer(Box::new(answer));
                assert_eq!(read_payment(id(), &order, &reply), contradiction(*about));
                assert_eq!(read_status(id(), &order, &reply), contradiction(*about));
            }
        }
    }

    #[test]
    fn a_field_left_out_or_spelled_otherwise_contradicts_nothing() {
        let order = recharge("9876543210", 19_900);
        for amount in [None, Some("199"), Some("199.0"), Some("199.00")] {
            let mut answer = answer("TXN", Some("Success"));
            answer.data.agent_id = None;
            answer.data.number = None;
            answer.data.amount = amount.map(str::to_owned);
            assert_eq!(
                read_payment(id(), &order, &Reply::Answer(Box::new(answer))),
                Verdict::Success
            );
        }
    }

    #[test]
    fn m3_m4_no_answer_is_pending_and_never_sent_is_not_sent() {
        let order = recharge("9876543210", 19_900);
        let unknown = [
            Unknown::TimedOut,
            Unknown::ConnectionLost,
            Unknown::HttpStatus { status: 500 },
            Unknown::Unreadable,
            Unknown::TooLarge,
        ];
        for cause in unknown {
            let reply = Reply::Unknown { cause: cause.clone() };
            let pending = Verdict::Pending(Reason::NoAnswer { cause });
            assert_eq!(read_payment(id(), &order, &reply), pending);
            assert_eq!(read_status(id(), &order, &reply), Verdict::Nothing);
        }
        let reply = Reply::NotSent { cause: NotSent::ConnectionRefused };
        assert_eq!(
            read_payment(id(), &order, &reply),
            Verdict::NotSent(NotSent::ConnectionRefused)
        );
        assert_eq!(read_status(id(), &order, &reply), Verdict::Nothing);
    }

    #[test]
    fn m8_a_balance_is_read_from_its_digits() {
        let with = |code: &str, balance: Option<&str>| {
            let data = Body { balance: balance.map(str::to_owned), ..Body::default() };
            read_balance(Reply::Answer(Box::new(Answer {
                code: code.into(),
                data,
                ..Answer::default()
            })))
        };
        assert_eq!(with("TXN", Some("5000.00")), BalanceSaid::Holds(Paise::from_paise(500_000)));
        for bad in [None, Some("5e3"), Some("5000.001"), Some("-1")] {
            assert!(
                matches!(with("TXN", bad), BalanceSaid::Unknown(Unknown::Unreadable)),
                "{bad:?}"
            );
        }
        assert!(matches!(with("IAT", Some("5000.00")), BalanceSaid::Refused(_)));
    }
}
