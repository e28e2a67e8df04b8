//! What a period came to: the whole, a line for each service and operator, and when it came.

use egui::{Align, Layout, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use super::plot;
use crate::counter::Period;
use crate::counter::day::sums::{Line, Outcome, Sums};
use crate::money::Paise;
use crate::transaction::totals::Sum;
use crate::transaction::{Service, State};
use crate::ui::order_words;
use crate::ui::shop::Shop;
use crate::ui::theme::{Text, Tone, colors, font, size, space};
use crate::ui::tone::{tone, tone_word};
use crate::ui::widgets::{Icon, empty, fact, strong, weak};
use crate::ui::words::{Value, Words};

/// Draws the totals.
pub fn ui(ui: &mut Ui, shop: &Shop, period: &Period, sums: &Sums) {
    let words = &shop.words;
    if sums.lines.is_empty() {
        empty(ui, Icon::List, &words.say("days-empty"), &words.say("days-empty-hint"));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        whole_ui(ui, words, &sums.all);
        plot::ui(ui, shop, period);
        table(ui, words, &sums.lines);
        states_ui(ui, words, &sums.by_state);
        if period.from != period.to {
            plot::hours_ui(ui, shop, period);
        }
    });
}

/// The whole period in four figures.
fn whole_ui(ui: &mut Ui, words: &Words, all: &Outcome) {
    ui.columns_const(|[success, pending, failed, earned]| {
        figure(success, words, "days-success", all.success);
        figure(pending, words, "days-pending", all.pending);
        figure(failed, words, "days-failed", all.failed.and(all.reversed));
        fact(earned, &words.say("days-earned"), &amount(words, all.earned), Text::Heading);
        if let Some(rate) = all.success_rate() {
            weak(earned, &words.say_with("days-rate", &[("rate", Value::from(rate))]));
        }
    });
}

fn figure(ui: &mut Ui, words: &Words, label: &'static str, sum: Sum) {
    fact(ui, &words.say(label), &amount(words, sum.amount), Text::Heading);
    weak(ui, &words.say_with("days-count", &[("count", Value::from(sum.count))]));
}

/// An amount, or that it is too much to be one.
fn amount(words: &Words, amount: Option<Paise>) -> String {
    amount.map_or_else(|| words.say("days-too-much"), |amount| amount.to_string())
}

/// A line for each service and operator, and beneath an amount how many it was.
fn table(ui: &mut Ui, words: &Words, lines: &[Line]) {
    ui.spacing_mut().interact_size.y = 0.0;
    let table = TableBuilder::new(ui)
        .id_salt("days-totals")
        .striped(true)
        .vscroll(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::remainder().at_least(size::NAME_COLUMN).clip(true))
        .columns(Column::exact(size::AMOUNT_COLUMN), 4)
        .column(Column::exact(size::CODE_COLUMN));
    let headings =
        ["days-success", "days-pending", "days-failed", "days-earned", "days-rate-short"];
    let table = table.header(size::SMALL_TARGET, |mut row| {
        row.col(|ui| {
            weak(ui, &words.say("days-operator"));
        });
        for heading in headings {
            row.col(|ui| right(ui, |ui| weak(ui, &words.say(heading))));
        }
    });
    table.body(|body| {
        body.rows(size::TALL_ROW, lines.len(), |mut row| {
            let Some(line) = lines.get(row.index()) else { return };
            row.col(|ui| {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    strong(ui, &name(words, line));
                    if let Some((category, _)) = &line.operator {
                        weak(ui, &order_words::category(words, *category));
                    }
                });
            });
            let outcome = &line.outcome;
            let failed = outcome.failed.and(outcome.reversed);
            for (sum, tone) in [
                (outcome.success, None),
                (outcome.pending, Some(Tone::Pending)),
                (failed, Some(Tone::Failed)),
            ] {
                row.col(|ui| cell(ui, words, sum, tone));
            }
            row.col(|ui| {
                let none = outcome.earned == Some(Paise::ZERO);
                let text = if none { String::new() } else { amount(words, outcome.earned) };
                right(ui, |ui| ui.label(text));
            });
            row.col(|ui| {
                let rate = outcome.success_rate().map(|rate| format!("{rate}%"));
                right(ui, |ui| ui.label(rate.unwrap_or_default()));
            });
        });
    });
}

/// A line for each service and state.
fn states_ui(ui: &mut Ui, words: &Words, by_state: &[(Service, State, Sum)]) {
    strong(ui, &words.say("statement-services"));
    let table = TableBuilder::new(ui)
        .id_salt("days-states")
        .striped(true)
        .vscroll(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(size::NAME_COLUMN))
        .columns(Column::remainder().at_least(size::AMOUNT_COLUMN), 3);
    table.body(|body| {
        body.rows(size::SMALL_TARGET, by_state.len(), |mut row| {
            let Some((service, state, sum)) = by_state.get(row.index()) else { return };
            row.col(|ui| {
                ui.label(order_words::service(words, *service));
            });
            row.col(|ui| {
                let color = colors(ui).tone(tone(*state)).fg;
                ui.label(RichText::new(state_words(words, *state)).color(color));
            });
            row.col(|ui| {
                let count = words.say_with("days-count", &[("count", Value::from(sum.count))]);
                right(ui, |ui| weak(ui, &count));
            });
            row.col(|ui| {
                right(ui, |ui| ui.label(amount(words, sum.amount)));
            });
        });
    });
}

/// The agent's own word says what it was.
fn state_words(words: &Words, state: State) -> String {
    match state {
        State::SettledSucceeded => words.say("statement-settled-succeeded"),
        State::SettledFailed => words.say("statement-settled-failed"),
        _ => tone_word(words, state),
    }
}

/// What a line is called: its operator, or its service where there is none.
fn name(words: &Words, line: &Line) -> String {
    match &line.operator {
        Some(_) => line.name.clone(),
        None => order_words::service(words, line.service),
    }
}

fn cell(ui: &mut Ui, words: &Words, sum: Sum, tone: Option<Tone>) {
    if sum.count == 0 {
        return;
    }
    right(ui, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let color = tone.map_or(colors(ui).text, |tone| colors(ui).tone(tone).fg);
            let text = RichText::new(amount(words, sum.amount)).font(font(ui, Text::Body));
            right_line(ui, |ui| ui.label(text.color(color)));
            let count = words.say_with("days-count", &[("count", Value::from(sum.count))]);
            right_line(ui, |ui| weak(ui, &count));
        })
        .response
    });
}

fn right(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> egui::Response) {
    ui.with_layout(Layout::right_to_left(Align::Center), contents);
}

fn right_line(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> egui::Response) {
    ui.with_layout(Layout::top_down(Align::Max), contents);
}
