//! One life of the counter: started on its ledger, looked after while it runs, and ended by the
//! end of the day or by a power cut between any two of its steps.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender as UpdateSender, channel};
use std::time::Duration;

use galla::counter::{self, Command, Parts, Update, WhyNotPaid, Window};
use galla::gateway::Gateway;
use galla::ledger::Reader;
use galla::listener::Incoming;
use galla::settings::Settings;
use galla::time::{Clock, Moment};
use tokio::sync::mpsc::{Sender, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use super::calls::CallFromOutside;
use super::day::{Due, Run};
use super::fate::Fate;
use super::services::Trouble;
use super::shop::{Act, Told};
use super::world::{HOUR, MINUTE, SECOND};

/// How long whoever calls from outside waits to hear that the claim is kept.
const CALLER_WAITS: Duration = Duration::from_secs(10);

impl Run {
    /// One life of the counter, until the power fails or the shop closes.
    pub fn live(&mut self, until: Moment) {
        self.bring_ledger_back();
        let mut fate = Fate::of(self.world.seed, "life", self.world.lives());
        let early = !self.world.is_honest() && self.world.lives() < 8 && fate.chance(60);
        let most = 1 << (3 + fate.below(11));
        let fails_at = early.then(|| 1 + fate.below(most));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            // The agent is looked after between any two steps of the counter.
            .event_interval(1)
            .build()
            .unwrap();
        runtime.block_on(self.run_counter(until, fails_at, &mut fate));
        // What is still on its way is lost with the runtime.
        *self.services.ledger.lock().unwrap() = None;
        drop(runtime);
        self.bring_ledger_back();
        self.written.extend(newest_event(&self.ledger_file()));
        // The agent tries again for whoever stood there when the power failed.
        for customer in self.agent.left_standing() {
            let soon = self.world.now().after(fate.between(10 * SECOND, 10 * MINUTE));
            self.at(soon, Due::Confirm { customer, despite_earlier: false });
        }
    }

    /// From the start of a counter until it has closed or the power has failed; the queue of the
    /// agent, the clock of the world and the counter share one thread.
    async fn run_counter(&mut self, until: Moment, fails_at: Option<u64>, fate: &mut Fate) {
        self.world.begin_life(fails_at);
        let (updates, heard) = channel();
        let (commands, asked) = unbounded_channel();
        let parts = self.parts(updates);
        let claims = parts.machine.claims.sender();
        let counter = tokio::spawn(counter::run(parts, asked));
        let closes = self.attend(&commands, &claims, &heard, until).await;
        drop(commands);
        if closes {
            tokio::select! {
                biased;
                () = self.world.dark.notified() => {}
                _ended = counter => {}
            }
        } else {
            self.world.tally("power failed");
        }
        self.hear(&heard);
        for (call, _, _) in std::mem::take(&mut self.calls) {
            self.call_again(call);
        }
        let away = if closes { SECOND } else { fate.between(2 * SECOND, 2 * HOUR) };
        self.world.end_life(away);
    }

    fn parts(&self, updates: UpdateSender<Update>) -> Parts {
        let services = Arc::clone(&self.services);
        let world = Arc::clone(&self.world);
        Parts {
            home: self.home.clone(),
            settings: Settings::default(),
            secrets: self.secrets.clone(),
            clock: Arc::clone(&self.world) as Arc<dyn Clock>,
            machine: self.world.machine(),
            practice: Box::new(|| Err("nobody practises here".to_owned())),
            practice_callback: Box::new(|_| {}),
            connect: Box::new(move |_, _| Ok(Arc::clone(&services) as Arc<dyn Gateway>)),
            payu: Box::new(|_, _| Err("both services are one here".to_owned())),
            window: Window::new(updates, move || world.told.notify_one()),
        }
    }

    /// Does what is due when it is due; `false` when the power fails.
    async fn attend(
        &mut self,
        commands: &UnboundedSender<Command>,
        claims: &Sender<Incoming>,
        heard: &Receiver<Update>,
        until: Moment,
    ) -> bool {
        loop {
            if self.world.is_dark() {
                return false;
            }
            self.hear(heard);
            self.see_to_calls();
            let now = self.world.now();
            if now >= until || self.world.is_enough() {
                return true;
            }
            let next = self.queue.first_key_value().map(|((due, _), _)| *due);
            if next.is_some_and(|due| due <= now) {
                let ((due, _), what) = self.queue.pop_first().unwrap();
                if !self.perform(due, what, commands, claims) {
                    return false;
                }
                tokio::task::yield_now().await;
                continue;
            }
            let wait = next.unwrap_or(until).min(until).since(now);
            let wait = if self.calls.is_empty() { wait } else { wait.min(CALLER_WAITS) };
            tokio::select! {
                biased;
                () = self.world.dark.notified() => {}
                () = self.world.told.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Does one thing; `false` when it was that the power fails.
    fn perform(
        &mut self,
        due: Moment,
        what: Due,
        commands: &UnboundedSender<Command>,
        claims: &Sender<Incoming>,
    ) -> bool {
        let send = |command| {
            // A counter that has ended takes nothing more; the judge sees what is missing.
            let _gone = commands.send(command);
        };
        match what {
            Due::Customer(customer) => {
                let clicks = self.agent.customers[customer].clicks;
                self.confirm(customer, false, clicks, send);
            }
            Due::Confirm { customer, despite_earlier } => {
                let clicks = self.agent.customers[customer].clicks;
                self.confirm(customer, despite_earlier, clicks, send);
            }
            Due::Act(agent_id, act) => send(match act {
                Act::Ask => Command::AskStatus(agent_id),
                Act::Dispute => Command::Dispute { agent_id, message: "not received".to_owned() },
                Act::Settle(succeeded) => {
                    Command::Settle { agent_id, succeeded, reason: "helpdesk".to_owned() }
                }
                Act::Note => Command::Note { agent_id, text: "called".to_owned() },
                Act::GiveBack => Command::GiveBack(agent_id),
            }),
            // Nobody was there, or it was asleep.
            Due::Call(call) if self.world.now().since(due) > SECOND => self.call_again(*call),
            Due::Call(call) => self.call(*call, claims),
            Due::TurnWall(off) => {
                self.world.tally("wall clock turned");
                self.world.turn_wall(off);
            }
            Due::SleepLaptop(time) => {
                self.world.tally("laptop asleep");
                self.world.sleep_the_laptop(time);
            }
            Due::TakeLedgerAway(time) => self.take_ledger_away(time),
            Due::BringLedgerBack => self.bring_ledger_back(),
            Due::PowerFails => return false,
            Due::AskBalance => send(Command::AskBalance),
        }
        true
    }

    fn confirm(
        &mut self,
        customer: usize,
        despite_earlier: bool,
        clicks: u32,
        send: impl Fn(Command),
    ) {
        let Some((ticket, order)) = self.agent.confirm(customer, despite_earlier) else { return };
        for _ in 0..clicks {
            let order = Box::new(order.clone());
            send(Command::Pay { ticket, order, live: true, despite_earlier });
        }
    }

    /// Hears what the counter tells its window.
    fn hear(&mut self, heard: &Receiver<Update>) {
        while let Ok(update) = heard.try_recv() {
            match update {
                Update::Opened(opened) => {
                    if let Some(trouble) = opened.ledger_trouble {
                        self.world.wrong(format!("M9: the ledger does not open: {trouble}"));
                        return;
                    }
                    self.look_into_ledger();
                }
                Update::Paying { ticket, agent_id } => {
                    let Some(click) = self.agent.hear(ticket, Told::Paying(agent_id)) else {
                        continue;
                    };
                    for (after, act) in self.agent.customers[click.customer].afterwards.clone() {
                        self.at(self.world.now().after(after), Due::Act(agent_id, act));
                    }
                }
                Update::NotPaid { ticket, why } => {
                    let Some(click) = self.agent.hear(ticket, Told::NotPaid) else { continue };
                    self.try_otherwise(click.customer, &why);
                }
                _ => {}
            }
        }
    }

    /// What the agent does when a payment was not taken.
    fn try_otherwise(&mut self, customer: usize, why: &WhyNotPaid) {
        let (wait, despite_earlier) = match why {
            WhyNotPaid::Repeats(_) => {
                self.world.tally("asked about an earlier one");
                (7 * SECOND, true)
            }
            WhyNotPaid::Ledger(_) => {
                self.world.tally("not paid for want of a ledger");
                (3 * MINUTE, false)
            }
            other => return self.world.wrong(format!("M1: a payment was refused: {other:?}")),
        };
        if !despite_earlier || self.agent.customers[customer].insists {
            let due = self.world.now().after(wait);
            self.at(due, Due::Confirm { customer, despite_earlier });
        }
    }

    /// After a start: what was on its way before is so no more (money rule M5).
    fn look_into_ledger(&self) {
        let reader = Reader::open(&self.ledger_file()).unwrap();
        for one in reader.sending().unwrap() {
            let began = self.world.life_began();
            if self.world.born(one.agent_id).is_none_or(|born| born.at < began) {
                self.world
                    .wrong(format!("M5: {} is still being sent after a restart", one.agent_id));
            }
        }
        *self.services.ledger.lock().unwrap() = Some(reader);
    }

    fn call(&mut self, call: CallFromOutside, claims: &Sender<Incoming>) {
        if self.services.trouble() == Some(Trouble::NoRoute) {
            return self.call_again(call);
        }
        let (kept, told) = oneshot::channel();
        let incoming = Incoming { claim: call.claim.clone(), from: call.from, kept };
        match claims.try_send(incoming) {
            Ok(()) => self.calls.push((call, told, self.world.now())),
            Err(_) => self.call_again(call),
        }
    }

    /// Whoever called waits for a while to hear that it is kept, and else comes again.
    fn see_to_calls(&mut self) {
        let outbox = std::mem::take(&mut *self.services.outbox.lock().unwrap());
        for call in outbox {
            self.at(call.due, Due::Call(Box::new(call)));
        }
        for (call, mut told, since) in std::mem::take(&mut self.calls) {
            match told.try_recv() {
                Ok(true) => {
                    self.world.tally("calls from outside");
                    self.services.books().kept.insert(call.number);
                }
                Err(oneshot::error::TryRecvError::Empty)
                    if self.world.now().since(since) < CALLER_WAITS =>
                {
                    self.calls.push((call, told, since));
                }
                _ => self.call_again(call),
            }
        }
    }

    fn call_again(&mut self, call: CallFromOutside) {
        let gaps = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR];
        match gaps.get(call.tries as usize) {
            Some(gap) => {
                let due = self.world.now().after(*gap);
                let tries = call.tries + 1;
                self.at(due, Due::Call(Box::new(CallFromOutside { due, tries, ..call })));
            }
            None => self.world.tally("call from outside lost"),
        }
    }

    fn take_ledger_away(&mut self, time: Duration) {
        // Before it is open, a counter would make another in its place.
        let is_open = self.services.ledger.lock().unwrap().is_some();
        if is_open && std::fs::rename(self.ledger_file(), self.aside()).is_ok() {
            self.world.tally("ledger away");
            let back = self.world.now().after(time);
            self.at(back, Due::BringLedgerBack);
        }
    }

    fn bring_ledger_back(&self) {
        if self.aside().exists() {
            std::fs::rename(self.aside(), self.ledger_file()).unwrap();
        }
    }
}

/// The number and the hash of the newest event, read as any program could.
fn newest_event(ledger: &std::path::Path) -> Option<(i64, Vec<u8>)> {
    // One that is not there yet must not come to be by being looked at.
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(ledger, flags).ok()?;
    let sql = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}
