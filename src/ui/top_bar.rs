//! The top bar: the shop, the wallet's balance with its age, what is pending, the connection.

use egui::accesskit::Role;
use egui::{Align, Layout, RichText, Ui, WidgetInfo};

use super::sentences;
use super::shop::Shop;
use super::theme::{self, Text, Tone, colors, size, space};
use super::widgets::{Icon, badge, strong, weak};
use super::words::Value;
use crate::counter::{Command, Link};
use crate::ledger::BalanceReading;
use crate::settings::Settings;
use crate::transaction::Service;

/// Draws the bar.
pub fn ui(ui: &mut Ui, shop: &Shop, settings: &Settings, wallet: Service) {
    let words = &shop.words;
    ui.horizontal(|ui| {
        ui.set_min_height(size::SMALL_TARGET);
        ui.spacing_mut().item_spacing.x = space::M;
        let name = settings.shop_name.trim();
        let unnamed = words.say("shop-unnamed");
        strong(ui, if name.is_empty() { &unnamed } else { name });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            connection(ui, shop);
            pending(ui, shop);
            balance(ui, shop, wallet);
        });
    });
}

fn connection(ui: &mut Ui, shop: &Shop) {
    let words = &shop.words;
    let (icon, tone, said) = match &shop.link {
        None => (Icon::Plug, None, words.say("link-not-tried")),
        // In practice nothing is connected to PGPE, and nothing may look like it.
        Some(Link::Answers) if !shop.is_live() => (Icon::Plug, None, words.say("link-practice")),
        Some(link @ Link::Answers) => {
            (Icon::Plug, Some(Tone::Success), sentences::link(words, link))
        }
        Some(link) => (Icon::Unplugged, Some(Tone::Failed), sentences::link(words, link)),
    };
    let color = tone.map_or(colors(ui).weak, |tone| colors(ui).tone(tone).fg);
    ui.label(RichText::new(said).font(theme::font(ui, Text::Small)).color(color));
    icon.show(ui, size::ICON, color);
}

fn pending(ui: &mut Ui, shop: &Shop) {
    if shop.board.unresolved > 0 {
        let count = [("count", Value::from(shop.board.unresolved))];
        badge(ui, Tone::Pending, &shop.words.say_with("pending-count", &count));
    }
}

/// The balance is a button: pressing it asks anew. One that is low is marked, by colour and
/// by a sign.
fn balance(ui: &mut Ui, shop: &Shop, wallet: Service) {
    let words = &shop.words;
    let Some(BalanceReading { holds, at, .. }) = shop.balance(wallet) else { return };
    let low = shop.is_low(wallet);
    ui.scope(|ui| {
        weak(
            ui,
            &words.say_with("balance-as-of", &[("time", Value::from(words.time(at, shop.now())))]),
        );
        let ink = if low { colors(ui).tone(Tone::Pending).fg } else { colors(ui).text };
        let text = RichText::new(holds.to_string()).font(theme::strong_font(ui, Text::Heading));
        let text = text.color(ink);
        let button = ui.add(egui::Button::new(text).frame(false));
        let label = words.say("balance-ask");
        let mark = if low { format!(", {}", words.say("balance-low")) } else { String::new() };
        let said = format!("{holds}{mark}, {label}");
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if button.on_hover_text(label).clicked() {
            shop.ask(Command::AskBalance);
        }
        let (icon, color) =
            if low { (Icon::Warning, ink) } else { (Icon::Wallet, colors(ui).weak) };
        icon.show(ui, size::ICON, color);
    });
}
