//! The book of beneficiaries: found, added, changed, removed, and sent to.

use egui::{Id, Key, Label, RichText, Ui};

use super::Part;
use super::fields::Fields;
use crate::counter::{Command, Look, Update};
use crate::ledger::KeptBeneficiary;
use crate::transaction::Beneficiary;
use crate::transaction::order::{
    AccountProblem, PayoutForm, PayoutProblems, mask_account, well_formed_account,
};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, space, strong_font};
use crate::ui::widgets::{
    Button, Field, Icon, Weight, card, empty, heading, notice, weak, with_foot,
};
use crate::ui::words::Value;

/// The book, open.
pub struct Book {
    search: String,
    found: Option<Vec<KeptBeneficiary>>,
    editing: Option<Editing>,
    /// Whose removal is being asked about.
    removing: Option<i64>,
    /// Why the book was not changed the last time.
    trouble: Option<String>,
    give_focus: bool,
}

/// One beneficiary being written.
struct Editing {
    id: Option<i64>,
    typed: PayoutForm,
    fields: Fields,
    problems: PayoutProblems,
    /// Whether it is with the counter.
    handed: bool,
    focus: Option<Part>,
}

/// What the agent did in the book.
pub enum Chosen {
    /// Still looking.
    Nothing,
    /// Back to the form.
    Back,
    /// Send money to this one.
    Send(KeptBeneficiary),
}

impl Book {
    /// Opens the book on all of its beneficiaries.
    pub fn open(shop: &Shop) -> Self {
        shop.ask(Command::Look(Look::Beneficiaries(String::new())));
        Self {
            search: String::new(),
            found: None,
            editing: None,
            removing: None,
            trouble: None,
            give_focus: true,
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop) {
        match update {
            Update::Beneficiaries { text, found } if *text == self.search => {
                self.found = Some(found.clone());
            }
            Update::BookKept(Ok(())) => {
                self.trouble = None;
                self.removing = None;
                if self.editing.as_ref().is_some_and(|editing| editing.handed) {
                    self.editing = None;
                    self.give_focus = true;
                }
                shop.ask(Command::Look(Look::Beneficiaries(self.search.clone())));
            }
            Update::BookKept(Err(error)) => {
                self.trouble = Some(sentences::ledger(&shop.words, error));
                if let Some(editing) = &mut self.editing {
                    editing.handed = false;
                }
            }
            _ => {}
        }
    }

    /// Draws the book.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Chosen {
        let esc = ui.input(|input| input.key_pressed(Key::Escape));
        if let Some(editing) = &mut self.editing {
            let done = editing.ui(ui, shop, self.trouble.as_deref());
            if (done || esc) && !editing.handed {
                self.editing = None;
                self.trouble = None;
                self.give_focus = true;
            }
            return Chosen::Nothing;
        }
        if esc {
            return if self.removing.take().is_some() { Chosen::Nothing } else { Chosen::Back };
        }
        let words = &shop.words;
        let label = words.say("book-back");
        let (back, chosen) = with_foot(
            ui,
            "book",
            |ui| ui.add(Button::secondary(&label).key("Esc").wide()).clicked(),
            |ui| self.list_ui(ui, shop),
        );
        if back { Chosen::Back } else { chosen }
    }

    fn list_ui(&mut self, ui: &mut Ui, shop: &Shop) -> Chosen {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::S;
        heading(ui, &words.say("book"));
        if let Some(trouble) = &self.trouble {
            notice(ui, Weight::Error, trouble);
        }
        let label = words.say("book-search");
        let search =
            ui.add(Field::new(&label, &mut self.search).id(Id::unique("book-search")).limit(50));
        if std::mem::take(&mut self.give_focus) {
            search.request_focus();
        }
        if search.changed() {
            shop.ask(Command::Look(Look::Beneficiaries(self.search.clone())));
        }
        let label = words.say("book-add");
        if ui.add(Button::quiet(&label).icon(Icon::Check)).clicked() {
            self.editing = Some(Editing::new(None, PayoutForm::default()));
        }
        let Some(found) = self.found.clone() else { return Chosen::Nothing };
        if found.is_empty() {
            let (said, hint) = if self.search.trim().is_empty() {
                (words.say("book-empty"), words.say("book-empty-hint"))
            } else {
                (words.say("book-not-found"), words.say("book-not-found-hint"))
            };
            empty(ui, Icon::Bank, &said, &hint);
        }
        let mut chosen = Chosen::Nothing;
        for kept in found {
            let sent = ui.push_id(kept.id, |ui| self.row(ui, shop, &kept)).inner;
            if sent {
                chosen = Chosen::Send(kept);
            }
        }
        chosen
    }

    /// One beneficiary; whether money is to be sent there.
    fn row(&mut self, ui: &mut Ui, shop: &Shop, kept: &KeptBeneficiary) -> bool {
        let words = &shop.words;
        let beneficiary = &kept.beneficiary;
        let name = [("name", Value::from(beneficiary.name.as_str()))];
        let mut send = false;
        card(ui, |ui| {
            ui.take_available_width();
            let title = RichText::new(&beneficiary.name).font(strong_font(ui, Text::Heading));
            ui.add(Label::new(title).truncate());
            let account = mask_account(&beneficiary.account);
            weak(ui, &format!("{} · {account} · {}", beneficiary.bank, beneficiary.ifsc));
            if self.removing == Some(kept.id) {
                notice(ui, Weight::Warning, &words.say_with("book-remove-sure", &name));
                let (yes, no) = (words.say("book-removed-yes"), words.say("go-back"));
                ui.horizontal_wrapped(|ui| {
                    if ui.add(Button::secondary(&yes)).clicked() {
                        shop.ask(Command::RemoveBeneficiary(kept.id));
                    }
                    if ui.add(Button::quiet(&no)).clicked() {
                        self.removing = None;
                    }
                });
                return;
            }
            ui.horizontal_wrapped(|ui| {
                let mut pressed = |label: &'static str, said: &'static str| {
                    let (label, said) = (words.say(label), words.say_with(said, &name));
                    ui.add(Button::quiet(&label).said(&said)).clicked()
                };
                send = pressed("book-send-short", "book-send");
                if pressed("book-edit-short", "book-edit") {
                    let form = kept.beneficiary.to_form();
                    self.editing = Some(Editing::new(Some(kept.id), form));
                }
                if pressed("book-removed-yes", "book-remove") {
                    self.removing = Some(kept.id);
                }
            });
        });
        send
    }
}

impl Editing {
    fn new(id: Option<i64>, typed: PayoutForm) -> Self {
        Self {
            id,
            typed,
            fields: Fields::default(),
            problems: PayoutProblems::default(),
            handed: false,
            focus: Some(Part::Name),
        }
    }

    /// Draws the form; whether the agent goes back.
    fn ui(&mut self, ui: &mut Ui, shop: &Shop, trouble: Option<&str>) -> bool {
        let words = &shop.words;
        let (keep, back) = (words.say("book-keep"), words.say("go-back"));
        let ((kept, gone), entered) = with_foot(
            ui,
            "book-edit",
            |ui| {
                let kept = ui.add_enabled(!self.handed, Button::primary(&keep).key("Enter").wide());
                let gone = ui.add(Button::secondary(&back).key("Esc").wide());
                (kept.clicked(), gone.clicked())
            },
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                heading(ui, &words.say("book-add"));
                if let Some(trouble) = trouble {
                    notice(ui, Weight::Error, trouble);
                }
                let (typed, problems) = (&mut self.typed, &mut self.problems);
                let _nobody_is_offered = self.fields.name_ui(ui, shop, typed, problems);
                let next = self.fields.next.take();
                self.focus = self.focus.or(next);
                let next = self.fields.account_ui(ui, shop, typed, problems);
                self.focus = self.focus.or(next);
                let next = self.fields.bank_ui(ui, shop, typed, problems);
                // What comes after the bank is not asked here.
                next == Some(Part::Mode)
            },
        );
        if let Some(part) = self.focus.take() {
            ui.ctx().memory_mut(|memory| memory.request_focus(part.id()));
        }
        if (kept || entered) && !self.handed {
            self.finish(shop);
        }
        gone
    }

    fn finish(&mut self, shop: &Shop) {
        let account = well_formed_account(&self.typed.account).ok();
        let again = well_formed_account(&self.typed.again).ok();
        match Beneficiary::from_form(&self.typed) {
            Ok(beneficiary) if account == again => {
                self.handed = true;
                let beneficiary = Box::new(beneficiary);
                shop.ask(Command::KeepBeneficiary { id: self.id, beneficiary });
            }
            Ok(_) => {
                self.problems.again = Some(AccountProblem::NotTheSame);
                self.focus = Some(Part::Again);
            }
            Err(problems) => {
                self.problems = *problems;
                self.focus = super::first_problem(&self.problems);
            }
        }
    }
}
