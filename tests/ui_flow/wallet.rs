//! What the agent does on Wallet Load, and what the window then asks: form, confirm, page, PayU's keys.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Keep, Listening, Look, PayuProblem, PayuState, Update, WhyNotPaid};
use galla::money::Paise;
use galla::settings::{LoadMethod, LoadUnit};
use galla::transaction::{Answer, Body, Event, Order, Reply, Transaction};
use secrecy::{ExposeSecret, SecretString};

use crate::common::counter::{Counter, transaction_of};
use crate::common::payu;

/// The addresses that the customer comes back to, typed in the settings.
fn with_way_back() -> Counter {
    let mut counter = Counter::plain();
    counter.hear(Update::Payu(PayuState::Connected));
    counter.press(&[Key::F10]);
    for (label, address) in
        [("After a payment", "https://shop.example/s"), ("After none", "https://shop.example/f")]
    {
        counter.window.get_by_label(label).scroll_to_me();
        counter.window.run();
        counter.window.get_by_label(label).focus();
        counter.window.run();
        counter.write(address);
        counter.press(&[Key::Tab]);
    }
    let told = counter.told();
    let Some(Command::ChangeSettings(settings)) = told.last() else { panic!("{told:?}") };
    assert_eq!(settings.payu.surl, "https://shop.example/s");
    assert_eq!(settings.payu.furl, "https://shop.example/f");
    counter.press(&[Key::F7]);
    counter
}

fn fill(counter: &mut Counter, amount: &str) {
    for text in ["9876543210", "Asha", "Devi", "asha@shop.example"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.write(amount);
}

pub fn load(rupees: &str) -> Order {
    payu::load(rupees, ["https://shop.example/s", "https://shop.example/f"])
}

pub fn issued(page: &str) -> Transaction {
    let answer = Answer {
        http: Some(200),
        data: Body {
            api_trans_id: Some("e47293311906aeb0eb65168adacdce01".into()),
            redirect_url: Some(page.to_owned()),
            ..Body::default()
        },
        ..Answer::default()
    };
    transaction_of(2, load("41"), &[Event::Answer { reply: Reply::Answer(Box::new(answer)) }])
}

fn look_at(counter: &mut Counter, transaction: Transaction) {
    counter.board(Some(transaction));
    counter.click("Asha Devi, ₹41.00, Pending, PayU, ••••3210");
}

#[test]
fn a_load_is_filled_in_by_keyboard_and_read_back_before_it_is_sent() {
    let mut counter = with_way_back();
    fill(&mut counter, "41");
    assert!(counter.shows("PayU is sent the figure 4100"));
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Asha Devi") && counter.shows("98765 43210"));
    let figures = counter.window.query_all_by_label("PayU is sent the figure 4100").count();
    assert_eq!(figures, 2, "on the form and on the sheet");
    assert!(counter.shows("₹41.00") && counter.paid().is_empty());
    counter.press(&[Key::Enter]);
    let paid = counter.paid();
    let [(ticket, order, false)] = &paid[..] else { panic!("{paid:?}") };
    assert_eq!((order, order.amount()), (&load("41"), Paise::from_rupees(41).unwrap()));
    counter.hear(Update::NotPaid { ticket: *ticket, why: WhyNotPaid::NotTaken });
    assert!(counter.shows("PayU is not connected, so nothing was sent."));
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_is_lost() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F7]);
    fill(&mut counter, "41.005");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("at most two digits after the point"));
    assert!(counter.shows("PayU must know where to send the customer back."));
    assert!(counter.paid().is_empty());
    let typed = counter.window.query_all_by_value("asha@shop.example").next().is_some();
    assert!(typed, "what is typed stays");
    counter.hear(Update::Payu(PayuState::NotConnected));
    assert!(counter.shows("PayU is not connected yet."));
}

#[test]
fn while_galla_listens_its_own_addresses_are_offered_to_payu() {
    let mut counter = Counter::plain();
    counter.hear(Update::Payu(PayuState::Connected));
    let way_back = ["success", "failure"].map(|end| format!("https://shop.example/payu/3f/{end}"));
    counter.hear(Update::Listening(Listening::On {
        address: "127.0.0.1:8750".parse().unwrap(),
        url: SecretString::from("https://shop.example/callback/3f"),
        way_back: way_back.clone(),
        this_run: false,
    }));
    counter.press(&[Key::F7]);
    fill(&mut counter, "41");
    counter.press(&[Key::Enter, Key::Enter]);
    let paid = counter.paid();
    let [(_, Order::WalletLoad(order), _)] = &paid[..] else { panic!("{paid:?}") };
    assert_eq!([&order.surl, &order.furl], way_back.each_ref());
}

#[test]
fn only_payus_own_page_is_offered() {
    let mut counter = Counter::plain();
    counter.open(true);
    look_at(&mut counter, issued("https://pp1api.payu.in/public/#/e47"));
    assert!(counter.shows("PayU has made a page for the customer"));
    assert!(counter.shows("Not loaded until PayU says so."));
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    counter.window.run();
    assert!(counter.shows("The page, to be scanned by the customer's phone"));
    counter.window.get_by_label("Open the page").scroll_to_me();
    counter.window.run();
    counter.window.get_by_label("Open the page").click();
    let opened = (0..4).any(|_| {
        counter.window.step();
        let commands = &counter.window.output().platform_output.commands;
        commands.iter().any(|command| match command {
            egui::OutputCommand::OpenUrl(open) => open.url == "https://pp1api.payu.in/public/#/e47",
            _ => false,
        })
    });
    assert!(opened);
}

#[test]
fn a_page_on_another_host_is_not_opened_and_says_so() {
    for (page, told) in [
        ("https://pay.example/x", "is on pay.example, which is not PayU's, so it is not opened"),
        ("http://pp1api.payu.in/x", "is not encrypted, so it is not opened"),
        ("javascript:alert(1)", "PayU gave no page that can be opened."),
    ] {
        let mut counter = Counter::plain();
        counter.open(true);
        look_at(&mut counter, issued(page));
        assert!(counter.shows(told), "{page}");
        assert!(!counter.shows("Open the page") && !counter.shows("Show it as a code"), "{page}");
    }
}

#[test]
fn m10_key_and_salt_leave_the_window_when_they_are_taken() {
    let mut counter = Counter::plain();
    counter.open(true);
    counter.hear(Update::Payu(PayuState::NotConnected));
    counter.press(&[Key::F10]);
    for (label, text) in [("Merchant key", "KEY-1"), ("Merchant salt", "SALT-2")] {
        counter.window.get_by_label(label).scroll_to_me();
        counter.window.run();
        counter.window.get_by_label(label).focus();
        counter.window.run();
        counter.write(text);
    }
    assert!(
        !counter.shows("SALT-2") && counter.window.query_all_by_value("SALT-2").next().is_none()
    );
    counter.click("Try and keep them");
    let told = counter.told();
    let [Command::ConnectPayu { keys, keep: Keep::Keyring }] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((keys.key.expose_secret(), keys.salt.expose_secret()), ("KEY-1", "SALT-2"));
    assert!(!format!("{told:?}").contains("SALT-2"));
    counter.hear(Update::Payu(PayuState::NotTaken(PayuProblem::Refused)));
    assert!(counter.shows("PayU refused the signature: the key or the salt is not right."));
    counter.hear(Update::Payu(PayuState::NotTaken(PayuProblem::Clock(-600))));
    assert!(counter.shows("This computer's clock is 10 minutes behind"));
    counter.hear(Update::Payu(PayuState::Connected));
    assert!(counter.shows("PayU is connected"));
    counter.click("Forget key and salt");
    assert!(matches!(counter.told()[..], [Command::DisconnectPayu]));
    counter.hear(Update::Payu(PayuState::NotConnected));
    assert!(counter.window.query_all_by_value("•••••").next().is_none(), "both fields are empty");
}

#[test]
fn what_payu_refused_is_told_by_its_own_name() {
    let refused = |http, code: &str, clock_ahead| {
        let (http, code) = (Some(http), code.to_owned());
        let answer = Answer { http, code, clock_ahead, ..Answer::default() };
        transaction_of(2, load("41"), &[Event::Answer { reply: Reply::Answer(Box::new(answer)) }])
    };
    for (transaction, told) in [
        (refused(401, "401", None), "PayU refused the signature: the key or the salt"),
        (refused(401, "401", Some(600)), "This computer's clock is 10 minutes ahead"),
        (refused(404, "1040", None), "PayU has no wallet by the identifier"),
        (refused(400, "1050", None), "The wallet's limit is reached. Nothing was loaded"),
        (refused(400, "1020", None), "PayU says that it failed. Nothing was loaded."),
    ] {
        let mut counter = Counter::plain();
        counter.open(true);
        counter.board(Some(transaction));
        counter.click("Asha Devi, ₹41.00, Failed, PayU, ••••3210");
        assert!(counter.shows(told), "{told}");
        assert!(!counter.shows("PGPE says"), "{told}");
    }
}

#[test]
fn a_customer_who_was_here_before_is_found_and_fills_the_form() {
    let mut counter = with_way_back();
    counter.write("9876");
    let asked = counter.asked();
    assert!(
        matches!(asked.last(), Some(Command::Look(Look::Search(text))) if text == "9876"),
        "{asked:?}"
    );
    let before = issued("https://pp1api.payu.in/x");
    let again = transaction_of(9, load("99"), &[]);
    let recharge = crate::common::counter::transaction(5, "9876543210", &[]);
    let found = vec![recharge, before, again];
    counter.hear(Update::Found { text: "9876".into(), found });
    let offered = counter.window.query_all_by_label("Asha Devi, 98765 43210").count();
    assert_eq!(offered, 1, "each customer once, and no recharge");
    counter.click("Asha Devi, 98765 43210");
    counter.write("41");
    counter.press(&[Key::Enter, Key::Enter]);
    let paid = counter.paid();
    assert!(matches!(&paid[..], [(_, order, false)] if *order == load("41")), "{paid:?}");
}

#[test]
fn what_differs_at_a_shops_payu_is_a_setting() {
    let mut counter = with_way_back();
    counter.press(&[Key::F10]);
    counter.click("POST");
    counter.click("₹41.00 = 41.00");
    let told = counter.told();
    let Some(Command::ChangeSettings(settings)) = told.last() else { panic!("{told:?}") };
    assert_eq!(settings.payu.load_method, LoadMethod::Post);
    assert_eq!(settings.payu.load_amount_unit, LoadUnit::Rupees);
    counter.press(&[Key::F7]);
    fill(&mut counter, "41");
    assert!(counter.shows("PayU is sent the figure 41.00"));
}
