//! Understanding a number as it was typed or pasted: spaces, dashes, +91, a leading 0, Hindi digits.

use super::operator::{Category, Operator};

/// Why a text is not a number that can be recharged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("no number is given")]
    Empty,
    /// A character that no such number has.
    #[error("“{0}” does not belong into this number")]
    Character(char),
    /// A mobile number with the country code of another country.
    #[error("only Indian mobile numbers (+91) can be recharged")]
    OtherCountry,
    /// A mobile number with too few or too many digits; the number of digits found.
    #[error("a mobile number has 10 digits, this has {0}")]
    MobileLength(usize),
    /// A mobile number that begins with a digit below 6.
    #[error("Indian mobile numbers begin with 6, 7, 8 or 9")]
    MobileStart,
    /// Longer than any operator's number.
    #[error("the number is too long")]
    TooLong,
    /// The operator's own numbers look different.
    #[error("this is not a number of the chosen operator")]
    Pattern,
}

/// The longest number that is sent: no operator's is longer, and a pasted page is a slip.
const MAX_LEN: usize = 30;

/// The number as it will be sent, from what was typed.
///
/// # Errors
/// [`NumberError`] with the first thing that is wrong with it.
pub fn understand(category: Category, typed: &str) -> Result<String, NumberError> {
    let plain = plain_characters(typed).map_err(NumberError::Character)?;
    if plain.is_empty() {
        return Err(NumberError::Empty);
    }
    if plain.len() > MAX_LEN {
        return Err(NumberError::TooLong);
    }
    if category.is_mobile() { mobile(&plain) } else { other(&plain) }
}

/// [`understand`], and then the operator's own pattern.
///
/// # Errors
/// [`NumberError`] with the first thing that is wrong with it.
pub fn understand_for(operator: &Operator, typed: &str) -> Result<String, NumberError> {
    let number = understand(operator.category, typed)?;
    match &operator.number_pattern {
        Some(pattern) if !pattern.is_match(&number) => Err(NumberError::Pattern),
        _ => Ok(number),
    }
}

/// What was typed without separators, in capitals, with digits of Devanagari as ASCII ones; or
/// the first character that no number has.
pub(super) fn plain_characters(typed: &str) -> Result<String, char> {
    let mut plain = String::new();
    for c in typed.trim().chars() {
        match c {
            '0'..='9' | '+' | '/' => plain.push(c),
            'a'..='z' | 'A'..='Z' => plain.push(c.to_ascii_uppercase()),
            '०'..='९' => {
                let digit = u32::from(c) - u32::from('०');
                plain.extend(char::from_digit(digit, 10));
            }
            // Copied numbers carry invisible direction marks and typographic dashes.
            '-'
            | '.'
            | '('
            | ')'
            | '‐'..='―'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' => {}
            c if c.is_whitespace() => {}
            c => return Err(c),
        }
    }
    Ok(plain)
}

fn mobile(plain: &str) -> Result<String, NumberError> {
    let digits = match plain.strip_prefix('+') {
        Some(international) => international.strip_prefix("91").ok_or(NumberError::OtherCountry)?,
        None => plain,
    };
    if let Some(stranger) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(NumberError::Character(stranger));
    }
    // A prefix is one only when ten digits remain: 91… and 0… also begin ordinary slips.
    let ten = ["0091", "091", "91", "0"]
        .iter()
        .filter_map(|prefix| digits.strip_prefix(prefix))
        .find(|rest| rest.len() == 10)
        .unwrap_or(digits);
    if ten.len() != 10 {
        return Err(NumberError::MobileLength(ten.len()));
    }
    if !ten.starts_with(['6', '7', '8', '9']) {
        return Err(NumberError::MobileStart);
    }
    Ok(ten.to_owned())
}

fn other(plain: &str) -> Result<String, NumberError> {
    match plain.chars().find(|c| *c == '+') {
        Some(stranger) => Err(NumberError::Character(stranger)),
        None => Ok(plain.to_owned()),
    }
}

/// A number in the groups it is read out in: up to ten digits in fives, `98765 43210`, more in fours.
/// What is not all digits comes back as it is.
#[must_use]
pub fn group_number(number: &str) -> String {
    groups(number).join(" ")
}

/// The groups of a number, as parts of it.
#[must_use]
pub fn groups(number: &str) -> Vec<&str> {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return vec![number];
    }
    let width = if number.len() <= 10 { 5 } else { 4 };
    let mut rest = number;
    let mut groups = Vec::new();
    while let Some((group, after)) =
        rest.split_at_checked(width).filter(|(_, rest)| !rest.is_empty())
    {
        groups.push(group);
        rest = after;
    }
    groups.push(rest);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pasted_mobile_number_is_understood_or_explained() {
        let table: &[(&str, Result<&str, NumberError>)] = &[
            ("9876543210", Ok("9876543210")),
            (" 98765 43210 ", Ok("9876543210")),
            ("98765-43210", Ok("9876543210")),
            ("+91 98765 43210", Ok("9876543210")),
            ("+91-98765-43210", Ok("9876543210")),
            ("919876543210", Ok("9876543210")),
            ("00919876543210", Ok("9876543210")),
            ("09876543210", Ok("9876543210")),
            ("(0)98765.43210", Ok("9876543210")),
            ("\u{202a}+91 98765 43210\u{202c}", Ok("9876543210")),
            ("९८७६५४३२१०", Ok("9876543210")),
            ("9187654321", Ok("9187654321")),
            ("", Err(NumberError::Empty)),
            (" - ", Err(NumberError::Empty)),
            ("98765", Err(NumberError::MobileLength(5))),
            ("98765432101", Err(NumberError::MobileLength(11))),
            ("1234567890", Err(NumberError::MobileStart)),
            ("+1 212 555 0100", Err(NumberError::OtherCountry)),
            ("98765abcde", Err(NumberError::Character('A'))),
            ("98765#3210", Err(NumberError::Character('#'))),
            ("9876543210987654321098765432101", Err(NumberError::TooLong)),
        ];
        for (typed, expected) in table {
            let understood = understand(Category::MobilePrepaid, typed);
            assert_eq!(understood, expected.clone().map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn a_consumer_number_may_have_letters_and_keeps_its_zeros() {
        assert_eq!(understand(Category::Electricity, "0012 3456-ab"), Ok("00123456AB".to_owned()));
        assert_eq!(understand(Category::Gas, "+12"), Err(NumberError::Character('+')));
    }

    proptest! {
        #[test]
        fn what_is_understood_is_ten_digits_and_understood_again(typed in "\\PC{0,20}") {
            if let Ok(number) = understand(Category::MobilePrepaid, &typed) {
                prop_assert_eq!(number.len(), 10);
                prop_assert_eq!(understand(Category::MobilePrepaid, &number), Ok(number));
            }
        }
    }

    #[test]
    fn numbers_are_read_out_in_groups() {
        let table = [
            ("9876543210", "98765 43210"),
            ("987654321", "98765 4321"),
            ("12345678", "12345 678"),
            ("98765", "98765"),
            ("123456789012", "1234 5678 9012"),
            ("1234", "1234"),
            ("", ""),
            ("KA-01/77", "KA-01/77"),
            ("९८७६५", "९८७६५"),
        ];
        for (number, grouped) in table {
            assert_eq!(group_number(number), grouped);
        }
    }
}
