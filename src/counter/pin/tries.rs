//! Wrong tries slow down: how many there were, and how long the next one has to wait. Pure.

use std::time::Duration;

use crate::time::Moment;

/// So many wrong tries cost nothing: a slip of the hand is no attack.
const FREE: u32 = 5;

/// The wait after the last of those; it doubles with each wrong try from there on.
const FIRST_WAIT: Duration = Duration::from_secs(30);

/// The longest wait: the agent who remembers it at last is not shut out for the day.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// Wrong tries in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    wrong: u32,
    /// When the last one was, by the wall clock: it is compared after a restart.
    last: Moment,
}

impl Tries {
    /// None.
    pub const NONE: Self = Self { wrong: 0, last: Moment::from_millis(0) };

    /// These and one more.
    pub const fn one_more(self, now: Moment) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last: now }
    }

    /// How many tries are left before one has to wait.
    pub const fn left_free(self) -> u32 {
        FREE.saturating_sub(self.wrong)
    }

    /// How long the next try has to wait after the last one.
    pub fn wait(self) -> Duration {
        match self.wrong.checked_sub(FREE) {
            None => Duration::ZERO,
            Some(beyond) => {
                let doubled = FIRST_WAIT.checked_mul(2_u32.saturating_pow(beyond));
                doubled.map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
            }
        }
    }

    /// How much of the wait is left. A clock that was set back makes nobody wait longer than
    /// once over.
    pub fn left(self, now: Moment) -> Duration {
        self.wait().saturating_sub(now.since(self.last))
    }

    /// As it is kept.
    pub fn to_text(self) -> String {
        format!("{} {}", self.wrong, self.last.millis())
    }

    /// As it was kept. What cannot be read counts as the longest wait from now on.
    pub fn from_text(text: &str, now: Moment) -> Self {
        let read = text.split_once(' ').and_then(|(wrong, last)| {
            let (wrong, last) = (wrong.parse().ok()?, last.parse().ok()?);
            Some(Self { wrong, last: Moment::from_millis(last) })
        });
        read.unwrap_or(Self { wrong: u32::MAX, last: now })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::testing::NOON;

    fn after(wrong: u32) -> Tries {
        (0..wrong).fold(Tries::NONE, |tries, _| tries.one_more(NOON))
    }

    #[test]
    fn five_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<_> = (0..=12).map(|wrong| after(wrong).wait().as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        let left: Vec<_> = (0..=6).map(|wrong| after(wrong).left_free()).collect();
        assert_eq!(left, [5, 4, 3, 2, 1, 0, 0]);
        assert_eq!(Tries { wrong: u32::MAX, last: NOON }.wait(), LONGEST_WAIT);
    }

    #[test]
    fn the_wait_runs_off_and_a_clock_set_back_does_not_make_it_longer() {
        let tries = after(6);
        let second = Duration::from_secs(1);
        assert_eq!(tries.left(NOON), 60 * second);
        assert_eq!(tries.left(NOON.after(59 * second)), second);
        assert_eq!(tries.left(NOON.after(60 * second)), Duration::ZERO);
        let years_ago = Moment::from_millis(0);
        assert_eq!(tries.left(years_ago), 60 * second);
    }

    #[test]
    fn what_is_kept_is_read_back_and_what_cannot_be_read_waits_longest() {
        let tries = after(7);
        assert_eq!(Tries::from_text(&tries.to_text(), NOON), tries);
        for broken in ["", "7", "x y", "-1 0", "7 ", " 7"] {
            assert_eq!(Tries::from_text(broken, NOON).left(NOON), LONGEST_WAIT, "{broken:?}");
        }
    }
}
