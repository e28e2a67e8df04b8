//! Pictures of every tab on a shop with 90 days of history: the real counter on a real ledger, with the practice gateway behind it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::renderer::CpuRenderer;
use common::whole_window;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, SnapshotResults};
use galla::counter::{self, Machine, Parts, Window};
use galla::gateway::Gateway;
use galla::gateway::http::Limits;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::history::{before, make};
use galla::ledger::Reader;
use galla::money::Language;
use galla::practice::{Config, PRACTICE_TOKEN, Practice};
use galla::secrets::SecretStore;
use galla::settings::{Home, Settings, Theme};
use galla::time::{Clock, Moment, TestClock};
use galla::ui::{App, Line, fonts};
use secrecy::SecretString;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::unbounded_channel;

/// 2026-11-25 8:55 in India, a Wednesday.
const NOW: Moment = Moment::from_millis(1_795_577_100_000);

/// How long a thing may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// A window on a running counter whose shop has a history.
struct Shop {
    window: Harness<'static, Option<App>>,
    _runtime: Runtime,
    _practice: Practice,
    _folder: tempfile::TempDir,
}

impl Shop {
    /// Opens a shop on a copy of a ledger.
    fn open(ledger: &Path, theme: Theme, language: Language) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path()).unwrap();
        fs::copy(ledger, home.ledger_file(true)).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(TestClock::at(NOW));
        let reader = Reader::open(&home.ledger_file(true)).unwrap();
        let before = before(&reader, NOW).unwrap();
        let practice = Config { before, clock: Arc::clone(&clock), ..Config::default() };
        let practice = Practice::start(practice).unwrap();
        let base = practice.base_url();
        let mut settings = Settings::default();
        settings.theme = theme;
        settings.language = Some(language.code().to_owned());
        settings.shop_name = "Asha Telecom".to_owned();
        settings.endpoint_address = "203.0.113.7".to_owned();
        settings.latitude = "28.6139".to_owned();
        settings.longitude = "77.2090".to_owned();
        settings.tour_seen = true;
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let parts = Parts {
            home,
            settings: settings.clone(),
            secrets: SecretStore::memory(),
            clock: Arc::clone(&clock),
            machine: Machine { copies: false, ..Machine::default() },
            practice: Box::new(move || gateway(&base)),
            practice_callback: Box::new(|_| {}),
            connect: Box::new(|_, _| Err("never".to_owned())),
            payu: Box::new(|_, _| Err("never".to_owned())),
            window: Window::new(updates, || {}),
        };
        let runtime = Runtime::new().unwrap();
        runtime.spawn(counter::run(parts, asked));
        let mut line = Some(Line {
            commands,
            updates: heard,
            notify: Box::new(|_, _| {}),
            sound: Box::new(|_| {}),
            choose_file: Box::new(|_, _, _| {}),
        });
        let window = Harness::builder()
            .with_size(vec2(1366.0, 768.0))
            .renderer(CpuRenderer::default())
            .with_context_setup(fonts::install)
            // A list of months may scroll for a while until it is where it should be.
            .with_max_steps(60)
            .build_ui_state(
                move |ui, app: &mut Option<App>| {
                    if let Some(line) = line.take() {
                        let clock = Arc::clone(&clock);
                        *app = Some(App::new(ui.ctx(), line, clock, settings.clone()));
                    }
                    if let Some(app) = app {
                        whole_window(ui, |ui| app.ui(ui));
                    }
                },
                None,
            );
        let mut shop = Self { window, _runtime: runtime, _practice: practice, _folder: folder };
        shop.asked_about(reader);
        shop
    }

    /// Waits until Galla has asked about what is open, and its questions are answered.
    fn asked_about(&mut self, reader: Reader) {
        let open = reader.unresolved().unwrap();
        let may_be_asked = open.iter().filter(|one| one.at.month().is_this_or_last(NOW.month()));
        for one in may_be_asked {
            let answered = |reader: &Reader| {
                let events = reader.events(one.agent_id).unwrap();
                events
                    .last()
                    .is_some_and(|last| last.at == NOW && last.event.kind() == "status_answer")
            };
            self.until("nothing was asked", |_| answered(&reader));
        }
    }

    /// Draws until it is so.
    fn until(&mut self, why: &str, so: impl Fn(&Harness<'static, Option<App>>) -> bool) {
        let begun = Instant::now();
        while !so(&self.window) {
            assert!(begun.elapsed() < PATIENCE, "{why}");
            sleep(Duration::from_millis(10));
            self.window.step();
        }
    }

    /// Draws until one of these is on the screen.
    fn see(&mut self, texts: &[&str]) {
        self.until(&format!("{texts:?} is not on the screen"), |window| {
            texts.iter().any(|text| window.query_all_by_label_contains(text).next().is_some())
        });
    }

    fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key_press(*key);
            self.window.run();
        }
    }

    fn ctrl(&mut self, key: Key) {
        self.window.key_press_modifiers(Modifiers::COMMAND, key);
        self.window.run();
    }

    fn write(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    fn click(&mut self, english: &str, hindi: &str) {
        let there = self.window.query_all_by_label(english).next().is_some();
        let label = if there { english } else { hindi };
        self.window.get_by_label(label).click();
        self.window.run();
        self.window.run();
    }

    /// Opens the story of what is behind the difference.
    fn look_behind(&mut self) {
        // The last transactions at the right have it as well.
        let rows = self.window.query_all_by_label_contains("15430 2707, ₹1,284.50");
        let left = |row: &egui_kittest::Node<'_>| row.rect().left();
        rows.min_by(|one, other| left(one).total_cmp(&left(other))).unwrap().click();
        self.window.run();
        // The row stood where it stood; the pointer is where the pictures have it.
        self.window.event(egui::Event::PointerMoved(egui::pos2(616.0, 515.0)));
        self.see(&["no record of it"]);
    }

    fn picture(&mut self, name: &str, results: &mut SnapshotResults) {
        // Nothing that was told is still on its way.
        for _ in 0..12 {
            sleep(Duration::from_millis(15));
            self.window.run();
        }
        self.window.snapshot(format!("history_{name}"));
        results.extend(self.window.take_snapshot_results());
    }
}

fn gateway(base: &str) -> Result<Arc<dyn Gateway>, String> {
    let limits = Limits { connect: PATIENCE, call: PATIENCE };
    let pgpe = Pgpe::new(base, SecretString::from(PRACTICE_TOKEN), Format::Json, limits);
    Ok(Arc::new(pgpe.map_err(|error| error.to_string())?))
}

/// The ledger of a shop with 90 days of history.
fn ledger() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("practice.sqlite");
    make(&ledger, 90, 1, NOW).unwrap();
    (folder, ledger)
}

#[test]
fn the_day_after_90_days_and_its_month() {
    let (_folder, ledger) = ledger();
    let mut results = SnapshotResults::new();
    for (theme, light) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for language in Language::ALL {
            let way = format!("{light}_{}", language.code());
            let mut shop = Shop::open(&ledger, theme, language);
            shop.see(&["₹1,284.50 less", "₹1,284.50 कम"]);
            shop.picture(&format!("start_{way}"), &mut results);
            shop.press(&[Key::Escape, Key::F8]);
            shop.click("This month", "इस महीने");
            shop.see(&["Airtel"]);
            shop.picture(&format!("month_{way}"), &mut results);
        }
    }
}

#[test]
fn every_tab_after_90_days() {
    let (_folder, ledger) = ledger();
    let mut results = SnapshotResults::new();
    let results = &mut results;
    let mut shop = Shop::open(&ledger, Theme::Light, Language::English);
    shop.see(&["₹1,284.50 less"]);
    shop.look_behind();
    shop.picture("story", results);
    shop.press(&[Key::F8, Key::Escape, Key::F8]);
    shop.click("Yesterday", "");
    shop.see(&["Airtel"]);
    shop.picture("day", results);
    shop.click("Transactions", "");
    shop.picture("list", results);
    shop.click("Drawer", "");
    shop.picture("drawer", results);
    shop.press(&[Key::F1]);
    shop.picture("recharge", results);
    shop.press(&[Key::F2]);
    shop.picture("payout", results);
    shop.ctrl(Key::B);
    shop.picture("beneficiaries", results);
    shop.press(&[Key::Escape, Key::F3]);
    shop.picture("upi", results);
    // The story that was left open there is closed.
    shop.press(&[Key::F4, Key::Escape]);
    shop.picture("status", results);
    shop.press(&[Key::F5]);
    shop.click("30 days", "");
    shop.picture("balance", results);
    shop.press(&[Key::F6]);
    shop.picture("disputes", results);
    shop.press(&[Key::F7]);
    shop.picture("wallets", results);
    shop.press(&[Key::F1]);
    shop.ctrl(Key::K);
    shop.write("ra");
    shop.picture("search", results);
}

#[test]
fn m16_what_the_agent_settled_can_be_asked_about_and_explains_the_difference() {
    let (_folder, ledger) = ledger();
    let mut shop = Shop::open(&ledger, Theme::Light, Language::English);
    shop.see(&["₹1,284.50 less"]);
    shop.look_behind();
    shop.click("Ask PGPE now", "");
    shop.see(&["PGPE answered the question: TXN"]);
    shop.press(&[Key::F5, Key::Enter, Key::F8]);
    // The day that waits is told again when it is looked at.
    shop.until("the difference is still there", |window| {
        window.query_all_by_label("Agrees to the paisa").count() == 3
    });
}
