//! What the agent presses on the Recharge tab, while connecting and on the settings.

use std::sync::Arc;
use std::time::Duration;

use crate::common::counter::{Counter, NOW, pending, success, transaction};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, ConnectProblem, Keep, Look, Ticket, Update, WhyNotPaid};
use galla::ledger::{LedgerError, Remembered};
use galla::money::{Language, Paise};
use galla::secrets::SecretsError;
use galla::settings::Theme;
use galla::transaction::{Asker, Category};
use secrecy::ExposeSecret;

/// Number, operator, amount; the caret is in the amount.
fn fill(counter: &mut Counter, amount: &str) {
    counter.write("98765 43210");
    counter.press(&[Key::Enter]);
    counter.write("2");
    counter.press(&[Key::Enter]);
    counter.write(amount);
}

fn down(key: Key) -> Event {
    let modifiers = Modifiers::NONE;
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

#[test]
fn a_recharge_by_keyboard_alone() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199.50");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹199.50"));
    assert!(counter.shows("one hundred ninety-nine rupees and fifty paise"));
    assert!(counter.payments().is_empty(), "the Enter of the form is not the Enter that pays");
    counter.press(&[Key::Enter]);
    let [(_, order, false)] = &counter.payments()[..] else { panic!("one payment") };
    assert_eq!((order.number.as_str(), order.operator.as_str()), ("9876543210", "PMJ"));
    assert_eq!((order.amount, order.circle.as_str()), (Paise::from_paise(19_950), "0"));
}

#[test]
fn m2_a_held_enter_pays_nothing() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    // Pressed once and never let go; egui itself tells a repeat from a press.
    for _ in 0..20 {
        counter.window.event(down(Key::Enter));
        counter.window.run();
    }
    assert!(counter.payments().is_empty());
    assert!(counter.shows("Pay ₹199.00"), "the sheet is still there");
}

#[test]
fn m2_a_second_enter_and_a_double_click_pay_once() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter, Key::Enter, Key::Enter, Key::Enter]);
    assert_eq!(counter.payments().len(), 1);

    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter]);
    counter.window.get_by_label("Pay ₹199.00").click();
    counter.window.get_by_label("Pay ₹199.00").click();
    counter.window.run();
    counter.window.run();
    assert_eq!(counter.payments().len(), 1);
}

#[test]
fn esc_goes_back_and_what_was_typed_stays() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter, Key::Escape]);
    assert!(!counter.shows("Pay ₹199.00"));
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹199.00"));
    assert!(counter.payments().is_empty());
}

#[test]
fn every_problem_is_said_beside_its_field_in_both_languages() {
    for (language, sentences) in [
        (
            Language::English,
            [
                "A mobile number has 10 digits; this one has 5.",
                "Choose the operator.",
                "An amount has at most two digits after the point, for example 199.50.",
            ],
        ),
        (
            Language::Hindi,
            [
                "मोबाइल नंबर में 10 अंक होते हैं; इसमें 5 हैं।",
                "ऑपरेटर चुनिए।",
                "दशमलव के बाद ज़्यादा से ज़्यादा दो अंक, जैसे 199.50।",
            ],
        ),
    ] {
        let mut counter = Counter::practice(Theme::Light, language);
        counter.write("98765");
        counter.press(&[Key::Tab, Key::Tab]);
        counter.write("1.005");
        counter.press(&[Key::Enter]);
        for sentence in sentences {
            assert!(counter.shows(sentence), "{sentence}");
        }
        assert!(counter.payments().is_empty());
        // The caret is in the first field with a problem; mending it takes its sentence away.
        counter.write("43210");
        assert!(!counter.shows(sentences[0]));
        counter.press(&[Key::Enter]);
        assert!(!counter.shows(sentences[0]), "the number that was typed has stayed");
    }
}

#[test]
fn a_number_remembers() {
    let mut counter = Counter::plain();
    counter.write("+91 98765-43210");
    let asked = counter.asked();
    let [Command::Look(Look::Remember(number))] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(number, "9876543210");
    let known = Remembered {
        category: Category::MobilePrepaid,
        operator: "PMV".to_owned(),
        circle: "P5".to_owned(),
        amount: Paise::from_paise(29_900),
        optionals: Default::default(),
        customer_name: "Meena".to_owned(),
    };
    let number = number.clone();
    counter.hear(Update::Remembered { number, known: Some(known) });
    counter.press(&[Key::Enter, Key::Enter]);
    assert!(counter.shows("Pay ₹299.00") && counter.shows("Meena"));
    counter.press(&[Key::Enter]);
    let paid = counter.payments();
    assert_eq!((paid[0].1.operator.as_str(), paid[0].1.circle.as_str()), ("PMV", "P5"));
}

#[test]
fn a_number_that_comes_at_once_while_nothing_has_the_focus_remembers() {
    let mut counter = Counter::plain();
    counter.press(&[Key::Escape]);
    counter.asked();
    counter.write("9876543210");
    let asked = counter.asked();
    let [Command::Look(Look::Remember(number))] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(number, "9876543210");
}

#[test]
fn what_is_remembered_never_replaces_what_was_typed() {
    let mut counter = Counter::plain();
    fill(&mut counter, "50");
    let known = Remembered {
        category: Category::MobilePrepaid,
        operator: "PMV".to_owned(),
        circle: "0".to_owned(),
        amount: Paise::from_paise(29_900),
        optionals: Default::default(),
        customer_name: String::new(),
    };
    counter.hear(Update::Remembered { number: "9876543210".to_owned(), known: Some(known) });
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹50.00"));
}

#[test]
fn digits_typed_after_a_result_begin_the_next_number() {
    let mut counter = Counter::plain();
    let done = transaction(0, "9876543210", &[success()]);
    fill(&mut counter, "199");
    counter.press(&[Key::Enter, Key::Enter]);
    let ticket = counter.payments()[0].0;
    counter.hear(Update::Changed(Box::new(done.clone())));
    counter.hear(Update::Paying { ticket, agent_id: done.agent_id });
    assert!(counter.shows("Done. The operator has it."));
    counter.write("9");
    counter.write("123456780");
    assert!(!counter.shows("Done. The operator has it."));
    counter.press(&[Key::Enter]);
    counter.write("1");
    counter.press(&[Key::Enter]);
    counter.write("10");
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(counter.payments()[0].1.number, "9123456780");
}

#[test]
fn m14_paying_again_is_a_choice_that_enter_does_not_make() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter, Key::Enter]);
    let first = counter.payments()[0].0;
    let earlier = transaction(4, "9876543210", &[pending()]);
    let named = earlier.agent_id.to_string();
    let why = WhyNotPaid::Repeats(Box::new(earlier));
    counter.hear(Update::NotPaid { ticket: first, why });
    assert!(counter.shows("Paying again may charge the customer twice") && counter.shows(&named));
    counter.press(&[Key::Enter, Key::Enter]);
    assert!(counter.payments().is_empty());
    counter.window.get_by_label("Pay again all the same").click();
    counter.window.run();
    let [(second, _, true)] = &counter.payments()[..] else { panic!("one payment, on purpose") };
    assert!(*second > first, "another payment, another ticket");
}

#[test]
fn m1_a_ledger_that_cannot_be_written_is_told_and_the_order_stays() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter, Key::Enter]);
    let ticket = counter.payments()[0].0;
    let why = WhyNotPaid::Ledger(Arc::new(LedgerError::DiskFull));
    counter.hear(Update::NotPaid { ticket, why });
    assert!(counter.shows("Not sent. Nothing was debited.") && counter.shows("The disk is full"));
    counter.press(&[Key::Escape, Key::Enter]);
    assert!(counter.shows("Pay ₹199.00"));
}

#[test]
fn m6_the_question_is_offered_when_it_is_allowed() {
    let mut counter = Counter::plain();
    let mut waiting = transaction(0, "9876543210", &[pending()]);
    counter.board(Some(waiting.clone()));
    let row = "98765 43210, ₹199.00, Pending, Jio";
    counter.window.get_by_label(row).click();
    counter.window.run();
    assert!(counter.shows("Do not repeat it. Do not hand back cash."));
    assert!(counter.shows("PGPE can be asked from 3:00 pm, today"));
    counter.window.get_by_label("Ask PGPE now").click();
    counter.window.run();
    assert!(counter.asked().is_empty(), "not yet");

    counter.clock.pass(Duration::from_secs(15 * 60));
    counter.window.run();
    counter.window.get_by_label("Ask PGPE now").click();
    counter.window.run();
    let asked = counter.asked();
    assert!(matches!(asked[..], [Command::AskStatus(id)] if id == waiting.agent_id), "{asked:?}");

    let quarter = NOW.after(Duration::from_secs(15 * 60));
    waiting.apply(quarter, &galla::transaction::Event::StatusAsked { by: Asker::Agent });
    counter.hear(Update::Changed(Box::new(waiting)));
    assert!(counter.shows("PGPE can be asked from 4:00 pm, today"));
}

#[test]
fn m16_settling_by_hand_needs_a_reason() {
    let mut counter = Counter::plain();
    let waiting = transaction(0, "9876543210", &[pending()]);
    counter.board(Some(waiting.clone()));
    counter.window.get_by_label("98765 43210, ₹199.00, Pending, Jio").click();
    counter.window.run();
    counter.window.get_by_label("Settle by hand").click();
    counter.window.run();
    counter.window.get_by_label("It failed").click();
    counter.window.run();
    assert!(counter.shows("Write how you know") && counter.asked().is_empty());
    counter.window.get_by_label("How do you know?").focus();
    counter.window.run();
    counter.write("helpdesk");
    counter.window.get_by_label("It failed").click();
    counter.window.run();
    let asked = counter.asked();
    let [Command::Settle { agent_id, succeeded: false, reason }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((*agent_id, reason.as_str()), (waiting.agent_id, "helpdesk"));
}

#[test]
fn m10_a_token_is_tried_and_never_shown() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    counter.write("MARKEDTOKEN");
    assert!(!counter.shows("MARKEDTOKEN"));
    let tree = format!("{:?}", counter.window.root());
    assert!(!tree.contains("MARKEDTOKEN"), "a screen reader would say it aloud");
    counter.press(&[Key::Enter]);
    let asked = counter.told();
    let [Command::Connect { token, keep: Keep::Keyring }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(token.expose_secret(), "MARKEDTOKEN");

    let error = Arc::new(SecretsError::NoKeyring);
    counter.hear(Update::NotConnected(ConnectProblem::NoKeyring(error)));
    counter.window.get_by_label("Keep the token for this run only").click();
    counter.window.run();
    let asked = counter.told();
    assert!(matches!(asked[..], [Command::Connect { keep: Keep::ThisRun, .. }]), "{asked:?}");

    counter.open(true);
    assert!(!counter.shows("Practice counter"));
    counter.press(&[Key::F10]);
    counter.window.get_by_label("Disconnect").click();
    counter.window.run();
    assert!(counter.told().is_empty(), "it asks first");
    counter.window.get_by_label("Yes, disconnect").click();
    counter.window.run();
    assert!(matches!(counter.told()[..], [Command::Disconnect]));
}

#[test]
fn a_practice_code_is_refused_on_a_live_counter() {
    let mut counter = Counter::plain();
    let practice = galla::counter::Opened {
        live: true,
        catalogue: Arc::new(galla::catalogue::Catalogue::practice()),
        ledger_trouble: None,
        keyring_trouble: None,
        catalogue_trouble: None,
        token_in_memory: false,
    };
    counter.hear(Update::Opened(practice));
    fill(&mut counter, "199");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("This operator is on the practice list only."));
    assert!(counter.payments().is_empty());
}

#[test]
fn the_language_changes_at_once_and_is_kept() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    counter.window.get_all_by_label("हिन्दी").next().unwrap().click();
    counter.window.run();
    counter.window.run();
    assert!(counter.shows("रिचार्ज") && !counter.shows("Recharge"));
    let asked = counter.told();
    let [Command::ChangeSettings(settings)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(settings.language.as_deref(), Some("hi"));
}

#[test]
fn an_address_that_would_show_the_token_is_refused_beside_its_field() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    let field = counter.window.get_by_label("Address of PGPE");
    field.focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("http://www.pgpe.in");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("The address must begin with https://"));
    assert!(counter.told().is_empty());
}

#[test]
fn a_ticket_of_an_older_sheet_changes_nothing() {
    let mut counter = Counter::plain();
    fill(&mut counter, "199");
    counter.press(&[Key::Enter]);
    let why = WhyNotPaid::NoRandomness;
    counter.hear(Update::NotPaid { ticket: Ticket(99), why });
    assert!(counter.shows("Pay ₹199.00"));
}
