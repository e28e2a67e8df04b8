//! Wallet loads on the running counter: M1 to M5, M14, the enquiry, and PayU connected beside PGPE.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use galla::counter::{Command, Keep, Listening, Look, PayuProblem, PayuState, Update, WhyNotPaid};
use galla::ids::AgentId;
use galla::practice::{LoadState, PRACTICE_MERCHANT_SALT};
use galla::secrets::Secret;
use galla::transaction::asking::Ask;
use galla::transaction::{Event, Order, Reason, State};
use secrecy::ExposeSecret;

use super::payu;
use super::shop::{NOON, Shop, order, payu_keys};

fn load(amount: &str) -> Order {
    payu::load(amount, ["https://shop.example/back"; 2])
}

impl Shop {
    fn load(&mut self, amount: &str) -> AgentId {
        self.taken(load(amount), false).unwrap()
    }

    /// Enquires now and returns the state after the answer.
    fn enquire(&mut self, agent_id: AgentId) -> State {
        self.clock.pass(Duration::from_secs(10));
        self.send(Command::AskStatus(agent_id));
        self.wait_state(agent_id, |_| true).state()
    }

    /// Waits until the answer of an enquiry is on disk.
    fn wait_enquired(&self, agent_id: AgentId) {
        let answered = |event: &Event| matches!(event, Event::StatusAnswer { .. });
        while !self.events(agent_id).iter().any(|entry| answered(&entry.event)) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Listens, and gives where a customer who has paid is sent back to.
    fn surl(&mut self) -> String {
        self.listen();
        let way_back = self.heard.iter().rev().find_map(|update| match update {
            Update::Listening(Listening::On { way_back, .. }) => Some(way_back.clone()),
            _ => None,
        });
        let [surl, _] = way_back.unwrap();
        surl
    }

    fn payu(&mut self) -> PayuState {
        self.wait_for(|update| match update {
            Update::Payu(state) => Some(state.clone()),
            _ => None,
        })
    }

    fn connect_payu(&mut self, salt: &str) -> PayuState {
        self.send(Command::ConnectPayu { keys: payu_keys(salt), keep: Keep::Keyring });
        self.payu()
    }
}

#[test]
fn m3_a_link_is_no_load_until_the_enquiry_says_so() {
    let mut shop = Shop::open();
    let agent_id = shop.load("41.01");
    let issued = shop.wait_ended(agent_id);
    assert_eq!((issued.state(), issued.reason()), (State::Pending, Some(&Reason::LinkIssued)));
    assert!(issued.redirect_url.unwrap().contains("/practice/pg/"));
    assert_eq!(issued.api_trans_id.map(|reference| reference.len()), Some(32));
    assert_eq!(shop.enquire(agent_id), State::Pending);
    assert!(shop.books().settle_now(agent_id.as_str()));
    assert_eq!(shop.enquire(agent_id), State::Success);
    let kinds = ["intent", "sent", "answer", "status_asked", "status_answer"];
    assert_eq!(shop.kinds(agent_id)[..5], kinds);
    let load = shop.books().snapshot().loads.pop().unwrap();
    assert_eq!((load.sends, load.state), (1, Some(LoadState::Success)));
    assert_eq!(load.enquiries.len(), 2);
}

#[test]
fn only_the_status_decides_and_a_refund_is_told_apart() {
    let mut shop = Shop::open();
    let agent_id = shop.load("41.03");
    shop.wait_ended(agent_id);
    assert!(shop.books().settle_now(agent_id.as_str()));
    shop.clock.pass(Duration::from_secs(10));
    shop.send(Command::AskStatus(agent_id));
    let failed = shop.wait_state(agent_id, |state| state == State::Failed);
    assert_eq!(failed.refund.as_deref(), Some("SUCCESS"), "the refund's own state");
    assert!(!failed.owes_customer(), "the customer paid PayU, not the shop");
    let refused = shop.load("41.04");
    assert_eq!(shop.wait_ended(refused).state(), State::Failed);
}

#[test]
fn m2_m5_a_load_whose_answer_is_lost_is_asked_about_and_never_sent_again() {
    let mut shop = Shop::open();
    let agent_id = shop.load("41.06");
    while shop.books().snapshot().loads.is_empty() {
        std::thread::yield_now();
    }
    shop.restart();
    let found = shop.wait_board().recent.into_iter().find(|one| one.agent_id == agent_id).unwrap();
    assert_eq!((found.state(), found.reason()), (State::Pending, Some(&Reason::Stopped)));
    assert!(shop.books().settle_now(agent_id.as_str()));
    assert_eq!(shop.enquire(agent_id), State::Success);
    assert_eq!(shop.books().snapshot().loads[0].sends, 1);
}

#[test]
fn m14_the_same_load_twice_is_a_question() {
    let mut shop = Shop::open();
    let first = shop.load("41.00");
    shop.wait_ended(first);
    let again = shop.taken(load("41.00"), false).unwrap_err();
    assert!(matches!(again, WhyNotPaid::Repeats(earlier) if earlier.agent_id == first));
    assert!(shop.taken(load("42.00"), false).is_ok(), "another amount is another load");
    assert!(shop.taken(load("41.00"), true).is_ok(), "the agent may go on");
}

#[test]
fn a_key_held_down_enquires_once_in_ten_seconds() {
    let mut shop = Shop::open();
    let agent_id = shop.load("41.00");
    shop.wait_ended(agent_id);
    shop.send(Command::AskStatus(agent_id));
    let ask = shop.wait_for(|update| match update {
        Update::MayNotAsk { ask, .. } => Some(*ask),
        _ => None,
    });
    assert_eq!(ask, Ask::From(NOON.after(Duration::from_secs(10))));
    assert!(shop.books().snapshot().loads[0].enquiries.is_empty());
}

#[test]
fn m10_payu_is_tried_before_it_is_kept_and_there_after_a_restart() {
    let mut shop = Shop::open();
    assert!(matches!(shop.payu(), PayuState::Connected), "practice takes loads by itself");
    assert!(matches!(
        shop.connect_payu(PRACTICE_MERCHANT_SALT),
        PayuState::NotTaken(PayuProblem::NotLive)
    ));
    shop.connect();
    assert!(matches!(shop.payu(), PayuState::NotConnected));
    let before = shop.books().snapshot().loads.len();
    assert!(matches!(shop.taken(load("41.00"), false), Err(WhyNotPaid::NotTaken)));
    assert_eq!(shop.books().snapshot().loads.len(), before, "nothing was sent");
    for (salt, refused) in [("another-salt", true), (" ", false), ("two\nlines", false)] {
        let state = shop.connect_payu(salt);
        let as_expected = match state {
            PayuState::NotTaken(PayuProblem::Refused) => refused,
            PayuState::NotTaken(PayuProblem::NotKeys) => !refused,
            _ => false,
        };
        assert!(as_expected, "{salt:?}: {state:?}");
    }
    assert!(shop.secrets.load(Secret::PayuSalt).unwrap().is_none());
    assert!(matches!(shop.connect_payu(PRACTICE_MERCHANT_SALT), PayuState::Connected));
    let kept = shop.secrets.load(Secret::PayuSalt).unwrap().unwrap();
    assert_eq!(kept.expose_secret(), PRACTICE_MERCHANT_SALT);
    let agent_id = shop.load("41.00");
    assert_eq!(shop.wait_ended(agent_id).reason(), Some(&Reason::LinkIssued));
    shop.restart();
    assert!(matches!(shop.payu(), PayuState::Connected));
    let agent_id = shop.load("43.00");
    assert_eq!(shop.wait_ended(agent_id).reason(), Some(&Reason::LinkIssued));
    shop.send(Command::DisconnectPayu);
    assert!(matches!(shop.payu(), PayuState::NotConnected));
    assert!(shop.secrets.load(Secret::PayuKey).unwrap().is_none());
    assert!(matches!(shop.taken(load("44.00"), false), Err(WhyNotPaid::NotTaken)));
    assert!(shop.taken(order("9876543200", 20), false).is_ok(), "PGPE goes on");
}

#[test]
fn m11_payu_takes_no_dispute_and_pgpe_hears_of_no_load() {
    let mut shop = Shop::open();
    let agent_id = shop.load("41.01");
    shop.wait_ended(agent_id);
    assert!(shop.books().settle_now(agent_id.as_str()));
    assert_eq!(shop.enquire(agent_id), State::Success);
    shop.send(Command::Dispute { agent_id, message: "The customer has not got it".into() });
    let refused = shop.wait_for(|update| match update {
        Update::NotKept { agent_id, .. } => Some(*agent_id),
        _ => None,
    });
    assert_eq!(refused, agent_id);
    assert!(shop.books().snapshot().entries.is_empty());
}

/// Sends a customer back as a browser does, and gives the answer's status line.
fn come_back(url: &str, fields: &str) -> String {
    let (address, path) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /{path}?{fields} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[test]
fn m12_a_customer_who_comes_back_only_makes_galla_ask() {
    let mut shop = Shop::open();
    let surl = shop.surl();
    let agent_id = shop.load("41.00");
    let issued = shop.wait_ended(agent_id);
    shop.clock.pass(Duration::from_secs(10));
    // Forged: nobody has paid. PayU is asked, and says so.
    let forged = format!("clientTxnId={agent_id}&responseCode=00&loadAmount=4100");
    assert_eq!(come_back(&surl, &forged), "HTTP/1.1 200 OK");
    shop.wait_enquired(agent_id);
    let kinds = shop.kinds(agent_id);
    assert_eq!(kinds[3..], ["returned", "status_asked", "status_answer"]);
    let told = shop.wait_for(|update| match update {
        Update::Changed(one) if one.agent_id == agent_id && one.times_asked == 1 => {
            Some(one.state())
        }
        _ => None,
    });
    assert_eq!(told, State::Pending, "what the browser brings ends nothing");
    // Now the customer really pays on the page.
    let page = issued.redirect_url.unwrap();
    let (address, path) = page.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /{path}/pay HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut sent_back = String::new();
    stream.read_to_string(&mut sent_back).unwrap();
    assert!(sent_back.starts_with("HTTP/1.1 303"), "{sent_back}");
    shop.clock.pass(Duration::from_secs(10));
    assert_eq!(come_back(&surl, &forged), "HTTP/1.1 200 OK");
    assert_eq!(shop.wait_state(agent_id, |state| state != State::Pending).state(), State::Success);
    // Of a load that nobody knows, and with another amount: the same page, and nothing changes.
    for fields in ["clientTxnId=06FG8PR0000001", &format!("clientTxnId={agent_id}&loadAmount=1")] {
        assert_eq!(come_back(&surl, fields), "HTTP/1.1 200 OK");
    }
    shop.send(Command::Look(Look::Unmatched));
    let unmatched = shop.wait_for(|update| match update {
        Update::Unmatched(claims) => Some(claims.len()),
        _ => None,
    });
    assert_eq!(unmatched, 2);
}

#[test]
fn m12_a_customer_who_comes_back_early_is_asked_about_whatever_the_clocks_do_meanwhile() {
    let mut shop = Shop::open();
    let surl = shop.surl();
    let agent_id = shop.load("41.00");
    shop.wait_ended(agent_id);
    let missing = Duration::from_millis(20);
    shop.clock.pass(Duration::from_secs(10) - missing);
    let back = format!("clientTxnId={agent_id}&responseCode=00&loadAmount=4100");
    for _ in 0..3 {
        assert_eq!(come_back(&surl, &back), "HTTP/1.1 200 OK");
    }
    // The wall clock stands still while the timer of the wait runs out, more than once.
    std::thread::sleep(10 * missing);
    assert_eq!(shop.kinds(agent_id).last(), Some(&"returned"), "not before it is allowed");
    shop.clock.pass(missing);
    shop.wait_enquired(agent_id);
    // Whoever still waits sees that it was asked, and does not ask when it is allowed again.
    std::thread::sleep(10 * missing);
    shop.clock.pass(Duration::from_secs(10));
    std::thread::sleep(5 * missing);
    let asked = shop.kinds(agent_id).into_iter().filter(|kind| *kind == "status_asked").count();
    assert_eq!(asked, 1, "three times back is one question");
}
