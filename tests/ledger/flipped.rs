//! A byte that flips in any page, and a file that is cut anywhere: never a panic, never called
//! good when anything in it reads differently, never overwritten when it is refused (M1, M9).

use std::fs;

use galla::ledger::check::check;
use galla::ledger::{LedgerError, LedgerKind};

use super::filled::{Dice, Rows, rows};
use super::shop::Shop;

const PAGE: usize = 4_096;

/// How many bytes of each page are flipped, one after the other.
const FLIPS: usize = 8;

/// Opens and checks a damaged ledger; says whether the damage was seen.
fn is_seen(bytes: &[u8], good: &Rows, what: &str) -> bool {
    let shop = Shop::of(bytes);
    let checked = check(&shop.path);
    let seen = match &checked {
        Ok(report) => !report.problems.is_empty(),
        Err(_) => true,
    };
    if !seen {
        assert!(rows(&shop.path).as_ref() == Some(good), "{what}: called good");
        assert_eq!(checked.unwrap().kind, LedgerKind::Live, "{what}");
    }
    // What a reader has left beside it must not matter to the writer.
    let opened = shop.open();
    if opened.is_err() {
        assert_eq!(fs::read(&shop.path).unwrap(), bytes, "{what}: refused, and yet changed");
    }
    drop(opened);
    if !seen {
        assert!(rows(&shop.path).as_ref() == Some(good), "{what}: changed by opening");
    }
    seen
}

#[test]
fn m9_a_byte_that_flips_in_any_page_is_found_or_changes_nothing() {
    let shop = Shop::filled();
    let (bytes, good) = (fs::read(&shop.path).unwrap(), rows(&shop.path).unwrap());
    let pages = bytes.len() / PAGE;
    assert!(pages > 20 && good.len() > 100, "{pages} pages, {} rows", good.len());
    let mut dice = Dice(20_261_123);
    let (mut flips, mut seen) = (0, 0);
    for page in 0..pages {
        for _ in 0..FLIPS {
            let (place, bits) = (page * PAGE + dice.below(PAGE), 1 + dice.below(255));
            let mut damaged = bytes.clone();
            damaged[place] ^= u8::try_from(bits).unwrap();
            flips += 1;
            seen += usize::from(is_seen(&damaged, &good, &format!("byte {place} by {bits}")));
        }
    }
    // A good part of the pages is unused, where a flip is no damage.
    assert!(seen * 4 > flips, "{seen} of {flips} were seen");
}

#[test]
fn m9_a_byte_that_flips_in_the_head_of_the_file_is_found_or_changes_nothing() {
    let shop = Shop::filled();
    let (bytes, good) = (fs::read(&shop.path).unwrap(), rows(&shop.path).unwrap());
    for place in 0..100 {
        for bits in [0x01, 0x80] {
            let mut damaged = bytes.clone();
            damaged[place] ^= bits;
            is_seen(&damaged, &good, &format!("byte {place} by {bits}"));
        }
    }
}

#[test]
fn m1_m9_a_file_that_is_cut_anywhere_is_refused_and_left_as_it_is() {
    let shop = Shop::filled();
    let bytes = fs::read(&shop.path).unwrap();
    let mut dice = Dice(7);
    let boundaries = (0..bytes.len() / PAGE).map(|page| page * PAGE);
    let within = (0..20).map(|_| dice.below(bytes.len()));
    for length in boundaries.chain(within.collect::<Vec<_>>()) {
        let shop = Shop::of(&bytes[..length]);
        let error = shop.open().unwrap_err();
        assert!(
            matches!(error, LedgerError::Corrupt { .. } | LedgerError::NotALedger),
            "{length}: {error:?}"
        );
        assert_eq!(fs::read(&shop.path).unwrap().len(), length);
        if let Ok(report) = check(&shop.path) {
            assert!(!report.problems.is_empty(), "{length}: {report}");
        }
    }
}
