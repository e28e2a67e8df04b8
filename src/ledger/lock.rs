//! One counter, one ledger (money rule M15), and always the file that was opened.

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::LedgerError;
use super::files::{beside, private};

/// The exclusive hold on a ledger; given back when dropped, and by the operating system
/// when the program is killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the ledger at `path`, a file beside it.
    ///
    /// # Errors
    /// [`LedgerError::AlreadyOpen`] when another program or another part of this one has it.
    pub(super) fn take(path: &Path) -> Result<Self, LedgerError> {
        // An empty file of its own: SQLite's locks on the ledger come and go, this one stays.
        let file = private(OpenOptions::new().create(true).write(true).truncate(false))
            .open(beside(path, ".lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LedgerError::AlreadyOpen),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Where the open files lie, to notice when somebody moves or deletes them. A database
/// goes on writing into a deleted file without a murmur, and its log is part of it.
///
/// The folder is looked at first and the files only when something in it has changed: on
/// a recent Linux, asking for the time of a file makes the next write to it cost a third
/// more, because that write must then carry a time of its own to the disk.
#[derive(Debug)]
pub(super) struct Place {
    folder: PathBuf,
    /// The folder as it was when the files were last found to be the same.
    seen: Option<(Identity, SystemTime)>,
    files: [(PathBuf, Identity); 2],
}

impl Place {
    /// Remembers the ledger at `path` and its log, both open.
    pub(super) fn of(path: &Path) -> Result<Self, LedgerError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let log = beside(path, "-wal");
        let files = [
            (path.to_owned(), Identity::of(&path.metadata()?)),
            (log.clone(), Identity::of(&log.metadata()?)),
        ];
        Ok(Self { folder, seen: None, files })
    }

    /// # Errors
    /// [`LedgerError::Removed`] when another file, or none, has taken the place.
    pub(super) fn is_unchanged(&mut self) -> Result<(), LedgerError> {
        let folder = look(&self.folder)?;
        let now = Some((Identity::of(&folder), folder.modified()?));
        if self.seen == now {
            return Ok(());
        }
        for (path, identity) in &self.files {
            if Identity::of(&look(path)?) != *identity {
                return Err(LedgerError::Removed);
            }
        }
        self.seen = now;
        Ok(())
    }
}

fn look(path: &Path) -> Result<Metadata, LedgerError> {
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LedgerError::Removed),
        looked => Ok(looked?),
    }
}

/// What tells a file from another one that took its name.
#[derive(Debug, PartialEq, Eq)]
struct Identity {
    #[cfg(unix)]
    device_and_inode: (u64, u64),
}

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device_and_inode: (metadata.dev(), metadata.ino()) }
    }

    /// Elsewhere an open database cannot be moved or deleted; that it is there is enough.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self {}
    }
}
