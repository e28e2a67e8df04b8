//! Pictures of the PIN: the locked window, the confirm sheet that asks for it, the sheet, the card.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Door, PinProblem, PinState, Update};
use galla::money::Language;
use galla::secrets::SecretsError;
use galla::settings::Theme;

use crate::common::counter::{Counter, NOW, payout, success, transaction_of};
use crate::in_four;

fn with_pin(counter: &mut Counter) {
    counter.hear(Update::Pin(PinState::On));
}

fn lock(counter: &mut Counter) {
    counter.board(None);
    with_pin(counter);
    counter
        .window
        .key_press_modifiers(egui::Modifiers::COMMAND.plus(egui::Modifiers::SHIFT), Key::L);
    counter.window.run();
}

/// Tries a PIN, and the counter says what is wrong with it.
fn wrong(counter: &mut Counter, problem: PinProblem) {
    counter.write("1234");
    counter.press(&[Key::Enter]);
    counter.hear(Update::NotUnlocked(problem));
}

/// A payout of ₹500 on its sheet.
fn confirm(counter: &mut Counter) {
    counter.press(&[Key::F2]);
    for text in ["Sunita Devi", "9876543210", "501001234567", "501001234567", "HDFC0001234"] {
        counter.write(text);
        counter.press(&[Key::Enter]);
    }
    counter.press(&[Key::Enter]);
    counter.write("500");
    counter.press(&[Key::Enter]);
    counter.window.run();
}

fn card(counter: &mut Counter, english: &str, hindi: &str) {
    counter.press(&[Key::F10]);
    let there = counter.window.query_all_by_label(english).next().is_some();
    let label = if there { english } else { hindi };
    counter.window.get_all_by_label(label).last().unwrap().scroll_to_me();
    counter.window.run();
    counter.window.run();
}

fn waiting() -> PinProblem {
    PinProblem::Wait(NOW.after(std::time::Duration::from_secs(120)))
}

#[test]
fn locked() {
    in_four("pin_locked", lock);
}

#[test]
fn locked_and_waiting() {
    in_four("pin_locked_waiting", |counter| {
        lock(counter);
        wrong(counter, waiting());
    });
}

#[test]
fn locked_and_forgotten() {
    in_four("pin_locked_forgotten", |counter| {
        counter.open(true);
        lock(counter);
        let there = counter.window.query_by_label("PIN forgotten?").is_some();
        let label = if there { "PIN forgotten?" } else { "पिन भूल गए?" };
        counter.window.get_by_label(label).click();
        counter.window.run();
        counter.write("not the token");
        counter.press(&[Key::Enter]);
        counter.hear(Update::NotUnlocked(PinProblem::NotTheToken));
    });
}

#[test]
fn on_the_confirm_sheet() {
    in_four("pin_confirm", |counter| {
        with_pin(counter);
        confirm(counter);
    });
}

#[test]
fn on_the_confirm_sheet_and_wrong() {
    in_four("pin_confirm_wrong", |counter| {
        with_pin(counter);
        confirm(counter);
        counter.write("1234");
        counter.press(&[Key::Enter]);
        let ticket = counter.asked().into_iter().find_map(|command| match command {
            Command::Pay { ticket, .. } => Some(ticket),
            _ => None,
        });
        counter.hear(Update::NotUnlocked(PinProblem::Wrong { left: 4 }));
        let why = galla::counter::WhyNotPaid::Locked;
        counter.hear(Update::NotPaid { ticket: ticket.unwrap(), why });
    });
}

#[test]
fn on_a_sheet_of_its_own() {
    in_four("pin_sheet", |counter| {
        with_pin(counter);
        counter.press(&[Key::F10]);
        counter.hear(Update::PinWanted(Door::Settings));
        counter.window.run();
        wrong(counter, PinProblem::Wrong { left: 1 });
    });
}

#[test]
fn the_card_without_one() {
    in_four("pin_card_off", |counter| {
        card(counter, "Set the PIN", "पिन लगाइए");
        let there = counter.window.query_by_label("Set the PIN").is_some();
        let label = if there { "Set the PIN" } else { "पिन लगाइए" };
        counter.window.get_by_label(label).click();
        counter.window.run();
    });
}

#[test]
fn the_card_with_one() {
    in_four("pin_card_on", |counter| {
        with_pin(counter);
        card(counter, "Open the window locked", "विंडो लॉक होकर खुले");
    });
}

#[test]
fn the_card_where_it_is_changed() {
    in_four("pin_card_change", |counter| {
        with_pin(counter);
        card(counter, "PIN forgotten?", "पिन भूल गए?");
    });
}

#[test]
fn the_card_when_the_keyring_does_not_say() {
    let mut results = egui_kittest::SnapshotResults::new();
    crate::take(&mut results, "pin_card_unknown", |counter| {
        counter.hear(Update::Pin(PinState::Unknown(SecretsError::Locked)));
        card(counter, "PIN forgotten?", "पिन भूल गए?");
    });
}

#[test]
fn the_card_about_sound() {
    in_four("settings_sound", |counter| card(counter, "Try it", "सुनकर देखिए"));
}

#[test]
fn the_smallest_window_shows_the_whole_sheet_with_the_pin() {
    let mut counter = Counter::practice(Theme::Light, Language::English);
    counter.window.set_size(galla::ui::SMALLEST_WINDOW.into());
    with_pin(&mut counter);
    confirm(&mut counter);
    let earlier = vec![transaction_of(35, payout(2_000), &[success()])];
    counter.hear(Update::PayoutsTo { account: "501001234567".into(), earlier });
    counter.window.run();
    for label in ["PIN", "Pay ₹500.00", "Back"] {
        let rect = counter.window.get_all_by_label(label).last().unwrap().rect();
        assert!(rect.bottom() <= galla::ui::SMALLEST_WINDOW[1], "{label}: {rect:?}");
    }
}
