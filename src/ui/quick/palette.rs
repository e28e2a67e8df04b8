//! The search over known customers and past payments, on a sheet over whatever is shown.

use egui::{Align, Context, Id, Key, Layout, Modifiers, Response, RichText, ScrollArea, Sense, Ui};
use egui::{UiBuilder, WidgetInfo};

use super::Wish;
use crate::counter::{Command, Look, Update};
use crate::ledger::KeptBeneficiary;
use crate::transaction::order::mask_account;
use crate::transaction::{Order, Transaction};
use crate::ui::keys;
use crate::ui::order_words;
use crate::ui::shop::Shop;
use crate::ui::theme::{self, Text, size, space};
use crate::ui::widgets::{Field, Icon, empty, row_frame, strong, weak};

/// How many customers are offered.
const OFFERED: usize = 40;

/// The search, open.
#[derive(Default)]
pub struct Palette {
    text: String,
    /// The newest payment of each customer that the ledger knows by the text.
    found: Option<Vec<Transaction>>,
    /// Those of the book of beneficiaries whom nothing was sent to yet, or long ago.
    book: Vec<KeptBeneficiary>,
    /// The one that the arrows point at.
    pointed: usize,
    begun: bool,
}

/// What the agent did.
#[derive(Default)]
pub struct Done {
    /// Goes back to what was shown.
    pub closed: bool,
    /// Goes on with one that was found.
    pub wish: Option<Wish>,
}

/// One that is offered.
enum Offer<'a> {
    /// A customer, by the newest payment.
    Past(&'a Transaction),
    /// One of the book.
    InBook(&'a KeptBeneficiary),
}

impl Palette {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update) {
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Found { text, found } if *text == self.text => {
                self.found = Some(customers(found));
                self.pointed = 0;
            }
            Update::Beneficiaries { text, found } if *text == self.text => {
                self.book.clone_from(found);
            }
            _ => {}
        }
    }

    /// Draws the sheet.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop) -> Done {
        // Before the field, which would take them.
        let [up, down, enter] = [Key::ArrowUp, Key::ArrowDown, Key::Enter]
            .map(|key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
        let again = keys::AGAIN.taken(ctx);
        let newest = customers(&shop.board.recent);
        let nothing_typed = self.text.trim().is_empty();
        let found = if nothing_typed { Some(&newest) } else { self.found.as_ref() };
        let offers = offers(found.map_or(&[], Vec::as_slice), &self.book, nothing_typed);
        let last = offers.len().saturating_sub(1);
        let mut pointed = self.pointed.min(last);
        if up {
            pointed = pointed.saturating_sub(1);
        } else if down {
            pointed = (pointed + 1).min(last);
        }
        let moved = up || down;
        let shown = sheet_ui(ctx, shop, &mut self.text, !self.begun, |ui| {
            if offers.is_empty() && found.is_some() {
                let words = &shop.words;
                let (said, hint) = match nothing_typed {
                    true => ("quick-none-yet", "quick-none-yet-hint"),
                    false => ("quick-nobody", "quick-hint"),
                };
                empty(ui, Icon::Search, &words.say(said), &words.say(hint));
            }
            offers_ui(ui, shop, &offers, pointed, moved)
        });
        let (changed, clicked) = shown.inner;
        let chosen = clicked.or(enter.then_some(pointed)).or(again.then_some(pointed));
        let wish = chosen.and_then(|at| offers.get(at)).map(|offer| match offer {
            Offer::Past(past) if again => Wish::Confirm(Box::new(past.order.clone())),
            Offer::Past(past) => Wish::Fill(Box::new(past.order.clone())),
            Offer::InBook(kept) => Wish::Send(Box::new(kept.beneficiary.clone())),
        });
        self.begun = true;
        self.pointed = pointed;
        if changed {
            self.look(shop);
        }
        Done { closed: shown.should_close(), wish }
    }

    fn look(&mut self, shop: &Shop) {
        self.pointed = 0;
        self.book.clear();
        if self.text.trim().is_empty() {
            self.found = None;
        } else {
            shop.ask(Command::Look(Look::Search(self.text.clone())));
            shop.ask(Command::Look(Look::Beneficiaries(self.text.clone())));
        }
    }
}

/// The sheet with its field; whether the text was changed, and what `list` says.
fn sheet_ui<R>(
    ctx: &Context,
    shop: &Shop,
    text: &mut String,
    begin: bool,
    list: impl FnOnce(&mut Ui) -> R,
) -> egui::ModalResponse<(bool, R)> {
    crate::ui::widgets::sheet(ctx, Id::unique("palette"), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let label = shop.words.say("quick-search");
        let field = ui.add(Field::new(&label, text).id(Id::unique("palette-text")).limit(60));
        if begin || !field.has_focus() {
            field.request_focus();
        }
        let height = ui.available_height().min(size::PALETTE);
        let scroll = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        let listed = scroll.show(ui, list).inner;
        weak(ui, &shop.words.say("quick-keys"));
        (field.changed(), listed)
    })
}

/// What is offered; who is in the book and among the payments is offered once.
fn offers<'a>(
    found: &'a [Transaction],
    book: &'a [KeptBeneficiary],
    nothing_typed: bool,
) -> Vec<Offer<'a>> {
    let book = if nothing_typed { &[] } else { book };
    let known = |kept: &&KeptBeneficiary| {
        found.iter().any(|past| match &past.order {
            Order::Payout(payout) => payout.account == kept.beneficiary.account,
            _ => false,
        })
    };
    let in_book = book.iter().filter(|kept| !known(kept)).map(Offer::InBook);
    found.iter().map(Offer::Past).chain(in_book).take(OFFERED).collect()
}

fn offers_ui(
    ui: &mut Ui,
    shop: &Shop,
    offers: &[Offer<'_>],
    pointed: usize,
    moved: bool,
) -> Option<usize> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = space::XS;
    for (at, offer) in offers.iter().enumerate() {
        let row = row(ui, shop, offer, at, at == pointed);
        if at == pointed && moved {
            row.scroll_to_me(None);
        }
        if row.clicked() {
            clicked = Some(at);
        }
    }
    clicked
}

fn row(ui: &mut Ui, shop: &Shop, offer: &Offer<'_>, at: usize, pointed: bool) -> Response {
    let words = &shop.words;
    let (title, beside, amount, when) = match offer {
        Offer::Past(past) => {
            let order = &past.order;
            let title = order_words::title(words, order);
            let name = order.name();
            let named = !name.is_empty() && *name != *title;
            let way = order_words::way(words, order);
            let beside = if named { format!("{name} · {way}") } else { way };
            (title, beside, order.amount().to_string(), words.time(past.at, shop.now()))
        }
        Offer::InBook(kept) => {
            let one = &kept.beneficiary;
            let beside = format!("{} · {}", one.bank, mask_account(&one.account));
            (one.name.clone(), beside, String::new(), words.say("book"))
        }
    };
    let builder = UiBuilder::new().scope_id(Id::unique(("palette-row", at))).sense(Sense::click());
    let response = ui
        .scope_builder(builder, |ui| {
            row_frame(ui, pointed, pointed).show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = 0.0;
                line(
                    ui,
                    |ui| strong(ui, &title),
                    |ui| {
                        let font = theme::strong_font(ui, Text::Body);
                        ui.label(RichText::new(&amount).font(font))
                    },
                );
                line(ui, |ui| weak(ui, &beside), |ui| weak(ui, &when));
            });
        })
        .response;
    let parts = [title, beside, amount];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let said = said.join(", ");
    response.widget_info(|| {
        WidgetInfo::selected(egui::accesskit::Role::ListBoxOption, true, pointed, &said)
    });
    response
}

/// Something at the left, cut short where it does not fit, and something at the right of one line.
fn line(
    ui: &mut Ui,
    left: impl FnOnce(&mut Ui) -> Response,
    right: impl FnOnce(&mut Ui) -> Response,
) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right(ui);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(false), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                left(ui);
            });
        });
    });
}

/// The newest payment of each customer among these, which are newest first.
fn customers(found: &[Transaction]) -> Vec<Transaction> {
    let mut customers: Vec<Transaction> = Vec::new();
    for one in found {
        let same = |known: &Transaction| {
            known.order.service() == one.order.service()
                && known.order.target() == one.order.target()
                && (!one.order.target().is_empty() || known.order.name() == one.order.name())
        };
        if !customers.iter().any(same) {
            customers.push(one.clone());
        }
    }
    customers
}
