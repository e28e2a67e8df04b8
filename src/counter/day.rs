//! The day: its start, at which each wallet is held against the ledger; its drawer; its book.

pub mod sums;
mod told;

use std::sync::Arc;
use std::time::Duration;

pub use told::{DayStart, Period, WalletDay};

use super::balance;
use super::desk::Desk;
use super::messages::Update;
use crate::ledger::reader::DayEvents;
use crate::ledger::{BalanceReading, LedgerError, Reader};
use crate::money::Paise;
use crate::time::Day;
use crate::transaction::cash::Drawer;
use crate::transaction::day::{Movement, explain};
use crate::transaction::{Counted, Service, ShopEvent, Transaction, WalletAtStart};

/// How many transactions of a period are told at once.
const PAGE: u32 = 50;

/// The longest sleep until the next day: a wall clock may be turned meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(60 * 60);

/// Asks what the wallets hold, then tells a day that has not begun yet how it begins, if the
/// shop has a day before it.
pub fn begin_soon(desk: &Arc<Desk>) {
    let asked = Arc::clone(desk);
    desk.run_errand(async move {
        let [recharge, payout, collection] = Service::OF_PGPE;
        tokio::join!(
            balance::ask(&asked, recharge),
            balance::ask(&asked, payout),
            balance::ask(&asked, collection)
        );
        let today = asked.clock.now().day();
        let new = move |reader: &Reader| {
            let begun = reader.day_events(today)?.started.is_some();
            Ok(!begun && reader.day_before(today)?.is_some())
        };
        match asked.read(new).await {
            Ok(true) => tell_start(&asked, true).await,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the day's start cannot be read"),
        }
    });
}

/// Begins each new day that comes while the counter is open.
pub fn watch(desk: &Arc<Desk>) {
    let watching = Arc::clone(desk);
    desk.run_errand(async move {
        let mut today = watching.clock.now().day();
        loop {
            let now = watching.clock.now();
            if now.day() > today {
                today = now.day();
                begin_soon(&watching);
            }
            tokio::time::sleep(now.day().next().start().since(now).min(LONGEST_SLEEP)).await;
        }
    });
}

/// Tells the window how today begins; `unasked` says that the window did not ask for it.
pub async fn tell_start(desk: &Desk, unasked: bool) {
    match read_start(desk).await {
        Ok(start) => {
            desk.window.tell(Update::DayStart { start: Box::new(start), unasked });
        }
        Err(error) => tracing::error!(%error, "the day's start cannot be read"),
    }
}

async fn read_start(desk: &Desk) -> Result<DayStart, LedgerError> {
    let day = desk.clock.now().day();
    desk.read(move |reader| {
        let wallets = Service::OF_PGPE.map(|service| wallet_day(reader, service, day));
        let wallets = wallets.into_iter().collect::<Result<_, _>>()?;
        Ok(DayStart { day, wallets, said: reader.day_events(day)? })
    })
    .await
}

fn wallet_day(reader: &Reader, service: Service, day: Day) -> Result<WalletDay, LedgerError> {
    let [closing, newest] = reader.readings_around(service, day)?;
    let first = closing.map_or(i64::MAX, |(seq, _)| seq);
    let second = newest.map_or(i64::MAX, |(seq, _)| seq);
    let touched =
        if closing.is_some() { reader.touched(service, first, second)? } else { Vec::new() };
    let reading = |found: Option<(i64, BalanceReading)>| found.map(|(_, reading)| reading);
    let mut wallet = WalletDay {
        service,
        closing: reading(closing),
        movement: Movement::of(&touched),
        holds: reading(newest),
        explanations: Vec::new(),
    };
    if let Some(difference) = wallet.difference().filter(|one| *one != Paise::ZERO) {
        let mut candidates: Vec<_> = touched.into_iter().map(|one| one.after).collect();
        for open in reader.unresolved()?.into_iter().chain(reader.unconfirmed()?) {
            let known = candidates.iter().any(|one| one.agent_id == open.agent_id);
            if open.order.service() == service && !known {
                candidates.push(open);
            }
        }
        wallet.explanations = explain(candidates, difference);
    }
    Ok(wallet)
}

/// Begins today, with what lies in the drawer if it was counted, and tells what it is then.
pub async fn begin(desk: &Desk, opening: Option<Paise>) {
    let kept = async {
        let DayStart { day, wallets, .. } = read_start(desk).await?;
        let wallets = wallets.iter().map(|wallet| WalletAtStart {
            service: wallet.service,
            closing: wallet.closing.map(|reading| reading.holds),
            expected: wallet.expected(),
            holds: wallet.holds.map(|reading| reading.holds),
        });
        let (day, wallets) = (day.to_string(), wallets.collect());
        if let Some(amount) = opening {
            let cash = ShopEvent::Cash { day: day.clone(), counted: Counted::Opening, amount };
            desk.append_shop(desk.clock.now(), cash).await?;
        }
        desk.append_shop(desk.clock.now(), ShopEvent::DayStarted { day, wallets }).await
    };
    tell_kept(desk, kept.await);
    tell_start(desk, false).await;
}

/// Keeps what was counted in the drawer of a day.
pub async fn count_cash(desk: &Desk, day: Day, counted: Counted, amount: Paise) {
    let cash = ShopEvent::Cash { day: day.to_string(), counted, amount };
    let kept = desk.append_shop(desk.clock.now(), cash).await;
    tell_kept(desk, kept);
}

fn tell_kept(desk: &Desk, kept: Result<i64, LedgerError>) {
    desk.window.tell(Update::DayKept(kept.map(drop).map_err(Arc::new)));
}

/// What a period came to, with its newest transactions.
///
/// # Errors
/// When the ledger cannot be read.
pub fn period(reader: &Reader, from: Day, to: Day) -> Result<Period, LedgerError> {
    let drawer = if from == to { Some(drawer(reader, from)?) } else { None };
    Ok(Period {
        from,
        to,
        totals: reader.totals(from, to)?,
        transactions: reader.period(from, to, PAGE, None)?,
        drawer,
    })
}

/// The next transactions of a period, older than `before`.
///
/// # Errors
/// When the ledger cannot be read.
pub fn page(
    reader: &Reader,
    from: Day,
    to: Day,
    before: crate::ids::AgentId,
) -> Result<Vec<Transaction>, LedgerError> {
    reader.period(from, to, PAGE, Some(before))
}

pub(super) fn drawer(reader: &Reader, day: Day) -> Result<(Drawer, DayEvents), LedgerError> {
    let mut written = Vec::new();
    for service in [Service::Recharge, Service::Payout] {
        written.extend(reader.written(service, reader.written_on(service, day)?)?);
    }
    let drawer = Drawer::of(&written, day)
        .ok_or_else(|| LedgerError::Io(std::io::Error::other("the day's cash does not fit")))?;
    Ok((drawer, reader.day_events(day)?))
}
