//! A practice shop with a history: a ledger as a shop has it after months of lifelike days, the
//! same for the same seed and the same today.
//!
//! [`make`] writes it, by the way that the counter writes a ledger. [`before`] reads any practice
//! ledger and says what the practice gateway must know of it: what its wallets hold, and how each
//! payment really ended. What the ledger does not know is so as the number says
//! ([`crate::practice::OUTCOMES`]). So both agree to the paisa, but for one payment of the last
//! evening, which is what a day's start is there to find ([`BILL`]).

mod answers;
mod before;
mod days;
mod diary;
mod open;
mod people;
mod rhythm;
mod shop;
mod story;
mod till;

use std::path::Path;

pub use before::before;
pub use open::BILL;
pub use shop::{NoShop, PracticeShop};

use crate::ledger::{Ledger, LedgerError, LedgerKind};
use crate::time::Moment;

use days::{Days, minutes};
use diary::Diary;
use people::People;

/// The longest history, in days.
pub const LONGEST: u32 = 366;

/// Makes the new practice ledger at `path`, whose history of so many days ends yesterday;
/// without a day, it is empty.
///
/// # Errors
/// [`LedgerError::Exists`] when there is a file at `path`, and as [`Ledger::open`].
pub fn make(path: &Path, days: u32, seed: u64, now: Moment) -> Result<(), LedgerError> {
    if path.try_exists()? {
        return Err(LedgerError::Exists(path.to_owned()));
    }
    let mut ledger = Ledger::open(path, LedgerKind::Practice, now)?;
    ledger.append_made(history(days, seed, now).play())
}

fn history(days: u32, seed: u64, now: Moment) -> Diary {
    let (today, days) = (now.day(), u64::from(days.min(LONGEST)));
    let people = People::of(seed);
    let mut diary = Diary::until(today.start());
    let mut shop = Days { seed, people: &people, diary: &mut diary };
    let mut opened = Vec::new();
    for ago in (1..=days).rev() {
        opened.extend(shop.day(today.days_before(ago), ago).map(|hours| (ago, hours)));
    }
    if let Some((_, first)) = opened.first() {
        shop.at_hand(first.open.after(minutes(90)));
    }
    // In the morning: it is known that nothing is known before the wallets are read at night.
    let some_morning = |least: u64, most: u64| {
        let days = opened.iter().filter(|(ago, _)| (least..most).contains(ago));
        days.map(|(_, hours)| hours.open.after(minutes(64))).next()
    };
    open::tell(&mut diary, &people, seed, some_morning(64, 80), some_morning(2, 5));
    if let Some((1, yesterday)) = opened.last() {
        open::plant(&mut diary, yesterday, seed);
    }
    diary
}

#[cfg(test)]
mod tests;
