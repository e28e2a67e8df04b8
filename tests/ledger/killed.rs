//! The ledger and other processes: killed while it writes (M1, M5), open twice (M15), locked.

use std::collections::HashMap;
use std::fs;

use galla::ledger::backup::backup;
use galla::ledger::check::check;
use galla::ledger::{LedgerError, Reader};
use galla::transaction::State;

use super::process::start;
use super::shop::{Shop, at, id, intent};

#[test]
fn m1_m5_m9_nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let shop = Shop::empty();
    let mut acknowledged: Vec<(u64, String)> = Vec::new();
    for round in 0..6_u64 {
        let first = round * 1_000 + 1;
        let (mut child, mut lines) = start("append", &shop.path, first);
        let mut heard: Vec<String> = Vec::new();
        // Killed after a different number of events each time, at no particular place.
        let wanted = 7 + 13 * usize::try_from(round).unwrap();
        heard.extend(lines.by_ref().take(wanted));
        assert_eq!(heard.len(), wanted, "{heard:?}");
        child.kill().unwrap();
        child.wait().unwrap();
        heard.extend(lines);
        acknowledged.extend(heard.iter().filter_map(|line| {
            let (n, kind) = line.split_once(' ')?;
            Some((n.parse().ok()?, kind.to_owned()))
        }));
    }

    let ledger = shop.open().unwrap();
    let reader = ledger.reader().unwrap();
    let mut kinds: HashMap<u64, Vec<&str>> = HashMap::new();
    for (n, kind) in &acknowledged {
        let kept = kinds.entry(*n).or_insert_with(|| {
            reader.events(id(*n)).unwrap().iter().map(|entry| entry.event.kind()).collect()
        });
        assert!(kept.contains(&kind.as_str()), "{n} {kind}");
    }
    // At most one event a round was on disk and not yet acknowledged.
    let kept = reader.event_count().unwrap();
    let said = u64::try_from(acknowledged.len()).unwrap();
    assert!((said..=said + 6).contains(&kept), "{said} said, {kept} kept");
    let report = check(&shop.path).unwrap();
    assert!(report.problems.is_empty(), "{report}");
}

#[test]
fn m15_a_second_process_does_not_get_the_ledger_until_the_first_is_gone() {
    let shop = Shop::with(1);
    let (mut child, mut lines) = start("hold", &shop.path, 0);
    assert_eq!(lines.find(|line| line == "open").as_deref(), Some("open"));
    assert!(matches!(shop.open(), Err(LedgerError::AlreadyOpen)));
    assert_eq!(Reader::open(&shop.path).unwrap().transaction_count().unwrap(), 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let ledger = shop.open().unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::AlreadyOpen)), "in one process too");
    drop(ledger);
    assert!(shop.open().is_ok());
}

#[cfg(target_os = "linux")]
#[test]
fn m15_opening_readers_does_not_give_back_the_writers_locks() {
    use std::os::unix::fs::MetadataExt;

    let shop = Shop::with(1);
    let ledger = shop.open().unwrap();
    let inode = format!(":{} ", shop.path.metadata().unwrap().ino());
    let look = || {
        let locks = fs::read_to_string("/proc/locks").unwrap();
        locks.lines().filter(|lock| lock.contains("POSIX") && lock.contains(&inode)).count()
    };
    // A reading passes over some while locks of other processes come and go.
    let locks = || (0..20).map(|_| look()).max().unwrap();
    let held = locks();
    assert!(held > 0, "the database holds a lock on an open ledger");
    drop(ledger.reader().unwrap());
    assert!(matches!(shop.open(), Err(LedgerError::AlreadyOpen)));
    check(&shop.path).unwrap();
    backup(&shop.path, &shop.beside(".copy")).unwrap();
    assert_eq!(locks(), held);
}

#[test]
fn m1_a_lock_of_another_program_is_a_clear_error_and_passes() {
    let shop = Shop::with(1);
    let mut ledger = shop.open().unwrap();
    let foreign = shop.foreign();
    foreign.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Busy)));
    foreign.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ledger.append(id(2), at(2), &intent(2)).unwrap().state(), State::Sending);
}
