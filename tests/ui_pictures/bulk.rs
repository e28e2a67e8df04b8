//! Pictures of many recharges at once: the list, the table, the sheet, the sending, the report.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{BatchUpdate, Stopped, Ticket, Update, WhyNotPaid};

use crate::common::counter::{Counter, pending, transaction};
use crate::common::lists::{checked, halted, standing, stands};
use crate::in_four;

fn page(counter: &mut Counter) {
    counter.board(None);
    counter.ctrl(Key::L);
}

/// The table of a list, as the counter has checked it.
fn table(counter: &mut Counter, count: usize, faults: bool) {
    page(counter);
    counter.write("9876543210,199,Jio");
    counter.ctrl(Key::Enter);
    counter.hear(checked(count, faults));
    counter.window.run();
}

#[test]
fn bulk_write() {
    in_four("bulk_write", page);
}

#[test]
fn bulk_not_a_list() {
    in_four("bulk_not_a_list", |counter| {
        page(counter);
        counter.write("number;name");
        counter.ctrl(Key::Enter);
        use galla::counter::WhyNotChecked;
        use galla::transaction::bulk::{Column, ListError};
        let why = WhyNotChecked::NotAList(ListError::Lacks(vec![Column::Amount]));
        let text = "number;name\n9876543210;Asha\n".to_owned();
        counter.hear(Update::Batch(BatchUpdate::Checked { text, checked: Err(why) }));
    });
}

#[test]
fn bulk_review() {
    in_four("bulk_review", |counter| table(counter, 200, true));
}

#[test]
fn bulk_confirm() {
    in_four("bulk_confirm", |counter| {
        table(counter, 120, true);
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn bulk_confirm_beyond_the_wallet() {
    in_four("bulk_confirm_beyond", |counter| {
        table(counter, 1_000, false);
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn bulk_running() {
    in_four("bulk_running", |counter| {
        page(counter);
        counter.hear(stands(standing(200, 87, true, None)));
        counter.press(&[Key::F2]);
        counter.ctrl(Key::L);
    });
}

#[test]
fn bulk_stands_still() {
    in_four("bulk_still", |counter| {
        counter.board(None);
        counter.hear(stands(standing(200, 5, false, halted())));
        counter.ctrl(Key::L);
    });
}

#[test]
fn bulk_found_still_at_the_start() {
    in_four("bulk_found", |counter| {
        counter.board(None);
        counter.hear(stands(standing(200, 86, false, None)));
    });
}

#[test]
fn bulk_question_about_a_repeat() {
    in_four("bulk_question", |counter| {
        let earlier = Box::new(transaction(4, "9876543210", &[pending()]));
        let why = Stopped::NotTaken(WhyNotPaid::Repeats(earlier));
        counter.board(None);
        counter.hear(stands(standing(20, 6, false, Some(why))));
        counter.ctrl(Key::L);
    });
}

#[test]
fn bulk_report() {
    in_four("bulk_report", |counter| {
        counter.board(None);
        counter.hear(stands(standing(8, 8, false, None)));
        page(counter);
        for label in ["The newest list", "सबसे नई सूची"] {
            if let Some(button) = counter.window.query_by_label(label) {
                button.click();
            }
        }
        counter.window.run();
    });
}

#[test]
fn bulk_not_begun() {
    in_four("bulk_not_begun", |counter| {
        table(counter, 3, false);
        counter.press(&[Key::Enter, Key::Enter]);
        let why = WhyNotPaid::Ledger(std::sync::Arc::new(galla::ledger::LedgerError::DiskFull));
        counter.hear(Update::Batch(BatchUpdate::NotBegun { ticket: Ticket(1), why }));
    });
}
