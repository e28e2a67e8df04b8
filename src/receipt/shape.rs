//! Text into glyphs: which font has a letter, how letters join, and where a line breaks.

use std::ops::Range;

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::MetadataProvider;
use unicode_segmentation::UnicodeSegmentation;

use super::PaperError;
use crate::faces;

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What is read.
    Regular,
    /// What is seen first.
    Strong,
}

/// One of the fonts, by its place in [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face(pub(super) usize);

/// A glyph; lengths are shares of the size of the letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the next one is.
    pub advance: f32,
    /// How far it stands aside.
    pub x: f32,
    /// How far it stands above the line.
    pub y: f32,
    /// Which bytes of the text it stands for.
    pub range: Range<usize>,
}

/// Glyphs of one font, one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The font.
    pub face: Face,
    /// The text they stand for.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// How wide it is, as a share of the size of the letters.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// The fonts that come with Galla, ready to be set.
pub struct Fonts {
    /// Latin and Devanagari, regular and strong.
    faces: Vec<Loaded>,
}

struct Loaded {
    file: &'static [u8],
    font: FontRef<'static>,
    shaping: ShaperData,
}

impl Fonts {
    /// Reads the fonts.
    ///
    /// # Errors
    /// [`PaperError::Font`] when a file that was built in is no font.
    pub fn load() -> Result<Self, PaperError> {
        let files =
            [faces::LATIN, faces::DEVANAGARI, faces::LATIN_STRONG, faces::DEVANAGARI_STRONG];
        let load = |file: &'static [u8]| {
            let font = FontRef::new(file).map_err(|_| PaperError::Font)?;
            Ok(Loaded { file, shaping: ShaperData::new(&font), font })
        };
        Ok(Self { faces: files.into_iter().map(load).collect::<Result<_, PaperError>>()? })
    }

    /// A font's file.
    #[must_use]
    pub fn file(&self, face: Face) -> &'static [u8] {
        self.faces.get(face.0).map_or(&[], |loaded| loaded.file)
    }

    /// A font, for its outlines.
    #[must_use]
    pub fn font(&self, face: Face) -> Option<&FontRef<'static>> {
        self.faces.get(face.0).map(|loaded| &loaded.font)
    }

    /// Every font.
    pub fn all(&self) -> impl Iterator<Item = Face> {
        (0..self.faces.len()).map(Face)
    }

    /// The first of the fonts of a weight that has a character, else the first: it shows a box.
    fn face_of(&self, character: char, weight: Weight) -> Face {
        let first = match weight {
            Weight::Regular => 0,
            Weight::Strong => 2,
        };
        let has = |face: &usize| {
            let loaded = self.faces.get(*face);
            loaded.is_some_and(|loaded| loaded.font.charmap().map(character).is_some())
        };
        Face([first, first + 1].into_iter().find(has).unwrap_or(first))
    }

    /// A text as glyphs, on one line.
    #[must_use]
    pub fn shape(&self, text: &str, weight: Weight) -> Vec<Run> {
        let mut parts: Vec<(Face, String)> = Vec::new();
        // By what the reader takes for one letter, so that no sign is cut off its letter.
        for letter in text.graphemes(true) {
            let first = letter.chars().next().unwrap_or(' ');
            let face = self.face_of(if first.is_whitespace() { ' ' } else { first }, weight);
            match parts.last_mut() {
                Some((last, part)) if *last == face => part.push_str(letter),
                _ => parts.push((face, letter.to_owned())),
            }
        }
        parts.into_iter().filter_map(|(face, text)| self.shape_part(face, text)).collect()
    }

    fn shape_part(&self, face: Face, text: String) -> Option<Run> {
        let loaded = self.faces.get(face.0)?;
        let shaper = loaded.shaping.shaper(&loaded.font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let em = shaper.units_per_em() as f32;
        let starts: Vec<usize> =
            shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let glyphs = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .zip(&starts)
            .map(|((info, place), start)| Glyph {
                id: info.glyph_id,
                advance: place.x_advance as f32 / em,
                x: place.x_offset as f32 / em,
                y: place.y_offset as f32 / em,
                range: *start..end_of(*start, &starts, text.len()),
            })
            .collect();
        Some(Run { face, text, glyphs })
    }

    /// How wide a text is on one line, as a share of the size of its letters.
    #[must_use]
    pub fn width(&self, text: &str, weight: Weight) -> f32 {
        self.shape(text, weight).iter().map(Run::width).sum()
    }

    /// A text in lines that are at most so wide (as a share of the size of its letters):
    /// broken between words, and within one only where it is longer than a line.
    #[must_use]
    pub fn wrap(&self, text: &str, weight: Weight, width: f32) -> Vec<String> {
        let fits = |line: &str| self.width(line, weight) <= width;
        // Most texts are short, and then word by word is slow.
        let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !whole.is_empty() && fits(&whole) {
            return vec![whole];
        }
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.graphemes(true) {
                if !line.is_empty() && !fits(&format!("{line}{letter}")) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(letter);
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Where the letters that begin at `start` end: where the next ones begin.
fn end_of(start: usize, starts: &[usize], end: usize) -> usize {
    starts.iter().copied().filter(|other| *other > start).min().unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::load().unwrap()
    }

    #[test]
    fn each_letter_has_a_font_and_no_box_is_shown() {
        let text = "Asha & Sons ₹1,23,456.00 · ••••1234 आशा टेलीकॉम, क्षत्रिय ज्ञान श्री। र्क्ष";
        for weight in [Weight::Regular, Weight::Strong] {
            let runs = fonts().shape(text, weight);
            assert!(runs.len() > 2, "Latin and Devanagari take turns");
            assert!(runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.id != 0));
            let all: String = runs.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn conjuncts_are_joined_and_the_short_i_stands_before_its_letter() {
        let run = fonts().shape("क्षि", Weight::Regular).remove(0);
        assert_eq!(run.glyphs.len(), 2, "four characters, two glyphs: {run:?}");
        assert!(run.glyphs.iter().all(|glyph| glyph.range == (0..run.text.len())));
        let alone = fonts().shape("क्ष", Weight::Regular).remove(0);
        assert_eq!(run.glyphs[1].id, alone.glyphs[0].id, "the sign of the i comes first");
    }

    #[test]
    fn lines_break_between_words_and_lose_nothing() {
        let fonts = fonts();
        let text = "श्रीमती सुनीता देवी विश्वकर्मा Sunita Devi Vishwakarma";
        for width in [6.0, 10.0, 20.0, 100.0] {
            let lines = fonts.wrap(text, Weight::Regular, width);
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(bare(&lines.concat()), bare(text));
            assert!(lines.iter().all(|line| fonts.width(line, Weight::Regular) <= width));
        }
        assert_eq!(fonts.wrap(text, Weight::Regular, 12.0).join(" "), text, "words stay whole");
        let one = "e47293311906aeb0eb65168adacdce01";
        let lines = fonts.wrap(one, Weight::Regular, 8.0);
        assert!(lines.len() > 1 && lines.concat() == one, "{lines:?}");
        assert!(fonts.wrap("  ", Weight::Regular, 8.0).is_empty());
    }
}
