//! What the agent does with operators and circles: bring a list in, write one entry, take it out, save.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use galla::catalogue::{Catalogue, CatalogueError, Sheet};
use galla::counter::{Command, ListKind, Opened, Update};
use galla::transaction::Category;

use crate::common::counter::{CHOSEN_FILE, Counter};

/// The page of a live counter with the shipped operators as its own.
fn page() -> Counter {
    let mut counter = Counter::plain();
    counter.open(true);
    to_page(&mut counter);
    counter
}

fn to_page(counter: &mut Counter) {
    counter.press(&[Key::F10]);
    counter.click("Operators and circles…");
    counter.told();
}

fn kept(counter: &mut Counter) -> Arc<Catalogue> {
    let told = counter.told();
    let [Command::KeepCatalogue(catalogue)] = &told[..] else { panic!("{told:?}") };
    Arc::clone(catalogue)
}

fn names(catalogue: &Catalogue, category: Category) -> Vec<&str> {
    catalogue.operators(category).iter().map(|one| one.name.as_str()).collect()
}

/// What the counter says of a list.
fn read(list: &str) -> Update {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, list).unwrap();
    Update::ListRead(Sheet::open(&file).map(Arc::new).map_err(Arc::new))
}

#[test]
fn a_list_is_looked_at_before_it_is_used() {
    let mut counter = page();
    counter.click("Bring in a list…");
    counter.click("Choose the file…");
    let told = counter.told();
    assert!(
        matches!(&told[..], [Command::ReadList(file)] if file == Path::new(CHOSEN_FILE)),
        "{told:?}"
    );
    counter.hear(read("category,operator,code\nmobile_prepaid,Jio,RJ\nmobile_prepaid,Vi,PMV\n"));
    assert!(counter.shows("2 operators: 1 new, 1 changed, "));
    assert!(counter.shows("of the shop's own would be gone"));
    assert!(counter.told().is_empty(), "nothing is kept before it is confirmed");
    counter.press(&[Key::Enter]);
    let kept = kept(&mut counter);
    assert_eq!(names(&kept, Category::MobilePrepaid), ["Jio", "Vi"]);
    assert!(kept.operators(Category::Gas).is_empty());
    assert_eq!(kept.circles().len(), 23, "the other list stays");
    counter.hear(Update::CatalogueKept(Ok(kept)));
    assert!(counter.shows("RJ") && counter.shows("from ₹1.00"));
    counter.press(&[Key::F1]);
    counter.write("9876543210");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Jio") && !counter.shows("BSNL"), "Recharge works by it at once");
}

#[test]
fn everything_wrong_with_a_list_is_told_and_nothing_can_be_used() {
    let mut counter = page();
    counter.click("Bring in a list…");
    let field = counter.window.get_by_label("Or where the file is");
    field.focus();
    counter.window.run();
    counter.write("/home/asha/list.csv");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    let expected = PathBuf::from("/home/asha/list.csv");
    assert!(matches!(&told[..], [Command::ReadList(file)] if *file == expected), "{told:?}");
    counter.hear(read("category,operator,code,min_amount\npetrol,,G&,ten\ngas,A\n"));
    assert!(counter.shows("5 things are wrong. Nothing was brought in"));
    assert!(counter.shows("Line 2, category: “petrol” is none of mobile_prepaid"));
    assert!(counter.shows("Line 2, operator: Something must stand here."));
    assert!(counter.shows("Line 3: The line has 2 values; the headings are 4."));
    assert!(!counter.shows("Use this list"));
    counter.press(&[Key::Enter]);
    assert!(counter.told().is_empty());
    let gone = io::Error::from(io::ErrorKind::NotFound);
    let error = CatalogueError::Io(expected, gone);
    counter.hear(Update::ListRead(Err(Arc::new(error))));
    assert!(counter.shows("/home/asha/list.csv cannot be read"));
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Bring in a list…"));
    counter.press(&[Key::Escape]);
    assert!(counter.shows("Connection to PGPE") || counter.shows("Listen for calls"));
}

#[test]
fn an_operator_is_written_with_what_is_wrong_beside_its_fields() {
    let mut counter = page();
    counter.click("Add one");
    counter.write("Jio");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Something must stand here."));
    assert!(counter.told().is_empty());
    counter.write("PMV");
    counter.press(&[Key::Enter]);
    assert!(counter.shows("Another one has the code PMV."));
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("RJ2");
    counter.window.get_by_label("Further entry 1").focus();
    counter.window.run();
    counter.write("Plan");
    counter.click("Entry 1 is needed");
    counter.click("Keep it");
    let first = kept(&mut counter);
    let jio = first.operators(Category::MobilePrepaid).last().unwrap();
    assert_eq!((jio.name.as_str(), jio.code.as_str()), ("Jio", "RJ2"));
    assert!(jio.optionals[0].as_ref().is_some_and(|one| one.label == "Plan" && one.required));
    counter.click("Keep it");
    assert!(counter.told().is_empty(), "it is kept once");
    let full = io::Error::from(io::ErrorKind::StorageFull);
    counter.hear(Update::CatalogueKept(Err(Arc::new(full))));
    assert!(counter.shows("The list was not kept: "), "and the form is still there");
    counter.click("Keep it");
    let again = kept(&mut counter);
    counter.hear(Update::CatalogueKept(Ok(again)));
    assert!(!counter.shows("Keep it") && counter.shows("RJ2"));
}

#[test]
fn an_operator_is_changed_and_removed_after_a_question() {
    let mut counter = page();
    counter.click("Change Airtel");
    counter.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    counter.write("Airtel Prepaid");
    counter.press(&[Key::Enter]);
    let changed = kept(&mut counter);
    assert_eq!(names(&changed, Category::MobilePrepaid)[0], "Airtel Prepaid");
    counter.hear(Update::CatalogueKept(Ok(changed)));
    counter.click("Remove Jio");
    assert!(counter.told().is_empty(), "it asks first");
    assert!(counter.shows("Jio goes from the list."));
    counter.press(&[Key::Escape]);
    assert!(!counter.shows("Jio goes from the list."));
    counter.click("Remove Jio");
    counter.click("Remove");
    let removed = kept(&mut counter);
    assert!(!names(&removed, Category::MobilePrepaid).contains(&"Jio"));
}

#[test]
fn circles_are_a_list_of_their_own() {
    let mut counter = page();
    counter.click("Circles");
    counter.click("Add one");
    counter.write("Ladakh");
    counter.press(&[Key::Tab]);
    counter.write("77");
    counter.press(&[Key::Enter]);
    let kept = kept(&mut counter);
    let last = kept.circles().last().unwrap();
    assert_eq!((last.name.as_str(), last.code.as_str()), ("Ladakh", "77"));
}

#[test]
fn a_list_is_saved_where_the_agent_wants_it() {
    let mut counter = page();
    counter.click("Save as a file…");
    counter.click("Choose where…");
    let told = counter.told();
    let [Command::WriteList { file, which: ListKind::Operators, replace: true, .. }] = &told[..]
    else {
        panic!("{told:?}")
    };
    assert_eq!(file, Path::new(CHOSEN_FILE));
    counter.hear(Update::ListWritten(Ok(file.clone())));
    assert!(counter.shows("Saved in /home/asha/operators.csv."));
    counter.window.get_by_label("Or where to, with the file's name").focus();
    counter.window.run();
    counter.write("/tmp/list.csv");
    counter.press(&[Key::Enter]);
    let told = counter.told();
    assert!(matches!(&told[..], [Command::WriteList { replace: false, .. }]), "{told:?}");
    let exists = io::Error::from(io::ErrorKind::AlreadyExists);
    counter.hear(Update::ListWritten(Err(Arc::new(exists))));
    assert!(counter.shows("A file of this name is there already."));
}

#[test]
fn the_practice_counters_list_is_the_practice_gateways() {
    let mut counter = Counter::plain();
    to_page(&mut counter);
    assert!(counter.shows("These codes are the practice gateway's."));
    assert!(counter.shows("Airtel") && counter.shows("Save as a file…"));
    assert!(!counter.shows("Bring in a list…") && !counter.shows("Change Airtel"));
    assert!(!counter.shows("Add one"));
}

#[test]
fn a_broken_list_at_the_start_is_told_by_line_and_column() {
    let mut counter = Counter::plain();
    let Update::ListRead(Err(error)) = read("category,operator,code\ngas,City Gas,\n") else {
        panic!("a broken list")
    };
    counter.hear(Update::Opened(Opened {
        live: true,
        catalogue: Arc::new(Catalogue::practice()),
        ledger_trouble: None,
        keyring_trouble: None,
        catalogue_trouble: Some(error),
        token_in_memory: false,
    }));
    assert!(counter.shows("The shop's own operators are not used"));
    assert!(counter.shows("Line 2, code: Something must stand here."));
}
