//! The Wallet Load form: for whom, and how much, shown in rupees and as the figure that is sent.

pub mod connect;
pub mod page;
mod problems;

use egui::{Context, Id, Ui};

use super::pay::OrderForm;
use super::recharge::plain_rupees;
use super::sentences;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Field, Weight, entered, group_number, notice, weak, with_foot};
use super::words::Value;
use crate::counter::{Command, Look, PayuState, Update};
use crate::money::{Paise, in_words};
use crate::settings::LoadUnit;
use crate::transaction::order::{WalletForm, WalletProblems};
use crate::transaction::{Order, Transaction, WalletOrder};

/// From how many characters on the ledger is asked for known customers.
const LEAST_TYPED: usize = 3;

/// How many of them are offered.
const OFFERED: usize = 3;

/// The form and what is wrong with it.
pub struct Form {
    typed: WalletForm,
    problems: WalletProblems,
    focus: Option<Part>,
    /// What the ledger was last asked to find, and the customers that it has by it.
    looked_for: String,
    known: Vec<WalletOrder>,
}

/// The parts of the form, in the order of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Mobile,
    FirstName,
    LastName,
    Email,
    CustomerId,
    Amount,
}

impl Part {
    fn id(self) -> Id {
        Id::unique(match self {
            Self::Mobile => "wallet-mobile",
            Self::FirstName => "wallet-first-name",
            Self::LastName => "wallet-last-name",
            Self::Email => "wallet-email",
            Self::CustomerId => "wallet-customer-id",
            Self::Amount => "wallet-amount",
        })
    }
}

impl Default for Form {
    fn default() -> Self {
        Self {
            typed: WalletForm::default(),
            problems: WalletProblems::default(),
            focus: Some(Part::Mobile),
            looked_for: String::new(),
            known: Vec::new(),
        }
    }
}

impl OrderForm for Form {
    fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Order> {
        let label = shop.words.say("payout-continue");
        let go_on = Button::primary(&label).key("Enter").wide();
        let (pressed, done) = with_foot(
            ui,
            "wallet-form",
            |ui| ui.add(go_on).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                self.notices_ui(ui, shop);
                self.customer_ui(ui, shop);
                self.known_ui(ui);
                self.amount_ui(ui, shop)
            },
        );
        if let Some(part) = self.focus.take() {
            ui.ctx().memory_mut(|memory| memory.request_focus(part.id()));
        }
        if pressed || done { self.finish(shop) } else { None }
    }

    fn hear(&mut self, update: &Update, _shop: &Shop) {
        if let Update::Found { text, found } = update
            && !text.is_empty()
            && *text == self.looked_for
        {
            self.known = customers(found);
        }
    }

    fn fill(&mut self, order: &Order, _shop: &Shop) {
        if let Order::WalletLoad(order) = order {
            *self = Self::default();
            self.take((**order).clone(), plain_rupees(order.amount));
        }
    }

    fn finish(&mut self, shop: &Shop) -> Option<Order> {
        let [surl, furl] = shop.way_back();
        match WalletOrder::from_form(&self.typed, surl, furl) {
            Ok(order) => {
                self.problems = WalletProblems::default();
                Some(Order::WalletLoad(Box::new(order)))
            }
            Err(problems) => {
                self.problems = *problems;
                self.focus = first_problem(&self.problems);
                None
            }
        }
    }

    fn forget(&mut self) {
        *self = Self::default();
    }

    fn is_forgotten(&self) -> bool {
        self.typed == WalletForm::default()
    }

    fn come_back(&mut self, ctx: &Context) {
        self.focus = Some(if self.is_forgotten() { Part::Mobile } else { Part::Amount });
        ctx.request_repaint();
    }

    fn begin_with(&mut self, _digits: &str, _ctx: &Context) -> bool {
        false
    }
}

impl Form {
    /// What has to be set before a wallet can be loaded.
    fn notices_ui(&self, ui: &mut Ui, shop: &Shop) {
        if matches!(shop.payu, PayuState::NotConnected) {
            notice(ui, Weight::Warning, &shop.words.say("wallet-not-connected"));
        }
        if let Some(problem) = self.problems.way_back {
            notice(ui, Weight::Error, &problems::way_back(&shop.words, problem));
        }
    }

    /// Who the customer is.
    fn customer_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let words = &shop.words;
        let Self { typed, problems, focus, .. } = self;
        let (mut next, mut look_for) = (None, None);
        ui.columns_const(|[left, right]| {
            let error = problems.mobile.as_ref();
            let error = error.map(|problem| sentences::number(words, problem, ""));
            let label = words.say("wallet-mobile");
            let field = Field::new(&label, &mut typed.mobile).id(Part::Mobile.id()).grouped();
            let mobile = left.add(field.hint("98765 43210").limit(20).error(error.as_deref()));
            if mobile.changed() {
                problems.mobile = None;
                look_for = Some(typed.mobile.clone());
            }
            next = entered(&mobile).then_some(Part::FirstName).or(next);
            let error = problems.customer_id.map(|problem| problems::customer_id(words, problem));
            let label = words.say("wallet-customer-id-optional");
            let field = Field::new(&label, &mut typed.customer_id).id(Part::CustomerId.id());
            let id = right.add(field.limit(30).error(error.as_deref()));
            if id.changed() {
                problems.customer_id = None;
            }
            next = entered(&id).then_some(Part::FirstName).or(next);
        });
        ui.columns_const(|[left, right]| {
            let error = problems.first_name.map(|problem| problems::name(words, problem));
            let label = words.say("wallet-first-name");
            let field = Field::new(&label, &mut typed.first_name).id(Part::FirstName.id());
            let first = left.add(field.limit(60).error(error.as_deref()));
            if first.changed() {
                problems.first_name = None;
                look_for = Some(typed.first_name.clone());
            }
            next = entered(&first).then_some(Part::LastName).or(next);
            let error = problems.last_name.map(|problem| problems::name(words, problem));
            let label = words.say("wallet-last-name");
            let field = Field::new(&label, &mut typed.last_name).id(Part::LastName.id());
            let last = right.add(field.limit(60).error(error.as_deref()));
            if last.changed() {
                problems.last_name = None;
            }
            next = entered(&last).then_some(Part::Email).or(next);
        });
        let error = problems.email.map(|problem| problems::email(words, problem));
        let label = words.say("wallet-email");
        let field = Field::new(&label, &mut typed.email).id(Part::Email.id());
        let email = ui.add(field.limit(260).error(error.as_deref()));
        if email.changed() {
            problems.email = None;
        }
        next = entered(&email).then_some(Part::Amount).or(next);
        *focus = focus.or(next);
        if let Some(text) = look_for {
            self.look_for(&text, shop);
        }
    }

    /// Asks the ledger for customers whose wallets were loaded before.
    fn look_for(&mut self, text: &str, shop: &Shop) {
        self.known.clear();
        text.trim().clone_into(&mut self.looked_for);
        if self.looked_for.chars().count() >= LEAST_TYPED {
            shop.ask(Command::Look(Look::Search(self.looked_for.clone())));
        }
    }

    /// The customers that the ledger knows by what is typed; the one that is taken fills the form.
    fn known_ui(&mut self, ui: &mut Ui) {
        let mut taken = None;
        for known in &self.known {
            let label = format!("{}, {}", known.name(), group_number(&known.mobile));
            if ui.add(Button::secondary(&label).wide()).clicked() {
                taken = Some(known.clone());
            }
        }
        if let Some(known) = taken {
            let amount = std::mem::take(&mut self.typed.amount);
            self.take(known, amount);
        }
    }

    /// Fills in a customer whose wallet was loaded before.
    fn take(&mut self, known: WalletOrder, amount: String) {
        let WalletOrder { customer_id, first_name, last_name, mobile, email, seamless, .. } = known;
        self.typed =
            WalletForm { customer_id, first_name, last_name, mobile, email, amount, seamless };
        self.problems = WalletProblems::default();
        self.known.clear();
        self.focus = Some(Part::Amount);
    }

    /// The amount; whether Enter was pressed in it.
    fn amount_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let error = self.problems.amount.map(|problem| sentences::amount(words, problem));
        let amount: Option<Paise> = self.typed.amount.parse().ok();
        let note = amount.map(|amount| in_words(amount, words.language())).unwrap_or_default();
        let label = words.say("wallet-amount");
        let field = Field::amount(&label, &mut self.typed.amount)
            .id(Part::Amount.id())
            .note(&note)
            .error(error.as_deref());
        let field = ui.add(field);
        if field.changed() {
            self.problems.amount = None;
        }
        weak(ui, &amount.map(|amount| figure(shop, amount)).unwrap_or_default());
        ui.checkbox(&mut self.typed.seamless, words.say("wallet-seamless"));
        entered(&field)
    }
}

/// The figure that PayU is sent: it stands beside the rupees, since 4100 could be taken for them.
pub fn figure(shop: &Shop, amount: Paise) -> String {
    let figure = match shop.load_unit {
        LoadUnit::Paise => amount.paise().to_string(),
        LoadUnit::Rupees => amount.to_wire(),
    };
    shop.words.say_with("wallet-figure", &[("figure", Value::from(figure.as_str()))])
}

/// The customers of wallet loads among these, newest first, each once.
fn customers(found: &[Transaction]) -> Vec<WalletOrder> {
    let mut customers = Vec::<WalletOrder>::new();
    for transaction in found {
        let Order::WalletLoad(order) = &transaction.order else { continue };
        let same = |one: &WalletOrder| one.mobile == order.mobile && one.name() == order.name();
        if !customers.iter().any(same) {
            customers.push((**order).clone());
        }
    }
    customers.truncate(OFFERED);
    customers
}

fn first_problem(problems: &WalletProblems) -> Option<Part> {
    let WalletProblems { customer_id, first_name, last_name, mobile, email, amount, way_back: _ } =
        problems;
    let in_order = [
        (Part::Mobile, mobile.is_some()),
        (Part::CustomerId, customer_id.is_some()),
        (Part::FirstName, first_name.is_some()),
        (Part::LastName, last_name.is_some()),
        (Part::Email, email.is_some()),
        (Part::Amount, amount.is_some()),
    ];
    in_order.into_iter().find(|(_, wrong)| *wrong).map(|(part, _)| part)
}
