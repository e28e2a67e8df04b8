//! The hash chain: each event carries a hash over itself and the one before it (money rule M9).

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::LedgerKind;
use super::error::LedgerError;
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Event, ShopEvent};

/// A SHA-256 hash.
pub(super) type Hash = [u8; 32];

/// The end of the chain: what the next event is written after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of the newest event; 0 when there is none.
    pub seq: i64,
    /// Its hash; the hash of the ledger's own id when there is none.
    pub hash: Hash,
}

impl Head {
    /// The number of the next event.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`] when there is none: no ledger ever had so many events.
    pub(super) fn next(&self) -> Result<i64, LedgerError> {
        let next = self.seq.checked_add(1);
        next.ok_or_else(|| LedgerError::corrupt("its newest event has the last of all numbers"))
    }
}

/// An event as its row spells it, in texts of its own or in the row's.
#[derive(Debug)]
pub(super) struct Link<S = String> {
    pub seq: i64,
    pub agent_id: S,
    pub at: i64,
    pub kind: S,
    pub body: S,
    pub hash: Hash,
}

/// The columns of `events` in the order that [`Link::from_row`] reads them.
pub(super) const COLUMNS: &str = "seq, agent_id, at, kind, body, hash";

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A transaction.
    Of(AgentId, Event),
    /// The shop; its AgentID is empty.
    Shop(ShopEvent),
}

impl Link {
    /// Reads a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            agent_id: row.get(1)?,
            at: row.get(2)?,
            kind: row.get(3)?,
            body: row.get(4)?,
            hash: row.get(5)?,
        })
    }
}

impl<'row> Link<&'row str> {
    /// Reads a row of [`COLUMNS`] without copying its texts.
    pub(super) fn within(row: &'row Row<'_>) -> rusqlite::Result<Self> {
        let text = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str()?);
        Ok(Self {
            seq: row.get(0)?,
            agent_id: text(1)?,
            at: row.get(2)?,
            kind: text(3)?,
            body: text(4)?,
            hash: row.get(5)?,
        })
    }
}

impl<S: AsRef<str>> Link<S> {
    /// What its hash must be after an event with the hash `before`.
    pub(super) fn expected_hash(&self, before: &Hash) -> Hash {
        hash(
            before,
            self.seq,
            self.agent_id.as_ref(),
            self.at,
            self.kind.as_ref(),
            self.body.as_ref(),
        )
    }

    /// The event it holds, with what it is about and its time.
    ///
    /// # Errors
    /// Says what is wrong when the columns and the body are not those of one event.
    pub(super) fn decode(&self) -> Result<(Moment, Fact), String> {
        let unread = |error| format!("its body cannot be read: {error}");
        let (agent_id, body) = (self.agent_id.as_ref(), self.body.as_ref());
        let (kind, fact) = if agent_id.is_empty() {
            let event: ShopEvent = serde_json::from_str(body).map_err(unread)?;
            (event.kind(), Fact::Shop(event))
        } else {
            let agent_id = agent_id.parse().map_err(|_| "its AgentID is not one".to_owned())?;
            let event: Event = serde_json::from_str(body).map_err(unread)?;
            (event.kind(), Fact::Of(agent_id, event))
        };
        if kind == self.kind.as_ref() {
            Ok((Moment::from_millis(self.at), fact))
        } else {
            Err("its kind is not the one of its body".to_owned())
        }
    }

    /// The event of one transaction that it holds.
    ///
    /// # Errors
    /// As [`Link::decode`], and when it is about the shop.
    pub(super) fn decode_own(&self) -> Result<(AgentId, Moment, Event), String> {
        match self.decode()? {
            (at, Fact::Of(agent_id, event)) => Ok((agent_id, at, event)),
            (_, Fact::Shop(_)) => Err("it is about the shop, not about a transaction".to_owned()),
        }
    }
}

/// What the first event is written after: a hash of what makes this ledger this ledger.
pub(super) fn genesis(kind: LedgerKind, id: &str) -> Hash {
    let mut bytes = Vec::new();
    for part in ["galla ledger 1", kind.code(), id] {
        feed(&mut bytes, part.as_bytes());
    }
    Sha256::digest(bytes).into()
}

/// The hash of an event after one with the hash `before`.
fn hash(before: &Hash, seq: i64, agent_id: &str, at: i64, kind: &str, body: &str) -> Hash {
    // In one piece: a hasher takes a time of its own for each part, and a check hashes millions.
    let mut bytes = Vec::with_capacity(128 + body.len());
    bytes.extend_from_slice(before);
    feed(&mut bytes, &seq.to_be_bytes());
    feed(&mut bytes, agent_id.as_bytes());
    feed(&mut bytes, &at.to_be_bytes());
    feed(&mut bytes, kind.as_bytes());
    feed(&mut bytes, body.as_bytes());
    Sha256::digest(bytes).into()
}

/// Length first, so that no two lists of parts feed the same bytes.
fn feed(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
    bytes.extend_from_slice(part);
}

/// The newest event's number and hash, read from the ledger and verified.
///
/// # Errors
/// [`LedgerError::Corrupt`] when the newest event does not carry the hash it should.
pub(super) fn head(connection: &Connection, genesis: &Hash) -> Result<Head, LedgerError> {
    let sql = format!("SELECT {COLUMNS} FROM events ORDER BY seq DESC LIMIT 2");
    let mut statement = connection.prepare_cached(&sql)?;
    let newest: Vec<Link> = statement.query_map([], Link::from_row)?.collect::<Result<_, _>>()?;
    let mut newest = newest.into_iter();
    let Some(last) = newest.next() else { return Ok(Head { seq: 0, hash: *genesis }) };
    let before = newest.next().map_or(*genesis, |link| link.hash);
    if last.expected_hash(&before) == last.hash {
        Ok(Head { seq: last.seq, hash: last.hash })
    } else {
        Err(LedgerError::corrupt(format!(
            "event {}, the newest, does not carry the right hash",
            last.seq
        )))
    }
}

/// Writes one event of a transaction after `head` and returns the new head. The caller commits.
pub(super) fn write(
    connection: &Connection,
    head: &Head,
    agent_id: AgentId,
    at: Moment,
    event: &Event,
) -> Result<Head, LedgerError> {
    put(connection, head, agent_id.as_str(), at, event.kind(), event)
}

/// Writes one event of the shop, as [`write`] does.
pub(super) fn write_shop(
    connection: &Connection,
    head: &Head,
    at: Moment,
    event: &ShopEvent,
) -> Result<Head, LedgerError> {
    put(connection, head, "", at, event.kind(), event)
}

fn put(
    connection: &Connection,
    head: &Head,
    agent_id: &str,
    at: Moment,
    kind: &str,
    event: &impl Serialize,
) -> Result<Head, LedgerError> {
    // The order of the fields in the type is the order in the text, so the text is canonical.
    let body = serde_json::to_string(event).map_err(|error| LedgerError::Io(error.into()))?;
    let seq = head.next()?;
    let hash = hash(&head.hash, seq, agent_id, at.millis(), kind, &body);
    connection
        .prepare_cached(
            "INSERT INTO events (seq, agent_id, at, kind, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![seq, agent_id, at.millis(), kind, body, hash])?;
    Ok(Head { seq, hash })
}

/// The number of the intent of a transaction, which is the number of the transaction.
pub(super) fn number_of(
    connection: &Connection,
    agent_id: AgentId,
) -> Result<Option<i64>, LedgerError> {
    Ok(connection
        .prepare_cached("SELECT seq FROM events WHERE agent_id = ?1 AND kind = 'intent'")?
        .query_row([agent_id.as_str()], |row| row.get(0))
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m9_each_part_of_an_event_is_in_its_hash() {
        let before = genesis(LedgerKind::Practice, "one");
        let right = hash(&before, 1, "6FHBXVZZZZZZZZ", 5, "sent", "{}");
        let others = [
            hash(&genesis(LedgerKind::Live, "one"), 1, "6FHBXVZZZZZZZZ", 5, "sent", "{}"),
            hash(&genesis(LedgerKind::Practice, "two"), 1, "6FHBXVZZZZZZZZ", 5, "sent", "{}"),
            hash(&before, 2, "6FHBXVZZZZZZZZ", 5, "sent", "{}"),
            hash(&before, 1, "6FHBXVZZZZZZZ0", 5, "sent", "{}"),
            hash(&before, 1, "6FHBXVZZZZZZZZ", 6, "sent", "{}"),
            hash(&before, 1, "6FHBXVZZZZZZZZ", 5, "note", "{}"),
            hash(&before, 1, "6FHBXVZZZZZZZZ", 5, "sent", "{} "),
            hash(&before, 1, "6FHBXVZZZZZZZZ", 5, "sent{", "}"),
        ];
        assert!(others.iter().all(|other| *other != right));
    }

    #[test]
    fn m9_the_hash_of_a_known_event_never_changes() {
        let before = genesis(LedgerKind::Practice, "00112233445566778899aabbccddeeff");
        let first =
            hash(&before, 1, "6FHBXVZZZZZZZZ", 1_795_415_400_000, "sent", "{\"event\":\"sent\"}");
        assert_eq!(
            hex::encode(first),
            "4a36a9e77ac6bcff1d9b285d49ecf35373c6dcfee526c69c31bb31479aeb5fee"
        );
    }
}
