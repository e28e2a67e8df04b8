//! The agreed numbers: the last two digits of the number recharged choose what becomes of it.

use std::time::Duration;

use super::answer::Code;
use super::misbehaviour::Misbehaviour;

/// What becomes of the money, whatever the answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Debited, and done.
    Success,
    /// Failed at once; nothing stays debited.
    Failed,
    /// Debited and pending; a success after `settle_after`.
    PendingThenSuccess,
    /// Debited and pending; failed and refunded after `settle_after`.
    PendingThenFailed,
    /// Debited and pending until the end of time.
    PendingForEver,
    /// A success; reversed and refunded after `settle_after`.
    SuccessThenReversed,
    /// Pending; a success after `settle_after`, reversed after as long again.
    PendingThenReversed,
    /// The gateway never takes the payment: no debit, and a status question finds nothing.
    NotTaken,
}

/// One agreed ending of a number.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The last two digits of the number.
    pub ending: &'static str,
    /// A name that stays, for the words on the practice screen.
    pub id: &'static str,
    /// What happens, in English.
    pub description: &'static str,
    /// What becomes of the money.
    pub fate: Fate,
    /// What is wrong with the answer, if anything is.
    pub misbehaviour: Option<Misbehaviour>,
}

const fn honest(
    ending: &'static str,
    id: &'static str,
    description: &'static str,
    fate: Fate,
) -> Outcome {
    Outcome { ending, id, description, fate, misbehaviour: None }
}

const fn odd(
    ending: &'static str,
    id: &'static str,
    description: &'static str,
    fate: Fate,
    misbehaviour: Misbehaviour,
) -> Outcome {
    Outcome { ending, id, description, fate, misbehaviour: Some(misbehaviour) }
}

const fn refused(
    ending: &'static str,
    id: &'static str,
    text: &'static str,
    code: Code,
) -> Outcome {
    odd(ending, id, text, Fate::NotTaken, Misbehaviour::Code(code))
}

const SUCCESS: Outcome = honest("00", "practice-outcome-success", "Success", Fate::Success);

/// Every agreed ending. A number with any other ending is a success.
#[rustfmt::skip]
pub const OUTCOMES: &[Outcome] = &[
    SUCCESS,
    honest("01", "practice-outcome-failed", "Failed: Server Connectivity Issue", Fate::Failed),
    honest("02", "practice-outcome-pending-success", "Pending, succeeds later", Fate::PendingThenSuccess),
    honest("03", "practice-outcome-pending-failed", "Pending, fails later and is refunded", Fate::PendingThenFailed),
    honest("04", "practice-outcome-pending-forever", "Pending for ever", Fate::PendingForEver),
    honest("05", "practice-outcome-reversed", "Success, reversed and refunded later", Fate::SuccessThenReversed),
    odd("06", "practice-outcome-slow", "Success, answered after 5 seconds", Fate::Success, Misbehaviour::Delay(Duration::from_secs(5))),
    odd("07", "practice-outcome-silent", "No answer at all, but debited: it succeeded", Fate::Success, Misbehaviour::NoAnswer),
    odd("08", "practice-outcome-dropped", "The connection is closed without an answer, and nothing is debited", Fate::NotTaken, Misbehaviour::HangUp),
    odd("09", "practice-outcome-exc", "EXC, Technical Exception, but debited: it succeeded", Fate::Success, Misbehaviour::Code(Code::EXC)),
    odd("10", "practice-outcome-unknown-code", "The unknown code XYZ, but debited: it succeeded", Fate::Success, Misbehaviour::Code(Code::XYZ)),
    odd("11", "practice-outcome-cut", "The connection is closed in the middle of a success", Fate::Success, Misbehaviour::CutBody),
    odd("12", "practice-outcome-html", "A web page in place of an answer; it succeeded", Fate::Success, Misbehaviour::Html),
    odd("13", "practice-outcome-http-500", "HTTP 500; it succeeded", Fate::Success, Misbehaviour::ServerError),
    odd("14", "practice-outcome-redirect", "A redirect to the same address; it succeeded", Fate::Success, Misbehaviour::Redirect),
    odd("15", "practice-outcome-other-agentid", "A success that names another AgentID", Fate::Success, Misbehaviour::OtherAgentId),
    odd("16", "practice-outcome-other-amount", "A success that names another amount", Fate::Success, Misbehaviour::OtherAmount),
    odd("17", "practice-outcome-other-number", "A success that names another number", Fate::Success, Misbehaviour::OtherNumber),
    odd("18", "practice-outcome-txn-failed", "The code TXN with the status Failed; it succeeded", Fate::Success, Misbehaviour::TxnFailed),
    odd("19", "practice-outcome-bom", "Success, with a byte-order mark before the answer", Fate::Success, Misbehaviour::ByteOrderMark),
    odd("20", "practice-outcome-huge", "An answer of 10 MB; it succeeded", Fate::Success, Misbehaviour::Huge),
    odd("21", "practice-outcome-odd-types", "Success, with numbers for texts, lower-case names and nulls", Fate::Success, Misbehaviour::OddTypes),
    odd("22", "practice-outcome-no-data", "The code TXN without Data; it succeeded", Fate::Success, Misbehaviour::NoData),
    odd("23", "practice-outcome-truncated", "An answer whose end is missing; it succeeded", Fate::Success, Misbehaviour::Truncated),
    refused("30", "practice-outcome-iat", "Refused with IAT: the token is unknown", Code::IAT),
    refused("31", "practice-outcome-rtn", "Refused with RTN: the token is not active", Code::RTN),
    refused("32", "practice-outcome-rta", "Refused with RTA: the token is not yet activated", Code::RTA),
    refused("33", "practice-outcome-aab", "Refused with AAB: the account is blocked", Code::AAB),
    refused("34", "practice-outcome-ave", "Refused with AVE: the account's validity is over", Code::AVE),
    refused("35", "practice-outcome-atd", "Refused with ATD: the account is disabled for now", Code::ATD),
    refused("36", "practice-outcome-uai", "Refused with UAI: the address is not registered", Code::UAI),
];

/// What the number's ending asks for.
#[must_use]
pub fn for_number(number: &str) -> Outcome {
    OUTCOMES.iter().copied().find(|outcome| number.ends_with(outcome.ending)).unwrap_or(SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_ending_and_name_is_there_once() {
        let endings: BTreeSet<_> = OUTCOMES.iter().map(|o| o.ending).collect();
        let ids: BTreeSet<_> = OUTCOMES.iter().map(|o| o.id).collect();
        assert_eq!((endings.len(), ids.len()), (OUTCOMES.len(), OUTCOMES.len()));
        for outcome in OUTCOMES {
            assert!(
                outcome.ending.len() == 2 && outcome.ending.bytes().all(|b| b.is_ascii_digit())
            );
            assert!(outcome.id.starts_with("practice-outcome-"), "{}", outcome.id);
        }
    }

    #[test]
    fn what_is_not_taken_has_no_answer_that_could_be_a_success() {
        for outcome in OUTCOMES.iter().filter(|o| o.fate == Fate::NotTaken) {
            assert!(
                matches!(
                    outcome.misbehaviour,
                    Some(Misbehaviour::HangUp | Misbehaviour::NoAnswer | Misbehaviour::Code(_))
                ),
                "{}",
                outcome.id
            );
        }
    }

    #[test]
    fn a_number_is_read_from_its_end() {
        assert_eq!(for_number("9876543202").id, "practice-outcome-pending-success");
        assert_eq!(for_number("9999999999").id, "practice-outcome-success");
        assert_eq!(for_number("2").id, "practice-outcome-success");
        assert_eq!(for_number("").id, "practice-outcome-success");
    }
}
