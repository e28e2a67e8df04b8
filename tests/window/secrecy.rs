//! Looking for a secret where it must not be, in every spelling that a program might give it.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The spellings of a secret, each as it would stand inside of something longer.
pub fn spellings(secret: &str) -> Vec<Vec<u8>> {
    let encoded = |upper: bool| -> String {
        let spell =
            |byte: u8| match (byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte), upper) {
                (true, _) => char::from(byte).to_string(),
                (false, true) => format!("%{byte:02X}"),
                (false, false) => format!("%{byte:02x}"),
            };
        secret.bytes().map(spell).collect()
    };
    let mut all = vec![secret.to_owned(), encoded(true), encoded(false), hex::encode(secret)];
    // Characters of the secret fall differently into groups of three, by what stands before.
    for before in 0..3 {
        let bytes = [&[b' '; 3][..before], secret.as_bytes()].concat();
        for text in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            // The first group and the last are mixed with what is around.
            all.push(text.get(4..text.len() - 4).unwrap().to_owned());
        }
    }
    let mut all: Vec<Vec<u8>> = all.into_iter().map(String::into_bytes).collect();
    all.push(secret.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all
}

/// Whether a spelling of the secret stands in there.
pub fn holds(bytes: &[u8], secret: &str) -> bool {
    spellings(secret)
        .iter()
        .any(|spelling| bytes.windows(spelling.len()).any(|part| part == spelling))
}

/// The files beneath a folder that hold the secret, and how many files were looked into.
pub fn search(folder: &Path, secret: &str) -> (Vec<String>, usize) {
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            let (deeper, count) = search(&entry.path(), secret);
            found.extend(deeper);
            files += count;
        } else if kind.is_file() {
            files += 1;
            if holds(&fs::read(entry.path()).unwrap(), secret) {
                found.push(entry.path().display().to_string());
            }
        }
    }
    (found, files)
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    let secret = "a+secret/with=marks";
    let standard = |text: &str| STANDARD_NO_PAD.encode(text);
    let planted = [
        format!("token={secret}&x"),
        "token=a%2Bsecret%2Fwith%3Dmarks&x".to_owned(),
        "token=a%2bsecret%2fwith%3dmarks&x".to_owned(),
        standard(&format!("x{secret}yz")),
        standard(&format!("{secret}y")),
        URL_SAFE_NO_PAD.encode(format!("xy{secret}")),
    ];
    for text in planted {
        assert!(holds(text.as_bytes(), secret), "{text}");
    }
    assert!(!holds(b"a secret with marks, a+secret", secret));
}
