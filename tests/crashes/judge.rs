//! The judge: the ledger against what the shop said before it was killed, and against the gateway's books.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::ledger::check::check;
use galla::practice::{self, LoadState, Snapshot};
use galla::transaction::{Order, Reason, Service, State, Transaction};

/// What the shop has told its window, and with it its parent: all of it is on disk.
#[derive(Default)]
pub struct Told {
    /// Whether the ledger was opened by the last start.
    pub opened: bool,
    /// Whether the last start has come to rest.
    pub rested: bool,
    /// All that were ever said to be on their way.
    taken: BTreeSet<AgentId>,
    /// What was said of transactions by the last start.
    states: BTreeSet<(AgentId, String)>,
    lines: Vec<String>,
}

impl Told {
    /// The shop starts again.
    pub fn begin(&mut self) {
        (self.opened, self.rested) = (false, false);
        self.states.clear();
        self.lines.clear();
    }

    pub fn hear(&mut self, line: String) {
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("opened"), ..) => self.opened = true,
            (Some("rested"), ..) => self.rested = true,
            (Some("trouble"), ..) => panic!("the ledger is not opened: {line}"),
            (Some("paying"), Some(agent_id), _) => {
                self.taken.insert(agent_id.parse().unwrap());
            }
            (Some("state"), Some(agent_id), Some(state)) => {
                self.states.insert((agent_id.parse().unwrap(), state.to_owned()));
            }
            _ => {}
        }
        self.lines.push(line);
    }

    /// What the last start has said.
    pub fn lines(&self) -> String {
        self.lines.join("\n")
    }
}

/// Looks at everything, and returns what is on its way now. `before` was so at the last kill.
pub fn after_a_kill(
    ledger: &Path,
    books: &Snapshot,
    told: &mut Told,
    before: &BTreeSet<AgentId>,
) -> BTreeSet<AgentId> {
    let report = check(ledger).unwrap();
    assert!(report.problems.is_empty(), "m9: {report}");
    let reader = Reader::open(ledger).unwrap();
    let known = all(&reader);
    for agent_id in &told.taken {
        assert!(known.contains_key(agent_id), "m9: {agent_id} was on its way, and is forgotten");
    }
    for (agent_id, state) in &told.states {
        let been = story(&reader, *agent_id).iter().any(|one| one.state().code() == state);
        assert!(been, "m9: {agent_id} was said to be {state}, and never was");
    }
    if told.opened {
        for agent_id in before {
            was_recovered(&reader, *agent_id);
        }
    }
    hold_to(books, &known);
    reader.sending().unwrap().into_iter().map(|one| one.agent_id).collect()
}

fn all(reader: &Reader) -> BTreeMap<AgentId, Transaction> {
    let all = reader.recent(u32::MAX, None).unwrap();
    all.into_iter().map(|one| (one.agent_id, one)).collect()
}

/// A transaction after each of its events.
fn story(reader: &Reader, agent_id: AgentId) -> Vec<Transaction> {
    let events = reader.events(agent_id).unwrap();
    let events: Vec<_> = events.into_iter().map(|entry| (entry.at, entry.event)).collect();
    let until = |end| Transaction::from_events(agent_id, events.iter().take(end).cloned());
    (1..=events.len()).map(|end| until(end).unwrap()).collect()
}

/// M5: what was on its way was found at the start, once, and was Pending from then on.
fn was_recovered(reader: &Reader, agent_id: AgentId) {
    let events = reader.events(agent_id).unwrap();
    let recovered: Vec<usize> =
        (0..events.len()).filter(|at| events[*at].event.kind() == "recovered").collect();
    let [at] = recovered.as_slice() else { panic!("m5: {agent_id} has {recovered:?}") };
    let found = &story(reader, agent_id)[*at];
    let stopped = (State::Pending, Some(&Reason::Stopped));
    assert_eq!((found.state(), found.reason()), stopped, "m5: {agent_id}");
}

/// The gateway has received nothing twice and nothing that the ledger does not know, and was
/// not asked too soon.
fn hold_to(books: &Snapshot, known: &BTreeMap<AgentId, Transaction>) {
    assert!(books.adds_up);
    assert!(books.m6_violations.is_empty(), "m6: {:?}", books.m6_violations);
    for entry in &books.entries {
        assert!(entry.sends <= 1, "m2: {} was sent {} times", entry.agent_id, entry.sends);
        let Some(one) = known.get(&entry.agent_id.parse().unwrap()) else {
            panic!("m1: {} was sent, and the ledger has no intent", entry.agent_id);
        };
        if entry.sends == 1 {
            assert_eq!(entry.request.amount, one.order.amount(), "m1: {}", entry.agent_id);
            let target = match &one.order {
                Order::Recharge(_) => Some(&entry.request.number),
                _ => entry.request.payout.as_ref().map(|payout| &payout.account),
            };
            let same = target.is_none_or(|target| target == one.order.target());
            assert!(same, "m1: {} went to {target:?}", entry.agent_id);
        }
    }
    for load in &books.loads {
        assert_eq!(load.sends, 1, "m2: {}", load.client_txn_id);
        let one = known.get(&load.client_txn_id.parse().unwrap());
        assert_eq!(one.map(|one| one.order.amount()), Some(load.amount), "m1: {load:?}");
    }
}

/// When everything was asked about, the ledger says of each payment what the gateway says, or
/// leaves it open; nothing that was debited is missing.
pub fn at_the_end(reader: &Reader, books: &Snapshot) {
    use practice::State as Booked;
    let known = all(reader);
    let of_pgpe = known.values().filter(|one| one.order.service() != Service::WalletLoad);
    for one in of_pgpe {
        let entry = books.entries.iter().find(|entry| entry.agent_id == one.agent_id.as_str());
        let booked = entry.map_or(Booked::NotTaken, |entry| entry.state);
        let agree = match one.state() {
            State::Success => matches!(booked, Booked::Success | Booked::Reversed),
            State::Failed => {
                matches!(booked, Booked::Failed | Booked::Reversed | Booked::NotTaken)
            }
            State::Reversed => matches!(booked, Booked::Reversed | Booked::Failed),
            State::Pending => matches!(booked, Booked::Pending | Booked::NotTaken),
            // The agent's own word stands beside the gateway's.
            State::SettledSucceeded | State::SettledFailed => true,
            State::NotSent => entry.is_none(),
            State::Sending => false,
        };
        assert!(agree, "{} is {:?}, and {booked:?} at the gateway", one.agent_id, one.state());
    }
    for load in &books.loads {
        let one = &known[&load.client_txn_id.parse().unwrap()];
        let agree = match one.state() {
            State::Success => load.state == Some(LoadState::Success),
            State::Failed => matches!(load.state, Some(LoadState::Failed) | None),
            State::Sending | State::NotSent | State::Reversed => false,
            State::Pending | State::SettledSucceeded | State::SettledFailed => true,
        };
        assert!(agree, "{} is {:?}, and {:?} at PayU", one.agent_id, one.state(), load.state);
    }
}
