//! The judge's own reading of the evidence: each thing that a service said carries the number of
//! what it meant, and from the meanings follows how a transaction stands, whatever the words were.

use galla::ledger::reader::Entry as Written;
use galla::time::Moment;
use galla::transaction::{Claim, Event, Order, Reply, Service, State};

use super::books::{Books, Means, Status};
use super::judge::{Case, Story, count, is_end, is_settled_in_the_books};
use super::limits::{is_in_window, waits_until};

/// Who said something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct By {
    gateway: bool,
    callback: bool,
}

impl By {
    fn any(self) -> bool {
        self.gateway || self.callback
    }
}

/// All that was heard about a transaction up to some event.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    success: By,
    failed: By,
    not_sent: bool,
    odd: bool,
    open: bool,
    recovered: bool,
    returned: bool,
    settled: Option<bool>,
    disputed: bool,
    /// By the wall clock.
    pub first_success: Option<Moment>,
}

impl Heard {
    /// What was heard before the event of this number.
    pub fn before(seq: i64, books: &Books, story: &Story) -> Self {
        let mut heard = Self::default();
        for written in story.events.iter().take_while(|written| written.seq < seq) {
            heard.take(books, written.at, &written.event);
        }
        heard
    }

    fn all(books: &Books, story: &Story) -> Self {
        Self::before(i64::MAX, books, story)
    }

    fn take(&mut self, books: &Books, at: Moment, event: &Event) {
        match event {
            Event::Answer { reply } => match reply {
                Reply::NotSent { .. } => self.not_sent = true,
                reply => self.mean(at, meaning(books, reply).unwrap_or(Means::Open), false),
            },
            Event::StatusAnswer { reply } => {
                self.mean(at, meaning(books, reply).unwrap_or(Means::Nothing), false);
            }
            Event::Callback { claim } => {
                self.mean(at, meaning_of(books, claim).unwrap_or(Means::Nothing), true);
            }
            Event::Recovered => {
                self.open = true;
                self.recovered = true;
            }
            Event::Returned { .. } => self.returned = true,
            Event::Settled { succeeded, .. } => self.settled = Some(*succeeded),
            Event::DisputeAnswer { reply: Reply::Answer(answer) } => {
                self.disputed |= matches!(answer.code.as_str(), "TXN" | "DAR");
            }
            _ => {}
        }
    }

    fn mean(&mut self, at: Moment, means: Means, callback: bool) {
        let by = match means {
            Means::Success => {
                self.first_success = Some(self.first_success.map_or(at, |first| first.min(at)));
                &mut self.success
            }
            Means::Failed => &mut self.failed,
            Means::Open | Means::NotFound => return self.open = true,
            Means::Odd => {
                self.odd = true;
                return self.open = true;
            }
            Means::Nothing => return,
        };
        if callback { by.callback = true } else { by.gateway = true }
    }

    /// How it stands.
    pub fn state(&self) -> State {
        match (self.success.any(), self.failed.any()) {
            (true, true) => State::Reversed,
            (true, false) => State::Success,
            (false, true) => State::Failed,
            _ if self.not_sent => State::NotSent,
            _ => match self.settled {
                Some(true) => State::SettledSucceeded,
                Some(false) => State::SettledFailed,
                None if self.open => State::Pending,
                None => State::Sending,
            },
        }
    }

    fn needs_attention(&self) -> bool {
        let (success, failed) = (self.success.any(), self.failed.any());
        let against_the_agent = match self.settled {
            Some(true) => failed,
            Some(false) => success,
            None => false,
        };
        (success && failed)
            || against_the_agent
            || self.odd
            || (self.not_sent && (success || failed))
    }

    fn is_by_callback(&self) -> bool {
        let unconfirmed_success = self.success.callback && !self.success.gateway;
        (unconfirmed_success || self.failed.callback) && !self.failed.gateway
    }

    /// The rule that says how it stands.
    fn rule(&self) -> &'static str {
        match (self.success.any() || self.failed.any(), self.settled) {
            (true, _) if self.success.callback || self.failed.callback => "M12",
            (true, _) => "M7",
            (false, Some(_)) => "M16",
            (false, None) if self.not_sent => "M4",
            (false, None) if self.recovered => "M5",
            (false, None) if self.returned => "M12",
            (false, None) => "M3",
        }
    }
}

/// What a reply meant, by its number; `None` for one without.
fn meaning(books: &Books, reply: &Reply) -> Option<Means> {
    let Reply::Answer(answer) = reply else { return None };
    let number: usize = answer.raw.strip_prefix('#')?.parse().ok()?;
    books.said.get(number).map(|said| said.means)
}

/// The number of a claim.
fn number_of(claim: &Claim) -> Option<usize> {
    claim.api_message.strip_prefix('#')?.parse().ok()
}

fn meaning_of(books: &Books, claim: &Claim) -> Option<Means> {
    books.said.get(number_of(claim)?).map(|said| said.means)
}

/// Judges all that follows from evidence.
pub fn judge(case: &Case<'_>) {
    for story in &case.stories {
        let heard = Heard::all(case.books, story);
        m3_m4_m5_m7_it_stands_as_it_was_told(case, story, &heard);
        m4_not_sent_is_what_provably_never_left(case, story);
        m7_an_end_agrees_with_the_books(case, story);
        m7_what_the_books_know_is_found_out(case, story);
        m11_only_successes_are_disputed(case, story);
        m16_only_what_is_pending_is_settled(case, story);
    }
    m12_claims_are_kept_where_they_belong(case);
}

fn m3_m4_m5_m7_it_stands_as_it_was_told(case: &Case<'_>, story: &Story, heard: &Heard) {
    let (id, transaction) = (story.agent_id(), &story.transaction);
    let (rule, now, right) = (heard.rule(), transaction.state(), heard.state());
    if right == State::Sending {
        case.wrong(format!("M5: {id} is still being sent when all is over"));
    } else if now != right {
        case.wrong(format!("{rule}: {id} is {now:?} and should be {right:?}: {heard:?}"));
    }
    if transaction.needs_attention() != heard.needs_attention() {
        let shown = transaction.needs_attention();
        let rule = if heard.odd { "M3" } else { "M7" };
        case.wrong(format!("{rule}: {id} is shown for attention: {shown}: {heard:?}"));
    }
    if transaction.is_by_callback() != heard.is_by_callback() {
        case.wrong(format!("M12: {id} is known by a callback alone, or is not: {heard:?}"));
    }
}

fn m4_not_sent_is_what_provably_never_left(case: &Case<'_>, story: &Story) {
    let id = story.agent_id();
    let arrived = case.books.entries.contains_key(&id);
    if story.transaction.state() == State::NotSent
        && (arrived || !case.books.not_sent.contains(&id))
    {
        case.wrong(format!("M4: {id} is not sent, they say, and it may have left"));
    }
}

/// What the ledger says ended has ended so in the books, at some time.
fn m7_an_end_agrees_with_the_books(case: &Case<'_>, story: &Story) {
    let (id, state) = (story.agent_id(), story.transaction.state());
    if !is_end(state) {
        return;
    }
    let entry = case.books.entries.get(&id);
    let ever = |status| entry.is_some_and(|entry| entry.ever(status));
    let agrees = match state {
        State::Success => ever(Status::Success),
        State::Failed => ever(Status::Failed),
        _ => ever(Status::Success) && ever(Status::Failed) && story.transaction.needs_attention(),
    };
    if !agrees {
        let course = entry.map(|entry| &entry.course);
        case.wrong(format!("M7: {id} is {state:?}, and the books have {course:?}"));
    }
}

/// What ended before the last opening, and may still be asked about, is not pending after it,
/// nor known by a callback alone.
fn m7_what_the_books_know_is_found_out(case: &Case<'_>, story: &Story) {
    let (id, transaction) = (story.agent_id(), &story.transaction);
    let pending = transaction.state() == State::Pending;
    // Galla follows a load for a day of its own; after that the agent may ask.
    let followed = transaction.order.service() != Service::WalletLoad;
    if !followed
        || !(pending || transaction.is_by_callback())
        || !is_in_window(case, story)
        || waits_until(transaction) > case.last.1
        || !is_settled_in_the_books(case, id)
    {
        return;
    }
    let rule = if pending { "M7" } else { "M12" };
    case.wrong(format!(
        "{rule}: the books know how {id} ended, and nobody has asked: {transaction:?}"
    ));
}

fn m11_only_successes_are_disputed(case: &Case<'_>, story: &Story) {
    let id = story.agent_id();
    for written in &story.events {
        if !matches!(written.event, Event::DisputeAsked { .. }) {
            continue;
        }
        let heard = Heard::before(written.seq, case.books, story);
        if heard.state() != State::Success {
            case.wrong(format!("M11: {id} was disputed when it was {:?}", heard.state()));
        } else if heard.disputed {
            case.wrong(format!("M11: {id} was disputed when a dispute stood already"));
        }
    }
    let asked = count(story, |event| matches!(event, Event::DisputeAsked { .. }));
    let arrived = case.books.entries.get(&id).map_or(0, |entry| entry.disputes.len());
    if arrived > asked {
        case.wrong(format!("M11: {arrived} disputes of {id} arrived, and {asked} are written"));
    }
}

/// The agent's word is taken on what is pending. What ends in the very moment is let pass: an
/// end outranks the agent's word, whichever is written first.
fn m16_only_what_is_pending_is_settled(case: &Case<'_>, story: &Story) {
    let settles = |written: &&Written| matches!(written.event, Event::Settled { .. });
    for written in story.events.iter().filter(settles) {
        let earlier = story.events.iter().take_while(|one| one.seq < written.seq);
        let a_moment_before = written.at.millis() - 1_000;
        let last = earlier.filter(|one| one.at.millis() <= a_moment_before).last();
        let Some(last) = last else { continue };
        let state = Heard::before(last.seq + 1, case.books, story).state();
        if !state.is_unresolved() {
            case.wrong(format!("M16: {} was settled when it was {state:?}", story.agent_id()));
        }
    }
}

/// A forged claim is an unmatched one; whatever was said to be kept is kept.
fn m12_claims_are_kept_where_they_belong(case: &Case<'_>) {
    let mut kept = std::collections::BTreeSet::new();
    for story in &case.stories {
        for written in &story.events {
            let claim = match &written.event {
                Event::Callback { claim } | Event::Returned { claim } => claim,
                _ => continue,
            };
            let id = story.agent_id();
            let Some(number) = number_of(claim) else { continue };
            let about = case.books.said.get(number).map(|said| said.agent_id);
            if case.books.forged.contains(&number) || about != Some(id) {
                case.wrong(format!("M12: a forged claim was believed of {id}: {claim:?}"));
            }
            kept.insert(number);
        }
        let load = matches!(story.transaction.order, Order::WalletLoad(_));
        if load && count(story, |event| matches!(event, Event::Callback { .. })) > 0 {
            case.wrong(format!("M12: a callback ends the load {}", story.agent_id()));
        }
    }
    for unmatched in case.reader.unmatched(u32::MAX).unwrap() {
        let Some(number) = number_of(&unmatched.claim) else { continue };
        if !case.books.forged.contains(&number) {
            let why = unmatched.why;
            case.wrong(format!(
                "M12: a true claim is unmatched for {why:?}: {:?}",
                unmatched.claim
            ));
        }
        kept.insert(number);
    }
    for number in case.books.kept.difference(&kept) {
        case.wrong(format!("M12: claim {number} was said to be kept, and is not in the ledger"));
    }
}
