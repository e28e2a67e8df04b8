//! The fields that say whose account it is: in the form of a payout, and in the book.

use egui::{EventFilter, Key, Modifiers, Response, Ui};

use super::Part;
use crate::banks::bank_name;
use crate::counter::{Command, Look};
use crate::ledger::KeptBeneficiary;
use crate::transaction::order::{PayoutForm, PayoutProblems, mask_account};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::widgets::{Button, Field, entered};
use crate::ui::words::Value;

/// How many of the book's are offered beneath the name.
const OFFERED: usize = 4;

/// What the fields remember between frames.
#[derive(Default)]
pub struct Fields {
    /// Those of the book whose name begins so.
    offered: Vec<KeptBeneficiary>,
    /// The one that the arrows point at.
    pointed: Option<usize>,
    /// The bank's name as it was filled in from the IFSC.
    filled: String,
    /// Where Enter in the name or the mobile number leads to, from the next frame on.
    pub next: Option<Part>,
}

impl Fields {
    /// Takes in what the book has for a text.
    pub fn heard(&mut self, text: &str, name: &str, found: &[KeptBeneficiary]) {
        if text == name && !text.is_empty() {
            self.offered = found.iter().take(OFFERED).cloned().collect();
            self.pointed = None;
        }
    }

    /// The name and the customer's mobile, with those of the book whose name begins so; the
    /// one that is taken comes back.
    pub fn name_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        typed: &mut PayoutForm,
        problems: &mut PayoutProblems,
    ) -> Option<KeptBeneficiary> {
        let (name, went_on) = ui.columns_const(|[left, right]| {
            let name = self.name_field(left, shop, typed, problems);
            (name, mobile_field(right, shop, typed, problems))
        });
        self.next = went_on.then_some(Part::Account);
        if name.changed() {
            self.offered.clear();
            self.pointed = None;
            if !typed.name.trim().is_empty() {
                shop.ask(Command::Look(Look::Beneficiaries(typed.name.clone())));
            }
        }
        if name.has_focus() {
            self.point(ui, &name);
        }
        let pointed = self.pointed.and_then(|at| self.offered.get(at)).cloned();
        if entered(&name) {
            if pointed.is_some() {
                return pointed;
            }
            self.offered.clear();
            self.next = Some(Part::Mobile);
        }
        self.offered_ui(ui, shop)
    }

    fn name_field(
        &self,
        ui: &mut Ui,
        shop: &Shop,
        typed: &mut PayoutForm,
        problems: &mut PayoutProblems,
    ) -> Response {
        let label = shop.words.say("payout-name");
        let error = problems.name.map(|problem| sentences::text(&shop.words, problem));
        let field = Field::new(&label, &mut typed.name).id(Part::Name.id());
        let name = ui.add(field.limit(50).error(error.as_deref()));
        if name.changed() {
            problems.name = None;
        }
        name
    }

    /// Whether somebody of the book is offered beneath the name.
    pub const fn offers(&self) -> bool {
        !self.offered.is_empty()
    }

    /// The arrows point at one of those that are offered.
    fn point(&mut self, ui: &Ui, name: &Response) {
        let arrows = EventFilter {
            vertical_arrows: true,
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(name.id, arrows));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.offered.len().checked_sub(1);
        if pressed(Key::ArrowDown) {
            self.pointed = last.map(|last| self.pointed.map_or(0, |at| (at + 1).min(last)));
        }
        if pressed(Key::ArrowUp) {
            self.pointed = self.pointed.and_then(|at| at.checked_sub(1));
        }
    }

    fn offered_ui(&self, ui: &mut Ui, shop: &Shop) -> Option<KeptBeneficiary> {
        let mut taken = None;
        for (at, kept) in self.offered.iter().enumerate() {
            let beneficiary = &kept.beneficiary;
            let values = [
                ("name", Value::from(beneficiary.name.as_str())),
                ("bank", Value::from(beneficiary.bank.as_str())),
                ("account", Value::from(mask_account(&beneficiary.account))),
            ];
            let label = shop.words.say_with("payout-match", &values);
            let pointed = self.pointed == Some(at);
            let button = if pointed {
                Button::primary(&label).key("Enter").wide()
            } else {
                Button::secondary(&label).wide()
            };
            if ui.add(button).clicked() {
                taken = Some(kept.clone());
            }
        }
        taken
    }

    /// The account's number, twice; where Enter leads to.
    pub fn account_ui(
        &self,
        ui: &mut Ui,
        shop: &Shop,
        typed: &mut PayoutForm,
        problems: &mut PayoutProblems,
    ) -> Option<Part> {
        let words = &shop.words;
        ui.columns_const(|[left, right]| {
            let error = problems.account.map(|problem| sentences::account(words, problem));
            let label = words.say("payout-account");
            let field = Field::new(&label, &mut typed.account).id(Part::Account.id());
            let account = left.add(field.large().grouped().limit(30).error(error.as_deref()));
            if account.changed() {
                // What was typed again is about the account before.
                typed.again.clear();
                (problems.account, problems.again) = (None, None);
            }
            let error = problems.again.map(|problem| sentences::account(words, problem));
            let label = words.say("payout-account-again");
            let field = Field::new(&label, &mut typed.again).id(Part::Again.id());
            let again = right.add(field.large().grouped().limit(30).error(error.as_deref()));
            if again.changed() {
                problems.again = None;
            }
            if entered(&account) {
                Some(Part::Again)
            } else {
                entered(&again).then_some(Part::Ifsc)
            }
        })
    }

    /// The IFSC, and the bank's name by it; where Enter leads to.
    pub fn bank_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        typed: &mut PayoutForm,
        problems: &mut PayoutProblems,
    ) -> Option<Part> {
        let words = &shop.words;
        ui.columns_const(|[left, right]| {
            let error = problems.ifsc.map(|problem| sentences::ifsc(words, problem));
            let label = words.say("payout-ifsc");
            let field = Field::new(&label, &mut typed.ifsc).id(Part::Ifsc.id());
            let ifsc = left.add(field.large().limit(16).error(error.as_deref()));
            if ifsc.changed() {
                problems.ifsc = None;
                typed.ifsc = typed.ifsc.to_uppercase();
                self.fill_bank(typed, problems);
            }
            let error = problems.bank.map(|problem| sentences::text(words, problem));
            let label = words.say("payout-bank");
            let field = Field::new(&label, &mut typed.bank).id(Part::Bank.id());
            let bank = right.add(field.limit(50).error(error.as_deref()));
            if bank.changed() {
                problems.bank = None;
            }
            if entered(&ifsc) {
                Some(if typed.bank.is_empty() { Part::Bank } else { Part::Mode })
            } else {
                entered(&bank).then_some(Part::Mode)
            }
        })
    }

    /// The bank's name by the first letters of the IFSC, where the agent has not typed another.
    fn fill_bank(&mut self, typed: &mut PayoutForm, problems: &mut PayoutProblems) {
        let own = !typed.bank.is_empty() && typed.bank != self.filled;
        let letters = typed.ifsc.trim_start().get(..4);
        if own {
            return;
        }
        let name = letters.and_then(bank_name).unwrap_or_default();
        // Longer names are cut where a bank's name field ends.
        self.filled = name.chars().take(50).collect();
        typed.bank.clone_from(&self.filled);
        if !typed.bank.is_empty() {
            problems.bank = None;
        }
    }
}

/// Whether Enter was pressed in the mobile number.
fn mobile_field(
    ui: &mut Ui,
    shop: &Shop,
    typed: &mut PayoutForm,
    problems: &mut PayoutProblems,
) -> bool {
    let error = problems.mobile.as_ref();
    let error = error.map(|problem| sentences::number(&shop.words, problem, ""));
    let label = shop.words.say("payout-mobile");
    let field = Field::new(&label, &mut typed.mobile).id(Part::Mobile.id());
    let mobile = ui.add(field.grouped().hint("98765 43210").limit(20).error(error.as_deref()));
    if mobile.changed() {
        problems.mobile = None;
    }
    entered(&mobile)
}
