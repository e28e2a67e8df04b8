//! A gateway that does what a test tells it, and counts its calls.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use galla::gateway::{Call, Gateway};
use galla::ids::AgentId;
use galla::time::Moment;
use galla::transaction::{Answer, Body, Order, Reply, Service, Unknown};
use tokio::sync::Notify;

/// What the gateway does with a call.
pub enum Step {
    /// Answers at once.
    Reply(Reply),
    /// Answers when the bell rings.
    When(Arc<Notify>, Reply),
    /// Never answers.
    Hang,
}

/// Decides about a call; the number counts the calls of its kind from 1.
type Script = Box<dyn Fn(usize, AgentId, &Order) -> Step + Send + Sync>;

/// A gateway that does what a test tells it.
pub struct Scripted {
    pay: Script,
    status: Script,
    paid: Mutex<Vec<AgentId>>,
    asked: AtomicUsize,
    made_ready: AtomicUsize,
}

impl Scripted {
    /// Pays by `pay`; every status question is left without an answer.
    pub fn paying(
        pay: impl Fn(usize, AgentId, &Order) -> Step + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::new(pay, |_, _, _| Step::Hang)
    }

    /// Pays by `pay`, answers status questions by `status`.
    pub fn new(
        pay: impl Fn(usize, AgentId, &Order) -> Step + Send + Sync + 'static,
        status: impl Fn(usize, AgentId, &Order) -> Step + Send + Sync + 'static,
    ) -> Arc<Self> {
        let (pay, status) = (Box::new(pay), Box::new(status));
        let [asked, made_ready] = [const { AtomicUsize::new(0) }; 2];
        Arc::new(Self { pay, status, paid: Mutex::default(), asked, made_ready })
    }

    /// The AgentIDs of all payments that reached it, in order.
    pub fn paid(&self) -> Vec<AgentId> {
        self.paid.lock().unwrap().clone()
    }

    /// How often it was made ready for a payment.
    pub fn made_ready(&self) -> usize {
        self.made_ready.load(Ordering::SeqCst)
    }

    /// Waits until it was made ready so often, on a machine however slow.
    pub fn wait_ready(&self, times: usize) {
        let begun = Instant::now();
        while self.made_ready() < times {
            assert!(begun.elapsed() < Duration::from_secs(120), "nobody made the gateway ready");
            sleep(Duration::from_millis(1));
        }
    }

    /// How many status questions reached it.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn take(step: Step) -> Reply {
    match step {
        Step::Reply(reply) => reply,
        Step::When(bell, reply) => {
            bell.notified().await;
            reply
        }
        Step::Hang => std::future::pending().await,
    }
}

impl Gateway for Scripted {
    fn takes(&self, service: Service) -> bool {
        Service::OF_PGPE.contains(&service)
    }

    fn make_ready(&self, _: Service) -> Call<'_, ()> {
        self.made_ready.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(()))
    }

    fn pay<'a>(&'a self, agent_id: AgentId, order: &'a Order) -> Call<'a, Reply> {
        Box::pin(async move {
            let count = {
                let mut paid = self.paid.lock().unwrap();
                paid.push(agent_id);
                paid.len()
            };
            take((self.pay)(count, agent_id, order)).await
        })
    }

    fn status<'a>(&'a self, agent_id: AgentId, order: &'a Order, _: Moment) -> Call<'a, Reply> {
        Box::pin(async move {
            let count = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            take((self.status)(count, agent_id, order)).await
        })
    }

    fn balance(&self, _: Service) -> Call<'_, Reply> {
        let data = Body { balance: Some("5000.00".into()), ..Body::default() };
        let answer = Answer { code: "TXN".into(), data, ..Answer::default() };
        Box::pin(async { Reply::Answer(Box::new(answer)) })
    }

    fn dispute<'a>(&'a self, _: AgentId, _: Service, _: &'a str) -> Call<'a, Reply> {
        Box::pin(async { timed_out() })
    }

    fn verify_token(&self) -> Call<'_, Result<IpAddr, Reply>> {
        Box::pin(async { Err(timed_out()) })
    }
}

/// An answer about this payment with a code and the status that goes with it.
pub fn answer(code: &str, agent_id: AgentId, order: &Order) -> Reply {
    let status = match code {
        "TXN" => Some("Success".to_owned()),
        "TUP" => Some("Pending".to_owned()),
        "ERR" => Some("Failed".to_owned()),
        _ => None,
    };
    let data = Body {
        agent_id: Some(agent_id.to_string()),
        status,
        number: Some(order.target().to_owned()),
        amount: Some(order.amount().to_wire()),
        ..Body::default()
    };
    Reply::Answer(Box::new(Answer { code: code.into(), data, ..Answer::default() }))
}

/// An honest success for every payment.
pub fn success(_: usize, agent_id: AgentId, order: &Order) -> Step {
    Step::Reply(answer("TXN", agent_id, order))
}

/// Pending for every payment.
pub fn pending(_: usize, agent_id: AgentId, order: &Order) -> Step {
    Step::Reply(answer("TUP", agent_id, order))
}

/// Nothing within the time limit.
pub fn timed_out() -> Reply {
    Reply::Unknown { cause: Unknown::TimedOut }
}
