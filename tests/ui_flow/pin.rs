//! The PIN on the screen: on the sheet of a payout, before a change of the settings, and over
//! the whole window when nobody is there.

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Key, Modifiers, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable};
use galla::counter::{Command, Door, PinProblem, PinState, Proof, Ticket, Update, WhyNotPaid};
use galla::ledger::LedgerError;
use galla::money::Language;
use galla::secrets::SecretsError;
use galla::settings::{Settings, Theme};
use galla::sound::Sound;
use galla::transaction::{Event as Happened, Order};
use secrecy::ExposeSecret;

use super::payout::fill;
use crate::common::counter::{
    Counter, answered, collection, payout, pending, transaction, transaction_of,
};

const MINUTE: Duration = Duration::from_secs(60);

/// A PIN and for what it was given.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Pin(String, Door),
    Pay(Ticket, Order),
    Lock,
}

/// What the window asked for that has to do with the PIN, in order.
fn told(counter: &mut Counter) -> Vec<Told> {
    let told = |command| match command {
        Command::Unlock { pin, door } => Some(Told::Pin(pin.expose_secret().to_owned(), door)),
        Command::Pay { ticket, order, .. } => Some(Told::Pay(ticket, *order)),
        Command::Lock => Some(Told::Lock),
        _ => None,
    };
    counter.asked().into_iter().filter_map(told).collect()
}

fn guarded() -> Counter {
    let mut counter = Counter::plain();
    counter.board(None);
    counter.hear(Update::Pin(PinState::On));
    counter
}

/// A payout of ₹500 on its sheet.
fn confirming() -> Counter {
    let mut counter = guarded();
    counter.press(&[Key::F2]);
    fill(&mut counter, "501001234567", "HDFC0001234");
    counter.write("500");
    counter.press(&[Key::Enter]);
    counter.window.run();
    counter.asked();
    counter
}

/// The ticket of the payment that the PIN opened, which comes right behind it.
fn paid_with(counter: &mut Counter, pin: &str) -> Ticket {
    let told = told(counter);
    let [Told::Pin(given, Door::Payment(opened)), Told::Pay(ticket, order)] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((given.as_str(), opened), (pin, ticket), "one PIN for this one payment");
    assert_eq!(*order, payout(500));
    *ticket
}

fn not_paid(counter: &mut Counter, ticket: Ticket, problem: PinProblem) {
    counter.hear(Update::NotUnlocked(problem));
    counter.hear(Update::NotPaid { ticket, why: WhyNotPaid::Locked });
    counter.window.run();
}

#[test]
fn m2_a_payout_asks_for_the_pin_on_its_sheet_and_tries_it_once() {
    let mut counter = confirming();
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [], "no PIN, no payment");
    counter.write("47");
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [], "too short to be one");
    counter.write("11");
    counter.window.event(enter(false));
    counter.window.event(enter(true));
    counter.window.run();
    counter.press(&[Key::Enter, Key::Enter]);
    let ticket = paid_with(&mut counter, "4711");
    not_paid(&mut counter, ticket, PinProblem::Wrong { left: 4 });
    assert!(counter.shows("This is not the PIN. 4 more tries"));
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [], "the field is empty again");
    counter.write("4712");
    counter.press(&[Key::Enter]);
    let second = paid_with(&mut counter, "4712");
    assert!(second > ticket, "another try is another ticket");
    let paid = transaction_of(0, payout(500), &[pending()]);
    counter.hear(Update::Unlocked(Door::Payment(second)));
    counter.hear(Update::Paying { ticket: second, agent_id: paid.agent_id });
    counter.hear(Update::Changed(Box::new(paid)));
    assert!(counter.shows("Pending"));
}

fn enter(repeat: bool) -> Event {
    Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn only_digits_go_into_the_field_and_esc_goes_back_to_the_form_as_it_was() {
    let mut counter = confirming();
    counter.write("4x7 1-1");
    counter.press(&[Key::Escape]);
    counter.window.run();
    assert!(!counter.shows("Pay ₹500.00"), "the sheet is gone");
    assert_eq!(counter.window.get_by_label("Bank").value().as_deref(), Some("HDFC Bank"));
    counter.press(&[Key::Enter]);
    counter.window.run();
    assert!(counter.shows("Pay ₹500.00"));
    counter.write("4x7 1-1");
    counter.press(&[Key::Enter]);
    paid_with(&mut counter, "4711");
}

#[test]
fn up_to_the_amount_nothing_is_asked() {
    let mut counter = Counter::unopened_with(Theme::Light, Language::English, |settings| {
        settings.pin.payouts_over = galla::money::Paise::from_rupees(500).unwrap();
    });
    counter.open(false);
    counter.hear(Update::Pin(PinState::On));
    counter.press(&[Key::F2]);
    fill(&mut counter, "501001234567", "HDFC0001234");
    counter.write("500");
    counter.press(&[Key::Enter, Key::Enter]);
    let told = told(&mut counter);
    let [Told::Pay(ticket, order)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(*order, payout(500));
    // The counter knows better: then the sheet asks all the same.
    counter.hear(Update::NotPaid { ticket: *ticket, why: WhyNotPaid::Locked });
    counter.window.run();
    counter.write("4711");
    counter.press(&[Key::Enter]);
    paid_with(&mut counter, "4711");
}

#[test]
fn m14_a_repeat_needs_the_press_and_the_pin() {
    let mut counter = confirming();
    counter.write("4711");
    counter.press(&[Key::Enter]);
    let ticket = paid_with(&mut counter, "4711");
    let earlier = transaction_of(4, payout(500), &[pending()]);
    let why = WhyNotPaid::Repeats(Box::new(earlier));
    counter.hear(Update::Unlocked(Door::Payment(ticket)));
    counter.hear(Update::NotPaid { ticket, why });
    counter.window.run();
    counter.write("4711");
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(told(&mut counter), [], "Enter does not pay here, PIN or not");
    counter.window.get_by_label("Pay again all the same").click();
    counter.window.run();
    paid_with(&mut counter, "4711");
}

#[test]
fn a_payment_refused_for_another_reason_asks_for_no_pin() {
    let mut counter = confirming();
    counter.write("4711");
    counter.press(&[Key::Enter]);
    let ticket = paid_with(&mut counter, "4711");
    counter.hear(Update::Unlocked(Door::Payment(ticket)));
    let why = WhyNotPaid::Ledger(Arc::new(LedgerError::DiskFull));
    counter.hear(Update::NotPaid { ticket, why });
    counter.window.run();
    assert!(counter.shows("full") && counter.window.query_by_label("PIN").is_none());
}

#[test]
fn too_many_wrong_tries_say_from_when_and_the_field_comes_back_by_itself() {
    let mut counter = confirming();
    counter.write("4711");
    counter.press(&[Key::Enter]);
    let ticket = paid_with(&mut counter, "4711");
    let from = counter.clock_now().after(MINUTE / 2);
    not_paid(&mut counter, ticket, PinProblem::Wait(from));
    assert!(counter.shows("Try again from 2:46 pm."), "the first whole minute that is late enough");
    counter.write("4711");
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), []);
    let pause = repaint_delay(&counter);
    assert!(pause <= MINUTE / 2, "one frame when it is over: {pause:?}");
    counter.clock.pass(MINUTE / 2);
    counter.window.run();
    counter.window.run();
    assert!(!counter.shows("Try again from"));
    counter.write("4711");
    counter.press(&[Key::Enter]);
    paid_with(&mut counter, "4711");
}

fn repaint_delay(counter: &Counter) -> Duration {
    counter.window.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

/// Everything that a screen reader finds in the window, as one text.
fn all_text(counter: &Counter) -> String {
    let mut text = String::new();
    for node in counter.window.root().children_recursive() {
        let node = node.accesskit_node();
        for part in [node.label(), node.value(), node.description()].into_iter().flatten() {
            text.push_str(&part);
            text.push('\n');
        }
    }
    text
}

#[test]
fn a_window_that_nobody_uses_locks_and_shows_nothing_of_any_customer() {
    let mut counter = guarded();
    counter.press(&[Key::F2]);
    for text in ["Sunita Devi", "9876543210", "501001234567"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    let before = all_text(&counter);
    assert!(before.contains("Sunita Devi") && before.contains("Jio"), "{before}");
    assert_eq!(repaint_delay(&counter), 10 * MINUTE, "one frame, at the moment of locking");
    counter.clock.pass(9 * MINUTE);
    counter.window.run();
    assert!(!counter.shows("Locked"));
    assert_eq!(repaint_delay(&counter), MINUTE, "a frame for something else changes nothing");
    counter.clock.pass(MINUTE);
    counter.asked();
    counter.window.run();
    assert!(counter.shows("Locked") && counter.shows("2 pending"));
    assert!(counter.shows("Practice counter"), "the band stays");
    assert_eq!(told(&mut counter), [Told::Lock], "what was open is shut at the counter, too");
    let covered = all_text(&counter);
    for gone in ["Sunita", "98765", "50100", "Jio", "₹", "6543", "Payout", "Settings"] {
        assert!(!covered.contains(gone), "{gone}: {covered}");
    }
    assert_eq!(repaint_delay(&counter), Duration::MAX, "and no frame after it");
    // Keys go to the PIN and nowhere else.
    counter.press(&[Key::F10, Key::F1]);
    counter.write("9876543210");
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [Told::Pin("98765432".into(), Door::Window)], "eight at most");
    counter.hear(Update::NotUnlocked(PinProblem::Wrong { left: 4 }));
    assert!(counter.shows("This is not the PIN."));
    counter.write("4711");
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [Told::Pin("4711".into(), Door::Window)]);
    counter.hear(Update::Unlocked(Door::Window));
    counter.window.run();
    let after = all_text(&counter);
    assert!(after.contains("Sunita Devi"), "the form is as it was: {after}");
    assert!(!after.contains("Locked"));
}

#[test]
fn a_key_or_the_mouse_puts_the_lock_off_and_the_sleep_of_the_computer_does_not() {
    let mut counter = guarded();
    for _ in 0..3 {
        counter.clock.pass(9 * MINUTE);
        counter.press(&[Key::ArrowDown]);
        assert!(!counter.shows("Locked"));
        counter.clock.pass(9 * MINUTE);
        counter.window.event(Event::PointerMoved(egui::pos2(400.0, 400.0)));
        counter.window.run();
        assert!(!counter.shows("Locked"));
    }
    // The monotonic clock stood still while the lid was closed.
    let morning = counter.clock_now().after(600 * MINUTE);
    counter.clock.turn_wall_to(morning);
    counter.press(&[Key::Num9]);
    assert!(counter.shows("Locked"), "the key that wakes it up is too late");
}

#[test]
fn without_a_pin_nothing_ever_locks() {
    let mut counter = Counter::plain();
    counter.clock.pass(600 * MINUTE);
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    counter.window.run();
    assert!(!counter.shows("Locked"));
    assert_eq!(repaint_delay(&counter), Duration::MAX);
    counter.hear(Update::Pin(PinState::On));
    counter.window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    counter.window.run();
    assert!(counter.shows("Locked"), "by hand, at once");
}

#[test]
fn what_comes_in_is_heard_under_the_cover_and_the_pending_count_goes_on() {
    let mut counter = guarded();
    counter.hear(Update::Changed(Box::new(transaction_of(
        3,
        collection(20, "sari"),
        &[pending()],
    ))));
    counter.window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    counter.window.run();
    let later = Happened::StatusAnswer { reply: answered("TXN", "Success", "paid") };
    let paid = transaction_of(3, collection(20, "sari"), &[pending(), later]);
    counter.played.try_iter().count();
    counter.hear(Update::Changed(Box::new(paid)));
    let heard: Vec<_> = counter.played.try_iter().collect();
    let [Sound { said: Some(said), .. }] = &heard[..] else { panic!("{heard:?}") };
    assert_eq!(said.text, "twenty rupees received");
    counter.board(Some(transaction(1, "9123456780", &[pending()])));
    assert!(counter.shows("3 pending") && !all_text(&counter).contains("9123"));
}

#[test]
fn a_window_that_opens_locked_shows_nothing_before_the_pin() {
    let mut counter = Counter::unopened_with(Theme::Light, Language::English, |settings| {
        settings.pin.at_start = true;
    });
    counter.hear(Update::Pin(PinState::On));
    counter.open(true);
    counter.board(None);
    assert!(counter.shows("Locked") && !all_text(&counter).contains("Jio"));
    counter.write("4711");
    counter.press(&[Key::Enter]);
    assert_eq!(told(&mut counter), [Told::Pin("4711".into(), Door::Window)]);
    counter.hear(Update::Unlocked(Door::Window));
    assert!(!counter.shows("Locked") && all_text(&counter).contains("Jio"));
    // Another counter that is opened later is not locked for it.
    counter.hear(Update::Pin(PinState::On));
    assert!(!counter.shows("Locked"));
}

#[test]
fn a_forgotten_pin_is_proved_by_the_token_and_in_practice_by_a_press() {
    for live in [true, false] {
        let mut counter = guarded();
        counter.open(live);
        counter.hear(Update::Pin(PinState::On));
        counter.window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
        counter.window.run();
        counter.asked();
        counter.press(&[Key::Tab, Key::Tab, Key::Space]);
        counter.window.run();
        if live {
            counter.write("the token");
            counter.press(&[Key::Enter]);
        } else {
            counter.press(&[Key::Space]);
        }
        let asked = counter.asked();
        match &asked[..] {
            [Command::RemovePin(Proof::Token(token))] if live => {
                assert_eq!(token.expose_secret(), "the token");
                counter.hear(Update::NotUnlocked(PinProblem::NotTheToken));
                assert!(counter.shows("This is not the token in use."));
            }
            [Command::RemovePin(Proof::Practice)] if !live => {}
            other => panic!("live {live}: {other:?}"),
        }
        counter.hear(Update::Pin(PinState::Off));
        assert!(!counter.shows("Locked"));
    }
}

#[test]
fn what_waits_for_the_pin_is_asked_for_on_a_sheet_and_given_up_by_esc() {
    let mut counter = guarded();
    counter.press(&[Key::F10]);
    counter.click("Dark");
    counter.asked();
    counter.hear(Update::PinWanted(Door::Settings));
    counter.window.run();
    assert!(counter.shows("Changing the settings needs the PIN."));
    counter.write("4711");
    counter.press(&[Key::Enter, Key::Enter]);
    assert_eq!(told(&mut counter), [Told::Pin("4711".into(), Door::Settings)]);
    counter.hear(Update::NotUnlocked(PinProblem::Wrong { left: 1 }));
    assert!(counter.shows("One more try"));
    assert_eq!(counter.window.ctx.theme(), egui::Theme::Dark);
    counter.press(&[Key::Escape]);
    assert_eq!(told(&mut counter), [Told::Lock]);
    let mut settings = Settings::default();
    settings.theme = Theme::Light;
    settings.language = Some("en".to_owned());
    counter.hear(Update::SettingsInForce(Box::new(settings)));
    assert_eq!(counter.window.ctx.theme(), egui::Theme::Light, "it is as it was");
    assert!(!counter.shows("Changing the settings needs the PIN."));
    counter.asked();
    counter.press(&[Key::F1]);
    assert_eq!(told(&mut counter), [Told::Lock], "whoever leaves the settings shuts them");
}

#[test]
fn a_sheet_never_stands_on_a_sheet() {
    let mut counter = confirming();
    counter.hear(Update::PinWanted(Door::Export));
    counter.window.run();
    assert!(counter.shows("Pay ₹500.00") && !counter.shows("Writing data to a file"));
    counter.press(&[Key::Escape]);
    counter.window.run();
    counter.window.run();
    assert!(counter.shows("Writing data to a file needs the PIN."));
}

/// Looks at the card of the PIN, with what has this name in sight.
fn card(counter: &mut Counter, name: &str) {
    counter.press(&[Key::F10]);
    counter.window.get_by_label(name).scroll_to_me();
    counter.window.run();
    counter.window.run();
}

fn type_into(counter: &mut Counter, label: &str, text: &str) {
    counter.window.get_by_label(label).focus();
    counter.window.run();
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.window.run();
    counter.write(text);
}

#[test]
fn a_pin_is_set_changed_and_removed_on_its_card() {
    let mut counter = Counter::plain();
    card(&mut counter, "Set the PIN");
    counter.click("Set the PIN");
    assert!(counter.shows("A PIN has four to eight digits."));
    type_into(&mut counter, "New PIN", "4711");
    type_into(&mut counter, "New PIN again", "4712");
    counter.click("Set the PIN");
    assert!(counter.shows("The two are not the same.") && counter.told().is_empty());
    type_into(&mut counter, "New PIN again", "4711");
    counter.click("Set the PIN");
    match &counter.told()[..] {
        [Command::SetPin { old: None, new }] => assert_eq!(new.expose_secret(), "4711"),
        other => panic!("{other:?}"),
    }
    counter.hear(Update::NotUnlocked(PinProblem::Keyring(SecretsError::NoKeyring)));
    assert!(counter.shows("no keyring"));
    counter.click("Set the PIN");
    counter.hear(Update::Pin(PinState::On));
    assert!(counter.shows("A PIN is set."));
    counter.told();
    type_into(&mut counter, "Current PIN", "4711");
    type_into(&mut counter, "New PIN", "123456");
    type_into(&mut counter, "New PIN again", "123456");
    counter.click("Change the PIN");
    match &counter.told()[..] {
        [Command::SetPin { old: Some(old), new }] => {
            assert_eq!((old.expose_secret(), new.expose_secret()), ("4711", "123456"));
        }
        other => panic!("{other:?}"),
    }
    counter.hear(Update::NotUnlocked(PinProblem::Wrong { left: 3 }));
    assert!(counter.shows("3 more tries"));
    type_into(&mut counter, "Current PIN", "4712");
    counter.click("Remove the PIN");
    match &counter.told()[..] {
        [Command::RemovePin(Proof::Pin(pin))] => assert_eq!(pin.expose_secret(), "4712"),
        other => panic!("{other:?}"),
    }
    counter.hear(Update::Pin(PinState::Off));
    let still = PinProblem::StillKept(SecretsError::Locked);
    counter.hear(Update::NotUnlocked(still));
    assert!(counter.shows("The PIN is off until Galla is closed"));
}

#[test]
fn what_the_pin_guards_is_chosen_on_its_card() {
    let mut counter = guarded();
    card(&mut counter, "Open the window locked");
    type_into(&mut counter, "Ask for payouts over", "5,000");
    type_into(&mut counter, "Lock after minutes without use", "999");
    counter.press(&[Key::Tab]);
    assert!(counter.shows("Type a number from 0 to 240."));
    type_into(&mut counter, "Lock after minutes without use", "3");
    counter.press(&[Key::Tab]);
    counter.click("Ask before data is written to a file");
    let told = counter.told();
    let Some(Command::ChangeSettings(settings)) = told.last() else { panic!("{told:?}") };
    assert_eq!(settings.pin.payouts_over.to_string(), "₹5,000.00");
    assert_eq!((settings.pin.lock_after_minutes, settings.pin.exports), (3, false));
    assert!(settings.pin.settings && !settings.pin.at_start);
    counter.clock.pass(3 * MINUTE);
    counter.window.run();
    assert!(counter.shows("Locked"), "it works by them at once");
}
