//! Which tokens the practice gateway accepts, and the agreed ones that it refuses.

use super::answer::Code;

/// The token that always works.
pub const PRACTICE_TOKEN: &str = "PRACTICE";

/// The tokens that are refused, each with its own code.
pub const REFUSED_TOKENS: &[(&str, Code)] = &[
    ("PRACTICE-RTN", Code::RTN),
    ("PRACTICE-RTA", Code::RTA),
    ("PRACTICE-AAB", Code::AAB),
    ("PRACTICE-AVE", Code::AVE),
    ("PRACTICE-ATD", Code::ATD),
    ("PRACTICE-UAI", Code::UAI),
];

/// The tokens in force. It has no `Debug`: a token is in no log line (money rule M10).
pub(super) struct Tokens {
    accepted: Vec<String>,
}

impl Tokens {
    /// These tokens work, and [`PRACTICE_TOKEN`].
    pub(super) fn new(accepted: Vec<String>) -> Self {
        Self { accepted }
    }

    /// # Errors
    /// The code with which a call that carries this token is refused; IAT for one that is
    /// missing or unknown.
    pub(super) fn check(&self, token: Option<&str>) -> Result<(), Code> {
        let token = token.unwrap_or_default();
        if token == PRACTICE_TOKEN || self.accepted.iter().any(|known| known == token) {
            return Ok(());
        }
        let refused = REFUSED_TOKENS.iter().find(|(known, _)| *known == token);
        Err(refused.map_or(Code::IAT, |(_, code)| *code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_has_its_code() {
        let tokens = Tokens::new(vec!["mine".into()]);
        assert_eq!(tokens.check(Some(PRACTICE_TOKEN)), Ok(()));
        assert_eq!(tokens.check(Some("mine")), Ok(()));
        for (token, code) in REFUSED_TOKENS {
            assert_eq!(tokens.check(Some(token)), Err(*code));
        }
        for unknown in [None, Some(""), Some("practice"), Some("else")] {
            assert_eq!(tokens.check(unknown), Err(Code::IAT));
        }
    }
}
