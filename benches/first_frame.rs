//! From the start of the process to its first frame: Galla with ledgers of three sizes, against an empty window and one that says a word.
//!
//! Run it on a display, by an ordinary user, since X11's library keeps no compose keys for root:
//! `cargo bench --bench first_frame`. Each program says when its first frame
//! has been shown, and closes; they are started in turns. `GALLA_BENCH_TRANSACTIONS` names other
//! sizes, as `0,3333333`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where it fails")]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::empty_window::{self, Which};
use common::{ledgers, percentile};

/// How many times each program is started.
const ROUNDS: usize = 25;

fn main() {
    if empty_window::be_it() || !empty_window::has_display() {
        return;
    }
    let sizes = std::env::var("GALLA_BENCH_TRANSACTIONS");
    let sizes = sizes.unwrap_or_else(|_| "0,100000,3333333".to_owned());
    let homes: Vec<PathBuf> =
        sizes.split(',').map(|size| ledgers::home_with(size.trim().parse().unwrap())).collect();
    let itself = std::env::current_exe().unwrap();
    let (mut empty, mut word) = (Vec::new(), Vec::new());
    let mut galla = vec![Vec::new(); homes.len()];
    for _ in 0..ROUNDS {
        empty.push(time(&mut empty_window::command(&itself, Which::Closes)));
        word.push(time(&mut empty_window::command(&itself, Which::SaysAWord)));
        for (home, times) in homes.iter().zip(&mut galla) {
            times.push(time(common::program(home).arg("--exit-after-first-frame")));
        }
    }
    let base = percentile(&mut empty, 50);
    println!("first frame, median of {ROUNDS}: empty window {base:.1?}");
    let tell = |what: &str, times: &mut [Duration]| {
        let median = percentile(times, 50);
        println!("  {what} {median:.1?}, ratio {:.2}", median.as_secs_f64() / base.as_secs_f64());
    };
    tell("with one word on a background", &mut word);
    for (size, mut times) in sizes.split(',').zip(galla) {
        tell(&format!("Galla with {size} transactions"), &mut times);
    }
}

fn time(program: &mut Command) -> Duration {
    let started = Instant::now();
    let mut window = program.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(window.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let took = started.elapsed();
    assert!(window.wait().unwrap().success() && said == "shown\n", "a window did not open");
    took
}
