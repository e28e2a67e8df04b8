//! What is typed into: a label, the field, and beneath it what is wrong or what helps.

use egui::accesskit::Invalid;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CornerRadius, FontId, Frame, Id, Key, Margin, Response, RichText, Stroke,
    TextBuffer, TextEdit, Ui, Widget, vec2,
};

use super::text::groups;
use super::{bring_into_sight, label_above, line_beneath};
use crate::ui::theme::{self, Text, Tone, colors, size, space};

/// A field of a form.
///
/// ```
/// # use galla::ui::widgets::{Field, entered};
/// # egui::__run_test_ui(|ui| {
/// # let (mut number, error) = (String::new(), Some("A mobile number has ten digits."));
/// let typed = ui.add(Field::new("Mobile number", &mut number).large().grouped().error(error));
/// if entered(&typed) {}
/// # });
/// ```
#[must_use = "a field is shown by ui.add(field)"]
pub struct Field<'a> {
    label: &'a str,
    text: &'a mut String,
    id: Option<Id>,
    hint: &'a str,
    note: Option<&'a str>,
    error: Option<&'a str>,
    prefix: Option<&'static str>,
    large: bool,
    grouped: bool,
    secret: bool,
    limit: usize,
}

impl<'a> Field<'a> {
    /// A field for a text.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self {
            label,
            text,
            id: None,
            hint: "",
            note: None,
            error: None,
            prefix: None,
            large: false,
            grouped: false,
            secret: false,
            limit: 200,
        }
    }

    /// A field for an amount of rupees: large, with the rupee sign before it.
    pub fn amount(label: &'a str, text: &'a mut String) -> Self {
        let mut field = Self::new(label, text).large().limit(20);
        field.prefix = Some("₹");
        field
    }

    /// The id to give the focus to; without it the id comes of the label.
    pub const fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// What stands in the field while it is empty.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What helps, beneath the field.
    pub const fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// What is wrong, beneath the field, in place of the note.
    pub const fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Large text: what the conversation with the customer is about.
    pub const fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Shows a number in groups; what is typed has no spaces in it.
    pub const fn grouped(mut self) -> Self {
        self.grouped = true;
        self
    }

    /// Shows dots.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The most characters that can be typed; 200 when nothing is said.
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    fn frame(&self, ui: &Ui, id: Id) -> Frame {
        let colors = colors(ui);
        let stroke = if ui.memory(|memory| memory.has_focus(id)) {
            Stroke::new(size::RING, colors.accent)
        } else if self.error.is_some() {
            Stroke::new(size::RING, colors.tone(Tone::Failed).fg)
        } else {
            Stroke::new(size::HAIRLINE, colors.outline)
        };
        Frame::new()
            .fill(colors.card)
            .corner_radius(CornerRadius::same(size::RADIUS))
            .stroke(stroke)
            // The line takes its width from the margin, or the field would grow with the focus.
            .inner_margin(Margin::from(vec2(space::L, space::S)) - Margin::from(stroke.width))
    }
}

impl Widget for Field<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let id = self.id.unwrap_or_else(|| ui.make_persistent_id(self.label));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let label = label_above(ui, self.label);
            let frame = self.frame(ui, id);
            let font = if self.large {
                theme::strong_font(ui, Text::Heading)
            } else {
                theme::font(ui, Text::Body)
            };
            let colors = colors(ui);
            let mut in_groups = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
                let job = grouped_job(text.as_str(), &font, colors.text);
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let hint_font = FontId::proportional(font.size);
            let mut edit = TextEdit::singleline(self.text)
                .id(id)
                .font(font.clone())
                .text_color(colors.text)
                .hint_text(RichText::new(self.hint).font(hint_font))
                .password(self.secret)
                .char_limit(self.limit)
                .frame(frame)
                .min_size(vec2(0.0, size::TARGET))
                .align(Align2::LEFT_CENTER)
                .desired_width(f32::INFINITY);
            if let Some(prefix) = self.prefix {
                edit = edit.prefix(RichText::new(prefix).font(font.clone()).color(colors.weak));
            }
            if self.grouped {
                edit = edit.layouter(&mut in_groups);
            }
            let response = edit.show(ui).response.response.labelled_by(label.id);
            bring_into_sight(&response);
            if let Some(error) = self.error {
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_invalid(Invalid::True);
                    node.set_description(error);
                });
            }
            line_beneath(ui, self.error, self.note);
            response
        })
        .inner
    }
}

/// Whether Enter was pressed in a field: the agent goes on.
#[must_use]
pub fn entered(field: &Response) -> bool {
    field.lost_focus() && field.ctx.input(|input| input.key_pressed(Key::Enter))
}

fn grouped_job(text: &str, font: &FontId, color: Color32) -> LayoutJob {
    let mut job = LayoutJob { keep_trailing_whitespace: true, ..LayoutJob::default() };
    for (at, group) in groups(text).into_iter().enumerate() {
        let gap = if at == 0 { 0.0 } else { size::GROUP_GAP };
        job.append(group, gap, TextFormat::simple(font.clone(), color));
    }
    job
}
