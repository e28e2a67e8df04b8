//! Connecting to PayU beside PGPE: the key and the salt are tried before they are kept (api.md 2).

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::Counter;
use super::messages::{Keep, PayuProblem, PayuState, Update};
use crate::gateway::payu::Payu;
use crate::gateway::{Both, Discreet, Gateway, Scrub};
use crate::ids::AgentId;
use crate::secrets::{Secret, SecretsError};
use crate::settings::Settings;
use crate::transaction::Reply;

/// The longest text that is tried as a key or a salt.
const LONGEST: usize = 512;

/// Who the shop is at PayU. Neither shows itself in `Debug` (M10).
#[derive(Clone, Debug)]
pub struct PayuKeys {
    /// The merchant's key.
    pub key: SecretString,
    /// The merchant's salt.
    pub salt: SecretString,
}

impl Counter {
    /// The way to PGPE by these settings, and to PayU where the shop is known there; no reply
    /// has what is taken out, nor any secret that is known by then.
    pub(super) fn gateway(
        &self,
        settings: &Settings,
        token: &SecretString,
        taken_out: Arc<Scrub>,
    ) -> Result<Arc<dyn Gateway>, String> {
        let pgpe = (self.parts.connect)(settings, token)?;
        let gateway: Arc<dyn Gateway> = match &self.payu {
            None => pgpe,
            Some(keys) => {
                let payu = (self.parts.payu)(settings, keys)?;
                Arc::new(Both { pgpe, payu })
            }
        };
        Ok(Arc::new(Discreet::new(gateway, taken_out, self.known.clone())))
    }

    /// Takes every secret of this run out of what is said from outside (M10).
    pub(super) fn scrub(&self, token: Option<&SecretString>) -> Arc<Scrub> {
        let keys = self.payu.iter().flat_map(|keys| [&keys.key, &keys.salt]);
        let known = token.into_iter().chain(keys).chain(self.callbacks.secret());
        Arc::new(Scrub::new(&known.collect::<Vec<_>>()))
    }

    /// Works with the secrets as they are now: in what the gateway answers, also to what it was
    /// asked before, and in what callers claim.
    pub(super) fn follow_secrets(&self) {
        let scrub = self.scrub(self.token.as_ref());
        self.known.follow(Arc::clone(&scrub));
        if let (Some(token), Some(desk)) = (&self.token, &self.desk)
            && let Ok(gateway) = self.gateway(&self.parts.settings, token, scrub)
        {
            desk.use_gateway(gateway);
        }
    }

    /// Reads the key and the salt out of the keyring, at the start of a live counter.
    pub(super) async fn load_payu(&mut self) {
        let secrets = self.parts.secrets.clone();
        let load = move || {
            let key = secrets.load(Secret::PayuKey)?;
            Ok(key.zip(secrets.load(Secret::PayuSalt)?))
        };
        let loaded = self.parts.machine.at_the_disk(load).await;
        match loaded.unwrap_or(Err(SecretsError::TimedOut)) {
            Ok(found) => self.payu = found.map(|(key, salt)| PayuKeys { key, salt }),
            Err(error) => tracing::warn!(%error, "PayU's key cannot be read"),
        }
    }

    /// Tries a key and a salt with an enquiry for a load that was never made, and works with
    /// them from then on.
    pub(super) async fn connect_payu(&mut self, keys: PayuKeys, keep: Keep) {
        let state = match self.try_payu(keys, keep).await {
            Ok(()) => PayuState::Connected,
            Err(problem) => PayuState::NotTaken(problem),
        };
        self.parts.window.tell(Update::Payu(state));
    }

    async fn try_payu(&mut self, keys: PayuKeys, keep: Keep) -> Result<(), PayuProblem> {
        let keys = well_formed(&keys).ok_or(PayuProblem::NotKeys)?;
        let Some(token) = self.token.clone().filter(|_| self.desk.is_some()) else {
            return Err(PayuProblem::NotLive);
        };
        let settings = &self.parts.settings;
        let payu = (self.parts.payu)(settings, &keys).map_err(PayuProblem::BadAddress)?;
        try_keys(&payu, self.parts.clock.as_ref()).await?;
        if keep == Keep::Keyring {
            let (secrets, kept) = (self.parts.secrets.clone(), keys.clone());
            let save = move || {
                secrets.save(Secret::PayuKey, &kept.key)?;
                secrets.save(Secret::PayuSalt, &kept.salt)
            };
            let saved = self.parts.machine.at_the_disk(save).await;
            saved.unwrap_or(Err(SecretsError::TimedOut)).map_err(PayuProblem::NoKeyring)?;
        }
        let before = self.payu.replace(keys);
        if let Err(sentence) = self.gateway(&self.parts.settings, &token, self.known.now()) {
            self.payu = before;
            return Err(PayuProblem::BadAddress(sentence));
        }
        self.follow_secrets();
        Ok(())
    }

    /// Forgets the key and the salt everywhere.
    pub(super) async fn disconnect_payu(&mut self) {
        let secrets = self.parts.secrets.clone();
        let remove = move || {
            secrets.remove(Secret::PayuKey)?;
            secrets.remove(Secret::PayuSalt)
        };
        let removed = self.parts.machine.at_the_disk(remove).await;
        self.payu = None;
        self.follow_secrets();
        let state = match removed.unwrap_or(Err(SecretsError::TimedOut)) {
            Ok(()) => PayuState::NotConnected,
            Err(error) => PayuState::NotTaken(PayuProblem::NoKeyring(error)),
        };
        self.parts.window.tell(Update::Payu(state));
    }

    /// Tells the window whether wallets can be loaded; the practice gateway always takes them.
    pub(super) fn tell_payu(&self) {
        let connected = self.payu.is_some() || !self.is_live();
        let state = if connected { PayuState::Connected } else { PayuState::NotConnected };
        self.parts.window.tell(Update::Payu(state));
    }
}

/// Both without the spaces of a paste, or `None` when they cannot be such.
fn well_formed(pasted: &PayuKeys) -> Option<PayuKeys> {
    let trimmed = |text: &SecretString| {
        let text = text.expose_secret().trim();
        let plain = !text.is_empty()
            && text.len() <= LONGEST
            && text.chars().all(|c| c.is_ascii_graphic() && c != '"');
        plain.then(|| SecretString::from(text.to_owned()))
    };
    Some(PayuKeys { key: trimmed(&pasted.key)?, salt: trimmed(&pasted.salt)? })
}

async fn try_keys(payu: &Payu, clock: &dyn crate::time::Clock) -> Result<(), PayuProblem> {
    let never_made = AgentId::new(clock.now()).map_err(|_| PayuProblem::NoRandomness)?;
    match payu.enquire(never_made).await {
        Reply::NotSent { cause } => Err(PayuProblem::Unreached(cause)),
        Reply::Unknown { cause } => Err(PayuProblem::NoAnswer(cause)),
        Reply::Answer(answer) => match (answer.http, answer.clock_ahead) {
            (Some(401), Some(ahead)) => Err(PayuProblem::Clock(ahead)),
            (Some(401), None) => Err(PayuProblem::Refused),
            (Some(404), _) => Err(PayuProblem::NoWallet),
            _ => Ok(()),
        },
    }
}
