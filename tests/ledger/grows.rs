//! The ledger only grows (M9), and an AgentID begins once (M2).

use galla::ledger::check::check;
use galla::ledger::{LedgerError, Reader};
use galla::transaction::{Event, State, Transaction};

use super::shop::{Shop, at, id, intent};

#[test]
fn m2_the_same_agent_id_begins_once() {
    let shop = Shop::with(1);
    let mut ledger = shop.open().unwrap();
    assert!(matches!(
        ledger.append(id(1), at(9), &intent(2)),
        Err(LedgerError::Duplicate(duplicate)) if duplicate == id(1)
    ));
    assert!(matches!(
        ledger.append(id(2), at(9), &Event::Sent),
        Err(LedgerError::Unknown(unknown)) if unknown == id(2)
    ));
    ledger.append(id(2), at(9), &intent(2)).unwrap();
    assert_eq!(ledger.reader().unwrap().event_count().unwrap(), 3);
    assert!(check(&shop.path).unwrap().problems.is_empty());
}

#[test]
fn m9_the_database_itself_refuses_to_change_an_event() {
    let shop = Shop::with(2);
    let foreign = shop.foreign();
    for change in [
        "UPDATE events SET at = 0",
        "UPDATE events SET body = '{}' WHERE seq = 4",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 4",
        "INSERT OR REPLACE INTO events SELECT 4, agent_id, 0, kind, body, hash FROM events WHERE seq = 4",
        "INSERT OR REPLACE INTO events SELECT 5, agent_id, 0, kind, body, hash FROM events WHERE seq = 1",
        "INSERT INTO events SELECT 0, '00000000000000', at, kind, body, hash FROM events WHERE seq = 1",
        "UPDATE OR REPLACE events SET seq = 1 WHERE seq = 2",
    ] {
        let refused = foreign.execute(change, []).unwrap_err().to_string();
        assert!(refused.contains("events are"), "{change}: {refused}");
    }
    assert!(check(&shop.path).unwrap().problems.is_empty());
}

#[test]
fn m9_what_a_reader_sees_is_what_the_events_add_up_to() {
    let shop = Shop::with(3);
    let reader = Reader::open(&shop.path).unwrap();
    let newest: Transaction = reader.recent(1, None).unwrap().remove(0);
    assert_eq!((newest.agent_id, newest.state()), (id(3), State::Success));
    let events = reader.events(id(3)).unwrap().into_iter().map(|entry| (entry.at, entry.event));
    assert_eq!(Transaction::from_events(id(3), events), Some(newest));
}
