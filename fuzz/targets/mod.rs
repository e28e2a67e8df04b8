//! What must hold for any bytes whatever, one function a reader of foreign bytes.
//!
//! `cargo fuzz run NAME` feeds one of them for as long as one likes; `tests/fuzz` replays every
//! corpus and feeds all of them for half a minute. Each is a second, simpler reading of the same
//! rule, written without looking at the first.

mod answers;
mod events;
mod links;
mod texts;

pub use answers::{json_answer, xml_answer};
pub use events::event_codec;
pub use links::upi_link;
pub use texts::{amount, callback_query, catalogue_csv};

use galla::ids::AgentId;
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::order::{Place, TransferMode, WalletForm};
use galla::transaction::{
    Category, CollectionOrder, Order, PayoutOrder, RechargeOrder, WalletOrder,
};

/// A function that panics when something does not hold.
pub type Target = fn(&[u8]);

/// Each target with its name, which is that of its corpus.
pub const TARGETS: [(&str, Target); 7] = [
    ("json_answer", json_answer),
    ("xml_answer", xml_answer),
    ("callback_query", callback_query),
    ("upi_link", upi_link),
    ("amount", amount),
    ("catalogue_csv", catalogue_csv),
    ("event_codec", event_codec),
];

/// When everything that is fuzzed was asked for.
const AT: Moment = Moment::from_millis(1_795_461_307_000);

/// The number of every order.
const NUMBER: &str = "9999999999";

/// The amount of every order: ₹20.00.
const PAISE: i64 = 2_000;

/// The AgentID of every order.
fn id() -> AgentId {
    AgentId::from_parts(AT, 7)
}

/// One order of each of PGPE's services.
fn orders() -> [Order; 3] {
    let amount = Paise::from_paise(PAISE);
    let recharge = RechargeOrder {
        category: Category::MobilePrepaid,
        number: NUMBER.to_owned(),
        operator: "PMJ".to_owned(),
        operator_name: "Jio".to_owned(),
        circle: "0".to_owned(),
        amount,
        optionals: Default::default(),
        customer_name: String::new(),
    };
    let payout = PayoutOrder {
        beneficiary_name: "Asha".to_owned(),
        account: "012345678901".to_owned(),
        ifsc: "HDFC0001234".to_owned(),
        bank: "HDFC Bank".to_owned(),
        mode: TransferMode::Imps,
        amount,
        mobile: NUMBER.to_owned(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    };
    let collection = CollectionOrder { amount, note: String::new() };
    [Order::Recharge(recharge), Order::Payout(payout), Order::Collection(collection)]
}

/// A wallet load of the same amount.
fn load() -> Order {
    let form = WalletForm {
        first_name: "Asha".to_owned(),
        last_name: "Devi".to_owned(),
        mobile: NUMBER.to_owned(),
        email: "asha@shop.example".to_owned(),
        amount: "20".to_owned(),
        ..WalletForm::default()
    };
    let back = "https://shop.example/back";
    Order::WalletLoad(Box::new(WalletOrder::from_form(&form, back, back).unwrap()))
}

/// Whether a text is an amount by M8, and of how many paise: digits, or digits with commas where
/// India puts them, and at most two more after a point.
fn by_grammar(text: &str) -> Option<i64> {
    let (rupees, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let mut groups = rupees.split(',').rev();
    let last = groups.next().filter(|group| digits(group))?;
    let higher: Vec<&str> = groups.collect();
    // From the right: three, then twos, and one or two at the very left.
    let grouped = match higher.split_last() {
        None => true,
        Some((first, middle)) => {
            last.len() == 3
                && middle.iter().all(|group| digits(group) && group.len() == 2)
                && digits(first)
                && first.len() <= 2
        }
    };
    let paise = format!("{}{decimals:0<2}", rupees.replace(',', ""));
    paise.parse().ok().filter(|_| grouped)
}
