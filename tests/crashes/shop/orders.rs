//! The orders of a shop's customers: every service, every ending that the practice gateway knows.

use galla::money::Paise;
use galla::transaction::order::{Place, TransferMode};
use galla::transaction::{Category, CollectionOrder, Order, PayoutOrder, RechargeOrder};

use crate::dice::Dice;
use crate::payu::load;

/// The last two digits of numbers and accounts: what succeeds, fails, waits, is reversed, is
/// never answered, and every way of answering wrongly but the one of ten megabytes.
const ENDINGS: &[u64] = &[
    0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 30,
    36,
];

/// The paise of a collection.
const COLLECTED: &[u64] = &[0, 0, 1, 2, 3, 6, 7, 8, 9, 10, 11];

/// The paise of a load.
const LOADED: &[u64] = &[0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10];

/// An order of any service. The customer of a load comes back to `way_back`.
pub fn any(dice: &mut Dice, way_back: &str) -> Order {
    match dice.below(10) {
        0 | 1 => payout(dice),
        2 | 3 => {
            let amount = rupees_and(dice, COLLECTED);
            Order::Collection(CollectionOrder { amount, note: String::new() })
        }
        4 | 5 => load(&rupees_and(dice, LOADED).to_wire(), [way_back; 2]),
        _ => Order::Recharge(RechargeOrder {
            category: Category::MobilePrepaid,
            number: ending(dice, "98"),
            operator: "PMJ".into(),
            operator_name: "Jio".into(),
            circle: "0".into(),
            amount: rupees_and(dice, &[0]),
            optionals: Default::default(),
            customer_name: "Meena".into(),
        }),
    }
}

/// Ten digits.
fn ending(dice: &mut Dice, beginning: &str) -> String {
    format!("{beginning}{:06}{:02}", dice.below(1_000_000), dice.one_of(ENDINGS))
}

/// From 20 to 119 rupees and one of these paise.
fn rupees_and(dice: &mut Dice, paise: &[u64]) -> Paise {
    let paise = (20 + dice.below(100)) * 100 + dice.one_of(paise);
    Paise::from_paise(i64::try_from(paise).unwrap())
}

fn payout(dice: &mut Dice) -> Order {
    Order::Payout(PayoutOrder {
        beneficiary_name: "Sunita Devi".into(),
        account: ending(dice, "50"),
        ifsc: "HDFC0001234".into(),
        bank: "HDFC Bank".into(),
        mode: TransferMode::Imps,
        amount: rupees_and(dice, &[0, 50]),
        mobile: "9876543210".into(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    })
}
