//! The closing statement of a day or a longer period: what it says, in which order.
//!
//! [`Statement::of`] is pure. Its tables stand on paper under the shop's name and in a
//! spreadsheet as they are, so that no form can say anything else than another.

mod lists;
mod sums;
mod wallets;

use super::{Document, Giver, Line, Running, Says, Texts, head};
use crate::money::Paise;
use crate::tables::{Cell, Row, Table};
use crate::time::{Day, Moment};
use crate::transaction::cash::Drawer;
use crate::transaction::day::Movement;
use crate::transaction::{Category, Service, State, Transaction};

/// What a day or a longer period came to, and how the shop stands at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// When the statement was made.
    pub made: Moment,
    /// When the day was begun; of one day only.
    pub begun: Option<Moment>,
    /// The shop's wallets.
    pub wallets: Vec<Wallet>,
    /// By service and state, in the order of the statement.
    pub states: Vec<(Service, State, Figure)>,
    /// By service and operator.
    pub operators: Vec<OfOperator>,
    /// All of it.
    pub all: Outcome,
    /// What was begun up to its end and is open still, oldest first.
    pub open: Vec<Transaction>,
    /// What was begun up to its end and of which the customer's money is to be given back.
    pub owed: Vec<Transaction>,
    /// The drawer, of one day only.
    pub drawer: Option<Cash>,
}

/// How many, and what they add up to; `None` when it does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub count: u64,
    /// What they add up to.
    pub amount: Option<Paise>,
}

/// A wallet between two readings of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// Whose wallet.
    pub service: Service,
    /// What it held when it was last read before the period, and when that was.
    pub opening: Option<(Paise, Moment)>,
    /// How the ledger says it has moved since; `None` when it does not fit.
    pub movement: Option<Movement>,
    /// What it should hold.
    pub expected: Option<Paise>,
    /// What it held when it was last read in the period, and when that was.
    pub holds: Option<(Paise, Moment)>,
    /// By how much that is more than it should be (less, where negative).
    pub difference: Option<Paise>,
}

/// What came of the transactions of one operator, or of a service without operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfOperator {
    /// The service.
    pub service: Service,
    /// What kind of recharge it is.
    pub category: Option<Category>,
    /// The operator's name; empty where there is none.
    pub name: String,
    /// What came of them.
    pub outcome: Outcome,
}

/// What came of some transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Those that succeeded.
    pub success: Figure,
    /// How many are open.
    pub pending: u64,
    /// How many failed, never left, or came back.
    pub failed: u64,
    /// How many of a hundred that ended have succeeded; `None` when none ended.
    pub rate: Option<u64>,
    /// What the shop earned; `None` when it does not fit.
    pub earned: Option<Paise>,
}

/// The drawer of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cash {
    /// What the day's transactions have done to it.
    pub drawer: Drawer,
    /// What lay in it at the opening, if that was counted.
    pub opening: Option<Paise>,
    /// What was counted last, and when.
    pub counted: Option<(Paise, Moment)>,
}

/// A closing statement: on paper, and as tables for a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// On paper.
    pub document: Document,
    /// In a spreadsheet.
    pub tables: Vec<Table>,
}

impl Statement {
    /// What the statement of a period says. One language, or two together.
    #[must_use]
    pub fn of(closing: &Closing, giver: &Giver, texts: &[Texts], practice: bool) -> Self {
        let says = Says(texts);
        let mut tables = vec![about(closing, &says)];
        tables.push(wallets::wallets(&closing.wallets, &says));
        tables.extend(closing.drawer.map(|cash| wallets::drawer(cash, &says)));
        tables.push(sums::services(closing, &says));
        tables.push(sums::operators(closing, &says));
        tables.push(lists::open(&closing.open, &says));
        tables.push(lists::owed(&closing.owed, &says));
        let title = says.one("statement-title");
        let mut lines = Vec::new();
        if practice {
            lines.push(Line::Band(says.one("receipt-practice-band")));
        }
        lines.extend(head(giver, &says));
        lines.push(Line::Heading(title.clone()));
        lines.extend(tables.iter().cloned().map(Line::Table));
        if !giver.footer.is_empty() {
            lines.push(Line::Rule);
            lines.push(Line::Small(giver.footer.clone()));
        }
        let document = Document {
            name: name(closing),
            lines,
            across: says.across(practice),
            language: says.language(),
            running: Some(running(closing, giver, &title, &says)),
        };
        tables.insert(0, shop(giver, &title, practice, &says));
        Self { document, tables }
    }
}

/// What its file is called.
fn name(closing: &Closing) -> String {
    let Closing { from, to, .. } = closing;
    if from == to { format!("closing-{from}") } else { format!("closing-{from}-{to}") }
}

fn running(closing: &Closing, giver: &Giver, title: &str, says: &Says<'_>) -> Running {
    let days = if closing.from == closing.to {
        closing.from.to_pgpe()
    } else {
        format!("{} – {}", closing.from.to_pgpe(), closing.to.to_pgpe())
    };
    let parts = [giver.name.as_str(), title, &days];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let page = says.0.iter();
    let page = page
        .map(|texts| ["statement-page", "statement-page-of"].map(|id| texts.say(id).to_owned()));
    Running { head: parts.join(" · "), page: page.collect() }
}

/// What stands on paper above the tables, as one of them.
fn shop(giver: &Giver, title: &str, practice: bool, says: &Says<'_>) -> Table {
    let facts = [
        ("statement-shop", &giver.name),
        ("statement-address", &giver.address),
        ("receipt-gstin", &giver.gstin),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let notes = if practice { vec![says.one("receipt-practice-band")] } else { Vec::new() };
    Table {
        title: title.to_owned(),
        rows: facts.map(|(id, text)| Row::fact(says.one(id), Cell::text(text))).collect(),
        notes,
        ..Table::default()
    }
}

/// Of which days it is, and when they were begun and closed. The last count of the drawer
/// closes a day: nothing else does.
fn about(closing: &Closing, says: &Says<'_>) -> Table {
    let moment = |at: Option<Moment>| at.map_or(Cell::Unknown, Cell::At);
    let mut rows = Vec::new();
    if closing.from == closing.to {
        rows.push(Row::fact(says.one("statement-day"), Cell::Day(closing.from)));
        let closed = closing.drawer.and_then(|cash| cash.counted).map(|(_, at)| at);
        rows.push(Row::fact(says.one("statement-begun"), moment(closing.begun)));
        rows.push(Row::fact(says.one("statement-closed"), moment(closed)));
    } else {
        rows.push(Row::fact(says.one("statement-from"), Cell::Day(closing.from)));
        rows.push(Row::fact(says.one("statement-to"), Cell::Day(closing.to)));
    }
    rows.push(Row::fact(says.one("statement-made"), Cell::At(closing.made)));
    Table { rows, ..Table::default() }
}
