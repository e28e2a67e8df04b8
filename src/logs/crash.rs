//! Crash reports: what is kept of a panic, without anything that was being worked on (M10).
//!
//! A report is a small file beside the logs. It stays a report until it is one of many; whether
//! the agent has been told of it says an empty file beside it.

use std::backtrace::Backtrace;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::time::{Clock, Day, Moment, SystemClock};

/// How many reports are kept.
const KEPT: usize = 20;

/// How many reports one run writes: a fault that comes again and again is the same fault.
const A_RUN: u32 = 10;

/// How deep a report looks into what was called.
const DEEPEST: usize = 60;

/// How much of a function's name is kept, in characters.
const LONGEST: usize = 120;

/// A report that was written when Galla came upon a fault of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrashReport {
    /// When.
    pub at: Moment,
    /// Where the report is.
    pub file: PathBuf,
}

/// Writes a report into `folder` of each panic from now on, in place of the usual line on the
/// standard error: a panic's own text may hold what was being worked on, so it is nowhere.
pub(super) fn install(folder: &Path) {
    let folder = folder.to_owned();
    let written = AtomicU32::new(0);
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or("?").to_owned();
        let report = (written.fetch_add(1, Ordering::Relaxed) < A_RUN).then(|| {
            let now = SystemClock::new().now();
            write(&folder, now, &text(&place, &thread, now))
        });
        tracing::error!(place, thread, "Galla came upon a fault of its own");
        let whereabouts = match &report {
            Some(Ok(file)) => format!("; the report is in {}", file.display()),
            _ => String::new(),
        };
        // Nothing here may fail: whoever reads the standard error may be gone.
        let _gone = writeln!(
            io::stderr(),
            "galla: a fault of its own at {place}, on the thread {thread}{whereabouts}"
        );
    }));
}

/// The reports of which the agent has not been told, oldest first.
#[must_use]
pub fn untold(folder: &Path) -> Vec<CrashReport> {
    let mut reports = all(folder);
    reports.retain(|report| !mark(report).exists());
    reports
}

/// Notes that the agent was told of a report.
///
/// # Errors
/// When the folder cannot be written; then the agent is told again.
pub fn mark_told(report: &CrashReport) -> io::Result<()> {
    File::create(mark(report)).map(drop)
}

/// Where it stands that the agent was told.
fn mark(report: &CrashReport) -> PathBuf {
    report.file.with_extension("told")
}

/// All reports, oldest first.
#[must_use]
pub fn all(folder: &Path) -> Vec<CrashReport> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut reports: Vec<CrashReport> = entries
        .flatten()
        .filter_map(|entry| {
            let at = moment_of(entry.file_name().to_str()?)?;
            Some(CrashReport { at, file: entry.path() })
        })
        .collect();
    let order = |report: &CrashReport| (report.at, report.file.as_os_str().len());
    reports.sort_by(|one, other| {
        order(one).cmp(&order(other)).then_with(|| one.file.cmp(&other.file))
    });
    reports
}

/// When a report was written, by its name: `crash-20261123144507.txt`, in India Standard Time;
/// `None` for another file.
fn moment_of(name: &str) -> Option<Moment> {
    let digits = name.strip_prefix("crash-")?.strip_suffix(".txt")?;
    let digits = digits.split_once('-').map_or(digits, |(digits, _)| digits);
    let whole = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(0, 4).filter(|_| whole)?).ok()?;
    let day = Day::from_ymd(year, part(4, 6)?, part(6, 8)?)?;
    Moment::from_ist_parts(day, part(8, 10)?, part(10, 12)?, part(12, 14)?)
}

/// What stands in a report.
fn text(place: &str, thread: &str, at: Moment) -> String {
    let calls = calls(&Backtrace::force_capture().to_string());
    format!(
        "Galla {} came upon a fault of its own.\n\nTime: {}\nThread: {thread}\nPlace: {place}\n\
         System: {} {}\n\nWhat was being worked on is not in this report.\n{calls}",
        env!("CARGO_PKG_VERSION"),
        at.to_ist_rfc3339(),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}

/// The names of the functions of a backtrace, and no paths of the machine it was built on.
/// A release is built without names.
fn calls(backtrace: &str) -> String {
    let named = |line: &&str| !line.trim_start().starts_with("at ") && !line.contains("<unknown>");
    let short = |line: &str| line.chars().take(LONGEST).collect();
    let calls: Vec<String> = backtrace.lines().filter(named).take(DEEPEST).map(short).collect();
    if calls.is_empty() { String::new() } else { format!("\nCalls:\n{}\n", calls.join("\n")) }
}

/// Writes a report, for the agent's own account only, and lets the oldest go.
fn write(folder: &Path, at: Moment, text: &str) -> io::Result<PathBuf> {
    let base = at.to_payu();
    let mut reports = all(folder);
    while reports.len() >= KEPT {
        let oldest = reports.remove(0);
        // One that cannot be removed is none that is in the way.
        let _kept = fs::remove_file(mark(&oldest));
        let _kept = fs::remove_file(oldest.file);
    }
    // More than one in a second is rare, and more than nine tell nothing new.
    for more in ["", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"] {
        let file = folder.join(format!("crash-{base}{more}.txt"));
        match private().open(&file) {
            Ok(mut report) => {
                report.write_all(text.as_bytes())?;
                report.sync_all()?;
                return Ok(file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOON: Moment = Moment::from_millis(1_795_415_400_000);

    #[test]
    fn a_report_is_told_once_and_stays_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["crash-20261123120000.txt", "crash-20261123120000-2.txt"];
        for name in names {
            let file = write(folder.path(), NOON, "text").unwrap();
            assert_eq!(file, folder.path().join(name));
        }
        fs::write(folder.path().join("galla.2026-11-23.log"), "a log").unwrap();
        let reports = untold(folder.path());
        assert_eq!(reports.iter().map(|one| one.at).collect::<Vec<_>>(), [NOON, NOON]);
        for report in &reports {
            mark_told(report).unwrap();
            assert_eq!(fs::read_to_string(&report.file).unwrap(), "text");
        }
        assert_eq!(untold(folder.path()), []);
        assert_eq!(untold(&folder.path().join("not-there")), []);
    }

    #[test]
    fn the_oldest_reports_go() {
        let folder = tempfile::tempdir().unwrap();
        for second in 0..25 {
            let at = NOON.after(Duration::from_secs(second));
            write(folder.path(), at, "text").unwrap();
        }
        let reports = untold(folder.path());
        assert_eq!(reports.len(), KEPT);
        assert_eq!(reports[0].at, NOON.after(Duration::from_secs(5)));
    }

    #[test]
    fn a_name_says_when() {
        assert_eq!(moment_of("crash-20261123120000.txt"), Some(NOON));
        assert_eq!(moment_of("crash-20261123120000-9.txt"), Some(NOON));
        for other in
            ["crash-20261323120000.txt", "crash-2026112312000.txt", "crash-.txt", "galla.log"]
        {
            assert_eq!(moment_of(other), None, "{other}");
        }
    }

    #[test]
    fn m10_of_a_backtrace_the_names_alone_are_kept() {
        let backtrace = "   0: galla::money::add\n             at /home/somebody/src/money.rs:1\n   1: <unknown>\n";
        assert_eq!(calls(backtrace), "\nCalls:\n   0: galla::money::add\n");
        assert_eq!(calls("   0: <unknown>\n"), "");
    }
}
