//! Looking things up for the window: nothing here changes the ledger or asks the gateway.

use std::sync::Arc;

use super::day;
use super::desk::Desk;
use super::messages::{Look, OpenLists, Update};
use crate::ledger::{LedgerError, Reader};
use crate::transaction::asking::{Ask, may_ask};

/// How many transactions a search brings at most: enough that a customer who comes every day does
/// not hide all others.
pub const FOUND: u32 = 100;

/// How many beneficiaries are shown at once.
const BOOK: u32 = 200;

/// How many disputes are listed.
const DISPUTES: u32 = 200;

/// How many unmatched callbacks are listed.
const UNMATCHED: u32 = 200;

/// How many payouts to the same account the confirm sheet names.
const EARLIER: u32 = 3;

/// Looks something up, meanwhile, and tells the window.
pub fn look_up(desk: &Arc<Desk>, look: Look) {
    match look {
        Look::Remember(number) => {
            let asked = number.clone();
            let told = move |known| Update::Remembered { number, known };
            tell(desk, move |reader| reader.remembered(&asked), told);
        }
        Look::BalanceHistory { service, since } => {
            let told = move |readings| Update::BalanceHistory { service, readings };
            tell(desk, move |reader| reader.balance_history(service, since), told);
        }
        Look::Story(agent_id) => {
            let told = move |events| Update::Story { agent_id, events };
            tell(desk, move |reader| reader.events(agent_id), told);
        }
        Look::Search(text) => {
            let asked = text.clone();
            let told = move |found| Update::Found { text, found };
            tell(desk, move |reader| reader.search(&asked, FOUND), told);
        }
        Look::Beneficiaries(text) => {
            let asked = text.clone();
            let told = move |found| Update::Beneficiaries { text, found };
            tell(desk, move |reader| reader.beneficiaries(&asked, BOOK), told);
        }
        Look::PayoutsTo(account) => {
            let asked = account.clone();
            let told = move |earlier| Update::PayoutsTo { account, earlier };
            tell(desk, move |reader| reader.payouts_to(&asked, EARLIER), told);
        }
        Look::Unmatched => tell(desk, |reader| reader.unmatched(UNMATCHED), Update::Unmatched),
        Look::Open => open_lists(desk),
        Look::DayStart => {
            let asked = Arc::clone(desk);
            desk.run_errand(async move { day::tell_start(&asked, false).await });
        }
        Look::Period { from, to } => {
            let told = |period| Update::Period(Box::new(period));
            tell(desk, move |reader| day::period(reader, from, to), told);
        }
        Look::PeriodPage { from, to, before } => {
            let told = move |transactions| Update::PeriodPage { before, transactions };
            tell(desk, move |reader| day::page(reader, from, to, before), told);
        }
    }
}

/// Reads something and tells it.
fn tell<T: Send + 'static>(
    desk: &Arc<Desk>,
    question: impl FnOnce(&Reader) -> Result<T, LedgerError> + Send + 'static,
    update: impl FnOnce(T) -> Update + Send + 'static,
) {
    let asked = Arc::clone(desk);
    desk.run_errand(async move {
        match asked.read(question).await {
            Ok(answer) => asked.window.tell(update(answer)),
            Err(error) => tracing::error!(%error, "something could not be looked up"),
        }
    });
}

/// Everything that is open, in its lists.
fn open_lists(desk: &Arc<Desk>) {
    let judge = Arc::clone(desk);
    let lists = |reader: &Reader| {
        Ok(OpenLists {
            unresolved: reader.unresolved()?,
            unconfirmed: reader.unconfirmed()?,
            owed: reader.owed()?,
            attention: reader.needing_attention()?,
            disputed: reader.disputed(DISPUTES)?,
            ..OpenLists::default()
        })
    };
    tell(desk, lists, move |mut lists| {
        let now = judge.clock.now();
        // Only where the monotonic clock knows better than what the window works out itself.
        lists.asks = lists
            .unresolved
            .iter()
            .chain(&lists.unconfirmed)
            .filter_map(|one| match judge.pace.may_ask(one, judge.clock.as_ref()) {
                ask @ Ask::From(_) if ask != may_ask(one, now) => Some((one.agent_id, ask)),
                _ => None,
            })
            .collect();
        Update::Open(Box::new(lists))
    });
}
