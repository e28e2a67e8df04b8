//! What the agent does in the Day book, and what the window then asks: the day's start, its book, its drawer.

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, OutputCommand, TouchPhase, pos2, vec2,
};
use egui_kittest::kittest::Queryable;
use galla::counter::{
    Command, ExportState, HandedOut, Look, NotHandedOut, Period, StatementOrder, StatementState,
    StatementWay, Update, WhyNotExported,
};
use galla::ledger::LedgerError;
use galla::ledger::export::{Format, Span};
use galla::money::{Language, Paise};
use galla::receipt::Form;
use galla::receipt::system::PrintTrouble;
use galla::settings::{TextSize, Theme};
use galla::transaction::Counted;
use galla::transaction::totals::Totals;
use std::sync::Arc;

use crate::common::counter::{Counter, NOW, transaction};
use crate::common::day::{start, today, week};

fn morning() -> Counter {
    let mut counter = Counter::plain();
    counter.asked();
    counter.hear(Update::DayStart { start: Box::new(start()), unasked: true });
    counter.window.run();
    counter
}

fn book() -> Counter {
    let mut counter = Counter::plain();
    counter.press(&[Key::F8]);
    counter.hear(Update::Period(Box::new(today())));
    counter
}

#[test]
fn a_new_day_comes_by_itself_says_the_difference_and_names_what_fits_it() {
    let counter = morning();
    assert!(counter.shows("How 23 Nov 2026 begins"));
    assert!(counter.shows("₹199.00 less than it should be"));
    assert!(counter.shows("Agrees to the paisa"));
    assert!(counter.shows("Not read before today"));
    assert!(counter.shows("This fits the difference: No answer came"));
    assert!(counter.shows("another counter of the shop, PGPE's own portal"));
}

#[test]
fn enter_begins_the_day_with_the_cash_that_is_typed() {
    let mut counter = morning();
    counter.write("1500.50");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    let [Command::BeginDay { opening: Some(opening) }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(*opening, Paise::from_paise(150_050));
    let mut begun = start();
    begun.said.started = Some(NOW);
    counter.hear(Update::DayStart { start: Box::new(begun), unasked: false });
    assert!(counter.window.query_by_label_contains("today has not been begun").is_none());
}

#[test]
fn cash_that_is_none_is_told_beside_it_and_the_day_is_not_begun() {
    let mut counter = morning();
    counter.write("15.005");
    counter.press(&[Key::Enter]);
    assert!(counter.told().is_empty());
    assert!(counter.shows("at most two digits after the point"));
}

#[test]
fn a_day_may_be_put_off_and_taken_up_later() {
    let mut counter = morning();
    counter.press(&[Key::Escape]);
    assert!(counter.told().is_empty());
    assert!(counter.shows("today has not been begun"), "the rail says so");
    counter.click("Day's start");
    let asked = counter.asked();
    assert!(matches!(asked.last(), Some(Command::Look(Look::DayStart))), "{asked:?}");
    counter.click("Begin the day");
    assert!(matches!(counter.told()[..], [Command::BeginDay { opening: None }]));
}

#[test]
fn a_new_day_waits_while_a_customer_is_served() {
    let mut counter = Counter::plain();
    counter.write("9876543210");
    counter.hear(Update::DayStart { start: Box::new(start()), unasked: true });
    assert!(!counter.shows("How 23 Nov 2026 begins"));
    assert!(counter.shows("today has not been begun"));
    counter.press(&[Key::F8]);
    assert!(counter.shows("How 23 Nov 2026 begins"));
}

#[test]
fn a_difference_leads_to_the_story_behind_it() {
    let mut counter = morning();
    let behind = start().wallets[0].explanations[0].transaction.clone();
    let label = "91234 56780, ₹199.00, Pending, Jio";
    counter.click(label);
    let asked = counter.asked();
    let story = Look::Story(behind.agent_id);
    assert!(
        asked.iter().any(|asked| matches!(asked, Command::Look(look) if *look == story)),
        "{asked:?}"
    );
}

#[test]
fn the_book_adds_up_and_other_days_are_asked_for() {
    let mut counter = book();
    for told in ["₹1,42,861.00", "99 transactions", "97% succeeded", "₹485.11", "Airtel", "62%"]
    {
        assert!(counter.shows(told), "{told}");
    }
    counter.asked();
    counter.click("7 days");
    let (from, to) = (NOW.day().days_before(6), NOW.day());
    let asked = counter.asked();
    let Some(Command::Look(Look::Period { from: first, to: last })) = asked.last() else {
        panic!("{asked:?}")
    };
    assert_eq!((*first, *last), (from, to));
    counter.hear(Update::Period(Box::new(today())));
    assert!(counter.shows("₹1,42,861.00"), "what was asked for before is passed over");
    counter.hear(Update::Period(Box::new(week())));
    assert!(counter.shows("₹10,00,027.00") && counter.shows("Success by the day"));
}

#[test]
fn other_days_are_typed_as_a_person_writes_them() {
    let mut counter = book();
    counter.click("Other days");
    counter.window.get_by_label("From").focus();
    counter.window.run();
    counter.write("31/2");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("There is no such day."));
    counter.window.get_by_label("From").focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("1.10");
    counter.asked();
    counter.press(&[Key::Enter]);
    let asked = counter.asked();
    let Some(Command::Look(Look::Period { from, to })) = asked.last() else { panic!("{asked:?}") };
    assert_eq!((from.to_string(), to.to_string()), ("2026-10-01".into(), "2026-10-01".into()));
}

#[test]
fn a_long_list_goes_on_as_one_reads() {
    let mut counter = book();
    counter.click("Transactions");
    let last = today().transactions.pop().unwrap().agent_id;
    let asked = counter.asked();
    let before = |asked: &Command| match asked {
        Command::Look(Look::PeriodPage { before, .. }) => Some(*before),
        _ => None,
    };
    let pages: Vec<_> = asked.iter().filter_map(before).collect();
    assert_eq!(pages, [last], "once: {asked:?}");
    let more = vec![transaction(300, "9111122223", &[])];
    counter.hear(Update::PeriodPage { before: last, transactions: more });
    turn_the_wheel(&mut counter, f32::MAX);
    assert!(counter.shows("91111 22223"));
}

/// Turns the wheel over the list by so many points, or until it goes no further.
fn turn_the_wheel(counter: &mut Counter, by: f32) {
    counter.window.hover_at(pos2(600.0, 500.0));
    counter.window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    counter.window.run_steps(20);
}

#[test]
fn a_long_list_goes_as_far_as_the_wheel_is_turned_in_letters_of_any_size() {
    for language in [Language::English, Language::Hindi] {
        for text_size in [TextSize::Small, TextSize::Normal, TextSize::Large] {
            let mut counter = Counter::unopened_with(Theme::Light, language, |settings| {
                settings.text_size = text_size;
            });
            counter.open(false);
            counter.press(&[Key::F8]);
            let mut period = today();
            let one = |n| transaction(n, &format!("987650{n:04}"), &[]);
            period.transactions = (0..400).map(one).collect();
            counter.hear(Update::Period(Box::new(period)));
            counter.click(match language {
                Language::English => "Transactions",
                Language::Hindi => "लेन-देन",
            });
            let top = |counter: &Counter, n: usize| {
                let label = format!("98765 0{n:04}");
                counter.window.get_by_label_contains(&label).rect().top()
            };
            let first = top(&counter, 0);
            let height = top(&counter, 1) - first;
            turn_the_wheel(&mut counter, 3_000.0);
            let in_sight = (3_000.0 / height) as usize + 2;
            let expected = first + height * in_sight as f32 - 3_000.0;
            let is = top(&counter, in_sight);
            assert!((is - expected).abs() <= 1.0, "{language:?} {text_size:?} {is} {expected}");
        }
    }
}

#[test]
fn the_drawer_is_counted_and_what_is_off_is_told() {
    let mut counter = book();
    counter.click("Drawer");
    for told in ["₹16,736.00", "-₹199.00", "₹18,537.00", "₹100.00 less than it should be"] {
        assert!(counter.shows(told), "{told}");
    }
    counter.window.get_by_label("What lies in it now").focus();
    counter.window.run();
    counter.write("0");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    let [Command::CountCash { day, counted: Counted::Now, amount: Paise::ZERO }] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(*day, NOW.day());
    counter.hear(Update::DayKept(Err(Arc::new(LedgerError::DiskFull))));
    assert!(counter.shows("disk is full"));
    counter.hear(Update::DayKept(Ok(())));
    assert!(!counter.shows("disk is full"));
    counter.hear(Update::Period(Box::new(week())));
    counter.click("7 days");
    counter.hear(Update::Period(Box::new(week())));
    assert!(counter.shows("A drawer is of one day"));
}

#[test]
fn a_book_is_saved_watched_and_stopped() {
    let mut counter = book();
    counter.click("Save");
    counter.click("Excel");
    counter.click("Choose a place…");
    let told = counter.told();
    let [Command::Export(order)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((order.span, order.format), (Span::Days(NOW.day(), NOW.day()), Format::Xlsx));
    assert!(order.replace, "the dialog has asked");
    counter.hear(Update::Export(ExportState::Writing { written: 1_000, of: 4_000 }));
    assert!(counter.shows("1000 of 4000 written"));
    counter.press(&[Key::Escape]);
    assert!(matches!(counter.told()[..], [Command::CancelExport]));
    counter.hear(Update::Export(ExportState::Cancelled));
    assert!(counter.shows("Stopped; nothing of it is left."));
    counter.window.get_by_label("Or type the file's name").focus();
    counter.window.run();
    counter.write("/tmp/day.xlsx");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    assert!(matches!(&told[..], [Command::Export(order)] if !order.replace), "{told:?}");
    let error = Arc::new(std::io::Error::from(std::io::ErrorKind::AlreadyExists));
    let why = WhyNotExported::File(error);
    counter.hear(Update::Export(ExportState::NotWritten(why)));
    assert!(counter.shows("already"));
    let file = "/tmp/day.xlsx".into();
    counter.hear(Update::Export(ExportState::Written { file, written: 4_000 }));
    assert!(counter.shows("/tmp/day.xlsx holds 4000 transactions."));
}

fn closing(counter: &mut Counter) -> StatementOrder {
    match counter.told().pop() {
        Some(Command::Statement(order)) => *order,
        other => panic!("{other:?}"),
    }
}

fn ended(counter: &mut Counter, result: Result<HandedOut, NotHandedOut>) {
    counter.hear(Update::Statement(StatementState::Ended(result)));
}

#[test]
fn ctrl_p_prints_the_closing_statement_from_every_view_of_the_book_and_once() {
    let mut counter = book();
    counter.click("Drawer");
    counter.asked();
    counter.ctrl(Key::P);
    let order = closing(&mut counter);
    assert_eq!((order.from, order.to), (NOW.day(), NOW.day()));
    assert_eq!(order.way, StatementWay::Print(Form::Roll80), "the roll of the settings");
    assert_eq!(order.texts.len(), 1);
    assert_eq!(order.texts[0].language(), Language::English);
    assert!(counter.shows("Closing statement: 23 Nov 2026"), "what becomes of it is seen");
    counter.ctrl(Key::P);
    counter.click("Print");
    assert!(counter.told().is_empty(), "one is being made");
    counter.hear(Update::Statement(StatementState::Working { read: 2_000 }));
    assert!(counter.shows("2000 transactions read"));
    ended(&mut counter, Ok(HandedOut::Printed));
    assert!(counter.shows("The statement is with the printer."));
    counter.ctrl(Key::P);
    closing(&mut counter);
}

#[test]
fn a_day_that_waits_to_be_begun_is_not_closed_by_ctrl_p() {
    let mut counter = morning();
    counter.ctrl(Key::P);
    assert!(counter.told().is_empty());
}

#[test]
fn what_is_still_to_be_done_before_the_close_is_said() {
    let mut counter = book();
    counter.click("Closing");
    assert!(counter.shows("1 transaction is still open."), "one is pending");
    assert!(!counter.shows("has not been counted"));
    let mut uncounted = today();
    if let Some((_, said)) = &mut uncounted.drawer {
        said.counted = None;
    }
    counter.hear(Update::Period(Box::new(uncounted)));
    assert!(counter.shows("The drawer of this day has not been counted."));
    let nothing = Period { totals: Totals::default(), drawer: None, ..today() };
    counter.hear(Update::Period(Box::new(nothing)));
    assert!(!counter.shows("The statement names") && !counter.shows("has not been counted"));
}

#[test]
fn the_statement_is_saved_in_each_form_and_where_it_lies_is_told() {
    let mut counter = book();
    counter.click("Closing");
    counter.click("A4");
    for (label, way) in [
        ("PDF", StatementWay::Pdf(Form::A4)),
        ("Excel", StatementWay::Xlsx),
        ("CSV", StatementWay::Csv),
    ] {
        counter.click(label);
        assert_eq!(closing(&mut counter).way, way);
        let saved = HandedOut::Saved { file: "/tmp/closing.x".into(), no_printer: false };
        ended(&mut counter, Ok(saved));
        assert!(counter.shows("The statement is saved in /tmp/closing.x."));
    }
    counter.click("Roll 58 mm");
    counter.click("Print");
    assert_eq!(closing(&mut counter).way, StatementWay::Print(Form::Roll58));
    let saved = HandedOut::Saved { file: "/tmp/closing.pdf".into(), no_printer: true };
    ended(&mut counter, Ok(saved));
    assert!(counter.shows("There is no printer. The statement is saved in /tmp/closing.pdf."));
    counter.click("Copy as text");
    assert_eq!(closing(&mut counter).way, StatementWay::Text);
    let text = HandedOut::Text("Closing statement".into());
    counter.updates.send(Update::Statement(StatementState::Ended(Ok(text)))).unwrap();
    let copied = (0..4).any(|_| {
        counter.window.step();
        let commands = &counter.window.output().platform_output.commands;
        let right = |command: &OutputCommand| {
            matches!(command, OutputCommand::CopyText(text) if text == "Closing statement")
        };
        commands.iter().any(right)
    });
    assert!(copied);
    assert!(counter.shows("The statement is copied as text."));
}

#[test]
fn a_statement_that_failed_says_why_and_one_that_is_long_is_stopped() {
    let mut counter = book();
    counter.click("Closing");
    for (why, sentence) in [
        (NotHandedOut::NoPin, "The PIN was not given"),
        (NotHandedOut::Ledger(Some(Arc::new(LedgerError::DiskFull))), "disk is full"),
        (NotHandedOut::Print(PrintTrouble::Doubtful), "Look whether the statement is on paper"),
        (NotHandedOut::Print(PrintTrouble::NotSet), "Fill it in under Receipts"),
        (
            NotHandedOut::File("/tmp".into(), Arc::new(std::io::ErrorKind::StorageFull.into())),
            "The statement was not saved in /tmp",
        ),
    ] {
        counter.click("PDF");
        closing(&mut counter);
        ended(&mut counter, Err(why));
        assert!(counter.shows(sentence), "{sentence}");
    }
    counter.click("CSV");
    closing(&mut counter);
    counter.press(&[Key::Escape]);
    assert!(matches!(counter.told()[..], [Command::CancelStatement]));
    counter.hear(Update::Statement(StatementState::Cancelled));
    assert!(counter.shows("Stopped; nothing of it is left."));
}
