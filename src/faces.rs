//! The font files that come with Galla, for the window and for paper.

/// Latin, with the digits and the signs of money.
pub static LATIN: &[u8] = include_bytes!("../assets/fonts/NotoSans-Regular.ttf");

/// Latin, for what is to be seen first.
pub static LATIN_STRONG: &[u8] = include_bytes!("../assets/fonts/NotoSans-SemiBold.ttf");

/// Devanagari, without digits and signs: they are Latin's.
pub static DEVANAGARI: &[u8] = include_bytes!("../assets/fonts/NotoSansDevanagari-Regular.ttf");

/// Devanagari, for what is to be seen first.
pub static DEVANAGARI_STRONG: &[u8] =
    include_bytes!("../assets/fonts/NotoSansDevanagari-SemiBold.ttf");
