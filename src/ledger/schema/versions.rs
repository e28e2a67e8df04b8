//! The tables, version by version.

/// Step `n` brings the tables from version `n` to `n + 1`. A step that was released is
/// never changed.
pub(super) const MIGRATIONS: [&str; 5] = [VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5];

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

/// A shop's day: totals by hour and operator, so that a month is read without a scan; the
/// day's start and its cash; and transactions found by their time.
const VERSION_3: &str = "
DROP TABLE day_totals;
CREATE TABLE hour_totals (
    day TEXT NOT NULL,
    hour INTEGER NOT NULL,
    service TEXT NOT NULL,
    operator TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, hour, service, operator, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX transactions_at ON transactions (at);

CREATE TABLE day_events (
    seq INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX day_events_day ON day_events (day);
";

/// A faster counter: favourites, and lists that are sent line by line. A line is there once,
/// and so is a transaction among the lines (M2).
const VERSION_4: &str = "
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

/// A month's totals in few rows: a day has one for each operator and state, and for each hour
/// and state in which something succeeded. They stand side by side, since an append waits for
/// every page that it touches.
const VERSION_5: &str = "
DROP TABLE hour_totals;
CREATE TABLE totals (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, what, state)
) STRICT, WITHOUT ROWID;
";
