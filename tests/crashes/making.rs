//! Killed while the very first ledger is made: the next start makes it, and pays.

use galla::points::Point;

use super::plan::How;
use super::story::Story;

/// What a start comes through where there is no ledger yet, and how often.
const MAKING: [(Point, u32); 8] = [
    (Point::LedgerLocked, 1),
    (Point::FileReady, 1),
    (Point::LogReady, 1),
    (Point::MigrationBegun, 1),
    (Point::MigrationStep, 1),
    (Point::MigrationStep, 2),
    (Point::Migrated, 1),
    (Point::LedgerOpened, 1),
];

#[test]
fn m9_m15_killed_while_the_ledger_is_made_the_next_start_makes_it() {
    for (seed, (point, times)) in (9_000_000..).zip(MAKING) {
        let mut story = Story::begin(seed);
        story.kill_new(How::At(point, times));
        story.kill(How::After { lines: 12, pause: std::time::Duration::ZERO });
    }
}
