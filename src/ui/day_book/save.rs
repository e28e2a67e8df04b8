//! Transactions written to a file: which, as what, where, how far it is, and how it ended.

use std::path::PathBuf;

use egui::{Id, Key, ProgressBar, ScrollArea, Ui};

use crate::counter::{Command, ExportOrder, ExportState, Update, WhyNotExported};
use crate::file_dialog::Wanted;
use crate::ledger::export::{Format, Span};
use crate::time::Day;
use crate::ui::keys::{self, Line, line};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Chooser, Field, Weight, entered, notice, weak};
use crate::ui::words::{Value, Words};

/// What is to be saved, and how far it is.
#[derive(Default)]
pub struct SaveView {
    /// Whether everything is meant, not the chosen days alone.
    all: bool,
    format: usize,
    file: String,
    state: Option<ExportState>,
}

impl SaveView {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        if let Update::Export(state) = update {
            self.state = Some(state.clone());
        }
    }

    /// Its keys: those of the file's name, or of what is being written.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        match self.state {
            Some(ExportState::Writing { .. }) => vec![line(keys::ESC, "key-stop")],
            _ => vec![line(keys::ENTER, "key-write-file")],
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, days: (Day, Day)) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            if let Some(ExportState::Writing { written, of }) = self.state {
                self.writing_ui(ui, shop, written, of);
            } else {
                self.order_ui(ui, shop, days);
                self.ended_ui(ui, shop);
            }
        });
    }

    fn order_ui(&mut self, ui: &mut Ui, shop: &Shop, days: (Day, Day)) {
        let words = &shop.words;
        let names = ["save-days", "save-all"].map(|id| words.say(id));
        let names = names.each_ref().map(String::as_str);
        let mut chosen = Some(usize::from(self.all));
        Chooser::pills(&words.say("save-which"), &names).show(ui, &mut chosen);
        self.all = chosen == Some(1);
        let names = Format::ALL.map(|format| match format {
            Format::Csv => "CSV",
            Format::Xlsx => "Excel",
            Format::Json => "JSON",
        });
        let mut chosen = Some(self.format);
        Chooser::pills(&words.say("save-as"), &names).show(ui, &mut chosen);
        self.format = chosen.unwrap_or_default();
        let name = self.name(days);
        let label = words.say("save-choose");
        if ui.add(Button::secondary(&label)).clicked() {
            self.state = None;
            let order = self.order(days, PathBuf::new(), true);
            // The desktop's dialog has asked about a file that is there.
            shop.choose_file(&label, &Wanted::Place(name.clone()), move |file| {
                Command::Export(ExportOrder { file, ..order })
            });
        }
        let label = words.say("save-file");
        let field = Field::new(&label, &mut self.file).id(Id::unique("save-file")).hint(&name);
        let field = ui.add(field.limit(1_000));
        let label = words.say("save-now");
        if (ui.add(Button::primary(&label)).clicked() | entered(&field))
            && !self.file.trim().is_empty()
        {
            self.state = None;
            let file = PathBuf::from(self.file.trim());
            shop.ask(Command::Export(self.order(days, file, false)));
        }
    }

    fn format(&self) -> Format {
        Format::ALL.get(self.format).copied().unwrap_or(Format::Csv)
    }

    fn order(&self, (from, to): (Day, Day), file: PathBuf, replace: bool) -> ExportOrder {
        let span = if self.all { Span::All } else { Span::Days(from, to) };
        ExportOrder { span, format: self.format(), file, replace }
    }

    /// The name that is offered for the file.
    fn name(&self, (from, to): (Day, Day)) -> String {
        let extension = self.format().extension();
        match (self.all, from == to) {
            (true, _) => format!("galla.{extension}"),
            (false, true) => format!("galla-{from}.{extension}"),
            (false, false) => format!("galla-{from}-{to}.{extension}"),
        }
    }

    fn writing_ui(&self, ui: &mut Ui, shop: &Shop, written: u64, of: u64) {
        let words = &shop.words;
        let values = [("written", Value::from(written)), ("of", Value::from(of))];
        let share = written as f32 / of.max(1) as f32;
        ui.add(ProgressBar::new(share.min(1.0)).text(words.say_with("save-writing", &values)));
        let stop = ui.add(Button::secondary(&words.say("save-stop")).key("Esc"));
        if stop.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
            shop.ask(Command::CancelExport);
        }
    }

    fn ended_ui(&self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        match &self.state {
            None | Some(ExportState::Writing { .. }) => {}
            Some(ExportState::Cancelled) => {
                weak(ui, &words.say("save-stopped"));
            }
            Some(ExportState::Written { file, written }) => {
                let values = [
                    ("file", Value::from(file.display().to_string())),
                    ("count", Value::from(*written)),
                ];
                notice(ui, Weight::Info, &words.say_with("save-written", &values));
            }
            Some(ExportState::NotWritten(why)) => {
                notice(ui, Weight::Error, &not_exported(words, why));
            }
        }
    }
}

fn not_exported(words: &Words, why: &WhyNotExported) -> String {
    match why {
        WhyNotExported::Ledger(error) => sentences::ledger(words, error),
        WhyNotExported::File(error) => sentences::file(words, error),
    }
}
