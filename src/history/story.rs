//! What became of one transaction: its events, and when the gateway's wallet really moved.

use std::time::Duration;

use super::answers::{Named, Said};
use crate::dice::Dice;
use crate::ids::AgentId;
use crate::money::Paise;
use crate::time::Moment;
use crate::transaction::{Asker, Event, Handed, NotSent, Order, Reply, Service, Unknown};

/// Galla's first question by itself, and the next one (money rule M6, and time for the way).
const FIRST_QUESTION: u64 = 16 * 60 + 4;
const NEXT_QUESTION: u64 = FIRST_QUESTION + 61 * 60;

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    #[default]
    Success,
    Failed,
    NotSent,
    /// Under process, and then known by a question or by a call.
    Later {
        succeeded: bool,
        by_call: bool,
    },
    /// No answer, and a question found that it had succeeded.
    Silent,
    /// As [`Fate::Silent`], and what came was an exception.
    Exception,
    /// Galla was stopped meanwhile.
    Stopped,
    /// The gateway never knew of it, and the agent settled it.
    Settled,
    /// A success that the gateway took back on the next day.
    Reversed,
    /// A success that the customer did not get.
    Disputed,
}

/// A transaction and all that happened to it.
pub(super) struct Story {
    pub order: Order,
    pub named: Named,
    /// From the intent on, one after another.
    pub begun: Vec<(Moment, Event)>,
    /// What happened while others were served.
    pub later: Vec<(Moment, Event)>,
    /// By how much the gateway's wallet moved, and when.
    pub moves: Vec<(Moment, Paise)>,
}

impl Story {
    /// A transaction that is on its way.
    pub(super) fn begin(order: Order, at: Moment, dice: &mut Dice) -> Self {
        let named = Named::new(AgentId::from_parts(at, dice.throw()), at, dice);
        let intent = Event::Intent { order: Box::new(order.clone()) };
        let begun = vec![(at, intent), (at.after(Duration::from_millis(40)), Event::Sent)];
        Self { order, named, begun, later: Vec::new(), moves: Vec::new() }
    }

    fn at(&self, seconds: u64) -> Moment {
        self.named.at.after(Duration::from_secs(seconds))
    }

    fn moved(&mut self, seconds: u64, by: Paise) {
        self.moves.push((self.at(seconds), by));
    }

    /// The gateway takes the money. At no moment does one of the two know of it and the other
    /// not, unless that is what happened.
    pub(super) fn debited(&mut self) {
        let less = Paise::ZERO.checked_sub(self.order.amount()).unwrap_or_default();
        self.moved(0, less);
    }

    /// The gateway has given the money back, or paid what was collected.
    pub(super) fn credited(&mut self, seconds: u64) {
        self.moved(seconds, self.order.amount());
    }

    fn came(&mut self, seconds: u64, reply: Reply) {
        self.begun.push((self.at(seconds), Event::Answer { reply }));
    }

    /// The answer, some seconds later.
    pub(super) fn answered(&mut self, seconds: u64, said: Said) {
        let reply = self.named.answer(&self.order, said);
        self.came(seconds, reply);
    }

    /// Nothing came within a minute.
    pub(super) fn silent(&mut self) {
        self.came(60, Reply::Unknown { cause: Unknown::TimedOut });
    }

    /// Something happened later.
    pub(super) fn then(&mut self, seconds: u64, event: Event) {
        self.later.push((self.at(seconds), event));
    }

    /// A question of Galla's own, and its answer.
    pub(super) fn asked(&mut self, seconds: u64, said: Said) {
        let reply = self.named.answer(&self.order, said);
        self.then(seconds, Event::StatusAsked { by: Asker::Galla });
        self.then(seconds + 1, Event::StatusAnswer { reply });
    }

    /// A call of the gateway, which a question confirms.
    pub(super) fn called(&mut self, seconds: u64, said: Said) {
        let claim = Box::new(self.named.claim(&self.order, said));
        self.then(seconds, Event::Callback { claim });
        self.asked(seconds.max(FIRST_QUESTION) + 20, said);
    }

    /// The agent's own word.
    pub(super) fn settled(&mut self, seconds: u64, succeeded: bool, reason: &str) {
        self.then(seconds, Event::Settled { succeeded, reason: reason.to_owned() });
    }

    /// The same order again, where the customer waits for it.
    pub(super) fn again(&self, dice: &mut Dice) -> Self {
        let at = self.begun.last().map_or(self.named.at, |(at, _)| *at);
        let at = at.after(Duration::from_secs(dice.between(45, 110)));
        let mut again = Self::begin(self.order.clone(), at, dice);
        again.go(Fate::Success, dice);
        again
    }

    /// Goes as it went.
    pub(super) fn go(&mut self, fate: Fate, dice: &mut Dice) {
        match self.order.service() {
            Service::Collection => self.collect(dice),
            Service::WalletLoad => self.load(dice),
            Service::Recharge | Service::Payout => self.pay(fate, dice),
        }
    }

    fn pay(&mut self, fate: Fate, dice: &mut Dice) {
        let quick = dice.between(2, 7);
        match fate {
            Fate::Failed => return self.answered(quick, Said::Failed),
            Fate::NotSent => {
                return self.came(1, Reply::NotSent { cause: NotSent::NameNotResolved });
            }
            Fate::Settled => return self.never_found(dice),
            _ => self.debited(),
        }
        match fate {
            Fate::Later { succeeded, by_call } => self.known_later(succeeded, by_call, dice),
            Fate::Silent => {
                self.silent();
                self.asked(FIRST_QUESTION, Said::Success);
            }
            Fate::Exception => {
                self.answered(quick + 9, Said::Exception);
                self.asked(FIRST_QUESTION, Said::Success);
            }
            Fate::Stopped => {
                self.then(dice.between(35, 90), Event::Recovered);
                self.asked(FIRST_QUESTION, Said::Success);
            }
            Fate::Reversed => {
                self.answered(quick, Said::Success);
                self.taken_back(dice);
            }
            Fate::Disputed => {
                self.answered(quick, Said::Success);
                self.disputed(dice);
            }
            _ => {
                self.answered(quick, Said::Success);
                if dice.in_thousand(60) {
                    let handed =
                        dice.weighted(&[(Some(Handed::Printed), 4), (Some(Handed::Text), 1)]);
                    let receipt = handed.map(|handed| Event::Receipt { handed });
                    let at = self.at(quick + 9);
                    self.begun.extend(receipt.map(|receipt| (at, receipt)));
                }
            }
        }
    }

    fn known_later(&mut self, succeeded: bool, by_call: bool, dice: &mut Dice) {
        self.answered(dice.between(3, 12), Said::UnderProcess);
        let said = if succeeded { Said::Success } else { Said::Failed };
        let told = if by_call { dice.between(120, 600) } else { FIRST_QUESTION };
        if !succeeded {
            // A question is answered a second later.
            self.credited(told + u64::from(!by_call));
        }
        match by_call {
            true => self.called(told, said),
            false => self.asked(told, said),
        }
        // The customer comes for the money, as a rule.
        if !succeeded && dice.in_thousand(930) {
            self.then(FIRST_QUESTION + dice.between(60, 1_500), Event::GivenBack);
        }
    }

    fn never_found(&mut self, dice: &mut Dice) {
        self.silent();
        self.asked(FIRST_QUESTION, Said::NotFound);
        self.asked(NEXT_QUESTION, Said::NotFound);
        let settled = NEXT_QUESTION + dice.between(120, 900);
        self.settled(settled, false, "Helpdesk by telephone: no record of it");
        self.then(settled + 60, Event::GivenBack);
    }

    fn taken_back(&mut self, dice: &mut Dice) {
        let told = self.next_days(dice);
        self.credited(told);
        self.called(told, Said::Reversed);
        if dice.in_thousand(900) {
            self.then(told + FIRST_QUESTION + dice.between(600, 6_000), Event::GivenBack);
        }
    }

    fn disputed(&mut self, dice: &mut Dice) {
        let messages = [
            "Customer did not receive the recharge",
            "Balance not added, customer has shown the message",
            "ग्राहक को रिचार्ज नहीं मिला",
        ];
        let asked = self.next_days(dice);
        let message = dice.one_of(&messages).to_owned();
        self.then(asked, Event::DisputeAsked { message });
        let reply = match dice.below(6) {
            0 => self.named.dispute("DAR", "Dispute already raised"),
            _ => self.named.dispute("TXN", "Dispute raised successfully"),
        };
        self.then(asked + 2, Event::DisputeAnswer { reply });
        if dice.in_thousand(400) {
            let text = "Customer's number and picture of the message sent to the helpdesk";
            self.then(asked + 400, Event::Note { text: text.to_owned() });
        }
    }

    /// Between ten and half past twelve on the next day or the one after, in seconds.
    fn next_days(&self, dice: &mut Dice) -> u64 {
        let day = self.named.at.day().next();
        let day = if dice.below(2) == 0 { day } else { day.next() };
        let at = day.start().after(Duration::from_secs(dice.between(10 * 3_600, 12 * 3_600)));
        at.since(self.named.at).as_secs()
    }

    fn collect(&mut self, dice: &mut Dice) {
        self.answered(1, Said::Success);
        if dice.in_thousand(760) {
            let paid = dice.between(25, 170);
            self.credited(paid);
            self.called(paid, Said::Success);
        } else {
            self.asked(FIRST_QUESTION, Said::UnderProcess);
            self.asked(NEXT_QUESTION, Said::Expired);
        }
    }

    fn load(&mut self, dice: &mut Dice) {
        let reply = self.named.link_issued();
        self.came(2, reply);
        let (back, succeeded) = (dice.between(50, 240), dice.in_thousand(850));
        let claim = Box::new(self.named.returned(&self.order, succeeded));
        self.then(back, Event::Returned { claim });
        self.then(back + 1, Event::StatusAsked { by: Asker::Galla });
        let reply = self.named.load(&self.order, succeeded);
        self.then(back + 2, Event::StatusAnswer { reply });
    }
}
