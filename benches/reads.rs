//! Reading a whole ledger: the check of ten million events, and a million rows as CSV and as a workbook.
//!
//! Run it with `cargo bench --bench reads`, or with `-- check` or `-- export` for one of them; the
//! ledgers are made when they are not there yet.
//! `GALLA_BENCH_EVENTS` names another number of events for the check.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where it fails")]

#[allow(dead_code, reason = "each measurement uses a part of it")]
mod common;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::time::Instant;

use common::ledgers;
use galla::ledger::Reader;
use galla::ledger::check::{check, read_ahead};
use galla::ledger::export::{Ended, Format, Span, export};

/// How many rows are exported.
const ROWS: u64 = 1_000_000;

/// How many events are checked; a transaction has three.
const EVENTS: u64 = 10_000_000;

fn main() {
    let only: Vec<String> = std::env::args().collect();
    let wanted = |name: &str| {
        !only.iter().any(|one| one == "check" || one == "export")
            || only.iter().any(|one| one == name)
    };
    if wanted("export") {
        exports();
    }
    if wanted("check") {
        checks();
    }
}

/// Each form into a file of the build's own disk.
fn exports() {
    let ledger = ledgers::ledger_in(&ledgers::home_with(ROWS));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for format in Format::ALL {
        let path = folder.path().join(format!("all.{}", format.extension()));
        forget_peak();
        let before = memory("VmHWM");
        let begun = Instant::now();
        let reader = Reader::open(&ledger).unwrap();
        let mut out = BufWriter::new(File::create(&path).unwrap());
        let whole = &mut |_| ControlFlow::Continue(());
        let ended = export(&reader, Span::All, format, &mut out, whole).unwrap();
        out.flush().unwrap();
        let took = begun.elapsed();
        let rows = if let Ended::Whole(rows) = ended { rows } else { 0 };
        assert!(rows >= ROWS, "{ended:?}");
        println!(
            "{rows} rows as {format:?}: {took:.2?}, {} MiB written, {} MiB more memory at the peak",
            fs::metadata(&path).unwrap().len() >> 20,
            memory("VmHWM").saturating_sub(before) >> 10,
        );
        fs::remove_file(&path).unwrap();
    }
}

fn checks() {
    let events = std::env::var("GALLA_BENCH_EVENTS");
    let events = events.ok().and_then(|events| events.parse().ok()).unwrap_or(EVENTS);
    let ledger = ledgers::ledger_in(&ledgers::home_with(events / 3));
    forget_peak();
    let before = memory("VmHWM");
    let begun = Instant::now();
    read_ahead(&ledger).unwrap();
    let report = check(&ledger).unwrap();
    let took = begun.elapsed();
    assert!(report.problems.is_empty(), "{report}");
    println!(
        "checked: {report} in {took:.1?}: {:.0} events/s of {} MiB, {} MiB more memory at the peak",
        report.events as f64 / took.as_secs_f64(),
        fs::metadata(&ledger).unwrap().len() >> 20,
        memory("VmHWM").saturating_sub(before) >> 10,
    );
}

/// A figure of this process's memory, in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
}

/// Lets the peak of the memory begin anew.
fn forget_peak() {
    // Where the system knows no such thing, the peak is that of all so far.
    let _not_everywhere = fs::write("/proc/self/clear_refs", "5");
}
