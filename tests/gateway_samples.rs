//! Every sample of PGPE's document and every row of its code table, over a real socket, JSON and XML.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use common::scripted::{Script, Scripted, as_xml, collection, http, id, order, payout, sample};
use galla::gateway::Gateway;
use galla::gateway::pgpe::{DateFormat, Format, PostAs};
use galla::time::Moment;
use galla::transaction::evidence::{
    BalanceSaid, Contradiction, read_balance, read_payment, read_status,
};
use galla::transaction::{Answer, Body, Order, Reason, Reply, Service, StatusCode, Verdict};

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];

fn served(json: &str, format: Format) -> Scripted {
    let body = if format == Format::Xml { as_xml(json) } else { json.to_owned() };
    Scripted::new(Script::Say(http("200 OK", "", body)))
}

fn answer(reply: Reply) -> Answer {
    match reply {
        Reply::Answer(answer) => Answer { raw: String::new(), ..*answer },
        other => panic!("{other:?}"),
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// What a payment's sample says, by its place in the document.
fn payment_fields(order: &Order) -> [(String, Answer); 3] {
    let (kind, words) = match order.service() {
        Service::Recharge => ("recharge", ["Recharge Successful", "Recharge Under Process"]),
        Service::Payout => ("payout", ["Transaction Successful", "Transaction Under Process"]),
        Service::Collection => {
            ("collection", ["Transaction Successful", "Transaction Under Process"])
        }
        Service::WalletLoad => panic!("PGPE's samples have no wallet load"),
    };
    let link = (order.service() == Service::Collection).then_some(LINK);
    let rows = [
        (
            "success",
            ["TXN", "Transaction Successful", "795873532", "87965as557", "Success", words[0]],
            ["20.00", "28/01/2018 05:03:53 PM"],
            [Some("TR33153682"), link],
        ),
        (
            "pending",
            ["TUP", "Transaction Under Process", "3949595583", "87965as5as", "Pending", words[1]],
            ["100.00", "28/01/2018 04:58:16 PM"],
            [None, None],
        ),
        (
            "failed",
            [
                "ERR",
                "Transaction Failed",
                "8033441641",
                "1122334455",
                "Failed",
                "Server Connectivity Issue",
            ],
            ["20.00", "28/01/2018 02:51:29 AM"],
            [None, None],
        ),
    ];
    rows.map(|(name, [code, message, trans, agent, status, said], [amount, time], only)| {
        let [reference, link] = only.map(|text| text.and_then(some));
        let data = Body {
            api_trans_id: some(trans),
            agent_id: some(agent),
            status: some(status),
            api_message: some(said),
            operator_reference: reference,
            number: some("9999999999"),
            amount: some(amount),
            date_time: some(time),
            intent_data: link,
            ..Body::default()
        };
        let answer =
            Answer { code: code.into(), message: message.into(), data, ..Answer::default() };
        (format!("{kind}_{name}"), answer)
    })
}

/// The link of the document's collection, which asks for another amount (M13).
const LINK: &str = "upi://pay?pa=biswaa@finobank&pn=upitestret&mc=6012&tr=535462493129143269&tn=UPI%20Collection&am=10&mode=04&tid=535462493129143269";

/// One order of each service.
fn orders() -> [Order; 3] {
    [order(), payout(), collection()]
}

#[tokio::test]
async fn every_sample_of_a_payment_is_read_to_the_letter() {
    for order in orders() {
        for (name, expected) in payment_fields(&order) {
            for format in FORMATS {
                let gateway = served(&sample(&name), format);
                let reply = gateway.client(format).pay(id(), &order).await;
                // The sample's AgentID is not ours: it must not be believed (M3).
                let about = Contradiction::AgentId;
                let verdict = Verdict::Pending(Reason::Contradiction { about });
                assert_eq!(read_payment(id(), &order, &reply), verdict, "{name}");
                assert_eq!(answer(reply), expected, "{name} {format:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_samples_about_our_own_payment_decide_it() {
    let under_process = Verdict::Pending(Reason::UnderProcess);
    let waiting = Verdict::Pending(Reason::WaitingForCustomer);
    // What a sample says of a payment, and in answer to a question; a collection's TXN says
    // that the code is made, and only an answer to a question says that it is paid.
    let rows = [
        (order(), "success", Verdict::Success, Verdict::Success),
        (order(), "pending", under_process.clone(), under_process.clone()),
        (order(), "failed", Verdict::Failed, Verdict::Failed),
        (payout(), "success", Verdict::Success, Verdict::Success),
        (payout(), "pending", under_process.clone(), under_process.clone()),
        (payout(), "failed", Verdict::Failed, Verdict::Failed),
        (collection(), "success", waiting.clone(), Verdict::Success),
        (collection(), "pending", under_process, waiting),
        (collection(), "failed", Verdict::Failed, Verdict::Failed),
    ];
    for (order, name, paid, asked) in rows {
        let name = format!("{}_{name}", order.service().code());
        let ours = ["87965as557", "87965as5as", "1122334455"]
            .iter()
            .fold(sample(&name), |json, theirs| json.replace(theirs, id().as_str()))
            .replace("100.00", "20.00");
        for format in FORMATS {
            let gateway = served(&ours, format);
            let client = gateway.client(format);
            let reply = client.pay(id(), &order).await;
            assert_eq!(read_payment(id(), &order, &reply), paid, "{name} {format:?}");
            let reply = client.status(id(), &order, Moment::default()).await;
            assert_eq!(read_status(id(), &order, &reply), asked, "{name} {format:?}");
        }
    }
}

#[tokio::test]
async fn m8_the_samples_of_balance_and_dispute() {
    for service in Service::OF_PGPE {
        let name = service.code();
        for format in FORMATS {
            let gateway = served(&sample(&format!("{name}_balance")), format);
            let reply = gateway.client(format).balance(service).await;
            let BalanceSaid::Holds(holds) = read_balance(reply) else { panic!("{name}") };
            assert_eq!(holds.paise(), 500_000);

            let gateway = served(&sample(&format!("{name}_dispute")), format);
            let reply = gateway.client(format).dispute(id(), service, "नहीं मिला & more").await;
            let answer = answer(reply);
            assert_eq!(answer.status_code(), StatusCode::Txn);
            assert_eq!(answer.data.msg.as_deref(), Some("Dispute raised successfully"));
            let request = &gateway.requests()[0];
            assert!(request.contains("&message=%E0%A4%A8"), "{request}");
            assert!(request.contains("+%26+more&"), "{request}");
        }
    }
}

#[tokio::test]
async fn m3_every_code_of_the_table_over_the_wire() {
    let unknown = |code: &str| Verdict::Pending(Reason::UnknownCode { code: code.into() });
    let because = Verdict::Pending;
    // Code, what it says to a payment, what it says to a question; api.md 1.2 and 1.3.
    let rows = [
        ("TXN", because(Reason::NoStatus), Verdict::Nothing),
        ("TUP", because(Reason::UnderProcess), because(Reason::UnderProcess)),
        ("EXC", because(Reason::TechnicalException), Verdict::Nothing),
        ("ERR", Verdict::Failed, Verdict::Failed),
        ("RPI", Verdict::Failed, Verdict::Nothing),
        ("AVE", Verdict::Failed, Verdict::Nothing),
        ("ATD", Verdict::Failed, Verdict::Nothing),
        ("RTN", Verdict::Failed, Verdict::Nothing),
        ("RTA", Verdict::Failed, Verdict::Nothing),
        ("AAB", Verdict::Failed, Verdict::Nothing),
        ("IAT", Verdict::Failed, Verdict::Nothing),
        ("UAI", Verdict::Failed, Verdict::Nothing),
        ("ILA", Verdict::Failed, Verdict::Nothing),
        ("IPC", Verdict::Failed, Verdict::Nothing),
        ("ICC", Verdict::Failed, Verdict::Nothing),
        ("RDA", because(Reason::DuplicateAgentId), Verdict::Nothing),
        ("DAR", unknown("DAR"), Verdict::Nothing),
        ("IDS", unknown("IDS"), Verdict::Nothing),
        ("TNF", unknown("TNF"), Verdict::NotFound),
        ("MLE", unknown("MLE"), Verdict::Nothing),
        ("XYZ", unknown("XYZ"), Verdict::Nothing),
    ];
    for (code, paid, asked) in rows {
        for format in FORMATS {
            let json = format!(r#"{{"StatusCode":"{code}","Message":"m","Data":{{}}}}"#);
            let gateway = served(&json, format);
            let client = gateway.client(format);
            let reply = client.pay(id(), &order()).await;
            assert_eq!(read_payment(id(), &order(), &reply), paid, "{code} {format:?}");
            let reply = client.status(id(), &order(), Moment::default()).await;
            assert_eq!(read_status(id(), &order(), &reply), asked, "{code} {format:?}");
            let reply = client.balance(Service::Recharge).await;
            assert!(!matches!(read_balance(reply), BalanceSaid::Holds(_)), "{code}");
        }
    }
}

#[tokio::test]
async fn the_calls_on_the_wire_are_those_of_the_document() {
    let gateway = Scripted::new(Script::Say(http("200 OK", "Set-Cookie: a=b\r\n", "{}")));
    let client = gateway.client(Format::Json);
    for order in orders() {
        client.pay(id(), &order).await;
        client.status(id(), &order, Moment::default()).await;
        client.balance(order.service()).await;
        client.dispute(id(), order.service(), "m").await;
    }
    let seen = client.verify_token().await;
    assert!(seen.is_err(), "there is no address in it");
    let token = "token=MARKED-TOKEN%2F42%2B";
    let id = id();
    let lines = |service: &str, pay: String, day: &str| {
        let call = format!("/ApiServices/{service}");
        [
            pay,
            format!("GET {call}/Status.aspx?{token}&agentid={id}{day}&format=json HTTP/1.1"),
            format!("GET {call}/Balance.aspx?{token}&format=json HTTP/1.1"),
            format!("GET {call}/Dispute.aspx?{token}&agentid={id}&message=m&format=json HTTP/1.1"),
        ]
    };
    let recharge = format!(
        "GET /ApiServices/Recharge/Payment.aspx?{token}&number=9999999999&operator=PMJ&circle=0&amount=20.00&agentid={id}&optional1=a+b&optional2=&optional3=&optional4=%E0%A4%95%26&format=json HTTP/1.1"
    );
    let payout = "POST /ApiServices/Payout/Transaction.aspx HTTP/1.1".to_owned();
    let collect = "POST /ApiServices/Collection/DynamicUPI.aspx HTTP/1.1".to_owned();
    let mut expected = lines("Recharge", recharge, "").to_vec();
    expected.extend(lines("Payout", payout, ""));
    expected.extend(lines("Collection", collect, "&transactionDate=1970-01-01"));
    expected.push(format!("GET /VerifyToken.aspx?{token}&format=json HTTP/1.1"));
    let requests = gateway.requests();
    let lines: Vec<_> = requests.iter().map(|request| request.lines().next().unwrap()).collect();
    assert_eq!(lines, expected);
    for request in &requests {
        let head = request.to_ascii_lowercase();
        assert!(!head.contains("cookie:") && !head.contains("referer:"), "{request}");
        assert!(!request.contains("Never sent"), "the customer's name stays here");
    }
}

#[tokio::test]
async fn a_post_on_the_wire_is_spelled_as_the_settings_say() {
    let token = "Token=MARKED-TOKEN%2F42%2B";
    let id = id();
    let parameters = [
        format!(
            "{token}&BeneficiaryName=Asha+%26+Sons&AccountNumber=012345678901&IFSC=HDFC0001234&BankName=HDFC+Bank&TransferMode=IMPS&Amount=20.00&AgentID={id}&CustomerMobile=9999999999&EndpointIPAddress=203.0.113.7&Latitude=28.6139&Longitude=77.2090&Format=xml"
        ),
        format!("{token}&Amount=20.00&AgentID={id}&Format=xml"),
    ];
    for post_as in [PostAs::Form, PostAs::Json, PostAs::Query] {
        for (order, parameters) in [payout(), collection()].iter().zip(&parameters) {
            let gateway = Scripted::new(Script::Say(http("200 OK", "", "{}")));
            let client = gateway.client(Format::Xml).spelled(post_as, DateFormat::DayFirst);
            client.pay(id, order).await;
            client.status(id, order, Moment::from_millis(1_795_461_307_000)).await;
            let requests = gateway.requests();
            let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
            assert_eq!(head.lines().next().unwrap().contains('?'), post_as == PostAs::Query);
            match post_as {
                PostAs::Form => assert_eq!(body, parameters),
                PostAs::Query => {
                    assert_eq!(body, "");
                    assert!(head.contains(parameters), "{head}");
                }
                PostAs::Json => {
                    let read: serde_json::Map<String, serde_json::Value> =
                        serde_json::from_str(body).unwrap();
                    let pairs = read.iter().map(|(name, value)| (name, value.as_str().unwrap()));
                    let mut spelled = url::form_urlencoded::Serializer::new(String::new());
                    let sorted = |text: &str| {
                        let mut all: Vec<_> = text.split('&').map(str::to_owned).collect();
                        all.sort();
                        all
                    };
                    let spelled = spelled.extend_pairs(pairs).finish();
                    assert_eq!(sorted(&spelled), sorted(parameters));
                }
            }
            let dated = requests[1].contains("&transactionDate=24%2F11%2F2026&");
            assert_eq!(dated, order.service() == Service::Collection, "{}", requests[1]);
        }
    }
}

#[tokio::test]
async fn the_address_that_pgpe_sees_is_found() {
    for body in
        ["Correct IP: 203.0.113.7", "<r><IP>203.0.113.7</IP></r>", r#"{"IP":"203.0.113.7"}"#]
    {
        let gateway = Scripted::new(Script::Say(http("200 OK", "", body)));
        let seen = gateway.client(Format::Json).verify_token().await;
        assert_eq!(seen.ok().map(|address| address.to_string()).as_deref(), Some("203.0.113.7"));
    }
}

#[tokio::test]
async fn an_address_in_a_refusal_is_not_taken_for_the_answer() {
    for code in ["UAI", "IAT", "ERR"] {
        let message = "Unauthorised access, Correct IP: 203.0.113.7";
        let body = format!(r#"{{"StatusCode":"{code}","Message":"{message}","Data":null}}"#);
        let gateway = Scripted::new(Script::Say(http("200 OK", "", body)));
        let seen = gateway.client(Format::Json).verify_token().await;
        let Err(Reply::Answer(answer)) = seen else { panic!("{code}: {seen:?}") };
        assert_eq!((answer.code.as_str(), answer.message.as_str()), (code, message));
    }
}
