//! Lists of recharges as the counter tells of them: checked, being sent, standing still, at their end.

use std::sync::Arc;

use galla::counter::{BatchUpdate, Source, Standing, Stopped, Update};
use galla::ledger::KeptFavourite;
use galla::money::Paise;
use galla::transaction::batch::Halt;
use galla::transaction::bulk::OperatorFault;
use galla::transaction::bulk::{self, Checked, CheckedLine, LineFault, Repeats, Row};
use galla::transaction::number::NumberError;
use galla::transaction::order::AmountProblem;
use galla::transaction::{Batch, BatchOrder, Event, Favourite, Order, RechargeOrder, Transaction};

use super::counter::{NOW, failed, order, pending, success, transaction};

/// The order of a line.
fn nth(n: usize) -> RechargeOrder {
    let operator = ["Airtel", "Jio", "Vi"][n % 3];
    let mut order = order(
        &format!("98{:08}", n * 1_234_567 % 100_000_000),
        operator,
        99 + 100 * (n as i64 % 3),
    );
    order.customer_name = ["Meena", "", "आशा देवी"][n % 3].to_owned();
    order
}

fn right(line: u64, order: RechargeOrder, repeats: Option<Repeats>) -> CheckedLine {
    let row = Row { line, number: order.number.clone(), ..Row::default() };
    CheckedLine { row, found: Ok(order), repeats }
}

fn wrong(line: u64, [number, amount, operator]: [&str; 3], faults: Vec<LineFault>) -> CheckedLine {
    let row = Row {
        line,
        number: number.to_owned(),
        amount: amount.to_owned(),
        operator: operator.to_owned(),
        ..Row::default()
    };
    CheckedLine { row, found: Err(faults), repeats: None }
}

/// A list of `count` lines; with `faults`, its first lines are wrong or repeat something.
pub fn checked(count: usize, faults: bool) -> Update {
    let mut lines: Vec<_> = (0..count).map(|n| right(n as u64 + 1, nth(n), None)).collect();
    if faults {
        lines[1] = wrong(
            2,
            ["98765", "1.999", "Jio"],
            vec![
                LineFault::Number(NumberError::MobileLength(5)),
                LineFault::Amount(AmountProblem::Unreadable(
                    galla::money::MoneyError::TooManyDecimals,
                )),
            ],
        );
        lines[2] = wrong(
            3,
            ["9876543210", "199", "Joi"],
            vec![LineFault::Operator(OperatorFault::Unknown("Joi".to_owned()))],
        );
        lines[3] = right(4, nth(0), Some(Repeats::Line(1)));
        let earlier = Box::new(transaction(4, "9876500000", &[pending()]));
        lines[4] = right(5, nth(4), Some(Repeats::Earlier(earlier)));
    }
    let text = bulk::write(lines.iter().filter_map(|line| line.found.as_ref().ok())).unwrap();
    Update::Batch(BatchUpdate::Checked { text, checked: Ok(Arc::new(Checked { lines })) })
}

/// What became of a line that was sent some minutes ago.
fn sent(n: usize, events: &[Event]) -> Transaction {
    super::counter::transaction_of(10 + n as u64, Order::Recharge(nth(n)), events)
}

/// A list of `count` lines of which `begun` are begun, one of them failed and one pending.
pub fn standing(count: usize, begun: usize, running: bool, stopped: Option<Stopped>) -> Standing {
    let orders: Vec<_> =
        (0..count).map(|n| BatchOrder { order: nth(n), despite_earlier: false }).collect();
    let events = |n: usize| match n {
        1 => vec![failed()],
        2 => vec![pending()],
        n if running && n + 1 == begun => Vec::new(),
        _ => vec![success()],
    };
    let begun: Vec<_> = (0..begun).map(|n| Some(sent(n, &events(n)))).collect();
    let closed = begun.len() == count;
    let batch = Batch { id: 7, at: NOW, orders: orders.into(), begun, closed };
    Standing { batch, running, stopped }
}

/// The counter tells how a list stands.
pub fn stands(standing: Standing) -> Update {
    Update::Batch(BatchUpdate::Stands(Box::new(standing)))
}

/// A list that stopped by itself.
pub fn halted() -> Option<Stopped> {
    Some(Stopped::Halted(Halt::InARow(3)))
}

/// Favourites of Recharge, and one of Payout.
pub fn favourites() -> Update {
    let kept = |(id, (name, order)): (i64, (&str, Order))| {
        let favourite = Favourite { name: name.to_owned(), order: Box::new(order) };
        KeptFavourite { id, favourite }
    };
    let recharge = |number: &str| Order::Recharge(order(number, "Jio", 299));
    let all = [
        ("Meena", recharge("9876543210")),
        ("आशा देवी", recharge("9123456789")),
        ("Shop's own line", recharge("9812345678")),
        ("Sunita, rent", super::counter::payout(4_000)),
    ];
    Update::Favourites((1..).zip(all).map(kept).collect())
}

/// Whether what was asked is to look at this text.
pub fn is_text(source: &Source, text: &str) -> bool {
    *source == Source::Text(text.to_owned())
}

/// What the first lines of a list come to.
pub fn total(count: usize) -> Paise {
    galla::transaction::batch::total((0..count).map(|n| nth(n).amount)).unwrap()
}
