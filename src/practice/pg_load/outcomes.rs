//! What the paise of a load ask for.

use crate::money::Paise;

/// How a load ends, and what is wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFate {
    /// The customer pays or cancels on the page.
    ByCustomer,
    /// It is paid by itself later.
    Paid,
    /// It fails by itself later; its answer carries `responseCode` 00 all the same, as
    /// PayU's own samples do.
    Fails,
    /// It fails by itself later and is being refunded.
    FailsRefunded,
    /// It is refused with 1050: the wallet's limit.
    Refused,
    /// HTTP 500, and the customer can pay all the same.
    ServerError,
    /// No answer, and it is paid later.
    NoAnswer,
    /// The page is on a host that is not PayU's.
    OtherHost,
    /// The answer names no reference.
    NoReference,
    /// HTTP 200 with a web page.
    Html,
    /// The answer is about another load.
    OtherLoad,
    /// The customer comes back by a POST form.
    BackByForm,
}

/// What the paise of an amount ask for.
#[derive(Clone, Copy, Debug)]
pub struct LoadOutcome {
    /// The paise, 0 to 99.
    pub paise: i64,
    /// A name that stays, for the words on the practice screen.
    pub id: &'static str,
    /// What happens, in English.
    pub description: &'static str,
    /// How it goes.
    pub fate: LoadFate,
}

const fn row(
    paise: i64,
    fate: LoadFate,
    id: &'static str,
    description: &'static str,
) -> LoadOutcome {
    LoadOutcome { paise, id, description, fate }
}

const BY_CUSTOMER: LoadOutcome = row(
    0,
    LoadFate::ByCustomer,
    "practice-load-by-customer",
    "The customer pays or cancels on the page",
);

/// Every agreed number of paise. An amount with any other is the customer's to pay.
pub const LOAD_OUTCOMES: &[LoadOutcome] = &[
    BY_CUSTOMER,
    row(1, LoadFate::Paid, "practice-load-paid", "Paid later without the page"),
    row(2, LoadFate::Fails, "practice-load-fails", "Fails later, with the response code 00"),
    row(3, LoadFate::FailsRefunded, "practice-load-refunded", "Fails later and is being refunded"),
    row(4, LoadFate::Refused, "practice-load-refused", "Refused at once: the wallet's limit"),
    row(5, LoadFate::ServerError, "practice-load-server-error", "HTTP 500, but the page works"),
    row(6, LoadFate::NoAnswer, "practice-load-no-answer", "No answer, but paid later"),
    row(7, LoadFate::OtherHost, "practice-load-other-host", "The page is on a strange host"),
    row(8, LoadFate::NoReference, "practice-load-no-reference", "An answer without a reference"),
    row(9, LoadFate::Html, "practice-load-html", "A web page in place of the answer"),
    row(10, LoadFate::OtherLoad, "practice-load-other-load", "The answer is about another load"),
    row(
        11,
        LoadFate::BackByForm,
        "practice-load-by-form",
        "As with .00, and the customer comes back by a form",
    ),
];

/// What an amount asks for by its paise.
#[must_use]
pub fn for_load(amount: Paise) -> LoadFate {
    let paise = amount.paise().rem_euclid(100);
    let found = LOAD_OUTCOMES.iter().find(|outcome| outcome.paise == paise);
    found.map_or(BY_CUSTOMER.fate, |outcome| outcome.fate)
}
