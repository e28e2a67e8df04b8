//! The PIN at the counter: what it guards is refused here and not on the screen, wrong tries
//! slow down over restarts, and a keyring that fails opens nothing but to the owner.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use galla::catalogue::Catalogue;
use galla::counter::{
    Command, ConnectProblem, Door, ListKind, PinProblem, PinState, Proof, Ticket, Update,
    WhyNotPaid,
};
use galla::ids::AgentId;
use galla::money::Paise;
use galla::secrets::{Secret, SecretStore, SecretsError, Vault};
use galla::settings::Settings;
use galla::time::{Clock, Moment};
use galla::transaction::{Order, State};
use secrecy::{ExposeSecret, SecretString};

use super::products::payout;
use super::shop::{LIVE_TOKEN, MINUTE, Shop, connect, order};

const PIN: &str = "471108";
const SECOND: Duration = Duration::from_secs(1);

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// A keyring that a test puts out of order, for the PIN alone or for everything.
#[derive(Default)]
struct Moody {
    kept: Mutex<HashMap<String, SecretString>>,
    mood: Mutex<Option<SecretsError>>,
}

impl Moody {
    fn store(self: &Arc<Self>) -> SecretStore {
        SecretStore::with(Arc::clone(self) as Arc<dyn Vault>)
    }

    fn fails(&self, mood: Option<SecretsError>) {
        *self.mood.lock().unwrap() = mood;
    }

    fn about(&self, user: &str) -> Result<(), SecretsError> {
        match *self.mood.lock().unwrap() {
            Some(error) if user.contains("pin") => Err(error),
            _ => Ok(()),
        }
    }
}

impl Vault for Moody {
    fn get(&self, user: &str) -> Result<Option<SecretString>, SecretsError> {
        self.about(user).map(|()| self.kept.lock().unwrap().get(user).cloned())
    }

    fn set(&self, user: &str, value: &SecretString) -> Result<(), SecretsError> {
        self.about(user)?;
        self.kept.lock().unwrap().insert(user.to_owned(), value.clone());
        Ok(())
    }

    fn remove(&self, user: &str) -> Result<(), SecretsError> {
        self.about(user)?;
        self.kept.lock().unwrap().remove(user);
        Ok(())
    }
}

impl Shop {
    /// What the counter says next about the PIN.
    fn about_pin(&mut self) -> Result<PinState, PinProblem> {
        self.wait_for(|update| match update {
            Update::Pin(state) => Some(Ok(*state)),
            Update::NotUnlocked(problem) => Some(Err(*problem)),
            _ => None,
        })
    }

    fn set_pin(&mut self, old: Option<&str>, new: &str) -> Result<PinState, PinProblem> {
        self.send(Command::SetPin { old: old.map(secret), new: secret(new) });
        self.about_pin()
    }

    fn remove_pin(&mut self, proof: Proof) -> Result<PinState, PinProblem> {
        self.send(Command::RemovePin(proof));
        self.about_pin()
    }

    fn unlock(&mut self, pin: &str, door: Door) -> Result<(), PinProblem> {
        self.send(Command::Unlock { pin: secret(pin), door });
        self.wait_for(|update| match update {
            Update::Unlocked(of) if *of == door => Some(Ok(())),
            Update::NotUnlocked(problem) => Some(Err(*problem)),
            _ => None,
        })
    }

    /// Hands an order over with a ticket of the test's own.
    fn begin_with(&mut self, ticket: u64, order: Order) -> Result<AgentId, WhyNotPaid> {
        let (ticket, live) = (Ticket(ticket), self.is_live());
        self.send(Command::Pay { ticket, order: Box::new(order), live, despite_earlier: true });
        self.wait_for(|update| match update {
            Update::Paying { ticket: of, agent_id } if *of == ticket => Some(Ok(*agent_id)),
            Update::NotPaid { ticket: of, why } if *of == ticket => Some(Err(why.clone())),
            _ => None,
        })
    }

    fn pay_out(&mut self, ticket: u64, rupees: i64) -> Result<AgentId, WhyNotPaid> {
        self.begin_with(ticket, payout(rupees))
    }

    /// The time so many seconds from now.
    fn clock_after(&self, seconds: u32) -> Moment {
        self.clock.now().after(seconds * SECOND)
    }

    /// What became of a change of the settings.
    fn settings_said(&mut self) -> Said {
        self.wait_for(|update| match update {
            Update::SettingsKept(Ok(())) => Some(Said::Kept),
            Update::PinWanted(door) => Some(Said::Wanted(*door)),
            Update::SettingsInForce(settings) => Some(Said::InForce(settings.shop_name.clone())),
            _ => None,
        })
    }

    fn name_it(&mut self, name: &str) -> Said {
        let mut settings = self.settings.clone();
        settings.shop_name = name.to_owned();
        self.send(Command::ChangeSettings(Box::new(settings)));
        self.settings_said()
    }

    fn name_on_disk(&self) -> String {
        Settings::load(&self.home).0.shop_name
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Said {
    Kept,
    Wanted(Door),
    InForce(String),
}

fn is_locked(paid: &Result<AgentId, WhyNotPaid>) -> bool {
    matches!(paid, Err(WhyNotPaid::Locked))
}

/// A live counter with a PIN.
fn guarded() -> Shop {
    let mut shop = Shop::open();
    shop.connect();
    assert_eq!(shop.set_pin(None, PIN), Ok(PinState::On));
    shop
}

#[test]
fn without_a_pin_nothing_is_asked() {
    let mut shop = Shop::open();
    shop.connect();
    assert!(shop.pay_out(1, 5_000).is_ok());
    assert_eq!(shop.name_it("Asha Telecom"), Said::Kept);
}

#[test]
fn a_payout_over_the_amount_is_refused_by_the_counter_until_the_pin_is_right() {
    let mut shop = Shop::closed();
    shop.settings.pin.payouts_over = Paise::from_rupees(1_000).unwrap();
    shop.start();
    shop.connect();
    shop.set_pin(None, PIN).unwrap();
    assert!(shop.pay_out(1, 1_000).is_ok(), "not over the amount");
    assert!(is_locked(&shop.pay_out(2, 1_001)));
    let wrong = shop.unlock("0000", Door::Payment(Ticket(3)));
    assert_eq!(wrong, Err(PinProblem::Wrong { left: 4 }));
    assert!(is_locked(&shop.pay_out(3, 1_001)), "the window alone is no guard");
    assert_eq!(shop.unlock(PIN, Door::Payment(Ticket(4))), Ok(()));
    let paid = shop.pay_out(4, 1_001).unwrap();
    shop.wait_ended(paid);
    assert_eq!(shop.books().entries().len(), 2, "what was refused never left");
    let recharge = shop.begin_with(5, order("9876543200", 5_000));
    assert!(recharge.is_ok(), "a recharge needs none");
}

#[test]
fn m2_a_pin_opens_one_payment_once_and_not_for_long() {
    let mut shop = guarded();
    assert_eq!(shop.unlock(PIN, Door::Payment(Ticket(1))), Ok(()));
    assert!(is_locked(&shop.pay_out(2, 500)), "another ticket");
    assert!(is_locked(&shop.pay_out(3, 500)));
    assert_eq!(shop.unlock(PIN, Door::Payment(Ticket(4))), Ok(()));
    let (order, live) = (|| Box::new(payout(500)), shop.is_live());
    for _ in 0..2 {
        let pay = Command::Pay { ticket: Ticket(4), order: order(), live, despite_earlier: true };
        shop.send(pay);
    }
    let paid = shop.wait_for(|update| match update {
        Update::Paying { agent_id, .. } => Some(*agent_id),
        _ => None,
    });
    shop.wait_ended(paid);
    assert_eq!(shop.books().entries().len(), 1);
    assert_eq!(shop.unlock(PIN, Door::Payment(Ticket(5))), Ok(()));
    shop.clock.pass(31 * SECOND);
    assert!(is_locked(&shop.pay_out(5, 501)), "the agent has gone away meanwhile");
    for door in [Door::Window, Door::Settings, Door::Export] {
        assert_eq!(shop.unlock(PIN, door), Ok(()));
    }
    assert!(is_locked(&shop.pay_out(6, 501)), "what opened something else does not pay");
}

#[test]
fn wrong_tries_slow_down_and_neither_a_clock_nor_a_restart_shortens_the_wait() {
    let mut shop = guarded();
    for left in [4, 3, 2, 1] {
        assert_eq!(shop.unlock("0000", Door::Window), Err(PinProblem::Wrong { left }));
    }
    let wait = |shop: &Shop, seconds: u32| Err(PinProblem::Wait(shop.clock_after(seconds)));
    let fifth = shop.unlock("0000", Door::Window);
    assert_eq!(fifth, wait(&shop, 30));
    assert_eq!(shop.unlock(PIN, Door::Window), wait(&shop, 30), "not even the right one");
    let forward = shop.clock_after(3_600);
    shop.clock.turn_wall_to(forward);
    assert_eq!(shop.unlock(PIN, Door::Window), wait(&shop, 30), "a clock set forward");
    shop.clock.pass(30 * SECOND);
    let sixth = shop.unlock("0000", Door::Window);
    assert_eq!(sixth, wait(&shop, 60), "it doubles");
    shop.clock.pass(20 * SECOND);
    shop.restart();
    assert_eq!(shop.unlock(PIN, Door::Window), wait(&shop, 40), "a restart");
    shop.clock.pass(40 * SECOND);
    assert_eq!(shop.unlock(PIN, Door::Window), Ok(()));
    assert_eq!(shop.unlock("0000", Door::Window), Err(PinProblem::Wrong { left: 4 }));
    shop.restart();
    assert_eq!(shop.unlock("0000", Door::Window), Err(PinProblem::Wrong { left: 3 }));
}

#[test]
fn a_change_of_the_settings_waits_for_the_pin_and_is_then_made() {
    let mut shop = guarded();
    assert_eq!(shop.name_it("Thief"), Said::Wanted(Door::Settings));
    assert_eq!(shop.name_on_disk(), "");
    shop.send(Command::Lock);
    assert_eq!(shop.settings_said(), Said::InForce(String::new()));
    assert_eq!(shop.name_it("Asha"), Said::Wanted(Door::Settings));
    // The same field left once more: the later change has the earlier in it.
    assert_eq!(shop.name_it("Asha Telecom"), Said::Wanted(Door::Settings));
    shop.send(Command::Unlock { pin: secret(PIN), door: Door::Settings });
    assert_eq!(shop.settings_said(), Said::Kept);
    assert_eq!(shop.name_on_disk(), "Asha Telecom");
    shop.clock.pass(4 * MINUTE);
    assert_eq!(shop.name_it("Asha Store"), Said::Kept, "still at it");
    shop.clock.pass(4 * MINUTE);
    assert_eq!(shop.name_it("Asha Shop"), Said::Kept, "from the last change on");
    shop.clock.pass(5 * MINUTE);
    assert_eq!(shop.name_it("Thief"), Said::Wanted(Door::Settings));
    shop.send(Command::Unlock { pin: secret(PIN), door: Door::Settings });
    assert_eq!(shop.settings_said(), Said::Kept);
    shop.send(Command::Lock);
    assert_eq!(shop.name_it("Thief"), Said::Wanted(Door::Settings), "shut by hand");
}

#[test]
fn what_the_pin_guards_is_changed_with_the_pin_alone() {
    let mut shop = Shop::closed();
    shop.settings.pin.settings = false;
    shop.start();
    shop.set_pin(None, PIN).unwrap();
    assert_eq!(shop.name_it("Asha Telecom"), Said::Kept, "free");
    let mut settings = shop.settings.clone();
    settings.pin.payouts_over = Paise::from_rupees(100_000).unwrap();
    shop.send(Command::ChangeSettings(Box::new(settings)));
    assert_eq!(shop.settings_said(), Said::Wanted(Door::Settings));
}

#[test]
fn that_the_tour_was_seen_is_kept_without_the_pin_and_nothing_else_with_it() {
    let mut shop = guarded();
    shop.send(Command::TourSeen);
    assert_eq!(shop.settings_said(), Said::Kept);
    let mut kept = Settings::load(&shop.home).0;
    assert!(std::mem::take(&mut kept.tour_seen));
    assert_eq!(kept, shop.settings);
}

#[test]
fn the_connection_is_changed_with_the_pin_alone() {
    let mut shop = guarded();
    shop.send(Command::Disconnect);
    assert_eq!(shop.settings_said(), Said::Wanted(Door::Settings));
    // Another wish takes its place, and the first is told that it is not done.
    shop.send(connect("ANOTHER-TOKEN"));
    shop.wait_for(|update| match update {
        Update::NotConnected(ConnectProblem::NoPin) => Some(()),
        Update::Opened(opened) => panic!("{opened:?}"),
        _ => None,
    });
    shop.send(Command::Lock);
    shop.wait_for(|update| match update {
        Update::NotConnected(ConnectProblem::NoPin) => Some(()),
        Update::Opened(opened) => panic!("{opened:?}"),
        _ => None,
    });
    assert_eq!(shop.kept_token().as_deref(), Some(LIVE_TOKEN));
    shop.send(Command::Disconnect);
    shop.send(Command::Unlock { pin: secret(PIN), door: Door::Settings });
    assert!(!shop.wait_opened().live, "and with it, it is done");
    assert!(shop.pay_out(1, 500).is_ok(), "practice has no PIN of its own yet");
}

#[test]
fn every_export_needs_the_pin_anew() {
    let mut shop = guarded();
    let file = shop.home.data().join("out.csv");
    for _ in 0..2 {
        let (which, catalogue) = (ListKind::Operators, Arc::new(Catalogue::practice()));
        let file = file.clone();
        shop.send(Command::WriteList { file: file.clone(), which, catalogue, replace: true });
        assert_eq!(shop.settings_said(), Said::Wanted(Door::Export));
        assert!(!file.exists());
        shop.send(Command::Unlock { pin: secret(PIN), door: Door::Export });
        let written = shop.wait_for(|update| match update {
            Update::ListWritten(written) => Some(written.is_ok()),
            _ => None,
        });
        assert!(written);
        fs::remove_file(&file).unwrap();
    }
}

#[test]
fn a_pin_is_changed_and_removed_with_the_old_one() {
    let mut shop = guarded();
    for bad in ["", "123", "123456789", "12a4", "१२३४", " 1234"] {
        assert_eq!(shop.set_pin(Some(PIN), bad), Err(PinProblem::NotAPin), "{bad:?}");
    }
    assert_eq!(shop.set_pin(None, "1234"), Err(PinProblem::NotAPin), "the old one is missing");
    assert_eq!(shop.set_pin(Some("0000"), "1234"), Err(PinProblem::Wrong { left: 4 }));
    assert_eq!(shop.set_pin(Some(PIN), "1234"), Ok(PinState::On));
    assert_eq!(shop.unlock(PIN, Door::Window), Err(PinProblem::Wrong { left: 4 }));
    assert_eq!(shop.unlock("1234", Door::Window), Ok(()));
    let wrong = shop.remove_pin(Proof::Pin(secret(PIN)));
    assert_eq!(wrong, Err(PinProblem::Wrong { left: 4 }));
    assert_eq!(shop.remove_pin(Proof::Pin(secret("1234"))), Ok(PinState::Off));
    for entry in [Secret::Pin, Secret::PinTries] {
        assert!(shop.secrets.load(entry).unwrap().is_none(), "{entry:?}");
    }
    shop.restart();
    assert!(shop.pay_out(1, 500).is_ok());
}

#[test]
fn a_forgotten_pin_gives_way_to_the_token_in_use_and_to_nothing_else() {
    let mut shop = guarded();
    assert_eq!(shop.remove_pin(Proof::Practice), Err(PinProblem::NotPractice));
    for token in ["", "L1VE", "PRACTICE", &LIVE_TOKEN.to_lowercase()] {
        let refused = shop.remove_pin(Proof::Token(secret(token)));
        assert_eq!(refused, Err(PinProblem::NotTheToken), "{token}");
    }
    assert_eq!(shop.name_it("Asha Telecom"), Said::Wanted(Door::Settings));
    let pasted = format!(" {LIVE_TOKEN}\n");
    shop.send(Command::RemovePin(Proof::Token(secret(&pasted))));
    assert_eq!(shop.about_pin(), Ok(PinState::Off));
    assert_eq!(shop.settings_said(), Said::Kept, "what waited is done for its owner");
    assert!(shop.pay_out(1, 500).is_ok());
}

#[test]
fn practice_has_a_pin_of_its_own_which_a_press_removes() {
    let mut shop = Shop::open();
    shop.settings.pin.settings = false;
    assert_eq!(shop.set_pin(None, "1234"), Ok(PinState::On));
    assert!(is_locked(&shop.pay_out(1, 500)));
    shop.restart();
    assert!(is_locked(&shop.pay_out(1, 500)), "it is remembered");
    shop.connect();
    assert!(shop.pay_out(2, 500).is_ok(), "the live counter has none");
    shop.change_counter(|| Command::Disconnect).unwrap();
    assert!(is_locked(&shop.pay_out(3, 500)));
    assert_eq!(shop.remove_pin(Proof::Token(secret(LIVE_TOKEN))), Err(PinProblem::NotTheToken));
    assert_eq!(shop.remove_pin(Proof::Practice), Ok(PinState::Off));
    assert!(shop.pay_out(4, 500).is_ok());
}

#[test]
fn without_a_keyring_no_pin_is_set_and_nothing_is_asked() {
    let vault = Arc::new(Moody::default());
    let mut shop = Shop::closed();
    shop.secrets = vault.store();
    vault.fails(Some(SecretsError::NoKeyring));
    shop.start();
    shop.connect();
    let refused = shop.set_pin(None, PIN);
    assert_eq!(refused, Err(PinProblem::Keyring(SecretsError::NoKeyring)));
    assert!(shop.pay_out(1, 500).is_ok());
}

#[test]
fn a_keyring_that_fails_opens_nothing_but_to_who_has_the_token() {
    let vault = Arc::new(Moody::default());
    let mut shop = Shop::closed();
    shop.secrets = vault.store();
    shop.start();
    shop.connect();
    shop.set_pin(None, PIN).unwrap();
    let trouble = PinProblem::Keyring(SecretsError::Locked);
    vault.fails(Some(SecretsError::Locked));
    // A try that cannot be counted is none.
    assert_eq!(shop.unlock(PIN, Door::Payment(Ticket(1))), Err(trouble));
    assert!(is_locked(&shop.pay_out(1, 500)));
    shop.stop();
    assert!(shop.start().live, "only the PIN cannot be read");
    let told = shop.heard.iter().rev().find_map(|update| match update {
        Update::Pin(state) => Some(*state),
        _ => None,
    });
    assert_eq!(told, Some(PinState::Unknown(SecretsError::Locked)));
    assert!(is_locked(&shop.pay_out(1, 500)));
    assert_eq!(shop.name_it("Thief"), Said::Wanted(Door::Settings));
    let removed = shop.remove_pin(Proof::Token(secret(LIVE_TOKEN)));
    assert_eq!(removed, Ok(PinState::Off));
    assert_eq!(shop.about_pin(), Err(PinProblem::StillKept(SecretsError::Locked)));
    assert!(shop.pay_out(2, 500).is_ok(), "the owner works on");
    vault.fails(None);
    shop.restart();
    assert!(is_locked(&shop.pay_out(1, 500)), "and it is told that it comes back");
}

#[test]
fn a_keyring_that_comes_back_is_asked_again() {
    let vault = Arc::new(Moody::default());
    let mut shop = Shop::closed();
    shop.secrets = vault.store();
    shop.start();
    shop.connect();
    shop.set_pin(None, PIN).unwrap();
    vault.fails(Some(SecretsError::TimedOut));
    shop.restart();
    assert_eq!(shop.name_it("Asha Telecom"), Said::Wanted(Door::Settings));
    vault.fails(None);
    shop.send(Command::Unlock { pin: secret(PIN), door: Door::Settings });
    assert_eq!(shop.settings_said(), Said::Kept, "what waited still does");
}

#[test]
fn whether_a_pin_is_set_is_told_before_anything_of_the_counter_is_shown() {
    let mut shop = guarded();
    let from = shop.heard.len();
    shop.restart();
    let told = &shop.heard[from..];
    let at = |wanted: fn(&Update) -> bool| told.iter().position(wanted).unwrap();
    let pin = at(|update| matches!(update, Update::Pin(PinState::On)));
    assert!(pin < at(|update| matches!(update, Update::Opened(_))), "{told:?}");
}

#[test]
fn m10_the_pin_is_in_no_file_and_in_nothing_that_is_told() {
    let mut shop = guarded();
    for pin in ["0000", PIN] {
        let tried = shop.unlock(pin, Door::Payment(Ticket(1)));
        assert_eq!(tried.is_ok(), pin == PIN);
    }
    let paid = shop.pay_out(1, 500).unwrap();
    assert_ne!(shop.wait_ended(paid).state(), State::Sending);
    assert_eq!(shop.name_it("Asha Telecom"), Said::Wanted(Door::Settings));
    shop.unlock(PIN, Door::Settings).unwrap();
    assert_eq!(files_with(shop.home.data(), PIN), Vec::<String>::new());
    let kept = shop.secrets.load(Secret::Pin).unwrap().unwrap();
    assert!(!kept.expose_secret().contains(PIN), "not even in the keyring");
    let found = files_with(shop.home.data(), kept.expose_secret());
    assert!(found.is_empty(), "{found:?}");
    let told = format!("{:?}", shop.heard);
    assert!(told.contains("Unlocked(") && !told.contains(PIN) && !told.contains("argon2"));
    let commands = [
        Command::Unlock { pin: secret(PIN), door: Door::Window },
        Command::SetPin { old: Some(secret(PIN)), new: secret(PIN) },
        Command::RemovePin(Proof::Pin(secret(PIN))),
        Command::RemovePin(Proof::Token(secret(LIVE_TOKEN))),
    ];
    let printed = format!("{commands:?}");
    assert!(!printed.contains(PIN) && !printed.contains(LIVE_TOKEN), "{printed}");
}

/// Every file under a folder that has `secret` in it, in any case of its letters.
fn files_with(folder: &Path, secret: &str) -> Vec<String> {
    let secret = secret.to_ascii_lowercase();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, &secret));
        } else {
            let bytes = match fs::read(&path) {
                // The day's copy of the ledger has another name until it is whole.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                read => read.unwrap().to_ascii_lowercase(),
            };
            if bytes.windows(secret.len()).any(|part| part == secret.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}
