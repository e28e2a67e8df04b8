//! What of a gateway's words is kept: not all of them, and no secret (money rule M10).

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, Engine};
use secrecy::{ExposeSecret, SecretString};

/// How much of an answer is kept as it came, in bytes.
pub const KEPT: usize = 16 * 1024;

/// How much of one field is kept: no true one is longer, and the ledger and the screen hold it.
pub const KEPT_OF_FIELD: usize = 4 * 1024;

/// What stands where a secret stood.
const GONE: &str = "•••";

/// A secret shorter than this would be found in ordinary words and figures.
const SHORTEST: usize = 6;

/// The secrets that are looked for: each as it is, and in base64.
pub struct Scrub {
    secrets: Vec<SecretString>,
}

impl Scrub {
    /// Everything that could give one of these away.
    pub fn new(secrets: &[&SecretString]) -> Self {
        let long_enough =
            secrets.iter().map(|one| one.expose_secret()).filter(|one| one.len() >= SHORTEST);
        let spelled = long_enough.flat_map(|plain| {
            let base64 = [BASE64_STANDARD.encode(plain), BASE64_URL_SAFE.encode(plain)]
                .map(|text| text.trim_end_matches('=').to_owned());
            [plain.to_owned()].into_iter().chain(base64)
        });
        Self { secrets: spelled.map(SecretString::from).collect() }
    }

    /// The text without the secrets, however each of its characters is written.
    pub fn clean(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in &self.secrets {
            clean = without(&clean, secret.expose_secret());
        }
        clean
    }
}

fn without(text: &str, secret: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        rest = if let Some(after) = after_secret(rest, secret) {
            clean.push_str(GONE);
            after
        } else {
            clean.push(next);
            rest.get(next.len_utf8()..).unwrap_or_default()
        };
    }
    clean
}

/// What follows the secret, if the text begins with it.
fn after_secret<'t>(text: &'t str, secret: &str) -> Option<&'t str> {
    let as_it_is = text.get(..secret.len()).filter(|text| text.eq_ignore_ascii_case(secret));
    match as_it_is {
        Some(_) => text.get(secret.len()..),
        None => secret.chars().try_fold(text, after_char),
    }
}

/// What follows a character, if the text begins with it in any way of writing it: escaped
/// as addresses, JSON or XML do, or itself in either case.
fn after_char(text: &str, wanted: char) -> Option<&str> {
    let first = text.chars().next()?;
    let escaped = match first {
        '%' => {
            let mut bytes = [0; 4];
            let bytes = wanted.encode_utf8(&mut bytes).bytes();
            after_escapes(text, "%", 2, bytes.map(u32::from), wanted)
        }
        '\\' => {
            let mut units = [0; 2];
            let units = wanted.encode_utf16(&mut units).iter().map(|unit| u32::from(*unit));
            let itself = || text.strip_prefix('\\')?.strip_prefix(wanted);
            after_escapes(text, "\\u", 4, units, wanted).or_else(itself)
        }
        '&' => after_entity(text, wanted),
        _ => None,
    };
    let itself = first.eq_ignore_ascii_case(&wanted) || (first == '+' && wanted == ' ');
    escaped.or_else(|| text.get(first.len_utf8()..).filter(|_| itself))
}

fn after_entity(text: &str, wanted: char) -> Option<&str> {
    // The longest is `&#x10FFFF;`; a text full of `&` must not be searched to its end.
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let entity = entity_char(text.get(1..end)?)?;
    text.get(end + 1..).filter(|_| entity.eq_ignore_ascii_case(&wanted))
}

/// What follows a row of escapes of so many hexadecimal digits each; a letter's escape
/// may be that of its other case.
fn after_escapes<'t>(
    text: &'t str,
    sign: &str,
    digits: usize,
    codes: impl Iterator<Item = u32>,
    wanted: char,
) -> Option<&'t str> {
    let mut rest = text;
    for code in codes {
        let escape = rest.strip_prefix(sign)?;
        let found = u32::from_str_radix(escape.get(..digits)?, 16).ok()?;
        let same_letter = char::from_u32(found).is_some_and(|c| c.eq_ignore_ascii_case(&wanted));
        if found != code && !(wanted.is_ascii() && same_letter) {
            return None;
        }
        rest = escape.get(digits..)?;
    }
    Some(rest)
}

/// The character of `amp`, `#38` or `#x26`.
fn entity_char(entity: &str) -> Option<char> {
    if let Some(named) = quick_xml::escape::resolve_predefined_entity(entity) {
        return named.chars().next();
    }
    let number = entity.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m10_the_token_is_taken_out_in_every_spelling() {
        let scrub = Scrub::new(&[&SecretString::from("S3cr&t token/é")]);
        for text in [
            "token=S3cr&t token/é.",
            "s3CR&T TOKEN/é",
            "?token=S3cr%26t+token%2F%C3%A9&x=1",
            "?token=s3cr%26t%20token%2f%c3%a9&x=1",
            "?token=%533cr%26t%20token%2f%c3%a9&x=1",
            "basic UzNjciZ0IHRva2VuL8Op",
            "basic UzNjciZ0IHRva2VuL8Op%3D",
            r#"{"Message":"\u00533cr\u0026t token\/\u00e9"}"#,
            r#"{"Message":"\u00733CR\u0026T token/\u00E9"}"#,
            "<m>S3cr&amp;t token&#47;&#xe9;</m>",
            "<m>S3cr&#38;t&#32;token/é</m>",
            "%S3cr&t token/é",
            "é\\S3cr&t token/é",
            "&S3cr&t token/é",
        ] {
            let clean = scrub.clean(text);
            assert!(clean.contains(GONE), "{text} became {clean}");
            assert!(!clean.to_ascii_lowercase().contains("3cr"), "{clean}");
            assert!(!clean.contains("Njci"), "{clean}");
        }
        for other in ["nothing of it: 20.00 é", "100% &amp; \\u", "S3cr&t token/e", "&", "%", "\\"]
        {
            assert_eq!(scrub.clean(other), other);
        }
    }

    #[test]
    fn m10_the_base64_of_addresses_is_known_too() {
        let token = "??>>ÿÿÿ";
        let scrub = Scrub::new(&[&SecretString::from(token)]);
        for text in [BASE64_STANDARD.encode(token), BASE64_URL_SAFE.encode(token)] {
            let clean = scrub.clean(&text);
            assert_eq!(clean.trim_end_matches('='), GONE, "{text}");
        }
    }

    #[test]
    fn a_very_short_token_does_not_spoil_amounts() {
        assert_eq!(Scrub::new(&[&SecretString::from("20")]).clean("20.00"), "20.00");
    }
}
