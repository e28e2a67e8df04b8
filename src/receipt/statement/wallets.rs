//! Where the money is: the wallets between two readings, and the drawer between two counts.

use super::super::Says;
use super::{Cash, Wallet};
use crate::money::Paise;
use crate::tables::{Cell, Row, Table};
use crate::transaction::Service;

/// Each wallet, from what it held to what it holds.
pub(super) fn wallets(wallets: &[Wallet], says: &Says<'_>) -> Table {
    let rows = wallets.iter().flat_map(|wallet| {
        let name = says.one(service_id(wallet.service));
        let facts = facts(wallet).into_iter();
        facts.map(move |(id, cell)| {
            let strong = id == "statement-difference";
            let cells = vec![Cell::text(&name), Cell::text(says.one(id)), cell];
            Row { cells, strong }
        })
    });
    Table {
        title: says.one("statement-wallets"),
        grouped: true,
        rows: rows.collect(),
        ..Table::default()
    }
}

fn facts(wallet: &Wallet) -> Vec<(&'static str, Cell)> {
    let mut facts =
        vec![("statement-opening", Cell::amount(wallet.opening.map(|(holds, _)| holds)))];
    facts.extend(wallet.opening.map(|(_, at)| ("statement-read-first", Cell::At(at))));
    if let Some(movement) = wallet.movement.filter(|_| wallet.opening.is_some()) {
        if wallet.service == Service::Collection {
            facts.push(("start-collected", Cell::Amount(movement.collected)));
        } else {
            let taken = Paise::ZERO.checked_sub(movement.debits);
            facts.push(("start-debits", Cell::amount(taken)));
            facts.push(("start-returned", Cell::Amount(movement.returned)));
        }
    }
    facts.push(("start-expected", Cell::amount(wallet.expected)));
    facts.push(("statement-holds", Cell::amount(wallet.holds.map(|(holds, _)| holds))));
    facts.extend(wallet.holds.map(|(_, at)| ("statement-read-last", Cell::At(at))));
    facts.push(("statement-difference", Cell::amount(wallet.difference)));
    facts
}

/// The drawer, from its opening to what was counted.
pub(super) fn drawer(cash: Cash, says: &Says<'_>) -> Table {
    let Cash { drawer, opening, counted } = cash;
    let expected = drawer.expected(opening.unwrap_or_default());
    let counted = counted.map(|(amount, _)| amount);
    let difference = counted.zip(expected).and_then(|(is, should)| is.checked_sub(should));
    let fact = |id, amount| Row::fact(says.one(id), Cell::amount(amount));
    let rows = vec![
        fact("drawer-opening", opening),
        fact("drawer-taken", Some(drawer.taken)),
        fact("drawer-given-back", Paise::ZERO.checked_sub(drawer.given_back)),
        fact("drawer-expected", expected),
        fact("drawer-counted", counted),
        Row { strong: true, ..fact("statement-difference", difference) },
    ];
    Table { title: says.one("statement-drawer"), rows, ..Table::default() }
}

pub(super) const fn service_id(service: Service) -> &'static str {
    match service {
        Service::Recharge => "service-recharge",
        Service::Payout => "service-payout",
        Service::Collection => "service-collection",
        Service::WalletLoad => "service-wallet-load",
    }
}
