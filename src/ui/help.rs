//! The help: a sheet over the window with the keys that work there, and how it is asked for.

use egui::WidgetInfo;
use egui::accesskit::Role;
use egui::{Align, Context, Event, Id, Label, Layout, ScrollArea, Sense, Ui, UiBuilder};

use super::keys::{self, Line};
use super::shop::Shop;
use super::theme::{size, space};
use super::widgets::{Button, Icon, heading, key_chip, strong, weak, wide_sheet};
use super::words::Value;

/// The help, open or not.
#[derive(Default)]
pub struct Help {
    open: Option<Open>,
    /// What had the focus last: an Esc takes it away before anybody sees that Esc.
    focus: Option<Id>,
    /// What gets the focus back as soon as no sheet keeps it from it.
    back: Option<Id>,
}

/// The help while it is open.
struct Open {
    /// What had the focus, and gets it back.
    focus: Option<Id>,
    /// Whether it has just been opened.
    give_focus: bool,
}

/// What the sheet shows.
pub struct Contents {
    /// The name of the screen.
    pub screen: String,
    /// Its keys.
    pub here: Vec<Line>,
    /// The keys that work from anywhere.
    pub anywhere: Vec<Line>,
    /// Whether the screen could have favourites, and has none yet.
    pub no_favourites: bool,
    /// Whether the tour can be taken here.
    pub tour: bool,
}

/// Whether the agent asks for the help: F12, or a question mark that is no part of a text.
pub fn asked(ctx: &Context) -> bool {
    let typing = ctx.text_edit_focused();
    let is_question = |event: &Event| matches!(event, Event::Text(text) if text == "?");
    let question = !typing && ctx.input(|input| input.events.iter().any(is_question));
    if question {
        ctx.input_mut(|input| input.events.retain(|event| !is_question(event)));
    }
    keys::HELP.taken(ctx) || question
}

impl Help {
    /// Opens it. What has the focus now gets it back.
    pub fn open(&mut self, ctx: &Context) {
        let focus = ctx.memory(egui::Memory::focused);
        self.open = Some(Open { focus, give_focus: true });
    }

    /// Remembers what has the focus, and gives it back where it was taken.
    pub fn watch(&mut self, ctx: &Context) {
        if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            if self.back.is_some() {
                ctx.request_repaint();
            }
            return;
        }
        if let Some(back) = self.back.take() {
            ctx.memory_mut(|memory| memory.request_focus(back));
        }
        self.focus = ctx.memory(egui::Memory::focused);
    }

    /// An Esc was pressed that was not meant for what had the focus.
    pub const fn keep_focus(&mut self) {
        self.back = self.focus;
    }

    /// Whether it is open: its keys are nobody else's.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes it away, since something else is to be seen.
    pub fn give_way(&mut self) {
        self.open = None;
    }

    /// Draws the sheet, if it is open; whether the agent wants to take the tour.
    pub fn ui(&mut self, ctx: &Context, shop: &Shop, contents: &Contents) -> bool {
        let Some(open) = &mut self.open else { return false };
        let give_focus = std::mem::take(&mut open.give_focus);
        let shown =
            wide_sheet(ctx, Id::unique("help"), |ui| sheet_ui(ui, shop, contents, give_focus));
        let (tour, close) = shown.inner;
        if asked(ctx) || close || tour || shown.should_close() {
            self.close(ctx);
        }
        tour
    }

    fn close(&mut self, ctx: &Context) {
        self.back = self.open.take().and_then(|open| open.focus);
        ctx.request_repaint();
    }
}

/// The sheet; whether the tour is wanted, and whether it is to be closed.
fn sheet_ui(ui: &mut Ui, shop: &Shop, contents: &Contents, give_focus: bool) -> (bool, bool) {
    let words = &shop.words;
    heading(ui, &words.say("help-title"));
    ui.add_space(space::S);
    let room = ui.ctx().content_rect().height() - size::AROUND_HELP;
    ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        ui.columns_const(|[here, anywhere]| {
            here.with_layout(Layout::top_down(Align::LEFT), |ui| here_ui(ui, shop, contents));
            strong(anywhere, &words.say("help-anywhere"));
            anywhere.add_space(space::S);
            lines_ui(anywhere, shop, &contents.anywhere);
        });
    });
    ui.add_space(space::S);
    weak(ui, &words.say("help-on-sheets"));
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let close = ui.add(Button::secondary(&words.say("help-close")).key(keys::ESC.name));
        if give_focus {
            close.request_focus();
        }
        let label = words.say("tour-take");
        let tour = contents.tour && ui.add(Button::quiet(&label).icon(Icon::Info)).clicked();
        (tour, close.clicked())
    })
    .inner
}

/// The keys of the screen, and where favourites come from while there are none.
fn here_ui(ui: &mut Ui, shop: &Shop, contents: &Contents) {
    let words = &shop.words;
    strong(ui, &contents.screen);
    ui.add_space(space::S);
    if contents.here.is_empty() {
        weak(ui, &words.say("help-no-keys"));
    }
    lines_ui(ui, shop, &contents.here);
    if contents.no_favourites {
        ui.add_space(space::L);
        let keep = [("keep", Value::from(words.say("favourite-keep")))];
        weak(ui, &words.say_with("favourites-none", &keep));
    }
}

fn lines_ui(ui: &mut Ui, shop: &Shop, lines: &[Line]) {
    ui.spacing_mut().item_spacing.y = space::S;
    ui.spacing_mut().interact_size.y = 0.0;
    for line in lines {
        let (name, said) = (line.name(&shop.words), shop.words.say(line.word));
        let row = ui.scope_builder(UiBuilder::new().sense(Sense::HOVER), |ui| {
            ui.horizontal_top(|ui| {
                ui.scope(|ui| {
                    ui.set_width(size::SHORTCUT_COLUMN);
                    key_chip(ui, &name);
                });
                ui.add(Label::new(&said).wrap());
            });
        });
        let said = format!("{name}: {said}");
        row.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
    }
}
