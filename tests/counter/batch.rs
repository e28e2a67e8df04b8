//! A list of recharges: each line by the way of a single payment, one after another, once (M1, M2, M5, M14).

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use galla::catalogue::Catalogue;
use galla::counter::{
    BatchCommand, BatchUpdate, Command, ConnectProblem, Source, Standing, Stopped, Ticket, Update,
    WhyNotChecked, WhyNotPaid,
};
use galla::ids::AgentId;
use galla::ledger::LedgerError;
use galla::money::Paise;
use galla::transaction::batch::{Halt, Standing as Line};
use galla::transaction::bulk::{Checked, ListError, Repeats};
use galla::transaction::{BatchOrder, Category, Order, Service, State, StatusCode};
use tokio::sync::Notify;

use super::scripted::{Scripted, Step, answer, success, timed_out};
use super::shop::{LIVE_TOKEN, PATIENCE, Shop, connect, order};

/// One line of a list.
pub fn line(number: &str, rupees: i64) -> BatchOrder {
    let Order::Recharge(order) = order(number, rupees) else { panic!("a recharge") };
    BatchOrder { order, despite_earlier: false }
}

/// Numbers that succeed.
fn lines(count: u32) -> Vec<BatchOrder> {
    (1..=count).map(|n| line(&format!("98765{n:03}00"), 10)).collect()
}

impl Shop {
    fn ask_batch(&self, command: BatchCommand) {
        self.send(Command::Batch { live: false, command: Box::new(command) });
    }

    /// Begins a list, with the same ticket each time.
    fn begin_list(&mut self, orders: Vec<BatchOrder>) {
        self.ask_batch(BatchCommand::Begin { ticket: Ticket(100), orders });
    }

    fn go_on(&self, batch: i64, line: u32) {
        self.ask_batch(BatchCommand::GoOn { batch, line, despite_earlier: false });
    }

    /// Waits until a list stands still.
    fn wait_still(&mut self) -> Standing {
        self.wait_for(|update| match update {
            Update::Batch(BatchUpdate::Stands(stands)) if !stands.running => {
                Some((**stands).clone())
            }
            _ => None,
        })
    }

    /// Waits until a line is begun.
    fn wait_line(&mut self, wanted: u32) -> AgentId {
        self.wait_for(|update| match update {
            Update::Batch(BatchUpdate::Line { line, transaction: Some(begun), .. })
                if *line == wanted =>
            {
                Some(begun.agent_id)
            }
            _ => None,
        })
    }

    /// Returns when all that was asked before is done: a question is answered.
    fn catch_up(&mut self) {
        let (text, _) = self.checked(Source::Text(String::new()));
        assert_eq!(text, "");
    }

    fn checked(&mut self, source: Source) -> (String, Result<Arc<Checked>, WhyNotChecked>) {
        let catalogue = Arc::new(Catalogue::practice());
        self.ask_batch(BatchCommand::Check {
            source,
            category: Category::MobilePrepaid,
            catalogue,
        });
        self.wait_for(|update| match update {
            Update::Batch(BatchUpdate::Checked { text, checked }) => {
                Some((text.clone(), checked.clone()))
            }
            _ => None,
        })
    }
}

/// A gateway that answers a line when its bell rings.
fn on_bell() -> (Arc<Scripted>, Arc<Notify>) {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    let gateway = Scripted::paying(move |_, agent_id, order| {
        Step::When(Arc::clone(&rings), answer("TXN", agent_id, order))
    });
    (gateway, bell)
}

fn standings(stands: &Standing) -> Vec<Line> {
    (0..stands.batch.orders.len()).map(|place| stands.batch.standing(place)).collect()
}

const SUCCEEDED: Line = Line::Sent(State::Success);

#[test]
fn a_list_is_sent_line_by_line_and_its_report_is_the_gateways_own() {
    let mut shop = Shop::open();
    let endings = ["00", "01", "02", "03", "24"];
    let orders = endings.map(|ending| line(&format!("98765432{ending}"), 10));
    shop.begin_list(orders.to_vec());
    let stands = shop.wait_still();
    let (failed, pending) = (Line::Sent(State::Failed), Line::Sent(State::Pending));
    assert_eq!(standings(&stands), [SUCCEEDED, failed, pending, pending, SUCCEEDED]);
    assert!(stands.batch.closed && stands.stopped.is_none());
    let numbers: Vec<_> =
        shop.books().entries().iter().map(|one| one.request.number.clone()).collect();
    assert_eq!(numbers, endings.map(|ending| format!("98765432{ending}")), "in their order");
    let tally = stands.batch.tally();
    assert_eq!((tally.succeeded.count, tally.failed.count, tally.pending.count), (2, 1, 2));
    shop.restart();
    assert_eq!(standings(&shop.wait_still()), standings(&stands), "the ledger has it all");
}

#[test]
fn m1_the_list_and_the_line_are_on_disk_before_the_line_is_sent() {
    let (ask, asked) = std::sync::mpsc::channel::<std::path::PathBuf>();
    let (tell, told) = std::sync::mpsc::channel();
    let asked = std::sync::Mutex::new(asked);
    let gateway = Scripted::paying(move |count, agent_id, order| {
        let file = asked.lock().unwrap().recv().unwrap();
        let reader = galla::ledger::Reader::open(&file).unwrap();
        let batch = reader.newest_batch().unwrap().unwrap();
        tell.send((agent_id, batch)).unwrap();
        success(count, agent_id, order)
    });
    let mut shop = Shop::open_with(gateway);
    for _ in 0..2 {
        ask.send(shop.ledger_file(false)).unwrap();
    }
    shop.begin_list(lines(2));
    shop.wait_still();
    for nth in 1..=2 {
        let (agent_id, on_disk) = told.recv().unwrap();
        assert_eq!(on_disk.orders.to_vec(), lines(2));
        let begun: Vec<_> = on_disk.begun.iter().flatten().map(|one| one.agent_id).collect();
        assert_eq!((begun.len(), begun.last()), (nth, Some(&agent_id)));
    }
}

#[test]
fn m2_the_next_line_waits_for_the_answer_and_one_confirm_is_one_list() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    for _ in 0..5 {
        shop.begin_list(lines(3));
    }
    for nth in 1..=3 {
        shop.wait_line(nth);
        // A line is told when it is begun, and leaves after that.
        let nth = usize::try_from(nth).unwrap();
        let begun = Instant::now();
        while gateway.paid().len() < nth && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(1));
        }
        // What is asked meanwhile is answered: the counter is not held up.
        shop.catch_up();
        assert_eq!(gateway.paid().len(), nth);
        bell.notify_one();
    }
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED; 3]);
    assert_eq!(gateway.paid().iter().collect::<HashSet<_>>().len(), 3);
}

#[test]
fn m2_a_pause_ends_after_the_line_on_its_way_and_two_presses_go_on_once() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(3));
    shop.wait_line(1);
    shop.ask_batch(BatchCommand::Pause);
    shop.catch_up();
    bell.notify_one();
    let stands = shop.wait_still();
    assert!(matches!(stands.stopped, Some(Stopped::Paused)), "{:?}", stands.stopped);
    assert_eq!(standings(&stands), [SUCCEEDED, Line::Waiting, Line::Waiting]);
    assert_eq!(gateway.paid().len(), 1);
    let id = stands.batch.id;
    shop.go_on(id, 1);
    shop.go_on(id, 3);
    shop.go_on(id, 2);
    shop.go_on(id, 2);
    shop.wait_line(2);
    bell.notify_one();
    shop.wait_line(3);
    bell.notify_one();
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED; 3]);
    shop.go_on(id, 3);
    shop.go_on(id, 4);
    shop.catch_up();
    assert_eq!(gateway.paid().len(), 3);
}

#[test]
fn a_list_that_was_stopped_goes_on_no_more_and_another_counter_waits_for_its_line() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(3));
    let id = shop.wait_for(|update| match update {
        Update::Batch(BatchUpdate::Stands(stands)) => Some(stands.batch.id),
        _ => None,
    });
    shop.wait_line(1);
    shop.send(connect(LIVE_TOKEN));
    let busy = shop.wait_for(|update| match update {
        Update::NotConnected(problem) => Some(problem.clone()),
        _ => None,
    });
    assert!(matches!(busy, ConnectProblem::Busy), "{busy:?}");
    shop.ask_batch(BatchCommand::Close { batch: id });
    shop.ask_batch(BatchCommand::Pause);
    shop.catch_up();
    bell.notify_one();
    let stands = shop.wait_still();
    assert!(stands.batch.closed && stands.stopped.is_none(), "closing outweighs a pause");
    assert_eq!(standings(&stands), [SUCCEEDED, Line::Waiting, Line::Waiting]);
    shop.go_on(id, 2);
    shop.ask_batch(BatchCommand::LeaveOut { batch: id, line: 2 });
    shop.ask_batch(BatchCommand::Close { batch: id });
    assert!(shop.wait_still().batch.closed);
    assert_eq!(gateway.paid().len(), 1);
    // The next list may begin.
    shop.ask_batch(BatchCommand::Begin { ticket: Ticket(101), orders: lines(4).split_off(3) });
    shop.wait_line(1);
    bell.notify_one();
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED]);
}

#[test]
fn a_list_waits_for_the_last_line_of_the_one_before() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(1));
    shop.wait_line(1);
    shop.ask_batch(BatchCommand::Begin { ticket: Ticket(101), orders: lines(2).split_off(1) });
    let why = shop.wait_for(|update| match update {
        Update::Batch(BatchUpdate::NotBegun { why, .. }) => Some(why.clone()),
        _ => None,
    });
    assert!(
        matches!(&why, WhyNotPaid::Ledger(error) if matches!(**error, LedgerError::BatchOpen(_))),
        "{why:?}"
    );
    bell.notify_one();
    assert!(shop.wait_still().batch.closed);
    assert_eq!(gateway.paid().len(), 1);
}

#[test]
fn m5_a_list_goes_on_after_a_crash_with_the_first_line_that_was_never_begun() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(4));
    shop.wait_line(1);
    bell.notify_one();
    let in_flight = shop.wait_line(2);
    while gateway.paid().len() < 2 {
        std::thread::yield_now();
    }
    let opened = shop.restart();
    assert!(opened.ledger_trouble.is_none());
    let stands = shop.wait_still();
    let pending = Line::Sent(State::Pending);
    assert_eq!(standings(&stands), [SUCCEEDED, pending, Line::Waiting, Line::Waiting]);
    assert_eq!(stands.batch.next_line(), Some(3));
    assert_eq!(gateway.paid().len(), 2, "nothing goes on by itself");
    let id = stands.batch.id;
    shop.go_on(id, 2);
    shop.go_on(id, 3);
    for nth in 3..=4 {
        assert_ne!(shop.wait_line(nth), in_flight);
        bell.notify_one();
    }
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED, pending, SUCCEEDED, SUCCEEDED]);
    assert_eq!(gateway.paid().iter().collect::<HashSet<_>>().len(), 4);
}

#[test]
fn m3_a_line_without_an_answer_is_pending_and_three_in_a_row_stop_the_list() {
    let gateway = Scripted::paying(|count, agent_id, order| match count {
        1 | 3 | 4 | 5 => Step::Reply(timed_out()),
        _ => success(count, agent_id, order),
    });
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(6));
    let stands = shop.wait_still();
    let halt = stands.stopped.clone();
    assert!(matches!(halt, Some(Stopped::Halted(Halt::InARow(3)))), "{halt:?}");
    let pending = Line::Sent(State::Pending);
    assert_eq!(
        standings(&stands),
        [pending, SUCCEEDED, pending, pending, pending, Line::Waiting],
        "it went on after one"
    );
    shop.go_on(stands.batch.id, 6);
    assert_eq!(standings(&shop.wait_still())[5], SUCCEEDED);
}

#[test]
fn a_refused_token_stops_the_list_at_once() {
    let mut shop = Shop::open();
    shop.begin_list(vec![line("9876543230", 10), line("9876543200", 10)]);
    let stands = shop.wait_still();
    let halt = stands.stopped.clone();
    assert!(matches!(halt, Some(Stopped::Halted(Halt::Refused(StatusCode::Iat)))), "{halt:?}");
    assert_eq!(standings(&stands), [Line::Sent(State::Failed), Line::Waiting]);
}

#[test]
fn m14_a_line_that_repeats_a_payment_made_meanwhile_is_asked_about() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    let single = shop.pay("9876500200", 10).agent_id;
    shop.begin_list(lines(3));
    let mut asked = || {
        let stands = shop.wait_still();
        match &stands.stopped {
            Some(Stopped::NotTaken(WhyNotPaid::Repeats(earlier))) => {
                assert_eq!(earlier.agent_id, single);
            }
            other => panic!("{other:?}"),
        }
        (stands.batch.id, standings(&stands))
    };
    let (id, lines) = asked();
    assert_eq!(lines, [SUCCEEDED, Line::Waiting, Line::Waiting]);
    shop.go_on(id, 2);
    assert!(shop.wait_still().stopped.is_some(), "going on is no answer");
    shop.ask_batch(BatchCommand::LeaveOut { batch: id, line: 2 });
    shop.ask_batch(BatchCommand::LeaveOut { batch: id, line: 2 });
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED, Line::LeftOut, SUCCEEDED]);
}

#[test]
fn m14_a_ticked_line_and_an_answered_question_pay_again() {
    let gateway = Scripted::paying(success);
    let mut shop = Shop::open_with(gateway.clone());
    let mut twice = vec![line("9876500100", 10), line("9876500100", 10), line("9876500200", 10)];
    twice[1].despite_earlier = true;
    shop.pay("9876500200", 10);
    shop.begin_list(twice);
    let stands = shop.wait_still();
    assert_eq!(standings(&stands), [SUCCEEDED, SUCCEEDED, Line::Waiting]);
    let batch = stands.batch.id;
    shop.ask_batch(BatchCommand::GoOn { batch, line: 3, despite_earlier: true });
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED; 3]);
    assert_eq!(gateway.paid().len(), 4);
}

#[test]
fn the_gateway_is_made_ready_for_what_it_takes_alone() {
    let gateway = Scripted::paying(success);
    let mut shop = Shop::open_with(gateway.clone());
    shop.send(Command::MakeReady(Service::WalletLoad));
    shop.send(Command::MakeReady(Service::Payout));
    gateway.wait_ready(1);
    shop.pay("9876500300", 10);
    assert_eq!(gateway.made_ready(), 1);
}

#[test]
fn while_a_line_is_answered_the_gateway_is_made_ready_for_the_next() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(3));
    for line in [1, 2] {
        shop.wait_line(line);
        gateway.wait_ready(line as usize);
        bell.notify_one();
    }
    shop.wait_line(3);
    bell.notify_one();
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED; 3]);
    assert_eq!(gateway.made_ready(), 2, "after the last line nothing comes");
}

#[test]
fn m1_a_ledger_that_is_lost_in_the_middle_stops_the_list_and_nothing_is_sent() {
    let (gateway, bell) = on_bell();
    let mut shop = Shop::open_with(gateway.clone());
    shop.begin_list(lines(2));
    let first = shop.wait_line(1);
    shop.ask_batch(BatchCommand::Pause);
    shop.catch_up();
    bell.notify_one();
    let id = shop.wait_still().batch.id;
    let (file, aside) = (shop.ledger_file(false), shop.ledger_file(false).with_extension("aside"));
    fs::rename(&file, &aside).unwrap();
    shop.go_on(id, 2);
    let stands = shop.wait_still();
    match &stands.stopped {
        Some(Stopped::NotTaken(WhyNotPaid::Ledger(error))) => {
            assert!(matches!(**error, LedgerError::Removed), "{error:?}");
        }
        other => panic!("{other:?}"),
    }
    fs::rename(&aside, &file).unwrap();
    assert_eq!(gateway.paid(), [first]);
    shop.go_on(id, 2);
    shop.wait_line(2);
    bell.notify_one();
    assert_eq!(standings(&shop.wait_still()), [SUCCEEDED; 2]);
}

#[test]
fn m8_a_list_that_cannot_be_counted_or_is_none_is_not_begun() {
    let gateway = Scripted::paying(success);
    let mut shop = Shop::open_with(gateway.clone());
    let mut most = lines(2);
    most[1].order.amount = Paise::from_paise(i64::MAX);
    for (at, orders) in [most, Vec::new(), lines(1_001)].into_iter().enumerate() {
        let ticket = Ticket(u64::try_from(at).unwrap() + 1);
        shop.ask_batch(BatchCommand::Begin { ticket, orders });
        let why = shop.wait_for(|update| match update {
            Update::Batch(BatchUpdate::NotBegun { ticket: of, why }) if *of == ticket => {
                Some(why.clone())
            }
            _ => None,
        });
        assert!(matches!(why, WhyNotPaid::NotTaken), "{why:?}");
    }
    // Confirmed on the live counter, which is not the one that is open.
    let begin = BatchCommand::Begin { ticket: Ticket(9), orders: lines(1) };
    shop.send(Command::Batch { live: true, command: Box::new(begin) });
    shop.wait_for(|update| match update {
        Update::Batch(BatchUpdate::NotBegun { why: WhyNotPaid::Closed, .. }) => Some(()),
        _ => None,
    });
    assert_eq!(gateway.paid(), []);
}

#[test]
fn a_list_is_checked_against_the_ledger_and_read_out_of_a_file() {
    let mut shop = Shop::open_with(Scripted::paying(success));
    shop.pay("9876543200", 10);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    fs::write(&file, "\u{feff}98765 43200,10\n9876543201,10\n").unwrap();
    let (text, checked) = shop.checked(Source::File(file));
    assert_eq!(text, "98765 43200,10\n9876543201,10\n");
    let checked = checked.unwrap();
    let known = checked.lines[0].found.as_ref().unwrap();
    assert_eq!(known.operator, "PMJ", "remembered");
    assert!(matches!(checked.lines[0].repeats, Some(Repeats::Earlier(_))));
    assert!(checked.lines[1].found.is_err(), "a new number without an operator");
    let (_, none) = shop.checked(Source::Text("number,name\n".into()));
    assert!(matches!(none, Err(WhyNotChecked::NotAList(ListError::Lacks(_)))), "{none:?}");
    for (name, bytes, kind) in [
        ("gone.csv", None, std::io::ErrorKind::NotFound),
        ("ansi.csv", Some(vec![0x98, b',', 0xE9]), std::io::ErrorKind::InvalidData),
        ("huge.csv", Some(vec![b'1'; 1024 * 1024 + 1]), std::io::ErrorKind::FileTooLarge),
    ] {
        let file = folder.path().join(name);
        if let Some(bytes) = bytes {
            fs::write(&file, bytes).unwrap();
        }
        let source = Source::File(file);
        let catalogue = Arc::new(Catalogue::practice());
        let category = Category::MobilePrepaid;
        shop.ask_batch(BatchCommand::Check { source, category, catalogue });
        let found = shop.wait_for(|update| match update {
            Update::Batch(BatchUpdate::NotRead(error)) => Some(error.kind()),
            _ => None,
        });
        assert_eq!(found, kind, "{name}");
    }
}

#[test]
fn a_report_is_written_and_never_over_a_file_that_nobody_asked_about() {
    let mut shop = Shop::open();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.csv");
    let mut save = |text: &str, replace| {
        let (file, text) = (file.clone(), text.to_owned());
        shop.ask_batch(BatchCommand::Save { file, text, replace });
        shop.wait_for(|update| match update {
            Update::Batch(BatchUpdate::Saved(saved)) => Some(saved.clone()),
            _ => None,
        })
    };
    assert_eq!(save("one", false).unwrap(), file);
    assert_eq!(save("two", false).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&file).unwrap(), "\u{feff}one");
    save("two", true).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "\u{feff}two");
}
