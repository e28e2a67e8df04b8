//! Searching: by number, AgentID, APITransID, operator reference and name, each by its beginning, and by amount.

use rusqlite::params;

use super::Reader;
use crate::ledger::error::LedgerError;
use crate::ledger::projection;
use crate::money::Paise;
use crate::transaction::{Category, Transaction, number};

// Every place that is looked in: `?1` is the beginning, `?2` comes after everything that
// begins so, `?3` is the limit. Each walks one index, backwards so that the newest of equals
// comes first without sorting, and stops at the limit.
const WHOLE_NUMBER: &str = "SELECT id FROM transactions INDEXED BY transactions_target \
     WHERE target = ?1 AND target < ?2 ORDER BY id DESC LIMIT ?3";
const NUMBER: &str = "SELECT id FROM transactions INDEXED BY transactions_target \
     WHERE target >= ?1 AND target < ?2 ORDER BY target DESC, id DESC LIMIT ?3";
const AGENT_ID: &str = "SELECT seq FROM events INDEXED BY events_intent \
     WHERE agent_id >= ?1 AND agent_id < ?2 AND kind = 'intent' \
     ORDER BY agent_id DESC LIMIT ?3";
const API_TRANS_ID: &str = "SELECT id FROM transactions INDEXED BY transactions_api_trans_id \
     WHERE api_trans_id >= ?1 AND api_trans_id < ?2 ORDER BY api_trans_id DESC LIMIT ?3";
const OPERATOR_REFERENCE: &str = "SELECT id FROM transactions INDEXED BY transactions_operator_reference \
     WHERE operator_reference >= ?1 AND operator_reference < ?2 \
     ORDER BY operator_reference DESC LIMIT ?3";
const WHOLE_NAME: &str = "SELECT id FROM transactions INDEXED BY transactions_name \
     WHERE name = ?1 AND name < ?2 ORDER BY id DESC LIMIT ?3";
const NAME: &str = "SELECT id FROM transactions INDEXED BY transactions_name \
     WHERE name >= ?1 AND name < ?2 ORDER BY name DESC, id DESC LIMIT ?3";

const AMOUNT: &str = "SELECT id FROM transactions INDEXED BY transactions_amount \
     WHERE amount = ?1 ORDER BY id DESC LIMIT ?2";

/// All of them, for the test that looks at how they are answered.
#[cfg(test)]
pub(super) const QUESTIONS: [&str; 8] =
    [WHOLE_NUMBER, NUMBER, AGENT_ID, API_TRANS_ID, OPERATOR_REFERENCE, WHOLE_NAME, NAME, AMOUNT];

impl Reader {
    /// The transactions whose number, AgentID, APITransID, operator's reference or
    /// customer's name begins with `text`, or whose amount it is, newest first, at most `limit`. Small and capital
    /// letters are the same, and a mobile number may be spelled as people spell it. When
    /// more than `limit` begin so, those whose number or name is the whole text come before others.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<Transaction>, LedgerError> {
        let mut found: Vec<i64> = Vec::new();
        for (sql, beginning) in places(text) {
            let after = format!("{beginning}{}", char::MAX);
            let mut statement = self.connection.prepare_cached(sql)?;
            let ids = statement.query_map(params![beginning, after, limit], |row| row.get(0))?;
            for id in ids {
                let id = id?;
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        if let Ok(amount) = text.trim().trim_start_matches('₹').parse::<Paise>() {
            let mut statement = self.connection.prepare_cached(AMOUNT)?;
            let ids = statement.query_map(params![amount.paise(), limit], |row| row.get(0))?;
            for id in ids {
                let id = id?;
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        found.sort_unstable_by(|one, other| other.cmp(one));
        let mut statement =
            self.connection.prepare_cached("SELECT fold FROM transactions WHERE id = ?1")?;
        let mut transactions = Vec::with_capacity(found.len());
        for id in found {
            let mut rows = statement.query([id])?;
            if let Some(row) = rows.next()? {
                transactions.push(projection::from_row(row)?);
            }
        }
        Ok(transactions)
    }
}

/// Where to look, and for what: a text is put as each place spells its own.
fn places(text: &str) -> Vec<(&'static str, String)> {
    let text = text.trim();
    let as_mobile = number::understand(Category::MobilePrepaid, text).ok();
    let as_consumer = number::understand(Category::Electricity, text).ok();
    let mut places = Vec::new();
    // 0 98765 43210 may be a mobile number with a prefix or a consumer number as it stands.
    let as_consumer = as_consumer.filter(|number| as_mobile.as_ref() != Some(number));
    let name = projection::name_key(text);
    // What matches as a whole comes before what only begins so, in case the limit is reached.
    places.extend(as_mobile.iter().map(|number| (WHOLE_NUMBER, number.clone())));
    places.extend(as_consumer.iter().map(|number| (WHOLE_NUMBER, number.clone())));
    places.extend(name.iter().map(|name| (WHOLE_NAME, name.clone())));
    places.extend(as_mobile.map(|number| (NUMBER, number)));
    places.extend(as_consumer.map(|number| (NUMBER, number)));
    if !text.is_empty() {
        places.push((AGENT_ID, text.to_ascii_uppercase()));
        places.push((API_TRANS_ID, text.to_owned()));
        places.push((OPERATOR_REFERENCE, text.to_owned()));
    }
    places.extend(name.map(|name| (NAME, name)));
    places
}
