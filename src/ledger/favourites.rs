//! The table of favourites: the orders that the agent keeps at hand (money rule M9).

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::error::LedgerError;
use crate::transaction::Favourite;

/// Adds a favourite under the number of its event, or changes one.
///
/// # Errors
/// [`LedgerError::NoFavourite`] for a change to one that is not there.
pub(super) fn keep(
    connection: &Connection,
    seq: i64,
    id: Option<i64>,
    favourite: &Favourite,
) -> Result<(), LedgerError> {
    let body = spelled(favourite)?;
    match id {
        None => {
            connection
                .prepare_cached("INSERT INTO favourites (id, body) VALUES (?1, ?2)")?
                .execute(params![seq, body])?;
            Ok(())
        }
        Some(id) => {
            let changed = connection
                .prepare_cached("UPDATE favourites SET body = ?2 WHERE id = ?1")?
                .execute(params![id, body])?;
            known(changed, id)
        }
    }
}

/// Takes a favourite away.
///
/// # Errors
/// [`LedgerError::NoFavourite`] for one that is not there.
pub(super) fn remove(connection: &Connection, id: i64) -> Result<(), LedgerError> {
    let removed =
        connection.prepare_cached("DELETE FROM favourites WHERE id = ?1")?.execute([id])?;
    known(removed, id)
}

/// Takes everything out, before it is made anew.
pub(super) fn empty(connection: &Connection) -> Result<(), LedgerError> {
    connection.execute_batch("DELETE FROM favourites;")?;
    Ok(())
}

fn known(rows: usize, id: i64) -> Result<(), LedgerError> {
    if rows == 1 { Ok(()) } else { Err(LedgerError::NoFavourite(id)) }
}

fn spelled(favourite: &Favourite) -> Result<String, LedgerError> {
    serde_json::to_string(favourite).map_err(|error| LedgerError::Io(error.into()))
}

/// What the events say of the favourites, for a check of the table.
#[derive(Default)]
pub(super) struct Expected(BTreeMap<i64, Favourite>);

impl Expected {
    /// Takes one in, and says whether a change was of one that is there.
    pub(super) fn keep(&mut self, seq: i64, id: Option<i64>, favourite: &Favourite) -> bool {
        let known = id.is_none_or(|id| self.0.contains_key(&id));
        self.0.insert(id.unwrap_or(seq), favourite.clone());
        known
    }

    /// Takes one out, and says whether it was there.
    pub(super) fn remove(&mut self, id: i64) -> bool {
        self.0.remove(&id).is_some()
    }

    /// Whether the table holds what the events add up to, once all events were taken in.
    pub(super) fn is_right(&self, connection: &Connection) -> Result<bool, LedgerError> {
        let mut statement = connection.prepare("SELECT id, body FROM favourites ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let here: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
        let there = self.0.iter().map(|(id, favourite)| Ok((*id, spelled(favourite)?)));
        Ok(here == there.collect::<Result<Vec<_>, LedgerError>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::check;
    use crate::ledger::testing::{Shop, at, order};
    use crate::transaction::ShopEvent;

    fn kept(shop: &Shop) -> Vec<(i64, String)> {
        let kept = shop.ledger.reader().unwrap().favourites().unwrap();
        kept.into_iter().map(|one| (one.id, one.favourite.name)).collect()
    }

    #[test]
    fn m9_favourites_are_kept_renamed_and_removed_and_made_anew() {
        let mut shop = Shop::new();
        let favourite = |name| Box::new(Favourite::of(&order("9876543210", 19_900, name)));
        let mut append = |event| shop.ledger.append_shop(at(1), &event);
        let asha = append(ShopEvent::Favourite { id: None, favourite: favourite("Asha") }).unwrap();
        let ravi = append(ShopEvent::Favourite { id: None, favourite: favourite("Ravi") }).unwrap();
        append(ShopEvent::Favourite { id: Some(asha), favourite: favourite("Asha Devi") }).unwrap();
        append(ShopEvent::FavouriteRemoved { id: ravi }).unwrap();
        for event in [
            ShopEvent::FavouriteRemoved { id: ravi },
            ShopEvent::Favourite { id: Some(ravi), favourite: favourite("Ravi") },
        ] {
            let refused = append(event);
            assert!(matches!(refused, Err(LedgerError::NoFavourite(of)) if of == ravi));
        }
        assert_eq!(kept(&shop), [(asha, "Asha Devi".to_owned())]);
        assert!(check(&shop.path).unwrap().problems.is_empty());
        for tampering in ["DELETE FROM favourites", "UPDATE favourites SET body = '{}'"] {
            shop.ledger.connection.execute_batch(tampering).unwrap();
            let report = check(&shop.path).unwrap().to_string();
            assert!(report.contains("favourites"), "{tampering}: {report}");
        }
        shop.ledger
            .connection
            .execute_batch("UPDATE meta SET value = '0' WHERE name = 'projection'")
            .unwrap();
        let shop = shop.reopen();
        assert_eq!(kept(&shop), [(asha, "Asha Devi".to_owned())]);
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
}
