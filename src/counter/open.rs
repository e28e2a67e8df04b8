//! Opening and closing a counter: practice or live, each with a ledger of its own.

use std::sync::Arc;

use super::desk::Desk;
use super::faults::watched;
use super::messages::{Opened, Update};
use super::{Counter, backups, balance, batch, day, favourites, follow};
use crate::gateway::Gateway;
use crate::ledger::daily::Shelf;
use crate::ledger::{Ledger, LedgerError, LedgerKind};
use crate::secrets::{Secret, SecretsError};
use crate::settings::Settings;

/// Tells the window everything that an open ledger has to say before anything happens.
pub(super) async fn tell_all(desk: &Desk) {
    balance::tell_known(desk).await;
    desk.tell_board().await;
    favourites::tell(desk).await;
    batch::tell_newest(desk, None).await;
}

impl Counter {
    /// Opens the live counter when the keyring has a token, else the practice counter.
    pub(super) async fn open_at_start(&mut self) {
        let secrets = self.parts.secrets.clone();
        let load = move || secrets.load(Secret::PgpeToken);
        let loaded = self.parts.machine.at_the_disk(load).await;
        let token = loaded.unwrap_or(Err(SecretsError::TimedOut));
        match token {
            Ok(Some(token)) => {
                self.load_payu().await;
                match self.gateway(&self.parts.settings, &token, self.scrub(Some(&token))) {
                    Ok(gateway) => {
                        self.token = Some(token);
                        self.open(LedgerKind::Live, gateway, None).await;
                    }
                    Err(sentence) => {
                        self.open_practice(None).await;
                        let problem = super::ConnectProblem::BadAddress(sentence);
                        self.parts.window.tell(Update::NotConnected(problem));
                    }
                }
            }
            Ok(None) => self.open_practice(None).await,
            Err(error) => self.open_practice(Some(Arc::new(error))).await,
        }
    }

    /// Opens the practice counter.
    pub(super) async fn open_practice(&mut self, keyring_trouble: Option<Arc<SecretsError>>) {
        match (self.parts.practice)() {
            Ok(practice) => self.open(LedgerKind::Practice, practice, keyring_trouble).await,
            Err(sentence) => {
                tracing::error!(sentence, "the practice gateway cannot be started");
                let trouble = LedgerError::Io(std::io::Error::other(sentence));
                let of_keyring = keyring_trouble.as_deref().copied();
                self.guard_with(LedgerKind::Practice, of_keyring).await;
                self.tell_opened(LedgerKind::Practice, Some(Arc::new(trouble)), keyring_trouble);
            }
        }
    }

    async fn open(
        &mut self,
        kind: LedgerKind,
        gateway: Arc<dyn Gateway>,
        keyring_trouble: Option<Arc<SecretsError>>,
    ) {
        self.guard_with(kind, keyring_trouble.as_deref().copied()).await;
        let opened = self.open_desk(kind, gateway).await;
        let trouble = opened.as_ref().err().cloned();
        self.tell_opened(kind, trouble, keyring_trouble);
        if let Ok(desk) = opened {
            self.start(desk).await;
        }
    }

    /// Tells the window which counter is open.
    pub(super) fn tell_opened(
        &self,
        kind: LedgerKind,
        ledger_trouble: Option<Arc<LedgerError>>,
        keyring_trouble: Option<Arc<SecretsError>>,
    ) {
        let (catalogue, catalogue_trouble) = self.catalogue(kind);
        self.parts.window.tell(Update::Opened(Opened {
            live: kind == LedgerKind::Live,
            catalogue: Arc::new(catalogue),
            ledger_trouble,
            keyring_trouble,
            catalogue_trouble,
            token_in_memory: self.token.is_some()
                && (self.this_run || self.parts.secrets.is_memory()),
        }));
        self.tell_payu();
    }

    /// Opens a ledger with its gateway; nothing else changes yet.
    pub(super) async fn open_desk(
        &self,
        kind: LedgerKind,
        gateway: Arc<dyn Gateway>,
    ) -> Result<Arc<Desk>, Arc<LedgerError>> {
        let path = self.parts.home.ledger_file(kind == LedgerKind::Practice);
        let (now, shelf) = (self.parts.clock.now(), self.shelf(kind));
        let machine = self.parts.machine.clone();
        let opened = machine.at_the_disk(move || {
            shelf.refuse_lost(now.day())?;
            Ledger::open(&path, kind, now)
        });
        let ledger = opened.await.unwrap_or_else(|error| Err(error.into())).map_err(Arc::new)?;
        let (clock, window) = (Arc::clone(&self.parts.clock), self.parts.window.clone());
        let desk = Desk::open(ledger, gateway, clock, machine, window).await.map_err(Arc::new)?;
        Ok(Arc::new(desk))
    }

    /// Puts an open desk into service.
    pub(super) async fn start(&mut self, desk: Arc<Desk>) {
        let following = watched(self.parts.window.clone(), follow::follow_up(Arc::clone(&desk)));
        self.following = Some(tokio::spawn(following));
        tell_all(&desk).await;
        day::begin_soon(&desk);
        day::watch(&desk);
        self.follow_secrets();
        self.callbacks.open(Arc::clone(&desk), self.known.clone());
        if self.parts.machine.copies {
            desk.run_errand(self.copies());
        }
        self.desk = Some(desk);
    }

    /// Keeps up the daily copies of the counter that is being opened.
    fn copies(&self) -> impl Future<Output = ()> + Send + use<> {
        let kind = if self.is_live() { LedgerKind::Live } else { LedgerKind::Practice };
        let (clock, window) = (Arc::clone(&self.parts.clock), self.parts.window.clone());
        backups::keep_up(self.shelf(kind), clock, window, tokio::time::sleep)
    }

    /// The daily copies of one of the two ledgers.
    fn shelf(&self, kind: LedgerKind) -> Shelf {
        let home = &self.parts.home;
        let ledger = home.ledger_file(kind == LedgerKind::Practice);
        Shelf::new(ledger, kind, home.backups(), Arc::clone(&self.copying))
    }

    /// Takes the desk out of service; its ledger is closed when its last task ends.
    pub(super) async fn close(&mut self) {
        if let Some(following) = self.following.take() {
            following.abort();
            // Only its end matters: being cancelled is what was asked of it.
            let _cancelled = following.await;
        }
        self.callbacks.close().await;
        if let Some(desk) = self.desk.take() {
            batch::pause(&desk);
            desk.end_errands().await;
        }
    }

    /// Remembers that the tour was seen. No PIN guards it, and nothing else changes by it.
    pub(super) fn tour_seen(&mut self) {
        self.parts.settings.tour_seen = true;
        let kept = self.parts.settings.save(&self.parts.home).map_err(|error| error.to_string());
        self.parts.window.tell(Update::SettingsKept(kept));
    }

    /// Keeps new settings, and works by them from the next call on.
    pub(super) async fn change_settings(&mut self, settings: Settings) {
        let gateway = match &self.token {
            None => None,
            Some(token) => match self.gateway(&settings, token, self.known.now()) {
                Ok(gateway) => Some(gateway),
                Err(sentence) => {
                    return self.parts.window.tell(Update::SettingsKept(Err(sentence)));
                }
            },
        };
        let kept = settings.save(&self.parts.home).map_err(|error| error.to_string());
        let kept_well = kept.is_ok();
        self.parts.window.tell(Update::SettingsKept(kept));
        if kept_well {
            if let (Some(desk), Some(gateway)) = (&self.desk, gateway) {
                desk.use_gateway(gateway);
            }
            let listens = |of: &Settings| {
                (of.callbacks, of.callback_listen.clone(), of.callback_public_url.clone())
            };
            let same = listens(&self.parts.settings) == listens(&settings);
            self.parts.settings = settings;
            if !same {
                self.follow_callbacks().await;
            }
        }
    }
}
