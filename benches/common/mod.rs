//! What several measurements share: big ledgers, a whole shop in this process, and figures of many times.

pub mod empty_window;
pub mod ledgers;
pub mod server;
pub mod shop;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The program itself with the ledger of a folder.
pub fn program(home: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_galla"));
    program.env("GALLA_HOME", home);
    program
}

/// A time with as many of the others below it as the share says, of 100; sorts them.
pub fn percentile(times: &mut [Duration], share: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * share / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

/// One line of what was seen: the middle one, the 99th of a hundred, and the longest.
pub fn tell(what: &str, times: &mut [Duration]) {
    let [median, p99, longest] = [50, 99, 100].map(|share| percentile(times, share));
    println!("{what:<34} median {median:>9.2?}   p99 {p99:>9.2?}   longest {longest:>9.2?}");
}
