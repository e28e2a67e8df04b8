//! What is heard of what happens: a signal when a payment ends, and the amount of a collection
//! that came in, once.

use std::collections::HashMap;
use std::time::Duration;

use super::shop::Shop;
use super::words::{Language, Value, Words};
use crate::counter::Update;
use crate::ids::AgentId;
use crate::money::{Paise, in_words};
use crate::settings::{Settings, SpeechLanguage};
use crate::sound::{Said, Signal, Sound};
use crate::transaction::{Service, State, Transaction};

/// What was begun longer ago is no news for the ear: whoever stands at the counter now would
/// take it for theirs.
const HEARD_WITHIN: Duration = Duration::from_secs(2 * 60 * 60);

const ONE_RUPEE: Paise = Paise::from_paise(100);

/// How many transactions are known by their state.
const KNOWN: usize = 5_000;

/// The states that the window was told of, so that only a change is heard, and once.
#[derive(Default)]
pub struct Hearing {
    states: HashMap<AgentId, State>,
}

impl Hearing {
    /// Takes in what the counter said; what is to be heard of it comes back. Of a transaction
    /// that was never told of before nothing is heard: it ended before this window was opened.
    pub fn hear(&mut self, update: &Update, shop: &Shop, settings: &Settings) -> Option<Sound> {
        match update {
            Update::Board(board) => {
                for one in &board.recent {
                    self.states.entry(one.agent_id).or_insert_with(|| one.state());
                }
                None
            }
            Update::Changed(transaction) => {
                if self.states.len() >= KNOWN {
                    self.states.clear();
                }
                let before = self.states.insert(transaction.agent_id, transaction.state())?;
                let signal = signal(before, transaction)?;
                let old = shop.now().since(transaction.at) > HEARD_WITHIN;
                if old { None } else { sound(signal, transaction, shop, settings) }
            }
            _ => None,
        }
    }
}

/// What a change of state sounds like; `None` where nobody waits for it.
fn signal(before: State, now: &Transaction) -> Option<Signal> {
    let by_the_agent = matches!(now.order.service(), Service::Recharge | Service::Payout);
    match (before, now.state()) {
        (before, after) if before == after => None,
        // What does not go together is looked at before anybody trusts it (M7).
        (State::Sending | State::Pending, State::Success) if now.needs_attention() => {
            Some(Signal::Pending)
        }
        (State::Sending | State::Pending, State::Success) => Some(Signal::Success),
        (State::Sending | State::Pending, State::Failed | State::NotSent)
        | (_, State::Reversed) => Some(Signal::Failed),
        // A code or a page waits for the customer: nothing has happened yet.
        (State::Sending, State::Pending) if by_the_agent => Some(Signal::Pending),
        _ => None,
    }
}

/// The signal, and the amount where it came from a customer, as far as the settings want them.
fn sound(
    signal: Signal,
    transaction: &Transaction,
    shop: &Shop,
    settings: &Settings,
) -> Option<Sound> {
    let received = signal == Signal::Success && transaction.order.service() == Service::Collection;
    let said = (received && settings.sound.speech).then(|| {
        let by_callback = transaction.is_by_callback();
        say_received(transaction.order.amount(), by_callback, shop, settings)
    });
    let signal = settings.sound.signals.then_some(signal);
    (signal.is_some() || said.is_some()).then_some(Sound { signal, said })
}

/// "Twenty rupees received", in the language of the settings. What a callback alone has told
/// says so, as the screen does (M12).
#[must_use]
pub fn say_received(amount: Paise, by_callback: bool, shop: &Shop, settings: &Settings) -> Said {
    let language = match settings.sound.language {
        SpeechLanguage::Window => shop.words.language(),
        SpeechLanguage::English => Language::English,
        SpeechLanguage::Hindi => Language::Hindi,
    };
    let id = if by_callback { "said-received-by-callback" } else { "said-received" };
    // In Hindi the verb goes with the number of rupees; with paise it is more than one thing.
    let count = if amount == ONE_RUPEE { 1 } else { 2 };
    let values =
        [("amount", Value::from(in_words(amount, language))), ("count", Value::from(count))];
    let text = if language == shop.words.language() {
        shop.words.say_with(id, &values)
    } else {
        Words::new(language).say_with(id, &values)
    };
    Said { text, language }
}
