//! Closing statements from the real counter: what a real ledger says, in every form, behind the PIN, broken off.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx};
use galla::catalogue::Catalogue;
use galla::counter::{
    Command, Door, HandedOut, NotHandedOut, StatementOrder, StatementState, StatementWay, Update,
};
use galla::ledger::{LedgerKind, filled};
use galla::money::{Language, Paise};
use galla::receipt::{Form, Texts};
use galla::settings::{PrinterWay, Settings};
use galla::time::{Clock, Day};
use galla::transaction::{Counted, State};
use galla::ui::words::Words;
use secrecy::SecretString;

use super::scripted::{Scripted, Step, success, timed_out};
use super::shop::{HOUR, NOON, Shop};

const PIN: &str = "471108";

/// A shop in which the second payment never gets an answer; every wallet always holds ₹5,000.
fn shop() -> Shop {
    let mut shop = Shop::open_with(Scripted::paying(|nth, agent_id, order| match nth {
        2 => Step::Reply(timed_out()),
        _ => success(nth, agent_id, order),
    }));
    shop.read_all();
    shop
}

fn order(from: Day, to: Day, way: StatementWay) -> Command {
    let words = Words::new(Language::English);
    let texts = vec![Texts::of(Language::English, |id| words.say(id))];
    let catalogue = Arc::new(Catalogue::practice());
    Command::Statement(Box::new(StatementOrder { from, to, texts, catalogue, way }))
}

impl Shop {
    fn statement_ended(&mut self) -> StatementState {
        self.wait_for(|update| match update {
            Update::Statement(StatementState::Working { .. }) => None,
            Update::Statement(state) => Some(state.clone()),
            _ => None,
        })
    }

    fn today(&self) -> Day {
        self.clock.now().day()
    }

    fn statement(&mut self, way: StatementWay) -> Result<HandedOut, NotHandedOut> {
        let today = self.today();
        self.statement_of(today, today, way)
    }

    fn statement_of(
        &mut self,
        from: Day,
        to: Day,
        way: StatementWay,
    ) -> Result<HandedOut, NotHandedOut> {
        self.send(order(from, to, way));
        self.wait_for(|update| match update {
            Update::Statement(StatementState::Ended(result)) => Some(result.clone()),
            _ => None,
        })
    }

    fn statement_text(&mut self, from: Day, to: Day) -> String {
        match self.statement_of(from, to, StatementWay::Text) {
            Ok(HandedOut::Text(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    fn saved(&mut self, way: StatementWay) -> PathBuf {
        match self.statement(way) {
            Ok(HandedOut::Saved { file, no_printer: false }) => file,
            other => panic!("{other:?}"),
        }
    }

    fn set_printer(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.clone();
        change(&mut settings);
        self.settings = settings.clone();
        self.send(Command::ChangeSettings(Box::new(settings)));
        self.wait_for(|update| match update {
            Update::SettingsKept(kept) => kept.clone().ok(),
            _ => None,
        });
    }

    fn count(&mut self, counted: Counted, rupees: i64) {
        let amount = Paise::from_rupees(rupees).unwrap();
        self.send(Command::CountCash { day: self.today(), counted, amount });
        self.wait_for(|update| match update {
            Update::DayKept(kept) => kept.clone().ok(),
            _ => None,
        });
    }

    fn readings(&self) -> usize {
        self.heard.iter().filter(|update| matches!(update, Update::Balance(_))).count()
    }
}

fn has(said: &str, line: &str) {
    assert!(said.lines().any(|one| one == line), "{line}: {said}");
}

#[test]
fn the_day_is_said_as_the_ledger_has_it_and_the_wallets_are_read_at_the_close() {
    let mut shop = shop();
    shop.clock.pass(24 * HOUR);
    shop.restart();
    shop.read_all();
    // The gateway behind it counts on.
    let paid = shop.pay("9876543210", 199);
    let silent = shop.pay("9876543211", 99);
    assert_eq!((paid.state(), silent.state()), (State::Success, State::Pending));
    shop.count(Counted::Opening, 500);
    shop.count(Counted::Now, 700);
    let before = shop.readings();
    let today = shop.today();
    let said = shop.statement_text(today, today);
    assert!(shop.readings() >= before + 3, "each wallet is asked");
    assert!(said.starts_with("*** PRACTICE: no real money ***"), "{said}");
    for line in [
        "Day: 24/11/2026",
        "Opening: ₹5,000.00",
        "Taken out: -₹199.00",
        "Should hold: ₹4,801.00",
        "Held at the close: ₹5,000.00",
        "Difference: ₹199.00",
        "At the opening: ₹500.00",
        "Taken from customers: ₹298.00",
        "Should lie in it: ₹798.00",
        "Difference: -₹98.00",
        "Success · 1 · ₹199.00",
        "Pending · 1 · ₹99.00",
        "Jio · Mobile prepaid · 1 · ₹199.00 · 1 · 0 · 100% · ₹4.97",
        "Together: 1 ·  ·  ·  ·  · ₹99.00",
    ] {
        has(&said, line);
    }
    assert!(said.contains(&format!("{} · ", silent.agent_id)), "{said}");
    assert!(!said.contains(&paid.agent_id.to_string()), "{said}");
}

#[test]
fn a_day_that_is_over_is_held_against_its_own_last_reading() {
    let mut shop = shop();
    shop.clock.pass(24 * HOUR);
    shop.restart();
    shop.read_all();
    shop.pay("9876543210", 199);
    shop.wait_for(|update| matches!(update, Update::Balance(_)).then_some(()));
    let yesterday = shop.today();
    shop.clock.pass(24 * HOUR);
    shop.restart();
    shop.read_all();
    shop.pay("9876543212", 1_000);
    shop.wait_for(|update| matches!(update, Update::Balance(_)).then_some(()));
    let before = shop.readings();
    let said = shop.statement_text(yesterday, yesterday);
    assert_eq!(shop.readings(), before, "what is over is not asked about");
    for line in
        ["Taken out: -₹199.00", "Held at the close: ₹5,000.00", "Taken from customers: ₹199.00"]
    {
        has(&said, line);
    }
    assert!(!said.contains("1,000.00"), "{said}");
    let both = shop.statement_text(NOON.day(), shop.today());
    has(&both, "First day: 23/11/2026");
    has(&both, "Success · 1 · ₹199.00");
    has(&both, "Pending · 1 · ₹1,000.00");
    assert!(!both.contains("At the opening"), "a drawer is of one day: {both}");
}

#[test]
fn its_files_lie_beside_each_other_and_hold_numbers() {
    let mut shop = shop();
    shop.pay("9876543210", 199);
    let folder = shop.home.statements();
    let csv = shop.saved(StatementWay::Csv);
    assert_eq!(csv, folder.join("closing-2026-11-23.csv"));
    let text = std::fs::read_to_string(&csv).unwrap();
    assert!(
        text.starts_with('\u{feff}') && text.contains("\"Recharge\",\"Success\",\"1\",\"199.00\"")
    );
    let xlsx = shop.saved(StatementWay::Xlsx);
    let mut book: Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let row = sheet.rows().find(|row| row[1] == Data::String("Success".into())).unwrap();
    assert_eq!(row[2..4], [Data::Float(1.0), Data::Float(199.0)]);
    let pdf = shop.saved(StatementWay::Pdf(Form::A4));
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    let again = shop.saved(StatementWay::Pdf(Form::A4));
    assert_eq!(again, folder.join("closing-2026-11-23 (1).pdf"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4);
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("file");
    std::fs::write(&file, "").unwrap();
    shop.set_printer(|settings| settings.receipts.folder = file.join("in").display().to_string());
    let ended = shop.statement(StatementWay::Csv);
    assert!(matches!(ended, Err(NotHandedOut::File(..))), "{ended:?}");
}

#[test]
fn it_is_printed_as_receipts_are_and_saved_where_there_is_no_printer() {
    let mut shop = shop();
    shop.set_printer(|settings| settings.receipts.printer = PrinterWay::None);
    let ended = shop.statement(StatementWay::Print(Form::A4));
    assert!(matches!(ended, Ok(HandedOut::Saved { no_printer: true, .. })), "{ended:?}");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let taken = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut listener.accept().unwrap().0, &mut bytes).unwrap();
        bytes
    });
    shop.set_printer(|settings| {
        settings.receipts.printer = PrinterWay::Network;
        settings.receipts.network_printer = address.to_string();
    });
    let ended = shop.statement(StatementWay::Print(Form::Roll58));
    assert!(matches!(ended, Ok(HandedOut::Printed)), "{ended:?}");
    let bytes = taken.join().unwrap();
    let raster = [0x1D, b'v', b'0', 0, 48, 0];
    assert!(bytes.windows(6).any(|window| window == raster), "a roll of 58 mm has 48 bytes a row");
}

#[test]
fn it_waits_for_the_pin_where_exports_do() {
    let mut shop = shop();
    shop.send(Command::SetPin { old: None, new: SecretString::from(PIN) });
    shop.wait_for(|update| matches!(update, Update::Pin(_)).then_some(()));
    let today = shop.today();
    for way in [StatementWay::Csv, StatementWay::Print(Form::A4), StatementWay::Text] {
        shop.send(order(today, today, way));
        shop.wait_for(|update| matches!(update, Update::PinWanted(Door::Export)).then_some(()));
        shop.send(Command::Lock);
        let ended = shop.statement_ended();
        assert!(matches!(ended, StatementState::Ended(Err(NotHandedOut::NoPin))), "{ended:?}");
    }
    assert!(!shop.home.statements().exists(), "nothing was made");
    shop.send(order(today, today, StatementWay::Csv));
    shop.wait_for(|update| matches!(update, Update::PinWanted(Door::Export)).then_some(()));
    shop.send(Command::Unlock { pin: SecretString::from(PIN), door: Door::Export });
    let ended = shop.statement_ended();
    let saved = matches!(ended, StatementState::Ended(Ok(HandedOut::Saved { .. })));
    assert!(saved, "{ended:?}");
}

#[test]
fn it_is_broken_off_and_leaves_nothing() {
    let mut shop = shop();
    let today = shop.today();
    shop.send(order(today, today, StatementWay::Pdf(Form::A4)));
    shop.send(Command::CancelStatement);
    let ended = shop.statement_ended();
    assert!(matches!(ended, StatementState::Cancelled), "{ended:?}");
    assert!(!shop.home.statements().exists());
}

#[test]
fn a_ledger_of_thousands_adds_up() {
    let mut shop = Shop::closed();
    filled::fill(&shop.home.ledger_file(true), LedgerKind::Practice, 5_000, 1, NOON).unwrap();
    shop.start();
    let said = shop.statement_text(NOON.day().days_before(400), NOON.day());
    let rows = said.lines().skip_while(|line| *line != "State · Number · Amount");
    let counts = rows.take_while(|line| !line.starts_with("==")).filter_map(|line| {
        let count = line.split(" · ").nth(1)?;
        count.replace(',', "").parse::<u64>().ok()
    });
    assert_eq!(counts.sum::<u64>(), 5_000, "{said}");
}
