//! The window that Galla is held against: the same renderer, and nothing in it.

use std::path::Path;
use std::process::Command;

/// Set for the child that is the empty window; says whether it stays.
const EMPTY: &str = "GALLA_BENCH_EMPTY_WINDOW";

/// A window with nothing in it.
struct EmptyWindow {
    frames: u32,
    stays: bool,
}

impl eframe::App for EmptyWindow {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if self.stays {
            return;
        }
        self.frames += 1;
        if self.frames > 1 {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.ctx().request_repaint();
    }
}

/// Opens the empty window, if this process is to be it; whether it was.
pub fn be_it() -> bool {
    let Some(how) = std::env::var_os(EMPTY) else { return false };
    let app = EmptyWindow { frames: 0, stays: how == "stays" };
    let made = Box::new(move |_: &eframe::CreationContext<'_>| Ok(Box::new(app) as _));
    eframe::run_native("empty", eframe::NativeOptions::default(), made).unwrap();
    true
}

/// The empty window as a process of its own: one that stays open, or that closes when its first
/// frame has been shown.
pub fn command(itself: &Path, stays: bool) -> Command {
    let mut command = Command::new(itself);
    command.env(EMPTY, if stays { "stays" } else { "closes" });
    command
}

/// Whether there is a display; says so when there is none.
pub fn has_display() -> bool {
    let there = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if !there {
        println!("there is no display here, so nothing is measured");
    }
    there
}
