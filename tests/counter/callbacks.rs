//! Callbacks at the counter, over the real listener: claims until they are confirmed (M12).

use std::io::{Read, Write};
use std::net::TcpStream;

use galla::counter::{Command, Listening, Look, Update};
use galla::ids::AgentId;
use galla::ledger::UnmatchedClaim;
use galla::transaction::{Mismatch, State, Transaction};
use secrecy::ExposeSecret;

use super::scripted::{Scripted, Step, answer, pending};
use super::shop::{HOUR, Shop};

pub const FOR_EVER: &str = "9876543204";

impl Shop {
    /// Turns the listener on, on a port of its own, and gives the address for the gateway.
    pub fn listen(&mut self) -> String {
        self.settings.callbacks = true;
        self.settings.callback_listen = "127.0.0.1:0".into();
        self.send(Command::ChangeSettings(Box::new(self.settings.clone())));
        self.url()
    }

    fn url(&mut self) -> String {
        self.wait_for(|update| match update {
            Update::Listening(Listening::On { url, .. }) => Some(url.expose_secret().to_owned()),
            _ => None,
        })
    }

    pub fn unmatched(&mut self) -> Vec<UnmatchedClaim> {
        self.send(Command::Look(Look::Unmatched));
        self.wait_for(|update| match update {
            Update::Unmatched(claims) => Some(claims.clone()),
            _ => None,
        })
    }
}

/// Calls an address as the gateway does and gives the answer's first line.
pub fn call(url: &str, query: &str) -> String {
    let (address, path) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /{path}?{query} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap().to_owned()
}

pub fn claim(agent_id: AgentId, status: &str) -> String {
    format!(
        "Status={status}&APITransID=795873532&AgentID={agent_id}&APIMessage=told&OperatorReference=TR1&Number={FOR_EVER}&Amount=20.00&DateTime=23/11/2026%2012:00:00%20PM"
    )
}

const OK: &str = "HTTP/1.1 200 OK";

#[test]
fn m12_a_claim_is_on_disk_before_200_and_a_question_confirms_it() {
    let gateway =
        Scripted::new(pending, |_, agent_id, order| Step::Reply(answer("TXN", agent_id, order)));
    let mut shop = Shop::open_with(gateway.clone());
    let url = shop.listen();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    assert_eq!(call(&url, &claim(agent_id, "Success")), OK);
    assert_eq!(*shop.kinds(agent_id).last().unwrap(), "callback");
    let told = shop.wait_state(agent_id, |_| true);
    assert_eq!(told.state(), State::Success);
    assert!(told.is_by_callback(), "by a claim alone");
    assert_eq!(told.operator_reference.as_deref(), Some("TR1"));
    shop.restart();
    assert_eq!(gateway.asked(), 0, "M6 holds for a confirmation, too");
    shop.clock.pass(HOUR);
    shop.restart();
    let confirmed = shop.wait_state(agent_id, |_| true);
    assert_eq!(confirmed.state(), State::Success);
    assert!(!confirmed.is_by_callback(), "the gateway itself has said so");
    assert_eq!(gateway.asked(), 1);
}

#[test]
fn m12_what_agrees_with_no_transaction_changes_nothing_and_is_kept() {
    let mut shop = Shop::open_with(Scripted::paying(pending));
    let url = shop.listen();
    let paid = shop.pay(FOR_EVER, 20);
    let right = claim(paid.agent_id, "Success");
    let other: AgentId = "1MGEW4T0000007".parse().unwrap();
    let claims = [
        (claim(other, "Success"), Mismatch::AgentId),
        (right.replace(paid.agent_id.as_str(), ""), Mismatch::AgentId),
        (right.replace("20.00", "2000.00"), Mismatch::Amount),
        (right.replace("Amount=20.00", ""), Mismatch::Amount),
        (right.replace("Number=9876543204", "Number=9876543200"), Mismatch::Number),
        (right.replace("Number=9876543204", ""), Mismatch::Number),
        (right.replace("Success", "Maybe"), Mismatch::Status),
        (right.clone() + "&Amount=20.00", Mismatch::Doubtful),
    ];
    for (query, _) in &claims {
        assert_eq!(call(&url, query), OK, "the gateway has told it, and need not again");
    }
    let unmatched = shop.unmatched();
    let whys: Vec<_> = unmatched.iter().rev().map(|claim| claim.why).collect();
    assert_eq!(whys, claims.map(|(_, why)| why));
    shop.restart();
    let board = shop.wait_board();
    assert_eq!((board.recent, board.unmatched), (vec![paid], 8));
}

#[test]
fn m12_a_wrong_secret_changes_nothing_and_a_new_one_ends_the_old() {
    let mut shop = Shop::open_with(Scripted::paying(pending));
    let old = shop.listen();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    let known = claim(agent_id, "Success");
    let wrong = format!("{}x", old.get(..old.len() - 1).unwrap());
    assert_eq!(call(&wrong, &known), "HTTP/1.1 404 Not Found");
    shop.send(Command::RenewCallbackSecret);
    let new = shop.url();
    assert_ne!(path(&old), path(&new));
    let old_at_new_port = new.replace(path(&new), path(&old));
    assert_eq!(call(&old_at_new_port, &known), "HTTP/1.1 404 Not Found");
    assert_eq!(shop.kinds(agent_id).last(), Some(&"answer"));
    shop.restart();
    let again = shop.url();
    assert_eq!(path(&again), path(&new), "the secret is kept over a restart");
    assert_eq!(call(&again, &known), OK);
    assert!(shop.unmatched().is_empty());
}

fn path(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

#[test]
fn m7_m12_claims_that_do_not_agree_are_for_the_agents_attention() {
    let mut shop = Shop::open_with(Scripted::paying(pending));
    let url = shop.listen();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    for status in ["Success", "Success", "Pending"] {
        assert_eq!(call(&url, &claim(agent_id, status)), OK);
        let told = shop.wait_state(agent_id, |_| true);
        assert_eq!(told.state(), State::Success, "{status}: an end is not undone by less");
    }
    assert_eq!(call(&url, &claim(agent_id, "Failed")), OK);
    let told = shop.wait_state(agent_id, |_| true);
    assert!(told.needs_attention(), "{told:?}");
    let other = claim(agent_id, "Success").replace("795873532", "111111111");
    assert_eq!(call(&url, &other), OK);
    assert_eq!(shop.unmatched()[0].why, Mismatch::ApiTransId);
}

#[test]
fn the_test_button_calls_the_address_and_leaves_no_trace() {
    let mut shop = Shop::open();
    let tested = |shop: &mut Shop| {
        shop.send(Command::TestCallback);
        shop.wait_for(|update| match update {
            Update::CallbackTested(tested) => Some(tested.is_ok()),
            _ => None,
        })
    };
    assert!(!tested(&mut shop), "it is off");
    shop.listen();
    assert!(tested(&mut shop));
    assert!(shop.unmatched().is_empty());
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut shop = Shop::open();
    shop.settings.callbacks = true;
    for listen in [taken.local_addr().unwrap().to_string(), "nowhere".into()] {
        shop.settings.callback_listen = listen;
        shop.send(Command::ChangeSettings(Box::new(shop.settings.clone())));
        shop.wait_for(|update| {
            matches!(update, Update::Listening(Listening::Trouble(_))).then_some(())
        });
    }
}

#[test]
fn m12_callbacks_at_once_are_one_end_and_each_is_kept_where_it_belongs() {
    let mut shop = Shop::open_with(Scripted::paying(pending));
    let url = shop.listen();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    let callers: Vec<_> = (0..40)
        .map(|n| {
            let good = claim(agent_id, "Success");
            let claim = if n % 2 == 0 { good } else { good.replace("20.00", "21.00") };
            let url = url.clone();
            std::thread::spawn(move || call(&url, &claim))
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.join().unwrap(), OK);
    }
    let callbacks = shop.kinds(agent_id).iter().filter(|kind| **kind == "callback").count();
    assert_eq!(callbacks, 20, "each is kept");
    assert!(shop.unmatched().iter().all(|one| one.why == Mismatch::Amount));
    assert_eq!(shop.unmatched().len(), 20, "and so is each that does not agree");
    shop.restart();
    let one: Transaction = shop.wait_board().recent.pop().unwrap();
    assert_eq!((one.state(), one.needs_attention()), (State::Success, false));
}
