//! The running counter: takes commands from the window, one after another, and tells it what changed.

mod connect;
mod desk;
mod follow;
mod messages;
mod open;
mod pace;
mod send;
mod window;

use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

pub use desk::Desk;
pub use messages::{
    Board, Command, ConnectProblem, Keep, Link, Opened, Ticket, Update, WhyNotPaid,
};
pub use window::Window;

use crate::gateway::Gateway;
use crate::ids::AgentId;
use crate::secrets::SecretStore;
use crate::settings::{Home, Settings};
use crate::time::Clock;
use crate::transaction::{Asker, Event, State};

/// Makes a gateway to PGPE from the settings and a token, or says in a sentence why the
/// settings do not allow it.
pub type MakeGateway =
    Box<dyn Fn(&Settings, &SecretString) -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// Makes a gateway to the practice gateway, or says in a sentence why there is none.
pub type MakePractice = Box<dyn Fn() -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// What a counter is assembled from.
pub struct Parts {
    /// Where ledgers and settings live.
    pub home: Home,
    /// The settings as they were read.
    pub settings: Settings,
    /// Where the token is kept.
    pub secrets: SecretStore,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way to the practice gateway, which is started when it is first wanted.
    pub practice: MakePractice,
    /// The way to PGPE.
    pub connect: MakeGateway,
    /// The way to the window.
    pub window: Window,
}

/// The counter between two commands.
struct Counter {
    parts: Parts,
    /// The token in use; also on disk in the keyring unless it is kept for this run only.
    token: Option<SecretString>,
    /// Whether the token in use is kept nowhere else.
    this_run: bool,
    desk: Option<Arc<Desk>>,
    following: Option<JoinHandle<()>>,
    last_ticket: Option<Ticket>,
}

/// Runs a counter until the window is gone: the end of `commands`.
pub async fn run(parts: Parts, mut commands: UnboundedReceiver<Command>) {
    let mut counter = Counter {
        parts,
        token: None,
        this_run: false,
        desk: None,
        following: None,
        last_ticket: None,
    };
    counter.open_at_start().await;
    while let Some(command) = commands.recv().await {
        counter.obey(command).await;
    }
    counter.close().await;
}

impl Counter {
    async fn obey(&mut self, command: Command) {
        match command {
            Command::Connect { token, keep } => self.connect(token, keep).await,
            Command::Disconnect => self.disconnect().await,
            Command::ChangeSettings(settings) => self.change_settings(*settings),
            Command::Pay { ticket, .. } if !self.takes(ticket) => {}
            Command::Pay { ticket, order, live, despite_earlier } => match &self.desk {
                Some(desk) if live == self.is_live() => {
                    send::pay(desk, ticket, *order, despite_earlier).await;
                }
                _ => {
                    let why = WhyNotPaid::Closed;
                    self.parts.window.tell(Update::NotPaid { ticket, why });
                }
            },
            Command::AskStatus(agent_id) => self.ask_status(agent_id),
            Command::Settle { agent_id, succeeded, reason } => {
                self.settle(agent_id, succeeded, reason).await;
            }
            Command::Remember(number) => self.remember(number),
            Command::AskBalance => {
                if let Some(desk) = &self.desk {
                    send::ask_balance_soon(desk);
                }
            }
        }
    }

    /// Whether payments go to PGPE itself: the practice counter has no token.
    fn is_live(&self) -> bool {
        self.token.is_some()
    }

    /// Whether a ticket is new. Tickets count up, so one look back is enough (M2).
    fn takes(&mut self, ticket: Ticket) -> bool {
        let new = self.last_ticket.is_none_or(|last| ticket > last);
        if new {
            self.last_ticket = Some(ticket);
        }
        new
    }

    fn ask_status(&self, agent_id: AgentId) {
        let Some(desk) = self.desk.clone() else { return };
        Arc::clone(&desk).run_errand(async move {
            if let Err(error) = follow::ask(&desk, agent_id, Asker::Agent).await {
                desk.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
            }
        });
    }

    async fn settle(&self, agent_id: AgentId, succeeded: bool, reason: String) {
        let Some(desk) = &self.desk else { return };
        let refused = |error| desk.window.tell(Update::NotSettled { agent_id, error });
        match desk.read(move |reader| reader.transaction(agent_id)).await {
            Ok(Some(transaction)) if transaction.state() == State::Pending => {
                match desk.append(agent_id, Event::Settled { succeeded, reason }).await {
                    Ok(transaction) => desk.tell_changed(transaction).await,
                    Err(error) => refused(Some(Arc::new(error))),
                }
            }
            Ok(_) => refused(None),
            Err(error) => refused(Some(Arc::new(error))),
        }
    }

    fn remember(&self, number: String) {
        let Some(desk) = self.desk.clone() else { return };
        Arc::clone(&desk).run_errand(async move {
            let asked = number.clone();
            match desk.read(move |reader| reader.remembered(&asked)).await {
                Ok(known) => desk.window.tell(Update::Remembered { number, known }),
                Err(error) => tracing::error!(%error, "a number cannot be looked up"),
            }
        });
    }
}
