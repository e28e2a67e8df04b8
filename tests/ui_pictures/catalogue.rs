//! Pictures of operators and circles: the lists, a list on its way in, one entry being written.

use std::sync::Arc;

use egui::Key;
use galla::catalogue::Sheet;
use galla::counter::Update;

use crate::common::counter::Counter;
use crate::in_four;

fn page(counter: &mut Counter, live: bool) {
    counter.open(live);
    counter.board(None);
    counter.press(&[Key::F10]);
    counter.click_either("Operators and circles…", "ऑपरेटर और सर्कल…");
}

fn read(list: &str) -> Update {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, list).unwrap();
    Update::ListRead(Sheet::open(&file).map(Arc::new).map_err(Arc::new))
}

#[test]
fn catalogue_list() {
    in_four("catalogue_list", |counter| page(counter, true));
}

#[test]
fn catalogue_of_practice() {
    in_four("catalogue_practice", |counter| {
        page(counter, false);
        counter.click_either("Electricity", "बिजली");
    });
}

#[test]
fn catalogue_edit() {
    in_four("catalogue_edit", |counter| {
        page(counter, true);
        counter.click_either("Electricity", "बिजली");
        counter.click_either("Add one", "एक जोड़ें");
        counter.write("City Power");
        counter.press(&[Key::Enter]);
    });
}

#[test]
fn catalogue_bring_in() {
    in_four("catalogue_bring_in", |counter| {
        page(counter, true);
        counter.click_either("Bring in a list…", "सूची लाएँ…");
    });
}

#[test]
fn catalogue_found() {
    in_four("catalogue_found", |counter| {
        page(counter, true);
        counter.click_either("Bring in a list…", "सूची लाएँ…");
        counter.hear(read("category,operator,code\ndth,Tata Play,TP\ndth,Airtel TV,PDA\n"));
    });
}

#[test]
fn catalogue_problems() {
    in_four("catalogue_problems", |counter| {
        page(counter, true);
        counter.click_either("Bring in a list…", "सूची लाएँ…");
        let rows = "petrol,,G&,1.005,10\ngas,City Gas,G1,50,10\ngas,A\ngas,B,G1,,\ngas,C,G1,,\n";
        counter.hear(read(&format!("category,operator,code,min_amount,max_amount\n{rows}")));
    });
}
