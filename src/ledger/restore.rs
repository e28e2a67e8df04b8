//! Putting a backup in the ledger's place. It is copied and checked first; the ledger that is
//! there is moved aside with all its parts, never deleted and never overwritten.
//!
//! The change of places is a row of steps, each done whole or not at all, and a mark that
//! stands from before the first until the restored ledger has written down that it is one.
//! While the mark stands, an empty place is not taken for a shop without a ledger.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::backup::backup;
use super::check::{Report, check};
use super::error::LedgerError;
use super::files::{PARTS, beside, remove_database, sync_folder};
use super::lock::Lock;
use super::{Ledger, LedgerKind, Reader};
use crate::time::Moment;

/// The end of the name of a copy that is being made.
const PART: &str = ".part";

/// The end of the name of a copy that is whole and good, on its way to the ledger's place.
const COPY: &str = ".restored";

/// The end of the name of the mark; what it holds is the name of the ledger that is moved aside.
const MARK: &str = ".restoring";

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the check found in the backup.
    pub report: Report,
    /// When its newest event was written, if it has one: what was paid later is not in it.
    pub newest: Option<Moment>,
    /// Where the ledger that was there before lies now, if there was one.
    pub aside: Option<PathBuf>,
}

/// Puts the backup `from` in the place of the ledger at `path`, whose folder exists.
///
/// # Errors
/// [`LedgerError::AlreadyOpen`] while Galla is open on the ledger (M15),
/// [`LedgerError::WrongKind`], [`LedgerError::Newer`], [`LedgerError::NotALedger`] and
/// [`LedgerError::BadBackup`] for a file that is not put in its place: nothing was changed.
pub fn restore(
    path: &Path,
    kind: LedgerKind,
    from: &Path,
    now: Moment,
) -> Result<Restored, LedgerError> {
    let lock = Lock::take(path)?;
    let newest = judge(kind, from)?;
    let report = copy(path, from)?;
    // Left by a restore that had done all but say so.
    if is_marked(path)? && !beside(path, COPY).try_exists()? {
        unmark(path)?;
    }
    fs::rename(beside(path, PART), beside(path, COPY))?;
    let (aside, steps) = plan(path, now)?;
    for step in steps {
        step.take()?;
    }
    drop(Ledger::open_held(lock, path, kind, now)?);
    let aside = Some(aside).filter(|aside| aside.exists());
    Ok(Restored { report, newest, aside })
}

/// Whether the ledger at `path` was restored and has not written that down yet.
///
/// # Errors
/// [`LedgerError::HalfRestored`] when a restore was broken off before the ledger was in place.
pub(super) fn is_unsaid(path: &Path) -> Result<bool, LedgerError> {
    if !is_marked(path)? {
        return Ok(false);
    }
    if beside(path, COPY).try_exists()? || !path.try_exists()? {
        let aside = path.with_file_name(fs::read_to_string(beside(path, MARK))?);
        return Err(LedgerError::HalfRestored(aside));
    }
    Ok(true)
}

/// Takes the mark away: the restored ledger has written down that it is one.
pub(super) fn unmark(path: &Path) -> Result<(), LedgerError> {
    fs::remove_file(beside(path, MARK))?;
    Ok(sync_folder(path)?)
}

fn is_marked(path: &Path) -> io::Result<bool> {
    beside(path, MARK).try_exists()
}

/// Whether `from` may be put in the place of a ledger of this kind, and how old it is.
fn judge(kind: LedgerKind, from: &Path) -> Result<Option<Moment>, LedgerError> {
    let backup = Reader::open(from)?;
    if backup.kind() != kind {
        return Err(LedgerError::WrongKind { wanted: kind, found: backup.kind() });
    }
    match check(from)?.problems.first() {
        None => backup.newest_at(),
        Some(problem) => Err(LedgerError::BadBackup(problem.to_string())),
    }
}

/// Makes the copy beside the ledger, on the same disk.
fn copy(path: &Path, from: &Path) -> Result<Report, LedgerError> {
    let part = beside(path, PART);
    remove_database(&part)?;
    let copied = backup(from, &part);
    if copied.is_err() {
        remove_database(&part)?;
    }
    copied
}

/// What the operating system does whole or not at all.
#[derive(Debug)]
enum Step {
    /// Says that a restore is under way, and where the ledger is moved to.
    Mark { mark: PathBuf, aside: String },
    /// Moves a file to a name that nothing has.
    Move { from: PathBuf, to: PathBuf },
    /// Makes what was done so far survive a power cut.
    Sync { beside: PathBuf },
}

impl Step {
    fn take(&self) -> Result<(), LedgerError> {
        match self {
            Self::Mark { mark, aside } => {
                let folder = mark.parent().filter(|folder| !folder.as_os_str().is_empty());
                let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
                new.write_all(aside.as_bytes())?;
                new.as_file().sync_all()?;
                new.persist(mark).map_err(|error| error.error)?;
            }
            Self::Move { from, to } => fs::rename(from, to)?,
            Self::Sync { beside } => sync_folder(beside)?,
        }
        Ok(())
    }
}

/// Where the ledger at `path` is moved to, and the steps that bring the copy in its place.
/// A restore that was broken off is gone on with: the parts of a ledger stay together.
fn plan(path: &Path, now: Moment) -> Result<(PathBuf, Vec<Step>), LedgerError> {
    let mark = beside(path, MARK);
    let sync = || Step::Sync { beside: path.to_owned() };
    let mut steps = Vec::new();
    let aside = if is_marked(path)? {
        path.with_file_name(fs::read_to_string(&mark)?)
    } else {
        let name = free_name(path, now)?;
        let aside = path.with_file_name(&name);
        steps.extend([Step::Mark { mark, aside: name }, sync()]);
        aside
    };
    // The ledger before its log: a log alone is never taken for a shop without a ledger.
    for suffix in [""].iter().chain(&PARTS) {
        let from = beside(path, suffix);
        if from.try_exists()? {
            steps.push(Step::Move { from, to: beside(&aside, suffix) });
        }
    }
    let into_place = Step::Move { from: beside(path, COPY), to: path.to_owned() };
    steps.extend([sync(), into_place, sync()]);
    Ok((aside, steps))
}

/// A name for the ledger that is moved aside, which no file and no part of one has.
fn free_name(path: &Path, now: Moment) -> io::Result<String> {
    let name = |count: u32| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let again = if count == 1 { String::new() } else { format!("-{count}") };
        format!("{stem}-before-{}{again}.sqlite", now.to_payu())
    };
    for count in 1..=u32::MAX {
        let aside = path.with_file_name(name(count));
        let mut taken = aside.try_exists()?;
        for part in PARTS {
            taken |= beside(&aside, part).try_exists()?;
        }
        if !taken {
            return Ok(name(count));
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{NOON, Shop, at, id};
    use tempfile::TempDir;

    const PRACTICE: LedgerKind = LedgerKind::Practice;

    /// A shop that was backed up after one transaction and was killed after the second, which
    /// is in its log alone: the folder, the ledger, the backup.
    fn killed() -> (TempDir, PathBuf, PathBuf) {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        let folder = tempfile::tempdir().unwrap();
        let saved = folder.path().join("saved.sqlite");
        backup(&shop.path, &saved).unwrap();
        shop.recharge(2, "9876543211", 19_900, "");
        let path = folder.path().join("practice.sqlite");
        for suffix in ["", "-wal"] {
            fs::copy(beside(&shop.path, suffix), beside(&path, suffix)).unwrap();
        }
        (folder, path, saved)
    }

    /// Which of the two transactions the ledger at `path` holds.
    fn held(path: &Path) -> [bool; 2] {
        let reader = Reader::open(path).unwrap();
        [1, 2].map(|n| reader.transaction(id(n)).unwrap().is_some())
    }

    fn aside(folder: &TempDir) -> PathBuf {
        let names = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        let is_aside = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("practice-before-") && name.ends_with(".sqlite")
        };
        let found: Vec<PathBuf> = names.filter(is_aside).collect();
        assert_eq!(found.len(), 1, "one ledger was moved aside: {found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn m9_a_restore_that_is_killed_after_any_step_loses_nothing_and_makes_nothing_up() {
        for killed_after in 0.. {
            let (folder, path, saved) = killed();
            copy(&path, &saved).unwrap();
            fs::rename(beside(&path, PART), beside(&path, COPY)).unwrap();
            let (_, steps) = plan(&path, NOON).unwrap();
            let all = steps.len();
            for step in steps.into_iter().take(killed_after) {
                step.take().unwrap();
            }
            // The next start: the old ledger, the new one, or a sentence; never an empty one.
            match Ledger::open(&path, PRACTICE, at(60)) {
                Ok(ledger) => {
                    drop(ledger);
                    let done = killed_after > 0;
                    assert_eq!(held(&path), [true, !done], "after {killed_after} steps");
                }
                Err(error) => {
                    assert!(matches!(error, LedgerError::HalfRestored(_)), "{error:?}");
                    let read = Reader::open(&path).unwrap_err();
                    assert!(matches!(read, LedgerError::HalfRestored(_)), "{read:?}");
                }
            }
            // The restore that is begun again ends, with the old ledger whole and aside once.
            if killed_after < all - 1 {
                let done = restore(&path, PRACTICE, &saved, at(120)).unwrap();
                assert_eq!(done.aside.as_deref(), Some(&*aside(&folder)));
            }
            assert_eq!(held(&path), [true, false]);
            assert_eq!(held(&aside(&folder)), [true, true], "with its log");
            assert!(!is_marked(&path).unwrap());
            if killed_after == all {
                return;
            }
        }
    }

    #[test]
    fn m6_m9_a_restored_ledger_says_that_it_is_one_and_is_in_order() {
        let (_folder, path, saved) = killed();
        let done = restore(&path, PRACTICE, &saved, at(300)).unwrap();
        assert_eq!((done.report.transactions, done.newest), (1, Some(at(1))));
        let report = check(&path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert_eq!(report.events, 2, "the one of the backup, and that it was restored");
        assert_eq!(Reader::open(&path).unwrap().restored_at().unwrap(), Some(at(300)));
        let again = restore(&path, PRACTICE, &saved, at(300)).unwrap();
        assert_ne!(again.aside, done.aside, "in the same second, and nothing is overwritten");
        assert!(done.aside.unwrap().exists() && again.aside.unwrap().exists());
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch("UPDATE meta SET value = '1' WHERE name = 'restored'").unwrap();
        drop(connection);
        assert!(check(&path).unwrap().to_string().contains("meta"));
    }

    #[test]
    fn m9_a_backup_of_another_galla_is_put_back_and_its_tables_are_made_anew() {
        let (_folder, path, saved) = killed();
        let connection = rusqlite::Connection::open(&saved).unwrap();
        let of_another = "UPDATE meta SET value = '1' WHERE name = 'projection'; \
             UPDATE transactions SET fold = '{}'; DELETE FROM totals;";
        connection.execute_batch(of_another).unwrap();
        drop(connection);
        assert!(restore(&path, PRACTICE, &saved, at(300)).unwrap().report.outdated);
        assert_eq!(held(&path), [true, false]);
        let report = check(&path).unwrap();
        assert!(report.problems.is_empty() && !report.outdated, "{report}");
    }

    #[test]
    fn a_restored_ledger_that_has_not_said_so_says_so_at_the_next_start() {
        let (_folder, path, saved) = killed();
        copy(&path, &saved).unwrap();
        fs::rename(beside(&path, PART), beside(&path, COPY)).unwrap();
        for step in plan(&path, NOON).unwrap().1 {
            step.take().unwrap();
        }
        assert_eq!(Reader::open(&path).unwrap().restored_at().unwrap(), None);
        drop(Ledger::open(&path, PRACTICE, at(60)).unwrap());
        drop(Ledger::open(&path, PRACTICE, at(90)).unwrap());
        assert_eq!(Reader::open(&path).unwrap().restored_at().unwrap(), Some(at(60)), "once");
    }

    #[test]
    fn an_undo_file_of_the_old_ledger_is_never_left_beside_the_new_one() {
        let (folder, path, saved) = killed();
        fs::write(beside(&path, "-journal"), "how to undo it").unwrap();
        restore(&path, PRACTICE, &saved, at(60)).unwrap();
        assert!(!beside(&path, "-journal").exists());
        let moved = beside(&aside(&folder), "-journal");
        assert_eq!(fs::read(moved).unwrap(), b"how to undo it");
    }
}
