//! Which programs play a file and read a sentence aloud, on each system, with their arguments.
//!
//! No shell is between: what is played or said is an argument, or a variable that a fixed
//! script of PowerShell reads, and never a part of a script.

use std::ffi::OsString;
use std::path::Path;

use super::Said;
use crate::money::Language;

/// Starts a program without a console window (`CREATE_NO_WINDOW`).
#[cfg(windows)]
pub const NO_CONSOLE: u32 = 0x0800_0000;

/// The variable in which PowerShell finds what to play or to say.
const WHAT: &str = "GALLA_HEARD";

/// The variable in which PowerShell finds the language.
const LANGUAGE: &str = "GALLA_HEARD_LANGUAGE";

/// Plays a file and ends when it has ended.
const PLAY: &str = "(New-Object Media.SoundPlayer $env:GALLA_HEARD).PlaySync()";

/// Says a sentence with a voice of its language. A voice of another one would make nothing of
/// it, so without one it fails.
const SAY: &str = "Add-Type -AssemblyName System.Speech; \
    $speech = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    $voice = $speech.GetInstalledVoices() | Where-Object { $_.Enabled -and \
    $_.VoiceInfo.Culture.TwoLetterISOLanguageName -eq $env:GALLA_HEARD_LANGUAGE } | \
    Select-Object -First 1; \
    if (-not $voice) { exit 1 }; \
    $speech.SelectVoice($voice.VoiceInfo.Name); $speech.Speak($env:GALLA_HEARD)";

/// A program with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The program, to be found in `PATH`.
    pub program: &'static str,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// What its environment has beside what Galla's own has.
    pub environment: Vec<(&'static str, OsString)>,
}

/// A family of systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux and its like.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl System {
    /// The system that this is built for.
    pub const fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::Mac
        } else {
            Self::Linux
        }
    }
}

/// Who plays a file, best first.
pub fn players(system: System, file: &Path) -> Vec<Call> {
    let file = file.as_os_str();
    match system {
        System::Linux => {
            let quietly = |program| call(program, &[file.to_owned()]);
            // PipeWire, PulseAudio, then ALSA by itself.
            let alsa = call("aplay", &["--quiet".into(), file.to_owned()]);
            vec![quietly("pw-play"), quietly("paplay"), alsa]
        }
        System::Mac => vec![call("afplay", &[file.to_owned()])],
        System::Windows => vec![script(PLAY, &[(WHAT, file.to_owned())])],
    }
}

/// Who reads a sentence aloud, best first.
pub fn readers(system: System, said: &Said) -> Vec<Call> {
    let text = || OsString::from(&said.text);
    match system {
        System::Linux => {
            let (by_dispatcher, by_espeak) = match said.language {
                Language::English => ("en-IN", "en-in"),
                Language::Hindi => ("hi", "hi"),
            };
            let dispatcher =
                ["--wait", "--application-name", "galla", "--language", by_dispatcher, "--"];
            let espeak = ["-v", by_espeak, "--"];
            let with = |words: &[&str]| -> Vec<OsString> {
                words.iter().map(OsString::from).chain([text()]).collect()
            };
            vec![
                call("spd-say", &with(&dispatcher)),
                call("espeak-ng", &with(&espeak)),
                call("espeak", &with(&espeak)),
            ]
        }
        System::Mac => {
            // The voices of India that macOS brings along.
            let by = |voice: &str| call("say", &["-v".into(), voice.into(), text()]);
            match said.language {
                Language::English => vec![by("Rishi"), call("say", &[text()])],
                Language::Hindi => vec![by("Lekha")],
            }
        }
        System::Windows => {
            let language = match said.language {
                Language::English => "en",
                Language::Hindi => "hi",
            };
            vec![script(SAY, &[(WHAT, text()), (LANGUAGE, language.into())])]
        }
    }
}

fn call(program: &'static str, arguments: &[OsString]) -> Call {
    Call { program, arguments: arguments.to_vec(), environment: Vec::new() }
}

fn script(fixed: &str, environment: &[(&'static str, OsString)]) -> Call {
    let arguments = ["-NoProfile", "-NonInteractive", "-Command", fixed].map(OsString::from);
    Call { program: "powershell", arguments: arguments.to_vec(), environment: environment.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYSTEMS: [System; 3] = [System::Linux, System::Mac, System::Windows];

    /// Nothing of this may be taken for an option or a part of a script.
    const NASTY: &str = "-x; rm -rf / $(reboot) \"'`";

    #[test]
    fn what_is_said_is_one_argument_or_one_variable_and_never_a_script() {
        for system in SYSTEMS {
            for language in [Language::English, Language::Hindi] {
                let said = Said { text: NASTY.to_owned(), language };
                let calls = [readers(system, &said), players(system, Path::new(NASTY))].concat();
                assert!(calls.len() >= 2, "{system:?}");
                for call in calls {
                    let as_argument = call.arguments.iter().filter(|one| *one == NASTY).count();
                    let as_variable =
                        call.environment.iter().filter(|(_, value)| value == NASTY).count();
                    assert_eq!(as_argument + as_variable, 1, "{call:?}");
                    let within = call.arguments.iter().filter(|one| {
                        let text = one.to_string_lossy();
                        text.contains(NASTY) && text != NASTY
                    });
                    assert_eq!(within.count(), 0, "{call:?}");
                }
            }
        }
    }

    #[test]
    fn hindi_is_read_by_a_voice_for_hindi() {
        let said =
            |language| Said { text: "बीस रुपये मिले".to_owned(), language };
        for system in SYSTEMS {
            let [english, hindi] =
                [Language::English, Language::Hindi].map(|one| readers(system, &said(one)));
            assert!(!hindi.is_empty());
            assert_ne!(english, hindi, "{system:?}");
        }
    }
}
