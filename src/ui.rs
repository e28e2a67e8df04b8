//! The window: what it looks like, what it says, and the screens made of both.

pub mod fonts;
pub mod theme;
pub mod widgets;
pub mod words;
