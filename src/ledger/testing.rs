//! A shop with a ledger on disk, and stories that can happen in it, for the tests of this floor.

use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::{Ledger, LedgerKind, schema};
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::testing::{recharge, reply_of};
use crate::transaction::{Asker, Event, Handed, NotSent, Order, Reply, Transaction, Unknown};

pub use crate::transaction::testing::NOON;

/// A practice ledger in a folder of its own.
pub struct Shop {
    pub ledger: Ledger,
    pub path: PathBuf,
    pub folder: TempDir,
}

/// The AgentID of the transaction number `n`, `n` seconds after noon.
pub fn id(n: u64) -> AgentId {
    AgentId::from_parts(at(n), n)
}

/// `n` seconds after noon.
pub fn at(n: u64) -> Moment {
    NOON.after(std::time::Duration::from_secs(n))
}

/// An order with a customer's name.
pub fn order(number: &str, paise: i64, name: &str) -> Order {
    let mut order = recharge(number, paise);
    if let Order::Recharge(recharge) = &mut order {
        recharge.customer_name = name.into();
    }
    order
}

/// Makes a ledger one of the version before the newest.
pub fn back_to_version_4() -> String {
    let tables = schema::right_tables(4).unwrap();
    let (_, made) = tables.iter().find(|(name, _)| name == "hour_totals").unwrap();
    let (_, made) = made.split_once(": ").unwrap();
    format!("DROP TABLE totals; {made}; PRAGMA user_version = 4;")
}

impl Shop {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("practice.sqlite");
        let ledger = Ledger::open(&path, LedgerKind::Practice, NOON).unwrap();
        Self { ledger, path, folder }
    }

    /// Success, pending, failure at noon; a success an hour later; one a day later.
    pub fn three_and_two_later() -> Self {
        const HOUR: u64 = 3_600;
        let mut shop = Self::new();
        for (n, paise, code) in [
            (1, 19_900, "TXN"),
            (2, 9_900, "TUP"),
            (3, 29_900, "ERR"),
            (HOUR, 10_000, "TXN"),
            (24 * HOUR, 5_000, "TXN"),
        ] {
            shop.recharge(n, "9876543210", paise, "");
            shop.answer(n, code);
        }
        shop
    }

    /// Closed and opened again.
    pub fn reopen(self) -> Self {
        let Self { ledger, path, folder } = self;
        drop(ledger);
        let ledger = Ledger::open(&path, LedgerKind::Practice, NOON).unwrap();
        Self { ledger, path, folder }
    }

    pub fn recharge(&mut self, n: u64, number: &str, paise: i64, name: &str) -> Transaction {
        self.append(n, &Event::Intent { order: Box::new(order(number, paise, name)) })
    }

    /// An answer with `code` to the transaction number `n`.
    pub fn answer(&mut self, n: u64, code: &str) -> Transaction {
        let transaction = self.ledger.reader().unwrap().transaction(id(n)).unwrap().unwrap();
        self.append(n, &Event::Answer { reply: reply_of(&transaction, code) })
    }

    pub fn append(&mut self, n: u64, event: &Event) -> Transaction {
        self.ledger.append(id(n), at(n), event).unwrap()
    }
}

/// Events in any order about a few transactions, over two days; some will be refused.
pub fn any_story() -> impl Strategy<Value = Vec<(AgentId, Moment, Event)>> {
    let number = prop::sample::select(vec!["9876543210", "9876543211"]);
    let intent = (number, 1..4_i64).prop_map(|(number, paise)| {
        let name = if paise == 1 { "Asha" } else { "" };
        Event::Intent { order: Box::new(order(number, paise, name)) }
    });
    let codes = prop::sample::select(vec!["TXN", "TUP", "ERR", "EXC", "TNF", "XYZ"]);
    let reply = (codes, 1..4_i64).prop_map(|(code, paise)| {
        reply_of(&Transaction::begin(id(0), recharge("9876543210", paise), NOON), code)
    });
    let reply = prop_oneof![
        6 => reply,
        1 => Just(Reply::NotSent { cause: NotSent::ConnectionRefused }),
        1 => Just(Reply::Unknown { cause: Unknown::TimedOut }),
    ];
    let event = prop_oneof![
        3 => intent,
        1 => Just(Event::Sent),
        3 => reply.clone().prop_map(|reply| Event::Answer { reply }),
        1 => Just(Event::StatusAsked { by: Asker::Galla }),
        2 => reply.prop_map(|reply| Event::StatusAnswer { reply }),
        1 => Just(Event::Recovered),
        1 => "\\PC{0,8}".prop_map(|text| Event::Note { text }),
        1 => Just(Event::Receipt { handed: Handed::Printed }),
        1 => any::<bool>().prop_map(|succeeded| Event::Settled { succeeded, reason: "asked".into() }),
    ];
    let step = (0..4_u64, 0..172_800_u64, event)
        .prop_map(|(n, seconds, event)| (id(n), at(seconds), event));
    // The first is an intent, so that there is always something to look at.
    let begin = Just((id(0), NOON, Event::Intent { order: Box::new(order("9876543210", 1, "")) }));
    (begin, prop::collection::vec(step, 0..24))
        .prop_map(|(begin, steps)| std::iter::once(begin).chain(steps).collect())
}
