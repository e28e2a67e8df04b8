//! PayU's client over real sockets: what is on the wire, and what each answer comes to (M2, M3, M4, M10).

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[path = "common/closed.rs"]
mod closed;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "common/payu.rs"]
mod payu;
#[allow(dead_code, reason = "each test file uses a part of it")]
#[path = "common/scripted.rs"]
mod scripted;

use std::sync::Arc;
use std::time::Duration;

use closed::Closed;
use galla::gateway::http::{Limits, Verb};
use galla::gateway::payu::{AmountUnit, Merchant, Payu};
use galla::practice::{
    Config, LOAD_OUTCOMES, LoadFate, PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT, Practice,
};
use galla::time::{Moment, TestClock};
use galla::transaction::load::{read_enquiry, read_load};
use galla::transaction::order::{WalletForm, WalletOrder};
use galla::transaction::{NotSent, Order, Reason, Reply, Unknown, Verdict};
use hmac::{Hmac, KeyInit, Mac};
use scripted::{Script, Scripted, http, id};
use secrecy::SecretString;
use serde_json::{Value, json};
use sha2::Sha512;

const SALT: &str = "MARKED-SALT-7f3a9c";
const KEY: &str = "MARKED-KEY-2b8e";

/// 2026-11-23, 12:00 in India.
const NOON: Moment = Moment::from_millis(1_795_415_400_000);
const NOON_GMT: &str = "Mon, 23 Nov 2026 06:30:00 GMT";

fn merchant(key: &str, salt: &str) -> Merchant {
    payu::merchant(SecretString::from(key), SecretString::from(salt))
}

fn client(base: &str, merchant: Merchant) -> Payu {
    let limits = Limits { connect: Duration::from_millis(500), call: Duration::from_millis(900) };
    Payu::new(base, merchant, limits, Arc::new(TestClock::at(NOON))).unwrap()
}

fn wallet(paise: i64) -> WalletOrder {
    let form = WalletForm {
        customer_id: "2201919".into(),
        first_name: "Asha".into(),
        last_name: "देवी".into(),
        mobile: "9876543210".into(),
        email: "asha@shop.example".into(),
        amount: format!("{}.{:02}", paise / 100, paise % 100),
        seamless: false,
    };
    WalletOrder::from_form(&form, "https://shop.example/s", "https://shop.example/f").unwrap()
}

fn verdict(order: &WalletOrder, reply: &Reply) -> Verdict {
    read_load(id(), &Order::WalletLoad(Box::new(order.clone())), reply)
}

/// Sends one load to a gateway that says this.
async fn said(bytes: Vec<u8>) -> (Reply, Vec<String>) {
    let gateway = Scripted::new(Script::Say(bytes));
    let payu = client(&format!("http://{}", gateway.address), merchant(KEY, SALT));
    let reply = payu.load(id(), &wallet(4_100)).await;
    (reply, gateway.requests())
}

fn issued() -> String {
    json!({
        "referenceId": "e47293311906aeb0eb65168adacdce01",
        "data": { "redirectUrl": "https://pp1api.payu.in/public/#/e47293311906aeb0eb65168adacdce0" },
        "seamlessTxn": false,
    })
    .to_string()
}

#[tokio::test]
async fn a_load_is_spelled_dated_and_signed_as_the_document_has_it() {
    let (reply, requests) = said(http("200 OK", "", issued())).await;
    assert_eq!(verdict(&wallet(4_100), &reply), Verdict::Pending(Reason::LinkIssued));
    let [request] = &requests[..] else { panic!("one request: {requests:?}") };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let first = lines.next().unwrap();
    assert_eq!(first, "PATCH /loyalty-points/ppi/payment/pg-load/v1 HTTP/1.1");
    let header = |name: &str| {
        let of = |line: &str| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        };
        head.lines().find_map(of).unwrap()
    };
    assert_eq!(header("walletIdentifier"), "CLW");
    assert_eq!(header("content-type"), "application/json");
    let date = header("date");
    assert_eq!(date, NOON_GMT);
    // By this test's own reading of the document.
    let mut mac = Hmac::<Sha512>::new_from_slice(SALT.as_bytes()).unwrap();
    mac.update(format!("date: {date}").as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let expected = format!(
        "hmac username=\"{KEY}\", algorithm=\"sha512\", headers=\"date\", signature=\"{signature}\""
    );
    assert_eq!(header("authorization"), expected);
    let expected = json!({
        "clientTxnId": id().as_str(),
        "requestDateTime": "20261123120000",
        "customerId": "2201919",
        "customer": {
            "firstName": "Asha", "lastName": "देवी",
            "mobileNumber": "919876543210", "email": "asha@shop.example",
        },
        "surl": "https://shop.example/s",
        "furl": "https://shop.example/f",
        "currency": "INR",
        "loadAmount": 4_100,
        "seamlessTxn": false,
    });
    assert_eq!(serde_json::from_str::<Value>(body).unwrap(), expected);
}

#[tokio::test]
async fn what_a_shop_may_set_is_spelled_as_it_is_set() {
    let gateway = Scripted::new(Script::Say(http("200 OK", "", issued())));
    let merchant = Merchant {
        wallet: "OLW".to_owned(),
        method: Verb::Post,
        unit: AmountUnit::Rupees,
        seamless: "seamlessTransaction".to_owned(),
        ..merchant(KEY, SALT)
    };
    let payu = client(&format!("http://{}/base/", gateway.address), merchant);
    let order = WalletOrder { customer_id: String::new(), seamless: true, ..wallet(4_105) };
    payu.load(id(), &order).await;
    payu.enquire(id()).await;
    let [load, enquiry] = &gateway.requests()[..] else { panic!("two requests") };
    assert!(load.starts_with("POST /base/loyalty-points/ppi/payment/pg-load/v1 "), "{load}");
    assert!(load.to_ascii_lowercase().contains("walletidentifier: olw"), "{load}");
    assert!(load.contains("\"loadAmount\":41.05") && load.contains("\"seamlessTransaction\":true"));
    assert!(!load.contains("customerId") && !load.contains("seamlessTxn"), "{load}");
    let (head, body) = enquiry.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /base/loyalty-points/ppi/payment/pg-load/enquiry/v1 "));
    assert_eq!(
        serde_json::from_str::<Value>(body).unwrap(),
        json!({ "clientTxnId": id().as_str() })
    );
}

#[tokio::test]
async fn m2_m3_every_odd_answer_is_one_request_and_no_end() {
    let unknown = |code: &str| Verdict::Pending(Reason::UnknownCode { code: code.into() });
    let no_answer = |cause| Verdict::Pending(Reason::NoAnswer { cause });
    let status = |status| no_answer(Unknown::HttpStatus { status });
    let html = "<!DOCTYPE html><html><body>Bad gateway</body></html>";
    let other = issued().replace("\"seamlessTxn\"", "\"clientTxnId\":\"SOMEBODYELSE01\",\"x\"");
    let to_itself = "Location: /loyalty-points/ppi/payment/pg-load/v1\r\n";
    let half = &issued()[..40];
    let table = [
        (http("500 Internal Server Error", "", html), status(500)),
        (http("502 Bad Gateway", "", html), status(502)),
        (http("500 Internal Server Error", "", r#"{"errorCode":"1050"}"#), unknown("1050")),
        (http("503 Service Unavailable", "", "{}"), unknown("503")),
        (http("302 Found", to_itself, ""), status(302)),
        (http("307 Temporary Redirect", to_itself, ""), status(307)),
        (http("403 Forbidden", "", html), status(403)),
        (http("200 OK", "", html), no_answer(Unknown::Unreadable)),
        (http("200 OK", "", half), no_answer(Unknown::Unreadable)),
        (http("200 OK", "", ""), no_answer(Unknown::Unreadable)),
        (http("200 OK", "", "[]"), no_answer(Unknown::Unreadable)),
        (http("200 OK", "", [0xff, 0xfe]), no_answer(Unknown::Unreadable)),
        (http("200 OK", "", "x".repeat(1_100_000)), no_answer(Unknown::TooLarge)),
        (http("200 OK", "", "{}"), Verdict::Pending(Reason::NoStatus)),
        (http("200 OK", "", r#"{"referenceId":"","data":[]}"#), Verdict::Pending(Reason::NoStatus)),
        (
            http("200 OK", "", other),
            Verdict::Pending(Reason::Contradiction {
                about: galla::transaction::evidence::Contradiction::AgentId,
            }),
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{".to_vec(),
            no_answer(Unknown::ConnectionLost),
        ),
        (b"not even HTTP\r\n\r\n".to_vec(), no_answer(Unknown::ConnectionLost)),
    ];
    for (bytes, expected) in table {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let (reply, requests) = said(bytes).await;
        assert_eq!(verdict(&wallet(4_100), &reply), expected, "{shown}");
        assert_eq!(requests.len(), 1, "{shown}");
    }
}

#[tokio::test]
async fn what_payu_refuses_has_failed_whatever_stands_in_its_body() {
    let html = "<html>refused</html>";
    for body in ["", html, "{}", r#"{"errorCode":1020,"message":"Missing parameter"}"#] {
        for status in ["400 Bad Request", "401 Unauthorized", "404 Not Found"] {
            let (reply, requests) = said(http(status, "", body)).await;
            assert_eq!(verdict(&wallet(4_100), &reply), Verdict::Failed, "{status} {body}");
            assert_eq!(requests.len(), 1);
        }
    }
    let (reply, _) = said(http("200 OK", "", r#"{"responseCode":"1050"}"#)).await;
    assert_eq!(verdict(&wallet(4_100), &reply), Verdict::Failed);
}

#[tokio::test]
async fn m4_what_never_left_is_known_to_have_stayed() {
    let closed = Closed::new();
    let payu = client(&closed.url(), merchant(KEY, SALT));
    let reply = payu.load(id(), &wallet(4_100)).await;
    assert_eq!(verdict(&wallet(4_100), &reply), Verdict::NotSent(NotSent::ConnectionRefused));
}

#[tokio::test]
async fn m10_key_and_salt_are_in_nothing_that_is_kept() {
    let echo = format!(
        r#"{{"errorCode":"401","message":"{KEY} and {SALT}","salt":"{SALT}","loadAmount":"{SALT}"}}"#
    );
    let (reply, requests) = said(http("401 Unauthorized", "", echo)).await;
    assert!(requests[0].contains(KEY) && !requests[0].contains(SALT), "the salt only signs");
    let kept = serde_json::to_string(&reply).unwrap();
    assert!(!kept.contains(KEY) && !kept.contains(SALT), "{kept}");
    let Reply::Answer(answer) = reply else { panic!("an answer") };
    assert_eq!(answer.message, "••• and •••");
}

#[tokio::test]
async fn a_clock_that_is_off_is_seen_by_the_answers_date() {
    let table = [
        ("Mon, 23 Nov 2026 06:40:00 GMT", Some(-600)),
        ("Mon, 23 Nov 2026 06:20:00 GMT", Some(600)),
        ("Mon, 23 Nov 2026 06:34:59 GMT", None),
        ("yesterday", None),
    ];
    for (date, ahead) in table {
        let bytes = http("401 Unauthorized", &format!("Date: {date}\r\n"), "{}");
        let (Reply::Answer(answer), _) = said(bytes).await else { panic!("an answer") };
        assert_eq!(answer.clock_ahead, ahead, "{date}");
    }
}

/// Two readings of api.md, the client's and the practice gateway's, that share no type.
#[tokio::test]
async fn the_practice_gateway_and_the_client_understand_each_other() {
    let config = Config { clock: Arc::new(TestClock::at(NOON)), ..Config::default() };
    let practice = Practice::start(config).unwrap();
    let payu =
        client(&practice.base_url(), merchant(PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT));
    for (at, outcome) in (0_u64..).zip(LOAD_OUTCOMES) {
        let agent_id = galla::ids::AgentId::from_parts(NOON, at);
        let order = wallet(4_100 + outcome.paise);
        let whole = Order::WalletLoad(Box::new(order.clone()));
        let reply = payu.load(agent_id, &order).await;
        let said = read_load(agent_id, &whole, &reply);
        match outcome.fate {
            LoadFate::Refused => assert_eq!(said, Verdict::Failed),
            LoadFate::ByCustomer
            | LoadFate::Paid
            | LoadFate::Fails
            | LoadFate::FailsRefunded
            | LoadFate::OtherHost
            | LoadFate::BackByForm => assert_eq!(said, Verdict::Pending(Reason::LinkIssued)),
            _ => assert!(matches!(said, Verdict::Pending(_)), "{said:?}"),
        }
        let books = practice.books();
        let ends = books.settle_now(agent_id.as_str());
        let enquiry = read_enquiry(agent_id, &whole, &payu.enquire(agent_id).await);
        let expected = match outcome.fate {
            LoadFate::Paid | LoadFate::NoAnswer => Verdict::Success,
            LoadFate::Fails | LoadFate::FailsRefunded => Verdict::Failed,
            LoadFate::Refused => Verdict::Nothing,
            _ => Verdict::Pending(Reason::LinkIssued),
        };
        assert_eq!(enquiry, expected, "{}", outcome.description);
        assert_eq!(ends, matches!(expected, Verdict::Success | Verdict::Failed));
        let load = books.snapshot().loads.pop().unwrap();
        assert_eq!(
            (load.sends, load.amount, load.mobile.as_str()),
            (1, order.amount, "919876543210")
        );
    }
    let wrong = client(&practice.base_url(), merchant(PRACTICE_MERCHANT_KEY, "another salt"));
    let Reply::Answer(answer) = wrong.load(id(), &wallet(4_100)).await else { panic!("an answer") };
    assert_eq!((answer.http, answer.clock_ahead), (Some(401), None));
}
