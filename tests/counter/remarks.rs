//! What the agent adds to a transaction: a remark, and that the customer's money was given back.

use galla::counter::{Command, Look, OpenLists, Update, WhyNotKept};
use galla::ids::AgentId;
use galla::transaction::{Event, State};

use super::shop::{HOUR, Shop};

const AT_ONCE: &str = "9876543200";
const FAILED: &str = "9876543201";
const FAILS_LATER: &str = "9876543203";
const FOR_EVER: &str = "9876543204";
const TAKEN_BACK: &str = "9876543205";

impl Shop {
    fn open_lists(&mut self) -> OpenLists {
        self.send(Command::Look(Look::Open));
        self.wait_for(|update| match update {
            Update::Open(lists) => Some((**lists).clone()),
            _ => None,
        })
    }

    fn after_an_hour(&mut self, agent_id: AgentId) -> State {
        self.send(Command::AskStatus(agent_id));
        self.wait_state(agent_id, |_| true).state()
    }
}

#[test]
fn m7_the_customers_money_is_owed_until_it_is_given_back() {
    let mut shop = Shop::open();
    let reversed = shop.pay(TAKEN_BACK, 20).agent_id;
    let failed_later = shop.pay(FAILS_LATER, 30).agent_id;
    let failed = shop.pay(FAILED, 40).agent_id;
    shop.clock.pass(HOUR);
    assert_eq!(shop.after_an_hour(reversed), State::Reversed);
    assert_eq!(shop.after_an_hour(failed_later), State::Failed);
    let owed = |shop: &mut Shop| -> Vec<AgentId> {
        shop.open_lists().owed.iter().map(|one| one.agent_id).collect()
    };
    assert_eq!(owed(&mut shop), [reversed, failed_later], "what failed at once was never taken");

    shop.send(Command::GiveBack(reversed));
    shop.wait_for(|update| match update {
        Update::Changed(one) if one.agent_id == reversed => one.given_back.map(|_| ()),
        _ => None,
    });
    assert_eq!(shop.wait_board().owed, 1);
    for nothing_owed in [reversed, failed] {
        shop.send(Command::GiveBack(nothing_owed));
        shop.wait_for(|update| match update {
            Update::NotKept { agent_id, why: WhyNotKept::NothingOwed }
                if *agent_id == nothing_owed =>
            {
                Some(())
            }
            _ => None,
        });
    }
    shop.restart();
    assert_eq!(shop.wait_board().owed, 1, "the tick is kept");
    assert_eq!(owed(&mut shop), [failed_later]);
}

#[test]
fn m16_a_remark_settles_nothing() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    let remark = "ग्राहक ने स्क्रीनशॉट दिखाया";
    shop.send(Command::Note { agent_id, text: remark.into() });
    let noted = shop.wait_state(agent_id, |_| true);
    assert_eq!(noted.state(), State::Pending, "a screenshot is no evidence");
    let last = shop.events(agent_id).pop().unwrap().event;
    assert_eq!(last, Event::Note { text: remark.into() });
}

#[test]
fn everything_open_is_in_its_list_oldest_first() {
    let mut shop = Shop::open();
    shop.pay(AT_ONCE, 10);
    let first = shop.pay(FOR_EVER, 20).agent_id;
    let second = shop.pay(FAILS_LATER, 30).agent_id;
    let disputed = shop.pay(AT_ONCE, 40).agent_id;
    shop.send(Command::Dispute { agent_id: disputed, message: "m".into() });
    shop.wait_for(|update| match update {
        Update::Changed(one) if one.agent_id == disputed => one.is_disputed().then_some(()),
        _ => None,
    });
    let lists = shop.open_lists();
    let ids = |list: &[galla::transaction::Transaction]| -> Vec<AgentId> {
        list.iter().map(|one| one.agent_id).collect()
    };
    assert_eq!(ids(&lists.unresolved), [first, second]);
    assert_eq!(ids(&lists.disputed), [disputed]);
    assert!(lists.owed.is_empty() && lists.attention.is_empty() && lists.unconfirmed.is_empty());
}
