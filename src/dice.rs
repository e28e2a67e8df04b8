//! Dice that fall the same way for the same seed (SplitMix64): for made-up ledgers, never for AgentIDs that are sent.

/// A sequence of numbers that look random.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Other dice of the same seed, for another part of what is made: more or fewer throws in one
    /// part change nothing in the other.
    #[must_use]
    pub fn of_part(seed: u64, part: u64) -> Self {
        Self(Self(seed).throw() ^ Self(part).throw())
    }

    /// The next number.
    pub const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but not including `end`; 0 where `end` is.
    pub const fn below(&mut self, end: u64) -> u64 {
        self.throw() % if end == 0 { 1 } else { end }
    }

    /// A number from `least` to `most`, both included.
    pub const fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least).saturating_add(1))
    }

    /// Whether it is one of so many in a thousand.
    pub const fn in_thousand(&mut self, many: u64) -> bool {
        self.below(1_000) < many
    }

    /// One of the choices; the default when there is none.
    pub fn one_of<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let count = u64::try_from(choices.len()).unwrap_or(u64::MAX);
        let at = usize::try_from(self.below(count)).unwrap_or(0);
        choices.get(at).copied().unwrap_or_default()
    }

    /// One of the choices, each as often as its weight says; the default when there is none.
    pub fn weighted<T: Copy + Default>(&mut self, choices: &[(T, u64)]) -> T {
        let mut left = self.below(choices.iter().map(|(_, weight)| weight).sum());
        for (choice, weight) in choices {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *choice,
            }
        }
        T::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_and_each_choice_comes() {
        let numbers = |seed| (0..9).map(|_| Dice::of(seed).throw()).collect::<Vec<_>>();
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
        assert_ne!(Dice::of_part(1, 1).throw(), Dice::of_part(1, 2).throw());
        let mut dice = Dice::of(7);
        let mut seen = [0; 4];
        for _ in 0..4_000 {
            seen[dice.weighted(&[(0_usize, 3), (1, 1), (2, 0)])] += 1;
            assert!((5..=7).contains(&dice.between(5, 7)));
            assert_eq!((dice.below(0), dice.one_of::<u8>(&[])), (0, 0));
        }
        assert!(seen[0] > 2_800 && seen[1] > 800, "{seen:?}");
        assert_eq!((seen[2], seen[3]), (0, 0));
    }
}
