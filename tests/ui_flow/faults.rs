//! What is said of faults of Galla's own, and put away.

use egui::Key;
use egui_kittest::kittest::Queryable;
use galla::counter::{Command, Update};
use galla::logs::crash::CrashReport;
use galla::money::Language;
use galla::settings::Theme;

use crate::common::counter::{Counter, NOW};

const FOUND: &str = "Galla came upon a fault of its own";
const STOPPED: &str = "has stopped the counter, and nothing more is sent";

#[test]
fn a_fault_of_before_is_told_on_every_tab_until_it_is_put_away() {
    let mut counter = Counter::plain();
    let report = |name: &str| CrashReport { at: NOW, file: name.into() };
    counter.hear(Update::Faults(vec![report("/logs/first.txt"), report("/logs/newest.txt")]));
    for key in [Key::F1, Key::F4, Key::F10] {
        counter.press(&[key]);
        assert!(counter.shows(FOUND) && counter.shows("/logs/newest.txt"), "{key:?}");
    }
    counter.told();
    counter.window.get_by_label("Put away").click();
    counter.window.run();
    assert!(!counter.shows(FOUND));
    let told = counter.told();
    assert!(matches!(told.as_slice(), [Command::PutAwayFaults]), "{told:?}");
}

#[test]
fn a_counter_that_has_stopped_says_so_wherever_the_agent_is() {
    for opened in [false, true] {
        let mut counter = match opened {
            true => Counter::plain(),
            false => Counter::unopened(Theme::Light, Language::English),
        };
        assert!(!counter.shows(STOPPED));
        counter.hear(Update::Stopped);
        for key in [Key::F1, Key::F2, Key::F4, Key::F10] {
            counter.press(&[key]);
            assert!(counter.shows(STOPPED), "{key:?}");
        }
    }
}
