//! Gateways that say every secret they know, in answers and in what is none.

use std::path::Path;

use galla::counter::{Command, Keep, PayuState};
use galla::secrets::SecretStore;
use galla::settings::Format;
use galla::transaction::{Service, State};
use url::form_urlencoded::byte_serialize;

use super::strangers::strangers;
use super::{ALL, HOUR, IMPATIENT, PATIENT, clock, known, order};
use crate::parrot::{BREAKS, Break, Manner, Parrot};
use crate::parts::recharge;
use crate::shop::Shop;
use crate::{CALLBACK, KEY, SALT, TOKEN};

/// A shop whose PGPE and PayU are parrots, and what they were sent.
struct Hostile {
    shop: Shop,
    pgpe: Parrot,
    payu: Parrot,
}

impl Hostile {
    /// Nobody can take out what the shop itself does not know yet, nor does PGPE know it: it
    /// says PayU's key and salt from when PayU is connected.
    fn open(root: &Path, format: Format) -> Self {
        let pgpe = Parrot::new(&known(&[TOKEN, CALLBACK]));
        let payu = Parrot::new(&known(&ALL));
        let shop = Shop::open(root, &pgpe.base(), SecretStore::memory(), clock(), |settings| {
            settings.payu.url = payu.base();
            settings.format = format;
            settings.callbacks = true;
        });
        Self { shop, pgpe, payu }
    }

    /// Tries the token while PGPE behaves in these ways.
    fn try_to_connect(&mut self, manners: &[Manner]) {
        *self.shop.call.lock().unwrap() = IMPATIENT;
        for manner in manners {
            self.pgpe.be(*manner);
            if self.shop.connect(TOKEN, Keep::Keyring).is_ok() {
                self.shop.changes_counter(|| Command::Disconnect).unwrap();
            }
            self.shop.glance_at("settings");
        }
    }

    /// Tries the key and the salt while PayU behaves in these ways.
    fn try_to_connect_payu(&mut self, manners: &[Manner]) {
        *self.shop.call.lock().unwrap() = IMPATIENT;
        for manner in manners {
            self.payu.be(*manner);
            // What is no refusal of the key is taken for a sign that it is good.
            if matches!(self.shop.connect_payu(Keep::Keyring), PayuState::Connected) {
                self.shop.send(Command::DisconnectPayu);
                assert!(matches!(self.shop.wait_payu(), PayuState::NotConnected));
            }
        }
        self.shop.look_at("settings");
    }

    fn connect(&mut self) {
        *self.shop.call.lock().unwrap() = PATIENT;
        self.pgpe.be(Manner::Honest);
        assert!(self.shop.connect(TOKEN, Keep::Keyring).unwrap().live);
    }

    /// Connects PayU, too; from then on one parrot plays both and knows all. What PGPE was asked
    /// before is answered after.
    fn connect_payu(&mut self) {
        *self.shop.call.lock().unwrap() = PATIENT;
        self.payu.be(Manner::Honest);
        self.pgpe.be(Manner::Waits);
        let calls = self.pgpe.calls();
        self.shop.send(Command::AskBalance);
        while self.pgpe.calls() < calls + Service::OF_PGPE.len() {
            std::thread::yield_now();
        }
        assert!(matches!(self.shop.connect_payu(Keep::Keyring), PayuState::Connected));
        self.shop.look_at("settings");
        self.pgpe.learn(&known(&ALL));
        self.pgpe.be(Manner::Everywhere(0));
        self.shop.wait_balances();
        let base = self.pgpe.base();
        self.shop.change(|settings| settings.payu.url = base).unwrap();
        self.shop.catch_up();
    }

    fn end(self) -> ! {
        let heard = self.pgpe.heard() + &self.payu.heard();
        let sent: String = byte_serialize(TOKEN.as_bytes()).collect();
        assert!(heard.contains(&sent) && heard.contains(KEY), "these were sent");
        assert!(!heard.contains(SALT) && !heard.contains(CALLBACK), "these are never sent");
        self.shop.end()
    }
}

/// In every answer, in every field, in every spelling.
pub fn talks(root: &Path, format: Format) -> ! {
    let mut hostile = Hostile::open(root, format);
    let said = manners(&hostile.pgpe);
    hostile.try_to_connect(&said);
    hostile.connect();
    // PayU and callers have one form only.
    if format == Format::Json {
        hostile.try_to_connect_payu(&said);
    }
    hostile.connect_payu();
    let Hostile { shop, pgpe, .. } = &mut hostile;
    pay_and_ask(shop, pgpe);
    if format == Format::Json {
        let agent_id = shop.pay(recharge("9876543200")).unwrap().agent_id;
        strangers(shop, agent_id, &ALL);
    }
    shop.walk(&["9876543200", "501001234567"]);
    hostile.end()
}

/// In what is no answer.
pub fn breaks(root: &Path) -> ! {
    let mut hostile = Hostile::open(root, Format::Json);
    let broken = BREAKS.map(Manner::Break);
    hostile.try_to_connect(&broken);
    hostile.connect();
    hostile.try_to_connect_payu(&broken);
    hostile.connect_payu();
    let Hostile { shop, pgpe, .. } = &mut hostile;
    break_everything(shop, pgpe);
    shop.walk(&["9876543201"]);
    hostile.end()
}

/// All that it can say.
fn manners(parrot: &Parrot) -> Vec<Manner> {
    (0..parrot.kinds()).flat_map(|at| [Manner::Refusal(at), Manner::Everywhere(at)]).collect()
}

/// Pays with every service, asks, disputes and reads balances, all in every kind of spelling.
fn pay_and_ask(shop: &mut Shop, parrot: &Parrot) {
    shop.catch_up();
    let way_back = shop.listens.clone().unwrap().1;
    let mut pending = Vec::new();
    for at in 0..parrot.kinds() {
        parrot.be(Manner::Everywhere(at));
        for service in 0..4 {
            let paid = shop.pay(order(service, &way_back)).unwrap();
            assert_eq!(paid.state(), State::Pending, "kind {at}: {paid:?}");
            pending.push(paid.agent_id);
        }
        parrot.be(Manner::Refusal(at));
        shop.pay(order(at, &way_back)).unwrap();
        parrot.be(Manner::Success(at));
        let paid = shop.pay(recharge("9876543200")).unwrap();
        assert_eq!(paid.state(), State::Success, "{paid:?}");
        shop.pay(order(3, &way_back)).unwrap();
        for manner in [Manner::Everywhere(at), Manner::Refusal(at)] {
            parrot.be(manner);
            shop.ask_balances();
            shop.find_address();
            shop.dispute(paid.agent_id);
        }
        shop.glance_at("balance");
    }
    for (at, agent_id) in pending.into_iter().enumerate() {
        let manners = [Manner::Everywhere, Manner::Success, Manner::Refusal];
        parrot.be(manners[at % 3](at / 4));
        shop.clock.pass(HOUR);
        shop.ask(agent_id, 0);
    }
}

/// The same with what is no answer.
fn break_everything(shop: &mut Shop, parrot: &Parrot) {
    shop.catch_up();
    let way_back = shop.listens.clone().unwrap().1;
    let mut pending = Vec::new();
    for how in BREAKS {
        parrot.be(Manner::Success(0));
        let paid = shop.pay(recharge("9876543201")).unwrap();
        be_patient(shop, how);
        parrot.be(Manner::Break(how));
        for service in 0..4 {
            let paid = shop.pay(order(service, &way_back)).unwrap();
            pending.push((how, paid));
        }
        shop.ask_balances();
        shop.find_address();
        shop.dispute(paid.agent_id);
        shop.glance_at("balance");
    }
    pending.retain(|(_, paid)| paid.state() == State::Pending);
    for (how, paid) in pending {
        be_patient(shop, how);
        parrot.be(Manner::Break(how));
        shop.clock.pass(HOUR);
        shop.ask(paid.agent_id, 0);
    }
}

/// Waits for silence as long as need be, and for anything else as long as it takes.
fn be_patient(shop: &mut Shop, how: Break) {
    let call = if how == Break::Silence { IMPATIENT } else { PATIENT };
    if std::mem::replace(&mut *shop.call.lock().unwrap(), call) != call {
        shop.change(|_| {}).unwrap();
    }
}
