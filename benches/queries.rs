//! How long the ledger is asked: from the key press to the rows of a search, and a month of the day book.
//!
//! Run it with `cargo bench --bench queries`; no display is needed. It makes its ledgers, of one
//! and of ten million transactions, when they are not there yet: `GALLA_BENCH_TRANSACTIONS`
//! names other sizes, as `1000000,10000000`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where it fails")]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::shop::{Shop, Silent, press, write};
use common::{ledgers, tell};
use egui::{Key, Modifiers};
use galla::counter::{Command, Look, Update};
use galla::ledger::Reader;
use galla::time::{Clock, SystemClock};
use galla::transaction::Transaction;

/// How often each thing is done.
const TIMES: usize = 300;

/// Longer than any answer takes.
const QUIET: Duration = Duration::from_secs(1);

fn main() {
    let sizes = std::env::var("GALLA_BENCH_TRANSACTIONS");
    let sizes = sizes.unwrap_or_else(|_| "1000000,10000000".to_owned());
    for size in sizes.split(',') {
        let size = size.trim().parse().unwrap();
        let home = ledgers::home_with(size);
        println!("{size} transactions:");
        searches(&home);
        months(&home);
    }
}

/// A text of each field that is searched, of transactions from all over the ledger, typed letter
/// by letter.
fn searches(home: &Path) {
    let some = some_transactions(&ledgers::ledger_in(home));
    let mut shop = Shop::open(home, Arc::new(Silent), |_| {});
    shop.frame(press(Key::F4, Modifiers::NONE));
    shop.wait(|update| matches!(update, Update::Open(_)));
    shop.frame(Vec::new());
    type Field = fn(&Transaction) -> String;
    let fields: [(&str, Field); 6] = [
        ("number", |one| one.order.target().to_owned()),
        ("AgentID", |one| one.agent_id.to_string()),
        ("APITransID", |one| one.api_trans_id.clone().unwrap_or_default()),
        ("operator's reference", |one| one.operator_reference.clone().unwrap_or_default()),
        ("name", |one| one.order.name().into_owned()),
        ("amount", |one| one.order.amount().to_wire()),
    ];
    for (name, field) in fields {
        let texts = some.iter().map(field).filter(|text| !text.is_empty());
        let mut times = Vec::new();
        'all: for text in texts.cycle() {
            let mut typed = String::new();
            for letter in text.chars() {
                typed.push(letter);
                let begun = Instant::now();
                shop.frame(write(&letter.to_string()));
                shop.wait(|update| matches!(update, Update::Found { text, .. } if *text == typed));
                shop.frame(Vec::new());
                times.push(begun.elapsed());
                if times.len() >= TIMES {
                    break 'all;
                }
            }
            clear(&mut shop);
        }
        clear(&mut shop);
        tell(&format!("  search by {name}"), &mut times);
    }
}

fn clear(shop: &mut Shop) {
    shop.frame(press(Key::Escape, Modifiers::NONE));
    shop.catch_up();
}

/// From the command to the month's figures and plot, drawn.
fn months(home: &Path) {
    let mut shop = Shop::open(home, Arc::new(Silent), |_| {});
    shop.frame(press(Key::F8, Modifiers::NONE));
    shop.wait(|update| matches!(update, Update::Period(_)));
    let today = SystemClock::new().now().day();
    let from = today.days_before(29);
    // The window draws what it has chosen: it is told the two days.
    shop.click("Other days");
    for day in [from, today] {
        shop.click("25/11/2026");
        shop.frame(write(&day.to_string()));
    }
    shop.frame(press(Key::Enter, Modifiers::NONE));
    shop.wait(|update| matches!(update, Update::Period(period) if period.from == from));
    // Nothing that was asked for while they were typed is to be taken for an answer.
    let begun = Instant::now();
    while shop.catch_up() > 0 || begun.elapsed() < QUIET {
        shop.frame(Vec::new());
    }
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            shop.commands.send(Command::Look(Look::Period { from, to: today })).unwrap();
            shop.wait(|update| matches!(update, Update::Period(period) if period.from == from));
            shop.frame(Vec::new());
            begun.elapsed()
        })
        .collect();
    tell("  a month of the day book", &mut times);
}

/// Transactions from all over a ledger: every so-manieth.
fn some_transactions(ledger: &Path) -> Vec<Transaction> {
    let reader = Reader::open(ledger).unwrap();
    let newest = reader.recent(1, None).unwrap();
    let today = newest.first().unwrap().at.day();
    let mut some = Vec::new();
    let mut day = today;
    for _ in 0..40 {
        let mut of_day = Vec::new();
        reader
            .for_each_between(day, day, |one| {
                of_day.push(one);
                Ok::<_, galla::ledger::LedgerError>(())
            })
            .unwrap();
        some.extend(of_day.into_iter().step_by(401));
        for _ in 0..45 {
            day = day.before();
        }
    }
    some
}
