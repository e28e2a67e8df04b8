//! A list of 200 lines whose program is killed ten times (M2, M5): sent once each, by the gateway's own books.
//!
//! A kill between the disk and the network leaves a line that was begun and never sent. Nobody can
//! tell it from one whose answer was lost, so it is Pending and is not sent again by Galla: the
//! helpdesk tells the agent, who settles it and sends what is left as another list.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use galla::counter::{
    self, BatchCommand, BatchUpdate, Command, Parts, Standing, Ticket, Update, Window,
};
use galla::ledger::Reader;
use galla::ledger::check::check;
use galla::practice::{Config, PRACTICE_TOKEN, Practice, Snapshot};
use galla::secrets::SecretStore;
use galla::settings::{Home, Settings};
use galla::time::SystemClock;
use galla::transaction::{BatchOrder, Reason, State};
use secrecy::SecretString;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::batch::line;
use super::shop::{PATIENCE, pgpe};

/// The other process's home and the address of its gateway.
const HOME: &str = "GALLA_TEST_HOME";
const GATEWAY: &str = "GALLA_TEST_GATEWAY";

const LINES: u32 = 200;
const KILLS: u64 = 10;

/// These lines are sent and debited, and nothing is answered: the program is killed meanwhile.
const SILENT: [u32; 5] = [30, 70, 110, 150, 190];

/// The list: every number once.
fn list() -> Vec<BatchOrder> {
    (1..=LINES).map(|n| line(&number(n), 10)).collect()
}

/// The number of a line.
fn number(line: u32) -> String {
    let ending = if SILENT.contains(&line) { "07" } else { "00" };
    format!("9876{line:04}{ending}")
}

/// A running counter with a practice gateway at an address.
struct Program {
    _runtime: Runtime,
    commands: UnboundedSender<Command>,
    updates: Receiver<Update>,
}

impl Program {
    fn start(home: &Path, gateway: &str) -> Self {
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let base = gateway.to_owned();
        let parts = Parts {
            machine: Default::default(),
            home: Home::at(home).unwrap(),
            settings: Settings::default(),
            secrets: SecretStore::memory(),
            clock: Arc::new(SystemClock::new()),
            practice: Box::new(move || pgpe(&base, &SecretString::from(PRACTICE_TOKEN), PATIENCE)),
            practice_callback: Box::new(|_| {}),
            connect: Box::new(|_, _| Err("practice only".to_owned())),
            payu: Box::new(|_, _| Err("practice only".to_owned())),
            window: Window::new(updates, || {}),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.spawn(counter::run(parts, asked));
        Self { _runtime: runtime, commands, updates: heard }
    }

    fn ask(&self, command: BatchCommand) {
        self.commands.send(Command::Batch { live: false, command: Box::new(command) }).unwrap();
    }

    /// Sends a list to its end as an agent does who presses the key whenever it stands still, and
    /// says each thing that it hears of it. `orders` are sent where there is no list yet.
    fn send_all(&self, ticket: u64, orders: Option<Vec<BatchOrder>>, say: impl Fn(String)) {
        let mut orders = orders;
        loop {
            match self.updates.recv_timeout(PATIENCE).unwrap() {
                Update::Opened(_) | Update::Balance(_) if orders.is_some() => {
                    let orders = orders.take().unwrap();
                    self.ask(BatchCommand::Begin { ticket: Ticket(ticket), orders });
                }
                Update::Batch(BatchUpdate::Stands(stands)) => {
                    let Standing { batch, running, stopped } = *stands;
                    assert!(stopped.is_none(), "{stopped:?}");
                    match batch.next_line() {
                        None => return,
                        Some(_) if running => {}
                        Some(line) => {
                            let batch = batch.id;
                            self.ask(BatchCommand::GoOn { batch, line, despite_earlier: false });
                        }
                    }
                }
                Update::Batch(BatchUpdate::Line { line, .. }) => say(format!("begun {line}")),
                Update::Changed(changed) => say(changed.state().code().to_owned()),
                _ => {}
            }
        }
    }
}

fn ledger(home: &Path) -> PathBuf {
    Home::at(home).unwrap().ledger_file(true)
}

fn has_list(home: &Path) -> bool {
    Reader::open(&ledger(home)).is_ok_and(|reader| reader.newest_batch().unwrap().is_some())
}

#[test]
#[ignore = "run by the other test, as a process of its own"]
fn as_another_process() {
    let home = PathBuf::from(std::env::var_os(HOME).unwrap());
    let gateway = std::env::var(GATEWAY).unwrap();
    let orders = (!has_list(&home)).then(list);
    Program::start(&home, &gateway).send_all(1, orders, |said| eprintln!("said {said}"));
    eprintln!("said all");
}

fn start(home: &Path, gateway: &str) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "batch_killed::as_another_process", "--ignored", "--nocapture"])
        .envs([(HOME, home.as_os_str()), (GATEWAY, gateway.as_ref())])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    (child, lines)
}

/// The books say that every number of these was sent once, under one AgentID.
fn sent_once(books: &Snapshot) -> HashSet<String> {
    assert!(books.adds_up && books.m6_violations.is_empty());
    assert!(books.entries.iter().all(|entry| entry.sends == 1), "m2: {books:#?}");
    let numbers: HashSet<_> = books.entries.iter().map(|one| one.request.number.clone()).collect();
    assert_eq!(numbers.len(), books.entries.len(), "m2: a number was sent twice: {books:#?}");
    numbers
}

#[test]
fn m2_m5_a_list_whose_program_is_killed_ten_times_is_sent_once_each_by_the_gateways_own_books() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let practice = Practice::start(Config::default()).unwrap();
    let gateway = practice.base_url();
    for kill in 0..KILLS {
        let (mut child, mut lines) = start(home, &gateway);
        let mut said = lines.by_ref().filter(|line| line.starts_with("said "));
        let round = usize::try_from(kill / 2).unwrap();
        if kill % 2 == 0 {
            // Three things are heard of each line, begun, sending, and its answer: the program is
            // killed after one of them, wherever it has come to meanwhile.
            let wanted = 13 + round * 37 % 41;
            let said: Vec<_> = said.take(wanted).collect();
            assert_eq!(said.len(), wanted, "killed in the middle: {said:?}");
        } else {
            let begun = format!("said begun {}", SILENT[round]);
            assert!(said.any(|said| said == begun), "{begun}");
            let silent = number(SILENT[round]);
            while !practice.books().entries().iter().any(|one| one.request.number == silent) {
                std::thread::yield_now();
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (mut child, lines) = start(home, &gateway);
    let said: Vec<_> = lines.collect();
    assert!(child.wait().unwrap().success(), "{said:#?}");

    // No line twice, and none passed over: each was begun, and one that the gateway does not know
    // was begun when the program was killed.
    let batch = Reader::open(&ledger(home)).unwrap().newest_batch().unwrap().unwrap();
    assert!(batch.closed && batch.begun.len() == batch.orders.len());
    let known = sent_once(&practice.books().snapshot());
    let mut unsent = Vec::new();
    for (confirmed, begun) in batch.orders.iter().zip(&batch.begun) {
        let begun = begun.as_ref().unwrap();
        match begun.state() {
            State::Success => assert!(known.contains(&confirmed.order.number)),
            state => {
                assert_eq!((state, begun.reason()), (State::Pending, Some(&Reason::Stopped)));
                unsent.extend((!known.contains(&confirmed.order.number)).then_some(begun.agent_id));
            }
        }
    }
    let pending = batch.tally().pending.count;
    assert!(pending <= usize::try_from(KILLS).unwrap(), "one for a kill at most: {pending}");
    assert!(SILENT.iter().all(|line| known.contains(&number(*line))));
    assert!(unsent.len() <= SILENT.len(), "{unsent:?}");

    // The helpdesk knows what is in its books, and the agent goes by that.
    let program = Program::start(home, &gateway);
    for agent_id in &unsent {
        let reason = "helpdesk: never came".to_owned();
        let settle = Command::Settle { agent_id: *agent_id, succeeded: false, reason };
        program.commands.send(settle).unwrap();
    }
    let mut settled = 0;
    while settled < unsent.len() {
        let update = program.updates.recv_timeout(PATIENCE).unwrap();
        settled += usize::from(matches!(&update, Update::Changed(one)
            if one.state() == State::SettledFailed && unsent.contains(&one.agent_id)));
    }
    let batch = Reader::open(&ledger(home)).unwrap().newest_batch().unwrap().unwrap();
    let rest: Vec<_> = batch
        .rest()
        .map(|order| BatchOrder { order: order.clone(), despite_earlier: false })
        .collect();
    assert_eq!(rest.len(), unsent.len());
    if !rest.is_empty() {
        program.ask(BatchCommand::Begin { ticket: Ticket(1), orders: rest });
        let begun = |update: &Update| matches!(update, Update::Batch(BatchUpdate::Stands(stands)) if stands.running);
        while !begun(&program.updates.recv_timeout(PATIENCE).unwrap()) {}
        program.send_all(2, None, |_| {});
    }
    drop(program);

    let numbers = sent_once(&practice.books().snapshot());
    let expected: HashSet<_> = list().into_iter().map(|line| line.order.number).collect();
    assert_eq!(numbers, expected);
    let report = check(&ledger(home)).unwrap();
    assert!(report.problems.is_empty(), "{report}");
}
