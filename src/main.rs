//! The program: reads the command line, assembles the parts, opens the window.

#[cfg(target_os = "linux")]
mod again;
mod cli;
mod opening;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result};
use clap::Parser;
use galla::counter::{self, Machine, Parts, PayuKeys, Update, Window};
use galla::file_dialog;
use galla::gateway::http::{Limits, Verb};
use galla::gateway::payu::{AmountUnit, Merchant, Payu};
use galla::gateway::pgpe::{self, Pgpe};
use galla::gateway::{Both, Gateway};
use galla::history::before;
use galla::instance::{Instance, NotTheOnly};
use galla::ledger::Reader;
use galla::practice::{self, Practice};
use galla::secrets::SecretStore;
use galla::settings::{DateFormat, Format, Home, LoadMethod, LoadUnit, PostAs, Settings};
use galla::sound::Speaker;
use galla::time::{Clock, SystemClock};
use galla::ui::{App, Line};
use galla::{logs, notify, ui};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc::unbounded_channel;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    #[cfg(target_os = "linux")]
    if cli.opens_a_window() {
        again::with_what_is_unsaid();
    }
    let one_frame = cli.exit_after_first_frame;
    let done = match cli.command {
        Some(command) => cli::run(command, |home| open_window(home, Whose::Practice, one_frame)),
        None => Home::find()
            .map_err(Into::into)
            .and_then(|home| open_window(home, Whose::Shop, one_frame)),
    };
    done.unwrap_or_else(|error| {
        eprintln!("galla: {error:#}");
        ExitCode::FAILURE
    })
}

/// A live ledger beside a practice shop's would be a second one of the same shop (money rule M15).
const ONLY_PRACTICE: &str = "this shop is for practice alone; start Galla without “practice”";

/// The window's context, once there is one: the counter may speak before.
type Waker = Arc<OnceLock<egui::Context>>;

/// Whose home it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// The shopkeeper's.
    Shop,
    /// A practice shop's: no token leads out of it, and its gateway knows its history.
    Practice,
}

fn open_window(home: Home, whose: Whose, one_frame: bool) -> Result<ExitCode> {
    let _logs = logs::start(&home.logs()).context("the logs cannot be written")?;
    let (updates, heard) = channel();
    let waker = Waker::default();
    let Some(_instance) = claim(&home, &updates, &waker)? else { return Ok(ExitCode::SUCCESS) };
    let (settings, trouble) = Settings::load(&home);
    if let Some(trouble) = trouble {
        tracing::warn!(%trouble, "the settings were put aside");
        updates.send(Update::SettingsKept(Err(trouble.to_string())))?;
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let (commands, asked) = unbounded_channel();
    let history = (whose == Whose::Practice).then(|| home.ledger_file(true));
    let practice = Arc::new(InProcess::new(Arc::clone(&clock), history));
    let called = Arc::clone(&practice);
    let parts = Parts {
        home,
        settings: settings.clone(),
        secrets: match whose {
            Whose::Shop => SecretStore::keyring(),
            Whose::Practice => SecretStore::memory(),
        },
        clock: Arc::clone(&clock),
        machine: Machine::default(),
        practice: Box::new(move || practice.gateway()),
        practice_callback: Box::new(move |url| called.call_back(url)),
        connect: match whose {
            Whose::Shop => Box::new(pgpe_gateway),
            Whose::Practice => Box::new(|_, _| Err(ONLY_PRACTICE.to_owned())),
        },
        payu: Box::new({
            let clock = Arc::clone(&clock);
            move |settings, keys| {
                let base = settings.payu.url().map_err(|problem| problem.to_string())?;
                payu(&base, settings, keys, Arc::clone(&clock))
            }
        }),
        window: window(updates, Arc::clone(&waker)),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("counter")
        .enable_all()
        .build()?;
    let handle = runtime.handle().clone();
    let speaker = Speaker::start(runtime.handle());
    let _runtime = Background(Some(runtime));
    handle.spawn(counter::run(parts, asked));
    let choose_file: ui::ChooseFile = Box::new(move |title, wanted, then| {
        let chosen = file_dialog::open(title, wanted);
        handle.spawn(async move { chosen.await.map(then) });
    });
    let line = Line {
        commands,
        updates: heard,
        notify: Box::new(notify::show),
        sound: Box::new(move |sound| speaker.play(sound)),
        choose_file,
    };
    show(&waker, line, clock, settings, one_frame).map(|()| ExitCode::SUCCESS)
}

/// The counter's runtime. A call that hangs must not keep the program, neither when the window
/// is closed nor when a fault has ended it: what is on its way is Pending by M5.
struct Background(Option<tokio::runtime::Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Becomes the only window of this home; `None` when another one is open (money rule M15).
fn claim(home: &Home, updates: &Sender<Update>, waker: &Waker) -> Result<Option<Instance>> {
    let window = window(updates.clone(), Arc::clone(waker));
    match Instance::claim(home.data(), move || window.tell(Update::ComeForward)) {
        Ok(instance) => Ok(Some(instance)),
        Err(NotTheOnly::AlreadyOpen { raised }) => {
            let how = if raised { "; its window comes forward" } else { "" };
            println!("Galla is already open{how}.");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn window(updates: Sender<Update>, waker: Waker) -> Window {
    Window::new(updates, move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    })
}

/// The window for measuring: it says when its first frame has been shown, and closes.
struct OneFrame {
    app: App,
    frames: u32,
}

impl eframe::App for OneFrame {
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        self.app.raw_input_hook(ctx, input);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.frames += 1;
        // The second frame is begun when the first one is on the screen.
        if self.frames == 2 {
            println!("shown");
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        eframe::App::ui(&mut self.app, ui, frame);
        ui.ctx().request_repaint();
    }
}

fn show(
    waker: &Waker,
    line: Line,
    clock: Arc<dyn Clock>,
    settings: Settings,
    one_frame: bool,
) -> Result<()> {
    let make = move |ctx: &egui::Context| App::new(ctx, line, clock, settings);
    opening::open(make, |ctx, app| {
        // What the counter said before this is waiting in the channel.
        waker.get_or_init(|| ctx.clone());
        ctx.request_repaint();
        // Window managers on X11 overlook this of a window that is not shown yet.
        ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        match one_frame {
            true => Box::new(OneFrame { app, frames: 0 }),
            false => Box::new(app),
        }
    })
}

/// The way to PGPE by the settings in force.
fn pgpe_gateway(
    settings: &Settings,
    token: &SecretString,
) -> std::result::Result<Arc<dyn Gateway>, String> {
    let base = settings.pgpe_url().map_err(|problem| problem.to_string())?;
    let format = match settings.format {
        Format::Json => pgpe::Format::Json,
        Format::Xml => pgpe::Format::Xml,
    };
    let post_as = match settings.post_as {
        PostAs::Form => pgpe::PostAs::Form,
        PostAs::Json => pgpe::PostAs::Json,
        PostAs::Query => pgpe::PostAs::Query,
    };
    let dates = match settings.transaction_date_format {
        DateFormat::YearFirst => pgpe::DateFormat::YearFirst,
        DateFormat::DayFirst => pgpe::DateFormat::DayFirst,
    };
    let pgpe = Pgpe::new(&base, token.clone(), format, limits(settings))
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(pgpe.spelled(post_as, dates)))
}

/// PayU at an address, otherwise by the settings.
fn payu(
    base: &str,
    settings: &Settings,
    keys: &PayuKeys,
    clock: Arc<dyn Clock>,
) -> std::result::Result<Payu, String> {
    let of = &settings.payu;
    let merchant = Merchant {
        key: keys.key.clone(),
        salt: keys.salt.clone(),
        wallet: of.wallet.clone(),
        method: match of.load_method {
            LoadMethod::Patch => Verb::Patch,
            LoadMethod::Post => Verb::Post,
        },
        unit: match of.load_amount_unit {
            LoadUnit::Paise => AmountUnit::Paise,
            LoadUnit::Rupees => AmountUnit::Rupees,
        },
        seamless: of.seamless_field.clone(),
    };
    Payu::new(base, merchant, limits(settings), clock).map_err(|error| error.to_string())
}

/// How long the settings let a call wait.
fn limits(settings: &Settings) -> Limits {
    Limits { connect: settings.connect_timeout(), call: settings.call_timeout() }
}

/// The practice gateway in this process, started when it is first wanted and kept.
struct InProcess {
    clock: Arc<dyn Clock>,
    /// The ledger whose history it knows.
    history: Option<PathBuf>,
    running: Mutex<Running>,
}

#[derive(Default)]
struct Running {
    practice: Option<Practice>,
    /// The address that it is to call back.
    callback: Option<SecretString>,
}

impl InProcess {
    fn new(clock: Arc<dyn Clock>, history: Option<PathBuf>) -> Self {
        Self { clock, history, running: Mutex::default() }
    }

    /// What it knows from before it was started.
    fn before(&self) -> std::result::Result<practice::Before, String> {
        let Some(ledger) = &self.history else { return Ok(practice::Before::default()) };
        let before = Reader::open(ledger).and_then(|reader| before(&reader, self.clock.now()));
        before.map_err(|error| error.to_string())
    }

    /// The way to it.
    fn gateway(&self) -> std::result::Result<Arc<dyn Gateway>, String> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let Running { practice, callback } = &mut *running;
        let base = match practice {
            Some(practice) => practice.base_url(),
            None => {
                let seed = u64::try_from(self.clock.now().millis()).unwrap_or_default();
                let config = practice::Config {
                    seed,
                    before: self.before()?,
                    clock: Arc::clone(&self.clock),
                    callback_url: callback.as_ref().map(|url| url.expose_secret().to_owned()),
                    ..Default::default()
                };
                let started = Practice::start(config).map_err(|error| error.to_string())?;
                practice.insert(started).base_url()
            }
        };
        let token = SecretString::from(practice::PRACTICE_TOKEN);
        let limits = limits(&Settings::default());
        let pgpe = Pgpe::new(&base, token, pgpe::Format::Json, limits);
        let pgpe = Arc::new(pgpe.map_err(|error| error.to_string())?);
        let keys = PayuKeys {
            key: SecretString::from(practice::PRACTICE_MERCHANT_KEY),
            salt: SecretString::from(practice::PRACTICE_MERCHANT_SALT),
        };
        let payu = payu(&base, &Settings::default(), &keys, Arc::clone(&self.clock))?;
        Ok(Arc::new(Both { pgpe, payu }))
    }

    /// Calls this address from now on when a payment settles, or nobody.
    fn call_back(&self, url: Option<&SecretString>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.callback = url.cloned();
        if let Some(practice) = &running.practice
            && let Err(error) = practice.set_callback(url.map(ExposeSecret::expose_secret))
        {
            tracing::warn!(%error, "the practice gateway cannot call back");
        }
    }
}
