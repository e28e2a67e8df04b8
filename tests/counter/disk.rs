//! The disk under a running counter: full, read-only, pulled out, damaged, its log lost. Nothing
//! is sent that was not recorded (M1), nothing is overwritten, and when the trouble is over the
//! counter goes on.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use galla::counter::{Update, WhyNotPaid};
use galla::ledger::check::check;
use galla::ledger::{Ledger, LedgerError, LedgerKind};
use galla::money::Paise;
use galla::settings::Home;
use galla::transaction::{Mismatch, Service, ShopEvent, State};
use tokio::sync::Notify;

use super::callbacks::{FOR_EVER, call, claim};
use super::scripted::{Scripted, Step, pending, success};
use super::shop::{NOON, Shop};
#[cfg(target_os = "linux")]
use super::small_disk::Disk;

const NUMBER: &str = "9876543200";

/// A shop whose settings and ledgers lie in a folder of the test's own.
fn shop_in(folder: &Path, gateway: Arc<Scripted>) -> Shop {
    let mut shop = Shop::closed_with(gateway);
    shop.home = Home::at(folder).unwrap();
    shop
}

/// Opens it and waits until no copy is being made, which takes room on the disk.
fn start(shop: &mut Shop) {
    assert!(shop.start().ledger_trouble.is_none());
    shop.wait_copies(|_| true);
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", file.display()))
}

/// Why the ledger did not take a payment; nothing else may have kept it.
fn refusal(shop: &mut Shop) -> Arc<LedgerError> {
    match shop.try_pay(NUMBER, 299) {
        Err(WhyNotPaid::Ledger(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn is_in_order(file: &Path) -> bool {
    check(file).unwrap().problems.is_empty()
}

#[cfg(target_os = "linux")]
#[test]
fn m1_nothing_is_sent_while_the_disk_is_full() {
    let Some(disk) = Disk::of_megabytes(4) else { return };
    let gateway = Scripted::paying(success);
    let mut shop = shop_in(disk.path(), gateway.clone());
    start(&mut shop);
    let first = shop.pay(NUMBER, 199).agent_id;
    disk.fill();
    for _ in 0..3 {
        let error = refusal(&mut shop);
        assert!(matches!(*error, LedgerError::DiskFull), "{error:?}");
    }
    assert_eq!(gateway.paid(), [first]);
    disk.free();
    let second = shop.pay(NUMBER, 299);
    assert_eq!(second.state(), State::Success);
    assert_eq!(gateway.paid(), [first, second.agent_id]);
    shop.stop();
    assert!(is_in_order(&shop.ledger_file(false)));
}

#[cfg(target_os = "linux")]
#[test]
fn m1_an_answer_that_finds_the_disk_full_is_kept_and_written_when_there_is_room() {
    let Some(disk) = Disk::of_megabytes(4) else { return };
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    let gateway = Scripted::paying(move |count, agent_id, order| {
        let Step::Reply(reply) = success(count, agent_id, order) else { return Step::Hang };
        Step::When(Arc::clone(&rings), reply)
    });
    let mut shop = shop_in(disk.path(), gateway.clone());
    start(&mut shop);
    let agent_id = shop.begin(NUMBER, 199);
    while !shop.kinds(agent_id).contains(&"sent") {
        std::thread::yield_now();
    }
    disk.fill();
    bell.notify_one();
    shop.wait_for(|update| match update {
        Update::Unwritten { agent_id: of, error } if *of == agent_id => {
            assert!(matches!(**error, LedgerError::DiskFull), "{error:?}");
            Some(())
        }
        _ => None,
    });
    disk.free();
    shop.wait_state(agent_id, |state| state == State::Success);
    assert_eq!(shop.kinds(agent_id), ["intent", "sent", "answer"]);
    assert_eq!(gateway.paid(), [agent_id]);
    shop.stop();
    assert!(is_in_order(&shop.ledger_file(false)));
}

#[cfg(target_os = "linux")]
#[test]
fn m1_nothing_is_sent_from_a_disk_that_may_not_be_written() {
    let Some(disk) = Disk::of_megabytes(4) else { return };
    let gateway = Scripted::paying(success);
    let mut shop = shop_in(disk.path(), gateway.clone());
    start(&mut shop);
    let first = shop.pay(NUMBER, 199).agent_id;
    shop.stop();
    let bytes = fs::read(shop.ledger_file(false)).unwrap();
    disk.writable(false);
    let trouble = shop.start().ledger_trouble.unwrap();
    assert!(matches!(*trouble, LedgerError::ReadOnly), "{trouble:?}");
    assert!(matches!(shop.try_pay(NUMBER, 299), Err(WhyNotPaid::Closed)));
    assert_eq!(gateway.paid(), [first]);
    shop.stop();
    assert_eq!(fs::read(shop.ledger_file(false)).unwrap(), bytes);
    disk.writable(true);
    assert!(shop.start().ledger_trouble.is_none());
    assert_eq!(shop.pay(NUMBER, 299).state(), State::Success);
    shop.stop();
}

#[cfg(target_os = "linux")]
#[test]
fn m1_nothing_is_sent_while_the_disk_is_pulled_out() {
    let Some(mut disk) = Disk::of_megabytes(4) else { return };
    let gateway = Scripted::paying(success);
    let mut shop = shop_in(disk.path(), gateway.clone());
    start(&mut shop);
    disk.pull_out();
    let error = refusal(&mut shop);
    assert!(matches!(*error, LedgerError::Removed), "{error:?}");
    assert_eq!(gateway.paid(), []);
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 0, "nothing was made in its place");
    disk.put_back();
    assert_eq!(shop.pay(NUMBER, 299).state(), State::Success);
    shop.stop();
    assert!(is_in_order(&shop.ledger_file(false)));
}

#[test]
fn m1_nothing_is_sent_while_the_folder_is_gone() {
    let around = tempfile::tempdir().unwrap();
    let (folder, aside) = (around.path().join("galla"), around.path().join("aside"));
    let gateway = Scripted::paying(success);
    let mut shop = shop_in(&folder, gateway.clone());
    start(&mut shop);
    fs::rename(&folder, &aside).unwrap();
    let error = refusal(&mut shop);
    assert!(matches!(*error, LedgerError::Removed), "{error:?}");
    assert_eq!(gateway.paid(), []);
    fs::rename(&aside, &folder).unwrap();
    assert_eq!(shop.pay(NUMBER, 299).state(), State::Success);
    shop.stop();
    assert!(is_in_order(&shop.ledger_file(false)));
}

/// How a closed ledger is damaged, and what opening it must say.
type Damage = (&'static str, fn(&Path), fn(&LedgerError) -> bool);

fn by_hand(file: &Path, sql: &str) {
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

/// The log of another ledger that is being written to.
fn leave_strange_log(file: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("practice.sqlite");
    let mut ledger = Ledger::open(&other, LedgerKind::Practice, NOON).unwrap();
    let holds = Paise::from_rupees(5_000).unwrap();
    ledger.append_shop(NOON, &ShopEvent::Balance { service: Service::Payout, holds }).unwrap();
    fs::copy(beside(&other, "-wal"), beside(file, "-wal")).unwrap();
}

const DAMAGES: [Damage; 7] = [
    (
        "the newest event is changed",
        |file| {
            by_hand(
                file,
                "DROP TRIGGER events_are_not_updated; UPDATE events SET body = body || ' ' \
                 WHERE seq = (SELECT max(seq) FROM events)",
            );
        },
        |error| matches!(error, LedgerError::Corrupt { .. }),
    ),
    (
        "the file is cut",
        |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        },
        |error| matches!(error, LedgerError::Corrupt { .. }),
    ),
    (
        "the file is cut to nothing",
        |file| fs::write(file, "").unwrap(),
        |error| matches!(error, LedgerError::Corrupt { .. }),
    ),
    (
        "a newer Galla wrote it",
        |file| by_hand(file, "PRAGMA user_version = 99"),
        |error| matches!(error, LedgerError::Newer { version: 99 }),
    ),
    (
        "it is the live counter's",
        |file| by_hand(file, "UPDATE meta SET value = 'live' WHERE name = 'kind'"),
        |error| matches!(error, LedgerError::WrongKind { .. }),
    ),
    ("its log is another's", leave_strange_log, |error| {
        matches!(error, LedgerError::Corrupt { .. })
    }),
    (
        "a restore was broken off",
        |file| {
            fs::copy(file, beside(file, ".restored")).unwrap();
            fs::write(beside(file, ".restoring"), "practice-before-1.sqlite").unwrap();
        },
        |error| matches!(error, LedgerError::HalfRestored(_)),
    ),
];

#[test]
fn m1_nothing_is_sent_from_a_damaged_ledger_and_it_is_left_as_it_is() {
    for (what, damage, is_said) in DAMAGES {
        let folder = tempfile::tempdir().unwrap();
        let gateway = Scripted::paying(success);
        let mut shop = shop_in(folder.path(), gateway.clone());
        start(&mut shop);
        let first = shop.pay(NUMBER, 199).agent_id;
        shop.stop();
        let file = shop.ledger_file(false);
        let good = fs::read(&file).unwrap();
        damage(&file);
        let damaged = fs::read(&file).unwrap();

        let trouble = shop.start().ledger_trouble.unwrap();
        assert!(is_said(&trouble), "{what}: {trouble:?}");
        assert!(matches!(shop.try_pay(NUMBER, 299), Err(WhyNotPaid::Closed)), "{what}");
        assert_eq!(gateway.paid(), [first], "{what}");
        shop.stop();
        assert!(fs::read(&file).unwrap() == damaged, "{what}: it was changed");

        for part in ["-wal", "-shm", ".restored", ".restoring"] {
            // Which of them there are is another matter for each kind of damage.
            let _perhaps = fs::remove_file(beside(&file, part));
        }
        fs::write(&file, good).unwrap();
        assert!(shop.start().ledger_trouble.is_none(), "{what}: repaired");
        assert_eq!(shop.pay(NUMBER, 299).state(), State::Success, "{what}");
        shop.stop();
        assert!(is_in_order(&file), "{what}");
    }
}

#[test]
fn m2_m12_a_payment_whose_log_was_lost_is_not_sent_again_and_its_callback_changes_nothing() {
    let gateway = Scripted::paying(pending);
    let mut shop = Shop::open_with(gateway.clone());
    let lost = shop.pay(FOR_EVER, 20).agent_id;
    // A computer that lost its power, and the disk the newest of what was written.
    let folder = tempfile::tempdir().unwrap();
    let mut after = shop_in(folder.path(), gateway.clone());
    fs::copy(shop.ledger_file(false), after.ledger_file(false)).unwrap();
    assert!(after.start().ledger_trouble.is_none());
    let board = after.wait_board();
    assert_eq!((board.recent.len(), board.unresolved), (0, 0), "it is not known of");
    let url = after.listen();
    call(&url, &claim(lost, "Success"));
    let unmatched = after.unmatched();
    assert_eq!((unmatched.len(), unmatched[0].why), (1, Mismatch::AgentId));
    assert_eq!(unmatched[0].claim.agent_id, lost.as_str(), "and the agent is told of it");
    after.restart();
    assert_eq!(gateway.paid(), [lost]);
    after.stop();
    assert!(is_in_order(&after.ledger_file(false)));
}
