//! The table of a list: a row a line, only those in sight are drawn.

use egui::text::LayoutJob;
use egui::{Align, Label, Layout, RichText, TextWrapMode, Ui};
use egui_extras::{Column as Width, TableBuilder};

use crate::transaction::RechargeOrder;
use crate::ui::theme::{self, Text, colors, size, space};
use crate::ui::widgets::{group_number, strong, weak};

/// A row, but for its last column.
pub struct Row {
    /// The number of the line.
    pub line: String,
    /// The number to be recharged.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// The operator's name.
    pub operator: String,
    /// The amount.
    pub amount: String,
}

impl Row {
    /// The row of an order.
    pub fn of(line: u64, order: &RechargeOrder) -> Self {
        Self {
            line: line.to_string(),
            number: group_number(&order.number),
            name: order.customer_name.clone(),
            operator: order.operator_name.clone(),
            amount: order.amount.to_string(),
        }
    }
}

/// How a table is drawn.
pub struct Shape<'a> {
    /// Its own name.
    pub id: &'a str,
    /// How many lines each row has in its last column, one at least.
    pub heights: &'a [usize],
    /// The row that is brought into sight.
    pub show: Option<usize>,
    /// Whether the operator stands beneath the number, and not in a column of its own; in a small
    /// window it always does.
    pub narrow: bool,
}

/// Draws rows; `last` draws the last column of one.
pub fn table(
    ui: &mut Ui,
    shape: &Shape<'_>,
    row: impl Fn(usize) -> Option<Row>,
    mut last: impl FnMut(&mut Ui, usize),
) {
    // In a small window the last column needs room for a state and a button all the same.
    let is_small = ui.available_width() < size::NARROW;
    let narrow = shape.narrow || is_small;
    let closer = if is_small { space::M } else { 0.0 };
    let number = if narrow && !is_small { size::WIDE_NUMBER_COLUMN } else { size::NUMBER_COLUMN };
    let operator = if narrow { 0.0 } else { size::NAME_COLUMN };
    ui.spacing_mut().interact_size.y = 0.0;
    let mut table = TableBuilder::new(ui)
        .id_salt(shape.id)
        .striped(true)
        .auto_shrink(false)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Width::exact(size::LINE_COLUMN - closer).clip(true))
        .column(Width::exact(number).clip(true))
        .column(Width::exact(operator).clip(true))
        .column(Width::exact(size::AMOUNT_COLUMN - closer).clip(true))
        .column(Width::remainder().at_least(size::NAME_COLUMN).clip(true));
    if let Some(show) = shape.show {
        table = table.scroll_to_row(show, Some(Align::Center));
    }
    table.body(|body| {
        let heights = shape.heights.iter().map(|lines| size::LIST_ROW * (*lines).max(1) as f32);
        body.heterogeneous_rows(heights, |mut shown| {
            let at = shown.index();
            let Some(row) = row(at) else { return };
            shown.col(|ui| {
                ui.add_space(space::S);
                weak(ui, &row.line);
            });
            let parts = [row.name.as_str(), row.operator.as_str()];
            let beneath = parts.into_iter().filter(|part| !part.is_empty());
            let beneath = beneath.take(if narrow { 2 } else { usize::from(!row.name.is_empty()) });
            let beneath = beneath.collect::<Vec<_>>().join(" · ");
            shown.col(|ui| two(ui, &row.number, &beneath));
            shown.col(|ui| {
                if narrow {
                    return;
                }
                ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
                ui.label(&row.operator);
            });
            shown.col(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add_space(space::M);
                    let font = theme::strong_font(ui, Text::Body);
                    ui.label(RichText::new(&row.amount).font(font));
                });
            });
            shown.col(|ui| last(ui, at));
        });
    });
}

/// Two lines in a cell: what is seen first, and what stands beside it.
fn two(ui: &mut Ui, above: &str, beneath: &str) {
    ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
    if beneath.is_empty() {
        strong(ui, above);
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(space::XS / 2.0);
        strong(ui, above);
        weak(ui, beneath);
    });
}

/// Sentences in a cell, each on two lines at most; the whole of them under the pointer.
pub fn sentence(ui: &mut Ui, text: &str, color: Option<egui::Color32>) {
    let font = theme::font(ui, Text::Small);
    let color = color.unwrap_or(colors(ui).weak);
    let mut job = LayoutJob::simple(text.to_owned(), font, color, ui.available_width());
    job.wrap.max_rows = 2 * text.lines().count().max(1);
    ui.add(Label::new(job).wrap()).on_hover_text(text);
}
