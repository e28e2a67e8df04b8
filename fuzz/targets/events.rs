//! Events: what is read writes itself back the same, and folds without a surprise (M7, M9).

use galla::transaction::{Event, ShopEvent, State, Transaction};

use super::{AT, id, load, orders};

/// The body of an event as the ledger keeps it.
pub fn event_codec(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(event) = serde_json::from_str::<ShopEvent>(text) {
        let canonical = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<ShopEvent>(&canonical).unwrap(), event);
        assert!(canonical.contains(&format!("\"event\":\"{}\"", event.kind())));
    }
    let Ok(event) = serde_json::from_str::<Event>(text) else { return };
    let canonical = serde_json::to_string(&event).unwrap();
    let again: Event = serde_json::from_str(&canonical).unwrap();
    assert_eq!(again, event);
    assert_eq!(serde_json::to_string(&again).unwrap(), canonical);
    assert!(canonical.contains(&format!("\"event\":\"{}\"", event.kind())));
    if let Event::Intent { .. } = &event {
        let begun = Transaction::from_events(id(), [(AT, event.clone())]).unwrap();
        assert_eq!(begun.state(), State::Sending);
    }
    for order in orders().into_iter().chain([load()]) {
        folds(Transaction::begin(id(), order, AT), &event);
    }
}

fn folds(begun: Transaction, event: &Event) {
    let mut once = begun.clone();
    once.apply(AT, event);
    let kept = serde_json::to_string(&once).unwrap();
    assert_eq!(serde_json::from_str::<Transaction>(&kept).unwrap(), once, "the table keeps it");
    let mut twice = once.clone();
    twice.apply(AT, event);
    assert_eq!(twice.state(), once.state(), "evidence that comes twice says the same");
    assert_eq!(once.reason().is_some(), once.state() == State::Pending);
    assert_eq!(once.not_sent().is_some(), once.state() == State::NotSent);
    // In another order with a crash between, it ends the same.
    let [mut before, mut after] = [begun.clone(), begun];
    before.apply(AT, &Event::Recovered);
    before.apply(AT, event);
    after.apply(AT, event);
    after.apply(AT, &Event::Recovered);
    assert_eq!(before.state(), after.state());
}
