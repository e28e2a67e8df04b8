//! How much of a stranger's text is kept, and how it shows that it was cut (money rules M3, M12).

/// Stands at the end of a text that was cut. With it a text is no amount, no number, no id and
/// no status any more: what was left out could have made it another one.
pub const CUT: &str = "…";

/// The text, or its beginning with a mark when it has more than so many bytes.
#[must_use]
pub fn kept(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(CUT.len());
    let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}{CUT}", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Paise;

    #[test]
    fn a_text_that_fits_is_kept_as_it_is() {
        assert_eq!(kept("20.00", 5), "20.00");
        assert_eq!(kept("", 0), "");
    }

    #[test]
    fn m3_a_text_that_was_cut_says_so_and_is_no_amount() {
        let padded = format!("20.00{}1", " ".repeat(90));
        let cut = kept(&padded, 90);
        assert_eq!(cut.len(), 90);
        assert!(cut.starts_with("20.00 ") && cut.ends_with(CUT), "{cut}");
        assert!(cut.parse::<Paise>().is_err());
    }

    #[test]
    fn a_text_is_cut_between_two_letters() {
        assert_eq!(kept("रुपये", 10), "रु…");
        assert_eq!(kept("रुपये", 9), "रु…");
        assert_eq!(kept("रुपये", 3), "…");
    }
}
