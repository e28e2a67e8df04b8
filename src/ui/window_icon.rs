//! The picture by which the desktop shows the window: the drawing of packaging/galla.svg.

use egui::IconData;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform,
};

/// Its sides, in pixels; the drawing is made for this size.
const SIDE: u16 = 64;

/// How wide the lines of the rupee are, in pixels.
const LINE: f32 = 2.6;

/// A green tile, a white cash box with an amber lid, and a rupee on it.
#[must_use]
pub fn window_icon() -> IconData {
    let side = u32::from(SIDE);
    let Some(mut pixels) = Pixmap::new(side, side) else { return IconData::default() };
    let green = Color::from_rgba8(0x0b, 0x5d, 0x52, 0xff);
    let amber = Color::from_rgba8(0xf2, 0xb6, 0x3c, 0xff);
    for (shape, color) in [(tile(), green), (chest(), Color::WHITE), (lid(), amber)] {
        let Some(shape) = shape else { continue };
        pixels.fill_path(&shape, &paint(color), FillRule::Winding, Transform::identity(), None);
    }
    if let Some(rupee) = rupee() {
        let pen = Stroke {
            width: LINE,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        pixels.stroke_path(&rupee, &paint(green), &pen, Transform::identity(), None);
    }
    let rgba = pixels.pixels().iter().flat_map(|pixel| {
        let pixel = pixel.demultiply();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    });
    IconData { rgba: rgba.collect(), width: side, height: side }
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color);
    paint
}

fn tile() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(16.0, 4.0);
    path.line_to(48.0, 4.0);
    path.quad_to(60.0, 4.0, 60.0, 16.0);
    path.line_to(60.0, 48.0);
    path.quad_to(60.0, 60.0, 48.0, 60.0);
    path.line_to(16.0, 60.0);
    path.quad_to(4.0, 60.0, 4.0, 48.0);
    path.line_to(4.0, 16.0);
    path.quad_to(4.0, 4.0, 16.0, 4.0);
    path.finish()
}

fn chest() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(16.0, 26.0);
    path.line_to(48.0, 26.0);
    path.line_to(48.0, 48.0);
    path.quad_to(48.0, 52.0, 44.0, 52.0);
    path.line_to(20.0, 52.0);
    path.quad_to(16.0, 52.0, 16.0, 48.0);
    path.close();
    path.finish()
}

fn lid() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(20.0, 14.0);
    path.line_to(44.0, 14.0);
    path.line_to(50.0, 24.0);
    path.line_to(14.0, 24.0);
    path.close();
    path.finish()
}

fn rupee() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(25.0, 31.0);
    path.line_to(39.0, 31.0);
    path.move_to(25.0, 36.0);
    path.line_to(39.0, 36.0);
    path.move_to(25.0, 31.0);
    path.line_to(29.0, 31.0);
    path.cubic_to(37.0, 31.0, 37.0, 40.0, 29.0, 40.0);
    path.line_to(26.0, 40.0);
    path.line_to(35.0, 48.0);
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_the_drawing() {
        let icon = window_icon();
        let pixel = |x: usize, y: usize| {
            let at = (y * usize::from(SIDE) + x) * 4;
            <[u8; 4]>::try_from(&icon.rgba[at..at + 4]).unwrap()
        };
        assert_eq!(icon.rgba.len(), usize::from(SIDE) * usize::from(SIDE) * 4);
        assert_eq!(pixel(0, 0)[3], 0, "round corners");
        assert_eq!(pixel(8, 32), [0x0b, 0x5d, 0x52, 0xff], "the tile");
        assert_eq!(pixel(32, 19), [0xf2, 0xb6, 0x3c, 0xff], "the lid");
        assert_eq!(pixel(20, 45), [0xff; 4], "the chest");
        assert_eq!(pixel(32, 31), [0x0b, 0x5d, 0x52, 0xff], "the rupee");
    }
}
