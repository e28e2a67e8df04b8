//! The help: it names the keys that work, all of them and no other, and leaves everything as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use galla::counter::{Door, PinState, Ticket, Update, WhyNotPaid};
use regex_lite::Regex;

use super::screens::{ANYWHERE, CARDS, FORMS, LISTS, PAGES, Scene, Screen};
use super::screens::{anywhere, at, card, list, operators};
use crate::common::counter::{Counter, success, transaction};

const SEARCH: &str = "Search: number, name, amount, AgentID, reference";

/// What is on the screen, what has the focus, and what was asked for.
fn sight(counter: &mut Counter) -> (Vec<String>, Vec<String>) {
    let output = counter.window.output();
    let drawn = format!("{} shapes", output.shapes.len());
    let windows = format!("{} windows", output.viewport_output.len());
    let nodes = counter.window.root().children_recursive();
    let on_screen = nodes.map(|node| {
        let node = node.accesskit_node();
        let said = (node.role(), node.label(), node.value(), node.toggled());
        format!("{said:?} {} {:?}", node.is_focused(), node.data().is_selected())
    });
    let on_screen = on_screen.chain([drawn, windows]).collect();
    (on_screen, counter.told().iter().map(|command| format!("{command:?}")).collect())
}

/// The names of the keys that the help shows: those of the screen, and those from anywhere.
fn named(counter: &mut Counter) -> (Vec<String>, Vec<String>) {
    counter.press(&[Key::F12]);
    assert!(counter.shows("From anywhere"), "the help is open");
    let nodes = counter.window.root().children_recursive();
    let rows = nodes.map(|node| node.accesskit_node()).filter(|node| node.role() == Role::ListItem);
    let rows: Vec<_> = rows.map(|row| row.label().unwrap()).collect();
    let names = rows.iter().map(|row| row.split_once(": ").unwrap().0.to_owned());
    let mut here: Vec<_> = names.collect();
    // The rail's keys are the first of the second column.
    let first = here.iter().position(|name| name.starts_with("F1 ")).unwrap();
    let anywhere = here.split_off(first);
    counter.press(&[Key::F12]);
    assert!(!counter.shows("From anywhere"), "the help is closed");
    (here, anywhere)
}

/// The first and the last key of a line of the help.
fn ends(name: &str) -> Vec<String> {
    let Some((first, last)) = name.split_once(" … ") else { return vec![name.to_owned()] };
    let modifiers = first.rsplit_once(' ').map(|(before, _)| format!("{before} "));
    match first {
        // So many tiles there are not.
        "1" => vec![first.to_owned()],
        _ => vec![first.to_owned(), format!("{}{last}", modifiers.unwrap_or_default())],
    }
}

/// Presses what is called so; whether the system is asked for something then.
fn press(counter: &mut Counter, name: &str) -> bool {
    let (held, key) = name.rsplit_once(' ').unwrap_or(("", name));
    let mut modifiers = Modifiers::NONE;
    for one in held.split_whitespace() {
        modifiers |= if one == "Shift" { Modifiers::SHIFT } else { Modifiers::COMMAND };
    }
    match key {
        "Arrows" => counter.press(&[Key::ArrowDown, Key::ArrowRight]),
        digit if held.is_empty() && digit.parse::<u8>().is_ok() => counter.write(digit),
        key => {
            let key = Key::from_name(key).unwrap_or_else(|| panic!("what is {key}?"));
            let [pressed, repeat] = [true, false];
            counter.window.event(Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat,
                modifiers,
            });
            counter.window.step();
            let asked = !counter.window.output().platform_output.commands.is_empty();
            counter.window.run();
            return asked;
        }
    }
    false
}

/// The keys of a line of the help that do nothing.
fn dead(scene: Scene, name: &str) -> Vec<String> {
    let does_nothing = |key: &String| {
        let mut counter = scene();
        counter.window.run();
        let before = sight(&mut counter).0;
        let of_system = press(&mut counter, key);
        let (after, told) = sight(&mut counter);
        before == after && told.is_empty() && !of_system
    };
    ends(name).into_iter().filter(does_nothing).collect()
}

fn names_what_works(screens: &[Screen]) {
    let mut wrong = Vec::new();
    for (screen, names, scene) in screens {
        let (here, _) = named(&mut scene());
        if here != *names {
            wrong.push(format!("{screen}: it names {here:?}"));
        }
        let dead = names.iter().flat_map(|name| dead(*scene, name));
        wrong.extend(dead.map(|key| format!("{screen}: {key} does nothing")));
    }
    assert_eq!(wrong, [] as [&str; 0]);
}

#[test]
fn every_key_that_the_help_names_on_a_form_does_something() {
    names_what_works(FORMS);
}

#[test]
fn every_key_that_the_help_names_on_a_card_does_something() {
    names_what_works(CARDS);
}

#[test]
fn every_key_that_the_help_names_on_another_tab_does_something() {
    names_what_works(PAGES);
}

#[test]
fn every_key_that_the_help_names_on_a_list_does_something() {
    names_what_works(LISTS);
}

#[test]
fn every_key_that_works_from_anywhere_does_something() {
    let (_, everywhere) = named(&mut anywhere());
    assert_eq!(everywhere, ANYWHERE);
    let dead: Vec<_> = everywhere.iter().flat_map(|name| dead(anywhere, name)).collect();
    assert_eq!(dead, [] as [&str; 0]);
}

#[test]
fn a_key_that_does_nothing_now_is_not_named() {
    let (here, everywhere) = named(&mut at(&[Key::F9]));
    assert_eq!(here, [] as [&str; 0]);
    assert_eq!(everywhere, ["F1 … F10", "F12", "Ctrl K", "Ctrl L", "Tab"]);
    let mut live = Counter::plain();
    live.open(true);
    let (_, everywhere) = named(&mut live);
    assert_eq!(everywhere[0], "F1 … F8, F10", "the practice page is for practice");
    let (here, _) = named(&mut card(transaction(0, "9876543210", &[])));
    assert!(!here.contains(&"Ctrl P".to_owned()), "no receipt while it is on its way: {here:?}");
}

/// The files beneath a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn no_key_is_taken_that_no_help_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let hidden = Regex::new(r"Modifiers::(COMMAND|CTRL|ALT|SHIFT)|Key::(F\d|[A-Z]\b)").unwrap();
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).unwrap();
        let tables = ["keys.rs", "commands.rs"];
        let found = hidden.find(&source).filter(|_| !tables.contains(&name.as_str()));
        assert_eq!(found.map(|found| found.as_str()), None, "{name}: put it into ui/keys.rs");
    }
    let table = fs::read_to_string(folder.join("keys.rs")).unwrap();
    let name = Regex::new(r#""((?:Ctrl [^"…{]+)|F\d+)""#).unwrap();
    let taken: BTreeSet<_> = name.captures_iter(&table).map(|found| found[1].to_owned()).collect();
    let screens = [FORMS, CARDS, PAGES, LISTS].concat();
    let told = screens.iter().flat_map(|(_, names, _)| *names).chain(ANYWHERE);
    let mut told: BTreeSet<_> = told.map(|name| (*name).to_owned()).collect();
    told.extend((1..=9).map(|digit| format!("Ctrl {digit}")));
    // It is the customer's window's, and stands beside the key that opens that.
    told.insert("F11".to_owned());
    assert_eq!(taken.difference(&told).collect::<Vec<_>>(), [] as [&String; 0]);
    assert!(taken.contains("Ctrl Shift L") && taken.contains("Ctrl 9"), "{taken:?}");
}

#[test]
fn the_help_comes_and_goes_and_nothing_that_was_typed_is_lost() {
    let mut counter = operators();
    counter.press(&[Key::Enter]);
    counter.write("19");
    counter.press(&[Key::F12]);
    assert!(counter.shows("The keys"));
    counter.write("7");
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("The keys"));
    counter.write("9");
    assert!(counter.window.get_by_label("Amount").is_focused());
    assert_eq!(counter.window.get_by_label("Amount").value().as_deref(), Some("199"));
    for close in [Key::F12, Key::Enter] {
        counter.press(&[Key::F12]);
        counter.press(&[close]);
        assert!(!counter.shows("The keys"), "{close:?} closes it");
        assert!(counter.window.get_by_label("Amount").is_focused());
    }
    assert!(!counter.shows("Pay ₹"), "the Enter that closed it did nothing beneath");
}

#[test]
fn a_question_mark_is_a_letter_in_a_field_and_asks_for_help_elsewhere() {
    let mut counter = at(&[Key::F4]);
    counter.write("?");
    assert!(!counter.shows("The keys"));
    assert_eq!(counter.window.get_by_label(SEARCH).value().as_deref(), Some("?"));
    counter.press(&[Key::F5]);
    counter.write("?");
    assert!(counter.shows("The keys"));
    counter.write("?");
    assert!(!counter.shows("The keys"));
    let mut counter = operators();
    counter.write("?");
    assert!(counter.shows("The keys"), "tiles take letters, but no text");
    counter.press(&[Key::Escape]);
    assert!(counter.window.get_by_label("Operator").is_focused());
}

#[test]
fn the_hint_on_the_rail_opens_it_and_esc_changes_nothing_beneath() {
    let mut counter = list(20, 6, true);
    counter.told();
    counter.click("Help");
    assert!(counter.shows("The keys") && counter.shows("Many at once"));
    counter.press(&[Key::F1, Key::Escape]);
    assert!(counter.shows("Pause after this line"), "the same page, and the list goes on");
    assert!(counter.told().is_empty());
}

#[test]
fn no_help_lies_over_a_sheet_and_it_gives_way_to_one() {
    let mut counter = operators();
    counter.press(&[Key::Enter]);
    counter.write("199");
    counter.press(&[Key::Enter, Key::F12]);
    assert!(counter.shows("Pay ₹199.00") && !counter.shows("The keys"));
    counter.press(&[Key::Enter, Key::F12]);
    assert!(counter.shows("The keys"), "the order is with the counter");
    let why = WhyNotPaid::Repeats(Box::new(transaction(4, "9876543210", &[success()])));
    counter.hear(Update::NotPaid { ticket: Ticket(1), why });
    assert!(counter.shows("Do not pay again") && !counter.shows("The keys"));
    let mut counter = at(&[Key::F12]);
    counter.hear(Update::PinWanted(Door::Settings));
    counter.window.run();
    assert!(!counter.shows("The keys") && counter.window.query_by_label("PIN").is_some());
}

#[test]
fn the_help_tells_nothing_of_a_locked_window_and_uncovers_nothing() {
    let mut counter = card(transaction(0, "9876543210", &[success()]));
    counter.hear(Update::Pin(PinState::On));
    counter.press(&[Key::F12]);
    counter.window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    counter.window.run();
    assert!(counter.shows("Locked") && !counter.shows("The keys"), "locked from within the help");
    counter.press(&[Key::F12]);
    counter.write("?");
    assert!(!counter.shows("The keys") && !counter.shows("98765 43210"));
    counter.hear(Update::Unlocked(Door::Window));
    counter.window.run();
    assert!(!counter.shows("The keys"), "nor does it come back by itself");
}
