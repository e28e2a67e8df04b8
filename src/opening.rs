//! Opening the window: what it says and looks like is made ready while the system makes the window.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Result, anyhow};
use eframe::CreationContext;
use egui::Context;
use egui_system_font_provider::SystemFontProvider;
use galla::ui::{self, App};

/// Opens the window that `make` fills, and returns when it is closed. `dress` is told when the
/// window is there, and says what is shown in it.
///
/// # Errors
/// When no window can be opened.
pub fn open(
    make: impl FnOnce(&Context) -> App + Send + 'static,
    dress: impl FnOnce(&Context, App) -> Box<dyn eframe::App>,
) -> Result<()> {
    let ctx = context();
    let is_there = Arc::new(AtomicBool::new(false));
    let ready = thread::Builder::new().name("rehearsal".into()).spawn({
        let (ctx, is_there) = (ctx.clone(), Arc::clone(&is_there));
        move || {
            let mut app = make(&ctx);
            app.rehearse(&ctx, || is_there.load(Ordering::Relaxed));
            app
        }
    })?;
    let fill = |creation: &CreationContext<'_>| {
        is_there.store(true, Ordering::Relaxed);
        match ready.join() {
            Ok(app) => Ok(dress(&creation.egui_ctx, app)),
            Err(_) => Err("what is in the window cannot be drawn".into()),
        }
    };
    let opened = eframe::run_native_ext("galla", options(), Some(ctx), Box::new(fill));
    opened.map_err(|error| anyhow!("no window can be opened here ({error}); is there a display?"))
}

/// The context as eframe would make it, with the system's fonts known from the beginning: later
/// they would have all fonts be read again.
fn context() -> Context {
    let ctx = Context::default();
    ctx.set_embed_viewports(false);
    ctx.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN.saturating_add(1));
    ctx.add_font_provider(Arc::new(SystemFontProvider::new()));
    ctx
}

fn options() -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Galla")
            .with_app_id("galla")
            .with_icon(ui::window_icon())
            .with_inner_size(ui::WINDOW)
            .with_min_inner_size(ui::SMALLEST_WINDOW)
            .with_maximized(true),
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    }
}
