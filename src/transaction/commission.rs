//! What the shop earns on a recharge, by operator: a part of the amount, or a fixed sum each.

use std::fmt;
use std::str::FromStr;

use crate::money::{MoneyError, Paise};

/// A hundred percent in basis points.
const WHOLE: i64 = 10_000;

/// What the shop earns on each success of an operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commission {
    /// Nothing, or not known.
    #[default]
    None,
    /// A part of the amount, in basis points: 250 is 2.5 %.
    Percent(i64),
    /// The same for each, whatever the amount.
    Each(Paise),
}

/// Why a text is no commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommissionError {
    /// Neither a percentage nor an amount.
    #[error(transparent)]
    Unreadable(#[from] MoneyError),
    /// More than the whole amount.
    #[error("a commission is at most 100%")]
    MoreThanAll,
}

impl Commission {
    /// What is earned on so many successes of this amount together, rounded down to a paisa;
    /// `None` when it does not fit.
    #[must_use]
    pub fn of(self, count: u64, amount: Paise) -> Option<Paise> {
        match self {
            Self::None => Some(Paise::ZERO),
            Self::Percent(points) => {
                let earned = i128::from(amount.paise()) * i128::from(points) / i128::from(WHOLE);
                i64::try_from(earned).ok().map(Paise::from_paise)
            }
            Self::Each(each) => {
                let count = i64::try_from(count).ok()?;
                each.paise().checked_mul(count).map(Paise::from_paise)
            }
        }
    }
}

/// Reads `2.5%` as a part of the amount and `1.50` as a sum in rupees; nothing is nothing.
impl FromStr for Commission {
    type Err = CommissionError;

    fn from_str(text: &str) -> Result<Self, CommissionError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::None);
        }
        match text.strip_suffix('%') {
            None => Ok(Self::Each(text.strip_prefix('₹').unwrap_or(text).parse()?)),
            Some(percent) => {
                // Two decimals of a percentage are basis points, as two of a rupee are paise.
                let points = percent.trim_end().parse::<Paise>()?.paise();
                if points > WHOLE {
                    Err(CommissionError::MoreThanAll)
                } else {
                    Ok(Self::Percent(points))
                }
            }
        }
    }
}

/// As it is written in a list, so that it reads back the same.
impl fmt::Display for Commission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Percent(points) => write!(f, "{}%", Paise::from_paise(*points).to_wire()),
            Self::Each(each) => f.write_str(&each.to_wire()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m8_a_commission_is_read_exactly_and_written_back() {
        for (text, read, written) in [
            ("", Commission::None, ""),
            ("2.5%", Commission::Percent(250), "2.50%"),
            ("0.05 %", Commission::Percent(5), "0.05%"),
            ("100%", Commission::Percent(10_000), "100.00%"),
            ("1.50", Commission::Each(Paise::from_paise(150)), "1.50"),
            ("₹2", Commission::Each(Paise::from_paise(200)), "2.00"),
        ] {
            assert_eq!(text.parse(), Ok(read), "{text}");
            assert_eq!(read.to_string(), written);
            assert_eq!(written.parse(), Ok(read));
        }
        for bad in ["%", "-1%", "2.555%", "a", "1e2", "1.5.5"] {
            assert!(bad.parse::<Commission>().is_err(), "{bad}");
        }
        assert_eq!("100.01%".parse::<Commission>(), Err(CommissionError::MoreThanAll));
    }

    #[test]
    fn what_is_earned_is_rounded_down_and_never_more_than_fits() {
        let amount = Paise::from_paise(19_999);
        assert_eq!(Commission::None.of(3, amount), Some(Paise::ZERO));
        assert_eq!(Commission::Percent(250).of(3, amount), Some(Paise::from_paise(499)));
        let each = Commission::Each(Paise::from_paise(150));
        assert_eq!(each.of(3, amount), Some(Paise::from_paise(450)));
        assert_eq!(each.of(u64::MAX, amount), None);
        let all = Commission::Percent(10_000);
        assert_eq!(all.of(1, Paise::from_paise(i64::MAX)), Some(Paise::from_paise(i64::MAX)));
    }
}
