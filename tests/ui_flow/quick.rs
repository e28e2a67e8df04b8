//! The short ways: the same again, known customers from anywhere, favourites, and closing while a list is sent.

use egui::{Key, ViewportCommand, ViewportId};
use egui_kittest::kittest::Queryable;
use galla::counter::{BatchCommand, Command, Look, Stopped, Update, WhyNotPaid};
use galla::ledger::KeptBeneficiary;
use galla::money::Paise;
use galla::transaction::order::TransferMode;
use galla::transaction::{Beneficiary, Order};

use crate::common::counter::{
    Counter, collection, one_of_each, payout, pending, success, transaction, transaction_of,
};
use crate::common::lists::{favourites, standing, stands};

fn rupees(rupees: i64) -> Paise {
    Paise::from_rupees(rupees).unwrap()
}

#[test]
fn m14_the_same_again_is_one_key_and_the_question_still_comes() {
    let mut counter = Counter::plain();
    counter.board(None);
    counter.ctrl(Key::R);
    assert!(counter.shows("Pay ₹199.00") && counter.shows("98765 43200"), "the last one");
    assert!(counter.payments().is_empty());
    counter.press(&[Key::Enter]);
    let paid = counter.payments();
    let [(ticket, order, false)] = &paid[..] else { panic!("{paid:?}") };
    assert_eq!((order.number.as_str(), order.amount), ("9876543200", rupees(199)));
    let why = WhyNotPaid::Repeats(Box::new(transaction(4, "9876543200", &[success()])));
    counter.hear(Update::NotPaid { ticket: *ticket, why });
    counter.press(&[Key::Enter, Key::Enter]);
    assert!(counter.payments().is_empty() && counter.shows("Do not pay again"));
}

#[test]
fn the_same_again_is_of_what_is_looked_at_on_card_story_and_list() {
    let mut counter = Counter::plain();
    counter.board(Some(transaction_of(2, payout(4_000), &[success()])));
    counter.window.query_all_by_label_contains("91234 56780").next().unwrap().click();
    counter.window.run();
    counter.ctrl(Key::R);
    assert!(counter.shows("Pay ₹199.00") && counter.shows("91234 56780"));
    counter.press(&[Key::Escape, Key::F4]);
    let found = transaction_of(90, payout(250), &[success()]);
    let agent_id = found.agent_id;
    counter.write("x");
    counter.hear(Update::Found { text: "x".to_owned(), found: vec![found] });
    counter.window.query_all_by_label_contains("₹250.00").next().unwrap().click();
    counter.window.run();
    counter.window.run();
    assert!(
        counter.asked().iter().any(|command| {
            matches!(command, Command::Look(Look::Story(of)) if *of == agent_id)
        })
    );
    counter.window.get_by_label("Same again").click();
    counter.window.run();
    counter.window.run();
    assert!(counter.shows("Pay ₹250.00") && counter.shows("5010 0123 4567"));
}

#[test]
fn the_same_again_goes_by_the_rules_of_today() {
    let mut counter = Counter::plain();
    let mut gone = transaction(1, "9876543210", &[success()]);
    if let Order::Recharge(order) = &mut gone.order {
        order.operator = "GONE".to_owned();
    }
    counter.board(Some(gone));
    counter.ctrl(Key::R);
    assert!(counter.shows("Choose the operator.") && !counter.shows("Pay ₹199.00"));
    let collected = transaction_of(0, collection(50, "Tea"), &[pending()]);
    counter.board(Some(collected));
    counter.ctrl(Key::R);
    counter.press(&[Key::Enter]);
    let paid = counter.paid();
    assert!(matches!(&paid[..], [(_, Order::Collection(order), false)] if order.note == "Tea"));
}

#[test]
fn a_known_customer_is_found_from_anywhere_and_fills_in_the_form() {
    let mut counter = Counter::plain();
    counter.board(None);
    counter.press(&[Key::F10]);
    counter.ctrl(Key::K);
    counter.write("mee");
    let asked = counter.asked();
    let looked =
        |command: &Command| matches!(command, Command::Look(Look::Search(text)) if text == "mee");
    assert!(asked.iter().any(looked), "{asked:?}");
    counter.hear(Update::Found { text: "mee".to_owned(), found: one_of_each() });
    let known = KeptBeneficiary {
        id: 3,
        beneficiary: Beneficiary {
            name: "Meera".to_owned(),
            account: "112233445566".to_owned(),
            ifsc: "HDFC0001234".to_owned(),
            bank: "HDFC Bank".to_owned(),
            mobile: "9876543210".to_owned(),
            mode: TransferMode::Imps,
        },
    };
    let found = vec![known];
    counter.hear(Update::Beneficiaries { text: "mee".to_owned(), found });
    counter.press(&[Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter]);
    assert!(counter.shows("Mobile number"), "on Recharge");
    counter.press(&[Key::Enter, Key::Enter]);
    let paid = counter.payments();
    let [(_, order, false)] = &paid[..] else { panic!("{paid:?}") };
    assert_eq!((order.number.as_str(), order.amount), ("9123456780", rupees(199)));

    counter.press(&[Key::F6]);
    counter.ctrl(Key::K);
    counter.write("mee");
    counter.hear(Update::Found { text: "mee".to_owned(), found: Vec::new() });
    counter.asked();
    let kept = counter.window.query_by_label_contains("Meera");
    assert!(kept.is_none(), "an answer to an older question");
}

#[test]
fn an_esc_that_closes_the_search_changes_nothing_beneath_it() {
    let mut counter = Counter::plain();
    counter.hear(stands(standing(20, 6, true, None)));
    counter.ctrl(Key::L);
    counter.ctrl(Key::K);
    assert!(counter.shows("Name or number of a customer"));
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("Name or number of a customer"));
    assert!(counter.shows("Pause after this line"), "the list goes on");
    let pause = |command: &Command| matches!(command, Command::Batch { .. });
    assert!(!counter.asked().iter().any(pause));
    counter.press(&[Key::F1]);
    counter.write("98765");
    counter.ctrl(Key::K);
    counter.write("77");
    counter.press(&[Key::Enter, Key::Escape]);
    assert!(!counter.shows("Pay ₹") && counter.payments().is_empty());
}

#[test]
fn a_customer_is_repeated_from_the_search_with_one_key() {
    let mut counter = Counter::plain();
    counter.board(None);
    counter.ctrl(Key::K);
    counter.press(&[Key::ArrowDown]);
    counter.ctrl(Key::R);
    assert!(counter.shows("Pay ₹199.00") && counter.shows("91234 56780"));
}

#[test]
fn a_favourite_fills_in_the_form_with_its_key() {
    let mut counter = Counter::plain();
    counter.hear(favourites());
    counter.ctrl(Key::Num2);
    counter.press(&[Key::Enter, Key::Enter]);
    let paid = counter.payments();
    assert!(matches!(&paid[..], [(_, order, false)] if order.number == "9123456789"), "{paid:?}");
    counter.press(&[Key::F2]);
    counter.ctrl(Key::Num2);
    assert!(!counter.shows("5010 0123 4567"), "there is one favourite of Payout");
    counter.ctrl(Key::Num1);
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Pay ₹4,000.00"));
}

#[test]
fn a_favourite_is_kept_renamed_and_taken_away() {
    let mut counter = Counter::plain();
    let paid = transaction(0, "9876543210", &[success()]);
    counter.board(Some(paid));
    counter.window.query_all_by_label_contains("98765 43210").next().unwrap().click();
    counter.window.run();
    counter.window.get_by_label("Keep as favourite").click();
    counter.window.run();
    let told = counter.told();
    let [Command::KeepFavourite { id: None, favourite }] = &told[..] else { panic!("{told:?}") };
    assert_eq!((favourite.name.as_str(), favourite.order.target()), ("Meena", "9876543210"));
    counter.press(&[Key::Escape]);
    counter.hear(favourites());
    counter.window.get_by_label("Change…").click();
    counter.window.run();
    counter.window.run();
    counter.press(&[Key::Backspace; 5]);
    counter.press(&[Key::Enter]);
    assert!(counter.told().is_empty(), "nobody is called nothing");
    counter.window.get_by_label_contains("98765 43210 · ₹299.00").focus();
    counter.window.run();
    counter.write("Meena ji");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    let [Command::KeepFavourite { id: Some(1), favourite }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(favourite.name, "Meena ji");
    counter.window.get_by_label("Take away Shop's own line").click();
    counter.window.run();
    let told = counter.told();
    assert!(matches!(told[..], [Command::RemoveFavourite(3)]), "{told:?}");
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("Favourites"));
}

/// Whether the window was asked to close, or kept open.
fn close_commands(counter: &Counter) -> (bool, bool) {
    let output = counter.window.output();
    let commands = &output.viewport_output[&ViewportId::ROOT].commands;
    (commands.contains(&ViewportCommand::Close), commands.contains(&ViewportCommand::CancelClose))
}

#[test]
fn closing_while_a_list_is_sent_asks_and_waits_for_the_line_on_its_way() {
    let mut counter = Counter::plain();
    counter.close();
    assert!(!counter.shows("Stay"), "nothing is being sent");
    counter.hear(stands(standing(200, 87, true, None)));
    counter.close();
    assert!(counter.shows("A list is being sent: line 87 of 200") && counter.shows("Stay"));
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("Stay"));
    assert!(counter.told().is_empty(), "and the list goes on");
    counter.close();
    counter.window.get_by_label("Pause the list and close").click();
    counter.window.run();
    let told = counter.told();
    let [Command::Batch { command, .. }] = &told[..] else { panic!("{told:?}") };
    assert!(matches!(**command, BatchCommand::Pause));
    assert!(counter.shows("Waiting for the answer to line 87."));
    counter.updates.send(stands(standing(200, 87, false, Some(Stopped::Paused)))).unwrap();
    counter.window.step();
    assert_eq!(close_commands(&counter), (true, false));
}
