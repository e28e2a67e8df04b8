//! Whole shop days in virtual time, with faults at every edge; afterwards the services' books are
//! held against the ledger.
//!
//! The counter and the ledger (real files) are the program's own; both services and the shop's
//! clocks are a model. The same seed gives the same run: `GALLA_SIM_SEED=7` runs that one and
//! says more, `GALLA_SIM_DAYS=2000` runs so many instead of 200.

#![cfg(test)]

mod answers;
mod books;
mod calls;
mod day;
mod evidence;
mod fate;
mod judge;
mod life;
mod limits;
mod services;
mod shop;
mod world;

use std::collections::BTreeMap;
use std::time::Instant;

use self::day::Run;

/// How many days are run when nobody says otherwise.
const DAYS: u64 = 200;

/// Into how many tests they are dealt, so that a test runner has something for every core.
const SHARES: u64 = 4;

/// After so many failing days the rest are not run: there is enough to look at.
const ENOUGH: usize = 3;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")))
}

/// Runs every day of a share, from the lowest seed on.
fn run_share(share: u64) {
    let (days, seed) = (number("GALLA_SIM_DAYS").unwrap_or(DAYS), number("GALLA_SIM_SEED"));
    let seeds: Vec<u64> = match seed {
        Some(seed) => [seed].into_iter().filter(|_| share == 0).collect(),
        None => (0..days).filter(|seed| seed % SHARES == share).collect(),
    };
    let began = Instant::now();
    let (mut figures, mut failed) = (BTreeMap::new(), Vec::new());
    for seed in &seeds {
        let run = Run::through(*seed);
        judge::judge(&run);
        for (what, count) in figures_of(&run) {
            *figures.entry(what).or_insert(0) += count;
        }
        let wrongs = run.world.wrongs();
        if !wrongs.is_empty() {
            println!("seed {seed}:\n{}", wrongs.join("\n"));
            println!(
                "again: GALLA_SIM_SEED={seed} cargo test --test simulation days_1 -- --nocapture"
            );
            failed.push(*seed);
        }
        if number("GALLA_SIM_SEED").is_some() {
            println!("{}", judge::digest(&run).join("\n"));
        }
        if failed.len() == ENOUGH {
            break;
        }
    }
    println!("{} days in {:?}: {figures:?}", seeds.len(), began.elapsed());
    assert!(failed.is_empty(), "the days of these seeds went wrong: {failed:?}");
}

fn figures_of(run: &Run) -> BTreeMap<&'static str, u64> {
    let mut figures = run.world.tallied();
    let reader = galla::ledger::Reader::open(&run.ledger_file()).unwrap();
    figures.insert("transactions", reader.transaction_count().unwrap());
    figures.insert("events", reader.event_count().unwrap());
    figures.insert("starts", run.world.lives());
    figures
}

#[test]
fn days_1() {
    run_share(0);
}

#[test]
fn days_2() {
    run_share(1);
}

#[test]
fn days_3() {
    run_share(2);
}

#[test]
fn days_4() {
    run_share(3);
}

#[test]
fn the_same_seed_gives_the_same_day() {
    let digest = |seed| judge::digest(&Run::through(seed));
    let (one, again) = (digest(7), digest(7));
    for (line, same) in one.iter().zip(&again) {
        assert_eq!(line, same);
    }
    assert_eq!(one.len(), again.len());
    assert_ne!(one, digest(8));
}
