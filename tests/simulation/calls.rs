//! Calls from outside: PGPE's callbacks and customers whom PayU sends back, early, late, twice,
//! out of order, and forged.

use galla::ids::AgentId;
use galla::listener::Caller;
use galla::time::Moment;
use galla::transaction::{Claim, Order, Service};

use super::answers::spelled;
use super::books::{Books, Entry, Means, Status};
use super::fate::Fate;
use super::world::{DAY, HOUR, MINUTE, SECOND};

/// A call that somebody is going to make.
#[derive(Clone, Debug)]
pub struct CallFromOutside {
    pub due: Moment,
    pub claim: Claim,
    pub from: Caller,
    /// The number of what it says.
    pub number: usize,
    /// How many times it was made in vain.
    pub tries: u32,
}

/// The calls that follow from a request that has arrived.
pub fn about(
    books: &mut Books,
    fate: &mut Fate,
    entry: &Entry,
    now: Moment,
) -> Vec<CallFromOutside> {
    let mut calls = Vec::new();
    if entry.order.service() == Service::WalletLoad {
        if let Some(settled) = entry.settled_at().filter(|_| fate.chance(60)) {
            let due = settled.after(fate.between(SECOND, 2 * MINUTE));
            calls.push(returned(books, fate, entry, due));
        }
    } else {
        for (at, status) in entry.course.clone() {
            let told = if status == Status::Pending { 20 } else { 55 };
            if !fate.chance(told) {
                continue;
            }
            let late = fate.chance(20);
            let wait = if late {
                fate.between(MINUTE, 2 * DAY)
            } else {
                fate.between(SECOND / 20, 5 * SECOND)
            };
            let call = callback(books, entry, status, at.after(wait));
            if fate.chance(20) {
                let again = call.due.after(fate.between(SECOND / 20, 8 * HOUR));
                calls.push(CallFromOutside { due: again, ..call.clone() });
            }
            calls.push(call);
        }
    }
    if fate.chance(15) {
        calls.push(forged(books, fate, entry.agent_id, &entry.order, now));
    }
    calls
}

/// The calls about a request that never left: only somebody who knows the AgentID makes one.
pub fn about_nothing(
    books: &mut Books,
    fate: &mut Fate,
    agent_id: AgentId,
    order: &Order,
    now: Moment,
) -> Vec<CallFromOutside> {
    if fate.chance(15) { vec![forged(books, fate, agent_id, order, now)] } else { Vec::new() }
}

fn claim(agent_id: AgentId, order: &Order, status: &str, number: usize) -> Claim {
    Claim {
        status: status.to_owned(),
        agent_id: agent_id.to_string(),
        api_message: format!("#{number}"),
        number: match order {
            Order::Payout(payout) => payout.mobile.clone(),
            Order::Collection(_) => "9000000001".to_owned(),
            order => order.target().to_owned(),
        },
        amount: spelled(order.amount().paise()),
        ..Claim::default()
    }
}

fn callback(books: &mut Books, entry: &Entry, status: Status, due: Moment) -> CallFromOutside {
    let (means, word) = match status {
        Status::Pending => (Means::Open, "Pending"),
        Status::Success => (Means::Success, "Success"),
        Status::Failed => (Means::Failed, "Failed"),
    };
    let number = books.say(entry.agent_id, means);
    let mut claim = claim(entry.agent_id, &entry.order, word, number);
    claim.api_trans_id.clone_from(&entry.trans_id);
    CallFromOutside { due, claim, from: Caller::Pgpe, number, tries: 0 }
}

/// A customer who comes back. What comes along says how it ended, and is believed by nobody.
fn returned(books: &mut Books, fate: &mut Fate, entry: &Entry, due: Moment) -> CallFromOutside {
    let number = books.say(entry.agent_id, Means::Nothing);
    let paise = entry.order.amount().paise();
    let amount = if fate.chance(50) { paise.to_string() } else { spelled(paise) };
    let claim = Claim {
        status: fate.one(&["00", "05", ""]).to_owned(),
        api_trans_id: if fate.chance(70) { entry.trans_id.clone() } else { String::new() },
        agent_id: entry.agent_id.to_string(),
        api_message: format!("#{number}"),
        amount: if fate.chance(70) { amount } else { String::new() },
        ..Claim::default()
    };
    CallFromOutside { due, claim, from: Caller::Customer, number, tries: 0 }
}

/// A claim by somebody who knows the address and not everything else.
fn forged(
    books: &mut Books,
    fate: &mut Fate,
    agent_id: AgentId,
    order: &Order,
    now: Moment,
) -> CallFromOutside {
    let number = books.say(agent_id, Means::Nothing);
    books.forged.insert(number);
    let word = fate.one(&["Success", "Failed"]);
    let mut claim = claim(agent_id, order, word, number);
    let from = if order.service() == Service::WalletLoad && fate.chance(70) {
        Caller::Customer
    } else {
        Caller::Pgpe
    };
    let nameless = order.service() == Service::Collection || from == Caller::Customer;
    match fate.one(if nameless { &[0, 1, 2] } else { &[0, 1, 2, 3, 4] }) {
        0 => claim.amount = spelled(order.amount().paise() + 1),
        1 => claim.agent_id = "0FHBXVZZZZZZZZ".to_owned(),
        2 => claim.doubtful = true,
        3 => claim.number = "9111111111".to_owned(),
        _ => claim.number.clear(),
    }
    let due = now.after(fate.between(SECOND / 20, 6 * HOUR));
    CallFromOutside { due, claim, from, number, tries: 0 }
}
