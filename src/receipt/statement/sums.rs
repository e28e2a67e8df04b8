//! What a period came to: by service and state, and by operator with what was earned.

use super::super::{Says, said};
use super::wallets::service_id;
use super::{Closing, Figure, OfOperator, Outcome};
use crate::tables::{Cell, Row, Table};
use crate::transaction::State;

/// How many of each service are in each state, and what they add up to.
pub(super) fn services(closing: &Closing, says: &Says<'_>) -> Table {
    let rows = closing.states.iter().map(|(service, state, figure)| {
        Row::plain(vec![
            Cell::text(says.one(service_id(*service))),
            Cell::text(says.one(state_id(*state))),
            Cell::Count(figure.count),
            amount(*figure, says),
        ])
    });
    let head = ["statement-service", "statement-state", "statement-count", "recharge-amount"];
    Table {
        title: says.one("statement-services"),
        head: head.map(|id| says.one(id)).to_vec(),
        grouped: true,
        rows: rows.collect(),
        notes: none(closing.states.is_empty(), says),
    }
}

/// What came of each operator's, and what the shop earned on them.
pub(super) fn operators(closing: &Closing, says: &Says<'_>) -> Table {
    let mut rows: Vec<Row> = closing
        .operators
        .iter()
        .map(|one| Row::plain(cells(operator(one, says), &one.outcome, says)))
        .collect();
    if !rows.is_empty() {
        let together = cells(says.one("statement-together"), &closing.all, says);
        rows.push(Row { cells: together, strong: true });
    }
    let head = [
        "days-operator",
        "state-success",
        "recharge-amount",
        "days-pending",
        "days-failed",
        "days-rate-short",
        "days-earned",
    ];
    Table {
        title: says.one("statement-operators"),
        head: head.map(|id| says.one(id)).to_vec(),
        grouped: false,
        notes: none(rows.is_empty(), says),
        rows,
    }
}

/// That there is none.
pub(super) fn none(is_empty: bool, says: &Says<'_>) -> Vec<String> {
    if is_empty { vec![says.one("statement-none")] } else { Vec::new() }
}

fn operator(one: &OfOperator, says: &Says<'_>) -> String {
    match one.category {
        Some(category) => format!("{} · {}", one.name, says.one(said::category_id(category))),
        None => says.one(service_id(one.service)),
    }
}

fn cells(name: String, outcome: &Outcome, says: &Says<'_>) -> Vec<Cell> {
    vec![
        Cell::Text(name),
        Cell::Count(outcome.success.count),
        amount(outcome.success, says),
        Cell::Count(outcome.pending),
        Cell::Count(outcome.failed),
        outcome.rate.map_or(Cell::Empty, Cell::Percent),
        outcome.earned.map_or_else(|| too_much(says), Cell::Amount),
    ]
}

fn amount(figure: Figure, says: &Says<'_>) -> Cell {
    figure.amount.map_or_else(|| too_much(says), Cell::Amount)
}

pub(super) fn too_much(says: &Says<'_>) -> Cell {
    Cell::Text(says.one("statement-too-much"))
}

pub(super) const fn state_id(state: State) -> &'static str {
    match state {
        State::Success => "state-success",
        State::Pending | State::Sending => "state-pending",
        State::Failed => "state-failed",
        State::NotSent => "state-not-sent",
        State::Reversed => "state-reversed",
        State::SettledSucceeded => "statement-settled-succeeded",
        State::SettledFailed => "statement-settled-failed",
    }
}
