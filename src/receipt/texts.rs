//! The words of one language that a receipt is made of: the window knows them and hands them over.

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

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    language: Language,
    said: HashMap<&'static str, String>,
}

impl Texts {
    /// The words of a language, as `say` has them.
    pub fn of(language: Language, say: impl Fn(&str) -> String) -> Self {
        let said = message_ids().into_iter().map(|id| (id, say(id))).collect();
        Self { language, said }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// A message; empty where it is none that a receipt needs.
    #[must_use]
    pub fn say(&self, id: &str) -> &str {
        self.said.get(id).map_or("", String::as_str)
    }
}
