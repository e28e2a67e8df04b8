//! The shop's customers: who they are, what they recharge or pay, and whom they send money to.

use crate::dice::Dice;
use crate::money::Paise;
use crate::practice::OPERATORS;
use crate::transaction::order::{Place, TransferMode};
use crate::transaction::{
    Beneficiary, Category, CollectionOrder, PayoutOrder, RechargeOrder, WalletOrder,
};

const FIRST: [&str; 28] = [
    "Asha",
    "Ravi",
    "Sunita",
    "Mohan",
    "Imran",
    "Lakshmi",
    "Deepak",
    "Pooja",
    "Rakesh",
    "Anjali",
    "Farhan",
    "Geeta",
    "Harish",
    "Kavita",
    "Manoj",
    "Neha",
    "Om",
    "Priya",
    "Rahul",
    "Salma",
    "Tarun",
    "Usha",
    "Vijay",
    "Yasmin",
    "आशा",
    "मोहन",
    "सुनीता",
    "रवि",
];

const LAST: [&str; 14] = [
    "Kumar", "Devi", "Sharma", "Verma", "Khan", "Gupta", "Singh", "Yadav", "Ansari", "Mishra",
    "Chauhan", "Joshi", "", "",
];

const BANKS: [(&str, &str); 7] = [
    ("State Bank of India", "SBIN"),
    ("Punjab National Bank", "PUNB"),
    ("HDFC Bank", "HDFC"),
    ("Bank of Baroda", "BARB"),
    ("Canara Bank", "CNRB"),
    ("ICICI Bank", "ICIC"),
    ("Union Bank of India", "UBIN"),
];

/// What a kind of customer pays, in rupees.
#[derive(Clone, Copy)]
enum Pays {
    /// One of the operators' plans, each as often as its weight says.
    Plans(&'static [(u64, u64)]),
    /// A bill between two amounts, with paise so many times in a thousand.
    Bill(u64, u64, u64),
}

/// A kind of customer of Recharge.
struct Kind {
    category: Category,
    /// Codes of practice operators with their weights.
    operators: &'static [(&'static str, u64)],
    /// How many such customers the shop has.
    people: u64,
    /// How many in a thousand recharges are theirs.
    share: u64,
    pays: Pays,
}

const PREPAID: &[(u64, u64)] = &[
    (19, 60),
    (29, 40),
    (99, 60),
    (155, 70),
    (179, 90),
    (199, 160),
    (239, 170),
    (265, 60),
    (299, 150),
    (349, 60),
    (399, 40),
    (666, 40),
    (719, 30),
    (859, 20),
    (2_999, 3),
];
const DTH: &[(u64, u64)] = &[(200, 20), (250, 20), (300, 30), (350, 15), (410, 10), (500, 5)];
const DATA: &[(u64, u64)] = &[(199, 5), (349, 3), (499, 2)];

#[rustfmt::skip]
const KINDS: [Kind; 8] = [
    Kind { category: Category::MobilePrepaid, operators: &[("PMA", 32), ("PMJ", 39), ("PMV", 18), ("PMB", 9), ("PMM", 2)], people: 230, share: 740, pays: Pays::Plans(PREPAID) },
    Kind { category: Category::Dth, operators: &[("PDT", 30), ("PDA", 25), ("PDD", 20), ("PDS", 15), ("PDV", 10)], people: 48, share: 118, pays: Pays::Plans(DTH) },
    Kind { category: Category::Electricity, operators: &[("PER", 5), ("PEY", 3), ("PET", 2)], people: 44, share: 74, pays: Pays::Bill(280, 3_600, 400) },
    Kind { category: Category::MobilePostpaid, operators: &[("PPA", 4), ("PPJ", 4), ("PPV", 2)], people: 16, share: 26, pays: Pays::Bill(399, 1_100, 900) },
    Kind { category: Category::Gas, operators: &[("PGI", 1)], people: 10, share: 14, pays: Pays::Bill(310, 980, 500) },
    Kind { category: Category::Insurance, operators: &[("PIL", 1)], people: 7, share: 10, pays: Pays::Bill(1_020, 5_400, 300) },
    Kind { category: Category::Landline, operators: &[("PLD", 3), ("PLA", 2)], people: 6, share: 10, pays: Pays::Bill(299, 900, 900) },
    Kind { category: Category::Datacard, operators: &[("PCJ", 3), ("PCA", 1)], people: 5, share: 8, pays: Pays::Plans(DATA) },
];

/// A customer of Recharge.
struct Customer {
    order: RechargeOrder,
    pays: Pays,
}

/// Everybody who comes to the shop.
pub(super) struct People {
    /// The customers of each of [`KINDS`], the most frequent first.
    kinds: Vec<Vec<Customer>>,
    /// Whom money is sent to.
    pub senders: Vec<Beneficiary>,
    loaders: Vec<WalletOrder>,
    place: Option<Place>,
}

impl People {
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::of_part(seed, 1);
        let kinds = KINDS.iter();
        Self {
            kinds: kinds
                .map(|kind| (0..kind.people).map(|_| customer(&mut dice, kind)).collect())
                .collect(),
            senders: (0..26).map(|_| sender(&mut dice)).collect(),
            loaders: (0..9).map(|_| loader(&mut dice)).collect(),
            place: Place::read("203.0.113.7", "28.6139", "77.2090").ok(),
        }
    }

    /// A recharge or a bill of somebody who comes again.
    pub(super) fn recharge(&self, dice: &mut Dice) -> Option<RechargeOrder> {
        let mut shares = Vec::from_iter((0_usize..).zip(KINDS.map(|kind| kind.share)));
        shares.retain(|(at, _)| self.kinds.get(*at).is_some_and(|some| !some.is_empty()));
        self.of_kind(dice.weighted(&shares), dice)
    }

    /// A prepaid recharge of somebody who comes again.
    pub(super) fn prepaid(&self, dice: &mut Dice) -> Option<RechargeOrder> {
        self.of_kind(0, dice)
    }

    fn of_kind(&self, kind: usize, dice: &mut Dice) -> Option<RechargeOrder> {
        let customer = often(self.kinds.get(kind)?, dice)?;
        Some(RechargeOrder { amount: customer.pays.amount(dice), ..customer.order.clone() })
    }

    /// Money sent home: whom to, and the order.
    pub(super) fn payout(&self, dice: &mut Dice) -> Option<PayoutOrder> {
        let to = often(&self.senders, dice)?;
        let hundreds =
            dice.weighted(&[(5, 2), (10, 4), (20, 5), (30, 3), (50, 4), (85, 1), (120, 1)]);
        Some(PayoutOrder {
            beneficiary_name: to.name.clone(),
            account: to.account.clone(),
            ifsc: to.ifsc.clone(),
            bank: to.bank.clone(),
            mode: to.mode,
            amount: rupees(hundreds * 100),
            mobile: to.mobile.clone(),
            place: self.place.clone()?,
        })
    }

    /// Money asked for by UPI.
    pub(super) fn collection(dice: &mut Dice) -> CollectionOrder {
        let notes = ["", "", "", "Photocopy", "Stationery", "Mobile cover", "Charger", "Earphones"];
        let amount = dice.weighted(&[(40, 2), (120, 3), (250, 4), (499, 3), (650, 2), (1_200, 1)]);
        CollectionOrder { amount: rupees(amount), note: dice.one_of(&notes).to_owned() }
    }

    /// A wallet to be loaded.
    pub(super) fn load(&self, dice: &mut Dice) -> Option<WalletOrder> {
        let amount = rupees(dice.weighted(&[(200, 3), (500, 5), (1_000, 3), (2_000, 1)]));
        Some(WalletOrder { amount, ..often(&self.loaders, dice)?.clone() })
    }
}

impl Pays {
    fn amount(self, dice: &mut Dice) -> Paise {
        match self {
            Self::Plans(plans) => rupees(dice.weighted(plans)),
            Self::Bill(least, most, with_paise) => {
                let paise = if dice.in_thousand(with_paise) { dice.below(100) } else { 0 };
                let paise = dice.between(least, most) * 100 + paise;
                Paise::from_paise(i64::try_from(paise).unwrap_or(i64::MAX))
            }
        }
    }
}

fn rupees(rupees: u64) -> Paise {
    i64::try_from(rupees).ok().and_then(Paise::from_rupees).unwrap_or_default()
}

/// One of them, the first more often than the last.
fn often<'a, T>(of: &'a [T], dice: &mut Dice) -> Option<&'a T> {
    let count = u64::try_from(of.len()).unwrap_or(0);
    let at = dice.below(count).min(dice.below(count));
    of.get(usize::try_from(at).unwrap_or(0))
}

fn customer(dice: &mut Dice, kind: &Kind) -> Customer {
    let code = dice.weighted(kind.operators);
    let operator = OPERATORS.iter().find(|operator| operator.code == code);
    let named = kind.category != Category::MobilePrepaid || dice.in_thousand(450);
    let mut optionals: [String; 4] = Default::default();
    if let ([first, ..], true) = (&mut optionals, operator.is_some_and(|of| of.needs_optional1)) {
        *first = match kind.category {
            Category::Insurance => {
                let [day, month] = [28, 12].map(|most| dice.between(1, most));
                format!("{day:02}/{month:02}/{}", dice.between(1958, 1996))
            }
            _ => digits(dice, "20", 10),
        };
    }
    Customer {
        pays: kind.pays,
        order: RechargeOrder {
            category: kind.category,
            number: number(dice, kind.category, code),
            operator: code.to_owned(),
            operator_name: operator.map_or(code, |operator| operator.name).to_owned(),
            circle: "0".to_owned(),
            amount: Paise::ZERO,
            optionals,
            customer_name: if named { name(dice) } else { String::new() },
        },
    }
}

/// A number as the operator's customers have it.
fn number(dice: &mut Dice, category: Category, operator: &str) -> String {
    match (category, operator) {
        (Category::Dth, "PDD") => digits(dice, "0", 11),
        (Category::Dth, "PDS") => digits(dice, "4", 11),
        (Category::Dth, "PDV") => digits(dice, "3", 8),
        (Category::Dth, _) => digits(dice, "1", 10),
        (Category::Electricity, "PET") => digits(dice, "6", 11),
        (Category::Electricity, _) => digits(dice, "1", 9),
        (Category::Gas, _) => digits(dice, "5", 10),
        (Category::Insurance, _) => digits(dice, "3", 9),
        (Category::Landline, "PLD") => digits(dice, "2", 8),
        (Category::Landline, _) => digits(dice, "11", 10),
        _ => mobile(dice),
    }
}

fn mobile(dice: &mut Dice) -> String {
    let first = dice.one_of(&["98", "99", "97", "96", "93", "88", "87", "82", "79", "70", "63"]);
    digits(dice, first, 10)
}

/// So many digits, of which the first are given. The last two are none of those with which the
/// practice gateway does something of its own: the same recharge again is a success.
fn digits(dice: &mut Dice, first: &str, count: usize) -> String {
    let middle = count.saturating_sub(first.len() + 2);
    let middle: String = (0..middle).map(|_| char::from(b'0' + (dice.below(10) as u8))).collect();
    format!("{first}{middle}{}", dice.between(40, 99))
}

fn name(dice: &mut Dice) -> String {
    format!("{} {}", dice.one_of(&FIRST), dice.one_of(&LAST)).trim().to_owned()
}

/// The first of some names: those that are not empty and can stand in an address for mail.
fn plain<'a>(names: &'a [&'static str], count: usize) -> &'a [&'static str] {
    names.get(..count).unwrap_or(names)
}

fn sender(dice: &mut Dice) -> Beneficiary {
    let (bank, code) = dice.one_of(&BANKS);
    Beneficiary {
        name: format!("{} {}", dice.one_of(plain(&FIRST, 24)), dice.one_of(plain(&LAST, 12))),
        account: digits(dice, "50", 12),
        ifsc: format!("{code}0{:06}", dice.below(1_000_000)),
        bank: bank.to_owned(),
        mobile: mobile(dice),
        mode: dice.weighted(&[(TransferMode::Imps, 9), (TransferMode::Neft, 1)]),
    }
}

fn loader(dice: &mut Dice) -> WalletOrder {
    let first = dice.one_of(plain(&FIRST, 24));
    let last = dice.one_of(plain(&LAST, 12));
    WalletOrder {
        customer_id: dice.between(1_000, 9_999).to_string(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        mobile: mobile(dice),
        email: format!("{}.{}@example.in", first.to_lowercase(), last.to_lowercase()),
        amount: Paise::ZERO,
        surl: "https://shop.example.in/paid".to_owned(),
        furl: "https://shop.example.in/not-paid".to_owned(),
        seamless: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::practice::for_number;
    use crate::transaction::RechargeForm;
    use crate::transaction::order::{PayoutForm, WalletForm};

    #[test]
    fn everybody_asks_for_what_the_forms_take() {
        let people = People::of(1);
        let practice = include_str!("../../assets/catalogue/practice.csv");
        let circles = include_str!("../../assets/catalogue/circles.csv");
        let catalogue = Catalogue::from_csv(practice, circles, true).unwrap();
        let mut dice = Dice::of(3);
        for _ in 0..1_500 {
            let order = people.recharge(&mut dice).unwrap();
            let form = RechargeForm {
                number: order.number.clone(),
                circle: order.circle.clone(),
                amount: order.amount.to_wire(),
                optionals: order.optionals.clone(),
                customer_name: order.customer_name.clone(),
            };
            let operator = catalogue
                .operators(order.category)
                .iter()
                .find(|operator| operator.code == order.operator);
            let taken = RechargeOrder::from_form(&form, order.category, operator, false);
            assert_eq!(taken.as_ref(), Ok(&order), "{order:?}");
            assert_eq!(for_number(&order.number).id, "practice-outcome-success");
        }
        for _ in 0..100 {
            let order = people.payout(&mut dice).unwrap();
            let mut form: PayoutForm = Beneficiary::of_order(&order).to_form();
            form.amount = order.amount.to_wire();
            let taken = PayoutOrder::from_form(&form, Some(order.place.clone()));
            assert_eq!(taken.as_ref(), Ok(&order));
            assert!(People::collection(&mut dice).amount > Paise::ZERO);
        }
        let load = people.load(&mut dice).unwrap();
        let form = WalletForm {
            customer_id: load.customer_id.clone(),
            first_name: load.first_name.clone(),
            last_name: load.last_name.clone(),
            mobile: load.mobile.clone(),
            email: load.email.clone(),
            amount: load.amount.to_wire(),
            seamless: false,
        };
        assert_eq!(WalletOrder::from_form(&form, &load.surl, &load.furl).as_ref(), Ok(&load));
    }
}
