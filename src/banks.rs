//! The names of banks, by the letters that an IFSC begins with.
//!
//! The list comes out of the npm package `ifsc`, by `packaging/renew-banks`.

use std::collections::HashMap;
use std::sync::LazyLock;

const LIST: &str = include_str!("../assets/banks/banks.csv");

/// Names by code. The shipped list is checked by a test; a line that is none is left out.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    csv::Reader::from_reader(LIST.as_bytes()).into_deserialize().filter_map(Result::ok).collect()
});

/// The bank whose IFSCs begin with these four letters, in any case.
///
/// A small bank that uses a branch code of a larger one is known by the larger one's name.
#[must_use]
pub fn bank_name(ifsc_prefix: &str) -> Option<&'static str> {
    NAMES.get(&ifsc_prefix.to_ascii_uppercase()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_banks_have_their_names() {
        let table = [
            ("SBIN", Some("State Bank of India")),
            ("hdfc", Some("HDFC Bank")),
            ("FINO", Some("Fino Payments Bank")),
            ("IPOS", Some("India Post Payments Bank")),
            ("FMCX", Some("Faiz Mercantile Co-operative Bank, Nasik")),
            ("SBI", None),
            ("SBIN0", None),
            ("ZZZZ", None),
            ("code", None),
            ("", None),
            ("बैंक", None),
        ];
        for (prefix, expected) in table {
            assert_eq!(bank_name(prefix), expected, "{prefix}");
        }
    }

    #[test]
    fn the_shipped_list_is_whole_and_in_order() {
        let mut reader = csv::Reader::from_reader(LIST.as_bytes());
        assert_eq!(reader.headers().unwrap(), vec!["code", "name"]);
        let rows: Vec<(String, String)> = reader.into_deserialize().map(Result::unwrap).collect();
        assert!(rows.len() > 1_000 && rows.len() == NAMES.len(), "{}", rows.len());
        assert!(rows.is_sorted_by(|one, next| one.0 < next.0), "sorted, and no code twice");
        for (code, name) in rows {
            assert!(code.len() == 4 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(!name.is_empty() && !name.contains("  ") && name.trim() == name, "{name:?}");
            assert!(!name.chars().any(char::is_control), "{name:?}");
        }
    }
}
