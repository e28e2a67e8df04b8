//! One ledger and one gateway through all kills of a story, and what is looked at after each.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use galla::ids::AgentId;
use galla::ledger::{Ledger, LedgerKind, Reader};
use galla::money::Paise;
use galla::points::Point;
use galla::practice::{Config, Practice};
use galla::settings::Home;
use galla::time::{Clock, Moment, TestClock};
use rusqlite::Connection;
use tempfile::TempDir;

use super::dice::Dice;
use super::judge::{self, Told};
use super::plan::How;
use super::shop::{ORDERS, Orders, PATIENCE, TOKEN};
use super::ticking::Ticking;

/// 2026-11-23 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

/// What passes between a kill and the next start: everything open may be asked about again.
const CLOSED_FOR: Duration = Duration::from_secs(62 * 60);

/// Galla asks seldom about what stays open for days.
const A_NIGHT: Duration = Duration::from_secs(7 * 60 * 60);

/// Back to the tables of version 1: a ledger that an older Galla has left.
const OLDER: &str = "
DROP TABLE transactions;
CREATE TABLE transactions (id INTEGER PRIMARY KEY) STRICT;
DROP TABLE balances;
DROP TABLE unmatched;
DROP TABLE beneficiaries;
DROP TABLE totals;
CREATE TABLE day_totals (day TEXT NOT NULL) STRICT;
DROP TABLE day_events;
DROP TABLE favourites;
DROP TABLE batch_lines;
DROP TABLE batches;
PRAGMA user_version = 1;
";

/// The points that only such a ledger comes to.
const MIGRATION: [Point; 4] =
    [Point::MigrationBegun, Point::MigrationStep, Point::TablesRebuilt, Point::Migrated];

/// A shop's ledger, its gateway, and what was said so far.
pub struct Story {
    seed: u64,
    dice: Dice,
    hands: Arc<TestClock>,
    clock: Arc<dyn Clock>,
    practice: Practice,
    folder: TempDir,
    ledger: PathBuf,
    told: Told,
    /// What was on its way at the last kill: the next start finds it (money rule M5).
    sending: BTreeSet<AgentId>,
    kills: u32,
    /// How it is being killed, for the report of a failure.
    how: Option<How>,
}

/// A shop at work; it is killed when it is dropped.
struct Running {
    child: Child,
    /// By then it has come to where it is killed, on the slowest machine.
    end: Instant,
    lines: Receiver<String>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

impl Story {
    pub fn begin(seed: u64) -> Self {
        let hands = Arc::new(TestClock::at(NOON));
        let clock: Arc<dyn Clock> = Arc::new(Ticking::from(Arc::clone(&hands)));
        let config = Config {
            seed,
            tokens: vec![TOKEN.into()],
            // Nothing is refused for want of money.
            opening: Paise::from_paise(1_000_000_000_000),
            clock: Arc::clone(&clock),
            settle_after: Duration::from_millis(100),
            callback_again: [100, 400, 1_600].map(Duration::from_millis).to_vec(),
            ..Config::default()
        };
        // A disk that programs live on, and not one in memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        Self {
            seed,
            dice: Dice::of(seed),
            hands,
            clock,
            practice: Practice::start(config).unwrap(),
            ledger: Home::at(folder.path()).unwrap().ledger_file(false),
            folder,
            told: Told::default(),
            sending: BTreeSet::new(),
            kills: 0,
            how: None,
        }
    }

    pub const fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }

    /// Lets the shop work until it is killed, and looks at what it leaves.
    pub fn kill(&mut self, how: How) {
        let point = match how {
            How::At(point, _) => Some(point),
            How::After { .. } => None,
        };
        if matches!(point, Some(Point::RecoveryBegun | Point::Recovered)) && self.sending.is_empty()
        {
            // There is nothing to recover yet.
            self.kill(How::At(Point::IntentWritten, 1));
        }
        let migrates = point.is_some_and(|point| MIGRATION.contains(&point));
        if migrates {
            drop(self.open());
            Connection::open(&self.ledger).unwrap().execute_batch(OLDER).unwrap();
        }
        self.kill_as_it_is(how);
        // Often the shop itself is the first to open what it has left.
        if migrates || !self.told.opened || self.dice.below(2) == 0 {
            drop(self.open());
        }
        self.look();
    }

    /// Kills the first start of all, and leaves what it has made to the next.
    pub fn kill_new(&mut self, how: How) {
        self.kill_as_it_is(how);
        assert!(!self.told.opened);
        self.hands.pass(CLOSED_FOR);
    }

    fn kill_as_it_is(&mut self, how: How) {
        (self.kills, self.how) = (self.kills + 1, Some(how));
        let mut running = self.start(Some(how), false);
        match how {
            How::At(..) => self.hear(&running, u64::MAX),
            How::After { lines, pause } => {
                self.hear(&running, lines);
                // At no particular moment: there is nothing to wait for.
                std::thread::sleep(pause);
                running.child.kill().unwrap();
                self.hear(&running, u64::MAX);
            }
        }
        let status = running.child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "killed, and nothing else: {status:?}");
    }

    /// M15: the lock went with the process that held it.
    fn open(&self) -> Ledger {
        Ledger::open(&self.ledger, LedgerKind::Live, self.clock.now()).unwrap()
    }

    fn look(&mut self) {
        let books = self.practice.books().snapshot();
        self.sending = judge::after_a_kill(&self.ledger, &books, &mut self.told, &self.sending);
        self.hands.pass(CLOSED_FOR);
    }

    /// Lets the shop find out about everything, and holds the ledger to the gateway's books.
    pub fn end(&mut self) {
        self.hands.pass(A_NIGHT);
        self.how = None;
        let mut running = self.start(None, true);
        self.hear(&running, u64::MAX);
        let status = running.child.wait().unwrap();
        assert!(status.success() && self.told.rested, "{status:?}");
        self.look();
        assert_eq!(self.sending, BTreeSet::new());
        let reader = Reader::open(&self.ledger).unwrap();
        judge::at_the_end(&reader, &self.practice.books().snapshot());
        let checked = galla_check(self.folder.path());
        assert!(checked.success(), "galla check");
    }

    fn start(&mut self, how: Option<How>, rest: bool) -> Running {
        let kill = how.and_then(|how| match how {
            How::At(point, times) => Some((format!("{point:?}"), times)),
            How::After { .. } => None,
        });
        let orders = Orders {
            home: self.folder.path().to_owned(),
            gateway: self.practice.base_url(),
            now: self.clock.now().millis(),
            seed: self.dice.below(u64::MAX),
            kill,
            rest,
        };
        self.told.begin();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "as_a_shop_that_is_killed", "--ignored", "--nocapture"])
            .env(ORDERS, serde_json::to_string(&orders).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            said.map_while(Result::ok).for_each(|line| drop(tell.send(line)));
        });
        Running { child, end: Instant::now() + 2 * PATIENCE, lines }
    }

    /// Hears so many lines, or all until the shop is gone.
    fn hear(&mut self, running: &Running, count: u64) {
        for _ in 0..count {
            let left = running.end.saturating_duration_since(Instant::now());
            match running.lines.recv_timeout(left) {
                Ok(_) if left.is_zero() => panic!("the shop never comes to where it is killed"),
                Ok(line) => self.hear_line(line),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(error) => panic!("the shop neither speaks nor comes to its end: {error}"),
            }
        }
    }

    fn hear_line(&mut self, line: String) {
        if let Some(url) = line.strip_prefix("listening ") {
            self.practice.set_callback(Some(url)).unwrap();
        }
        if let Some(agent_id) = line.strip_prefix("link ")
            && self.dice.below(2) == 0
        {
            self.customer_pays(agent_id);
        }
        self.told.hear(line);
    }

    /// A customer pays on PayU's page and is sent back to the shop, which may be gone by then.
    fn customer_pays(&mut self, agent_id: &str) {
        let loads = self.practice.books().snapshot().loads;
        let load = loads.iter().find(|load| load.client_txn_id == agent_id).unwrap();
        let press = format!("POST /practice/pg/{}/pay", load.reference_id);
        let pressed = ask(&self.practice.addr().to_string(), &press).unwrap();
        let to = pressed.lines().find_map(|line| line.strip_prefix("location: http://"));
        if let Some((address, path)) = to.and_then(|to| to.trim().split_once('/')) {
            let _answer = ask(address, &format!("GET /{path}"));
        }
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { seed, kills, how, told, .. } = self;
            eprintln!("story {seed}, kill {kills}: {how:?}; the shop said\n{}", told.lines());
        }
    }
}

/// Asks once over HTTP and gives all that comes back.
fn ask(address: &str, what: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{what} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The built program's own check.
pub fn galla_check(home: &Path) -> ExitStatus {
    let mut check = Command::new(env!("CARGO_BIN_EXE_galla"));
    check.arg("check").env("GALLA_HOME", home).stdout(Stdio::null()).status().unwrap()
}
