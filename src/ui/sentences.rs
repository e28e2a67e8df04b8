//! What went wrong and what to do, in a shopkeeper's words: one function for each kind of problem.

use std::io;
use std::net::IpAddr;

use super::order_words::of_gateway;
use super::words::{Value, Words};
use crate::counter::{CallbackTrouble, ConnectProblem, Link, NoBalance, WhyNotKept, WhyNotPaid};
use crate::gateway::first_address;
use crate::ledger::LedgerError;
use crate::listener::ListenError;
use crate::money::MoneyError;
use crate::secrets::SecretsError;
use crate::settings::UrlProblem;
use crate::time::Moment;
use crate::transaction::asking::Ask;
use crate::transaction::dispute::DisputeSaid;
use crate::transaction::evidence::Contradiction;
use crate::transaction::ifsc::IfscProblem;
use crate::transaction::number::NumberError;
use crate::transaction::order::{
    AccountProblem, AmountProblem, LimitWarning, OperatorProblem, TextProblem, TransferMode,
};
use crate::transaction::upi::LinkProblem;
use crate::transaction::{
    Mismatch, NotSent, Reason, Service, State, StatusCode, Transaction, Unknown,
};

/// About the number; `operator` is the chosen operator's name.
pub fn number(words: &Words, problem: &NumberError, operator: &str) -> String {
    match problem {
        NumberError::Empty => words.say("number-empty"),
        NumberError::Character(character) => {
            words.say_with("number-character", &[("character", Value::from(character.to_string()))])
        }
        NumberError::OtherCountry => words.say("number-other-country"),
        NumberError::MobileLength(count) => {
            words.say_with("number-mobile-length", &[("count", Value::from(*count))])
        }
        NumberError::MobileStart => words.say("number-mobile-start"),
        NumberError::TooLong => words.say("number-too-long"),
        NumberError::Pattern => {
            words.say_with("number-pattern", &[("operator", Value::from(operator))])
        }
    }
}

/// About the operator.
pub fn operator(words: &Words, problem: OperatorProblem) -> String {
    words.say(match problem {
        OperatorProblem::NotChosen => "operator-not-chosen",
        OperatorProblem::PracticeCode => "operator-practice-code",
    })
}

/// About the amount.
pub fn amount(words: &Words, problem: AmountProblem) -> String {
    let limit = |id, limit: crate::money::Paise| {
        words.say_with(id, &[("limit", Value::from(limit.to_string()))])
    };
    match problem {
        AmountProblem::Unreadable(error) => words.say(match error {
            MoneyError::Empty => "amount-empty",
            MoneyError::Sign => "amount-sign",
            MoneyError::TooManyDecimals => "amount-decimals",
            MoneyError::Grouping => "amount-grouping",
            MoneyError::NotANumber => "amount-not-a-number",
            MoneyError::TooLarge => "amount-beyond-all",
        }),
        AmountProblem::TooSmall(min) => limit("amount-too-small", min),
        AmountProblem::TooLarge(max) => limit("amount-too-large", max),
    }
}

/// About the number of a bank account.
pub fn account(words: &Words, problem: AccountProblem) -> String {
    match problem {
        AccountProblem::Empty => words.say("account-empty"),
        AccountProblem::Character(character) => words
            .say_with("account-character", &[("character", Value::from(character.to_string()))]),
        AccountProblem::Length(count) => {
            words.say_with("account-length", &[("count", Value::from(count))])
        }
        AccountProblem::NotTheSame => words.say("account-not-the-same"),
    }
}

/// About the code of a bank's branch.
pub fn ifsc(words: &Words, problem: IfscProblem) -> String {
    match problem {
        IfscProblem::Empty => words.say("ifsc-empty"),
        IfscProblem::Character(character) => {
            words.say_with("ifsc-character", &[("character", Value::from(character.to_string()))])
        }
        IfscProblem::Length(count) => {
            words.say_with("ifsc-length", &[("count", Value::from(count))])
        }
        IfscProblem::Letters => words.say("ifsc-letters"),
        IfscProblem::FifthNotZero => words.say("ifsc-fifth"),
    }
}

/// An amount that a mode does not usually carry: the bank decides, so it may be sent.
pub fn unusual(words: &Words, mode: TransferMode, warning: LimitWarning) -> String {
    let (id, limit) = match warning {
        LimitWarning::Above(limit) => ("payout-above", limit),
        LimitWarning::Below(limit) => ("payout-below", limit),
    };
    let values = [("mode", Value::from(mode.code())), ("limit", Value::from(limit.to_string()))];
    words.say_with(id, &values)
}

/// Why a payment link is shown to nobody (money rule M13), and what to do.
pub fn link_problem(words: &Words, problem: &LinkProblem) -> String {
    let with = |id, name, value: String| words.say_with(id, &[(name, Value::from(value))]);
    match problem {
        LinkProblem::Missing => words.say("link-missing"),
        LinkProblem::NotALink => words.say("link-not-a-link"),
        LinkProblem::TooLong => words.say("link-too-long"),
        LinkProblem::Characters => words.say("link-characters"),
        LinkProblem::Twice(name) => with("link-twice", "name", (*name).to_owned()),
        LinkProblem::NoPayee => words.say("link-no-payee"),
        LinkProblem::NoAmount => words.say("link-no-amount"),
        LinkProblem::Amount(text) => with("link-amount", "amount", text.clone()),
        LinkProblem::OtherAmount { says, asked } => words.say_with(
            "link-other-amount",
            &[("says", Value::from(says.to_string())), ("asked", Value::from(asked.to_string()))],
        ),
        LinkProblem::Currency(text) => with("link-currency", "currency", text.clone()),
    }
}

/// Why an order was not taken; the question about a repeat is the confirm sheet's own.
pub fn not_paid(words: &Words, why: &WhyNotPaid) -> String {
    match why {
        WhyNotPaid::Repeats(_) => String::new(),
        WhyNotPaid::Ledger(error) => ledger(words, error),
        WhyNotPaid::NoRandomness => words.say("not-paid-no-randomness"),
        WhyNotPaid::Closed => words.say("not-paid-closed"),
        WhyNotPaid::NotTaken => words.say("not-paid-not-taken"),
        WhyNotPaid::Locked => words.say("pin-for-payment"),
    }
}

/// Why a wallet or an address is not known, and what to do.
pub fn no_balance(words: &Words, why: &NoBalance) -> String {
    match why {
        NoBalance::Refused { code, spelled, words: said } => {
            refused(words, *code, spelled, said, first_address(said))
        }
        NoBalance::Unreached(cause) => not_sent(words, *cause),
        NoBalance::NoAnswer(cause) => no_answer(words, cause),
        NoBalance::Ledger(error) => ledger(words, error),
        NoBalance::Closed => words.say("not-paid-closed"),
    }
}

/// What became of raising a dispute.
pub fn dispute(words: &Words, said: &DisputeSaid) -> String {
    match said {
        DisputeSaid::Raised => words.say("dispute-raised"),
        DisputeSaid::StoodAlready => words.say("dispute-stood-already"),
        DisputeSaid::OnlyForSuccess => words.say("dispute-only-for-success"),
        DisputeSaid::NotFound => words.say("dispute-not-found"),
        DisputeSaid::TooLong => words.say("dispute-too-long"),
        DisputeSaid::Refused { code } => match about_account(StatusCode::of(code)) {
            Some(id) => words.say(id),
            None => words.say_with("dispute-refused", &[("code", Value::from(code.as_str()))]),
        },
        DisputeSaid::NotSent { cause } => not_sent(words, *cause),
        DisputeSaid::Unknown { cause } => {
            format!("{} {}", no_answer(words, cause), words.say("dispute-unknown"))
        }
    }
}

/// Why something about a transaction was not written down.
pub fn not_kept(words: &Words, why: &WhyNotKept) -> String {
    match why {
        WhyNotKept::NoDispute => words.say("dispute-only-for-success"),
        WhyNotKept::NothingOwed => words.say("nothing-owed"),
        WhyNotKept::Ledger(error) => ledger(words, error),
    }
}

/// What is wrong with the callback address, and what to do.
pub fn callback(words: &Words, trouble: &CallbackTrouble) -> String {
    let with = |id, name, value: String| words.say_with(id, &[(name, Value::from(value))]);
    match trouble {
        CallbackTrouble::NotAnAddress => words.say("callback-not-an-address"),
        CallbackTrouble::Listen(error) => match error.as_ref() {
            ListenError::InUse(at) => with("callback-in-use", "address", at.to_string()),
            ListenError::NotHere(at) => with("callback-not-here", "address", at.to_string()),
            ListenError::NotPermitted(at) => {
                with("callback-not-permitted", "address", at.to_string())
            }
            ListenError::Other(..) => with("callback-other", "problem", error.to_string()),
        },
        CallbackTrouble::NoRandomness => words.say("not-paid-no-randomness"),
        CallbackTrouble::NotReached(why) => with("callback-not-reached", "problem", why.clone()),
        CallbackTrouble::Off => words.say("callback-off"),
    }
}

/// Why a callback agrees with no transaction.
pub fn mismatch(words: &Words, why: Mismatch) -> String {
    words.say(match why {
        Mismatch::Doubtful => "mismatch-doubtful",
        Mismatch::AgentId => "mismatch-agent-id",
        Mismatch::ApiTransId => "mismatch-api-trans-id",
        Mismatch::Number => "mismatch-number",
        Mismatch::Amount => "mismatch-amount",
        Mismatch::Status => "mismatch-status",
    })
}

/// About a free text.
pub fn text(words: &Words, problem: TextProblem) -> String {
    match problem {
        TextProblem::Required => words.say("text-required"),
        TextProblem::TooLong(most) => {
            words.say_with("text-too-long", &[("most", Value::from(most))])
        }
        TextProblem::Character => words.say("text-character"),
    }
}

/// Why a file was not written.
pub fn file(words: &Words, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => words.say("list-file-exists"),
        io::ErrorKind::NotFound => words.say("list-no-folder"),
        // The counter says so of what waited for the PIN.
        io::ErrorKind::Interrupted => words.say("pin-not-given"),
        _ => words.say_with("list-not-written", &[("problem", Value::from(error.to_string()))]),
    }
}

/// What became of a transaction, and why, in a sentence or two.
pub fn transaction(words: &Words, transaction: &Transaction) -> String {
    of_gateway(transaction.order.service(), &by_state(words, transaction))
}

fn by_state(words: &Words, transaction: &Transaction) -> String {
    match transaction.state() {
        State::Sending => words.say("told-sending"),
        State::Success => words.say(match transaction.order.service() {
            Service::Recharge => "told-success",
            Service::Payout => "told-paid-out",
            Service::Collection => "told-collected",
            Service::WalletLoad => "told-wallet-loaded",
        }),
        State::Pending => transaction.reason().map_or_else(String::new, |why| reason(words, why)),
        State::Failed => failure(words, transaction),
        State::NotSent => transaction.not_sent().map_or_else(String::new, |why| {
            format!("{} {}", not_sent(words, why), words.say("nothing-debited"))
        }),
        State::Reversed => words.say("told-reversed"),
        State::SettledSucceeded => words.say("told-settled-succeeded"),
        State::SettledFailed => words.say("told-settled-failed"),
    }
}

fn reason(words: &Words, reason: &Reason) -> String {
    match reason {
        Reason::UnderProcess => words.say("pending-under-process"),
        Reason::LinkIssued => words.say("pending-link-issued"),
        Reason::WaitingForCustomer => words.say("pending-waiting-for-customer"),
        Reason::NoAnswer { cause } => no_answer(words, cause),
        Reason::Stopped => words.say("pending-stopped"),
        Reason::TechnicalException => words.say("pending-technical-exception"),
        Reason::DuplicateAgentId => words.say("pending-duplicate"),
        Reason::UnknownCode { code } => {
            words.say_with("pending-unknown-code", &[("code", Value::from(code.as_str()))])
        }
        Reason::NoStatus => words.say("pending-no-status"),
        Reason::Contradiction { about } => words.say(match about {
            Contradiction::AgentId => "pending-other-agent-id",
            Contradiction::Amount => "pending-other-amount",
            Contradiction::Number => "pending-other-number",
            Contradiction::Status => "pending-contradiction",
        }),
        Reason::NotFound => words.say("pending-not-found"),
    }
}

/// What came instead of an answer.
pub fn no_answer(words: &Words, cause: &Unknown) -> String {
    match cause {
        Unknown::TimedOut => words.say("unknown-timed-out"),
        Unknown::ConnectionLost => words.say("unknown-connection-lost"),
        Unknown::HttpStatus { status } => {
            words.say_with("unknown-http-status", &[("status", Value::from(status.to_string()))])
        }
        Unknown::Unreadable => words.say("unknown-unreadable"),
        Unknown::TooLarge => words.say("unknown-too-large"),
    }
}

/// Why a request never left.
pub fn not_sent(words: &Words, cause: NotSent) -> String {
    words.say(match cause {
        NotSent::NameNotResolved => "not-sent-name",
        NotSent::ConnectionRefused => "not-sent-refused",
        NotSent::TlsRefused => "not-sent-tls",
    })
}

fn failure(words: &Words, transaction: &Transaction) -> String {
    if transaction.order.service() == Service::WalletLoad {
        return words.say(match transaction.code.as_deref() {
            Some("401") if transaction.clock_ahead.is_some() => "wallet-failed-clock",
            Some("401") => "payu-refused",
            Some("404" | "1040") => "payu-no-wallet",
            Some("1050" | "13047" | "10160" | "10164" | "10168") => "wallet-failed-limit",
            Some("1353") => "wallet-failed-cooling",
            _ => "wallet-failed",
        });
    }
    let code = transaction.code.as_deref().map(StatusCode::of);
    words.say(match code {
        Some(StatusCode::Rpi | StatusCode::Ila) => "failed-form",
        Some(StatusCode::Ipc) => "failed-operator",
        Some(StatusCode::Icc) => "failed-circle",
        Some(code) => about_account(code).unwrap_or("failed-plain"),
        None => "failed-plain",
    })
}

/// The message about a code that speaks of the token, the account or the address.
/// What a refusal of the token, the account or the address means, and what to do: the id of
/// its message.
pub const fn about_account(code: StatusCode) -> Option<&'static str> {
    Some(match code {
        StatusCode::Iat => "refused-token",
        StatusCode::Rtn => "refused-token-not-active",
        StatusCode::Rta => "refused-token-not-activated",
        StatusCode::Aab => "refused-blocked",
        StatusCode::Ave => "refused-expired",
        StatusCode::Atd => "refused-disabled",
        StatusCode::Uai => "refused-address",
        _ => return None,
    })
}

/// PGPE refused with a code, perhaps naming the address to register (UAI).
fn refused(
    words: &Words,
    code: StatusCode,
    spelled: &str,
    said: &str,
    address: Option<IpAddr>,
) -> String {
    match (code, address, about_account(code)) {
        (StatusCode::Uai, Some(address), _) => words
            .say_with("refused-address-named", &[("address", Value::from(address.to_string()))]),
        (_, _, Some(id)) => words.say(id),
        (_, _, None) => words.say_with(
            "connect-refused",
            &[("code", Value::from(spelled)), ("words", Value::from(said))],
        ),
    }
}

/// How the line to the gateway is, in two or three words for the top bar.
pub fn link(words: &Words, link: &Link) -> String {
    words.say(match link {
        Link::Answers => "link-answers",
        Link::Refuses(_) => "link-refuses",
        Link::Unreached(_) => "link-unreached",
        Link::NoAnswer(_) => "link-no-answer",
    })
}

/// Why connecting did not work, and what to do.
pub fn connect(words: &Words, problem: &ConnectProblem) -> String {
    match problem {
        ConnectProblem::NotAToken => words.say("connect-not-a-token"),
        ConnectProblem::BadAddress(sentence) => {
            words.say_with("connect-bad-address", &[("problem", Value::from(sentence.as_str()))])
        }
        ConnectProblem::Refused { code, spelled, words: said, address } => {
            refused(words, *code, spelled, said, *address)
        }
        ConnectProblem::Unreached(cause) => not_sent(words, *cause),
        ConnectProblem::NoAnswer(cause) => {
            format!("{} {}", no_answer(words, cause), words.say("connect-try-again"))
        }
        ConnectProblem::NoKeyring(error) => keyring(words, error),
        ConnectProblem::Ledger(error) => ledger(words, error),
        ConnectProblem::Busy => words.say("connect-busy"),
        ConnectProblem::NoPin => words.say("pin-not-given"),
    }
}

/// From when a status may be asked.
pub fn ask(words: &Words, ask: Ask, now: Moment) -> Option<String> {
    match ask {
        Ask::Now => None,
        Ask::From(from) => {
            Some(words.say_with("ask-from", &[("time", Value::from(words.time(from, now)))]))
        }
        Ask::OutOfWindow => Some(words.say("ask-out-of-window")),
    }
}

/// Why the ledger did not do what was asked, and what to do.
pub fn ledger(words: &Words, error: &LedgerError) -> String {
    let said = |id| words.say(id);
    match error {
        LedgerError::AlreadyOpen => said("ledger-already-open"),
        LedgerError::WrongKind { .. } => said("ledger-wrong-kind"),
        LedgerError::Newer { .. } => said("ledger-newer"),
        LedgerError::NotALedger | LedgerError::Corrupt { .. } => said("ledger-corrupt"),
        LedgerError::DiskFull => said("ledger-disk-full"),
        LedgerError::ReadOnly => said("ledger-read-only"),
        LedgerError::Lost(copy) => {
            let copy = Value::from(copy.display().to_string());
            words.say_with("ledger-lost", &[("copy", copy)])
        }
        LedgerError::HalfRestored(_) => said("ledger-half-restored"),
        LedgerError::Busy => said("ledger-busy"),
        LedgerError::Missing(_) | LedgerError::Removed => said("ledger-removed"),
        LedgerError::BatchOpen(_) => said("bulk-one-is-open"),
        other => words.say_with("ledger-other", &[("problem", Value::from(other.to_string()))]),
    }
}

/// Why the keyring did not do what was asked, and what to do.
pub fn keyring(words: &Words, error: &SecretsError) -> String {
    words.say(match error {
        SecretsError::NoKeyring => "keyring-none",
        SecretsError::Locked => "keyring-locked",
        SecretsError::TimedOut => "keyring-timed-out",
        SecretsError::Refused => "keyring-other",
    })
}

/// Why an address may not be a gateway's.
pub fn address(words: &Words, problem: &UrlProblem) -> String {
    words.say(match problem {
        UrlProblem::NotAnAddress => "address-not-one",
        UrlProblem::NotSecure => "address-not-secure",
        UrlProblem::TooMuch => "address-too-much",
    })
}
