//! Pictures of Wallet Load: the form, what is wrong with it, a page to be paid on, PayU in the settings.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Listening, PayuProblem, PayuState, Update};
use galla::transaction::{Answer, Body, Event, Reply};
use secrecy::SecretString;

use crate::common::counter::{Counter, transaction_of};
use crate::common::payu;
use crate::in_four;

fn issued(counter: &mut Counter, page: &str) {
    let answer = Answer {
        http: Some(200),
        data: Body {
            api_trans_id: Some("e47293311906aeb0eb65168adacdce01".into()),
            redirect_url: Some(page.to_owned()),
            ..Body::default()
        },
        ..Answer::default()
    };
    let reply = Reply::Answer(Box::new(answer));
    let load = transaction_of(
        2,
        payu::load("41", ["https://shop.example/back"; 2]),
        &[Event::Answer { reply }],
    );
    counter.open(true);
    counter.board(Some(load));
    counter.window.get_by_label_contains("Asha Devi").click();
    counter.window.run();
    counter.window.run();
}

fn fill(counter: &mut Counter, amount: &str) {
    counter.press(&[Key::F7]);
    for text in ["9876543210", "Asha", "Devi", "asha@shop.example"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.write(amount);
}

#[test]
fn wallet_form() {
    in_four("wallet_form", |counter| {
        counter.board(None);
        counter.hear(Update::Payu(PayuState::Connected));
        fill(counter, "41");
    });
}

#[test]
fn wallet_problems() {
    in_four("wallet_problems", |counter| {
        counter.press(&[Key::F7, Key::Enter]);
        counter.write("12");
        counter.press(&[Key::Enter, Key::Enter, Key::Enter, Key::Enter, Key::Enter]);
    });
}

#[test]
fn wallet_page() {
    in_four("wallet_page", |counter| issued(counter, "https://pp1api.payu.in/public/#/e47"));
}

#[test]
fn wallet_page_as_a_code() {
    in_four("wallet_code", |counter| {
        issued(counter, "https://pp1api.payu.in/public/#/e47");
        counter.window.key_press_modifiers(Modifiers::COMMAND, Key::D);
        counter.window.run();
        counter.window.run();
    });
}

#[test]
fn wallet_confirm() {
    in_four("wallet_confirm", |counter| {
        counter.board(None);
        counter.hear(Update::Payu(PayuState::Connected));
        let of = |end: &str| format!("https://shop.example/payu/3f/{end}");
        counter.hear(Update::Listening(Listening::On {
            address: "127.0.0.1:8750".parse().unwrap(),
            url: SecretString::from("https://shop.example/callback/3f"),
            way_back: [of("success"), of("failure")],
            this_run: false,
        }));
        fill(counter, "41");
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn wallet_page_elsewhere() {
    in_four("wallet_page_elsewhere", |counter| issued(counter, "https://pay.example/e47"));
}

#[test]
fn settings_of_payu() {
    in_four("settings_payu", |counter| {
        counter.open(true);
        counter.hear(Update::Payu(PayuState::NotTaken(PayuProblem::Clock(-600))));
        counter.press(&[Key::F10]);
        bring_into_sight(counter, "Merchant key");
    });
}

#[test]
fn settings_of_payus_way_back() {
    in_four("settings_payu_way_back", |counter| {
        counter.open(true);
        counter.hear(Update::Payu(PayuState::Connected));
        let of = |end| format!("https://shop.example/payu/{}/{end}", "3f".repeat(32));
        counter.hear(Update::Listening(Listening::On {
            address: "127.0.0.1:8750".parse().unwrap(),
            url: SecretString::from("https://shop.example/callback/3f"),
            way_back: ["success", "failure"].map(of),
            this_run: false,
        }));
        counter.press(&[Key::F10]);
        let there = counter.window.query_all_by_label("After a payment").next().is_some();
        bring_into_sight(counter, if there { "After a payment" } else { "भुगतान के बाद" });
    });
}

fn bring_into_sight(counter: &mut Counter, label: &str) {
    counter.window.get_by_label(label).scroll_to_me();
    counter.window.run();
    counter.window.run();
}
