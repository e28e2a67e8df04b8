//! The PIN: who may pay out, change settings and take data away, decided here and not on the screen.
//!
//! What needs a PIN is refused until it was given for that very thing. A payout is refused
//! outright: its sheet has the field, and asks again. Everything else waits, and is carried
//! out as soon as the PIN is right.

mod guard;
mod hash;
mod tries;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

pub use guard::Guard;

use super::Counter;
use super::messages::{Command, ConnectProblem, ExportState, Ticket, Update, WhyNotExported};
use super::paper::NotHandedOut;
use super::statements::StatementState;
use crate::ledger::LedgerKind;
use crate::secrets::{Secret, SecretsError};
use crate::time::Moment;
use crate::transaction::Order;

/// How long a PIN may be, in digits.
pub const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// What a PIN is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// To look at the window again.
    Window,
    /// To change settings, the connection and the shop's lists, for as long as the agent is at it.
    Settings,
    /// To write data into a file, once.
    Export,
    /// To pay with this ticket.
    Payment(Ticket),
}

/// Whether a PIN guards the counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PinState {
    /// None is set.
    #[default]
    Off,
    /// One is set.
    On,
    /// The keyring does not say, so what a PIN would guard stays shut.
    Unknown(SecretsError),
}

/// What proves that whoever takes the PIN away may do so.
#[derive(Debug)]
pub enum Proof {
    /// The PIN itself.
    Pin(SecretString),
    /// The API token that is in use: the PIN was forgotten.
    Token(SecretString),
    /// This is the practice counter: there is no money.
    Practice,
}

/// Why a PIN was not taken, kept or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinProblem {
    /// It is not the PIN; so many tries are left before one has to wait.
    Wrong {
        /// How many.
        left: u32,
    },
    /// Too many wrong ones: from when the next try is allowed.
    Wait(Moment),
    /// A PIN has four to eight digits.
    NotAPin,
    /// The token is not the one in use.
    NotTheToken,
    /// Here only the PIN or the token proves anything.
    NotPractice,
    /// The keyring did not do what was asked.
    Keyring(SecretsError),
    /// It is off until Galla is closed, and the keyring has not forgotten it.
    StillKept(SecretsError),
    /// The system gives no random numbers.
    NoRandomness,
}

impl Counter {
    /// Reads whether a PIN guards the counter that is being opened, and tells the window before
    /// it shows anything of that counter.
    pub(super) async fn guard_with(&mut self, kind: LedgerKind, trouble: Option<SecretsError>) {
        let secrets = self.parts.secrets.clone();
        let clock = self.parts.clock.clone();
        let read = self
            .parts
            .machine
            .at_the_disk(move || Guard::load(&secrets, kind, trouble, clock.as_ref()));
        let read = read.await.unwrap_or_else(|_| Guard::shut(kind, SecretsError::Refused));
        let before = std::mem::replace(&mut self.guard, read);
        self.guard.inherit(before);
        self.parts.window.tell(Update::Pin(self.guard.state()));
    }

    /// Whether an order may be paid with this ticket. The permission is gone with the asking.
    pub(super) fn may_pay(&mut self, ticket: Ticket, order: &Order) -> bool {
        match order {
            Order::Payout(payout) if payout.amount > self.parts.settings.pin.payouts_over => {
                self.guard.passes(Door::Payment(ticket), self.parts.clock.as_ref())
            }
            _ => true,
        }
    }

    /// What a command needs a PIN for; `None` when anybody may ask for it, and of a payment,
    /// which does not wait.
    fn door(&self, command: &Command) -> Option<Door> {
        let of = &self.parts.settings.pin;
        match command {
            // Whatever else is free, what the PIN guards is changed with the PIN alone.
            Command::ChangeSettings(settings) if settings.pin != *of => Some(Door::Settings),
            Command::ChangeSettings(_)
            | Command::Connect { .. }
            | Command::Disconnect
            | Command::ConnectPayu { .. }
            | Command::DisconnectPayu
            | Command::RenewCallbackSecret
            | Command::KeepCatalogue(_) => of.settings.then_some(Door::Settings),
            Command::WriteList { .. } | Command::Export(_) | Command::Statement(_) => {
                of.exports.then_some(Door::Export)
            }
            _ => None,
        }
    }

    /// Whether a command may be carried out now; otherwise it waits for the PIN.
    pub(super) fn lets_through(&mut self, command: Command) -> Option<Command> {
        let Some(door) = self.door(&command) else { return Some(command) };
        if self.guard.passes(door, self.parts.clock.as_ref()) {
            return Some(command);
        }
        // The settings that are changed once more have the change before in them.
        let settings = matches!(command, Command::ChangeSettings(_));
        match self.guard.hold(door, command) {
            Some(Command::ChangeSettings(_)) if settings => {}
            Some(earlier) => self.turn_away(earlier),
            None => {}
        }
        self.parts.window.tell(Update::PinWanted(door));
        None
    }

    /// Takes a PIN for something; what waited for it comes back.
    pub(super) async fn unlock(&mut self, pin: SecretString, door: Door) -> Option<Command> {
        match self.try_pin(pin).await {
            Ok(()) => {
                let waited = self.guard.open(door, self.parts.clock.as_ref());
                self.parts.window.tell(Update::Unlocked(door));
                waited
            }
            Err(problem) => {
                self.guard.close();
                self.parts.window.tell(Update::NotUnlocked(problem));
                None
            }
        }
    }

    /// Nothing is open any more; what waited is not done.
    pub(super) fn lock(&mut self) {
        self.guard.close();
        if let Some(waiting) = self.guard.give_up() {
            self.turn_away(waiting);
        }
    }

    /// Sets a PIN, or another one in place of the old.
    pub(super) async fn set_pin(&mut self, old: Option<SecretString>, new: SecretString) {
        if let Err(problem) = self.try_to_set(old, new).await {
            return self.parts.window.tell(Update::NotUnlocked(problem));
        }
        self.parts.window.tell(Update::Pin(self.guard.state()));
    }

    async fn try_to_set(
        &mut self,
        old: Option<SecretString>,
        new: SecretString,
    ) -> Result<(), PinProblem> {
        if !is_a_pin(&new) {
            return Err(PinProblem::NotAPin);
        }
        match (self.guard.state(), old) {
            (PinState::Off, _) => {}
            (_, Some(old)) => self.try_pin(old).await?,
            (PinState::Unknown(error), None) => return Err(PinProblem::Keyring(error)),
            (PinState::On, None) => return Err(PinProblem::NotAPin),
        }
        let (secrets, entry) = (self.parts.secrets.clone(), self.guard.entry());
        let kept = tokio::task::spawn_blocking(move || {
            let hash = hash::make(&new).ok_or(PinProblem::NoRandomness)?;
            secrets.save(entry, &hash).map_err(PinProblem::Keyring)?;
            Ok(hash)
        });
        let hash = kept.await.unwrap_or(Err(PinProblem::Keyring(SecretsError::Refused)))?;
        self.guard.set(hash);
        Ok(())
    }

    /// Takes the PIN away; what waited for it comes back.
    pub(super) async fn remove_pin(&mut self, proof: Proof) -> Option<Command> {
        let proved = match proof {
            Proof::Pin(pin) => self.try_pin(pin).await,
            Proof::Token(token) => self.is_the_token(&token),
            Proof::Practice if self.is_live() => Err(PinProblem::NotPractice),
            Proof::Practice => Ok(()),
        };
        if let Err(problem) = proved {
            self.parts.window.tell(Update::NotUnlocked(problem));
            return None;
        }
        let (secrets, entries) =
            (self.parts.secrets.clone(), [self.guard.entry(), self.guard.tries_entry()]);
        let removed = tokio::task::spawn_blocking(move || {
            entries.into_iter().try_for_each(|entry| secrets.remove(entry))
        });
        let removed = removed.await.unwrap_or(Err(SecretsError::Refused));
        let waiting = self.guard.give_up();
        // The owner is known: a keyring that does not answer shuts nobody out.
        self.guard = Guard::off(self.guard.kind());
        self.parts.window.tell(Update::Pin(PinState::Off));
        if let Err(error) = removed {
            self.parts.window.tell(Update::NotUnlocked(PinProblem::StillKept(error)));
        }
        waiting
    }

    fn is_the_token(&self, pasted: &SecretString) -> Result<(), PinProblem> {
        let pasted = pasted.expose_secret().trim().as_bytes();
        let same = self
            .token
            .as_ref()
            .is_some_and(|token| token.expose_secret().as_bytes().ct_eq(pasted).into());
        same.then_some(()).ok_or(PinProblem::NotTheToken)
    }

    /// Tries a PIN. The try is on disk as a wrong one before it is looked at, so that pulling
    /// the plug gains nobody a try.
    async fn try_pin(&mut self, pin: SecretString) -> Result<(), PinProblem> {
        if let PinState::Unknown(_) = self.guard.state() {
            self.guard_with(self.guard.kind(), None).await;
        }
        let clock = self.parts.clock.clone();
        let Some(hash) = self.guard.begin_try(clock.as_ref())? else { return Ok(()) };
        let (secrets, entry) = (self.parts.secrets.clone(), self.guard.tries_entry());
        let tries = self.guard.tries();
        let tried = tokio::task::spawn_blocking(move || {
            secrets.save(entry, &SecretString::from(tries.to_text()))?;
            let right = hash::is(&pin, &hash);
            if right && let Err(error) = secrets.remove(entry) {
                // It only costs a slip of the hand later on.
                tracing::warn!(%error, "the tries of the PIN could not be forgotten");
            }
            Ok::<bool, SecretsError>(right)
        });
        let right = tried.await.unwrap_or(Err(SecretsError::Refused));
        if right.map_err(PinProblem::Keyring)? {
            self.guard.was_right();
            Ok(())
        } else {
            Err(self.guard.wrong(clock.as_ref()))
        }
    }

    /// Tells the window of what it asked for that it is not done.
    fn turn_away(&self, command: Command) {
        let window = &self.parts.window;
        // What the screen shows of this kind is "the PIN was not given".
        let not_given = || std::sync::Arc::new(std::io::ErrorKind::Interrupted.into());
        match command {
            Command::ChangeSettings(_) => {
                let settings = Box::new(self.parts.settings.clone());
                window.tell(Update::SettingsInForce(settings));
            }
            Command::Connect { .. } | Command::Disconnect => {
                window.tell(Update::NotConnected(ConnectProblem::NoPin));
            }
            Command::ConnectPayu { .. } | Command::DisconnectPayu => self.tell_payu(),
            Command::KeepCatalogue(_) => window.tell(Update::CatalogueKept(Err(not_given()))),
            Command::WriteList { .. } => window.tell(Update::ListWritten(Err(not_given()))),
            Command::Export(_) => {
                let why = WhyNotExported::File(not_given());
                window.tell(Update::Export(ExportState::NotWritten(why)));
            }
            Command::Statement(_) => {
                let ended = StatementState::Ended(Err(NotHandedOut::NoPin));
                window.tell(Update::Statement(ended));
            }
            _ => {}
        }
    }
}

/// Whether a text can be a PIN: four to eight digits.
fn is_a_pin(text: &SecretString) -> bool {
    let text = text.expose_secret();
    DIGITS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Under which names the keyring has the PIN of a counter and its wrong tries. Practice has a
/// PIN of its own, for trying: whoever may play knows nothing of the real one.
const fn entries(kind: LedgerKind) -> [Secret; 2] {
    match kind {
        LedgerKind::Live => [Secret::Pin, Secret::PinTries],
        LedgerKind::Practice => [Secret::PracticePin, Secret::PracticePinTries],
    }
}
