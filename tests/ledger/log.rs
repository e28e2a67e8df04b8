//! The ledger's log (its -wal file) lost, emptied, cut, damaged or another ledger's: what was
//! committed last may be gone, but nothing else is made of it, and what is left is told truly.

use std::fs;

use galla::ledger::backup::backup;
use galla::ledger::check::check;
use galla::ledger::{LedgerError, Reader};

use super::filled::{Dice, Rows, rows};
use super::shop::{Shop, answer, at, id, intent};

/// A frame of the log: its head and a page.
const FRAME: usize = 24 + 4_096;

/// The head of the log.
const HEAD: usize = 32;

/// How many transactions had been brought home into the file when Galla was closed last.
const HOME: u64 = 3;

/// How many more were only in the log when it was killed.
const IN_LOG: u64 = 4;

/// The file and the log of a ledger that was killed, and its events.
struct Killed {
    file: Vec<u8>,
    log: Vec<u8>,
    events: Rows,
}

impl Killed {
    fn new() -> Self {
        Self::of(&Shop::with(HOME), HOME + 1)
    }

    /// A ledger that goes on with the transaction number `first` and is killed.
    fn of(shop: &Shop, first: u64) -> Self {
        let mut ledger = shop.open().unwrap();
        for n in first..first + IN_LOG {
            ledger.append(id(n), at(n), &intent(n)).unwrap();
            ledger.append(id(n), at(n), &answer(n)).unwrap();
        }
        // A program that is killed leaves its files as they are at that moment.
        let file = fs::read(&shop.path).unwrap();
        let log = fs::read(shop.beside("-wal")).unwrap();
        Self { file, log, events: events(shop).unwrap() }
    }

    /// The next start finds this log beside the file.
    fn with_log(&self, log: Option<&[u8]>) -> Shop {
        let shop = Shop::of(&self.file);
        if let Some(log) = log {
            fs::write(shop.beside("-wal"), log).unwrap();
        }
        shop
    }

    /// Asserts that the ledger with this log holds some of the first events and nothing else,
    /// and that a check says so; returns how many.
    fn holds_the_first(&self, log: Option<&[u8]>, what: &str) -> usize {
        let shop = self.with_log(log);
        let ledger = shop.open().unwrap();
        let held = events(&shop).unwrap();
        assert!(self.events.starts_with(&held), "{what}: {} events", held.len());
        let report = check(&shop.path).unwrap();
        assert!(report.problems.is_empty(), "{what}: {report}");
        assert_eq!(report.events, u64::try_from(held.len()).unwrap(), "{what}");
        drop(ledger);
        assert!(events(&shop).unwrap() == held, "{what}: closed");
        held.len()
    }
}

fn events(shop: &Shop) -> Option<Rows> {
    let rows = rows(&shop.path)?;
    Some(rows.into_iter().filter(|row| row.starts_with("events ")).collect())
}

fn home() -> usize {
    usize::try_from(HOME * 2).unwrap()
}

fn all() -> usize {
    usize::try_from((HOME + IN_LOG) * 2).unwrap()
}

#[test]
fn m1_m9_what_was_only_in_a_lost_log_is_gone_and_nothing_else() {
    let killed = Killed::new();
    assert_eq!(killed.holds_the_first(Some(&killed.log), "the control"), all());
    assert_eq!(killed.holds_the_first(None, "deleted"), home());
    assert_eq!(killed.holds_the_first(Some(b""), "emptied"), home());
    let garbage = b"not a log at all".repeat(killed.log.len() / 16);
    assert_eq!(killed.holds_the_first(Some(&garbage), "garbage"), home());
    let shop = killed.with_log(None);
    let mut ledger = shop.open().unwrap();
    let lost = id(HOME + 1);
    assert_eq!(ledger.reader().unwrap().transaction(lost).unwrap(), None);
    assert!(matches!(ledger.append(lost, at(99), &answer(9)), Err(LedgerError::Unknown(_))));
}

#[test]
fn m9_a_log_that_was_cut_gives_back_whole_events_and_no_half_one() {
    let killed = Killed::new();
    let frames = (killed.log.len() - HEAD) / FRAME;
    assert!(frames > 8, "{frames} frames");
    let mut dice = Dice(3);
    let boundaries = (0..=frames).map(|frame| HEAD + frame * FRAME);
    let within: Vec<usize> = (0..12).map(|_| dice.below(killed.log.len())).collect();
    let mut seen = Vec::new();
    for length in boundaries.chain(within) {
        let log = &killed.log[..length.min(killed.log.len())];
        seen.push(killed.holds_the_first(Some(log), &format!("cut at {length}")));
    }
    for held in home()..=all() {
        assert!(seen.contains(&held), "{held} events were never what was left");
    }
}

#[test]
fn m9_a_byte_that_flips_in_the_log_gives_back_whole_events_and_no_wrong_one() {
    let killed = Killed::new();
    let mut dice = Dice(11);
    for _ in 0..60 {
        let (place, bits) = (dice.below(killed.log.len()), 1 + dice.below(255));
        let mut log = killed.log.clone();
        log[place] ^= u8::try_from(bits).unwrap();
        killed.holds_the_first(Some(&log), &format!("byte {place} by {bits}"));
    }
}

#[test]
fn m1_m9_a_log_of_another_ledger_is_refused_and_nothing_is_overwritten() {
    let other = Killed::new();
    for own in [Killed::new(), Killed::of(&Shop::empty(), 1)] {
        refuses(&own, &other.log);
    }
}

#[test]
fn m9_a_log_of_another_ledger_that_touches_no_event_of_this_one_is_told_by_a_check() {
    let other = Killed::of(&Shop::filled(), 100);
    for own in [Killed::new(), Killed::of(&Shop::empty(), 1)] {
        let shop = own.with_log(Some(&other.log));
        match check(&shop.path) {
            Ok(report) => assert!(!report.problems.is_empty(), "{report}"),
            Err(error) => assert!(matches!(error, LedgerError::Corrupt { .. }), "{error:?}"),
        }
    }
}

#[test]
fn m9_an_older_log_of_the_same_ledger_is_refused_and_nothing_is_overwritten() {
    let shop = Shop::with(HOME);
    let mut killed = Killed::of(&shop, HOME + 1);
    // The log was brought home and the shop went on; then the old log came back.
    let mut ledger = shop.open().unwrap();
    ledger.append(id(50), at(50), &intent(50)).unwrap();
    drop(ledger);
    killed.file = fs::read(&shop.path).unwrap();
    refuses(&killed, &killed.log);
}

fn refuses(own: &Killed, log: &[u8]) {
    let shop = own.with_log(Some(log));
    let is_corrupt = |error| matches!(error, LedgerError::Corrupt { .. });
    assert!(is_corrupt(shop.open().unwrap_err()));
    assert!(is_corrupt(Reader::open(&shop.path).unwrap_err()));
    assert!(is_corrupt(check(&shop.path).unwrap_err()));
    assert!(is_corrupt(backup(&shop.path, &shop.beside(".copy")).unwrap_err()));
    assert_eq!(fs::read(&shop.path).unwrap(), own.file, "the file is as it was");
    assert_eq!(fs::read(shop.beside("-wal")).unwrap(), log, "and so is the log");
    // The ledger opens again when the log is put aside.
    fs::rename(shop.beside("-wal"), shop.beside(".aside")).unwrap();
    drop(shop.open().unwrap());
}
