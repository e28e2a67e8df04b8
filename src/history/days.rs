//! The days of the history, one after another: what its customers want, and how it goes.

use std::time::Duration;

use super::diary::Diary;
use super::people::People;
use super::rhythm::{Hours, hours};
use super::story::{Fate, Story};
use crate::dice::Dice;
use crate::money::Paise;
use crate::time::{Day, Moment};
use crate::transaction::{Claim, Favourite, Mismatch, Order, Service, ShopEvent};

/// The shopkeeper looks at all wallets so many minutes before the shop closes.
const LAST_LOOK: u64 = 48;

/// What takes longer to be known begins sooner than so many minutes before the shop closes: then
/// it is known when the wallets are looked at.
const ALL_KNOWN: u64 = 150;

/// Yesterday the last customer but one came so many minutes before the shop closed.
const LAST_BUT_ONE: u64 = 28;

/// The lists of recharges: so many days before today, and how many lines.
const LISTS: [(u64, u64); 3] = [(62, 24), (31, 38), (2, 30)];

/// How it goes, of a thousand.
const FATES: [(Fate, u64); 13] = [
    (Fate::Success, 909),
    (Fate::Failed, 34),
    (Fate::NotSent, 7),
    (Fate::Later { succeeded: true, by_call: false }, 10),
    (Fate::Later { succeeded: true, by_call: true }, 12),
    (Fate::Later { succeeded: false, by_call: false }, 4),
    (Fate::Later { succeeded: false, by_call: true }, 3),
    (Fate::Silent, 8),
    (Fate::Exception, 4),
    (Fate::Stopped, 1),
    (Fate::Settled, 2),
    (Fate::Reversed, 2),
    (Fate::Disputed, 4),
];

/// The shop, and what is written about it.
pub(super) struct Days<'a> {
    pub seed: u64,
    pub people: &'a People,
    pub diary: &'a mut Diary,
}

impl Days<'_> {
    /// A day that lies so many days before today; its hours, if the shop was open.
    pub(super) fn day(&mut self, day: Day, ago: u64) -> Option<Hours> {
        let mut dice = Dice::of_part(self.seed, 100 + ago);
        // Yesterday it was open, and on the day on which a list was sent.
        let lists = LISTS.iter().find(|(of, _)| *of == ago);
        let hours = hours(day, &mut dice, ago > 1 && lists.is_none())?;
        self.readings(&hours, &mut dice);
        let list = lists.and_then(|(_, lines)| self.list(&hours, *lines, &mut dice));
        for at in &hours.customers {
            // Nobody is served while a list is begun.
            let busy = list.is_some_and(|(from, until)| (from..until).contains(at));
            let late = ago == 1 && hours.close.since(*at) < minutes(LAST_BUT_ONE);
            if !busy && !late {
                self.customer(*at, hours.close, &mut dice);
            }
        }
        if ago % 40 == 17 {
            self.stranger(hours.open.after(minutes(200)), &mut dice);
        }
        Some(hours)
    }

    /// When the wallets are read and the cash is counted.
    fn readings(&mut self, hours: &Hours, dice: &mut Dice) {
        let open = hours.open.after(seconds(dice.between(20, 200)));
        let close = Moment::from_millis(hours.close.millis() - millis(minutes(LAST_LOOK)));
        let noon = hours.open.after(minutes(dice.between(150, 215)));
        for (at, services) in [
            (open, Service::OF_PGPE.as_slice()),
            (noon, &[Service::Recharge]),
            (noon.after(minutes(25)), Service::OF_PGPE.as_slice()),
            (close, Service::OF_PGPE.as_slice()),
        ] {
            for (service, apart) in services.iter().zip(0..) {
                self.diary.read(at.after(seconds(apart)), *service);
            }
        }
        // Long before the last look: by that, each of the two fillings is in the ledger.
        for at in [noon.after(minutes(11)), noon.after(minutes(290))] {
            if at < close {
                self.diary.tend(at);
            }
        }
        let notes = i64::try_from(dice.between(18, 36)).unwrap_or_default();
        let opening = Paise::from_rupees(notes * 100).unwrap_or_default();
        self.diary.start(open.after(seconds(70)), opening);
        self.diary.count(hours.close, dice);
    }

    fn customer(&mut self, at: Moment, close: Moment, dice: &mut Dice) {
        let soon = close.since(at) > minutes(ALL_KNOWN);
        let fate = if soon {
            dice.weighted(&FATES)
        } else {
            dice.weighted(&[(Fate::Success, 950), (Fate::Failed, 42), (Fate::NotSent, 8)])
        };
        let wanted = dice.weighted(&[
            (Service::Recharge.code(), 862),
            (Service::Payout.code(), 74),
            (Service::Collection.code(), if soon { 50 } else { 0 }),
            (Service::WalletLoad.code(), 14),
        ]);
        let people = self.people;
        let order = match Service::from_code(wanted) {
            Some(Service::Payout) => people.payout(dice).map(Order::Payout),
            Some(Service::Collection) => Some(Order::Collection(People::collection(dice))),
            Some(Service::WalletLoad) => {
                people.load(dice).map(|load| Order::WalletLoad(Box::new(load)))
            }
            _ => people.recharge(dice).map(Order::Recharge),
        };
        let Some(order) = order else { return };
        let (order, fate) = match (order, fate) {
            (Order::Recharge(mut order), Fate::Settled) => {
                order.number = with_ending(&order.number, "08");
                (Order::Recharge(order), fate)
            }
            // These are told of recharges alone.
            (order @ Order::Payout(_), Fate::Settled | Fate::Reversed | Fate::Disputed) => {
                (order, Fate::Success)
            }
            both => both,
        };
        let mut story = Story::begin(order, at, dice);
        story.go(fate, dice);
        let moves_money = story.order.service() != Service::WalletLoad
            && story.order.service() != Service::Collection;
        let tries_again = moves_money && matches!(fate, Fate::Failed | Fate::NotSent);
        if tries_again && dice.in_thousand(600) {
            let again = story.again(dice);
            self.diary.tell(again);
        }
        self.diary.tell(story);
    }

    /// A list of recharges in the quiet hours; from when to when it is sent.
    fn list(&mut self, hours: &Hours, lines: u64, dice: &mut Dice) -> Option<(Moment, Moment)> {
        let confirmed = hours.open.after(minutes(dice.between(100, 130)));
        let mut at = confirmed;
        let mut stories: Vec<Story> = Vec::new();
        while u64::try_from(stories.len()).unwrap_or(u64::MAX) < lines {
            let order = self.people.prepaid(dice)?;
            let same = |story: &Story| story.order.target() == order.number;
            if stories.iter().any(same) {
                continue;
            }
            at = at.after(seconds(dice.between(3, 6)));
            let mut story = Story::begin(Order::Recharge(order), at, dice);
            story.go(if dice.in_thousand(50) { Fate::Failed } else { Fate::Success }, dice);
            at = story.begun.last().map_or(at, |(at, _)| *at);
            stories.push(story);
        }
        self.diary.tell_list(confirmed, stories);
        self.diary.read(at.after(seconds(1)), Service::Recharge);
        Some((confirmed, at))
    }

    /// A call about a payment that is none of this shop's.
    fn stranger(&mut self, at: Moment, dice: &mut Dice) {
        let order = self.people.prepaid(dice).map(Order::Recharge);
        let Some(order) = order else { return };
        let story = Story::begin(order, at, dice);
        let claim = story.named.claim(&story.order, super::answers::Said::Success);
        let claim = Claim { agent_id: format!("SHOP{:08}", dice.below(100_000_000)), ..claim };
        let event = ShopEvent::Unmatched { claim: Box::new(claim), why: Mismatch::AgentId };
        self.diary.shop(at, event);
    }

    /// What the shopkeeper keeps at hand, and the book of beneficiaries.
    pub(super) fn at_hand(&mut self, first: Moment) {
        let mut dice = Dice::of_part(self.seed, 2);
        for (apart, beneficiary) in (0..).zip(&self.people.senders) {
            let beneficiary = Box::new(beneficiary.clone());
            let event = ShopEvent::Beneficiary { id: None, beneficiary };
            self.diary.shop(first.after(minutes(apart * 700)), event);
        }
        let mut orders: Vec<_> =
            (0..5).filter_map(|_| self.people.recharge(&mut dice).map(Order::Recharge)).collect();
        orders.extend((0..2).filter_map(|_| self.people.payout(&mut dice).map(Order::Payout)));
        for (apart, order) in (1..).zip(orders) {
            let event =
                ShopEvent::Favourite { id: None, favourite: Box::new(Favourite::of(&order)) };
            self.diary.shop(first.after(minutes(apart * 2_890 + 7)), event);
        }
    }
}

/// A number with other last digits.
pub(super) fn with_ending(number: &str, ending: &str) -> String {
    let kept = number.chars().count().saturating_sub(ending.len());
    number.chars().take(kept).chain(ending.chars()).collect()
}

pub(super) const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

pub(super) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
