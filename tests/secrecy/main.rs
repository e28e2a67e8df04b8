//! Secrets (M10): every flow with marked secrets and the log at its most talkative; then
//! everything that a shop leaves behind is searched for the marks, in every spelling.
//!
//! A flow runs in a process of its own (this test program, started again): the real counter,
//! its real clients, listener and log, and a window in each language that is fed all it says.
//! What was told, shown, copied and notified is written to files beside the shop's home, and
//! the process ends as a crash ends it, so that the ledger's log is still there.

#![cfg(test)]
#![allow(
    clippy::exit,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod flows;
mod marks;
mod parrot;
mod parts;
mod planted;
mod screen;
mod search;
mod shop;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use galla::listener::return_url;
use galla::settings::Format;
use secrecy::SecretString;
use tempfile::TempDir;

use marks::Mark;
use search::{Found, Search};

/// The API token, with all that an address, JSON, XML or a header spells otherwise, and with
/// what looks like an escape.
pub const TOKEN: &str = r##"gt.Zx81QwMk7R+/a=9%4fb&"q'<z>\m;#?~0"##;
/// PayU's key; a quotation mark would end the header that it stands in.
pub const KEY: &str = r"key-Hn52TbVc8L+/=%2b&'<p>\n;#?~1";
/// PayU's salt.
pub const SALT: &str = r"salt-Yd64PgJr3W+/=%2F&'<s>\u;#?~2";
/// The callback's secret, spelled as Galla spells one.
pub const CALLBACK: &str = "9f3c1ad27b5e48066d90fa1c3e8b72455a0d6ce1947f2b83d01e6fa85c39b7d4";

const OF_TOKEN: &str = "the token";
const OF_KEY: &str = "PayU's key";
const OF_SALT: &str = "PayU's salt";
const OF_CALLBACK: &str = "the callback's secret";
const OF_WAY_BACK: &str = "the way back's secret";

/// Every marked secret.
pub fn marks() -> Vec<Mark> {
    let mark = |name, secret: &str| Mark { name, secret: secret.to_owned() };
    let way_back = return_url("", &SecretString::from(CALLBACK), true);
    vec![
        mark(OF_TOKEN, TOKEN),
        mark(OF_KEY, KEY),
        mark(OF_SALT, SALT),
        mark(OF_CALLBACK, CALLBACK),
        mark(OF_WAY_BACK, way_back.split('/').nth(2).unwrap()),
    ]
}

/// Where a secret may stand, and why. The token, the key and the salt may stand nowhere.
///
/// The way back goes through the customer's hands, and who knows it can only make Galla ask
/// PayU: PayU is sent it with every load, so it is a part of the order, and of whatever shows
/// an order whole.
const ALLOWED: [(&str, &str); 12] = [
    // The agent reads the address off the settings and gives it to PGPE.
    (OF_CALLBACK, "seen/settings-en"),
    (OF_CALLBACK, "seen/settings-hi"),
    // Who presses "Copy the address" wants it.
    (OF_CALLBACK, "seen/copied-address"),
    // What PayU is sent while the fields are empty stands in them as a hint.
    (OF_WAY_BACK, "seen/settings-en"),
    (OF_WAY_BACK, "seen/settings-hi"),
    // The orders of loads, and the update that tells the window where PayU may lead back.
    (OF_WAY_BACK, "told/commands"),
    (OF_WAY_BACK, "told/updates"),
    (OF_WAY_BACK, "home/live.sqlite"),
    (OF_WAY_BACK, "home/live.sqlite-wal"),
    (OF_WAY_BACK, "home/practice.sqlite"),
    (OF_WAY_BACK, "home/practice.sqlite-wal"),
    (OF_WAY_BACK, "exports/backup.sqlite"),
];

/// What a shop says in its log at the most talkative level.
pub const TALKATIVE: &str = "the log is at its most talkative";

const ROLE: &str = "GALLA_TEST_ROLE";
const ROOT: &str = "GALLA_TEST_ROOT";
/// A folder that is not searched, in which a shop tells its test what nobody else may know.
const ASIDE: &str = "GALLA_TEST_ASIDE";

/// Tells the test why a shop has failed: the program itself says only where.
pub fn tell_why() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let why = PathBuf::from(std::env::var_os(ASIDE).unwrap()).join("why");
        fs::write(why, panic.to_string()).unwrap();
        usual(panic);
    }));
}

#[test]
#[ignore = "it is a shop of the other tests"]
fn as_another_process() {
    let of = |name| PathBuf::from(std::env::var_os(name).unwrap());
    let (root, aside) = (of(ROOT), of(ASIDE));
    match std::env::var(ROLE).unwrap().as_str() {
        "honest" => flows::honest::day(&root, &aside),
        "hostile in JSON" => flows::hostile::talks(&root, Format::Json),
        "hostile in XML" => flows::hostile::talks(&root, Format::Xml),
        "broken" => flows::hostile::breaks(&root),
        "doors" => flows::doors::nobody_is_reached(&root, &aside),
        "full" => flows::faults::full_disk(&root),
        "panics" => flows::faults::panics(&root),
        other => panic!("{other}"),
    }
}

/// What a shop has left behind.
struct Left {
    root: TempDir,
    aside: TempDir,
}

impl Left {
    /// By this flow.
    fn by(role: &str) -> Self {
        let left = Self { root: tempfile::tempdir().unwrap(), aside: tempfile::tempdir().unwrap() };
        left.run(role);
        left
    }

    fn run(&self, role: &str) {
        let printed = self.folder("printed");
        let file = |name: &str| File::create(printed.join(name)).unwrap();
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "as_another_process", "--ignored", "--nocapture"])
            .env(ROLE, role)
            .env(ROOT, self.root.path())
            .env(ASIDE, self.aside.path())
            .env("GALLA_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            // No keyring is found there, wherever this runs; see `flows::doors`.
            .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", self.bus().display()))
            .env_remove("GALLA_PGPE_URL")
            .env_remove("GALLA_PAYU_URL")
            .stdin(Stdio::null())
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .status()
            .unwrap();
        let why = fs::read_to_string(self.aside.path().join("why")).unwrap_or_default();
        let said = fs::read_to_string(printed.join("stderr")).unwrap();
        assert!(ended.success(), "{role}: {ended}\n{why}\n{said}");
    }

    /// Where the session's bus would be, on which a keyring is found.
    fn bus(&self) -> PathBuf {
        self.aside.path().join("bus")
    }

    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.root.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The ledger's tables, its copy, and what the program prints meanwhile.
    fn export(&self) {
        let exports = self.folder("exports");
        let file = |name: &str| exports.join(name).display().to_string();
        let commands: [(&str, &[&str]); 6] = [
            ("csv", &["export", "--format", "csv", &file("live.csv")]),
            ("json", &["export", "--format", "json", &file("live.json")]),
            ("csv-printed", &["export", "--format", "csv"]),
            ("backup", &["backup", &file("backup.sqlite")]),
            ("backup-again", &["backup", &file("backup.sqlite")]),
            ("check", &["check"]),
        ];
        for (name, arguments) in commands {
            let printed = |end: &str| File::create(exports.join(format!("{name}-{end}"))).unwrap();
            let ended = Command::new(env!("CARGO_BIN_EXE_galla"))
                .args(arguments)
                .env("GALLA_HOME", self.root.path().join("home"))
                .stdout(printed("stdout"))
                .stderr(printed("stderr"))
                .status()
                .unwrap();
            assert_eq!(ended.success(), name != "backup-again", "{name}: {ended}");
        }
    }

    /// All marks, with those that were made meanwhile.
    fn marks(&self) -> Vec<Mark> {
        let mut marks = marks();
        if let Ok(renewed) = fs::read_to_string(self.aside.path().join("renewed")) {
            let names = [OF_CALLBACK, OF_WAY_BACK].into_iter().zip(renewed.lines());
            marks.extend(names.map(|(name, secret)| Mark { name, secret: secret.to_owned() }));
        }
        marks
    }

    /// Looks into every file, and lets stand only what is allowed.
    fn search(&self) -> BTreeMap<String, Found> {
        let found = Search::new(&self.marks()).folder(self.root.path());
        let stands =
            found.iter().flat_map(|(place, found)| found.iter().map(move |one| (place, one)));
        let allowed = |place: &str, mark| {
            let backup = place.starts_with("home/backups/") && mark == OF_WAY_BACK;
            // A ledger's daily copy holds what the ledger holds.
            backup || ALLOWED.contains(&(mark, place))
        };
        let wrong = stands.filter(|(place, (mark, _))| !allowed(place, *mark));
        let wrong: String =
            wrong.map(|(place, (mark, how))| format!("{place}: {mark} ({how})\n")).collect();
        assert!(wrong.is_empty(), "{wrong}");
        found
    }

    /// The log, which must have said all that it can.
    fn log(&self) -> String {
        let logs = fs::read_dir(self.root.path().join("home/logs")).unwrap();
        logs.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    fn read(&self, place: &str) -> String {
        fs::read_to_string(self.root.path().join(place)).unwrap()
    }
}

/// Which allowances were made use of: each by its mark and its place.
fn used(found: &BTreeMap<String, Found>) -> Vec<(&'static str, &'static str)> {
    let stands = |mark: &str, place: &str| {
        found.get(place).is_some_and(|found| found.iter().any(|(of, _)| *of == mark))
    };
    ALLOWED.into_iter().filter(|(mark, place)| stands(mark, place)).collect()
}

fn is_file_with_content(root: &Path, place: &str) -> bool {
    fs::metadata(root.join(place)).is_ok_and(|file| file.len() > 0)
}

/// The places without which a search would prove nothing.
fn assert_looked_into(left: &Left, found: &BTreeMap<String, Found>, more: &[&str]) {
    let always = [
        "home/live.sqlite",
        "home/live.sqlite-wal",
        "home/live.sqlite-shm",
        "home/settings.toml",
        "told/commands",
        "told/updates",
        "seen/settings-en",
        "seen/settings-hi",
        "seen/card-en",
        "seen/story-hi",
        "seen/copied-helpdesk",
        "printed/stdout",
    ];
    for place in always.iter().chain(more) {
        assert!(found.contains_key(*place), "{place} is there: {:?}", found.keys());
        assert!(is_file_with_content(left.root.path(), place), "{place} has something in it");
    }
    assert!(left.log().contains(TALKATIVE), "the log says all it can");
    assert!(left.read("told/commands").contains("Connect { token: SecretBox<str>([REDACTED])"));
    assert!(left.read("told/updates").contains("Opened(Opened { live: true"));
}

#[test]
fn m10_every_ending_of_every_service_leaves_no_secret_anywhere() {
    let left = Left::by("honest");
    let found = left.search();
    let more = ["seen/notified", "seen/copied-address", "home/practice.sqlite"];
    assert_looked_into(&left, &found, &more);
    left.export();
    let found = left.search();
    for place in ["exports/live.csv", "exports/live.json", "exports/csv-printed-stdout"] {
        assert!(left.read(place).contains("9876543200"), "{place} has the transactions");
    }
    assert!(!found.contains_key("seen/copied-unasked"), "nothing is copied that nobody asked for");
    assert!(used(&found).contains(&(OF_CALLBACK, "seen/copied-address")));
    assert!(used(&found).contains(&(OF_CALLBACK, "seen/settings-hi")));
}

#[test]
fn m10_a_gateway_that_says_every_secret_in_every_spelling_gives_none_away() {
    let left = Left::by("hostile in JSON");
    let found = left.search();
    assert_looked_into(&left, &found, &[]);
    left.export();
    let found = left.search();
    let gone = "•••";
    for place in ["told/updates", "seen/story-en", "seen/copied-helpdesk"] {
        assert!(left.read(place).contains(gone), "{place}: it did say them");
    }
    let told = left.read("told/updates");
    assert!(told.contains("number=9876543200"), "it did repeat what it was asked");
    for place in ["home/live.sqlite", "exports/backup.sqlite", "told/updates", "seen/settings-en"] {
        assert!(used(&found).contains(&(OF_WAY_BACK, place)), "{place}");
    }
}

#[test]
fn m10_the_same_in_xml_from_a_gateway_that_says_every_secret() {
    let left = Left::by("hostile in XML");
    let found = left.search();
    assert_looked_into(&left, &found, &[]);
    assert!(left.read("seen/story-en").contains("•••"), "it did say them");
}

#[test]
fn m10_what_is_no_answer_gives_no_secret_away_wherever_it_stands_in_it() {
    let left = Left::by("broken");
    let found = left.search();
    assert_looked_into(&left, &found, &[]);
    assert!(left.log().contains("a call to the gateway failed"), "errors were logged");
}

#[test]
fn m10_who_reaches_nobody_and_has_no_keyring_leaves_no_secret() {
    let left = Left::by("doors");
    let found = left.search();
    assert_looked_into(&left, &found, &[]);
    assert!(left.log().contains("a call to the gateway failed"), "errors were logged");
    assert_eq!(used(&found), []);
}

/// A small disk of its own in a folder, given back when dropped.
#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    /// `None` where mounting is not allowed.
    fn of_two_megabytes(folder: PathBuf) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "galla-test"])
            .arg(&folder)
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn m10_a_full_disk_brings_no_secret_to_light() {
    let left = Left { root: tempfile::tempdir().unwrap(), aside: tempfile::tempdir().unwrap() };
    let Some(_disk) = Disk::of_two_megabytes(left.folder("home")) else {
        eprintln!("skipped: a small disk cannot be mounted here without root");
        return;
    };
    left.run("full");
    // A ledger is opened with a file of its own beside it, for which there is no room now.
    fs::remove_file(left.root.path().join("home/ballast")).unwrap();
    let found = left.search();
    assert!(found.contains_key("home/live.sqlite") && found.contains_key("seen/card-hi"));
    assert!(left.read("told/updates").contains("DiskFull"), "the disk was full");
}

#[test]
fn m10_a_fault_with_a_secret_in_hand_is_told_without_it() {
    let left = Left::by("panics");
    let found = left.search();
    let faults = 3 * marks().len();
    let log = left.log();
    assert_eq!(log.matches("Galla came upon a fault of its own").count(), faults, "{log}");
    let printed = left.read("printed/stderr");
    let place = "galla: a fault of its own at tests/secrecy/flows/faults.rs";
    assert_eq!(printed.matches(place).count(), faults, "{printed}");
    let reports = found.keys().filter(|file| file.starts_with("home/logs/crash-"));
    let led_there = reports.filter(|file| left.read(file).contains("faults::panics"));
    assert!(led_there.count() > 0, "no report says which calls led there: {printed}");
    assert_eq!(used(&found), []);
}
