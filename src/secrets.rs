//! Secrets: kept in the operating system's keyring, or in memory for one run; never in a file (M10).

use std::collections::HashMap;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use keyring::v1::{Entry, Error as KeyringError};
use secrecy::{ExposeSecret, SecretString};

/// The name under which the keyring keeps Galla's secrets.
const SERVICE: &str = "galla";

/// A locked keyring asks its owner for a password and answers when that is typed; one
/// that is broken never does.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Secret {
    /// The API token of PGPE.
    PgpeToken,
    /// The secret in the path of the callback address (api.md 1.4).
    CallbackSecret,
    /// The shop's merchant key at PayU.
    PayuKey,
    /// The salt with which calls to PayU are signed.
    PayuSalt,
    /// The hash of the PIN.
    Pin,
    /// The wrong tries of the PIN.
    PinTries,
    /// The hash of the practice counter's PIN.
    PracticePin,
    /// The wrong tries of the practice counter's PIN.
    PracticePinTries,
}

impl Secret {
    const fn user(self) -> &'static str {
        match self {
            Self::PgpeToken => "pgpe-token",
            Self::CallbackSecret => "callback-secret",
            Self::PayuKey => "payu-key",
            Self::PayuSalt => "payu-salt",
            Self::Pin => "pin",
            Self::PinTries => "pin-tries",
            Self::PracticePin => "practice-pin",
            Self::PracticePinTries => "practice-pin-tries",
        }
    }
}

/// Why the keyring did not do what was asked. No text in here carries a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// There is none: a bare machine, or no session.
    #[error("this computer has no keyring")]
    NoKeyring,
    /// It is locked.
    #[error("the keyring is locked")]
    Locked,
    /// It did not answer.
    #[error("the keyring does not answer")]
    TimedOut,
    /// It refused for another reason.
    #[error("the keyring refused")]
    Refused,
}

/// Where secrets are kept.
#[derive(Clone)]
pub struct SecretStore {
    vault: Arc<dyn Vault>,
    in_memory: bool,
    patience: Duration,
}

/// What a place for secrets can do. Each call may block.
pub trait Vault: Send + Sync {
    /// The secret of a name, or `None` when there is none.
    ///
    /// # Errors
    /// When the place does not say.
    fn get(&self, user: &str) -> Result<Option<SecretString>, SecretsError>;

    /// Keeps a secret under a name in place of the one before.
    ///
    /// # Errors
    /// When the place does not keep it.
    fn set(&self, user: &str, value: &SecretString) -> Result<(), SecretsError>;

    /// Forgets the secret of a name; one that is not there is forgotten already.
    ///
    /// # Errors
    /// When the place does not say that it is gone.
    fn remove(&self, user: &str) -> Result<(), SecretsError>;
}

impl SecretStore {
    /// The operating system's keyring.
    #[must_use]
    pub fn keyring() -> Self {
        Self { vault: Arc::new(Keyring), in_memory: false, patience: PATIENCE }
    }

    /// Memory, until the program ends.
    #[must_use]
    pub fn memory() -> Self {
        Self { vault: Arc::new(Memory::default()), in_memory: true, patience: PATIENCE }
    }

    /// Another place.
    #[must_use]
    pub fn with(vault: Arc<dyn Vault>) -> Self {
        Self { vault, in_memory: false, patience: PATIENCE }
    }

    /// Whether secrets are forgotten at the end of this run.
    #[must_use]
    pub const fn is_memory(&self) -> bool {
        self.in_memory
    }

    /// The secret, or `None` when it was never kept. Blocks while the keyring is asked.
    ///
    /// # Errors
    /// [`SecretsError`] when the keyring does not say.
    pub fn load(&self, secret: Secret) -> Result<Option<SecretString>, SecretsError> {
        self.patiently(move |vault| vault.get(secret.user()))
    }

    /// Keeps a secret in place of the one before. Blocks while the keyring is asked.
    ///
    /// # Errors
    /// [`SecretsError`] when the keyring does not keep it.
    pub fn save(&self, secret: Secret, value: &SecretString) -> Result<(), SecretsError> {
        let value = value.clone();
        self.patiently(move |vault| vault.set(secret.user(), &value))
    }

    /// Forgets a secret; one that was never kept is forgotten already.
    ///
    /// # Errors
    /// [`SecretsError`] when the keyring does not say that it is gone.
    pub fn remove(&self, secret: Secret) -> Result<(), SecretsError> {
        self.patiently(move |vault| vault.remove(secret.user()))
    }

    /// A call on a thread of its own, since nothing else stops one that never comes back.
    fn patiently<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Vault) -> Result<T, SecretsError> + Send + 'static,
    ) -> Result<T, SecretsError> {
        let vault = Arc::clone(&self.vault);
        let (answer, wait) = sync_channel(1);
        let started = thread::Builder::new().name("keyring".into()).spawn(move || {
            // Nobody waits any more when this fails.
            let _late = answer.send(call(vault.as_ref()));
        });
        if started.is_err() {
            return Err(SecretsError::Refused);
        }
        match wait.recv_timeout(self.patience) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(SecretsError::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(SecretsError::Refused),
        }
    }
}

struct Keyring;

impl Keyring {
    fn entry(user: &str) -> Result<Entry, SecretsError> {
        Entry::new(SERVICE, user).map_err(|error| read(&error))
    }
}

/// Only the kind of a keyring's error is kept: its text is somebody else's and may say anything.
fn read(error: &KeyringError) -> SecretsError {
    match error {
        KeyringError::NoDefaultStore => SecretsError::NoKeyring,
        KeyringError::NoStorageAccess(_) => SecretsError::Locked,
        _ => SecretsError::Refused,
    }
}

impl Vault for Keyring {
    fn get(&self, user: &str) -> Result<Option<SecretString>, SecretsError> {
        match Self::entry(user)?.get_password() {
            Ok(value) => Ok(Some(SecretString::from(value))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(read(&error)),
        }
    }

    fn set(&self, user: &str, value: &SecretString) -> Result<(), SecretsError> {
        Self::entry(user)?.set_password(value.expose_secret()).map_err(|error| read(&error))
    }

    fn remove(&self, user: &str) -> Result<(), SecretsError> {
        match Self::entry(user)?.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(read(&error)),
        }
    }
}

#[derive(Default)]
struct Memory(Mutex<HashMap<String, SecretString>>);

impl Memory {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, SecretString>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Vault for Memory {
    fn get(&self, user: &str) -> Result<Option<SecretString>, SecretsError> {
        Ok(self.with(|kept| kept.get(user).cloned()))
    }

    fn set(&self, user: &str, value: &SecretString) -> Result<(), SecretsError> {
        self.with(|kept| kept.insert(user.to_owned(), value.clone()));
        Ok(())
    }

    fn remove(&self, user: &str) -> Result<(), SecretsError> {
        self.with(|kept| kept.remove(user));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_replaced_and_forgotten() {
        let store = SecretStore::memory();
        assert!(store.is_memory() && !SecretStore::keyring().is_memory());
        let load = || store.load(Secret::PgpeToken).unwrap().map(|s| s.expose_secret().to_owned());
        assert_eq!(load(), None);
        for token in ["first", "second"] {
            store.save(Secret::PgpeToken, &SecretString::from(token)).unwrap();
            assert_eq!(load().as_deref(), Some(token));
        }
        store.remove(Secret::PgpeToken).unwrap();
        assert_eq!(load(), None);
        store.remove(Secret::PgpeToken).unwrap();
    }

    #[test]
    fn m10_a_keyring_that_says_the_secret_in_its_errors_is_not_quoted() {
        let secret = || "S3cr3t".to_owned();
        let cause = || Box::new(std::io::Error::other(secret()));
        let table = [
            (KeyringError::NoDefaultStore, SecretsError::NoKeyring),
            (KeyringError::NoStorageAccess(cause()), SecretsError::Locked),
            (KeyringError::PlatformFailure(cause()), SecretsError::Refused),
            (KeyringError::BadEncoding(secret().into_bytes()), SecretsError::Refused),
            (KeyringError::BadDataFormat(secret().into_bytes(), cause()), SecretsError::Refused),
            (KeyringError::BadStoreFormat(secret()), SecretsError::Refused),
            (KeyringError::TooLong(secret(), 9), SecretsError::Refused),
            (KeyringError::Invalid(secret(), secret()), SecretsError::Refused),
            (KeyringError::NotSupportedByStore(secret()), SecretsError::Refused),
        ];
        for (error, expected) in table {
            let told = read(&error);
            assert_eq!(told, expected, "{error:?}");
            assert!(!format!("{told} {told:?}").contains("S3cr3t"), "{told}");
        }
    }

    struct Stuck;

    impl Vault for Stuck {
        fn get(&self, _: &str) -> Result<Option<SecretString>, SecretsError> {
            thread::park();
            Ok(None)
        }
        fn set(&self, _: &str, _: &SecretString) -> Result<(), SecretsError> {
            Err(SecretsError::Locked)
        }
        #[expect(clippy::panic_in_result_fn, reason = "the fault is what is tried")]
        fn remove(&self, _: &str) -> Result<(), SecretsError> {
            panic!("the keyring's own code may fail in any way")
        }
    }

    #[test]
    fn a_keyring_that_hangs_or_fails_does_not_take_galla_with_it() {
        let store = SecretStore {
            vault: Arc::new(Stuck),
            in_memory: false,
            patience: Duration::from_millis(20),
        };
        assert_eq!(store.load(Secret::PgpeToken).err(), Some(SecretsError::TimedOut));
        let patient = SecretStore { patience: PATIENCE, ..store };
        let token = SecretString::from("token");
        assert_eq!(patient.save(Secret::PgpeToken, &token), Err(SecretsError::Locked));
        assert_eq!(patient.remove(Secret::PgpeToken), Err(SecretsError::Refused));
    }
}
