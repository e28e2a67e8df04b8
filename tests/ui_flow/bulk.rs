//! What the agent presses with a list of recharges: written, looked at, confirmed once, paused, gone on with.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Key, OutputCommand};
use egui_kittest::kittest::Queryable;
use galla::counter::{
    BatchCommand, BatchUpdate, Command, Source, Stopped, Ticket, Update, WhyNotPaid,
};
use galla::ledger::LedgerError;
use galla::transaction::Category;

use crate::common::counter::{CHOSEN_FILE, Counter, pending, success, transaction};
use crate::common::lists::{checked, halted, standing, stands, total};

impl Counter {
    /// What was asked about lists since the last look.
    fn asked_of_lists(&mut self) -> Vec<BatchCommand> {
        let of_lists = |command| match command {
            Command::Batch { live: false, command } => Some(*command),
            _ => None,
        };
        self.asked().into_iter().filter_map(of_lists).collect()
    }
}

/// The table of a list.
fn table(count: usize, faults: bool) -> Counter {
    let mut counter = Counter::plain();
    counter.ctrl(Key::L);
    counter.write("9876543210,199,Jio");
    counter.ctrl(Key::Enter);
    let asked = counter.asked_of_lists();
    let [BatchCommand::Check { source: Source::Text(text), category, .. }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((text.as_str(), *category), ("9876543210,199,Jio", Category::MobilePrepaid));
    counter.hear(checked(count, faults));
    counter.window.run();
    counter
}

#[test]
fn a_list_is_checked_confirmed_and_sent_by_keyboard_alone() {
    let mut counter = table(3, false);
    assert!(counter.shows("3 of 3 lines, together ₹597.00") && counter.shows("Will be sent"));
    counter.press(&[Key::Enter]);
    assert!(counter.shows("3 recharges") && counter.shows("five hundred ninety-seven rupees"));
    assert!(
        counter.asked_of_lists().is_empty(),
        "the Enter of the table is not the one that sends"
    );
    counter.press(&[Key::Enter, Key::Enter, Key::Enter]);
    let asked = counter.asked_of_lists();
    let [BatchCommand::Begin { ticket: Ticket(1), orders }] = &asked[..] else {
        panic!("m2, one list: {asked:?}")
    };
    assert_eq!(orders.len(), 3);
    assert!(orders.iter().all(|line| !line.despite_earlier));
    counter.hear(stands(standing(3, 0, true, None)));
    assert!(counter.shows("0 of 3 lines") && counter.shows("Pause after this line"));
}

#[test]
fn m14_a_line_that_repeats_needs_a_tick_of_its_own_and_a_wrong_one_is_never_sent() {
    let mut counter = table(6, true);
    assert!(counter.shows("2 of 6 lines"));
    assert!(counter.shows("Number: A mobile number has 10 digits; this one has 5."));
    assert!(counter.shows("Operator: There is no operator “Joi”."));
    assert!(counter.shows("The same as line 1.") && counter.shows("Paid 2:41 pm, today, Pending."));
    counter.click("Paid already? (2)");
    assert!(!counter.shows("Will be sent"));
    counter.click("Send line 5 all the same");
    assert!(counter.shows("3 of 6 lines"));
    counter.click("Send line 4 all the same");
    counter.click("Send line 4 all the same");
    assert!(counter.shows("3 of 6 lines"), "a tick taken back");
    counter.click("Go on with 3 lines");
    assert!(counter.shows("3 lines are left out"));
    counter.press(&[Key::Enter]);
    let asked = counter.asked_of_lists();
    let [BatchCommand::Begin { orders, .. }] = &asked[..] else { panic!("{asked:?}") };
    let despite: Vec<_> = orders.iter().map(|line| line.despite_earlier).collect();
    assert_eq!(despite, [false, true, false]);
}

#[test]
fn what_the_wallet_cannot_pay_is_sent_by_a_press_only() {
    let mut counter = table(400, false);
    assert!(counter.shows("it will not do for the whole list"));
    counter.press(&[Key::Enter, Key::Enter, Key::Enter]);
    assert!(counter.asked_of_lists().is_empty(), "not by the habit of Enter");
    counter.click(&format!("Send 400 · {}", total(400)));
    assert_eq!(counter.asked_of_lists().len(), 1);
}

#[test]
fn a_list_that_was_not_taken_says_why_and_may_be_confirmed_anew() {
    let mut counter = table(3, false);
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(counter.asked_of_lists().len(), 1);
    let why = WhyNotPaid::Ledger(Arc::new(LedgerError::DiskFull));
    counter.hear(Update::Batch(BatchUpdate::NotBegun { ticket: Ticket(1), why }));
    assert!(counter.shows("The disk is full"));
    counter.press(&[Key::Enter, Key::Enter]);
    let asked = counter.asked_of_lists();
    assert!(matches!(asked[..], [BatchCommand::Begin { ticket: Ticket(2), .. }]), "{asked:?}");
}

#[test]
fn a_list_comes_out_of_a_file_and_can_be_mended_where_it_is_looked_at() {
    let mut counter = Counter::plain();
    counter.ctrl(Key::L);
    counter.click("Choose a file…");
    let asked = counter.asked_of_lists();
    let chosen = PathBuf::from(CHOSEN_FILE);
    assert!(
        matches!(&asked[..], [BatchCommand::Check { source: Source::File(file), .. }] if *file == chosen),
        "{asked:?}"
    );
    counter.hear(checked(6, true));
    assert!(counter.shows("2 of 6 lines"));
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Check every line"));
    counter.ctrl(Key::Enter);
    let asked = counter.asked_of_lists();
    assert!(
        matches!(&asked[..], [BatchCommand::Check { source: Source::Text(text), .. }]
            if text.starts_with("number,amount,operator")),
        "{asked:?}"
    );
    let gone = std::io::Error::from(std::io::ErrorKind::InvalidData);
    counter.hear(Update::Batch(BatchUpdate::NotRead(Arc::new(gone))));
    assert!(counter.shows("The file is not UTF-8."));
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Mobile number"), "back at Recharge");
}

#[test]
fn m2_a_pause_and_going_on_are_different_keys_and_each_is_asked_once() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(200, 87, true, None)));
    assert!(counter.shows("A list is being sent: line 87 of 200."), "on every page");
    counter.ctrl(Key::L);
    counter.press(&[Key::Enter]);
    assert!(counter.asked_of_lists().is_empty(), "Enter does nothing while it runs");
    counter.press(&[Key::Escape, Key::Escape]);
    let asked = counter.asked_of_lists();
    assert!(matches!(asked[..], [BatchCommand::Pause]), "{asked:?}");
    assert!(counter.shows("Pausing"));
    counter.hear(stands(standing(200, 88, false, Some(Stopped::Paused))));
    assert!(counter.shows("Paused. What is sent is sent"));
    counter.press(&[Key::Enter]);
    let asked = counter.asked_of_lists();
    assert!(
        matches!(asked[..], [BatchCommand::GoOn { batch: 7, line: 89, despite_earlier: false }]),
        "{asked:?}"
    );
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Mobile number") && counter.shows("Go on with line 89 of 200"));
    counter.press(&[Key::F2]);
    assert!(counter.shows("A list stands still before line 89 of 200."));
    counter.ctrl(Key::G);
    let asked = counter.asked_of_lists();
    assert!(matches!(asked[..], [BatchCommand::GoOn { line: 89, .. }]), "{asked:?}");
}

#[test]
fn m5_a_list_found_still_at_the_start_is_offered_and_goes_on_only_when_asked() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(200, 86, false, None)));
    assert!(counter.shows("Go on with line 87 of 200"));
    assert!(counter.asked_of_lists().is_empty());
    counter.ctrl(Key::L);
    assert!(counter.shows("No line was sent twice; what was on its way is pending."));
    counter.click("Leave the rest…");
    assert!(counter.shows("will never be sent") && counter.asked_of_lists().is_empty());
    counter.press(&[Key::Enter]);
    assert!(counter.asked_of_lists().is_empty(), "no Enter while it is asked");
    counter.click("Leave the rest unsent");
    let asked = counter.asked_of_lists();
    assert!(matches!(asked[..], [BatchCommand::Close { batch: 7 }]), "{asked:?}");
}

#[test]
fn m14_the_question_about_a_line_is_answered_by_no_key_of_habit() {
    let mut counter = Counter::plain();
    let earlier = Box::new(transaction(4, "9876543210", &[pending()]));
    let why = Stopped::NotTaken(WhyNotPaid::Repeats(earlier));
    counter.hear(stands(standing(20, 6, false, Some(why))));
    counter.ctrl(Key::G);
    counter.ctrl(Key::L);
    counter.press(&[Key::Enter]);
    assert!(counter.asked_of_lists().is_empty());
    assert!(counter.shows("Line 7 is the same as a payment of 2:41 pm, today"));
    counter.click("Leave line 7 out");
    counter.click("Send line 7 all the same");
    let asked = counter.asked_of_lists();
    let [
        BatchCommand::LeaveOut { batch: 7, line: 7 },
        BatchCommand::GoOn { batch: 7, line: 7, despite_earlier: true },
    ] = &asked[..]
    else {
        panic!("{asked:?}")
    };
}

#[test]
fn the_lines_move_on_as_they_are_told_and_each_leads_to_its_story() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(5, 3, true, None)));
    counter.ctrl(Key::L);
    let next = transaction(0, "9811111111", &[]);
    let begun = Some(Box::new(next.clone()));
    counter.hear(Update::Batch(BatchUpdate::Line {
        batch: 7,
        line: 4,
        transaction: begun.clone(),
    }));
    counter.hear(Update::Batch(BatchUpdate::Line { batch: 7, line: 4, transaction: begun }));
    assert!(counter.shows("4 of 5 lines"), "a line that is told twice is one");
    counter.hear(Update::Changed(Box::new(next.clone())));
    let done = transaction(0, "9811111111", &[success()]);
    assert_eq!(done.agent_id, next.agent_id);
    counter.hear(Update::Changed(Box::new(done)));
    assert!(counter.shows("Story of line 4: Success"));
    counter.hear(Update::Batch(BatchUpdate::Line { batch: 7, line: 5, transaction: None }));
    assert!(counter.shows("5 of 5 lines") && counter.shows("Left out"));
    counter.window.get_by_label_contains("Story of line 2: Failed").click();
    counter.window.run();
    counter.window.run();
    let asked = counter.asked();
    let story =
        |command: &Command| matches!(command, Command::Look(galla::counter::Look::Story(_)));
    assert!(asked.iter().any(story), "{asked:?}");
}

#[test]
fn what_failed_is_copied_out_made_a_new_list_and_the_report_saved() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(8, 8, false, None)));
    counter.ctrl(Key::L);
    counter.click("The newest list");
    counter.window.get_by_label("Copy what failed or was not sent").click();
    counter.window.step();
    let commands = &counter.window.output().platform_output.commands;
    let [OutputCommand::CopyText(copied)] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(copied.lines().count(), 2, "{copied}");
    counter.window.run();
    assert!(counter.shows("One line is copied."));
    counter.click("Save the report…");
    counter.click("Choose where…");
    let asked = counter.asked_of_lists();
    let [BatchCommand::Save { file, text, replace: true }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(*file, PathBuf::from(CHOSEN_FILE));
    assert_eq!((text.lines().count(), text.contains("\"failed\"")), (9, true));
    counter.hear(Update::Batch(BatchUpdate::Saved(Ok(file.clone()))));
    assert!(counter.shows("Saved: /home/asha/operators.csv"));
    counter.press(&[Key::Escape]);
    counter.click("New list of these");
    counter.ctrl(Key::Enter);
    let asked = counter.asked_of_lists();
    assert!(
        matches!(&asked[..], [BatchCommand::Check { source: Source::Text(text), .. }]
            if text.lines().count() == 2 && text.contains("mobile_prepaid")),
        "{asked:?}"
    );
}

#[test]
fn a_list_that_stopped_by_itself_says_why() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(200, 5, false, halted())));
    counter.ctrl(Key::L);
    assert!(counter.shows("3 lines in a row did not go well"));
    let count = |label: &str| counter.window.query_all_by_label(label).count();
    assert_eq!((count("Succeeded (3)"), count("Failed (1)"), count("Not sent (195)")), (1, 1, 1));
}
