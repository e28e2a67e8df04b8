//! Operators, categories and circles, as the catalogue describes them (api.md 1.6).

use serde::{Deserialize, Serialize};

use super::commission::Commission;
use crate::money::Paise;

/// What kind of recharge or bill it is (api.md 1, `number`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Prepaid mobile.
    MobilePrepaid,
    /// Postpaid mobile bill.
    MobilePostpaid,
    /// Satellite television.
    Dth,
    /// Data card.
    Datacard,
    /// Landline or broadband bill.
    Landline,
    /// Electricity bill.
    Electricity,
    /// Piped gas bill.
    Gas,
    /// Insurance premium.
    Insurance,
}

impl Category {
    /// All categories, in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::MobilePrepaid,
        Self::MobilePostpaid,
        Self::Dth,
        Self::Datacard,
        Self::Landline,
        Self::Electricity,
        Self::Gas,
        Self::Insurance,
    ];

    /// The word for it in the catalogue's CSV and in the ledger.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MobilePrepaid => "mobile_prepaid",
            Self::MobilePostpaid => "mobile_postpaid",
            Self::Dth => "dth",
            Self::Datacard => "datacard",
            Self::Landline => "landline",
            Self::Electricity => "electricity",
            Self::Gas => "gas",
            Self::Insurance => "insurance",
        }
    }

    /// The category of a catalogue word, or `None` when there is no such category.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// Whether its number is a ten-digit Indian mobile number.
    #[must_use]
    pub const fn is_mobile(self) -> bool {
        matches!(self, Self::MobilePrepaid | Self::MobilePostpaid | Self::Datacard)
    }
}

/// One of the four optional parameters, as an operator uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Optional {
    /// What the screen calls it, for example "Billing unit".
    pub label: String,
    /// Whether the operator refuses an order without it.
    pub required: bool,
}

/// An operator of the catalogue.
#[derive(Clone, Debug)]
pub struct Operator {
    /// What kind of recharge it takes.
    pub category: Category,
    /// Its name as customers know it.
    pub name: String,
    /// PGPE's code for it; differs from shop to shop.
    pub code: String,
    /// What its number is called, for example "Consumer number".
    pub number_label: String,
    /// The form of its number, anchored at both ends; `None` accepts any.
    pub number_pattern: Option<regex_lite::Regex>,
    /// The least it takes.
    pub min: Paise,
    /// The most it takes.
    pub max: Paise,
    /// What the shop earns on it.
    pub commission: Commission,
    /// How it uses `optional1` to `optional4`; `None` where it does not.
    pub optionals: [Option<Optional>; 4],
    /// Whether the code means something to the practice gateway only.
    pub practice: bool,
}

/// A telecom circle of the shop's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Its name, for example "Delhi NCR".
    pub name: String,
    /// PGPE's code for it; 0 is the default (api.md 1).
    pub code: String,
}
