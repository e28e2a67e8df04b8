//! Faults of this computer and of the program itself: a full disk, panics with a secret in hand.

use std::io::Write;
use std::path::Path;

use galla::counter::{Command, Keep, PayuState, Update, WhyNotPaid};
use galla::ids::AgentId;
use galla::secrets::SecretStore;

use super::{ALL, QUARTER, clock, elsewhere, known, order};
use crate::parrot::{Manner, Parrot};
use crate::parts::recharge;
use crate::shop::Shop;
use crate::{TOKEN, marks};

/// The disk is full: before an intent, before an answer, before all else.
pub fn full_disk(root: &Path) -> ! {
    let parrot = Parrot::new(&known(&ALL));
    let mut shop = Shop::open(root, &parrot.base(), SecretStore::memory(), clock(), |settings| {
        settings.callbacks = true;
    });
    assert!(shop.connect(TOKEN, Keep::Keyring).unwrap().live);
    assert!(matches!(shop.connect_payu(Keep::Keyring), PayuState::Connected));
    let way_back = elsewhere();
    let paid = shop.pay(recharge("9876543200")).unwrap();
    parrot.be(Manner::Waits);
    let calls = parrot.calls();
    let waits: Vec<AgentId> = [0, 3].map(|at| shop.begin(order(at, &way_back)).unwrap()).into();
    while parrot.calls() < calls + 2 {
        std::thread::yield_now();
    }
    let mut ballast = std::fs::File::create(root.join("home/ballast")).unwrap();
    while ballast.write_all(&[0; 512]).is_ok() {}
    parrot.be(Manner::Everywhere(0));
    for _ in &waits {
        shop.wait_for(|update| match update {
            Update::Unwritten { agent_id, .. } => waits.contains(agent_id).then_some(()),
            _ => None,
        });
    }
    for at in 0..4 {
        assert!(matches!(shop.pay(order(at, &way_back)), Err(WhyNotPaid::Ledger(_))));
    }
    shop.ask_balances();
    shop.send(Command::Dispute { agent_id: paid.agent_id, message: "nothing came".into() });
    shop.wait_for(|update| matches!(update, Update::NotKept { .. }).then_some(()));
    shop.clock.pass(QUARTER);
    shop.change(|settings| settings.shop_name = "Another".into()).unwrap_err();
    shop.walk(&["9876543200"]);
    shop.end()
}

fn refused(why: String) -> Result<(), String> {
    Err(why)
}

/// Faults of the program's own, with a secret in hand.
pub fn panics(root: &Path) -> ! {
    let logs = galla::logs::start(&root.join("home/logs")).unwrap();
    for mark in marks() {
        let secret = mark.secret;
        let faults: [Box<dyn FnOnce() + Send>; 3] = [
            Box::new({
                let secret = secret.clone();
                move || panic!("cannot send {secret}")
            }),
            Box::new({
                let secret = secret.clone();
                // What the standard library says of this names the whole text.
                move || drop(secret[secret.len() + 1..].to_owned())
            }),
            Box::new(move || refused(secret).unwrap()),
        ];
        for fault in faults {
            let ended = std::thread::Builder::new().name("counter".into()).spawn(fault).unwrap();
            assert!(ended.join().is_err());
        }
    }
    drop(logs);
    std::process::exit(0)
}
