//! UPI links: what is shown asks for what the agent asked, and is shown as it came (M13).

use galla::money::Paise;
use galla::transaction::UpiLink;
use url::form_urlencoded;

use super::{PAISE, by_grammar};

/// A link, for a payment of ₹20.00 and for one of ₹1,234.50.
pub fn upi_link(bytes: &[u8]) {
    let Ok(link) = std::str::from_utf8(bytes) else { return };
    for asked in [PAISE, 123_450] {
        let Ok(shown) = UpiLink::read(link, Paise::from_paise(asked)) else { continue };
        assert_eq!(shown.text(), link, "byte for byte");
        assert_eq!(shown.amount().paise(), asked);
        asks_for(link, asked, shown.payee_address());
        let unseen = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!shown.payee_name().unwrap_or_default().contains(unseen));
        // What would make two apps read two amounts or two payees is never added unseen.
        for more in ["&am=1", "&AM=1", "&%61m=1", "&pa=x@y", "&Pa=x@y", "&mam=1&mam=2"] {
            let other = format!("{link}{more}");
            assert!(UpiLink::read(&other, Paise::from_paise(asked)).is_err(), "{other}");
        }
    }
}

/// Another reading of the link, by the rules of web forms.
fn asks_for(link: &str, asked: i64, payee: &str) {
    let (scheme, query) = link.split_once('?').unwrap();
    assert_eq!(scheme.to_ascii_lowercase(), "upi://pay");
    assert!(link.len() <= 2_000 && !link.contains(|c: char| c.is_whitespace() || c.is_control()));
    assert!(!link.contains('#'));
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let of = |name: &str| {
        let mut found = fields.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let first = found.next();
        assert!(found.next().is_none(), "{name} stands there twice");
        first.filter(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let amount = of("am").unwrap();
    assert_eq!(by_grammar(amount), Some(asked), "{amount}");
    assert!(!amount.contains([',', ' ']), "{amount}");
    assert!(
        of("mam").is_none_or(|least| {
            ["", "null"].contains(&least) || by_grammar(least) == Some(asked)
        })
    );
    assert!(of("cu").is_none_or(|currency| currency.eq_ignore_ascii_case("INR")));
    assert_eq!(of("pa"), Some(payee));
    let (name, handle) = payee.split_once('@').unwrap();
    assert!(!name.is_empty() && !handle.is_empty() && !handle.contains('@'));
}
