//! What several test files share.

pub mod closing;
pub mod counter;
pub mod day;
pub mod lists;
pub mod payu;
pub mod renderer;
pub mod scripted;

use egui::{Ui, UiBuilder};

/// Shows a page in the whole window: kittest by itself leaves a margin around it.
pub fn whole_window(ui: &mut Ui, page: impl FnOnce(&mut Ui)) {
    let window = ui.ctx().content_rect();
    ui.set_clip_rect(window);
    ui.scope_builder(UiBuilder::new().max_rect(window), page);
}
