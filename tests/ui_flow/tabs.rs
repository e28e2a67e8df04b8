//! What the agent presses on Status, Balance, Disputes and the cards of the settings.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::counter::{
    CallbackTrouble, Command, Copies, Listening, Look, NoBalance, OpenLists, Period, Update,
};
use galla::ledger::BalanceReading;
use galla::ledger::reader::Entry;
use galla::listener::ListenError;
use galla::money::Paise;
use galla::transaction::totals::Totals;
use galla::transaction::{Event, Service, State, StatusCode, Transaction, Unknown};
use secrecy::SecretString;

use crate::common::counter::{
    Counter, NOW, answered, later_failed, payout, pending, success, transaction, transaction_of,
};
use crate::common::day::{today, totals};

fn lists() -> OpenLists {
    OpenLists {
        unresolved: vec![transaction(20, "9123456780", &[pending()])],
        owed: vec![transaction(90, "9700000005", &[success(), later_failed()])],
        disputed: vec![disputed("TXN")],
        ..OpenLists::default()
    }
}

fn disputed(code: &str) -> Transaction {
    let asked = Event::DisputeAsked { message: "Customer did not get it".into() };
    let mut transaction = transaction(40, "9988776655", &[success(), asked]);
    let reply = answered(code, "", "Dispute raised successfully");
    transaction.apply(NOW, &Event::DisputeAnswer { reply });
    transaction
}

#[test]
fn a_new_shop_reads_on_every_screen_what_will_be_there_and_how_to_begin() {
    let mut counter = Counter::plain();
    assert!(counter.shows("F1 and a number begin the first one."));
    counter.ctrl(Key::K);
    assert!(counter.shows("Whoever has paid here once is found") && !counter.shows("Nobody found"));
    counter.press(&[Key::Escape, Key::F12]);
    assert!(counter.shows("“Keep as favourite” on the card of a payment"));
    counter.press(&[Key::Escape, Key::F4]);
    counter.hear(Update::Open(Box::default()));
    assert!(counter.shows("What is pending, owed to a customer or at odds will stand here."));
    counter.press(&[Key::F5]);
    assert!(counter.shows("Not read yet. Enter asks.") && counter.shows("is kept and drawn here"));
    counter.press(&[Key::F6]);
    assert!(counter.shows("search for the payment above and tell PGPE"));
    counter.press(&[Key::F2]);
    counter.ctrl(Key::B);
    counter.hear(Update::Beneficiaries { text: String::new(), found: Vec::new() });
    assert!(counter.shows("No beneficiary is kept yet"));
    counter.write("x");
    counter.hear(Update::Beneficiaries { text: "x".to_owned(), found: Vec::new() });
    assert!(counter.shows("Add whoever is missing above."));
    counter.press(&[Key::F8]);
    let empty = Period { totals: Totals::default(), transactions: Vec::new(), ..today() };
    counter.hear(Update::Period(Box::new(empty)));
    assert!(counter.shows("Choose other days above, or begin with F1."));
    let mut unfinished = today();
    let not_yet = totals(NOW.day()).into_iter().filter(|total| total.state != State::Success);
    unfinished.totals = not_yet.collect();
    counter.hear(Update::Period(Box::new(unfinished)));
    assert!(counter.shows("The successes are drawn here, as they come in."));
    counter.press(&[Key::F10]);
    counter.hear(Update::Copies(Copies::default()));
    assert!(counter.shows("Galla makes one by itself while a counter is open."));
}

#[test]
fn what_is_open_stands_in_its_list_with_what_happens_next() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F4]);
    assert!(matches!(counter.asked().last(), Some(Command::Look(Look::Open))));
    counter.hear(Update::Open(Box::new(lists())));
    assert!(counter.shows("Not known yet (1)") && counter.shows("Money to give back (1)"));
    assert!(counter.shows("Galla asks PGPE by itself in a moment"));
    counter.click("Money was given back: 97000 00005");
    let owed = lists().owed[0].agent_id;
    assert!(matches!(counter.told()[..], [Command::GiveBack(id)] if id == owed));
    counter.hear(Update::Open(Box::default()));
    assert!(counter.shows("Nothing is open"));
}

#[test]
fn a_search_finds_as_one_types_and_leads_to_the_story() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F4]);
    counter.write("sunita");
    let asked = counter.asked();
    assert!(
        matches!(asked.last(), Some(Command::Look(Look::Search(text))) if text == "sunita"),
        "{asked:?}"
    );
    let found = transaction_of(20, payout(500), &[pending()]);
    counter.hear(Update::Found { text: "sunita".into(), found: vec![found.clone()] });
    counter.click("Sunita Devi, ₹500.00, Pending, IMPS, ••••4567");
    let asked = counter.asked();
    assert!(
        matches!(asked.last(), Some(Command::Look(Look::Story(id))) if *id == found.agent_id),
        "{asked:?}"
    );
    let entry = |seq, event| Entry { seq, at: found.at, event };
    let events = vec![
        entry(1, Event::Intent { order: Box::new(payout(500)) }),
        entry(2, Event::Sent),
        entry(3, pending()),
    ];
    counter.hear(Update::Story { agent_id: found.agent_id, events });
    assert!(counter.shows("You confirmed ₹500.00, IMPS, ••••4567."));
    assert!(counter.shows("PGPE answered: TUP Pending"));
    counter.click("Ask PGPE now");
    assert!(matches!(counter.told()[..], [Command::AskStatus(id)] if id == found.agent_id));
    counter.click("Copy the text for the helpdesk");
    assert!(counter.shows("Copied."));
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Found, newest first"));
}

#[test]
fn a_search_that_finds_more_than_it_shows_says_so() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F4]);
    counter.write("98");
    let hint = "These are 100 of them. Type on to find the others.";
    let found: Vec<_> =
        (1..=100).map(|n| transaction(n, &format!("9876543{n:03}"), &[success()])).collect();
    counter.hear(Update::Found { text: "98".into(), found: found[1..].to_vec() });
    assert!(!counter.shows(hint));
    counter.hear(Update::Found { text: "98".into(), found });
    assert!(counter.shows(hint));
}

#[test]
fn m11_a_dispute_is_raised_once_and_told() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F6]);
    counter.write("98");
    let paid = transaction(40, "9988776655", &[success()]);
    let open = transaction(20, "9123456780", &[pending()]);
    let found = vec![paid.clone(), open];
    counter.hear(Update::Found { text: "98".into(), found });
    assert!(counter.shows("Only a success can be disputed."));
    counter.click("99887 76655, ₹199.00, Success, Jio");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Write in a sentence what the customer did not get."));
    counter.click("Customer did not get it");
    assert!(counter.shows("23 of 500 characters"));
    counter.press(&[Key::Enter, Key::Enter]);
    let told = counter.told();
    let [Command::Dispute { agent_id, message }] = &told[..] else { panic!("{told:?}") };
    assert_eq!((*agent_id, message.as_str()), (paid.agent_id, "Customer did not get it"));
    counter.hear(Update::Changed(Box::new(disputed("TXN"))));
    counter.hear(Update::Open(Box::new(lists())));
    assert!(counter.shows("The dispute is raised. PGPE looks into it."));
    assert!(counter.shows("The payment now: Success"));
}

#[test]
fn the_wallets_say_how_old_they_are_and_why_they_are_not_known() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F5]);
    let asked = counter.asked();
    assert!(
        asked.iter().any(|command| matches!(command, Command::Look(Look::BalanceHistory { .. })))
    );
    let reading =
        |service, paise| BalanceReading { service, holds: Paise::from_paise(paise), at: NOW };
    counter.hear(Update::Balance(reading(Service::Recharge, 90_000)));
    let why = NoBalance::NoAnswer(Unknown::TimedOut);
    counter.hear(Update::NoBalance { service: Service::Payout, why });
    assert!(counter.shows("Running low") && counter.shows("Not read yet"));
    assert!(counter.shows("Not read: "));
    let readings = vec![reading(Service::Recharge, 120_000), reading(Service::Recharge, 90_000)];
    counter.hear(Update::BalanceHistory { service: Service::Recharge, readings });
    assert!(counter.shows("Lowest ₹900.00, highest ₹1,200.00, now ₹900.00"));
    counter.asked();
    counter.click("Ask the balance again");
    assert!(matches!(counter.told()[..], [Command::AskBalance]));
    let later = BalanceReading {
        at: NOW.after(std::time::Duration::from_secs(60)),
        ..reading(Service::Recharge, 1)
    };
    counter.hear(Update::Balance(later));
    let asked = counter.asked();
    assert!(
        matches!(asked[..], [Command::Look(Look::BalanceHistory { .. })]),
        "a new reading is drawn at once: {asked:?}"
    );
}

#[test]
fn the_callback_address_is_shown_tested_and_renewed_after_a_question() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    let address = "127.0.0.1:8750".parse().unwrap();
    let url = SecretString::from("http://127.0.0.1:8750/callback/abc");
    counter.hear(Update::Listening(Listening::On {
        address,
        url,
        way_back: Default::default(),
        this_run: true,
    }));
    assert!(counter.shows("http://127.0.0.1:8750/callback/abc"));
    assert!(counter.shows("the address changes when Galla is closed"));
    counter.click("Test it");
    assert!(matches!(counter.told()[..], [Command::TestCallback]));
    counter.hear(Update::CallbackTested(Ok(())));
    assert!(counter.shows("It answers."));
    counter.click("Make a new address");
    assert!(counter.told().is_empty(), "it asks first");
    counter.click("Yes, make a new one");
    assert!(matches!(counter.told()[..], [Command::RenewCallbackSecret]));
    let trouble = CallbackTrouble::Listen(Arc::new(ListenError::InUse(address)));
    counter.hear(Update::Listening(Listening::Trouble(trouble)));
    assert!(counter.shows("Another program listens at 127.0.0.1:8750 already."));
}

#[test]
fn the_place_is_filled_by_pgpe_and_a_wrong_one_is_told() {
    let mut counter = Counter::plain();
    counter.press(&[Key::F10]);
    counter.click("Ask PGPE");
    assert!(matches!(counter.told()[..], [Command::FindAddress]));
    counter.hear(Update::Address(Ok("198.51.100.9".parse().unwrap())));
    counter.window.run();
    let told = counter.told();
    let [Command::ChangeSettings(settings)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(settings.endpoint_address, "198.51.100.9");
    counter.window.get_by_label("Latitude").focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("999");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("A latitude lies between -90 and 90"));
    assert!(counter.told().is_empty(), "a wrong place is not kept");
    counter.hear(Update::Address(Ok("198.51.100.10".parse().unwrap())));
    counter.window.run();
    let told = counter.told();
    let [Command::ChangeSettings(settings)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(settings.endpoint_address, "198.51.100.10", "what is right is kept all the same");
    assert_eq!(settings.latitude, "28.6139");
    assert!(counter.shows("The address that PGPE sees: 198.51.100.10"));
    let why = NoBalance::Refused {
        code: StatusCode::Uai,
        spelled: "UAI".into(),
        words: "Unauthorised access, Correct IP: 203.0.113.9".into(),
    };
    counter.hear(Update::Address(Err(why)));
    assert!(counter.shows("Register 203.0.113.9 under Developer Zone"));
}
