//! How today begins: what each wallet should hold and holds, and what could be behind a difference.

use egui::{Align, Id, Key, Layout, RichText, Ui};

use super::drawer::cash;
use crate::counter::{Command, DayStart, Update, WalletDay};
use crate::ids::AgentId;
use crate::money::Paise;
use crate::transaction::Service;
use crate::transaction::day::{Doubt, Explanation};
use crate::transaction::order::AmountProblem;
use crate::ui::keys::{self, Line, line};
use crate::ui::shop::Shop;
use crate::ui::theme::{self, Text, Tone, colors, size, space, strong_font};
use crate::ui::widgets::{Button, Field, Icon, empty, entered, heading, strong, weak, with_foot};
use crate::ui::words::{Value, Words};
use crate::ui::{order_words, recent, sentences};

/// The start of today, as far as it was told.
#[derive(Default)]
pub struct StartView {
    start: Option<DayStart>,
    /// Whether the day came by itself and waits for the agent.
    asking: bool,
    /// Whether the agent has put it off.
    put_off: bool,
    opening: String,
    problem: Option<AmountProblem>,
    give_focus: bool,
}

/// What was done about it.
#[derive(Default)]
pub struct Done {
    /// The transaction whose story is wanted.
    pub story: Option<AgentId>,
    /// Whether it is put off, or done.
    pub later: bool,
}

impl StartView {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        if let Update::DayStart { start, unasked } = update {
            if *unasked {
                self.asking = true;
                self.put_off = false;
                self.give_focus = true;
            }
            self.asking &= start.said.started.is_none();
            self.start = Some((**start).clone());
        }
    }

    /// Whether the day waits for the agent and nothing else is to be seen here.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        self.asking && !self.put_off
    }

    /// Whether the day was told and not yet begun.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.asking
    }

    /// Its keys, while the day is not begun.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        match &self.start {
            Some(start) if start.said.started.is_none() => {
                vec![line(keys::ENTER, "key-begin-day"), line(keys::ESC, "key-later")]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Done {
        let words = &shop.words;
        let Some(start) = self.start.clone() else {
            empty(ui, Icon::Clock, &words.say("opening"), "");
            return Done::default();
        };
        let begun = start.said.started;
        let (mut done, mut begin) = (Done::default(), false);
        let (begin_label, later_label) = (words.say("start-begin"), words.say("start-later"));
        let ((pressed, later, in_field), story) = with_foot(
            ui,
            "day-start",
            |ui| {
                if begun.is_some() {
                    return (false, false, false);
                }
                // In sight and at hand, however much there is to explain above.
                let in_field = self.opening_ui(ui, words);
                ui.columns_const(|[left, right]| {
                    let later = left.add(Button::secondary(&later_label).key("Esc").wide());
                    let pressed = right.add(Button::primary(&begin_label).key("Enter").wide());
                    (pressed.clicked(), later.clicked(), in_field)
                })
            },
            |ui| contents_ui(ui, shop, &start),
        );
        let free = ui.memory(|memory| memory.focused().is_none());
        let key = |key| ui.input(|input| input.key_pressed(key));
        begin |= pressed || in_field || (free && key(Key::Enter));
        if begun.is_none() && begin {
            done.later = self.begin(shop);
        } else if begun.is_none() && (later || key(Key::Escape)) {
            self.put_off = true;
            done.later = true;
        }
        done.story = story;
        done
    }

    /// Begins the day with what is typed; whether it could be read.
    fn begin(&mut self, shop: &Shop) -> bool {
        let opening = match self.opening.trim() {
            "" => None,
            typed => match cash(typed) {
                Ok(amount) => Some(amount),
                Err(problem) => {
                    self.problem = Some(problem);
                    self.give_focus = true;
                    return false;
                }
            },
        };
        shop.ask(Command::BeginDay { opening });
        self.put_off = true;
        true
    }

    /// The field for what lies in the drawer; whether Enter was pressed in it.
    fn opening_ui(&mut self, ui: &mut Ui, words: &Words) -> bool {
        let label = words.say("start-opening");
        let error = self.problem.map(|problem| sentences::amount(words, problem));
        let field = Field::amount(&label, &mut self.opening)
            .id(Id::unique("start-opening"))
            .error(error.as_deref());
        let field = ui.add(field);
        if field.changed() {
            self.problem = None;
        }
        let entered = entered(&field);
        if std::mem::take(&mut self.give_focus) {
            field.request_focus();
        }
        entered
    }
}

/// The wallets and the explanations; whose story is wanted.
fn contents_ui(ui: &mut Ui, shop: &Shop, start: &DayStart) -> Option<AgentId> {
    let words = &shop.words;
    ui.spacing_mut().item_spacing.y = space::S;
    let today = [("day", Value::from(words.date(start.day)))];
    heading(ui, &words.say_with("start-title", &today));
    match start.said.started {
        Some(at) => {
            let time = [("time", Value::from(words.time(at, shop.now())))];
            weak(ui, &words.say_with("start-begun", &time));
        }
        None => {
            weak(ui, &words.say("start-explained"));
        }
    }
    ui.scope(|ui| {
        let narrow = ui.available_width() < size::NARROW;
        ui.spacing_mut().item_spacing.x = if narrow { space::M } else { space::XXL };
        ui.columns_const(|columns: &mut [Ui; 3]| {
            for (ui, wallet) in columns.iter_mut().zip(&start.wallets) {
                // A column would spread the words of a long line over its width.
                ui.vertical(|ui| wallet_ui(ui, shop, wallet));
            }
        });
    });
    let explained = start.wallets.iter().filter(|wallet| is_off(wallet));
    explained.fold(None, |story, wallet| story.or(explain_ui(ui, shop, wallet)))
}

fn is_off(wallet: &WalletDay) -> bool {
    wallet.difference().is_some_and(|difference| difference != Paise::ZERO)
}

/// A wallet from its closing to what it holds.
fn wallet_ui(ui: &mut Ui, shop: &Shop, wallet: &WalletDay) {
    let words = &shop.words;
    ui.spacing_mut().item_spacing.y = space::XS;
    strong(ui, &order_words::service(words, wallet.service));
    let Some(closing) = wallet.closing else {
        weak(ui, &words.say("start-no-closing"));
        line_ui(ui, &words.say("start-holds"), wallet.holds.map(|reading| reading.holds));
        return;
    };
    let time = [("time", Value::from(words.time(closing.at, shop.now())))];
    weak(ui, &words.say_with("start-closing-at", &time));
    line_ui(ui, &words.say("start-closing"), Some(closing.holds));
    if let Some(movement) = wallet.movement {
        if wallet.service == Service::Collection {
            line_ui(ui, &words.say("start-collected"), Some(movement.collected));
        } else {
            let taken = Paise::ZERO.checked_sub(movement.debits);
            line_ui(ui, &words.say("start-debits"), taken);
            line_ui(ui, &words.say("start-returned"), Some(movement.returned));
        }
    }
    ui.separator();
    line_ui(ui, &words.say("start-expected"), wallet.expected());
    line_ui(ui, &words.say("start-holds"), wallet.holds.map(|reading| reading.holds));
    match wallet.holds {
        None => {
            weak(ui, &words.say("start-not-read"));
        }
        Some(_) => difference_ui(ui, words, wallet.difference()),
    }
}

/// A name at the left, an amount at the right, beneath it where one line has no room for both; a
/// dash where it is not known.
pub fn line_ui(ui: &mut Ui, label: &str, amount: Option<Paise>) {
    // Nothing in it is pressed: the line needs no more than its text.
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let amount = amount.map_or_else(|| "–".to_owned(), |amount| amount.to_string());
        let width = |text: &str, style| theme::width(ui, text, theme::font(ui, style));
        let both = width(label, Text::Small) + space::S + width(&amount, Text::Body);
        if both > ui.available_width() {
            ui.spacing_mut().item_spacing.y = 0.0;
            weak(ui, label);
            ui.with_layout(Layout::top_down(Align::Max), |ui| ui.label(amount));
            return;
        }
        ui.horizontal(|ui| {
            weak(ui, label);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(amount));
        });
    });
}

/// Whether two figures agree, in colour, with an icon and in words.
pub fn difference_ui(ui: &mut Ui, words: &Words, difference: Option<Paise>) {
    let Some(difference) = difference else { return };
    let (tone, icon, sentence) = match difference {
        Paise::ZERO => (Tone::Success, Icon::Check, words.say("difference-none")),
        _ => {
            let less = difference < Paise::ZERO;
            let amount = if less {
                Paise::ZERO.checked_sub(difference).unwrap_or(difference)
            } else {
                difference
            };
            let amount = [("amount", Value::from(amount.to_string()))];
            let id = if less { "difference-less" } else { "difference-more" };
            (Tone::Failed, Icon::Warning, words.say_with(id, &amount))
        }
    };
    let color = colors(ui).tone(tone).fg;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing.x = space::S;
        icon.show(ui, size::ICON, color);
        let text = RichText::new(sentence).font(strong_font(ui, Text::Body)).color(color);
        ui.add(egui::Label::new(text).wrap());
    });
}

/// What could be behind a wallet's difference; the transaction that was chosen comes back.
fn explain_ui(ui: &mut Ui, shop: &Shop, wallet: &WalletDay) -> Option<AgentId> {
    let words = &shop.words;
    let service = [("wallet", Value::from(order_words::service(words, wallet.service)))];
    heading(ui, &words.say_with("explain-title", &service));
    let mut chosen = None;
    for explanation in &wallet.explanations {
        let Explanation { transaction, doubt, fits, .. } = explanation;
        if recent::row(ui, shop, transaction, *fits, "explain").clicked() {
            chosen = Some(transaction.agent_id);
        }
        let why = words.say(match doubt {
            Doubt::PerhapsDebited => "explain-perhaps-debited",
            Doubt::PerhapsNotDebited => "explain-perhaps-not-debited",
            Doubt::PerhapsNotReturned => "explain-perhaps-not-returned",
            Doubt::PerhapsCollected => "explain-perhaps-collected",
            Doubt::PerhapsNotCredited => "explain-perhaps-not-credited",
            Doubt::PerhapsTakenBack => "explain-perhaps-taken-back",
        });
        if *fits {
            strong(ui, &words.say_with("explain-fits", &[("why", Value::from(why))]));
        } else {
            weak(ui, &why);
        }
    }
    weak(ui, &words.say("explain-others"));
    chosen
}
