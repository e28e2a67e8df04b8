//! Pictures of the receipts: the sheet, what became of one, and the card of the settings.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{HandedOut, NotHandedOut, ReceiptTold, Update};
use galla::receipt::system::PrintTrouble;
use galla::transaction::{Event, Handed, Transaction};

use crate::common::counter::{Counter, success, transaction};
use crate::in_four;

/// Looks at the card of a success of which two receipts were handed out.
fn look(counter: &mut Counter) -> Transaction {
    let handed = [Handed::Printed, Handed::Picture].map(|handed| Event::Receipt { handed });
    let events: Vec<_> = std::iter::once(success()).chain(handed).collect();
    let transaction = transaction(3, "9876543210", &events);
    counter.board(Some(transaction.clone()));
    counter.window.get_by_label_contains("98765 43210").click();
    counter.window.run();
    counter.window.run();
    transaction
}

fn tell(counter: &mut Counter, of: &Transaction, result: Result<HandedOut, NotHandedOut>) {
    let told = ReceiptTold { agent_id: of.agent_id, result, unwritten: None };
    counter.hear(Update::Receipt(Box::new(told)));
}

#[test]
fn receipt_sheet() {
    in_four("receipt_sheet", |counter| {
        look(counter);
        counter.click_either("Receipt", "रसीद");
        counter.press(&[Key::Tab, Key::Tab]);
    });
}

#[test]
fn receipt_sheet_with_trouble() {
    in_four("receipt_trouble", |counter| {
        let transaction = look(counter);
        counter.click_either("Receipt", "रसीद");
        counter.press(&[Key::Num1]);
        let trouble = PrintTrouble::NotReached("Connection refused (os error 111)".into());
        tell(counter, &transaction, Err(NotHandedOut::Print(trouble)));
    });
}

#[test]
fn receipt_saved_for_want_of_a_printer() {
    in_four("receipt_saved", |counter| {
        let transaction = look(counter);
        let file = "/home/asha/.local/share/galla/receipts/6FG8K00002VHP9-3.pdf".into();
        tell(counter, &transaction, Ok(HandedOut::Saved { file, no_printer: true }));
    });
}

#[test]
fn receipt_settings() {
    in_four("receipt_settings", |counter| {
        counter.press(&[Key::F10]);
        bring(counter, "Folder of saved receipts", "रखी हुई रसीदों का फ़ोल्डर");
    });
}

#[test]
fn receipt_settings_with_faults() {
    in_four("receipt_settings_faults", |counter| {
        counter.press(&[Key::F10]);
        counter.click_either("Receipt printer, network", "रसीद प्रिंटर, नेटवर्क");
        fill(counter, "Address of the printer", "प्रिंटर का पता", "my printer");
        fill(counter, "GSTIN", "GSTIN", "27AAPFU0939F1ZW");
    });
}

fn bring(counter: &mut Counter, english: &str, hindi: &str) {
    let there = counter.window.query_all_by_label(english).next().is_some();
    let label = if there { english } else { hindi };
    counter.window.get_by_label(label).scroll_to_me();
    counter.window.run();
    counter.window.run();
}

fn fill(counter: &mut Counter, english: &str, hindi: &str, text: &str) {
    let there = counter.window.query_all_by_label(english).next().is_some();
    let label = if there { english } else { hindi };
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write(text);
    counter.press(&[Key::Enter]);
    counter.window.run();
}
