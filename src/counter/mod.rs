//! The running counter: takes commands from the window, one after another, and tells it what changed.

mod balance;
mod callbacks;
mod catalogue;
mod connect;
mod desk;
mod dispute;
mod follow;
mod lookup;
mod machine;
mod messages;
mod open;
mod pace;
mod payu;
mod remarks;
mod send;
mod window;

use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

pub use callbacks::TEST_AGENT_ID;
pub use desk::Desk;
pub use machine::{Claims, DoWork, Machine, MakeAgentId, Work};
pub use messages::{
    Board, CallbackTrouble, Command, ConnectProblem, Keep, Link, ListKind, Listening, Look,
    NoBalance, OpenLists, Opened, PayuProblem, PayuState, Ticket, Update, WhyNoCatalogue,
    WhyNotKept, WhyNotPaid,
};
pub use payu::PayuKeys;
pub use window::Window;

use self::callbacks::Callbacks;
use crate::gateway::Gateway;
use crate::gateway::payu::Payu;
use crate::ids::AgentId;
use crate::secrets::SecretStore;
use crate::settings::{Home, Settings};
use crate::time::Clock;
use crate::transaction::{Asker, Service, ShopEvent};

/// Makes a gateway to PGPE from the settings and a token, or says in a sentence why the
/// settings do not allow it.
pub type MakeGateway =
    Box<dyn Fn(&Settings, &SecretString) -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// Makes a gateway to the practice gateway, or says in a sentence why there is none.
pub type MakePractice = Box<dyn Fn() -> Result<Arc<dyn Gateway>, String> + Send + Sync>;

/// Tells the practice gateway which address it is to call back from now on, if any.
pub type TellPractice = Box<dyn Fn(Option<&SecretString>) + Send + Sync>;

/// Makes a way to PayU from the settings and the shop's keys, or says in a sentence why the
/// settings do not allow it.
pub type MakePayu = Box<dyn Fn(&Settings, &PayuKeys) -> Result<Payu, String> + Send + Sync>;

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
    /// What else the counter needs of the machine that it runs on.
    pub machine: Machine,
    /// The way to the practice gateway, which is started when it is first wanted.
    pub practice: MakePractice,
    /// Tells the practice gateway which address it is to call back, if any.
    pub practice_callback: TellPractice,
    /// The way to PGPE.
    pub connect: MakeGateway,
    /// The way to PayU.
    pub payu: MakePayu,
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
    /// Who the shop is at PayU, once that is known.
    payu: Option<PayuKeys>,
    desk: Option<Arc<Desk>>,
    following: Option<JoinHandle<()>>,
    callbacks: Callbacks,
    last_ticket: Option<Ticket>,
}

/// Runs a counter until the window is gone: the end of `commands`.
pub async fn run(parts: Parts, mut commands: UnboundedReceiver<Command>) {
    let callbacks = Callbacks::new(parts.machine.clone());
    let mut counter = Counter {
        parts,
        token: None,
        this_run: false,
        payu: None,
        desk: None,
        following: None,
        callbacks,
        last_ticket: None,
    };
    counter.open_at_start().await;
    counter.follow_callbacks().await;
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
            Command::ConnectPayu { keys, keep } => self.connect_payu(keys, keep).await,
            Command::DisconnectPayu => self.disconnect_payu().await,
            Command::ChangeSettings(settings) => self.change_settings(*settings).await,
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
            Command::RenewCallbackSecret => self.renew_callback_secret().await,
            Command::TestCallback => self.callbacks.test(&self.parts.window),
            Command::FindAddress => self.find_address(),
            Command::ReadList(file) => self.read_list(file),
            Command::KeepCatalogue(catalogue) => self.keep_catalogue(catalogue).await,
            Command::WriteList { file, which, catalogue, replace } => {
                self.write_list(file, which, catalogue, replace);
            }
            other => {
                if let Some(desk) = &self.desk {
                    serve(desk, other).await;
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

    /// Listens for callbacks as the settings say; the practice gateway is told where.
    async fn follow_callbacks(&mut self) {
        let Self { parts, callbacks, .. } = self;
        callbacks.follow(&parts.settings, &parts.secrets, &parts.window).await;
        (self.parts.practice_callback)(self.callbacks.local_url().as_ref());
    }

    async fn renew_callback_secret(&mut self) {
        let Self { parts, callbacks, .. } = self;
        callbacks.renew(&parts.settings, &parts.secrets, &parts.window).await;
        (self.parts.practice_callback)(self.callbacks.local_url().as_ref());
    }

    fn find_address(&self) {
        let Some(desk) = self.desk.clone() else {
            return self.parts.window.tell(Update::Address(Err(NoBalance::Closed)));
        };
        Arc::clone(&desk).run_errand(async move {
            let found = balance::find_address(&desk).await;
            desk.window.tell(Update::Address(found));
        });
    }
}

/// Carries out a command that needs nothing but the open counter.
async fn serve(desk: &Arc<Desk>, command: Command) {
    match command {
        Command::AskStatus(agent_id) => ask_status(desk, agent_id),
        Command::Settle { agent_id, succeeded, reason } => {
            remarks::settle(desk, agent_id, succeeded, reason).await;
        }
        Command::Note { agent_id, text } => remarks::note(desk, agent_id, text).await,
        Command::GiveBack(agent_id) => remarks::give_back(desk, agent_id).await,
        Command::Dispute { agent_id, message } => {
            let raising = Arc::clone(desk);
            desk.run_errand(async move { dispute::raise(&raising, agent_id, message).await });
        }
        Command::AskBalance => balance::ask_soon(desk, &Service::OF_PGPE),
        Command::KeepBeneficiary { id, beneficiary } => {
            change_book(desk, ShopEvent::Beneficiary { id, beneficiary }).await;
        }
        Command::RemoveBeneficiary(id) => {
            change_book(desk, ShopEvent::BeneficiaryRemoved { id }).await;
        }
        Command::Look(look) => lookup::look_up(desk, look),
        // These the counter itself carries out, open or not.
        Command::Pay { .. }
        | Command::Connect { .. }
        | Command::Disconnect
        | Command::ConnectPayu { .. }
        | Command::DisconnectPayu
        | Command::ChangeSettings(_)
        | Command::RenewCallbackSecret
        | Command::TestCallback
        | Command::FindAddress
        | Command::ReadList(_)
        | Command::KeepCatalogue(_)
        | Command::WriteList { .. } => {}
    }
}

fn ask_status(desk: &Arc<Desk>, agent_id: AgentId) {
    let asking = Arc::clone(desk);
    desk.run_errand(async move {
        if let Err(error) = follow::ask(&asking, agent_id, Asker::Agent).await {
            asking.window.tell(Update::Unwritten { agent_id, error: Arc::new(error) });
        }
    });
}

async fn change_book(desk: &Desk, event: ShopEvent) {
    let kept = desk.append_shop(desk.clock.now(), event).await;
    desk.window.tell(Update::BookKept(kept.map(drop).map_err(Arc::new)));
}
