//! What the counter remembers of the PIN while it is open: what it is, what it has opened, what waits.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::tries::Tries;
use super::{Door, PinProblem, PinState, entries};
use crate::counter::messages::Command;
use crate::ledger::LedgerKind;
use crate::secrets::{Secret, SecretStore, SecretsError};
use crate::time::Clock;

/// For how long the settings stay open after the last change of them.
const SETTINGS_OPEN: Duration = Duration::from_secs(5 * 60);

/// How long a payment or an export may take to follow its PIN: they come together.
const ONE_OPEN: Duration = Duration::from_secs(30);

/// The guard of one open counter.
pub struct Guard {
    kind: LedgerKind,
    state: PinState,
    /// What the PIN is compared with, where one is set.
    hash: Option<SecretString>,
    tries: Tries,
    /// Before when no try is allowed, by the monotonic clock: a wall clock that is set forward
    /// shortens nothing.
    not_before: Duration,
    /// What the PIN was given for, and until when that holds, by the monotonic clock.
    open: Option<(Door, Duration)>,
    /// What waits for the PIN.
    waiting: Option<(Door, Command)>,
}

impl Guard {
    /// No PIN is set.
    pub const fn off(kind: LedgerKind) -> Self {
        Self {
            kind,
            state: PinState::Off,
            hash: None,
            tries: Tries::NONE,
            not_before: Duration::ZERO,
            open: None,
            waiting: None,
        }
    }

    /// Nobody knows whether one is set.
    pub fn shut(kind: LedgerKind, error: SecretsError) -> Self {
        Self { state: PinState::Unknown(error), ..Self::off(kind) }
    }

    /// As the keyring says, which has said just now that it is in trouble, perhaps. Blocks.
    ///
    /// A computer without a keyring has no PIN: it could not be set. One whose keyring does
    /// not answer may have one, so what it guards stays shut; on the practice counter, which
    /// has nothing to guard, that would only be in the way.
    pub fn load(
        secrets: &SecretStore,
        kind: LedgerKind,
        trouble: Option<SecretsError>,
        clock: &dyn Clock,
    ) -> Self {
        let [entry, tries_entry] = entries(kind);
        let read = match trouble {
            Some(error) => Err(error),
            None => secrets.load(entry).and_then(|hash| {
                hash.map(|hash| Ok((hash, secrets.load(tries_entry)?))).transpose()
            }),
        };
        match (read, kind) {
            (Ok(None) | Err(SecretsError::NoKeyring), _) | (Err(_), LedgerKind::Practice) => {
                Self::off(kind)
            }
            (Err(error), LedgerKind::Live) => Self::shut(kind, error),
            (Ok(Some((hash, tries))), _) => {
                let now = clock.now();
                let tries =
                    tries.map_or(Tries::NONE, |text| Tries::from_text(text.expose_secret(), now));
                let not_before = clock.monotonic() + tries.left(now);
                let state = PinState::On;
                Self { state, hash: Some(hash), tries, not_before, ..Self::off(kind) }
            }
        }
    }

    /// What waited at the guard before, of the same counter, waits at this one.
    pub fn inherit(&mut self, before: Self) {
        if before.kind == self.kind {
            self.waiting = before.waiting;
        }
    }

    /// Whether a PIN is set.
    pub const fn state(&self) -> PinState {
        self.state
    }

    /// Whose guard it is.
    pub const fn kind(&self) -> LedgerKind {
        self.kind
    }

    /// Where the keyring has the PIN.
    pub const fn entry(&self) -> Secret {
        let [entry, _] = entries(self.kind);
        entry
    }

    /// Where the keyring has the wrong tries.
    pub const fn tries_entry(&self) -> Secret {
        let [_, tries] = entries(self.kind);
        tries
    }

    /// The wrong tries since the last right one.
    pub const fn tries(&self) -> Tries {
        self.tries
    }

    /// Whether something may be done now. A payment and an export take their permission with
    /// them; the settings keep it while they are being changed.
    pub fn passes(&mut self, door: Door, clock: &dyn Clock) -> bool {
        let now = clock.monotonic();
        let open = self.open.is_some_and(|(open, until)| open == door && now < until);
        match door {
            Door::Settings if open => self.open = Some((door, now + SETTINGS_OPEN)),
            Door::Payment(_) | Door::Export => self.open = None,
            _ => {}
        }
        open || self.state == PinState::Off
    }

    /// The PIN was right: opens what it was given for. What waited for just that comes back.
    pub fn open(&mut self, door: Door, clock: &dyn Clock) -> Option<Command> {
        let holds = if door == Door::Settings { SETTINGS_OPEN } else { ONE_OPEN };
        self.open = (door != Door::Window).then(|| (door, clock.monotonic() + holds));
        let (_, command) = self.waiting.take_if(|(waiting, _)| *waiting == door)?;
        Some(command)
    }

    /// Nothing is open any more.
    pub const fn close(&mut self) {
        self.open = None;
    }

    /// A command waits for the PIN; the one that waited before it comes back.
    pub fn hold(&mut self, door: Door, command: Command) -> Option<Command> {
        self.waiting.replace((door, command)).map(|(_, earlier)| earlier)
    }

    /// Nothing waits any more; what did comes back.
    pub fn give_up(&mut self) -> Option<Command> {
        self.waiting.take().map(|(_, command)| command)
    }

    /// Counts a try as a wrong one until it proves right, and says what it is compared with;
    /// nothing where no PIN is set.
    ///
    /// # Errors
    /// [`PinProblem::Wait`] when none is allowed yet, [`PinProblem::Keyring`] when nobody knows
    /// the PIN.
    pub fn begin_try(&mut self, clock: &dyn Clock) -> Result<Option<SecretString>, PinProblem> {
        match (self.state, &self.hash) {
            (PinState::Unknown(error), _) => Err(PinProblem::Keyring(error)),
            (PinState::On, Some(hash)) => {
                let missing = self.not_before.saturating_sub(clock.monotonic());
                if !missing.is_zero() {
                    return Err(PinProblem::Wait(clock.now().after(missing)));
                }
                self.tries = self.tries.one_more(clock.now());
                self.not_before = clock.monotonic() + self.tries.wait();
                Ok(Some(hash.clone()))
            }
            _ => Ok(None),
        }
    }

    /// The try was right: all is forgiven.
    pub const fn was_right(&mut self) {
        self.tries = Tries::NONE;
        self.not_before = Duration::ZERO;
    }

    /// What is said of a wrong try.
    pub fn wrong(&self, clock: &dyn Clock) -> PinProblem {
        match self.tries.left_free() {
            0 => PinProblem::Wait(clock.now().after(self.tries.wait())),
            left => PinProblem::Wrong { left },
        }
    }

    /// This is the PIN from now on.
    pub fn set(&mut self, hash: SecretString) {
        self.state = PinState::On;
        self.hash = Some(hash);
        self.was_right();
        self.close();
    }
}
