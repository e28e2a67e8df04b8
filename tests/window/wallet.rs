//! A wallet load from the form to the ledger, with a real browser in which the customer pays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use galla::ledger::Reader;
use galla::transaction::{Service, State};

use super::desk::{Desk, await_some};
use super::gateway::own_address;
use super::program::Galla;

/// A browser that shows one page in a window of its own, with nothing of its user's. Not read as
/// a screen reader does: now and then it crashes when it changes its page meanwhile.
fn browser(desk: &Desk) -> PathBuf {
    let file = desk.folder().join("browser");
    let data = desk.folder().join("browser-data");
    let script = format!(
        "#!/bin/sh\nexec chromium --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \\\n  --disable-renderer-accessibility --password-store=basic --user-data-dir='{}' --app=\"$1\"\n",
        data.display()
    );
    fs::write(&file, script).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file
}

#[test]
fn a_wallet_is_loaded_by_a_customer_who_pays_in_a_browser() {
    let desk = Desk::open("wallet");
    let listen = own_address(8_204);
    let home = desk
        .home(&format!("language = \"en\"\ncallbacks = true\ncallback_listen = \"{listen}\"\n"));
    let browser = browser(&desk);
    let galla = Galla::start(&desk, &home, &[("BROWSER", browser.to_str().unwrap())]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    desk.press(&["F7"]);
    galla.see(&["@Customer's mobile number"]);
    for (text, next) in [
        ("9876543210", "First name"),
        ("Asha", "Last name"),
        ("Devi", "Address for mail"),
        ("asha@shop.example", "Amount"),
    ] {
        desk.type_text(text);
        desk.press(&["Return"]);
        galla.see(&[&format!("@{next}")]);
    }
    desk.type_text("41");
    galla.see(&["+PayU is sent the figure 4100"]);
    desk.press(&["Return"]);
    galla.see(&["=Pay ₹41.00", "+Asha Devi"]);
    desk.press(&["Return"]);
    galla.see(&["=Pending", "+PayU has made a page for the customer"]);
    desk.press(&["ctrl+o"]);
    await_some("the page is in front", || {
        (desk.title_in_front() == "PG Load practice").then_some(())
    });
    // The page is there before it hears a key.
    await_some("the customer is back at the shop's page", || {
        assert_ne!(desk.in_front(), Some(galla.pid()), "the browser has gone");
        desk.press(&["Return"]);
        thread::sleep(Duration::from_millis(300));
        (desk.title_in_front() == "Galla").then_some(())
    });
    galla.see(&["=Success", "=The wallet is loaded."]);
    // The browser, back at the shop's page, is still in front.
    desk.press(&["alt+F4"]);
    await_some("Galla has the focus again", || {
        (desk.in_front() == Some(galla.pid())).then_some(())
    });
    assert!(galla.close().success());

    let reader = Reader::open(&home.join("practice.sqlite")).unwrap();
    let loads = reader.recent(10, None).unwrap();
    let [load] = &loads[..] else { panic!("{loads:?}") };
    assert_eq!((load.order.service(), load.state()), (Service::WalletLoad, State::Success));
    assert!(!load.needs_attention() && !load.is_by_callback(), "PayU itself has said so");
    let events = reader.events(load.agent_id).unwrap();
    let kinds: Vec<_> = events.iter().map(|entry| entry.event.kind()).collect();
    assert_eq!(kinds[..3], ["intent", "sent", "answer"]);
    let returned = kinds.iter().position(|kind| *kind == "returned");
    let asked = kinds.iter().rposition(|kind| *kind == "status_answer");
    assert!(returned.is_some() && returned < asked, "{kinds:?}");
}
