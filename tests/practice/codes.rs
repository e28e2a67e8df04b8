//! Every status code of the table, in JSON and in XML, and the answers' exact spelling.

use std::time::Duration;

use galla::practice::{Code, Practice, Product, REFUSED_TOKENS, State};
use galla::time::Clock;

use super::wire::{BALANCE, at_the_samples_time, dispute, get, pay, status};

const ID: &str = "01HZX4T9Q7AB3C";

/// Asks in both formats (the first time in JSON) and expects the same code and message.
fn expect(practice: &Practice, target: &str, code: Code) {
    let json = get(practice, target);
    assert_eq!(json.status(), 200);
    assert_eq!(json.header("Content-Type").unwrap(), "application/json; charset=utf-8");
    assert_eq!(json.json()["StatusCode"], code.text, "{target}");
    assert_eq!(json.json()["Message"], code.message, "{target}");
    let xml = get(practice, &target.replace("format=json", "format=xml"));
    assert_eq!(xml.header("Content-Type").unwrap(), "text/xml; charset=utf-8");
    assert_eq!(
        (xml.xml("StatusCode"), xml.xml("Message")),
        (code.text.into(), code.message.into())
    );
}

#[test]
fn a_success_is_spelled_as_the_sample() {
    let (practice, _) = at_the_samples_time();
    let body = get(&practice, &pay("9999999999", "87965as557")).body();
    let entry = practice.books().entry("87965as557").unwrap();
    let sample = r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"APITransID":"795873532", "AgentID":"87965as557", "Status":"Success", "APIMessage":"Recharge Successful", "OperatorReference":"TR33153682", "Number":"9999999999", "Amount":"20.00", "DateTime":"28/01/2018 05:03:53 PM"}}"#;
    let sample = sample.replace("795873532", &entry.api_trans_id);
    assert_eq!(body, sample.replace("TR33153682", &entry.operator_reference));
    assert_eq!(get(&practice, &status("87965as557")).body(), body);
}

#[test]
fn a_pending_and_a_failed_one_are_spelled_as_the_samples() {
    let (practice, _) = at_the_samples_time();
    let table = [
        (
            "9999999902",
            r#"{"StatusCode":"TUP", "Message":"Transaction Under Process", "Data":{"APITransID":"ID", "AgentID":"AGENT9999999902", "Status":"Pending", "APIMessage":"Recharge Under Process", "OperatorReference":"", "Number":"9999999902", "Amount":"20.00", "DateTime":"28/01/2018 05:03:53 PM"}}"#,
        ),
        (
            "9999999901",
            r#"{"StatusCode":"ERR", "Message":"Transaction Failed", "Data":{"APITransID":"ID", "AgentID":"AGENT9999999901", "Status":"Failed", "APIMessage":"Server Connectivity Issue", "OperatorReference":"", "Number":"9999999901", "Amount":"20.00", "DateTime":"28/01/2018 05:03:53 PM"}}"#,
        ),
    ];
    for (number, sample) in table {
        let agent_id = format!("AGENT{number}");
        let body = get(&practice, &pay(number, &agent_id)).body();
        let trans_id = practice.books().entry(&agent_id).unwrap().api_trans_id;
        assert_eq!(body, sample.replace(r#""ID""#, &format!("{trans_id:?}")));
    }
}

#[test]
fn the_balance_is_a_number_of_two_decimals_and_follows_the_wallet() {
    let (practice, _) = at_the_samples_time();
    assert_eq!(
        get(&practice, BALANCE).body(),
        r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"Balance": 5000.00}}"#
    );
    get(&practice, &pay("9999999999", ID));
    let xml = get(&practice, &BALANCE.replace("json", "xml"));
    assert_eq!(xml.xml("Balance"), "4980.00");
    assert_eq!(practice.books().snapshot().balance_questions, 2);
}

#[test]
fn an_xml_answer_has_the_same_fields_in_the_same_order() {
    let (practice, _) = at_the_samples_time();
    let seen = get(&practice, &pay("9999999999", "A%26B%3C99").replace("json", "xml"));
    let entry = practice.books().entry("A&B<99").unwrap();
    assert_eq!(
        seen.body(),
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response><StatusCode>TXN</StatusCode>\
             <Message>Transaction Successful</Message><Data><APITransID>{}</APITransID>\
             <AgentID>A&amp;B&lt;99</AgentID><Status>Success</Status>\
             <APIMessage>Recharge Successful</APIMessage>\
             <OperatorReference>{}</OperatorReference><Number>9999999999</Number>\
             <Amount>20.00</Amount><DateTime>28/01/2018 05:03:53 PM</DateTime></Data></Response>",
            entry.api_trans_id, entry.operator_reference
        )
    );
}

#[test]
fn every_token_has_its_code_on_every_call() {
    let (practice, _) = at_the_samples_time();
    let unknown = [("WRONG", Code::IAT), ("", Code::IAT)];
    for (i, (token, code)) in REFUSED_TOKENS.iter().copied().chain(unknown).enumerate() {
        let agent_id = format!("{ID}{i}");
        let calls = [
            pay("9999999999", &agent_id),
            status(&agent_id),
            BALANCE.into(),
            dispute(&agent_id, "m"),
        ];
        for call in calls {
            expect(&practice, &call.replace("token=PRACTICE", &format!("token={token}")), code);
        }
        let entry = practice.books().entry(&agent_id).unwrap();
        assert_eq!((entry.sends, entry.state), (2, State::NotTaken), "received, not taken");
    }
    assert_eq!(practice.books().wallet(Product::Recharge).paise(), 500_000);
}

#[test]
fn a_bad_parameter_is_refused_with_its_code_and_debits_nothing() {
    let (practice, _) = at_the_samples_time();
    let good = pay("9999999999", ID);
    let table = [
        ("number=9999999999", "number=", Code::RPI),
        ("number=9999999999", "number=99999%2099999", Code::RPI),
        ("&operator=PMA", "", Code::RPI),
        ("circle=0", "circle=", Code::RPI),
        ("amount=20.00", "amount=", Code::RPI),
        ("amount=20.00", "amount=0.00", Code::RPI),
        ("amount=20.00", "amount=-20", Code::RPI),
        ("amount=20.00", "amount=1,000", Code::RPI),
        ("amount=20.00", "amount=20.001", Code::RPI),
        ("amount=20.00", "amount=20.00&amount=20.00", Code::RPI),
        (ID, "", Code::RPI),
        (ID, "12345", Code::ILA),
        ("operator=PMA", "operator=XX", Code::IPC),
        ("circle=0", "circle=99", Code::ICC),
        ("operator=PMA", "operator=PEM", Code::RPI),
    ];
    for (right, wrong, code) in table {
        assert!(good.contains(right));
        expect(&practice, &good.replace(right, wrong), code);
    }
    let yaml = get(&practice, &good.replace("format=json", "format=yaml"));
    assert_eq!(yaml.json()["StatusCode"], "RPI");
    assert_eq!(practice.books().wallet(Product::Recharge).paise(), 500_000);
    let bill = good.replace("operator=PMA", "operator=PEM").replace("optional1=", "optional1=4521");
    assert_eq!(get(&practice, &bill).json()["StatusCode"], "TXN");
}

#[test]
fn what_the_wallet_cannot_pay_is_err() {
    let (practice, _) = at_the_samples_time();
    // A number that asks for silence: the plain refusal goes before it.
    let target = pay("9999999907", ID).replace("amount=20.00", "amount=5000.01");
    let json = get(&practice, &target).json();
    assert_eq!((&json["StatusCode"], &json["Data"]["Status"]), (&"ERR".into(), &"Failed".into()));
    assert_eq!(json["Data"]["APIMessage"], "Insufficient Balance");
    assert_eq!(practice.books().wallet(Product::Recharge).paise(), 500_000);
    assert_eq!(get(&practice, &status(ID)).json()["StatusCode"], "ERR");
}

#[test]
fn m2_twenty_sends_of_one_agentid_debit_once() {
    let (practice, _) = at_the_samples_time();
    let codes: Vec<String> = std::thread::scope(|scope| {
        let send = || get(&practice, &pay("9999999999", ID)).json()["StatusCode"].to_string();
        let sends: Vec<_> = (0..20).map(|_| scope.spawn(send)).collect();
        sends.into_iter().map(|send| send.join().unwrap()).collect()
    });
    assert_eq!(codes.iter().filter(|code| *code == "\"TXN\"").count(), 1);
    assert_eq!(codes.iter().filter(|code| *code == "\"RDA\"").count(), 19);
    assert_eq!(
        (practice.books().sends(ID), practice.books().wallet(Product::Recharge).paise()),
        (20, 498_000)
    );
    expect(&practice, &pay("9999999999", ID), Code::RDA);
}

#[test]
fn m6_the_window_is_this_month_and_the_last() {
    let (practice, clock) = at_the_samples_time();
    let days = |n: u64| Duration::from_secs(n * 24 * 3_600);
    get(&practice, &pay("9999999904", ID));
    clock.pass(days(31));
    assert_eq!(clock.now().day().to_string(), "2018-02-28");
    assert_eq!(get(&practice, &status(ID)).json()["StatusCode"], "TUP");
    clock.pass(days(1));
    expect(&practice, &status(ID), Code::TNF);
    expect(&practice, &status("NEVERHEARD"), Code::TNF);
    let violations = practice.books().snapshot().m6_violations;
    // The XML repeats of `expect` come too early as well.
    assert_eq!(violations.len(), 3, "{violations:?}");
}

#[test]
fn m11_disputes_are_for_successes_and_raised_once() {
    let (practice, _) = at_the_samples_time();
    get(&practice, &pay("9999999999", ID));
    get(&practice, &pay("9999999901", "FAILEDONE1"));
    get(&practice, &pay("9999999904", "PENDINGONE"));
    expect(&practice, &dispute(ID, &"x".repeat(251)), Code::MLE);
    expect(&practice, &dispute(ID, ""), Code::RPI);
    let longest = "%E0%A4%A8".repeat(250);
    assert_eq!(
        get(&practice, &dispute(ID, &longest)).body(),
        r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"MSG":"Dispute raised successfully"}}"#
    );
    expect(&practice, &dispute(ID, "again"), Code::DAR);
    expect(&practice, &dispute("FAILEDONE1", "m"), Code::IDS);
    expect(&practice, &dispute("PENDINGONE", "m"), Code::IDS);
    expect(&practice, &dispute("NEVERHEARD", "m"), Code::TNF);
    let disputes = practice.books().entry(ID).unwrap().disputes;
    assert_eq!(disputes.len(), 1);
    assert_eq!(disputes[0].message, "न".repeat(250));
}

#[test]
fn verify_token_names_the_address() {
    let (practice, _) = at_the_samples_time();
    for target in ["/VerifyToken.aspx", "/verifytoken.aspx?token=any&format=json"] {
        assert!(get(&practice, target).body().contains(r#""203.0.113.7""#));
    }
}
