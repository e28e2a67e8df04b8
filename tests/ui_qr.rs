//! The QR code as it reaches the screen, at every usual scale: read back, and measured pixel by pixel.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use common::{renderer::CpuRenderer, whole_window};
use egui::accesskit::Role;
use egui::{Pos2, Rect, Shape, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use galla::settings::{TextSize, Theme};
use galla::ui::qr::Code;
use galla::ui::{fonts, theme};
use image::{Rgba, RgbaImage};

const SHORT: &str = "upi://pay?pa=a@b&am=20";
const USUAL: &str = "upi://pay?pa=biswaa@finobank&pn=upitestret&mc=6012&tr=535462493129143269\
    &tn=UPI%20Collection&am=10&mode=04&tid=535462493129143269";

/// The scales that desktops offer first.
const SCALES: [f32; 4] = [1.0, 1.25, 1.5, 2.0];

const WHITE: Rgba<u8> = Rgba([255, 255, 255, 255]);
const BLACK: Rgba<u8> = Rgba([0, 0, 0, 255]);

/// A code in a window: the picture, and where in it the code says that it is, in pixels.
struct Shown {
    picture: RgbaImage,
    place: Option<Rect>,
    /// The corners of all that the code is painted of, in pixels.
    corners: Vec<Pos2>,
}

/// One way to show a code.
#[derive(Clone, Copy, Debug)]
struct Way {
    scale: f32,
    side: f32,
    /// Points before the code, so that it does not begin where a pixel does.
    before: f32,
    theme: Theme,
    dimmed: bool,
}

impl Way {
    fn new(scale: f32, side: f32) -> Self {
        Self { scale, side, before: 0.0, theme: Theme::Dark, dimmed: false }
    }

    fn show(self, text: &str) -> Shown {
        let code = Code::new(text).unwrap();
        let mut window = Harness::builder()
            .with_size(vec2(500.0, 500.0))
            .with_pixels_per_point(self.scale)
            .renderer(CpuRenderer::default())
            .with_context_setup(move |ctx| {
                fonts::install(ctx);
                theme::apply(ctx, self.theme, TextSize::Normal);
            })
            .build_ui(move |ui| {
                whole_window(ui, |ui| {
                    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
                    let window = ui.max_rect();
                    ui.painter().rect_filled(window, 0.0, theme::colors(ui).window);
                    let indent = vec2(self.before, self.before);
                    let place = Rect::from_min_max(window.min + indent, window.max);
                    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
                        code.show(ui, self.side, self.dimmed, "Code for ₹10.00");
                    });
                });
            });
        window.run();
        let place = window
            .query_by_role_and_label(Role::Image, "Code for ₹10.00")
            .map(|node| node.rect() * self.scale);
        let corners = window.output().shapes.iter().flat_map(|clipped| match &clipped.shape {
            Shape::Mesh(mesh) => {
                mesh.vertices.iter().map(|vertex| vertex.pos * self.scale).collect()
            }
            _ => Vec::new(),
        });
        let corners = corners.collect();
        Shown { picture: window.render().unwrap(), place, corners }
    }
}

impl Shown {
    /// What a reader finds in the picture: everything that it takes for a code, as bytes.
    fn read(&self) -> Vec<Vec<u8>> {
        self.read_as(|luma| luma)
    }

    /// What a camera finds that sees nothing but the code, and any ink on white as black.
    fn read_closely(&self) -> Vec<Vec<u8>> {
        let [left, top, right, bottom] = self.bounds();
        let near = image::imageops::crop_imm(&self.picture, left, top, right - left, bottom - top);
        let near = Self { picture: near.to_image(), place: None, corners: Vec::new() };
        near.read_as(|luma| if luma == 255 { 255 } else { 0 })
    }

    fn read_as(&self, seen: fn(u8) -> u8) -> Vec<Vec<u8>> {
        let mut gray = image::DynamicImage::ImageRgba8(self.picture.clone()).to_luma8();
        gray.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(seen));
        let mut prepared = rqrr::PreparedImage::prepare(gray);
        let grids = prepared.detect_grids();
        let decoded = grids.iter().filter_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok().map(|_| bytes)
        });
        decoded.collect()
    }

    /// The left, top, right and bottom pixels of all that is black or white, the ends exclusive.
    fn bounds(&self) -> [u32; 4] {
        let drawn = || {
            let painted = |pixel: &Rgba<u8>| *pixel == WHITE || *pixel == BLACK;
            self.picture.enumerate_pixels().filter(move |(_, _, pixel)| painted(pixel))
        };
        let (xs, ys) = (|| drawn().map(|(x, _, _)| x), || drawn().map(|(_, y, _)| y));
        let [left, top] = [xs().min().unwrap(), ys().min().unwrap()];
        [left, top, xs().max().unwrap() + 1, ys().max().unwrap() + 1]
    }
}

/// The modules of a code's side, white edge included: 17 and four for each version, and eight.
fn modules(text: &str) -> u32 {
    let version = match text.len() {
        0..=26 => 2,
        123..=152 => 8,
        other => panic!("{other} bytes: say which version"),
    };
    17 + 4 * version + 8
}

#[test]
fn m13_a_reader_reads_the_link_byte_for_byte_at_every_scale() {
    for text in [SHORT, USUAL] {
        for scale in SCALES {
            for side in [180.0, 233.3, 320.0, 480.0] {
                let way = Way { before: 13.4, ..Way::new(scale, side) };
                assert_eq!(way.show(text).read(), [text.as_bytes()], "{way:?}");
            }
        }
    }
}

#[test]
fn every_module_is_a_square_of_whole_pixels_and_the_edge_is_white() {
    for scale in SCALES {
        for (before, side) in [(0.0, 180.0), (13.4, 233.3), (7.7, 480.0)] {
            let way = Way { before, ..Way::new(scale, side) };
            let shown = way.show(USUAL);
            let across = modules(USUAL);
            let [left, top, right, bottom] = shown.bounds();
            let pixels = (side * scale) as u32 / across;
            assert_eq!((right - left, bottom - top), (across * pixels, across * pixels), "{way:?}");

            let mut dark = 0;
            for y in 0..across {
                for x in 0..across {
                    let at = |dx, dy| {
                        *shown.picture.get_pixel(left + x * pixels + dx, top + y * pixels + dy)
                    };
                    let module = at(0, 0);
                    let quiet = [x, y].iter().any(|at| *at < 4 || *at >= across - 4);
                    assert!(module == WHITE || module == BLACK && !quiet, "{way:?}: {x}, {y}");
                    let all = (0..pixels).all(|dx| (0..pixels).all(|dy| at(dx, dy) == module));
                    assert!(all, "{way:?}: the module {x}, {y} is of two colours");
                    dark += u32::from(module == BLACK);
                }
            }
            assert!(dark > across * across / 4, "{way:?}: {dark} dark modules");
            let eye = *shown.picture.get_pixel(left + 4 * pixels, top + 4 * pixels);
            assert_eq!(eye, BLACK, "{way:?}: the first eye begins after four modules");

            // A card that softens edges, as some do, finds none between two pixels.
            assert!(shown.corners.len() > 1_000, "{way:?}");
            for corner in &shown.corners {
                let off = (*corner - corner.round()).abs();
                assert!(off.max_elem() < 0.001, "{way:?}: {corner:?}");
            }
        }
    }
}

#[test]
fn a_code_takes_the_room_that_it_is_drawn_in() {
    for scale in SCALES {
        let shown = Way { before: 13.4, ..Way::new(scale, 300.0) }.show(USUAL);
        let place = shown.place.expect("it has its name");
        let drawn = shown.bounds().map(|at| at as f32);
        let told = [place.left(), place.top(), place.right(), place.bottom()];
        for (drawn, told) in drawn.into_iter().zip(told) {
            assert!((drawn - told).abs() <= 1.0, "at {scale}: drawn {drawn}, told {told}");
        }
        assert!(place.width() <= 300.0 * scale + 0.1);
    }
}

#[test]
fn a_code_is_black_on_white_in_either_theme() {
    for theme in [Theme::Light, Theme::Dark] {
        let shown = Way { theme, ..Way::new(1.0, 300.0) }.show(USUAL);
        assert_eq!(shown.read(), [USUAL.as_bytes()], "{theme:?}");
        let place = shown.place.unwrap().shrink(1.0);
        let middle = place.center();
        let pixels: Vec<_> = (place.left() as u32..place.right() as u32)
            .map(|x| *shown.picture.get_pixel(x, middle.y as u32))
            .collect();
        assert!(pixels.iter().all(|pixel| [BLACK, WHITE].contains(pixel)), "{theme:?}");
        assert!(pixels.contains(&BLACK) && pixels.contains(&WHITE), "{theme:?}");
    }
}

#[test]
fn a_dimmed_code_is_seen_and_not_read() {
    for scale in SCALES {
        for text in [SHORT, USUAL] {
            let shown = Way { dimmed: true, ..Way::new(scale, 320.0) }.show(text);
            assert!(shown.read().is_empty(), "at {scale}");
            assert!(shown.read_closely().is_empty(), "at {scale}");
            let fresh = Way::new(scale, 320.0).show(text);
            assert_eq!(fresh.read_closely(), [text.as_bytes()], "such a camera reads a fresh one");
            assert!(shown.place.is_some(), "it keeps its name and its place");
            let grays: u32 = shown
                .picture
                .pixels()
                .map(|pixel| u32::from(pixel.0 == [0xc8, 0xc8, 0xc8, 255]))
                .sum();
            assert!(grays > 5_000, "at {scale}: {grays} gray pixels");
            assert!(shown.picture.pixels().all(|pixel| *pixel != BLACK));
        }
    }
}

#[test]
fn a_code_that_would_be_too_fine_to_read_is_not_drawn() {
    let least = (2 * modules(USUAL)) as f32;
    for scale in SCALES {
        assert!(Way::new(scale, least / scale).show(USUAL).place.is_some(), "at {scale}");
        let shown = Way::new(scale, (least - 1.0) / scale).show(USUAL);
        assert!(shown.place.is_none(), "at {scale}");
        assert!(shown.picture.pixels().all(|pixel| *pixel != WHITE && *pixel != BLACK));
    }
    for side in [0.0, -5.0, f32::NAN] {
        assert!(Way::new(1.0, side).show(SHORT).place.is_none(), "{side}");
    }
}
