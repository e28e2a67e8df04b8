//! What a practice gateway knows from before it was started: a shop's wallets and payments of earlier days.

use std::collections::BTreeMap;
use std::time::Duration;

use super::entry::{Entry, PayRequest, Product, State, api_message};
use crate::money::Paise;
use crate::time::Moment;

/// What was before. Nothing of it changes by itself any more.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// What each wallet holds when the gateway starts; one that is not named holds what
    /// [`super::Config::opening`] says.
    pub wallets: BTreeMap<Product, Paise>,
    /// The payments that it can be asked about, the oldest first.
    pub payments: Vec<Earlier>,
}

/// A payment of before. Its money is in the wallets of [`Before`] already.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The service.
    pub product: Product,
    /// The client's transaction id.
    pub agent_id: String,
    /// What was asked for.
    pub request: PayRequest,
    /// When the payment was taken.
    pub at: Moment,
    /// How it stands.
    pub state: State,
    /// The gateway's number for it.
    pub api_trans_id: String,
    /// The operator's reference; empty but for a success.
    pub operator_reference: String,
    /// The link of a collection; empty for anything else.
    pub intent_data: String,
}

impl Earlier {
    /// As it stands in the books.
    pub(super) fn entry(self) -> Entry {
        let debits = matches!(self.state, State::Pending | State::Success);
        let (debited, credited) = match (self.product, self.state) {
            (Product::Collection, State::Success) => (Paise::ZERO, self.request.amount),
            (Product::Collection, _) => (Paise::ZERO, Paise::ZERO),
            _ if debits => (self.request.amount, Paise::ZERO),
            _ => (Paise::ZERO, Paise::ZERO),
        };
        Entry {
            state: self.state,
            sends: 1,
            debited,
            credited,
            api_message: api_message(self.product, self.state).to_owned(),
            api_trans_id: self.api_trans_id,
            operator_reference: self.operator_reference,
            intent_data: self.intent_data,
            request: self.request,
            from_before: true,
            ..Entry::heard_of(self.product, &self.agent_id, self.at, Duration::ZERO)
        }
    }
}
