//! A day's rhythm: when the shop opens and closes, and when its customers come (India Standard Time).

use std::time::Duration;

use crate::dice::Dice;
use crate::time::{Day, Moment};

/// How many customers come in an hour, beside each other.
const HOURS: [(u32, u64); 12] = [
    (9, 3),
    (10, 6),
    (11, 8),
    (12, 7),
    (13, 4),
    (14, 3),
    (15, 3),
    (16, 5),
    (17, 8),
    (18, 10),
    (19, 9),
    (20, 5),
];

/// One agent serves one customer after another.
const A_CUSTOMER: Duration = Duration::from_secs(45);

/// A day on which the shop is open.
pub(super) struct Hours {
    pub open: Moment,
    pub close: Moment,
    /// When somebody wants something, the first first.
    pub customers: Vec<Moment>,
}

/// A day's hours; `None` on a day on which the shop stays closed.
pub(super) fn hours(day: Day, dice: &mut Dice, may_stay_closed: bool) -> Option<Hours> {
    if may_stay_closed && dice.in_thousand(18) {
        return None;
    }
    let (sunday, saturday) = (day.weekday() == 0, day.weekday() == 6);
    let clock = |hour, minute: u64| {
        Moment::from_ist_parts(day, hour, u32::try_from(minute).unwrap_or(0), 0)
    };
    let open = clock(if sunday { 9 } else { 8 }, dice.between(35, 59))?;
    let close = clock(if sunday { 14 } else { 21 }, dice.between(0, 25))?;
    let mut count = dice.between(48, 78);
    // Salaries come at the month's beginning, and plans run out.
    if day.ymd().2 <= 7 {
        count = count * 5 / 4;
    }
    count = match (sunday, saturday) {
        (true, _) => count / 2,
        (_, true) => count * 6 / 5,
        _ => count,
    };
    let until = if sunday { 14 } else { 21 };
    let mut weights = HOURS.to_vec();
    weights.retain(|(hour, _)| *hour < until);
    let mut customers: Vec<Moment> = (0..count)
        .filter_map(|_| {
            let hour = clock(dice.weighted(&weights), 0)?;
            Some(hour.after(Duration::from_secs(dice.below(3_600))))
        })
        .collect();
    customers.sort();
    let mut free = open.after(Duration::from_secs(15 * 60));
    for customer in &mut customers {
        *customer = free.max(*customer);
        free = customer.after(A_CUSTOMER + Duration::from_secs(dice.below(30)));
    }
    let served = close.millis() - 6 * 60_000;
    customers.retain(|at| at.millis() < served);
    Some(Hours { open, close, customers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_rushes_and_a_sunday_half_of_them() {
        let sunday = Day::from_ymd(2026, 11, 22).unwrap();
        let (mut by_hour, mut of_sundays) = ([0_usize; 24], 0);
        for seed in 0..40 {
            let mut dice = Dice::of(seed);
            let day = hours(sunday.before(), &mut dice, false).unwrap();
            assert!(day.customers.windows(2).all(|two| two[1].since(two[0]) >= A_CUSTOMER));
            assert!(day.customers.iter().all(|at| (day.open..day.close).contains(at)));
            for at in &day.customers {
                by_hour[usize::try_from(at.hour_minute().0).unwrap()] += 1;
            }
            of_sundays += hours(sunday, &mut dice, false).unwrap().customers.len();
        }
        assert!(by_hour[18] > 2 * by_hour[14], "{by_hour:?}");
        assert!(by_hour[11] > by_hour[9] && by_hour[..8].iter().sum::<usize>() == 0);
        let of_saturdays: usize = by_hour.iter().sum();
        assert!(of_saturdays > 3 * of_sundays / 2, "{of_saturdays} and {of_sundays}");
        let closed = (0..1_000).filter(|seed| hours(sunday, &mut Dice::of(*seed), true).is_none());
        assert!((5..40).contains(&closed.count()));
    }
}
