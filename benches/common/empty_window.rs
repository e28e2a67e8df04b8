//! The window that Galla is held against: the same renderer and the same size, and nothing in it.

use std::path::Path;
use std::process::Command;

/// Set for the child that is the empty window; says which.
const EMPTY: &str = "GALLA_BENCH_EMPTY_WINDOW";

/// Which window a process is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// One with nothing in it that stays open.
    Stays,
    /// One with nothing in it that closes when its first frame has been shown.
    Closes,
    /// As that one, on a background and with a word on it: what any drawing costs at all.
    SaysAWord,
}

/// A window with nothing in it.
struct EmptyWindow {
    frames: u32,
    which: Which,
}

impl eframe::App for EmptyWindow {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        match self.which {
            Which::Stays => return,
            Which::Closes => {}
            Which::SaysAWord => {
                egui::CentralPanel::default().show(ui, |ui| ui.label("Galla"));
            }
        }
        self.frames += 1;
        if self.frames == 2 {
            println!("shown");
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.ctx().request_repaint();
    }
}

/// Opens the empty window, if this process is to be it; whether it was.
pub fn be_it() -> bool {
    let Some(how) = std::env::var_os(EMPTY) else { return false };
    let which = [Which::Stays, Which::Closes, Which::SaysAWord];
    let which = which.into_iter().find(|which| how == which.code()).unwrap();
    let app = EmptyWindow { frames: 0, which };
    let made = Box::new(move |_: &eframe::CreationContext<'_>| Ok(Box::new(app) as _));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size(galla::ui::WINDOW),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native("empty", options, made).unwrap();
    true
}

impl Which {
    const fn code(self) -> &'static str {
        match self {
            Self::Stays => "stays",
            Self::Closes => "closes",
            Self::SaysAWord => "says-a-word",
        }
    }
}

/// One of the empty windows as a process of its own.
pub fn command(itself: &Path, which: Which) -> Command {
    let mut command = Command::new(itself);
    command.env(EMPTY, which.code());
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
