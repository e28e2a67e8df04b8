//! Kills: a shop with real sockets and files is killed at every named point and at random
//! moments, and nothing is lost, sent twice or left unsaid (money rules M1, M2, M5, M6, M9, M15).
//!
//! `GALLA_KILLS=10000` asks for more kills than the usual ones. A failure prints the seed of
//! its stream, the number of the kill and how the shop was killed.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod dice;
mod judge;
mod making;
#[path = "../common/payu.rs"]
mod payu;
mod plan;
mod shop;
mod story;
#[path = "../counter/ticking.rs"]
mod ticking;

use plan::{How, STORY, plan};
use story::Story;

use galla::points::Point;

/// Says how many kills there are, over all streams.
const KILLS: &str = "GALLA_KILLS";

/// How many there are when nobody says.
const USUAL: usize = 300;

/// The tests beneath.
const STREAMS: usize = 4;

#[test]
#[ignore = "run by the other tests, as a process of its own"]
fn as_a_shop_that_is_killed() {
    shop::run(&serde_json::from_str(&std::env::var(shop::ORDERS).unwrap()).unwrap());
}

#[test]
fn m1_m2_m5_m9_m15_a_shop_that_is_killed_again_and_again() {
    stream(1);
}

#[test]
fn m1_m2_m5_m9_m15_a_second_shop_that_is_killed_again_and_again() {
    stream(2);
}

#[test]
fn m1_m2_m5_m9_m15_a_third_shop_that_is_killed_again_and_again() {
    stream(3);
}

#[test]
fn m1_m2_m5_m9_m15_a_fourth_shop_that_is_killed_again_and_again() {
    stream(4);
}

/// One shop after another, each with one ledger for all its kills.
fn stream(seed: u64) {
    let asked = std::env::var(KILLS).map_or(USUAL, |kills| kills.parse().unwrap());
    // A stream kills at every point, however few kills are asked for.
    let mut left = asked.div_ceil(STREAMS).max(Point::ALL.len());
    let mut reached = Vec::new();
    for part in 0.. {
        let mut story = Story::begin(seed * 1_000_000 + part);
        let kills = plan(story.dice(), left.min(STORY), part == 0);
        left = left.saturating_sub(kills.len());
        for how in &kills {
            story.kill(*how);
        }
        story.end();
        reached.extend(kills.iter().filter_map(|how| match how {
            How::At(point, _) => Some(*point),
            How::After { .. } => None,
        }));
        if left == 0 {
            break;
        }
    }
    let never: Vec<_> = Point::ALL.iter().filter(|point| !reached.contains(point)).collect();
    assert!(never.is_empty(), "never killed at {never:?}");
}
