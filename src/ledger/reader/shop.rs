//! Questions about the shop itself: what the wallets held, the book of beneficiaries, unmatched callbacks.

use rusqlite::params;

use super::Reader;
use crate::ledger::error::LedgerError;
use crate::ledger::projection::name_key;
use crate::money::Paise;
use crate::time::Moment;
use crate::transaction::{Beneficiary, Claim, Mismatch, Service, ShopEvent};

/// What a wallet held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceReading {
    /// Whose wallet.
    pub service: Service,
    /// What it held.
    pub holds: Paise,
    /// When the gateway said so.
    pub at: Moment,
}

/// A beneficiary with its place in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBeneficiary {
    /// The number to change or remove it by.
    pub id: i64,
    /// Who it is.
    pub beneficiary: Beneficiary,
}

/// A callback that agrees with no transaction (money rule M12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedClaim {
    /// When it came.
    pub at: Moment,
    /// What it said.
    pub claim: Claim,
    /// What does not agree.
    pub why: Mismatch,
}

impl Reader {
    /// The newest reading of each wallet that was ever read, in the order of the services.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn balances(&self) -> Result<Vec<BalanceReading>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT at, holds FROM balances INDEXED BY balances_service \
             WHERE service = ?1 ORDER BY seq DESC LIMIT 1",
        )?;
        let mut readings = Vec::new();
        for service in Service::OF_PGPE {
            let mut rows = statement.query([service.code()])?;
            if let Some(row) = rows.next()? {
                readings.push(BalanceReading {
                    service,
                    at: Moment::from_millis(row.get(0)?),
                    holds: Paise::from_paise(row.get(1)?),
                });
            }
        }
        Ok(readings)
    }

    /// The readings of one wallet from `since` on, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn balance_history(
        &self,
        service: Service,
        since: Moment,
    ) -> Result<Vec<BalanceReading>, LedgerError> {
        // Backwards from the newest, so that years of readings are not walked through.
        let mut statement = self.connection.prepare_cached(
            "SELECT at, holds FROM balances INDEXED BY balances_service \
             WHERE service = ?1 ORDER BY seq DESC",
        )?;
        let mut rows = statement.query([service.code()])?;
        let mut readings = Vec::new();
        while let Some(row) = rows.next()? {
            let at = Moment::from_millis(row.get(0)?);
            if at < since {
                break;
            }
            readings.push(BalanceReading { service, at, holds: Paise::from_paise(row.get(1)?) });
        }
        readings.reverse();
        Ok(readings)
    }

    /// The newest callbacks that agree with no transaction, newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unmatched(&self, limit: u32) -> Result<Vec<UnmatchedClaim>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT at, body FROM unmatched ORDER BY seq DESC LIMIT ?1")?;
        let mut rows = statement.query([limit])?;
        let mut claims = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            match serde_json::from_str(&body) {
                Ok(ShopEvent::Unmatched { claim, why }) => claims.push(UnmatchedClaim {
                    at: Moment::from_millis(row.get(0)?),
                    claim: *claim,
                    why,
                }),
                _ => return Err(LedgerError::corrupt("a callback cannot be read".to_owned())),
            }
        }
        Ok(claims)
    }

    /// How many callbacks agree with no transaction.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unmatched_count(&self) -> Result<u64, LedgerError> {
        self.count("SELECT count(*) FROM unmatched")
    }

    /// The beneficiaries of whom a word of the name, the mobile number or the account begins
    /// with `text`, or whose account ends with it; all for an empty text. By name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn beneficiaries(
        &self,
        text: &str,
        limit: u32,
    ) -> Result<Vec<KeptBeneficiary>, LedgerError> {
        let name = name_key(text).unwrap_or_default();
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let plain = plain.to_ascii_uppercase();
        // `instr` and `substr` take what was typed as it is: LIKE would read its own signs in it.
        // A text of signs only is in nobody's number.
        let mut statement = self.connection.prepare_cached(
            "SELECT id, body FROM beneficiaries \
             WHERE ?1 = '' OR instr(' ' || name, ' ' || ?1) > 0 OR (?2 <> '' AND (\
                 substr(account, 1, length(?2)) = ?2 OR substr(account, -length(?2)) = ?2 \
                 OR substr(mobile, 1, length(?2)) = ?2)) \
             ORDER BY name, id LIMIT ?3",
        )?;
        let mut rows = statement.query(params![name, plain, limit])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            let beneficiary = serde_json::from_str(&body).map_err(|error| {
                LedgerError::corrupt(format!("a beneficiary cannot be read: {error}"))
            })?;
            found.push(KeptBeneficiary { id: row.get(0)?, beneficiary });
        }
        Ok(found)
    }
}
