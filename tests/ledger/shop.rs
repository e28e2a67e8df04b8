//! A closed ledger in a folder of its own, with what is paid at it.

use std::path::PathBuf;
use std::time::Duration;

use galla::ids::AgentId;
use galla::ledger::{Ledger, LedgerError, LedgerKind};
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::{Answer, Body, Category, Event, Order, RechargeOrder, Reply};
use rusqlite::Connection;
use tempfile::TempDir;

/// 2026-11-23 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

pub fn at(n: u64) -> Moment {
    NOON.after(Duration::from_secs(n))
}

pub fn id(n: u64) -> AgentId {
    AgentId::from_parts(at(n), n)
}

pub fn order(n: u64) -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: format!("98{n:08}"),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(19_900),
        optionals: Default::default(),
        customer_name: "आशा".into(),
    })
}

pub fn intent(n: u64) -> Event {
    Event::Intent { order: Box::new(order(n)) }
}

/// A success whose raw text is found nowhere but in its event.
pub fn answer(n: u64) -> Event {
    Event::Answer {
        reply: Reply::Answer(Box::new(Answer {
            code: "TXN".into(),
            data: Body { status: Some("Success".into()), ..Body::default() },
            raw: format!("<raw-{n}>"),
            ..Answer::default()
        })),
    }
}

pub struct Shop {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Shop {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        Self { folder, path }
    }

    /// A closed ledger with `count` successes.
    pub fn with(count: u64) -> Self {
        let shop = Self::empty();
        let mut ledger = shop.open().unwrap();
        for n in 1..=count {
            ledger.append(id(n), at(n), &intent(n)).unwrap();
            ledger.append(id(n), at(n), &answer(n)).unwrap();
        }
        drop(ledger);
        shop
    }

    pub fn open(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.path, LedgerKind::Live, NOON)
    }

    /// Another program's connection.
    pub fn foreign(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    pub fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        name.into()
    }
}
