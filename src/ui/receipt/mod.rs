//! Receipts in the window: the sheet with its four ways, Ctrl P, and what became of each.

pub mod card;
mod words;

pub use words::not_printed;

use std::collections::HashSet;

use egui::{ColorImage, Context, Id, Key, Modifiers, ScrollArea, Ui};

use super::keys;
use super::order_words;
use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{Button, Icon, Weight, heading, notice, sheet, strong, weak};
use super::words::{Language, Value, Words};
use crate::counter::{Command, HandedOut, ReceiptTold, ReceiptWay, Update};
use crate::ids::AgentId;
use crate::receipt::Texts;
use crate::settings::{ReceiptLanguage, Settings};
use crate::transaction::{State, Transaction};

/// The four ways, each with its key and its word.
const WAYS: [(ReceiptWay, Key, &str); 4] = [
    (ReceiptWay::Print, Key::Num1, "receipt-print"),
    (ReceiptWay::Save, Key::Num2, "receipt-save"),
    (ReceiptWay::Picture, Key::Num3, "receipt-copy-picture"),
    (ReceiptWay::Text, Key::Num4, "receipt-copy-text"),
];

/// What the window does about receipts.
#[derive(Default)]
pub struct Receipts {
    /// Of which transaction the sheet is open.
    open: Option<AgentId>,
    /// Whether it has just been opened.
    give_focus: bool,
    /// Of which transaction one is being made: nothing is pressed twice.
    waiting: Option<AgentId>,
    /// What was begun in this window and has not ended yet.
    begun: HashSet<AgentId>,
}

impl Receipts {
    /// Opens the sheet about a transaction.
    pub fn open(&mut self, agent_id: AgentId) {
        self.open = Some(agent_id);
        self.give_focus = true;
    }

    /// Whether the sheet is open.
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Where a transaction is looked at, Ctrl P prints at once and Ctrl S opens the sheet.
    pub fn keys(&mut self, ctx: &Context, at: Option<AgentId>, shop: &Shop, settings: &Settings) {
        let (print, open) = (keys::PRINT.taken(ctx), keys::RECEIPT.taken(ctx));
        let known = |agent_id: &AgentId| shop.transaction(*agent_id).is_some_and(has_receipt);
        let Some(agent_id) = at.filter(known) else { return };
        if print {
            self.ask(agent_id, ReceiptWay::Print, shop, settings);
        }
        if open {
            self.open(agent_id);
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, settings: &Settings, ctx: &Context) {
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Paying { agent_id, .. } => {
                self.begun.insert(*agent_id);
            }
            Update::Changed(changed) if !changed.state().is_unresolved() => {
                let begun = self.begun.remove(&changed.agent_id);
                let wanted = settings.receipts.print_by_itself;
                if begun && wanted && changed.state() == State::Success {
                    ask(changed.agent_id, ReceiptWay::Print, shop, settings);
                }
            }
            Update::Receipt(told) => self.told(told, ctx),
            _ => {}
        }
    }

    fn told(&mut self, told: &ReceiptTold, ctx: &Context) {
        if self.waiting == Some(told.agent_id) {
            self.waiting = None;
        }
        match &told.result {
            Ok(HandedOut::Picture(picture)) => {
                let size = [picture.width, picture.height];
                ctx.copy_image(ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
            }
            Ok(HandedOut::Text(text)) => ctx.copy_text(text.clone()),
            _ => {}
        }
        // What went well is told on the card beneath.
        if told.result.is_ok() && self.open == Some(told.agent_id) {
            self.open = None;
        }
    }

    /// Draws the sheet, if it is open; before the screen beneath, which must not take its keys.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop, settings: &Settings) {
        let Some(agent_id) = self.open else { return };
        let Some(transaction) = shop.transaction(agent_id).cloned() else {
            self.open = None;
            return;
        };
        let (waiting, focus) = (self.waiting.is_some(), std::mem::take(&mut self.give_focus));
        let shown = sheet(ctx, Id::unique("receipt"), |ui| {
            // With a long sentence it is higher than the smallest window, and scrolls in it.
            let room = ui.ctx().content_rect().height() - 2.0 * space::XXL;
            ui.spacing_mut().item_spacing.y =
                if room < size::HIGH_SHEET { space::S } else { space::M };
            let sheet = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
            let contents = sheet.show(ui, |ui| {
                head(ui, shop, &transaction);
                let way = ways(ui, shop, waiting, focus);
                weak(ui, &shop.words.say("receipt-shortcut"));
                told_ui(ui, shop, agent_id);
                let label = shop.words.say("receipt-close");
                let close = ui.add(Button::secondary(&label).key("Esc").wide()).clicked();
                (way, close)
            });
            contents.inner
        });
        ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let (way, close) = shown.inner;
        if let Some(way) = way {
            self.ask(agent_id, way, shop, settings);
        }
        if close || shown.should_close() {
            self.open = None;
        }
    }

    fn ask(&mut self, agent_id: AgentId, way: ReceiptWay, shop: &Shop, settings: &Settings) {
        if self.waiting.is_none() {
            self.waiting = Some(agent_id);
            ask(agent_id, way, shop, settings);
        }
    }
}

/// Whether there is anything to give a receipt about: not while it is on its way.
pub fn has_receipt(transaction: &Transaction) -> bool {
    transaction.state() != State::Sending
}

/// The button that opens the sheet; whether it was pressed. There is none while there is
/// nothing to give a receipt about.
pub fn button(ui: &mut Ui, shop: &Shop, transaction: &Transaction) -> bool {
    let label = shop.words.say("receipt-open");
    let button = Button::quiet(&label).icon(Icon::Receipt).key(keys::RECEIPT.name);
    has_receipt(transaction) && ui.add(button).clicked()
}

/// What became of the last receipt of a transaction, in a sentence or two.
pub fn told_ui(ui: &mut Ui, shop: &Shop, agent_id: AgentId) {
    let Some(told) = shop.receipt(agent_id) else { return };
    let (weight, sentence) = match &told.result {
        Ok(handed) => {
            let weight = match handed {
                HandedOut::Saved { no_printer: true, .. } => Weight::Warning,
                _ => Weight::Info,
            };
            (weight, words::handed_out(&shop.words, handed))
        }
        Err(why) => (Weight::Error, words::no_receipt(&shop.words, why)),
    };
    notice(ui, weight, &sentence);
    if told.unwritten.is_some() {
        notice(ui, Weight::Warning, &shop.words.say("receipt-unwritten"));
    }
}

fn head(ui: &mut Ui, shop: &Shop, transaction: &Transaction) {
    let words = &shop.words;
    heading(ui, &words.say("receipt-open"));
    let (title, amount) =
        (order_words::title(words, &transaction.order), transaction.order.amount());
    strong(ui, &format!("{title} · {amount}"));
    if transaction.receipts > 0 {
        let count = [("count", Value::from(transaction.receipts))];
        weak(ui, &words.say_with("receipt-count", &count));
    }
}

/// The four buttons; the way that was chosen by one of them or by its key.
fn ways(ui: &mut Ui, shop: &Shop, waiting: bool, focus: bool) -> Option<ReceiptWay> {
    let mut chosen = None;
    ui.add_enabled_ui(!waiting, |ui| {
        for (way, key, word) in WAYS {
            let (label, name) = (shop.words.say(word), key.name());
            let button = match way {
                ReceiptWay::Print => Button::primary(&label),
                _ => Button::secondary(&label),
            };
            let button = ui.add(button.key(name).wide());
            if focus && way == ReceiptWay::Print {
                button.request_focus();
            }
            let pressed = button.clicked();
            let by_key = ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let again = way == ReceiptWay::Print && keys::PRINT.taken(ui.ctx());
            if !waiting && (pressed || by_key || again) {
                chosen = Some(way);
            }
        }
    });
    if waiting {
        weak(ui, &shop.words.say("receipt-working"));
    }
    chosen
}

fn ask(agent_id: AgentId, way: ReceiptWay, shop: &Shop, settings: &Settings) {
    let texts = texts(settings.receipts.language, shop.words.language());
    shop.ask(Command::Receipt { agent_id, texts, way });
}

/// The words of a document in the language that the settings want.
pub fn texts(wanted: ReceiptLanguage, window: Language) -> Vec<Texts> {
    let languages = match wanted {
        ReceiptLanguage::Window => vec![window],
        ReceiptLanguage::English => vec![Language::English],
        ReceiptLanguage::Hindi => vec![Language::Hindi],
        ReceiptLanguage::Both => Language::ALL.to_vec(),
    };
    let of = |language| {
        let words = Words::new(language);
        Texts::of(language, |id| words.say(id))
    };
    languages.into_iter().map(of).collect()
}
