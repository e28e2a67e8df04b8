//! A text as a QR code that a phone can read off the screen: black on white in either theme.

use egui::accesskit::Role;
use egui::{Color32, Mesh, Pos2, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};
use fast_qr::{ECL, Mode, QRBuilder};

/// The white edge, in modules, without which readers do not find a code.
const QUIET_ZONE: usize = 4;

/// The least pixels of a module's side that a phone's camera still tells apart.
const LEAST_PIXELS: usize = 2;

/// What a module is drawn in, and what it is drawn in when the code is no longer to be used.
const DARK: Color32 = Color32::BLACK;
const FADED: Color32 = Color32::from_gray(0xc8);
const LIGHT: Color32 = Color32::WHITE;

/// The code of one text. Made once and kept: making it is much more work than drawing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The modules of a side, without the white edge.
    side: usize,
    /// Row by row, whether a module is dark.
    modules: Vec<bool>,
}

impl Code {
    /// The code of these exact bytes, or `None` when there are none or more than one code holds
    /// (2,331).
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let code = QRBuilder::new(text).mode(Mode::Byte).ecl(ECL::M).build().ok()?;
        let modules = code.data.iter().take(code.size * code.size).map(|module| module.value());
        Some(Self { side: code.size, modules: modules.collect() })
    }

    /// Draws the code as large as whole pixels allow within a square of `side_points`, and takes
    /// just that much room, white edge included. `None`, and nothing is drawn, when a module would
    /// have less than two pixels. `name` is what a screen reader says.
    ///
    /// `dimmed` draws a code that is not to be paid any more: one can see that it was there, a
    /// phone does not read it.
    pub fn show(
        &self,
        ui: &mut Ui,
        side_points: f32,
        dimmed: bool,
        name: &str,
    ) -> Option<Response> {
        let pixels_per_point = ui.pixels_per_point();
        let across = self.side + 2 * QUIET_ZONE;
        // A hair more, so that a side that was worked out from pixels is not one pixel short.
        let pixels = (side_points * pixels_per_point + 0.01) as usize / across;
        if pixels < LEAST_PIXELS {
            return None;
        }
        let side = (across * pixels) as f32 / pixels_per_point;
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::HOVER);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        if ui.is_rect_visible(rect) {
            let grid = Grid {
                corner: (rect.min.to_vec2() * pixels_per_point).round().to_pos2(),
                pixels: pixels as f32,
                pixels_per_point,
            };
            ui.painter().add(self.mesh(&grid, dimmed));
        }
        Some(response)
    }

    /// The code as plain rectangles. A mesh is drawn as it is, without the soft edges that egui
    /// gives to its own rectangles.
    fn mesh(&self, grid: &Grid, dimmed: bool) -> Mesh {
        let mut mesh = Mesh::default();
        let across = self.side + 2 * QUIET_ZONE;
        mesh.add_colored_rect(grid.rect(0, 0, across, across), LIGHT);
        let color = if dimmed { FADED } else { DARK };
        for (y, row) in self.modules.chunks(self.side).enumerate() {
            let mut x = 0;
            // Modules side by side are one rectangle.
            for run in row.chunk_by(PartialEq::eq) {
                if run.first() == Some(&true) {
                    let (left, top) = (x + QUIET_ZONE, y + QUIET_ZONE);
                    mesh.add_colored_rect(grid.rect(left, top, run.len(), 1), color);
                }
                x += run.len();
            }
        }
        if dimmed {
            // Pale ink alone does not stop a good camera; without their pupils the three eyes in
            // the corners, by which a reader finds the code, are none.
            for (x, y) in [(0, 0), (self.side - EYE, 0), (0, self.side - EYE)] {
                let (left, top) = (x + QUIET_ZONE + 2, y + QUIET_ZONE + 2);
                mesh.add_colored_rect(grid.rect(left, top, PUPIL, PUPIL), LIGHT);
            }
        }
        mesh
    }
}

/// The modules of an eye's side, and of its pupil's.
const EYE: usize = 7;
const PUPIL: usize = 3;

/// Where modules lie on the screen: every edge on the edge of a pixel.
struct Grid {
    /// In pixels, a whole number of them.
    corner: Pos2,
    /// Pixels of a module's side, a whole number of them.
    pixels: f32,
    pixels_per_point: f32,
}

impl Grid {
    /// A rectangle of modules, in points; the white edge counts.
    fn rect(&self, left: usize, top: usize, width: usize, height: usize) -> Rect {
        let at = |x: usize, y: usize| {
            let pixel = self.corner + vec2(x as f32, y as f32) * self.pixels;
            pos2(pixel.x / self.pixels_per_point, pixel.y / self.pixels_per_point)
        };
        Rect::from_min_max(at(left, top), at(left + width, top + height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &Code) -> (rqrr::MetaData, Vec<u8>) {
        let grid = rqrr::SimpleGrid::from_func(code.side, |x, y| code.modules[y * code.side + x]);
        let mut bytes = Vec::new();
        let meta = rqrr::Grid::new(grid).decode_to(&mut bytes).expect("it can be read");
        (meta, bytes)
    }

    /// The most bytes of each version with correction M (ISO/IEC 18004, table 7).
    const MOST: [usize; 40] = [
        14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624,
        666, 711, 779, 857, 911, 997, 1_059, 1_125, 1_190, 1_264, 1_370, 1_452, 1_538, 1_628,
        1_722, 1_809, 1_911, 1_989, 2_099, 2_213, 2_331,
    ];

    #[test]
    fn a_full_code_of_every_size_says_exactly_the_text() {
        for (most, version) in MOST.into_iter().zip(1..) {
            let text: String = "upi://pay?pa=a@b&am=20.00%20".chars().cycle().take(most).collect();
            let code = Code::new(&text).unwrap();
            assert_eq!(code.side, 17 + 4 * version, "{most} bytes");
            let (meta, bytes) = read(&code);
            assert_eq!(bytes, text.as_bytes(), "{most} bytes");
            assert_eq!(meta.ecc_level, 0, "correction M is level 0 in the code's own count");
        }
    }

    #[test]
    fn digits_and_hindi_are_bytes_too() {
        let (digits, bytes) = (Code::new("2023").unwrap(), Code::new("20ab").unwrap());
        assert_eq!(digits.side, bytes.side);
        assert_eq!(read(&digits).1, b"2023");
        let hindi = "upi://pay?pn=आशा";
        assert_eq!(read(&Code::new(hindi).unwrap()).1, hindi.as_bytes());
    }

    #[test]
    fn nothing_and_too_much_have_no_code() {
        assert_eq!(Code::new(""), None);
        assert!(Code::new(&"a".repeat(2_331)).is_some());
        assert_eq!(Code::new(&"a".repeat(2_332)), None);
    }
}
