//! The closing statement: what is still to be done before it, by which way it is handed out, and what became of it.

use egui::{Context, Key, ScrollArea, Ui};

use crate::counter::day::sums::Sums;
use crate::counter::{
    Command, HandedOut, NotHandedOut, Period, StatementOrder, StatementState, StatementWay, Update,
};
use crate::receipt::Form;
use crate::receipt::system::PrintTrouble;
use crate::settings::{Paper, ReceiptSettings};
use crate::time::Day;
use crate::ui::keys::{self, Line};
use crate::ui::receipt::{not_printed, texts};
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Chooser, Weight, heading, notice, weak};
use crate::ui::words::{Value, Words};

/// What a statement is put on.
const PAPERS: [Form; 3] = [Form::A4, Form::Roll80, Form::Roll58];

/// The statement of the days that are looked at.
#[derive(Default)]
pub struct ClosingView {
    /// The paper that was chosen here; else that of the settings.
    paper: Option<usize>,
    /// How far the last one is, and of which days it is.
    state: Option<((Day, Day), StatementState)>,
}

impl ClosingView {
    /// Takes in what the counter said.
    pub fn hear(&mut self, update: &Update, ctx: &Context) {
        if let (Update::Statement(told), Some((_, state))) = (update, &mut self.state) {
            if let StatementState::Ended(Ok(HandedOut::Text(text))) = told {
                ctx.copy_text(text.clone());
            }
            *state = told.clone();
        }
    }

    /// Draws it.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        shop: &Shop,
        settings: &ReceiptSettings,
        (period, sums): (&Period, &Sums),
    ) {
        let words = &shop.words;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            heading(ui, &title(words, period));
            let days = (period.from, period.to);
            // Above the ways: below them a small window would hide it.
            match &self.state {
                Some((of, state)) if *of == days => told_ui(ui, shop, state),
                _ => {
                    weak(ui, &words.say("statement-explained"));
                }
            }
            to_do_ui(ui, words, period, sums);
            let names =
                ["A4".to_owned(), words.say("receipts-paper-80"), words.say("receipts-paper-58")];
            let names = names.each_ref().map(String::as_str);
            let mut chosen = Some(self.paper(settings));
            if Chooser::pills(&words.say("statement-paper"), &names).show(ui, &mut chosen).changed()
            {
                self.paper = chosen;
            }
            if let Some(way) = self.ways_ui(ui, words, settings) {
                self.ask(way, days, shop, settings);
            }
        });
    }

    /// The keys of the view as it stands, beside the one that prints.
    pub fn keys(&self) -> Vec<Line> {
        if self.is_working() { vec![keys::line(keys::ESC, "key-stop")] } else { Vec::new() }
    }

    /// Takes Ctrl P, which prints at once; whether it did.
    pub fn take_keys(
        &mut self,
        ctx: &Context,
        days: (Day, Day),
        shop: &Shop,
        settings: &ReceiptSettings,
    ) -> bool {
        let pressed = keys::PRINT.taken(ctx);
        if pressed {
            self.ask(StatementWay::Print(self.form(settings)), days, shop, settings);
        }
        pressed
    }

    fn paper(&self, settings: &ReceiptSettings) -> usize {
        self.paper.unwrap_or(match settings.paper {
            Paper::A5 => 0,
            Paper::Roll80 => 1,
            Paper::Roll58 => 2,
        })
    }

    fn form(&self, settings: &ReceiptSettings) -> Form {
        PAPERS.get(self.paper(settings)).copied().unwrap_or_default()
    }

    fn is_working(&self) -> bool {
        matches!(self.state, Some((_, StatementState::Working { .. })))
    }

    /// The ways; the one that was chosen.
    fn ways_ui(
        &self,
        ui: &mut Ui,
        words: &Words,
        settings: &ReceiptSettings,
    ) -> Option<StatementWay> {
        let form = self.form(settings);
        let mut chosen = None;
        ui.add_enabled_ui(!self.is_working(), |ui| {
            let print = words.say("statement-print");
            if ui.add(Button::primary(&print).key(keys::PRINT.name).wide()).clicked() {
                chosen = Some(StatementWay::Print(form));
            }
            let copy = words.say("statement-copy");
            let ways = [
                (StatementWay::Pdf(form), "PDF"),
                (StatementWay::Xlsx, "Excel"),
                (StatementWay::Csv, "CSV"),
                (StatementWay::Text, copy.as_str()),
            ];
            ui.columns_const(|columns: &mut [Ui; 4]| {
                for (ui, (way, name)) in columns.iter_mut().zip(ways) {
                    if ui.add(Button::secondary(name).wide()).clicked() {
                        chosen = Some(way);
                    }
                }
            });
        });
        chosen
    }

    fn ask(
        &mut self,
        way: StatementWay,
        (from, to): (Day, Day),
        shop: &Shop,
        settings: &ReceiptSettings,
    ) {
        let Some(catalogue) = shop.catalogue().filter(|_| !self.is_working()) else { return };
        let texts = texts(settings.language, shop.words.language());
        // Nothing is pressed twice before the counter has heard of it.
        self.state = Some(((from, to), StatementState::Working { read: 0 }));
        let order = StatementOrder { from, to, texts, catalogue, way };
        shop.ask(Command::Statement(Box::new(order)));
    }
}

/// Whose statement it is.
fn title(words: &Words, period: &Period) -> String {
    let title = words.say("statement-title");
    let (from, to) = (words.date(period.from), words.date(period.to));
    if period.from == period.to {
        format!("{title}: {to}")
    } else {
        format!("{title}: {from} – {to}")
    }
}

/// What a shopkeeper does before the close.
fn to_do_ui(ui: &mut Ui, words: &Words, period: &Period, sums: &Sums) {
    if let Some((_, said)) = &period.drawer
        && said.counted.is_none()
    {
        notice(ui, Weight::Warning, &words.say("statement-not-counted"));
    }
    let open = sums.all.pending.count;
    if open > 0 {
        let count = [("count", Value::from(open))];
        notice(ui, Weight::Warning, &words.say_with("statement-names-open", &count));
    }
}

fn told_ui(ui: &mut Ui, shop: &Shop, state: &StatementState) {
    let words = &shop.words;
    match state {
        StatementState::Working { read } => {
            let count = [("count", Value::from(*read))];
            let said = if *read == 0 {
                words.say("statement-working")
            } else {
                words.say_with("statement-transactions-read", &count)
            };
            weak(ui, &said);
            let stop = ui.add(Button::secondary(&words.say("statement-stop")).key(keys::ESC.name));
            if stop.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                shop.ask(Command::CancelStatement);
            }
        }
        StatementState::Cancelled => {
            weak(ui, &words.say("statement-stopped"));
        }
        StatementState::Ended(Ok(handed)) => {
            let weight = match handed {
                HandedOut::Saved { no_printer: true, .. } => Weight::Warning,
                _ => Weight::Info,
            };
            notice(ui, weight, &handed_out(words, handed));
        }
        StatementState::Ended(Err(why)) => {
            notice(ui, Weight::Error, &not_handed_out(words, why));
        }
    }
}

fn handed_out(words: &Words, handed: &HandedOut) -> String {
    match handed {
        HandedOut::Printed => words.say("statement-printed"),
        HandedOut::Saved { file, no_printer } => {
            let id = if *no_printer { "statement-saved-instead" } else { "statement-saved" };
            words.say_with(id, &[("file", Value::from(file.display().to_string()))])
        }
        HandedOut::Picture(_) | HandedOut::Text(_) => words.say("statement-copied"),
    }
}

/// Why there is no statement, and what to do.
fn not_handed_out(words: &Words, why: &NotHandedOut) -> String {
    match why {
        NotHandedOut::Ledger(None) => words.say("not-paid-closed"),
        NotHandedOut::Ledger(Some(error)) => sentences::ledger(words, error),
        NotHandedOut::Paper(problem) => {
            let problem = [("problem", Value::from(problem.to_string()))];
            words.say_with("statement-not-drawn", &problem)
        }
        NotHandedOut::Print(PrintTrouble::Doubtful) => words.say("statement-doubtful"),
        NotHandedOut::Print(trouble) => not_printed(words, trouble),
        NotHandedOut::File(folder, error) => {
            let values = [
                ("folder", Value::from(folder.display().to_string())),
                ("problem", Value::from(error.to_string())),
            ];
            words.say_with("statement-not-saved", &values)
        }
        NotHandedOut::NoPin => words.say("pin-not-given"),
    }
}
