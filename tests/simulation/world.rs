//! The world of one run: true time and the shop's turned clocks, the steps at which the power
//! may fail, a tally of what went wrong, and what a rule forbids and was seen all the same.
//!
//! It outlives the lives of the counter. Each life has a tokio runtime of its own, whose
//! paused time is how true time passes while it lasts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use galla::counter::{Claims, Machine, Work};
use galla::ids::AgentId;
use galla::time::{Clock, Moment};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::fate::Fate;

pub const SECOND: Duration = Duration::from_secs(1);
pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3_600);
pub const DAY: Duration = Duration::from_secs(24 * 3_600);

/// A counter that takes more steps than this in one life never rests.
const MOST_STEPS: u64 = 400_000;

/// When enough is known to be wrong, the run ends.
const ENOUGH: usize = 20;

/// When an AgentID was made.
#[derive(Clone, Copy, Debug)]
pub struct Born {
    /// In true time.
    pub at: Moment,
    /// By the wall clock.
    pub wall: Moment,
}

/// One run's world.
pub struct World {
    pub seed: u64,
    /// Rings when the power fails.
    pub dark: Notify,
    /// Rings when the counter has told its window something.
    pub told: Notify,
    state: Mutex<State>,
}

struct State {
    /// True time when this life began, or now between two lives; what a laptop sleeps is added.
    began: Moment,
    /// The runtime's time when this life began.
    since: Option<Instant>,
    /// How far the wall clock is off, in milliseconds.
    off: i64,
    /// Every turn of the wall clock: when, and how far it was off from then on.
    turns: Vec<(Moment, i64)>,
    /// When each life of the counter began.
    lives: Vec<Moment>,
    steps: u64,
    fails_at: Option<u64>,
    is_dark: bool,
    ids: u64,
    born: BTreeMap<AgentId, Born>,
    honest: bool,
    tally: BTreeMap<&'static str, u64>,
    wrongs: Vec<String>,
}

impl World {
    /// A world at a moment of true time, with all clocks right.
    pub fn new(seed: u64, now: Moment) -> Arc<Self> {
        Arc::new(Self {
            seed,
            dark: Notify::new(),
            told: Notify::new(),
            state: Mutex::new(State {
                began: now,
                since: None,
                off: 0,
                turns: Vec::new(),
                lives: Vec::new(),
                steps: 0,
                fails_at: None,
                is_dark: false,
                ids: 0,
                born: BTreeMap::new(),
                honest: false,
                tally: BTreeMap::new(),
                wrongs: Vec::new(),
            }),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// True time, which nobody in the shop can read or turn.
    pub fn now(&self) -> Moment {
        self.state().now()
    }

    /// A life begins, inside its runtime; the power fails at this many of its steps.
    pub fn begin_life(&self, fails_at: Option<u64>) {
        let mut state = self.state();
        state.since = Some(Instant::now());
        (state.steps, state.fails_at, state.is_dark) = (0, fails_at, false);
        let now = state.now();
        state.lives.push(now);
    }

    /// A life ends, inside its runtime; true time goes on by so much until the next.
    pub fn end_life(&self, away: Duration) {
        let mut state = self.state();
        state.began = state.now().after(away);
        state.since = None;
        // The bells of this life are not heard in the next.
        state.is_dark = true;
    }

    /// The laptop sleeps: true time passes, and neither the runtime nor the monotonic clock notices.
    pub fn sleep_the_laptop(&self, time: Duration) {
        let mut state = self.state();
        state.began = state.began.after(time);
    }

    /// Turns the wall clock so that it is off by so many milliseconds.
    pub fn turn_wall(&self, off: i64) {
        let mut state = self.state();
        let now = state.now();
        state.off = off;
        state.turns.push((now, off));
    }

    /// How far the wall clock was off at a moment of true time.
    pub fn off_at(&self, at: Moment) -> i64 {
        let state = self.state();
        state.turns.iter().rev().find(|(when, _)| *when <= at).map_or(0, |(_, off)| *off)
    }

    /// Whether the counter was started between two moments of true time.
    pub fn restarted_between(&self, from: Moment, to: Moment) -> bool {
        self.state().lives.iter().any(|began| *began >= from && *began <= to)
    }

    /// When an AgentID was made; `None` for one that was made elsewhere.
    pub fn born(&self, agent_id: AgentId) -> Option<Born> {
        self.state().born.get(&agent_id).copied()
    }

    /// When this life of the counter began, or the last one.
    pub fn life_began(&self) -> Moment {
        self.state().lives.last().copied().unwrap_or_default()
    }

    /// How many times the counter was started.
    pub fn lives(&self) -> u64 {
        self.state().lives.len() as u64
    }

    /// A point at which the power may fail, and others may come first. In the dark it never ends.
    pub async fn step(&self) {
        let step = self.count_step();
        for _ in 0..Fate::of(self.seed, "step", step).below(3) {
            tokio::task::yield_now().await;
        }
        if self.is_dark() {
            std::future::pending::<()>().await;
        }
    }

    fn count_step(&self) -> u64 {
        let mut state = self.state();
        state.steps += 1;
        let step = state.steps;
        if state.fails_at == Some(step) {
            state.is_dark = true;
        } else if step == MOST_STEPS {
            state.wrongs.push("the counter never rests".to_owned());
            state.is_dark = true;
        }
        if state.is_dark {
            self.dark.notify_one();
        }
        step
    }

    /// Whether the power has failed.
    pub fn is_dark(&self) -> bool {
        self.state().is_dark
    }

    /// From now on nothing goes wrong any more.
    pub fn become_honest(&self) {
        self.state().honest = true;
    }

    /// Whether nothing goes wrong any more.
    pub fn is_honest(&self) -> bool {
        self.state().honest
    }

    /// Counts something that fate has done.
    pub fn tally(&self, what: &'static str) {
        *self.state().tally.entry(what).or_default() += 1;
    }

    /// All that was counted.
    pub fn tallied(&self) -> BTreeMap<&'static str, u64> {
        self.state().tally.clone()
    }

    /// Something that a rule forbids; the sentence begins with the rule.
    pub fn wrong(&self, sentence: String) {
        let mut state = self.state();
        if state.wrongs.len() < ENOUGH && !state.wrongs.contains(&sentence) {
            state.wrongs.push(sentence);
        }
    }

    /// What was found to be wrong.
    pub fn wrongs(&self) -> Vec<String> {
        self.state().wrongs.clone()
    }

    /// Whether so much is wrong that the run may end.
    pub fn is_enough(&self) -> bool {
        self.state().wrongs.len() >= ENOUGH
    }

    /// The machine of a counter in this world: its disk works in place, at two steps for each
    /// piece of work, and its AgentIDs repeat.
    pub fn machine(self: &Arc<Self>) -> Machine {
        let (disk, ids) = (Arc::clone(self), Arc::clone(self));
        Machine {
            disk: Arc::new(move |work: Work| {
                let world = Arc::clone(&disk);
                Box::pin(async move {
                    world.step().await;
                    work();
                    world.step().await;
                })
            }),
            new_agent_id: Arc::new(move |wall| Ok(ids.new_agent_id(wall))),
            claims: Claims::default(),
            copies: false,
        }
    }

    fn new_agent_id(&self, wall: Moment) -> AgentId {
        let mut state = self.state();
        state.ids += 1;
        let random = Fate::of(self.seed, "id", state.ids).any();
        let agent_id = AgentId::from_parts(wall, random);
        let at = state.now();
        state.born.insert(agent_id, Born { at, wall });
        agent_id
    }
}

impl State {
    fn now(&self) -> Moment {
        self.since.map_or(self.began, |since| self.began.after(since.elapsed()))
    }
}

/// The clocks of the shop's computer.
impl Clock for World {
    fn now(&self) -> Moment {
        let state = self.state();
        Moment::from_millis(state.now().millis() + state.off)
    }

    fn monotonic(&self) -> Duration {
        self.state().since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}
