//! Understanding the code of a bank's branch (IFSC) as it was typed or pasted.

use super::number::plain_characters;

/// The characters of a code: four letters of the bank, a zero, six of the branch.
const LEN: usize = 11;

/// Why a text is not the code of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IfscProblem {
    /// Nothing was typed.
    #[error("no IFSC is given")]
    Empty,
    /// A character that no code has.
    #[error("“{0}” does not belong into an IFSC")]
    Character(char),
    /// Too few or too many characters; the number of characters found.
    #[error("an IFSC has 11 characters, this has {0}")]
    Length(usize),
    /// The bank's part has something else than letters.
    #[error("an IFSC begins with four letters")]
    Letters,
    /// Most often the letter O. It is told and not mended: money goes where this code says.
    #[error("the fifth character of an IFSC is a zero")]
    FifthNotZero,
}

/// The code as it will be sent, from what was typed: eleven capital letters and digits.
///
/// # Errors
/// [`IfscProblem`] with the first thing that is wrong with it.
pub fn well_formed_ifsc(typed: &str) -> Result<String, IfscProblem> {
    let code = plain_characters(typed).map_err(IfscProblem::Character)?;
    if let Some(stranger) = code.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(IfscProblem::Character(stranger));
    }
    if code.is_empty() {
        return Err(IfscProblem::Empty);
    }
    if code.len() != LEN {
        return Err(IfscProblem::Length(code.len()));
    }
    if !code.chars().take(4).all(|c| c.is_ascii_uppercase()) {
        return Err(IfscProblem::Letters);
    }
    if code.chars().nth(4) != Some('0') {
        return Err(IfscProblem::FifthNotZero);
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_typed_ifsc_is_understood_or_explained() {
        let table: &[(&str, Result<&str, IfscProblem>)] = &[
            ("SBIN0001234", Ok("SBIN0001234")),
            (" sbin 0001234\n", Ok("SBIN0001234")),
            ("HDFC-0-CAACOB", Ok("HDFC0CAACOB")),
            ("SBIN०००१२३४", Ok("SBIN0001234")),
            ("\u{200e}SBIN0001234", Ok("SBIN0001234")),
            ("", Err(IfscProblem::Empty)),
            (" - ", Err(IfscProblem::Empty)),
            ("SBIN000123", Err(IfscProblem::Length(10))),
            ("SBIN00012345", Err(IfscProblem::Length(12))),
            ("5BIN0001234", Err(IfscProblem::Letters)),
            ("SBI00001234", Err(IfscProblem::Letters)),
            ("SBINO001234", Err(IfscProblem::FifthNotZero)),
            ("SBIN1001234", Err(IfscProblem::FifthNotZero)),
            ("SBIN0001/34", Err(IfscProblem::Character('/'))),
            ("SBIN0001234+", Err(IfscProblem::Character('+'))),
            ("एसबीआई", Err(IfscProblem::Character('ए'))),
            ("SBIN000123Ä", Err(IfscProblem::Character('Ä'))),
        ];
        for (typed, expected) in table {
            let understood = well_formed_ifsc(typed);
            assert_eq!(understood, expected.map(str::to_owned), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_understood_has_the_form_and_is_understood_again(
            typed in "(\\PC{0,14}|[ A-Za-z-]{3,5}[0Oo०-९]{1,2}[A-Z0-9 ]{5,7})",
        ) {
            if let Ok(code) = well_formed_ifsc(&typed) {
                let form = regex_lite::Regex::new("^[A-Z]{4}0[A-Z0-9]{6}$").unwrap();
                prop_assert!(form.is_match(&code), "{}", code);
                prop_assert_eq!(well_formed_ifsc(&code), Ok(code));
            }
        }
    }
}
