//! Closing statements: read from the ledger as it is at one moment, and handed out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::day::sums::{Outcome, Sums};
use super::day::{self, WalletDay};
use super::desk::Desk;
use super::messages::Update;
use super::paper::{HandedOut, Means, NotHandedOut, keep, print, save};
use super::{Counter, balance};
use crate::catalogue::Catalogue;
use crate::ledger::export::tables;
use crate::ledger::{BalanceReading, LedgerError, Reader};
use crate::receipt::statement::{Cash, Closing, Figure, OfOperator, Outcome as Came, Wallet};
use crate::receipt::{Form, Statement, Texts, text};
use crate::time::{Day, Moment};
use crate::transaction::day::Movement;
use crate::transaction::totals::Sum;
use crate::transaction::{Service, Transaction};

/// How long the gateway may take to say what the wallets hold: the statement says when each was
/// read, so it need not wait for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many transactions are read between two words of how far it is.
const LOOK: u64 = 1_000;

/// Which statement is wanted, and by which way.
#[derive(Clone, Debug)]
pub struct StatementOrder {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// The words it is made of: of one language, or of two together.
    pub texts: Vec<Texts>,
    /// The operators' names and what the shop earns, as the window shows them.
    pub catalogue: Arc<Catalogue>,
    /// By which way.
    pub way: StatementWay,
}

/// By which way a closing statement is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementWay {
    /// On paper; as a file where there is no printer.
    Print(Form),
    /// As a PDF in a file.
    Pdf(Form),
    /// Its tables in a file, comma-separated.
    Csv,
    /// Its tables in a file, as a workbook.
    Xlsx,
    /// As text for the clipboard.
    Text,
}

/// How far a statement is, or how it ended.
#[derive(Clone, Debug)]
pub enum StatementState {
    /// So many transactions are read.
    Working {
        /// How many.
        read: u64,
    },
    /// It was handed out, or not.
    Ended(Result<HandedOut, NotHandedOut>),
    /// The agent has broken it off; nothing is left of it.
    Cancelled,
}

impl Counter {
    /// Hands out a closing statement, meanwhile; one that is being made is broken off.
    pub(super) fn statement(&mut self, order: StatementOrder) {
        self.cancel_statement();
        let Some(desk) = self.desk.clone() else {
            let ended = StatementState::Ended(Err(NotHandedOut::Ledger(None)));
            return self.parts.window.tell(Update::Statement(ended));
        };
        let cancel = Arc::new(AtomicBool::new(false));
        self.closing = Some(Arc::clone(&cancel));
        let making = Making {
            means: self.means(self.parts.home.statements()),
            ledger: self.parts.home.ledger_file(!self.is_live()),
            order,
            cancel,
        };
        Arc::clone(&desk).run_errand(async move {
            let state = match making.make(&desk).await {
                Ok(handed) => StatementState::Ended(Ok(handed)),
                Err(Stop::Cancelled) => StatementState::Cancelled,
                Err(Stop::Why(why)) => StatementState::Ended(Err(why)),
            };
            desk.window.tell(Update::Statement(state));
        });
    }

    /// Breaks off the statement that is being made, if any.
    pub(super) fn cancel_statement(&mut self) {
        if let Some(cancel) = self.closing.take() {
            cancel.store(true, Ordering::SeqCst);
        }
    }
}

/// Why a statement comes to nothing.
enum Stop {
    Cancelled,
    Why(NotHandedOut),
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::Why(NotHandedOut::Ledger(Some(Arc::new(error))))
    }
}

impl From<NotHandedOut> for Stop {
    fn from(why: NotHandedOut) -> Self {
        Self::Why(why)
    }
}

/// A statement that is being made.
struct Making {
    means: Means,
    ledger: std::path::PathBuf,
    order: StatementOrder,
    cancel: Arc<AtomicBool>,
}

impl Making {
    async fn make(self, desk: &Arc<Desk>) -> Result<HandedOut, Stop> {
        desk.window.tell(Update::Statement(StatementState::Working { read: 0 }));
        // What the wallets hold at the close, not at some time of the day.
        if self.order.to >= desk.clock.now().day() {
            let [recharge, payout, collection] = Service::OF_PGPE;
            let asked = async {
                tokio::join!(
                    balance::ask(desk, recharge),
                    balance::ask(desk, payout),
                    balance::ask(desk, collection)
                )
            };
            let _slow = tokio::time::timeout(PATIENCE, asked).await;
        }
        let (order, ledger, cancel) =
            (self.order.clone(), self.ledger.clone(), Arc::clone(&self.cancel));
        let (window, made) = (desk.window.clone(), desk.clock.now());
        // By a reader of its own: whoever looks something up meanwhile does not wait for it.
        let read = tokio::task::spawn_blocking(move || {
            let mut told = 0;
            let watch = move || {
                told += 1;
                if told % LOOK == 0 {
                    window.tell(Update::Statement(StatementState::Working { read: told }));
                }
                if cancel.load(Ordering::SeqCst) { Err(Stop::Cancelled) } else { Ok(()) }
            };
            let reader = Reader::open(&ledger)?;
            reader.at_once(|reader| closing(reader, &order, made, watch))
        });
        let failed = |error| LedgerError::Io(std::io::Error::other(error));
        let closing = read.await.map_err(failed)??;
        let Means { giver, practice, .. } = &self.means;
        let statement = Statement::of(&closing, giver, &self.order.texts, *practice);
        if self.cancel.load(Ordering::SeqCst) {
            return Err(Stop::Cancelled);
        }
        Ok(give(statement, self.order.way, &self.means).await?)
    }
}

async fn give(
    statement: Statement,
    way: StatementWay,
    means: &Means,
) -> Result<HandedOut, NotHandedOut> {
    let Statement { document, tables } = statement;
    let (name, folder) = (document.name.clone(), means.folder.clone());
    let mut contents = Vec::new();
    let (written, ending) = match way {
        StatementWay::Print(form) => return print(document, form, means).await,
        StatementWay::Pdf(form) => return save(document, form, folder, false).await,
        StatementWay::Text => return Ok(HandedOut::Text(text::text(&document))),
        StatementWay::Csv => (tables::csv(&tables, &mut contents), "csv"),
        StatementWay::Xlsx => (tables::xlsx(&tables, &mut contents), "xlsx"),
    };
    if let Err(error) = written {
        let error = std::io::Error::other(error);
        return Err(NotHandedOut::File(folder, Arc::new(error)));
    }
    let file = keep(folder, format!("{name}.{ending}"), contents).await?;
    Ok(HandedOut::Saved { file, no_printer: false })
}

/// What the ledger says of the period; `watch` is asked with every transaction of a wallet.
fn closing(
    reader: &Reader,
    order: &StatementOrder,
    made: Moment,
    mut watch: impl FnMut() -> Result<(), Stop>,
) -> Result<Closing, Stop> {
    let (from, to) = (order.from, order.to);
    let mut wallets = Vec::new();
    for service in Service::OF_PGPE {
        wallets.push(as_wallet(&wallet(reader, service, [from, to], &mut watch)?));
    }
    let totals = reader.totals(from, to)?;
    let sums = Sums::of(&totals, &order.catalogue);
    let drawer = if from == to { Some(day::drawer(reader, from)?) } else { None };
    let until = to.next().start();
    let begun_by_then = |found: Vec<Transaction>| -> Vec<Transaction> {
        found.into_iter().filter(|one| one.at < until).collect()
    };
    Ok(Closing {
        from,
        to,
        made,
        begun: drawer.as_ref().and_then(|(_, said)| said.started),
        wallets,
        states: sums.by_state.iter().map(|(of, state, sum)| (*of, *state, figure(*sum))).collect(),
        operators: sums.lines.iter().map(of_operator).collect(),
        all: came(&sums.all),
        open: begun_by_then(reader.unresolved()?),
        owed: begun_by_then(reader.owed()?),
        drawer: drawer.map(|(drawer, said)| Cash {
            drawer,
            opening: said.opening,
            counted: said.counted,
        }),
    })
}

/// A wallet from the last reading before a period to the last one in it.
fn wallet(
    reader: &Reader,
    service: Service,
    [from, to]: [Day; 2],
    watch: &mut impl FnMut() -> Result<(), Stop>,
) -> Result<WalletDay, Stop> {
    let [opening, _] = reader.readings_around(service, from)?;
    let [last, _] = reader.readings_around(service, to.next())?;
    let holds = last.filter(|(_, reading)| reading.at >= from.start());
    let mut movement = Some(Movement::default());
    if let Some((first, _)) = opening {
        let second = match holds {
            Some((seq, _)) => seq,
            // Up to now where no later day has been read yet.
            None => reader.first_reading(service, to.next())?.unwrap_or(i64::MAX),
        };
        reader.each_touched(service, first, second, |one| {
            movement = movement.and_then(|movement| movement.with(&one));
            watch()
        })?;
    }
    let reading = |found: Option<(i64, BalanceReading)>| found.map(|(_, reading)| reading);
    let (closing, holds) = (reading(opening), reading(holds));
    Ok(WalletDay { service, closing, movement, holds, explanations: Vec::new() })
}

fn as_wallet(wallet: &WalletDay) -> Wallet {
    let said = |reading: Option<BalanceReading>| reading.map(|one| (one.holds, one.at));
    Wallet {
        service: wallet.service,
        opening: said(wallet.closing),
        movement: wallet.movement,
        expected: wallet.expected(),
        holds: said(wallet.holds),
        difference: wallet.difference(),
    }
}

fn of_operator(line: &day::sums::Line) -> OfOperator {
    let category = line.operator.as_ref().map(|(category, _)| *category);
    let (name, outcome) = (line.name.clone(), came(&line.outcome));
    OfOperator { service: line.service, category, name, outcome }
}

fn came(outcome: &Outcome) -> Came {
    Came {
        success: figure(outcome.success),
        pending: outcome.pending.count,
        failed: outcome.failed.and(outcome.reversed).count,
        rate: outcome.success_rate(),
        earned: outcome.earned,
    }
}

const fn figure(sum: Sum) -> Figure {
    Figure { count: sum.count, amount: sum.amount }
}
