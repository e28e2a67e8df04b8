//! Taking the token out of whatever the gateway says, before anyone keeps it (money rule M10).

use base64::prelude::{BASE64_STANDARD, Engine};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

/// What stands where the token stood.
const GONE: &str = "•••";

/// A token shorter than this would be found in ordinary words and figures.
const SHORTEST: usize = 6;

/// The spellings of a token that a text could hold.
pub struct Scrub {
    spellings: Vec<SecretString>,
}

impl Scrub {
    /// Everything that could give this token away.
    pub fn new(token: &SecretString) -> Self {
        let plain = token.expose_secret();
        let mut spellings = Vec::new();
        if plain.len() >= SHORTEST {
            let form: String = byte_serialize(plain.as_bytes()).collect();
            let percent = form.replace('+', "%20");
            let base64 = BASE64_STANDARD.encode(plain);
            let unpadded = base64.trim_end_matches('=').to_owned();
            for spelling in [plain.to_owned(), form, percent, base64, unpadded] {
                spellings.push(SecretString::from(spelling));
            }
        }
        Self { spellings }
    }

    /// The text without the token, in any spelling, in any case of its letters.
    pub fn clean(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for spelling in &self.spellings {
            clean = without(&clean, spelling.expose_secret());
        }
        clean
    }
}

/// Replaces a text in any case of its ASCII letters: percent-encoding has two spellings.
fn without(text: &str, secret: &str) -> String {
    let (lower, secret) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
    let mut clean = String::with_capacity(text.len());
    let mut done = 0;
    for (at, found) in lower.match_indices(&secret) {
        clean.push_str(text.get(done..at).unwrap_or_default());
        clean.push_str(GONE);
        done = at + found.len();
    }
    clean.push_str(text.get(done..).unwrap_or_default());
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m10_the_token_is_taken_out_in_every_spelling() {
        let scrub = Scrub::new(&SecretString::from("S3cr&t token/é"));
        for text in [
            "token=S3cr&t token/é.",
            "s3CR&T TOKEN/é",
            "?token=S3cr%26t+token%2F%C3%A9&x=1",
            "?token=s3cr%26t%20token%2f%c3%a9&x=1",
            "basic UzNjciZ0IHRva2VuL8Op",
        ] {
            let clean = scrub.clean(text);
            assert!(clean.contains(GONE), "{text} became {clean}");
            assert!(!clean.to_ascii_lowercase().contains("s3cr"), "{clean}");
        }
        assert_eq!(scrub.clean("nothing of it: 20.00 é"), "nothing of it: 20.00 é");
    }

    #[test]
    fn a_very_short_token_does_not_spoil_amounts() {
        assert_eq!(Scrub::new(&SecretString::from("20")).clean("20.00"), "20.00");
    }
}
