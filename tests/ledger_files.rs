//! The ledger on real files: killed, locked, full, read-only, damaged, moved, newer.
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use galla::ids::AgentId;
use galla::ledger::backup::backup;
use galla::ledger::check::{Problem, check};
use galla::ledger::{Ledger, LedgerError, LedgerKind, Reader};
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::{
    Answer, Body, Category, Event, Order, RechargeOrder, Reply, State, Transaction,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// 2026-11-23 12:00 in India.
const NOON: Moment = Moment::from_millis(1_795_415_400_000);

fn at(n: u64) -> Moment {
    NOON.after(Duration::from_secs(n))
}

fn id(n: u64) -> AgentId {
    AgentId::from_parts(at(n), n)
}

fn intent(n: u64) -> Event {
    let order = Box::new(Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: format!("98{n:08}"),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(19_900),
        optionals: Default::default(),
        customer_name: "आशा".into(),
    }));
    Event::Intent { order }
}

/// A success whose raw text is found nowhere but in its event.
fn answer(n: u64) -> Event {
    Event::Answer {
        reply: Reply::Answer(Box::new(Answer {
            code: "TXN".into(),
            data: Body { status: Some("Success".into()), ..Body::default() },
            raw: format!("<raw-{n}>"),
            ..Answer::default()
        })),
    }
}

struct Shop {
    folder: TempDir,
    path: PathBuf,
}

impl Shop {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        Self { folder, path }
    }

    /// A closed ledger with `count` successes.
    fn with(count: u64) -> Self {
        let shop = Self::empty();
        let mut ledger = shop.open().unwrap();
        for n in 1..=count {
            ledger.append(id(n), at(n), &intent(n)).unwrap();
            ledger.append(id(n), at(n), &answer(n)).unwrap();
        }
        drop(ledger);
        shop
    }

    fn open(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.path, LedgerKind::Live, NOON)
    }

    /// Another program's connection.
    fn foreign(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        name.into()
    }
}

// The test program is started again, with one test alone, to be another process.

/// What the other process does.
const ROLE: &str = "GALLA_TEST_ROLE";
/// Its ledger.
const PATH: &str = "GALLA_TEST_LEDGER";
/// The number of its first transaction.
const FIRST: &str = "GALLA_TEST_FIRST";

fn other_process(program: &Path, role: &str, path: &Path, first: u64) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--exact", "as_another_process", "--ignored", "--nocapture"])
        .envs([(ROLE, role.as_ref()), (PATH, path.as_os_str())])
        .env(FIRST, first.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn start(role: &str, path: &Path, first: u64) -> (Child, impl Iterator<Item = String> + use<>) {
    let program = std::env::current_exe().unwrap();
    let mut child = other_process(&program, role, path, first).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    (child, lines)
}

#[test]
#[ignore = "run by the other tests, as a process of its own"]
fn as_another_process() {
    let role = std::env::var(ROLE).unwrap();
    let path = PathBuf::from(std::env::var_os(PATH).unwrap());
    let opened = Ledger::open(&path, LedgerKind::Live, NOON);
    match role.as_str() {
        "append" => {
            let mut ledger = opened.unwrap();
            let first: u64 = std::env::var(FIRST).unwrap().parse().unwrap();
            for n in first.. {
                for event in [intent(n), Event::Sent, answer(n)] {
                    ledger.append(id(n), at(n), &event).unwrap();
                    eprintln!("{n} {}", event.kind());
                }
            }
        }
        "hold" => {
            let _ledger = opened.unwrap();
            eprintln!("open");
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        }
        _ => match opened {
            Ok(_) => eprintln!("opened"),
            Err(error) => eprintln!("{error:?}"),
        },
    }
}

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

#[test]
fn m2_the_same_agent_id_begins_once() {
    let shop = Shop::with(1);
    let mut ledger = shop.open().unwrap();
    assert!(matches!(
        ledger.append(id(1), at(9), &intent(2)),
        Err(LedgerError::Duplicate(duplicate)) if duplicate == id(1)
    ));
    assert!(matches!(
        ledger.append(id(2), at(9), &Event::Sent),
        Err(LedgerError::Unknown(unknown)) if unknown == id(2)
    ));
    ledger.append(id(2), at(9), &intent(2)).unwrap();
    assert_eq!(ledger.reader().unwrap().event_count().unwrap(), 3);
    assert!(check(&shop.path).unwrap().problems.is_empty());
}

#[test]
fn m9_the_database_itself_refuses_to_change_an_event() {
    let shop = Shop::with(2);
    let foreign = shop.foreign();
    for change in [
        "UPDATE events SET at = 0",
        "UPDATE events SET body = '{}' WHERE seq = 4",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 4",
        "INSERT OR REPLACE INTO events SELECT 4, agent_id, 0, kind, body, hash FROM events WHERE seq = 4",
        "INSERT OR REPLACE INTO events SELECT 5, agent_id, 0, kind, body, hash FROM events WHERE seq = 1",
        "INSERT INTO events SELECT 0, '00000000000000', at, kind, body, hash FROM events WHERE seq = 1",
        "UPDATE OR REPLACE events SET seq = 1 WHERE seq = 2",
    ] {
        let refused = foreign.execute(change, []).unwrap_err().to_string();
        assert!(refused.contains("events are"), "{change}: {refused}");
    }
    assert!(check(&shop.path).unwrap().problems.is_empty());
}

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
fn m9_numbers_that_no_event_has_are_found_and_written_after_by_nobody() {
    for number in [i64::MIN, i64::MAX] {
        let shop = Shop::with(1);
        let change = format!(
            "DROP TRIGGER events_are_not_updated; UPDATE events SET seq = {number} WHERE seq = 2"
        );
        shop.foreign().execute_batch(&change).unwrap();
        let report = check(&shop.path).unwrap();
        let named =
            |problem: &Problem| matches!(problem, Problem::Event { seq, .. } if *seq == number);
        assert!(report.problems.iter().any(named), "{report}");
        assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })) || number < 0);
    }
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
fn m1_a_log_without_its_ledger_is_not_thrown_away() {
    let shop = Shop::empty();
    fs::write(shop.beside("-wal"), "what was committed last").unwrap();
    assert!(matches!(shop.open(), Err(LedgerError::Corrupt { .. })));
    assert_eq!(fs::read(shop.beside("-wal")).unwrap(), b"what was committed last");
    assert!(!shop.path.exists());
}

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

#[cfg(target_os = "linux")]
#[test]
fn m15_opening_readers_does_not_give_back_the_writers_locks() {
    use std::os::unix::fs::MetadataExt;

    let shop = Shop::with(1);
    let ledger = shop.open().unwrap();
    let inode = format!(":{} ", shop.path.metadata().unwrap().ino());
    let locks = || {
        let locks = fs::read_to_string("/proc/locks").unwrap();
        locks.lines().filter(|lock| lock.contains("POSIX") && lock.contains(&inode)).count()
    };
    let held = locks();
    assert!(held > 0, "the database holds a lock on an open ledger");
    drop(ledger.reader().unwrap());
    assert!(matches!(shop.open(), Err(LedgerError::AlreadyOpen)));
    check(&shop.path).unwrap();
    backup(&shop.path, &shop.beside(".copy")).unwrap();
    assert_eq!(locks(), held);
}

#[cfg(unix)]
#[test]
fn m1_a_file_that_is_moved_or_replaced_is_not_written_to_unnoticed() {
    for suffix in ["", "-wal"] {
        let shop = Shop::with(1);
        let mut ledger = shop.open().unwrap();
        let (here, away) = (shop.beside(suffix), shop.beside(".away"));
        fs::rename(&here, &away).unwrap();
        assert!(matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Removed)));
        fs::copy(&away, &here).unwrap();
        assert!(matches!(ledger.append(id(2), at(2), &intent(2)), Err(LedgerError::Removed)));
        fs::rename(&away, &here).unwrap();
        ledger.append(id(2), at(2), &intent(2)).unwrap();
        assert!(check(&shop.path).unwrap().problems.is_empty());
    }
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

#[cfg(unix)]
mod rights {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65_534;

    fn is_root() -> bool {
        tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Opens the ledger as somebody whom the rights of files bind, which root is not.
    fn open_without_power(shop: &Shop) -> String {
        if !is_root() {
            return match shop.open() {
                Ok(_) => "opened".into(),
                Err(error) => format!("{error:?}"),
            };
        }
        // The program itself may lie where only root can read it.
        let place = tempfile::tempdir().unwrap();
        set_mode(place.path(), 0o755);
        let program = place.path().join("program");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut command = other_process(&program, "try", &shop.path, 0);
        let output = command.uid(NOBODY).gid(NOBODY).output().unwrap();
        String::from_utf8(output.stderr).unwrap().trim().to_owned()
    }

    fn give_to_nobody(shop: &Shop) {
        if is_root() {
            for file in fs::read_dir(shop.folder.path()).unwrap() {
                chown(file.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
            }
            chown(shop.folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }

    #[test]
    fn m1_what_may_not_be_written_is_refused() {
        let shop = Shop::with(1);
        give_to_nobody(&shop);
        assert_eq!(open_without_power(&shop), "opened", "the control");
        set_mode(&shop.path, 0o444);
        assert_eq!(open_without_power(&shop), "ReadOnly", "a file");
        set_mode(&shop.path, 0o644);
        set_mode(&shop.beside(".lock"), 0o444);
        set_mode(shop.folder.path(), 0o555);
        assert_eq!(open_without_power(&shop), "ReadOnly", "a folder");
        set_mode(shop.folder.path(), 0o755);

        let empty = Shop::empty();
        give_to_nobody(&empty);
        set_mode(empty.folder.path(), 0o555);
        assert_eq!(open_without_power(&empty), "ReadOnly", "an empty folder");
        set_mode(empty.folder.path(), 0o755);
    }

    #[test]
    fn only_the_agents_account_can_read_the_ledger() {
        let shop = Shop::with(1);
        let _ledger = shop.open().unwrap();
        for file in fs::read_dir(shop.folder.path()).unwrap() {
            let file = file.unwrap();
            assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", file.path());
        }
    }
}

#[cfg(target_os = "linux")]
mod full_disk {
    use super::*;

    /// A small disk of its own, given back when dropped.
    struct Disk(TempDir);

    impl Disk {
        /// `None` where mounting is not allowed.
        fn of_two_megabytes() -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            let mounted = Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=2m", "galla-test"])
                .arg(folder.path())
                .output()
                .is_ok_and(|output| output.status.success());
            mounted.then_some(Self(folder))
        }
    }

    impl Drop for Disk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
        }
    }

    #[test]
    fn m1_a_full_disk_is_said_and_nothing_half_is_kept() {
        let Some(disk) = Disk::of_two_megabytes() else {
            eprintln!("skipped: a small disk cannot be mounted here without root");
            return;
        };
        let path = disk.0.path().join("ledger.sqlite");
        let mut ledger = Ledger::open(&path, LedgerKind::Live, NOON).unwrap();
        let ballast = disk.0.path().join("ballast");
        fs::write(&ballast, vec![0; 1_000_000]).unwrap();

        let mut written = 0;
        let error = loop {
            match ledger.append(id(written + 1), at(1), &intent(written + 1)) {
                Ok(_) => written += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
        assert!(written > 10);
        assert_eq!(ledger.reader().unwrap().transaction_count().unwrap(), written);

        fs::remove_file(&ballast).unwrap();
        ledger.append(id(written + 1), at(1), &intent(written + 1)).unwrap();
        drop(ledger);
        let report = check(&path).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert_eq!(report.transactions, written + 1);
    }

    #[test]
    fn m1_a_full_disk_cannot_make_a_ledger() {
        let Some(disk) = Disk::of_two_megabytes() else {
            eprintln!("skipped: a small disk cannot be mounted here without root");
            return;
        };
        let mut ballast = fs::File::create(disk.0.path().join("ballast")).unwrap();
        while ballast.write_all(&[0; 4_096]).is_ok() {}
        let path = disk.0.path().join("ledger.sqlite");
        let error = Ledger::open(&path, LedgerKind::Live, NOON).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull), "{error:?}");
    }
}

#[test]
fn m9_what_a_reader_sees_is_what_the_events_add_up_to() {
    let shop = Shop::with(3);
    let reader = Reader::open(&shop.path).unwrap();
    let newest: Transaction = reader.recent(1, None).unwrap().remove(0);
    assert_eq!((newest.agent_id, newest.state()), (id(3), State::Success));
    let events = reader.events(id(3)).unwrap().into_iter().map(|entry| (entry.at, entry.event));
    assert_eq!(Transaction::from_events(id(3), events), Some(newest));
}
