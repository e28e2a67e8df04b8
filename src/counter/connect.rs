//! Connecting to PGPE and disconnecting: the token is tried before it is kept.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::Counter;
use super::messages::{ConnectProblem, Keep, Update};
use super::open::tell_all;
use crate::gateway::{Gateway, first_address};
use crate::ledger::LedgerKind;
use crate::secrets::{Secret, SecretsError};
use crate::transaction::evidence::{BalanceSaid, read_balance};
use crate::transaction::{Answer, Service};

/// The longest text that is tried as a token: a pasted page is a slip of the hand.
const MAX_TOKEN: usize = 512;

impl Counter {
    /// Tries a token with a balance question and opens the live counter with it.
    pub(super) async fn connect(&mut self, token: SecretString, keep: Keep) {
        if let Err(problem) = self.try_connect(token, keep).await {
            self.parts.window.tell(Update::NotConnected(problem));
        }
    }

    async fn try_connect(&mut self, token: SecretString, keep: Keep) -> Result<(), ConnectProblem> {
        let token = well_formed(&token).ok_or(ConnectProblem::NotAToken)?;
        if self.is_busy() {
            return Err(ConnectProblem::Busy);
        }
        if !self.is_live() {
            self.load_payu().await;
        }
        let gateway = self.gateway(&self.parts.settings, &token, self.scrub(Some(&token)));
        let gateway = gateway.map_err(ConnectProblem::BadAddress)?;
        try_token(gateway.as_ref()).await?;
        if let (true, Some(desk)) = (self.token.is_some(), self.desk.clone()) {
            // The same ledger goes on with the new token.
            self.keep(&token, keep).await?;
            self.token = Some(token);
            self.follow_secrets();
            self.tell_opened(LedgerKind::Live, None, None);
            // The window has forgotten what it knew of the counter before.
            tell_all(&desk).await;
            return Ok(());
        }
        // The ledger first: a token is kept only for a counter that can open.
        let live = self.open_desk(LedgerKind::Live, gateway).await;
        let live = live.map_err(ConnectProblem::Ledger)?;
        self.keep(&token, keep).await?;
        self.close().await;
        self.token = Some(token);
        self.guard_with(LedgerKind::Live, None).await;
        self.tell_opened(LedgerKind::Live, None, None);
        self.start(live).await;
        Ok(())
    }

    /// Forgets the token everywhere and goes back to practice.
    pub(super) async fn disconnect(&mut self) {
        if self.is_busy() {
            return self.parts.window.tell(Update::NotConnected(ConnectProblem::Busy));
        }
        let secrets = self.parts.secrets.clone();
        let remove = move || secrets.remove(Secret::PgpeToken);
        let removed = self.parts.machine.at_the_disk(remove).await;
        let trouble = removed.unwrap_or(Err(SecretsError::TimedOut)).err().map(Arc::new);
        self.close().await;
        self.token = None;
        self.open_practice(trouble).await;
    }

    async fn keep(&mut self, token: &SecretString, keep: Keep) -> Result<(), ConnectProblem> {
        if keep == Keep::Keyring {
            let (secrets, token) = (self.parts.secrets.clone(), token.clone());
            let save = move || secrets.save(Secret::PgpeToken, &token);
            let saved = self.parts.machine.at_the_disk(save).await;
            saved
                .unwrap_or(Err(SecretsError::TimedOut))
                .map_err(|error| ConnectProblem::NoKeyring(Arc::new(error)))?;
        }
        self.this_run = keep == Keep::ThisRun;
        Ok(())
    }

    fn is_busy(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.is_busy())
    }
}

/// The token without the spaces of a paste, or `None` when it cannot be one.
fn well_formed(pasted: &SecretString) -> Option<SecretString> {
    let token = pasted.expose_secret().trim();
    let plain = !token.is_empty()
        && token.len() <= MAX_TOKEN
        && token.chars().all(|c| c.is_ascii_graphic());
    plain.then(|| SecretString::from(token.to_owned()))
}

async fn try_token(gateway: &dyn Gateway) -> Result<(), ConnectProblem> {
    match read_balance(gateway.balance(Service::Recharge).await) {
        BalanceSaid::Holds(_) => Ok(()),
        BalanceSaid::Refused(answer) => Err(refused(&answer)),
        BalanceSaid::NotSent(cause) => Err(ConnectProblem::Unreached(cause)),
        BalanceSaid::Unknown(cause) => Err(ConnectProblem::NoAnswer(cause)),
    }
}

fn refused(answer: &Answer) -> ConnectProblem {
    ConnectProblem::Refused {
        code: answer.status_code(),
        spelled: answer.code.clone(),
        words: answer.words().to_owned(),
        address: first_address(&answer.message),
    }
}
