//! A payout: money to a bank account, its form, and the order that comes of it (api.md 1, Payout pay).

use serde::{Deserialize, Serialize};

use super::{AmountProblem, Place, TextProblem, amount_within, keep, text};
use crate::money::Paise;
use crate::transaction::ifsc::{IfscProblem, well_formed_ifsc};
use crate::transaction::number::{self, NumberError};
use crate::transaction::operator::Category;

/// A payout that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutOrder {
    /// Whose account it is.
    pub beneficiary_name: String,
    /// The account's number, without spaces.
    pub account: String,
    /// The branch's IFSC.
    pub ifsc: String,
    /// The bank's name.
    pub bank: String,
    /// How it travels.
    pub mode: TransferMode,
    /// The amount.
    pub amount: Paise,
    /// The mobile number of the customer who pays it in; what `Number` echoes.
    pub mobile: String,
    /// Where the request comes from.
    pub place: Place,
}

/// How money travels to a bank (api.md 1, TransferMode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TransferMode {
    /// At once, at any hour.
    #[default]
    Imps,
    /// In half-hourly batches.
    Neft,
    /// At once, for large amounts.
    Rtgs,
}

/// An amount that a mode does not usually carry: a warning, since the gateway decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitWarning {
    /// More than it usually takes.
    Above(Paise),
    /// Less than it usually takes.
    Below(Paise),
}

impl TransferMode {
    /// Every mode, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Imps, Self::Neft, Self::Rtgs];

    /// As it is sent and shown.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Imps => "IMPS",
            Self::Neft => "NEFT",
            Self::Rtgs => "RTGS",
        }
    }

    /// What is unusual about an amount: IMPS takes up to ₹5,00,000, RTGS from ₹2,00,000 up
    /// (NPCI's and the Reserve Bank's usual limits; a gateway may have its own).
    #[must_use]
    pub fn warning(self, amount: Paise) -> Option<LimitWarning> {
        const IMPS_MOST: Paise = Paise::from_paise(50_000_000);
        const RTGS_LEAST: Paise = Paise::from_paise(20_000_000);
        match self {
            Self::Imps if amount > IMPS_MOST => Some(LimitWarning::Above(IMPS_MOST)),
            Self::Rtgs if amount < RTGS_LEAST => Some(LimitWarning::Below(RTGS_LEAST)),
            _ => None,
        }
    }
}

/// The Payout form as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayoutForm {
    /// The beneficiary's name as typed.
    pub name: String,
    /// The account's number as typed.
    pub account: String,
    /// The account's number typed again; not asked for when it comes from the book.
    pub again: String,
    /// The IFSC as typed.
    pub ifsc: String,
    /// The bank's name as filled in or typed.
    pub bank: String,
    /// The chosen mode.
    pub mode: TransferMode,
    /// The amount in rupees as typed.
    pub amount: String,
    /// The customer's mobile number as typed.
    pub mobile: String,
}

/// What is wrong with a form, one problem a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PayoutProblems {
    /// About the name.
    pub name: Option<TextProblem>,
    /// About the account's number.
    pub account: Option<AccountProblem>,
    /// About its being typed again.
    pub again: Option<AccountProblem>,
    /// About the IFSC.
    pub ifsc: Option<IfscProblem>,
    /// About the bank's name.
    pub bank: Option<TextProblem>,
    /// About the amount.
    pub amount: Option<AmountProblem>,
    /// About the mobile number.
    pub mobile: Option<NumberError>,
    /// The shop's address or place is not in the settings.
    pub place: bool,
}

impl PayoutProblems {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Why a text is not an account's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountProblem {
    /// Nothing was typed.
    #[error("no account number is given")]
    Empty,
    /// A character that no account number has.
    #[error("“{0}” does not belong into an account number")]
    Character(char),
    /// Too few or too many characters; how many were found.
    #[error("an account number has 6 to 20 digits or letters, this has {0}")]
    Length(usize),
    /// Typed again, it is another one.
    #[error("the two account numbers are not the same")]
    NotTheSame,
}

/// An account's number as it is sent: without spaces and dashes, letters as capitals.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn well_formed_account(typed: &str) -> Result<String, AccountProblem> {
    let mut account = String::new();
    for c in typed.chars() {
        match c {
            '0'..='9' => account.push(c),
            'a'..='z' | 'A'..='Z' => account.push(c.to_ascii_uppercase()),
            '०'..='९' => {
                account.extend(char::from_digit(u32::from(c) - u32::from('०'), 10));
            }
            '-' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            c if c.is_whitespace() => {}
            c => return Err(AccountProblem::Character(c)),
        }
    }
    match account.len() {
        0 => Err(AccountProblem::Empty),
        6..=20 => Ok(account),
        length => Err(AccountProblem::Length(length)),
    }
}

/// An account's number as it is shown wherever it need not be read in full: its last four
/// characters.
#[must_use]
pub fn mask_account(account: &str) -> String {
    let from = account.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    format!("••••{}", account.get(from..).unwrap_or_default())
}

impl PayoutOrder {
    /// Makes an order from a form; `place` is the shop's, from the settings.
    ///
    /// # Errors
    /// Every problem at once, each beside its field; the form is left as it is.
    pub fn from_form(form: &PayoutForm, place: Option<Place>) -> Result<Self, Box<PayoutProblems>> {
        let mut problems = PayoutProblems::default();
        let whose = form.whose(&mut problems);
        let account = well_formed_account(&form.account).ok();
        if account.is_some() && well_formed_account(&form.again).ok() != account {
            problems.again = Some(AccountProblem::NotTheSame);
        }
        let most = Paise::from_paise(i64::MAX);
        let amount = keep(amount_within(&form.amount, Paise::ZERO, most), &mut problems.amount);
        problems.place = place.is_none();
        match (whose, amount, place) {
            (Some(whose), Some(amount), Some(place)) if problems.is_empty() => Ok(Self {
                beneficiary_name: whose.name,
                account: whose.account,
                ifsc: whose.ifsc,
                bank: whose.bank,
                mode: form.mode,
                amount,
                mobile: whose.mobile,
                place,
            }),
            _ => Err(Box::new(problems)),
        }
    }
}

/// Whose account it is, and which: what the book of beneficiaries keeps of a form.
pub(in crate::transaction) struct Whose {
    pub name: String,
    pub account: String,
    pub ifsc: String,
    pub bank: String,
    pub mobile: String,
}

impl PayoutForm {
    /// What the book keeps of the form; `None` when something of it is wrong.
    pub(in crate::transaction) fn whose(&self, problems: &mut PayoutProblems) -> Option<Whose> {
        let name = keep(text(&self.name, true), &mut problems.name);
        let account = keep(well_formed_account(&self.account), &mut problems.account);
        let ifsc = keep(well_formed_ifsc(&self.ifsc), &mut problems.ifsc);
        let bank = keep(text(&self.bank, true), &mut problems.bank);
        let mobile = number::understand(Category::MobilePrepaid, &self.mobile);
        let mobile = keep(mobile, &mut problems.mobile);
        Some(Whose { name: name?, account: account?, ifsc: ifsc?, bank: bank?, mobile: mobile? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        let address = "203.0.113.7".parse().unwrap();
        Place { address, latitude: "28.6139".into(), longitude: "77.2090".into() }
    }

    fn form() -> PayoutForm {
        PayoutForm {
            name: " Asha Devi ".into(),
            account: "5010 0123-4567 89".into(),
            again: "50100123456789".into(),
            ifsc: "hdfc0000123".into(),
            bank: "HDFC Bank".into(),
            mode: TransferMode::Imps,
            amount: "1,500".into(),
            mobile: "+91 98765 43210".into(),
        }
    }

    #[test]
    fn a_form_becomes_an_order() {
        let order = PayoutOrder::from_form(&form(), Some(place())).unwrap();
        assert_eq!(order.beneficiary_name, "Asha Devi");
        assert_eq!(order.account, "50100123456789");
        assert_eq!(order.ifsc, "HDFC0000123");
        assert_eq!(order.amount, Paise::from_paise(150_000));
        assert_eq!(order.mobile, "9876543210");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let typed =
            PayoutForm { account: "12 34".into(), amount: "0".into(), ..PayoutForm::default() };
        let problems = PayoutOrder::from_form(&typed, None).unwrap_err();
        assert_eq!(problems.name, Some(TextProblem::Required));
        assert_eq!(problems.account, Some(AccountProblem::Length(4)));
        assert_eq!(problems.again, None, "one thing at a time");
        assert!(problems.ifsc.is_some() && problems.mobile.is_some() && problems.place);
        assert_eq!(problems.bank, Some(TextProblem::Required));
    }

    #[test]
    fn an_account_typed_otherwise_the_second_time_is_refused() {
        let typed = PayoutForm { again: "50100123456798".into(), ..form() };
        let problems = PayoutOrder::from_form(&typed, Some(place())).unwrap_err();
        assert_eq!(problems.again, Some(AccountProblem::NotTheSame));
        let empty = PayoutForm { again: String::new(), ..form() };
        assert!(PayoutOrder::from_form(&empty, Some(place())).is_err());
    }

    #[test]
    fn an_account_is_understood_or_explained() {
        let table = [
            ("५०१०० १२३४५", Ok("5010012345")),
            ("sb-000123", Ok("SB000123")),
            ("", Err(AccountProblem::Empty)),
            ("12345", Err(AccountProblem::Length(5))),
            ("123456789012345678901", Err(AccountProblem::Length(21))),
            ("1234/5678", Err(AccountProblem::Character('/'))),
        ];
        for (typed, expected) in table {
            assert_eq!(well_formed_account(typed), expected.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn only_the_last_four_are_shown() {
        let table = [("50100123456789", "••••6789"), ("123", "••••123"), ("", "••••")];
        for (account, shown) in table {
            assert_eq!(mask_account(account), shown);
        }
    }

    #[test]
    fn the_usual_limits_warn_to_the_paisa() {
        let lakh = |paise| Paise::from_paise(paise);
        let (five, two) = (lakh(50_000_000), lakh(20_000_000));
        let table = [
            (TransferMode::Imps, five, None),
            (TransferMode::Imps, lakh(50_000_001), Some(LimitWarning::Above(five))),
            (TransferMode::Neft, lakh(50_000_001), None),
            (TransferMode::Rtgs, two, None),
            (TransferMode::Rtgs, lakh(19_999_999), Some(LimitWarning::Below(two))),
        ];
        for (mode, amount, warning) in table {
            assert_eq!(mode.warning(amount), warning);
        }
    }
}
