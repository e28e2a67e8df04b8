//! The program starts itself again with what only whoever starts a program can say to the system's libraries.
//!
//! Here and not in what starts it, so that it holds by a desktop entry, by a terminal and by
//! `./run`. It takes a millisecond, of which the first frame has several back.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use galla::settings::Home;

/// Starts the program again where something is yet to be said; else it returns. What cannot be
/// said is done without: the window opens all the same.
pub fn with_what_is_unsaid() {
    let unsaid = unsaid();
    if unsaid.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    let _goes_on_as_it_is = again.args(arguments).envs(unsaid).exec();
}

/// What nobody has said. Each is said the second time, whatever comes of it, so that there is no
/// third.
fn unsaid() -> Vec<(&'static str, OsString)> {
    let is_said = |name| std::env::var_os(name).is_some();
    let mut unsaid = Vec::new();
    // Two heaps for all threads of a window: one for each is several MiB more.
    if !is_said("MALLOC_ARENA_MAX") {
        unsaid.push(("MALLOC_ARENA_MAX", "2".into()));
    }
    // X11's library reads thousands of compose sequences anew at each start, unless it is given a
    // folder of the user's own to keep their table in.
    if is_said("DISPLAY")
        && !is_said("XCOMPOSECACHE")
        && let Some(folder) = Home::find().ok().and_then(|home| home.compose_keys().ok())
    {
        unsaid.push(("XCOMPOSECACHE", folder.into()));
    }
    unsaid
}
