//! The operators and circles that the practice gateway knows.

/// An operator of the practice gateway. Every code begins with `P`: no shop has such codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The kind of bill, for example `mobile_prepaid`.
    pub category: &'static str,
    /// The operator's name.
    pub name: &'static str,
    /// The code sent as `operator`.
    pub code: &'static str,
    /// Whether a payment without `optional1` is refused (RPI).
    pub needs_optional1: bool,
}

const fn plain(category: &'static str, name: &'static str, code: &'static str) -> Operator {
    Operator { category, name, code, needs_optional1: false }
}

const fn with_optional1(
    category: &'static str,
    name: &'static str,
    code: &'static str,
) -> Operator {
    Operator { category, name, code, needs_optional1: true }
}

/// Every operator, by category.
pub const OPERATORS: &[Operator] = &[
    plain("mobile_prepaid", "Airtel", "PMA"),
    plain("mobile_prepaid", "Jio", "PMJ"),
    plain("mobile_prepaid", "Vi", "PMV"),
    plain("mobile_prepaid", "BSNL", "PMB"),
    plain("mobile_prepaid", "MTNL", "PMM"),
    plain("mobile_postpaid", "Airtel Postpaid", "PPA"),
    plain("mobile_postpaid", "Jio Postpaid", "PPJ"),
    plain("mobile_postpaid", "Vi Postpaid", "PPV"),
    plain("mobile_postpaid", "BSNL Postpaid", "PPB"),
    plain("dth", "Tata Play", "PDT"),
    plain("dth", "Airtel Digital TV", "PDA"),
    plain("dth", "Dish TV", "PDD"),
    plain("dth", "d2h", "PDV"),
    plain("dth", "Sun Direct", "PDS"),
    plain("datacard", "Airtel Data Card", "PCA"),
    plain("datacard", "JioFi", "PCJ"),
    plain("datacard", "Vi Data Card", "PCV"),
    plain("datacard", "BSNL Data Card", "PCB"),
    plain("landline", "Airtel Landline", "PLA"),
    with_optional1("landline", "BSNL Landline", "PLB"),
    with_optional1("landline", "MTNL Delhi", "PLD"),
    with_optional1("landline", "MTNL Mumbai", "PLM"),
    plain("electricity", "BSES Rajdhani (Delhi)", "PER"),
    plain("electricity", "BSES Yamuna (Delhi)", "PEY"),
    plain("electricity", "Tata Power Delhi", "PET"),
    plain("electricity", "Adani Electricity Mumbai", "PEA"),
    with_optional1("electricity", "MSEDCL (Maharashtra)", "PEM"),
    with_optional1("electricity", "Torrent Power", "PEO"),
    plain("electricity", "UPPCL (Uttar Pradesh)", "PEU"),
    plain("electricity", "BESCOM (Bengaluru)", "PEB"),
    plain("electricity", "TANGEDCO (Tamil Nadu)", "PEN"),
    plain("electricity", "KSEB (Kerala)", "PEL"),
    plain("electricity", "APSPDCL (Andhra Pradesh)", "PES"),
    plain("electricity", "TGSPDCL (Telangana)", "PEH"),
    plain("electricity", "CESC (Kolkata)", "PEC"),
    plain("electricity", "WBSEDCL (West Bengal)", "PEW"),
    with_optional1("electricity", "JBVNL (Jharkhand)", "PEX"),
    plain("electricity", "JVVNL (Jaipur)", "PEJ"),
    plain("electricity", "PSPCL (Punjab)", "PEP"),
    plain("electricity", "DGVCL (Gujarat)", "PEG"),
    plain("gas", "Indraprastha Gas", "PGI"),
    plain("gas", "Mahanagar Gas", "PGM"),
    plain("gas", "Gujarat Gas", "PGG"),
    plain("gas", "Adani Total Gas", "PGA"),
    with_optional1("insurance", "LIC of India", "PIL"),
    with_optional1("insurance", "HDFC Life", "PIH"),
    with_optional1("insurance", "SBI Life", "PIS"),
    with_optional1("insurance", "ICICI Prudential", "PII"),
];

/// Every circle with its code: the default first, then the telecom circles.
pub const CIRCLES: &[(&str, &str)] = &[
    ("All India / default", "0"),
    ("Andhra Pradesh and Telangana", "P1"),
    ("Assam", "P2"),
    ("Bihar and Jharkhand", "P3"),
    ("Delhi NCR", "P4"),
    ("Gujarat", "P5"),
    ("Haryana", "P6"),
    ("Himachal Pradesh", "P7"),
    ("Jammu and Kashmir", "P8"),
    ("Karnataka", "P9"),
    ("Kerala", "P10"),
    ("Kolkata", "P11"),
    ("Madhya Pradesh and Chhattisgarh", "P12"),
    ("Maharashtra and Goa", "P13"),
    ("Mumbai", "P14"),
    ("North East", "P15"),
    ("Odisha", "P16"),
    ("Punjab", "P17"),
    ("Rajasthan", "P18"),
    ("Tamil Nadu and Chennai", "P19"),
    ("Uttar Pradesh East", "P20"),
    ("Uttar Pradesh West", "P21"),
    ("West Bengal", "P22"),
];

/// The operator of a code, spelled exactly.
#[must_use]
pub fn operator(code: &str) -> Option<Operator> {
    OPERATORS.iter().copied().find(|operator| operator.code == code)
}

/// Whether there is a circle of this code.
#[must_use]
pub fn is_circle(code: &str) -> bool {
    CIRCLES.iter().any(|(_, known)| *known == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Paise;
    use std::collections::BTreeSet;

    const CATALOGUE: &str = include_str!("../../assets/catalogue/practice.csv");
    const CIRCLE_LIST: &str = include_str!("../../assets/catalogue/circles.csv");

    fn rows(text: &str) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
    }

    #[test]
    fn the_catalogue_shipped_has_these_operators_and_no_other() {
        let shipped: Vec<_> = rows(CATALOGUE)
            .iter()
            .map(|row| {
                let required = &row[8] == "yes";
                (row[0].to_owned(), row[1].to_owned(), row[2].to_owned(), required)
            })
            .collect();
        let known: Vec<_> = OPERATORS
            .iter()
            .map(|o| (o.category.into(), o.name.into(), o.code.into(), o.needs_optional1))
            .collect();
        assert_eq!(shipped, known);
    }

    #[test]
    fn the_circles_shipped_are_these() {
        let shipped = rows(CIRCLE_LIST);
        let shipped: Vec<_> = shipped.iter().map(|row| (&row[0], &row[1])).collect();
        assert_eq!(shipped, CIRCLES);
        assert_eq!(CIRCLES.len(), 23, "the default and 22 telecom circles");
    }

    #[test]
    fn every_row_of_the_catalogue_can_be_used() {
        let categories = [
            "mobile_prepaid",
            "mobile_postpaid",
            "dth",
            "datacard",
            "landline",
            "electricity",
            "gas",
            "insurance",
        ];
        for row in rows(CATALOGUE) {
            assert!(categories.contains(&&row[0]), "{row:?}");
            assert!(row[4].starts_with('^') && row[4].ends_with('$'), "{row:?}");
            regex_lite::Regex::new(&row[4]).unwrap();
            let (min, max): (Paise, Paise) = (row[5].parse().unwrap(), row[6].parse().unwrap());
            assert!(Paise::ZERO < min && min < max, "{row:?}");
            for optional in [7, 9, 11, 13] {
                let expected: &[&str] =
                    if row[optional].is_empty() { &[""] } else { &["yes", "no"] };
                assert!(expected.contains(&&row[optional + 1]), "{row:?}");
            }
        }
    }

    #[test]
    fn every_code_is_there_once_and_is_a_practice_code() {
        let codes: BTreeSet<_> = OPERATORS.iter().map(|o| o.code).collect();
        assert_eq!(codes.len(), OPERATORS.len());
        assert!(codes.iter().all(|code| code.starts_with('P')));
        assert_eq!(operator("PMA").map(|o| o.name), Some("Airtel"));
        assert_eq!(operator("pma"), None);
        assert!(is_circle("0") && is_circle("P22") && !is_circle("P23") && !is_circle(""));
    }
}
