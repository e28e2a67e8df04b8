//! Logs: one file a day beside the ledger, without anything that could carry a secret (M10).

pub mod crash;

use std::io;
use std::path::Path;

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Says how much is logged, for example `galla=debug`.
const FILTER: &str = "GALLA_LOG";

/// How much is logged when nobody says.
const USUAL: &str = "galla=info,warn";

/// Crates whose chatter could hold a request's address, and with it the token, or what
/// goes to the keyring. They are held down whatever the filter says.
const HELD_DOWN: [&str; 7] = [
    "hyper=warn",
    "hyper_util=warn",
    "reqwest=warn",
    "rustls=warn",
    "zbus=warn",
    "keyring_core=warn",
    "zbus_secret_service_keyring_store=warn",
];

/// How many lines may wait to be written; room for them is taken at the start.
const WAITING: usize = 4_096;

/// How many days of logs are kept.
const DAYS: usize = 14;

/// Begins to log into a folder, and writes crash reports there too. What is returned writes the
/// last lines when it is dropped.
///
/// # Errors
/// When the folder cannot be written.
pub fn start(folder: &Path) -> io::Result<WorkerGuard> {
    // A missing folder is complained about on the standard error, then made.
    std::fs::create_dir_all(folder)?;
    let files = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("galla")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .map_err(io::Error::other)?;
    let (writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(WAITING).finish(files);
    let lines = fmt::layer()
        .with_writer(writer)
        .with_ansi(false)
        .with_filter(filter(std::env::var(FILTER).ok().as_deref()));
    tracing_subscriber::registry().with(lines).try_init().map_err(io::Error::other)?;
    crash::install(folder);
    Ok(guard)
}

/// What is logged by a wish such as `galla=debug`, with the talkative crates held down.
#[must_use]
pub fn filter(wish: Option<&str>) -> Targets {
    let wish = wish.filter(|wish| !wish.trim().is_empty()).unwrap_or(USUAL);
    // A later directive for the same crate wins, and a more exact one would: those of a
    // wish that name a held-down crate are left out.
    let held = |part: &str| {
        HELD_DOWN
            .iter()
            .any(|held| held.split('=').next().is_some_and(|name| part.trim().starts_with(name)))
    };
    // A wish for a span could name one of theirs without naming the crate.
    let kept = wish.split(',').filter(|part| !held(part) && !part.contains('['));
    let all: Vec<&str> = kept.chain(HELD_DOWN).collect();
    let usual = || format!("{USUAL},{}", HELD_DOWN.join(",")).parse();
    all.join(",").parse().or_else(|_| usual()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m10_talkative_crates_are_held_down_whatever_is_asked() {
        for wish in [
            None,
            Some("trace"),
            Some("hyper=trace,reqwest::connect=trace,[x]=trace,galla=debug"),
            Some("=?="),
        ] {
            let filter = filter(wish).to_string();
            assert!(filter.contains("hyper=warn"), "{filter}");
            assert!(!filter.contains("hyper=trace"), "{filter}");
            assert!(!filter.contains("reqwest::connect"), "{filter}");
            assert!(!filter.contains("[x]"), "{filter}");
        }
        assert!(filter(Some("galla=debug")).to_string().contains("galla=debug"));
    }
}
