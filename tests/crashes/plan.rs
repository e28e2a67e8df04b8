//! How a shop is killed, kill by kill.

use std::time::Duration;

use galla::points::Point;

use super::dice::Dice;

/// One ledger sees no more kills than this: checking it whole after each takes ever longer.
pub const STORY: usize = 75;

/// How the shop is killed.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// By itself, when it comes to a point for the so-manieth time.
    At(Point, u32),
    /// By its parent, after so many lines and then at no particular moment.
    After { lines: u64, pause: Duration },
}

/// So many kills, at every point if `all` of them are wanted, the rest at points and at random
/// moments by halves.
pub fn plan(dice: &mut Dice, count: usize, all: bool) -> Vec<How> {
    let mut kills: Vec<How> = match all {
        true => Point::ALL.iter().map(|point| at(dice, *point)).collect(),
        false => Vec::new(),
    };
    while kills.len() < count {
        kills.push(match dice.below(2) {
            0 => at_any(dice),
            _ => How::After {
                lines: dice.below(40),
                pause: Duration::from_micros(dice.below(20_000)),
            },
        });
    }
    dice.shuffle(&mut kills);
    kills
}

fn at_any(dice: &mut Dice) -> How {
    let point = dice.one_of(Point::ALL);
    at(dice, point)
}

/// At a point, for the first time or at one of the next times it is come to.
fn at(dice: &mut Dice, point: Point) -> How {
    let often = match point {
        Point::CommitBegun | Point::TablesWritten | Point::EventWritten | Point::Committed => 40,
        Point::RequestLeaving => 20,
        Point::PaymentTaken
        | Point::IntentWritten
        | Point::PaymentBegun
        | Point::SentWritten
        | Point::AnswerCome
        | Point::AnswerWritten => 6,
        Point::QuestionWritten | Point::StatusCome | Point::StatusWritten => 3,
        Point::ClaimTaken | Point::ClaimWritten | Point::ClaimAnswered => 2,
        // Once a start, or seldom.
        _ => 1,
    };
    How::At(point, u32::try_from(dice.below(often) + 1).unwrap())
}
