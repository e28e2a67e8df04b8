//! What is still open today: payments that nobody knows the end of, and the one behind the difference.

use super::answers::Said;
use super::days::{minutes, with_ending};
use super::diary::Diary;
use super::people::People;
use super::rhythm::Hours;
use super::story::Story;
use crate::dice::Dice;
use crate::money::Paise;
use crate::practice::OPERATORS;
use crate::time::Moment;
use crate::transaction::{Category, Event, Order, RechargeOrder};

/// The bill behind the difference, in paise: no other amount is like it.
pub const BILL: Paise = Paise::from_paise(128_450);

/// The bill's consumer number. The gateway keeps silent about a number with this ending, and
/// debits it all the same.
const NUMBER: &str = "154302707";

/// So many minutes before yesterday's closing the bill is paid. It is the day's last payment, and
/// the line is as bad for the question about the wallet that follows it.
const BEFORE_CLOSING: i64 = 24;

/// Puts into the diary what is open: `long_ago` and `lately` are moments of open days.
pub(super) fn tell(
    diary: &mut Diary,
    people: &People,
    seed: u64,
    long_ago: Option<Moment>,
    lately: Option<Moment>,
) {
    let mut dice = Dice::of_part(seed, 3);
    // The gateway is still working on it, and says so to whoever asks.
    for (at, questions) in [(long_ago, 3), (lately, 5)] {
        let order = people.prepaid(&mut dice);
        let (Some(at), Some(mut order)) = (at, order) else { continue };
        order.number = with_ending(&order.number, "04");
        let mut story = Story::begin(Order::Recharge(order), at, &mut dice);
        story.debited();
        story.answered(6, Said::UnderProcess);
        for question in 0..questions {
            story.asked(990 + question * 3_700, Said::UnderProcess);
        }
        diary.tell(story);
    }
    let Some((at, mut order)) = lately.zip(people.payout(&mut dice)) else { return };
    order.account = with_ending(&order.account, "04");
    let mut story = Story::begin(Order::Payout(order), at.after(minutes(47)), &mut dice);
    story.debited();
    story.answered(8, Said::UnderProcess);
    for question in 0..4 {
        story.asked(1_000 + question * 3_720, Said::UnderProcess);
    }
    diary.tell(story);
}

/// The difference: an electricity bill of yesterday evening to which no answer came. The helpdesk
/// knew nothing of it, so the agent settled it as failed and gave the money back; the gateway had
/// debited it after all.
pub(super) fn plant(diary: &mut Diary, yesterday: &Hours, seed: u64) {
    let mut dice = Dice::of_part(seed, 4);
    let at = Moment::from_millis(yesterday.close.millis() - BEFORE_CLOSING * 60_000);
    let operator = OPERATORS.iter().find(|operator| operator.code == "PER");
    let order = RechargeOrder {
        category: Category::Electricity,
        number: NUMBER.to_owned(),
        operator: "PER".to_owned(),
        operator_name: operator.map_or("", |operator| operator.name).to_owned(),
        circle: "0".to_owned(),
        amount: BILL,
        optionals: Default::default(),
        customer_name: "Harish Chauhan".to_owned(),
    };
    let mut story = Story::begin(Order::Recharge(order), at, &mut dice);
    story.debited();
    story.silent();
    story.asked(975, Said::Exception);
    story.settled(1_260, false, "Helpdesk by telephone: no record of it, nothing debited");
    story.then(1_320, Event::GivenBack);
    diary.tell(story);
}
