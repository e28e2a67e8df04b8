//! One operator or circle being written, with what is wrong beside each field.

use egui::{Id, Key, Ui};

use super::{Done, faults};
use crate::catalogue::{Catalogue, Column, Fault, Faults, Line};
use crate::transaction::Category;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{
    Button, Field, Weight, dropdown, entered, heading, notice, weak, with_foot,
};
use crate::ui::words::Words;

/// The entry being written: its texts and what is wrong with them.
pub struct Editing {
    what: What,
    line: Line,
    faults: Faults,
    /// Why it was not kept.
    trouble: Option<String>,
    /// Whether it is with the counter.
    handed: bool,
    focus: Option<Column>,
}

/// What is written, and in which place it stands; `None` adds one.
enum What {
    Operator(Option<(Category, usize)>),
    Circle(Option<usize>),
}

impl Editing {
    /// An operator; one that is added begins in the category that was looked at.
    pub fn operator(at: Option<(Category, usize)>, category: Category, mut line: Line) -> Self {
        category.code().clone_into(line.text_mut(Column::Category));
        Self::new(What::Operator(at), line, Column::Operator)
    }

    /// A circle.
    pub fn circle(at: Option<usize>, line: Line) -> Self {
        Self::new(What::Circle(at), line, Column::Circle)
    }

    fn new(what: What, line: Line, focus: Column) -> Self {
        let focus = Some(focus);
        Self { what, line, faults: Faults::new(), trouble: None, handed: false, focus }
    }

    /// The counter could not keep it.
    pub fn refused(&mut self, trouble: Option<String>) {
        self.trouble = trouble;
        self.handed = false;
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) -> Done {
        let words = &shop.words;
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        let (keep, back) = (words.say("catalogue-keep"), words.say("go-back"));
        let handed = self.handed;
        let ((kept, gone), entered) = with_foot(
            ui,
            "catalogue-edit",
            |ui| {
                let kept = ui.add_enabled(!handed, Button::primary(&keep).key("Enter").wide());
                let gone = ui.add(Button::secondary(&back).key("Esc").wide());
                (kept.clicked(), gone.clicked())
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                match self.what {
                    What::Operator(_) => self.operator_ui(ui, words),
                    What::Circle(_) => self.circle_ui(ui, words),
                }
            },
        );
        if let Some(column) = self.focus.take() {
            ui.ctx().memory_mut(|memory| memory.request_focus(id(column)));
        }
        if handed {
            Done::Nothing
        } else if gone || esc {
            Done::Back
        } else if kept || entered {
            self.finish(catalogue)
        } else {
            Done::Nothing
        }
    }

    /// The catalogue with what is written, if nothing is wrong with it.
    fn finish(&mut self, catalogue: &Catalogue) -> Done {
        let twice = |fault: Fault| vec![(Column::Code, fault)];
        let written = match self.what {
            What::Operator(at) => self
                .line
                .to_operator(false)
                .and_then(|operator| own(catalogue).with_operator(at, operator).map_err(twice)),
            What::Circle(at) => self
                .line
                .to_circle()
                .and_then(|circle| catalogue.clone().with_circle(at, circle).map_err(twice)),
        };
        match written {
            Ok(catalogue) => {
                self.handed = true;
                self.trouble = None;
                Done::Keep(Box::new(catalogue))
            }
            Err(faults) => {
                self.focus = faults.first().map(|(column, _)| *column);
                self.faults = faults;
                Done::Nothing
            }
        }
    }

    fn circle_ui(&mut self, ui: &mut Ui, words: &Words) -> bool {
        heading(ui, &words.say("catalogue-circle"));
        self.trouble_ui(ui);
        let name = self.field(ui, words, Column::Circle);
        self.field(ui, words, Column::Code) || name
    }

    /// The fields of an operator; whether Enter was pressed in one of them.
    fn operator_ui(&mut self, ui: &mut Ui, words: &Words) -> bool {
        heading(ui, &words.say("catalogue-operator"));
        self.trouble_ui(ui);
        self.category_ui(ui, words);
        let mut entered = false;
        for pair in [
            [Column::Operator, Column::Code],
            [Column::NumberLabel, Column::NumberPattern],
            [Column::MinAmount, Column::MaxAmount],
        ] {
            ui.columns_const(|columns: &mut [Ui; 2]| {
                for (ui, column) in columns.iter_mut().zip(pair) {
                    entered |= self.field(ui, words, column);
                }
            });
        }
        entered |= self.field(ui, words, Column::Commission);
        weak(ui, &words.say("catalogue-optional-note"));
        for pair in [[0, 1], [2, 3]] {
            ui.columns_const(|columns: &mut [Ui; 2]| {
                for (ui, at) in columns.iter_mut().zip(pair) {
                    entered |= self.field(ui, words, Column::OptionalLabel(at));
                    self.required_ui(ui, words, at);
                }
            });
        }
        entered
    }

    fn trouble_ui(&self, ui: &mut Ui) {
        if let Some(trouble) = &self.trouble {
            notice(ui, Weight::Error, trouble);
        }
    }

    fn category_ui(&mut self, ui: &mut Ui, words: &Words) {
        let names = faults::list_names(words);
        let code = self.line.text(Column::Category);
        let place = Category::ALL.iter().position(|category| category.code() == code);
        let mut chosen = place.unwrap_or_default();
        let label = faults::column(words, Column::Category);
        let count = Category::ALL.len();
        let list = dropdown(ui, id(Column::Category), &label, &mut chosen, count, |at| {
            names.get(at).map_or("", String::as_str)
        });
        if list.changed()
            && let Some(category) = Category::ALL.get(chosen)
        {
            category.code().clone_into(self.line.text_mut(Column::Category));
            self.faults.retain(|(column, _)| *column != Column::Code);
        }
    }

    fn required_ui(&mut self, ui: &mut Ui, words: &Words, at: u8) {
        let column = Column::OptionalRequired(at);
        let named = !self.line.text(Column::OptionalLabel(at)).trim().is_empty();
        let mut required = named && self.line.text(column) == "yes";
        let label = faults::column(words, column);
        let pressed = ui.add_enabled_ui(named, |ui| ui.checkbox(&mut required, label)).inner;
        if pressed.changed() {
            let text = if required { "yes" } else { "no" };
            text.clone_into(self.line.text_mut(column));
        }
    }

    /// A field with what is wrong with it; whether Enter was pressed in it.
    fn field(&mut self, ui: &mut Ui, words: &Words, column: Column) -> bool {
        let fault = self.faults.iter().find(|(of, _)| *of == column);
        let error = fault.map(|(_, fault)| faults::fault(words, fault));
        let label = faults::column(words, column);
        let hint = match column {
            Column::NumberPattern => "[0-9]{10}",
            Column::MinAmount => "1",
            Column::Commission => "2.5%",
            _ => "",
        };
        let note = match column {
            Column::NumberPattern => words.say("catalogue-pattern-note"),
            Column::MaxAmount => words.say("catalogue-most-note"),
            Column::Code => words.say("catalogue-code-note"),
            Column::Commission => words.say("catalogue-commission-note"),
            _ => String::new(),
        };
        let mut field = Field::new(&label, self.line.text_mut(column)).id(id(column)).hint(hint);
        if !note.is_empty() {
            field = field.note(&note);
        }
        let response = ui.add(field.error(error.as_deref()));
        if response.changed() {
            self.faults.retain(|(of, _)| *of != column);
        }
        entered(&response)
    }
}

/// The shop's own: the practice operators, shown where the shop has none, are not among them.
fn own(catalogue: &Catalogue) -> Catalogue {
    if catalogue.is_practice() { Catalogue::default() } else { catalogue.clone() }
}

fn id(column: Column) -> Id {
    Id::unique(("catalogue", column))
}
