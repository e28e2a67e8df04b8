//! Events of the shop: facts that the ledger keeps beside those of a transaction (money rule M9).

use serde::{Deserialize, Serialize};

use super::batch::BatchOrder;
use super::claim::Claim;
use super::evidence::Mismatch;
use super::favourite::Favourite;
use super::order::{PayoutForm, PayoutOrder, PayoutProblems, Service, TransferMode};
use crate::ids::AgentId;
use crate::money::Paise;

/// A fact about the shop and no one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ShopEvent {
    /// The gateway said what a wallet holds.
    Balance {
        /// Whose wallet.
        service: Service,
        /// What it holds.
        holds: Paise,
    },
    /// A callback that agrees with no transaction; it changes nothing (money rule M12).
    Unmatched {
        /// What it said.
        claim: Box<Claim>,
        /// What does not agree.
        why: Mismatch,
    },
    /// A beneficiary was added to the book, or changed in it.
    Beneficiary {
        /// Which one is changed: the number of the event that added it. `None` adds one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<i64>,
        /// As it now stands.
        beneficiary: Box<Beneficiary>,
    },
    /// A beneficiary was taken out of the book.
    BeneficiaryRemoved {
        /// Which one.
        id: i64,
    },
    /// The agent has looked at the day's start and begun the day.
    DayStarted {
        /// The day in India Standard Time, as `2026-11-23`.
        day: String,
        /// What each wallet held, and should have held.
        wallets: Vec<WalletAtStart>,
    },
    /// Cash in the drawer was counted.
    Cash {
        /// The day that it belongs to.
        day: String,
        /// At the opening, or later.
        counted: Counted,
        /// What was counted.
        amount: Paise,
    },
    /// The ledger was put back from a backup: what happened after the event before this one
    /// and until now is not in it, questions of money rule M6 among that.
    Restored,
    /// A favourite was added, or changed.
    Favourite {
        /// Which one is changed: the number of the event that added it. `None` adds one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<i64>,
        /// As it now stands.
        favourite: Box<Favourite>,
    },
    /// A favourite was taken away.
    FavouriteRemoved {
        /// Which one.
        id: i64,
    },
    /// A list of recharges was confirmed; on disk before its first line is sent (money rule M1).
    Batch {
        /// Its lines, which are counted from 1.
        orders: Vec<BatchOrder>,
    },
    /// The next line of a list: begun in the same commit as the intent of its transaction, which
    /// is the event before this one, so that no line is begun twice or passed over (money rule M2).
    BatchLine {
        /// The number of the list's event.
        batch: i64,
        /// Which line.
        line: u32,
        /// The transaction that it became; `None` when the agent left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent_id: Option<AgentId>,
    },
    /// The agent lets the rest of a list be.
    BatchClosed {
        /// The number of the list's event.
        batch: i64,
    },
}

/// A wallet at a day's start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletAtStart {
    /// Whose wallet.
    pub service: Service,
    /// What it held when it was last read before the day; `None` when it never was.
    pub closing: Option<Paise>,
    /// What it should hold by the ledger.
    pub expected: Option<Paise>,
    /// What it holds by the gateway; `None` when the gateway did not say.
    pub holds: Option<Paise>,
}

/// When cash was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// What lay in the drawer when the day began.
    Opening,
    /// What lies in the drawer now.
    Now,
}

impl ShopEvent {
    /// The word for its kind in the ledger.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Balance { .. } => "balance",
            Self::Unmatched { .. } => "unmatched",
            Self::Beneficiary { .. } => "beneficiary",
            Self::BeneficiaryRemoved { .. } => "beneficiary_removed",
            Self::DayStarted { .. } => "day_started",
            Self::Cash { .. } => "cash",
            Self::Restored => "restored",
            Self::Favourite { .. } => "favourite",
            Self::FavouriteRemoved { .. } => "favourite_removed",
            Self::Batch { .. } => "batch",
            Self::BatchLine { .. } => "batch_line",
            Self::BatchClosed { .. } => "batch_closed",
        }
    }
}

/// Someone whom the shop's customers send money to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beneficiary {
    /// Whose account it is.
    pub name: String,
    /// The account's number, without spaces.
    pub account: String,
    /// The branch's IFSC.
    pub ifsc: String,
    /// The bank's name.
    pub bank: String,
    /// The mobile number of the customer who sends it.
    pub mobile: String,
    /// How it was last sent.
    #[serde(default)]
    pub mode: TransferMode,
}

impl Beneficiary {
    /// What the book keeps of a Payout form.
    ///
    /// # Errors
    /// Every problem at once, each beside its field; the form is left as it is.
    pub fn from_form(form: &PayoutForm) -> Result<Self, Box<PayoutProblems>> {
        let mut problems = PayoutProblems::default();
        match form.whose(&mut problems) {
            Some(whose) => Ok(Self {
                name: whose.name,
                account: whose.account,
                ifsc: whose.ifsc,
                bank: whose.bank,
                mobile: whose.mobile,
                mode: form.mode,
            }),
            None => Err(Box::new(problems)),
        }
    }

    /// Whom an order sends money to.
    #[must_use]
    pub fn of_order(order: &PayoutOrder) -> Self {
        Self {
            name: order.beneficiary_name.clone(),
            account: order.account.clone(),
            ifsc: order.ifsc.clone(),
            bank: order.bank.clone(),
            mobile: order.mobile.clone(),
            mode: order.mode,
        }
    }

    /// The Payout form with everything filled in but the amount: what is in the book was
    /// typed twice when it came there.
    #[must_use]
    pub fn to_form(&self) -> PayoutForm {
        PayoutForm {
            name: self.name.clone(),
            account: self.account.clone(),
            again: self.account.clone(),
            ifsc: self.ifsc.clone(),
            bank: self.bank.clone(),
            mode: self.mode,
            amount: String::new(),
            mobile: self.mobile.clone(),
        }
    }
}
