//! A copy of the ledger, made while it is in use and checked before it is trusted.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::check::{Report, check_aside};
use super::error::LedgerError;
use super::files::{private, sync};
use super::reader::Reader;
use super::schema;

/// How often a copy that meets a lock is tried again, a tenth of a second apart.
const PATIENCE: u32 = 50;

/// Copies the ledger at `path` to the new file `copy` and checks the copy. The ledger may
/// be in use meanwhile; the copy is of one moment, and one file without a log beside it.
///
/// # Errors
/// [`LedgerError::Exists`] when there is something at `copy`, which is never overwritten;
/// [`LedgerError::BadCopy`] when the copy does not pass the check. It is kept even so: it
/// may be the best there is.
pub fn backup(path: &Path, copy: &Path) -> Result<Report, LedgerError> {
    let reader = Reader::open(path)?;
    reader.refuse_newer()?;
    schema::keep_little(&reader.connection)?;
    match private(OpenOptions::new().write(true).create_new(true)).open(copy) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(LedgerError::Exists(copy.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    if let Err(error) = fill(&reader, copy) {
        // Ours and incomplete; what could not be copied is worth nothing.
        fs::remove_file(copy)?;
        return Err(error);
    }
    let report = check_aside(copy)?;
    match report.problems.first() {
        None => Ok(report),
        Some(problem) => Err(LedgerError::BadCopy(problem.to_string())),
    }
}

fn fill(reader: &Reader, copy: &Path) -> Result<(), LedgerError> {
    let mut connection = Connection::open(copy)?;
    schema::keep_little(&connection)?;
    let copying = Backup::new(&reader.connection, &mut connection)?;
    let mut tries = 0;
    // All pages in one step: a copy in parts begins anew whenever the counter writes.
    loop {
        match copying.step(-1)? {
            StepResult::Done => break,
            _ if tries < PATIENCE => tries += 1,
            _ => return Err(LedgerError::Busy),
        }
        thread::sleep(Duration::from_millis(100));
    }
    drop(copying);
    // One file, which can be read from a disk that cannot be written.
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(sync(copy)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{NOON, Shop};
    use crate::ledger::{Ledger, LedgerKind};

    #[test]
    fn a_copy_of_a_ledger_in_use_is_whole_and_can_be_opened() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "Asha");
        let copy = shop.folder.path().join("copy.sqlite");
        let report = backup(&shop.path, &copy).unwrap();
        assert_eq!((report.transactions, report.events), (1, 1));
        shop.answer(1, "TXN");
        let names = fs::read_dir(shop.folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let beside = names.filter(|name| name.to_string_lossy().starts_with("copy.sqlite")).count();
        assert_eq!(beside, 1, "one file");
        let restored = Ledger::open(&copy, LedgerKind::Practice, NOON).unwrap();
        assert_eq!(restored.reader().unwrap().sending().unwrap().len(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let shop = Shop::new();
        let copy = shop.folder.path().join("copy.sqlite");
        fs::write(&copy, "the accounts of 2019").unwrap();
        for path in [&copy, &shop.path] {
            assert!(matches!(backup(&shop.path, path), Err(LedgerError::Exists(_))));
        }
        assert_eq!(fs::read(&copy).unwrap(), b"the accounts of 2019");
    }

    #[test]
    fn a_copy_of_a_bad_ledger_is_not_called_good() {
        let mut shop = Shop::new();
        shop.recharge(1, "9876543210", 19_900, "");
        shop.ledger.connection.execute_batch("UPDATE transactions SET amount = 1").unwrap();
        let copy = shop.folder.path().join("copy.sqlite");
        assert!(matches!(backup(&shop.path, &copy), Err(LedgerError::BadCopy(_))));
        assert!(copy.exists());
    }

    #[test]
    fn a_copy_to_a_place_that_is_not_there_leaves_nothing() {
        let shop = Shop::new();
        let copy = shop.folder.path().join("nowhere").join("copy.sqlite");
        assert!(backup(&shop.path, &copy).is_err());
        assert!(matches!(
            backup(&shop.folder.path().join("none.sqlite"), &copy),
            Err(LedgerError::Missing(_))
        ));
    }
}
