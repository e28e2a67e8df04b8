//! A whole shop day through the window, by accessible names, against a gateway in its own process.

use std::path::Path;

use galla::ledger::Reader;
use galla::transaction::{Service, State, Transaction};
use serde_json::Value;

use super::desk::{Desk, await_some};
use super::gateway::{Books, Gateway, inside, own_address};
use super::program::{ENGLISH, Galla};
use super::{TOKEN, connect};

/// A day's work at one desk.
struct Day<'d> {
    desk: &'d Desk,
    galla: Galla<'d>,
    gateway: Gateway,
}

#[test]
fn m1_to_m13_a_whole_shop_day_agrees_with_the_gateways_books() {
    let desk = Desk::open("shop-day");
    let (listen, address) = (own_address(8_201), own_address(8_202).to_string());
    let home = desk.home(&format!(
        "language = \"en\"\ncallbacks = true\ncallback_listen = \"{listen}\"\n\
         endpoint_address = \"203.0.113.7\"\nlatitude = \"28.6139\"\nlongitude = \"77.2090\"\n"
    ));
    let pgpe = format!("http://{address}");
    let galla = Galla::start(&desk, &home, &[("GALLA_PGPE_URL", &pgpe)]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    let secret = await_some("the callback's secret is in the keyring", || {
        let known = ["lookup", "service", "galla", "username", "callback-secret"];
        let kept = String::from_utf8(desk.run("secret-tool", &known).stdout).unwrap();
        (!kept.is_empty()).then_some(kept)
    });
    let callback = format!("http://{listen}/callback/{secret}");
    let gateway = Gateway::start_at(&address, TOKEN, &["--callback-url", &callback]);
    connect(&desk, &galla);
    galla.see(&["-Practice counter", "@Mobile number"]);
    let day = Day { desk: &desk, galla, gateway };
    day.recharges();
    day.payouts();
    day.collections();
    day.dispute();
    day.balances();
    let Day { galla, gateway, .. } = day;
    assert!(galla.close().success());
    compare(&home.join("live.sqlite"), &gateway.books());
}

impl Day<'_> {
    /// The AgentID of the newest entry in the gateway's books.
    fn newest(&self) -> String {
        self.gateway.books().sends().pop().unwrap().0
    }

    fn recharges(&self) {
        let (desk, galla) = (self.desk, &self.galla);
        for (number, state) in
            [("9876543200", "Success"), ("9876543202", "Pending"), ("9876543201", "Failed")]
        {
            galla.fill_in(&ENGLISH, number, "2", "199");
            desk.press(&["Return"]);
            galla.see(&["=Pay ₹199.00"]);
            desk.press(&["Return"]);
            galla.see(&[&format!("={state}"), "=Next customer"]);
            if state == "Pending" {
                galla.see(&["+Do not repeat it."]);
                self.gateway.settle(&self.newest());
                galla.see(&["+PGPE called and said so."]);
            }
            desk.press(&["Return"]);
        }
    }

    fn payouts(&self) {
        let (desk, galla) = (self.desk, &self.galla);
        desk.press(&["F2"]);
        galla.see(&["@Beneficiary"]);
        let fields = [
            ("Sunita Devi", "Customer's mobile"),
            ("9876543210", "Account"),
            ("501001234500", "Account, once more"),
            ("501001234500", "IFSC"),
            ("HDFC0001234", "Sent by"),
        ];
        for (text, next) in fields {
            desk.type_text(text);
            desk.press(&["Return"]);
            galla.see(&[&format!("@{next}")]);
        }
        desk.press(&["Return"]);
        self.pay_out("500", "=Success");
        // The second time the book knows her.
        desk.type_text("sun");
        galla.see(&["+Sunita Devi, HDFC Bank ••••4500"]);
        desk.press(&["Down", "Return"]);
        self.pay_out("750", "=Success");
    }

    fn pay_out(&self, rupees: &str, state: &str) {
        let (desk, galla) = (self.desk, &self.galla);
        galla.see(&["@Amount"]);
        desk.type_text(rupees);
        desk.press(&["Return"]);
        galla.see(&[&format!("=Pay ₹{rupees}.00"), "=5010 0123 4500"]);
        desk.press(&["Return"]);
        galla.see(&[state, "=Next customer"]);
        desk.press(&["Return"]);
        galla.see(&["@Beneficiary"]);
    }

    fn collections(&self) {
        let (desk, galla) = (self.desk, &self.galla);
        desk.press(&["F3"]);
        galla.see(&["@Amount"]);
        desk.type_text("250");
        desk.press(&["Return"]);
        galla.see(&["+UPI code over ₹250.00 for Galla Shop", "=Pending", "-Paid."]);
        scan(desk, &self.gateway.books());
        self.gateway.settle(&self.newest());
        galla.see(&["=Success", "=Paid. The money has come.", "-UPI code over"]);
        desk.press(&["Return"]);
        galla.see(&["@Amount"]);
        // The paise ask for a link over another amount (M13).
        desk.type_text("250.03");
        desk.press(&["Return"]);
        galla.see(&["+asks for ₹10.00. It is not shown", "-UPI code over"]);
        assert_eq!(desk.scan(), "", "no code is on the screen");
        desk.press(&["Escape"]);
    }

    fn dispute(&self) {
        let (desk, galla) = (self.desk, &self.galla);
        desk.press(&["F6"]);
        galla.see(&["@Search for the payment that went wrong"]);
        desk.type_text("9876543200");
        galla.see(&["+98765 43200, ₹199.00, Success, Jio"]);
        desk.press(&["Tab", "Return"]);
        galla.see(&["@What is wrong"]);
        desk.type_text("Customer did not get it");
        desk.press(&["Return"]);
        galla.see(&["=The dispute is raised. PGPE looks into it."]);
    }

    fn balances(&self) {
        let galla = &self.galla;
        let books = self.gateway.books();
        self.desk.press(&["F5"]);
        galla.see(&["=Ask the balance again"]);
        self.desk.press(&["Return"]);
        for product in ["recharge", "payout", "collection"] {
            let holds = galla::money::Paise::from_paise(books.wallet(product));
            galla.see(&[&format!("={holds}")]);
        }
    }
}

/// The code on the screen is the newest link, byte for byte, as an independent reader reads it.
fn scan(desk: &Desk, books: &Books) {
    let link = books.entries().last().unwrap()["intent_data"].as_str().unwrap().to_owned();
    assert!(link.starts_with("upi://pay?pa=shop@galla&"), "{link}");
    let read = || Some(desk.scan()).filter(|read| *read == link);
    await_some("the code is read off the screen", read);
}

/// Makes a code in a window that fills a screen of this size, and reads it off the screen.
fn scan_in_a_window(size: &str, density: &str) {
    let desk = Desk::sized("scan", size);
    let home = desk.home("language = \"en\"\n");
    let galla = Galla::start(&desk, &home, &[("WINIT_X11_SCALE_FACTOR", density)]);
    galla.see(&["+Practice counter", "@Mobile number"]);
    let base = inside(&home).pop().unwrap();
    desk.press(&["F3"]);
    galla.see(&["@Amount"]);
    desk.type_text("250");
    desk.press(&["Return"]);
    galla.see(&["+UPI code over ₹250.00"]);
    scan(&desk, &Books::of(&base));
}

#[test]
fn m13_the_code_is_read_off_windows_of_three_sizes() {
    for size in ["1024x620", "1366x768", "1920x1080"] {
        scan_in_a_window(size, "1");
    }
}

#[test]
fn m13_the_code_is_read_off_denser_windows_of_three_sizes() {
    for size in ["1536x930", "1920x1080", "2732x1536"] {
        scan_in_a_window(size, "1.5");
    }
}

/// The ledger and the gateway's books, line by line.
fn compare(ledger: &Path, books: &Books) {
    assert!(books.are_in_order());
    let reader = Reader::open(ledger).unwrap();
    assert_eq!(reader.transaction_count().unwrap(), 7);
    assert_eq!(books.entries().len(), 7);
    for entry in books.entries() {
        let id = entry["agent_id"].as_str().unwrap();
        let one = reader.transaction(id.parse().unwrap()).unwrap().unwrap();
        assert_eq!(line_of(&one), line_in(entry), "{id}");
        assert_eq!(entry["sends"], 1, "{id}");
    }
    let balances = reader.balances().unwrap();
    for service in Service::OF_PGPE {
        let holds = balances.iter().find(|one| one.service == service).unwrap().holds;
        assert_eq!(holds.paise(), books.wallet(service.code()), "{service:?}");
    }
}

/// A transaction as the ledger has it: service, state, amount, APITransID, disputes.
fn line_of(one: &Transaction) -> (String, &'static str, i64, String, usize) {
    let state = match one.state() {
        State::Success => "success",
        State::Failed => "failed",
        State::Pending => "pending",
        other => panic!("{other:?}"),
    };
    let trans = one.api_trans_id.clone().unwrap_or_default();
    let service = one.order.service().code().to_owned();
    (service, state, one.order.amount().paise(), trans, one.disputes.len())
}

/// The same as the gateway's books have it.
fn line_in(entry: &Value) -> (String, &'static str, i64, String, usize) {
    let text = |name: &str| entry[name].as_str().unwrap().to_owned();
    let known = ["success", "failed", "pending"];
    let state = known.into_iter().find(|state| entry["state"] == *state).unwrap();
    let disputes = entry["disputes"].as_array().unwrap().len();
    (text("product"), state, entry["amount"].as_i64().unwrap(), text("api_trans_id"), disputes)
}
