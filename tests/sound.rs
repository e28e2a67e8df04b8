//! What is played and said, with programs in `PATH` that note what they are asked, and with a
//! real one that speaks into a file.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use galla::money::Language;
use galla::sound::{Said, Signal, Sound, Speaker};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A machine with these programs and no others.
struct Machine {
    folder: TempDir,
    runtime: Runtime,
    /// What was run: the program's name and its arguments, a line each.
    run: Receiver<Vec<String>>,
}

impl Machine {
    fn with(programs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("notes");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for (program, then) in programs {
            let note = format!("printf '%s\\n' {program} \"$@\" '' > '{}'", pipe.display());
            make(&folder.path().join(program), &format!("{note}\n{then}"));
        }
        let (noted, run) = channel();
        // The pipe ends when whoever wrote has closed it; a note ends with an empty line.
        std::thread::spawn(move || {
            while let Ok(notes) = fs::read_to_string(&pipe) {
                for note in notes.split_terminator("\n\n") {
                    let lines = note.lines().map(str::to_owned).collect();
                    if noted.send(lines).is_err() {
                        return;
                    }
                }
            }
        });
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        Self { folder, runtime, run }
    }

    fn speaker(&self) -> Speaker {
        Speaker::with_path(self.runtime.handle(), Some(self.folder.path().into()))
    }

    fn next(&self) -> Vec<String> {
        self.run.recv_timeout(PATIENCE).expect("a program is run")
    }
}

fn make(file: &Path, script: &str) {
    fs::write(file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o755)).unwrap();
}

fn received(language: Language) -> Sound {
    let text = match language {
        Language::English => "twenty rupees received",
        Language::Hindi => "बीस रुपये मिले",
    };
    let said = Some(Said { text: text.to_owned(), language });
    Sound { signal: Some(Signal::Success), said }
}

fn alone(signal: Signal) -> Sound {
    Sound { signal: Some(signal), said: None }
}

#[test]
fn the_signal_is_played_and_then_the_amount_is_said() {
    let machine = Machine::with(&[("pw-play", ""), ("paplay", ""), ("spd-say", "")]);
    let speaker = machine.speaker();
    speaker.play(received(Language::English));
    let played = machine.next();
    assert_eq!((played[0].as_str(), played.len()), ("pw-play", 2));
    let wav = hound::WavReader::open(&played[1]).unwrap();
    assert!(played[1].ends_with("success.wav") && wav.len() > 5_000);
    let said = machine.next();
    assert_eq!(said[0], "spd-say");
    assert_eq!(said.last().unwrap(), "twenty rupees received");
    assert!(said.windows(2).any(|pair| pair == ["--language", "en-IN"]), "{said:?}");
    speaker.play(received(Language::Hindi));
    machine.next();
    let said = machine.next();
    assert!(said.windows(2).any(|pair| pair == ["--language", "hi"]), "{said:?}");
    assert_eq!(said.last().unwrap(), "बीस रुपये मिले");
}

#[test]
fn a_program_that_fails_gives_way_to_the_next() {
    let programs = [("pw-play", "exit 1"), ("aplay", ""), ("spd-say", "exit 1"), ("espeak-ng", "")];
    let machine = Machine::with(&programs);
    machine.speaker().play(received(Language::Hindi));
    let names: Vec<_> = (0..4).map(|_| machine.next()[0].clone()).collect();
    assert_eq!(names, ["pw-play", "aplay", "spd-say", "espeak-ng"]);
}

#[test]
fn without_a_player_the_amount_is_said_all_the_same_and_the_other_way_round() {
    let machine = Machine::with(&[("espeak-ng", "")]);
    let speaker = machine.speaker();
    speaker.play(alone(Signal::Failed));
    speaker.play(received(Language::English));
    assert_eq!(machine.next(), ["espeak-ng", "-v", "en-in", "--", "twenty rupees received"]);

    let machine = Machine::with(&[("aplay", "")]);
    let speaker = machine.speaker();
    speaker.play(received(Language::English));
    assert!(machine.next()[2].ends_with("success.wav"));
    speaker.play(alone(Signal::Pending));
    assert!(machine.next()[2].ends_with("pending.wav"), "nothing was said between");
}

#[test]
fn the_real_voice_says_something_and_says_it_in_both_languages() {
    let espeak = Path::new("/usr/bin/espeak-ng");
    assert!(espeak.exists(), "espeak-ng is among the packages of the tests");
    // A program of the same name that hands on to the real one, which speaks into a file.
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("said.wav");
    let machine = Machine::with(&[]);
    let pipe = machine.folder.path().join("notes");
    let script = format!(
        "{} -w '{}' \"$@\" && printf 'said\\n\\n' > '{}'",
        espeak.display(),
        file.display(),
        pipe.display()
    );
    make(&machine.folder.path().join("espeak-ng"), &script);
    let speaker = machine.speaker();
    let mut lengths = Vec::new();
    for language in [Language::English, Language::Hindi] {
        speaker.play(received(language));
        assert_eq!(machine.next(), ["said"]);
        let mut said = hound::WavReader::open(&file).unwrap();
        let rate = said.spec().sample_rate;
        let samples: Vec<i16> = said.samples().map(Result::unwrap).collect();
        let loud = samples.iter().filter(|sample| sample.unsigned_abs() > 1_000).count();
        assert!(loud > rate as usize / 5, "{language:?}: {loud} samples are not silence");
        lengths.push(samples.len());
    }
    assert_ne!(lengths[0], lengths[1], "each language has its own words");
}
