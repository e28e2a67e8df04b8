//! A list on its way in, looked at before it is used, and a list on its way out.

use std::io;
use std::mem::{replace, take};
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Id, Key, Ui};

use super::{Done, faults};
use crate::catalogue::{Catalogue, CatalogueError, Column, Sheet};
use crate::counter::{Command, ListKind, WhyNoCatalogue};
use crate::file_dialog::Wanted;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{
    Button, Field, Weight, entered, heading, notice, strong, weak, with_foot,
};
use crate::ui::words::{Value, Words};

/// How many of the things that are wrong with a list are told.
const TOLD: usize = 200;

/// A list on its way in.
#[derive(Default)]
pub struct BringIn {
    file: String,
    found: Option<Result<Arc<Sheet>, WhyNoCatalogue>>,
    /// Why it was not kept.
    trouble: Option<String>,
    /// Whether the counter is at it.
    handed: bool,
    begun: bool,
    /// Whether Enter is to use the list from now on, whatever had the focus.
    ready: bool,
}

impl BringIn {
    /// The counter has read the file.
    pub fn read(&mut self, read: &Result<Arc<Sheet>, WhyNoCatalogue>, shop: &Shop) {
        self.handed = false;
        self.trouble = None;
        self.found = Some(read.clone());
        self.ready = read.is_ok();
        if let Err(error) = read {
            tracing::info!(%error, live = shop.is_live(), "a list cannot be used");
        }
    }

    /// Whether Enter uses the list.
    pub const fn is_ready(&self) -> bool {
        matches!(self.found, Some(Ok(_))) && !self.handed
    }

    /// The counter could not keep the list.
    pub fn refused(&mut self, trouble: Option<String>) {
        self.trouble = trouble;
        self.handed = false;
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) -> Done {
        let words = &shop.words;
        let (esc, enter) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        let ready = match &self.found {
            Some(Ok(sheet)) if !self.handed => Some(Arc::clone(sheet)),
            _ => None,
        };
        let (used, gone) = with_foot(
            ui,
            "catalogue-bring-in",
            |ui| {
                let label = words.say("catalogue-use");
                let button = Button::primary(&label).key("Enter").wide();
                let used = ready.is_some() && ui.add(button).clicked();
                let label = words.say("go-back");
                (used, ui.add(Button::secondary(&label).key("Esc").wide()).clicked())
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                heading(ui, &words.say("catalogue-bring-in-title"));
                if let Some(trouble) = &self.trouble {
                    notice(ui, Weight::Error, trouble);
                }
                self.choose_ui(ui, shop);
                match &self.found {
                    None => explained_ui(ui, words),
                    Some(Ok(sheet)) => difference_ui(ui, words, catalogue, sheet),
                    Some(Err(error)) => problems_ui(ui, words, error),
                }
            },
        )
        .0;
        if gone || esc {
            return Done::Back;
        }
        // The Enter that ends the file's name only reads it.
        let typing = ui.memory(|memory| memory.focused().is_some());
        match ready {
            Some(sheet) if used || (enter && !typing) => {
                self.handed = true;
                Done::Keep(Box::new(catalogue.clone().with(Sheet::clone(&sheet))))
            }
            _ => Done::Nothing,
        }
    }

    /// The ways to say which file: the desktop's dialog, its name, or dropped on the window.
    fn choose_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let dropped = ui.input(|input| {
            input.raw.dropped_files.first().map(|dropped| dropped.path().to_owned())
        });
        if let Some(file) = dropped {
            self.file = file.display().to_string();
            self.ask(shop, file);
        }
        let label = words.say("catalogue-choose-file");
        let choose = ui.add(Button::secondary(&label));
        if !replace(&mut self.begun, true) {
            choose.request_focus();
        }
        if take(&mut self.ready) {
            choose.surrender_focus();
        }
        if choose.clicked() {
            self.found = None;
            shop.choose_file(&label, &Wanted::File, Command::ReadList);
        }
        let label = words.say("catalogue-file");
        let note = words.say("catalogue-file-note");
        let field = Field::new(&label, &mut self.file).id(Id::unique("catalogue-file"));
        let field = ui.add(field.limit(1_000).note(&note));
        if field.changed() {
            self.found = None;
        }
        if entered(&field) && !self.file.trim().is_empty() {
            self.ask(shop, PathBuf::from(self.file.trim()));
            field.surrender_focus();
        }
    }

    fn ask(&mut self, shop: &Shop, file: PathBuf) {
        self.found = None;
        self.handed = true;
        shop.ask(Command::ReadList(file));
    }
}

/// What a list looks like, before there is one.
fn explained_ui(ui: &mut Ui, words: &Words) {
    let headings = |columns: &[Column]| {
        columns.iter().map(|column| column.heading()).collect::<Vec<_>>().join(", ")
    };
    strong(ui, &words.say("catalogue-columns"));
    weak(ui, &headings(&Column::OPERATORS));
    weak(ui, &words.say("catalogue-columns-note"));
    strong(ui, &words.say("catalogue-circle-columns"));
    weak(ui, &headings(&Column::CIRCLES));
}

/// What the list would change.
fn difference_ui(ui: &mut Ui, words: &Words, catalogue: &Catalogue, sheet: &Sheet) {
    let difference = catalogue.difference(sheet);
    let id = match sheet {
        Sheet::Operators(_) => "catalogue-found-operators",
        Sheet::Circles(_) => "catalogue-found-circles",
    };
    let values = [
        ("count", Value::from(difference.all)),
        ("new", Value::from(difference.new)),
        ("changed", Value::from(difference.changed)),
        ("gone", Value::from(difference.gone)),
    ];
    notice(ui, Weight::Info, &words.say_with(id, &values));
    if difference.gone > 0 {
        notice(ui, Weight::Warning, &words.say_with("catalogue-found-gone", &values));
    }
}

/// Everything that is wrong with the list.
fn problems_ui(ui: &mut Ui, words: &Words, error: &CatalogueError) {
    notice(ui, Weight::Error, &faults::why_not(words, error));
    let CatalogueError::Lines(problems) = error else { return };
    ui.spacing_mut().item_spacing.y = space::XS;
    for problem in problems.iter().take(TOLD) {
        ui.label(faults::line(words, problem));
    }
    if let Some(more) = problems.len().checked_sub(TOLD).filter(|more| *more > 0) {
        weak(ui, &words.say_with("list-more-problems", &[("count", Value::from(more))]));
    }
}

/// A list on its way out.
pub struct SaveAs {
    which: ListKind,
    file: String,
    written: Option<Result<PathBuf, Arc<io::Error>>>,
    begun: bool,
}

impl SaveAs {
    /// One of the lists, with a name for its file.
    pub fn new(which: ListKind) -> Self {
        Self { which, file: String::new(), written: None, begun: false }
    }

    /// The counter has written the file, or not.
    pub fn written(&mut self, written: &Result<PathBuf, Arc<io::Error>>) {
        self.written = Some(written.clone());
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Arc<Catalogue>) -> Done {
        let words = &shop.words;
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        let gone = with_foot(
            ui,
            "catalogue-save-as",
            |ui| ui.add(Button::secondary(&words.say("go-back")).key("Esc").wide()).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                let (title, name) = match self.which {
                    ListKind::Operators => ("catalogue-save-operators", "operators.csv"),
                    ListKind::Circles => ("catalogue-save-circles", "circles.csv"),
                };
                heading(ui, &words.say(title));
                let label = words.say("catalogue-choose-place");
                let choose = ui.add(Button::secondary(&label));
                if !replace(&mut self.begun, true) {
                    choose.request_focus();
                }
                if choose.clicked() {
                    self.written = None;
                    let (which, catalogue) = (self.which, Arc::clone(catalogue));
                    let wanted = Wanted::Place(name.to_owned());
                    // The desktop's dialog has asked about a file that is there.
                    shop.choose_file(&label, &wanted, move |file| Command::WriteList {
                        file,
                        which,
                        catalogue,
                        replace: true,
                    });
                }
                self.name_ui(ui, shop, catalogue);
                match &self.written {
                    None => {}
                    Some(Ok(file)) => {
                        let file = [("file", Value::from(file.display().to_string()))];
                        notice(ui, Weight::Info, &words.say_with("catalogue-saved", &file));
                    }
                    Some(Err(error)) => {
                        notice(ui, Weight::Error, &sentences::file(words, error));
                    }
                }
            },
        )
        .0;
        if gone || esc { Done::Back } else { Done::Nothing }
    }

    fn name_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Arc<Catalogue>) {
        let label = shop.words.say("catalogue-save-file");
        let field = Field::new(&label, &mut self.file).id(Id::unique("catalogue-save-file"));
        let field = ui.add(field.limit(1_000));
        if field.changed() {
            self.written = None;
        }
        if entered(&field) && !self.file.trim().is_empty() {
            shop.ask(Command::WriteList {
                file: PathBuf::from(self.file.trim()),
                which: self.which,
                catalogue: Arc::clone(catalogue),
                replace: false,
            });
        }
    }
}
