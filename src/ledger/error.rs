//! What can go wrong with a ledger, each in a sentence that says what to do.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use super::LedgerKind;
use crate::ids::AgentId;

/// Why the ledger could not do what was asked. Nothing may be sent after one of these (M1).
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another copy of Galla holds it (money rule M15).
    #[error("Galla is already open on this ledger")]
    AlreadyOpen,
    /// A practice ledger was opened as a live one, or the other way round.
    #[error("this is a {found} ledger and cannot be used as a {wanted} one")]
    WrongKind {
        /// What the counter is.
        wanted: LedgerKind,
        /// What the ledger is.
        found: LedgerKind,
    },
    /// Written by a later version of Galla; it can be read, not written.
    #[error(
        "a newer Galla wrote this ledger (version {version}); it can be read here, but only the newer Galla may write to it"
    )]
    Newer {
        /// The version of its tables.
        version: i64,
    },
    /// A database, but of another program.
    #[error("this file is not a ledger of Galla; it was left as it is")]
    NotALedger,
    /// The file is damaged; it has not been touched.
    #[error(
        "the ledger is damaged ({what}); it was left as it is; close Galla and put a backup in its place with galla restore, which keeps the damaged one"
    )]
    Corrupt {
        /// What was found.
        what: String,
    },
    /// No space left.
    #[error("the disk is full, so the ledger cannot be written; free some space and try again")]
    DiskFull,
    /// The file, its folder or its disk may not be written.
    #[error("the ledger may not be written here; check the rights of its file and folder")]
    ReadOnly,
    /// Another program keeps the file locked.
    #[error("another program is using the ledger's file; close it and try again")]
    Busy,
    /// There is no such file.
    #[error("there is no ledger at {0}")]
    Missing(PathBuf),
    /// The file was moved, replaced or deleted while Galla had it open.
    #[error("the ledger's file was moved or deleted while Galla was open; put it back and restart")]
    Removed,
    /// There is no ledger where there was one: a copy of it is here.
    #[error(
        "the ledger is gone, but there are copies of it: put the newest back with galla restore {0}, or take the folder of the copies away to begin a new ledger"
    )]
    Lost(PathBuf),
    /// Something is already there, and it is never overwritten.
    #[error("there is already a file at {0}; it was left as it is")]
    Exists(PathBuf),
    /// A second intent with the same AgentID (money rule M2).
    #[error("the ledger already has a transaction {0}")]
    Duplicate(AgentId),
    /// An event about a transaction that was never begun.
    #[error("the ledger has no transaction {0}")]
    Unknown(AgentId),
    /// A change to a beneficiary that is not in the book.
    #[error("the book of beneficiaries has no number {0}")]
    NoBeneficiary(i64),
    /// A restore was broken off; what was there before lies here, or still in its place.
    #[error(
        "putting back a backup was broken off: run galla restore with it again; the ledger that was there before is kept, in its place or at {0}"
    )]
    HalfRestored(PathBuf),
    /// A backup that does not pass the check is not put in a ledger's place.
    #[error("the backup is not good ({0}); nothing was changed")]
    BadBackup(String),
    /// A change to a favourite that is not there.
    #[error("there is no favourite with the number {0}")]
    NoFavourite(i64),
    /// A second list while one is not at its end.
    #[error("another list, number {0}, is not at its end yet")]
    BatchOpen(i64),
    /// Not the next line of an open list (money rule M2).
    #[error("the list {batch} does not go on with line {line}")]
    NoLine {
        /// Which list.
        batch: i64,
        /// Which line.
        line: u32,
    },
    /// The copy that was just made does not pass the check.
    #[error("the copy is not good: {0}")]
    BadCopy(String),
    /// Anything else the operating system says.
    #[error("the ledger's file cannot be used: {0}")]
    Io(io::Error),
    /// Anything else the database says.
    #[error("the ledger's database refused: {0}")]
    Database(rusqlite::Error),
}

impl LedgerError {
    /// A [`LedgerError::Corrupt`] of some words.
    pub(super) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        // The shared-memory file beside the ledger cannot grow: the disk is full.
        const SHARED_MEMORY_CANNOT_GROW: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
        const MOVED_AWAY: i32 = rusqlite::ffi::SQLITE_READONLY_DBMOVED;
        let extended = error.sqlite_extended_error_code();
        match (error.sqlite_error_code(), extended) {
            (_, Some(SHARED_MEMORY_CANNOT_GROW)) | (Some(ErrorCode::DiskFull), _) => Self::DiskFull,
            (_, Some(MOVED_AWAY)) => Self::Removed,
            (Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied), _) => Self::ReadOnly,
            (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => Self::Busy,
            (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), _) => {
                Self::corrupt(error.to_string())
            }
            // A table holds what its columns are made for: what is read as something else was
            // not written so.
            _ if matches!(
                error,
                rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::Utf8Error(..)
            ) =>
            {
                Self::corrupt(error.to_string())
            }
            _ => Self::Database(error),
        }
    }
}
