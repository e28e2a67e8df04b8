//! The state machine: a transaction is what its events add up to (money rules M5, M7, M9, M16).
//!
//! The state is decided by the *set* of things said so far, not by their order, so that
//! evidence that comes twice, late or out of order ends the same.

use serde::{Deserialize, Serialize};

use super::dispute::{Dispute, DisputeSaid, read_dispute};
use super::event::Event;
use super::evidence::{Reason, Verdict, read_claim, read_payment, read_status};
use super::load::{read_enquiry, read_load};
use super::order::{Order, Service};
use super::reply::{NotSent, Reply};
use super::said::{Said, Settled, Source, is_default};
use crate::ids::AgentId;
use crate::time::Moment;

/// Where a transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way; nothing is known yet.
    Sending,
    /// The gateway says that it succeeded.
    Success,
    /// Not known; [`Transaction::reason`] says why.
    Pending,
    /// The gateway says that it failed.
    Failed,
    /// It provably never left; nothing was debited.
    NotSent,
    /// The gateway has said success and also failed or refunded.
    Reversed,
    /// The agent found out that it succeeded.
    SettledSucceeded,
    /// The agent found out that it failed.
    SettledFailed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Sending,
        Self::Success,
        Self::Pending,
        Self::Failed,
        Self::NotSent,
        Self::Reversed,
        Self::SettledSucceeded,
        Self::SettledFailed,
    ];

    /// The word for it in the ledger and in exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Success => "success",
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::NotSent => "not_sent",
            Self::Reversed => "reversed",
            Self::SettledSucceeded => "settled_succeeded",
            Self::SettledFailed => "settled_failed",
        }
    }

    /// The state of a word, or `None` when there is no such state.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it succeeded, by the gateway's word or the agent's.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Success | Self::SettledSucceeded)
    }

    /// Whether it is still open how it ended.
    #[must_use]
    pub const fn is_unresolved(self) -> bool {
        matches!(self, Self::Sending | Self::Pending)
    }
}

/// A transaction: the sum of its events. The ledger keeps it beside them, without what it has
/// not: most have a success and little else, and lists, searches and exports read them by the
/// thousand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Its id.
    pub agent_id: AgentId,
    /// What was asked for.
    pub order: Order,
    /// Its time: when the agent confirmed it.
    pub at: Moment,
    /// The time of its newest event.
    pub changed: Moment,
    /// When the gateway was first heard to say success.
    #[serde(default, skip_serializing_if = "is_default")]
    pub succeeded_at: Option<Moment>,
    /// When the gateway was last asked for its status, by the latest clock reading.
    #[serde(default, skip_serializing_if = "is_default")]
    pub last_asked: Option<Moment>,
    /// How many times the gateway was asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub times_asked: u32,
    /// How many questions were answered "not found" (TNF).
    #[serde(default, skip_serializing_if = "is_default")]
    pub times_not_found: u32,
    /// The gateway's own id of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub api_trans_id: Option<String>,
    /// The operator's reference.
    #[serde(default, skip_serializing_if = "is_default")]
    pub operator_reference: Option<String>,
    /// The last StatusCode that was about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub code: Option<String>,
    /// The gateway's last words about it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub words: Option<String>,
    /// The link of a UPI request, as the gateway gave it; not yet looked at (money rule M13).
    #[serde(default, skip_serializing_if = "is_default")]
    pub intent_data: Option<String>,
    /// The page on which a wallet's customer pays, as PayU gave it; not yet looked at.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redirect_url: Option<String>,
    /// The state of a wallet load's refund, in PayU's word.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refund: Option<String>,
    /// By how many seconds this computer's clock was ahead of PayU's, where that matters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clock_ahead: Option<i64>,
    /// The disputes raised about it, oldest first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disputes: Vec<Dispute>,
    /// When the agent gave the money back to the customer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub given_back: Option<Moment>,
    /// How many receipts of it were handed out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub receipts: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    said: Said,
}

impl Transaction {
    /// A transaction whose intent was written at `at`.
    #[must_use]
    pub fn begin(agent_id: AgentId, order: Order, at: Moment) -> Self {
        Self {
            agent_id,
            order,
            at,
            changed: at,
            succeeded_at: None,
            last_asked: None,
            times_asked: 0,
            times_not_found: 0,
            api_trans_id: None,
            operator_reference: None,
            code: None,
            words: None,
            intent_data: None,
            redirect_url: None,
            refund: None,
            clock_ahead: None,
            disputes: Vec::new(),
            given_back: None,
            receipts: 0,
            said: Said::default(),
        }
    }

    /// The fold over all events of one transaction, oldest first; `None` when they do
    /// not begin with an intent.
    pub fn from_events(
        agent_id: AgentId,
        events: impl IntoIterator<Item = (Moment, Event)>,
    ) -> Option<Self> {
        let mut events = events.into_iter();
        let mut transaction = match events.next()? {
            (at, Event::Intent { order }) => Self::begin(agent_id, *order, at),
            _ => return None,
        };
        for (at, event) in events {
            transaction.apply(at, &event);
        }
        Some(transaction)
    }

    /// Adds one event.
    pub fn apply(&mut self, at: Moment, event: &Event) {
        self.changed = at;
        match event {
            // A second intent with the same AgentID cannot be written (M2); the first one stands.
            Event::Intent { .. } | Event::Sent | Event::Returned { .. } | Event::Note { .. } => {}
            Event::Answer { reply } => {
                let verdict = match self.order {
                    Order::WalletLoad(_) => read_load(self.agent_id, &self.order, reply),
                    _ => read_payment(self.agent_id, &self.order, reply),
                };
                self.keep_words(&verdict, reply);
                self.hear(at, verdict, Source::Gateway);
            }
            Event::StatusAsked { .. } => {
                self.last_asked = Some(self.last_asked.map_or(at, |before| before.max(at)));
                self.times_asked = self.times_asked.saturating_add(1);
            }
            Event::StatusAnswer { reply } => {
                let verdict = match self.order {
                    Order::WalletLoad(_) => read_enquiry(self.agent_id, &self.order, reply),
                    _ => read_status(self.agent_id, &self.order, reply),
                };
                self.keep_words(&verdict, reply);
                self.hear(at, verdict, Source::Gateway);
            }
            Event::Callback { claim } => {
                // Its APITransID was compared before it was written; whatever comes later is
                // compared with it below.
                let verdict = read_claim(self.agent_id, &self.order, None, claim);
                if let Ok(verdict) = verdict {
                    self.keep_reference(&claim.api_trans_id, &claim.operator_reference);
                    if !claim.api_message.is_empty() {
                        self.words = Some(claim.api_message.clone());
                    }
                    self.hear(at, verdict, Source::Callback);
                }
            }
            Event::DisputeAsked { message } => self.disputes.push(Dispute {
                at,
                message: message.clone(),
                said: None,
                words: None,
            }),
            Event::DisputeAnswer { reply } => self.hear_dispute(reply),
            Event::GivenBack => self.given_back = Some(at),
            Event::Recovered => self.said.recovered(),
            Event::Receipt { .. } => self.receipts = self.receipts.saturating_add(1),
            Event::Settled { succeeded, reason } => {
                self.said.settled = Some(Settled { succeeded: *succeeded, reason: reason.clone() });
            }
        }
    }

    fn hear(&mut self, at: Moment, verdict: Verdict, source: Source) {
        match verdict {
            Verdict::Nothing => {}
            Verdict::Success => {
                self.said.success.add(source);
                let first = self.succeeded_at.map_or(at, |before| before.min(at));
                self.succeeded_at = Some(first);
            }
            Verdict::Failed => self.said.failed.add(source),
            Verdict::NotSent(cause) => self.said.not_sent = Some(cause),
            Verdict::NotFound => {
                self.times_not_found = self.times_not_found.saturating_add(1);
                self.said.pending = Some(Reason::NotFound);
            }
            Verdict::Pending(reason) => {
                self.said.contradiction |= matches!(reason, Reason::Contradiction { .. });
                self.said.pending = Some(reason);
            }
        }
    }

    /// Keeps what an answer about this transaction says beside its verdict.
    fn keep_words(&mut self, verdict: &Verdict, reply: &Reply) {
        let Reply::Answer(answer) = reply else { return };
        if *verdict == Verdict::Nothing {
            return;
        }
        self.code = Some(answer.code.clone());
        self.clock_ahead = answer.clock_ahead;
        self.words = Some(answer.words().to_owned()).filter(|words| !words.is_empty());
        // What an answer about something else names is not this transaction's.
        if !matches!(verdict, Verdict::Pending(Reason::Contradiction { .. })) {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let data = &answer.data;
            self.keep_reference(&text(&data.api_trans_id), &text(&data.operator_reference));
            if self.intent_data.is_none() {
                self.intent_data.clone_from(&data.intent_data);
            }
            if self.redirect_url.is_none() {
                self.redirect_url.clone_from(&data.redirect_url);
            }
            if data.refund.is_some() {
                self.refund.clone_from(&data.refund);
            }
        }
    }

    fn keep_reference(&mut self, api_trans_id: &str, operator_reference: &str) {
        let other = |kept: &String| !api_trans_id.is_empty() && kept != api_trans_id;
        self.said.contradiction |= self.api_trans_id.as_ref().is_some_and(other);
        keep_first(&mut self.api_trans_id, api_trans_id);
        keep_first(&mut self.operator_reference, operator_reference);
    }

    fn hear_dispute(&mut self, reply: &Reply) {
        // Disputes are raised one after another, so the answer is to the newest.
        if let Some(dispute) = self.disputes.last_mut() {
            dispute.said = Some(read_dispute(reply));
            if let Reply::Answer(answer) = reply {
                let words = answer.data.msg.as_deref().unwrap_or_else(|| answer.words());
                dispute.words = Some(words.to_owned()).filter(|words| !words.is_empty());
            }
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.said.state()
    }

    /// Why it is pending; `None` in every other state.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.said.pending.as_ref().filter(|_| self.state() == State::Pending)
    }

    /// Why it was not sent; `None` in every other state.
    #[must_use]
    pub fn not_sent(&self) -> Option<NotSent> {
        self.said.not_sent.filter(|_| self.state() == State::NotSent)
    }

    /// How the agent knows, where the agent settled it.
    #[must_use]
    pub fn settled_reason(&self) -> Option<&str> {
        let settled = self.said.settled.as_ref()?;
        matches!(self.state(), State::SettledSucceeded | State::SettledFailed)
            .then_some(settled.reason.as_str())
    }

    /// Whether a person should look at it: things were said that do not go together.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.said.disagrees()
    }

    /// Whether how it ended is known by a callback alone: a claim, which a status question
    /// confirms as soon as money rule M6 allows (M12).
    #[must_use]
    pub const fn is_by_callback(&self) -> bool {
        self.said.is_by_callback()
    }

    /// Whether the gateway has a dispute about it.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|one| one.said.as_ref().is_some_and(DisputeSaid::stands))
    }

    /// Whether the customer has paid at the counter for something that turned out, later, not
    /// to have happened, and the money was not yet given back. What failed at once never left
    /// the customer's hand; the money of a collection or a wallet load was never
    /// on the counter.
    #[must_use]
    pub fn owes_customer(&self) -> bool {
        self.given_back.is_none()
            && !matches!(self.order.service(), Service::Collection | Service::WalletLoad)
            && match self.state() {
                State::Reversed | State::SettledFailed => true,
                State::Failed => self.said.pending.is_some(),
                _ => false,
            }
    }
}

fn keep_first(kept: &mut Option<String>, said: &str) {
    if kept.is_none() && !said.is_empty() {
        *kept = Some(said.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::event::{Asker, Handed};
    use crate::transaction::reply::Unknown;
    use crate::transaction::testing::{NOON, begun, reply_of};
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    fn after(events: &[Event]) -> Transaction {
        let mut transaction = begun("9876543210", 19_900);
        for event in events {
            transaction.apply(NOON, event);
        }
        transaction
    }

    fn answer(code: &str) -> Event {
        Event::Answer { reply: reply_of(&begun("9876543210", 19_900), code) }
    }

    fn status(code: &str) -> Event {
        Event::StatusAnswer { reply: reply_of(&begun("9876543210", 19_900), code) }
    }

    fn timed_out() -> Event {
        Event::Answer { reply: Reply::Unknown { cause: Unknown::TimedOut } }
    }

    fn refused() -> Event {
        Event::Answer { reply: Reply::NotSent { cause: NotSent::ConnectionRefused } }
    }

    fn settled(succeeded: bool) -> Event {
        Event::Settled { succeeded, reason: "helpdesk".into() }
    }

    #[test]
    fn m5_m7_m16_the_life_of_a_transaction() {
        let table: &[(&[Event], State, bool)] = &[
            (&[], State::Sending, false),
            (&[Event::Sent], State::Sending, false),
            (&[answer("TXN")], State::Success, false),
            (&[answer("TUP")], State::Pending, false),
            (&[answer("ERR")], State::Failed, false),
            (&[refused()], State::NotSent, false),
            (&[timed_out()], State::Pending, false),
            (&[Event::Recovered], State::Pending, false),
            (&[Event::Recovered, status("TXN")], State::Success, false),
            (&[timed_out(), status("ERR")], State::Failed, false),
            (&[timed_out(), status("TNF")], State::Pending, false),
            (&[answer("TXN"), status("TUP")], State::Success, false),
            (&[answer("TXN"), status("ERR")], State::Reversed, true),
            (&[answer("ERR"), status("TXN")], State::Reversed, true),
            (&[timed_out(), settled(true)], State::SettledSucceeded, false),
            (&[timed_out(), settled(false)], State::SettledFailed, false),
            (&[timed_out(), settled(false), status("TXN")], State::Success, true),
            (&[timed_out(), settled(true), status("TXN")], State::Success, false),
            (&[timed_out(), settled(true), status("ERR")], State::Failed, true),
            (&[refused(), status("TXN")], State::Success, true),
        ];
        for (events, state, attention) in table {
            let transaction = after(events);
            assert_eq!(
                (transaction.state(), transaction.needs_attention()),
                (*state, *attention),
                "{events:?}"
            );
        }
    }

    #[test]
    fn m5_a_crash_says_why_it_is_pending() {
        assert_eq!(after(&[Event::Recovered]).reason(), Some(&Reason::Stopped));
        assert_eq!(after(&[answer("TXN")]).reason(), None);
    }

    #[test]
    fn m16_the_agents_reason_is_kept() {
        let settled = after(&[timed_out(), settled(true)]);
        assert_eq!(settled.settled_reason(), Some("helpdesk"));
        assert_eq!(after(&[answer("TXN")]).settled_reason(), None);
    }

    #[test]
    fn m3_an_answer_about_another_payment_leaves_no_reference_behind() {
        let mut reply = reply_of(&begun("9876543210", 19_900), "TXN");
        if let Reply::Answer(answer) = &mut reply {
            answer.data.agent_id = Some("SOMEBODYELSE".into());
        }
        let transaction = after(&[Event::Answer { reply }]);
        assert_eq!(transaction.state(), State::Pending);
        assert_eq!(transaction.api_trans_id, None);
        assert!(transaction.needs_attention());
    }

    #[test]
    fn a_receipt_is_counted_and_changes_nothing_else() {
        let before = after(&[answer("TUP")]);
        let handed = [Handed::Printed, Handed::Text].map(|handed| Event::Receipt { handed });
        let mut later = before.clone();
        handed.iter().for_each(|event| later.apply(NOON, event));
        assert_eq!(later.receipts, 2);
        later.receipts = 0;
        assert_eq!(later, before);
    }

    fn evidence() -> impl Strategy<Value = Vec<Event>> {
        let all = vec![
            answer("TXN"),
            answer("ERR"),
            answer("TUP"),
            timed_out(),
            refused(),
            status("TXN"),
            status("ERR"),
            status("TUP"),
            status("TNF"),
            status("IAT"),
            settled(true),
            Event::Recovered,
            Event::StatusAsked { by: Asker::Galla },
            Event::Note { text: "called".into() },
            Event::Receipt { handed: Handed::Printed },
        ];
        let count = all.len();
        subsequence(all, 0..=count)
    }

    proptest! {
        #[test]
        fn m7_any_order_and_any_doubling_end_the_same(
            (events, shuffled) in evidence().prop_flat_map(|events| {
                let doubled: Vec<_> = events.iter().chain(&events).cloned().collect();
                (Just(events), Just(doubled).prop_shuffle())
            })
        ) {
            let (one, other) = (after(&events), after(&shuffled));
            prop_assert_eq!(one.state(), other.state());
            prop_assert_eq!(one.needs_attention(), other.needs_attention());
            prop_assert_eq!(2 * one.receipts, other.receipts);
        }

        #[test]
        fn m7_an_end_never_goes_back_to_open(events in evidence(), more in evidence()) {
            let mut transaction = after(&events);
            let before = transaction.state();
            for event in &more {
                transaction.apply(NOON, event);
            }
            if !before.is_unresolved() {
                prop_assert!(!transaction.state().is_unresolved());
            }
            if before == State::Success {
                prop_assert!(matches!(transaction.state(), State::Success | State::Reversed));
            }
            if before == State::Reversed {
                prop_assert_eq!(transaction.state(), State::Reversed);
            }
        }

        #[test]
        fn m9_folding_on_equals_folding_anew(events in evidence()) {
            let begun = begun("9876543210", 19_900);
            let all = std::iter::once(Event::Intent { order: Box::new(begun.order.clone()) }).chain(events.clone());
            let anew = Transaction::from_events(begun.agent_id, all.map(|event| (NOON, event)));
            prop_assert_eq!(anew, Some(after(&events)));
        }
    }
}
