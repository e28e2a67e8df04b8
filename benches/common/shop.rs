//! A whole shop in this process: the window without a display, the real counter, a real ledger.

use std::future::pending;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use egui::{
    Context, Event, FullOutput, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Shape, Vec2,
};
use galla::counter::{self, Command, Machine, Parts, Update, Window};
use galla::gateway::{Call, Gateway};
use galla::ids::AgentId;
use galla::secrets::SecretStore;
use galla::settings::{Home, Settings};
use galla::time::{Clock, Moment, SystemClock};
use galla::transaction::{Order, Reply, Service};
use galla::ui::{App, Line, fonts};
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the window is drawn on, in points.
const SCREEN: Rect = Rect { min: Pos2::ZERO, max: Pos2::new(1366.0, 768.0) };

/// A shop at work.
pub struct Shop {
    pub ctx: Context,
    app: App,
    /// What the counter says, on its way to the window.
    said: Receiver<Update>,
    window: Sender<Update>,
    pub commands: UnboundedSender<Command>,
    /// The address that the gateway is to call, once the counter listens.
    pub callback: Option<SecretString>,
    runtime: Runtime,
}

impl Shop {
    /// Opens the shop of a home as a practice counter on this gateway.
    pub fn open(
        home: &Path,
        gateway: Arc<dyn Gateway>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let (updates, said) = channel();
        let (window, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let mut settings = Settings::default();
        settings.language = Some("en".to_owned());
        settings.tour_seen = true;
        change(&mut settings);
        let parts = Parts {
            home: Home::at(home).unwrap(),
            settings: settings.clone(),
            secrets: SecretStore::memory(),
            clock: Arc::clone(&clock),
            machine: Machine { copies: false, ..Machine::default() },
            practice: Box::new(move || Ok(Arc::clone(&gateway))),
            practice_callback: Box::new(|_| {}),
            connect: Box::new(|_, _| Err("no other gateway is here".to_owned())),
            payu: Box::new(|_, _| Err("no PayU is here".to_owned())),
            window: Window::new(updates, || {}),
        };
        let runtime = Runtime::new().unwrap();
        runtime.spawn(counter::run(parts, asked));
        let line = Line {
            commands: commands.clone(),
            updates: heard,
            notify: Box::new(|_, _| {}),
            sound: Box::new(|_| {}),
            choose_file: Box::new(|_, _, _| {}),
        };
        let ctx = Context::default();
        fonts::install(&ctx);
        let app = App::new(&ctx, line, clock, settings);
        let mut shop = Self { ctx, app, said, window, commands, callback: None, runtime };
        shop.wait(|update| matches!(update, Update::Board(_)));
        for _ in 0..5 {
            shop.frame(Vec::new());
        }
        shop
    }

    /// Waits until the counter says this, and hands on what it says to the window.
    pub fn wait(&mut self, wanted: impl Fn(&Update) -> bool) -> Update {
        let begun = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let update = self.said.recv_timeout(left).expect("the counter is silent");
            self.hand_on(update.clone());
            if wanted(&update) {
                return update;
            }
        }
    }

    /// Hands on to the window what the counter has said meanwhile; how much it was.
    pub fn catch_up(&mut self) -> usize {
        let mut count = 0;
        while let Ok(update) = self.said.try_recv() {
            self.hand_on(update);
            count += 1;
        }
        count
    }

    fn hand_on(&mut self, update: Update) {
        if let Update::Listening(counter::Listening::On { url, .. }) = &update {
            self.callback = Some(SecretString::from(url.expose_secret().to_owned()));
        }
        self.window.send(update).unwrap();
    }

    /// Clicks the first thing that says this.
    pub fn click(&mut self, text: &str) {
        let output = self.run(Vec::new());
        let mut places = output.shapes.iter().filter_map(|drawn| match &drawn.shape {
            Shape::Text(drawn) if drawn.galley.text() == text => {
                Some(drawn.visual_bounding_rect().center())
            }
            _ => None,
        });
        let pos = places.next().expect("nothing says this");
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(pos)]);
        self.frame(vec![button(true)]);
        self.frame(vec![button(false)]);
    }

    /// Draws one frame with these events: layout and tessellation of the whole window at 1366
    /// by 768 points, on one thread, which on a quiet machine is its CPU time; what a graphics
    /// card does with it is not in it.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        let begun = Instant::now();
        let output = self.run(events);
        let drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = begun.elapsed();
        std::hint::black_box(drawn);
        took
    }

    fn run(&mut self, events: Vec<Event>) -> FullOutput {
        let input = RawInput { screen_rect: Some(SCREEN), events, ..RawInput::default() };
        let mut output = self.ctx.run_ui(input, |ui| self.app.ui(ui));
        // No graphics card is here to take the glyphs.
        output.textures_delta.clear();
        output
    }
}

/// A key that goes down and up again.
pub fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// A text that is typed.
pub fn write(text: &str) -> Vec<Event> {
    vec![Event::Text(text.to_owned())]
}

/// The wheel turned over the middle of the window, so many points up.
pub fn scroll(points: f32) -> Vec<Event> {
    vec![
        Event::PointerMoved(Pos2::new(560.0, 500.0)),
        Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, points),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        },
    ]
}

/// A gateway that takes every call and never says a word.
pub struct Silent;

impl Gateway for Silent {
    fn takes(&self, service: Service) -> bool {
        Service::OF_PGPE.contains(&service)
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        Box::pin(pending())
    }

    fn pay<'a>(&'a self, _: AgentId, _: &'a Order) -> Call<'a, Reply> {
        Box::pin(pending())
    }

    fn status<'a>(&'a self, _: AgentId, _: &'a Order, _: Moment) -> Call<'a, Reply> {
        Box::pin(pending())
    }

    fn balance(&self, _: Service) -> Call<'_, Reply> {
        Box::pin(pending())
    }

    fn dispute<'a>(&'a self, _: AgentId, _: Service, _: &'a str) -> Call<'a, Reply> {
        Box::pin(pending())
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        Box::pin(pending())
    }
}
