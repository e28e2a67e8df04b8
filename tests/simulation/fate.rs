//! Fate: all that chance decides. Each thing draws for itself, from the seed and its own name,
//! so that a change in one place of a run leaves the others as they were.

use std::time::Duration;

use fastrand::Rng;

/// What chance has in store for one thing.
pub struct Fate(Rng);

impl Fate {
    /// The fate of the thing of this name and number in the run of this seed.
    pub fn of(seed: u64, name: &str, number: u64) -> Self {
        // FNV-1a: the same on every machine and in every version of Rust.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in seed.to_le_bytes().iter().chain(name.as_bytes()).chain(&number.to_le_bytes()) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut rng = Rng::with_seed(hash);
        // Names that differ in a bit begin with numbers that differ in a bit.
        let _first = rng.u64(..);
        Self(rng)
    }

    /// Whether something of so many per cent happens.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    /// A number from 0, less than `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0.u64(..end)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// One of these, each as likely as the other.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.usize(..of.len())]
    }

    /// One of these by their weights.
    pub fn weighed<T: Copy>(&mut self, of: &[(u32, T)]) -> T {
        let all: u32 = of.iter().map(|(weight, _)| weight).sum();
        let mut left = self.0.u32(..all);
        for (weight, one) in of {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *one,
            }
        }
        panic!("more than the sum of the weights")
    }

    /// A time between the two, a short one as likely as one ten times as long.
    pub fn between(&mut self, least: Duration, most: Duration) -> Duration {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap();
        let (least, most) = (millis(least).max(1), millis(most));
        let doublings = (most / least).max(1).ilog2();
        let about = least << self.0.u32(..=doublings);
        Duration::from_millis((about + self.0.u64(..about)).clamp(least, most))
    }
}
