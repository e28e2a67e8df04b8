//! The judge's own arithmetic of time: when a service may be asked (M6), and what is a payment
//! made twice (M14). Calendar months in India Standard Time are counted here, not by Galla.

use std::collections::BTreeMap;
use std::time::Duration;

use galla::time::Moment;
use galla::transaction::{Event, Service, State, Transaction};

use super::books::Question;
use super::evidence::Heard;
use super::judge::{Case, Story, count};
use super::shop::Wants;
use super::world::{Born, HOUR, MINUTE, SECOND};

/// India Standard Time is so many milliseconds ahead of Greenwich.
const AHEAD: i64 = 19_800_000;

/// Judges the limits.
pub fn judge(case: &Case<'_>) {
    for (agent_id, questions) in &case.books.questions {
        let (Some(story), Some(born)) = (case.story(*agent_id), case.world.born(*agent_id)) else {
            case.wrong(format!("M6: {agent_id} was asked about and is not in the ledger"));
            continue;
        };
        m6_no_question_comes_too_soon(case, story, born, questions);
        m6_no_question_comes_out_of_the_window(case, story, questions);
        let asked = count(story, |event| matches!(event, Event::StatusAsked { .. }));
        if asked < questions.len() {
            let arrived = questions.len();
            case.wrong(format!(
                "M6: {arrived} questions about {agent_id} arrived, {asked} are written"
            ));
        }
    }
    m14_the_same_again_was_asked_about(case);
}

/// How long after a transaction, and after a question, the service may be asked.
fn gaps(service: Service) -> (Duration, Duration) {
    match service {
        Service::WalletLoad => (10 * SECOND, 10 * SECOND),
        _ => (15 * MINUTE, HOUR),
    }
}

/// By true time, to the millisecond. Where the wall clock was set forward and Galla started in
/// between, only the wall times in the ledger can be held: nothing else outlives a run.
fn m6_no_question_comes_too_soon(
    case: &Case<'_>,
    story: &Story,
    born: Born,
    questions: &[Question],
) {
    let (first, next) = gaps(story.transaction.order.service());
    let begun = story.transaction.at;
    let mut since = (born.at, begun, first);
    for question in questions {
        let wall = Moment::from_millis(question.at.millis() + question.off);
        for (from, on_the_wall, gap) in [since, (born.at, begun, first)] {
            let waited = question.at.since(from);
            if waited >= gap {
                continue;
            }
            let restarted = case.world.restarted_between(from, question.at);
            if !restarted || wall.since(on_the_wall) < gap {
                let id = story.agent_id();
                case.wrong(format!(
                    "M6: {id} was asked about after {waited:?}, {gap:?} are the least"
                ));
            }
        }
        since = (question.at, wall, next);
    }
}

/// Only in the calendar month of the transaction and the one after it, by the shop's clock.
fn m6_no_question_comes_out_of_the_window(case: &Case<'_>, story: &Story, questions: &[Question]) {
    if story.transaction.order.service() == Service::WalletLoad {
        return;
    }
    for question in questions {
        let asked = month(question.at.millis() + question.off);
        let later = asked - month(story.transaction.at.millis());
        if !(0..=1).contains(&later) {
            let id = story.agent_id();
            case.wrong(format!("M6: {id} was asked about {later} months after its own"));
        }
    }
}

/// The calendar month in India of a moment, counted from the beginning of the calendar.
fn month(millis: i64) -> i64 {
    // Days since 1 March of the year 0, in eras of 400 years of 146,097 days.
    let days = (millis + AHEAD).div_euclid(86_400_000) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    (era * 400 + year) * 12 + from_march + 2
}

/// Whether it could be asked about during the whole of the last opening.
pub fn is_in_window(case: &Case<'_>, story: &Story) -> bool {
    let later = month(case.last.1.millis()) - month(story.transaction.at.millis());
    let sooner = month(case.last.0.millis()) - month(story.transaction.at.millis());
    later <= 1 && sooner >= 0
}

/// Until when Galla may let it be at the latest: wall times that were set forward make it wait,
/// and after a day of questions it asks seldom.
pub fn waits_until(transaction: &Transaction) -> Moment {
    let since = transaction.last_asked.map_or(transaction.at, |asked| asked.max(transaction.at));
    since.after(if transaction.times_asked < 24 { HOUR } else { 6 * HOUR } + 30 * MINUTE)
}

/// A payment that repeats one which is unresolved, or which succeeded in the last ten minutes
/// by the shop's clock, is made only when the agent was asked.
fn m14_the_same_again_was_asked_about(case: &Case<'_>) {
    let mut alike: BTreeMap<&Wants, Vec<&Story>> = BTreeMap::new();
    for story in &case.stories {
        if let Some(click) = case.click(story)
            && click.wants.service != Service::Collection
        {
            alike.entry(&click.wants).or_default().push(story);
        }
    }
    for stories in alike.values() {
        for story in stories {
            if case.click(story).is_some_and(|click| click.despite_earlier) {
                continue;
            }
            let (Some(intent), Some(born)) =
                (story.events.first(), case.world.born(story.agent_id()))
            else {
                continue;
            };
            let earlier =
                |other: &&&Story| other.events.first().is_some_and(|first| first.seq < intent.seq);
            for other in stories.iter().filter(earlier) {
                let heard = Heard::before(intent.seq, case.books, other);
                let recent = heard
                    .first_success
                    .is_some_and(|then| born.wall.millis() - then.millis() < 10 * 60_000);
                let repeats = match heard.state() {
                    State::Sending | State::Pending => true,
                    State::Success => recent,
                    _ => false,
                };
                if repeats {
                    let (id, other) = (story.agent_id(), other.agent_id());
                    case.wrong(format!("M14: {id} repeats {other}, and nobody asked the agent"));
                }
            }
        }
    }
}

#[test]
fn the_judges_months_are_those_of_the_calendar_in_india() {
    let at = |text| Moment::from_http(text).unwrap().millis();
    let before = month(at("Wed, 31 Dec 2025 18:29:59 GMT"));
    assert_eq!(month(at("Wed, 31 Dec 2025 18:30:00 GMT")), before + 1);
    assert_eq!(month(at("Sat, 28 Feb 2026 18:29:59 GMT")), before + 2);
    assert_eq!(month(at("Sat, 28 Feb 2026 18:30:00 GMT")), before + 3);
    assert_eq!(month(at("Tue, 29 Feb 2028 12:00:00 GMT")), before + 26);
}
