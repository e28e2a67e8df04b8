//! Asking what became of a payment, within the limits (M6); an end that is taken back (M7); the
//! agent's own word (M16).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use galla::counter::{Command, Update};
use galla::ids::AgentId;
use galla::ledger::Reader;
use galla::time::{Clock, Moment};
use galla::transaction::asking::{Ask, awaits_decision};
use galla::transaction::{Asker, Event, State};

use super::scripted::{Scripted, Step};
use super::shop::{HOUR, MILLISECOND, MINUTE, NOON, Shop};

/// Pending until the end of time.
const FOR_EVER: &str = "9876543204";
/// Pending, then a success.
const LATER: &str = "9876543202";
/// Success at once.
const AT_ONCE: &str = "9876543200";

const QUARTER: Duration = Duration::from_secs(15 * 60);

/// How much later than allowed Galla asks by itself, for the time that requests are on their way.
const FOR_THE_WAY: Duration = MINUTE;

impl Shop {
    /// Asks and returns what kept the question from being asked.
    fn refused(&mut self, agent_id: AgentId) -> Ask {
        let before = self.questions(agent_id);
        self.send(Command::AskStatus(agent_id));
        let ask = self.wait_for(|update| match update {
            Update::MayNotAsk { agent_id: of, ask } if *of == agent_id => Some(*ask),
            Update::Changed(one) if one.agent_id == agent_id => panic!("asked: {one:?}"),
            _ => None,
        });
        assert_eq!(self.questions(agent_id), before, "nothing reached the gateway");
        ask
    }

    /// Asks and returns the state after the answer.
    fn ask(&mut self, agent_id: AgentId) -> State {
        self.send(Command::AskStatus(agent_id));
        self.wait_state(agent_id, |_| true).state()
    }

    /// How many questions the gateway's own books know of.
    fn questions(&self, agent_id: AgentId) -> usize {
        self.books().entry(agent_id.as_str()).map_or(0, |entry| entry.questions.len())
    }

    fn askers(&self, agent_id: AgentId) -> Vec<Asker> {
        let events = self.events(agent_id).into_iter();
        let asker = |event| match event {
            Event::StatusAsked { by } => Some(by),
            _ => None,
        };
        events.filter_map(|entry| asker(entry.event)).collect()
    }
}

#[test]
fn m6_a_question_waits_fifteen_minutes_and_then_an_hour() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.clock.pass(QUARTER - MILLISECOND);
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.clock.pass(MILLISECOND);
    assert_eq!(shop.ask(agent_id), State::Pending);
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER + HOUR)));
    shop.clock.pass(HOUR - MILLISECOND);
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER + HOUR)));
    shop.clock.pass(MILLISECOND);
    assert_eq!(shop.ask(agent_id), State::Pending);
    assert_eq!(shop.askers(agent_id), [Asker::Agent, Asker::Agent]);
    assert_eq!(shop.questions(agent_id), 2);
}

#[test]
fn m6_a_restart_does_not_shorten_the_wait() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.pass(QUARTER - MILLISECOND);
    shop.restart();
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.clock.pass(MILLISECOND);
    assert_eq!(shop.ask(agent_id), State::Pending);
    shop.clock.pass(HOUR - MILLISECOND);
    shop.restart();
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER + HOUR)));
}

#[test]
fn m6_a_question_cut_off_by_a_crash_counts_as_asked() {
    let gateway = Scripted::new(super::scripted::pending, |_, _, _| Step::Hang);
    let mut shop = Shop::open_with(gateway.clone());
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.pass(QUARTER);
    shop.send(Command::AskStatus(agent_id));
    while gateway.asked() == 0 {
        std::thread::yield_now();
    }
    assert_eq!(*shop.kinds(agent_id).last().unwrap(), "status_asked", "written before it is asked");
    shop.restart();
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER + HOUR)));
    assert_eq!(gateway.asked(), 1);
}

#[test]
fn m6_two_presses_at_once_are_one_question() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.pass(QUARTER);
    for _ in 0..20 {
        shop.send(Command::AskStatus(agent_id));
    }
    for _ in 0..19 {
        shop.wait_for(|update| matches!(update, Update::MayNotAsk { .. }).then_some(()));
    }
    shop.stop();
    assert_eq!(shop.questions(agent_id), 1);
}

#[test]
fn m6_a_wall_clock_set_back_does_not_shorten_the_wait() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.turn_wall_to(Moment::from_millis(NOON.millis() - 5 * 3_600_000));
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.clock.pass(QUARTER);
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.restart();
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER)));
    shop.clock.turn_wall_to(NOON.after(QUARTER));
    assert_eq!(shop.ask(agent_id), State::Pending);
}

#[test]
fn m6_a_wall_clock_set_forward_does_not_shorten_the_wait() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.turn_wall_to(NOON.after(2 * HOUR));
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(2 * HOUR + QUARTER)));
    // Galla itself looks again at what is due whenever a transaction changes.
    shop.pay(AT_ONCE, 20);
    shop.clock.pass(QUARTER);
    assert_eq!(shop.ask(agent_id), State::Pending);
    shop.clock.turn_wall_to(NOON.after(20 * HOUR));
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(21 * HOUR)));
    shop.clock.pass(HOUR);
    assert_eq!(shop.ask(agent_id), State::Pending);
}

/// A shop whose wall clock shows something else, once, when the first question is on disk and
/// has not left yet; with a pending payment about which the agent may ask.
fn turned_before_it_leaves(shows: Moment) -> (Shop, AgentId) {
    let mut shop = Shop::closed();
    let (clock, ledger) = (Arc::clone(&shop.clock), shop.ledger_file(false));
    let (disk, turned) = (Arc::clone(&shop.machine.disk), Arc::new(AtomicBool::new(false)));
    shop.machine.disk = Arc::new(move |work| {
        let (done, turned) = (disk(work), Arc::clone(&turned));
        let (clock, ledger) = (Arc::clone(&clock), ledger.clone());
        Box::pin(async move {
            done.await;
            let open = Reader::open(&ledger).and_then(|reader| reader.unresolved());
            let asked = open.is_ok_and(|open| open.iter().any(|one| one.times_asked == 1));
            if asked && !turned.swap(true, Ordering::SeqCst) {
                clock.turn_wall_to(shows);
            }
        })
    });
    shop.start();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    shop.clock.pass(QUARTER);
    (shop, agent_id)
}

#[test]
fn m6_a_question_that_the_computer_slept_over_is_not_asked_late() {
    let woken = NOON.after(QUARTER + 2 * HOUR);
    let (mut shop, agent_id) = turned_before_it_leaves(woken);
    assert_eq!(shop.refused(agent_id), Ask::From(woken.after(HOUR)));
    // Else the ledger would let this one come at once after that one.
    shop.restart();
    shop.wait_state(agent_id, |state| state == State::Pending);
    assert_eq!(shop.askers(agent_id), [Asker::Agent, Asker::Galla]);
    assert_eq!(shop.questions(agent_id), 1);
}

#[test]
fn m6_a_question_that_only_a_wrong_clock_allowed_is_not_asked_when_it_is_set_right() {
    let set_right = Moment::from_millis(NOON.millis() - 3_600_000);
    let (mut shop, agent_id) = turned_before_it_leaves(set_right);
    assert_eq!(shop.refused(agent_id), Ask::From(NOON.after(QUARTER + HOUR)));
    assert_eq!(shop.askers(agent_id), [Asker::Agent], "it counts as asked");
}

#[test]
fn m6_what_is_out_of_the_window_is_not_asked_any_more() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    let january = NOON.month().plus(2).start();
    shop.clock.pass(january.since(NOON));
    assert_eq!(shop.refused(agent_id), Ask::OutOfWindow);
    shop.restart();
    assert!(awaits_decision(&shop.wait_board().recent[0], shop.clock.now()));
    assert_eq!(shop.refused(agent_id), Ask::OutOfWindow);
}

#[test]
fn m6_galla_asks_by_itself_when_the_quarter_of_an_hour_is_over() {
    let mut shop = Shop::open_ticking();
    let agent_id = shop.pay(LATER, 20).agent_id;
    shop.stop();
    shop.clock.pass(QUARTER + FOR_THE_WAY - Duration::from_secs(1));
    shop.start();
    // The judge of "not before" is the practice gateway: its books are read when the shop closes.
    let started = Instant::now();
    shop.wait_state(agent_id, |state| state == State::Success);
    assert!(started.elapsed() < Duration::from_secs(20), "no more than its time");
    assert_eq!(shop.askers(agent_id), [Asker::Galla]);
    assert_eq!(shop.questions(agent_id), 1);
}

#[test]
fn m6_galla_goes_on_asking_once_an_hour() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(FOR_EVER, 20).agent_id;
    let mut wait = QUARTER + FOR_THE_WAY;
    for asked in 0..3 {
        shop.clock.pass(wait - MILLISECOND);
        shop.restart();
        assert_eq!(shop.wait_board().recent[0].times_asked, asked, "not a millisecond before");
        shop.clock.pass(MILLISECOND);
        shop.restart();
        shop.wait_state(agent_id, |state| state == State::Pending);
        wait = HOUR + FOR_THE_WAY;
    }
    assert_eq!(shop.askers(agent_id), [Asker::Galla; 3]);
    assert_eq!(shop.questions(agent_id), 3);
}

#[test]
fn m7_a_success_that_is_taken_back_is_reversed_and_stays_so() {
    let mut shop = Shop::open();
    let paid = shop.pay("9876543205", 20);
    assert_eq!(paid.state(), State::Success);
    shop.clock.pass(QUARTER);
    shop.send(Command::AskStatus(paid.agent_id));
    let reversed = shop.wait_state(paid.agent_id, |state| state == State::Reversed);
    assert!(reversed.needs_attention());
    shop.restart();
    assert_eq!(shop.wait_board().recent, [reversed]);
}

#[test]
fn m16_the_agent_settles_only_what_is_pending() {
    let mut shop = Shop::open();
    let ended = shop.pay(AT_ONCE, 20).agent_id;
    let open = shop.pay(LATER, 20).agent_id;
    let settle = |agent_id, succeeded| Command::Settle {
        agent_id,
        succeeded,
        reason: "helpdesk, by telephone".into(),
    };
    let not_settled = |shop: &mut Shop, agent_id: AgentId| {
        shop.wait_for(|update| match update {
            Update::NotSettled { agent_id: of, error } if *of == agent_id => Some(error.is_none()),
            _ => None,
        })
    };
    shop.send(settle(ended, false));
    assert!(not_settled(&mut shop, ended));
    shop.send(settle(open, false));
    let settled = shop.wait_state(open, |_| true);
    assert_eq!(settled.state(), State::SettledFailed);
    assert_eq!(settled.settled_reason(), Some("helpdesk, by telephone"));
    assert!(!settled.needs_attention());
    shop.send(settle(open, true));
    assert!(not_settled(&mut shop, open));

    shop.clock.pass(QUARTER);
    shop.send(Command::AskStatus(open));
    let later = shop.wait_state(open, |_| true);
    assert_eq!(later.state(), State::Success, "later evidence is still taken");
    assert!(later.needs_attention(), "the agent had said that it failed");
}

#[test]
fn m16_what_is_on_its_way_cannot_be_settled() {
    let mut shop = Shop::open_with(Scripted::paying(|_, _, _| Step::Hang));
    let agent_id = shop.begin(AT_ONCE, 20);
    shop.send(Command::Settle { agent_id, succeeded: true, reason: "impatience".into() });
    shop.wait_for(|update| matches!(update, Update::NotSettled { error: None, .. }).then_some(()));
    assert!(!shop.kinds(agent_id).contains(&"settled"));
    shop.clock.pass(20 * MINUTE);
    assert!(matches!(shop.refused(agent_id), Ask::Now), "its own answer is still to come");
}

/// What was told of one transaction, in its order: each change's state, and what was resolved.
fn told(shop: &Shop, agent_id: AgentId) -> Vec<(&'static str, State)> {
    let of = |update: &Update| match update {
        Update::Changed(one) if one.agent_id == agent_id => Some(("changed", one.state())),
        Update::Resolved(one) if one.agent_id == agent_id => Some(("resolved", one.state())),
        _ => None,
    };
    shop.heard.iter().filter_map(of).collect()
}

#[test]
fn what_ends_while_the_agent_waits_is_not_told_as_resolved() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(AT_ONCE, 20).agent_id;
    shop.stop();
    let told = told(&shop, agent_id);
    assert!(told.contains(&("changed", State::Success)), "{told:?}");
    assert!(!told.iter().any(|(how, _)| *how == "resolved"), "{told:?}");
}

#[test]
fn what_was_pending_and_ends_is_told_as_resolved_once_after_its_change() {
    let mut shop = Shop::open();
    let agent_id = shop.pay(LATER, 20).agent_id;
    shop.clock.pass(QUARTER);
    assert_eq!(shop.ask(agent_id), State::Success);
    let end = shop.wait_for(|update| match update {
        Update::Resolved(one) => Some((one.agent_id, one.state())),
        _ => None,
    });
    assert_eq!(end, (agent_id, State::Success));
    shop.stop();
    let told = told(&shop, agent_id);
    let resolved = told.iter().filter(|(how, _)| *how == "resolved").count();
    assert_eq!((resolved, told.last()), (1, Some(&("resolved", State::Success))), "{told:?}");
}
