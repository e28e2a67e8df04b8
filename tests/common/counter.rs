//! A window on a counter that the test plays: what the window asks is read, what it hears is made up.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::{Key, Modifiers, ViewportEvent, ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use galla::catalogue::Catalogue;
use galla::counter::{Board, Command, Link, Opened, Ticket, Update};
use galla::ids::AgentId;
use galla::ledger::BalanceReading;
use galla::money::{Language, Paise};
use galla::settings::{Settings, Theme};
use galla::sound::Sound;
use galla::time::{Clock, Moment, TestClock};
use galla::transaction::order::{Place, TransferMode};
use galla::transaction::{
    Answer, Body, Category, CollectionOrder, Event, NotSent, Order, PayoutOrder, RechargeOrder,
    Reply, Service, Transaction, Unknown,
};
use galla::ui::{App, ChooseFile, Line, Notify, PlaySound, fonts};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::renderer::CpuRenderer;
use super::whole_window;

/// 2026-11-23, 2:45 pm in India.
pub const NOW: Moment = Moment::from_millis(1_795_425_300_000);

/// A window, the test's end of its channels, and the keyboard.
pub struct Counter {
    pub window: Harness<'static, Option<App>>,
    pub updates: Sender<Update>,
    pub commands: UnboundedReceiver<Command>,
    pub clock: Arc<TestClock>,
    /// What was played and said.
    pub played: Receiver<Sound>,
    /// The notifications that were shown on the desktop: title and body.
    pub notified: Receiver<(String, String)>,
}

/// What the agent chooses in the desktop's dialog.
pub const CHOSEN_FILE: &str = "/home/asha/operators.csv";

impl Counter {
    /// A window that has heard nothing yet.
    pub fn unopened(theme: Theme, language: Language) -> Self {
        Self::unopened_with(theme, language, |_| {})
    }

    /// As [`Counter::unopened`], with settings of the test's own.
    pub fn unopened_with(
        theme: Theme,
        language: Language,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let (updates, heard) = channel();
        let (asked, commands) = unbounded_channel();
        let clock = Arc::new(TestClock::at(NOW));
        let mut settings = Settings::default();
        settings.theme = theme;
        settings.language = Some(language.code().to_owned());
        settings.shop_name = "Asha Telecom".to_owned();
        settings.tour_seen = true;
        settings.endpoint_address = "203.0.113.7".to_owned();
        settings.latitude = "28.6139".to_owned();
        settings.longitude = "77.2090".to_owned();
        change(&mut settings);
        let (shown, notified) = channel();
        let notify: Notify = Box::new(move |title, body| shown.send((title, body)).unwrap());
        let choose_file: ChooseFile = Box::new(|_, _, then| then(PathBuf::from(CHOSEN_FILE)));
        let (sounded, played) = channel();
        let sound: PlaySound = Box::new(move |sound| sounded.send(sound).unwrap());
        let mut line = Some(Line { commands: asked, updates: heard, notify, sound, choose_file });
        let shared = Arc::clone(&clock);
        let window = Harness::builder()
            .with_size(vec2(1366.0, 768.0))
            .renderer(CpuRenderer::default())
            .with_context_setup(fonts::install)
            .build_ui_state(
                move |ui, app: &mut Option<App>| {
                    if let Some(line) = line.take() {
                        *app = Some(App::new(ui.ctx(), line, shared.clone(), settings.clone()));
                    }
                    if let Some(app) = app {
                        whole_window(ui, |ui| app.ui(ui));
                    }
                },
                None,
            );
        Self { window, updates, commands, clock, played, notified }
    }

    /// A practice counter with nothing in it.
    pub fn practice(theme: Theme, language: Language) -> Self {
        let mut counter = Self::unopened(theme, language);
        counter.open(false);
        counter
    }

    /// A practice counter, light, in English.
    pub fn plain() -> Self {
        Self::practice(Theme::Light, Language::English)
    }

    /// Opens a counter with the practice operators, as the shop's own where it is live.
    pub fn open(&mut self, live: bool) {
        let practice = include_str!("../../assets/catalogue/practice.csv");
        let circles = include_str!("../../assets/catalogue/circles.csv");
        let catalogue = Catalogue::from_csv(practice, circles, !live).unwrap();
        self.hear(Update::Opened(Opened {
            live,
            catalogue: Arc::new(catalogue),
            ledger_trouble: None,
            keyring_trouble: None,
            catalogue_trouble: None,
            token_in_memory: false,
        }));
        self.hear(Update::Link(Link::Answers));
        let holds = Paise::from_paise(4_980_100);
        let service = Service::Recharge;
        self.hear(Update::Balance(BalanceReading { service, holds, at: NOW }));
    }

    /// The counter says something, and the window draws.
    pub fn hear(&mut self, update: Update) {
        self.updates.send(update).unwrap();
        self.window.run();
    }

    /// A board with one transaction of each kind, and one more on it.
    pub fn board(&mut self, newest: Option<Transaction>) {
        let recent: Vec<_> = newest.into_iter().chain(one_of_each()).collect();
        let pending = |one: &&Transaction| one.state().is_unresolved();
        let unresolved = recent.iter().filter(pending).count() as u64;
        self.hear(Update::Board(Board { recent, unresolved, ..Board::default() }));
    }

    /// Presses keys, one frame each.
    pub fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key_press(*key);
            self.window.run();
        }
    }

    /// Scrolls to what is called so, and presses it with the mouse.
    pub fn click(&mut self, label: &str) {
        self.window.get_by_label(label).scroll_to_me();
        self.window.run();
        self.window.run();
        self.window.get_by_label(label).click();
        self.window.run();
        self.window.run();
    }

    /// [`Self::click`] on what is called so in the language that is spoken.
    pub fn click_either(&mut self, english: &str, hindi: &str) {
        let there = self.window.query_all_by_label(english).next().is_some();
        self.click(if there { english } else { hindi });
    }

    /// Presses a key with Ctrl held.
    pub fn ctrl(&mut self, key: Key) {
        self.window.key_press_modifiers(Modifiers::COMMAND, key);
        self.window.run();
    }

    /// The agent wants to close the window.
    pub fn close(&mut self) {
        let viewports = &mut self.window.input_mut().viewports;
        let root = viewports.entry(ViewportId::ROOT).or_default();
        root.events.push(ViewportEvent::Close);
        self.window.run();
    }

    /// Types a text into whatever has the focus.
    pub fn write(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    /// Whether something with this text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.window.query_all_by_label_contains(text).next().is_some()
    }

    /// What o'clock it is.
    pub fn clock_now(&self) -> Moment {
        self.clock.now()
    }

    /// What the window has asked for since the last look.
    pub fn asked(&mut self) -> Vec<Command> {
        std::iter::from_fn(|| self.commands.try_recv().ok()).collect()
    }

    /// What it has asked for since the last look, beside what it only looks up.
    pub fn told(&mut self) -> Vec<Command> {
        let looked = |command: &Command| matches!(command, Command::Look(_));
        self.asked().into_iter().filter(|command| !looked(command)).collect()
    }

    /// The payments it has asked for since the last look.
    pub fn paid(&mut self) -> Vec<(Ticket, Order, bool)> {
        let paid = |command| match command {
            Command::Pay { ticket, order, despite_earlier, .. } => {
                Some((ticket, *order, despite_earlier))
            }
            _ => None,
        };
        self.asked().into_iter().filter_map(paid).collect()
    }

    /// The recharges among [`Counter::paid`].
    pub fn payments(&mut self) -> Vec<(Ticket, RechargeOrder, bool)> {
        let recharge = |(ticket, order, despite_earlier)| match order {
            Order::Recharge(order) => Some((ticket, order, despite_earlier)),
            _ => None,
        };
        self.paid().into_iter().filter_map(recharge).collect()
    }
}

/// An order for a number.
pub fn order(number: &str, operator: &str, rupees: i64) -> RechargeOrder {
    RechargeOrder {
        category: Category::MobilePrepaid,
        number: number.to_owned(),
        operator: "PMJ".to_owned(),
        operator_name: operator.to_owned(),
        circle: "0".to_owned(),
        amount: Paise::from_rupees(rupees).unwrap(),
        optionals: Default::default(),
        customer_name: "Meena".to_owned(),
    }
}

/// A payout to Sunita's account.
pub fn payout(rupees: i64) -> Order {
    Order::Payout(PayoutOrder {
        beneficiary_name: "Sunita Devi".to_owned(),
        account: "501001234567".to_owned(),
        ifsc: "HDFC0001234".to_owned(),
        bank: "HDFC Bank".to_owned(),
        mode: TransferMode::Imps,
        amount: Paise::from_rupees(rupees).unwrap(),
        mobile: "9876543210".to_owned(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    })
}

/// A collection from a customer.
pub fn collection(rupees: i64, note: &str) -> Order {
    let amount = Paise::from_rupees(rupees).unwrap();
    Order::Collection(CollectionOrder { amount, note: note.to_owned() })
}

/// A recharge of some minutes ago with these things having happened to it.
pub fn transaction(minutes_ago: u64, number: &str, events: &[Event]) -> Transaction {
    transaction_of(minutes_ago, Order::Recharge(order(number, "Jio", 199)), events)
}

/// A transaction of some minutes ago with these things having happened to it.
pub fn transaction_of(minutes_ago: u64, order: Order, events: &[Event]) -> Transaction {
    let at = Moment::from_millis(NOW.millis() - i64::try_from(minutes_ago).unwrap() * 60_000);
    let id = AgentId::from_parts(at, minutes_ago * 1_000_003);
    let mut transaction = Transaction::begin(id, order, at);
    for event in events {
        transaction.apply(at, &bound(event, &transaction));
    }
    transaction
}

/// Fills an answer's echo in, as the gateway does.
fn bound(event: &Event, transaction: &Transaction) -> Event {
    let fill = |reply: &Reply| match reply {
        Reply::Answer(answer) => {
            let mut answer = answer.clone();
            answer.data.agent_id = Some(transaction.agent_id.to_string());
            Reply::Answer(answer)
        }
        other => other.clone(),
    };
    match event {
        Event::Answer { reply } => Event::Answer { reply: fill(reply) },
        Event::StatusAnswer { reply } => Event::StatusAnswer { reply: fill(reply) },
        other => other.clone(),
    }
}

/// The gateway's answer with a code, a status and its words.
pub fn answered(code: &str, status: &str, words: &str) -> Reply {
    Reply::Answer(Box::new(Answer {
        code: code.to_owned(),
        data: Body {
            api_trans_id: Some("795873532".to_owned()),
            status: Some(status.to_owned()),
            api_message: Some(words.to_owned()),
            operator_reference: (code == "TXN").then(|| "TR33153682".to_owned()),
            ..Body::default()
        },
        ..Answer::default()
    }))
}

pub fn success() -> Event {
    Event::Answer { reply: answered("TXN", "Success", "Recharge Successful") }
}

pub fn pending() -> Event {
    Event::Answer { reply: answered("TUP", "Pending", "Recharge Under Process") }
}

pub fn failed() -> Event {
    Event::Answer { reply: answered("ERR", "Failed", "Server Connectivity Issue") }
}

pub fn not_sent() -> Event {
    Event::Answer { reply: Reply::NotSent { cause: NotSent::NameNotResolved } }
}

pub fn silent() -> Event {
    Event::Answer { reply: Reply::Unknown { cause: Unknown::TimedOut } }
}

pub fn later_failed() -> Event {
    Event::StatusAnswer { reply: answered("TXN", "Failed", "Refunded") }
}

/// One transaction of each state, newest first.
pub fn one_of_each() -> Vec<Transaction> {
    let settled = Event::Settled { succeeded: true, reason: "helpdesk, ticket 4711".to_owned() };
    let told: [(&str, Vec<Event>); 7] = [
        ("9876543200", vec![success()]),
        ("9123456780", vec![pending()]),
        ("9988776655", vec![failed()]),
        ("9811122233", vec![not_sent()]),
        ("9700000005", vec![success(), later_failed()]),
        ("9012345678", vec![silent(), settled]),
        ("8123456789", vec![Event::Recovered]),
    ];
    let told = told.iter().zip(1_u64..);
    told.map(|((number, events), at)| transaction(at * 17, number, events)).collect()
}
