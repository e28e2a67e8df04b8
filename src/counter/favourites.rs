//! The favourites: changed in the ledger, and told to the window.

use std::sync::Arc;

use super::desk::Desk;
use super::messages::Update;
use crate::transaction::ShopEvent;

/// Tells the window all favourites.
pub async fn tell(desk: &Desk) {
    match desk.read(|reader| reader.favourites()).await {
        Ok(favourites) => desk.window.tell(Update::Favourites(favourites)),
        Err(error) => tracing::error!(%error, "the favourites cannot be read"),
    }
}

/// Keeps, changes or takes away a favourite, and tells the window all of them.
pub async fn change(desk: &Desk, event: ShopEvent) {
    match desk.append_shop(desk.clock.now(), event).await {
        Ok(_) => tell(desk).await,
        Err(error) => desk.window.tell(Update::FavouritesNotKept(Arc::new(error))),
    }
}
