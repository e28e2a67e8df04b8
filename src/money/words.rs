//! Amounts in words, in English and Hindi, with India's lakh and crore.

use super::Paise;

/// A language that amounts can be said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English as spoken in India: lakh and crore, no "and" between the parts.
    English,
    /// Hindi in Devanagari.
    Hindi,
}

const ENGLISH_TO_19: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const ENGLISH_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Hindi has a word of its own for every number below a hundred.
const HINDI_TO_99: [&str; 100] = [
    "शून्य",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ",
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस",
    "बीस",
    "इक्कीस",
    "बाईस",
    "तेईस",
    "चौबीस",
    "पच्चीस",
    "छब्बीस",
    "सत्ताईस",
    "अट्ठाईस",
    "उनतीस",
    "तीस",
    "इकतीस",
    "बत्तीस",
    "तैंतीस",
    "चौंतीस",
    "पैंतीस",
    "छत्तीस",
    "सैंतीस",
    "अड़तीस",
    "उनतालीस",
    "चालीस",
    "इकतालीस",
    "बयालीस",
    "तैंतालीस",
    "चौवालीस",
    "पैंतालीस",
    "छियालीस",
    "सैंतालीस",
    "अड़तालीस",
    "उनचास",
    "पचास",
    "इक्यावन",
    "बावन",
    "तिरपन",
    "चौवन",
    "पचपन",
    "छप्पन",
    "सत्तावन",
    "अट्ठावन",
    "उनसठ",
    "साठ",
    "इकसठ",
    "बासठ",
    "तिरसठ",
    "चौंसठ",
    "पैंसठ",
    "छियासठ",
    "सड़सठ",
    "अड़सठ",
    "उनहत्तर",
    "सत्तर",
    "इकहत्तर",
    "बहत्तर",
    "तिहत्तर",
    "चौहत्तर",
    "पचहत्तर",
    "छिहत्तर",
    "सतहत्तर",
    "अठहत्तर",
    "उनासी",
    "अस्सी",
    "इक्यासी",
    "बयासी",
    "तिरासी",
    "चौरासी",
    "पचासी",
    "छियासी",
    "सत्तासी",
    "अट्ठासी",
    "नवासी",
    "नब्बे",
    "इक्यानवे",
    "बानवे",
    "तिरानवे",
    "चौरानवे",
    "पचानवे",
    "छियानवे",
    "सत्तानवे",
    "अट्ठानवे",
    "निन्यानवे",
];

struct Units {
    crore: &'static str,
    lakh: &'static str,
    thousand: &'static str,
    hundred: &'static str,
}

impl Language {
    const fn units(self) -> Units {
        match self {
            Self::English => {
                Units { crore: "crore", lakh: "lakh", thousand: "thousand", hundred: "hundred" }
            }
            Self::Hindi => Units {
                crore: "करोड़", lakh: "लाख", thousand: "हज़ार", hundred: "सौ"
            },
        }
    }

    const fn rupees(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::English, 1) => "rupee",
            (Self::English, _) => "rupees",
            (Self::Hindi, 1) => "रुपया",
            (Self::Hindi, _) => "रुपये",
        }
    }

    const fn paise(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::English, 1) => "paisa",
            (Self::English, _) => "paise",
            (Self::Hindi, 1) => "पैसा",
            (Self::Hindi, _) => "पैसे",
        }
    }

    fn below_hundred(self, n: u64) -> String {
        let word = |table: &[&'static str], at: u64| {
            usize::try_from(at).ok().and_then(|at| table.get(at)).copied().unwrap_or_default()
        };
        match self {
            Self::Hindi => word(&HINDI_TO_99, n).to_owned(),
            Self::English if n < 20 => word(&ENGLISH_TO_19, n).to_owned(),
            Self::English if n.is_multiple_of(10) => word(&ENGLISH_TENS, n / 10).to_owned(),
            Self::English => {
                format!("{}-{}", word(&ENGLISH_TENS, n / 10), word(&ENGLISH_TO_19, n % 10))
            }
        }
    }
}

/// The amount in words: `one lakh twenty-three thousand rupees and fifty paise`.
///
/// The sign of a negative amount is not said; a screen that can show one says
/// "short by" or "over by" itself.
#[must_use]
pub fn in_words(amount: Paise, language: Language) -> String {
    let all = amount.paise().unsigned_abs();
    let (rupees, paise) = (all / 100, all % 100);
    let rupees_said = format!("{} {}", number(rupees, language), language.rupees(rupees));
    let paise_said = format!("{} {}", number(paise, language), language.paise(paise));
    match (rupees, paise) {
        (_, 0) => rupees_said,
        (0, _) => paise_said,
        _ => match language {
            Language::English => format!("{rupees_said} and {paise_said}"),
            Language::Hindi => format!("{rupees_said} {paise_said}"),
        },
    }
}

fn number(n: u64, language: Language) -> String {
    if n < 100 {
        return language.below_hundred(n);
    }
    let units = language.units();
    let mut parts = Vec::new();
    if n >= 10_000_000 {
        // A count of crores is itself a number with lakhs and crores in it.
        parts.push(format!("{} {}", number(n / 10_000_000, language), units.crore));
    }
    for (count, unit) in [
        (n / 100_000 % 100, units.lakh),
        (n / 1_000 % 100, units.thousand),
        (n / 100 % 10, units.hundred),
    ] {
        if count > 0 {
            parts.push(format!("{} {unit}", language.below_hundred(count)));
        }
    }
    if !n.is_multiple_of(100) {
        parts.push(language.below_hundred(n % 100));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_in_both_languages() {
        let table = [
            (0, "zero rupees", "शून्य रुपये"),
            (100, "one rupee", "एक रुपया"),
            (1, "one paisa", "एक पैसा"),
            (50, "fifty paise", "पचास पैसे"),
            (19_900, "one hundred ninety-nine rupees", "एक सौ निन्यानवे रुपये"),
            (
                12_345_650,
                "one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise",
                "एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे",
            ),
            (2_000_000_000, "two crore rupees", "दो करोड़ रुपये"),
            (1_000_000_000_000_000, "ten lakh crore rupees", "दस लाख करोड़ रुपये"),
        ];
        for (paise, english, hindi) in table {
            let amount = Paise::from_paise(paise);
            assert_eq!(in_words(amount, Language::English), english);
            assert_eq!(in_words(amount, Language::Hindi), hindi);
        }
    }

    #[test]
    fn no_two_numbers_below_a_hundred_share_a_hindi_word() {
        let mut seen: Vec<_> = HINDI_TO_99.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), HINDI_TO_99.len());
    }
}
