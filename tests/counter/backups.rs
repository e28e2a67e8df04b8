//! The daily copies at the counter, and a counter whose ledger was put back from one (M6).

use std::fs;

use galla::counter::{Command, Copies, Update, WhyNotPaid};
use galla::ledger::backup::backup;
use galla::ledger::check::check;
use galla::ledger::restore::restore;
use galla::ledger::{LedgerError, LedgerKind};
use galla::time::Clock;
use galla::transaction::State;
use galla::transaction::asking::Ask;

use super::callbacks::FOR_EVER;
use super::scripted::{Scripted, Step, pending, success, timed_out};
use super::shop::{HOUR, MINUTE, Shop};

const NUMBER: &str = "9876543200";

impl Shop {
    /// Waits until the counter has said how it stands with the copies.
    pub fn wait_copies(&mut self, wanted: impl Fn(&Copies) -> bool) -> Copies {
        self.wait_for(|update| match update {
            Update::Copies(copies) if wanted(copies) => Some(copies.clone()),
            _ => None,
        })
    }
}

#[test]
fn each_counter_has_a_copy_a_day_of_its_own_ledger() {
    let mut shop = Shop::open();
    shop.pay(NUMBER, 199);
    shop.clock.pass(24 * HOUR);
    shop.restart();
    let copies = shop.wait_copies(|copies| copies.newest.is_some());
    let practice = shop.home.backups().join("practice-2026-11-24.sqlite");
    assert_eq!(copies.newest.unwrap().file, practice);
    assert!(copies.trouble.is_none());
    shop.connect();
    shop.pay(NUMBER, 199);
    shop.clock.pass(24 * HOUR);
    shop.restart();
    let copies = shop.wait_copies(|copies| copies.newest.is_some());
    let live = shop.home.backups().join("live-2026-11-25.sqlite");
    assert_eq!(copies.newest.unwrap().file, live);
    for (file, kind) in [(practice, LedgerKind::Practice), (live, LedgerKind::Live)] {
        let report = check(&file).unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert_eq!((report.kind, report.transactions), (kind, 1));
    }
}

#[test]
fn a_copy_that_cannot_be_made_is_told_and_keeps_no_payment_back() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    shop.pay(NUMBER, 199);
    shop.stop();
    // The first start may have made one before this.
    let _perhaps = fs::remove_dir_all(shop.home.backups());
    fs::write(shop.home.backups(), "a file in its place").unwrap();
    shop.start();
    let copies = shop.wait_copies(|copies| copies.trouble.is_some());
    assert_eq!(copies.newest, None);
    assert_eq!(shop.pay(NUMBER, 299).state(), State::Success);
}

#[test]
fn m2_m6_a_counter_whose_ledger_was_restored_sends_and_asks_nothing_too_soon() {
    let gateway = Scripted::new(pending, |_, _, _| Step::Reply(timed_out()));
    let mut shop = Shop::open_with(gateway.clone());
    let known = shop.pay(FOR_EVER, 20).agent_id;
    let saved = shop.home.data().join("saved.sqlite");
    backup(&shop.ledger_file(false), &saved).unwrap();
    let lost = shop.pay(NUMBER, 199).agent_id;
    shop.clock.pass(HOUR);
    shop.send(Command::AskStatus(known));
    shop.wait_state(known, |_| true);
    let asked = gateway.asked();
    assert!(asked >= 1);
    shop.stop();

    let file = shop.ledger_file(false);
    shop.clock.pass(MINUTE);
    let now = shop.clock.now();
    restore(&file, LedgerKind::Practice, &saved, now).unwrap();
    shop.start();
    let board = shop.wait_board();
    assert_eq!(board.recent.iter().map(|one| one.agent_id).collect::<Vec<_>>(), [known]);
    shop.send(Command::AskStatus(known));
    let may_not = shop.wait_for(|update| match update {
        Update::MayNotAsk { agent_id, ask } if *agent_id == known => Some(*ask),
        _ => None,
    });
    assert_eq!(may_not, Ask::From(now.after(HOUR)), "the question of a minute ago is lost");
    assert_eq!(gateway.asked(), asked);
    shop.clock.pass(HOUR);
    shop.send(Command::AskStatus(known));
    shop.wait_state(known, |_| true);
    assert_eq!(gateway.paid(), [known, lost], "each once");
}

#[test]
fn m1_a_ledger_that_is_gone_is_not_begun_anew_in_silence() {
    let gateway = Scripted::paying(pending);
    let mut shop = Shop::open_with(gateway.clone());
    let known = shop.pay(NUMBER, 199).agent_id;
    shop.clock.pass(24 * HOUR);
    shop.restart();
    let copy = shop.wait_copies(|copies| copies.newest.is_some()).newest.unwrap().file;
    shop.stop();
    let file = shop.ledger_file(false);
    fs::remove_file(&file).unwrap();
    let trouble = shop.start().ledger_trouble.unwrap();
    assert!(matches!(&*trouble, LedgerError::Lost(of) if *of == copy), "{trouble:?}");
    assert!(matches!(shop.try_pay(NUMBER, 199), Err(WhyNotPaid::Closed)));
    assert!(!file.exists());
    shop.stop();
    restore(&file, LedgerKind::Practice, &copy, shop.clock.now()).unwrap();
    assert!(shop.start().ledger_trouble.is_none());
    match shop.try_pay(NUMBER, 199) {
        Err(WhyNotPaid::Repeats(earlier)) => assert_eq!(earlier.agent_id, known, "M14 holds"),
        other => panic!("{other:?}"),
    }
    assert_eq!(gateway.paid(), [known]);
}
