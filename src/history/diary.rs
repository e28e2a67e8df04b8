//! The diary: all that happened, put into the order of time, and what had to be read or counted on the way.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use super::story::Story;
use super::till::Till;
use crate::dice::Dice;
use crate::ids::AgentId;
use crate::ledger::made::{Made, MadeLine};
use crate::money::Paise;
use crate::time::{Day, Moment};
use crate::transaction::cash::Drawer;
use crate::transaction::{
    BatchOrder, Counted, Event, Order, Reply, Service, ShopEvent, Transaction,
};

/// Something that happens.
enum Step {
    /// A transaction is begun.
    Begun(AgentId, Vec<(Moment, Event)>),
    /// Something happens to a transaction.
    Later(AgentId, Event),
    /// A list of recharges is sent.
    List(Vec<MadeLine>),
    /// The gateway's wallet moves.
    Moved(Service, Paise),
    /// The shopkeeper fills wallets up.
    Tend,
    /// The gateway is asked what a wallet holds.
    Read(Service),
    /// The shop's own word.
    Shop(ShopEvent),
    /// The day is begun.
    Start(Day, Paise),
    /// The cash of the day is counted, and is so much off.
    Count(Day, Paise),
}

/// All that happened up to the end.
pub(super) struct Diary {
    end: Moment,
    steps: BTreeMap<(Moment, usize), Step>,
}

impl Diary {
    /// An empty diary of what happened before `end`.
    pub(super) const fn until(end: Moment) -> Self {
        Self { end, steps: BTreeMap::new() }
    }

    fn put(&mut self, at: Moment, step: Step) {
        // What would come after the end has not happened.
        if at < self.end {
            self.steps.insert((at, self.steps.len()), step);
        }
    }

    /// A transaction and what became of it. Its wallet is read after it, as the counter does,
    /// unless the line was bad.
    pub(super) fn tell(&mut self, story: Story) {
        let Story { order, named, begun, later, moves } = story;
        let answer = |(_, event): &(Moment, Event)| {
            matches!(event, Event::Answer { reply: Reply::Answer(_) })
        };
        if let (true, Some((last, _))) = (begun.iter().any(answer), begun.last()) {
            let read = last.after(Duration::from_millis(700));
            if order.service() != Service::WalletLoad {
                self.put(read, Step::Read(order.service()));
            }
        }
        for (at, by) in moves {
            self.put(at, Step::Moved(order.service(), by));
        }
        self.put(named.at, Step::Begun(named.agent_id, begun));
        for (at, event) in later {
            self.put(at, Step::Later(named.agent_id, event));
        }
    }

    /// A list of recharges that is confirmed at a moment and sent line by line.
    pub(super) fn tell_list(&mut self, at: Moment, stories: Vec<Story>) {
        let mut lines = Vec::new();
        for story in stories {
            let Story { order, named, begun, later, moves } = story;
            let Order::Recharge(order) = order else { continue };
            for (at, by) in moves {
                self.put(at, Step::Moved(Service::Recharge, by));
            }
            for (at, event) in later {
                self.put(at, Step::Later(named.agent_id, event));
            }
            let confirmed = BatchOrder { order, despite_earlier: false };
            // Its intent is the line's beginning.
            let events = begun.into_iter().skip(1).collect();
            lines.push(MadeLine { confirmed, agent_id: named.agent_id, at: named.at, events });
        }
        self.put(at, Step::List(lines));
    }

    pub(super) fn tend(&mut self, at: Moment) {
        self.put(at, Step::Tend);
    }

    pub(super) fn read(&mut self, at: Moment, service: Service) {
        self.put(at, Step::Read(service));
    }

    pub(super) fn shop(&mut self, at: Moment, event: ShopEvent) {
        self.put(at, Step::Shop(event));
    }

    /// The day is begun, with what lies in the drawer; the wallets were just read.
    pub(super) fn start(&mut self, at: Moment, opening: Paise) {
        self.put(at, Step::Start(at.day(), opening));
    }

    /// The cash is counted, as exactly as a person counts.
    pub(super) fn count(&mut self, at: Moment, dice: &mut Dice) {
        let off = dice.weighted(&[(0, 14), (-10, 2), (20, 2), (-100, 1), (5, 2), (-1, 1)]);
        self.put(at, Step::Count(at.day(), Paise::from_rupees(off).unwrap_or_default()));
    }

    /// All of it as the ledger would have it.
    pub(super) fn play(self) -> Vec<Made> {
        let mut played = Played {
            till: Till::new(),
            known: HashMap::new(),
            opening: Paise::ZERO,
            made: Vec::new(),
        };
        for ((at, _), step) in self.steps {
            played.step(at, step);
        }
        played.made
    }
}

/// How far the diary has been played.
struct Played {
    till: Till,
    known: HashMap<AgentId, Transaction>,
    opening: Paise,
    made: Vec<Made>,
}

impl Played {
    fn step(&mut self, at: Moment, step: Step) {
        match step {
            Step::Moved(service, by) => self.till.moved(service, by),
            Step::Tend => self.till.tend(),
            Step::Begun(agent_id, events) => {
                self.begun(Transaction::from_events(agent_id, events.clone()));
                self.made.push(Made::Begun(agent_id, events));
            }
            Step::Later(agent_id, event) => {
                if let Some(known) = self.known.get_mut(&agent_id) {
                    let before = known.clone();
                    known.apply(at, &event);
                    self.till.told(Some(&before), known);
                    self.made.push(Made::Later(agent_id, at, event));
                }
            }
            Step::List(lines) => {
                for line in &lines {
                    let order = Order::Recharge(line.confirmed.order.clone());
                    let mut transaction = Transaction::begin(line.agent_id, order, line.at);
                    line.events.iter().for_each(|(at, event)| transaction.apply(*at, event));
                    self.begun(Some(transaction));
                }
                self.made.push(Made::List(at, lines));
            }
            Step::Read(service) => {
                let holds = self.till.read(service, at.day());
                self.made.push(Made::Shop(at, ShopEvent::Balance { service, holds }));
            }
            Step::Shop(event) => self.made.push(Made::Shop(at, event)),
            Step::Start(day, opening) => {
                self.opening = opening;
                let (day, wallets) = (day.to_string(), self.till.at_start());
                let (of, counted) = (day.clone(), Counted::Opening);
                let cash = ShopEvent::Cash { day: of, counted, amount: opening };
                self.made.push(Made::Shop(at, cash));
                self.made.push(Made::Shop(at, ShopEvent::DayStarted { day, wallets }));
            }
            Step::Count(day, off) => {
                if let Some(amount) = self.in_drawer(day).and_then(|cash| cash.checked_add(off)) {
                    let (day, counted) = (day.to_string(), Counted::Now);
                    self.made.push(Made::Shop(at, ShopEvent::Cash { day, counted, amount }));
                }
            }
        }
    }

    fn begun(&mut self, transaction: Option<Transaction>) {
        if let Some(transaction) = transaction {
            self.till.told(None, &transaction);
            self.known.insert(transaction.agent_id, transaction);
        }
    }

    /// What should lie in the drawer now.
    fn in_drawer(&self, day: Day) -> Option<Paise> {
        let of_day = |one: &&Transaction| {
            matches!(one.order.service(), Service::Recharge | Service::Payout)
                && (one.at.day() == day || one.given_back.is_some_and(|at| at.day() == day))
        };
        Drawer::of(self.known.values().filter(of_day), day)?.expected(self.opening)
    }
}
