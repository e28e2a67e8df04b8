//! Money as a whole number of paise, read and written without a float anywhere (money rule M8).

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod words;

pub use words::{Language, in_words};

/// An amount in paise: ₹1.00 is `Paise::from_paise(100)`.
///
/// Negative amounts exist (a difference, a shortfall); no text that a person or a
/// gateway gives us can make one, because [`Paise::from_str`] refuses a sign.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Paise(i64);

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("no amount is given")]
    Empty,
    /// A sign: an amount is never negative, and a plus is a slip of the hand.
    #[error("an amount has no plus or minus sign")]
    Sign,
    /// More than two digits after the decimal point.
    #[error("an amount has at most two digits after the point")]
    TooManyDecimals,
    /// A comma that does not stand where Indian grouping puts it.
    #[error("the commas are not where they belong (1,23,456.00)")]
    Grouping,
    /// Anything else that is not a digit: letters, an exponent, a second point.
    #[error("an amount is digits and one point, for example 199 or 199.50")]
    NotANumber,
    /// More than an `i64` of paise can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl Paise {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount from a whole number of paise.
    #[must_use]
    pub const fn from_paise(paise: i64) -> Self {
        Self(paise)
    }

    /// An amount from a whole number of rupees, or `None` when it does not fit.
    #[must_use]
    pub const fn from_rupees(rupees: i64) -> Option<Self> {
        match rupees.checked_mul(100) {
            Some(paise) => Some(Self(paise)),
            None => None,
        }
    }

    /// The whole number of paise.
    #[must_use]
    pub const fn paise(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(paise) => Some(Self(paise)),
            None => None,
        }
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(paise) => Some(Self(paise)),
            None => None,
        }
    }

    /// Rupees with exactly two decimals and no grouping, as the gateway spells an
    /// amount: `20.00` (api.md 1).
    #[must_use]
    pub fn to_wire(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let paise = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", paise / 100, paise % 100)
    }

    /// Rupees with Indian grouping and two decimals, without the rupee sign: `1,23,456.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let paise = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", group_indian(&(paise / 100).to_string()), paise % 100)
    }
}

/// With the rupee sign and Indian grouping: `₹1,23,456.00`.
impl fmt::Display for Paise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grouped = self.grouped();
        let text = match grouped.strip_prefix('-') {
            Some(rest) => format!("-₹{rest}"),
            None => format!("₹{grouped}"),
        };
        f.pad(&text)
    }
}

impl FromStr for Paise {
    type Err = MoneyError;

    /// Reads an amount of rupees exactly: `20`, `20.5`, `20.00`, `1,23,456.50`.
    ///
    /// # Errors
    /// Anything that is not exactly an amount in paise is refused, never rounded.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        if text.starts_with(['-', '+', '−']) {
            return Err(MoneyError::Sign);
        }
        let (rupees, decimals) = text.split_once('.').unwrap_or((text, "0"));
        if !decimals.bytes().all(|b| b.is_ascii_digit()) || decimals.is_empty() {
            return Err(MoneyError::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(MoneyError::TooManyDecimals);
        }
        let rupees: i64 = ungroup_indian(rupees)?.parse().map_err(|_| MoneyError::TooLarge)?;
        let tens_of_paise: i64 = decimals.parse().map_err(|_| MoneyError::NotANumber)?;
        let paise = if decimals.len() == 1 { tens_of_paise * 10 } else { tens_of_paise };
        rupees
            .checked_mul(100)
            .and_then(|whole| whole.checked_add(paise))
            .map(Self)
            .ok_or(MoneyError::TooLarge)
    }
}

impl Sum for Paise {
    /// Saturates: a total is for the eye, and a ledger cannot hold enough events to get there.
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |total, amount| total.saturating_add(amount.0)))
    }
}

/// Puts commas into a text of digits as India does: the last three, then twos.
#[must_use]
pub fn group_indian(digits: &str) -> String {
    let Some(head_len) = digits.len().checked_sub(3).filter(|&n| n > 0) else {
        return digits.to_owned();
    };
    let (head, tail) = digits.split_at(head_len);
    let mut out = String::with_capacity(digits.len() + digits.len() / 2);
    for (i, digit) in head.chars().enumerate() {
        if i > 0 && (head_len - i).is_multiple_of(2) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push(',');
    out.push_str(tail);
    out
}

/// The digits of a number that has either no commas or all of them where India puts them.
fn ungroup_indian(text: &str) -> Result<String, MoneyError> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return Err(MoneyError::NotANumber);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return Err(MoneyError::NotANumber);
    }
    if text.contains(',') && group_indian(&digits) != text {
        return Err(MoneyError::Grouping);
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn m8_amounts_are_read_exactly() {
        let table: &[(&str, Result<i64, MoneyError>)] = &[
            ("20", Ok(2_000)),
            ("20.5", Ok(2_050)),
            ("20.00", Ok(2_000)),
            ("5000.00", Ok(500_000)),
            (" 7 ", Ok(700)),
            ("0.01", Ok(1)),
            ("0", Ok(0)),
            ("007", Ok(700)),
            ("1,23,456.50", Ok(12_345_650)),
            ("999", Ok(99_900)),
            ("92233720368547758.07", Ok(i64::MAX)),
            ("92233720368547758.08", Err(MoneyError::TooLarge)),
            ("99999999999999999999", Err(MoneyError::TooLarge)),
            ("", Err(MoneyError::Empty)),
            ("   ", Err(MoneyError::Empty)),
            ("-5", Err(MoneyError::Sign)),
            ("+5", Err(MoneyError::Sign)),
            ("5.001", Err(MoneyError::TooManyDecimals)),
            ("5.000", Err(MoneyError::TooManyDecimals)),
            ("123,456", Err(MoneyError::Grouping)),
            ("12,34", Err(MoneyError::Grouping)),
            (",123", Err(MoneyError::Grouping)),
            ("1,,234", Err(MoneyError::Grouping)),
            ("1e3", Err(MoneyError::NotANumber)),
            ("5.", Err(MoneyError::NotANumber)),
            (".5", Err(MoneyError::NotANumber)),
            ("5.5.5", Err(MoneyError::NotANumber)),
            ("NaN", Err(MoneyError::NotANumber)),
            ("twenty", Err(MoneyError::NotANumber)),
            ("२०", Err(MoneyError::NotANumber)),
            ("5.-1", Err(MoneyError::NotANumber)),
            (",", Err(MoneyError::NotANumber)),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<Paise>().map(Paise::paise), *expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_are_grouped_as_india_does() {
        let table = [
            (0, "₹0.00"),
            (5, "₹0.05"),
            (99_900, "₹999.00"),
            (100_000, "₹1,000.00"),
            (12_345_600, "₹1,23,456.00"),
            (1_234_567_890, "₹1,23,45,678.90"),
            (-12_345_600, "-₹1,23,456.00"),
        ];
        for (paise, expected) in table.iter() {
            assert_eq!(Paise(*paise).to_string(), *expected);
        }
        assert_eq!(Paise(i64::MIN).to_wire(), "-92233720368547758.08");
    }

    proptest! {
        #[test]
        fn m8_every_amount_survives_both_spellings(paise in 0..=i64::MAX) {
            let amount = Paise(paise);
            prop_assert_eq!(amount.to_wire().parse::<Paise>(), Ok(amount));
            prop_assert_eq!(amount.grouped().parse::<Paise>(), Ok(amount));
        }

        #[test]
        fn m8_no_text_panics_or_makes_a_negative(text in "\\PC{0,24}") {
            if let Ok(amount) = text.parse::<Paise>() {
                prop_assert!(amount >= Paise::ZERO);
            }
        }
    }
}
