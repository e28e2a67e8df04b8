//! The tables of the shop's own events: balances, unmatched callbacks, the book of beneficiaries, days, and more (money rule M9).

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use super::error::LedgerError;
use super::projection::name_key;
use super::{batches, favourites, schema};
use crate::time::Moment;
use crate::transaction::{Beneficiary, ShopEvent};

/// Brings the tables up to date with the event number `seq`.
///
/// # Errors
/// [`LedgerError::NoBeneficiary`] for a change to one that is not in the book, and its like for
/// favourites and for the lines of a list.
pub(super) fn apply(
    connection: &Connection,
    seq: i64,
    at: Moment,
    event: &ShopEvent,
) -> Result<(), LedgerError> {
    match event {
        ShopEvent::Balance { service, holds } => {
            connection
                .prepare_cached(
                    "INSERT INTO balances (seq, at, service, holds) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![seq, at.millis(), service.code(), holds.paise()])?;
        }
        ShopEvent::Unmatched { .. } => {
            connection
                .prepare_cached("INSERT INTO unmatched (seq, at, body) VALUES (?1, ?2, ?3)")?
                .execute(params![seq, at.millis(), spelled(event)?])?;
        }
        ShopEvent::Beneficiary { id: None, beneficiary } => {
            connection
                .prepare_cached(
                    "INSERT INTO beneficiaries (account, name, mobile, body, id) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params_of(beneficiary, seq)?)?;
        }
        ShopEvent::Beneficiary { id: Some(id), beneficiary } => {
            let changed = connection
                .prepare_cached(
                    "UPDATE beneficiaries SET account = ?1, name = ?2, mobile = ?3, body = ?4 \
                     WHERE id = ?5",
                )?
                .execute(params_of(beneficiary, *id)?)?;
            known(changed, *id)?;
        }
        ShopEvent::BeneficiaryRemoved { id } => {
            let removed = connection
                .prepare_cached("DELETE FROM beneficiaries WHERE id = ?1")?
                .execute([id])?;
            known(removed, *id)?;
        }
        ShopEvent::DayStarted { day, .. } | ShopEvent::Cash { day, .. } => {
            connection
                .prepare_cached(
                    "INSERT INTO day_events (seq, day, at, body) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![seq, day, at.millis(), spelled(event)?])?;
        }
        ShopEvent::Restored => schema::set_restored(connection, Some(at))?,
        ShopEvent::Favourite { id, favourite } => {
            favourites::keep(connection, seq, *id, favourite)?;
        }
        ShopEvent::FavouriteRemoved { id } => favourites::remove(connection, *id)?,
        ShopEvent::Batch { orders } => batches::begin(connection, seq, at, orders)?,
        ShopEvent::BatchLine { batch, line, agent_id } => {
            batches::line(connection, seq, *batch, *line, *agent_id)?;
        }
        ShopEvent::BatchClosed { batch } => batches::close(connection, *batch)?,
    }
    Ok(())
}

/// Takes everything out, before it is made anew.
pub(super) fn empty(connection: &Connection) -> Result<(), LedgerError> {
    connection.execute_batch(
        "DELETE FROM balances; DELETE FROM unmatched; DELETE FROM beneficiaries; \
         DELETE FROM day_events;",
    )?;
    favourites::empty(connection)?;
    batches::empty(connection)?;
    schema::set_restored(connection, None)
}

fn known(rows: usize, id: i64) -> Result<(), LedgerError> {
    if rows == 1 { Ok(()) } else { Err(LedgerError::NoBeneficiary(id)) }
}

fn spelled(value: &impl serde::Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Io(error.into()))
}

/// The columns of a beneficiary: account, name, mobile, body, id.
fn params_of(
    beneficiary: &Beneficiary,
    id: i64,
) -> Result<impl rusqlite::Params + use<>, LedgerError> {
    let name = name_key(&beneficiary.name).unwrap_or_default();
    let (account, mobile) = (beneficiary.account.clone(), beneficiary.mobile.clone());
    Ok((account, name, mobile, spelled(beneficiary)?, id))
}

/// What the shop's events add up to, for a check of the tables: kept while the events are read.
#[derive(Default)]
pub(super) struct Expected {
    book: BTreeMap<i64, Beneficiary>,
    balances: i64,
    unmatched: i64,
    day_events: i64,
    restored: Option<Moment>,
    favourites: favourites::Expected,
    batches: batches::Expected,
}

impl Expected {
    /// Takes in the event number `seq`, and says whether its row is as it should be.
    pub(super) fn take(
        &mut self,
        connection: &Connection,
        seq: i64,
        at: Moment,
        event: &ShopEvent,
    ) -> Result<bool, LedgerError> {
        let right = match event {
            ShopEvent::Balance { service, holds } => {
                self.balances += 1;
                let values = params![seq, at.millis(), service.code(), holds.paise()];
                connection
                    .prepare_cached(
                        "SELECT 1 FROM balances \
                         WHERE seq = ?1 AND at = ?2 AND service = ?3 AND holds = ?4",
                    )?
                    .exists(values)?
            }
            ShopEvent::Unmatched { .. } => {
                self.unmatched += 1;
                connection
                    .prepare_cached(
                        "SELECT 1 FROM unmatched WHERE seq = ?1 AND at = ?2 AND body = ?3",
                    )?
                    .exists(params![seq, at.millis(), spelled(event)?])?
            }
            ShopEvent::Beneficiary { id, beneficiary } => {
                let known = id.is_none_or(|id| self.book.contains_key(&id));
                self.book.insert(id.unwrap_or(seq), Beneficiary::clone(beneficiary));
                known
            }
            ShopEvent::BeneficiaryRemoved { id } => self.book.remove(id).is_some(),
            ShopEvent::DayStarted { day, .. } | ShopEvent::Cash { day, .. } => {
                self.day_events += 1;
                connection
                    .prepare_cached(
                        "SELECT 1 FROM day_events \
                         WHERE seq = ?1 AND day = ?2 AND at = ?3 AND body = ?4",
                    )?
                    .exists(params![seq, day, at.millis(), spelled(event)?])?
            }
            ShopEvent::Restored => {
                self.restored = Some(at);
                true
            }
            ShopEvent::Favourite { id, favourite } => self.favourites.keep(seq, *id, favourite),
            ShopEvent::FavouriteRemoved { id } => self.favourites.remove(*id),
            ShopEvent::Batch { orders } => self.batches.begin(connection, seq, at, orders)?,
            ShopEvent::BatchLine { batch, line, agent_id } => {
                self.batches.line(connection, seq, *batch, *line, *agent_id)?
            }
            ShopEvent::BatchClosed { batch } => self.batches.close(*batch),
        };
        Ok(right)
    }

    /// The tables that do not hold what the events add up to, once all events were taken in.
    pub(super) fn wrong_tables(
        &self,
        connection: &Connection,
    ) -> Result<Vec<&'static str>, LedgerError> {
        let count = |sql: &str| -> Result<i64, LedgerError> {
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        };
        let mut wrong = Vec::new();
        if count("SELECT count(*) FROM balances")? != self.balances {
            wrong.push("balances");
        }
        if count("SELECT count(*) FROM unmatched")? != self.unmatched {
            wrong.push("unmatched");
        }
        if count("SELECT count(*) FROM day_events")? != self.day_events {
            wrong.push("day_events");
        }
        if schema::restored(connection)? != self.restored.map(|at| at.millis().to_string()) {
            wrong.push("meta");
        }
        let mut book = self.book.iter();
        let mut statement = connection
            .prepare("SELECT account, name, mobile, body, id FROM beneficiaries ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut same = true;
        while let Some(row) = rows.next()? {
            let here: Vec<Value> = (0..5).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            same &= match book.next() {
                Some((id, beneficiary)) => here == row_of(beneficiary, *id)?,
                None => false,
            };
        }
        if !same || book.next().is_some() {
            wrong.push("beneficiaries");
        }
        if !self.favourites.is_right(connection)? {
            wrong.push("favourites");
        }
        if !self.batches.is_right(connection)? {
            wrong.push("batches");
        }
        Ok(wrong)
    }
}

/// The row of a beneficiary as it is read back.
fn row_of(beneficiary: &Beneficiary, id: i64) -> Result<Vec<Value>, LedgerError> {
    let name = name_key(&beneficiary.name).unwrap_or_default();
    Ok(vec![
        Value::Text(beneficiary.account.clone()),
        Value::Text(name),
        Value::Text(beneficiary.mobile.clone()),
        Value::Text(spelled(beneficiary)?),
        Value::Integer(id),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{NOON, Shop, at};
    use crate::money::Paise;
    use crate::transaction::order::TransferMode;
    use crate::transaction::{Claim, Mismatch, Service};

    fn asha(account: &str) -> Box<Beneficiary> {
        Box::new(Beneficiary {
            name: "Asha  Devi".into(),
            account: account.into(),
            ifsc: "HDFC0000123".into(),
            bank: "HDFC Bank".into(),
            mobile: "9876543210".into(),
            mode: TransferMode::Imps,
        })
    }

    fn some_of_each(shop: &mut Shop) -> i64 {
        let holds = |rupees| Paise::from_rupees(rupees).unwrap();
        let mut append = |n, event| shop.ledger.append_shop(at(n), &event).unwrap();
        append(1, ShopEvent::Balance { service: Service::Recharge, holds: holds(500) });
        append(2, ShopEvent::Balance { service: Service::Payout, holds: holds(900) });
        append(3, ShopEvent::Balance { service: Service::Recharge, holds: holds(480) });
        let claim = Box::new(Claim { status: "Success".into(), ..Claim::default() });
        append(4, ShopEvent::Unmatched { claim, why: Mismatch::AgentId });
        let id = append(5, ShopEvent::Beneficiary { id: None, beneficiary: asha("50100111") });
        let gone = append(6, ShopEvent::Beneficiary { id: None, beneficiary: asha("50100222") });
        append(7, ShopEvent::Beneficiary { id: Some(id), beneficiary: asha("50100333") });
        append(8, ShopEvent::BeneficiaryRemoved { id: gone });
        id
    }

    #[test]
    fn m9_what_the_shop_kept_is_read_back_and_in_order() {
        let mut shop = Shop::new();
        let id = some_of_each(&mut shop);
        let reader = shop.ledger.reader().unwrap();
        let book = reader.beneficiaries("", 10).unwrap();
        assert_eq!(book.len(), 1);
        assert_eq!((book[0].id, book[0].beneficiary.account.as_str()), (id, "50100333"));
        let latest = reader.balances().unwrap();
        let latest: Vec<_> = latest.iter().map(|one| (one.service, one.holds.paise())).collect();
        assert_eq!(latest, [(Service::Recharge, 48_000), (Service::Payout, 90_000)]);
        let history = reader.balance_history(Service::Recharge, NOON).unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!(history[0].holds.paise(), 50_000, "oldest first");
        let unmatched = reader.unmatched(10).unwrap();
        assert_eq!(unmatched.len(), 1);
        assert_eq!((unmatched[0].why, unmatched[0].at), (Mismatch::AgentId, at(4)));
        let report = check(&shop.path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
    }

    #[test]
    fn a_beneficiary_is_found_by_every_part() {
        let mut shop = Shop::new();
        some_of_each(&mut shop);
        let reader = shop.ledger.reader().unwrap();
        for text in ["asha", "DEVI", "50100333", "0333", "98765", " asha d"] {
            assert_eq!(reader.beneficiaries(text, 10).unwrap().len(), 1, "{text:?}");
        }
        for text in ["ravi", "50100222", "100%", "_"] {
            assert!(reader.beneficiaries(text, 10).unwrap().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_beneficiary_that_is_not_there_cannot_be_changed_or_removed() {
        let mut shop = Shop::new();
        let change = ShopEvent::Beneficiary { id: Some(7), beneficiary: asha("50100111") };
        for event in [change, ShopEvent::BeneficiaryRemoved { id: 7 }] {
            let refused = shop.ledger.append_shop(NOON, &event);
            assert!(matches!(refused, Err(LedgerError::NoBeneficiary(7))), "{refused:?}");
        }
        assert_eq!(shop.ledger.reader().unwrap().event_count().unwrap(), 0);
    }

    #[test]
    fn m9_a_table_that_was_tampered_with_is_found() {
        let table = [
            ("UPDATE balances SET holds = 1 WHERE seq = 1", "balances"),
            ("DELETE FROM balances WHERE seq = 2", "balances"),
            ("INSERT INTO balances VALUES (99, 1, 'recharge', 1)", "balances"),
            ("DELETE FROM unmatched", "unmatched"),
            ("UPDATE beneficiaries SET account = '1'", "beneficiaries"),
            ("DELETE FROM beneficiaries", "beneficiaries"),
        ];
        for (tampering, named) in table {
            let mut shop = Shop::new();
            some_of_each(&mut shop);
            shop.ledger.connection.execute_batch(tampering).unwrap();
            let report = check(&shop.path).unwrap().to_string();
            assert!(report.contains(named), "{tampering}: {report}");
        }
    }

    #[test]
    fn m9_the_tables_are_made_anew_from_the_events() {
        let mut shop = Shop::new();
        some_of_each(&mut shop);
        let book = |shop: &Shop| shop.ledger.reader().unwrap().beneficiaries("", 9).unwrap();
        let before = book(&shop);
        shop.ledger
            .connection
            .execute_batch("UPDATE meta SET value = '0' WHERE name = 'projection'")
            .unwrap();
        let shop = shop.reopen();
        assert_eq!(book(&shop), before);
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
}
