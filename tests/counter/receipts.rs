//! Receipts from the real counter: printed on made-up printers, saved, copied, counted.

use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use galla::counter::{Command, HandedOut, NotHandedOut, ReceiptTold, ReceiptWay, Update};
use galla::ids::AgentId;
use galla::money::Language;
use galla::receipt::Texts;
use galla::receipt::system::PrintTrouble;
use galla::settings::{PrinterWay, Settings};
use galla::transaction::{Event, Handed, State};
use galla::ui::words::Words;

use super::shop::Shop;

const AT_ONCE: &str = "9876543200";
const FOR_EVER: &str = "9876543204";

fn texts() -> Vec<Texts> {
    let words = Words::new(Language::English);
    vec![Texts::of(Language::English, |id| words.say(id))]
}

impl Shop {
    fn ask_receipt(&self, agent_id: AgentId, way: ReceiptWay) {
        self.send(Command::Receipt { agent_id, texts: texts(), way });
    }

    fn told_receipt(&mut self) -> ReceiptTold {
        self.wait_for(|update| match update {
            Update::Receipt(told) => Some((**told).clone()),
            _ => None,
        })
    }

    fn receipt(&mut self, agent_id: AgentId, way: ReceiptWay) -> ReceiptTold {
        self.ask_receipt(agent_id, way);
        self.told_receipt()
    }

    /// The text of the next receipt.
    fn text(&mut self, agent_id: AgentId) -> String {
        match self.receipt(agent_id, ReceiptWay::Text).result {
            Ok(HandedOut::Text(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    fn work_by(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.clone();
        settings.shop_name = "Asha Telecom".into();
        change(&mut settings);
        self.settings = settings.clone();
        self.send(Command::ChangeSettings(Box::new(settings)));
        self.wait_for(|update| match update {
            Update::SettingsKept(kept) => kept.clone().ok(),
            _ => None,
        });
    }

    fn handed(&self, agent_id: AgentId) -> Vec<Handed> {
        let events = self.events(agent_id).into_iter();
        events
            .filter_map(|entry| match entry.event {
                Event::Receipt { handed } => Some(handed),
                _ => None,
            })
            .collect()
    }
}

fn saved(told: &ReceiptTold) -> (PathBuf, bool) {
    match &told.result {
        Ok(HandedOut::Saved { file, no_printer }) => (file.clone(), *no_printer),
        other => panic!("{other:?}"),
    }
}

/// A receipt printer on the network that keeps what one caller sends.
fn printer() -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let taken = thread::spawn(move || {
        let mut bytes = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut bytes).unwrap();
        bytes
    });
    (address, taken)
}

fn is_a_receipt(bytes: &[u8]) -> bool {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    bytes.starts_with(&[0x1B, b'@']) && has(&[0x1D, b'v', b'0', 0, 72, 0]) && has(&[0x1D, b'V'])
}

#[test]
fn m9_each_one_is_an_event_and_the_next_is_a_duplicate_also_after_a_restart() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let first = shop.text(agent_id);
    assert!(first.contains("SUCCESS") && !first.contains("DUPLICATE"), "{first}");
    assert!(shop.text(agent_id).contains("DUPLICATE · copy 2"));
    let picture = shop.receipt(agent_id, ReceiptWay::Picture);
    assert!(matches!(picture.result, Ok(HandedOut::Picture(_))), "{picture:?}");
    shop.restart();
    assert!(shop.text(agent_id).contains("DUPLICATE · copy 4"));
    assert_eq!(shop.handed(agent_id), [Handed::Text, Handed::Text, Handed::Picture, Handed::Text]);
    let last = shop.heard.iter().rev().find_map(|update| match update {
        Update::Changed(one) => Some((one.state(), one.receipts)),
        _ => None,
    });
    assert_eq!(last, Some((State::Success, 4)));
}

#[test]
fn a_receipt_is_given_though_it_cannot_be_written_down_and_this_run_remembers_it() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let (file, aside) = (shop.ledger_file(false), shop.home.data().join("aside.sqlite"));
    std::fs::rename(&file, &aside).unwrap();
    let told = shop.receipt(agent_id, ReceiptWay::Text);
    let Ok(HandedOut::Text(first)) = &told.result else { panic!("{told:?}") };
    assert!(told.unwritten.is_some() && !first.contains("DUPLICATE"), "{told:?}");
    std::fs::rename(&aside, &file).unwrap();
    let told = shop.receipt(agent_id, ReceiptWay::Text);
    let Ok(HandedOut::Text(second)) = &told.result else { panic!("{told:?}") };
    assert!(told.unwritten.is_none() && second.contains("DUPLICATE · copy 2"), "{told:?}");
    assert_eq!(shop.handed(agent_id), [Handed::Text]);
    assert!(shop.text(agent_id).contains("DUPLICATE · copy 3"));
}

#[test]
fn m3_a_receipt_says_what_the_ledger_knows_now() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    assert!(shop.text(agent_id).contains("*** PENDING: not yet confirmed ***"));
    let reason = "helpdesk".to_owned();
    shop.send(Command::Settle { agent_id, succeeded: true, reason });
    shop.wait_state(agent_id, |state| state == State::SettledSucceeded);
    let after = shop.text(agent_id);
    assert!(after.contains("by the shop's own word") && after.contains("copy 2"), "{after}");
}

#[test]
fn two_that_are_asked_for_at_once_are_a_first_and_a_duplicate() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    shop.ask_receipt(agent_id, ReceiptWay::Text);
    shop.ask_receipt(agent_id, ReceiptWay::Text);
    let both = [shop.told_receipt(), shop.told_receipt()].map(|told| match told.result {
        Ok(HandedOut::Text(text)) => text.contains("DUPLICATE"),
        other => panic!("{other:?}"),
    });
    assert_eq!(both, [false, true]);
}

#[test]
fn practice_says_so_and_the_live_counter_does_not() {
    let mut shop = Shop::open();
    shop.work_by(|_| {});
    let practised = shop.pay(AT_ONCE, 20).agent_id;
    assert!(shop.text(practised).contains("PRACTICE: no real money"));
    shop.connect();
    let paid = shop.pay(AT_ONCE, 20).agent_id;
    let text = shop.text(paid);
    assert!(text.starts_with("Asha Telecom") && !text.contains("PRACTICE"), "{text}");
}

#[test]
fn a_receipt_is_saved_beside_the_ledger_or_where_the_shop_wants_it() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let (file, _) = saved(&shop.receipt(agent_id, ReceiptWay::Save));
    assert_eq!(file, shop.home.receipts().join(format!("{agent_id}.pdf")));
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    let own = tempfile::tempdir().unwrap();
    let folder = own.path().join("रसीदें");
    shop.work_by(|settings| settings.receipts.folder = folder.display().to_string());
    // One that is there is not overwritten, whatever it is.
    std::fs::create_dir(&folder).unwrap();
    let taken = folder.join(format!("{agent_id}-2.pdf"));
    std::fs::write(&taken, "mine").unwrap();
    let (file, _) = saved(&shop.receipt(agent_id, ReceiptWay::Save));
    assert_eq!(file, folder.join(format!("{agent_id}-2 (1).pdf")));
    assert_eq!(std::fs::read(&taken).unwrap(), b"mine");
    let no_folder = own.path().join("file");
    std::fs::write(&no_folder, "").unwrap();
    shop.work_by(|settings| settings.receipts.folder = no_folder.display().to_string());
    let told = shop.receipt(agent_id, ReceiptWay::Save);
    assert!(matches!(told.result, Err(NotHandedOut::File(..))), "{told:?}");
    assert_eq!(shop.handed(agent_id).len(), 2, "what was not written was not handed out");
}

#[test]
fn a_printer_on_the_network_and_a_device_file_get_the_receipt_as_dots() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let (address, taken) = printer();
    shop.work_by(|settings| {
        settings.receipts.printer = PrinterWay::Network;
        settings.receipts.network_printer = address.to_string();
    });
    let told = shop.receipt(agent_id, ReceiptWay::Print);
    assert!(matches!(told.result, Ok(HandedOut::Printed)), "{told:?}");
    assert!(is_a_receipt(&taken.join().unwrap()));
    let device = tempfile::NamedTempFile::new().unwrap();
    shop.work_by(|settings| {
        settings.receipts.printer = PrinterWay::Device;
        settings.receipts.device_printer = device.path().display().to_string();
    });
    let told = shop.receipt(agent_id, ReceiptWay::Print);
    assert!(matches!(told.result, Ok(HandedOut::Printed)), "{told:?}");
    assert!(is_a_receipt(&std::fs::read(device.path()).unwrap()));
    assert_eq!(shop.handed(agent_id), [Handed::Printed, Handed::Printed]);
}

#[test]
fn a_printer_that_is_not_there_is_told_and_no_receipt_is_counted() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let address = printer_that_is_off();
    let ways: [(PrinterWay, &str, &str); 4] = [
        (PrinterWay::Network, address.as_str(), ""),
        (PrinterWay::Network, "", ""),
        (PrinterWay::Device, "", "/nowhere/lp0"),
        (PrinterWay::Device, "", ""),
    ];
    for (at, (printer, network, device)) in ways.into_iter().enumerate() {
        shop.work_by(|settings| {
            settings.receipts.printer = printer;
            settings.receipts.network_printer = network.to_owned();
            settings.receipts.device_printer = device.to_owned();
        });
        let told = shop.receipt(agent_id, ReceiptWay::Print);
        let right = matches!(
            (&told.result, at),
            (Err(NotHandedOut::Print(PrintTrouble::NotReached(_))), 0 | 2)
                | (Err(NotHandedOut::Print(PrintTrouble::NotSet)), 1 | 3)
        );
        assert!(right, "{at}: {told:?}");
    }
    assert_eq!(shop.handed(agent_id), []);
    assert!(!shop.text(agent_id).contains("DUPLICATE"), "none came on paper before");
}

#[cfg(target_os = "linux")]
#[test]
fn a_printer_that_breaks_off_may_have_printed_so_the_next_is_a_duplicate() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    shop.work_by(|settings| {
        settings.receipts.printer = PrinterWay::Device;
        // It opens, and takes nothing.
        settings.receipts.device_printer = "/dev/full".to_owned();
    });
    let told = shop.receipt(agent_id, ReceiptWay::Print);
    let doubtful = matches!(told.result, Err(NotHandedOut::Print(PrintTrouble::Doubtful)));
    assert!(doubtful, "{told:?}");
    assert_eq!(shop.handed(agent_id), [Handed::Printed]);
    assert!(shop.text(agent_id).contains("DUPLICATE · copy 2"));
}

/// An address where nobody listens any more.
fn printer_that_is_off() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[cfg(unix)]
fn command(folder: &Path, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join("lp");
    std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
    file.display().to_string()
}

#[cfg(unix)]
#[test]
fn the_systems_printer_gets_the_pdf_and_without_one_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let printed = folder.path().join("printed.pdf");
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    let lp = command(folder.path(), &format!("cat > '{}'", printed.display()));
    shop.work_by(|settings| settings.receipts.system_command = lp);
    let told = shop.receipt(agent_id, ReceiptWay::Print);
    assert!(matches!(told.result, Ok(HandedOut::Printed)), "{told:?}");
    assert!(std::fs::read(&printed).unwrap().starts_with(b"%PDF-"));
    let none = "echo 'lp: Error - no default destination available.' >&2; exit 1";
    for (printer, lp) in [
        (PrinterWay::System, command(folder.path(), none)),
        (PrinterWay::System, folder.path().join("not-there").display().to_string()),
        (PrinterWay::None, String::new()),
    ] {
        shop.work_by(|settings| {
            settings.receipts.printer = printer;
            settings.receipts.system_command = lp;
        });
        let (file, no_printer) = saved(&shop.receipt(agent_id, ReceiptWay::Print));
        assert!(no_printer && file.exists());
    }
    let refuses = command(folder.path(), "echo 'lp: Unknown destination.' >&2; exit 1");
    shop.work_by(|settings| {
        settings.receipts.printer = PrinterWay::System;
        settings.receipts.system_command = refuses;
    });
    let told = shop.receipt(agent_id, ReceiptWay::Print);
    let refused = PrintTrouble::Refused("lp: Unknown destination.".into());
    assert!(
        matches!(&told.result, Err(NotHandedOut::Print(trouble)) if *trouble == refused),
        "{told:?}"
    );
}

#[test]
fn a_receipt_of_nothing_is_none() {
    let mut shop = Shop::open();
    let other = shop.pay(AT_ONCE, 20).agent_id;
    shop.connect();
    let told = shop.receipt(other, ReceiptWay::Text);
    assert!(matches!(told.result, Err(NotHandedOut::Ledger(None))), "{told:?}");
}
