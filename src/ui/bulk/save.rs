//! The report of a list on its way into a file.

use std::io;
use std::mem::replace;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Id, Key, Ui};

use super::{Done, ask, told};
use crate::counter::{BatchCommand, Command};
use crate::file_dialog::Wanted;
use crate::transaction::{Batch, bulk};
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Field, Weight, entered, heading, notice, weak, with_foot};
use crate::ui::words::Value;

/// The name that is offered for the file.
const NAME: &str = "list-report.csv";

/// A report on its way into a file.
#[derive(Default)]
pub struct SaveReport {
    file: String,
    saved: Option<Result<PathBuf, Arc<io::Error>>>,
    begun: bool,
}

impl SaveReport {
    /// The counter has written the file, or not.
    pub fn saved(&mut self, saved: &Result<PathBuf, Arc<io::Error>>) {
        self.saved = Some(saved.clone());
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, batch: &Batch) -> Done {
        let words = &shop.words;
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        let gone = with_foot(
            ui,
            "bulk-save",
            |ui| ui.add(Button::secondary(&words.say("go-back")).key("Esc").wide()).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                heading(ui, &words.say("bulk-save-title"));
                weak(ui, &words.say("bulk-save-explained"));
                self.choose_ui(ui, shop, batch);
                match &self.saved {
                    None => {}
                    Some(Ok(file)) => {
                        let file = [("file", Value::from(file.display().to_string()))];
                        notice(ui, Weight::Info, &words.say_with("bulk-saved", &file));
                    }
                    Some(Err(error)) => {
                        notice(ui, Weight::Error, &told::not_saved(words, error));
                    }
                }
            },
        )
        .0;
        if gone || esc { Done::Back } else { Done::Nothing }
    }

    fn choose_ui(&mut self, ui: &mut Ui, shop: &Shop, batch: &Batch) {
        let words = &shop.words;
        let text = || bulk::report(batch).unwrap_or_default();
        let label = words.say("bulk-choose-place");
        let choose = ui.add(Button::secondary(&label));
        if !replace(&mut self.begun, true) {
            choose.request_focus();
        }
        if choose.clicked() {
            self.saved = None;
            let (text, live) = (text(), shop.is_live());
            let wanted = Wanted::Place(NAME.to_owned());
            // The desktop's dialog has asked about a file that is there.
            shop.choose_file(&label, &wanted, move |file| {
                let command = BatchCommand::Save { file, text, replace: true };
                Command::Batch { live, command: Box::new(command) }
            });
        }
        let label = words.say("bulk-save-file");
        let field = Field::new(&label, &mut self.file).id(Id::unique("bulk-save-file"));
        let field = ui.add(field.limit(1_000));
        if field.changed() {
            self.saved = None;
        }
        if entered(&field) && !self.file.trim().is_empty() {
            let file = PathBuf::from(self.file.trim());
            ask(shop, BatchCommand::Save { file, text: text(), replace: false });
        }
    }
}
