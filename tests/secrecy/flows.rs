//! What happens in a shop, in a process of its own: every flow, and everything that goes wrong with it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use egui::Key;
use galla::counter::{
    CallbackTrouble, Command, ConnectProblem, Keep, PayuProblem, PayuState, Update, WhyNotPaid,
};
use galla::ids::AgentId;
use galla::listener::return_url;
use galla::practice::{COLLECT_OUTCOMES, Config, LOAD_OUTCOMES, OUTCOMES, Practice};
use galla::secrets::SecretStore;
use galla::settings::{Format, PostAs};
use galla::time::{Clock, TestClock};
use galla::transaction::{Order, State, Transaction};
use secrecy::SecretString;
use url::form_urlencoded::byte_serialize;

use super::marks::{Mark, said};
use super::parrot::{BREAKS, Break, Manner, Parrot};
use super::shop::{NOON, Shop, collection, load, payout, recharge};
use super::{CALLBACK, KEY, SALT, TOKEN, marks};

const QUARTER: Duration = Duration::from_secs(15 * 60);
const HOUR: Duration = Duration::from_secs(3_600);

/// Too short for a gateway that says nothing.
const IMPATIENT: Duration = Duration::from_millis(700);

/// The marks of these secrets: what a gateway knows, and says.
///
/// Nobody says the way back here. PayU may well: the address of a page to which it sends the
/// customer may have to name it, so it is not taken out of what PayU answers.
fn known(secrets: &[&str]) -> Vec<Mark> {
    let mut known = marks();
    known.retain(|mark| secrets.contains(&mark.secret.as_str()));
    assert_eq!(known.len(), secrets.len());
    known
}

/// What is in force once PayU is connected, too.
const ALL: [&str; 4] = [TOKEN, KEY, SALT, CALLBACK];

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at(NOON))
}

/// Where PayU may send a customer back while nothing listens.
fn elsewhere() -> [String; 2] {
    ["https://shop.example/paid", "https://shop.example/unpaid"].map(str::to_owned)
}

/// The practice gateway stands for PGPE and PayU: every ending that it has.
pub fn honest(root: &Path, aside: &Path) -> ! {
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
    shop.wait_for(|update| match update {
        Update::CallbackTested(tested) => Some(tested.clone().unwrap()),
        _ => None,
    });
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
        let keys = galla::counter::PayuKeys {
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

/// Says something to a listener and hears it out.
fn call(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // Whom one hangs up on hears nothing.
    let _gone = stream.write_all(request.as_bytes());
    let mut heard = String::new();
    let _gone = stream.read_to_string(&mut heard);
    heard.lines().next().unwrap_or_default().to_owned()
}

/// Callers of every kind, who know these secrets of the shop.
fn strangers(shop: &mut Shop, agent_id: AgentId, known: &[&str]) {
    let (url, way_back) = shop.listens.clone().unwrap();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let of_customer = return_url("", &SecretString::from(CALLBACK), true);
    assert!(way_back[0].ends_with(&of_customer));
    let head = format!("HTTP/1.1\r\nHost: {address}\r\nX-More: {TOKEN}\r\n");
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    for spelling in known.iter().flat_map(|secret| said(secret)) {
        let text = encoded(&spelling.text);
        let fields = |names: &[&str]| {
            let field = |name: &&str| format!("{name}={text}");
            names.iter().map(field).collect::<Vec<_>>().join("&")
        };
        let all = [
            "Status",
            "APITransID",
            "APIMessage",
            "OperatorReference",
            "Number",
            "Amount",
            "DateTime",
        ];
        let kept = [
            format!("/callback/{CALLBACK}?AgentID={agent_id}&{}", fields(&all)),
            format!(
                "/callback/{CALLBACK}?AgentID={agent_id}&Status=Success&Number=9876543200&Amount=20.00&{}",
                fields(&["APIMessage", "OperatorReference"])
            ),
            format!(
                "{of_customer}?clientTxnId={agent_id}&{}",
                fields(&["responseMessage", "accosaRefNo"])
            ),
        ];
        for path in kept {
            assert_eq!(call(&address, &format!("GET {path} {head}\r\n")), "HTTP/1.1 200 OK");
        }
    }
    let token = encoded(TOKEN);
    for request in [
        format!("GET /callback/{token} {head}\r\n"),
        format!("GET /callback/{CALLBACK}0?APIMessage={token} {head}\r\n"),
        format!("POST /callback/{CALLBACK} {head}Content-Length: 3\r\n\r\nabc"),
        format!("GET /callback/{CALLBACK}\0{TOKEN} {head}\r\n"),
        format!("{CALLBACK} {TOKEN}\r\n\r\n"),
        format!("GET /callback/{CALLBACK} HTTP/9.9 {TOKEN}\r\n\r\n"),
        format!("GET /callback/{CALLBACK} HTTP/1.1\r\n{TOKEN}\r\n\r\n"),
        format!("POST {of_customer} {head}Content-Length: {CALLBACK}\r\n\r\n"),
        format!("POST {of_customer} {head}Content-Length: 90000\r\n\r\n{TOKEN}"),
    ] {
        let heard = call(&address, &request);
        assert!(heard != "HTTP/1.1 200 OK", "{heard}");
    }
    shop.catch_up();
    shop.look_at("settings");
}

/// A gateway that says all it knows: in every answer, in every field, in every spelling.
pub fn parrot(root: &Path, format: Format) -> ! {
    // Nobody can take out what the shop itself does not know yet, nor does PGPE know it.
    let parrot = Parrot::new(&known(&[TOKEN, CALLBACK]));
    let of_payu = Parrot::new(&known(&ALL));
    let mut shop = Shop::open(root, &parrot.base(), SecretStore::memory(), clock(), |settings| {
        settings.payu.url = of_payu.base();
        settings.format = format;
        settings.callbacks = true;
    });
    shop.catch_up();
    let said = manners(&parrot);
    // What is broken is broken in either form.
    let (breaks, payu): (&[Break], bool) = match format {
        Format::Json => (&BREAKS, true),
        Format::Xml => (&[], false),
    };
    *shop.call.lock().unwrap() = IMPATIENT;
    for manner in said.iter().copied().chain(breaks.iter().copied().map(Manner::Break)) {
        parrot.be(manner);
        if shop.connect(TOKEN, Keep::Keyring).is_ok() {
            shop.changes_counter(|| Command::Disconnect).unwrap();
        }
        shop.glance_at("settings");
    }
    *shop.call.lock().unwrap() = Duration::from_secs(60);
    parrot.be(Manner::Honest);
    assert!(shop.connect(TOKEN, Keep::Keyring).unwrap().live);
    if payu {
        refuse_payu(&mut shop, &of_payu);
    }
    of_payu.be(Manner::Honest);
    assert!(matches!(shop.connect_payu(Keep::Keyring), PayuState::Connected));
    shop.look_at("settings");
    parrot.learn(&known(&ALL));
    shop.change(|settings| settings.payu.url = parrot.base()).unwrap();
    pay_and_ask(&mut shop, &parrot, payu);
    shop.walk(&["9876543200", "501001234567"]);
    if payu {
        let agent_id = shop.pay(recharge("9876543200")).unwrap().agent_id;
        strangers(&mut shop, agent_id, &ALL);
    }
    break_everything(&mut shop, &parrot, breaks);
    shop.walk(&["98765432"]);
    let heard = parrot.heard() + &of_payu.heard();
    let sent: String = byte_serialize(TOKEN.as_bytes()).collect();
    assert!(heard.contains(&sent) && heard.contains(KEY), "these were sent");
    assert!(!heard.contains(SALT) && !heard.contains(CALLBACK), "these are never sent");
    shop.end()
}

/// All that it can say.
fn manners(parrot: &Parrot) -> Vec<Manner> {
    (0..parrot.kinds()).flat_map(|at| [Manner::Refusal(at), Manner::Everywhere(at)]).collect()
}

/// PayU answers a try of the key and the salt in every way.
fn refuse_payu(shop: &mut Shop, of_payu: &Parrot) {
    *shop.call.lock().unwrap() = IMPATIENT;
    for manner in manners(of_payu).into_iter().chain(BREAKS.map(Manner::Break)) {
        of_payu.be(manner);
        // What is no refusal of the key is taken for a sign that it is good.
        if matches!(shop.connect_payu(Keep::Keyring), PayuState::Connected) {
            shop.send(Command::DisconnectPayu);
            assert!(matches!(shop.wait_payu(), PayuState::NotConnected));
        }
    }
    shop.look_at("settings");
    *shop.call.lock().unwrap() = Duration::from_secs(60);
}

/// An order of each service in turn.
fn order(at: usize, way_back: &[String; 2]) -> Order {
    match at % 4 {
        0 => recharge("9876543200"),
        1 => payout("501001234567"),
        2 => collection(2_000),
        _ => load(4_100, way_back),
    }
}

fn pay_and_ask(shop: &mut Shop, parrot: &Parrot, payu: bool) {
    shop.catch_up();
    let way_back = shop.listens.clone().unwrap().1;
    let services = if payu { 4 } else { 3 };
    let mut pending = Vec::new();
    for at in 0..parrot.kinds() {
        parrot.be(Manner::Everywhere(at));
        for service in 0..services {
            let paid = shop.pay(order(service, &way_back)).unwrap();
            assert_eq!(paid.state(), State::Pending, "kind {at}: {paid:?}");
            pending.push(paid.agent_id);
        }
        parrot.be(Manner::Refusal(at));
        shop.pay(order(at % services, &way_back)).unwrap();
        parrot.be(Manner::Success(at));
        let paid = shop.pay(recharge("9876543200")).unwrap();
        assert_eq!(paid.state(), State::Success, "{paid:?}");
        shop.pay(order(services - 1, &way_back)).unwrap();
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
        parrot.be(manners[at % 3](at / services));
        shop.clock.pass(HOUR);
        shop.ask(agent_id, 0);
    }
}

fn break_everything(shop: &mut Shop, parrot: &Parrot, breaks: &[Break]) {
    shop.catch_up();
    let way_back = shop.listens.clone().unwrap().1;
    let mut pending = Vec::new();
    for how in breaks.iter().copied() {
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
    let call = if how == Break::Silence { IMPATIENT } else { Duration::from_secs(60) };
    if std::mem::replace(&mut *shop.call.lock().unwrap(), call) != call {
        shop.change(|_| {}).unwrap();
    }
}

/// Nobody is reached, and nothing is kept: no keyring, no name, no connection, no TLS.
pub fn doors(root: &Path) -> ! {
    let parrot = Parrot::new(&known(&ALL));
    let mut shop = Shop::open(root, &parrot.base(), SecretStore::keyring(), clock(), |_| {});
    shop.look_at("settings");
    for odd in ["", " ", "two words", "\u{0939}"] {
        let problem = shop.connect(&format!("{TOKEN} {odd}x"), Keep::Keyring).unwrap_err();
        assert!(matches!(problem, ConnectProblem::NotAToken), "{problem:?}");
    }
    let problem = shop.connect(TOKEN, Keep::Keyring).unwrap_err();
    assert!(matches!(problem, ConnectProblem::NoKeyring(_)), "{problem:?}");
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

/// The disk is full: before an intent, before an answer, before all else.
pub fn full(root: &Path) -> ! {
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
            Box::new(move || Err::<(), String>(secret).unwrap()),
        ];
        for fault in faults {
            let ended = std::thread::Builder::new().name("counter".into()).spawn(fault).unwrap();
            assert!(ended.join().is_err());
        }
    }
    drop(logs);
    std::process::exit(0)
}
