//! What the shop chose to hear.

use serde::{Deserialize, Serialize};

/// What is heard at the counter, and in which language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SoundSettings {
    /// Whether a signal says how a payment ended.
    pub signals: bool,
    /// Whether the amount of a collection that came in is said aloud.
    pub speech: bool,
    /// The language in which it is said.
    pub language: SpeechLanguage,
}

/// The language in which amounts are said aloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechLanguage {
    /// The language of the window.
    #[default]
    Window,
    /// English.
    English,
    /// Hindi.
    Hindi,
}

impl Default for SoundSettings {
    fn default() -> Self {
        Self { signals: true, speech: true, language: SpeechLanguage::default() }
    }
}
