//! A receipt as a PDF, whose text can be read out and copied, Devanagari too.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::layout::{Bar, Ink, Page, Placed};
use super::shape::Fonts;
use super::{PaperError, Receipt};

/// How light what is written across is, of 255.
const PALE: u8 = 215;

/// A page as a PDF; the same page gives the same bytes.
///
/// # Errors
/// [`PaperError`] when the document cannot be put together.
pub fn pdf(receipt: &Receipt, page: &Page, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let faces: Option<Vec<Font>> =
        fonts.all().map(|face| Font::new(fonts.file(face).into(), 0)).collect();
    let faces = faces.ok_or(PaperError::Font)?;
    let mut document = Document::new();
    let about = Metadata::new()
        .title(receipt.name.clone())
        .creator("Galla".to_owned())
        .language(receipt.language.to_owned());
    document.set_metadata(about);
    let settings = PageSettings::from_wh(page.width, page.height).ok_or(PaperError::TooLong)?;
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    draw_across(&mut surface, page, &faces);
    surface.set_fill(Some(Fill { paint: luma::Color::black().into(), ..Fill::default() }));
    for bar in &page.bars {
        draw_bar(&mut surface, bar);
    }
    for placed in &page.letters {
        let paint = match placed.ink {
            Ink::Black => luma::Color::black(),
            Ink::White => luma::Color::white(),
        };
        surface.set_fill(Some(Fill { paint: paint.into(), ..Fill::default() }));
        draw_letters(&mut surface, placed, &faces, false);
    }
    surface.finish();
    sheet.finish();
    document.finish().map_err(|error| PaperError::Document(format!("{error:?}")))
}

/// As outlines: whoever copies the text of the receipt does not find it among the lines.
fn draw_across(surface: &mut Surface<'_>, page: &Page, faces: &[Font]) {
    if page.across.is_empty() {
        return;
    }
    let (x, y) = page.middle();
    surface.push_transform(&Transform::from_rotate_at(Page::slope(), x, y));
    surface.set_fill(Some(Fill { paint: luma::Color::new(PALE).into(), ..Fill::default() }));
    for placed in &page.across {
        draw_letters(surface, placed, faces, true);
    }
    surface.pop();
}

fn draw_bar(surface: &mut Surface<'_>, bar: &Bar) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(bar.x, bar.y, bar.width, bar.height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn draw_letters(surface: &mut Surface<'_>, placed: &Placed, faces: &[Font], outlined: bool) {
    let Some(font) = faces.get(placed.run.face.0) else { return };
    let run = &placed.run;
    // Where letters share glyphs the word is given as a whole: given letter by letter, readers
    // see a gap behind a sign that stands over its letter.
    let joined = run.glyphs.iter().zip(run.glyphs.iter().skip(1));
    let joined = joined.into_iter().any(|(one, next)| one.range == next.range);
    let glyphs: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .map(|glyph| {
            let range = if joined { 0..run.text.len() } else { glyph.range.clone() };
            let id = GlyphId::new(glyph.id);
            KrillaGlyph::new(id, glyph.advance, glyph.x, glyph.y, 0.0, range, None)
        })
        .collect();
    let start = Point::from_xy(placed.x, placed.y);
    surface.draw_glyphs(start, &glyphs, font.clone(), &run.text, placed.size, outlined);
}
