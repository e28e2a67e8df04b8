//! A day without malice: every ending that the practice gateway has, secrets typed by hand.

use std::path::Path;
use std::sync::Arc;

use egui::Key;
use galla::counter::{Command, Keep, PayuKeys, PayuProblem, PayuState, Update, WhyNotPaid};
use galla::ids::AgentId;
use galla::practice::{COLLECT_OUTCOMES, Config, LOAD_OUTCOMES, OUTCOMES, Practice};
use galla::secrets::SecretStore;
use galla::settings::{Format, PostAs};
use galla::time::Clock;
use galla::transaction::{State, Transaction};
use secrecy::SecretString;

use super::strangers::strangers;
use super::{HOUR, IMPATIENT, clock};
use crate::parts::{collection, load, payout, recharge};
use crate::shop::Shop;
use crate::{CALLBACK, KEY, SALT, TOKEN};

/// The practice gateway stands for PGPE and PayU: every ending that it has.
pub fn day(root: &Path, aside: &Path) -> ! {
    let clock = clock();
    let config = Config {
        tokens: vec![TOKEN.to_owned()],
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ..Config::default()
    };
    let practice = Practice::start(config).unwrap();
    let mut shop = Shop::open(root, &practice.base_url(), SecretStore::memory(), clock, |_| {});
    connect_by_hand(&mut shop);
    shop.listen();
    let (callback, way_back) = shop.listens.clone().unwrap();
    practice.set_callback(Some(&callback)).unwrap();
    shop.look_at("settings");
    for screen in &mut shop.screens {
        screen.copy("callbacks-copy", "address");
    }
    *shop.call.lock().unwrap() = IMPATIENT;
    shop.change(|_| {}).unwrap();
    let mut paid = Vec::new();
    for outcome in OUTCOMES {
        paid.push(shop.pay(recharge(&format!("98765432{}", outcome.ending))).unwrap());
        paid.push(shop.pay(payout(&format!("5010012345{}", outcome.ending))).unwrap());
    }
    for outcome in COLLECT_OUTCOMES {
        paid.push(shop.pay(collection(2_000 + outcome.paise)).unwrap());
    }
    shop.walk(&["9876543200"]);
    for ways in [PostAs::Query, PostAs::Json] {
        shop.change(|settings| {
            settings.post_as = ways;
            settings.format = Format::Xml;
        })
        .unwrap();
        paid.push(shop.pay(payout("501001234500")).unwrap());
    }
    be_called_back(&mut shop, &practice, &paid);
    follow(&mut shop, &paid);
    let successes: Vec<AgentId> = successes(&paid).take(3).collect();
    for agent_id in successes {
        shop.dispute(agent_id);
    }
    shop.ask_balances();
    shop.find_address();
    refused_by_payu(&mut shop);
    strangers(&mut shop, paid[0].agent_id, &[TOKEN, CALLBACK]);
    shop.walk(&["9876543202", "501001234500"]);
    let order = load(4_100, &way_back);
    assert!(matches!(shop.pay(order), Err(WhyNotPaid::NotTaken)), "PayU is not connected");
    renew(&mut shop, aside);
    assert!(!shop.changes_counter(|| Command::Disconnect).unwrap().live);
    for outcome in LOAD_OUTCOMES.iter().take(3) {
        shop.pay(load(4_100 + outcome.paise, &way_back)).unwrap();
    }
    shop.pay(recharge("9876543200")).unwrap();
    shop.walk(&["9876543200"]);
    assert!(shop.connect(TOKEN, Keep::ThisRun).unwrap().live);
    shop.pay(recharge("9876543200")).unwrap();
    shop.end()
}

/// The agent types the token, a wrong one first.
fn connect_by_hand(shop: &mut Shop) {
    shop.look_at("settings");
    for (token, opens) in [(format!("{TOKEN}x"), false), (TOKEN.to_owned(), true)] {
        let screen = &mut shop.screens[0];
        screen.look_at("settings");
        screen.type_secret("connect-token", &token);
        let dots = "•".repeat(token.chars().count());
        assert!(screen.shows(&dots), "the whole of it stands in its field");
        screen.press(Key::Enter);
        assert_eq!(shop.wait_connected().is_ok_and(|opened| opened.live), opens);
        shop.look_at("settings");
    }
}

/// PGPE calls back about what was pending.
fn be_called_back(shop: &mut Shop, practice: &Practice, paid: &[Transaction]) {
    shop.catch_up();
    let pending = paid.iter().filter(|one| one.state() == State::Pending);
    let settles = pending.filter(|one| practice.books().settle_now(one.agent_id.as_str()));
    let settled: Vec<AgentId> = settles.map(|one| one.agent_id).collect();
    let by_callback = |update: &Update| match update {
        Update::Changed(one) if one.is_by_callback() => Some(one.agent_id),
        _ => None,
    };
    let told = shop.wait_for(by_callback);
    assert!(settled.contains(&told));
    shop.send(Command::TestCallback);
    let tested = shop.wait_for(|update| match update {
        Update::CallbackTested(tested) => Some(tested.clone()),
        _ => None,
    });
    assert!(tested.is_ok(), "{tested:?}");
}

/// Asks about all that is pending.
fn follow(shop: &mut Shop, paid: &[Transaction]) {
    shop.clock.pass(HOUR);
    for one in paid.iter().filter(|one| one.state() == State::Pending).take(12) {
        shop.clock.pass(HOUR);
        shop.ask(one.agent_id, 0);
    }
}

fn successes(paid: &[Transaction]) -> impl Iterator<Item = AgentId> {
    paid.iter().filter(|one| one.state() == State::Success).map(|one| one.agent_id)
}

/// The agent types PayU's key and salt, which this PayU does not know.
fn refused_by_payu(shop: &mut Shop) {
    shop.catch_up();
    let screen = &mut shop.screens[0];
    screen.look_at("settings");
    screen.type_secret("payu-key", KEY);
    screen.type_secret("payu-salt", SALT);
    screen.press(Key::Enter);
    assert!(matches!(shop.wait_payu(), PayuState::NotTaken(PayuProblem::Refused)));
    shop.look_at("settings");
    for odd in ["two words", "a \" in it"] {
        let keys = PayuKeys {
            key: SecretString::from(format!("{KEY}{odd}")),
            salt: SecretString::from(format!("{SALT} {odd}")),
        };
        shop.send(Command::ConnectPayu { keys, keep: Keep::Keyring });
        assert!(matches!(shop.wait_payu(), PayuState::NotTaken(PayuProblem::NotKeys)));
    }
}

/// Another secret for the callback's address; it is told to the test beside the shop's folder.
fn renew(shop: &mut Shop, aside: &Path) {
    shop.send(Command::RenewCallbackSecret);
    let old = shop.listens.clone();
    shop.wait_for(|update| matches!(update, Update::Listening(_)).then_some(()));
    let (address, way_back) = shop.listens.clone().unwrap();
    assert_ne!(Some(&(address.clone(), way_back.clone())), old.as_ref());
    let secret = |address: &str, at| address.split('/').nth(at).unwrap().to_owned();
    let both = format!("{}\n{}", secret(&address, 4), secret(&way_back[0], 4));
    std::fs::write(aside.join("renewed"), both).unwrap();
    shop.look_at("settings");
}
