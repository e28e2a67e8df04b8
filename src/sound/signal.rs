//! The three signals, as the sound waves that they are: pure, short, and unlike each other.

use std::f32::consts::TAU;
use std::io::Cursor;

use hound::{SampleFormat, WavSpec, WavWriter};

/// Samples a second.
const RATE: u32 = 22_050;

/// How loud the loudest moment may be, of all that a sample can say.
const LOUDNESS: f32 = 0.6;

/// How long a note swells, in seconds; without it each would begin with a click.
const SWELL: f32 = 0.008;

/// What a signal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It is done: two notes upwards.
    Success,
    /// It is not known: the same note twice.
    Pending,
    /// It is not done: two notes downwards.
    Failed,
}

/// A note: its pitch in hertz (0 is silence) and its length in seconds.
struct Note(f32, f32);

impl Signal {
    /// Every signal.
    pub const ALL: [Self; 3] = [Self::Success, Self::Pending, Self::Failed];

    /// The name of its file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Success => "success.wav",
            Self::Pending => "pending.wav",
            Self::Failed => "failed.wav",
        }
    }

    const fn notes(self) -> &'static [Note] {
        match self {
            Self::Success => &[Note(880.0, 0.12), Note(1_318.5, 0.32)],
            Self::Pending => &[Note(659.3, 0.14), Note(0.0, 0.07), Note(659.3, 0.2)],
            Self::Failed => &[Note(392.0, 0.2), Note(261.6, 0.36)],
        }
    }

    /// The samples, each between -1 and 1.
    #[must_use]
    pub fn samples(self) -> Vec<f32> {
        self.notes().iter().flat_map(sound).collect()
    }

    /// The signal as the text of a WAV file: one channel, 16 bits.
    ///
    /// # Errors
    /// As the writer of WAV files has it; to memory it does not fail.
    pub fn wav(self) -> Result<Vec<u8>, hound::Error> {
        let spec = WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut bytes, spec)?;
        for sample in self.samples() {
            writer.write_sample((sample * f32::from(i16::MAX)) as i16)?;
        }
        writer.finalize()?;
        Ok(bytes.into_inner())
    }
}

/// A note with a little of its octave, which swells fast and dies away as a bell does.
fn sound(note: &Note) -> impl Iterator<Item = f32> {
    let Note(pitch, length) = *note;
    let count = (length * RATE as f32) as u32;
    (0..count).map(move |at| {
        let time = at as f32 / RATE as f32;
        let swell = (time / SWELL).min(1.0);
        // Silent at its end, or the next note would begin with a click.
        let dying = (1.0 - time / length).powi(2);
        let wave = (TAU * pitch * time).sin() + 0.3 * (TAU * 2.0 * pitch * time).sin();
        LOUDNESS * wave / 1.3 * swell * dying
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_short_audible_and_not_clipped() {
        for signal in Signal::ALL {
            let samples = signal.samples();
            let seconds = samples.len() as f32 / RATE as f32;
            assert!((0.3..0.7).contains(&seconds), "{signal:?}: {seconds} s");
            let loudest = samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
            assert!((0.3..=LOUDNESS).contains(&loudest), "{signal:?}: {loudest}");
            let power = samples.iter().map(|sample| sample * sample).sum::<f32>();
            let mean = (power / samples.len() as f32).sqrt();
            assert!(mean > 0.08, "{signal:?} is heard: {mean}");
            let step = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            assert!(step.fold(0.0, f32::max) < 0.35, "{signal:?} does not click");
        }
    }

    #[test]
    fn no_signal_is_like_another() {
        let [success, pending, failed] = Signal::ALL.map(|signal| {
            let (first, last) = (signal.notes().first().unwrap(), signal.notes().last().unwrap());
            last.0 / first.0
        });
        assert!(success > 1.3 && failed < 0.8 && (0.99..1.01).contains(&pending));
        let wavs = Signal::ALL.map(|signal| signal.wav().unwrap());
        assert!(wavs[0] != wavs[1] && wavs[1] != wavs[2] && wavs[0] != wavs[2]);
    }

    #[test]
    fn a_signal_reads_back_as_it_was_written() {
        for signal in Signal::ALL {
            let mut read = hound::WavReader::new(Cursor::new(signal.wav().unwrap())).unwrap();
            assert_eq!((read.spec().channels, read.spec().sample_rate), (1, RATE));
            assert_eq!(read.samples::<i16>().count(), signal.samples().len());
        }
    }
}
