//! Pictures of the Day book: how a day begins, what it came to, its list, its drawer, empty and full.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{ExportState, HandedOut, Period, StatementState, Update};
use galla::money::Paise;
use galla::transaction::totals::{Sum, Total, Totals};
use galla::transaction::{Service, State};

use crate::common::counter::{Counter, NOW};
use crate::common::day::{start, today, week};
use crate::in_four;

/// Which of both the window says.
fn said<'a>(counter: &Counter, english: &'a str, hindi: &'a str) -> &'a str {
    let there = counter.window.query_all_by_label(english).next().is_some();
    if there { english } else { hindi }
}

fn choose(counter: &mut Counter, english: &str, hindi: &str) {
    let label = said(counter, english, hindi);
    counter.window.get_by_label(label).click();
    counter.window.run();
    counter.window.run();
}

fn book(counter: &mut Counter, period: Period) {
    counter.board(None);
    counter.press(&[Key::F8]);
    counter.hear(Update::Period(Box::new(period)));
}

#[test]
fn day_start() {
    in_four("day_start", |counter| {
        counter.board(None);
        counter.hear(Update::DayStart { start: Box::new(start()), unasked: true });
        counter.window.run();
    });
}

#[test]
fn day_start_explained() {
    in_four("day_start_explained", |counter| {
        counter.board(None);
        let mut begun = start();
        begun.said.started = Some(NOW);
        counter.press(&[Key::F8]);
        choose(counter, "Day's start", "दिन की शुरुआत");
        counter.hear(Update::DayStart { start: Box::new(begun), unasked: false });
        counter.hear(Update::Period(Box::new(today())));
    });
}

#[test]
fn day_book_of_a_day() {
    in_four("day_book", |counter| book(counter, today()));
}

#[test]
fn day_book_of_a_week() {
    in_four("day_book_week", |counter| {
        book(counter, today());
        choose(counter, "7 days", "7 दिन");
        counter.hear(Update::Period(Box::new(week())));
    });
}

#[test]
fn day_book_of_a_crore() {
    in_four("day_book_crore", |counter| {
        let mut rich = week();
        rich.totals.add(&Total {
            day: NOW.day(),
            hour: 9,
            operator: None,
            service: Service::Payout,
            state: State::Success,
            sum: Sum { count: 36_770, amount: Paise::from_rupees(10_962_493) },
        });
        book(counter, today());
        choose(counter, "7 days", "7 दिन");
        counter.hear(Update::Period(Box::new(rich)));
        let hours = said(counter, "Success by the hour", "हर घंटे की सफल रकम");
        counter.window.get_by_label(hours).scroll_to_me();
        counter.window.run();
    });
}

#[test]
fn day_book_empty() {
    in_four("day_book_empty", |counter| {
        let empty = Period { totals: Totals::default(), transactions: Vec::new(), ..today() };
        book(counter, empty);
    });
}

#[test]
fn day_book_list() {
    in_four("day_book_list", |counter| {
        book(counter, today());
        choose(counter, "Transactions", "लेन-देन");
    });
}

#[test]
fn day_book_drawer() {
    in_four("day_book_drawer", |counter| {
        book(counter, today());
        choose(counter, "Drawer", "नक़दी");
    });
}

#[test]
fn day_book_save() {
    in_four("day_book_save", |counter| {
        book(counter, today());
        choose(counter, "Save", "सहेजें");
        let file = "/home/asha/galla-2026-11-23.xlsx".into();
        counter.hear(Update::Export(ExportState::Written { file, written: 103 }));
    });
}

#[test]
fn day_book_closing() {
    in_four("day_book_closing", |counter| {
        let mut uncounted = today();
        if let Some((_, said)) = &mut uncounted.drawer {
            said.counted = None;
        }
        book(counter, uncounted);
        choose(counter, "Closing", "समापन");
    });
}

#[test]
fn day_book_closed() {
    in_four("day_book_closed", |counter| {
        book(counter, Period { totals: Totals::default(), ..today() });
        counter.ctrl(Key::P);
        let file = "/home/asha/.local/share/galla/statements/closing-2026-11-23.pdf".into();
        let saved = HandedOut::Saved { file, no_printer: false };
        counter.hear(Update::Statement(StatementState::Ended(Ok(saved))));
    });
}
