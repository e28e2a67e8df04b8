//! A shop with the real counter, its real clients and log, and two windows: everything that
//! it tells and shows is taken down.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use galla::counter::{
    self, Board, Command, ConnectProblem, Keep, OpenLists, Opened, PayuKeys, PayuState, Ticket,
    Update, WhyNotPaid, Window,
};
use galla::ids::AgentId;
use galla::logs;
use galla::money::Language;
use galla::secrets::{Secret, SecretStore};
use galla::settings::{Home, Settings};
use galla::time::{Clock, TestClock};
use galla::transaction::{Order, State, Transaction};
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tracing_appender::non_blocking::WorkerGuard;

use super::parts::parts;
use super::screen::{Record, Screen};
use super::{CALLBACK, KEY, SALT};

/// Longer than anything here takes on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The shop.
pub struct Shop {
    pub clock: Arc<TestClock>,
    pub settings: Settings,
    /// How long a call may take, of clients that are made from now on.
    pub call: Arc<Mutex<Duration>>,
    pub screens: [Screen; 2],
    /// The addresses of the last time that it listened: PGPE's and the way back.
    pub listens: Option<(String, [String; 2])>,
    record: Arc<Record>,
    commands: UnboundedSender<Command>,
    heard: Receiver<Update>,
    tickets: u64,
    opened: Option<Opened>,
    /// What was taken down last of each transaction.
    known: HashMap<AgentId, Transaction>,
    _runtime: Runtime,
    logs: Option<WorkerGuard>,
}

impl Shop {
    /// Opens a shop in `root/home`, for a gateway at `base`; all that it tells and shows is in
    /// files of `root` beside it.
    pub fn open(
        root: &Path,
        base: &str,
        secrets: SecretStore,
        clock: Arc<TestClock>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let home = Home::at(&root.join("home")).unwrap();
        let log = logs::start(&home.logs()).unwrap();
        super::tell_why();
        tracing::trace!(target: "galla::test", "{}", super::TALKATIVE);
        // Where there is a place for it, it is the one that is looked for.
        let _none = secrets.save(Secret::CallbackSecret, &SecretString::from(CALLBACK));
        let mut settings = Settings::default();
        settings.pgpe_url = base.to_owned();
        settings.payu.url = base.to_owned();
        settings.shop_name = "Asha Telecom".to_owned();
        settings.endpoint_address = "203.0.113.7".to_owned();
        settings.latitude = "28.6139".to_owned();
        settings.longitude = "77.2090".to_owned();
        settings.callback_listen = "127.0.0.1:0".to_owned();
        change(&mut settings);
        settings.save(&home).unwrap();
        let record = Arc::new(Record::at(root.to_owned()));
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let call = Arc::new(Mutex::new(PATIENCE));
        let window = Window::new(updates, || {});
        let parts = parts(home, &settings, secrets, Arc::clone(&clock), Arc::clone(&call), window);
        runtime.spawn(counter::run(parts, asked));
        let screens = [Language::English, Language::Hindi].map(|language| {
            let clock = Arc::clone(&clock) as Arc<dyn Clock>;
            Screen::open(language, &settings, clock, commands.clone(), Arc::clone(&record))
        });
        let mut shop = Self {
            clock,
            settings,
            call,
            screens,
            listens: None,
            record,
            commands,
            heard,
            tickets: 0,
            opened: None,
            known: HashMap::new(),
            _runtime: runtime,
            logs: Some(log),
        };
        shop.wait_connected().unwrap();
        shop
    }

    /// Asks the counter for something.
    pub fn send(&self, command: Command) {
        self.record.add("told/commands", &format!("{command:?}"));
        self.commands.send(command).unwrap();
    }

    /// Asks for a change of the settings that Debug shows whole: what the agent typed there by
    /// mistake is taken down nowhere by this.
    #[track_caller]
    pub fn change_by_mistake(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), String> {
        let mut settings = self.settings.clone();
        change(&mut settings);
        self.commands.send(Command::ChangeSettings(Box::new(settings))).unwrap();
        self.wait_settings()
    }

    /// Waits for an update of which `wanted` makes something; every one is taken down and
    /// told to both windows.
    #[track_caller]
    pub fn wait_for<T>(&mut self, wanted: impl Fn(&Update) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(update) = self.heard.recv_timeout(left) else { panic!("waited in vain") };
            let found = wanted(&update);
            self.take_down(update);
            if let Some(found) = found {
                return found;
            }
        }
    }

    /// Takes down what was told meanwhile.
    pub fn catch_up(&mut self) {
        while let Ok(update) = self.heard.try_recv() {
            self.take_down(update);
        }
    }

    fn take_down(&mut self, update: Update) {
        // The same transactions again and again: each is taken down once.
        match &update {
            Update::Board(board) => {
                self.take_down_transactions(&board.recent);
                let counts = Board { recent: Vec::new(), ..board.clone() };
                self.record.add("told/updates", &format!("{counts:?}"));
            }
            Update::Open(lists) => {
                let OpenLists { unresolved, unconfirmed, owed, attention, disputed, asks } =
                    &**lists;
                for list in [unresolved, unconfirmed, owed, attention, disputed] {
                    self.take_down_transactions(list);
                }
                self.record.add("told/updates", &format!("{asks:?}"));
            }
            other => self.record.add("told/updates", &format!("{other:?}")),
        }
        match &update {
            Update::Opened(opened) => self.opened = Some(opened.clone()),
            Update::Listening(counter::Listening::On { url, way_back, .. }) => {
                self.listens = Some((url.expose_secret().to_owned(), way_back.clone()));
            }
            _ => {}
        }
        for screen in &self.screens {
            screen.hear(update.clone());
        }
    }

    fn take_down_transactions(&mut self, list: &[Transaction]) {
        for one in list {
            if self.known.get(&one.agent_id) != Some(one) {
                self.record.add("told/updates", &format!("{one:?}"));
                self.known.insert(one.agent_id, one.clone());
            }
        }
    }

    /// Lets both windows show a tab.
    pub fn look_at(&mut self, tab: &str) {
        self.catch_up();
        for screen in &mut self.screens {
            screen.look_at(tab);
        }
    }

    /// Lets one window and then the other show a tab: for what comes again and again.
    pub fn glance_at(&mut self, tab: &str) {
        self.catch_up();
        self.screens.rotate_left(1);
        self.screens[0].look_at(tab);
    }

    /// Lets both windows show every tab, every card, and some stories with their texts for
    /// the helpdesk.
    #[track_caller]
    pub fn walk(&mut self, found_by: &[&str]) {
        self.catch_up();
        for at in 0..self.screens.len() {
            self.screens[at].walk();
            for text in found_by {
                self.screens[at].search(text);
                self.wait_for(|update| match update {
                    Update::Found { text: of, found } if of == text && !found.is_empty() => {
                        Some(())
                    }
                    _ => None,
                });
                self.screens[at].open_found();
                self.wait_for(|update| matches!(update, Update::Story { .. }).then_some(()));
                self.screens[at].look_at_story();
            }
        }
    }

    /// Tries a token and returns what opened, or why not.
    #[track_caller]
    pub fn connect(&mut self, token: &str, keep: Keep) -> Result<Opened, ConnectProblem> {
        self.changes_counter(|| Command::Connect { token: SecretString::from(token), keep })
    }

    /// Connects or disconnects; the end of a payment is told a moment before the counter is free.
    #[track_caller]
    pub fn changes_counter(
        &mut self,
        command: impl Fn() -> Command,
    ) -> Result<Opened, ConnectProblem> {
        loop {
            self.send(command());
            let changed = self.wait_connected();
            if !matches!(changed, Err(ConnectProblem::Busy)) {
                return changed;
            }
        }
    }

    /// What comes of a try to connect.
    #[track_caller]
    pub fn wait_connected(&mut self) -> Result<Opened, ConnectProblem> {
        let opened = self.wait_for(|update| match update {
            Update::Opened(opened) => Some(Ok(opened.clone())),
            Update::NotConnected(problem) => Some(Err(problem.clone())),
            _ => None,
        })?;
        // With every counter that opens it is told whether wallets can be loaded.
        self.wait_payu();
        Ok(opened)
    }

    /// Tries the marked key and salt.
    #[track_caller]
    pub fn connect_payu(&mut self, keep: Keep) -> PayuState {
        let keys = PayuKeys { key: SecretString::from(KEY), salt: SecretString::from(SALT) };
        self.send(Command::ConnectPayu { keys, keep });
        self.wait_payu()
    }

    /// What comes of it.
    #[track_caller]
    pub fn wait_payu(&mut self) -> PayuState {
        self.wait_for(|update| match update {
            Update::Payu(state) => Some(state.clone()),
            _ => None,
        })
    }

    /// Changes the settings; the clients are made anew.
    #[track_caller]
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), String> {
        change(&mut self.settings);
        self.send(Command::ChangeSettings(Box::new(self.settings.clone())));
        self.wait_settings()
    }

    #[track_caller]
    fn wait_settings(&mut self) -> Result<(), String> {
        self.wait_for(|update| match update {
            Update::SettingsKept(kept) => Some(kept.clone()),
            _ => None,
        })
    }

    /// Turns the listener on.
    #[track_caller]
    pub fn listen(&mut self) {
        self.change(|settings| settings.callbacks = true).unwrap();
        self.wait_for(|update| match update {
            Update::Listening(counter::Listening::On { .. }) => Some(()),
            _ => None,
        });
    }

    /// Pays, although there is an earlier one like it, and waits for what comes of it; `None`
    /// when it was not taken.
    #[track_caller]
    pub fn pay(&mut self, order: Order) -> Result<Transaction, WhyNotPaid> {
        let agent_id = self.begin(order)?;
        Ok(self.wait_for(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id && one.state() != State::Sending => {
                Some((**one).clone())
            }
            _ => None,
        }))
    }

    /// Pays and returns when it is on its way.
    #[track_caller]
    pub fn begin(&mut self, order: Order) -> Result<AgentId, WhyNotPaid> {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let live = self.opened.as_ref().is_some_and(|opened| opened.live);
        self.send(Command::Pay { ticket, order: Box::new(order), live, despite_earlier: true });
        self.wait_for(|update| match update {
            Update::Paying { ticket: of, agent_id } if *of == ticket => Some(Ok(*agent_id)),
            Update::NotPaid { ticket: of, why } if *of == ticket => Some(Err(why.clone())),
            _ => None,
        })
    }

    /// Asks what became of a transaction, whoever comes first to ask, and waits for the answer.
    #[track_caller]
    pub fn ask(&mut self, agent_id: AgentId, asked_before: u32) {
        self.send(Command::AskStatus(agent_id));
        self.wait_for(|update| match update {
            Update::Changed(one) if one.agent_id == agent_id && one.times_asked > asked_before => {
                Some(())
            }
            _ => None,
        });
    }

    /// Raises a dispute and waits for its answer.
    #[track_caller]
    pub fn dispute(&mut self, agent_id: AgentId) {
        self.send(Command::Dispute { agent_id, message: "The customer did not get it".into() });
        // First that it was asked, then what came of it; or that it cannot be.
        for _ in 0..2 {
            let kept = self.wait_for(|update| match update {
                Update::Changed(one) if one.agent_id == agent_id => Some(true),
                Update::NotKept { agent_id: of, .. } if *of == agent_id => Some(false),
                _ => None,
            });
            if !kept {
                return;
            }
        }
    }

    /// Asks for the balances of all wallets and waits for each.
    #[track_caller]
    pub fn ask_balances(&mut self) {
        self.send(Command::AskBalance);
        self.wait_balances();
    }

    /// Waits for the balance of each wallet, or why there is none.
    #[track_caller]
    pub fn wait_balances(&mut self) {
        for _ in galla::transaction::Service::OF_PGPE {
            self.wait_for(|update| {
                matches!(update, Update::Balance(_) | Update::NoBalance { .. }).then_some(())
            });
        }
    }

    /// Asks which address PGPE sees.
    #[track_caller]
    pub fn find_address(&mut self) {
        self.send(Command::FindAddress);
        self.wait_for(|update| matches!(update, Update::Address(_)).then_some(()));
    }

    /// The end, as a crash brings it: nothing is closed but the log, whose last lines are of
    /// interest.
    pub fn end(mut self) -> ! {
        self.catch_up();
        drop(self.logs.take());
        std::process::exit(0)
    }
}
