//! Scales: whether two lists hold the same, in whatever order, without keeping either of them.

use std::hash::{BuildHasher, Hash, RandomState};
use std::ops::{Add, Mul};

/// Gives everything a weight of 64 bits by chance, another one in each check: lists that are not
/// the same hardly ever weigh the same, and nobody can make such a list on purpose.
#[derive(Default)]
pub(super) struct Scales(RandomState);

/// What all of a list weighs together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight(u64);

impl Scales {
    pub(super) fn weigh(&self, one: impl Hash) -> Weight {
        Weight(self.0.hash_one(one))
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self(self.0.wrapping_add(more.0))
    }
}

/// So many times the same; less than nothing is taken off.
impl Mul<i64> for Weight {
    type Output = Self;

    fn mul(self, times: i64) -> Self {
        Self(self.0.wrapping_mul(times.cast_unsigned()))
    }
}
