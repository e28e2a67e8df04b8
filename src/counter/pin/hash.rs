//! What is kept of a PIN: its Argon2 hash with a salt, as a PHC string. Slow on purpose: never on the window's thread.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};

/// The hash of a PIN, or `None` when the system gives no random numbers for its salt.
pub fn make(pin: &SecretString) -> Option<SecretString> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).ok()?;
    let pin = pin.expose_secret().as_bytes();
    let hash = Argon2::default().hash_password_with_salt(pin, &salt).ok()?;
    Some(SecretString::from(hash.to_string()))
}

/// Whether a hash is this PIN's. What is no hash is nobody's.
pub fn is(pin: &SecretString, hash: &SecretString) -> bool {
    let Ok(hash) = PasswordHash::new(hash.expose_secret()) else { return false };
    Argon2::default().verify_password(pin.expose_secret().as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m10_a_hash_is_its_pins_alone_and_does_not_show_it() {
        let pin = SecretString::from("4711");
        let hash = make(&pin).unwrap();
        assert!(hash.expose_secret().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is(&pin, &hash));
        for other in ["4712", "471", "47110", ""] {
            assert!(!is(&SecretString::from(other), &hash), "{other}");
        }
        let again = make(&pin).unwrap();
        assert_ne!(again.expose_secret(), hash.expose_secret(), "each has a salt of its own");
        for broken in ["", "4711", "$argon2id$", "$2b$10$abcdefghijklmnopqrstuv"] {
            assert!(!is(&pin, &SecretString::from(broken)), "{broken}");
        }
    }
}
