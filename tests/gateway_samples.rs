//! Every sample of PGPE's document and every row of its code table, over a real socket, JSON and XML.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::scripted::{Script, Scripted, http, id, order};
use galla::gateway::Gateway;
use galla::gateway::pgpe::Format;
use galla::time::Moment;
use galla::transaction::evidence::{
    BalanceSaid, Contradiction, read_balance, read_payment, read_status,
};
use galla::transaction::{Answer, Body, Reason, Reply, Service, StatusCode, Verdict};

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];

/// A JSON sample as XML with the same element names, as api.md reads the document.
fn as_xml(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => escape(text),
        // The sample's 5000.00 keeps its decimals, as a document in XML would spell it.
        other => format!("{:.2}", other.as_f64().unwrap()),
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Response>");
    for (name, value) in value.as_object().unwrap() {
        xml += &format!("<{name}>");
        match value {
            serde_json::Value::Object(inner) => {
                for (name, value) in inner {
                    xml += &format!("<{name}>{}</{name}>", text(value));
                }
            }
            value => xml += &text(value),
        }
        xml += &format!("</{name}>");
    }
    xml + "</Response>"
}

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
fn payment_fields(kind: &str, words: [&str; 3]) -> [(String, Answer); 3] {
    let rows = [
        (
            "success",
            "TXN",
            "Transaction Successful",
            "795873532",
            "87965as557",
            "Success",
            words[0],
            some("TR33153682"),
            "20.00",
            "28/01/2018 05:03:53 PM",
        ),
        (
            "pending",
            "TUP",
            "Transaction Under Process",
            "3949595583",
            "87965as5as",
            "Pending",
            words[1],
            None,
            "100.00",
            "28/01/2018 04:58:16 PM",
        ),
        (
            "failed",
            "ERR",
            "Transaction Failed",
            "8033441641",
            "1122334455",
            "Failed",
            words[2],
            None,
            "20.00",
            "28/01/2018 02:51:29 AM",
        ),
    ];
    rows.map(|(name, code, message, trans, agent, status, said, reference, amount, time)| {
        let data = Body {
            api_trans_id: some(trans),
            agent_id: some(agent),
            status: some(status),
            api_message: some(said),
            operator_reference: reference,
            number: some("9999999999"),
            amount: some(amount),
            date_time: some(time),
            ..Body::default()
        };
        let answer =
            Answer { code: code.into(), message: message.into(), data, raw: String::new() };
        (format!("{kind}_{name}"), answer)
    })
}

fn sample(name: &str) -> String {
    let file = format!("{}/tests/fixtures/pgpe/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap()
}

#[tokio::test]
async fn every_sample_of_a_payment_is_read_to_the_letter() {
    let all = [
        payment_fields(
            "recharge",
            ["Recharge Successful", "Recharge Under Process", "Server Connectivity Issue"],
        ),
        payment_fields(
            "payout",
            ["Transaction Successful", "Transaction Under Process", "Server Connectivity Issue"],
        ),
        payment_fields(
            "collection",
            ["Transaction Successful", "Transaction Under Process", "Server Connectivity Issue"],
        ),
    ];
    for (name, expected) in all.into_iter().flatten() {
        for format in FORMATS {
            let gateway = served(&sample(&name), format);
            let reply = gateway.client(format).pay(id(), &order()).await;
            // The sample's AgentID is not ours: it must not be believed (M3).
            let about = Contradiction::AgentId;
            let verdict = Verdict::Pending(Reason::Contradiction { about });
            assert_eq!(read_payment(id(), &order(), &reply), verdict, "{name}");
            assert_eq!(answer(reply), expected, "{name} {format:?}");
        }
    }
}

#[tokio::test]
async fn the_samples_about_our_own_payment_decide_it() {
    let pending = Verdict::Pending(Reason::UnderProcess);
    let rows = [
        ("recharge_success", "87965as557", Verdict::Success),
        ("recharge_pending", "87965as5as", pending),
        ("recharge_failed", "1122334455", Verdict::Failed),
    ];
    for (name, theirs, verdict) in rows {
        let ours = sample(name).replace(theirs, id().as_str()).replace("100.00", "20.00");
        for format in FORMATS {
            let gateway = served(&ours, format);
            let client = gateway.client(format);
            let paid = client.pay(id(), &order()).await;
            assert_eq!(read_payment(id(), &order(), &paid), verdict, "{name} {format:?}");
            let asked = client.status(id(), &order(), Moment::default()).await;
            assert_eq!(read_status(id(), &order(), &asked), verdict, "{name} {format:?}");
        }
    }
}

#[tokio::test]
async fn m8_the_samples_of_balance_and_dispute() {
    for service in ["recharge", "payout", "collection"] {
        for format in FORMATS {
            let gateway = served(&sample(&format!("{service}_balance")), format);
            let reply = gateway.client(format).balance(Service::Recharge).await;
            let BalanceSaid::Holds(holds) = read_balance(reply) else { panic!("{service}") };
            assert_eq!(holds.paise(), 500_000);

            let gateway = served(&sample(&format!("{service}_dispute")), format);
            let reply =
                gateway.client(format).dispute(id(), Service::Recharge, "नहीं मिला & more").await;
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
    client.pay(id(), &order()).await;
    client.status(id(), &order(), Moment::default()).await;
    client.balance(Service::Recharge).await;
    let seen = client.verify_token().await;
    assert!(seen.is_err(), "there is no address in it");
    let token = "token=MARKED-TOKEN%2F42%2B";
    let id = id();
    let expected = [
        format!(
            "GET /ApiServices/Recharge/Payment.aspx?{token}&number=9999999999&operator=PMJ&circle=0&amount=20.00&agentid={id}&optional1=a+b&optional2=&optional3=&optional4=%E0%A4%95%26&format=json HTTP/1.1"
        ),
        format!("GET /ApiServices/Recharge/Status.aspx?{token}&agentid={id}&format=json HTTP/1.1"),
        format!("GET /ApiServices/Recharge/Balance.aspx?{token}&format=json HTTP/1.1"),
        format!("GET /VerifyToken.aspx?{token}&format=json HTTP/1.1"),
    ];
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
async fn the_address_that_pgpe_sees_is_found() {
    for body in
        ["Correct IP: 203.0.113.7", "<r><IP>203.0.113.7</IP></r>", r#"{"IP":"203.0.113.7"}"#]
    {
        let gateway = Scripted::new(Script::Say(http("200 OK", "", body)));
        let seen = gateway.client(Format::Json).verify_token().await;
        assert_eq!(seen.ok().map(|address| address.to_string()).as_deref(), Some("203.0.113.7"));
    }
}
