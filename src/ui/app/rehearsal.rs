//! The first frame, drawn where nobody sees it while the window is still being made.

use std::thread::sleep;
use std::time::Duration;

use egui::{Context, Pos2, RawInput, Rect};

use super::{App, TEXTURE_SIDE, WINDOW, theme};

/// How often is looked whether the counter has opened.
const LOOK: Duration = Duration::from_millis(4);

impl App {
    /// Draws frames as large as a new window until the counter has opened or the window is
    /// there, so that the words, the letters and their shapes are at hand then.
    pub fn rehearse(&mut self, ctx: &Context, window_is_there: impl Fn() -> bool) {
        frame(ctx, |ui| {
            theme::draw_letters(ui);
            self.ui(ui);
        });
        while self.shop.opened.is_none() && !window_is_there() {
            sleep(LOOK);
            self.listen(ctx);
        }
        frame(ctx, |ui| self.ui(ui));
    }
}

/// Draws a frame. What it has to say to the window and to its renderer, the next one says.
fn frame(ctx: &Context, draw: impl FnMut(&mut egui::Ui)) {
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW.into())),
        max_texture_side: Some(TEXTURE_SIDE),
        ..RawInput::default()
    };
    let mut output = ctx.run_ui(input, draw);
    let textures = ctx.tex_manager();
    for (id, images) in std::mem::take(&mut output.textures_delta.set) {
        for image in images {
            textures.write().set(id, image);
        }
    }
    for (id, window) in output.viewport_output {
        for command in window.commands {
            ctx.send_viewport_cmd_to(id, command);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fonts;
    use egui::{TextureId, ViewportCommand, ViewportId};

    #[test]
    fn what_a_rehearsed_frame_has_to_say_the_next_one_says() {
        let ctx = Context::default();
        fonts::install(&ctx);
        let draw = |ui: &mut egui::Ui| {
            ui.label("Galla");
        };
        frame(&ctx, |ui| {
            draw(ui);
            ui.ctx().send_viewport_cmd(ViewportCommand::Focus);
        });
        let input = RawInput { max_texture_side: Some(TEXTURE_SIDE), ..RawInput::default() };
        let mut shown = ctx.run_ui(input, draw);
        let letters = &shown.textures_delta.set[&TextureId::default()];
        assert!(letters[0].is_whole(), "a part alone would have nowhere to go");
        assert!(letters.iter().all(|image| image.image.width() <= TEXTURE_SIDE));
        let commands = &shown.viewport_output[&ViewportId::ROOT].commands;
        assert!(commands.contains(&ViewportCommand::Focus), "{commands:?}");
        shown.textures_delta.clear();
    }
}
