//! The built program in its window, driven by keys and read as a screen reader reads it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};

use super::desk::{Desk, await_some};

/// The program under test.
pub const GALLA: &str = env!("CARGO_BIN_EXE_galla");

/// A running Galla with the focus; it is killed when it is dropped.
pub struct Galla<'d> {
    desk: &'d Desk,
    child: Child,
    printed: PathBuf,
}

impl<'d> Galla<'d> {
    /// Opens the shop in `home` and waits until its window has the focus.
    pub fn start(desk: &'d Desk, home: &Path, more: &[(&str, &str)]) -> Self {
        let mut command = command(desk, home);
        command.envs(more.iter().copied());
        Self::start_as(desk, command)
    }

    /// Runs a command of Galla and waits until its window has the focus.
    pub fn start_as(desk: &'d Desk, mut command: Command) -> Self {
        let printed = desk.folder().join("printed");
        let output = File::options().create(true).append(true).open(&printed).unwrap();
        let child = command.stdout(output.try_clone().unwrap()).stderr(output).spawn().unwrap();
        let mut galla = Self { desk, child, printed };
        await_some("Galla's window has the focus", || {
            let ended = galla.child.try_wait().unwrap();
            assert_eq!(ended, None, "{}", galla.printed());
            (desk.in_front() == Some(galla.pid())).then_some(())
        });
        galla
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// All that this and earlier starts at the desk have printed.
    pub fn printed(&self) -> String {
        fs::read_to_string(&self.printed).unwrap()
    }

    /// Waits until its window is as the conditions of `look.py` say, and gives what is on it.
    pub fn see(&self, conditions: &[&str]) -> String {
        self.desk.see(self.pid(), conditions)
    }

    /// Presses Tab until what is named `name` has the focus.
    pub fn tab_to(&self, tab: &str, name: &str) {
        let has_focus = |line: &str| {
            line.split('\t').nth(1).is_some_and(|found| found.contains(name))
                && line.contains("focused")
        };
        for _ in 0..20 {
            self.desk.press(&[tab]);
            if self.see(&[&format!("+{name}")]).lines().any(has_focus) {
                return;
            }
        }
        panic!("{tab} does not lead to {name}");
    }

    /// Fills in a mobile recharge by keyboard, up to the amount: the caller presses Enter.
    pub fn fill_in(&self, words: &FormWords, number: &str, operator: &str, amount: &str) {
        self.see(&[&format!("@{}", words.number)]);
        self.desk.type_text(number);
        self.desk.press(&["Return"]);
        self.see(&[&format!("@{}", words.operator)]);
        self.desk.press(&[operator, "Return"]);
        self.see(&[&format!("@{}", words.amount)]);
        self.desk.type_text(amount);
        self.see(&[&format!("={amount}")]);
    }

    /// What the system shows of the process to everyone: its command line, surroundings, title.
    pub fn shown_to_everyone(&self) -> Vec<u8> {
        let of_process = |name: &str| fs::read(format!("/proc/{}/{name}", self.pid())).unwrap();
        let title = self.desk.title_in_front();
        assert_eq!(title, "Galla");
        [of_process("cmdline"), of_process("environ"), title.into_bytes()].concat()
    }

    /// The processor's time it has used, in ticks of the system's clock.
    pub fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        // The name in brackets may hold spaces; utime and stime are the 14th and 15th field.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// Kills it as a power cut does: nothing is put in order.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Closes its window by keyboard.
    pub fn close(mut self) -> ExitStatus {
        self.desk.press(&["alt+F4"]);
        await_some("Galla has ended", || self.child.try_wait().unwrap())
    }
}

impl Drop for Galla<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.desk.keep_picture();
        }
        // It fails only for a process that has ended and was waited for.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Galla's command in a home, not yet started.
pub fn command(desk: &Desk, home: &Path) -> Command {
    let mut command = desk.command(GALLA);
    command.env("GALLA_HOME", home).current_dir(home);
    command
}

/// What the fields of the form are called.
pub struct FormWords {
    /// The number.
    pub number: &'static str,
    /// The operator.
    pub operator: &'static str,
    /// The amount.
    pub amount: &'static str,
}

/// In English.
pub const ENGLISH: FormWords =
    FormWords { number: "Mobile number", operator: "Operator", amount: "Amount" };

/// In Hindi.
pub const HINDI: FormWords = FormWords {
    number: "मोबाइल नंबर", operator: "ऑपरेटर", amount: "रकम"
};
