//! Why a PIN was not taken, kept or removed, in words, with the next step.

use std::time::Duration;

use crate::counter::PinProblem;
use crate::time::Moment;
use crate::ui::sentences;
use crate::ui::shop::Shop;
use crate::ui::words::Value;

/// Why a PIN was not taken, kept or removed.
pub fn pin(shop: &Shop, problem: PinProblem) -> String {
    let words = &shop.words;
    match problem {
        PinProblem::Wrong { left } => words.say_with("pin-wrong", &[("count", Value::from(left))]),
        PinProblem::Wait(from) => {
            let time = words.clock(whole_minute(from));
            words.say_with("pin-wait", &[("time", Value::from(time))])
        }
        PinProblem::NotAPin => words.say("pin-not-a-pin"),
        PinProblem::NotTheToken => words.say("pin-not-the-token"),
        PinProblem::NotPractice => words.say("pin-not-practice"),
        PinProblem::Keyring(error) => sentences::keyring(words, &error),
        PinProblem::StillKept(error) => {
            format!("{} {}", words.say("pin-still-kept"), sentences::keyring(words, &error))
        }
        PinProblem::NoRandomness => words.say("not-paid-no-randomness"),
    }
}

/// The minute at which it is certainly allowed: times are said without seconds.
fn whole_minute(from: Moment) -> Moment {
    const MINUTE: Duration = Duration::from_secs(60);
    let over = from.seconds().rem_euclid(60);
    match u64::try_from(over) {
        Ok(over) if over > 0 => from.after(MINUTE - Duration::from_secs(over)),
        _ => from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_that_is_said_is_not_too_early() {
        let minute = 60_000;
        for (from, said) in [(0, 0), (1_000, 60_000), (59_999, 60_000), (60_000, 60_000)] {
            let said_then = whole_minute(Moment::from_millis(minute * 7 + from));
            assert_eq!(said_then.seconds(), (minute * 7 + said) / 1_000, "{from}");
        }
    }
}
