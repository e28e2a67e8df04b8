//! The transactions of a period, newest first, as many as one likes.

use egui::{ScrollArea, Ui};

use crate::ids::AgentId;
use crate::transaction::Transaction;
use crate::ui::recent;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Icon, empty};

/// What was done in the list.
#[derive(Default)]
pub struct Done {
    /// The transaction whose story is wanted.
    pub story: Option<AgentId>,
    /// Whether the end of the list was looked at, and older ones are wanted.
    pub more: bool,
}

/// Draws the list. Only what is in sight is drawn, however long it is.
pub fn ui(ui: &mut Ui, shop: &Shop, transactions: &[Transaction], more: bool) -> Done {
    let words = &shop.words;
    let mut done = Done::default();
    if transactions.is_empty() {
        empty(ui, Icon::List, &words.say("days-empty"), &words.say("days-empty-hint"));
        return done;
    }
    ui.spacing_mut().item_spacing.y = space::XS;
    let area = ScrollArea::vertical().auto_shrink(false);
    let height = recent::row_height(ui);
    area.show_rows(ui, height, transactions.len(), |ui, rows| {
        // The next page is wanted before the end is reached.
        done.more = more && rows.end == transactions.len();
        for transaction in transactions.get(rows).unwrap_or_default() {
            if recent::row(ui, shop, transaction, false, "book").clicked() {
                done.story = Some(transaction.agent_id);
            }
        }
    });
    done
}
