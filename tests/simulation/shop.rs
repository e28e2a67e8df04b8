//! What the customers of a day want, and what the agent does about it: pays, clicks twice, goes
//! on despite an earlier one or not, asks too early, disputes, settles by hand.

use std::collections::BTreeMap;
use std::time::Duration;

use galla::counter::Ticket;
use galla::ids::AgentId;
use galla::money::Paise;
use galla::time::Moment;
use galla::transaction::operator::Operator;
use galla::transaction::order::{CollectionForm, PayoutForm, Place, WalletForm};
use galla::transaction::{
    Category, CollectionOrder, Order, PayoutOrder, RechargeForm, RechargeOrder, Service,
    WalletOrder,
};

use super::answers::spelled;
use super::fate::Fate;
use super::world::{DAY, HOUR, MINUTE, SECOND};

/// What a customer wants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wants {
    pub service: Service,
    /// The number or account; empty for a collection.
    pub target: String,
    pub paise: i64,
}

/// A customer, and what the agent does for this one.
#[derive(Clone, Debug)]
pub struct Customer {
    pub at: Moment,
    pub wants: Wants,
    /// How often the agent clicks where once is enough.
    pub clicks: u32,
    /// Whether the agent goes on when told of an earlier one like it.
    pub insists: bool,
    /// What the agent does afterwards, counted from when the payment was taken.
    pub afterwards: Vec<(Duration, Act)>,
}

/// What the agent does with a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Ask,
    Dispute,
    Settle(bool),
    Note,
    GiveBack,
}

/// What the agent was told of a click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Paying(AgentId),
    NotPaid,
}

/// One confirm sheet: its order has its own mark.
#[derive(Clone, Debug)]
pub struct Click {
    pub customer: usize,
    pub wants: Wants,
    pub despite_earlier: bool,
    pub ticket: Ticket,
    pub told: Option<Told>,
}

/// The agent.
pub struct Agent {
    pub customers: Vec<Customer>,
    /// Every confirm sheet by its mark.
    pub clicks: BTreeMap<u64, Click>,
    seed: u64,
    tickets: u64,
}

/// How often the agent tries for one customer.
const MOST_TRIES: u64 = 9;

impl Agent {
    /// The agent of a day that begins at `open` and is so long.
    pub fn of(seed: u64, open: Moment, length: Duration) -> Self {
        let count = 100 + Fate::of(seed, "customers", 0).below(200);
        let mut customers: Vec<Customer> = Vec::new();
        for number in 0..count {
            let mut fate = Fate::of(seed, "customer", number);
            let at = open.after(length.mul_f64(fate.below(1_000_000) as f64 / 1_000_000.0));
            let earlier = (!customers.is_empty() && fate.chance(18))
                .then(|| customers[fate.below(customers.len() as u64) as usize].clone());
            // Some come back for the same: soon, or once more at another hour.
            let (at, wants) = match earlier {
                Some(one) if fate.chance(80) => {
                    (one.at.after(fate.between(SECOND, 20 * MINUTE)), one.wants)
                }
                Some(one) => (at, one.wants),
                None => (at, wants(&mut fate)),
            };
            let afterwards = afterwards(&mut fate, wants.service);
            let clicks = fate.weighed(&[(85, 1), (10, 2), (5, 5)]);
            customers.push(Customer { at, wants, clicks, insists: fate.chance(60), afterwards });
        }
        Self { customers, clicks: BTreeMap::new(), seed, tickets: 0 }
    }

    /// Makes a confirm sheet for a customer, and the order on it; `None` when the agent has
    /// tried often enough.
    pub fn confirm(&mut self, customer: usize, despite_earlier: bool) -> Option<(Ticket, Order)> {
        let first = (customer as u64 + 1) * (MOST_TRIES + 1);
        let mark = (first..first + MOST_TRIES).find(|mark| !self.clicks.contains_key(mark))?;
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let wants = self.customers[customer].wants.clone();
        let order = order(&wants, mark, &mut Fate::of(self.seed, "typing", mark));
        let click = Click { customer, wants, despite_earlier, ticket, told: None };
        self.clicks.insert(mark, click);
        Some((ticket, order))
    }

    /// Hears what became of a confirm sheet; `None` when that was known.
    pub fn hear(&mut self, ticket: Ticket, told: Told) -> Option<Click> {
        let click = self.clicks.values_mut().find(|click| click.ticket == ticket)?;
        if click.told.is_some() {
            return None;
        }
        click.told = Some(told);
        Some(click.clone())
    }

    /// The customers of whose last confirm sheet nothing was heard before the power failed.
    pub fn left_standing(&self) -> Vec<usize> {
        let mut last: BTreeMap<usize, bool> = BTreeMap::new();
        for click in self.clicks.values() {
            last.insert(click.customer, click.told.is_none());
        }
        last.into_iter().filter(|(_, open)| *open).map(|(customer, _)| customer).collect()
    }
}

fn wants(fate: &mut Fate) -> Wants {
    let service = fate.weighed(&[
        (60, Service::Recharge),
        (16, Service::Payout),
        (14, Service::Collection),
        (10, Service::WalletLoad),
    ]);
    let target = match service {
        Service::Recharge => format!("98765432{:02}", fate.below(60)),
        Service::Payout => format!("501001234567{:02}", fate.below(25)),
        Service::Collection => String::new(),
        Service::WalletLoad => format!("98111222{:02}", fate.below(20)),
    };
    // Among them some that are a paisa less as floats.
    let paise = [435, 1_999, 110, 28_999, 19_900, 56_785, 100_110, 5_000, 12_345_678, 1, 229];
    Wants { service, target, paise: fate.one(&paise) }
}

fn afterwards(fate: &mut Fate, service: Service) -> Vec<(Duration, Act)> {
    let quarter = 15 * MINUTE;
    let millisecond = Duration::from_millis(1);
    let mut acts = Vec::new();
    if fate.chance(25) {
        let limit = if service == Service::WalletLoad { 10 * SECOND } else { quarter };
        let from = fate.one(&[SECOND, limit - millisecond, limit, limit + SECOND, 2 * limit]);
        let gap = fate.one(&[SECOND, HOUR - millisecond, HOUR, HOUR + SECOND]);
        for time in 0..1 + fate.below(3) as u32 {
            acts.push((from + gap * time, Act::Ask));
        }
    }
    if fate.chance(8) {
        acts.push((fate.between(10 * SECOND, 5 * HOUR), Act::Dispute));
        acts.push((fate.between(10 * SECOND, DAY), Act::Dispute));
    }
    if fate.chance(5) {
        acts.push((fate.between(MINUTE, 10 * HOUR), Act::Settle(fate.chance(50))));
    }
    if fate.chance(5) {
        acts.push((fate.between(MINUTE, DAY), Act::Note));
        acts.push((fate.between(MINUTE, DAY), Act::GiveBack));
    }
    acts
}

/// An amount as the agent types it.
fn typed(fate: &mut Fate, paise: i64) -> String {
    let plain = spelled(paise);
    let (rupees, decimals) = plain.split_once('.').unwrap();
    let rupees = match rupees.len() {
        0..=3 => rupees.to_owned(),
        // Indian grouping: the last three, then twos.
        length => {
            let (rest, last) = rupees.split_at(length - 3);
            let mut groups: Vec<&str> =
                rest.as_bytes().rchunks(2).map(|two| std::str::from_utf8(two).unwrap()).collect();
            groups.reverse();
            format!("{},{last}", groups.join(","))
        }
    };
    match decimals.strip_suffix('0') {
        Some("0") if fate.chance(50) => rupees,
        Some(tens) if fate.chance(50) => format!("₹{rupees}.{tens}"),
        _ => format!("{rupees}.{decimals}"),
    }
}

/// The order of the agent's form.
fn order(wants: &Wants, mark: u64, fate: &mut Fate) -> Order {
    let amount = typed(fate, wants.paise);
    let name = format!("C{mark}");
    match wants.service {
        Service::Recharge => {
            let operator = operator();
            let form = RechargeForm {
                number: wants.target.clone(),
                amount,
                customer_name: name,
                ..RechargeForm::default()
            };
            let category = Category::MobilePrepaid;
            Order::Recharge(
                RechargeOrder::from_form(&form, category, Some(&operator), true).unwrap(),
            )
        }
        Service::Payout => {
            let form = PayoutForm {
                name,
                account: wants.target.clone(),
                again: wants.target.clone(),
                ifsc: "HDFC0000123".to_owned(),
                bank: "HDFC Bank".to_owned(),
                amount,
                mobile: "9876500000".to_owned(),
                ..PayoutForm::default()
            };
            let place = Place::read("203.0.113.7", "28.6139", "77.2090").unwrap();
            Order::Payout(PayoutOrder::from_form(&form, Some(place)).unwrap())
        }
        Service::Collection => {
            let form = CollectionForm { amount, note: name };
            Order::Collection(CollectionOrder::from_form(&form).unwrap())
        }
        Service::WalletLoad => {
            let form = WalletForm {
                customer_id: mark.to_string(),
                first_name: "Asha".to_owned(),
                last_name: "Devi".to_owned(),
                mobile: wants.target.clone(),
                email: "asha@shop.example".to_owned(),
                amount,
                seamless: false,
            };
            let back = "https://shop.example/back";
            Order::WalletLoad(Box::new(WalletOrder::from_form(&form, back, back).unwrap()))
        }
    }
}

fn operator() -> Operator {
    Operator {
        commission: Default::default(),
        category: Category::MobilePrepaid,
        name: "Jio".to_owned(),
        code: "RJ".to_owned(),
        number_label: "Mobile number".to_owned(),
        number_pattern: None,
        min: Paise::from_paise(1),
        max: Paise::from_paise(i64::MAX),
        optionals: Default::default(),
        practice: false,
    }
}
