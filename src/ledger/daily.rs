//! A shelf of copies of a ledger, one a day, each checked before it gets its name.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use super::backup::backup;
use super::error::LedgerError;
use super::files::{remove_database, sync_folder};
use super::{LedgerKind, Reader};
use crate::time::{Day, Moment};

/// How many copies of each kind of ledger are kept.
pub const KEPT: usize = 30;

/// How many are kept however large they are.
const LEAST: usize = 2;

/// How much room all copies of a ledger may take, in bytes, when they are more than the fewest.
const ROOM: u64 = 8 << 30;

/// The folder of the daily copies of one ledger. Its clones share the work.
#[derive(Clone, Debug)]
pub struct Shelf {
    ledger: PathBuf,
    kind: LedgerKind,
    folder: PathBuf,
    /// Held while a copy is made.
    work: Arc<Mutex<()>>,
}

/// A copy that passed its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyCopy {
    /// When it was made.
    pub made: Moment,
    /// Where it lies.
    pub file: PathBuf,
}

impl Shelf {
    /// The shelf in `folder`, which need not be there yet, for the ledger at `ledger`. Shelves
    /// of one folder share `work`, so that one copy is made at a time.
    #[must_use]
    pub fn new(ledger: PathBuf, kind: LedgerKind, folder: PathBuf, work: Arc<Mutex<()>>) -> Self {
        Self { ledger, kind, folder, work }
    }

    /// The size of the ledger's file, in bytes; 0 when it cannot be seen.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.ledger.metadata().map_or(0, |metadata| metadata.len())
    }

    /// Makes the copy of a day unless it is there or there is nothing in the ledger, and takes
    /// away what is older than the newest [`KEPT`], or than the newest ones that there is room
    /// for. The ledger may be in use meanwhile.
    ///
    /// # Errors
    /// [`LedgerError::BadCopy`] when the copy did not pass its check, and every reason why it
    /// could not be made; then nothing is taken away.
    pub fn keep_up(&self, today: Day) -> Result<(), LedgerError> {
        let _one_at_a_time = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = self.file(today);
        if copy.try_exists()? || Reader::open(&self.ledger)?.newest_at()?.is_none() {
            return Ok(());
        }
        make_private(&self.folder)?;
        // Under another name until it is known to be good: what was broken off is begun anew.
        let part = self.folder.join(format!("{}.part", self.kind));
        remove_database(&part)?;
        if let Err(error) = backup(&self.ledger, &part) {
            remove_database(&part)?;
            return Err(error);
        }
        fs::rename(&part, &copy)?;
        sync_folder(&copy)?;
        self.make_room(today, ROOM)
    }

    /// Takes away the oldest copies: those over their number, and those over what fits.
    fn make_room(&self, today: Day, room: u64) -> Result<(), LedgerError> {
        let mut taken: u64 = 0;
        for (place, day) in self.days(today)?.into_iter().rev().enumerate() {
            let file = self.file(day);
            taken = taken.saturating_add(file.metadata()?.len());
            if place >= KEPT || (place >= LEAST && taken > room) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    /// The newest copy; `None` when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn newest(&self, today: Day) -> io::Result<Option<DailyCopy>> {
        let Some(day) = self.days(today)?.pop() else { return Ok(None) };
        let file = self.file(day);
        let modified = file.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Some(DailyCopy { made: Moment::default().after(modified), file }))
    }

    /// Refuses a shop that begins anew without a word although it had a ledger: its pending
    /// transactions and its limits on asking would be forgotten.
    ///
    /// # Errors
    /// [`LedgerError::Lost`] when there is no ledger and there are copies of one, or it cannot
    /// be seen whether there are.
    pub fn refuse_lost(&self, today: Day) -> Result<(), LedgerError> {
        // Whatever else is wrong there is said when it is opened.
        let Err(LedgerError::Missing(_)) = Reader::open(&self.ledger) else { return Ok(()) };
        match self.newest(today)? {
            None => Ok(()),
            Some(newest) => Err(LedgerError::Lost(newest.file)),
        }
    }

    fn file(&self, day: Day) -> PathBuf {
        self.folder.join(format!("{}-{day}.sqlite", self.kind))
    }

    /// The days of which there is a copy, oldest first. Days to come, which a clock that was
    /// set wrong has left, are nobody's business here: they would push out all others.
    fn days(&self, today: Day) -> io::Result<Vec<Day>> {
        let files = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files?,
        };
        let mut days = Vec::new();
        for file in files {
            let file = file?;
            let day = file.file_name().to_str().and_then(|name| self.day_of(name));
            if let Some(day) = day.filter(|day| *day <= today)
                && file.file_type()?.is_file()
            {
                days.push(day);
            }
        }
        days.sort_unstable();
        Ok(days)
    }

    /// The day of a copy by the name of its file; `None` for any other file.
    fn day_of(&self, name: &str) -> Option<Day> {
        let day = name.strip_prefix(self.kind.code())?.strip_prefix('-')?;
        let mut parts = day.strip_suffix(".sqlite")?.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        // Spelled as Galla spells it, and in no other way.
        Day::from_ymd(year, month, day).filter(|day| self.file(*day).ends_with(name))
    }
}

/// Makes the folder of the copies, for the agent's own account only; not what it lies in.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{NOON, Shop};

    fn shelf(shop: &Shop) -> Shelf {
        let folder = shop.folder.path().join("backups");
        Shelf::new(shop.path.clone(), LedgerKind::Practice, folder, Arc::default())
    }

    fn names(shelf: &Shelf) -> Vec<String> {
        let files = fs::read_dir(&shelf.folder).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn day(month: u32, day: u32) -> Day {
        Day::from_ymd(2026, month, day).unwrap()
    }

    #[test]
    fn a_copy_is_made_once_a_day_while_the_ledger_is_in_use_and_passes_its_check() {
        let mut shop = Shop::new();
        let shelf = shelf(&shop);
        shelf.keep_up(NOON.day()).unwrap();
        assert!(!shelf.folder.exists(), "nothing in the ledger, nothing to copy");
        assert_eq!(shelf.newest(NOON.day()).unwrap(), None);
        shop.recharge(1, "9876543210", 19_900, "");
        shelf.keep_up(NOON.day()).unwrap();
        let first = shelf.file(NOON.day());
        assert_eq!(names(&shelf), ["practice-2026-11-23.sqlite"]);
        assert_eq!(shelf.newest(NOON.day()).unwrap().unwrap().file, first);
        shop.answer(1, "TXN");
        shelf.keep_up(NOON.day()).unwrap();
        assert_eq!(check(&first).unwrap().events, 1, "the day's copy stays as it is");
        shelf.keep_up(day(11, 24)).unwrap();
        assert_eq!(check(&shelf.file(day(11, 24))).unwrap().events, 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let mode = |path: &Path| path.metadata().unwrap().mode() & 0o777;
            assert_eq!((mode(&shelf.folder), mode(&first)), (0o700, 0o600));
        }
    }

    #[test]
    fn the_newest_thirty_of_a_kind_are_kept_and_no_other_file_is_touched() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        let shelf = shelf(&shop);
        fs::create_dir(&shelf.folder).unwrap();
        let others = [
            "live-2020-01-01.sqlite",
            "practice-2020-01-01.sqlite.old",
            "practice-2020-1-1.sqlite",
            "practice-2020-02-31.sqlite",
            "practice-2020-01-01-copy.sqlite",
            "practice-+020-01-01.sqlite",
            "practice-2031-01-01.sqlite",
            "accounts of 2019.ods",
        ];
        for name in others {
            fs::write(shelf.folder.join(name), name).unwrap();
        }
        fs::create_dir(shelf.folder.join("practice-2019-01-01.sqlite")).unwrap();
        for n in 1..=30 {
            fs::write(shelf.file(day(10, n)), "a copy").unwrap();
        }
        for n in 1..=3 {
            shelf.keep_up(day(11, n)).unwrap();
        }
        let days = shelf.days(day(11, 3)).unwrap();
        assert_eq!((days.len(), days[0], days[29]), (KEPT, day(10, 4), day(11, 3)));
        for name in others {
            assert_eq!(fs::read(shelf.folder.join(name)).unwrap(), name.as_bytes());
        }
        // A clock that is set back years makes one more copy and takes none away.
        let before = names(&shelf).len();
        shelf.keep_up(Day::from_ymd(2020, 1, 2).unwrap()).unwrap();
        assert_eq!(names(&shelf).len(), before + 1);
    }

    #[test]
    fn copies_of_a_big_ledger_are_fewer_and_never_less_than_two() {
        let shop = Shop::new();
        let shelf = shelf(&shop);
        fs::create_dir(&shelf.folder).unwrap();
        for n in 1..=9 {
            fs::write(shelf.file(day(11, n)), vec![0; 100]).unwrap();
        }
        for (room, left) in [(900, 9), (899, 8), (400, 4), (399, 3), (200, 2), (0, 2)] {
            shelf.make_room(day(11, 9), room).unwrap();
            let days = shelf.days(day(11, 9)).unwrap();
            assert_eq!((days.len(), days.last()), (left, Some(&day(11, 9))), "{room}");
        }
    }

    #[test]
    fn a_copy_that_is_not_good_never_stands_under_a_good_name() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        let shelf = shelf(&shop);
        fs::create_dir(&shelf.folder).unwrap();
        // What a stop in the middle of the copying leaves.
        fs::write(shelf.folder.join("practice.part"), "half a copy").unwrap();
        fs::write(shelf.folder.join("practice.part-journal"), "how to undo it").unwrap();
        shelf.keep_up(day(11, 1)).unwrap();
        assert_eq!(names(&shelf), ["practice-2026-11-01.sqlite"]);
        shop.ledger.connection.execute_batch("UPDATE transactions SET amount = 1").unwrap();
        let refused = shelf.keep_up(day(11, 2));
        assert!(matches!(refused, Err(LedgerError::BadCopy(_))), "{refused:?}");
        assert_eq!(names(&shelf), ["practice-2026-11-01.sqlite"]);
        let newest = shelf.newest(day(11, 2)).unwrap().unwrap();
        assert_eq!(newest.file, shelf.file(day(11, 1)), "the last good one");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        let shelf = shelf(&shop);
        fs::write(&shelf.folder, "a file in its place").unwrap();
        assert!(shelf.keep_up(NOON.day()).is_err());
        assert_eq!(fs::read(&shelf.folder).unwrap(), b"a file in its place");
    }
}
