//! A PIN set in the real window and kept in the real keyring, the window locked by hand and at
//! the start, and a customer's money heard meanwhile.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use galla::ledger::Reader;

use super::desk::{Desk, await_some};
use super::gateway::own_address;
use super::marks::Mark;
use super::program::Galla;
use super::search::Search;

/// No number that stands anywhere by chance.
const PIN: &str = "83016529";

/// Gives the focus to what has a name, as a screen reader does.
const FOCUS: &str = r#"
import sys
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

def walk(node):
    focusable = node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
    if node.get_name() == sys.argv[2] and focusable:
        yield node
    for at in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(at))

Atspi.init()
desktop = Atspi.get_desktop(0)
for at in range(desktop.get_child_count()):
    application = desktop.get_child_at_index(at)
    if application.get_process_id() == int(sys.argv[1]):
        next(walk(application)).grab_focus()
"#;

fn focus(desk: &Desk, galla: &Galla, name: &str) {
    let pid = galla.pid().to_string();
    let done = desk.run("/usr/bin/python3", &["-c", FOCUS, &pid, name]);
    assert!(done.status.success(), "{name}: {done:?}");
    galla.see(&[&format!("@{name}")]);
}

/// Programs that note what they are to play and to say, and come first in `PATH`.
fn loudspeaker(desk: &Desk) -> (PathBuf, String) {
    let (folder, heard) = (desk.folder().join("loud"), desk.folder().join("heard"));
    fs::create_dir(&folder).unwrap();
    for program in ["pw-play", "spd-say"] {
        let file = folder.join(program);
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", heard.display());
        fs::write(&file, script).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    (heard, format!("{}:{path}", folder.display()))
}

fn heard(file: &Path, what: &str) {
    await_some(what, || fs::read_to_string(file).ok().filter(|heard| heard.contains(what)));
}

/// Says that the request was paid, as the gateway does when it is; the answer's status.
fn the_gateway_calls(desk: &Desk, home: &Path, listen: SocketAddr) -> String {
    let known = ["lookup", "service", "galla", "username", "callback-secret"];
    let secret = String::from_utf8(desk.run("secret-tool", &known).stdout).unwrap();
    let reader = Reader::open(&home.join("practice.sqlite")).unwrap();
    let asked_for = reader.recent(1, None).unwrap().pop().unwrap();
    let claim = format!(
        "Status=Success&AgentID={}&APITransID={}&Amount=20.00",
        asked_for.agent_id,
        asked_for.api_trans_id.unwrap()
    );
    let address = format!("http://{listen}/callback/{secret}?{claim}");
    let call = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", &address];
    String::from_utf8(desk.run("curl", &call).stdout).unwrap()
}

#[test]
fn m10_a_window_with_a_pin_locks_and_hears_what_comes_in() {
    let desk = Desk::open("locked");
    let (file, path) = loudspeaker(&desk);
    let listen = own_address(8_203);
    let home = desk.home(&format!(
        "language = \"en\"\ncallbacks = true\ncallback_listen = \"{listen}\"\n\n\
         [pin]\nat_start = true\n"
    ));
    let more = [("PATH", path.as_str()), ("GALLA_LOG", "trace")];
    let galla = Galla::start(&desk, &home, &more);
    galla.see(&["+Practice counter", "@Mobile number"]);
    desk.press(&["F10"]);
    galla.see(&["@API token"]);
    for field in ["New PIN", "New PIN again"] {
        focus(&desk, &galla, field);
        desk.type_text(PIN);
    }
    let screen = galla.see(&[&format!("={}", "•".repeat(PIN.len()))]);
    assert!(!screen.contains(PIN));
    focus(&desk, &galla, "Set the PIN");
    desk.press(&["space"]);
    galla.see(&["+A PIN is set."]);
    let known = ["lookup", "service", "galla", "username", "practice-pin"];
    let kept = desk.run("secret-tool", &known).stdout;
    assert!(String::from_utf8_lossy(&kept).starts_with("$argon2id$"));

    // A customer is asked for ₹20, and the agent turns away.
    desk.press(&["F3"]);
    galla.see(&["@Amount"]);
    desk.type_text("20");
    desk.press(&["Return"]);
    galla.see(&["+₹20.00"]);
    desk.press(&["ctrl+shift+l"]);
    galla.see(&["=Locked", "@PIN", "-₹20.00", "-Last transactions"]);
    assert_eq!(the_gateway_calls(&desk, &home, listen), "200");
    heard(&file, "success.wav");
    heard(&file, "twenty rupees received, by callback");
    desk.type_text("12345678");
    desk.press(&["Return"]);
    galla.see(&["+This is not the PIN. 4 more tries"]);
    assert!(galla.close().success());

    let galla = Galla::start(&desk, &home, &more);
    galla.see(&["=Locked", "@PIN", "-₹20.00"]);
    desk.type_text(PIN);
    desk.press(&["Return"]);
    galla.see(&["-Locked", "+₹20.00"]);
    assert!(galla.close().success());

    let pin = Mark { name: "the PIN", secret: PIN.to_owned() };
    let all = Search::new(&[pin]).folder(desk.folder());
    assert!(all.values().all(|found| found.is_empty()), "{all:?}");
    assert!(all.len() > 8, "it looked into {} files only", all.len());
}
