//! What must hold for any bytes (`fuzz/targets`): every corpus replayed, then half a minute of
//! bytes that nobody thought of, from a seed that is printed and can be given again.
//!
//! `GALLA_FUZZ_SECONDS` is how long it takes in all (30), `GALLA_FUZZ_SEED` where it begins.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod mutation;
#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mutation::Mutator;
use targets::{TARGETS, Target};

/// How long all targets together are fed, where nothing else is said.
const SECONDS: u64 = 30;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

/// The entries of a target's corpus by their names.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut entries: Vec<_> = std::fs::read_dir(corpora().join(name))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect();
    entries.sort();
    assert!(entries.len() >= 10, "{name} has {} entries", entries.len());
    entries
}

/// What a target says against some bytes; `None` when everything holds.
fn objection(target: Target, bytes: &[u8]) -> Option<String> {
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| target(bytes))).err()?;
    let text = panicked.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panicked.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    Some(text.unwrap_or_else(|| "a panic without words".to_owned()))
}

/// How often a smaller input is looked for.
const TRIES: usize = 500;

/// The same objection with as few bytes as can be found quickly.
fn smaller(target: Target, bytes: &[u8]) -> Vec<u8> {
    let mut small = bytes.to_vec();
    let mut part = small.len().div_ceil(2);
    let mut tries = 0;
    while part > 0 {
        let mut at = 0;
        while at < small.len() && tries < TRIES {
            tries += 1;
            let mut less = small.clone();
            less.drain(at..(at + part).min(small.len()));
            if objection(target, &less).is_some() {
                small = less;
            } else {
                at += part;
            }
        }
        part /= 2;
    }
    small
}

/// Feeds a target with what the seed makes of its corpus, until the time is over. Returns how
/// many inputs there were.
///
/// # Errors
/// The first objection, with the bytes that bring it about.
fn feed(target: Target, corpus: &[Vec<u8>], seed: u64, time: Duration) -> Result<u64, String> {
    // A panic is caught, and told once, at the end.
    panic::set_hook(Box::new(|_| ()));
    let mut mutator = Mutator::new(corpus, seed);
    let begun = Instant::now();
    let mut inputs = 0;
    let mut found = None;
    while found.is_none() && begun.elapsed() < time {
        let bytes = mutator.next_input();
        inputs += 1;
        found = objection(target, &bytes).map(|_| smaller(target, &bytes));
    }
    let found = found.map(|small| {
        let why = objection(target, &small).unwrap_or_default();
        format!("{why}\ninput {inputs}: b\"{}\"", small.escape_ascii())
    });
    let _quiet = panic::take_hook();
    found.map_or(Ok(inputs), Err)
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// Replays a corpus and feeds its target for its part of the time.
fn holds(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let entries = corpus(name);
    for (file, bytes) in &entries {
        let objected = objection(target, bytes);
        assert!(objected.is_none(), "{name}/{file}: {}", objected.unwrap_or_default());
    }
    let seed = number("GALLA_FUZZ_SEED").unwrap_or_else(|| getrandom::u64().unwrap());
    let time = Duration::from_secs(number("GALLA_FUZZ_SECONDS").unwrap_or(SECONDS));
    eprintln!("{name}: GALLA_FUZZ_SEED={seed}");
    let corpus: Vec<_> = entries.into_iter().map(|(_, bytes)| bytes).collect();
    let fed = feed(target, &corpus, seed, time / u32::try_from(TARGETS.len()).unwrap());
    match fed {
        Ok(inputs) => eprintln!("{name}: {} entries and {inputs} inputs", corpus.len()),
        Err(why) => panic!("{name}, GALLA_FUZZ_SEED={seed}: {why}"),
    }
}

#[test]
fn m3_m8_m10_json_answers() {
    holds("json_answer");
}

#[test]
fn m3_m8_m10_xml_answers() {
    holds("xml_answer");
}

#[test]
fn m12_callbacks() {
    holds("callback_query");
}

#[test]
fn m13_links() {
    holds("upi_link");
}

#[test]
fn m8_amounts() {
    holds("amount");
}

#[test]
fn lists_of_operators_and_circles() {
    holds("catalogue_csv");
}

#[test]
fn m7_m9_events() {
    holds("event_codec");
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let folders: BTreeSet<_> = std::fs::read_dir(corpora())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let names: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, names);
    for name in names {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
        assert!(file.join(format!("{name}.rs")).exists(), "{name} is no target of cargo fuzz");
    }
}

/// A rule that does not hold: no answer has two amounts.
fn wrong_rule(bytes: &[u8]) {
    let amounts = bytes.windows(6).filter(|part| part == b"Amount").count();
    assert!(amounts < 2, "two amounts");
}

#[test]
fn a_rule_that_does_not_hold_is_found_and_told_with_its_input() {
    let corpus: Vec<_> = corpus("json_answer").into_iter().map(|(_, bytes)| bytes).collect();
    assert!(corpus.iter().all(|bytes| objection(wrong_rule, bytes).is_none()));
    let told = feed(wrong_rule, &corpus, 7, Duration::from_secs(600)).unwrap_err();
    assert!(told.starts_with("two amounts\ninput "), "{told}");
    assert!(told.ends_with("b\"AmountAmount\""), "{told}");
}

#[test]
fn a_seed_makes_the_same_inputs_again_and_another_makes_others() {
    let corpus = vec![b"Amount=20.00".to_vec(), b"upi://pay?pa=a@b".to_vec()];
    let inputs = |seed| {
        let mut mutator = Mutator::new(&corpus, seed);
        (0..200).map(|_| mutator.next_input()).collect::<Vec<_>>()
    };
    assert_eq!(inputs(1), inputs(1));
    assert_ne!(inputs(1), inputs(2));
    assert!(inputs(1).into_iter().collect::<BTreeSet<_>>().len() > 150, "they are not all alike");
}
