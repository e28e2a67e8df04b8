//! Ready-made transactions for the tests of this floor.

use super::fold::{State, Transaction};
use super::operator::Category;
use super::order::{Order, RechargeOrder, Service};
use super::reply::{Answer, Body, Reply};
use super::totals::{Sum, Total};
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::{Day, Moment};

/// 2026-11-23 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

pub fn recharge(number: &str, paise: i64) -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: number.into(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(paise),
        optionals: Default::default(),
        customer_name: String::new(),
    })
}

pub fn begun(number: &str, paise: i64) -> Transaction {
    Transaction::begin(AgentId::from_parts(NOON, 7), recharge(number, paise), NOON)
}

pub fn begun_at(at: Moment) -> Transaction {
    Transaction::begin(AgentId::from_parts(at, 7), recharge("9876543210", 19_900), at)
}

/// What an hour of a day of November 2026 came to, for a prepaid operator, or for payouts.
pub fn total(
    day: u32,
    hour: u32,
    code: Option<&str>,
    state: State,
    count: u64,
    paise: i64,
) -> Total<'_> {
    Total {
        day: Day::from_ymd(2026, 11, day).unwrap(),
        hour,
        service: if code.is_some() { Service::Recharge } else { Service::Payout },
        operator: code.map(|code| (Category::MobilePrepaid, code)),
        state,
        sum: Sum { count, amount: Some(Paise::from_paise(paise)) },
    }
}

/// An answer about `transaction` with a code and the status that goes with it.
pub fn reply_of(transaction: &Transaction, code: &str) -> Reply {
    let status = match code {
        "TXN" => Some("Success"),
        "TUP" => Some("Pending"),
        "ERR" => Some("Failed"),
        _ => None,
    };
    Reply::Answer(Box::new(Answer {
        code: code.into(),
        data: Body {
            api_trans_id: Some("795873532".into()),
            agent_id: Some(transaction.agent_id.to_string()),
            status: status.map(str::to_owned),
            number: Some(transaction.order.target().into()),
            amount: Some(transaction.order.amount().to_wire()),
            ..Body::default()
        },
        ..Answer::default()
    }))
}
