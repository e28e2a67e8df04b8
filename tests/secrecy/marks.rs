//! Marked secrets, and every spelling in which a program might give one away.
//!
//! A spelling is searched for without regard to the case of letters. What stands around it
//! does not matter: of base64, only what no neighbour can change is searched for.

use base64::Engine;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};

/// A secret by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub name: &'static str,
    pub secret: String,
}

/// One way of writing a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub how: &'static str,
    pub text: String,
}

/// What a hostile server says back: the secret in every spelling, whole and in its own case.
pub fn said(secret: &str) -> Vec<Spelling> {
    let sent = form(secret);
    let spell = |how, text| Spelling { how, text };
    let mut all = vec![
        spell("plain", secret.to_owned()),
        spell("plain in capitals", secret.to_ascii_uppercase()),
        spell("percent, special characters", percent(secret, special, true)),
        spell("percent, special characters, small", percent(secret, special, false)),
        spell("percent, as in a form", sent.clone()),
        spell("percent, only what parts a query", percent(secret, parts_a_query, true)),
        spell("percent, every byte", percent(secret, |_| true, true)),
        spell("percent, every byte, small", percent(secret, |_| true, false)),
        spell("percent twice", percent(&sent, special, true)),
        spell("percent twice, small", percent(&sent.to_ascii_lowercase(), special, false)),
        spell("hexadecimal", hex::encode(secret)),
        spell("hexadecimal, in capitals", hex::encode_upper(secret)),
        spell("hexadecimal of the form", hex::encode(&sent)),
        spell("JSON", json(secret)),
        spell("JSON, with the slash escaped", json(secret).replace('/', r"\/")),
        spell("JSON, every character", json_all(secret)),
        spell("JSON, for a web page", json_for_html(secret)),
        spell("JSON in JSON", json(&json(secret))),
        spell("JSON, every character, in JSON", json(&json_all(secret))),
        spell("XML", xml(secret)),
        spell("XML, every character in decimal", xml_all(secret, |code| format!("&#{code};"))),
        spell("XML, every character", xml_all(secret, |code| format!("&#x{code:x};"))),
        spell("XML in XML", xml(&xml(secret))),
        spell("address in JSON", json(&percent(&sent, special, true))),
    ];
    let engines = [
        ("base64, padded", BASE64_STANDARD),
        ("base64", BASE64_STANDARD_NO_PAD),
        ("base64 of addresses, padded", BASE64_URL_SAFE),
        ("base64 of addresses", BASE64_URL_SAFE_NO_PAD),
    ];
    for (how, engine) in engines {
        // Alone, and in the middle of something longer.
        for (before, after) in [("", ""), ("", "&format=json"), ("x", "y"), ("token:", "")] {
            for text in [secret, &sent] {
                all.push(spell(how, engine.encode(format!("{before}{text}{after}"))));
            }
        }
    }
    all
}

/// What is searched for: the spellings, those of base64 by their own part, each also as it
/// stands in a text that is printed with `{:?}`.
pub fn searched(secret: &str) -> Vec<Spelling> {
    let mut all = said(secret);
    all.retain(|spelling| !spelling.how.starts_with("base64"));
    for text in [secret, &form(secret), &form(secret).to_ascii_lowercase()] {
        for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            for (how, before) in
                [("base64", 0), ("base64 from the second", 1), ("from the third", 2)]
            {
                let bytes = [&[b' '; 2][..before], text.as_bytes()].concat();
                let whole = engine.encode(&bytes);
                // The first group and the last are mixed with what is around.
                let from = if before == 0 { 0 } else { 4 };
                let text = whole[from..bytes.len() / 3 * 4].to_owned();
                all.push(Spelling { how, text });
            }
        }
    }
    all.push(Spelling { how: "a part", text: longest_word(secret) });
    let printed: Vec<Spelling> = all
        .iter()
        .filter(|spelling| spelling.text.contains(['\\', '"']))
        .map(|spelling| Spelling { how: spelling.how, text: json(&spelling.text) })
        .collect();
    all.extend(printed);
    all
}

/// As it lies in the memory of Windows, and in some of its files.
pub fn utf16(secret: &str) -> Vec<u8> {
    secret.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn special(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !b"-_.~".contains(&byte)
}

fn parts_a_query(byte: u8) -> bool {
    b"%&=#+".contains(&byte)
}

fn percent(text: &str, escapes: impl Fn(u8) -> bool, capital: bool) -> String {
    let spell = |byte: u8| match (escapes(byte), capital) {
        (false, _) => char::from(byte).to_string(),
        (true, true) => format!("%{byte:02X}"),
        (true, false) => format!("%{byte:02x}"),
    };
    text.bytes().map(spell).collect()
}

fn form(text: &str) -> String {
    percent(text, |byte| !byte.is_ascii_alphanumeric() && !b"*-._".contains(&byte), true)
}

fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn json_all(text: &str) -> String {
    text.encode_utf16().map(|unit| format!(r"\u{unit:04x}")).collect()
}

fn json_for_html(text: &str) -> String {
    let spell = |c: char| match c {
        '<' | '>' | '&' | '\'' | '"' | '+' => format!(r"\u{:04X}", u32::from(c)),
        '\\' => r"\\".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(spell).collect()
}

fn xml(text: &str) -> String {
    let pairs = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&apos;")];
    let spell = |c: char| {
        let found = pairs.iter().find(|(special, _)| *special == c);
        found.map_or_else(|| c.to_string(), |(_, entity)| (*entity).to_owned())
    };
    text.chars().map(spell).collect()
}

fn xml_all(text: &str, spell: impl Fn(u32) -> String) -> String {
    text.chars().map(|c| spell(u32::from(c))).collect()
}

/// Its longest run of letters and digits: no escape changes it.
fn longest_word(secret: &str) -> String {
    let words = secret.split(|c: char| !c.is_ascii_alphanumeric());
    let longest = words.max_by_key(|word| word.len()).unwrap();
    assert!(longest.len() >= 8, "{secret} has a word that is found nowhere else");
    longest.to_owned()
}
