//! The lists of the catalogue, a category at a time, with what can be done to them.

use std::mem::take;

use egui::{Align, Id, Layout, Ui};
use egui_extras::{Column as Width, TableBuilder};

use super::edit::Editing;
use super::transfer::{BringIn, SaveAs};
use super::{Done, Screen, faults};
use crate::catalogue::{Catalogue, Line};
use crate::counter::ListKind;
use crate::money::Paise;
use crate::transaction::{Category, Operator};
use crate::ui::shop::Shop;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{Button, Chooser, Icon, Weight, empty, heading, notice, strong, weak};
use crate::ui::words::{Value, Words};

/// The lists.
#[derive(Default)]
pub struct List {
    /// Which category, or the circles after the last one.
    chosen: usize,
    /// Why the lists were not kept the last time.
    pub trouble: Option<String>,
    /// The place of the entry whose removal is being asked about.
    removing: Option<usize>,
    give_focus: bool,
}

impl List {
    /// Gives the focus to where the agent begins.
    pub fn come_back(&mut self) {
        self.removing = None;
        self.give_focus = true;
    }

    /// Whether Esc took back a question.
    pub fn turned_back(&mut self) -> bool {
        self.removing.take().is_some()
    }

    fn category(&self) -> Option<Category> {
        Category::ALL.get(self.chosen).copied()
    }

    /// Draws the lists; the screen that the agent goes on to comes back.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        catalogue: &Catalogue,
    ) -> (Option<Screen>, Done) {
        let words = &shop.words;
        let mut next = None;
        let mut done = Done::Nothing;
        ui.spacing_mut().item_spacing.y = space::M;
        heading(ui, &words.say("catalogue-title"));
        if !shop.is_live() {
            notice(ui, Weight::Info, &words.say("catalogue-of-practice"));
        } else if catalogue.is_practice() {
            notice(ui, Weight::Warning, &words.say("catalogue-none-yet"));
        }
        if let Some(trouble) = &self.trouble {
            notice(ui, Weight::Error, trouble);
        }
        ui.horizontal_wrapped(|ui| {
            if shop.is_live() {
                if ui.add(Button::secondary(&words.say("catalogue-bring-in"))).clicked() {
                    next = Some(Screen::BringIn(BringIn::default()));
                }
                let label = words.say("catalogue-add");
                if ui.add(Button::secondary(&label).icon(Icon::Check)).clicked() {
                    next = Some(Screen::Edit(Box::new(self.new_entry())));
                }
            }
            if ui.add(Button::secondary(&words.say("catalogue-save-as"))).clicked() {
                let which =
                    if self.category().is_some() { ListKind::Operators } else { ListKind::Circles };
                next = Some(Screen::SaveAs(SaveAs::new(which)));
            }
            if ui.add(Button::quiet(&words.say("catalogue-back")).key("Esc")).clicked() {
                done = Done::Back;
            }
        });
        self.choose_ui(ui, words);
        let (chosen, kept) = self.rows_ui(ui, shop, catalogue);
        if let Some(editing) = chosen {
            next = Some(Screen::Edit(Box::new(editing)));
        }
        if let Some(kept) = kept {
            done = Done::Keep(Box::new(kept));
        }
        (next, done)
    }

    fn choose_ui(&mut self, ui: &mut Ui, words: &Words) {
        let names = faults::list_names(words);
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let mut chosen = Some(self.chosen);
        let chooser = Chooser::pills(&words.say("catalogue-list"), &names)
            .id(Id::unique("catalogue-list"))
            .show(ui, &mut chosen);
        if chooser.changed() {
            self.removing = None;
        }
        self.chosen = chosen.unwrap_or_default();
        if take(&mut self.give_focus) {
            chooser.request_focus();
        }
    }

    fn new_entry(&self) -> Editing {
        match self.category() {
            Some(category) => Editing::operator(None, category, Line::default()),
            None => Editing::circle(None, Line::default()),
        }
    }

    /// The entries; the one that is to be changed, and the catalogue without one.
    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        catalogue: &Catalogue,
    ) -> (Option<Editing>, Option<Catalogue>) {
        let words = &shop.words;
        let rows: Vec<Row> = match self.category() {
            Some(category) => {
                let operators = catalogue.operators(category).iter();
                operators.map(|operator| Row::of(words, operator)).collect()
            }
            None => {
                let circles = catalogue.circles().iter();
                let row = |(name, code): (&String, &String)| Row {
                    name: name.clone(),
                    code: code.clone(),
                    number: String::new(),
                    limits: String::new(),
                };
                circles.map(|circle| row((&circle.name, &circle.code))).collect()
            }
        };
        if rows.is_empty() {
            empty(
                ui,
                Icon::List,
                &words.say("catalogue-empty"),
                &words.say("catalogue-empty-hint"),
            );
            return (None, None);
        }
        let mut kept = None;
        if let Some((at, row)) = self.removing.and_then(|at| Some((at, rows.get(at)?))) {
            let name = [("name", Value::from(row.name.as_str()))];
            notice(ui, Weight::Warning, &words.say_with("catalogue-remove-sure", &name));
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::secondary(&words.say("catalogue-remove-yes"))).clicked() {
                    kept = Some(match self.category() {
                        Some(category) => catalogue.clone().without_operator((category, at)),
                        None => catalogue.clone().without_circle(at),
                    });
                }
                if ui.add(Button::quiet(&words.say("go-back"))).clicked() {
                    self.removing = None;
                }
            });
        }
        let pressed = table(ui, words, &rows, shop.is_live() && !catalogue.is_practice());
        let editing = match pressed {
            Some(Pressed::Change(at)) => self.entry(catalogue, at),
            Some(Pressed::Remove(at)) => {
                self.removing = Some(at);
                None
            }
            None => None,
        };
        (editing, kept)
    }

    fn entry(&self, catalogue: &Catalogue, at: usize) -> Option<Editing> {
        match self.category() {
            Some(category) => {
                let operator = catalogue.operators(category).get(at)?;
                let line = Line::of_operator(operator);
                Some(Editing::operator(Some((category, at)), category, line))
            }
            None => {
                let circle = catalogue.circles().get(at)?;
                Some(Editing::circle(Some(at), Line::of_circle(circle)))
            }
        }
    }
}

/// One entry as the table shows it.
struct Row {
    name: String,
    code: String,
    number: String,
    limits: String,
}

/// What was pressed in the table, and in which row.
enum Pressed {
    Change(usize),
    Remove(usize),
}

impl Row {
    fn of(words: &Words, operator: &Operator) -> Self {
        let most = Some(operator.max).filter(|most| *most < Paise::from_paise(i64::MAX));
        let least = ("least", Value::from(operator.min.to_string()));
        let limits = match most {
            Some(most) => {
                let values = [least, ("most", Value::from(most.to_string()))];
                words.say_with("catalogue-limits", &values)
            }
            None => words.say_with("catalogue-least", &[least]),
        };
        let optionals = operator.optionals.iter().flatten().map(|one| one.label.as_str());
        let label = Some(operator.number_label.as_str()).filter(|label| !label.is_empty());
        let number: Vec<_> = label.into_iter().chain(optionals).collect();
        Self {
            name: operator.name.clone(),
            code: operator.code.clone(),
            number: number.join(", "),
            limits,
        }
    }
}

fn table(ui: &mut Ui, words: &Words, rows: &[Row], changeable: bool) -> Option<Pressed> {
    let mut pressed = None;
    ui.spacing_mut().interact_size.y = 0.0;
    // What has no column of its own then stands beneath the name.
    let narrow = changeable && ui.available_width() < size::NARROW;
    let beside = |width| if narrow { Width::exact(0.0) } else { width };
    let table = TableBuilder::new(ui)
        .id_salt("catalogue")
        .striped(true)
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Width::remainder().at_least(size::NAME_COLUMN).clip(true))
        .column(Width::exact(size::CODE_COLUMN).clip(true))
        .column(beside(Width::remainder().at_least(size::NAME_COLUMN)).clip(true))
        .column(beside(Width::exact(size::LIMITS_COLUMN)).clip(true))
        .column(Width::exact(if changeable { size::ACTIONS_COLUMN } else { 0.0 }));
    table.body(|body| {
        body.rows(size::TALL_ROW, rows.len(), |mut shown| {
            let at = shown.index();
            let Some(row) = rows.get(at) else { return };
            shown.col(|ui| {
                ui.add_space(space::S);
                if narrow {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        strong(ui, &row.name);
                        weak(ui, &row.limits);
                    });
                } else {
                    strong(ui, &row.name);
                }
            });
            shown.col(|ui| {
                ui.label(&row.code);
            });
            for text in [&row.number, &row.limits] {
                shown.col(|ui| {
                    if !narrow {
                        weak(ui, text);
                    }
                });
            }
            shown.col(|ui| {
                if !changeable {
                    return;
                }
                let name = [("name", Value::from(row.name.as_str()))];
                let mut button = |label: &'static str, said: &'static str| {
                    let (label, said) = (words.say(label), words.say_with(said, &name));
                    ui.add(Button::quiet(&label).said(&said)).clicked()
                };
                if button("catalogue-change-short", "catalogue-change") {
                    pressed = Some(Pressed::Change(at));
                }
                if button("catalogue-remove-yes", "catalogue-remove") {
                    pressed = Some(Pressed::Remove(at));
                }
            });
        });
    });
    pressed
}
