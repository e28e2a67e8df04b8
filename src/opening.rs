//! Opening the window: what is shown in it is made ready meanwhile, and another renderer is tried where OpenGL fails.
//!
//! A remote desktop or a Windows machine without a graphics driver has no OpenGL that is new
//! enough; Direct3D 12 draws in software there. Elsewhere Mesa's and Apple's OpenGL do.

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};
use eframe::{CreationContext, NativeOptions, Renderer};
use egui::Context;
use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;
use galla::ui::{self, App};

/// Says which renderer alone is to be tried: `opengl` or `wgpu`.
const ASKED_FOR: &str = "GALLA_RENDERER";

/// The renderers that this program has, the first choice first.
#[cfg(any(windows, feature = "wgpu"))]
const RENDERERS: &[(&str, Renderer)] = &[("opengl", Renderer::Glow), ("wgpu", Renderer::Wgpu)];
#[cfg(not(any(windows, feature = "wgpu")))]
const RENDERERS: &[(&str, Renderer)] = &[("opengl", Renderer::Glow)];

/// A window that was made has its first frame after less.
const AFTER_THE_FIRST_FRAME: Duration = Duration::from_secs(1);

/// Opens the window that `make` fills, and returns when it is closed. `dress` is told when the
/// window is there, and says what is shown in it.
///
/// # Errors
/// When no renderer can open one.
pub fn open(
    make: impl FnOnce(&Context) -> App + Send + 'static,
    dress: impl FnOnce(&Context, App) -> Box<dyn eframe::App>,
) -> Result<()> {
    let fonts = Arc::new(SystemFonts::default());
    let ctx = context(Arc::clone(&fonts));
    let is_there = Arc::new(AtomicBool::new(false));
    let ready = thread::Builder::new().name("rehearsal".into()).spawn({
        let (ctx, is_there) = (ctx.clone(), Arc::clone(&is_there));
        move || {
            let mut app = make(&ctx);
            app.rehearse(&ctx, || is_there.load(Ordering::Relaxed));
            app
        }
    })?;
    // Taken by the first renderer that gets so far as to have a window.
    let ready = Cell::new(Some((ready, dress)));
    let fill = |creation: &CreationContext<'_>| {
        is_there.store(true, Ordering::Relaxed);
        SystemFonts::look_for(Arc::clone(&fonts));
        let (ready, dress) = ready.take().ok_or("this window was filled before")?;
        let app = ready.join().map_err(|_| "what is in the window cannot be drawn")?;
        Ok(dress(&creation.egui_ctx, app))
    };
    let mut troubles = Vec::new();
    for (name, renderer) in renderers() {
        match eframe::run_native_ext("galla", options(renderer), Some(ctx.clone()), Box::new(fill))
        {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!(name, %error, "no window can be opened by this renderer");
                troubles.push(format!("{name}: {error}"));
            }
        }
        if is_there.load(Ordering::Relaxed) {
            break;
        }
    }
    let troubles = troubles.join("; ");
    Err(anyhow!("no window can be opened here ({troubles}); is there a display?"))
}

/// The renderers to be tried, in their order.
fn renderers() -> impl Iterator<Item = (&'static str, Renderer)> {
    let asked = std::env::var(ASKED_FOR)
        .ok()
        .filter(|asked| RENDERERS.iter().any(|(name, _)| name == asked));
    let wanted = move |name: &str| asked.as_ref().is_none_or(|asked| asked == name);
    RENDERERS.iter().copied().filter(move |(name, _)| wanted(name))
}

/// The system's fonts, for letters that Galla's own lack. To look for them keeps a core busy, which
/// the first frame wants: they are looked for when the window is there, or when they are needed.
#[derive(Default)]
struct SystemFonts(OnceLock<SystemFontProvider>);

impl SystemFonts {
    /// Looks for them when the first frame is on the screen.
    fn look_for(this: Arc<Self>) {
        let look = move || {
            thread::sleep(AFTER_THE_FIRST_FRAME);
            this.found();
        };
        // Without the thread they are looked for when they are needed.
        let _looking = thread::Builder::new().name("fonts".into()).spawn(look);
    }

    fn found(&self) -> &SystemFontProvider {
        self.0.get_or_init(SystemFontProvider::new)
    }
}

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        self.found().font_for(request)
    }
}

/// The context as eframe would make it, with the way to the system's fonts from the beginning:
/// later it would have all fonts be read again.
fn context(fonts: Arc<SystemFonts>) -> Context {
    let ctx = Context::default();
    ctx.set_embed_viewports(false);
    ctx.options_mut(|options| options.max_passes = NonZeroUsize::MIN.saturating_add(1));
    ctx.add_font_provider(fonts);
    ctx
}

fn options(renderer: Renderer) -> NativeOptions {
    NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Galla")
            .with_app_id("galla")
            .with_icon(ui::window_icon())
            .with_inner_size(ui::WINDOW)
            .with_min_inner_size(ui::SMALLEST_WINDOW)
            .with_maximized(true),
        system_font_fallback: false,
        // It hides the steps of long gradients. Here are none, and each pixel would pay for it.
        dithering: false,
        renderer,
        ..NativeOptions::default()
    }
}
