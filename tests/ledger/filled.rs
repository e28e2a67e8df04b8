//! A ledger with something in every table, and all that it holds, to compare.

use std::fs;
use std::path::Path;

use galla::ledger::Ledger;
use galla::money::Paise;
use galla::transaction::order::TransferMode;
use galla::transaction::{
    Asker, BatchOrder, Beneficiary, Claim, Counted, Event, Favourite, Mismatch, NotSent, Order,
    Reply, Service, ShopEvent, Unknown,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::shop::{Shop, answer, at, id, intent, order};

/// What nothing follows from: a remark, and the word that only makes the tables anew.
const OF_NO_ACCOUNT: [&str; 2] = ["created", "projection"];

/// Every row of every table, as text, in the order of the rows.
pub type Rows = Vec<String>;

impl Shop {
    /// A closed ledger with something in every table.
    pub fn filled() -> Self {
        let shop = Self::empty();
        let mut ledger = shop.open().unwrap();
        for n in 1..=12 {
            ledger.append(id(n), at(n), &intent(n)).unwrap();
            ledger.append(id(n), at(n), &Event::Sent).unwrap();
            for event in ended(n) {
                ledger.append(id(n), at(n + 60), &event).unwrap();
            }
            for event in of_the_shop(n) {
                ledger.append_shop(at(n + 90), &event).unwrap();
            }
        }
        list(&mut ledger);
        drop(ledger);
        shop
    }

    /// A ledger of the bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        let shop = Self::empty();
        fs::write(&shop.path, bytes).unwrap();
        shop
    }
}

/// What becomes of the transaction number `n`: a bit of everything.
fn ended(n: u64) -> Vec<Event> {
    let reply = Reply::Unknown { cause: Unknown::TimedOut };
    match n % 6 {
        0 => vec![Event::Answer { reply: Reply::NotSent { cause: NotSent::TlsRefused } }],
        1 => vec![Event::Answer { reply }, Event::StatusAsked { by: Asker::Galla }],
        2 => vec![answer(n), Event::Note { text: "स्क्रीनशॉट".into() }],
        3 => vec![answer(n), Event::DisputeAsked { message: "not received".into() }],
        4 => vec![Event::Settled { succeeded: false, reason: "the helpdesk said so".into() }],
        _ => vec![answer(n)],
    }
}

fn of_the_shop(n: u64) -> Vec<ShopEvent> {
    let holds = Paise::from_rupees(5_000 - i64::try_from(n).unwrap()).unwrap();
    let claim = Claim { status: "Success".into(), agent_id: format!("X{n}"), ..Claim::default() };
    let beneficiary = Beneficiary {
        name: format!("Asha {n}"),
        account: format!("50100{n:07}"),
        ifsc: "HDFC0000123".into(),
        bank: "HDFC Bank".into(),
        mobile: "9876543210".into(),
        mode: TransferMode::Imps,
    };
    vec![
        ShopEvent::Balance { service: Service::Recharge, holds },
        ShopEvent::Unmatched { claim: Box::new(claim), why: Mismatch::AgentId },
        ShopEvent::Beneficiary { id: None, beneficiary: Box::new(beneficiary) },
        ShopEvent::Cash { day: at(n).day().to_string(), counted: Counted::Now, amount: holds },
        ShopEvent::DayStarted { day: at(n).day().to_string(), wallets: Vec::new() },
        ShopEvent::Favourite { id: None, favourite: Box::new(Favourite::of(&order(n))) },
    ]
}

/// A list of two lines, of which one is begun.
fn list(ledger: &mut Ledger) {
    let lines = [901, 902].map(order);
    let orders = lines.iter().map(|order| match order {
        Order::Recharge(order) => BatchOrder { order: order.clone(), despite_earlier: false },
        other => panic!("{other:?} is no recharge"),
    });
    let batch = ShopEvent::Batch { orders: orders.collect() };
    let batch = ledger.append_shop(at(100), &batch).unwrap();
    let [first, _] = lines;
    ledger.append_line(batch, 1, id(901), at(101), first).unwrap();
}

/// All that the ledger at `path` holds, read as any program would; `None` when it cannot be.
pub fn rows(path: &Path) -> Option<Rows> {
    read(path).ok()
}

fn read(path: &Path) -> rusqlite::Result<Rows> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut found = Vec::new();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let tables: Vec<String> =
        connection.prepare(tables)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables.iter().map(String::as_str).chain(["sqlite_schema"]) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let row: Vec<Value> = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            let no_account = matches!(
                row.first(),
                Some(Value::Text(name)) if table == "meta" && OF_NO_ACCOUNT.contains(&name.as_str())
            );
            if !no_account {
                found.push(format!("{table} {row:?}"));
            }
        }
    }
    Ok(found)
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}
