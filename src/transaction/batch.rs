//! A list of recharges that is sent one after another: what was confirmed, how far it has come, when it stops by itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::evidence::Reason;
use super::fold::{State, Transaction};
use super::order::RechargeOrder;
use super::reply::StatusCode;
use crate::money::Paise;
use crate::time::Moment;

/// The longest list, in lines.
pub const MOST_LINES: usize = 1_000;

/// After this many lines in a row that neither succeeded nor are being worked on, a list stops
/// by itself: the line, the wallet or the operator is most likely at fault, not the customer.
pub const IN_A_ROW: u32 = 3;

/// One line of a list, as it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchOrder {
    /// What is sent.
    pub order: RechargeOrder,
    /// Whether the agent was asked about an earlier one like it and ticked it (money rule M14).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub despite_earlier: bool,
}

/// A list that was confirmed, and how far it has come. Its lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The number of its event.
    pub id: i64,
    /// When it was confirmed.
    pub at: Moment,
    /// Its lines.
    pub orders: Arc<[BatchOrder]>,
    /// What became of the lines that were begun, from the first on; `None` for one that the
    /// agent left out.
    pub begun: Vec<Option<Transaction>>,
    /// Whether no further line will be begun.
    pub closed: bool,
}

/// How many lines, and what they add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: usize,
    /// What they add up to.
    pub amount: Paise,
}

/// What became of a list, by how its lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Succeeded, by the gateway's word or the agent's.
    pub succeeded: Sum,
    /// Not known yet.
    pub pending: Sum,
    /// Failed, refused, or taken back.
    pub failed: Sum,
    /// Provably never left, left out, or never begun: nothing was debited.
    pub not_sent: Sum,
}

/// How one line of a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In this state.
    Sent(State),
    /// The agent left it out.
    LeftOut,
    /// Not begun.
    Waiting,
}

/// Why a list stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The gateway refuses the token, the account or the address: it would refuse every line.
    Refused(StatusCode),
    /// So many lines in a row did not go well.
    InARow(u32),
}

/// What amounts add up to; `None` when it is more than can be counted (money rule M8).
pub fn total(amounts: impl IntoIterator<Item = Paise>) -> Option<Paise> {
    amounts.into_iter().try_fold(Paise::ZERO, Paise::checked_add)
}

impl Batch {
    /// The next line to be begun; `None` when there is none.
    #[must_use]
    pub fn next_line(&self) -> Option<u32> {
        let next = self.begun.len();
        let more = !self.closed && next < self.orders.len();
        more.then(|| u32::try_from(next + 1).ok()).flatten()
    }

    /// The order of a line.
    #[must_use]
    pub fn order(&self, line: u32) -> Option<&BatchOrder> {
        self.orders.get(usize::try_from(line).ok()?.checked_sub(1)?)
    }

    /// How the line at a place stands, from 0.
    #[must_use]
    pub fn standing(&self, place: usize) -> Standing {
        match self.begun.get(place) {
            Some(Some(transaction)) => Standing::Sent(transaction.state()),
            Some(None) => Standing::LeftOut,
            None => Standing::Waiting,
        }
    }

    /// What became of it so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (place, line) in self.orders.iter().enumerate() {
            let sum = match self.standing(place).kind() {
                Kind::Succeeded => &mut tally.succeeded,
                Kind::Pending => &mut tally.pending,
                Kind::Failed => &mut tally.failed,
                Kind::NotSent => &mut tally.not_sent,
            };
            sum.count += 1;
            // The whole list was added up before it was confirmed.
            sum.amount = sum.amount.checked_add(line.order.amount).unwrap_or(sum.amount);
        }
        tally
    }

    /// The lines that moved no money, and that nobody waits for: they can be sent again. One
    /// that was taken back is the agent's to talk over with the customer.
    pub fn rest(&self) -> impl Iterator<Item = &RechargeOrder> {
        let unpaid = |standing: Standing| match standing {
            Standing::Sent(State::Reversed) => false,
            other => matches!(other.kind(), Kind::Failed | Kind::NotSent),
        };
        let orders = self.orders.iter().enumerate();
        orders.filter(move |(at, _)| unpaid(self.standing(*at))).map(|(_, line)| &line.order)
    }
}

/// The four sums of a [`Tally`].
enum Kind {
    Succeeded,
    Pending,
    Failed,
    NotSent,
}

impl Standing {
    /// Which sum of a [`Tally`] it is in, from 0 in the order of its fields.
    #[must_use]
    pub const fn place_in_tally(self) -> usize {
        match self.kind() {
            Kind::Succeeded => 0,
            Kind::Pending => 1,
            Kind::Failed => 2,
            Kind::NotSent => 3,
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Sent(State::Success | State::SettledSucceeded) => Kind::Succeeded,
            Self::Sent(State::Sending | State::Pending) => Kind::Pending,
            Self::Sent(State::Failed | State::SettledFailed | State::Reversed) => Kind::Failed,
            Self::Sent(State::NotSent) | Self::LeftOut | Self::Waiting => Kind::NotSent,
        }
    }
}

/// Watches over a list that is being sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    in_a_row: u32,
}

impl Watch {
    /// Takes in what became of a line, and says whether the list has to stop.
    pub fn saw(&mut self, transaction: &Transaction) -> Option<Halt> {
        let code = transaction.code.as_deref().map(StatusCode::of);
        let refused = code.filter(|code| code.is_about_account());
        if let (State::Failed, Some(code)) = (transaction.state(), refused) {
            return Some(Halt::Refused(code));
        }
        let well = match transaction.state() {
            State::Success => true,
            State::Pending => transaction.reason() == Some(&Reason::UnderProcess),
            _ => false,
        };
        self.in_a_row = if well { 0 } else { self.in_a_row + 1 };
        (self.in_a_row >= IN_A_ROW).then_some(Halt::InARow(self.in_a_row))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transaction::event::Event;
    use crate::transaction::order::Order;
    use crate::transaction::reply::{NotSent, Reply, Unknown};
    use crate::transaction::testing::{NOON, begun, recharge, reply_of};

    fn line(paise: i64) -> BatchOrder {
        let Order::Recharge(order) = recharge("9876543210", paise) else { panic!("a recharge") };
        BatchOrder { order, despite_earlier: false }
    }

    fn after(reply: impl Fn(&Transaction) -> Reply) -> Transaction {
        let mut transaction = begun("9876543210", 19_900);
        transaction.apply(NOON, &Event::Answer { reply: reply(&transaction) });
        transaction
    }

    fn answered(code: &str) -> Transaction {
        after(|transaction| reply_of(transaction, code))
    }

    fn unsent() -> Transaction {
        after(|_| Reply::NotSent { cause: NotSent::ConnectionRefused })
    }

    fn silent() -> Transaction {
        after(|_| Reply::Unknown { cause: Unknown::TimedOut })
    }

    #[test]
    fn m8_a_total_that_cannot_be_counted_is_none() {
        let most = Paise::from_paise(i64::MAX);
        assert_eq!(total([]), Some(Paise::ZERO));
        assert_eq!(total([most]), Some(most));
        assert_eq!(total([most, Paise::from_paise(1)]), None);
    }

    #[test]
    fn a_list_stops_after_three_that_did_not_go_well() {
        for bad in [answered("ERR"), answered("EXC"), unsent(), silent()] {
            let mut watch = Watch::default();
            assert_eq!(watch.saw(&bad), None);
            assert_eq!(watch.saw(&bad), None);
            assert_eq!(watch.saw(&answered("TUP")), None, "worked on: the way is free");
            assert_eq!(watch.saw(&bad), None);
            assert_eq!(watch.saw(&bad), None);
            assert_eq!(watch.saw(&bad), Some(Halt::InARow(3)));
        }
    }

    #[test]
    fn a_list_stops_at_once_when_the_account_is_refused() {
        for code in ["IAT", "RTN", "RTA", "AAB", "AVE", "ATD", "UAI"] {
            let halt = Watch::default().saw(&answered(code));
            assert_eq!(halt, Some(Halt::Refused(StatusCode::of(code))), "{code}");
        }
        assert_eq!(Watch::default().saw(&answered("IPC")), None, "that is one operator's");
    }

    #[test]
    fn every_line_is_in_one_sum_and_only_what_moved_no_money_is_sent_again() {
        let mut batch = Batch {
            id: 7,
            at: NOON,
            orders: (1..=7).map(|rupees| line(rupees * 100)).collect(),
            begun: vec![
                Some(answered("TXN")),
                Some(answered("TUP")),
                Some(answered("ERR")),
                Some(unsent()),
                None,
                Some(silent()),
            ],
            closed: false,
        };
        assert_eq!(batch.next_line(), Some(7));
        let sum = |count, paise| Sum { count, amount: Paise::from_paise(paise) };
        let tally = batch.tally();
        assert_eq!((tally.succeeded, tally.pending), (sum(1, 100), sum(2, 800)));
        assert_eq!((tally.failed, tally.not_sent), (sum(1, 300), sum(3, 1_600)));
        let rest: Vec<_> = batch.rest().map(|order| order.amount.paise()).collect();
        assert_eq!(rest, [300, 400, 500, 700]);
        batch.closed = true;
        assert_eq!(batch.next_line(), None);
        assert_eq!(
            (batch.order(7), batch.order(0), batch.order(8)),
            (Some(&line(700)), None, None)
        );
    }

    proptest! {
        #[test]
        fn m8_a_total_is_exact_or_none(amounts in prop::collection::vec(0..=i64::MAX, 0..6)) {
            let exact: i128 = amounts.iter().map(|paise| i128::from(*paise)).sum();
            let found = total(amounts.into_iter().map(Paise::from_paise));
            prop_assert_eq!(found.map(|sum| i128::from(sum.paise())),
                i64::try_from(exact).ok().map(i128::from));
        }
    }
}
