//! The first start of the built program: the tour, step by step with real payments in practice, and once.

use std::fs;

use super::IN_ENGLISH;
use super::desk::Desk;
use super::program::{ENGLISH, Galla};

#[test]
fn the_first_start_leads_through_five_steps_and_the_second_one_does_not() {
    let desk = Desk::open("tour");
    let home = desk.new_home(IN_ENGLISH);
    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+Practice counter: no money moves", "@Mobile number", "=Step 1 of 5"]);
    pay(&desk, &galla, "9876543200");
    galla.see(&["=Success", "=Step 3 of 5"]);
    desk.press(&["Return"]);
    pay(&desk, &galla, "9876543211");
    galla.see(&["=Pending", "+Pending: nobody knows yet", "=Step 3 of 5"]);
    desk.press(&["F4"]);
    galla.see(&["=Step 4 of 5"]);
    galla.tab_to("Tab", "98765 43211, ₹199.00, Pending");
    desk.press(&["Return"]);
    galla.see(&["+You confirmed ₹199.00", "=Step 5 of 5"]);
    desk.press(&["F12"]);
    galla.see(&["=The keys", "=Ctrl P: print the receipt", "-Step 5 of 5"]);
    desk.press(&["Escape"]);
    galla.see(&["-The keys", "+You confirmed ₹199.00"]);
    assert!(galla.close().success());
    let settings = fs::read_to_string(home.join("settings.toml")).unwrap();
    assert!(settings.contains("tour_seen = true"), "{settings}");

    let galla = Galla::start(&desk, &home, &[]);
    galla.see(&["+Practice counter: no money moves", "@Mobile number", "-Step 1 of 5"]);
    assert!(galla.close().success());
}

/// A recharge by keyboard, as the second step says it.
fn pay(desk: &Desk, galla: &Galla<'_>, number: &str) {
    galla.fill_in(&ENGLISH, number, "2", "199");
    desk.press(&["Return"]);
    galla.see(&["=Pay ₹199.00"]);
    desk.press(&["Return"]);
}
