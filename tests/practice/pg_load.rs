//! PG Load on the wire: who may ask, what is refused, where the customer pays, what the enquiry says.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use galla::practice::{
    Config, LOAD_OUTCOMES, LoadFate, PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT, Practice,
};
use galla::time::{Moment, TestClock};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha512;

const LOAD: &str = "/loyalty-points/ppi/payment/pg-load/v1";
const ENQUIRY: &str = "/loyalty-points/ppi/payment/pg-load/enquiry/v1";

/// 2026-11-23, 12:00 in India.
const NOON: Moment = Moment::from_millis(1_795_415_400_000);
const NOON_GMT: &str = "Mon, 23 Nov 2026 06:30:00 GMT";

struct PayU {
    practice: Practice,
    clock: Arc<TestClock>,
}

/// What came back.
struct Seen {
    status: u16,
    head: String,
    body: String,
}

impl Seen {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (given, value) = line.split_once(": ")?;
            given.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl PayU {
    fn start() -> Self {
        let clock = Arc::new(TestClock::at(NOON));
        let config = Config { clock: Arc::clone(&clock) as _, ..Config::default() };
        Self { practice: Practice::start(config).unwrap(), clock }
    }

    fn signed(&self, method: &str, path: &str, body: &Value) -> Seen {
        let headers = headers(NOON_GMT, PRACTICE_MERCHANT_SALT, "CLW");
        call(self.practice.addr(), method, path, &headers, &body.to_string())
    }

    fn load(&self, id: &str, paise: i64) -> Seen {
        self.signed("PATCH", LOAD, &request(id, paise))
    }

    fn status(&self, id: &str) -> Value {
        self.signed("POST", ENQUIRY, &json!({ "clientTxnId": id })).json()
    }

    /// Presses a button of the page that a load's answer leads to.
    fn press(&self, answer: &Value, button: &str) -> Seen {
        let page = answer["data"]["redirectUrl"].as_str().unwrap();
        let base = format!("http://{}", self.practice.addr());
        let path = page.strip_prefix(&base).unwrap();
        let shown = call(self.practice.addr(), "GET", path, "", "");
        assert!(shown.body.contains(&format!("id=\"{button}\"")), "{}", shown.body);
        call(self.practice.addr(), "POST", &format!("{path}/{button}"), "", "")
    }
}

fn headers(date: &str, salt: &str, wallet: &str) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(salt.as_bytes()).unwrap();
    mac.update(format!("date: {date}").as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    format!(
        "date: {date}\r\nwalletIdentifier: {wallet}\r\nauthorization: hmac username=\"{PRACTICE_MERCHANT_KEY}\", algorithm=\"sha512\", headers=\"date\", signature=\"{signature}\"\r\n"
    )
}

fn request(id: &str, paise: i64) -> Value {
    json!({
        "clientTxnId": id,
        "requestDateTime": "20261123120000",
        "customerId": "2201919",
        "customer": {
            "firstName": "Asha", "lastName": "Devi",
            "email": "asha@shop.example", "mobileNumber": "919876543210",
        },
        "surl": "http://127.0.0.1:9/payu/s/success?shop=1",
        "furl": "http://127.0.0.1:9/payu/s/failure",
        "currency": "INR",
        "loadAmount": paise,
        "seamlessTxn": false,
    })
}

fn call(to: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Seen {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut raw = String::new();
    // An answer that never comes ends with the client's patience.
    let _ended = stream.read_to_string(&mut raw);
    let Some((head, body)) = raw.split_once("\r\n\r\n") else {
        return Seen { status: 0, head: raw, body: String::new() };
    };
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Seen { status, head: head.to_owned(), body: body.to_owned() }
}

#[test]
fn a_load_is_a_link_until_the_customer_pays_on_its_page() {
    let payu = PayU::start();
    let seen = payu.load("06FG8PR0000001", 4_100);
    assert_eq!((seen.status, seen.header("date")), (200, Some(NOON_GMT)));
    let answer = seen.json();
    assert_eq!(answer["seamlessTxn"], false);
    assert_eq!(answer["referenceId"].as_str().map(str::len), Some(32));
    assert_eq!(payu.status("06FG8PR0000001")["status"], "PENDING");
    let back = payu.press(&answer, "pay");
    assert_eq!(back.status, 303);
    let to = back.header("location").unwrap();
    assert!(to.starts_with("http://127.0.0.1:9/payu/s/success?shop=1&"), "{to}");
    assert!(to.contains("responseCode=00") && to.contains("clientTxnId=06FG8PR0000001"), "{to}");
    assert!(to.contains("loadAmount=4100"), "{to}");
    let ended = payu.status("06FG8PR0000001");
    assert_eq!((&ended["status"], &ended["loadAmount"]), (&json!("SUCCESS"), &json!(4_100)));
    let page = format!("/practice/pg/{}", answer["referenceId"].as_str().unwrap());
    let again = call(payu.practice.addr(), "POST", &format!("{page}/cancel"), "", "");
    assert!(again.header("location").unwrap().contains("/success"), "an end is an end");
    let load = payu.practice.books().snapshot().loads.pop().unwrap();
    assert_eq!((load.sends, load.enquiries.len(), load.amount.paise()), (1, 2, 4_100));
}

#[test]
fn enter_pays_on_the_page_and_its_buttons_say_what_they_do() {
    let payu = PayU::start();
    let answer = payu.load("06FG8PR0000001", 4_100).json();
    let page = format!("/practice/pg/{}", answer["referenceId"].as_str().unwrap());
    let shown = call(payu.practice.addr(), "GET", &page, "", "").body;
    for button in [
        format!("{page}/pay\"><button id=\"pay\" autofocus>Pay · भुगतान करें</button>"),
        format!("{page}/cancel\"><button id=\"cancel\">Cancel · रद्द करें</button>"),
    ] {
        let form = format!("<form method=\"post\" action=\"{button}</form>");
        assert!(shown.contains(&form), "{form} is not in {shown}");
    }
}

#[test]
fn one_that_is_cancelled_goes_back_to_the_other_address() {
    let payu = PayU::start();
    let answer = payu.load("06FG8PR0000002", 4_100).json();
    let back = payu.press(&answer, "cancel");
    let to = back.header("location").unwrap();
    assert!(to.starts_with("http://127.0.0.1:9/payu/s/failure?"), "{to}");
    assert!(!to.contains("responseCode=00"), "{to}");
    assert_eq!(payu.status("06FG8PR0000002")["status"], "FAILED");
    let answer = payu.load("06FG8PR0000003", 4_111).json();
    let form = payu.press(&answer, "pay");
    assert_eq!(form.status, 200);
    assert!(
        form.body.contains("method=\"post\" action=\"http://127.0.0.1:9/payu/s/success?shop=1\"")
    );
    assert!(form.body.contains("name=\"responseCode\" value=\"00\""), "{}", form.body);
}

#[test]
fn only_the_merchant_may_ask_and_only_with_a_clock_that_is_right() {
    let payu = PayU::start();
    let body = request("06FG8PR0000004", 4_100).to_string();
    let ask = |headers: &str| call(payu.practice.addr(), "PATCH", LOAD, headers, &body);
    let good = headers(NOON_GMT, PRACTICE_MERCHANT_SALT, "CLW");
    let early = headers("Mon, 23 Nov 2026 06:24:59 GMT", PRACTICE_MERCHANT_SALT, "CLW");
    let late = headers("Mon, 23 Nov 2026 06:35:01 GMT", PRACTICE_MERCHANT_SALT, "CLW");
    let table = [
        (String::new(), 401, "The date header is missing"),
        (headers(NOON_GMT, "another salt", "CLW"), 401, "HMAC signature cannot be verified"),
        (good.replace(PRACTICE_MERCHANT_KEY, "somebody"), 401, "HMAC signature cannot be verified"),
        (good.replace(NOON_GMT, "2026-11-23"), 401, "The date header is missing"),
        (early, 401, "HMAC signature cannot be verified, a valid date is required"),
        (late, 401, "HMAC signature cannot be verified, a valid date is required"),
        (headers(NOON_GMT, PRACTICE_MERCHANT_SALT, "OLW"), 404, "Wallet not found"),
    ];
    for (headers, status, message) in table {
        let seen = ask(&headers);
        let told = seen.json()["message"].as_str().unwrap().to_owned();
        assert!(seen.status == status && told.starts_with(message), "{headers}: {told}");
    }
    assert!(payu.practice.books().snapshot().loads.is_empty(), "none of them is a load");
    let near = headers("Mon, 23 Nov 2026 06:34:59 GMT", PRACTICE_MERCHANT_SALT, "CLW");
    assert_eq!(ask(&near).status, 200);
    let by_post = payu.signed("POST", LOAD, &request("06FG8PR0000005", 4_100));
    assert_eq!(by_post.status, 405);
}

#[test]
fn a_field_that_is_wrong_is_named() {
    let payu = PayU::start();
    let table = [
        ("/clientTxnId", json!("short")),
        ("/requestDateTime", json!("2026-11-23")),
        ("/customerId", json!("123456789012345678901")),
        ("/customer/firstName", json!("Asha  Devi")),
        ("/customer/lastName", json!("D3vi")),
        ("/customer/mobileNumber", json!("9876543210")),
        ("/customer/email", json!("asha")),
        ("/surl", json!("success")),
        ("/furl", json!("ftp://shop.example")),
        ("/currency", json!("USD")),
        ("/loadAmount", json!("4100")),
        ("/loadAmount", json!(41.5)),
        ("/loadAmount", json!(0)),
        ("/seamlessTxn", json!("false")),
    ];
    for (field, wrong) in table {
        let mut body = request("06FG8PR0000006", 4_100);
        *body.pointer_mut(field).unwrap() = wrong;
        let seen = payu.signed("PATCH", LOAD, &body);
        let named = field.trim_start_matches('/').replace('/', ".");
        let expected = format!("Missing or invalid parameter: {named}");
        assert_eq!((seen.status, &seen.json()["message"]), (400, &json!(expected)));
    }
    assert!(payu.practice.books().snapshot().loads.is_empty());
}

#[test]
fn m2_the_same_id_is_counted_and_loads_nothing_again() {
    let payu = PayU::start();
    let id = "06FG8PR0000007";
    assert_eq!(payu.load(id, 4_100).status, 200);
    let again = payu.load(id, 4_100);
    assert_eq!((again.status, &again.json()["errorCode"]), (400, &json!("1093")));
    let loads = payu.practice.books().snapshot().loads;
    assert_eq!((loads.len(), loads[0].sends), (1, 2));
}

#[test]
fn every_number_of_paise_brings_what_it_says() {
    let payu = PayU::start();
    for (at, outcome) in LOAD_OUTCOMES.iter().enumerate() {
        let id = format!("06FG8PR00001{at:02}");
        let seen = payu.load(&id, 4_100 + outcome.paise);
        let json = serde_json::from_str::<Value>(&seen.body).unwrap_or_default();
        let status = match outcome.fate {
            LoadFate::Refused => 400,
            LoadFate::ServerError => 500,
            LoadFate::NoAnswer => 0,
            _ => 200,
        };
        assert_eq!(seen.status, status, "{}", outcome.description);
        let page = json["data"]["redirectUrl"].as_str();
        let strange = page.is_some_and(|page| page.starts_with("https://pay.example/"));
        assert_eq!(strange, outcome.fate == LoadFate::OtherHost);
        assert_eq!(json["clientTxnId"] == "SOMEBODYELSE01", outcome.fate == LoadFate::OtherLoad);
        let bare = page.is_some() && json["referenceId"].is_null();
        assert_eq!(bare, outcome.fate == LoadFate::NoReference);
        assert_eq!(
            seen.body.starts_with("<!DOCTYPE"),
            matches!(outcome.fate, LoadFate::Html | LoadFate::ServerError)
        );
        payu.clock.pass(Duration::from_secs(61));
        payu.clock.turn_wall_to(NOON);
        let asked = payu.status(&id);
        let ended = match outcome.fate {
            LoadFate::Paid | LoadFate::NoAnswer => json!("SUCCESS"),
            LoadFate::Fails | LoadFate::FailsRefunded => json!("FAILED"),
            LoadFate::Refused => Value::Null,
            _ => json!("PENDING"),
        };
        assert_eq!(asked["status"], ended, "{}", outcome.description);
        assert_eq!(asked["refund"].is_object(), outcome.fate == LoadFate::FailsRefunded);
        let known = outcome.fate != LoadFate::Refused;
        assert_eq!(asked["responseCode"] == "00", known, "00 stands beside any status");
    }
}

#[test]
fn an_unknown_load_and_an_unknown_page_are_told_as_that() {
    let payu = PayU::start();
    let asked = payu.signed("POST", ENQUIRY, &json!({ "clientTxnId": "06FG8PR0000008" }));
    assert_eq!((asked.status, &asked.json()["errorCode"]), (400, &json!("1093")));
    assert_eq!(payu.signed("POST", ENQUIRY, &json!({})).status, 400);
    for (method, path) in [("GET", "/practice/pg/none"), ("POST", "/practice/pg/none/pay")] {
        assert_eq!(call(payu.practice.addr(), method, path, "", "").status, 404);
    }
}
