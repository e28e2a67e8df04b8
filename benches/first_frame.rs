//! From the start of the process to its first frame: Galla with 100,000 transactions, against an empty window.
//!
//! Run it on a display: `cargo bench --bench first_frame`. Both programs close themselves
//! when their first frame has been shown; what is told is the time of whole processes.

use std::error::Error;
use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use galla::ledger::{LedgerKind, filled};
use galla::settings::Home;
use galla::time::{Clock, SystemClock};

/// Set for the child that is the empty window.
const EMPTY: &str = "GALLA_BENCH_EMPTY_WINDOW";

/// How many transactions Galla opens on.
const TRANSACTIONS: u64 = 100_000;

/// How many times each program is started, in turns.
const ROUNDS: usize = 15;

/// A window with nothing in it, which closes when it has been shown.
#[derive(Default)]
struct EmptyWindow {
    frames: u32,
}

impl eframe::App for EmptyWindow {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        if self.frames > 1 {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.ctx().request_repaint();
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::var_os(EMPTY).is_some() {
        let options = eframe::NativeOptions::default();
        let app =
            Box::new(|_: &eframe::CreationContext<'_>| Ok(Box::<EmptyWindow>::default() as _));
        return Ok(eframe::run_native("empty", options, app)?);
    }
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        println!("first_frame: there is no display here, so nothing is measured");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let ledger = Home::at(folder.path())?.ledger_file(true);
    filled::fill(&ledger, LedgerKind::Practice, TRANSACTIONS, 1, SystemClock::new().now())?;
    let itself = std::env::current_exe()?;
    let (mut empty, mut galla) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        empty.push(time(Command::new(&itself).env(EMPTY, "1"))?);
        let mut program = Command::new(env!("CARGO_BIN_EXE_galla"));
        program
            .arg("--exit-after-first-frame")
            .env("GALLA_HOME", AsRef::<OsStr>::as_ref(folder.path()));
        galla.push(time(&mut program)?);
    }
    let (empty, galla) = (median(empty), median(galla));
    let ratio = galla.as_secs_f64() / empty.as_secs_f64();
    println!(
        "first frame, median of {ROUNDS}: empty window {empty:.1?}, Galla with {TRANSACTIONS} transactions {galla:.1?}, ratio {ratio:.2}"
    );
    Ok(())
}

fn time(program: &mut Command) -> Result<Duration, Box<dyn Error>> {
    let started = Instant::now();
    let status = program.stdout(Stdio::null()).status()?;
    if status.success() { Ok(started.elapsed()) } else { Err("a window did not open".into()) }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
