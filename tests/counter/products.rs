//! Payouts and collections at the counter: a request is not a payment (M3), the account is masked
//! wherever it leaves the screen, and a repeat is asked about where money leaves the shop (M14).

use galla::counter::{Command, Look, Update, WhyNotPaid};
use galla::ids::AgentId;
use galla::money::Paise;
use galla::transaction::order::{Place, TransferMode};
use galla::transaction::{
    CollectionOrder, Event, Order, PayoutOrder, Reason, Reply, State, Transaction,
};

use super::scripted::{Scripted, Step, answer, pending, success};
use super::shop::{HOUR, Shop};

const ACCOUNT: &str = "012345678901";

pub fn payout(rupees: i64) -> Order {
    Order::Payout(PayoutOrder {
        beneficiary_name: "Asha Kumari".into(),
        account: ACCOUNT.into(),
        ifsc: "HDFC0001234".into(),
        bank: "HDFC Bank".into(),
        mode: TransferMode::Imps,
        amount: Paise::from_rupees(rupees).unwrap(),
        mobile: "9999999999".into(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    })
}

fn collection(rupees: i64) -> Order {
    let amount = Paise::from_rupees(rupees).unwrap();
    Order::Collection(CollectionOrder { amount, note: "sari".into() })
}

/// A code is made, as the document spells it: TXN, Success, and a link.
fn made(_: usize, agent_id: AgentId, order: &Order) -> Step {
    let Reply::Answer(mut answer) = answer("TXN", agent_id, order) else { return Step::Hang };
    let amount = order.amount().to_wire();
    answer.data.intent_data = Some(format!("upi://pay?pa=shop@bank&pn=Shop&am={amount}&cu=INR"));
    Step::Reply(Reply::Answer(answer))
}

impl Shop {
    fn run(&mut self, order: Order) -> Transaction {
        let agent_id = self.taken(order, false).unwrap();
        self.wait_state(agent_id, |state| state != State::Sending)
    }
}

#[test]
fn a_payout_succeeds_and_is_found_by_its_account() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    let paid = shop.run(payout(500));
    assert_eq!(paid.state(), State::Success);
    shop.send(Command::Look(Look::PayoutsTo(ACCOUNT.into())));
    let earlier = shop.wait_for(|update| match update {
        Update::PayoutsTo { account, earlier } if account == ACCOUNT => Some(earlier.clone()),
        _ => None,
    });
    assert_eq!(earlier, std::slice::from_ref(&paid));
    shop.send(Command::Look(Look::Search("asha".into())));
    let found = shop.wait_for(|update| match update {
        Update::Found { text, found } if text == "asha" => Some(found.clone()),
        _ => None,
    });
    assert_eq!(found, [paid]);
}

#[test]
fn m14_a_second_payout_like_it_is_asked_about_and_a_second_collection_is_not() {
    let mut shop = Shop::open_with(Scripted::paying(pending));
    shop.run(payout(500));
    assert!(matches!(shop.taken(payout(500), false), Err(WhyNotPaid::Repeats(_))));
    assert_eq!(shop.run(payout(501)).state(), State::Pending);
    shop.run(collection(500));
    assert_eq!(shop.run(collection(500)).state(), State::Pending, "two customers may owe the same");
}

#[test]
fn m3_a_request_that_was_made_is_not_a_payment() {
    let gateway =
        Scripted::new(made, |_, agent_id, order| Step::Reply(answer("TXN", agent_id, order)));
    let mut shop = Shop::open_with(gateway);
    let made = shop.run(collection(500));
    assert_eq!(made.state(), State::Pending);
    assert_eq!(made.reason(), Some(&Reason::WaitingForCustomer));
    let link = "upi://pay?pa=shop@bank&pn=Shop&am=500.00&cu=INR";
    assert_eq!(made.intent_data.as_deref(), Some(link));
    shop.restart();
    assert_eq!(shop.wait_board().recent, std::slice::from_ref(&made), "the link is kept");
    shop.clock.pass(HOUR);
    shop.send(Command::AskStatus(made.agent_id));
    let paid = shop.wait_state(made.agent_id, |_| true);
    assert_eq!(paid.state(), State::Success, "a status answer says that it was paid");
}

#[test]
fn m1_m2_a_payout_is_on_disk_before_it_is_sent_and_sent_once() {
    let gateway = Scripted::paying(|_, _, _| Step::Hang);
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.taken(payout(500), false).unwrap();
    while gateway.paid().is_empty() {
        std::thread::yield_now();
    }
    let events = shop.events(agent_id);
    assert_eq!(events[0].event, Event::Intent { order: Box::new(payout(500)) });
    shop.restart();
    assert_eq!(shop.wait_board().recent[0].reason(), Some(&Reason::Stopped));
    assert_eq!(gateway.paid(), [agent_id]);
}
