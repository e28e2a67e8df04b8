//! A renderer of egui's pictures without a graphics card, the same on every machine.
//!
//! It does in plain arithmetic what `egui_glow` does on a card: textured, coloured triangles,
//! clipped to a rectangle and blended with premultiplied alpha in gamma space, eight bits a channel.

use std::collections::HashMap;

use egui::epaint::{ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, Context, FullOutput, Pos2, Rect, TextureFilter, TextureId, TextureOptions};
use egui::{TextureWrapMode, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;

/// Draws a kittest harness into an image.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

struct Texture {
    size: [usize; 2],
    texels: Vec<Color32>,
    options: TextureOptions,
}

/// The picture being drawn: premultiplied colours, row by row.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

/// The part of the canvas that may be drawn on, in whole pixels; the ends are exclusive.
#[derive(Clone, Copy)]
struct Clip {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// What a triangle is filled with at each pixel.
enum Fill<'a> {
    Plain(Color32),
    Shaded { planes: [Plane; 6], texture: &'a Texture, filter: TextureFilter },
}

/// A value that is linear over the picture: `base + x * dx + y * dy`.
#[derive(Clone, Copy)]
struct Plane {
    base: f32,
    dx: f32,
    dy: f32,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match change.pos {
                    None => {
                        let texture = Texture {
                            size: image.size,
                            texels: image.pixels.clone(),
                            options: change.options,
                        };
                        self.textures.insert(id, texture);
                    }
                    Some([left, top]) => {
                        let texture = self.textures.get_mut(&id).expect("a patch has a texture");
                        let [width, height] = image.size;
                        for row in 0..height {
                            let to = (top + row) * texture.size[0] + left;
                            let from = row * width;
                            texture.texels[to..to + width]
                                .copy_from_slice(&image.pixels[from..from + width]);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        // As the window is cleared (`App::clear_color`).
        let pixels = vec![ctx.global_style().visuals.panel_fill; width * height];
        let mut canvas = Canvas { width, height, pixels };
        for part in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &part.primitive else {
                return Err("a paint callback cannot be drawn without a graphics card".to_owned());
            };
            let texture = self.textures.get(&mesh.texture_id).ok_or("a mesh has no texture")?;
            canvas.draw(mesh, texture, canvas.clip(part.clip_rect, scale), scale);
        }
        let bytes = canvas.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect();
        RgbaImage::from_raw(width as u32, height as u32, bytes)
            .ok_or_else(|| "the picture has the wrong size".to_owned())
    }
}

impl Canvas {
    fn clip(&self, rect: Rect, scale: f32) -> Clip {
        let pixel = |at: f32, most: usize| ((at * scale).round().max(0.0) as usize).min(most);
        Clip {
            left: pixel(rect.min.x, self.width),
            top: pixel(rect.min.y, self.height),
            right: pixel(rect.max.x, self.width),
            bottom: pixel(rect.max.y, self.height),
        }
    }

    fn draw(&mut self, mesh: &Mesh, texture: &Texture, clip: Clip, scale: f32) {
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |at: usize| {
                let vertex = mesh.vertices[corners[at] as usize];
                Vertex { pos: vertex.pos * scale, ..vertex }
            };
            self.triangle([corner(0), corner(1), corner(2)], texture, clip);
        }
    }

    /// Fills the pixels whose middle lies in the triangle. A middle on an edge that two triangles
    /// share belongs to exactly one of them, so that no seam is drawn twice or left out.
    fn triangle(&mut self, corners: [Vertex; 3], texture: &Texture, clip: Clip) {
        let Some(fill) = Fill::of(corners, texture) else {
            return;
        };
        let points = corners.map(|corner| corner.pos);
        let ys = points.map(|point| point.y);
        let top = ys[0].min(ys[1]).min(ys[2]);
        let bottom = ys[0].max(ys[1]).max(ys[2]);
        for y in first_middle(top).max(clip.top)..first_middle(bottom).min(clip.bottom) {
            let Some((from, to)) = span(points, y as f32 + 0.5) else {
                continue;
            };
            let from = first_middle(from).max(clip.left);
            let to = first_middle(to).min(clip.right);
            if from >= to {
                continue;
            }
            let row = &mut self.pixels[y * self.width + from..y * self.width + to];
            match &fill {
                Fill::Plain(color) if color.a() == 255 => row.fill(*color),
                Fill::Plain(color) => {
                    row.iter_mut().for_each(|pixel| *pixel = over(*color, *pixel))
                }
                Fill::Shaded { planes, texture, filter } => {
                    for (pixel, x) in row.iter_mut().zip(from..) {
                        let [r, g, b, a, u, v] = planes.map(|plane| plane.at(x, y));
                        let texel = texture.sample(u, v, *filter);
                        let color = [r, g, b, a].map(|channel| channel / 255.0);
                        let mut mixed = [0; 4];
                        for ((out, texel), color) in mixed.iter_mut().zip(texel).zip(color) {
                            *out = (texel * color + 0.5) as u8;
                        }
                        let [r, g, b, a] = mixed;
                        *pixel = over(Color32::from_rgba_premultiplied(r, g, b, a), *pixel);
                    }
                }
            }
        }
    }
}

impl<'a> Fill<'a> {
    /// How a triangle is filled, or `None` when it has no area or no colour.
    fn of(corners: [Vertex; 3], texture: &'a Texture) -> Option<Self> {
        let [a, b, c] = corners;
        if a.uv == b.uv && b.uv == c.uv && a.color == b.color && b.color == c.color {
            let texel = texture.sample(a.uv.x, a.uv.y, texture.options.magnification);
            let channels = a.color.to_array();
            let mixed: [u8; 4] =
                std::array::from_fn(|at| (texel[at] * f32::from(channels[at]) / 255.0 + 0.5) as u8);
            let [r, g, b, a] = mixed;
            let color = Color32::from_rgba_premultiplied(r, g, b, a);
            return (color != Color32::TRANSPARENT).then_some(Self::Plain(color));
        }
        let values = corners.map(|corner| {
            let [r, g, b, a] = corner.color.to_array().map(f32::from);
            [r, g, b, a, corner.uv.x, corner.uv.y]
        });
        let points = corners.map(|corner| corner.pos);
        let mut planes = [Plane { base: 0.0, dx: 0.0, dy: 0.0 }; 6];
        for (at, plane) in planes.iter_mut().enumerate() {
            *plane = Plane::through(points, values.map(|value| value[at]))?;
        }
        let texels_per_pixel = (planes[4].dx * texture.size[0] as f32)
            .hypot(planes[5].dx * texture.size[1] as f32)
            .max(
                (planes[4].dy * texture.size[0] as f32)
                    .hypot(planes[5].dy * texture.size[1] as f32),
            );
        let options = texture.options;
        let filter =
            if texels_per_pixel > 1.0 { options.minification } else { options.magnification };
        Some(Self::Shaded { planes, texture, filter })
    }
}

impl Plane {
    fn through(points: [Pos2; 3], values: [f32; 3]) -> Option<Self> {
        let (ab, ac) = (points[1] - points[0], points[2] - points[0]);
        let area = ab.x * ac.y - ab.y * ac.x;
        if area == 0.0 {
            return None;
        }
        let (b, c) = (values[1] - values[0], values[2] - values[0]);
        let dx = (b * ac.y - c * ab.y) / area;
        let dy = (c * ab.x - b * ac.x) / area;
        Some(Self { base: values[0] - points[0].x * dx - points[0].y * dy, dx, dy })
    }

    /// The value in the middle of a pixel.
    fn at(self, x: usize, y: usize) -> f32 {
        self.base + (x as f32 + 0.5) * self.dx + (y as f32 + 0.5) * self.dy
    }
}

impl Texture {
    /// The premultiplied colour at texture coordinates from 0 to 1, in 0 to 255.
    fn sample(&self, u: f32, v: f32, filter: TextureFilter) -> [f32; 4] {
        let (x, y) = (u * self.size[0] as f32, v * self.size[1] as f32);
        if filter == TextureFilter::Nearest {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        // A hair's breadth off a texel's middle is rounding, not a wish to mix two texels.
        let snap = |at: f32| (at * 256.0).round() / 256.0;
        let (x, y) = (snap(x - 0.5), snap(y - 0.5));
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        if across == 0.0 && down == 0.0 {
            return self.texel(left, top);
        }
        let [nw, ne] = [self.texel(left, top), self.texel(left + 1, top)];
        let [sw, se] = [self.texel(left, top + 1), self.texel(left + 1, top + 1)];
        std::array::from_fn(|at| {
            let north = nw[at] + (ne[at] - nw[at]) * across;
            let south = sw[at] + (se[at] - sw[at]) * across;
            north + (south - north) * down
        })
    }

    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let [x, y] = [self.wrap(x, self.size[0]), self.wrap(y, self.size[1])];
        self.texels[y * self.size[0] + x].to_array().map(f32::from)
    }

    fn wrap(&self, at: i64, size: usize) -> usize {
        let size = size as i64;
        let wrapped = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
            TextureWrapMode::Repeat => at.rem_euclid(size),
            TextureWrapMode::MirroredRepeat => {
                let at = at.rem_euclid(2 * size);
                at.min(2 * size - 1 - at)
            }
        };
        wrapped as usize
    }
}

/// The first pixel whose middle is not before a coordinate.
fn first_middle(at: f32) -> usize {
    (at - 0.5).ceil().max(0.0) as usize
}

/// Where a horizontal line enters and leaves a triangle.
fn span(points: [Pos2; 3], y: f32) -> Option<(f32, f32)> {
    let mut crossings = (f32::INFINITY, f32::NEG_INFINITY);
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let (one, other) = (points[one], points[other]);
        // From the upper to the lower end whichever triangle asks: both must get the same crossing.
        let (upper, lower) =
            if (one.y, one.x) < (other.y, other.x) { (one, other) } else { (other, one) };
        if upper.y <= y && y < lower.y {
            let x = upper.x + (lower.x - upper.x) * ((y - upper.y) / (lower.y - upper.y));
            crossings = (crossings.0.min(x), crossings.1.max(x));
        }
    }
    (crossings.0 < crossings.1).then_some(crossings)
}

/// One premultiplied colour laid over another.
fn over(top: Color32, below: Color32) -> Color32 {
    if top == Color32::TRANSPARENT {
        return below;
    }
    let rest = 255 - u32::from(top.a());
    let mix = |top: u8, below: u8| {
        let through = (u32::from(below) * rest + 127) / 255;
        (u32::from(top) + through).min(255) as u8
    };
    let (t, b) = (top.to_array(), below.to_array());
    Color32::from_rgba_premultiplied(
        mix(t[0], b[0]),
        mix(t[1], b[1]),
        mix(t[2], b[2]),
        mix(t[3], b[3]),
    )
}
