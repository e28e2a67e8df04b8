//! The words of one language that a document is made of: the window knows them and hands them over.

use std::collections::HashMap;

use crate::money::Language;

/// Every message that a receipt may need.
const fn message_ids() -> [&'static str; 50] {
    [
        "receipt-title",
        "receipt-duplicate",
        "receipt-copy",
        "receipt-practice",
        "receipt-practice-band",
        "receipt-gstin",
        "receipt-success",
        "receipt-pending",
        "receipt-failed",
        "receipt-not-sent",
        "receipt-reversed",
        "receipt-settled-succeeded",
        "receipt-settled-failed",
        "receipt-no-proof",
        "receipt-nothing-paid",
        "receipt-not-through",
        "receipt-nothing-debited",
        "receipt-taken-back",
        "receipt-owed",
        "receipt-given-back",
        "receipt-by-callback",
        "receipt-service",
        "receipt-transaction",
        "recharge-number",
        "recharge-operator",
        "recharge-amount",
        "payout-name",
        "payout-account",
        "payout-ifsc",
        "payout-bank",
        "payout-mode",
        "payout-mobile",
        "wallet-mobile",
        "fact-customer",
        "fact-time",
        "fact-operator-reference",
        "fact-agent-id",
        "service-payout",
        "service-collection",
        "service-wallet-load",
        "category-mobile-prepaid",
        "category-mobile-postpaid",
        "category-dth",
        "category-datacard",
        "category-landline",
        "category-electricity",
        "category-gas",
        "category-insurance",
        "receipt-given-back-at",
        "receipt-settled-note",
    ]
}

/// Every message that a closing statement may need beside those of a receipt.
const fn statement_message_ids() -> [&'static str; 47] {
    [
        "statement-title",
        "statement-shop",
        "statement-address",
        "statement-page",
        "statement-page-of",
        "statement-more",
        "statement-more-behind",
        "statement-none",
        "statement-from",
        "statement-to",
        "statement-day",
        "statement-begun",
        "statement-closed",
        "statement-made",
        "statement-wallets",
        "statement-read-first",
        "statement-read-last",
        "statement-services",
        "statement-service",
        "statement-state",
        "statement-count",
        "statement-operators",
        "statement-together",
        "statement-settled-succeeded",
        "statement-settled-failed",
        "statement-open",
        "statement-owed",
        "statement-for",
        "statement-difference",
        "statement-too-much",
        "days-pending",
        "days-failed",
        "days-earned",
        "days-operator",
        "days-rate-short",
        "drawer-opening",
        "drawer-taken",
        "drawer-given-back",
        "drawer-expected",
        "drawer-counted",
        "statement-opening",
        "start-debits",
        "start-returned",
        "start-collected",
        "start-expected",
        "statement-holds",
        "statement-drawer",
    ]
}

/// What a state and a service are called.
const fn state_message_ids() -> [&'static str; 6] {
    [
        "state-success",
        "state-pending",
        "state-failed",
        "state-not-sent",
        "state-reversed",
        "service-recharge",
    ]
}

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    language: Language,
    said: HashMap<&'static str, String>,
}

impl Texts {
    /// The words of a language, as `say` has them.
    pub fn of(language: Language, say: impl Fn(&str) -> String) -> Self {
        let ids = message_ids().into_iter().chain(statement_message_ids());
        let said = ids.chain(state_message_ids()).map(|id| (id, say(id))).collect();
        Self { language, said }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// A message; empty where it is none that a document needs.
    #[must_use]
    pub fn say(&self, id: &str) -> &str {
        self.said.get(id).map_or("", String::as_str)
    }
}
