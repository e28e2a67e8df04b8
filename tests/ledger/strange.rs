//! Files that are no ledger for this program: another program's, the other counter's, a newer Galla's.

use std::fs;

use galla::ledger::backup::backup;
use galla::ledger::check::check;
use galla::ledger::{Ledger, LedgerError, LedgerKind, Reader};

use super::shop::{NOON, Shop};

#[test]
fn another_programs_database_is_left_alone() {
    let shop = Shop::empty();
    shop.foreign().execute_batch("CREATE TABLE photographs (title TEXT)").unwrap();
    let bytes = fs::read(&shop.path).unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::NotALedger)));
    assert!(matches!(Reader::open(&shop.path), Err(LedgerError::NotALedger)));
    assert_eq!(fs::read(&shop.path).unwrap(), bytes);
}

#[test]
fn practice_and_live_never_share_a_ledger() {
    let shop = Shop::with(1);
    assert!(matches!(
        Ledger::open(&shop.path, LedgerKind::Practice, NOON),
        Err(LedgerError::WrongKind { wanted: LedgerKind::Practice, found: LedgerKind::Live })
    ));
    assert_eq!(Reader::open(&shop.path).unwrap().kind(), LedgerKind::Live);
}

#[test]
fn a_newer_ledger_can_be_read_and_not_written() {
    let shop = Shop::with(2);
    shop.foreign().execute_batch("PRAGMA user_version = 99").unwrap();
    let bytes = fs::read(&shop.path).unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::Newer { version: 99 })));
    assert_eq!(fs::read(&shop.path).unwrap(), bytes);
    let reader = Reader::open(&shop.path).unwrap();
    assert_eq!(reader.recent(10, None).unwrap().len(), 2);
    let copy = shop.beside(".copy");
    assert!(matches!(check(&shop.path), Err(LedgerError::Newer { version: 99 })));
    assert!(matches!(backup(&shop.path, &copy), Err(LedgerError::Newer { version: 99 })));
    assert!(!copy.exists());
}
