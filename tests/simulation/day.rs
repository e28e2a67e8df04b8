//! One seeded run: a day of the shop with everything that goes wrong in it, the days after, and
//! the moment when all is settled and the judge may look.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use galla::ids::AgentId;
use galla::secrets::{Secret, SecretStore};
use galla::settings::Home;
use galla::time::{Day, Moment};
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::calls::CallFromOutside;
use super::fate::Fate;
use super::services::{Services, outages};
use super::shop::{Act, Agent};
use super::world::{DAY, HOUR, MINUTE, SECOND, World};

/// How long the last opening lasts, in which nothing goes wrong: longer than Galla lets any
/// pending transaction be that it has not asked about all day.
const LAST: Duration = Duration::from_secs(3 * 3_600);

/// Something that is due.
pub enum Due {
    Customer(usize),
    Confirm { customer: usize, despite_earlier: bool },
    Act(AgentId, Act),
    Call(Box<CallFromOutside>),
    TurnWall(i64),
    SleepLaptop(Duration),
    TakeLedgerAway(Duration),
    BringLedgerBack,
    PowerFails,
    AskBalance,
}

/// One run, and all that outlives a life of the counter in it.
pub struct Run {
    pub world: Arc<World>,
    pub services: Arc<Services>,
    pub agent: Agent,
    /// The newest event at the end of each life, with its hash: none may ever be gone.
    pub written: Vec<(i64, Vec<u8>)>,
    /// When the last opening began.
    pub last_opened: Moment,
    pub home: Home,
    /// What is due, and when; in the order in which it was put there.
    pub queue: BTreeMap<(Moment, u64), Due>,
    queued: u64,
    /// Calls of which it is not yet known whether they are kept, and since when.
    pub calls: Vec<(CallFromOutside, oneshot::Receiver<bool>, Moment)>,
    pub secrets: SecretStore,
    _folder: TempDir,
}

impl Run {
    /// Runs the whole of it; the ledger is closed when this returns.
    pub fn through(seed: u64) -> Self {
        let mut fate = Fate::of(seed, "run", 0);
        let open = opening(&mut fate);
        let length = fate.between(5 * HOUR, 16 * HOUR);
        let mut run = Self::new(seed, open, length);
        run.go_wrong(&mut fate, open, length);
        run.keep_open(open.after(length + fate.between(MINUTE, 12 * HOUR)));
        if fate.chance(20) {
            // Away until the window of money rule M6 is about to close.
            let midnight = open.month().plus(2).start();
            let evening = Moment::from_millis(midnight.millis() - 3 * 3_600_000);
            run.stay_closed(evening.since(run.world.now()));
            run.keep_open(midnight.after(HOUR));
        } else if fate.chance(50) {
            run.stay_closed(fate.between(HOUR, 4 * DAY));
        }
        run.settle();
        run
    }

    fn new(seed: u64, open: Moment, length: Duration) -> Self {
        let folder = match std::path::Path::new("/dev/shm") {
            memory if memory.is_dir() => tempfile::tempdir_in(memory).unwrap(),
            _ => tempfile::tempdir().unwrap(),
        };
        let secrets = SecretStore::memory();
        secrets.save(Secret::PgpeToken, &"T0KEN".to_owned().into()).unwrap();
        let world = World::new(seed, open);
        let home = Home::at(folder.path()).unwrap();
        let outages = outages(seed, open, length);
        let services = Services::new(Arc::clone(&world), outages, home.ledger_file(false));
        let mut run = Self {
            world,
            services: Arc::new(services),
            agent: Agent::of(seed, open, length),
            written: Vec::new(),
            last_opened: open,
            home,
            queue: BTreeMap::new(),
            queued: 0,
            calls: Vec::new(),
            secrets,
            _folder: folder,
        };
        for customer in 0..run.agent.customers.len() {
            run.at(run.agent.customers[customer].at, Due::Customer(customer));
        }
        run
    }

    /// Draws what goes wrong with the shop's computer.
    fn go_wrong(&mut self, fate: &mut Fate, open: Moment, length: Duration) {
        let when = |fate: &mut Fate| open.after(length.mul_f64(fate.below(1_000) as f64 / 1_000.0));
        for _ in 0..fate.below(4) {
            let off = i64::try_from(fate.between(MINUTE, 3 * DAY).as_millis()).unwrap();
            let off = if fate.chance(50) { off } else { -off };
            let turned = when(fate);
            self.at(turned, Due::TurnWall(off));
            self.at(turned.after(fate.between(MINUTE, 10 * HOUR)), Due::TurnWall(0));
        }
        for _ in 0..fate.below(4) {
            let slept = fate.between(MINUTE, 7 * HOUR);
            self.at(when(fate), Due::SleepLaptop(slept));
        }
        for _ in 0..fate.below(3) {
            let gone = fate.between(5 * SECOND, 10 * MINUTE);
            self.at(when(fate), Due::TakeLedgerAway(gone));
        }
        for _ in 0..fate.below(4) {
            self.at(when(fate), Due::PowerFails);
        }
        for _ in 0..3 {
            self.at(when(fate), Due::AskBalance);
        }
    }

    /// Something is due at a moment.
    pub fn at(&mut self, due: Moment, what: Due) {
        self.queued += 1;
        self.queue.insert((due, self.queued), what);
    }

    /// The file of the ledger.
    pub fn ledger_file(&self) -> PathBuf {
        self.home.ledger_file(false)
    }

    /// Where the ledger lies while it is away.
    pub fn aside(&self) -> PathBuf {
        self.home.data().join("aside")
    }

    /// Keeps the counter open until a moment, starting it again when the power has failed.
    fn keep_open(&mut self, until: Moment) {
        while self.world.now() < until && !self.world.is_enough() {
            self.live(until);
        }
    }

    fn stay_closed(&mut self, time: Duration) {
        self.world.sleep_the_laptop(time);
    }

    /// The last opening: clocks are right, nothing goes wrong, and Galla asks what it may.
    fn settle(&mut self) {
        self.world.become_honest();
        self.queue.retain(|_, due| matches!(due, Due::Call(_) | Due::BringLedgerBack));
        self.world.turn_wall(0);
        self.last_opened = self.world.now();
        self.keep_open(self.last_opened.after(LAST));
    }
}

/// When the shop opens: on any day of some year, more often at the end of a month.
fn opening(fate: &mut Fate) -> Moment {
    let month = Day::from_ymd(2026, 1, 1).unwrap().month().plus(fate.below(24) as i32);
    let day = if fate.chance(50) {
        month.plus(1).start().millis() - 86_400_000 * (1 + fate.below(2) as i64)
    } else {
        month.start().millis() + 86_400_000 * fate.below(28) as i64
    };
    Moment::from_millis(day).after(6 * HOUR + fate.between(MINUTE, 8 * HOUR))
}
