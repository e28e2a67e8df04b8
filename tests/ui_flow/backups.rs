//! What the settings say about the daily copies of the ledger.

use std::sync::Arc;

use egui::Key;
use galla::counter::{Copies, Update};
use galla::ledger::LedgerError;
use galla::ledger::daily::DailyCopy;

use crate::common::counter::{Counter, NOW};

#[test]
fn the_settings_say_when_the_last_good_copy_was_made_and_where_and_what_went_wrong() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    assert!(!counter.shows("There is no copy yet."), "nothing is said before it is known");
    counter.hear(Update::Copies(Copies::default()));
    assert!(counter.shows("There is no copy yet."));
    let file = "/home/asha/galla/backups/live-2026-11-23.sqlite";
    let newest = Some(DailyCopy { made: NOW, file: file.into() });
    counter.hear(Update::Copies(Copies { newest: newest.clone(), trouble: None }));
    assert!(counter.shows("Last good copy: 2:45 pm, today") && counter.shows(file));
    assert!(!counter.shows("There is no copy yet."));
    for (error, said) in [
        (
            LedgerError::DiskFull,
            "There is no copy of today: the disk is full. Free some space; Galla tries again \
             within an hour.",
        ),
        (
            LedgerError::ReadOnly,
            "There is no copy of today: the backups folder may not be written. Check its \
             rights; Galla tries again within an hour.",
        ),
        (
            LedgerError::BadCopy("event 7 (AgentID 6FHBXVZZZZZZZZ): its hash does not fit".into()),
            "There is no copy of today: it did not pass its check (event 7 (AgentID \
             6FHBXVZZZZZZZZ): its hash does not fit). Keep the last good copy, and run galla check.",
        ),
        (
            LedgerError::Busy,
            "There is no copy of today: another program is using the ledger's file; close it \
             and try again. Galla tries again within an hour.",
        ),
    ] {
        let trouble = Some(Arc::new(error));
        counter.hear(Update::Copies(Copies { newest: newest.clone(), trouble }));
        assert!(counter.shows(said), "{said}");
        assert!(counter.shows(file), "the last good one is still said");
    }
    // Another counter has copies of its own.
    counter.open(true);
    assert!(!counter.shows(file));
}
