//! The signature of a call: HMAC-SHA512 over its date (api.md 2).

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha512;

/// The `authorization` header of a call whose `date` header is this.
pub fn authorization(key: &SecretString, salt: &SecretString, date: &str) -> String {
    let key = key.expose_secret();
    let signature = signature(salt, date);
    format!(
        "hmac username=\"{key}\", algorithm=\"sha512\", headers=\"date\", signature=\"{signature}\""
    )
}

/// Lower-case hex over `date: ` and the date.
fn signature(salt: &SecretString, date: &str) -> String {
    // HMAC takes a key of any length, so there is always one.
    let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(salt.expose_secret().as_bytes()) else {
        return String::new();
    };
    mac.update(b"date: ");
    mac.update(date.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf 'date: <date>' | openssl dgst -sha512 -hmac '<salt>'`.
    const BY_OPENSSL: [(&str, &str, &str); 3] = [
        (
            "salt",
            "Thu, 17 Feb 2022 08:17:59 GMT",
            "fe77ce76cb2f92cc5e139dcdcba03378379ecca8e3b3f2d0bedd6a16980403e9d7aa6d94a678d6dff4ba981b1da4448e411cf80286fc5587abefd38abc47b73e",
        ),
        (
            "4R38IvwiV57FwVpsgOvTXBdLE4tHXXFW",
            "Wed, 12 Jun 2024 08:53:43 GMT",
            "c10e334d6b980acd76d7a0d6c9ba2d19bc91fa44176f0f211f3d9f59f649bf8db18cfb1b8dcf84a7b2c3205b3675f381d5d5b06b6adb62e1cf05654f6b626e25",
        ),
        (
            "गल्ला",
            "Mon, 23 Nov 2026 06:30:00 GMT",
            "7f92a596780c60e0c093b1f38971d2333c01066990cf88fd941b25df470b9678135121772c10fae86b732b5fa8a970f149b8971ef6d16d17dcd0959e84db417a",
        ),
    ];

    #[test]
    fn the_signature_is_openssls() {
        for (salt, date, expected) in BY_OPENSSL {
            assert_eq!(signature(&SecretString::from(salt), date), expected, "{salt}");
        }
    }

    #[test]
    fn the_header_is_spelled_as_the_documents_examples_are() {
        let (salt, date, signature) = BY_OPENSSL[0];
        let header = authorization(&"smsplus".into(), &salt.into(), date);
        let expected = format!(
            "hmac username=\"smsplus\", algorithm=\"sha512\", headers=\"date\", signature=\"{signature}\""
        );
        assert_eq!(header, expected);
    }
}
