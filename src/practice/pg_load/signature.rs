//! The authorization of a PG Load call: whose key, over which date, signed with which salt (api.md 2).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

/// The merchant's key that always works.
pub const PRACTICE_MERCHANT_KEY: &str = "galla-practice";

/// The salt that belongs to it. A practice gateway moves no money, so this is no secret.
pub const PRACTICE_MERCHANT_SALT: &str = "practice-salt-of-no-worth";

/// Whether a call is signed by the merchant: its `authorization` header names the key, and
/// its signature is the HMAC-SHA512, in lower-case hex, of `date: ` and the date header.
pub fn is_signed(authorization: &str, date: &str, key: &str, salt: &str) -> bool {
    let Some(fields) = authorization.strip_prefix("hmac ") else { return false };
    let field = |name: &str| {
        fields.split(',').find_map(|field| {
            let (found, value) = field.trim().split_once('=')?;
            let value = value.strip_prefix('"')?.strip_suffix('"')?;
            (found == name).then_some(value)
        })
    };
    let as_agreed = field("username") == Some(key)
        && field("algorithm") == Some("sha512")
        && field("headers") == Some("date");
    let Some(signature) = field("signature").filter(|_| as_agreed) else { return false };
    let lower_case = !signature.bytes().any(|byte| byte.is_ascii_uppercase());
    let Ok(signature) = hex::decode(signature) else { return false };
    let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(salt.as_bytes()) else { return false };
    mac.update(format!("date: {date}").as_bytes());
    lower_case && mac.verify_slice(&signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Thu, 17 Feb 2022 08:17:59 GMT";

    /// By `printf 'date: Thu, 17 Feb 2022 08:17:59 GMT' | openssl dgst -sha512 -hmac salt`.
    const SIGNATURE: &str = "fe77ce76cb2f92cc5e139dcdcba03378379ecca8e3b3f2d0bedd6a16980403e9d7aa6d94a678d6dff4ba981b1da4448e411cf80286fc5587abefd38abc47b73e";

    fn header(key: &str, algorithm: &str, headers: &str, signature: &str) -> String {
        format!(
            "hmac username=\"{key}\", algorithm=\"{algorithm}\", headers=\"{headers}\", signature=\"{signature}\""
        )
    }

    #[test]
    fn what_openssl_signs_is_signed_and_nothing_else_is() {
        let signed = |header: &str| is_signed(header, DATE, "smsplus", "salt");
        assert!(signed(&header("smsplus", "sha512", "date", SIGNATURE)));
        let other = SIGNATURE.replacen(|_: char| true, "x", 1);
        for wrong in [
            header("other", "sha512", "date", SIGNATURE),
            header("smsplus", "hmac-sha512", "date", SIGNATURE),
            header("smsplus", "sha512", "date digest", SIGNATURE),
            header("smsplus", "sha512", "date", &SIGNATURE.to_uppercase()),
            header("smsplus", "sha512", "date", &other),
            header("smsplus", "sha512", "date", ""),
            header("smsplus", "sha512", "date", SIGNATURE).replace("hmac ", ""),
            "hmac".to_owned(),
        ] {
            assert!(!signed(&wrong), "{wrong}");
        }
        assert!(!is_signed(&header("smsplus", "sha512", "date", SIGNATURE), DATE, "smsplus", "s"));
        let later = "Thu, 17 Feb 2022 08:18:00 GMT";
        let header = header("smsplus", "sha512", "date", SIGNATURE);
        assert!(!is_signed(&header, later, "smsplus", "salt"));
    }
}
