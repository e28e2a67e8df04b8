//! Payout and Collection on the wire, and in their own wallets.

use std::time::Duration;

use galla::practice::{
    COLLECT_OUTCOMES, Config, Fate, Link, Misbehaviour, Practice, Product, State,
};

use super::wire::{Seen, at_the_samples_time, get, post, send};

const ID: &str = "01HZX4T9Q7AB3C";
const FORM: &str = "application/x-www-form-urlencoded";
const PAYOUT: &str = "/ApiServices/Payout/Transaction.aspx";
const COLLECT: &str = "/ApiServices/Collection/DynamicUPI.aspx";

fn payout_form(account: &str, id: &str) -> String {
    format!(
        "Token=PRACTICE&BeneficiaryName=Asha+%26+Sons&AccountNumber={account}&IFSC=HDFC0001234&BankName=HDFC+Bank&TransferMode=IMPS&Amount=20.00&AgentID={id}&CustomerMobile=9999999999&EndpointIPAddress=203.0.113.7&Latitude=28.6139&Longitude=77.2090&Format=json"
    )
}

fn pay_out(practice: &Practice, account: &str, id: &str) -> Seen {
    post(practice, PAYOUT, FORM, &payout_form(account, id))
}

fn collect(practice: &Practice, amount: &str, id: &str) -> Seen {
    let form = format!("Token=PRACTICE&Amount={amount}&AgentID={id}&Format=json");
    post(practice, COLLECT, FORM, &form)
}

fn ask(practice: &Practice, product: &str, id: &str, more: &str) -> serde_json::Value {
    let target =
        format!("/ApiServices/{product}/Status.aspx?token=PRACTICE&agentid={id}&format=json{more}");
    get(practice, &target).json()
}

/// What each wallet has gained or lost, in paise.
fn moved(practice: &Practice) -> [i64; 3] {
    assert!(practice.books().snapshot().adds_up);
    Product::ALL.map(|product| practice.books().wallet(product).paise() - 500_000)
}

#[test]
fn a_payout_is_answered_as_the_sample_is_spelled() {
    let (practice, _) = at_the_samples_time();
    let seen = pay_out(&practice, "012345678900", ID);
    let entry = practice.books().entry(ID).unwrap();
    let (trans, reference) = (&entry.api_trans_id, &entry.operator_reference);
    assert_eq!(
        seen.body(),
        format!(
            r#"{{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{{"APITransID":"{trans}", "AgentID":"{ID}", "Status":"Success", "APIMessage":"Transaction Successful", "OperatorReference":"{reference}", "Number":"9999999999", "Amount":"20.00", "DateTime":"28/01/2018 05:03:53 PM"}}}}"#
        )
    );
    let payout = entry.request.payout.unwrap();
    assert_eq!(
        (payout.beneficiary_name.as_str(), payout.account.as_str()),
        ("Asha & Sons", "012345678900")
    );
    assert_eq!(moved(&practice), [0, -2_000, 0]);
    let xml = post(
        &practice,
        PAYOUT,
        FORM,
        &payout_form("11111103", "SECONDONE1").replace("=json", "=xml"),
    );
    assert_eq!((xml.xml("StatusCode"), xml.xml("Status")), ("TUP".into(), "Pending".into()));
}

#[test]
fn a_body_may_be_json_or_in_the_query() {
    let (practice, _) = at_the_samples_time();
    let form = payout_form("012345678900", ID);
    let object: serde_json::Map<String, serde_json::Value> =
        url::form_urlencoded::parse(form.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
            .collect();
    let json = serde_json::Value::from(object).to_string();
    assert_eq!(post(&practice, PAYOUT, "application/json", &json).json()["StatusCode"], "TXN");
    let form = payout_form("012345678900", "INTHEQUERY");
    let seen = post(&practice, &format!("{PAYOUT}?{form}"), FORM, "");
    assert_eq!(seen.json()["StatusCode"], "TXN");
    assert_eq!(
        send(practice.addr(), "GET", &format!("{PAYOUT}?{form}"), Duration::from_secs(20)).status(),
        405
    );
    assert_eq!(moved(&practice), [0, -4_000, 0]);
}

#[test]
fn what_is_wrong_with_a_payout_is_refused_and_nothing_is_debited() {
    let (practice, _) = at_the_samples_time();
    let right = payout_form("012345678900", ID);
    let changes = [
        ("Token=PRACTICE", "Token=NOBODYS", "IAT"),
        ("BeneficiaryName=Asha+%26+Sons", "BeneficiaryName=", "RPI"),
        ("AccountNumber=012345678900", "AccountNumber=1234", "RPI"),
        ("AccountNumber=012345678900", "AccountNumber=0123 4567", "RPI"),
        ("IFSC=HDFC0001234", "IFSC=HDFCO001234", "RPI"),
        ("TransferMode=IMPS", "TransferMode=imps", "RPI"),
        ("Amount=20.00", "Amount=20.001", "RPI"),
        ("CustomerMobile=9999999999", "CustomerMobile=999999999", "RPI"),
        ("EndpointIPAddress=203.0.113.7", "EndpointIPAddress=here", "RPI"),
        ("Latitude=28.6139", "Latitude=91", "RPI"),
        ("Longitude=77.2090", "Longitude=east", "RPI"),
        ("BankName=HDFC+Bank", "BankName=", "RPI"),
        (ID, "SHORT", "ILA"),
        ("Format=json", "Format=yaml", "RPI"),
    ];
    for (from, to, code) in changes {
        let seen = post(&practice, PAYOUT, FORM, &right.replace(from, to));
        assert_eq!(seen.json()["StatusCode"], code, "{to}");
    }
    assert_eq!(moved(&practice), [0, 0, 0]);
    assert_eq!(pay_out(&practice, "012345678900", ID).json()["StatusCode"], "TXN");
    assert_eq!(pay_out(&practice, "012345678900", ID).json()["StatusCode"], "RDA");
    assert_eq!(collect(&practice, "20.00", ID).json()["StatusCode"], "RDA", "one id over all");
    assert_eq!(moved(&practice), [0, -2_000, 0]);
}

#[test]
fn a_collection_is_made_and_then_paid() {
    let (practice, clock) = at_the_samples_time();
    let made = collect(&practice, "20.00", ID);
    let entry = practice.books().entry(ID).unwrap();
    let (trans, link) = (&entry.api_trans_id, &entry.intent_data);
    assert_eq!(
        made.body(),
        format!(
            r#"{{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{{"APITransID":"{trans}", "AgentID":"{ID}", "Status":"Success", "APIMessage":"Transaction Successful", "OperatorReference":"", "Number":"9999999999", "Amount":"20.00", "QrData":"", "IntentData":"{link}", "DateTime":"28/01/2018 05:03:53 PM"}}}}"#
        )
    );
    assert_eq!(entry.state, State::Pending, "made is not paid");
    assert_eq!(moved(&practice), [0, 0, 0]);
    clock.pass(Duration::from_secs(900));
    let paid = ask(&practice, "Collection", ID, "&transactionDate=2018-01-28");
    assert_eq!((&paid["StatusCode"], &paid["Data"]["Status"]), (&"TXN".into(), &"Success".into()));
    assert_eq!(moved(&practice), [0, 0, 2_000], "the money is the shop's");
}

#[test]
fn a_question_about_a_collection_names_its_day() {
    let (practice, clock) = at_the_samples_time();
    collect(&practice, "20.02", ID);
    clock.pass(Duration::from_secs(900));
    let table = [
        ("", "RPI"),
        ("&transactionDate=2018-01-27", "TNF"),
        ("&transactionDate=yesterday", "TNF"),
        ("&transactionDate=28/01/2018", "TUP"),
        ("&TransactionDate=2018-01-28", "TUP"),
    ];
    for (more, code) in table {
        assert_eq!(ask(&practice, "Collection", ID, more)["StatusCode"], code, "{more}");
        clock.pass(Duration::from_secs(3_600));
    }
    assert_eq!(ask(&practice, "Payout", ID, "")["StatusCode"], "TNF", "it is another product's");
}

#[test]
fn every_agreed_number_of_paise_does_what_it_says() {
    for outcome in COLLECT_OUTCOMES {
        let (practice, clock) = at_the_samples_time();
        let amount = format!("20.{:02}", outcome.paise);
        let silent = outcome.misbehaviour == Some(Misbehaviour::NoAnswer);
        if silent {
            let target = format!("{COLLECT}?Token=PRACTICE&Amount={amount}&AgentID={ID}");
            let seen = send(practice.addr(), "POST", &target, Duration::from_secs(1));
            assert!(seen.raw.is_empty());
        } else {
            let seen = collect(&practice, &amount, ID).json();
            let code = match (outcome.fate, outcome.link, outcome.misbehaviour) {
                (_, _, Some(Misbehaviour::Code(code))) => code.text,
                (Fate::Failed, ..) => "ERR",
                (_, Link::Empty, _) => "TUP",
                _ => "TXN",
            };
            assert_eq!(seen["StatusCode"], code, "{}", outcome.id);
            let link = seen["Data"]["IntentData"].as_str().unwrap_or("missing");
            let honest = link.starts_with("upi://pay?pa=shop@galla&")
                && link.contains(&format!("&am={amount}&cu=INR&"));
            let bare = code == "EXC";
            assert_eq!(honest, outcome.link == Link::Honest && !bare, "{}: {link}", outcome.id);
        }
        let stands = |state, credited| {
            assert_eq!(practice.books().entry(ID).unwrap().state, state, "{}", outcome.id);
            assert_eq!(moved(&practice), [0, 0, credited], "{}", outcome.id);
        };
        let paid = 2_000 + outcome.paise;
        let at_first = if outcome.fate == Fate::Failed { State::Failed } else { State::Pending };
        stands(at_first, 0);
        clock.pass(Duration::from_secs(600));
        match outcome.fate {
            Fate::PendingThenSuccess | Fate::PendingThenReversed => stands(State::Success, paid),
            Fate::PendingThenFailed => stands(State::Failed, 0),
            _ => stands(at_first, 0),
        }
        clock.pass(Duration::from_secs(600));
        if outcome.fate == Fate::PendingThenReversed {
            stands(State::Reversed, 0);
        }
    }
}

#[test]
fn another_process_settles_what_would_settle_later() {
    let (practice, _) = at_the_samples_time();
    collect(&practice, "20.00", ID);
    let settle = |id: &str| {
        send(practice.addr(), "POST", &format!("/practice/settle/{id}"), Duration::from_secs(20))
            .status()
    };
    assert_eq!(settle(ID), 200);
    assert_eq!(practice.books().entry(ID).unwrap().state, State::Success);
    assert_eq!((settle(ID), settle("NOBODY")), (404, 404));
    assert_eq!(get(&practice, &format!("/practice/settle/{ID}")).status(), 404);
}

#[test]
fn the_shops_address_may_change_while_it_runs_and_a_failed_call_comes_again() {
    let shop = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/callback/x", shop.local_addr().unwrap());
    let config = Config { callback_again: vec![Duration::from_millis(20); 3], ..Config::default() };
    let practice = Practice::start(config).unwrap();
    collect(&practice, "20.00", "NOBODYTOLD");
    assert!(practice.books().settle_now("NOBODYTOLD"));
    collect(&practice, "20.00", ID);
    assert!(practice.set_callback(Some("ftp://x")).is_err());
    practice.set_callback(Some(&url)).unwrap();
    assert!(practice.books().settle_now(ID));
    for answer in ["503 Busy", "200 OK"] {
        use std::io::{BufRead, BufReader, Write};
        let (mut stream, _) = shop.accept().unwrap();
        let mut line = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains(&format!("AgentID={ID}&")), "{line}");
        write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
    }
    while practice.books().callbacks().len() < 2 {
        std::thread::yield_now();
    }
    let answered: Vec<_> = practice.books().callbacks().iter().map(|c| c.answered).collect();
    assert_eq!(answered, [Some(503), Some(200)]);
}
