//! A collection: money that a customer is asked for by UPI (api.md 1, Collection create).

use serde::{Deserialize, Serialize};

use super::{AmountProblem, TextProblem, amount_within, keep, text};
use crate::money::Paise;

/// A UPI request that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionOrder {
    /// The amount.
    pub amount: Paise,
    /// What the agent calls it; empty when not given. Never sent.
    pub note: String,
}

/// The UPI form as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionForm {
    /// The amount in rupees as typed.
    pub amount: String,
    /// The note as typed.
    pub note: String,
}

/// What is wrong with a form, one problem a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionProblems {
    /// About the amount.
    pub amount: Option<AmountProblem>,
    /// About the note.
    pub note: Option<TextProblem>,
}

impl CollectionOrder {
    /// Makes an order from a form.
    ///
    /// # Errors
    /// Every problem at once, each beside its field; the form is left as it is.
    pub fn from_form(form: &CollectionForm) -> Result<Self, CollectionProblems> {
        let mut problems = CollectionProblems::default();
        let most = Paise::from_paise(i64::MAX);
        let amount = keep(amount_within(&form.amount, Paise::ZERO, most), &mut problems.amount);
        let note = keep(text(&form.note, false), &mut problems.note);
        match (amount, note) {
            (Some(amount), Some(note)) => Ok(Self { amount, note }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MoneyError;

    fn form(amount: &str, note: &str) -> CollectionForm {
        CollectionForm { amount: amount.into(), note: note.into() }
    }

    #[test]
    fn m8_an_amount_is_exact_or_told() {
        let order = CollectionOrder::from_form(&form("₹1,250.5", " sari ")).unwrap();
        assert_eq!((order.amount.paise(), order.note.as_str()), (125_050, "sari"));
        let table = [
            ("", AmountProblem::Unreadable(MoneyError::Empty)),
            ("0", AmountProblem::TooSmall(Paise::from_paise(1))),
            ("-5", AmountProblem::Unreadable(MoneyError::Sign)),
            ("5.005", AmountProblem::Unreadable(MoneyError::TooManyDecimals)),
        ];
        for (typed, problem) in table {
            let problems = CollectionOrder::from_form(&form(typed, "a\nb")).unwrap_err();
            assert_eq!(problems.amount, Some(problem), "{typed:?}");
            assert_eq!(problems.note, Some(TextProblem::Character));
        }
    }
}
