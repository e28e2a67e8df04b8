//! Whether the log beside a ledger is its own and not older than it.
//!
//! The database takes whatever log lies there and reads its pages instead of the file's: those
//! of another ledger, or of this one a year ago. What it would then read is compared with what
//! the file holds by itself, before anything is believed or brought home.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use url::Url;

use super::chain::{self, Hash, Head, Link};
use super::error::LedgerError;
use super::files::{beside, length};
use super::schema::{self, About};

/// # Errors
/// [`LedgerError::Corrupt`] when the ledger at `path`, read through its log by `connection`,
/// is not the one that its file holds.
pub(super) fn refuse_strange(
    path: &Path,
    connection: &Connection,
    about: &About,
) -> Result<(), LedgerError> {
    if length(&beside(path, "-wal")) == 0 {
        return Ok(());
    }
    // A file that was left in the middle of taking its log in cannot be read by itself.
    let Some((file, own)) = without_log(path) else { return Ok(()) };
    let genesis = chain::genesis(own.kind, &own.id);
    let same = own.id == about.id
        && fits(connection, &genesis)?
        // Only what proves itself is compared, for the same reason.
        && match chain::head(&file, &genesis) {
            Ok(newest) => holds(connection, &newest)?,
            Err(_) => true,
        };
    if same { Ok(()) } else { Err(LedgerError::corrupt("the log beside it is not its own")) }
}

/// The ledger as its file alone has it.
fn without_log(path: &Path) -> Option<(Connection, About)> {
    let mut address = Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    address.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(address.as_str(), flags).ok()?;
    let about = schema::about(&connection).ok()?;
    Some((connection, about))
}

/// Whether the first event, if there is one, was written after `genesis`.
fn fits(connection: &Connection, genesis: &Hash) -> Result<bool, LedgerError> {
    let sql = format!("SELECT {} FROM events ORDER BY seq LIMIT 1", chain::COLUMNS);
    let first = connection.query_row(&sql, [], Link::from_row).optional()?;
    Ok(first.is_none_or(|link| link.seq == 1 && link.expected_hash(genesis) == link.hash))
}

/// Whether the event that was the newest is still there.
fn holds(connection: &Connection, newest: &Head) -> Result<bool, LedgerError> {
    if newest.seq == 0 {
        return Ok(true);
    }
    let hash: Option<Hash> = connection
        .query_row("SELECT hash FROM events WHERE seq = ?1", [newest.seq], |row| row.get(0))
        .optional()?;
    Ok(hash == Some(newest.hash))
}
