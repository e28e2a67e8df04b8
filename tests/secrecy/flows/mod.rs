//! What happens in a shop, in a process of its own: every flow, and everything that goes wrong with it.

pub mod doors;
pub mod faults;
pub mod honest;
pub mod hostile;
mod strangers;

use std::sync::Arc;
use std::time::Duration;

use galla::time::TestClock;
use galla::transaction::Order;

use super::marks::Mark;
use super::parts::{NOON, collection, load, payout, recharge};
use super::{CALLBACK, KEY, SALT, TOKEN, marks};

const QUARTER: Duration = Duration::from_secs(15 * 60);
const HOUR: Duration = Duration::from_secs(3_600);

/// Too short for a gateway that says nothing.
const IMPATIENT: Duration = Duration::from_millis(700);

/// Longer than an answer takes on a slow machine.
const PATIENT: Duration = Duration::from_secs(60);

/// The marks of these secrets: what a gateway knows, and says.
///
/// Nobody says the way back here. PayU may well: the address of a page to which it sends the
/// customer may have to name it, so it is not taken out of what PayU answers.
fn known(secrets: &[&str]) -> Vec<Mark> {
    let mut known = marks();
    known.retain(|mark| secrets.contains(&mark.secret.as_str()));
    assert_eq!(known.len(), secrets.len());
    known
}

/// What is in force once PayU is connected, too.
const ALL: [&str; 4] = [TOKEN, KEY, SALT, CALLBACK];

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at(NOON))
}

/// Where PayU may send a customer back while nothing listens.
fn elsewhere() -> [String; 2] {
    ["https://shop.example/paid", "https://shop.example/unpaid"].map(str::to_owned)
}

/// An order of each service in turn.
fn order(at: usize, way_back: &[String; 2]) -> Order {
    match at % 4 {
        0 => recharge("9876543200"),
        1 => payout("501001234567"),
        2 => collection(2_000),
        _ => load(4_100, way_back),
    }
}
