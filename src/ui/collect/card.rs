//! One UPI request: its code as large as there is room while it waits, and what is known of it.

use std::time::Duration;

use egui::{Align, Context, Key, Layout, RichText, ScrollArea, Ui, vec2};

use super::customer::Face;
use crate::counter::Command;
use crate::ids::AgentId;
use crate::money::in_words;
use crate::transaction::asking::Ask;
use crate::transaction::upi::{LinkProblem, UpiLink};
use crate::transaction::{Reason, State, Transaction};
use crate::ui::keys::Line;
use crate::ui::qr::Code;
use crate::ui::result::{Did, ResultCard};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, Tone, colors, space, strong_font};
use crate::ui::tone::{tone, tone_word};
use crate::ui::widgets::{Button, Weight, badge, fact, notice, strong, weak};
use crate::ui::words::Value;

/// The share of the room's width that the code may take; the rest says what is known.
const CODE_SHARE: f32 = 0.62;

/// The card of a UPI request.
pub struct Card {
    result: ResultCard,
    /// The link that was judged, as it came, and what is made of it.
    judged: Option<(String, Judged)>,
    /// Whether the agent looks at the details in place of the code.
    details: bool,
    /// Whether it was taken out of a list, not just made for the customer at the counter.
    from_list: bool,
}

/// A link that may be shown with its code, or what is wrong with it (money rule M13).
type Judged = Result<(UpiLink, Code), LinkProblem>;

impl Card {
    /// The card of a request.
    #[must_use]
    pub const fn new(agent_id: AgentId, from_list: bool) -> Self {
        Self { result: ResultCard::new(agent_id), judged: None, details: false, from_list }
    }

    /// Whose card it is.
    #[must_use]
    pub const fn agent_id(&self) -> AgentId {
        self.result.agent_id()
    }

    /// The keys of the card.
    #[must_use]
    pub fn keys(&self) -> Vec<Line> {
        self.result.keys()
    }

    /// Judges the link anew where another one has come.
    pub fn refresh(&mut self, shop: &Shop) {
        let Some(transaction) = shop.transaction(self.agent_id()) else { return };
        let link = transaction.intent_data.as_deref().unwrap_or_default();
        if self.judged.as_ref().is_none_or(|(judged, _)| judged != link) {
            self.judged = Some((link.to_owned(), judge(link, transaction)));
        }
    }

    /// Draws the card.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop) -> Did {
        self.refresh(shop);
        let Some(transaction) = shop.transaction(self.agent_id()).cloned() else {
            return Did::Nothing;
        };
        if transaction.state() != State::Pending {
            return self.result.ui(ui, shop);
        }
        match &self.judged {
            Some((_, Ok((link, code)))) if !self.details => {
                let (link, code) = (link.clone(), code.clone());
                self.code_ui(ui, shop, &transaction, &link, &code)
            }
            Some((_, Ok(_))) => {
                let label = shop.words.say("collect-show-code");
                if ui.add(Button::quiet(&label)).clicked() {
                    self.details = false;
                }
                self.result.ui(ui, shop)
            }
            Some((_, Err(problem))) => {
                if is_expected(problem, &transaction) {
                    notice(ui, Weight::Error, &sentences::link_problem(&shop.words, problem));
                    ui.add_space(space::M);
                }
                self.result.ui(ui, shop)
            }
            None => self.result.ui(ui, shop),
        }
    }

    fn code_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        transaction: &Transaction,
        link: &UpiLink,
        code: &Code,
    ) -> Did {
        let room = ui.available_size();
        let side = (room.x * CODE_SHARE).min(room.y);
        let old = is_old(shop, transaction);
        wake_when_older(ui, shop, transaction);
        let mut did = Did::Nothing;
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            let values = [
                ("amount", Value::from(transaction.order.amount().to_string())),
                ("payee", Value::from(payee(link))),
            ];
            let name = shop.words.say_with("collect-scan", &values);
            if code.show(ui, side, old, &name).is_none() {
                weak(ui, &shop.words.say("collect-too-small"));
            }
            ui.allocate_ui_with_layout(
                vec2(ui.available_width(), room.y),
                Layout::top_down(Align::Min),
                |ui| {
                    // In a small window what is known is longer than the code is high.
                    let beside = ScrollArea::vertical().id_salt("beside-code").auto_shrink(false);
                    beside.show(ui, |ui| did = self.beside_ui(ui, shop, transaction, link, old));
                },
            );
        });
        did
    }

    /// What stands beside the code.
    fn beside_ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        transaction: &Transaction,
        link: &UpiLink,
        old: bool,
    ) -> Did {
        let words = &shop.words;
        ui.spacing_mut().item_spacing.y = space::S;
        let amount = transaction.order.amount();
        badge(ui, tone(transaction.state()), &tone_word(words, transaction.state()));
        let figures = RichText::new(amount.to_string()).font(strong_font(ui, Text::Result));
        ui.label(figures);
        weak(ui, &in_words(amount, words.language()));
        fact(ui, &words.say("collect-payee"), payee(link), Text::Body);
        if old {
            let minutes = [("minutes", Value::from(age(shop, transaction).as_secs() / 60))];
            notice(ui, Weight::Warning, &words.say_with("collect-old", &minutes));
        } else {
            weak(ui, &words.say("collect-compare"));
            let ago = [("ago", Value::from(words.ago(age(shop, transaction))))];
            weak(ui, &words.say_with("collect-made", &ago));
        }
        self.confirmation_ui(ui, shop, transaction, old);
        let warning = RichText::new(words.say("collect-not-paid"))
            .font(strong_font(ui, Text::Body))
            .color(colors(ui).tone(Tone::Pending).fg);
        ui.label(warning);
        self.buttons_ui(ui, shop, old)
    }

    /// Whether the gateway can be asked, or from when.
    fn confirmation_ui(&self, ui: &mut Ui, shop: &Shop, transaction: &Transaction, old: bool) {
        let (words, now) = (&shop.words, shop.now());
        let ask = shop.ask_of(transaction);
        let sentence = match ask {
            Ask::Now => words.say("collect-may-ask"),
            Ask::From(from) => {
                let time = [("time", Value::from(words.time(from, now)))];
                words.say_with("collect-ask-from", &time)
            }
            Ask::OutOfWindow => words.say("ask-out-of-window"),
        };
        strong(ui, &sentence);
        if ask == Ask::Now {
            let label = words.say("ask-now");
            if ui.add(Button::secondary(&label)).clicked() {
                shop.ask(Command::AskStatus(self.agent_id()));
            }
        } else if !shop.listens() && !old {
            weak(ui, &words.say("collect-confirm-by-callback"));
        }
    }

    fn buttons_ui(&mut self, ui: &mut Ui, shop: &Shop, old: bool) -> Did {
        let words = &shop.words;
        let label = words.say("collect-note-or-settle");
        if ui.add(Button::quiet(&label)).clicked() {
            self.details = true;
            self.result.begin_settling();
        }
        let label = words.say("collect-details");
        if ui.add(Button::quiet(&label)).clicked() {
            self.details = true;
        }
        let label = words.say(if old { "collect-new" } else { "recharge-next" });
        let pressed = ui.add(Button::primary(&label).key("Enter").wide()).clicked();
        let free = ui.memory(|memory| memory.focused().is_none());
        let key = |key| ui.input(|input| input.key_pressed(key));
        if pressed || (free && key(Key::Enter)) || key(Key::Escape) {
            Did::Done
        } else {
            Did::Nothing
        }
    }

    /// What the customer sees of it; `None` while there is nothing for a customer.
    #[must_use]
    pub fn face(&self, shop: &Shop) -> Option<Face> {
        let transaction = shop.transaction(self.agent_id())?;
        // What is past concerns no customer who stands here now.
        let past = !transaction.state().is_unresolved() || is_old(shop, transaction);
        if self.from_list && past {
            return None;
        }
        let amount = transaction.order.amount();
        match (transaction.state(), &self.judged) {
            (State::Success | State::SettledSucceeded, _) => Some(Face::Paid(amount)),
            (State::Failed | State::NotSent | State::SettledFailed | State::Reversed, _) => {
                Some(Face::NotPaid(amount))
            }
            (State::Pending, Some((_, Ok((link, code))))) => Some(Face::Code {
                code: code.clone(),
                payee: payee(link).to_owned(),
                amount,
                old: is_old(shop, transaction),
            }),
            (State::Pending | State::Sending, _) => None,
        }
    }
}

fn judge(link: &str, transaction: &Transaction) -> Judged {
    let link = UpiLink::read(link, transaction.order.amount())?;
    let code = Code::new(link.text()).ok_or(LinkProblem::TooLong)?;
    Ok((link, code))
}

/// Whether a missing link is worth a word of its own: where no answer came, that is the
/// reason, and the card says so.
fn is_expected(problem: &LinkProblem, transaction: &Transaction) -> bool {
    *problem != LinkProblem::Missing
        || matches!(transaction.reason(), Some(Reason::WaitingForCustomer))
}

/// The payee as the payer's app shows it.
fn payee(link: &UpiLink) -> &str {
    link.payee_name().unwrap_or_else(|| link.payee_address())
}

fn age(shop: &Shop, transaction: &Transaction) -> Duration {
    shop.now().since(transaction.at)
}

fn is_old(shop: &Shop, transaction: &Transaction) -> bool {
    age(shop, transaction) >= shop.code_life
}

/// One frame when the code on the customer's window is too old to be paid.
pub fn wake_when_old(ctx: &Context, shop: &Shop, transaction: &Transaction) {
    let left = shop.code_life.saturating_sub(age(shop, transaction));
    if !left.is_zero() && transaction.state().is_unresolved() {
        ctx.request_repaint_after(left);
    }
}

/// One frame a minute, for the age.
fn wake_when_older(ui: &Ui, shop: &Shop, transaction: &Transaction) {
    const MINUTE: u64 = 60;
    let left = MINUTE - age(shop, transaction).as_secs() % MINUTE;
    ui.ctx().request_repaint_after(Duration::from_secs(left));
}
