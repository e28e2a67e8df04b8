//! Sounds and speech: made here, played and spoken by the system's own programs, never waited for.
//!
//! A library for sound would need its system's development packages before Galla could be
//! built. What every desktop brings along plays a file and reads a sentence aloud as well; a
//! bare machine has neither and stays silent, and nothing else changes.

mod programs;
mod signal;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::Command;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use self::programs::{Call, System};
use crate::money::Language;

pub use signal::Signal;

/// How many sounds wait at most; beyond that the oldest is forgotten, since what is said late
/// is taken for what happens now.
const WAITING: usize = 2;

/// A signal lasts half a second, a sentence some seconds; a program that takes longer hangs.
const LONGEST_SIGNAL: Duration = Duration::from_secs(5);
const LONGEST_SENTENCE: Duration = Duration::from_secs(20);

/// What is to be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// The signal that comes first; `None` for words alone.
    pub signal: Option<Signal>,
    /// What is said after it.
    pub said: Option<Said>,
}

/// A sentence to be spoken. Others hear it: nothing of a customer may be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// The language it is in.
    pub language: Language,
}

/// Plays sounds one after another, until it is dropped.
pub struct Speaker {
    queue: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<VecDeque<Sound>>,
    rung: Notify,
}

impl Speaker {
    /// A speaker that works on a runtime, with the programs that the system finds.
    #[must_use]
    pub fn start(runtime: &Handle) -> Self {
        Self::with_path(runtime, None)
    }

    /// As [`Speaker::start`], with the programs found in these folders alone, which are
    /// written as in `PATH`.
    #[must_use]
    pub fn with_path(runtime: &Handle, path: Option<OsString>) -> Self {
        let queue = Arc::new(Queue::default());
        let voice = Voice { path, folder: None, silent: false };
        runtime.spawn(work(Arc::clone(&queue), voice));
        Self { queue }
    }

    /// Plays a sound as soon as those before it have ended. Never blocks, never fails.
    pub fn play(&self, sound: Sound) {
        self.queue.put(sound);
    }
}

impl Queue {
    fn put(&self, sound: Sound) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= WAITING {
            waiting.pop_front();
        }
        waiting.push_back(sound);
        drop(waiting);
        self.rung.notify_one();
    }

    async fn take(&self) -> Sound {
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            match next {
                Some(sound) => return sound,
                None => self.rung.notified().await,
            }
        }
    }
}

/// Works the queue off until the runtime ends.
async fn work(queue: Arc<Queue>, mut voice: Voice) {
    loop {
        let sound = queue.take().await;
        if let Err(error) = voice.utter(&sound).await
            && !std::mem::replace(&mut voice.silent, true)
        {
            tracing::debug!(%error, "nothing can be heard");
        }
    }
}

/// The programs in use, and the files with the signals.
struct Voice {
    path: Option<OsString>,
    folder: Option<TempDir>,
    /// Whether it was noted that nothing can be heard.
    silent: bool,
}

impl Voice {
    async fn utter(&mut self, sound: &Sound) -> io::Result<()> {
        let played = match sound.signal {
            Some(signal) => self.play(signal).await,
            None => Ok(()),
        };
        if let Some(said) = &sound.said {
            let calls = programs::readers(System::here(), said);
            self.first_that_works(calls, LONGEST_SENTENCE).await?;
        }
        played
    }

    async fn play(&mut self, signal: Signal) -> io::Result<()> {
        let file = self.file(signal).await?;
        self.first_that_works(programs::players(System::here(), &file), LONGEST_SIGNAL).await
    }

    /// The file with a signal; all are written when the first is wanted.
    async fn file(&mut self, signal: Signal) -> io::Result<PathBuf> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => {
                let written = tokio::task::spawn_blocking(write_signals);
                written.await.map_err(io::Error::other)??
            }
        };
        let file = folder.path().join(signal.file_name());
        self.folder = Some(folder);
        Ok(file)
    }

    /// Runs the first program that is there and does what it is asked. One that hangs is
    /// ended, and no other is tried: it may have been heard.
    async fn first_that_works(&self, calls: Vec<Call>, limit: Duration) -> io::Result<()> {
        let mut why = io::Error::from(io::ErrorKind::NotFound);
        for call in calls {
            let Ok(run) = tokio::time::timeout(limit, self.run(&call)).await else {
                return Err(io::ErrorKind::TimedOut.into());
            };
            match run {
                Ok(()) => return Ok(()),
                // That one which is there fails says more than that another is not there.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    async fn run(&self, call: &Call) -> io::Result<()> {
        let mut command = Command::new(call.program);
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        #[cfg(windows)]
        command.creation_flags(programs::NO_CONSOLE);
        let status = command
            .args(&call.arguments)
            .envs(call.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .status()
            .await?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("{}: {status}", call.program)))
        }
    }
}

/// Writes every signal into a folder of its own, which goes with the program.
fn write_signals() -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("galla-sounds-").tempdir()?;
    for signal in Signal::ALL {
        write(&folder.path().join(signal.file_name()), signal)?;
    }
    Ok(folder)
}

fn write(file: &Path, signal: Signal) -> io::Result<()> {
    std::fs::write(file, signal.wav().map_err(io::Error::other)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Sound {
        let said = Said { text: text.to_owned(), language: Language::English };
        Sound { signal: None, said: Some(said) }
    }

    #[tokio::test]
    async fn the_newest_wins_and_nothing_piles_up() {
        let queue = Queue::default();
        for text in ["one", "two", "three", "four"] {
            queue.put(words(text));
        }
        assert_eq!(queue.take().await, words("three"));
        assert_eq!(queue.take().await, words("four"));
        assert!(queue.waiting.lock().unwrap().is_empty());
    }

    fn voice(folder: &TempDir) -> Voice {
        Voice { path: Some(folder.path().into()), folder: None, silent: false }
    }

    #[tokio::test]
    async fn a_bare_machine_is_silent() {
        let nothing = tempfile::tempdir().unwrap();
        let mut voice = voice(&nothing);
        let sound = Sound { signal: Some(Signal::Success), ..words("twenty rupees received") };
        for _ in 0..2 {
            let error = voice.utter(&sound).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_that_hangs_is_ended() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pw-play");
        std::fs::write(&file, "#!/bin/sh\nwhile :; do :; done\n").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        let calls = programs::players(System::Linux, Path::new("/dev/null"));
        let hung = voice(&folder).first_that_works(calls, Duration::from_millis(50)).await;
        assert_eq!(hung.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
