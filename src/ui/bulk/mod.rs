//! The page of lists: a list being written, looked at, confirmed, sent, and what became of it.

mod confirm;
mod review;
mod rows;
mod run;
mod save;
mod told;
mod write;

use egui::{Context, Ui};

use self::review::Review;
use self::run::Run;
use self::save::SaveReport;
use self::write::Write;
use super::commands::{Go, Tab};
use super::keys::{self, Line};
use super::shop::Shop;
use super::theme::space;
use super::widgets::{Button, Weight, notice, strong};
use super::words::Value;
use crate::counter::{BatchCommand, BatchUpdate, Command, Standing, Ticket, Update};
use crate::transaction::{BatchOrder, Transaction};

/// The page.
#[derive(Default)]
pub struct BulkPage {
    write: Write,
    screen: Screen,
    /// The newest list, once there is one.
    stands: Option<Standing>,
    run: Run,
}

/// What the page shows.
#[derive(Default)]
enum Screen {
    /// A list is being written.
    #[default]
    Write,
    /// Every line was looked at.
    Review(Box<Review>),
    /// A list is being sent, or was.
    Run,
    /// Its report is being saved.
    Save(SaveReport),
}

/// What the agent did on a screen of the page.
enum Done {
    /// Still at it.
    Nothing,
    /// Back to where the agent came from.
    Back,
    /// Writes a list, beginning with this text, if any.
    Write(Option<String>),
    /// Looks at the newest list.
    Run,
    /// Sends these.
    Send(Vec<BatchOrder>),
    /// Saves the report.
    Save,
    /// Goes elsewhere.
    Go(Go),
}

/// Asks the counter for something about a list.
fn ask(shop: &Shop, command: BatchCommand) {
    shop.ask(Command::Batch { live: shop.is_live(), command: Box::new(command) });
}

impl BulkPage {
    /// The agent has come to the page: a list that is not at its end comes first.
    pub fn come_back(&mut self) {
        let open = |stands: &Standing| stands.running || stands.batch.next_line().is_some();
        if self.stands.as_ref().is_some_and(open) {
            self.screen = Screen::Run;
        } else if matches!(self.screen, Screen::Write) {
            self.write.come_back();
        }
    }

    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, shop: &Shop, ctx: &Context) {
        match update {
            Update::Opened(_) => *self = Self::default(),
            Update::Changed(changed) => self.changed(changed),
            Update::Batch(update) => {
                self.heard(update, shop);
                ctx.request_repaint();
            }
            _ => {}
        }
    }

    fn heard(&mut self, update: &BatchUpdate, shop: &Shop) {
        match update {
            BatchUpdate::NotRead(error) => self.write.not_read(error, &shop.words),
            BatchUpdate::Checked { text, checked } => {
                if self.write.checked(text, checked, &shop.words)
                    && let Ok(checked) = checked
                {
                    self.screen = Screen::Review(Box::new(Review::of(checked)));
                }
            }
            BatchUpdate::NotBegun { ticket, why } => {
                if let Screen::Review(review) = &mut self.screen {
                    review.refused(*ticket, why);
                }
            }
            BatchUpdate::Stands(stands) => {
                self.run.heard(stands);
                self.stands = Some((**stands).clone());
                if let Screen::Review(review) = &self.screen
                    && review.is_handed()
                {
                    self.screen = Screen::Run;
                    self.write = Write::default();
                }
            }
            BatchUpdate::Line { batch, line, transaction } => {
                let own = self.stands.as_mut().filter(|stands| stands.batch.id == *batch);
                if let Some(stands) = own
                    && stands.batch.next_line() == Some(*line)
                {
                    stands.batch.begun.push(transaction.as_deref().cloned());
                }
            }
            BatchUpdate::Saved(saved) => {
                if let Screen::Save(save) = &mut self.screen {
                    save.saved(saved);
                }
            }
        }
    }

    /// A transaction of the list has changed.
    fn changed(&mut self, changed: &Transaction) {
        let begun = self.stands.iter_mut().flat_map(|stands| &mut stands.batch.begun);
        let same = |one: &&mut Transaction| one.agent_id == changed.agent_id;
        // From the newest on: it is the one that changes most.
        if let Some(one) = begun.rev().flatten().find(same) {
            one.clone_from(changed);
        }
    }

    /// The keys of the page as it stands; `None` while the sheet is over it, whose buttons name
    /// its keys.
    #[must_use]
    pub fn keys(&self) -> Option<Vec<Line>> {
        match (&self.screen, &self.stands) {
            (Screen::Write, _) => Some(self.write.keys()),
            (Screen::Review(review), _) => review.keys(),
            (Screen::Run, Some(stands)) => Some(self.run.keys(stands)),
            (Screen::Run | Screen::Save(_), _) => Some(vec![keys::BACK]),
        }
    }

    /// Whether a list stands still that a key goes on with.
    #[must_use]
    pub fn may_go_on(&self) -> bool {
        self.waiting().is_some_and(|(stands, _)| run::repeats(stands).is_none())
    }

    /// The line that is being sent, and of how many.
    #[must_use]
    pub fn sending(&self) -> Option<(u32, usize)> {
        let stands = self.stands.as_ref().filter(|stands| stands.running)?;
        let begun = u32::try_from(stands.batch.begun.len()).ok()?;
        Some((begun.max(1), stands.batch.orders.len()))
    }

    /// The line that a list which stands still goes on with, and of how many.
    fn waiting(&self) -> Option<(&Standing, u32)> {
        let stands = self.stands.as_ref().filter(|stands| !stands.running)?;
        Some((stands, stands.batch.next_line()?))
    }

    /// Goes on with the list that stands still, unless it waits for an answer to a question.
    pub fn go_on(&self, shop: &Shop) {
        if let Some((stands, line)) = self.waiting().filter(|_| self.may_go_on()) {
            let batch = stands.batch.id;
            ask(shop, BatchCommand::GoOn { batch, line, despite_earlier: false });
        }
    }

    /// Says on other pages that a list is being sent or stands still; whether the agent wants to
    /// look at it.
    pub fn band_ui(&self, ui: &mut Ui, shop: &Shop) -> bool {
        let words = &shop.words;
        let line =
            |line: u32, count: usize| [("line", Value::from(line)), ("count", Value::from(count))];
        let look = words.say("bulk-look");
        if let Some((at, count)) = self.sending() {
            let row = ui.horizontal(|ui| {
                strong(ui, &words.say_with("bulk-sending", &line(at, count)));
                ui.add(Button::quiet(&look).key(keys::LISTS.name)).clicked()
            });
            return row.inner;
        }
        let Some((stands, next)) = self.waiting() else { return false };
        let values = line(next, stands.batch.orders.len());
        notice(ui, Weight::Warning, &words.say_with("bulk-still", &values));
        let pressed = ui.horizontal_wrapped(|ui| {
            let label = words.say_with("bulk-go-on", &values);
            let free = run::repeats(stands).is_none();
            if free && ui.add(Button::chip(&label).key(keys::GO_ON.name)).clicked() {
                self.go_on(shop);
            }
            ui.add(Button::quiet(&look).key(keys::LISTS.name)).clicked()
        });
        ui.add_space(space::S);
        pressed.inner
    }

    /// Draws the page; where the agent goes on to comes back.
    pub fn ui(&mut self, ui: &mut Ui, shop: &mut Shop) -> Option<Go> {
        let done = match (&mut self.screen, &self.stands) {
            (Screen::Write, stands) => self.write.ui(ui, shop, stands.is_some()),
            (Screen::Review(review), _) => review.ui(ui, shop),
            (Screen::Run, Some(stands)) => self.run.ui(ui, shop, stands),
            (Screen::Save(save), Some(stands)) => save.ui(ui, shop, &stands.batch),
            (Screen::Run | Screen::Save(_), None) => Done::Write(None),
        };
        self.done(done, shop)
    }

    fn done(&mut self, done: Done, shop: &mut Shop) -> Option<Go> {
        match done {
            Done::Nothing => {}
            Done::Go(go) => return Some(go),
            Done::Run => self.screen = Screen::Run,
            Done::Save => self.screen = Screen::Save(SaveReport::default()),
            Done::Write(text) => {
                if let Some(text) = text {
                    self.write = Write::with(text);
                }
                self.screen = Screen::Write;
                self.write.come_back();
            }
            Done::Send(orders) => {
                let ticket: Ticket = shop.ticket();
                if let Screen::Review(review) = &mut self.screen {
                    review.handed(ticket);
                    ask(shop, BatchCommand::Begin { ticket, orders });
                }
            }
            Done::Back => match self.screen {
                Screen::Write | Screen::Run => return Some(Go::Tab(Tab::Recharge)),
                Screen::Review(_) => {
                    self.screen = Screen::Write;
                    self.write.come_back();
                }
                Screen::Save(_) => self.screen = Screen::Run,
            },
        }
        None
    }
}
