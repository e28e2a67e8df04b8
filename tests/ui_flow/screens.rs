//! Screens that have keys of their own, the keys that the help is to name there, and how one gets there.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{ExportState, PinState, Update};
use galla::ledger::KeptBeneficiary;
use galla::ledger::reader::Entry;
use galla::transaction::{Beneficiary, Event, Order, Transaction};

use super::collect::{LINK, made};
use super::wallet::issued;
use crate::common::counter::{
    Counter, not_sent, payout, pending, success, transaction, transaction_of,
};
use crate::common::day::{start, today};
use crate::common::lists::{checked, favourites, standing, stands};

/// A screen that is set up anew for each key.
pub type Scene = fn() -> Counter;

pub fn at(keys: &[Key]) -> Counter {
    let mut counter = Counter::plain();
    counter.press(keys);
    counter
}

/// What a screen is called, the keys that its help is to name, and how one gets there.
pub type Screen = (&'static str, &'static [&'static str], Scene);

/// The forms.
pub const FORMS: &[Screen] = &[
    ("recharge", &["Enter", "1 … 9", "Arrows"], operators),
    ("payout", &["Enter", "Ctrl B", "Arrows"], offered),
    ("book", &["Esc"], || {
        let mut counter = at(&[Key::F2]);
        counter.ctrl(Key::B);
        counter
    }),
    ("upi", &["Enter", "Ctrl D"], || at(&[Key::F3])),
    ("wallet", &["Enter"], || at(&[Key::F7])),
    ("dispute", &["Enter", "Esc"], dispute),
];

/// The cards of payments.
pub const CARDS: &[Screen] = &[
    ("card", &["Enter", "Esc", "0 … 9", "Ctrl P", "Ctrl S"], || {
        card(transaction(0, "9876543210", &[success()]))
    }),
    ("card of one that was not sent", &["Enter", "Esc", "0 … 9", "Ctrl P", "Ctrl S"], || {
        card(transaction(0, "9876543210", &[not_sent()]))
    }),
    ("settling", &["Esc", "Ctrl P", "Ctrl S"], || {
        let mut counter = card(transaction(0, "9876543210", &[pending()]));
        counter.click("Settle by hand");
        counter
    }),
    ("upi code", &["Enter", "Esc", "Ctrl D", "Ctrl P", "Ctrl S"], || card(made(0, Some(LINK)))),
    ("wallet page", &["Enter", "Esc", "Ctrl P", "Ctrl S", "Ctrl O", "Ctrl D"], || {
        let mut counter = card(issued("https://secure.payu.in/_payment_options?mihpayid=1"));
        counter.window.run();
        counter
    }),
    ("story", &["Esc", "Ctrl P", "Ctrl S"], story),
];

/// The other tabs.
pub const PAGES: &[Screen] = &[
    ("search", &["Esc"], || {
        let mut counter = at(&[Key::F4]);
        counter.write("x");
        counter
    }),
    ("balance", &["Enter"], || at(&[Key::F5])),
    ("day's start", &["Enter", "Esc"], || {
        let mut counter = Counter::plain();
        counter.hear(Update::DayStart { start: Box::new(start()), unasked: true });
        counter
    }),
    ("drawer", &["Enter", "Ctrl P"], || {
        let mut counter = day_book("Drawer");
        counter.window.get_by_label("What lies in it now").focus();
        counter.window.run();
        counter.write("500");
        counter
    }),
    ("save", &["Enter", "Ctrl P"], || {
        let mut counter = day_book("Save");
        counter.window.get_by_label("Or type the file's name").focus();
        counter.window.run();
        counter.write("/tmp/day.csv");
        counter
    }),
    ("saving", &["Esc", "Ctrl P"], || {
        let mut counter = day_book("Save");
        counter.hear(Update::Export(ExportState::Writing { written: 1, of: 9 }));
        counter
    }),
    ("settings", &["Enter"], || {
        let mut counter = at(&[Key::F10]);
        counter.window.get_by_label("Latitude").scroll_to_me();
        counter.window.run();
        counter.window.get_by_label("Latitude").focus();
        counter.window.run();
        counter.write("1");
        counter
    }),
    ("catalogue", &["Esc"], || {
        let mut counter = at(&[Key::F10]);
        counter.click("Operators and circles…");
        counter
    }),
];

/// The page of lists.
pub const LISTS: &[Screen] = &[
    ("list being written", &["Ctrl Enter", "Esc"], || {
        let mut counter = Counter::plain();
        counter.ctrl(Key::L);
        counter.write("9876543210,199,Jio");
        counter
    }),
    ("list looked at", &["Enter", "Esc"], || {
        let mut counter = Counter::plain();
        counter.ctrl(Key::L);
        counter.write("9876543210,199,Jio");
        counter.ctrl(Key::Enter);
        counter.hear(checked(3, false));
        counter.window.run();
        counter
    }),
    ("list being sent", &["Esc"], || list(20, 6, true)),
    ("list standing still", &["Enter", "Esc"], || list(20, 6, false)),
    ("list at its end", &["Enter", "Esc"], || {
        let mut counter = list(6, 5, false);
        counter.hear(stands(standing(6, 6, false, None)));
        counter
    }),
];

/// The tiles of the operators have the focus, and one is chosen.
pub fn operators() -> Counter {
    let mut counter = Counter::plain();
    counter.write("9876543210");
    counter.press(&[Key::Enter]);
    counter.write("2");
    counter
}

pub fn card(newest: Transaction) -> Counter {
    let mut counter = Counter::plain();
    let title = match &newest.order {
        Order::Recharge(_) => "98765 43210, ₹199.00",
        Order::WalletLoad(_) => "Asha Devi",
        _ => "sari",
    };
    counter.board(Some(newest));
    counter.window.query_all_by_label_contains(title).next().unwrap().click();
    counter.window.run();
    counter
}

/// Somebody of the book is offered beneath the name.
fn offered() -> Counter {
    let mut counter = at(&[Key::F2]);
    counter.write("sun");
    let Order::Payout(order) = payout(500) else { panic!("a payout") };
    let kept = KeptBeneficiary { id: 7, beneficiary: Beneficiary::of_order(&order) };
    counter.hear(Update::Beneficiaries { text: "sun".to_owned(), found: vec![kept] });
    counter
}

fn story() -> Counter {
    let mut counter = at(&[Key::F4]);
    counter.write("x");
    let found = transaction_of(90, payout(250), &[success()]);
    let intent = Event::Intent { order: Box::new(payout(250)) };
    let events = vec![Entry { seq: 1, at: found.at, event: intent }];
    counter.hear(Update::Found { text: "x".to_owned(), found: vec![found.clone()] });
    counter.window.query_all_by_label_contains("₹250.00").next().unwrap().click();
    counter.window.run();
    counter.hear(Update::Story { agent_id: found.agent_id, events });
    counter
}

fn dispute() -> Counter {
    let mut counter = at(&[Key::F6]);
    counter.write("98");
    let found = vec![transaction(40, "9988776655", &[success()])];
    counter.hear(Update::Found { text: "98".to_owned(), found });
    counter.click("99887 76655, ₹199.00, Success, Jio");
    counter
}

fn day_book(view: &str) -> Counter {
    let mut counter = at(&[Key::F8]);
    counter.hear(Update::Period(Box::new(today())));
    counter.click(view);
    counter
}

pub fn list(count: usize, begun: usize, running: bool) -> Counter {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(count, begun, running, None)));
    counter.ctrl(Key::L);
    counter
}

/// The keys from anywhere, when all of them work.
pub const ANYWHERE: &[&str] = &[
    "F1 … F10",
    "F12",
    "Ctrl K",
    "Ctrl R",
    "Ctrl 1",
    "Ctrl L",
    "Ctrl G",
    "Ctrl Shift L",
    "Ctrl Enter",
    "Esc",
    "Tab",
];

/// Every key from anywhere at once.
pub fn anywhere() -> Counter {
    let mut counter = Counter::plain();
    counter.board(None);
    counter.hear(favourites());
    counter.hear(Update::Pin(PinState::On));
    counter.hear(stands(standing(20, 6, false, None)));
    counter.press(&[Key::F9]);
    counter.click("Take the tour");
    counter.press(&[Key::F2]);
    counter
}
