//! The first tour: five steps on the practice counter that point at the real thing and wait for it to be done.

use egui::{
    Align2, CornerRadius, Id, LayerId, Order, Painter, Pos2, Rect, Sense, Stroke, StrokeKind, Ui,
    Vec2,
};

use super::commands::Tab;
use super::keys;
use super::shop::Shop;
use super::theme::{self, Text, colors, size, space};
use super::widgets::{Button, row_frame, strong, weak};
use super::words::Value;
use crate::counter::Update;
use crate::time::Moment;
use crate::transaction::{Service, State};

/// The tour, taken or not.
#[derive(Default)]
pub struct Tour {
    step: Option<Step>,
    /// When the step was begun: what happened to older payments is not its doing.
    since: Option<Moment>,
    /// Whether a payment of the step is Pending.
    pending: bool,
    /// Where the thing is that the step points at, in this frame.
    at: Option<Rect>,
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// No money moves.
    Practice,
    /// A recharge that succeeds.
    Pay,
    /// A recharge whose answer does not come.
    Silence,
    /// What became of it.
    Status,
    /// The token, and where help is.
    Connect,
}

const STEPS: [(Step, &str, &str); 5] = [
    (Step::Practice, "tour-practice", "tour-practice-do"),
    (Step::Pay, "tour-pay", "tour-pay-do"),
    (Step::Silence, "tour-silence", "tour-silence-do"),
    (Step::Status, "tour-status", "tour-status-do"),
    (Step::Connect, "tour-connect", "tour-connect-do"),
];

/// What a step can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The band across the window.
    Band,
    /// A tab on the rail.
    Rail(Tab),
    /// The first field of the Recharge form.
    Number,
}

/// What there is to see, by which a step notices that it is done.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// The tab.
    pub tab: Tab,
    /// Whether nothing is typed on Recharge.
    pub untouched: bool,
    /// Whether the story of a payment is read.
    pub story: bool,
    /// Whether the help is open.
    pub help: bool,
}

/// What the agent did with the card of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Nothing.
    Nothing,
    /// Goes on to the next step.
    On,
    /// Leaves the tour.
    Leave,
}

impl Tour {
    /// Begins at the first step.
    pub fn begin(&mut self, now: Moment) {
        *self = Self::default();
        self.go_to(Some(Step::Practice), now);
    }

    /// Ends it, wherever it is.
    pub fn end(&mut self) {
        *self = Self::default();
    }

    /// Whether it is taken.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        self.step.is_some()
    }

    fn go_to(&mut self, step: Option<Step>, now: Moment) {
        (self.step, self.since, self.pending) = (step, Some(now), false);
    }

    /// Goes on to the next step; whether that was the last one.
    pub fn go_on(&mut self, now: Moment) -> bool {
        let place = STEPS.iter().position(|(step, ..)| Some(*step) == self.step);
        let next = place.and_then(|place| STEPS.get(place + 1)).map(|(step, ..)| *step);
        self.go_to(next, now);
        next.is_none()
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, now: Moment) {
        let Update::Changed(changed) = update else { return };
        let own = self.since.is_some_and(|since| changed.at >= since)
            && changed.order.service() == Service::Recharge;
        let pending = changed.state() == State::Pending;
        match self.step {
            // Whoever pays at once has seen the band.
            Some(Step::Practice | Step::Pay) if own && pending => {
                self.go_to(Some(Step::Silence), now);
                self.pending = true;
            }
            Some(Step::Practice | Step::Pay) if own && changed.state() != State::Sending => {
                self.go_to(Some(Step::Silence), now);
            }
            Some(Step::Silence) if own && pending => self.pending = true,
            _ => {}
        }
    }

    /// Looks at what there is to see; whether the tour is done.
    pub fn look(&mut self, sight: Sight, now: Moment) -> bool {
        self.at = None;
        let done = match self.step {
            Some(Step::Practice) => !sight.untouched,
            Some(Step::Silence) => self.pending && sight.tab == Tab::Status,
            Some(Step::Status) => sight.tab == Tab::Status && sight.story,
            Some(Step::Connect) => sight.help,
            Some(Step::Pay) | None => false,
        };
        done && self.go_on(now)
    }

    /// Says where a thing is, in case the step points at it.
    pub fn place(&mut self, thing: Thing, tab: Tab, rect: Rect) {
        let rail = |of| if tab == of { None } else { Some(Thing::Rail(of)) };
        let wanted = match self.step {
            Some(Step::Practice) => Some(Thing::Band),
            Some(Step::Silence) if self.pending => rail(Tab::Status),
            Some(Step::Pay | Step::Silence) => rail(Tab::Recharge).or(Some(Thing::Number)),
            Some(Step::Status) => rail(Tab::Status),
            Some(Step::Connect) => rail(Tab::Settings),
            None => None,
        };
        if wanted == Some(thing) {
            self.at = Some(rect);
        }
    }

    /// Draws the card of the step, and the ring around what it points at. `esc` is whether Esc
    /// leaves the tour.
    pub fn ui(&self, ui: &mut Ui, shop: &Shop, esc: bool) -> Did {
        let now = STEPS.iter().zip(1_u64..).find(|((step, ..), _)| Some(*step) == self.step);
        let Some(((step, title, sentence), number)) = now else { return Did::Nothing };
        let words = &shop.words;
        let sentence = match step {
            Step::Silence if self.pending => "tour-pending-do",
            _ => sentence,
        };
        let frame = row_frame(ui, true, true).inner_margin(space::M);
        let did = frame.show(ui, |ui| {
            ui.take_available_width();
            ui.spacing_mut().item_spacing.y = space::S;
            head_ui(ui, shop, &words.say(title), number);
            ui.label(words.say(sentence));
            buttons_ui(ui, shop, *step == Step::Connect, esc)
        });
        self.point(ui, number);
        did.inner
    }

    /// A ring around the thing, with the number of the step that speaks of it.
    fn point(&self, ui: &Ui, number: u64) {
        let Some(rect) = self.at else { return };
        let window = ui.ctx().content_rect();
        let layer = LayerId::new(Order::Middle, Id::unique("tour-ring"));
        let painter = ui.ctx().layer_painter(layer);
        let ring = rect.expand(space::XS).intersect(window);
        let (radius, line) = (CornerRadius::same(size::RADIUS), colors(ui).accent);
        let stroke = Stroke::new(size::RING, line);
        painter.rect_stroke(ring, radius, stroke, StrokeKind::Inside);
        let corner = window.shrink(size::ICON / 2.0).clamp(ring.right_top());
        disc(ui, &painter, corner, number);
    }
}

fn head_ui(ui: &mut Ui, shop: &Shop, title: &str, number: u64) {
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::ICON), Sense::HOVER);
        disc(ui, ui.painter(), rect.center(), number);
        strong(ui, title);
    });
    let values = [("step", Value::from(number)), ("of", Value::from(STEPS.len()))];
    weak(ui, &shop.words.say_with("tour-step", &values));
}

/// On, or away.
fn buttons_ui(ui: &mut Ui, shop: &Shop, last: bool, esc: bool) -> Did {
    let words = &shop.words;
    ui.spacing_mut().item_spacing.x = space::XS;
    let row = ui.horizontal_wrapped(|ui| {
        let label = words.say(if last { "tour-done" } else { "tour-on" });
        let on = ui.add(Button::chip(&label).key(keys::CTRL_ENTER.name)).clicked();
        let label = words.say("tour-leave");
        let leave = Button::quiet(&label);
        let leave = if esc { leave.key(keys::ESC.name) } else { leave };
        (on, !last && ui.add(leave).clicked())
    });
    match row.inner {
        (true, _) => Did::On,
        (_, true) => Did::Leave,
        _ => Did::Nothing,
    }
}

/// The number of a step on a disc.
fn disc(ui: &Ui, painter: &Painter, center: Pos2, number: u64) {
    let ink = colors(ui).main;
    painter.circle_filled(center, size::ICON / 2.0, ink.bg);
    let font = theme::strong_font(ui, Text::Small);
    painter.text(center, Align2::CENTER_CENTER, number, font, ink.fg);
}
