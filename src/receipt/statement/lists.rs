//! What the shopkeeper has to see to tomorrow: each one that is open, and whose money is to be given back.

use super::super::Says;
use super::sums::{none, state_id, too_much};
use super::wallets::service_id;
use crate::money::Paise;
use crate::tables::{Cell, Row, Table};
use crate::transaction::number::group_number;
use crate::transaction::order::mask_account;
use crate::transaction::{Order, Transaction};

/// So many are named; of the others their number is said.
const NAMED: usize = 40;

/// Those of which nobody knows how they end.
pub(super) fn open(open: &[Transaction], says: &Says<'_>) -> Table {
    Table { title: says.one("statement-open"), ..list(open, says) }
}

/// Those whose money is to be given back to the customer.
pub(super) fn owed(owed: &[Transaction], says: &Says<'_>) -> Table {
    Table { title: says.one("statement-owed"), ..list(owed, says) }
}

fn list(transactions: &[Transaction], says: &Says<'_>) -> Table {
    let row = |one: &Transaction| {
        Row::plain(vec![
            Cell::text(one.agent_id.to_string()),
            Cell::At(one.at),
            Cell::Text(target(&one.order)),
            Cell::Text(way(&one.order, says)),
            Cell::text(says.one(state_id(one.state()))),
            Cell::Amount(one.order.amount()),
        ])
    };
    let head = [
        "fact-agent-id",
        "fact-time",
        "statement-for",
        "days-operator",
        "statement-state",
        "recharge-amount",
    ];
    let mut notes = none(transactions.is_empty(), says);
    let more = transactions.len().saturating_sub(NAMED);
    if more > 0 {
        let more = |texts: &super::Texts| {
            let [before, behind] =
                ["statement-more", "statement-more-behind"].map(|id| texts.say(id));
            format!("{before} {more} {behind}")
        };
        notes.push(says.0.iter().map(more).collect::<Vec<_>>().join(" / "));
    }
    let mut rows: Vec<Row> = transactions.iter().take(NAMED).map(row).collect();
    if !rows.is_empty() {
        rows.push(together(transactions, says));
    }
    Table { head: head.map(|id| says.one(id)).to_vec(), rows, notes, ..Table::default() }
}

/// How many there are, also of those that are not named, and what they add up to.
fn together(transactions: &[Transaction], says: &Says<'_>) -> Row {
    let mut amounts = transactions.iter().map(|one| one.order.amount());
    let sum = amounts.try_fold(Paise::ZERO, |sum, amount| sum.checked_add(amount));
    let name = format!("{}: {}", says.one("statement-together"), transactions.len());
    let mut cells = vec![Cell::Text(name)];
    cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
    cells.push(sum.map_or_else(|| too_much(says), Cell::Amount));
    Row { cells, strong: true }
}

/// For whom it is: a number, an account of which the last digits are enough, a name.
fn target(order: &Order) -> String {
    match order {
        Order::Recharge(recharge) => group_number(&recharge.number),
        Order::Payout(payout) => {
            format!("{} {}", payout.beneficiary_name, mask_account(&payout.account))
        }
        Order::Collection(collection) => collection.note.clone(),
        Order::WalletLoad(wallet) => format!("{} {}", wallet.name(), group_number(&wallet.mobile)),
    }
}

fn way(order: &Order, says: &Says<'_>) -> String {
    match order {
        Order::Recharge(recharge) => recharge.operator_name.clone(),
        Order::Payout(_) | Order::Collection(_) | Order::WalletLoad(_) => {
            says.one(service_id(order.service()))
        }
    }
}
