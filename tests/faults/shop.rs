//! A running counter on a gateway with faults, with a window in front of it and without.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use galla::counter::{self, Command, Parts, Ticket, Update, Window};
use galla::gateway::Gateway;
use galla::ids::AgentId;
use galla::logs::crash::CrashReport;
use galla::secrets::SecretStore;
use galla::settings::{Home, Settings};
use galla::time::{Clock, SystemClock, TestClock};
use galla::transaction::Order;
use galla::ui::{App, Line, fonts};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use super::common::counter::order;
use super::common::whole_window;
use super::gateway::{Faulty, MARK};

/// How long a thing may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn recharge(number: &str) -> Order {
    Order::Recharge(order(number, "Jio", 199))
}

pub fn payout() -> Order {
    super::common::counter::payout(199)
}

/// Runs a counter on a gateway, on a runtime of its own.
fn run(
    home: Home,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    silent: bool,
    window: Window,
    asked: UnboundedReceiver<Command>,
) -> Running {
    let parts = Parts {
        machine: Default::default(),
        home,
        settings: settings.clone(),
        secrets: SecretStore::memory(),
        clock,
        practice: Box::new(move || Ok(Arc::new(Faulty { silent }) as Arc<dyn Gateway>)),
        practice_callback: Box::new(|_| {}),
        connect: Box::new(|_, _| Err("never".to_owned())),
        payu: Box::new(|_, _| Err("never".to_owned())),
        window,
    };
    let runtime = Runtime::new().unwrap();
    let counter = runtime.spawn(counter::run(parts, asked));
    Running { runtime, counter }
}

/// A counter at work.
struct Running {
    runtime: Runtime,
    counter: JoinHandle<()>,
}

impl Running {
    /// Waits until the counter, whose window is gone, has done all it was asked to.
    fn end(self) {
        self.runtime.block_on(self.counter).unwrap();
        self.runtime.shutdown_timeout(PATIENCE);
    }
}

/// A counter without a window.
pub struct Desk {
    running: Running,
    commands: UnboundedSender<Command>,
    updates: Receiver<Update>,
    tickets: u64,
}

impl Desk {
    pub fn open(home: Home) -> Self {
        Self::open_after(home, Duration::ZERO)
    }

    /// A counter that is opened so much later.
    pub fn open_after(home: Home, pause: Duration) -> Self {
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let window = Window::new(updates, || {});
        let clock = Arc::new(TestClock::at(SystemClock::new().now().after(pause)));
        let running = run(home, &Settings::default(), clock, false, window, asked);
        Self { running, commands, updates: heard, tickets: 0 }
    }

    pub fn send(&self, command: Command) {
        self.commands.send(command).unwrap();
    }

    pub fn wait_for<T>(&mut self, wanted: impl Fn(&Update) -> Option<T>) -> T {
        loop {
            let update = self.updates.recv_timeout(PATIENCE).unwrap();
            if let Some(found) = wanted(&update) {
                return found;
            }
        }
    }

    /// The faults that a start tells of, if it tells of any: before it opens the ledger.
    pub fn wait_faults(&mut self) -> Option<Vec<CrashReport>> {
        self.wait_for(|update| match update {
            Update::Faults(reports) => Some(Some(reports.clone())),
            Update::Opened(_) => Some(None),
            _ => None,
        })
    }

    pub fn hand_over(&mut self, order: Order) -> Ticket {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let order = Box::new(order);
        self.send(Command::Pay { ticket, order, live: false, despite_earlier: false });
        ticket
    }

    /// Pays, and returns when it is on its way.
    pub fn pay(&mut self, order: Order) -> AgentId {
        let handed = self.hand_over(order);
        self.wait_for(|update| match update {
            Update::Paying { ticket, agent_id } if *ticket == handed => Some(*agent_id),
            _ => None,
        })
    }

    /// Closes the counter when it has done all it was asked to.
    pub fn close(self) {
        let Self { running, commands, .. } = self;
        drop(commands);
        running.end();
    }
}

/// A counter with a window in front of it, whose gateway never answers.
pub struct Front {
    window: Harness<'static, Option<App>>,
    running: Running,
    fault: Arc<AtomicBool>,
}

impl Front {
    pub fn open(home: Home) -> Self {
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let mut settings = Settings::default();
        settings.language = Some("en".to_owned());
        settings.tour_seen = true;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let window = Window::new(updates, || {});
        let running = run(home, &settings, Arc::clone(&clock), true, window, asked);
        let mut line = Some(Line {
            commands,
            updates: heard,
            notify: Box::new(|_, _| {}),
            sound: Box::new(|_| {}),
            choose_file: Box::new(|_, _, _| {}),
        });
        let fault = Arc::new(AtomicBool::new(false));
        let in_frame = Arc::clone(&fault);
        let window = Harness::builder()
            .with_size(vec2(1366.0, 768.0))
            .with_context_setup(fonts::install)
            .build_ui_state(
                move |ui, app: &mut Option<App>| {
                    if let Some(line) = line.take() {
                        let clock = Arc::clone(&clock);
                        *app = Some(App::new(ui.ctx(), line, clock, settings.clone()));
                    }
                    if let Some(app) = app {
                        whole_window(ui, |ui| app.ui(ui));
                    }
                    assert!(!in_frame.load(Ordering::SeqCst), "{MARK}");
                },
                None,
            );
        let mut front = Self { window, running, fault };
        front.see("Practice counter: no money moves");
        front
    }

    /// The next frame is a fault.
    pub fn fault(&mut self) {
        self.fault.store(true, Ordering::SeqCst);
        self.window.step();
    }

    fn shows(&self, text: &str) -> bool {
        self.window.query_all_by_label_contains(text).next().is_some()
    }

    /// Draws until this is on the screen.
    pub fn see(&mut self, text: &str) {
        self.draw_until(|front| front.shows(text), text);
    }

    /// Draws until this is not on the screen.
    pub fn see_no_more(&mut self, text: &str) {
        self.draw_until(|front| !front.shows(text), text);
    }

    fn draw_until(&mut self, done: impl Fn(&Self) -> bool, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !done(self) {
            assert!(Instant::now() < end, "waited in vain for {text}");
            std::thread::sleep(Duration::from_millis(10));
            self.window.step();
        }
    }

    pub fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key_press(*key);
            self.window.run();
        }
    }

    pub fn write(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    pub fn click(&mut self, label: &str) {
        self.window.get_by_label(label).click();
        self.window.run();
    }

    /// Closes the window, and with it the counter when it has done all it was asked to.
    pub fn close(self) {
        let Self { window, running, .. } = self;
        drop(window);
        running.end();
    }
}
