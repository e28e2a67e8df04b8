//! The Recharge form: category, number, operator, what the operator needs, amount, name.

use std::sync::Arc;

use egui::{Context, Id, Response, Ui};

use crate::catalogue::Catalogue;
use crate::counter::{Command, Look, Update};
use crate::ledger::Remembered;
use crate::money::in_words;
use crate::transaction::number;
use crate::transaction::order::FormProblems;
use crate::transaction::{Category, Operator, Order, RechargeForm, RechargeOrder};

use super::keys::{self, Line};
use super::pay::OrderForm;
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Chooser, Field, dropdown, entered, with_foot};
use super::words::{Value, Words};
use super::{order_words, sentences};

/// How many operator tiles stand side by side where all names are short, and elsewhere.
const COLUMNS: (usize, usize) = (5, 3);

/// A name up to this many characters is short.
const SHORT: usize = 8;

/// The form and what is wrong with it.
pub struct Form {
    typed: RechargeForm,
    category: Category,
    /// The place of the chosen operator among its category's.
    operator: Option<usize>,
    circle: usize,
    problems: FormProblems,
    /// Whether digits came that were typed beside the field, perhaps a whole number at once.
    begun: bool,
    /// The number that the counter was last asked about.
    asked_about: String,
    /// What memory filled in, so that it gives way when the number changes.
    recalled: bool,
    focus: Option<Part>,
}

/// The parts of the form, in the order of the conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Category,
    Number,
    Operator,
    Circle,
    Optional(usize),
    Amount,
    Name,
}

impl Part {
    fn id(self) -> Id {
        match self {
            Self::Category => Id::unique("recharge-category"),
            Self::Number => Id::unique("recharge-number"),
            Self::Operator => Id::unique("recharge-operator"),
            Self::Circle => Id::unique("recharge-circle"),
            Self::Optional(at) => Id::unique(("recharge-optional", at)),
            Self::Amount => Id::unique("recharge-amount"),
            Self::Name => Id::unique("recharge-name"),
        }
    }
}

/// The field with which a recharge begins.
pub fn number_id() -> Id {
    Part::Number.id()
}

impl Default for Form {
    fn default() -> Self {
        Self {
            typed: RechargeForm::default(),
            category: Category::MobilePrepaid,
            operator: None,
            circle: 0,
            problems: FormProblems::default(),
            begun: false,
            asked_about: String::new(),
            recalled: false,
            focus: Some(Part::Number),
        }
    }
}

impl OrderForm for Form {
    fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Option<Order> {
        let catalogue = shop.catalogue()?;
        let label = shop.words.say("recharge-continue");
        let go_on = Button::primary(&label).key("Enter").wide();
        let (pressed, entered) = with_foot(
            ui,
            "recharge-form",
            |ui| ui.add(go_on).clicked(),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                self.category_ui(ui, shop);
                self.number_ui(ui, shop, &catalogue);
                self.operator_ui(ui, shop, &catalogue);
                self.optionals_ui(ui, shop, &catalogue);
                let in_amount = self.amount_ui(ui, shop, &catalogue);
                self.customer_ui(ui, shop, &catalogue) || in_amount
            },
        );
        self.give_focus(ui.ctx());
        if pressed || entered { self.finish(shop) } else { None }
    }

    fn hear(&mut self, update: &Update, shop: &Shop) {
        if let Update::Remembered { number, known } = update {
            self.remember(shop.catalogue(), number, known.as_ref());
        }
    }

    fn fill(&mut self, order: &Order, shop: &Shop) {
        let (Order::Recharge(order), Some(catalogue)) = (order, shop.catalogue()) else { return };
        let operators = catalogue.operators(order.category);
        let circles = catalogue.circles();
        *self = Self {
            typed: RechargeForm {
                number: order.number.clone(),
                amount: plain_rupees(order.amount),
                optionals: order.optionals.clone(),
                customer_name: order.customer_name.clone(),
                ..RechargeForm::default()
            },
            category: order.category,
            operator: operators.iter().position(|operator| operator.code == order.operator),
            circle: circles.iter().position(|circle| circle.code == order.circle).unwrap_or(0),
            asked_about: order.number.clone(),
            ..Self::default()
        };
    }

    fn finish(&mut self, shop: &Shop) -> Option<Order> {
        let catalogue = shop.catalogue()?;
        self.order(shop, &catalogue).map(Order::Recharge)
    }

    fn keys(&self) -> Vec<Line> {
        let [digits, arrows] = keys::TILES;
        vec![keys::NEXT_FIELD, digits, arrows]
    }

    fn forget(&mut self) {
        // The category stays, since the next customer often wants the same.
        *self = Self { category: self.category, ..Self::default() };
    }

    fn is_forgotten(&self) -> bool {
        self.typed == RechargeForm::default()
    }

    fn come_back(&mut self, ctx: &Context) {
        self.focus = Some(if self.is_forgotten() { Part::Number } else { Part::Amount });
        ctx.request_repaint();
    }

    fn begin_with(&mut self, digits: &str, ctx: &Context) -> bool {
        self.forget();
        self.typed.number = digits.to_owned();
        self.begun = true;
        self.come_back(ctx);
        self.focus = Some(Part::Number);
        true
    }
}

impl Form {
    fn category_ui(&mut self, ui: &mut Ui, shop: &Shop) {
        let names = Category::ALL.map(|category| order_words::category(&shop.words, category));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut chosen = Category::ALL.iter().position(|category| *category == self.category);
        let label = shop.words.say("recharge-what");
        let chooser = Chooser::pills(&label, &names).id(Part::Category.id());
        let response = chooser.show(ui, &mut chosen);
        if response.changed() {
            let chosen = chosen.and_then(|at| Category::ALL.get(at)).copied();
            self.change_category(chosen.unwrap_or(self.category));
        }
        if pressed_enter(&response) {
            self.focus = Some(Part::Number);
        }
    }

    fn change_category(&mut self, category: Category) {
        self.category = category;
        self.operator = None;
        self.typed.optionals = Default::default();
        self.problems = FormProblems::default();
        self.asked_about.clear();
    }

    fn number_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) {
        let operator = self.operator(catalogue);
        let label = match operator.map(|operator| operator.number_label.as_str()) {
            _ if self.category.is_mobile() => shop.words.say("number-mobile"),
            Some(label) if !label.is_empty() => label.to_owned(),
            _ => shop.words.say("number-customer"),
        };
        let name = operator.map(|operator| operator.name.clone()).unwrap_or_default();
        let error = self.problems.number.as_ref();
        let error = error.map(|problem| sentences::number(&shop.words, problem, &name));
        let hint = if self.category.is_mobile() { "98765 43210" } else { "" };
        let field = Field::new(&label, &mut self.typed.number)
            .id(Part::Number.id())
            .large()
            .grouped()
            .hint(hint)
            .limit(40)
            .error(error.as_deref());
        let response = ui.add(field);
        if std::mem::take(&mut self.begun) || response.changed() {
            self.problems.number = None;
            self.number_changed(shop);
        }
        if entered(&response) {
            self.number_entered(catalogue);
        } else if response.lost_focus() && !self.typed.number.is_empty() {
            self.check_number(catalogue);
        }
    }

    /// A number that is understood is looked up once, and what memory gave for another goes.
    fn number_changed(&mut self, shop: &Shop) {
        if self.recalled {
            self.recalled = false;
            self.operator = None;
            self.typed.amount.clear();
            self.typed.customer_name.clear();
            self.typed.optionals = Default::default();
        }
        if let Ok(number) = number::understand(self.category, &self.typed.number)
            && number.len() >= 6
            && number != self.asked_about
        {
            self.asked_about.clone_from(&number);
            shop.ask(Command::Look(Look::Remember(number)));
        }
    }

    fn number_entered(&mut self, catalogue: &Catalogue) {
        self.check_number(catalogue);
        let next = match (&self.problems.number, self.operator) {
            (Some(_), _) => Part::Number,
            (None, None) => Part::Operator,
            (None, Some(_)) => self.after_operator(catalogue),
        };
        self.focus = Some(next);
    }

    fn check_number(&mut self, catalogue: &Catalogue) {
        let understood = match self.operator(catalogue) {
            Some(operator) => number::understand_for(operator, &self.typed.number),
            None => number::understand(self.category, &self.typed.number),
        };
        match understood {
            Ok(number) => self.typed.number = number,
            Err(problem) => self.problems.number = Some(problem),
        }
    }

    fn operator_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) {
        let operators = catalogue.operators(self.category);
        let names: Vec<&str> = operators.iter().map(|operator| operator.name.as_str()).collect();
        let label = shop.words.say("recharge-operator");
        let error = self.problems.operator;
        let error = error.map(|problem| sentences::operator(&shop.words, problem));
        let all_short = names.iter().all(|name| name.chars().count() <= SHORT);
        let columns = if all_short { COLUMNS.0 } else { COLUMNS.1 };
        let chooser = Chooser::tiles(&label, &names, columns)
            .id(Part::Operator.id())
            .digits()
            .error(error.as_deref());
        let response = chooser.show(ui, &mut self.operator);
        if response.changed() {
            self.problems.operator = None;
            self.problems.number = None;
            self.problems.amount = None;
            self.typed.optionals = Default::default();
        }
        if pressed_enter(&response) && self.operator.is_some() {
            self.focus = Some(self.after_operator(catalogue));
        }
    }

    fn circle_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) {
        let circles = catalogue.circles();
        let name = |at: usize| circles.get(at).map_or("", |circle| circle.name.as_str());
        let label = shop.words.say("recharge-circle");
        dropdown(ui, Part::Circle.id(), &label, &mut self.circle, circles.len(), name);
    }

    fn optionals_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) {
        let Some(operator) = self.operator(catalogue) else { return };
        let wanted: Vec<_> = operator.optionals.iter().cloned().enumerate().collect();
        for (at, optional) in wanted {
            let Some(optional) = optional else { continue };
            let (Some(text), Some(problem)) =
                (self.typed.optionals.get_mut(at), self.problems.optionals.get_mut(at))
            else {
                continue;
            };
            let error = problem.map(|problem| sentences::text(&shop.words, problem));
            let field = Field::new(&optional.label, text)
                .id(Part::Optional(at).id())
                .error(error.as_deref());
            let response = ui.add(field);
            if response.changed() {
                *problem = None;
            }
            if entered(&response) {
                self.focus = Some(self.next_optional(catalogue, at + 1));
            }
        }
    }

    /// Whether Enter was pressed in the amount: the agent is done.
    fn amount_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) -> bool {
        let error = self.problems.amount.map(|problem| sentences::amount(&shop.words, problem));
        let said = self.typed.amount.parse().ok();
        let said = said.map(|amount| in_words(amount, shop.words.language()));
        let limits = self.operator(catalogue).map(|operator| limits(&shop.words, operator));
        let note = said.or(limits).unwrap_or_default();
        let label = shop.words.say("recharge-amount");
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

    /// Whether Enter was pressed in the name: the agent is done.
    fn customer_ui(&mut self, ui: &mut Ui, shop: &Shop, catalogue: &Catalogue) -> bool {
        if !self.category.is_mobile() || catalogue.circles().len() < 2 {
            return self.name_ui(ui, shop);
        }
        ui.columns_const(|[left, right]| {
            let done = self.name_ui(left, shop);
            self.circle_ui(right, shop, catalogue);
            done
        })
    }

    fn name_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let label = shop.words.say("recharge-name");
        let error = self.problems.customer_name;
        let error = error.map(|problem| sentences::text(&shop.words, problem));
        let field = Field::new(&label, &mut self.typed.customer_name)
            .id(Part::Name.id())
            .error(error.as_deref());
        let name = ui.add(field);
        if name.changed() {
            self.problems.customer_name = None;
        }
        entered(&name)
    }

    fn order(&mut self, shop: &Shop, catalogue: &Catalogue) -> Option<RechargeOrder> {
        let circles = catalogue.circles();
        let circle = circles.get(self.circle).filter(|_| self.category.is_mobile());
        self.typed.circle = circle.map(|circle| circle.code.clone()).unwrap_or_default();
        let operator = self.operator(catalogue);
        match RechargeOrder::from_form(&self.typed, self.category, operator, shop.is_live()) {
            Ok(order) => Some(order),
            Err(problems) => {
                self.problems = *problems;
                self.focus = self.first_problem();
                None
            }
        }
    }

    fn first_problem(&self) -> Option<Part> {
        let problems = &self.problems;
        let optional = problems.optionals.iter().position(Option::is_some).map(Part::Optional);
        None.or(problems.number.as_ref().map(|_| Part::Number))
            .or(problems.operator.map(|_| Part::Operator))
            .or(optional)
            .or(problems.amount.map(|_| Part::Amount))
            .or(problems.customer_name.map(|_| Part::Name))
    }

    fn operator<'a>(&self, catalogue: &'a Catalogue) -> Option<&'a Operator> {
        catalogue.operators(self.category).get(self.operator?)
    }

    fn after_operator(&self, catalogue: &Catalogue) -> Part {
        self.next_optional(catalogue, 0)
    }

    fn next_optional(&self, catalogue: &Catalogue, from: usize) -> Part {
        let operator = self.operator(catalogue);
        let mut wanted = operator.iter().flat_map(|operator| operator.optionals.iter().enumerate());
        let next = wanted.find(|(at, optional)| *at >= from && optional.is_some());
        next.map_or(Part::Amount, |(at, _)| Part::Optional(at))
    }

    /// Fills in what is remembered about the number, where the agent has typed nothing yet.
    fn remember(
        &mut self,
        catalogue: Option<Arc<Catalogue>>,
        number: &str,
        known: Option<&Remembered>,
    ) {
        let (Some(known), Some(catalogue)) = (known, catalogue) else { return };
        let untouched = self.operator.is_none()
            && self.typed.amount.is_empty()
            && self.typed.customer_name.is_empty();
        if number != self.asked_about || !untouched {
            return;
        }
        self.recalled = true;
        self.category = known.category;
        let operators = catalogue.operators(known.category);
        self.operator = operators.iter().position(|operator| operator.code == known.operator);
        let circles = catalogue.circles();
        self.circle = circles.iter().position(|circle| circle.code == known.circle).unwrap_or(0);
        self.typed.amount = plain_rupees(known.amount);
        self.typed.optionals.clone_from(&known.optionals);
        self.typed.customer_name.clone_from(&known.customer_name);
    }

    fn give_focus(&mut self, ctx: &Context) {
        if let Some(part) = self.focus.take() {
            ctx.memory_mut(|memory| memory.request_focus(part.id()));
            if let Some(at) = self.caret(part) {
                place_caret(ctx, part.id(), at);
            }
        }
    }

    /// Where the caret goes in a field that gets the focus: behind what stands there.
    fn caret(&self, part: Part) -> Option<usize> {
        let text = match part {
            Part::Category | Part::Operator | Part::Circle => return None,
            Part::Number => &self.typed.number,
            Part::Amount => &self.typed.amount,
            Part::Name => &self.typed.customer_name,
            Part::Optional(at) => self.typed.optionals.get(at)?,
        };
        Some(text.chars().count())
    }
}

fn place_caret(ctx: &Context, id: Id, at: usize) {
    let mut state = egui::text_edit::TextEditState::load(ctx, id).unwrap_or_default();
    let caret = egui::text::CCursor::new(at);
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(caret)));
    state.store(ctx, id);
}

/// Whether Enter was pressed while a chooser had the focus.
fn pressed_enter(chooser: &Response) -> bool {
    chooser.has_focus() && chooser.ctx.input(|input| input.key_pressed(egui::Key::Enter))
}

fn limits(words: &Words, operator: &Operator) -> String {
    words.say_with(
        "recharge-limits",
        &[
            ("min", Value::from(operator.min.to_string())),
            ("max", Value::from(operator.max.to_string())),
        ],
    )
}

/// An amount as one types it: without `.00`.
pub fn plain_rupees(amount: crate::money::Paise) -> String {
    let spelled = amount.to_wire();
    spelled.strip_suffix(".00").map_or(spelled.clone(), str::to_owned)
}
