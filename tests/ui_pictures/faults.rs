//! Pictures of what is said of a fault of Galla's own.

use std::path::PathBuf;
use std::time::Duration;

use galla::counter::Update;
use galla::logs::crash::CrashReport;
use galla::time::Moment;

use crate::common::counter::NOW;
use crate::in_four;

#[test]
fn a_fault_that_was_found_at_the_start() {
    in_four("fault_found", |counter| {
        let earlier = Duration::from_secs(25 * 60 * 60).as_millis();
        let at = Moment::from_millis(NOW.millis() - i64::try_from(earlier).unwrap());
        let file = "/home/asha/.local/share/galla/logs/crash-20261122134500.txt";
        counter.hear(Update::Faults(vec![CrashReport { at, file: PathBuf::from(file) }]));
        counter.board(None);
    });
}
