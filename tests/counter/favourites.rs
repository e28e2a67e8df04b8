//! The favourites: kept, renamed and taken away, as events of the ledger (M9).

use galla::counter::{Command, Update};
use galla::ledger::LedgerError;
use galla::transaction::Favourite;

use super::shop::{LIVE_TOKEN, Shop, connect, order};

impl Shop {
    /// Asks for a change and waits for all favourites, or why it was not kept.
    fn change_favourites(&mut self, command: Command) -> Result<Vec<(i64, String)>, String> {
        self.send(command);
        self.wait_for(|update| match update {
            Update::Favourites(kept) => {
                Some(Ok(kept.iter().map(|one| (one.id, one.favourite.name.clone())).collect()))
            }
            Update::FavouritesNotKept(error) => Some(Err(format!("{error:?}"))),
            _ => None,
        })
    }

    /// The favourites that a counter tells when it opens.
    fn told_favourites(&mut self) -> usize {
        self.wait_for(|update| match update {
            Update::Favourites(kept) => Some(kept.len()),
            _ => None,
        })
    }
}

fn keep(id: Option<i64>, name: &str) -> Command {
    let favourite = Favourite::of(&order("9876543210", 199)).renamed(name).unwrap();
    Command::KeepFavourite { id, favourite: Box::new(favourite) }
}

#[test]
fn m9_favourites_are_kept_renamed_and_taken_away_each_counters_own() {
    let mut shop = Shop::open();
    assert_eq!(shop.told_favourites(), 0);
    let kept = shop.change_favourites(keep(None, "Asha")).unwrap();
    let asha = kept[0].0;
    let kept = shop.change_favourites(keep(None, "Ravi")).unwrap();
    let ravi = kept[1].0;
    let kept = shop.change_favourites(keep(Some(asha), "Asha Devi")).unwrap();
    assert_eq!(kept, [(asha, "Asha Devi".to_owned()), (ravi, "Ravi".to_owned())]);
    let kept = shop.change_favourites(Command::RemoveFavourite(ravi)).unwrap();
    assert_eq!(kept.len(), 1);
    let gone = shop.change_favourites(Command::RemoveFavourite(ravi));
    assert_eq!(gone, Err(format!("{:?}", LedgerError::NoFavourite(ravi))));
    shop.restart();
    assert_eq!(shop.told_favourites(), 1);
    shop.connect();
    assert_eq!(shop.told_favourites(), 0, "the live counter has its own");
    shop.change_favourites(keep(None, "Meena")).unwrap();
    // The same counter with the token tried once more: the window forgot, and is told again.
    shop.change_counter(|| connect(LIVE_TOKEN)).unwrap();
    assert_eq!(shop.told_favourites(), 1);
    assert_eq!(shop.books().entries().len(), 0);
}
