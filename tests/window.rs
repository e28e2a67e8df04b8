//! The built program in a real window with a real keyring, driven by keyboard from outside.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[path = "window/desk.rs"]
mod desk;
#[path = "window/gateway.rs"]
mod gateway;
#[path = "window/locked.rs"]
mod locked;
#[path = "secrecy/marks.rs"]
mod marks;
#[path = "window/program.rs"]
mod program;
#[path = "secrecy/search.rs"]
mod search;
#[path = "window/shop_day.rs"]
mod shop_day;
#[path = "window/silent.rs"]
mod silent;
#[path = "window/tour.rs"]
mod tour;
#[path = "window/wallet.rs"]
mod wallet;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::time::{Clock, SystemClock};
use galla::transaction::{Reason, State};

use desk::{Desk, await_some};
use gateway::{Books, Gateway, inside};
use marks::Mark;
use program::{ENGLISH, Galla, HINDI, command};
use search::Search;

/// Finds the token, however it is spelled.
fn search() -> Search {
    Search::new(&[Mark { name: "the token", secret: TOKEN.to_owned() }])
}

/// Whether the token stands in there.
fn holds(bytes: &[u8]) -> bool {
    !search().bytes(bytes).is_empty()
}

/// The files beneath a folder that hold the token, and how many were looked into.
fn files_with_token(folder: &Path) -> (Vec<String>, usize) {
    let all = search().folder(folder);
    let files = all.len();
    let with = all.into_iter().filter(|(_, found)| !found.is_empty());
    (with.map(|(place, _)| place).collect(), files)
}

/// Long, and with characters that an address spells otherwise.
pub const TOKEN: &str = "GALLA+window/test=7f3a9c51-marked+token/2b8e";

const IN_ENGLISH: &str = "language = \"en\"\n";

#[test]
fn m1_m2_m5_m10_killed_before_the_answer_it_is_pending_and_was_sent_once() {
    let desk = Desk::open("killed");
    let pgpe = Gateway::start(TOKEN);
    let home = desk.home(IN_ENGLISH);
    // The log says all it ever would: the token is not in it even so.
    let live = [("GALLA_PGPE_URL", pgpe.base()), ("GALLA_LOG", "trace")];

    let galla = Galla::start(&desk, &home, &live);
    galla.see(&["+Practice counter: no money moves", "@Mobile number"]);
    connect(&desk, &galla);
    galla.see(&["-Practice counter", "@Mobile number"]);
    desk.press(&["F10"]);
    galla.see(&["+The token is in this computer's keyring"]);
    let known = ["lookup", "service", "galla", "username", "pgpe-token"];
    let kept = desk.run("secret-tool", &known).stdout;
    assert_eq!(String::from_utf8_lossy(&kept), TOKEN);
    assert!(!holds(&galla.shown_to_everyone()));

    desk.press(&["F1"]);
    galla.fill_in(&ENGLISH, "9876543207", "2", "199");
    desk.press(&["Return"]);
    galla.see(&["=Pay ₹199.00", "=98765 43207"]);
    assert_eq!(pgpe.books().sends(), []);
    desk.press(&["Return"]);
    galla.see(&["=Sending"]);
    let sent = await_some("the gateway has the request", || pgpe.books().sends().pop());
    assert_eq!(sent.1, 1);
    galla.kill();

    let galla = Galla::start(&desk, &home, &live);
    galla.see(&["-Practice counter", "+98765 43207, ₹199.00, Pending, Jio", "=1 pending"]);
    galla.tab_to("shift+Tab", "98765 43207, ₹199.00, Pending");
    desk.press(&["Return"]);
    galla.see(&["=Pending", "=Galla stopped before the answer came.", &format!("={}", sent.0)]);
    assert!(!holds(&galla.shown_to_everyone()));
    assert!(galla.close().success());

    let books = pgpe.books();
    assert_eq!(books.sends(), std::slice::from_ref(&sent), "sent exactly once, also by then");
    assert_eq!(books.debited(), 19_900);
    the_ledger_says_pending(&home, &sent.0);
    let checked = command(&desk, &home).arg("check").output().unwrap();
    assert!(checked.status.success(), "{checked:?}");
    // The desk's folder holds the home, the keyring's own files and all that was printed.
    let (found, files) = files_with_token(desk.folder());
    assert!(found.is_empty(), "{found:?}");
    assert!(files > 8, "it looked into {files} files only");
}

/// By keyboard: the settings, the token, Enter. The token is never readable on the screen.
pub fn connect(desk: &Desk, galla: &Galla) {
    desk.press(&["F10"]);
    galla.see(&["@API token"]);
    desk.type_text(TOKEN);
    let screen = galla.see(&[&format!("={}", "•".repeat(TOKEN.len()))]);
    assert!(!holds(screen.as_bytes()));
    desk.press(&["Return"]);
}

fn the_ledger_says_pending(home: &Path, agent_id: &str) {
    let file = home.join("live.sqlite");
    let agent_id: AgentId = agent_id.parse().unwrap();
    let reader = Reader::open(&file).unwrap();
    assert_eq!(reader.transaction_count().unwrap(), 1);
    let transaction = reader.transaction(agent_id).unwrap().unwrap();
    assert_eq!(transaction.state(), State::Pending);
    assert_eq!(transaction.reason(), Some(&Reason::Stopped));
    let events = reader.events(agent_id).unwrap();
    let kinds: Vec<&str> = events.iter().map(|entry| entry.event.kind()).collect();
    assert_eq!(kinds, ["intent", "sent", "recovered"]);
    let asked = std::process::Command::new("sqlite3")
        .arg(&file)
        .arg("SELECT agent_id, target, amount, state FROM transactions")
        .output()
        .unwrap();
    let row = String::from_utf8(asked.stdout).unwrap();
    assert_eq!(row.trim(), format!("{agent_id}|9876543207|19900|pending"));
}

#[test]
fn m2_one_enter_shows_the_sheet_and_only_a_fresh_one_pays() {
    let desk = Desk::open("hindi");
    let home = desk.home("language = \"hi\"\n");
    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+अभ्यास", "@मोबाइल नंबर"]);
    let base = inside(&home).pop().unwrap();
    the_keyboard_repeats(&desk, &galla);

    galla.fill_in(&HINDI, "9876543200", "1", "199");
    desk.press(&["Return"]);
    galla.see(&["=₹199.00 भेजिए", "=98765 43200"]);
    assert_eq!(Books::of(&base).sends(), []);
    desk.press(&["Escape"]);
    galla.see(&["-भेजिए", "@रकम", "=199"]);

    desk.hold("Return", || {
        galla.see(&["=₹199.00 भेजिए"]);
        // Many repeats of the key; nothing appears that could be waited for.
        thread::sleep(Duration::from_secs(2));
    });
    galla.see(&["=₹199.00 भेजिए"]);
    assert_eq!(Books::of(&base).sends(), [], "a held key pays nothing");
    desk.press(&["Return"]);
    galla.see(&["=सफल", "+98765 43200, ₹199.00, सफल, Airtel"]);
    let sends: Vec<u64> = Books::of(&base).sends().into_iter().map(|(_, sends)| sends).collect();
    assert_eq!(sends, [1]);
    assert!(galla.close().success());

    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+98765 43200, ₹199.00, सफल, Airtel", "@मोबाइल नंबर"]);
}

/// Without this, a held key that pays nothing would prove nothing.
fn the_keyboard_repeats(desk: &Desk, galla: &Galla) {
    desk.hold("9", || galla.see(&["+99999"]));
    desk.press(&["ctrl+a", "BackSpace"]);
    galla.see(&["-99999"]);
}

#[test]
fn m15_a_second_start_brings_the_first_window_forward_and_sends_nothing() {
    let desk = Desk::open("second-start");
    let home = desk.home(IN_ENGLISH);
    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+Practice counter", "@Mobile number", "=Practice gateway"]);
    let base = inside(&home).pop().unwrap();
    let asked = Books::of(&base).balance_questions();

    let mut other = desk.command("xev").stdout(Stdio::null()).spawn().unwrap();
    let away = || (desk.in_front() != Some(galla.pid())).then_some(());
    let back = || (desk.in_front() == Some(galla.pid())).then_some(());
    await_some("another window has the focus", away);
    start_again(&desk, &home);
    await_some("Galla's window has the focus again", back);
    desk.run("xdotool", &["getactivewindow", "windowminimize"]);
    await_some("Galla's window is put away", away);
    start_again(&desk, &home);
    await_some("Galla's window is brought back", back);
    other.kill().unwrap();
    other.wait().unwrap();

    galla.fill_in(&ENGLISH, "9876543200", "1", "20");
    desk.press(&["Return"]);
    galla.see(&["=Pay ₹20.00"]);
    desk.press(&["Return"]);
    galla.see(&["=Success"]);
    assert_eq!(inside(&home), [base.as_str()], "only one Galla has opened a counter");
    let books = Books::of(&base);
    assert_eq!(books.sends().len(), 1);
    assert!(books.balance_questions() <= asked + 1, "the first asks once, after its payment");
}

fn start_again(desk: &Desk, home: &Path) {
    let second = command(desk, home).output().unwrap();
    assert!(second.status.success(), "{second:?}");
    let said = String::from_utf8_lossy(&second.stdout);
    assert_eq!(said.trim(), "Galla is already open; its window comes forward.");
}

#[test]
fn m10_without_a_keyring_the_token_is_kept_for_this_run_and_in_no_file() {
    let desk = Desk::without_keyring("no-keyring");
    let pgpe = Gateway::start(TOKEN);
    let home = desk.home(IN_ENGLISH);
    let live = [("GALLA_PGPE_URL", pgpe.base())];
    let galla = Galla::start(&desk, &home, &live);
    galla.see(&["+Practice counter", "@Mobile number"]);
    connect(&desk, &galla);
    let offer = "Keep the token for this run only";
    let none = "+This computer has no keyring where a token could be kept safely.";
    galla.see(&["+Practice counter", none, &format!("={offer}"), "@API token"]);
    galla.tab_to("Tab", offer);
    desk.press(&["Return"]);
    galla.see(&["-Practice counter", "@Mobile number"]);
    desk.press(&["F10"]);
    galla.see(&["+The token is kept in memory until Galla is closed"]);
    let answered = await_some("the live counter asks its balance", || {
        // Two tries of the token, and the counter's own questions, one a wallet.
        Some(pgpe.books().balance_questions()).filter(|questions| *questions >= 5)
    });
    assert_eq!(answered, 5);
    assert!(galla.close().success());

    let galla = Galla::start(&desk, &home, &live);
    galla.see(&["+Practice counter", "@Mobile number"]);
    assert!(galla.close().success());
    let (found, files) = files_with_token(desk.folder());
    assert!(found.is_empty() && files > 5, "{found:?} of {files} files");
}

#[test]
fn without_a_session_bus_the_window_opens_and_without_a_display_a_sentence_says_so() {
    let desk = Desk::open("bare");
    let home = desk.home(IN_ENGLISH);
    let mut busless = command(&desk, &home);
    busless.env_remove("DBUS_SESSION_BUS_ADDRESS");
    let galla = Galla::start_as(&desk, busless);
    assert!(galla.close().success());
    let blind = command(&desk, &home).env_remove("DISPLAY").output().unwrap();
    assert_eq!(blind.status.code(), Some(1), "{blind:?}");
    let said = String::from_utf8_lossy(&blind.stderr);
    assert!(said.contains("no window can be opened here"), "{said}");
    assert!(said.contains("is there a display?"), "{said}");
}

#[test]
fn what_starts_it_need_not_know_what_it_wants_of_the_system() {
    let desk = Desk::open("started");
    let home = desk.home(IN_ENGLISH);
    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    let said = fs::read_to_string(format!("/proc/{}/environ", galla.pid())).unwrap();
    let folder = home.join("cache/compose");
    for wanted in ["MALLOC_ARENA_MAX=2", &format!("XCOMPOSECACHE={}", folder.display())] {
        assert!(said.split('\0').any(|one| one == wanted), "{wanted} is said: {said}");
    }
    // X11's library leaves a folder alone that others may write in.
    assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(galla.close().success());
    // What somebody has said stands, and nothing is left to be said: it starts once.
    let galla = Galla::start(&desk, &home, &[("MALLOC_ARENA_MAX", "3"), ("XCOMPOSECACHE", "")]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    let said = fs::read_to_string(format!("/proc/{}/environ", galla.pid())).unwrap();
    for wanted in ["MALLOC_ARENA_MAX=3", "XCOMPOSECACHE="] {
        assert!(said.split('\0').any(|one| one == wanted), "{wanted} is said: {said}");
    }
}

#[test]
fn at_rest_it_does_no_work() {
    /// A tick is a hundredth of a second: two in ten seconds cannot be told from none.
    const AT_MOST: u64 = 2;
    // At midnight in India a day begins, and the wallets are asked: it begins before this does.
    let now = SystemClock::new().now();
    let midnight = now.day().next().start().since(now);
    if midnight < Duration::from_secs(90) {
        thread::sleep(midnight);
    }
    let desk = Desk::open("at-rest");
    let home = desk.home(IN_ENGLISH);
    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+Practice counter", "@Mobile number", "=Practice gateway"]);
    await_some("Galla comes to rest", || {
        let before = galla.ticks();
        thread::sleep(Duration::from_secs(2));
        (galla.ticks() == before).then_some(())
    });
    let before = galla.ticks();
    assert!(before > 0, "it has worked before");
    thread::sleep(Duration::from_secs(10));
    let worked = galla.ticks() - before;
    assert!(worked <= AT_MOST, "{worked} ticks in ten seconds of nothing");
    assert!(fs::metadata(home.join("practice.sqlite")).is_ok());
}
