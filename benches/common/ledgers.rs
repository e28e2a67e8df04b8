//! Big ledgers, made once and kept among the build's own files: a home for each size.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use galla::ledger::{LedgerKind, filled};
use galla::settings::Home;
use galla::time::{Clock, SystemClock};

/// The folder of a shop whose practice ledger has this many transactions, three events each.
pub fn home_with(transactions: u64) -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledgers");
    let home = base.join(transactions.to_string());
    if home.exists() {
        return home;
    }
    // Made under another name: one that was broken off is begun anew.
    let making = base.join(format!("{transactions}.new"));
    let _none_there = fs::remove_dir_all(&making);
    fs::create_dir_all(&making).unwrap();
    let begun = Instant::now();
    filled::fill(
        &ledger_in(&making),
        LedgerKind::Practice,
        transactions,
        1,
        SystemClock::new().now(),
    )
    .unwrap();
    println!("a ledger of {transactions} transactions was made in {:.1?}", begun.elapsed());
    fs::rename(&making, &home).unwrap();
    home
}

/// The practice ledger of a home.
pub fn ledger_in(home: &Path) -> PathBuf {
    Home::at(home).unwrap().ledger_file(true)
}
