//! The desk a test sits at: a screen, a keyboard, a keyring, and what it takes to wait and to look.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What the tests start, and the Debian package it is in.
const PROGRAMS: [(&str, &str); 9] = [
    ("Xvfb", "xvfb"),
    ("xdotool", "xdotool"),
    ("xev", "x11-utils"),
    ("import", "imagemagick"),
    ("secret-tool", "libsecret-tools"),
    ("sqlite3", "sqlite3"),
    ("zbarimg", "zbar-tools"),
    ("chromium", "chromium"),
    ("setpriv", "util-linux"),
];

/// How long anything may take to appear: a busy machine is slow, and none is this slow.
const PATIENCE: Duration = Duration::from_secs(40);

/// A private screen with its session bus, open until it is dropped.
pub struct Desk {
    name: &'static str,
    folder: TempDir,
    session: Child,
    surroundings: Vec<(String, String)>,
}

impl Desk {
    /// A desk with an open keyring. `name` names the picture that is kept of a failure.
    pub fn open(name: &'static str) -> Self {
        Self::set_up(name, &[])
    }

    /// A desk whose screen has this size, such as `1024x600`; a window fills it.
    pub fn sized(name: &'static str, size: &str) -> Self {
        Self::set_up(name, &[("GALLA_DESK_SIZE", size)])
    }

    /// A desk on which nothing keeps secrets.
    pub fn without_keyring(name: &'static str) -> Self {
        Self::set_up(name, &[("GALLA_DESK_KEYRING", "none")])
    }

    fn set_up(name: &'static str, wishes: &[(&str, &str)]) -> Self {
        for (program, package) in PROGRAMS {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let there = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
            assert!(there, "{program} is missing; ./test installs it (package {package})");
        }
        // A socket's name is short, so the folder's must be.
        let folder = tempfile::Builder::new().prefix("galla-").tempdir_in("/tmp").unwrap();
        let mut session = Command::new(file("session"))
            .arg(folder.path().join("desk"))
            .env("GALLA_DESK_SIZE", "1366x768")
            .envs(wishes.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(session.stdout.take().unwrap()).lines();
        let mut desk = Self { name, folder, session, surroundings: Vec::new() };
        for line in said {
            let line = line.unwrap();
            if line == "ready" {
                // At the first key by xdotool the screen changes its keyboard, and the window
                // manager takes its own keys anew: one that comes meanwhile goes past it.
                desk.press(&["Shift_L"]);
                return desk;
            }
            let (name, value) = line.split_once('=').unwrap();
            desk.surroundings.push((name.to_owned(), value.to_owned()));
        }
        panic!("the desk could not be set up; why stands above");
    }

    /// The folder of everything that is written at this desk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A shop's folder, with its operators and these settings, where the tour was taken.
    pub fn home(&self, settings: &str) -> PathBuf {
        self.new_home(&format!("tour_seen = true\n{settings}"))
    }

    /// As [`Desk::home`], of a shop that opens Galla for the first time.
    pub fn new_home(&self, settings: &str) -> PathBuf {
        let home = self.folder().join("shop");
        fs::create_dir(&home).unwrap();
        let operators = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue/practice.csv");
        fs::copy(operators, home.join("operators.csv")).unwrap();
        fs::write(home.join("settings.toml"), settings).unwrap();
        home
    }

    /// A program that sits at this desk and knows of nothing else.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(self.surroundings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs a program to its end.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.command(program).args(arguments).output().unwrap()
    }

    /// Presses and releases keys, one after another.
    pub fn press(&self, keys: &[&str]) {
        self.keyboard(&["key", "--clearmodifiers"], keys);
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        self.keyboard(&["type", "--delay", "10", "--"], &[text]);
    }

    /// Holds a key down while `meanwhile` runs.
    pub fn hold<T>(&self, key: &str, meanwhile: impl FnOnce() -> T) -> T {
        self.keyboard(&["keydown"], &[key]);
        let seen = meanwhile();
        self.keyboard(&["keyup"], &[key]);
        seen
    }

    fn keyboard(&self, how: &[&str], what: &[&str]) {
        let done = self.run("xdotool", &[how, what].concat());
        assert!(done.status.success(), "xdotool {how:?}: {done:?}");
    }

    /// The process whose window has the focus, if it says whose it is.
    pub fn in_front(&self) -> Option<u32> {
        let asked = self.run("xdotool", &["getactivewindow", "getwindowpid"]);
        String::from_utf8_lossy(&asked.stdout).trim().parse().ok()
    }

    /// The title of the window that has the focus.
    pub fn title_in_front(&self) -> String {
        let asked = self.run("xdotool", &["getactivewindow", "getwindowname"]);
        String::from_utf8_lossy(&asked.stdout).trim().to_owned()
    }

    /// Waits until a process's window is as the conditions of `look.py` say, and gives what is
    /// on it.
    pub fn see(&self, pid: u32, conditions: &[&str]) -> String {
        let (pid, patience) = (pid.to_string(), PATIENCE.as_secs().to_string());
        let mut look = self.command("/usr/bin/python3");
        look.arg(file("look.py")).args([&pid, &patience]).args(conditions);
        let seen = look.output().unwrap();
        let screen = String::from_utf8_lossy(&seen.stdout).into_owned();
        let why = String::from_utf8_lossy(&seen.stderr);
        assert!(seen.status.success(), "{why}\nin place of it there is:\n{screen}");
        screen
    }

    /// What an independent reader of codes reads off the screen.
    pub fn scan(&self) -> String {
        let picture = self.folder().join("scan.png");
        let name = picture.to_str().unwrap();
        self.run("import", &["-window", "root", name]);
        let read = self.run("zbarimg", &["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", name]);
        String::from_utf8(read.stdout).unwrap().trim_end_matches('\n').to_owned()
    }

    /// Keeps a picture of the screen for whoever reads the failure.
    pub fn keep_picture(&self) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("window-failures");
        let picture = folder.join(format!("{}.png", self.name));
        let kept = fs::create_dir_all(&folder).is_ok()
            && self
                .command("import")
                .args(["-window", "root"])
                .arg(&picture)
                .status()
                .is_ok_and(|status| status.success());
        let word = if kept { "a picture is in" } else { "no picture could be made:" };
        eprintln!("{word} {}", picture.display());
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // The desk is held until its standard input is closed.
        drop(self.session.stdin.take());
        let _ended = self.session.wait();
    }
}

/// A file of this folder.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window").join(name)
}

/// Waits until something is there.
pub fn await_some<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < end, "{what}: not within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(50));
    }
}
