//! Favourites: an order that comes again and again, kept under a name, a key away from the form.

use serde::{Deserialize, Serialize};

use super::order::{Order, TextProblem};

/// How many favourites a service has at most: one for each of the keys 1 to 9.
pub const MOST: usize = 9;

/// The longest name of a favourite, in characters.
const LONGEST: usize = 30;

/// An order that the agent keeps at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favourite {
    /// What the agent calls it.
    pub name: String,
    /// What is filled into the form.
    pub order: Box<Order>,
}

impl Favourite {
    /// A favourite of an order under the name of its customer, or else its number.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let name = order.name();
        let name = if name.trim().is_empty() { order.target() } else { name.trim() };
        Self { name: name.chars().take(LONGEST).collect(), order: Box::new(order.clone()) }
    }

    /// The same favourite under another name.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn renamed(&self, name: &str) -> Result<Self, TextProblem> {
        let name = name.trim();
        if name.is_empty() {
            Err(TextProblem::Required)
        } else if name.chars().count() > LONGEST {
            Err(TextProblem::TooLong(LONGEST))
        } else if name.chars().any(char::is_control) {
            Err(TextProblem::Character)
        } else {
            Ok(Self { name: name.to_owned(), order: self.order.clone() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::testing::recharge;

    #[test]
    fn a_favourite_has_the_customers_name_or_the_number() {
        let mut order = recharge("9876543210", 19_900);
        assert_eq!(Favourite::of(&order).name, "9876543210");
        if let Order::Recharge(recharge) = &mut order {
            recharge.customer_name = "आशा ".repeat(20);
        }
        assert_eq!(Favourite::of(&order).name.chars().count(), LONGEST);
    }

    #[test]
    fn a_name_is_something_that_can_be_shown() {
        let favourite = Favourite::of(&recharge("9876543210", 19_900));
        assert_eq!(favourite.renamed(" Asha ").unwrap().name, "Asha");
        let table = [
            ("  ", TextProblem::Required),
            ("a\nb", TextProblem::Character),
            (&"x".repeat(31), TextProblem::TooLong(30)),
        ];
        for (name, problem) in table {
            assert_eq!(favourite.renamed(name), Err(problem), "{name:?}");
        }
    }
}
