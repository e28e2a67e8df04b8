//! PGPE and PayU as the counter reaches them: over a line that loses things, by services that
//! stumble, lie dead for hours, and answer when they like.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use galla::gateway::{Call, Gateway};
use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::time::Moment;
use galla::transaction::{Answer, Body, NotSent, Order, Reply, Service, Unknown};

use super::answers::{self, Wording, spelled};
use super::books::{Books, Entry, Means, Question, Status, course};
use super::calls::{self, CallFromOutside};
use super::fate::Fate;
use super::world::{DAY, HOUR, MINUTE, SECOND, World};

/// Why nothing gets through for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The shop has no line: no name is resolved, and nobody reaches it either.
    NoRoute,
    /// The services refuse connections.
    Refused,
    /// They take requests and stumble over the answer.
    Stumbles,
    /// Requests are swallowed on the way.
    Deaf,
}

/// A time of trouble.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    pub from: Moment,
    pub to: Moment,
    pub trouble: Trouble,
}

/// Both services, and the line to them.
pub struct Services {
    pub world: Arc<World>,
    pub outages: Vec<Outage>,
    file: PathBuf,
    /// The ledger as it is on disk, while a life lasts: nothing may arrive that is not in it.
    pub ledger: Mutex<Option<Reader>>,
    /// Calls from outside that are still to be made.
    pub outbox: Mutex<Vec<CallFromOutside>>,
    books: Mutex<Books>,
}

/// What the line and the services do with a payment.
#[derive(Clone, Copy)]
enum Way {
    NotSent(NotSent),
    Lost,
    Silent,
    Vague,
    Odd,
    Honest,
}

impl Services {
    /// Services with empty books; the shop's ledger is to be this file.
    pub fn new(world: Arc<World>, outages: Vec<Outage>, file: PathBuf) -> Self {
        let (ledger, outbox, books) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { world, outages, file, ledger, outbox, books }
    }

    /// The books.
    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// What is amiss at this moment.
    pub fn trouble(&self) -> Option<Trouble> {
        let now = self.world.now();
        let on = |outage: &&Outage| (outage.from..outage.to).contains(&now);
        self.outages.iter().find(on).map(|outage| outage.trouble)
    }

    /// Money rule M1: what arrives is on disk already, with the same number and amount.
    fn is_on_disk(&self, agent_id: AgentId, order: &Order) {
        let mut ledger = self.ledger.lock().unwrap();
        let reader = ledger.get_or_insert_with(|| Reader::open(&self.file).unwrap());
        match reader.transaction(agent_id).unwrap() {
            Some(known) if known.order == *order => {}
            Some(_) => {
                self.world.wrong(format!("M1: {agent_id} left otherwise than it was written"))
            }
            None => self.world.wrong(format!("M1: {agent_id} left before its intent was on disk")),
        }
    }

    fn way(&self, fate: &mut Fate) -> Way {
        let refused = [NotSent::NameNotResolved, NotSent::ConnectionRefused, NotSent::TlsRefused];
        match self.trouble() {
            Some(Trouble::NoRoute) => return Way::NotSent(NotSent::NameNotResolved),
            Some(Trouble::Refused) => return Way::NotSent(NotSent::ConnectionRefused),
            Some(Trouble::Stumbles) => return Way::Vague,
            Some(Trouble::Deaf) => return Way::Lost,
            None if self.world.is_honest() => return Way::Honest,
            None => {}
        }
        let way = [(5, 0), (4, 1), (7, 2), (10, 3), (7, 4), (67, 5)];
        match fate.weighed(&way) {
            0 => Way::NotSent(fate.one(&refused)),
            1 => Way::Lost,
            2 => Way::Silent,
            3 => Way::Vague,
            4 => Way::Odd,
            _ => Way::Honest,
        }
    }

    /// Takes a payment, and says when the shop hears what of it.
    fn receive(&self, agent_id: AgentId, order: &Order) -> (Duration, Reply) {
        let now = self.world.now();
        let mut books = self.books();
        let mut fate = Fate::of(self.world.seed, "payment", mark_of(order));
        let way = self.way(&mut fate);
        let late = fate.chance(4);
        let wait =
            if late { fate.between(MINUTE, DAY) } else { fate.between(SECOND / 5, 20 * SECOND) };
        let nothing = Reply::Unknown { cause: lost(&mut fate) };
        match way {
            Way::NotSent(cause) => {
                self.world.tally("not sent");
                books.not_sent.insert(agent_id);
                self.outbox()
                    .extend(calls::about_nothing(&mut books, &mut fate, agent_id, order, now));
                return (wait.min(3 * SECOND), Reply::NotSent { cause });
            }
            Way::Lost => {
                self.world.tally("lost before it arrived");
                return (wait, nothing);
            }
            _ => {}
        }
        if books.entries.contains_key(&agent_id) {
            // It came before: the judge will see. The service knows it by its AgentID.
            books.entries.entry(agent_id).and_modify(|entry| entry.arrived.push(now));
            return (wait, Reply::Unknown { cause: Unknown::Unreadable });
        }
        let mut entry = Entry {
            agent_id,
            order: order.clone(),
            arrived: vec![now],
            course: course(&mut fate, order.service(), now),
            trans_id: format!("{}", 100_000_000 + fate.below(900_000_000)),
            good_link: None,
            disputes: Vec::new(),
        };
        let answered = now.after(wait);
        let wording = match (way, entry.status(answered)) {
            (Way::Silent, _) => {
                self.world.tally("answer lost");
                Wording { means: Means::Open, reply: nothing }
            }
            (Way::Odd, _) => {
                self.world.tally("contradictory");
                answers::odd(&mut fate, &entry)
            }
            (Way::Honest, Some(status)) => answers::honest(&mut fate, &mut entry, status),
            _ => {
                self.world.tally("answer says nothing");
                answers::vague(&mut fate, &entry)
            }
        };
        if late {
            self.world.tally("answer late");
        }
        self.outbox().extend(calls::about(&mut books, &mut fate, &entry, now));
        books.entries.insert(agent_id, entry);
        let number = books.say(agent_id, wording.means);
        (wait, wording.numbered(number))
    }

    fn outbox(&self) -> MutexGuard<'_, Vec<CallFromOutside>> {
        self.outbox.lock().unwrap()
    }

    /// Hears a question, and says when the shop hears what of it.
    fn answer(&self, agent_id: AgentId, order: &Order) -> (Duration, Reply) {
        let now = self.world.now();
        let mut books = self.books();
        let asked = books.questions.get(&agent_id).map_or(0, Vec::len) as u64;
        let mut fate = Fate::of(self.world.seed, "question", mark_of(order) * 1_000 + asked);
        let wait = fate.between(SECOND / 5, 20 * SECOND);
        let unknown = Reply::Unknown { cause: lost(&mut fate) };
        match self.trouble() {
            Some(Trouble::NoRoute) => {
                return (wait, Reply::NotSent { cause: NotSent::NameNotResolved });
            }
            Some(Trouble::Refused) => {
                return (wait, Reply::NotSent { cause: NotSent::ConnectionRefused });
            }
            Some(Trouble::Deaf) => return (wait, unknown),
            _ => {}
        }
        self.world.tally("questions");
        let off = self.world.off_at(now);
        books.questions.entry(agent_id).or_default().push(Question { at: now, off });
        let stumbles = self.trouble() == Some(Trouble::Stumbles);
        // The service knows nothing of what never arrived.
        let entry = books.entries.get(&agent_id).cloned();
        let status = entry.as_ref().and_then(|entry| entry.status(now));
        let entry = entry.unwrap_or_else(|| unheard_of(agent_id, order));
        let lies = if self.world.is_honest() {
            4
        } else {
            fate.weighed(&[(8, 0), (5, 1), (4, 2), (83, 4)])
        };
        let wording = match lies {
            _ if stumbles => Wording { means: Means::Nothing, reply: unknown },
            0 => Wording { means: Means::Nothing, reply: unknown },
            1 => answers::about_the_question(&mut fate, &entry),
            2 if status.is_some() => answers::odd(&mut fate, &entry),
            _ => answers::stands(&mut fate, &entry, status),
        };
        let number = books.say(agent_id, wording.means);
        (wait, wording.numbered(number))
    }

    /// Hears a dispute.
    fn hear_dispute(&self, agent_id: AgentId) -> Reply {
        let now = self.world.now();
        let mut books = self.books();
        let asked = books.entries.get(&agent_id).map_or(0, |entry| entry.disputes.len()) as u64;
        let mut fate = Fate::of(self.world.seed, agent_id.as_str(), asked);
        if self.trouble().is_some() || (!self.world.is_honest() && fate.chance(15)) {
            return Reply::Unknown { cause: lost(&mut fate) };
        }
        self.world.tally("disputes");
        let code = match books.entries.get_mut(&agent_id) {
            None => "TNF",
            Some(entry) => {
                entry.disputes.push(now);
                match entry.status(now) {
                    Some(Status::Success) if asked > 0 => "DAR",
                    Some(Status::Success) => "TXN",
                    _ => "IDS",
                }
            }
        };
        Reply::Answer(Box::new(Answer { code: code.to_owned(), ..Answer::default() }))
    }

    /// Says what a wallet holds.
    fn say_balance(&self, service: Service) -> Reply {
        if self.trouble().is_some() {
            return Reply::Unknown { cause: Unknown::TimedOut };
        }
        let mut books = self.books();
        let holds = books.holds(service, self.world.now());
        books.balances.entry(service).or_default().push(holds);
        let data = Body { balance: Some(spelled(holds)), ..Body::default() };
        Reply::Answer(Box::new(Answer { code: "TXN".to_owned(), data, ..Answer::default() }))
    }

    /// A reply on its way back: it comes so much later, if the power has not failed.
    async fn deliver(&self, wait: Duration, reply: Reply) -> Reply {
        tokio::time::sleep(wait).await;
        self.world.step().await;
        reply
    }
}

fn lost(fate: &mut Fate) -> Unknown {
    if fate.chance(50) { Unknown::TimedOut } else { Unknown::ConnectionLost }
}

/// What the service would look for, had it heard of it.
fn unheard_of(agent_id: AgentId, order: &Order) -> Entry {
    Entry {
        agent_id,
        order: order.clone(),
        arrived: Vec::new(),
        course: Vec::new(),
        trans_id: String::new(),
        good_link: None,
        disputes: Vec::new(),
    }
}

/// The number that the agent has put on an order, somewhere where no service looks.
pub fn mark_of(order: &Order) -> u64 {
    let text = match order {
        Order::Recharge(recharge) => &recharge.customer_name,
        Order::Payout(payout) => &payout.beneficiary_name,
        Order::Collection(collection) => &collection.note,
        Order::WalletLoad(wallet) => &wallet.customer_id,
    };
    text.trim_start_matches('C').parse().unwrap()
}

impl Gateway for Services {
    fn takes(&self, _: Service) -> bool {
        true
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        // No payment is begun by it, and no test's list or sheet asks for it.
        Box::pin(std::future::ready(()))
    }

    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply> {
        Box::pin(async move {
            self.world.step().await;
            self.world.tally("requests");
            self.is_on_disk(agent_id, order);
            let (wait, reply) = self.receive(agent_id, order);
            self.deliver(wait, reply).await
        })
    }

    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, _: Moment) -> Call<'a, Reply> {
        Box::pin(async move {
            // It leaves at once: a step lies between the writing and this.
            let (wait, reply) = self.answer(agent_id, order);
            self.deliver(wait, reply).await
        })
    }

    fn balance(&self, service: Service) -> Call<'_, Reply> {
        Box::pin(async move {
            self.world.step().await;
            let reply = self.say_balance(service);
            self.deliver(SECOND, reply).await
        })
    }

    fn dispute<'a>(&'a self, agent_id: AgentId, _: Service, _: &'a str) -> Call<'a, Reply> {
        Box::pin(async move {
            self.world.step().await;
            let reply = self.hear_dispute(agent_id);
            self.deliver(3 * SECOND, reply).await
        })
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        Box::pin(async { Err(Reply::Unknown { cause: Unknown::TimedOut }) })
    }
}

/// Times of trouble in a day of the shop that begins at `from`.
pub fn outages(seed: u64, from: Moment, length: Duration) -> Vec<Outage> {
    let mut fate = Fate::of(seed, "outages", 0);
    let troubles = [Trouble::NoRoute, Trouble::Refused, Trouble::Stumbles, Trouble::Deaf];
    let mut outages = Vec::new();
    for _ in 0..fate.below(4) {
        let from = from.after(length.mul_f64(fate.below(1_000) as f64 / 1_000.0));
        let to = from.after(fate.between(2 * MINUTE, 5 * HOUR));
        outages.push(Outage { from, to, trouble: fate.one(&troubles) });
    }
    outages
}
