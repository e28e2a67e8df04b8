//! Disputes: for successes, once, with the agent's words and the gateway's answer kept (M11).

use galla::counter::{Command, Update, WhyNotKept};
use galla::ids::AgentId;
use galla::transaction::dispute::DisputeSaid;
use galla::transaction::{State, Transaction};

use super::scripted::{Scripted, success};
use super::shop::{HOUR, Shop};

const AT_ONCE: &str = "9876543200";
const FAILED: &str = "9876543201";
const LATER: &str = "9876543202";
const WORDS: &str = "ग्राहक को रिचार्ज नहीं मिला & more";

impl Shop {
    /// Raises a dispute and waits for what the gateway says to it.
    fn dispute(&mut self, agent_id: AgentId, message: &str) -> Transaction {
        self.send(Command::Dispute { agent_id, message: message.into() });
        self.wait_for(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id => {
                one.disputes.last().is_some_and(|last| last.said.is_some()).then(|| (**one).clone())
            }
            _ => None,
        })
    }

    fn no_dispute(&mut self, agent_id: AgentId) {
        self.send(Command::Dispute { agent_id, message: WORDS.into() });
        self.wait_for(|update| match update {
            Update::NotKept { agent_id: of, why: WhyNotKept::NoDispute } if *of == agent_id => {
                Some(())
            }
            _ => None,
        });
    }

    fn disputes_at_the_gateway(&self, agent_id: AgentId) -> Vec<String> {
        let entry = self.books().entry(agent_id.as_str()).unwrap();
        entry.disputes.into_iter().map(|one| one.message).collect()
    }
}

#[test]
fn m11_a_success_is_disputed_once_and_it_is_all_kept() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let disputed = shop.dispute(agent_id, WORDS);
    assert_eq!(disputed.state(), State::Success, "a dispute alone changes nothing");
    let [only] = disputed.disputes.as_slice() else { panic!("{disputed:?}") };
    assert_eq!((only.message.as_str(), &only.said), (WORDS, &Some(DisputeSaid::Raised)));
    assert_eq!(only.words.as_deref(), Some("Dispute raised successfully"));
    shop.no_dispute(agent_id);
    shop.restart();
    assert_eq!(shop.wait_board().recent[0].disputes, disputed.disputes);
    shop.no_dispute(agent_id);
    assert_eq!(shop.disputes_at_the_gateway(agent_id), [WORDS]);
    assert_eq!(shop.kinds(agent_id)[3..], ["dispute_asked", "dispute_answer"]);
}

#[test]
fn m11_only_a_success_can_be_disputed() {
    let mut shop = Shop::open();
    for number in [FAILED, LATER] {
        let agent_id = shop.pay(number, 20).agent_id;
        shop.no_dispute(agent_id);
        assert_eq!(shop.disputes_at_the_gateway(agent_id), [""; 0]);
    }
    shop.no_dispute("ZZZZZZZZZZZZZZ".parse().unwrap());
}

#[test]
fn m11_two_presses_at_once_are_one_dispute() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    for _ in 0..10 {
        shop.send(Command::Dispute { agent_id, message: WORDS.into() });
    }
    for _ in 0..9 {
        shop.wait_for(|update| matches!(update, Update::NotKept { .. }).then_some(()));
    }
    assert_eq!(shop.disputes_at_the_gateway(agent_id), [WORDS]);
}

#[test]
fn m11_a_dispute_without_an_answer_may_be_raised_again() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    for raised in 1..=2 {
        let disputed = shop.dispute(agent_id, WORDS);
        assert_eq!(disputed.disputes.len(), raised);
        let said = &disputed.disputes.last().unwrap().said;
        assert!(matches!(said, Some(DisputeSaid::Unknown { .. })), "{said:?}");
    }
}

#[test]
fn m7_m11_a_disputed_success_is_reversed_when_evidence_says_so() {
    let mut shop = Shop::open();
    let agent_id = shop.pay("9876543205", 20).agent_id;
    shop.dispute(agent_id, WORDS);
    shop.clock.pass(HOUR);
    shop.send(Command::AskStatus(agent_id));
    let reversed = shop.wait_state(agent_id, |state| state == State::Reversed);
    assert_eq!(reversed.disputes.len(), 1);
    assert!(reversed.owes_customer(), "the customer's money is to be given back");
}
