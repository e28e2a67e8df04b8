//! The real window over time: its memory after an hour's use, and what it costs when nothing happens.
//!
//! Run it on a display with xdotool: `cargo bench --bench window`. The hour is its work without
//! its waiting: `GALLA_BENCH_RECHARGES` recharges (120 if it is not set) and every tab in between.
//! `GALLA_BENCH_IDLE` says how many seconds each tab is left alone (60 if it is not set).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement stops where it fails"
)]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use common::{empty_window, ledgers};
use galla::settings::Home;

/// How many transactions the ledger has.
const TRANSACTIONS: u64 = 1_000_000;

/// The keys of the tabs, with their names.
const TABS: [(&str, &str); 10] = [
    ("F1", "Recharge"),
    ("F2", "Payout"),
    ("F3", "UPI QR"),
    ("F4", "Status"),
    ("F5", "Balance"),
    ("F6", "Disputes"),
    ("F7", "Wallets"),
    ("F8", "Day book"),
    ("F9", "Practice"),
    ("F10", "Settings"),
];

/// How long a window has to come to rest.
const REST: Duration = Duration::from_secs(4);

fn main() {
    if empty_window::be_it() || !empty_window::has_display() {
        return;
    }
    let folder = ledgers::home_with(TRANSACTIONS);
    let empty = {
        let itself = std::env::current_exe().unwrap();
        let window =
            Open(empty_window::command(&itself, empty_window::Which::Stays).spawn().unwrap());
        sleep(REST);
        window.peak()
    };
    let galla = common::program(&folder)
        .env("GALLA_LOG", "warn,galla::frame=trace")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let galla = Open(galla);
    let id = id_of(&galla);
    sleep(REST);
    let opened = galla.peak();
    use_it(&id);
    let used = galla.peak();
    let ratio = |peak: u64| peak as f64 / empty as f64;
    println!("peak memory: empty window {} MiB", empty >> 10);
    println!("  Galla when it is open {} MiB, ratio {:.2}", opened >> 10, ratio(opened));
    println!("  Galla after the hour {} MiB, ratio {:.2}", used >> 10, ratio(used));
    wait_for_copy(&folder);
    for (key, name) in TABS {
        tell(&id, &["key", key]);
        idle(name, &galla, &folder.join("logs"));
    }
}

/// An open window's process, which ends with this.
struct Open(Child);

impl Drop for Open {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _ended = self.0.wait();
    }
}

impl Open {
    /// The most memory that it ever held, in KiB.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// The CPU time of all its threads, in ticks of the system, 100 a second.
    fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        // After the name, which may have spaces in it, from the third field on.
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let field = |at: usize| fields[at].parse::<u64>().unwrap();
        field(11) + field(12)
    }
}

/// The window of a process, with the keyboard: no window manager gives it to one here.
fn id_of(window: &Open) -> String {
    let process = window.0.id().to_string();
    let found = Command::new("xdotool")
        .args(["search", "--sync", "--onlyvisible", "--pid", &process, "--name", "^Galla"])
        .output()
        .expect("xdotool is not here");
    let id = String::from_utf8(found.stdout).unwrap().lines().next().unwrap().to_owned();
    tell(&id, &["windowfocus", &id]);
    id
}

fn tell(id: &str, words: &[&str]) {
    assert!(!id.is_empty(), "there is no window");
    assert!(Command::new("xdotool").args(words).status().unwrap().success(), "{words:?}");
    sleep(Duration::from_millis(60));
}

/// An hour at the counter: recharges by the keyboard, and between them every tab.
fn use_it(id: &str) {
    let recharges = number_of("GALLA_BENCH_RECHARGES", 120);
    let start = std::process::id() % 90_000;
    for n in 0..recharges {
        tell(id, &["key", "F1"]);
        tell(id, &["key", "Escape"]);
        // The practice numbers that end so succeed.
        let number = format!("98{:06}00", u64::from(start) + n);
        tell(id, &["type", "--delay", "15", &number]);
        tell(id, &["key", "Return"]);
        tell(id, &["key", "2"]);
        tell(id, &["key", "Return"]);
        tell(id, &["type", "--delay", "15", "199"]);
        tell(id, &["key", "Return"]);
        sleep(Duration::from_millis(200));
        tell(id, &["key", "Return"]);
        sleep(Duration::from_millis(800));
        let (key, _) = TABS[usize::try_from(n).unwrap() % TABS.len()];
        tell(id, &["key", key]);
        if key == "F4" {
            tell(id, &["type", "--delay", "15", "98"]);
            sleep(Duration::from_millis(300));
            tell(id, &["key", "Escape"]);
        }
    }
}

/// Waits until the day's copy of the ledger is made: a big one is copied once a day, when the
/// counter has been open for a while.
fn wait_for_copy(home: &Path) {
    let backups = Home::at(home).unwrap().backups();
    let is_there = || {
        let files = fs::read_dir(&backups).into_iter().flatten();
        files.flatten().any(|file| file.path().extension().is_some_and(|of| of == "sqlite"))
    };
    let seconds = (0..300).take_while(|_| !is_there());
    seconds.for_each(|_| sleep(Duration::from_secs(1)));
    assert!(is_there(), "the ledger was not copied");
}

/// Frames and CPU of a window that is left alone.
fn idle(name: &str, window: &Open, logs: &Path) {
    sleep(REST);
    let seconds = number_of("GALLA_BENCH_IDLE", 60);
    let (frames, ticks) = (frames(logs), window.ticks());
    sleep(Duration::from_secs(seconds));
    println!(
        "{name:<10} {seconds} s alone: {} frames, {} ticks of CPU",
        self::frames(logs) - frames,
        window.ticks() - ticks
    );
}

/// How many frames the log tells of.
fn frames(logs: &Path) -> usize {
    let files = fs::read_dir(logs).unwrap().map(|file| file.unwrap().path());
    let texts = files.filter(|file: &PathBuf| file.is_file());
    texts.map(|file| fs::read_to_string(file).unwrap().matches("a frame was drawn").count()).sum()
}

fn number_of(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}
