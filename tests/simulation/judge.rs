//! The judge: when all is settled, the services' books are held against the ledger. One function
//! a rule, each failure a sentence that begins with the rule and names the AgentID.

use std::collections::{BTreeMap, BTreeSet};

use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::ledger::check::check;
use galla::ledger::reader::Entry as Written;
use galla::money::Paise;
use galla::time::{Day, Moment};
use galla::transaction::upi::UpiLink;
use galla::transaction::{Event, Order, Service, State, Transaction};
use rusqlite::Connection;

use super::books::{Books, Status};
use super::day::Run;
use super::evidence;
use super::limits;
use super::services::mark_of;
use super::shop::{Click, Told};
use super::world::World;

/// A transaction as the ledger has it, with its events.
pub struct Story {
    pub transaction: Transaction,
    pub events: Vec<Written>,
}

impl Story {
    pub fn agent_id(&self) -> AgentId {
        self.transaction.agent_id
    }
}

/// All that is judged.
pub struct Case<'a> {
    pub world: &'a World,
    pub books: &'a Books,
    pub clicks: &'a BTreeMap<u64, Click>,
    pub stories: Vec<Story>,
    pub reader: Reader,
    /// When the last opening began, and now.
    pub last: (Moment, Moment),
}

impl Case<'_> {
    /// The story of an AgentID.
    pub fn story(&self, agent_id: AgentId) -> Option<&Story> {
        let at = self.stories.binary_search_by_key(&agent_id, Story::agent_id).ok()?;
        self.stories.get(at)
    }

    /// The confirm sheet that a transaction came from.
    pub fn click(&self, story: &Story) -> Option<&Click> {
        self.clicks.get(&mark_of(&story.transaction.order))
    }

    pub fn wrong(&self, sentence: String) {
        self.world.wrong(sentence);
    }
}

/// Judges a run that is over. What is wrong is told to its world.
pub fn judge(run: &Run) {
    m9_the_ledger_is_whole(run);
    if run.world.is_enough() {
        return;
    }
    let reader = Reader::open(&run.ledger_file()).unwrap();
    let mut stories = Vec::new();
    let read = reader.for_each(|transaction| {
        let events = reader.events(transaction.agent_id)?;
        stories.push(Story { transaction, events });
        Ok::<(), galla::ledger::LedgerError>(())
    });
    if let Err(error) = read {
        return run.world.wrong(format!("M9: the ledger cannot be read: {error}"));
    }
    stories.sort_by_key(Story::agent_id);
    let books = run.services.books();
    let case = Case {
        world: &run.world,
        books: &books,
        clicks: &run.agent.clicks,
        stories,
        reader,
        last: (run.last_opened, run.world.now()),
    };
    m1_what_arrived_is_in_the_ledger_once(&case);
    m2_nothing_is_sent_twice(&case);
    m8_sums_agree_to_the_paisa(&case);
    m13_only_a_right_link_is_shown(&case);
    evidence::judge(&case);
    limits::judge(&case);
}

/// Whatever reached a service is in the ledger, with the same number and amount; whatever the
/// agent was told is not paid is not in it.
fn m1_what_arrived_is_in_the_ledger_once(case: &Case<'_>) {
    for entry in case.books.entries.values() {
        let id = entry.agent_id;
        match case.story(id) {
            None => case.wrong(format!("M1: {id} reached the service and is not in the ledger")),
            Some(story) if story.transaction.order != entry.order => {
                case.wrong(format!("M1: {id} reached the service as another order"));
            }
            Some(_) => {}
        }
    }
    for story in &case.stories {
        let id = story.agent_id();
        let kinds: Vec<_> = story.events.iter().map(|written| written.event.kind()).collect();
        let intents = kinds.iter().filter(|kind| **kind == "intent").count();
        if kinds.first() != Some(&"intent") || intents != 1 {
            case.wrong(format!("M1: {id} does not begin with its one intent: {kinds:?}"));
        }
        if case.click(story).is_some_and(|click| click.told == Some(Told::NotPaid)) {
            case.wrong(format!("M1: the agent was told that {id} is not paid, and it was begun"));
        }
    }
}

/// Every AgentID arrived once at most, and one confirm sheet is one transaction.
fn m2_nothing_is_sent_twice(case: &Case<'_>) {
    for entry in case.books.entries.values().filter(|entry| entry.arrived.len() > 1) {
        let times = entry.arrived.len();
        case.wrong(format!("M2: {} was sent {times} times", entry.agent_id));
    }
    let mut marks = BTreeSet::new();
    for story in &case.stories {
        let mark = mark_of(&story.transaction.order);
        if !marks.insert(mark) {
            let id = story.agent_id();
            case.wrong(format!("M2: confirm sheet {mark} became {id} and another one"));
        }
        if !case.clicks.contains_key(&mark) {
            case.wrong(format!("M2: nobody asked for {}", story.agent_id()));
        }
    }
}

/// What was typed, what the ledger adds up, and what the books hold is the same money.
fn m8_sums_agree_to_the_paisa(case: &Case<'_>) {
    let mut sums: BTreeMap<(Day, Service, &str), (i64, u64)> = BTreeMap::new();
    let mut hours: BTreeMap<(Day, u32), (i64, u64)> = BTreeMap::new();
    for story in &case.stories {
        let (id, order) = (story.agent_id(), &story.transaction.order);
        let paise = case.click(story).map_or(0, |click| click.wants.paise);
        if order.amount().paise() != paise {
            let amount = order.amount();
            case.wrong(format!("M8: {paise} paise were asked for, and {id} is {amount}"));
        }
        let state = story.transaction.state();
        let day = story.transaction.at.day();
        let sum = sums.entry((day, order.service(), state.code())).or_default();
        *sum = (sum.0 + paise, sum.1 + 1);
        if state.is_success() {
            let (hour, _) = story.transaction.at.hour_minute();
            let sum = hours.entry((day, hour)).or_default();
            *sum = (sum.0 + paise, sum.1 + 1);
        }
    }
    let days: BTreeSet<Day> = sums.keys().map(|(day, _, _)| *day).collect();
    let mut totals = BTreeMap::new();
    for day in days {
        let of_day = case.reader.totals(day, day).unwrap();
        for (hour, sum) in (0..).zip(of_day.by_hour()) {
            let (paise, count) = hours.remove(&(day, hour)).unwrap_or_default();
            if (sum.amount.map(Paise::paise), sum.count) != (Some(paise), count) {
                case.wrong(format!("M8: hour {hour} of {day} is {sum:?}, not {count}: {paise}"));
            }
        }
        for (of, total) in of_day.by_operator() {
            let key = (day, of.service, of.state.code());
            let sum: &mut (i64, u64) = totals.entry(key).or_default();
            *sum = (sum.0 + total.amount.unwrap().paise(), sum.1 + total.count);
        }
    }
    if totals != sums {
        let odd: Vec<_> = sums.iter().filter(|(key, sum)| totals.get(key) != Some(sum)).collect();
        case.wrong(format!(
            "M8: the days' totals are not what the transactions add up to: {odd:?}"
        ));
    }
    for service in Service::OF_PGPE {
        let said = case.books.balances.get(&service);
        let beginning = Moment::from_millis(0);
        for reading in case.reader.balance_history(service, beginning).unwrap() {
            let holds = reading.holds.paise();
            if !said.is_some_and(|said| said.contains(&holds)) {
                case.wrong(format!("M8: no wallet of {service:?} ever held {holds} paise"));
                break;
            }
        }
    }
}

/// The file, the chain and the tables are in order, and no event that was ever written is gone.
fn m9_the_ledger_is_whole(run: &Run) {
    match check(&run.ledger_file()) {
        Ok(report) => {
            for problem in report.problems.iter().take(3) {
                run.world.wrong(format!("M9: {problem}"));
            }
        }
        Err(error) => run.world.wrong(format!("M9: the ledger cannot be checked: {error}")),
    }
    let connection = Connection::open(run.ledger_file()).unwrap();
    for (seq, hash) in &run.written {
        let sql = "SELECT hash FROM events WHERE seq = ?1";
        let now: Option<Vec<u8>> = connection.query_row(sql, [seq], |row| row.get(0)).ok();
        if now.as_ref() != Some(hash) {
            run.world.wrong(format!("M9: event {seq} is not as it was at the end of a life"));
        }
    }
}

/// A link is shown only where it asks for what the agent asked for.
fn m13_only_a_right_link_is_shown(case: &Case<'_>) {
    for story in &case.stories {
        let Order::Collection(order) = &story.transaction.order else { continue };
        let id = story.agent_id();
        let Some(link) = &story.transaction.intent_data else { continue };
        let shown = UpiLink::read(link, order.amount).is_ok();
        let good = case.books.entries.get(&id).and_then(|entry| entry.good_link);
        if good != Some(shown) {
            case.wrong(format!("M13: {id}: a customer is shown {link}: {shown}"));
        }
    }
}

/// A digest of a run by which two runs of one seed are compared: what the ledger has of each
/// transaction, and what the books have.
pub fn digest(run: &Run) -> Vec<String> {
    let reader = Reader::open(&run.ledger_file()).unwrap();
    let mut lines = Vec::new();
    let read = reader.for_each(|transaction| {
        let events = reader.events(transaction.agent_id)?;
        let events: Vec<_> =
            events.iter().map(|one| (one.seq, one.at.millis(), one.event.kind())).collect();
        lines.push(format!("{} {:?} {events:?}", transaction.agent_id, transaction.state()));
        Ok::<(), galla::ledger::LedgerError>(())
    });
    read.unwrap();
    let books = run.services.books();
    lines.extend(books.entries.values().map(|entry| format!("{entry:?}")));
    lines.extend(books.questions.iter().map(|asked| format!("{asked:?}")));
    lines.push(format!("{:?} {:?}", books.kept, run.world.tallied()));
    lines
}

/// Whether the books know how it ended since before the last opening began.
pub fn is_settled_in_the_books(case: &Case<'_>, agent_id: AgentId) -> bool {
    case.books.entries.get(&agent_id).is_some_and(|entry| {
        entry.settled_at().is_some_and(|at| at < case.last.0)
            && entry.status(case.last.0) != Some(Status::Pending)
    })
}

/// How many events of a kind a story has.
pub fn count(story: &Story, kind: impl Fn(&Event) -> bool) -> usize {
    story.events.iter().filter(|written| kind(&written.event)).count()
}

/// Whether it is an end that a service has told.
pub fn is_end(state: State) -> bool {
    matches!(state, State::Success | State::Failed | State::Reversed)
}
