//! Printing through the system: CUPS' own command, which every printer it knows obeys.
//!
//! A command, since the crates for it link CUPS' library, which a computer without printers
//! lacks; the command is simply not there then, and that is told.

use std::io;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::process::Command;

use super::layout::Form;

/// How long the system may take to accept a document.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why something was not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintTrouble {
    /// There is no printer: the system has none, or no way to one.
    NoPrinter,
    /// The settings do not say where the printer is.
    NotSet,
    /// It was not reached; the system's words.
    NotReached(String),
    /// This user may not print there.
    NotPermitted,
    /// It broke off, or takes nothing more: some of it, or all, may be on paper.
    Doubtful,
    /// The system refused; its words.
    Refused(String),
}

/// A document for the system's printer.
pub struct Job<'a> {
    /// The document.
    pub pdf: &'a [u8],
    /// What it is called in the list of what is to be printed.
    pub title: &'a str,
    /// What it is put on.
    pub form: Form,
    /// How high its highest page is, in points.
    pub height: f32,
}

/// Hands a document to the system. `command` is `lp` or `lpr` or what obeys as they do; an
/// empty one means whichever of the two is there. `printer` is a name, or empty for the
/// system's usual one.
///
/// # Errors
/// [`PrintTrouble`]. That the system has accepted it does not mean that the paper was not out.
#[cfg(not(windows))]
pub async fn print(job: &Job<'_>, command: &str, printer: &str) -> Result<(), PrintTrouble> {
    let commands: Vec<&str> = match command.trim() {
        "" => vec!["lp", "lpr"],
        own => vec![own],
    };
    for command in commands {
        let arguments = arguments(command, job, printer.trim());
        match tokio::time::timeout(PATIENCE, run(command, &arguments, job.pdf)).await {
            Err(_) => return Err(PrintTrouble::Doubtful),
            Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {}
            Ok(Err(error)) => return Err(PrintTrouble::NotReached(error.to_string())),
            Ok(Ok(output)) => return judge(&output),
        }
    }
    Err(PrintTrouble::NoPrinter)
}

/// Hands a document to the program that shows PDFs, by the shell's own verb.
///
/// # Errors
/// [`PrintTrouble`]. That the shell has accepted it does not mean that the paper was not out.
#[cfg(windows)]
pub async fn print(job: &Job<'_>, _command: &str, printer: &str) -> Result<(), PrintTrouble> {
    let not_reached = |error: io::Error| PrintTrouble::NotReached(error.to_string());
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().map_err(not_reached)?;
    io::Write::write_all(&mut file, job.pdf).map_err(not_reached)?;
    // It is read when this is long done, so it stays.
    let (_, path) = file.keep().map_err(|error| not_reached(error.error))?;
    // By the environment: nothing of them is ever read as a command.
    let script = match printer.trim() {
        "" => "Start-Process -FilePath $env:GALLA_PDF -Verb Print",
        _ => "Start-Process -FilePath $env:GALLA_PDF -Verb PrintTo -ArgumentList $env:GALLA_TO",
    };
    let mut command = Command::new("powershell");
    command.args(["-NoProfile", "-NonInteractive", "-Command", script]);
    command.env("GALLA_PDF", path).env("GALLA_TO", format!("\"{}\"", printer.trim()));
    command.stdin(Stdio::null()).kill_on_drop(true);
    match tokio::time::timeout(PATIENCE, command.output()).await {
        Err(_) => Err(PrintTrouble::Doubtful),
        Ok(Err(error)) => Err(not_reached(error)),
        Ok(Ok(output)) => judge(&output),
    }
}

#[cfg(not(windows))]
fn arguments(command: &str, job: &Job<'_>, printer: &str) -> Vec<String> {
    let name = std::path::Path::new(command).file_name().unwrap_or_default().to_string_lossy();
    let (to, title) = if name.starts_with("lpr") { ("-P", "-T") } else { ("-d", "-t") };
    let mut arguments = Vec::new();
    if !printer.is_empty() {
        arguments.extend([to.to_owned(), printer.to_owned()]);
    }
    arguments.extend([title.to_owned(), job.title.to_owned()]);
    let media = match job.form {
        Form::A4 => "media=A4".to_owned(),
        Form::A5 => "media=A5".to_owned(),
        Form::Roll80 | Form::Roll58 => {
            let height = (job.height * 25.4 / 72.0).ceil();
            format!("media=Custom.{}x{height}mm", job.form.width_mm())
        }
    };
    arguments.extend(["-o".to_owned(), media]);
    arguments
}

#[cfg(not(windows))]
async fn run(command: &str, arguments: &[String], document: &[u8]) -> io::Result<Output> {
    use tokio::io::AsyncWriteExt as _;

    let mut child = Command::new(command)
        .args(arguments)
        // Its words are read below.
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that refuses at once reads nothing; its status says so.
        let _refused = stdin.write_all(document).await;
    }
    child.wait_with_output().await
}

fn judge(output: &Output) -> Result<(), PrintTrouble> {
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words = words.lines().next().unwrap_or_default().trim();
    if words.contains("no default destination") || words.contains("No destinations") {
        return Err(PrintTrouble::NoPrinter);
    }
    Err(PrintTrouble::Refused(words.chars().take(200).collect()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use tempfile::TempDir;

    const HEIGHT: f32 = 283.5;

    /// A command that says how it was called and then does as told.
    fn fake(name: &str, then: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        let said = folder.path().join("said");
        let script = format!("#!/bin/sh\necho \"$*\" > '{}'\n{then}\n", said.display());
        std::fs::write(&file, script).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        (folder, file)
    }

    async fn print_on(command: &Path, printer: &str, form: Form) -> Result<(), PrintTrouble> {
        let job = Job { pdf: b"%PDF", title: "1ABC", form, height: HEIGHT };
        print(&job, &command.to_string_lossy(), printer).await
    }

    #[tokio::test]
    async fn the_document_and_its_measure_reach_the_system() {
        let got = |folder: &TempDir, name| std::fs::read_to_string(folder.path().join(name));
        let (folder, lp) = fake("lp", "cat > \"$(dirname \"$0\")/document\"");
        print_on(&lp, "", Form::A5).await.unwrap();
        assert_eq!(got(&folder, "said").unwrap(), "-t 1ABC -o media=A5\n");
        assert_eq!(got(&folder, "document").unwrap(), "%PDF");
        print_on(&lp, " Counter ", Form::Roll80).await.unwrap();
        assert_eq!(got(&folder, "said").unwrap(), "-d Counter -t 1ABC -o media=Custom.80x101mm\n");
        print_on(&lp, "", Form::A4).await.unwrap();
        assert_eq!(got(&folder, "said").unwrap(), "-t 1ABC -o media=A4\n");
        let (folder, lpr) = fake("lpr", "cat > /dev/null");
        print_on(&lpr, "Counter", Form::A5).await.unwrap();
        assert_eq!(got(&folder, "said").unwrap(), "-P Counter -T 1ABC -o media=A5\n");
    }

    #[tokio::test]
    async fn no_printer_and_a_refusal_are_told_apart() {
        let missing = Path::new("/nowhere/lp");
        assert_eq!(print_on(missing, "", Form::A5).await, Err(PrintTrouble::NoPrinter));
        let words = "lp: Error - no default destination available.";
        let (_folder, lp) = fake("lp", &format!("echo '{words}' >&2; exit 1"));
        assert_eq!(print_on(&lp, "", Form::A5).await, Err(PrintTrouble::NoPrinter));
        let words = "lp: The printer or class does not exist.";
        let (_folder, lp) = fake("lp", &format!("echo '{words}' >&2; exit 1"));
        let refused = Err(PrintTrouble::Refused(words.to_owned()));
        assert_eq!(print_on(&lp, "Other", Form::A5).await, refused);
    }
}
