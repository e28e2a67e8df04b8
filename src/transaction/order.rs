//! Orders: what the agent asked for, checked field by field before anything is sent.

mod collection;
mod payout;
mod place;
mod recharge;
mod wallet;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use collection::{CollectionForm, CollectionOrder, CollectionProblems};
pub use payout::{
    AccountProblem, LimitWarning, PayoutForm, PayoutOrder, PayoutProblems, TransferMode,
    mask_account, well_formed_account,
};
pub use place::{Place, PlaceProblem};
pub use recharge::{FormProblems, OperatorProblem, RechargeForm, RechargeOrder};
pub use wallet::{
    CustomerIdProblem, EmailProblem, NameProblem, WalletForm, WalletOrder, WalletProblems,
    WayBackProblem,
};

use crate::money::{MoneyError, Paise};

/// Which of the services moves the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// PGPE Recharge: recharges and bills.
    Recharge,
    /// PGPE Payout: money to a bank account.
    Payout,
    /// PGPE Collection: money from a customer by UPI.
    Collection,
    /// PayU PG Load: money into a customer's prepaid wallet.
    WalletLoad,
}

impl Service {
    /// Every service, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Recharge, Self::Payout, Self::Collection, Self::WalletLoad];

    /// The services of PGPE: the shop has a wallet for each.
    pub const OF_PGPE: [Self; 3] = [Self::Recharge, Self::Payout, Self::Collection];

    /// The word for it in the ledger and in exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recharge => "recharge",
            Self::Payout => "payout",
            Self::Collection => "collection",
            Self::WalletLoad => "wallet_load",
        }
    }

    /// The service of a word, or `None` when there is no such service.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.code() == code)
    }
}

/// A validated request of the agent: the only thing that can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum Order {
    /// A recharge or a bill.
    Recharge(RechargeOrder),
    /// Money to a bank account.
    Payout(PayoutOrder),
    /// Money from a customer by UPI.
    Collection(CollectionOrder),
    /// Money into a customer's prepaid wallet.
    WalletLoad(Box<WalletOrder>),
}

impl Order {
    /// Which service it goes to.
    #[must_use]
    pub const fn service(&self) -> Service {
        match self {
            Self::Recharge(_) => Service::Recharge,
            Self::Payout(_) => Service::Payout,
            Self::Collection(_) => Service::Collection,
            Self::WalletLoad(_) => Service::WalletLoad,
        }
    }

    /// Whom or what it is for: the mobile, subscriber or consumer number, the bank account,
    /// the mobile number of a wallet's customer.
    /// Empty for a collection: whoever scans the code pays.
    #[must_use]
    pub fn target(&self) -> &str {
        match self {
            Self::Recharge(recharge) => &recharge.number,
            Self::Payout(payout) => &payout.account,
            Self::Collection(_) => "",
            Self::WalletLoad(wallet) => &wallet.mobile,
        }
    }

    /// The amount asked for.
    #[must_use]
    pub const fn amount(&self) -> Paise {
        match self {
            Self::Recharge(recharge) => recharge.amount,
            Self::Payout(payout) => payout.amount,
            Self::Collection(collection) => collection.amount,
            Self::WalletLoad(wallet) => wallet.amount,
        }
    }

    /// What the agent finds it by: the customer's or the beneficiary's name, the note.
    /// Empty when not given.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Recharge(recharge) => Cow::Borrowed(&recharge.customer_name),
            Self::Payout(payout) => Cow::Borrowed(&payout.beneficiary_name),
            Self::Collection(collection) => Cow::Borrowed(&collection.note),
            Self::WalletLoad(wallet) => Cow::Owned(wallet.name()),
        }
    }

    /// Whether `Number`, as the gateway echoes it, is this order's. A Payout's is the
    /// customer's (api.md 1.4), a Collection's is the payer's, whom nobody knew before.
    #[must_use]
    pub fn is_its_number(&self, echoed: &str) -> bool {
        let echoed = echoed.trim();
        match self {
            Self::Recharge(recharge) => echoed.eq_ignore_ascii_case(&recharge.number),
            Self::Payout(payout) => {
                echoed == payout.mobile || echoed.eq_ignore_ascii_case(&payout.account)
            }
            Self::Collection(_) => true,
            Self::WalletLoad(wallet) => {
                echoed.strip_prefix("91").unwrap_or(echoed) == wallet.mobile
            }
        }
    }
}

/// What can be wrong with the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountProblem {
    /// It is not an amount.
    #[error(transparent)]
    Unreadable(#[from] MoneyError),
    /// Less than the operator takes.
    #[error("the least this operator takes is {0}")]
    TooSmall(Paise),
    /// More than the operator takes.
    #[error("the most this operator takes is {0}")]
    TooLarge(Paise),
}

/// What can be wrong with a free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// The operator needs it.
    #[error("the operator needs this")]
    Required,
    /// Longer than the given number of characters.
    #[error("at most {0} characters")]
    TooLong(usize),
    /// A character that cannot be sent or shown, such as a line break.
    #[error("a character that cannot be used here")]
    Character,
}

/// The longest customer's name and the longest optional parameter.
const MAX_TEXT: usize = 50;

/// Keeps the problem apart and the value.
fn keep<T, E>(result: Result<T, E>, problem: &mut Option<E>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            *problem = Some(error);
            None
        }
    }
}

/// An amount that was typed, at least a paisa and within these limits, both included.
fn amount_within(typed: &str, min: Paise, max: Paise) -> Result<Paise, AmountProblem> {
    let typed = typed.trim();
    let amount: Paise = typed.strip_prefix('₹').unwrap_or(typed).parse()?;
    let min = min.max(Paise::from_paise(1));
    if amount < min {
        Err(AmountProblem::TooSmall(min))
    } else if amount > max {
        Err(AmountProblem::TooLarge(max))
    } else {
        Ok(amount)
    }
}

fn text(typed: &str, required: bool) -> Result<String, TextProblem> {
    let text = typed.trim();
    if text.is_empty() && required {
        Err(TextProblem::Required)
    } else if text.chars().count() > MAX_TEXT {
        Err(TextProblem::TooLong(MAX_TEXT))
    } else if text.chars().any(char::is_control) {
        Err(TextProblem::Character)
    } else {
        Ok(text.to_owned())
    }
}
