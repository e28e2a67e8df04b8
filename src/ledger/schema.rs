//! How a ledger's file is made, opened and brought up to date, and what it says about itself.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use self::versions::MIGRATIONS;
use super::LedgerKind;
use super::error::LedgerError;
use super::files::{beside, length, private, remove_database, sync, sync_folder};
use super::{own_log, projection, restore};
use crate::ids::NoRandomness;
use crate::points::{Point, reached};
use crate::time::Moment;

mod versions;

/// "Gall": marks the file as a ledger of Galla.
const APPLICATION_ID: i64 = 0x4761_6C6C;

/// The name of the one value that not every ledger has.
const RESTORED: &str = "restored";

/// How long to wait for a foreign program that has locked the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// How much of the ledger a connection keeps, in KiB, as SQLite wants it said. More is no faster:
/// the system keeps the file too, and every connection has this for itself.
const CACHE: i32 = -1_024;

/// The same for who goes through a whole file once, beside a window: what it comes upon again are
/// the pages on its way there.
const CACHE_ONCE: i32 = -256;

/// How many questions a connection keeps ready to be asked again: all that a day asks.
const STATEMENTS: usize = 64;

/// What a ledger says about itself.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub kind: LedgerKind,
    /// Random, made with the ledger.
    pub id: String,
}

/// The version that this program writes.
pub(super) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Opens the ledger for writing, makes it when there is none and brings its tables up to
/// date. The caller holds the lock.
///
/// # Errors
/// A file that is damaged, of another kind or of a newer version is not touched.
pub(super) fn open_for_writing(
    path: &Path,
    kind: LedgerKind,
    now: Moment,
) -> Result<(Connection, About), LedgerError> {
    if is_missing(path)? {
        make(path, kind, now)?;
    }
    reached(Point::FileReady);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // Until everything is found in order, closing must not move the log into a file that
    // may be damaged.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(PATIENCE)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(LedgerError::ReadOnly);
    }
    let version = version(&connection)?;
    if version == 0 {
        return Err(LedgerError::NotALedger);
    }
    if version > newest() {
        return Err(LedgerError::Newer { version });
    }
    let found = about(&connection)?;
    if found.kind != kind {
        return Err(LedgerError::WrongKind { wanted: kind, found: found.kind });
    }
    own_log::refuse_strange(path, &connection, &found)?;
    set_writer_pragmas(&connection)?;
    reached(Point::LogReady);
    migrate(&mut connection, version, kind, now)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((connection, found))
}

/// Opens the ledger for reading only, also one of a newer version.
///
/// # Errors
/// [`LedgerError::Missing`] when there is none.
pub(super) fn open_for_reading(path: &Path) -> Result<(Connection, About), LedgerError> {
    restore::is_unsaid(path)?;
    if !path.try_exists()? {
        return Err(LedgerError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    if version(&connection)? == 0 {
        return Err(LedgerError::NotALedger);
    }
    let about = about(&connection)?;
    own_log::refuse_strange(path, &connection, &about)?;
    Ok((connection, about))
}

/// Has a connection keep little of the ledger, which it is about to go through once.
pub(super) fn keep_little(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", CACHE_ONCE)
}

/// The version of the tables; 0 for a database without any.
///
/// # Errors
/// [`LedgerError::NotALedger`] for another program's database.
pub(super) fn version(connection: &Connection) -> Result<i64, LedgerError> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if application == APPLICATION_ID {
        return Ok(version);
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 {
        Ok(0)
    } else {
        Err(LedgerError::NotALedger)
    }
}

/// What the `meta` table of every ledger holds values for, in the order of the names.
pub(super) const META: [&str; 4] = ["created", "id", "kind", "projection"];

/// The names in the `meta` table that every ledger has or that none should have, in their order.
///
/// # Errors
/// Also when a value cannot be read.
pub(super) fn meta_names(connection: &Connection) -> Result<Vec<String>, LedgerError> {
    let mut statement =
        connection.prepare("SELECT name, value FROM meta WHERE name <> ?1 ORDER BY name")?;
    let names = statement.query_map([RESTORED], |row| row.get::<_, String>(1).and(row.get(0)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// A value of the `meta` table that every ledger has.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<String, LedgerError> {
    perhaps_meta(connection, name)?
        .ok_or_else(|| LedgerError::corrupt(format!("it does not say its {name}")))
}

/// When the ledger was last restored from a backup, in milliseconds as text; what the newest
/// event that says so adds up to. `None` when it never was.
pub(super) fn restored(connection: &Connection) -> Result<Option<String>, LedgerError> {
    perhaps_meta(connection, RESTORED)
}

/// Keeps when the ledger was restored, or that it never was.
pub(super) fn set_restored(connection: &Connection, at: Option<Moment>) -> Result<(), LedgerError> {
    match at {
        Some(at) => set_meta(connection, RESTORED, &at.millis().to_string()),
        None => {
            connection.execute("DELETE FROM meta WHERE name = ?1", [RESTORED])?;
            Ok(())
        }
    }
}

fn perhaps_meta(connection: &Connection, name: &str) -> Result<Option<String>, LedgerError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Sets a value of the `meta` table.
pub(super) fn set_meta(
    connection: &Connection,
    name: &str,
    value: &str,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
        .execute([name, value])?;
    Ok(())
}

/// Every table, index and trigger with what it is and the words that made it, in the order of
/// their names.
pub(super) fn tables(connection: &Connection) -> Result<Vec<(String, String)>, LedgerError> {
    let mut statement = connection.prepare(
        "SELECT name, type || ' of ' || tbl_name || ': ' || coalesce(sql, '') \
         FROM sqlite_schema ORDER BY name",
    )?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(tables.collect::<Result<_, _>>()?)
}

/// The [`tables`] of a ledger of this version that nobody has touched.
pub(super) fn right_tables(version: i64) -> Result<Vec<(String, String)>, LedgerError> {
    let connection = Connection::open_in_memory()?;
    for step in MIGRATIONS.iter().take(usize::try_from(version).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    tables(&connection)
}

/// Whether another Galla made the tables: they are made anew from the events when the ledger is
/// opened for writing, and are not what this program would make of them.
pub(super) fn is_outdated(connection: &Connection) -> Result<bool, LedgerError> {
    Ok(version(connection)? < newest()
        || perhaps_meta(connection, "projection")?.as_deref() != Some(projection::VERSION))
}

pub(super) fn about(connection: &Connection) -> Result<About, LedgerError> {
    let kind = meta(connection, "kind")?;
    let kind = LedgerKind::from_code(&kind)
        .ok_or_else(|| LedgerError::corrupt(format!("its kind is {kind:?}")))?;
    Ok(About { kind, id: meta(connection, "id")? })
}

/// Whether there is no ledger yet.
///
/// # Errors
/// [`LedgerError::Corrupt`] when there was one: its log is there, or it was cut to nothing.
fn is_missing(path: &Path) -> Result<bool, LedgerError> {
    match path.metadata() {
        // A ledger gets its name when it is whole, so this is none that was never finished.
        Ok(metadata) if metadata.len() == 0 => Err(LedgerError::corrupt("its file is empty")),
        Ok(_) => Ok(false),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        // A link to a place that is not there now, such as a disk that is not plugged in.
        Err(_) if path.is_symlink() => Err(LedgerError::Missing(path.to_owned())),
        Err(_) if length(&beside(path, "-wal")) > 0 => {
            Err(LedgerError::corrupt("its log is there, but the ledger itself is not"))
        }
        Err(_) => Ok(true),
    }
}

/// Makes a ledger, for the agent's own account only. It is made under another name, so that
/// what is broken off never looks like a ledger that lost everything, nor the other way.
fn make(path: &Path, kind: LedgerKind, now: Moment) -> Result<(), LedgerError> {
    let new = beside(path, ".new");
    remove_database(&new)?;
    private(OpenOptions::new().write(true).create_new(true)).open(&new)?;
    let made = (|| {
        let mut connection = Connection::open(&new)?;
        migrate(&mut connection, 0, kind, now)?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(sync(&new)?)
    })();
    if made.is_err() {
        remove_database(&new)?;
        return made;
    }
    fs::rename(&new, path)?;
    Ok(sync_folder(path)?)
}

/// The settings that make a commit reach the disk before it is believed (M1).
fn set_writer_pragmas(connection: &Connection) -> Result<(), LedgerError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let what = "this disk cannot hold a ledger; choose a folder on this computer's own disk";
        return Err(LedgerError::Io(io::Error::other(what)));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // The log is moved into the ledger every 16 MiB instead of every 4: fewer pauses.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    if cfg!(target_os = "macos") {
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    Ok(())
}

fn migrate(
    connection: &mut Connection,
    version: i64,
    kind: LedgerKind,
    now: Moment,
) -> Result<(), LedgerError> {
    let steps = MIGRATIONS.get(usize::try_from(version).unwrap_or(usize::MAX)..);
    let rebuild = version > 0 && is_outdated(connection)?;
    if version == newest() && !rebuild {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    reached(Point::MigrationBegun);
    for step in steps.unwrap_or_default() {
        transaction.execute_batch(step)?;
        reached(Point::MigrationStep);
    }
    if version == 0 {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| io::Error::other(NoRandomness))?;
        set_meta(&transaction, "id", &hex::encode(id))?;
        set_meta(&transaction, "kind", kind.code())?;
        set_meta(&transaction, "created", &now.to_ist_rfc3339())?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if rebuild {
        projection::rebuild(&transaction)?;
        reached(Point::TablesRebuilt);
    }
    set_meta(&transaction, "projection", projection::VERSION)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    reached(Point::Migrated);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{NOON, Shop, back_to_version_4};

    #[test]
    fn m1_a_commit_reaches_the_disk_before_it_is_believed() {
        let shop = Shop::new();
        let connection = &shop.ledger.connection;
        let pragma = |name: &str| -> String {
            connection
                .pragma_query_value(None, name, |row| {
                    row.get::<_, rusqlite::types::Value>(0).map(|value| format!("{value:?}"))
                })
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
        assert_eq!(pragma("synchronous"), "Integer(2)");
        assert_eq!(pragma("foreign_keys"), "Integer(1)");
        assert_eq!(pragma("trusted_schema"), "Integer(0)");
    }

    #[test]
    fn a_ledger_that_is_made_has_the_right_tables_and_the_mark() {
        let shop = Shop::new();
        assert_eq!(tables(&shop.ledger.connection).unwrap(), right_tables(newest()).unwrap());
        assert_eq!(version(&shop.ledger.connection).unwrap(), newest());
        let id = about(&shop.ledger.connection).unwrap().id;
        assert_eq!(id.len(), 32);
        let other = Shop::new();
        assert_ne!(about(&other.ledger.connection).unwrap().id, id);
    }

    #[test]
    fn m9_a_ledger_of_the_version_before_is_brought_up_to_date() {
        let shop = Shop::three_and_two_later();
        let totals = |shop: &Shop| {
            shop.ledger.reader().unwrap().totals(NOON.day(), NOON.day().next()).unwrap()
        };
        let before = totals(&shop);
        shop.ledger.connection.execute_batch(&back_to_version_4()).unwrap();
        let shop = shop.reopen();
        assert_eq!(totals(&shop), before);
        assert_eq!(tables(&shop.ledger.connection).unwrap(), right_tables(newest()).unwrap());
        let report = crate::ledger::check::check(&shop.path).unwrap();
        assert!(report.problems.is_empty() && !report.outdated, "{report}");
    }

    #[test]
    fn an_interrupted_making_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        fs::write(beside(&path, ".new"), "half a ledger").unwrap();
        fs::write(beside(&path, ".new-journal"), "and how to undo it").unwrap();
        let opened = open_for_writing(&path, LedgerKind::Live, NOON).unwrap();
        drop(opened);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
