//! Faults of Galla's own: a panic in the counter or in the window loses nothing, gives no secret
//! away, and is told at the next start (money rules M5 and M10).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod gateway;
mod shop;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use egui::Key;
use galla::counter::{self, Update};
use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::ledger::check::check;
use galla::settings::Home;
use galla::transaction::{Reason, State};

use gateway::MARK;
use shop::{Desk, Front, payout, recharge};

/// What the other process does.
const ROLE: &str = "GALLA_TEST_ROLE";
/// Its home.
const HOME: &str = "GALLA_TEST_HOME";

#[test]
#[ignore = "run by the other tests, as a process of its own"]
fn as_a_galla_with_a_fault() {
    let home = Home::at(Path::new(&std::env::var_os(HOME).unwrap())).unwrap();
    let _logs = galla::logs::start(&home.logs()).unwrap();
    match std::env::var(ROLE).unwrap().as_str() {
        "counter" => the_counter_comes_upon_faults(home),
        _ => the_window_comes_upon_a_fault(home),
    }
}

/// Runs this test program again in a role, and gives what it printed.
fn other_process(role: &str, home: &Path) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "as_a_galla_with_a_fault", "--ignored", "--nocapture"])
        .env(ROLE, role)
        .env(HOME, home)
        .env("GALLA_LOG", "trace")
        .output()
        .unwrap()
}

/// In an errand, in two payments, and at last in the counter itself.
fn the_counter_comes_upon_faults(home: Home) {
    let mut desk = Desk::open(home);
    desk.send(counter::Command::FindAddress);
    for number in ["9876543200", "9876543210"] {
        let agent_id = desk.pay(recharge(number));
        let pending = desk.wait_for(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id && one.state() == State::Pending => {
                Some((**one).clone())
            }
            _ => None,
        });
        assert_eq!(pending.reason(), Some(&Reason::Stopped), "m5: as after a crash, and at once");
    }
    desk.hand_over(payout());
    desk.wait_for(|update| matches!(update, Update::Stopped).then_some(()));
}

/// While a payment is on its way.
fn the_window_comes_upon_a_fault(home: Home) {
    let mut front = Front::open(home);
    front.write("9876543200");
    front.press(&[Key::Enter]);
    front.write("2");
    front.press(&[Key::Enter]);
    front.write("199");
    front.press(&[Key::Enter]);
    front.see("Pay ₹199.00");
    front.press(&[Key::Enter]);
    front.see("Sending");
    front.fault();
}

#[test]
fn m5_m10_a_fault_in_the_counter_leaves_the_rest_running_and_its_payment_pending() {
    let folder = tempfile::tempdir().unwrap();
    let output = other_process("counter", folder.path());
    assert!(output.status.success(), "{output:?}");
    let home = Home::at(folder.path()).unwrap();
    let reports = reports(&home);
    assert_eq!(reports.len(), 4, "an errand, two payments, the counter: {reports:?}");
    no_secret_is_told(folder.path(), &output);

    let reader = Reader::open(&home.ledger_file(true)).unwrap();
    let transactions = reader.recent(10, None).unwrap();
    assert_eq!(transactions.len(), 2, "what the counter broke off at is not in the ledger");
    for one in &transactions {
        assert_eq!((one.state(), one.reason()), (State::Pending, Some(&Reason::Stopped)));
        let events = reader.events(one.agent_id).unwrap();
        let kinds: Vec<&str> = events.iter().map(|entry| entry.event.kind()).collect();
        assert_eq!(kinds, ["intent", "recovered"]);
    }
    assert!(check(&home.ledger_file(true)).unwrap().problems.is_empty());

    let mut desk = Desk::open(home.clone());
    let told = desk.wait_faults().unwrap();
    assert_eq!(
        told.iter().map(|report| &report.file).collect::<Vec<_>>(),
        Vec::from_iter(&reports)
    );
    desk.send(counter::Command::PutAwayFaults);
    desk.close();
    let mut desk = Desk::open(home.clone());
    assert_eq!(desk.wait_faults(), None, "told once");
    assert_eq!(self::reports(&home), reports, "and the reports are still there");
    desk.close();

    // In an hour both payments may be asked about, and the asking comes upon a fault.
    let mut desk = Desk::open_after(home, Duration::from_secs(3_600));
    desk.wait_for(|update| matches!(update, Update::Stopped).then_some(()));
}

#[test]
fn m5_m10_a_fault_in_the_window_ends_it_and_the_next_start_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = other_process("window", folder.path());
    assert_eq!(output.status.code(), Some(101), "{output:?}");
    let home = Home::at(folder.path()).unwrap();
    let reports = reports(&home);
    assert_eq!(reports.len(), 1, "{reports:?}");
    no_secret_is_told(folder.path(), &output);
    let sending = |home: &Home| -> Vec<AgentId> {
        let reader = Reader::open(&home.ledger_file(true)).unwrap();
        reader.sending().unwrap().iter().map(|one| one.agent_id).collect()
    };
    assert_eq!(sending(&home).len(), 1, "on its way, and on disk");

    let found = "Galla came upon a fault of its own";
    let mut front = Front::open(home.clone());
    front.see(found);
    front.see(reports[0].to_str().unwrap());
    front.see("98765 43200, ₹199.00, Pending");
    assert_eq!(sending(&home), [], "m5: found by the start");
    front.click("Put away");
    front.see_no_more(found);
    front.close();
    let mut front = Front::open(home);
    front.see("98765 43200, ₹199.00, Pending");
    front.see_no_more(found);
}

/// The crash reports of a home, each with what it must say, oldest first.
fn reports(home: &Home) -> Vec<PathBuf> {
    let reports = galla::logs::crash::all(&home.logs());
    let files: Vec<PathBuf> = reports.into_iter().map(|report| report.file).collect();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        for said in
            [env!("CARGO_PKG_VERSION"), "Time: 2", "+05:30", "Thread: ", "Place: tests/faults/"]
        {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        assert!(text.contains("Calls:") && text.contains("std::panicking"), "{text}");
    }
    files
}

/// M10: what was being worked on is in no report, in no log, in no file at all, and not printed.
fn no_secret_is_told(home: &Path, output: &Output) {
    let mut folders = vec![home.to_owned()];
    let mut looked_into = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            assert!(!holds(&bytes), "the mark is in {}", path.display());
            looked_into += 1;
        }
    }
    assert!(looked_into >= 3, "a ledger, a log, a report");
    assert!(!holds(&output.stdout) && !holds(&output.stderr), "the mark is printed");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains("galla: a fault of its own at tests/faults/"), "{printed}");
}

fn holds(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}
