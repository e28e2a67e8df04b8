//! Whether each index of events and transactions leads to exactly the rows it is about.
//!
//! The database's own check looks every row up in every index, which takes longer than all else.
//! Here each index is read once, in its order, and weighed against the rows ([`Scales`]).

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::scales::{Scales, Weight};
use crate::ledger::error::LedgerError;
use crate::ledger::projection;

/// The tables whose indexes are weighed; what they hold is proven event by event.
pub(super) const WEIGHED: [&str; 2] = ["events", "transactions"];

/// An index of `transactions`: its name after `transactions_`, the number of its column among
/// [`projection::COLUMNS`], and its rows.
pub(super) struct Index(&'static str, usize, Of);

/// Which rows an index is about.
#[derive(Clone, Copy)]
enum Of {
    All,
    /// Those with a value.
    Filled,
    /// The same, capital and small letters in one order.
    FilledNoCase,
    /// Those with a 1.
    Marked,
    /// Those in a state that is open.
    Unresolved,
}

/// Every index of `transactions`.
pub(super) const INDEXES: [Index; 11] = [
    Index("at", 1, Of::All),
    Index("target", 3, Of::All),
    Index("amount", 4, Of::All),
    Index("name", 5, Of::Filled),
    Index("unresolved", 6, Of::Unresolved),
    Index("attention", 8, Of::Marked),
    Index("unconfirmed", 9, Of::Marked),
    Index("owed", 10, Of::Marked),
    Index("disputed", 11, Of::Marked),
    Index("api_trans_id", 12, Of::FilledNoCase),
    Index("operator_reference", 13, Of::FilledNoCase),
];

/// The entry before, as an index puts it in order: its number or text, and its transaction.
#[derive(Default)]
struct Before {
    number: i64,
    text: Vec<u8>,
    id: i64,
    begun: bool,
}

impl Before {
    /// Whether an entry comes after it, which is then the one before.
    fn goes_to(&mut self, value: ValueRef<'_>, no_case: bool, id: i64) -> bool {
        let order = match value {
            ValueRef::Integer(number) => std::mem::replace(&mut self.number, number).cmp(&number),
            ValueRef::Text(text) => {
                let letter =
                    |letter: &u8| if no_case { letter.to_ascii_lowercase() } else { *letter };
                let order = self.text.iter().copied().cmp(text.iter().map(letter));
                self.text.clear();
                self.text.extend(text.iter().map(letter));
                order
            }
            _ => return false,
        };
        let order = order.then(std::mem::replace(&mut self.id, id).cmp(&id));
        !std::mem::replace(&mut self.begun, true) || order.is_lt()
    }
}

impl Index {
    /// The question that the index alone answers, in its order.
    fn question(&self) -> String {
        let Self(name, at, of) = self;
        let column = projection::COLUMNS.split(", ").nth(*at).unwrap_or_default();
        let which = match of {
            Of::All => String::new(),
            Of::Filled | Of::FilledNoCase => format!("WHERE {column} IS NOT NULL"),
            Of::Marked => format!("WHERE {column} = 1"),
            Of::Unresolved => format!("WHERE {column} IN ('sending', 'pending')"),
        };
        format!(
            "SELECT {column}, id FROM transactions INDEXED BY transactions_{name} {which} \
             ORDER BY {column}, id"
        )
    }

    fn holds(&self, value: ValueRef<'_>) -> bool {
        match self.2 {
            Of::All => true,
            Of::Filled | Of::FilledNoCase => value != ValueRef::Null,
            Of::Marked => value == ValueRef::Integer(1),
            Of::Unresolved => matches!(value, ValueRef::Text(b"sending" | b"pending")),
        }
    }

    /// What the index holds; `None` when it is not in its order, and so no search is certain.
    pub(super) fn weight(
        &self,
        connection: &Connection,
        scales: &Scales,
    ) -> Result<Option<Weight>, LedgerError> {
        let mut before = Before::default();
        let no_case = matches!(self.2, Of::FilledNoCase);
        weigh(connection, &self.question(), |value, id| {
            before.goes_to(value, no_case, id).then_some(())?;
            entry(scales, self.1, value, id)
        })
    }
}

/// What the indexes hold of the transaction number `id` with these columns, numbered as in
/// [`projection::COLUMNS`].
pub(super) fn weight_of<'row>(
    column: impl Fn(usize) -> Option<ValueRef<'row>>,
    id: i64,
    scales: &Scales,
) -> Option<Weight> {
    entries(column, id, scales).try_fold(Weight::default(), |all, (_, entry)| Some(all + entry?))
}

/// The same, index by index.
fn entries<'row>(
    column: impl Fn(usize) -> Option<ValueRef<'row>>,
    id: i64,
    scales: &Scales,
) -> impl Iterator<Item = (&'static Index, Option<Weight>)> {
    INDEXES.iter().filter_map(move |index| {
        let value = column(index.1)?;
        index.holds(value).then(|| (index, entry(scales, index.1, value, id)))
    })
}

/// The names of the indexes that do not lead to exactly the rows that they are about, which the
/// database's own check does not say of a row too many.
pub(super) fn wrong(connection: &Connection) -> Result<Vec<String>, LedgerError> {
    let scales = Scales::default();
    let sql = format!("SELECT {}, id FROM transactions NOT INDEXED", projection::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut right = [Some(Weight::default()); projection::WIDTH];
    while let Some(row) = rows.next()? {
        let id = row.get(projection::WIDTH)?;
        for (index, entry) in entries(|at| row.get_ref(at).ok(), id, &scales) {
            if let Some(right) = right.get_mut(index.1) {
                *right = right.zip(entry).map(|(all, entry)| all + entry);
            }
        }
    }
    let mut wrong = Vec::new();
    for index in &INDEXES {
        let right = right.get(index.1).copied().flatten();
        if right.is_none() || right != index.weight(connection, &scales)? {
            wrong.push(format!("transactions_{}", index.0));
        }
    }
    let intents = "SELECT agent_id, seq FROM events NOT INDEXED WHERE kind = 'intent'";
    let right = weigh(connection, intents, |agent_id, seq| {
        Some(weight_of_intent(agent_id.as_str().ok()?, seq, &scales))
    })?;
    if right.is_none() || right != weight_of_intents(connection, &scales)? {
        wrong.push("events_intent".to_owned());
    }
    Ok(wrong)
}

/// What the index of intents holds of the one with the number `seq`.
pub(super) fn weight_of_intent(agent_id: &str, seq: i64, scales: &Scales) -> Weight {
    scales.weigh(("intent", seq, agent_id.as_bytes()))
}

/// What the index of intents holds; `None` when it is not in its order, or has an id twice (M2).
pub(super) fn weight_of_intents(
    connection: &Connection,
    scales: &Scales,
) -> Result<Option<Weight>, LedgerError> {
    let mut before = Vec::new();
    weigh(connection, INTENTS, |agent_id, seq| {
        let agent_id = agent_id.as_str().ok()?;
        (before.as_slice() < agent_id.as_bytes()).then_some(())?;
        before.clear();
        before.extend_from_slice(agent_id.as_bytes());
        Some(weight_of_intent(agent_id, seq, scales))
    })
}

const INTENTS: &str = "SELECT agent_id, seq FROM events INDEXED BY events_intent \
     WHERE kind = 'intent' ORDER BY agent_id, seq";

/// The entries of an index that `question` reads, each with its weight, all together.
fn weigh(
    connection: &Connection,
    question: &str,
    mut entry: impl FnMut(ValueRef<'_>, i64) -> Option<Weight>,
) -> Result<Option<Weight>, LedgerError> {
    let mut statement = connection.prepare(question)?;
    let mut rows = statement.query([])?;
    let mut all = Weight::default();
    while let Some(row) = rows.next()? {
        let Some(weight) = entry(row.get_ref(0)?, row.get(1)?) else { return Ok(None) };
        all = all + weight;
    }
    Ok(Some(all))
}

fn entry(scales: &Scales, index: usize, value: ValueRef<'_>, id: i64) -> Option<Weight> {
    match value {
        ValueRef::Integer(number) => Some(scales.weigh((index, id, number))),
        ValueRef::Text(text) => Some(scales.weigh((index, id, text))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::check::{Problem, check};
    use crate::ledger::schema;
    use crate::ledger::testing::Shop;

    #[test]
    fn m9_no_index_of_a_weighed_table_is_left_out() {
        let here = schema::right_tables(schema::newest()).unwrap();
        let weighed =
            |sql: &str| WEIGHED.iter().any(|table| sql.starts_with(&format!("index of {table}:")));
        let mut there: Vec<String> =
            here.into_iter().filter(|(_, sql)| weighed(sql)).map(|(name, _)| name).collect();
        there.retain(|name| name != "events_intent");
        let mut ours = INDEXES.map(|Index(name, ..)| format!("transactions_{name}"));
        ours.sort();
        assert_eq!(there, ours);
    }

    #[test]
    fn each_index_is_read_by_itself_and_in_its_own_order() {
        let shop = Shop::new();
        let plan = |question: &str| -> String {
            let sql = format!("EXPLAIN QUERY PLAN {question}");
            let mut statement = shop.ledger.connection.prepare(&sql).unwrap();
            let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
            steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
        };
        for question in INDEXES.iter().map(Index::question).chain([INTENTS.to_owned()]) {
            let plan = plan(&question);
            assert!(plan.contains("USING COVERING INDEX"), "{plan}");
            assert!(!plan.contains("TEMP"), "{plan}");
        }
    }

    #[test]
    fn an_index_goes_up_by_its_value_and_then_by_its_transaction() {
        let (one, text) = (ValueRef::Integer(1), |text| ValueRef::Text(text));
        for (entries, no_case, goes_up) in [
            (vec![(ValueRef::Integer(-5), 9), (one, 2), (one, 3)], false, true),
            (vec![(one, 3), (one, 3)], false, false),
            (vec![(one, 2), (ValueRef::Integer(0), 3)], false, false),
            (vec![(text(b"B"), 2), (text(b"a"), 1)], false, true),
            (vec![(text(b"B"), 2), (text(b"a"), 3)], true, false),
            (vec![(text(b"a"), 1), (text(b"A"), 2), (text(b"aB"), 1)], true, true),
            (vec![(text(b"a"), 2), (text(b"A"), 1)], true, false),
            (vec![(ValueRef::Null, 1)], false, false),
        ] {
            let mut before = Before::default();
            let mut each = entries.iter();
            assert_eq!(each.all(|(value, id)| before.goes_to(*value, no_case, *id)), goes_up);
        }
    }

    /// Changes a column of row 5 and changes it back while the index is not looking.
    fn mislead(connection: &Connection, index: &str, table: &str, [column, there]: [&str; 2]) {
        let texts = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        let change = |to: &str| {
            let sql = format!("UPDATE {table} SET {column} = {to} WHERE rowid = 5");
            connection.execute_batch(&sql).unwrap();
        };
        let put = |sql: &str| {
            connection.execute_batch("PRAGMA writable_schema = ON").unwrap();
            let put = "UPDATE sqlite_schema SET sql = ?2 WHERE name = ?1";
            connection.execute(put, [index, sql]).unwrap();
            connection.execute_batch("PRAGMA writable_schema = RESET").unwrap();
        };
        let made = texts(&format!("SELECT sql FROM sqlite_schema WHERE name = '{index}'"));
        let looking = made.first().unwrap();
        let triggers = texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name");
        for name in texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        let was = texts(&format!("SELECT quote({column}) FROM {table} WHERE rowid = 5"));
        change(there);
        put(&format!("{} WHERE 0", looking.split(" WHERE").next().unwrap()));
        change(was.first().unwrap());
        put(looking);
        triggers.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
    }

    #[test]
    fn m2_m9_an_index_that_leads_astray_is_found() {
        for (index, column, there) in [
            ("transactions_at", "at", "at + 1"),
            ("transactions_target", "target", "'9876543211'"),
            ("transactions_amount", "amount", "1"),
            ("transactions_name", "name", "NULL"),
            ("transactions_unresolved", "state", "'pending'"),
            ("transactions_attention", "attention", "1"),
            ("transactions_unconfirmed", "unconfirmed", "1"),
            ("transactions_owed", "owed", "1"),
            ("transactions_disputed", "disputed", "1"),
            ("transactions_api_trans_id", "api_trans_id", "'A'"),
            ("transactions_operator_reference", "operator_reference", "'B'"),
            ("events_intent", "kind", "'sent'"),
        ] {
            let mut shop = Shop::new();
            for n in 1..=4 {
                shop.recharge(n, "9876543210", 19_900, "Asha");
                shop.answer(n, "TXN");
            }
            let table = if index == "events_intent" { "events" } else { "transactions" };
            mislead(&shop.ledger.connection, index, table, [column, there]);
            let report = check(&shop.path).unwrap();
            let named = format!("the index {index} does not lead to the rows it is about");
            assert!(report.problems.contains(&Problem::File(named)), "{index}: {report}");
            let elsewhere = |problem: &Problem| !matches!(problem, Problem::File(_));
            let others = report.problems.iter().any(elsewhere);
            // An event whose intent is not found belongs to nothing.
            assert_eq!(others, table == "events", "{index}: {report}");
        }
    }
}
