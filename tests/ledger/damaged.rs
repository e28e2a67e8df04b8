//! Damage on the disk: flipped bytes, cut files, garbage. It is found, said, and left as it is (M1, M9).

use std::fs;

use galla::ledger::LedgerError;
use galla::ledger::check::{Problem, check};

use super::shop::{Shop, id};

#[test]
fn m9_a_byte_that_flips_on_the_disk_is_found_and_its_event_named() {
    let shop = Shop::with(5);
    let mut bytes = fs::read(&shop.path).unwrap();
    let mark = b"<raw-3>";
    let place = bytes.windows(mark.len()).position(|window| window == mark).unwrap();
    bytes[place + 2] ^= 1;
    fs::write(&shop.path, &bytes).unwrap();
    let report = check(&shop.path).unwrap();
    let [Problem::Event { seq, agent_id, .. }] = report.problems.as_slice() else {
        panic!("{report}");
    };
    assert_eq!((*seq, agent_id.as_str()), (6, id(3).as_str()));
}

#[test]
fn m1_a_damaged_newest_event_keeps_the_ledger_from_being_written() {
    let shop = Shop::with(5);
    let mut bytes = fs::read(&shop.path).unwrap();
    let mark = b"<raw-5>";
    let place = bytes.windows(mark.len()).position(|window| window == mark).unwrap();
    bytes[place + 2] ^= 1;
    fs::write(&shop.path, &bytes).unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })));
    assert_eq!(fs::read(&shop.path).unwrap(), bytes, "untouched");
}

#[test]
fn m1_a_damaged_file_is_refused_and_left_byte_for_byte() {
    let good = fs::read(Shop::with(40).path).unwrap();
    let mut pages = good.clone();
    pages[4096..].fill(0xA5);
    let mut first_page = good.clone();
    first_page[100..4096].fill(0xA5);
    let damages: [(&str, Vec<u8>); 5] = [
        ("garbage", b"MZ\x90\0 this is no ledger".repeat(50)),
        ("cut inside the header", good[..60].to_vec()),
        ("cut inside the first page", good[..2_000].to_vec()),
        ("all pages but the first", pages),
        ("the first page but its header", first_page),
    ];
    for (what, bytes) in damages {
        let shop = Shop::empty();
        fs::write(&shop.path, &bytes).unwrap();
        let error = shop.open().unwrap_err();
        assert!(
            matches!(error, LedgerError::Corrupt { .. } | LedgerError::NotALedger),
            "{what}: {error:?}"
        );
        assert_eq!(fs::read(&shop.path).unwrap(), bytes, "{what}");
        // A reader may find something; what it finds is never called good.
        if let Ok(report) = check(&shop.path) {
            assert!(!report.problems.is_empty(), "{what}");
        }
    }
}

#[test]
fn m1_a_file_that_was_cut_to_nothing_is_not_taken_for_a_new_one() {
    let shop = Shop::with(3);
    fs::write(&shop.path, "").unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })));
    assert!(matches!(check(&shop.path), Err(LedgerError::NotALedger)));
    assert_eq!(fs::read(&shop.path).unwrap(), b"");
}

#[test]
fn m1_a_log_without_its_ledger_is_not_thrown_away() {
    let shop = Shop::empty();
    fs::write(shop.beside("-wal"), "what was committed last").unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })));
    assert_eq!(fs::read(shop.beside("-wal")).unwrap(), b"what was committed last");
    assert!(!shop.path.exists());
}
