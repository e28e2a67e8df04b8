//! The ledger's tables, how they came to be version by version, and how a file is opened.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::LedgerKind;
use super::error::LedgerError;
use super::lock::{beside, private};
use super::projection;
use crate::ids::NoRandomness;
use crate::time::Moment;

/// "Gall": marks the file as a ledger of Galla.
const APPLICATION_ID: i64 = 0x4761_6C6C;

/// How long to wait for a foreign program that has locked the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Step `n` brings the tables from version `n` to `n + 1`. A step that was released is
/// never changed.
const MIGRATIONS: [&str; 3] = [VERSION_1, VERSION_2, VERSION_3];

/// A transaction's number is the number of its intent, which its AgentID finds by the index
/// that also refuses a second intent (M2).
///
/// An append waits for every page that it touches, so they are few: a transaction lists its
/// events itself, `day_totals` counts it only once it has ended, and partial indexes hold
/// only the rows that a question is about. The columns before `events` are there to be
/// searched.
const VERSION_1: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    agent_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_intent ON events (agent_id) WHERE kind = 'intent';

CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never updated');
END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are never deleted');
END;
-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER events_are_appended BEFORE INSERT ON events
WHEN NEW.seq <= (SELECT max(seq) FROM events)
    OR (NEW.kind = 'intent' AND EXISTS (
        SELECT 1 FROM events WHERE agent_id = NEW.agent_id AND kind = 'intent'))
BEGIN
    SELECT RAISE(ABORT, 'events are only appended');
END;

CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    agent_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    service TEXT NOT NULL,
    target TEXT NOT NULL,
    amount INTEGER NOT NULL,
    name TEXT,
    state TEXT NOT NULL,
    succeeded_at INTEGER,
    attention INTEGER NOT NULL,
    api_trans_id TEXT COLLATE NOCASE,
    operator_reference TEXT COLLATE NOCASE,
    events TEXT NOT NULL,
    fold TEXT NOT NULL
) STRICT;
CREATE INDEX transactions_target ON transactions (target);
CREATE INDEX transactions_name ON transactions (name) WHERE name IS NOT NULL;
CREATE INDEX transactions_api_trans_id ON transactions (api_trans_id)
    WHERE api_trans_id IS NOT NULL;
CREATE INDEX transactions_operator_reference ON transactions (operator_reference)
    WHERE operator_reference IS NOT NULL;
CREATE INDEX transactions_unresolved ON transactions (state)
    WHERE state IN ('sending', 'pending');
CREATE INDEX transactions_attention ON transactions (attention) WHERE attention = 1;

CREATE TABLE day_totals (
    day TEXT NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, service, state)
) STRICT, WITHOUT ROWID;
";

/// The other products of PGPE: transactions that a callback alone has ended, that the shop
/// owes a customer money for, or that are disputed; and what the shop's own events add up to.
/// The transactions are made anew from the events.
const VERSION_2: &str = "
DROP TABLE transactions;
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    agent_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    service TEXT NOT NULL,
    target TEXT NOT NULL,
    amount INTEGER NOT NULL,
    name TEXT,
    state TEXT NOT NULL,
    succeeded_at INTEGER,
    attention INTEGER NOT NULL,
    unconfirmed INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    api_trans_id TEXT COLLATE NOCASE,
    operator_reference TEXT COLLATE NOCASE,
    events TEXT NOT NULL,
    fold TEXT NOT NULL
) STRICT;
CREATE INDEX transactions_target ON transactions (target);
CREATE INDEX transactions_name ON transactions (name) WHERE name IS NOT NULL;
CREATE INDEX transactions_amount ON transactions (amount);
CREATE INDEX transactions_api_trans_id ON transactions (api_trans_id)
    WHERE api_trans_id IS NOT NULL;
CREATE INDEX transactions_operator_reference ON transactions (operator_reference)
    WHERE operator_reference IS NOT NULL;
CREATE INDEX transactions_unresolved ON transactions (state)
    WHERE state IN ('sending', 'pending');
CREATE INDEX transactions_attention ON transactions (attention) WHERE attention = 1;
CREATE INDEX transactions_unconfirmed ON transactions (unconfirmed) WHERE unconfirmed = 1;
CREATE INDEX transactions_owed ON transactions (owed) WHERE owed = 1;
CREATE INDEX transactions_disputed ON transactions (disputed) WHERE disputed = 1;

CREATE TABLE balances (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    service TEXT NOT NULL,
    holds INTEGER NOT NULL
) STRICT;
CREATE INDEX balances_service ON balances (service, seq);

CREATE TABLE unmatched (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE beneficiaries (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    mobile TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX beneficiaries_account ON beneficiaries (account);
";

/// A faster counter: favourites, and lists that are sent line by line. A line is there once,
/// and so is a transaction among the lines (M2).
const VERSION_3: &str = "
CREATE TABLE favourites (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    closed INTEGER NOT NULL
) STRICT;
CREATE INDEX batches_open ON batches (closed) WHERE closed = 0;

CREATE TABLE batch_lines (
    batch INTEGER NOT NULL REFERENCES batches (id),
    line INTEGER NOT NULL,
    transaction_id INTEGER UNIQUE,
    PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;
";

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
    make_file(path)?;
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
    if version > newest() {
        return Err(LedgerError::Newer { version });
    }
    if version > 0 {
        let found = about(&connection)?.kind;
        if found != kind {
            return Err(LedgerError::WrongKind { wanted: kind, found });
        }
    }
    set_writer_pragmas(&connection)?;
    migrate(&mut connection, version, kind, now)?;
    let about = about(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((connection, about))
}

/// Opens the ledger for reading only, also one of a newer version.
///
/// # Errors
/// [`LedgerError::Missing`] when there is none.
pub(super) fn open_for_reading(path: &Path) -> Result<(Connection, About), LedgerError> {
    if !path.try_exists()? {
        return Err(LedgerError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    if version(&connection)? == 0 {
        return Err(LedgerError::NotALedger);
    }
    let about = about(&connection)?;
    Ok((connection, about))
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

/// A value of the `meta` table.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<String, LedgerError> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?
        .ok_or_else(|| LedgerError::corrupt(format!("it does not say its {name}")))
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

/// Every table, index and trigger with the words that made it, in the order of their names.
pub(super) fn tables(connection: &Connection) -> Result<Vec<(String, String)>, LedgerError> {
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(tables.collect::<Result<_, _>>()?)
}

/// The [`tables`] of a ledger that nobody has touched.
pub(super) fn right_tables() -> Result<Vec<(String, String)>, LedgerError> {
    let connection = Connection::open_in_memory()?;
    for step in MIGRATIONS {
        connection.execute_batch(step)?;
    }
    tables(&connection)
}

fn about(connection: &Connection) -> Result<About, LedgerError> {
    let kind = meta(connection, "kind")?;
    let kind = LedgerKind::from_code(&kind)
        .ok_or_else(|| LedgerError::corrupt(format!("its kind is {kind:?}")))?;
    Ok(About { kind, id: meta(connection, "id")? })
}

/// Makes the file when there is none, for the agent's own account only.
///
/// A ledger that is there is never opened here by other means than the database: closing
/// such a file would give back the locks of every reader in this program.
fn make_file(path: &Path) -> Result<(), LedgerError> {
    let length = |path: &Path| path.metadata().map_or(0, |metadata| metadata.len());
    // The database would throw away the log of an empty file.
    if length(path) == 0 && length(&beside(path, "-wal")) > 0 {
        return Err(LedgerError::corrupt("its log is there, but the ledger itself is not"));
    }
    match private(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
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
    connection.pragma_update(None, "cache_size", -8_192)?;
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
    let rebuild = version > 0
        && (version < newest() || meta(connection, "projection")? != projection::VERSION);
    if version == newest() && !rebuild {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps.unwrap_or_default() {
        transaction.execute_batch(step)?;
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
    }
    set_meta(&transaction, "projection", projection::VERSION)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::{NOON, Shop};

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
        assert_eq!(tables(&shop.ledger.connection).unwrap(), right_tables().unwrap());
        assert_eq!(version(&shop.ledger.connection).unwrap(), newest());
        let id = about(&shop.ledger.connection).unwrap().id;
        assert_eq!(id.len(), 32);
        let other = Shop::new();
        assert_ne!(about(&other.ledger.connection).unwrap().id, id);
    }

    #[test]
    fn an_interrupted_making_is_taken_up_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        std::fs::File::create(&path).unwrap();
        assert!(open_for_writing(&path, LedgerKind::Live, NOON).is_ok());
    }
}
