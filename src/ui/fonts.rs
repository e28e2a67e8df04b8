//! The fonts that come with Galla, so that no script shows as boxes on a bare machine.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

use crate::faces;

/// The name of the semibold family; the regular one is [`FontFamily::Proportional`].
const SEMIBOLD: &str = "semibold";

/// A font: its name and its file.
type Face = (&'static str, &'static [u8]);

// Latin first, then one font for each script: whichever comes first gives the digits and signs.
const REGULAR_FACES: [Face; 2] =
    [("Noto Sans", faces::LATIN), ("Noto Sans Devanagari", faces::DEVANAGARI)];

const SEMIBOLD_FACES: [Face; 2] = [
    ("Noto Sans SemiBold", faces::LATIN_STRONG),
    ("Noto Sans Devanagari SemiBold", faces::DEVANAGARI_STRONG),
];

/// The family of headings, buttons and amounts.
#[must_use]
pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

/// Makes the fonts known to egui; once, before the first frame.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let mut add = |families: &[FontFamily], faces: &[Face]| {
        for (name, file) in faces {
            fonts.font_data.insert((*name).to_owned(), Arc::new(FontData::from_static(file)));
            for family in families {
                fonts.families.entry(family.clone()).or_default().push((*name).to_owned());
            }
        }
    };
    // Noto's digits are all of one width, so no face of fixed width is needed beside it.
    add(&[FontFamily::Proportional, FontFamily::Monospace], &REGULAR_FACES);
    add(&[semibold()], &SEMIBOLD_FACES);
    ctx.set_fonts(fonts);
}
