//! Which tone and which word a state has on the screen.

use super::theme::Tone;
use super::words::Words;
use crate::transaction::State;

/// The tone of a state.
#[must_use]
pub const fn tone(state: State) -> Tone {
    match state {
        State::Sending => Tone::Sending,
        State::Success => Tone::Success,
        State::Pending => Tone::Pending,
        State::Failed => Tone::Failed,
        State::NotSent => Tone::NotSent,
        State::Reversed => Tone::Reversed,
        State::SettledSucceeded | State::SettledFailed => Tone::Settled,
    }
}

/// The word of a state.
#[must_use]
pub fn tone_word(words: &Words, state: State) -> String {
    words.say(tone(state).message_id())
}
