//! The Payout form: whose account, which, how much, by which way; and the book beside it.

mod book;
mod fields;

use egui::{Context, Id, Key, Ui};

use self::book::{Book, Chosen};
use self::fields::Fields;
use super::keys::{self, Line, line};
use super::pay::OrderForm;
use super::recharge::plain_rupees;
use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Chooser, Field, Icon, Weight, entered, notice, with_foot};
use crate::counter::{Command, Look, Update};
use crate::ledger::KeptBeneficiary;
use crate::money::{Paise, in_words};
use crate::transaction::order::{PayoutForm, PayoutProblems, TransferMode, well_formed_account};
use crate::transaction::{Beneficiary, Order, PayoutOrder};

/// The form, what is wrong with it, and the book when it is open over it.
pub struct Form {
    typed: PayoutForm,
    fields: Fields,
    problems: PayoutProblems,
    /// Whether the beneficiary goes into the book with the payment.
    keep: bool,
    /// The account that the book was last asked about, and who has it there.
    asked_about: String,
    known: Option<KeptBeneficiary>,
    book: Option<Book>,
    focus: Option<Part>,
}

/// The parts of the form, in the order of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Name,
    Account,
    Again,
    Ifsc,
    Bank,
    Mode,
    Mobile,
    Amount,
}

impl Part {
    fn id(self) -> Id {
        Id::unique(match self {
            Self::Name => "payout-name",
            Self::Account => "payout-account",
            Self::Again => "payout-again",
            Self::Ifsc => "payout-ifsc",
            Self::Bank => "payout-bank",
            Self::Mode => "payout-mode",
            Self::Mobile => "payout-mobile",
            Self::Amount => "payout-amount",
        })
    }
}

impl Default for Form {
    fn default() -> Self {
        Self {
            typed: PayoutForm::default(),
            fields: Fields::default(),
            problems: PayoutProblems::default(),
            keep: true,
            asked_about: String::new(),
            known: None,
            book: None,
            focus: Some(Part::Name),
        }
    }
}

impl OrderForm for Form {
    fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Order> {
        if let Some(book) = &mut self.book {
            match book.ui(ui, shop) {
                Chosen::Nothing => {}
                Chosen::Back => self.close_book(ui.ctx()),
                Chosen::Send(kept) => {
                    self.take(&kept.beneficiary, shop);
                    self.close_book(ui.ctx());
                }
            }
            return None;
        }
        let label = shop.words.say("payout-continue");
        let go_on = Button::primary(&label).key("Enter").wide();
        let (pressed, entered) = with_foot(
            ui,
            "payout-form",
            |ui| ui.add(go_on).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                self.whose_ui(ui, shop);
                self.how_much_ui(ui, shop)
            },
        );
        if let Some(part) = self.focus.take() {
            ui.ctx().memory_mut(|memory| memory.request_focus(part.id()));
        }
        if pressed || entered { self.finish(shop) } else { None }
    }

    fn hear(&mut self, update: &Update, shop: &Shop) {
        if let Some(book) = &mut self.book {
            book.hear(update, shop);
        }
        if let Update::Beneficiaries { text, found } = update {
            self.fields.heard(text, &self.typed.name, found);
            if *text == self.asked_about {
                self.known = found.iter().find(|kept| kept.beneficiary.account == *text).cloned();
            }
        }
    }

    fn forget(&mut self) {
        *self = Self { book: self.book.take(), ..Self::default() };
    }

    fn fill(&mut self, order: &Order, shop: &Shop) {
        let Order::Payout(order) = order else { return };
        self.book = None;
        self.take(&Beneficiary::of_order(order), shop);
        self.typed.amount = plain_rupees(order.amount);
    }

    fn finish(&mut self, shop: &Shop) -> Option<Order> {
        match PayoutOrder::from_form(&self.typed, shop.place.clone()) {
            Ok(order) => {
                self.problems = PayoutProblems::default();
                Some(Order::Payout(order))
            }
            Err(problems) => {
                self.problems = *problems;
                self.focus = first_problem(&self.problems);
                None
            }
        }
    }

    fn on_its_way(&mut self, shop: &Shop) {
        if self.keep
            && !self.is_in_book()
            && let Ok(beneficiary) = Beneficiary::from_form(&self.typed)
        {
            let beneficiary = Box::new(beneficiary);
            shop.ask(Command::KeepBeneficiary { id: None, beneficiary });
        }
        self.forget();
    }

    fn is_forgotten(&self) -> bool {
        self.typed == PayoutForm::default()
    }

    fn keys(&self) -> Vec<Line> {
        if self.book.is_some() {
            return vec![keys::BACK];
        }
        let mut lines = vec![keys::NEXT_FIELD, line(keys::BOOK, "key-book")];
        if self.fields.offers() {
            lines.push(keys::OFFERED);
        }
        lines
    }

    fn come_back(&mut self, ctx: &Context) {
        self.focus = Some(if self.is_forgotten() { Part::Name } else { Part::Amount });
        ctx.request_repaint();
    }

    fn begin_with(&mut self, _digits: &str, _ctx: &Context) -> bool {
        false
    }
}

impl Form {
    fn whose_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        if shop.place.is_none() {
            let weight = if self.problems.place { Weight::Error } else { Weight::Warning };
            notice(ui, weight, &words.say("payout-no-place"));
        }
        let label = words.say("book");
        let open = ui.add(Button::quiet(&label).icon(Icon::List).key(keys::BOOK.name));
        let by_key = keys::BOOK.taken(ui.ctx());
        if (open.clicked() || by_key) && ui.is_enabled() {
            self.book = Some(Book::open(shop));
        }
        let taken = self.fields.name_ui(ui, shop, &mut self.typed, &mut self.problems);
        if let Some(kept) = taken {
            self.take(&kept.beneficiary, shop);
            return;
        }
        let next = self.fields.next.take();
        self.focus = self.focus.or(next);
        let next = self.fields.account_ui(ui, shop, &mut self.typed, &mut self.problems);
        self.focus = self.focus.or(next);
        self.look_for_account(shop);
        let next = self.fields.bank_ui(ui, shop, &mut self.typed, &mut self.problems);
        self.focus = self.focus.or(next);
    }

    /// The way, the mobile, the amount; whether Enter was pressed in the amount: done.
    fn how_much_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let done = ui.columns_const(|[left, right]| {
            self.mode_ui(left, shop);
            self.amount_ui(right, shop)
        });
        let amount: Option<Paise> = self.typed.amount.parse().ok();
        if let Some(warning) = amount.and_then(|amount| self.typed.mode.warning(amount)) {
            notice(ui, Weight::Warning, &sentences::unusual(words, self.typed.mode, warning));
        }
        match &self.known {
            Some(kept) if self.is_in_book() => {
                let name = [("name", super::words::Value::from(kept.beneficiary.name.as_str()))];
                super::widgets::weak(ui, &words.say_with("payout-known", &name));
            }
            _ => {
                ui.checkbox(&mut self.keep, words.say("payout-keep"));
            }
        }
        done
    }

    fn mode_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let names = TransferMode::ALL.map(TransferMode::code);
        let mut chosen = TransferMode::ALL.iter().position(|mode| *mode == self.typed.mode);
        let label = shop.words.say("payout-mode");
        let response = Chooser::pills(&label, &names).id(Part::Mode.id()).show(ui, &mut chosen);
        if let Some(mode) = chosen.and_then(|at| TransferMode::ALL.get(at)) {
            self.typed.mode = *mode;
        }
        if response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            self.focus = Some(Part::Amount);
        }
    }

    fn amount_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let error = self.problems.amount.map(|problem| sentences::amount(words, problem));
        let said = self.typed.amount.parse().ok();
        let note = said.map(|amount| in_words(amount, words.language())).unwrap_or_default();
        let label = words.say("payout-amount");
        let field = Field::amount(&label, &mut self.typed.amount)
            .id(Part::Amount.id())
            .note(&note)
            .error(error.as_deref());
        let amount = ui.add(field);
        if amount.changed() {
            self.problems.amount = None;
        }
        entered(&amount)
    }

    /// Asks the book who has this account, once for each that is understood.
    fn look_for_account(&mut self, shop: &Shop) {
        match well_formed_account(&self.typed.account) {
            Ok(account) if account == self.asked_about => {}
            Ok(account) => {
                self.known = None;
                self.asked_about.clone_from(&account);
                shop.ask(Command::Look(Look::Beneficiaries(account)));
            }
            Err(_) => {
                self.known = None;
                self.asked_about.clear();
            }
        }
    }

    /// Whether this very account at this very branch is in the book.
    fn is_in_book(&self) -> bool {
        let typed = Beneficiary::from_form(&self.typed).ok();
        typed.zip(self.known.as_ref()).is_some_and(|(typed, known)| {
            typed.account == known.beneficiary.account && typed.ifsc == known.beneficiary.ifsc
        })
    }

    /// Begins anew with one of the book.
    pub fn send_to(&mut self, beneficiary: &Beneficiary, shop: &Shop) {
        *self = Self::default();
        self.take(beneficiary, shop);
    }

    /// Fills in what the book knows of a beneficiary.
    fn take(&mut self, beneficiary: &Beneficiary, shop: &Shop) {
        let amount = std::mem::take(&mut self.typed.amount);
        self.typed = PayoutForm { amount, ..beneficiary.to_form() };
        self.fields = Fields::default();
        self.problems = PayoutProblems::default();
        self.focus = Some(Part::Amount);
        self.look_for_account(shop);
    }

    fn close_book(&mut self, ctx: &Context) {
        self.book = None;
        self.come_back(ctx);
    }
}

fn first_problem(problems: &PayoutProblems) -> Option<Part> {
    let PayoutProblems { name, account, again, ifsc, bank, amount, mobile, place: _ } = problems;
    let in_order = [
        (Part::Name, name.is_some()),
        (Part::Mobile, mobile.is_some()),
        (Part::Account, account.is_some()),
        (Part::Again, again.is_some()),
        (Part::Ifsc, ifsc.is_some()),
        (Part::Bank, bank.is_some()),
        (Part::Amount, amount.is_some()),
    ];
    in_order.into_iter().find(|(_, wrong)| *wrong).map(|(part, _)| part)
}
