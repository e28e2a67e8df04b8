//! What of a gateway's words is kept: not all of them, and no secret (money rule M10).

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD, Engine};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

use super::escapes::{after_char, first_chars, is_cut, unescaped};
use crate::transaction::kept::CUT;
use crate::transaction::{Answer, Body, Claim, Reply};

/// How much of an answer is kept as it came, in bytes.
pub const KEPT: usize = 16 * 1024;

/// How much of one field is kept: no true one is longer, and the ledger and the screen hold it.
pub const KEPT_OF_FIELD: usize = 4 * 1024;

/// What stands where a secret stood.
const GONE: &str = "•••";

/// A secret shorter than this would be found in ordinary words and figures.
const SHORTEST: usize = 6;

/// Whoever reads an answer or a claim keeps no more than some KiB of a text: one as long as
/// this may have been cut, and in the middle of a secret.
const LONG: usize = 4_000;

/// How deep escapes may stand in escapes: an address in an address in JSON in JSON.
const LAYERS: usize = 5;

/// The secrets that are looked for: each as it is, and in hexadecimal and base64, where it
/// may stand in the middle of something longer.
pub struct Scrub {
    spelled: Spelled,
    /// What is left of a secret that looks like an escape itself, when escapes are taken off.
    bare: Spelled,
}

/// Spellings by what they begin with: at most places of a text no more than one or two of
/// them are to be looked for.
struct Spelled(BTreeMap<char, Vec<SecretString>>);

impl Scrub {
    /// Everything that could give one of these away.
    #[must_use]
    pub fn new(secrets: &[&SecretString]) -> Self {
        let (mut spelled, mut bare) = (Vec::new(), Vec::new());
        let secrets = secrets.iter().map(|secret| secret.expose_secret());
        for plain in secrets.filter(|secret| secret.len() >= SHORTEST) {
            spelled.push(plain.to_owned());
            // As it stands in a request, of which a gateway may quote a part.
            let sent: String = byte_serialize(plain.as_bytes()).collect();
            let lower = with_lower_escapes(&sent);
            for text in [plain, sent.as_str(), &lower] {
                spelled.push(hex::encode(text));
                spelled.extend(in_base64(text));
            }
            bare.extend(layers(plain).filter(|text| text.len() >= SHORTEST));
        }
        Self { spelled: Spelled::new(spelled), bare: Spelled::new(bare) }
    }

    /// The text without the secrets, however each of its characters is written. Of a text
    /// that hides one under escapes in escapes nothing is left.
    #[must_use]
    pub fn clean(&self, text: &str) -> String {
        let clean = self.cut_out(text);
        if self.is_hidden_in(&clean) { GONE.to_owned() } else { clean }
    }

    /// A reply without the secrets.
    #[must_use]
    pub fn clean_reply(&self, reply: Reply) -> Reply {
        match reply {
            Reply::Answer(answer) => Reply::Answer(Box::new(self.clean_answer(&answer))),
            other => other,
        }
    }

    fn clean_answer(&self, answer: &Answer) -> Answer {
        let part = |text: &Option<String>| text.as_deref().map(|text| self.clean(text));
        let Answer { code, message, data, raw, http, clock_ahead } = answer;
        Answer {
            code: self.clean(code),
            message: self.clean(message),
            data: Body {
                api_trans_id: part(&data.api_trans_id),
                agent_id: part(&data.agent_id),
                status: part(&data.status),
                api_message: part(&data.api_message),
                operator_reference: part(&data.operator_reference),
                number: part(&data.number),
                amount: part(&data.amount),
                date_time: part(&data.date_time),
                balance: part(&data.balance),
                intent_data: part(&data.intent_data),
                msg: part(&data.msg),
                redirect_url: part(&data.redirect_url),
                refund: part(&data.refund),
            },
            raw: self.clean(raw),
            http: *http,
            clock_ahead: *clock_ahead,
        }
    }

    /// A claim without the secrets.
    #[must_use]
    pub fn clean_claim(&self, claim: &Claim) -> Claim {
        Claim {
            status: self.clean(&claim.status),
            api_trans_id: self.clean(&claim.api_trans_id),
            agent_id: self.clean(&claim.agent_id),
            api_message: self.clean(&claim.api_message),
            operator_reference: self.clean(&claim.operator_reference),
            number: self.clean(&claim.number),
            amount: self.clean(&claim.amount),
            date_time: self.clean(&claim.date_time),
            doubtful: claim.doubtful,
        }
    }

    fn cut_out(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            rest = if let Some(after) = self.spelled.after(rest, text.len() >= LONG) {
                clean.push_str(GONE);
                after
            } else {
                clean.push(next);
                rest.get(next.len_utf8()..).unwrap_or_default()
            };
        }
        clean
    }

    fn is_hidden_in(&self, text: &str) -> bool {
        let (all, cut) = ([&self.spelled, &self.bare], text.len() >= LONG);
        let holds = |text: &str| {
            let mut places = text.char_indices().filter_map(|(at, _)| text.get(at..));
            places.any(|rest| all.iter().any(|spelled| spelled.after(rest, cut).is_some()))
        };
        let layers: Vec<String> = layers(text).collect();
        // What has that many layers is deeper than anything true.
        layers.len() > LAYERS || layers.iter().any(|layer| holds(layer))
    }
}

/// The text with one, two and more layers of escapes taken off, for a few more than are true.
fn layers(text: &str) -> impl Iterator<Item = String> {
    std::iter::successors(unescaped(text), |text| unescaped(text)).take(LAYERS + 1)
}

impl Spelled {
    /// Each once, and in this order.
    fn new(texts: Vec<String>) -> Self {
        let mut all: BTreeMap<char, Vec<SecretString>> = BTreeMap::new();
        for text in texts {
            let Some(first) = text.chars().next() else { continue };
            let alike = all.entry(key(first)).or_default();
            if !alike.iter().any(|known| known.expose_secret() == text) {
                alike.push(SecretString::from(text));
            }
        }
        Self(all)
    }

    /// What follows the one with which a text begins; of a text that was cut, also when no
    /// more than a part of it is left.
    fn after<'t>(&self, text: &'t str, cut: bool) -> Option<&'t str> {
        first_chars(text).into_iter().flatten().find_map(|first| {
            let mut alike = self.0.get(&key(first)).into_iter().flatten();
            alike.find_map(|secret| after_secret(text, secret, cut))
        })
    }
}

/// Where the spellings stand that begin with a character: of what is written in two bytes
/// or more, an escape shows only the first.
const fn key(first: char) -> char {
    if first.is_ascii() { first.to_ascii_lowercase() } else { char::MAX }
}

/// The escapes of an address in small letters, as some servers have them.
fn with_lower_escapes(sent: &str) -> String {
    let mut from_sign = 3;
    let spell = |c: char| {
        from_sign = if c == '%' { 0 } else { from_sign + 1 };
        if from_sign <= 2 { c.to_ascii_lowercase() } else { c }
    };
    sent.chars().map(spell).collect()
}

/// The base64 of a text, alone and within something longer: by what stands before it its
/// bits fall differently, and only what is all its own is looked for.
fn in_base64(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
        all.push(engine.encode(text));
        for (before, shared) in [(0, 0), (1, 2), (2, 3)] {
            let bytes = [vec![0; before].as_slice(), text.as_bytes()].concat();
            let whole = bytes.len() * 8 / 6;
            all.extend(engine.encode(&bytes).get(shared..whole).map(str::to_owned));
        }
    }
    all
}

/// What follows the secret, if the text begins with it.
fn after_secret<'t>(text: &'t str, secret: &SecretString, cut: bool) -> Option<&'t str> {
    let secret = secret.expose_secret();
    let as_it_is = text.get(..secret.len()).filter(|text| text.eq_ignore_ascii_case(secret));
    if as_it_is.is_some() {
        return text.get(secret.len()..);
    }
    let mut rest = text;
    for (known, wanted) in secret.chars().enumerate() {
        match after_char(rest, wanted) {
            Some(after) => rest = after,
            None => {
                let rest = rest.strip_suffix(CUT).unwrap_or(rest);
                return (cut && known >= SHORTEST && is_cut(rest)).then_some("");
            }
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::kept::kept;

    #[test]
    fn m10_a_token_that_was_cut_in_the_middle_is_taken_out_with_the_mark_of_the_cut() {
        let scrub = Scrub::new(&[&SecretString::from("S3cr&t token/e")]);
        for spelled in ["S3cr&t token/e", "S3cr%26t+token%2Fe", r"S3cr\u0026t token"] {
            for left in 12..spelled.len() {
                let text = format!("{}{spelled}{}", "x".repeat(LONG), "y".repeat(90));
                let cut = kept(&text, LONG + left + CUT.len());
                let clean = scrub.clean(&cut);
                assert!(!clean.contains("3cr"), "{left} of {spelled}");
            }
        }
    }

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
    fn m10_the_token_is_taken_out_of_the_middle_of_something_longer() {
        let token = "S3cr&t+token/%41=";
        let scrub = Scrub::new(&[&SecretString::from(token)]);
        let sent = "S3cr%26t%2Btoken%2F%2541%3D";
        for plain in
            [token, sent, &sent.replace("%2B", "%2b").replace("2F", "2f").replace("3D", "3d")]
        {
            for before in ["", "x", "xy", "xyz"] {
                let longer = format!("{before}{plain}&format=json");
                for text in [
                    BASE64_STANDARD_NO_PAD.encode(&longer),
                    BASE64_URL_SAFE_NO_PAD.encode(&longer),
                    hex::encode(&longer),
                    hex::encode_upper(&longer),
                ] {
                    let clean = scrub.clean(&text);
                    assert!(clean.contains(GONE), "{longer} as {text} became {clean}");
                    let left = clean.replace(GONE, "").len();
                    let around = text.len() * (longer.len() - plain.len()) / longer.len();
                    assert!(left <= around + 3, "{left} characters are left of {text}: {clean}");
                }
            }
        }
    }

    #[test]
    fn m10_of_a_text_that_hides_the_token_under_escapes_in_escapes_nothing_is_left() {
        let scrub = Scrub::new(&[&SecretString::from("S3cr&t+token/%41=")]);
        for text in [
            "at https://x/?to=%3Ftoken%3DS3cr%2526t%252Btoken%252F%252541%253D",
            "S3cr%252526t%25252Btoken%25252F%25252541%25253D",
            r#"{"Message":"{\"token\":\"S3cr\\u0026t+token\\/%41=\"}"}"#,
            "S3cr&amp;amp;t+token/%41=",
            "S3cr&#37;26t&#x25;2Btoken/%2541=",
            r"S3cr\u002526t+token/%2541=",
        ] {
            assert_eq!(scrub.clean(text), GONE, "{text}");
        }
        let deep = format!("%{}41", "25".repeat(20));
        assert_eq!(scrub.clean(&deep), GONE, "nobody looks that deep");
        for other in ["100%25 of it", r"a \ b \\ c", "&amp;amp; S3cr", "%2541 S3cr&t token"] {
            assert_eq!(scrub.clean(other), other);
        }
    }

    #[test]
    fn m10_every_text_of_a_reply_and_of_a_claim_is_cleaned() {
        let scrub = Scrub::new(&[&SecretString::from("MARKEDTOKEN")]);
        let said = || Some("MARKEDTOKEN".to_owned());
        let said_at_last = || "MARKEDTOKEN".to_owned();
        let data = Body {
            api_trans_id: said(),
            agent_id: said(),
            status: said(),
            api_message: said(),
            operator_reference: said(),
            number: said(),
            amount: said(),
            date_time: said(),
            balance: said(),
            intent_data: said(),
            msg: said(),
            redirect_url: said(),
            refund: said(),
        };
        let (code, message, raw) = (said_at_last(), said_at_last(), said_at_last());
        let answer = Answer { code, message, data, raw, http: Some(200), clock_ahead: Some(7) };
        let clean = scrub.clean_reply(Reply::Answer(Box::new(answer)));
        let told = format!("{clean:?}");
        assert!(!told.contains("MARKED"), "{told}");
        assert_eq!(told.matches(GONE).count(), 16, "{told}");
        assert!(told.contains("Some(200)") && told.contains("Some(7)"), "{told}");
        let claim = Claim {
            status: said_at_last(),
            api_trans_id: said_at_last(),
            agent_id: said_at_last(),
            api_message: said_at_last(),
            operator_reference: said_at_last(),
            number: said_at_last(),
            amount: said_at_last(),
            date_time: said_at_last(),
            doubtful: true,
        };
        let told = format!("{:?}", scrub.clean_claim(&claim));
        assert!(!told.contains("MARKED") && told.contains("doubtful: true"), "{told}");
        assert_eq!(told.matches(GONE).count(), 8, "{told}");
    }

    #[test]
    fn m10_the_base64_of_addresses_is_known_too() {
        let token = "??>>ÿÿÿ";
        let scrub = Scrub::new(&[&SecretString::from(token)]);
        for text in [BASE64_STANDARD_NO_PAD.encode(token), BASE64_URL_SAFE_NO_PAD.encode(token)] {
            assert_eq!(scrub.clean(&text), GONE, "{text}");
            assert_eq!(scrub.clean(&format!("{text}==")), format!("{GONE}=="), "{text}");
        }
    }

    #[test]
    fn m10_a_token_in_whose_middle_a_long_text_was_cut_is_taken_out() {
        let scrub = Scrub::new(&[&SecretString::from("S3cr&t+token/%41=")]);
        let long = "x".repeat(LONG);
        for text in [
            "S3cr&t",
            "S3cr&t+token/%41",
            "S3cr%26t%2Btoken%2F%",
            "S3cr%26t%2Btoken%2F%2",
            r"S3cr\u0026t+token\",
            r"S3cr\u0026t+token\u00",
            "S3cr&amp;t+token&#x2",
            "UzNjciZ0K3Rva2",
            "5333637226742b746f",
            "S3cr%2526t%252Btoken%25",
        ] {
            let clean = scrub.clean(&format!("{long} {text}"));
            assert!(clean.ends_with(GONE), "{text}: {}", clean.trim_start_matches('x'));
            assert_eq!(scrub.clean(text), text, "a short text is whole");
        }
        for other in ["S3cr&", "S3cr&t+tokem", "S3cr&t. "] {
            let whole = format!("{long} {other}");
            assert_eq!(scrub.clean(&whole), whole);
        }
    }

    #[test]
    fn a_very_short_token_does_not_spoil_amounts() {
        assert_eq!(Scrub::new(&[&SecretString::from("20")]).clean("20.00"), "20.00");
    }
}
