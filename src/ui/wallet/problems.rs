//! What is wrong with a wallet load, in a shopkeeper's words.

use crate::counter::PayuProblem;
use crate::transaction::load::PageProblem;
use crate::transaction::order::{CustomerIdProblem, EmailProblem, NameProblem, WayBackProblem};
use crate::ui::sentences;
use crate::ui::words::{Value, Words};

/// About the customer's id.
pub fn customer_id(words: &Words, problem: CustomerIdProblem) -> String {
    words.say(match problem {
        CustomerIdProblem::Digits => "wallet-id-digits",
        CustomerIdProblem::TooLong => "wallet-id-too-long",
    })
}

/// About a first or last name.
pub fn name(words: &Words, problem: NameProblem) -> String {
    match problem {
        NameProblem::Text(problem) => sentences::text(words, problem),
        NameProblem::Letter(letter) => {
            words.say_with("wallet-name-letter", &[("letter", Value::from(letter.to_string()))])
        }
    }
}

/// About the address for mail.
pub fn email(words: &Words, problem: EmailProblem) -> String {
    words.say(match problem {
        EmailProblem::Empty => "wallet-email-empty",
        EmailProblem::NotAnAddress => "wallet-email-wrong",
    })
}

/// About the addresses that the customer comes back to.
pub fn way_back(words: &Words, problem: WayBackProblem) -> String {
    words.say(match problem {
        WayBackProblem::Missing => "wallet-way-back-missing",
        WayBackProblem::NotAnAddress => "wallet-way-back-wrong",
    })
}

/// Why the customer's page is opened by nobody.
pub fn page(words: &Words, problem: &PageProblem) -> String {
    match problem {
        PageProblem::NotAnAddress => words.say("wallet-page-none"),
        PageProblem::NotSecure => words.say("wallet-page-not-secure"),
        PageProblem::OtherHost(host) => {
            words.say_with("wallet-page-other-host", &[("host", Value::from(host.as_str()))])
        }
    }
}

/// Why a key and a salt were not taken, and what to do.
pub fn payu(words: &Words, problem: &PayuProblem) -> String {
    match problem {
        PayuProblem::NotKeys => words.say("payu-not-keys"),
        PayuProblem::NotLive => words.say("payu-not-live"),
        PayuProblem::BadAddress(sentence) => {
            words.say_with("payu-bad-address", &[("problem", Value::from(sentence.as_str()))])
        }
        PayuProblem::Refused => words.say("payu-refused"),
        PayuProblem::Clock(ahead) => clock(words, *ahead),
        PayuProblem::NoWallet => words.say("payu-no-wallet"),
        PayuProblem::Unreached(cause) => sentences::not_sent(words, *cause),
        PayuProblem::NoAnswer(cause) => sentences::no_answer(words, cause),
        PayuProblem::NoKeyring(error) => sentences::keyring(words, error),
        PayuProblem::NoRandomness => words.say("not-paid-no-randomness"),
    }
}

/// This computer's clock is off by so many seconds; ahead where it is more than zero.
pub fn clock(words: &Words, ahead: i64) -> String {
    let minutes = [("minutes", Value::from(ahead.unsigned_abs() / 60))];
    words.say_with(if ahead > 0 { "payu-clock-ahead" } else { "payu-clock-behind" }, &minutes)
}
