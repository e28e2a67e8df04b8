//! The last transactions with their states, always at the right of the window.

use egui::{Id, Rect, Response, RichText, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::order_words;
use super::shop::Shop;
use super::theme::{self, Text, size, space};
use super::tone::{tone, tone_word};
use super::widgets::{Icon, badge, badge_height, empty, row_frame, strong, weak};
use crate::ids::AgentId;
use crate::transaction::Transaction;

/// Draws the list; the id of a transaction comes back when it is chosen.
pub fn ui(ui: &mut Ui, shop: &Shop, selected: Option<AgentId>) -> Option<AgentId> {
    let words = &shop.words;
    strong(ui, &words.say("recent-title"));
    ui.add_space(space::S);
    let mut chosen = None;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if shop.board.recent.is_empty() {
            empty(ui, Icon::Clock, &words.say("recent-empty"), &words.say("recent-empty-hint"));
        }
        ui.spacing_mut().item_spacing.y = space::XS;
        for transaction in &shop.board.recent {
            let is_selected = selected == Some(transaction.agent_id);
            if row(ui, shop, transaction, is_selected, "recent").clicked() {
                chosen = Some(transaction.agent_id);
            }
        }
    });
    chosen
}

/// One transaction in a list; `list` is the list's own name, since a transaction may stand in
/// several. Out of sight it can be reached and is told of, and nothing of it is drawn.
pub fn row(
    ui: &mut Ui,
    shop: &Shop,
    transaction: &Transaction,
    selected: bool,
    list: &'static str,
) -> Response {
    let words = &shop.words;
    let order = &transaction.order;
    let (title, way) = (order_words::title(words, order), order_words::way(words, order));
    let id = Id::unique((list, transaction.agent_id));
    let builder = UiBuilder::new().scope_id(id).sense(Sense::click());
    let response = ui
        .scope_builder(builder, |ui| {
            let place = vec2(ui.available_width(), row_height(ui));
            if !ui.is_rect_visible(Rect::from_min_size(ui.cursor().min, place)) {
                ui.allocate_space(place);
                return;
            }
            row_frame(ui, selected, ui.response().has_focus()).show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing.y = space::XS;
                // Nothing in a row is pressed by itself: its lines need no more than their text.
                ui.spacing_mut().interact_size.y = 0.0;
                line(
                    ui,
                    |ui| {
                        strong(ui, &title);
                    },
                    |ui| {
                        let amount = RichText::new(order.amount().to_string());
                        ui.label(amount.font(theme::strong_font(ui, Text::Body)));
                    },
                );
                line(
                    ui,
                    |ui| {
                        badge(
                            ui,
                            tone(transaction.state()),
                            &tone_word(words, transaction.state()),
                        );
                    },
                    |ui| {
                        weak(ui, &words.time(transaction.at, shop.now()));
                    },
                );
            });
        })
        .response;
    let said = format!(
        "{}, {}, {}, {}",
        title,
        order.amount(),
        tone_word(words, transaction.state()),
        way,
    );
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &said));
    response
}

/// How high a row is.
pub fn row_height(ui: &Ui) -> f32 {
    let title = theme::line_height(ui, Text::Body);
    title + space::XS + badge_height(ui) + 2.0 * (space::S + size::HAIRLINE)
}

/// Something at the left and something at the right of one line.
fn line(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        left(ui);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), right);
    });
}
