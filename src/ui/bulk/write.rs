//! A list on its way in: pasted, typed, or out of a file.

use std::io;
use std::mem::take;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Id, Key, Ui};

use super::{Done, ask, told};
use crate::counter::{BatchCommand, Source, WhyNotChecked};
use crate::file_dialog::Wanted;
use crate::transaction::Category;
use crate::transaction::bulk::{Checked, Column, MOST_BYTES};
use crate::ui::keys::{self, Line, line};
use crate::ui::order_words;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{
    Button, Chooser, Field, Weight, area, entered, heading, notice, with_foot,
};
use crate::ui::words::{Value, Words};

/// How many lines of the list are in sight.
const ROWS: usize = 6;

/// The list as it is written.
pub struct Write {
    text: String,
    file: String,
    category: usize,
    /// Why it cannot be looked at.
    problem: Option<String>,
    /// Whether the counter is at it.
    asked: bool,
    take_focus: bool,
}

impl Default for Write {
    fn default() -> Self {
        Self::with(String::new())
    }
}

fn text_id() -> Id {
    Id::unique("bulk-text")
}

impl Write {
    /// A list that begins with a text.
    pub const fn with(text: String) -> Self {
        let file = String::new();
        Self { text, file, category: 0, problem: None, asked: false, take_focus: true }
    }

    /// Gives the focus to the list.
    pub const fn come_back(&mut self) {
        self.take_focus = true;
    }

    /// The counter cannot read the file.
    pub fn not_read(&mut self, error: &io::Error, words: &Words) {
        self.asked = false;
        self.problem = Some(told::not_read(words, error));
    }

    /// The counter has looked at the list; whether it was asked to.
    pub fn checked(
        &mut self,
        text: &str,
        checked: &Result<Arc<Checked>, WhyNotChecked>,
        words: &Words,
    ) -> bool {
        let asked = take(&mut self.asked);
        if asked {
            text.clone_into(&mut self.text);
            self.problem = checked.as_ref().err().map(|why| told::not_checked(words, why));
        }
        asked
    }

    fn is_ready(&self) -> bool {
        !self.asked && !self.text.trim().is_empty()
    }

    /// The keys of the screen.
    pub fn keys(&self) -> Vec<Line> {
        let check = self.is_ready().then_some(line(keys::CTRL_ENTER, "key-check-list"));
        check.into_iter().chain([keys::BACK]).collect()
    }

    /// Draws the screen; `looked` is whether there is a list to look back at.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, looked: bool) -> Done {
        let words = &shop.words;
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        // Before the field, to which Enter is a new line.
        let enter = keys::CTRL_ENTER.taken(ui.ctx());
        let free = self.is_ready();
        let ((pressed, back), look) = with_foot(
            ui,
            "bulk-write",
            |ui| {
                let label = words.say("bulk-check");
                let button = Button::primary(&label).key(keys::CTRL_ENTER.name).wide();
                let label = words.say("go-back");
                let back = Button::secondary(&label).key("Esc").wide();
                ui.columns_const(|[left, right]| {
                    (left.add_enabled(free, button).clicked(), right.add(back).clicked())
                })
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                let look = ui.horizontal(|ui| {
                    heading(ui, &words.say("bulk-title"));
                    looked && ui.add(Button::quiet(&words.say("bulk-newest"))).clicked()
                });
                self.category_ui(ui, words);
                self.text_ui(ui, words);
                self.file_ui(ui, shop);
                look.inner
            },
        );
        if (pressed || enter) && free {
            self.check(shop, Source::Text(self.text.clone()));
        }
        match (look, back || esc) {
            (true, _) => Done::Run,
            (_, true) => Done::Back,
            _ => Done::Nothing,
        }
    }

    fn category_ui(&mut self, ui: &mut Ui, words: &Words) {
        let names = Category::ALL.map(|category| order_words::category(words, category));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut chosen = Some(self.category);
        let label = words.say("recharge-what");
        Chooser::pills(&label, &names).id(Id::unique("bulk-category")).show(ui, &mut chosen);
        self.category = chosen.unwrap_or_default();
    }

    fn text_ui(&mut self, ui: &mut Ui, words: &Words) {
        if let Some(problem) = &self.problem {
            notice(ui, Weight::Error, problem);
        }
        let label = words.say("bulk-text");
        let headings: Vec<_> = Column::ALL.iter().map(|column| column.heading()).collect();
        let headings = [("headings", Value::from(headings.join(", ")))];
        let note = words.say_with("bulk-text-note", &headings);
        let limits = (ROWS, MOST_BYTES);
        let text = area(ui, text_id(), &label, &mut self.text, limits, &note, None);
        if text.changed() {
            self.problem = None;
        }
        if take(&mut self.take_focus) {
            text.request_focus();
        }
    }

    /// The ways to say which file: the desktop's dialog, its name, or dropped on the window.
    fn file_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let dropped = ui.input(|input| {
            input.raw.dropped_files.first().map(|dropped| dropped.path().to_owned())
        });
        if let Some(file) = dropped {
            self.file = file.display().to_string();
            self.check(shop, Source::File(file));
        }
        let label = words.say("bulk-choose-file");
        let beside = words.say("bulk-file");
        let (chosen, field) = ui
            .horizontal_top(|ui| {
                let chosen = ui.vertical(|ui| {
                    // Beside the field, not beside its label.
                    ui.add_space(space::XL);
                    ui.add(Button::secondary(&label)).clicked()
                });
                let field = Field::new(&beside, &mut self.file).id(Id::unique("bulk-file"));
                (chosen.inner, ui.add(field.limit(1_000)))
            })
            .inner;
        if chosen {
            self.asked = true;
            self.problem = None;
            let (category, catalogue, live) =
                (self.category(), shop.catalogue().unwrap_or_default(), shop.is_live());
            shop.choose_file(&label, &Wanted::File, move |file| {
                let source = Source::File(file);
                let command = Box::new(BatchCommand::Check { source, category, catalogue });
                crate::counter::Command::Batch { live, command }
            });
        }
        if entered(&field) && !self.file.trim().is_empty() {
            self.check(shop, Source::File(PathBuf::from(self.file.trim())));
        }
    }

    fn category(&self) -> Category {
        Category::ALL.get(self.category).copied().unwrap_or(Category::MobilePrepaid)
    }

    fn check(&mut self, shop: &Shop, source: Source) {
        self.asked = true;
        self.problem = None;
        let (category, catalogue) = (self.category(), shop.catalogue().unwrap_or_default());
        ask(shop, BatchCommand::Check { source, category, catalogue });
    }
}
