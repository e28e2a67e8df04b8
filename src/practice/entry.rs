//! What the practice gateway's books say of one AgentID.

use std::time::Duration;

use serde::Serialize;

use super::outcomes::Fate;
use crate::money::Paise;
use crate::time::Moment;

/// The service a payment was made with. An AgentID is one AgentID across all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Mobile, DTH, datacard, landline, electricity, gas, insurance.
    Recharge,
    /// Money to a bank account.
    Payout,
    /// Money from a customer by UPI.
    Collection,
}

impl Product {
    /// Every product; each has a wallet of its own.
    pub const ALL: [Self; 3] = [Self::Recharge, Self::Payout, Self::Collection];
}

/// Where a payment stands in the gateway's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Received but refused or dropped, or only asked for: nothing is known of it officially.
    NotTaken,
    /// Debited, not yet at an end.
    Pending,
    /// Debited for good.
    Success,
    /// Nothing is debited.
    Failed,
    /// It was a success; refunded.
    Reversed,
}

/// A status question, and which of M6's limits it broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// When it came.
    pub at: Moment,
    /// The limit it broke, if it did.
    pub violation: Option<Violation>,
    #[serde(skip)]
    pub(super) uptime: Duration,
}

/// A limit on status questions that was broken (money rule M6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    /// Less than 15 minutes after the transaction.
    TooSoon,
    /// Less than an hour after the question before.
    TooOften,
    /// The transaction is neither of this month nor of the last.
    OutOfWindow,
}

/// A dispute that was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// When it came.
    pub at: Moment,
    /// The agent's comment.
    pub message: String,
}

/// A pay request as it was received, before anything in it was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PayRequest {
    /// The mobile, subscriber or consumer number; a payout's customer; a collection's payer.
    pub number: String,
    /// The operator's code.
    pub operator: String,
    /// The circle's code.
    pub circle: String,
    /// In paise; zero when what was sent is no amount.
    pub amount: Paise,
    /// `optional1` to `optional4`, empty where nothing was sent.
    pub optionals: [String; 4],
    /// What only a payout has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payout: Option<PayoutRequest>,
}

/// Where a payout was to go and where it came from, as it was received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PayoutRequest {
    /// Whose account it is.
    pub beneficiary_name: String,
    /// The account's number.
    pub account: String,
    /// The branch's IFSC.
    pub ifsc: String,
    /// The bank's name.
    pub bank: String,
    /// `IMPS`, `NEFT` or `RTGS`.
    pub mode: String,
    /// The public address it came from.
    pub address: String,
    /// In degrees.
    pub latitude: String,
    /// In degrees.
    pub longitude: String,
}

/// All that the books say of one AgentID.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The service.
    pub product: Product,
    /// The client's transaction id.
    pub agent_id: String,
    /// What the first pay request asked for, or the last one while none was taken.
    #[serde(flatten)]
    pub request: PayRequest,
    /// When the payment was taken, or first heard of.
    pub at: Moment,
    /// Where it stands.
    pub state: State,
    /// How many pay requests with this AgentID were received, refused ones included.
    pub sends: u32,
    /// What is debited for it now, in paise.
    pub debited: Paise,
    /// What is credited for it now, in paise: a collection that was paid.
    pub credited: Paise,
    /// The link of a collection, as it was answered; empty for anything else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub intent_data: String,
    /// The gateway's number for it; empty while it is not taken.
    pub api_trans_id: String,
    /// The operator's reference; empty but for a success.
    pub operator_reference: String,
    /// The sentence that stands as `APIMessage`.
    pub api_message: String,
    /// Every status question, the oldest first.
    pub questions: Vec<Question>,
    /// Every dispute that was accepted.
    pub disputes: Vec<Dispute>,
    /// What it will become, one after another, and at which reading of the monotonic clock
    /// the first comes.
    #[serde(skip)]
    pub(super) settles: Option<(Duration, &'static [State])>,
    /// The reading of the monotonic clock when it was taken or first heard of.
    #[serde(skip)]
    pub(super) uptime: Duration,
    #[serde(skip)]
    pub(super) serial: u64,
    /// Whether it was taken before this gateway was started, whose monotonic clock says nothing
    /// of it then, and its money is in the opening of the wallets.
    #[serde(skip)]
    pub(super) from_before: bool,
}

impl Entry {
    pub(super) fn heard_of(product: Product, agent_id: &str, at: Moment, uptime: Duration) -> Self {
        Self {
            product,
            agent_id: agent_id.to_owned(),
            request: PayRequest::default(),
            at,
            state: State::NotTaken,
            sends: 0,
            debited: Paise::ZERO,
            credited: Paise::ZERO,
            intent_data: String::new(),
            api_trans_id: String::new(),
            operator_reference: String::new(),
            api_message: String::new(),
            questions: Vec::new(),
            disputes: Vec::new(),
            settles: None,
            uptime,
            serial: 0,
            from_before: false,
        }
    }

    /// `Status` as an answer or a callback spells it (api.md 1.1).
    #[must_use]
    pub const fn status(&self) -> &'static str {
        match self.state {
            State::Success => "Success",
            State::Pending => "Pending",
            State::Failed | State::Reversed | State::NotTaken => "Failed",
        }
    }

    /// Which limit a question asked now would break.
    pub(super) fn violation(&self, now: Moment, uptime: Duration) -> Option<Violation> {
        const AFTER_PAYMENT: Duration = Duration::from_secs(15 * 60);
        const BETWEEN: Duration = Duration::from_secs(60 * 60);
        let last = self.questions.last();
        if last.is_some_and(|last| uptime.saturating_sub(last.uptime) < BETWEEN) {
            return Some(Violation::TooOften);
        }
        if self.sends == 0 {
            return None;
        }
        let age = match self.from_before {
            true => now.since(self.at),
            false => uptime.saturating_sub(self.uptime),
        };
        if age < AFTER_PAYMENT {
            return Some(Violation::TooSoon);
        }
        (!self.at.month().is_this_or_last(now.month())).then_some(Violation::OutOfWindow)
    }
}

/// The state a payment begins with, and those it will settle to, one after another.
pub(super) const fn course(fate: Fate) -> (State, &'static [State]) {
    match fate {
        Fate::Success => (State::Success, &[]),
        Fate::Failed => (State::Failed, &[]),
        Fate::PendingThenSuccess => (State::Pending, &[State::Success]),
        Fate::PendingThenFailed => (State::Pending, &[State::Failed]),
        Fate::PendingForEver => (State::Pending, &[]),
        Fate::SuccessThenReversed => (State::Success, &[State::Reversed]),
        Fate::PendingThenReversed => (State::Pending, &[State::Success, State::Reversed]),
        Fate::NotTaken => (State::NotTaken, &[]),
    }
}

/// The words of `APIMessage` for a state of a product.
pub(super) const fn api_message(product: Product, state: State) -> &'static str {
    match (product, state) {
        (Product::Recharge, State::Success) => "Recharge Successful",
        (Product::Recharge, State::Pending) => "Recharge Under Process",
        (Product::Recharge, State::Failed) => "Server Connectivity Issue",
        (Product::Recharge, State::Reversed) => "Recharge Reversed",
        (Product::Payout | Product::Collection, State::Success) => "Transaction Successful",
        (Product::Payout | Product::Collection, State::Pending) => "Transaction Under Process",
        (Product::Payout | Product::Collection, State::Failed) => "Server Connectivity Issue",
        (Product::Payout | Product::Collection, State::Reversed) => "Transaction Reversed",
        (_, State::NotTaken) => "",
    }
}
