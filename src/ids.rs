//! AgentIDs: the client's unique transaction ids (api.md 1: 14 characters of Crockford's base 32).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// Crockford's alphabet: no I, L, O or U, so nothing is misread over the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Ids count seconds from 2020-01-01 00:00 UTC; thirty bits of them last until 2054.
const EPOCH_SECONDS: i64 = 1_577_836_800;

/// Whether a character is of the [`ALPHABET`]. An id is read with every event and transaction,
/// and to search the alphabet for each letter took a twentieth of an export.
const fn is_of_alphabet(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z') && !matches!(byte, b'I' | b'L' | b'O' | b'U')
}

const SECONDS_BITS: u32 = 30;
const RANDOM_BITS: u32 = 40;

/// A transaction's id: six characters of seconds, so that ids sort by time, then eight
/// of randomness, so that two counters never make the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId([u8; 14]);

/// A text that is not an AgentID of Galla's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an AgentID has 14 letters and digits, without I, L, O and U")]
pub struct BadAgentId;

/// The system's source of randomness failed; no id can be made, so nothing may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this computer gives no random numbers, so no new AgentID can be made")]
pub struct NoRandomness;

impl AgentId {
    /// A new id at a moment, with randomness from the operating system.
    ///
    /// # Errors
    /// [`NoRandomness`] when the operating system has none.
    pub fn new(now: Moment) -> Result<Self, NoRandomness> {
        let random = getrandom::u64().map_err(|_| NoRandomness)?;
        Ok(Self::from_parts(now, random))
    }

    /// The id of a moment and a random number, of which the lower 40 bits are used.
    #[must_use]
    pub fn from_parts(now: Moment, random: u64) -> Self {
        let seconds = (now.seconds() - EPOCH_SECONDS).clamp(0, (1 << SECONDS_BITS) - 1);
        let seconds = u128::try_from(seconds).unwrap_or(0);
        let random = u128::from(random) & ((1 << RANDOM_BITS) - 1);
        let mut rest = (seconds << RANDOM_BITS) | random;
        let mut text = [b'0'; 14];
        for place in text.iter_mut().rev() {
            let digit = usize::try_from(rest & 31).unwrap_or(0);
            *place = ALPHABET.get(digit).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        Self(text)
    }

    /// The id as it goes over the wire and into the ledger.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for AgentId {
    type Err = BadAgentId;

    fn from_str(text: &str) -> Result<Self, BadAgentId> {
        let bytes: [u8; 14] = text.as_bytes().try_into().map_err(|_| BadAgentId)?;
        if bytes.iter().all(|byte| is_of_alphabet(*byte)) {
            Ok(Self(bytes))
        } else {
            Err(BadAgentId)
        }
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgentId({self})")
    }
}

impl Serialize for AgentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AgentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_has_fourteen_letters_and_digits() {
        let id = AgentId::from_parts(Moment::from_millis(1_795_461_307_000), 0x00FF_FFFF_FFFF);
        assert_eq!(id.as_str(), "6FHBXVZZZZZZZZ");
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn other_texts_are_no_ids() {
        for bad in [
            "",
            "6FHBXVZZZZZZZ",
            "6FHBXVZZZZZZZZZ",
            "6fhbxvzzzzzzzz",
            "6FHBXVZZZZZZZI",
            "6FHBXV ZZZZZZZ",
            "६FHBXVZZZZZZZ",
        ] {
            assert_eq!(bad.parse::<AgentId>(), Err(BadAgentId), "{bad:?}");
        }
    }

    #[test]
    fn a_character_is_of_the_alphabet_or_not() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_of_alphabet(byte), ALPHABET.contains(&byte), "{byte}");
        }
    }

    #[test]
    fn two_ids_of_one_second_differ() {
        let made = || AgentId::new(Moment::from_millis(1_795_461_307_000)).unwrap();
        assert_ne!(made(), made());
    }

    proptest! {
        #[test]
        fn ids_sort_by_their_second(a in 1_577_836_800_i64..2_600_000_000, b in 1_577_836_800_i64..2_600_000_000, x: u64, y: u64) {
            prop_assume!(a != b);
            let id = |seconds: i64, random| AgentId::from_parts(Moment::from_millis(seconds * 1_000), random);
            prop_assert_eq!(id(a, x).cmp(&id(b, y)), a.cmp(&b));
        }
    }
}
