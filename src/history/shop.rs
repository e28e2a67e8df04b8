//! Where a practice shop with a history lies: in a folder of its own, never in the place of another ledger.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::{LONGEST, make};
use crate::ledger::LedgerError;
use crate::settings::{Home, Settings, SettingsError};
use crate::time::Moment;

/// A practice shop that is ready to be opened.
#[derive(Debug)]
pub struct PracticeShop {
    /// Its own home, with its own settings, ledger and logs.
    pub home: Home,
    /// Whether it was made just now; else it was there, and is as it was left.
    pub new: bool,
}

/// Why there is no practice shop.
#[derive(Debug, thiserror::Error)]
pub enum NoShop {
    /// Its folder cannot be made.
    #[error("the practice shop cannot be kept in {0}: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// Its ledger cannot be made.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Its settings cannot be kept.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl PracticeShop {
    /// Finds the shop of so many days up to today and of this seed in the folder of practice
    /// shops of `home`, or makes it there. It is there whole or not at all: a program that is
    /// killed meanwhile leaves no half of it. Looks and names come from `like`.
    ///
    /// # Errors
    /// [`NoShop`].
    pub fn find(
        home: &Home,
        like: &Settings,
        days: u32,
        seed: u64,
        now: Moment,
    ) -> Result<Self, NoShop> {
        let days = days.min(LONGEST);
        let shops = home.practice_shops();
        let folder = shops.join(format!("{}-{days}-days-{seed}", now.day()));
        let failed = |error| NoShop::Io(folder.clone(), error);
        if folder.try_exists().map_err(failed)? {
            return Ok(Self { home: Home::at(&folder)?, new: false });
        }
        fs::create_dir_all(&shops).map_err(failed)?;
        let making = tempfile::Builder::new().prefix(".making-").tempdir_in(&shops);
        let making = making.map_err(failed)?;
        // A home is made private; what it is moved out of goes away with `making`.
        let inside = making.path().join("shop");
        let made = Home::at(&inside)?;
        make(&made.ledger_file(true), days, seed, now)?;
        settings(like).save(&made)?;
        let new = match fs::rename(&inside, &folder) {
            Ok(()) => true,
            // Another start was faster.
            Err(_) if folder.is_dir() => false,
            Err(error) => return Err(failed(error)),
        };
        Ok(Self { home: Home::at(&folder)?, new })
    }
}

/// The settings of a shop that looks like another one, and whose payouts have a place to come from.
fn settings(like: &Settings) -> Settings {
    let or = |of: &String, other: &str| if of.is_empty() { other.to_owned() } else { of.clone() };
    let mut settings = Settings::default();
    settings.shop_name = or(&like.shop_name, "Asha Telecom");
    settings.language.clone_from(&like.language);
    settings.theme = like.theme;
    settings.text_size = like.text_size;
    settings.endpoint_address = or(&like.endpoint_address, "203.0.113.7");
    settings.latitude = or(&like.latitude, "28.6139");
    settings.longitude = or(&like.longitude, "77.2090");
    // Whoever has had a shop for months knows the way about it.
    settings.tour_seen = true;
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Ledger, LedgerKind, Reader};
    use crate::settings::Theme;
    use crate::transaction::{Service, ShopEvent};

    const NOW: Moment = Moment::from_millis(1_795_579_800_000);

    #[test]
    fn m9_a_shop_is_made_once_and_opened_again_as_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path()).unwrap();
        let mut like = Settings::default();
        like.theme = Theme::Dark;
        let find = |days, now| PracticeShop::find(&home, &like, days, 1, now).unwrap();
        let shop = find(3, NOW);
        assert!(shop.new && shop.home.data().starts_with(folder.path()));
        assert_eq!(Settings::load(&shop.home).0.theme, Theme::Dark);
        let events = |shop: &PracticeShop| {
            Reader::open(&shop.home.ledger_file(true)).unwrap().event_count().unwrap()
        };
        let before = events(&shop);
        let mut ledger =
            Ledger::open(&shop.home.ledger_file(true), LedgerKind::Practice, NOW).unwrap();
        let holds = crate::money::Paise::ZERO;
        ledger.append_shop(NOW, &ShopEvent::Balance { service: Service::Payout, holds }).unwrap();
        drop(ledger);
        let again = find(3, NOW);
        assert!(!again.new);
        assert_eq!(events(&again), before + 1, "what was done in it is still there");
        let tomorrow = NOW.day().next().start();
        for other in [find(4, NOW), find(3, tomorrow)] {
            assert!(other.new && other.home.data() != shop.home.data());
        }
        assert!(!home.ledger_file(true).exists(), "the practice counter's own ledger is another");
        let left = fs::read_dir(home.practice_shops()).unwrap().count();
        assert_eq!(left, 3, "nothing half made is left behind");
    }
}
