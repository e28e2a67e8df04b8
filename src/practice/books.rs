//! The practice gateway's books: the wallets, and what is known of every AgentID.
//!
//! They are the judge in tests: they count what really arrived, whatever was answered.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use super::answer::Code;
use super::before::Before;
use super::entry::{Dispute, Entry, PayRequest, Product, Question, State, api_message, course};
use super::misbehaviour::Misbehaviour;
use super::outcomes::Fate;
use super::pg_load::Loads;
use super::snapshot::{CallbackSent, Snapshot, violations_of};
use crate::money::Paise;
use crate::time::Clock;

/// The longest message a dispute may carry, in characters (code MLE).
const LONGEST_MESSAGE: usize = 250;

/// A handle on the books; clones see the same books.
#[derive(Clone)]
pub struct Books {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    settle_after: Duration,
    seed: u64,
    /// Each wallet at the start.
    opening: BTreeMap<Product, Paise>,
    page: Mutex<Page>,
    /// Rung when a payment that will settle was taken.
    waiting: Notify,
    callbacks: Option<mpsc::UnboundedSender<Entry>>,
    loads: Loads,
}

struct Page {
    wallets: BTreeMap<Product, Paise>,
    serial: u64,
    entries: HashMap<String, Entry>,
    /// The AgentIDs in the order in which they were first heard of.
    order: Vec<String>,
    /// The AgentIDs that will settle, by when and by serial number: a seed gives one history.
    waiting: BTreeMap<(Duration, u64), String>,
    forced: VecDeque<Forced>,
    callbacks: Vec<CallbackSent>,
    balance_questions: u64,
}

/// A misbehaviour that a test has ordered for the next call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forced {
    pub misbehaviour: Misbehaviour,
    /// Whether the call has its usual effect.
    pub taken: bool,
}

impl Books {
    pub(super) fn open(
        clock: Arc<dyn Clock>,
        seed: u64,
        (opening, before): (Paise, Before),
        settle_after: Duration,
        callbacks: Option<mpsc::UnboundedSender<Entry>>,
    ) -> Self {
        let Before { wallets, payments } = before;
        let held = |product| (product, wallets.get(&product).copied().unwrap_or(opening));
        let opening = BTreeMap::from(Product::ALL.map(held));
        let page = Page {
            wallets: opening.clone(),
            serial: 0,
            order: payments.iter().map(|payment| payment.agent_id.clone()).collect(),
            entries: payments
                .into_iter()
                .map(|payment| (payment.agent_id.clone(), payment.entry()))
                .collect(),
            waiting: BTreeMap::new(),
            forced: VecDeque::new(),
            callbacks: Vec::new(),
            balance_questions: 0,
        };
        let (page, waiting) = (Mutex::new(page), Notify::new());
        let loads = Loads::open(Arc::clone(&clock), seed, settle_after);
        let shared = Shared { clock, settle_after, seed, opening, page, waiting, callbacks, loads };
        Self { shared: Arc::new(shared) }
    }

    /// A product's wallet now.
    #[must_use]
    pub fn wallet(&self, product: Product) -> Paise {
        self.settled().wallet(product)
    }

    /// What is known of an AgentID; `None` when it was never heard of.
    #[must_use]
    pub fn entry(&self, agent_id: &str) -> Option<Entry> {
        self.settled().entries.get(agent_id).cloned()
    }

    /// Every AgentID, in the order in which they were first heard of.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.settled().in_order()
    }

    /// How many pay requests with this AgentID were received, refused ones included.
    #[must_use]
    pub fn sends(&self, agent_id: &str) -> u32 {
        self.page().entries.get(agent_id).map_or(0, |entry| entry.sends)
    }

    /// Every callback sent so far, the oldest first.
    #[must_use]
    pub fn callbacks(&self) -> Vec<CallbackSent> {
        self.page().callbacks.clone()
    }

    /// Everything at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let page = self.settled();
        let entries = page.in_order();
        let adds_up = |product| {
            let of = entries.iter().filter(|one| one.product == product && !one.from_before);
            let (debited, credited): (Vec<_>, Vec<_>) =
                of.map(|entry| (entry.debited, entry.credited)).unzip();
            let held = page.wallet(product).checked_add(debited.into_iter().sum());
            let opening = self.shared.opening.get(&product).copied().unwrap_or_default();
            held == opening.checked_add(credited.into_iter().sum())
        };
        let adds_up = Product::ALL.into_iter().all(adds_up);
        let m6_violations = entries.iter().flat_map(violations_of).collect();
        Snapshot {
            opening: self.shared.opening.clone(),
            wallets: page.wallets.clone(),
            adds_up,
            balance_questions: page.balance_questions,
            entries,
            m6_violations,
            callbacks: page.callbacks.clone(),
            loads: self.shared.loads.all(),
        }
    }

    /// Spoils the answer to the next call, whatever it is; the call has its usual effect.
    /// Orders queue up, one a call, and go before what the number asks for.
    pub fn next(&self, misbehaviour: Misbehaviour) {
        self.page().forced.push_back(Forced { misbehaviour, taken: true });
    }

    /// As [`Books::next`], but the call has no effect: nothing is debited or disputed.
    pub fn next_untaken(&self, misbehaviour: Misbehaviour) {
        self.page().forced.push_back(Forced { misbehaviour, taken: false });
    }

    /// Settles a payment now that would settle later. False when there is nothing to settle.
    pub fn settle_now(&self, agent_id: &str) -> bool {
        if self.shared.loads.settle_now(agent_id) {
            return true;
        }
        let mut page = self.page();
        let settled = page.settle(agent_id, &self.shared);
        let any = settled.is_some();
        self.tell(settled);
        any
    }

    /// The books of PG Load.
    pub(super) fn loads(&self) -> &Loads {
        &self.shared.loads
    }

    pub(super) fn forced(&self) -> Option<Forced> {
        self.page().forced.pop_front()
    }

    /// Counts a pay request, before anything in it is checked.
    pub(super) fn received(&self, product: Product, agent_id: &str, request: &PayRequest) {
        let mut page = self.page();
        let entry = self.entry_mut(&mut page, product, agent_id);
        entry.sends = entry.sends.saturating_add(1);
        if entry.state == State::NotTaken {
            (entry.at, entry.uptime) = (self.shared.clock.now(), self.shared.clock.monotonic());
            entry.request = request.clone();
        }
    }

    /// Takes a payment that was counted and checked: debits it, unless it is a collection,
    /// and decides its course.
    /// `None` when its fate is not to be taken.
    ///
    /// # Errors
    /// RDA when the AgentID was taken before: nothing is debited a second time.
    pub(super) fn take(
        &self,
        agent_id: &str,
        fate: Fate,
        intent_data: String,
    ) -> Result<Option<Entry>, Code> {
        let (mut state, mut later) = course(fate);
        let mut guard = self.settled();
        let page = &mut *guard;
        let Some(entry) = page.entries.get_mut(agent_id) else { return Err(Code::EXC) };
        if entry.state != State::NotTaken {
            return Err(Code::RDA);
        }
        if state == State::NotTaken {
            return Ok(None);
        }
        let mut message = api_message(entry.product, state);
        if state != State::Failed && entry.product != Product::Collection {
            let wallet = page.wallets.entry(entry.product).or_default();
            match wallet.checked_sub(entry.request.amount).filter(|left| *left >= Paise::ZERO) {
                Some(left) => (*wallet, entry.debited) = (left, entry.request.amount),
                None => (state, later, message) = (State::Failed, &[], "Insufficient Balance"),
            }
        }
        page.serial += 1;
        entry.serial = page.serial;
        entry.state = state;
        entry.api_message = message.to_owned();
        entry.api_trans_id = api_trans_id(self.shared.seed, entry.serial);
        entry.operator_reference = operator_reference(self.shared.seed, entry);
        entry.intent_data = intent_data;
        if !later.is_empty() {
            let due = entry.uptime.saturating_add(self.shared.settle_after);
            entry.settles = Some((due, later));
            page.waiting.insert((due, entry.serial), agent_id.to_owned());
            self.shared.waiting.notify_one();
        }
        Ok(Some(entry.clone()))
    }

    /// Writes a status question down, before anything in it is checked.
    pub(super) fn asked(&self, product: Product, agent_id: &str) {
        let (at, uptime) = (self.shared.clock.now(), self.shared.clock.monotonic());
        let mut page = self.page();
        let entry = self.entry_mut(&mut page, product, agent_id);
        let violation = entry.violation(at, uptime);
        entry.questions.push(Question { at, violation, uptime });
    }

    /// The payment a status question asks for: taken, and of this month or the last.
    pub(super) fn find(&self, product: Product, agent_id: &str) -> Option<Entry> {
        let now = self.shared.clock.now().month();
        let entry = self.entry(agent_id)?;
        let known = entry.product == product && entry.state != State::NotTaken;
        (known && entry.at.month().is_this_or_last(now)).then_some(entry)
    }

    /// Raises a dispute and says what came of it.
    pub(super) fn dispute(&self, product: Product, agent_id: &str, message: &str) -> Code {
        if message.chars().count() > LONGEST_MESSAGE {
            return Code::MLE;
        }
        let mut page = self.settled();
        let Some(entry) = page.entries.get_mut(agent_id).filter(|e| e.product == product) else {
            return Code::TNF;
        };
        match entry.state {
            State::NotTaken => Code::TNF,
            State::Pending | State::Failed | State::Reversed => Code::IDS,
            State::Success if !entry.disputes.is_empty() => Code::DAR,
            State::Success => {
                let at = self.shared.clock.now();
                entry.disputes.push(Dispute { at, message: message.to_owned() });
                Code::TXN
            }
        }
    }

    pub(super) fn balance_asked(&self, product: Product) -> Paise {
        let mut page = self.settled();
        page.balance_questions += 1;
        page.wallet(product)
    }

    pub(super) fn callback_sent(&self, agent_id: String, status: &str, answered: Option<u16>) {
        let at = self.shared.clock.now();
        self.page().callbacks.push(CallbackSent {
            at,
            agent_id,
            status: status.to_owned(),
            answered,
        });
    }

    /// Settles whatever is due, for as long as the books are open; sleeps while nothing waits.
    pub(super) async fn keep_settling(&self) {
        /// A test's clock jumps, so a far-off time is looked at again this often.
        const LOOK_AGAIN: Duration = Duration::from_secs(1);
        loop {
            let due = self.settled().waiting.keys().next().map(|(due, _)| *due);
            match due {
                None => self.shared.waiting.notified().await,
                Some(due) => {
                    let left = due.saturating_sub(self.shared.clock.monotonic());
                    tokio::time::sleep(left.min(LOOK_AGAIN)).await;
                }
            }
        }
    }

    fn page(&self) -> MutexGuard<'_, Page> {
        self.shared.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page with everything settled that is due by now.
    fn settled(&self) -> MutexGuard<'_, Page> {
        let uptime = self.shared.clock.monotonic();
        let mut page = self.page();
        while let Some(first) = page.waiting.first_entry().filter(|e| e.key().0 <= uptime) {
            let agent_id = first.get().clone();
            let settled = page.settle(&agent_id, &self.shared);
            self.tell(settled);
        }
        page
    }

    fn tell(&self, settled: Option<Entry>) {
        if let (Some(entry), Some(callbacks)) = (settled, &self.shared.callbacks) {
            // The receiver is gone only when the gateway is stopping.
            let _ = callbacks.send(entry);
        }
    }

    fn entry_mut<'p>(&self, page: &'p mut Page, product: Product, agent_id: &str) -> &'p mut Entry {
        let Page { entries, order, .. } = page;
        entries.entry(agent_id.to_owned()).or_insert_with(|| {
            order.push(agent_id.to_owned());
            let (now, uptime) = (self.shared.clock.now(), self.shared.clock.monotonic());
            Entry::heard_of(product, agent_id, now, uptime)
        })
    }
}

impl Page {
    fn in_order(&self) -> Vec<Entry> {
        self.order.iter().filter_map(|id| self.entries.get(id)).cloned().collect()
    }

    fn wallet(&self, product: Product) -> Paise {
        self.wallets.get(&product).copied().unwrap_or_default()
    }

    /// Goes one step on in a payment's course.
    fn settle(&mut self, agent_id: &str, shared: &Shared) -> Option<Entry> {
        let seed = shared.seed;
        let entry = self.entries.get_mut(agent_id)?;
        let (due, course) = entry.settles.take()?;
        self.waiting.remove(&(due, entry.serial));
        let (end, later) = course.split_first()?;
        let (end, wallet) = (*end, self.wallets.entry(entry.product).or_default());
        if matches!(end, State::Failed | State::Reversed) {
            let back =
                wallet.checked_add(entry.debited).and_then(|w| w.checked_sub(entry.credited));
            *wallet = back.unwrap_or(*wallet);
            (entry.debited, entry.credited) = (Paise::ZERO, Paise::ZERO);
        } else if entry.product == Product::Collection {
            entry.credited = entry.request.amount;
            *wallet = wallet.checked_add(entry.credited).unwrap_or(*wallet);
        }
        if !later.is_empty() {
            let due = due.saturating_add(shared.settle_after);
            entry.settles = Some((due, later));
            self.waiting.insert((due, entry.serial), agent_id.to_owned());
        }
        entry.state = end;
        entry.api_message = api_message(entry.product, end).to_owned();
        entry.operator_reference = operator_reference(seed, entry);
        Some(entry.clone())
    }
}

/// Ten digits, another for each serial number of a seed: the step shares no factor with
/// the count of such numbers.
fn api_trans_id(seed: u64, serial: u64) -> String {
    const COUNT: u64 = 9_000_000_000;
    const STEP: u64 = 1_234_567_891;
    let place = (mix(seed) % COUNT + (serial % COUNT) * STEP % COUNT) % COUNT;
    (1_000_000_000 + place).to_string()
}

/// `TR` and eight digits for a success, nothing for anything else.
fn operator_reference(seed: u64, entry: &Entry) -> String {
    if entry.state != State::Success {
        return String::new();
    }
    format!("TR{:08}", mix(seed ^ mix(entry.serial)) % 100_000_000)
}

/// SplitMix64's finaliser.
const fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
