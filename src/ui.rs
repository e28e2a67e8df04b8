//! The window: what it looks like, what it says, and the screens made of both.

mod app;
mod balance;
mod bulk;
mod callbacks_card;
mod catalogue;
pub mod collect;
mod commands;
mod connect_card;
mod disputes;
pub mod fonts;
mod order_words;
mod pay;
mod payout;
mod place_card;
mod practice_page;
pub mod qr;
mod quick;
mod recent;
mod recharge;
mod result;
mod sentences;
mod settings_page;
mod shop;
mod status;
pub mod theme;
mod tone;
mod top_bar;
mod wallet;
mod warnings_card;
pub mod widgets;
pub mod words;

pub use app::{App, SMALLEST_WINDOW, WINDOW};
pub use shop::{ChooseFile, Line, Notify};
