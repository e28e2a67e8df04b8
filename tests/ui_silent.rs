//! The window never waits: the real counter on a real ledger, and a gateway that is silent on every call.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::future::pending;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::renderer::CpuRenderer;
use common::whole_window;
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use galla::counter::{self, Machine, Parts, Window};
use galla::gateway::{Call, Gateway};
use galla::ids::AgentId;
use galla::secrets::SecretStore;
use galla::settings::{Home, Settings};
use galla::time::{Clock, Moment, SystemClock};
use galla::transaction::{Order, Reply, Service};
use galla::ui::{App, Line, fonts};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::unbounded_channel;

/// How long a thing may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// A gateway that takes every call and never says a word.
#[derive(Default)]
struct Silent {
    calls: Mutex<Vec<&'static str>>,
    ended: Arc<AtomicUsize>,
}

/// Counts a call as ended when it is answered or given up.
struct Ending(Arc<AtomicUsize>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Silent {
    fn take<T: Send + 'static>(&self, call: &'static str) -> Call<'_, T> {
        self.calls.lock().unwrap().push(call);
        let ending = Ending(Arc::clone(&self.ended));
        Box::pin(async move {
            let _ending = ending;
            pending().await
        })
    }

    fn calls(&self, call: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|one| **one == call).count()
    }
}

impl Gateway for Silent {
    fn takes(&self, service: Service) -> bool {
        Service::OF_PGPE.contains(&service)
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        self.take("ready")
    }

    fn pay<'a>(&'a self, _: AgentId, order: &'a Order) -> Call<'a, Reply> {
        self.take(order.service().code())
    }

    fn status<'a>(&'a self, _: AgentId, _: &'a Order, _: Moment) -> Call<'a, Reply> {
        self.take("status")
    }

    fn balance(&self, _: Service) -> Call<'_, Reply> {
        self.take("balance")
    }

    fn dispute<'a>(&'a self, _: AgentId, _: Service, _: &'a str) -> Call<'a, Reply> {
        self.take("dispute")
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        self.take("verify")
    }
}

/// A window on a running counter.
struct Shop {
    window: Harness<'static, Option<App>>,
    gateway: Arc<Silent>,
    /// What has been typed into the search.
    searched: String,
    _runtime: Runtime,
    _folder: tempfile::TempDir,
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let gateway = Arc::new(Silent::default());
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let mut settings = Settings::default();
        settings.language = Some("en".to_owned());
        settings.tour_seen = true;
        settings.endpoint_address = "203.0.113.7".to_owned();
        settings.latitude = "28.6139".to_owned();
        settings.longitude = "77.2090".to_owned();
        let shared = Arc::clone(&gateway);
        let parts = Parts {
            home: Home::at(folder.path()).unwrap(),
            settings: settings.clone(),
            secrets: SecretStore::memory(),
            clock: Arc::clone(&clock),
            machine: Machine::default(),
            practice: Box::new(move || Ok(Arc::clone(&shared) as Arc<dyn Gateway>)),
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
        let mut shop =
            Self { window, gateway, searched: String::new(), _runtime: runtime, _folder: folder };
        shop.see("Practice counter: no money moves");
        shop
    }

    /// Draws until this is on the screen.
    fn see(&mut self, text: &str) {
        let begun = Instant::now();
        while self.window.query_all_by_label_contains(text).next().is_none() {
            assert!(begun.elapsed() < PATIENCE, "{text} is not on the screen");
            sleep(Duration::from_millis(10));
            self.window.step();
        }
    }

    /// Waits until the gateway has been called so often.
    fn called(&mut self, call: &str, times: usize) {
        let begun = Instant::now();
        while self.gateway.calls(call) < times {
            assert!(begun.elapsed() < PATIENCE, "the gateway was not called: {call}");
            sleep(Duration::from_millis(10));
            self.window.step();
        }
    }

    fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key_press(*key);
            self.window.run();
        }
    }

    fn write(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    fn click(&mut self, label: &str) {
        self.window.get_by_label(label).scroll_to_me();
        self.window.run();
        self.window.get_by_label(label).click();
        self.window.run();
    }

    /// Everything can be gone to, and what is typed appears in the very frame.
    fn works(&mut self) {
        for (key, shows) in [
            (Key::F4, "Search"),
            (Key::F5, "Ask the balance again"),
            (Key::F6, "Disputes"),
            (Key::F10, "Calls from PGPE"),
        ] {
            self.press(&[key]);
            let there = self.window.query_all_by_label_contains(shows).next().is_some();
            assert!(there, "{shows}");
        }
        self.press(&[Key::F4]);
        self.write("98");
        self.searched.push_str("98");
        let typed = self.window.query_all_by_value(&self.searched).next().is_some();
        assert!(typed, "what is typed is there at once");
        assert_eq!(self.gateway.ended.load(Ordering::SeqCst), 0, "the gateway is still silent");
    }
}

#[test]
fn the_window_never_waits_for_a_gateway_that_is_silent_on_every_call() {
    let mut shop = Shop::open();
    shop.called("balance", 3);
    shop.works();

    shop.press(&[Key::F1]);
    shop.write("9876543200");
    shop.press(&[Key::Enter]);
    shop.write("2");
    shop.press(&[Key::Enter]);
    shop.write("199");
    shop.press(&[Key::Enter]);
    shop.see("Pay ₹199.00");
    shop.called("ready", 1);
    shop.press(&[Key::Enter]);
    shop.called("recharge", 1);
    shop.see("Sending");
    shop.works();

    shop.press(&[Key::F3]);
    shop.write("250");
    shop.called("ready", 2);
    shop.press(&[Key::Enter]);
    shop.called("collection", 1);
    shop.works();

    shop.press(&[Key::F5, Key::Enter]);
    shop.called("balance", 6);
    shop.works();

    shop.press(&[Key::F10]);
    shop.click("Ask PGPE");
    shop.called("verify", 1);
    shop.works();
    assert_eq!(shop.gateway.calls("recharge"), 1, "and nothing was sent twice (M2)");
    assert_eq!(shop.gateway.calls("collection"), 1);
}
