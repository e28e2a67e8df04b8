//! The rows of an export: read by one core, made ready by all, and written in their order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::{io, iter, thread};

use super::{Span, Stop, Watch};
use crate::ledger::error::LedgerError;
use crate::ledger::projection;
use crate::ledger::reader::Reader;
use crate::transaction::Transaction;

/// How many rows are made ready together, and are written between two looks at [`Watch`].
const TOGETHER: usize = 1_000;

/// How many such parts may be under way for each core: the memory is the same whatever the size.
const UNDER_WAY: usize = 3;

/// Rows as they stand in the ledger, and whom to tell what was made of them.
type Job<T> = (Folds, Sender<Result<T, LedgerError>>);

/// Transactions that are read one after another.
pub(super) type Part<'a> = &'a mut dyn Iterator<Item = Result<Transaction, LedgerError>>;

/// The texts of several rows, one behind the other: they are read by one thread and given up by
/// another, which a heap does not like by the thousand.
#[derive(Default)]
struct Folds {
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Folds {
    fn push(&mut self, text: &str) {
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        let begins = iter::once(0).chain(self.ends.iter().copied());
        let ranges = begins.zip(&self.ends);
        ranges.map(|(begin, end)| self.texts.get(begin..*end).unwrap_or_default())
    }
}

/// The rows of an export, counted as they are written.
pub(super) struct Rows<'a> {
    pub written: u64,
    pub watch: Watch<'a>,
}

impl Rows<'_> {
    /// Gives to `write`, part for part and in the order of the rows, what `ready` makes of them.
    pub(super) fn each<T: Send>(
        &mut self,
        reader: &Reader,
        span: Span,
        ready: impl Fn(Part<'_>) -> Result<T, LedgerError> + Sync,
        mut write: impl FnMut(T) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let (mut statement, ends) = reader.folds_of(span)?;
        let mut rows = statement.query(ends)?;
        let cores = thread::available_parallelism()?.get();
        let (jobs, waiting) = channel::<Job<T>>();
        let waiting = Mutex::new(waiting);
        thread::scope(|scope| {
            // Given up when this ends, however it ends: then the others have no more to do.
            let jobs = jobs;
            for _ in 0..cores {
                scope.spawn(|| work(&waiting, &ready));
            }
            let mut under_way = VecDeque::new();
            loop {
                while under_way.len() < cores * UNDER_WAY
                    && let Some(part) = part_of(&mut rows)?
                {
                    let (tell, told) = channel();
                    under_way.push_back((part.ends.len(), told));
                    jobs.send((part, tell)).map_err(|_| broken_off())?;
                }
                let Some((count, told)) = under_way.pop_front() else { return Ok(()) };
                write(told.recv().map_err(|_| broken_off())??)?;
                self.count(count)?;
            }
        })
    }

    fn count(&mut self, more: usize) -> Result<(), Stop> {
        self.written += u64::try_from(more).unwrap_or(0);
        match (self.watch)(self.written) {
            // What is whole is whole, however late somebody wished it were not.
            ControlFlow::Break(()) if more == TOGETHER => Err(Stop::Cancelled),
            _ => Ok(()),
        }
    }
}

/// The next rows; `None` when there are no more.
fn part_of(rows: &mut rusqlite::Rows<'_>) -> Result<Option<Folds>, LedgerError> {
    let mut part = Folds::default();
    while part.ends.len() < TOGETHER
        && let Some(row) = rows.next()?
    {
        part.push(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
    }
    Ok((!part.ends.is_empty()).then_some(part))
}

/// Makes one part ready after another, for as long as there are any.
fn work<T>(waiting: &Mutex<Receiver<Job<T>>>, ready: &impl Fn(Part<'_>) -> Result<T, LedgerError>) {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((part, tell)) = next() {
        // Nobody wants it any more when the export was broken off.
        let _unwanted = tell.send(ready(&mut part.each().map(projection::unfold)));
    }
}

fn broken_off() -> LedgerError {
    LedgerError::Io(io::Error::other("a part of the export broke off"))
}
