//! Pictures of the UPI QR tab and of the customer's window.

use std::time::Duration;

use egui::{Key, vec2};
use egui_kittest::{Harness, SnapshotResults};
use galla::counter::Update;
use galla::money::{Language, Paise};
use galla::settings::Theme;
use galla::transaction::{Event, Transaction};
use galla::ui::collect::customer::{self, Face, Shown};
use galla::ui::qr::Code;
use galla::ui::theme::{self, TextSize};
use galla::ui::{fonts, words::Words};

use crate::common::counter::{Counter, answered, collection, later_failed, silent, transaction_of};
use crate::common::renderer::CpuRenderer;
use crate::common::whole_window;
use crate::in_four;

const LINK: &str = "upi://pay?pa=asha@hdfcbank&pn=Asha%20Telecom&mc=6012&tr=535462493129143269&tn=UPI%20Collection&am=1250.00&cu=INR&mode=04&tid=535462493129143269";

fn made(link: &str) -> Vec<Event> {
    let mut reply = answered("TXN", "Success", "Transaction Successful");
    if let galla::transaction::Reply::Answer(answer) = &mut reply {
        answer.data.intent_data = Some(link.to_owned());
        answer.data.operator_reference = None;
    }
    vec![Event::Answer { reply }]
}

fn look(counter: &mut Counter, transaction: Transaction) {
    counter.board(Some(transaction.clone()));
    counter.press(&[Key::F3]);
    counter.write("1250");
    counter.press(&[Key::Enter]);
    let (ticket, ..) = counter.paid().pop().expect("a request");
    counter.hear(Update::Paying { ticket, agent_id: transaction.agent_id });
    counter.hear(Update::Changed(Box::new(transaction)));
}

fn request(minutes_ago: u64, events: &[Event]) -> Transaction {
    transaction_of(minutes_ago, collection(1_250, "sari"), events)
}

#[test]
fn form() {
    in_four("collect_form", |counter| {
        counter.press(&[Key::F3]);
        counter.write("1250");
    });
}

#[test]
fn waiting() {
    in_four("collect_waiting", |counter| look(counter, request(2, &made(LINK))));
}

#[test]
fn old() {
    in_four("collect_old", |counter| {
        look(counter, request(0, &made(LINK)));
        counter.clock.pass(Duration::from_secs(9 * 60));
    });
}

#[test]
fn refused() {
    let other = LINK.replace("1250.00", "10");
    in_four("collect_refused", |counter| look(counter, request(0, &made(&other))));
}

#[test]
fn without_an_answer() {
    in_four("collect_silent", |counter| look(counter, request(0, &[silent()])));
}

#[test]
fn paid() {
    let status =
        Event::StatusAnswer { reply: answered("TXN", "Success", "Transaction Successful") };
    let events = [made(LINK), vec![status]].concat();
    in_four("collect_paid", |counter| look(counter, request(1, &events)));
}

#[test]
fn declined() {
    let events = [made(LINK), vec![later_failed()]].concat();
    in_four("collect_declined", |counter| look(counter, request(1, &events)));
}

#[test]
fn the_customers_window() {
    let amount = Paise::from_paise(125_000);
    let code = |old| Face::Code {
        code: Code::new(LINK).unwrap(),
        payee: "Asha Telecom".to_owned(),
        amount,
        old,
    };
    let faces = [
        ("idle", None),
        ("waiting", Some(code(false))),
        ("old", Some(code(true))),
        ("paid", Some(Face::Paid(amount))),
        ("not_paid", Some(Face::NotPaid(amount))),
    ];
    let mut results = SnapshotResults::new();
    for (name, face) in faces {
        for (mode, light, language) in
            [(Theme::Light, "light", Language::English), (Theme::Dark, "dark", Language::Hindi)]
        {
            let shown = Shown::new(&Words::new(language), "Asha Telecom", face.clone());
            let mut window = Harness::builder()
                .with_size(vec2(560.0, 720.0))
                .with_theme(if light == "light" { egui::Theme::Light } else { egui::Theme::Dark })
                .renderer(CpuRenderer::default())
                .with_context_setup(move |ctx| {
                    fonts::install(ctx);
                    theme::apply(ctx, mode, TextSize::Normal);
                })
                .build_ui(move |ui| {
                    whole_window(ui, |ui| customer::in_window(ui, &shown));
                });
            window.run();
            window.snapshot(format!("customer_{name}_{light}_{}", language.code()));
            results.extend(window.take_snapshot_results());
        }
    }
}
