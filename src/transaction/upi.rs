//! A `upi://pay` link that may be shown to a customer: it asks for what the agent asked (M13).

use crate::money::Paise;

/// How every payment link begins, in any case of letters.
const START: &str = "upi://pay?";

/// The most bytes of a link. What is longer makes a code too fine for a phone to read.
const MAX_BYTES: usize = 2_000;

/// The parameters that say who is paid and how much. None may stand in a link twice, since one
/// app would read the first and another the last.
const TOLD_ONCE: [&str; 5] = ["pa", "pn", "am", "mam", "cu"];

/// A payment link that pays somebody exactly what was asked (api.md 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpiLink {
    text: String,
    payee_address: String,
    payee_name: Option<String>,
    amount: Paise,
}

/// Why a link is not shown. The sentences say what disagrees, and nothing else of the link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// The gateway sent none.
    #[error("the gateway sent no payment link")]
    Missing,
    /// Something else than `upi://pay?…`: a page, a mandate, words.
    #[error("what the gateway sent is not a UPI payment link")]
    NotALink,
    /// More than 2,000 bytes.
    #[error("the payment link is too long for a code")]
    TooLong,
    /// A space, a control character or a `#`, which no whole link has, or a payee's name that is
    /// not spelled as links spell it.
    #[error("the payment link has a character that does not belong into it")]
    Characters,
    /// The parameter of this name stands there more than once.
    #[error("the payment link says “{0}” twice")]
    Twice(&'static str),
    /// No payee's address, or one that is not like `name@handle`.
    #[error("the payment link names no payee")]
    NoPayee,
    /// The payer would type the amount.
    #[error("the payment link names no amount")]
    NoAmount,
    /// The amount, or the least amount (`mam`), as it stands there, is not exactly one.
    #[error("the payment link's amount “{0}” is not an amount")]
    Amount(String),
    /// Another amount than the agent asked for, or another least amount: the payer could pay less.
    #[error("the payment link asks for {says} and not for {asked}")]
    OtherAmount {
        /// What the link says.
        says: Paise,
        /// What the agent asked.
        asked: Paise,
    },
    /// Not rupees.
    #[error("the payment link is for “{0}” and not for rupees")]
    Currency(String),
}

impl UpiLink {
    /// Reads the gateway's link for a payment of `asked` (M13).
    ///
    /// # Errors
    /// The first thing because of which no customer may see it.
    pub fn read(link: &str, asked: Paise) -> Result<Self, LinkProblem> {
        if link.trim().is_empty() {
            return Err(LinkProblem::Missing);
        }
        let query = match link.split_at_checked(START.len()) {
            Some((start, query)) if start.eq_ignore_ascii_case(START) => query,
            _ => return Err(LinkProblem::NotALink),
        };
        if link.len() > MAX_BYTES {
            return Err(LinkProblem::TooLong);
        }
        // After a # one reader sees no parameters any more, another still does.
        if link.chars().any(|c| c.is_control() || c.is_whitespace() || c == '#') {
            return Err(LinkProblem::Characters);
        }
        let parameters = Parameters::of(query)?;
        let payee_address = parameters.raw("pa").and_then(decode).filter(|text| is_address(text));
        let payee_address = payee_address.ok_or(LinkProblem::NoPayee)?;
        let payee_name = match parameters.raw("pn") {
            Some(name) => shown_name(&decode(name).ok_or(LinkProblem::Characters)?),
            None => None,
        };
        if let Some(currency) = parameters.raw("cu")
            && !decode(currency).is_some_and(|currency| currency.eq_ignore_ascii_case("INR"))
        {
            return Err(LinkProblem::Currency(currency.to_owned()));
        }
        let amount = parameters.amount(asked)?;
        Ok(Self { text: link.to_owned(), payee_address, payee_name, amount })
    }

    /// The link, byte for byte as the gateway gave it: a code shows this and nothing else.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whom the money goes to, like `name@handle`.
    #[must_use]
    pub fn payee_address(&self) -> &str {
        &self.payee_address
    }

    /// The payee's name as the payer's app shows it, without characters that are not seen.
    #[must_use]
    pub fn payee_name(&self) -> Option<&str> {
        self.payee_name.as_deref()
    }

    /// What the payer's app asks for: exactly what the agent asked.
    #[must_use]
    pub const fn amount(&self) -> Paise {
        self.amount
    }
}

/// The parameters that matter here, each once; the values are still encoded.
struct Parameters<'a>([Option<&'a str>; TOLD_ONCE.len()]);

impl<'a> Parameters<'a> {
    fn of(query: &'a str) -> Result<Self, LinkProblem> {
        let mut seen = [false; TOLD_ONCE.len()];
        let mut values = [None; TOLD_ONCE.len()];
        for parameter in query.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            // A name may be encoded as well: to an app, %61m is am.
            let name = decode(name).unwrap_or_default();
            let known = TOLD_ONCE.iter().zip(&mut seen).zip(&mut values);
            for ((told, seen), slot) in known {
                if !name.eq_ignore_ascii_case(told) {
                    continue;
                }
                if *seen {
                    return Err(LinkProblem::Twice(told));
                }
                *seen = true;
                // In capitals most apps pass it over: then it is as good as missing.
                if name == *told {
                    *slot = Some(value);
                }
            }
        }
        Ok(Self(values))
    }

    /// A parameter's value as it stands in the link, still encoded.
    fn raw(&self, name: &str) -> Option<&'a str> {
        TOLD_ONCE.iter().zip(self.0).find(|(told, _)| **told == name).and_then(|(_, value)| value)
    }

    /// The amount, if it is the one asked for and the payer cannot lower it.
    fn amount(&self, asked: Paise) -> Result<Paise, LinkProblem> {
        let exactly = |text: &str| match plain_amount(text) {
            Some(says) if says == asked => Ok(says),
            Some(says) => Err(LinkProblem::OtherAmount { says, asked }),
            None => Err(LinkProblem::Amount(text.to_owned())),
        };
        let amount = match self.raw("am") {
            None | Some("") => return Err(LinkProblem::NoAmount),
            Some(text) => exactly(text)?,
        };
        match self.raw("mam") {
            // Gateways spell "no least amount" in all these ways.
            None | Some("" | "null") => Ok(amount),
            Some(least) => exactly(least),
        }
    }
}

/// An amount of digits and a point, still encoded. A payer's app need not read what people may type:
/// commas, spaces.
fn plain_amount(text: &str) -> Option<Paise> {
    let text = decode(text)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| plain)
}

/// Whether an address is like `name@handle`. A handle may have dots: `…@SBIN0001234.ifsc.npci`.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    text.split_once('@').is_some_and(|(name, handle)| plain(name) && plain(handle))
}

/// A name without control characters, direction marks and other invisible ones, by which one name
/// could look like another. The two joiners stay: Hindi is written with them.
fn shown_name(name: &str) -> Option<String> {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c,
                '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    };
    let name: String = name.chars().filter(|c| !unseen(*c)).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A text without percent-encoding and with a plus as a space, as apps read it, or `None` when a
/// `%` is not followed by two digits or the bytes are no text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ASKED: Paise = Paise::from_paise(2_000);

    fn problem(link: &str) -> Option<LinkProblem> {
        UpiLink::read(link, ASKED).err()
    }

    #[test]
    fn m13_the_documents_own_sample_is_refused() {
        let sample = include_str!("../../tests/fixtures/pgpe/collection_success.json");
        let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
        let link = sample["Data"]["IntentData"].as_str().unwrap();
        let asked = sample["Data"]["Amount"].as_str().unwrap().parse().unwrap();
        let says = Paise::from_paise(1_000);
        assert_eq!(UpiLink::read(link, asked), Err(LinkProblem::OtherAmount { says, asked }));

        let read = UpiLink::read(link, says).unwrap();
        assert_eq!(read.text(), link);
        assert_eq!(read.payee_address(), "biswaa@finobank");
        assert_eq!(read.payee_name(), Some("upitestret"));
        assert_eq!(read.amount(), says);
    }

    #[test]
    fn m13_what_asks_for_the_amount_in_any_spelling_is_taken_as_it_stands() {
        let links = [
            "upi://pay?pa=a@b&am=20",
            "upi://pay?pa=a@b&am=20.0",
            "UPI://Pay?am=20.00&pa=a.b-c_1%40ok-axis&cu=INR",
            "upi://pay?pa=a@b&am=%320&cu=inr",
            "upi://pay?pa=12345@SBIN0001234.ifsc.npci&am=20&mam=20.00",
            "upi://pay?pa=a@b&am=20&mam=&tn=50%&tn=again&&=&sign=a+b/c==",
            "upi://pay?pa=a@b&am=20&mam=null&PN=X&a%6=1",
        ];
        for link in links {
            let read = UpiLink::read(link, ASKED).unwrap_or_else(|error| panic!("{link}: {error}"));
            assert_eq!((read.text(), read.amount()), (link, ASKED));
        }
    }

    #[test]
    fn m13_what_is_no_payment_link_is_refused() {
        let table = [
            ("", LinkProblem::Missing),
            (" \n", LinkProblem::Missing),
            ("upi://pay", LinkProblem::NotALink),
            ("upi://mandate?pa=a@b&am=20", LinkProblem::NotALink),
            ("upi://pay/?pa=a@b&am=20", LinkProblem::NotALink),
            ("upi://payee?pa=a@b&am=20", LinkProblem::NotALink),
            ("https://pay?pa=a@b&am=20", LinkProblem::NotALink),
            (" upi://pay?pa=a@b&am=20", LinkProblem::NotALink),
            ("<html>", LinkProblem::NotALink),
            ("रुपयेरुपये", LinkProblem::NotALink),
            ("upi://pay?pa=a@b&am=20\n", LinkProblem::Characters),
            ("upi://pay?pa=a@b&tn=two words&am=20", LinkProblem::Characters),
            ("upi://pay?pa=a@b&tn=\u{2003}&am=20", LinkProblem::Characters),
            ("upi://pay?pa=a@b&tn=\0&am=20", LinkProblem::Characters),
            ("upi://pay?pa=a@b#&am=20", LinkProblem::Characters),
        ];
        for (link, expected) in table {
            assert_eq!(problem(link), Some(expected), "{link:?}");
        }
        let long = |bytes: usize| format!("{:a<bytes$}", "upi://pay?pa=a@b&am=20&tn=");
        assert_eq!(problem(&long(MAX_BYTES)), None);
        assert_eq!(problem(&long(MAX_BYTES + 1)), Some(LinkProblem::TooLong));
    }

    #[test]
    fn m13_a_link_without_one_payee_is_refused() {
        let table = [
            ("am=20", LinkProblem::NoPayee),
            ("pa=&am=20", LinkProblem::NoPayee),
            ("pa&am=20", LinkProblem::NoPayee),
            ("pa=ab&am=20", LinkProblem::NoPayee),
            ("pa=@b&am=20", LinkProblem::NoPayee),
            ("pa=a@&am=20", LinkProblem::NoPayee),
            ("pa=a@b@c&am=20", LinkProblem::NoPayee),
            ("pa=a+c@b&am=20", LinkProblem::NoPayee),
            ("pa=a%00@b&am=20", LinkProblem::NoPayee),
            ("pa=अ@b&am=20", LinkProblem::NoPayee),
            ("PA=a@b&am=20", LinkProblem::NoPayee),
            ("pa=a%4@b&am=20", LinkProblem::NoPayee),
            ("pa=a@b&pn=%zz&am=20", LinkProblem::Characters),
            ("pa=a@b&pn=%ff&am=20", LinkProblem::Characters),
            ("pa=a@b&pa=a@b&am=20", LinkProblem::Twice("pa")),
            ("pa=a@b&Pa=c@d&am=20", LinkProblem::Twice("pa")),
            ("pa=a@b&am=20&%70a=c@d", LinkProblem::Twice("pa")),
            ("pa=a@b&am=20&pn=A&PN=B", LinkProblem::Twice("pn")),
        ];
        for (query, expected) in table {
            assert_eq!(problem(&format!("upi://pay?{query}")), Some(expected), "{query:?}");
        }
    }

    #[test]
    fn m13_a_link_without_exactly_the_amount_is_refused() {
        let amount = |text: &str| LinkProblem::Amount(text.to_owned());
        let other =
            |paise| LinkProblem::OtherAmount { says: Paise::from_paise(paise), asked: ASKED };
        let table = [
            ("", LinkProblem::NoAmount),
            ("&am", LinkProblem::NoAmount),
            ("&am=", LinkProblem::NoAmount),
            ("&AM=20", LinkProblem::NoAmount),
            ("&amp;am=20", LinkProblem::NoAmount),
            ("&am=20.001", amount("20.001")),
            ("&am=2e1", amount("2e1")),
            ("&am=-20", amount("-20")),
            ("&am=%2020", amount("%2020")),
            ("&am=+20", amount("+20")),
            ("&am=2,000", amount("2,000")),
            ("&am=२०", amount("२०")),
            ("&am=20%0", amount("20%0")),
            ("&am=10", other(1_000)),
            ("&am=20.01", other(2_001)),
            ("&am=2000", other(200_000)),
            ("&am=20&am=20", LinkProblem::Twice("am")),
            ("&am=20&AM=10", LinkProblem::Twice("am")),
            ("&am=20&a%6D=10", LinkProblem::Twice("am")),
            ("&am=20&mam=1", other(100)),
            ("&am=20&mam=any", amount("any")),
            ("&am=20&mam=20&mam=1", LinkProblem::Twice("mam")),
            ("&am=20&cu=USD", LinkProblem::Currency("USD".to_owned())),
            ("&am=20&cu=IN%52%", LinkProblem::Currency("IN%52%".to_owned())),
            ("&am=20&cu=", LinkProblem::Currency(String::new())),
            ("&am=20&cu=INR&Cu=USD", LinkProblem::Twice("cu")),
        ];
        for (rest, expected) in table {
            assert_eq!(problem(&format!("upi://pay?pa=a@b{rest}")), Some(expected), "{rest:?}");
        }
    }

    #[test]
    fn a_payees_name_is_shown_as_an_app_shows_it_without_what_is_not_seen() {
        let table = [
            ("Asha%20Telecom", Some("Asha Telecom")),
            ("Asha+Telecom%0A", Some("Asha Telecom")),
            ("%E0%A4%86%E0%A4%B6%E0%A4%BE", Some("आशा")),
            ("आशा", Some("आशा")),
            ("%E0%A4%95%E0%A5%8D%E2%80%8D%E0%A4%B7", Some("क्\u{200d}ष")),
            ("%E2%80%AEahsA%E2%81%A6", Some("ahsA")),
            ("\u{200b}\u{feff}A\u{61c}", Some("A")),
            ("%20", None),
            ("", None),
        ];
        for (name, expected) in table {
            let link = format!("upi://pay?pa=a@b&am=20&pn={name}");
            let read = UpiLink::read(&link, ASKED).unwrap();
            assert_eq!(read.payee_name(), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn m13_no_text_panics(text in "\\PC{0,40}", paise in 0..10_000i64) {
            let asked = Paise::from_paise(paise);
            for link in [text.clone(), format!("upi://pay?{text}"), format!("upi://pay?pa=a@b&am={text}")] {
                if let Ok(read) = UpiLink::read(&link, asked) {
                    prop_assert_eq!(read.amount(), asked);
                }
            }
        }

        #[test]
        fn m13_what_is_taken_asks_for_exactly_the_amount(
            parts in proptest::collection::vec(
                "(pa=a@b|pn=A%20B|am=(20|20\\.0|20\\.00|2[0-2]|%3[12]0|2\\.0)|mam=(20|1|null)|cu=(INR|USD)|[Aa][Mm]=20|tn=x)",
                1..6,
            ),
        ) {
            let link = format!("upi://pay?{}", parts.join("&"));
            if let Ok(read) = UpiLink::read(&link, ASKED) {
                // An independent reading of the same link.
                let url = url::Url::parse(&link).unwrap();
                let amounts: Vec<_> = url
                    .query_pairs()
                    .filter(|(name, _)| name.eq_ignore_ascii_case("am"))
                    .map(|(_, value)| value.parse::<Paise>())
                    .collect();
                prop_assert_eq!(amounts, vec![Ok(ASKED)]);
                prop_assert_eq!(read.text(), link);
            }
        }
    }
}
