//! A list that is being sent, stands still, or is at its end: how far it has come, and what became of each line.

use egui::{Id, Key, ProgressBar, Ui};

use super::rows::{self, Row, Shape};
use super::{Done, ask, told};
use crate::counter::{BatchCommand, Standing, Stopped, WhyNotPaid};
use crate::transaction::batch::{Batch, Standing as Line, Sum};
use crate::transaction::bulk;
use crate::transaction::{State, Transaction};
use crate::ui::commands::Go;
use crate::ui::keys::{self, line};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::{Tone, colors, space};
use crate::ui::tone::{tone, tone_word};
use crate::ui::widgets::{
    Button, Chooser, Weight, badge, fact, heading, notice, strong, weak, with_foot,
};
use crate::ui::words::Value;

/// What the screen remembers between frames.
#[derive(Default)]
pub struct Run {
    /// Which lines are shown: all, or those of one kind.
    shown: usize,
    /// Whether the agent is being asked about letting the rest be.
    leaving: bool,
    /// Whether the agent has asked for a pause.
    pausing: bool,
    /// How many lines were copied.
    copied: Option<usize>,
    /// The line that was brought into sight last.
    followed: usize,
}

/// The earlier payment that the next line would repeat: the agent is asked (money rule M14).
pub fn repeats(stands: &Standing) -> Option<&Transaction> {
    match &stands.stopped {
        Some(Stopped::NotTaken(WhyNotPaid::Repeats(earlier))) if !stands.running => Some(earlier),
        _ => None,
    }
}

impl Run {
    /// The counter has told how the list stands.
    pub const fn heard(&mut self, _stands: &Standing) {
        (self.leaving, self.pausing) = (false, false);
        self.copied = None;
    }

    /// The keys of the screen.
    pub fn keys(&self, stands: &Standing) -> Vec<keys::Line> {
        if stands.running {
            return if self.pausing { Vec::new() } else { vec![line(keys::ESC, "key-pause")] };
        }
        let enter = match stands.batch.next_line() {
            None => Some(line(keys::ENTER, "key-new-list")),
            Some(_) if repeats(stands).is_none() && !self.leaving => {
                Some(line(keys::ENTER, "key-go-on"))
            }
            Some(_) => None,
        };
        enter.into_iter().chain([keys::BACK]).collect()
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, shop: &Shop, stands: &Standing) -> Done {
        let key = |key| ui.input(|input| input.key_pressed(key));
        let (esc, enter) = (key(Key::Escape), key(Key::Enter));
        let free = ui.memory(|memory| memory.focused().is_none());
        let (leaving, mut pausing) = (self.leaving, self.pausing);
        let (at_foot, mut done) = with_foot(
            ui,
            "bulk-run",
            |ui| foot_ui(ui, shop, stands, (leaving, &mut pausing), (esc, enter && free)),
            |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                let done = self.head_ui(ui, shop, stands);
                self.still_ui(ui, shop, stands);
                self.kinds_ui(ui, shop, &stands.batch);
                self.rows_ui(ui, shop, stands).map_or(done, Done::Go)
            },
        );
        self.pausing = pausing;
        if matches!(done, Done::Nothing) {
            done = at_foot;
        }
        done
    }

    fn head_ui(&mut self, ui: &mut Ui, shop: &Shop, stands: &Standing) -> Done {
        let words = &shop.words;
        let batch = &stands.batch;
        let at = [("time", Value::from(words.time(batch.at, shop.now())))];
        heading(ui, &words.say_with("bulk-of", &at));
        let (begun, all) = (batch.begun.len(), batch.orders.len());
        let values = [("line", Value::from(begun)), ("count", Value::from(all))];
        let part = if all == 0 { 1.0 } else { begun as f32 / all as f32 };
        let bar = ProgressBar::new(part).fill(colors(ui).accent).desired_height(space::M);
        let said = words.say_with("bulk-progress", &values);
        let response = ui.add(bar);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, &said)
        });
        ui.horizontal_wrapped(|ui| {
            strong(ui, &said);
            if stands.running {
                weak(ui, &words.say("bulk-one-by-one"));
                return Done::Nothing;
            }
            self.ways_ui(ui, shop, stands)
        })
        .inner
    }

    /// What else can be done about it than going on.
    fn ways_ui(&mut self, ui: &mut Ui, shop: &Shop, stands: &Standing) -> Done {
        let words = &shop.words;
        let mut done = Done::Nothing;
        if stands.batch.next_line().is_some() && !self.leaving {
            self.leaving = ui.add(Button::quiet(&words.say("bulk-leave"))).clicked();
        }
        if stands.batch.rest().next().is_some() {
            done = self.rest_ui(ui, shop, &stands.batch);
        }
        if ui.add(Button::quiet(&words.say("bulk-save"))).clicked() {
            done = Done::Save;
        }
        done
    }

    /// Why it stands still, and the question about letting the rest be.
    fn still_ui(&mut self, ui: &mut Ui, shop: &Shop, stands: &Standing) {
        let words = &shop.words;
        if stands.running {
            return;
        }
        if let Some(line) = stands.batch.next_line() {
            match (repeats(stands), &stands.stopped) {
                (Some(earlier), _) => self.repeat_ui(ui, shop, stands, line, earlier),
                (None, Some(why)) => {
                    notice(ui, Weight::Warning, &told::stopped(words, why));
                }
                (None, None) => {
                    notice(ui, Weight::Warning, &words.say("bulk-found-still"));
                }
            }
        }
        if self.leaving {
            notice(ui, Weight::Warning, &words.say("bulk-leave-sure"));
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::secondary(&words.say("bulk-leave-yes"))).clicked() {
                    ask(shop, BatchCommand::Close { batch: stands.batch.id });
                }
                if ui.add(Button::quiet(&words.say("bulk-leave-no"))).clicked() {
                    self.leaving = false;
                }
            });
        }
        if let Some(count) = self.copied {
            strong(ui, &words.say_with("bulk-copied", &[("count", Value::from(count))]));
        }
    }

    /// What was not sent or has failed, as a list of its own.
    fn rest_ui(&mut self, ui: &mut Ui, shop: &Shop, batch: &Batch) -> Done {
        let words = &shop.words;
        let rest = || bulk::write(batch.rest()).unwrap_or_default();
        if ui.add(Button::quiet(&words.say("bulk-copy-rest"))).clicked() {
            ui.ctx().copy_text(rest());
            self.copied = Some(batch.rest().count());
        }
        if batch.next_line().is_none() && ui.add(Button::quiet(&words.say("bulk-rest"))).clicked() {
            return Done::Write(Some(rest()));
        }
        Done::Nothing
    }

    /// The question about a line like an earlier payment: Enter answers nothing here.
    fn repeat_ui(
        &self,
        ui: &mut Ui,
        shop: &Shop,
        stands: &Standing,
        line: u32,
        earlier: &Transaction,
    ) {
        let words = &shop.words;
        let batch = stands.batch.id;
        let values = [
            ("line", Value::from(line)),
            ("time", Value::from(words.time(earlier.at, shop.now()))),
            ("state", Value::from(tone_word(words, earlier.state()))),
            ("agent_id", Value::from(earlier.agent_id.to_string())),
        ];
        notice(ui, Weight::Warning, &words.say_with("bulk-question", &values));
        ui.horizontal_wrapped(|ui| {
            let label = words.say_with("bulk-leave-out", &values[..1]);
            if ui.add(Button::secondary(&label)).clicked() {
                ask(shop, BatchCommand::LeaveOut { batch, line });
            }
            let label = words.say_with("bulk-despite", &values[..1]);
            if ui.add(Button::quiet(&label)).clicked() {
                ask(shop, BatchCommand::GoOn { batch, line, despite_earlier: true });
            }
        });
    }

    /// The sums, each the key to its lines.
    fn kinds_ui(&mut self, ui: &mut Ui, shop: &Shop, batch: &Batch) {
        let words = &shop.words;
        let tally = batch.tally();
        let sums = [tally.succeeded, tally.pending, tally.failed, tally.not_sent];
        let labels = ["bulk-succeeded", "bulk-pending", "bulk-failed", "bulk-not-sent"]
            .map(|id| words.say(id));
        ui.columns_const(|columns: &mut [Ui; 4]| {
            for ((ui, label), sum) in columns.iter_mut().zip(&labels).zip(sums) {
                fact(ui, label, &sum.amount.to_string(), crate::ui::theme::Text::Body);
            }
        });
        let all = Sum { count: batch.orders.len(), ..Sum::default() };
        let named = |label: &str, sum: Sum| format!("{label} ({})", sum.count);
        let [one, two, three, four] = &labels;
        let names = [
            named(&words.say("bulk-every"), all),
            named(one, tally.succeeded),
            named(two, tally.pending),
            named(three, tally.failed),
            named(four, tally.not_sent),
        ];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut shown = Some(self.shown);
        let label = words.say("bulk-lines");
        Chooser::pills(&label, &names).id(Id::unique("bulk-kinds")).show(ui, &mut shown);
        self.shown = shown.unwrap_or_default();
    }

    fn rows_ui(&mut self, ui: &mut Ui, shop: &Shop, stands: &Standing) -> Option<Go> {
        let batch = &stands.batch;
        let kind = self.shown.checked_sub(1);
        let of_kind =
            |place: &usize| kind.is_none_or(|kind| batch.standing(*place).place_in_tally() == kind);
        let places: Vec<usize> = (0..batch.orders.len()).filter(of_kind).collect();
        let newest = batch.begun.len().saturating_sub(1);
        let follow = stands.running && kind.is_none() && newest != self.followed;
        self.followed = newest;
        let order = |at: usize| {
            let place = *places.get(at)?;
            Some((place, batch.orders.get(place)?))
        };
        let row = |at: usize| {
            let (place, line) = order(at)?;
            Some(Row::of(u64::try_from(place + 1).ok()?, &line.order))
        };
        let mut go = None;
        let shape = Shape {
            id: "bulk-run-table",
            heights: &vec![1; places.len()],
            show: follow.then_some(newest),
            narrow: true,
        };
        rows::table(ui, &shape, row, |ui, at| {
            let Some((place, _)) = order(at) else { return };
            go = last_ui(ui, shop, batch, place).or(go);
        });
        go
    }
}

/// What Enter and Esc do: going on and pausing are different keys, so that a pause that comes
/// too late sends nothing.
fn foot_ui(
    ui: &mut Ui,
    shop: &Shop,
    stands: &Standing,
    (leaving, pausing): (bool, &mut bool),
    (esc, enter): (bool, bool),
) -> Done {
    let words = &shop.words;
    let batch = stands.batch.id;
    if stands.running {
        let pause = words.say(if *pausing { "bulk-pausing" } else { "bulk-pause" });
        let pause = ui.add_enabled(!*pausing, Button::primary(&pause).key("Esc").wide());
        if (pause.clicked() || esc) && !*pausing {
            *pausing = true;
            ask(shop, BatchCommand::Pause);
        }
        return Done::Nothing;
    }
    let next = stands.batch.next_line();
    let free = repeats(stands).is_none() && !leaving;
    let label = match next {
        None => Some(words.say("bulk-new")),
        Some(line) => free.then(|| {
            let count = stands.batch.orders.len();
            let values = [("line", Value::from(line)), ("count", Value::from(count))];
            words.say_with("bulk-go-on", &values)
        }),
    };
    let back = words.say("go-back");
    let back = Button::secondary(&back).key("Esc").wide();
    let (pressed, back) = match &label {
        None => (false, ui.add(back).clicked() || esc),
        Some(label) => ui.columns_const(|[left, right]| {
            let pressed = left.add(Button::primary(label).key("Enter").wide()).clicked();
            (pressed || enter, right.add(back).clicked() || esc)
        }),
    };
    match (back, pressed, next) {
        (true, _, _) => Done::Back,
        (_, true, None) => Done::Write(None),
        (_, true, Some(line)) => {
            ask(shop, BatchCommand::GoOn { batch, line, despite_earlier: false });
            Done::Nothing
        }
        _ => Done::Nothing,
    }
}

/// What became of a line; where the agent goes on to.
fn last_ui(ui: &mut Ui, shop: &Shop, batch: &Batch, place: usize) -> Option<Go> {
    let words = &shop.words;
    let transaction = match batch.standing(place) {
        Line::Waiting => {
            weak(ui, &words.say("bulk-waiting"));
            return None;
        }
        Line::LeftOut => {
            badge(ui, Tone::NotSent, &words.say("bulk-left-out"));
            return None;
        }
        Line::Sent(_) => batch.begun.get(place)?.as_ref()?,
    };
    let state = tone_word(words, transaction.state());
    badge(ui, tone(transaction.state()), &state);
    let values = [("line", Value::from(place + 1)), ("state", Value::from(state.as_str()))];
    let said = words.say_with("bulk-story", &values);
    let label = words.say("bulk-story-short");
    let pressed = ui.add(Button::quiet(&label).said(&said)).clicked();
    let told = match (transaction.state(), &transaction.words) {
        (State::Sending | State::Success, _) => String::new(),
        (State::Failed, Some(words)) => words.clone(),
        _ => sentences::transaction(words, transaction),
    };
    rows::sentence(ui, &told, None);
    pressed.then_some(Go::Story(transaction.agent_id))
}
