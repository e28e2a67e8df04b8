//! Nobody is reached: no keyring, no name, no connection, no TLS.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use galla::counter::{
    CallbackTrouble, Command, ConnectProblem, Keep, PayuProblem, PayuState, Update,
};
use galla::secrets::SecretStore;
use galla::transaction::{State, Transaction};

use super::{ALL, clock, elsewhere, known, order};
use crate::parrot::Parrot;
use crate::parts::recharge;
use crate::shop::Shop;
use crate::{KEY, TOKEN};

/// The session's bus, on which a keyring is looked for: it says the token in its errors.
#[cfg(unix)]
fn rude_bus(path: &Path, called: Arc<AtomicBool>) {
    let bus = std::os::unix::net::UnixListener::bind(path).unwrap();
    std::thread::spawn(move || {
        for mut caller in bus.incoming().flatten() {
            called.store(true, Ordering::SeqCst);
            let _asked = caller.read(&mut [0; 256]);
            let _gone = write!(caller, "REJECTED {TOKEN}\r\nERROR {TOKEN}\r\n");
        }
    });
}

/// Nobody is reached, and nothing is kept: no keyring, no name, no connection, no TLS.
pub fn nobody_is_reached(root: &Path, aside: &Path) -> ! {
    let called = Arc::new(AtomicBool::new(cfg!(not(unix))));
    #[cfg(unix)]
    rude_bus(&aside.join("bus"), Arc::clone(&called));
    let parrot = Parrot::new(&known(&ALL));
    let mut shop = Shop::open(root, &parrot.base(), SecretStore::keyring(), clock(), |_| {});
    shop.look_at("settings");
    for odd in ["", " ", "two words", "\u{0939}"] {
        let problem = shop.connect(&format!("{TOKEN} {odd}x"), Keep::Keyring).unwrap_err();
        assert!(matches!(problem, ConnectProblem::NotAToken), "{problem:?}");
    }
    let problem = shop.connect(TOKEN, Keep::Keyring).unwrap_err();
    assert!(matches!(problem, ConnectProblem::NoKeyring(_)), "{problem:?}");
    assert!(called.load(Ordering::SeqCst), "it was looked for where it should be");
    shop.look_at("settings");
    assert!(shop.connect(TOKEN, Keep::ThisRun).unwrap().live);
    let state = shop.connect_payu(Keep::Keyring);
    assert!(matches!(state, PayuState::NotTaken(PayuProblem::NoKeyring(_))), "{state:?}");
    shop.look_at("settings");
    assert!(matches!(shop.connect_payu(Keep::ThisRun), PayuState::Connected));
    shop.send(Command::TestCallback);
    let tested = shop.wait_for(|update| match update {
        Update::CallbackTested(tested) => Some(tested.clone()),
        _ => None,
    });
    assert!(matches!(tested, Err(CallbackTrouble::Off)));
    let sent = parrot.calls();
    for base in [closed_port(), "https://galla.invalid".to_owned(), not_tls()] {
        shop.change(|settings| {
            settings.pgpe_url.clone_from(&base);
            settings.payu.url = base;
        })
        .unwrap();
        let paid = (0..4).map(|service| shop.pay(order(service, &elsewhere())).unwrap());
        let paid: Vec<Transaction> = paid.collect();
        assert!(paid.iter().all(|one| one.state() == State::NotSent), "{paid:?}");
        shop.ask_balances();
        shop.find_address();
        shop.connect(&format!("{TOKEN}x"), Keep::ThisRun).unwrap_err();
        shop.connect_payu(Keep::ThisRun);
        shop.walk(&["9876543200"]);
    }
    for wrong in
        [format!("https://pgpe.example/?token={TOKEN}"), format!("ftp://{KEY}"), TOKEN.to_owned()]
    {
        shop.change_by_mistake(|settings| settings.pgpe_url = wrong).unwrap_err();
        shop.look_at("settings");
    }
    assert_eq!(parrot.calls(), sent, "nothing has left");
    shop.changes_counter(|| Command::Disconnect).unwrap();
    shop.walk(&[]);
    shop.change(|settings| settings.pgpe_url = parrot.base()).unwrap();
    assert!(shop.connect(TOKEN, Keep::ThisRun).unwrap().live);
    shop.pay(recharge("9876543200")).unwrap();
    shop.end()
}

/// An address on this computer where nobody listens.
fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A listener that answers the first bytes of TLS with something else.
fn not_tls() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut caller in listener.incoming().flatten() {
            let _gone = write!(caller, "HTTP/1.1 400 {TOKEN}\r\n\r\n");
            let _rest = caller.read_to_end(&mut Vec::new());
        }
    });
    format!("https://{address}")
}
