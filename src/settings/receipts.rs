//! The settings of receipts: what stands on them, which paper they come on, and which printer.

use serde::{Deserialize, Serialize};

/// What the shop chose about receipts; its name is the shop's own setting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiptSettings {
    /// Where the shop is; may be empty.
    pub address: String,
    /// The shop's tax number, checked by [`well_formed_gstin`]; empty when it has none.
    pub gstin: String,
    /// What stands at the foot; may be empty.
    pub footer: String,
    /// What receipts are put on.
    pub paper: Paper,
    /// In which language they are.
    pub language: ReceiptLanguage,
    /// By which way they are printed.
    pub printer: PrinterWay,
    /// The name of the system's printer; empty for its usual one.
    pub system_printer: String,
    /// The command that prints on this system; empty for `lp`, else `lpr`.
    pub system_command: String,
    /// A receipt printer on the network: its name or address, with a port or without.
    pub network_printer: String,
    /// A receipt printer's device file, such as `/dev/usb/lp0`.
    pub device_printer: String,
    /// Whether a success is printed without being asked.
    pub print_by_itself: bool,
    /// The folder of saved receipts; empty for the folder `receipts` beside the ledger.
    pub folder: String,
}

/// What receipts are put on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    /// A sheet of A5.
    #[serde(rename = "A5")]
    A5,
    /// A roll 80 mm wide.
    #[default]
    #[serde(rename = "80mm")]
    Roll80,
    /// A roll 58 mm wide.
    #[serde(rename = "58mm")]
    Roll58,
}

/// In which language receipts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptLanguage {
    /// As the window.
    #[default]
    Window,
    /// English.
    English,
    /// Hindi.
    Hindi,
    /// English and Hindi.
    Both,
}

/// By which way receipts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterWay {
    /// Through the system.
    #[default]
    System,
    /// To an ESC/POS printer on the network.
    Network,
    /// To an ESC/POS printer's device file.
    Device,
    /// Not at all: they are saved as files.
    None,
}

/// The letters and digits of a GSTIN, each at the place of its value.
const VALUES: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A GSTIN as it stands on a receipt, or `None` when this is none: two digits of the state, the
/// PAN (five letters, four digits, a letter), a letter or digit, Z, and a check digit over all.
#[must_use]
pub fn well_formed_gstin(typed: &str) -> Option<String> {
    let gstin = typed.split_whitespace().collect::<String>().to_ascii_uppercase();
    let form = |at: usize, byte: u8| match at {
        0 | 1 | 7..=10 => byte.is_ascii_digit(),
        2..=6 | 11 => byte.is_ascii_uppercase(),
        12 => byte.is_ascii_alphanumeric() && byte != b'0',
        13 => byte == b'Z',
        _ => byte.is_ascii_alphanumeric(),
    };
    let right = gstin.len() == 15 && gstin.bytes().enumerate().all(|(at, byte)| form(at, byte));
    (right && gstin.bytes().last() == check_digit(gstin.get(..14)?)).then_some(gstin)
}

/// The check digit: every second value doubled, the two digits of each in base 36 added up,
/// and what is missing to the next 36.
fn check_digit(first_fourteen: &str) -> Option<u8> {
    let mut sum = 0;
    for (at, byte) in first_fourteen.bytes().enumerate() {
        let value = VALUES.iter().position(|value| *value == byte)?;
        let weighed = value * (1 + at % 2);
        sum += weighed / 36 + weighed % 36;
    }
    VALUES.get((36 - sum % 36) % 36).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gstin_is_taken_with_its_check_digit_only() {
        for good in ["27AAPFU0939F1ZV", "29AAGCB7383J1Z4", " 27 aapfu0939f 1zv "] {
            let kept = good.split_whitespace().collect::<String>().to_uppercase();
            assert_eq!(well_formed_gstin(good), Some(kept));
        }
        let bad = [
            "",
            "27AAPFU0939F1Z",
            "27AAPFU0939F1ZV1",
            "27AAPFU0939F1ZW",
            "72AAPFU0939F1ZV",
            "27APAFU0939F1ZV",
            "27AAPFU0993F1ZV",
            "2AAAPFU0939F1ZV",
            "27AAPFU0939F0ZV",
            "27AAPFU0939F1YV",
            "27AAPFU0939F1Z€",
        ];
        for typed in bad {
            assert_eq!(well_formed_gstin(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_wrong_character_is_noticed() {
        let right = "27AAPFU0939F1ZV";
        for at in 0..right.len() {
            for other in VALUES {
                let mut typed = right.as_bytes().to_vec();
                typed[at] = *other;
                let typed = String::from_utf8(typed).unwrap();
                assert_eq!(well_formed_gstin(&typed).is_some(), typed == right, "{typed}");
            }
        }
    }
}
