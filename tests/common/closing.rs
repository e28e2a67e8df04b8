//! A day at its close, for the tests of its statement.

use galla::money::Paise;
use galla::receipt::statement::{Cash, Closing, Figure, OfOperator, Outcome, Wallet};
use galla::time::Moment;
use galla::transaction::cash::Drawer;
use galla::transaction::day::Movement;
use galla::transaction::{Category, Service, State};

use super::counter::{
    NOW, later_failed, order, payout, pending, silent, success, transaction, transaction_of,
};

fn rupees(rupees: i64) -> Paise {
    Paise::from_rupees(rupees).unwrap()
}

fn figure(count: u64, sum: i64) -> Figure {
    Figure { count, amount: Some(rupees(sum)) }
}

/// What came of an operator's.
pub fn operator(name: &str, count: u64, sum: i64, failed: u64) -> OfOperator {
    OfOperator {
        service: Service::Recharge,
        category: Some(Category::MobilePrepaid),
        name: name.into(),
        outcome: Outcome {
            success: figure(count, sum),
            pending: 1,
            failed,
            rate: (count * 100).checked_div(count + failed),
            earned: Some(Paise::from_paise(sum * 250 / 100)),
        },
    }
}

fn wallet(service: Service, opening: Option<i64>, holds: i64, movement: Movement) -> Wallet {
    let expected = opening.and_then(|opening| movement.expected(rupees(opening)));
    Wallet {
        service,
        opening: opening.map(|opening| (rupees(opening), NOW.day().before().start())),
        movement: Some(movement),
        expected,
        holds: Some((rupees(holds), NOW)),
        difference: expected.and_then(|expected| rupees(holds).checked_sub(expected)),
    }
}

/// A busy day.
pub fn busy() -> Closing {
    let moved = Movement { debits: rupees(1_245), returned: rupees(99), ..Movement::default() };
    let payout = transaction_of(70, payout(25_000), &[silent()]);
    Closing {
        from: NOW.day(),
        to: NOW.day(),
        made: NOW,
        begun: Some(NOW.day().start()),
        wallets: vec![
            wallet(Service::Recharge, Some(50_000), 48_655, moved),
            wallet(Service::Payout, Some(200_000), 200_000, Movement::default()),
            wallet(Service::Collection, None, 310, Movement::default()),
        ],
        states: vec![
            (Service::Recharge, State::Success, figure(95, 142_861)),
            (Service::Recharge, State::Pending, figure(2, 398)),
            (Service::Recharge, State::NotSent, figure(1, 199)),
            (Service::Recharge, State::Reversed, figure(1, 99)),
            (Service::Recharge, State::SettledFailed, figure(1, 49)),
            (Service::Payout, State::Pending, figure(1, 25_000)),
        ],
        operators: vec![operator("Airtel", 40, 62_040, 2), operator("Jio", 55, 80_821, 1)],
        all: Outcome { pending: 3, ..operator("", 95, 142_861, 3).outcome },
        open: vec![
            transaction(5, "9123456780", &[pending()]),
            transaction(40, "9811122233", &[silent()]),
            payout,
        ],
        owed: vec![transaction(90, "9988776655", &[success(), later_failed()])],
        drawer: Some(Cash {
            drawer: Drawer { taken: rupees(16_736), given_back: rupees(199) },
            opening: Some(rupees(2_000)),
            counted: Some((rupees(18_437), NOW)),
        }),
    }
}

/// A day on which nothing happened, of a shop that has counted nothing.
pub fn empty() -> Closing {
    let none = Outcome { success: figure(0, 0), pending: 0, failed: 0, rate: None, earned: None };
    let nothing = |service| Wallet {
        service,
        opening: None,
        movement: None,
        expected: None,
        holds: None,
        difference: None,
    };
    Closing {
        begun: None,
        wallets: Service::OF_PGPE.map(nothing).to_vec(),
        states: Vec::new(),
        operators: Vec::new(),
        all: Outcome { earned: Some(Paise::ZERO), ..none },
        open: Vec::new(),
        owed: Vec::new(),
        drawer: Some(Cash { drawer: Drawer::default(), opening: None, counted: None }),
        ..busy()
    }
}

/// A day with more that is open than is named.
pub fn many() -> Closing {
    let mut busy = busy();
    busy.open = (0..60).map(|n| transaction(n, "9123456780", &[silent()])).collect();
    busy
}

/// As much of everything as there can be, with the longest names and amounts.
pub fn endless() -> Closing {
    let most = Paise::from_paise(i64::MAX);
    let name = "श्रीमती सुनीता देवी विश्वकर्मा Vishwakarma-Raghunathan Telecommunications";
    let one = operator(name, 4_999, 1, 0);
    let outcome = Outcome {
        success: Figure { count: 5_000, amount: Some(most) },
        earned: Some(most),
        ..one.outcome
    };
    let mut busy = busy();
    busy.operators = (0..8).map(|_| OfOperator { outcome, ..one.clone() }).collect();
    busy.all =
        Outcome { success: Figure { count: 300_000, amount: None }, earned: None, ..outcome };
    busy.states = State::ALL
        .iter()
        .filter(|state| **state != State::Sending)
        .map(|state| (Service::Recharge, *state, Figure { count: 5_000, amount: Some(most) }))
        .collect();
    let moved = Movement { debits: most, returned: most, ..Movement::default() };
    busy.wallets = Service::OF_PGPE
        .map(|service| Wallet {
            service,
            opening: Some((most, Moment::from_millis(0))),
            movement: Some(moved),
            expected: Some(Paise::from_paise(i64::MIN)),
            holds: Some((most, NOW)),
            difference: None,
        })
        .to_vec();
    busy.open = (0..5_000)
        .map(|n| {
            let mut order = order("9876543210", name, 1);
            order.amount = Paise::from_paise(most.paise() / 6_000 + n);
            transaction_of(3, galla::transaction::Order::Recharge(order), &[silent()])
        })
        .collect();
    busy.owed = busy.open.iter().take(3).cloned().collect();
    busy
}
