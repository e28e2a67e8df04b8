//! A document as a PDF, whose text can be read out and copied, Devanagari too.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::layout::{Bar, Ink, Page, Placed};
use super::shape::Fonts;
use super::{Document, PaperError};

/// How light what is written across is, of 255.
const PALE: u8 = 215;

/// Pages as a PDF; the same pages give the same bytes.
///
/// # Errors
/// [`PaperError`] when the document cannot be put together.
pub fn pdf(document: &Document, pages: &[Page], fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let faces: Option<Vec<Font>> =
        fonts.all().map(|face| Font::new(fonts.file(face).into(), 0)).collect();
    let faces = faces.ok_or(PaperError::Font)?;
    let mut file = krilla::Document::new();
    let about = Metadata::new()
        .title(document.name.clone())
        .creator("Galla".to_owned())
        .language(document.language.to_owned());
    file.set_metadata(about);
    for page in pages {
        let settings = PageSettings::from_wh(page.width, page.height).ok_or(PaperError::TooLong)?;
        let mut sheet = file.start_page_with(settings);
        let mut surface = sheet.surface();
        draw(&mut surface, page, &faces);
        surface.finish();
        sheet.finish();
    }
    file.finish().map_err(|error| PaperError::Document(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, page: &Page, faces: &[Font]) {
    draw_across(surface, page, faces);
    surface.set_fill(Some(Fill { paint: luma::Color::black().into(), ..Fill::default() }));
    for bar in &page.bars {
        draw_bar(surface, bar);
    }
    for placed in &page.letters {
        let paint = match placed.ink {
            Ink::Black => luma::Color::black(),
            Ink::White => luma::Color::white(),
        };
        surface.set_fill(Some(Fill { paint: paint.into(), ..Fill::default() }));
        draw_letters(surface, placed, faces, false);
    }
}

/// As outlines: whoever copies the text of the document does not find it among the lines.
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
