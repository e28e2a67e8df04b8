//! A document as a picture for a messenger, and as the dots of a receipt printer.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use super::PaperError;
use super::layout::{Ink, Page, Placed};
use super::shape::Fonts;

/// How wide a picture for a messenger is, in pixels: sharp on a telephone, and small.
const PICTURE_WIDTH: f32 = 720.0;

/// Dots in a point on a receipt printer: 8 in a millimetre.
const DOTS: f32 = 8.0 * 25.4 / 72.0;

/// No picture is higher than this, in pixels.
const MOST: f32 = 16_000.0;

/// How light what is written across is.
const PALE: f32 = 0.84;

/// A picture: red, green, blue and alpha of each pixel, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// How many pixels wide.
    pub width: usize,
    /// How many pixels high.
    pub height: usize,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

/// What a receipt printer is to make black: a bit a dot, the first dot of a row highest in its
/// first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dots {
    /// Bytes in a row: eight dots each.
    pub row: usize,
    /// How many rows.
    pub rows: usize,
    /// The rows, from the top.
    pub bytes: Vec<u8>,
}

/// A page as a picture.
///
/// # Errors
/// [`PaperError::TooLong`] when it would be too high.
pub fn picture(page: &Page, fonts: &Fonts) -> Result<Picture, PaperError> {
    let scale = PICTURE_WIDTH / page.width;
    let mut map = blank(page.width * scale, page.height * scale)?;
    let transform = Transform::from_scale(scale, scale);
    draw_across(&mut map, page, fonts, transform, PALE);
    draw(&mut map, page, fonts, transform);
    let (width, height) = (map.width() as usize, map.height() as usize);
    Ok(Picture { width, height, rgba: map.data().to_vec() })
}

/// Pages as the dots of a receipt printer, one under the other, without the white that it does
/// not reach.
///
/// # Errors
/// [`PaperError::TooLong`] when one of them would be too long.
pub fn dots(pages: &[Page], fonts: &Fonts) -> Result<Dots, PaperError> {
    let mut all = Dots { row: 0, rows: 0, bytes: Vec::new() };
    for page in pages {
        let dots = dots_of(page, fonts)?;
        all.row = dots.row;
        all.rows += dots.rows;
        all.bytes.extend(dots.bytes);
    }
    Ok(all)
}

fn dots_of(page: &Page, fonts: &Fonts) -> Result<Dots, PaperError> {
    let room = page.width - 2.0 * page.margin;
    let transform = Transform::from_row(DOTS, 0.0, 0.0, DOTS, -page.margin * DOTS, 0.0);
    let mut map = blank(room * DOTS, page.height * DOTS)?;
    draw(&mut map, page, fonts, transform);
    // Paper knows no grey: what is written across is every fourth dot of its letters.
    let mut across = blank(room * DOTS, page.height * DOTS)?;
    draw_across(&mut across, page, fonts, transform, 0.0);
    let (width, rows) = (map.width() as usize, map.height() as usize);
    let row = width.div_ceil(8);
    let mut bytes = vec![0_u8; row * rows];
    for (at, (pixel, behind)) in map.pixels().iter().zip(across.pixels()).enumerate() {
        let (x, y) = (at % width, at / width);
        let thin = (x + 2 * (y % 2)) % 4 == 0 && behind.red() < 128;
        if (pixel.red() < 128 || thin)
            && let Some(byte) = bytes.get_mut(y * row + x / 8)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }
    Ok(Dots { row, rows, bytes })
}

fn blank(width: f32, height: f32) -> Result<Pixmap, PaperError> {
    if height > MOST {
        return Err(PaperError::TooLong);
    }
    let mut map =
        Pixmap::new(width.round() as u32, height.ceil() as u32).ok_or(PaperError::TooLong)?;
    map.fill(Color::WHITE);
    Ok(map)
}

fn draw(map: &mut Pixmap, page: &Page, fonts: &Fonts, transform: Transform) {
    let black = Paint::default();
    for bar in &page.bars {
        if let Some(rect) = Rect::from_xywh(bar.x, bar.y, bar.width, bar.height) {
            map.fill_rect(rect, &black, transform, None);
        }
    }
    for placed in &page.letters {
        let mut paint = Paint::default();
        if placed.ink == Ink::White {
            paint.set_color(Color::WHITE);
        }
        draw_letters(map, placed, fonts, &paint, transform);
    }
}

fn draw_across(map: &mut Pixmap, page: &Page, fonts: &Fonts, transform: Transform, light: f32) {
    let (x, y) = page.middle();
    let turned = transform.pre_concat(Transform::from_rotate_at(Page::slope(), x, y));
    let mut paint = Paint::default();
    paint.set_color(Color::from_rgba(light, light, light, 1.0).unwrap_or(Color::BLACK));
    for placed in &page.across {
        draw_letters(map, placed, fonts, &paint, turned);
    }
}

fn draw_letters(
    map: &mut Pixmap,
    placed: &Placed,
    fonts: &Fonts,
    paint: &Paint<'_>,
    transform: Transform,
) {
    let Some(font) = fonts.font(placed.run.face) else { return };
    let outlines = font.outline_glyphs();
    let size = placed.size;
    let mut x = placed.x;
    for glyph in &placed.run.glyphs {
        let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
        let mut pen = Pen(PathBuilder::new());
        let drawn =
            outlines.get(GlyphId::new(glyph.id)).map(|outline| outline.draw(settings, &mut pen));
        // A glyph without an outline is a space.
        if let (Some(Ok(_)), Some(path)) = (drawn, pen.0.finish()) {
            let (left, base) = (x + glyph.x * size, placed.y - glyph.y * size);
            let place = transform.pre_concat(Transform::from_row(1.0, 0.0, 0.0, -1.0, left, base));
            map.fill_path(&path, paint, FillRule::Winding, place, None);
        }
        x += glyph.advance * size;
    }
}

/// Takes an outline down as a path.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
