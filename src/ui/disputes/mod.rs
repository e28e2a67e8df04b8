//! The Disputes tab: choose a success, say what is wrong, and see what became of it (M11).

use crate::ui::keys::{self, Line, line};
use egui::{Context, Id, Key, ScrollArea, Ui};

use super::commands::Go;
use super::shop::Shop;
use super::theme::{size, space};
use super::tone::tone_word;
use super::widgets::{
    Button, Field, Icon, Weight, card, empty, entered, heading, notice, weak, with_foot,
};
use super::words::Value;
use super::{recent, sentences};
use crate::counter::{Command, Look, Update};
use crate::ids::AgentId;
use crate::transaction::Transaction;
use crate::transaction::dispute::{LONGEST_MESSAGE, may_dispute};

/// The Disputes tab.
#[derive(Default)]
pub struct DisputesPage {
    search: String,
    found: Option<Vec<Transaction>>,
    disputed: Option<Vec<AgentId>>,
    writing: Option<Writing>,
    give_focus: bool,
}

/// A dispute being written.
struct Writing {
    about: AgentId,
    message: String,
    missing: bool,
    /// Whether it is with the counter: nothing can be pressed twice.
    handed: bool,
    /// How many disputes there were before it.
    before: usize,
    give_focus: bool,
}

impl DisputesPage {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        if let Some(writing) = &mut self.writing {
            if writing.ui(ui, shop) {
                self.writing = None;
                self.give_focus = true;
            }
            return None;
        }
        let words = &shop.words;
        let mut go = None;
        ui.set_max_width(size::FORM.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = space::S;
        let label = words.say("dispute-search");
        let field = Field::new(&label, &mut self.search).id(Id::unique("dispute-search")).limit(60);
        let field = ui.add(field);
        if std::mem::take(&mut self.give_focus) {
            field.request_focus();
        }
        if field.changed() && !self.search.trim().is_empty() {
            shop.ask(Command::Look(Look::Search(self.search.clone())));
        }
        let mut begin = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if self.search.trim().is_empty() {
                go = self.list_ui(ui, shop);
            } else {
                begin = self.found_ui(ui, shop);
            }
        });
        if let Some(agent_id) = begin {
            self.begin_with(agent_id);
        }
        go
    }

    /// The keys of the tab as it stands.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        match &self.writing {
            Some(writing) if !writing.handed => vec![line(keys::ENTER, "key-raise"), keys::BACK],
            Some(_) | None => Vec::new(),
        }
    }

    /// What the search found; only a success without a dispute can be chosen.
    fn found_ui(&self, ui: &mut Ui, shop: &Shop) -> Option<AgentId> {
        let words = &shop.words;
        let found = self.found.as_ref()?;
        if found.is_empty() {
            empty(ui, Icon::Flag, &words.say("status-not-found"), &words.say("status-search-hint"));
        }
        let mut chosen = None;
        for transaction in found {
            let may = may_dispute(transaction);
            ui.add_enabled_ui(may, |ui| {
                if recent::row(ui, shop, transaction, false, "disputable").clicked() && may {
                    chosen = Some(transaction.agent_id);
                }
            });
            if !may {
                let why = if transaction.is_disputed() { "is-disputed" } else { "dispute-only" };
                weak(ui, &words.say(why));
            }
        }
        chosen
    }

    /// The disputes that were raised, newest first, and what became of each.
    fn list_ui(&self, ui: &mut Ui, shop: &Shop) -> Option<Go> {
        let words = &shop.words;
        let disputed = self.disputed.as_ref()?;
        if disputed.is_empty() {
            empty(ui, Icon::Flag, &words.say("disputes-empty"), &words.say("disputes-empty-hint"));
            return None;
        }
        heading(ui, &words.say("disputes-raised"));
        let mut go = None;
        for transaction in disputed.iter().filter_map(|id| shop.transaction(*id)) {
            if recent::row(ui, shop, transaction, false, "disputed").clicked() {
                go = Some(Go::Story(transaction.agent_id));
            }
            for dispute in &transaction.disputes {
                let values = [
                    ("time", Value::from(words.time(dispute.at, shop.now()))),
                    ("message", Value::from(dispute.message.as_str())),
                ];
                weak(ui, &words.say_with("dispute-line", &values));
                let said = dispute.said.as_ref();
                let said = said.map_or_else(
                    || words.say("dispute-awaited"),
                    |said| sentences::dispute(words, said),
                );
                ui.label(said);
                if let Some(gateways) = &dispute.words {
                    weak(ui, &format!("{}: {gateways}", words.say("fact-words")));
                }
            }
            let state = [("state", Value::from(tone_word(words, transaction.state())))];
            weak(ui, &words.say_with("dispute-state", &state));
            ui.add_space(space::S);
        }
        go
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, _ctx: &Context) {
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Found { text, found } if *text == self.search => {
                self.found = Some(found.clone());
            }
            Update::Open(lists) => {
                let ids = lists.disputed.iter().map(|one| one.agent_id);
                self.disputed = Some(ids.collect());
            }
            Update::NotKept { agent_id, .. } => {
                if let Some(writing) = self.writing.as_mut().filter(|one| one.about == *agent_id) {
                    writing.handed = false;
                }
            }
            Update::Changed(changed) => {
                let about = |one: &&mut Writing| one.about == changed.agent_id;
                if let Some(writing) = self.writing.as_mut().filter(about) {
                    let said = changed.disputes.get(writing.before);
                    if said.is_some_and(|dispute| dispute.said.is_some()) {
                        self.writing = None;
                        self.search.clear();
                        self.give_focus = true;
                        shop.ask(Command::Look(Look::Open));
                    }
                }
            }
            _ => {}
        }
    }

    /// The agent has come to this tab.
    pub fn come_back(&mut self, ctx: &Context, shop: &Shop) {
        shop.ask(Command::Look(Look::Open));
        self.give_focus = self.writing.is_none();
        ctx.request_repaint();
    }

    /// Begins a dispute about a transaction.
    pub fn begin_with(&mut self, agent_id: AgentId) {
        self.writing = Some(Writing {
            about: agent_id,
            message: String::new(),
            missing: false,
            handed: false,
            before: 0,
            give_focus: true,
        });
    }
}

impl Writing {
    /// Draws the form; whether the agent goes back.
    fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let Some(transaction) = shop.transaction(self.about).cloned() else { return true };
        let (raise, back) = (words.say("dispute-raise"), words.say("go-back"));
        let handed = self.handed;
        let ((raised, gone), entered) = with_foot(
            ui,
            "dispute",
            |ui| {
                let raise = Button::primary(&raise).key("Enter").wide();
                let raised = ui.add_enabled(!handed, raise).clicked();
                (raised, ui.add(Button::secondary(&back).key("Esc").wide()).clicked())
            },
            |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::M;
                    heading(ui, &words.say("raise-dispute"));
                    recent::row(ui, shop, &transaction, false, "dispute-about");
                    if let Some(why) = shop.not_kept(self.about) {
                        notice(ui, Weight::Error, &sentences::not_kept(words, why));
                    }
                    self.message_ui(ui, shop)
                })
                .inner
            },
        );
        if (raised || entered) && !self.handed {
            let message = self.message.trim();
            if message.is_empty() {
                self.missing = true;
                self.give_focus = true;
            } else {
                self.before = transaction.disputes.len();
                self.handed = true;
                let message = message.to_owned();
                shop.ask(Command::Dispute { agent_id: self.about, message });
            }
        }
        (gone || ui.input(|input| input.key_pressed(Key::Escape))) && !self.handed
    }

    /// Whether Enter was pressed in the message.
    fn message_ui(&mut self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        weak(ui, &words.say("dispute-phrases"));
        ui.horizontal_wrapped(|ui| {
            for id in ["dispute-phrase-nothing", "dispute-phrase-wrong", "dispute-phrase-less"] {
                let phrase = words.say(id);
                if ui.add(Button::quiet(&phrase)).clicked() {
                    self.message = phrase;
                    self.missing = false;
                    self.give_focus = true;
                }
            }
        });
        let count = [
            ("count", Value::from(self.message.chars().count())),
            ("most", Value::from(LONGEST_MESSAGE)),
        ];
        let note = words.say_with("dispute-count", &count);
        let error = self.missing.then(|| words.say("dispute-message-missing"));
        let label = words.say("dispute-message");
        let field = Field::new(&label, &mut self.message)
            .limit(LONGEST_MESSAGE)
            .note(&note)
            .error(error.as_deref());
        let field = ui.add_enabled(!self.handed, field);
        if std::mem::take(&mut self.give_focus) {
            field.request_focus();
        }
        if field.changed() {
            self.missing = false;
        }
        entered(&field)
    }
}
