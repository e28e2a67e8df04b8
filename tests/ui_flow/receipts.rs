//! What the agent does about receipts, and what the window then asks: the sheet, Ctrl P, the settings.

use std::sync::Arc;

use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, HandedOut, NotHandedOut, ReceiptTold, ReceiptWay, Update};
use galla::ids::AgentId;
use galla::ledger::LedgerError;
use galla::money::Language;
use galla::receipt::Texts;
use galla::receipt::picture::Picture;
use galla::receipt::system::PrintTrouble;
use galla::settings::{Paper, PrinterWay, ReceiptLanguage, ReceiptSettings};
use galla::transaction::{Event, Handed, Transaction};

use crate::common::counter::{Counter, failed, pending, success, transaction};

const ROW: &str = "98765 43210, ₹199.00, Success, Jio";

/// Looks at the card of a success.
fn looking() -> (Counter, Transaction) {
    let mut counter = Counter::plain();
    let transaction = transaction(3, "9876543210", &[success()]);
    counter.board(Some(transaction.clone()));
    counter.click(ROW);
    counter.asked();
    (counter, transaction)
}

fn ctrl_p(counter: &mut Counter) {
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::P);
    counter.window.run();
}

/// The receipts that were asked for since the last look.
fn wanted(counter: &mut Counter) -> Vec<(AgentId, ReceiptWay, Vec<Texts>)> {
    let receipt = |command| match command {
        Command::Receipt { agent_id, texts, way } => Some((agent_id, way, texts)),
        _ => None,
    };
    counter.asked().into_iter().filter_map(receipt).collect()
}

fn ways(counter: &mut Counter) -> Vec<ReceiptWay> {
    wanted(counter).into_iter().map(|(_, way, _)| way).collect()
}

fn told(agent_id: AgentId, result: Result<HandedOut, NotHandedOut>) -> Update {
    Update::Receipt(Box::new(ReceiptTold { agent_id, result, unwritten: None }))
}

/// The receipts' settings as the window last asked to keep them.
fn kept(counter: &mut Counter) -> ReceiptSettings {
    let kept = counter.told().into_iter().rev().find_map(|command| match command {
        Command::ChangeSettings(settings) => Some(settings.receipts),
        _ => None,
    });
    kept.expect("settings are kept")
}

#[test]
fn each_of_the_four_ways_has_a_key_and_a_button() {
    let ways_by_key = [
        (Key::Num1, ReceiptWay::Print),
        (Key::Num2, ReceiptWay::Save),
        (Key::Num3, ReceiptWay::Picture),
        (Key::Num4, ReceiptWay::Text),
    ];
    for (key, way) in ways_by_key {
        let (mut counter, transaction) = looking();
        counter.click("Receipt");
        counter.press(&[key]);
        let [(agent_id, asked, texts)] = &wanted(&mut counter)[..] else { panic!("one receipt") };
        assert_eq!((*agent_id, *asked), (transaction.agent_id, way));
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].say("receipt-pending"), "PENDING: not yet confirmed");
    }
    for (label, way) in [("Print", ReceiptWay::Print), ("Copy as picture", ReceiptWay::Picture)] {
        let (mut counter, _) = looking();
        counter.click("Receipt");
        counter.click(label);
        assert_eq!(ways(&mut counter), [way]);
    }
}

#[test]
fn a_second_press_waits_for_the_first_receipt() {
    let (mut counter, transaction) = looking();
    counter.click("Receipt");
    counter.press(&[Key::Num1, Key::Num1, Key::Num4]);
    ctrl_p(&mut counter);
    assert_eq!(ways(&mut counter), [ReceiptWay::Print]);
    assert!(counter.shows("One moment…"));
    counter.hear(told(transaction.agent_id, Ok(HandedOut::Printed)));
    assert!(!counter.shows("Save as PDF"), "the sheet goes with its work");
    assert!(counter.shows("The receipt is with the printer."));
    ctrl_p(&mut counter);
    assert_eq!(ways(&mut counter), [ReceiptWay::Print], "a second one can be wanted");
}

#[test]
fn ctrl_p_prints_from_the_card_and_from_the_story_and_nowhere_else() {
    let mut counter = Counter::plain();
    ctrl_p(&mut counter);
    assert!(ways(&mut counter).is_empty(), "there is nothing to print on a form");
    let (mut counter, transaction) = looking();
    ctrl_p(&mut counter);
    assert_eq!(ways(&mut counter), [ReceiptWay::Print]);
    counter.hear(told(transaction.agent_id, Ok(HandedOut::Printed)));
    counter.click("The whole story");
    ctrl_p(&mut counter);
    assert_eq!(ways(&mut counter), [ReceiptWay::Print]);
    counter.hear(told(transaction.agent_id, Ok(HandedOut::Printed)));
    counter.click("Receipt");
    counter.press(&[Key::Escape]);
    assert!(
        counter.shows("Copy the text for the helpdesk"),
        "Esc closes the sheet, and not the story"
    );
    assert!(!counter.shows("Save as PDF") && ways(&mut counter).is_empty());
}

#[test]
fn the_sheets_keys_are_its_own_and_not_the_cards_beneath() {
    let (mut counter, transaction) = looking();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    counter.window.run();
    counter.press(&[Key::Enter]);
    assert_eq!(ways(&mut counter), [ReceiptWay::Print], "it has the focus");
    assert!(counter.shows("Next customer"), "the card is still there");
    counter.hear(told(transaction.agent_id, Err(NotHandedOut::Print(PrintTrouble::NotSet))));
    counter.press(&[Key::Enter]);
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Next customer") && !counter.shows("Save as PDF"));
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("Next customer"), "and now the card goes");
}

#[test]
fn m3_there_is_no_receipt_of_what_is_on_its_way() {
    let mut counter = Counter::plain();
    counter.board(Some(transaction(0, "9876543210", &[])));
    counter.click("98765 43210, ₹199.00, Sending, Jio");
    assert!(counter.window.query_by_label("Receipt").is_none());
    ctrl_p(&mut counter);
    assert!(ways(&mut counter).is_empty());
    counter.hear(Update::Changed(Box::new(transaction(0, "9876543210", &[pending()]))));
    assert!(counter.window.query_by_label("Receipt").is_some(), "a pending one is marked so");
}

#[test]
fn what_was_handed_out_before_is_said_before_the_next_is_a_duplicate() {
    let mut counter = Counter::plain();
    let printed = Event::Receipt { handed: Handed::Printed };
    let events = [success(), printed.clone(), printed];
    counter.board(Some(transaction(3, "9876543210", &events)));
    counter.click(ROW);
    counter.click("Receipt");
    assert!(counter.shows("2 were handed out already; the next is marked DUPLICATE."));
}

#[test]
fn text_and_picture_are_copied_when_they_come() {
    let (mut counter, transaction) = looking();
    let text = told(transaction.agent_id, Ok(HandedOut::Text("Receipt\nSUCCESS".into())));
    counter.updates.send(text).unwrap();
    assert!(copied(&mut counter, |command| match command {
        OutputCommand::CopyText(text) => text == "Receipt\nSUCCESS",
        _ => false,
    }));
    assert!(counter.shows("The receipt is copied as text. Paste it into the messenger."));
    let picture = Picture { width: 2, height: 1, rgba: vec![0, 0, 0, 255, 255, 255, 255, 255] };
    let picture = told(transaction.agent_id, Ok(HandedOut::Picture(Arc::new(picture))));
    counter.updates.send(picture).unwrap();
    assert!(copied(&mut counter, |command| match command {
        OutputCommand::CopyImage(image) => image.size == [2, 1],
        _ => false,
    }));
}

fn copied(counter: &mut Counter, right: impl Fn(&OutputCommand) -> bool) -> bool {
    (0..4).any(|_| {
        counter.window.step();
        counter.window.output().platform_output.commands.iter().any(&right)
    })
}

#[test]
fn what_went_wrong_stays_on_the_sheet_with_the_other_ways() {
    let (mut counter, transaction) = looking();
    counter.click("Receipt");
    counter.press(&[Key::Num1]);
    let trouble = PrintTrouble::NotReached("Connection refused (os error 111)".into());
    counter.hear(told(transaction.agent_id, Err(NotHandedOut::Print(trouble))));
    let sentence = "The printer was not reached: Connection refused (os error 111). \
                    Look whether it is on and connected, then print again.";
    assert!(counter.shows(sentence));
    assert_eq!(ways(&mut counter), [ReceiptWay::Print]);
    counter.press(&[Key::Num2]);
    assert_eq!(ways(&mut counter), [ReceiptWay::Save]);
    let file = "/home/asha/receipts/1.pdf".into();
    let saved = HandedOut::Saved { file, no_printer: false };
    counter.hear(told(transaction.agent_id, Ok(saved)));
    assert!(counter.shows("The receipt is saved in /home/asha/receipts/1.pdf."));
    let unwritten = Some(Arc::new(LedgerError::DiskFull));
    let result = Ok(HandedOut::Printed);
    let told = ReceiptTold { agent_id: transaction.agent_id, result, unwritten };
    counter.hear(Update::Receipt(Box::new(told)));
    assert!(counter.shows("after the next start the next one is not marked DUPLICATE"));
}

/// Pays and hears what became of it.
fn pay(counter: &mut Counter, became: &Transaction) {
    counter.press(&[Key::F1]);
    counter.write("98765 43210");
    counter.press(&[Key::Enter]);
    counter.write("2");
    counter.press(&[Key::Enter]);
    counter.write("199");
    counter.press(&[Key::Enter, Key::Enter]);
    let ticket = counter.payments().pop().expect("a payment").0;
    counter.hear(Update::Paying { ticket, agent_id: became.agent_id });
    counter.hear(Update::Changed(Box::new(became.clone())));
}

#[test]
fn a_success_is_printed_by_itself_where_the_shop_wants_it_and_once() {
    let success_of = |minutes| transaction(minutes, "9876543210", &[success()]);
    let mut counter = Counter::plain();
    pay(&mut counter, &success_of(1));
    assert!(ways(&mut counter).is_empty(), "it is off until it is wanted");
    counter.press(&[Key::Enter, Key::F10]);
    counter.click("Print by itself after a success");
    assert!(kept(&mut counter).print_by_itself);
    pay(&mut counter, &success_of(2));
    let [(agent_id, ReceiptWay::Print, _)] = wanted(&mut counter)[..] else { panic!("one") };
    assert_eq!(agent_id, success_of(2).agent_id);
    counter.hear(Update::Changed(Box::new(success_of(2))));
    counter.hear(Update::Changed(Box::new(success_of(9))));
    assert!(ways(&mut counter).is_empty(), "neither again, nor what was begun elsewhere");
    counter.press(&[Key::Enter]);
    pay(&mut counter, &transaction(4, "9876543210", &[failed()]));
    assert!(ways(&mut counter).is_empty(), "a failure is no success");
    counter.press(&[Key::Enter]);
    pay(&mut counter, &transaction(5, "9876543210", &[pending()]));
    assert!(ways(&mut counter).is_empty());
    counter.hear(Update::Changed(Box::new(transaction(5, "9876543210", &[pending(), success()]))));
    assert_eq!(ways(&mut counter), [ReceiptWay::Print], "its success came later");
}

#[test]
fn the_settings_take_what_is_right_and_say_what_is_wrong() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    fill(&mut counter, "Address of the shop", "Nehru Market, Jaipur");
    assert_eq!(kept(&mut counter).address, "Nehru Market, Jaipur");
    fill(&mut counter, "GSTIN", "27AAPFU0939F1ZW");
    assert!(counter.shows("This is not a GSTIN"));
    assert!(counter.told().is_empty(), "a wrong one is not kept");
    fill(&mut counter, "GSTIN", "27aapfu0939f1zv");
    assert_eq!(kept(&mut counter).gstin, "27AAPFU0939F1ZV");
    counter.click("Roll 58 mm");
    assert_eq!(kept(&mut counter).paper, Paper::Roll58);
    counter.click("Both");
    assert_eq!(kept(&mut counter).language, ReceiptLanguage::Both);
    counter.click("Receipt printer, network");
    assert_eq!(kept(&mut counter).printer, PrinterWay::Network);
    fill(&mut counter, "Address of the printer", "my printer");
    assert!(counter.shows("This is not an address, such as 192.168.1.50:9100."));
    fill(&mut counter, "Address of the printer", "192.168.1.50");
    assert_eq!(kept(&mut counter).network_printer, "192.168.1.50");
    counter.board(Some(transaction(3, "9876543210", &[success()])));
    counter.click(ROW);
    counter.asked();
    ctrl_p(&mut counter);
    let [(_, _, texts)] = &wanted(&mut counter)[..] else { panic!("one receipt") };
    let languages: Vec<Language> = texts.iter().map(Texts::language).collect();
    assert_eq!(languages, Language::ALL, "a receipt in both languages");
}

/// Fills a field anew and leaves it.
fn fill(counter: &mut Counter, label: &str, text: &str) {
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write(text);
    counter.press(&[Key::Enter]);
}
