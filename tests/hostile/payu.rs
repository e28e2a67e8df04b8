//! PayU's table: the load and the enquiry, and what is known after each answer (api.md 2).

use std::sync::Arc;

use galla::gateway::http::Limits;
use galla::gateway::pgpe::Format;
use galla::practice::{
    Config, LOAD_OUTCOMES, LoadFate, PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT, Practice,
};
use galla::time::TestClock;
use galla::transaction::evidence::Contradiction;
use galla::transaction::{Reason, State, Unknown};

use crate::calls::{After, Call, NOON, load_of, payu};
use crate::scripted::{Script, http, id};
use crate::{Case, LATE, SOON, check};

/// What PayU answers, to which call, and what is then known: the status line, the body.
type Row = (Call, &'static str, String, After);

const ISSUED: &str =
    r#"{"referenceId":"e472933","data":{"redirectUrl":"https://pp1api.payu.in/public/#/e4"}}"#;

fn pending(reason: Reason) -> After {
    After::Pending(reason)
}

fn code(code: &str) -> After {
    pending(Reason::UnknownCode { code: code.into() })
}

fn contradiction(about: Contradiction) -> After {
    pending(Reason::Contradiction { about })
}

/// An answer to an enquiry with these fields before its own.
fn told(more: &str) -> String {
    format!("{{{more}\"responseCode\":\"00\",\"responseMessage\":\"ok\"}}")
}

/// To a load, a refusal is an end and everything else is not (M3).
#[rustfmt::skip]
fn loads() -> Vec<Row> {
    let status = |status| pending(Reason::NoAnswer { cause: Unknown::HttpStatus { status } });
    let unreadable = || pending(Reason::NoAnswer { cause: Unknown::Unreadable });
    let failed = || After::State(State::Failed);
    let issued = || pending(Reason::LinkIssued);
    let with = |more: &str| ISSUED.replacen('{', &format!("{{{more},"), 1);
    let html = || "<!DOCTYPE html><html><body>Bad gateway</body></html>".to_owned();
    let refused = |code: &str| format!(r#"{{"errorCode":"{code}","message":"no"}}"#);
    let mut rows = vec![
        (Call::Load, "200 OK", ISSUED.to_owned(), issued()),
        (Call::Load, "201 Created", ISSUED.to_owned(), issued()),
        (Call::Load, "200 OK", with(r#""responseCode":"1081""#), issued()),
        // Nothing is loaded before an enquiry says so.
        (Call::Load, "200 OK", with(r#""status":"SUCCESS""#), issued()),
        (Call::Load, "200 OK", with(r#""status":"FAILED""#), issued()),
        (Call::Load, "200 OK", format!("\u{feff} {ISSUED}\r\n"), issued()),
        (Call::Load, "200 OK", with(r#""loadAmount":"2000""#), issued()),
        (Call::Load, "200 OK", "{}".into(), pending(Reason::NoStatus)),
        (Call::Load, "200 OK", r#"{"referenceId":null,"data":"none"}"#.into(), pending(Reason::NoStatus)),
        (Call::Load, "200 OK", with(r#""errorCode":"1050""#), contradiction(Contradiction::Status)),
        (Call::Load, "400 Bad Request", ISSUED.to_owned(), contradiction(Contradiction::Status)),
        (Call::Load, "404 Not Found", r#"{"status":"SUCCESS"}"#.into(), contradiction(Contradiction::Status)),
        (Call::Load, "200 OK", r#"{"errorCode":1050,"status":"PENDING"}"#.into(), contradiction(Contradiction::Status)),
        (Call::Load, "200 OK", with(r#""clientTxnId":"SOMEBODYELSE01""#), contradiction(Contradiction::AgentId)),
        (Call::Load, "400 Bad Request", r#"{"clientTxnId":"SOMEBODYELSE01"}"#.into(), contradiction(Contradiction::AgentId)),
        (Call::Load, "200 OK", with(r#""loadAmount":2001"#), contradiction(Contradiction::Amount)),
        (Call::Load, "200 OK", with(r#""clientTxnId":["SOMEBODYELSE01"]"#), unreadable()),
        (Call::Load, "200 OK", with(r#""referenceId":"e472934""#), unreadable()),
        (Call::Load, "200 OK", html(), unreadable()),
        (Call::Load, "200 OK", String::new(), unreadable()),
        (Call::Load, "200 OK", format!("[{ISSUED}]"), unreadable()),
        (Call::Load, "200 OK", ISSUED[..40].to_owned(), unreadable()),
        (Call::Load, "200 OK", format!("{ISSUED}{ISSUED}"), unreadable()),
        (Call::Load, "200 OK", ISSUED.replace("\"e472933\"", &("[".repeat(100_000) + &"]".repeat(100_000))), unreadable()),
        (Call::Load, "200 OK", "<r><referenceId>e472933</referenceId></r>".into(), unreadable()),
        (Call::Load, "302 Found", html(), status(302)),
        (Call::Load, "307 Temporary Redirect", "{}".into(), code("307")),
        (Call::Load, "403 Forbidden", html(), status(403)),
        (Call::Load, "409 Conflict", "{}".into(), code("409")),
        (Call::Load, "422 Unprocessable", refused("1050"), failed()),
        (Call::Load, "429 Too Many Requests", r#"{"errorCode":"9"}"#.into(), code("9")),
        (Call::Load, "500 Internal Server Error", html(), status(500)),
        // A server that stumbles may have stumbled after the load.
        (Call::Load, "500 Internal Server Error", refused("1050"), code("1050")),
        (Call::Load, "503 Service Unavailable", "{}".into(), code("503")),
    ];
    for line in ["400 Bad Request", "401 Unauthorized", "404 Not Found"] {
        for body in [String::new(), html(), "{}".into(), refused("1020"), r#"{"status":400}"#.into()] {
            rows.push((Call::Load, line, body, failed()));
        }
    }
    for code in ["1010", "1020", "1040", "1050", "1093", "1353", "13047", "10160", "10164", "10168"] {
        rows.push((Call::Load, "200 OK", refused(code), failed()));
    }
    rows
}

/// Of an enquiry only `status` decides, and only if all of it is about this load.
#[rustfmt::skip]
fn enquiries() -> Vec<Row> {
    let same = || After::AS_BEFORE;
    let success = || After::State(State::Success);
    let failed = || After::State(State::Failed);
    let amount = || contradiction(Contradiction::Amount);
    let spaces = " ".repeat(5_000);
    let ask = |more: &str, after| (Call::Enquiry, "200 OK", told(more), after);
    let mut rows = vec![
        ask(r#""status":"SUCCESS","#, success()),
        ask(r#""status":" success ","#, success()),
        ask(r#""status":"SUCCESS","errorCode":"1050","#, success()),
        ask(r#""status":"FAILED","#, failed()),
        ask(r#""status":"FAILED","refund":{"status":"SUCCESS"},"#, failed()),
        ask(r#""status":"PENDING","#, pending(Reason::LinkIssued)),
        ask(r#""status":"SUCCESSFUL","#, contradiction(Contradiction::Status)),
        ask(&format!("\"status\":\"SUCCESS{spaces}FAILED\","), contradiction(Contradiction::Status)),
        ask(r#""status":1,"#, contradiction(Contradiction::Status)),
        ask(r#""status":null,"#, same()),
        ask(r#""status":["SUCCESS"],"#, same()),
        ask(r#""status":true,"#, same()),
        ask(r#""status":"SUCCESS","status":"FAILED","#, same()),
        ask("", same()),
        ask(r#""data":{"status":"SUCCESS"},"#, same()),
        ask(r#""status":"SUCCESS","clientTxnId":"SOMEBODYELSE01","#, contradiction(Contradiction::AgentId)),
        ask(&format!("\"status\":\"SUCCESS\",\"clientTxnId\":\"{}{spaces}X\",", id()), contradiction(Contradiction::AgentId)),
        ask(r#""status":"SUCCESS","CLIENTTXNID":"SOMEBODYELSE01","#, contradiction(Contradiction::AgentId)),
        ask(r#""STATUS":"SUCCESS","#, success()),
        ask(r#""status":"SUCCESS","Status":"FAILED","#, same()),
        ask(r#""status":"SUCCESS","loadamount":2001,"#, amount()),
        ask(r#""status":"SUCCESS","clientTxnId":{"id":"SOMEBODYELSE01"},"#, same()),
        (Call::Enquiry, "200 OK", "<html>SUCCESS</html>".into(), same()),
        (Call::Enquiry, "200 OK", told(r#""status":"SUCCESS","#)[..30].to_owned(), same()),
    ];
    for spelled in ["2001", "\"2000.00\"", "20.00", "\"+2000\"", "-2000", "\"2,000\"", "2e3", "1e999", "99999999999999999999", "\"NaN\"", "\"२०००\""] {
        rows.push(ask(&format!("\"status\":\"SUCCESS\",\"loadAmount\":{spelled},"), amount()));
    }
    for spelled in ["2000", "\"2000\"", "\" 2000 \"", "null", "\"\""] {
        rows.push(ask(&format!("\"status\":\"SUCCESS\",\"loadAmount\":{spelled},"), success()));
    }
    for line in ["201 Created", "302 Found", "400 Bad Request", "401 Unauthorized", "404 Not Found", "500 Internal Server Error"] {
        rows.push((Call::Enquiry, line, told(r#""status":"SUCCESS","#), same()));
        rows.push((Call::Enquiry, line, told(r#""status":"FAILED","#), same()));
    }
    rows
}

#[tokio::test]
async fn m2_m3_m8_whatever_payu_answers() {
    let case = |(call, line, body, after): Row| Case {
        name: format!("{line} {body:.80}"),
        script: Script::Say(http(line, "Location: /again\r\nRetry-After: 0\r\n", body)),
        call,
        format: Format::Json,
        patience: LATE,
        after,
        ahead: false,
    };
    check([loads(), enquiries()].concat().into_iter().map(case).collect()).await;
}

/// What is known after a load to the practice gateway, and after an enquiry when all is settled.
fn expected(fate: LoadFate) -> (After, After) {
    let no = |cause| pending(Reason::NoAnswer { cause });
    let issued = || pending(Reason::LinkIssued);
    let (success, failed) = (After::State(State::Success), After::State(State::Failed));
    match fate {
        LoadFate::ByCustomer | LoadFate::OtherHost | LoadFate::BackByForm => (issued(), issued()),
        LoadFate::Paid => (issued(), success),
        LoadFate::Fails | LoadFate::FailsRefunded => (issued(), failed),
        LoadFate::Refused => (failed, After::AS_BEFORE),
        LoadFate::ServerError => (no(Unknown::HttpStatus { status: 500 }), issued()),
        LoadFate::NoAnswer => (no(Unknown::TimedOut), success),
        LoadFate::NoReference => (pending(Reason::NoStatus), issued()),
        LoadFate::Html => (no(Unknown::Unreadable), issued()),
        LoadFate::OtherLoad => (contradiction(Contradiction::AgentId), issued()),
    }
}

#[tokio::test]
async fn m2_m3_every_misbehaviour_of_a_load() {
    for outcome in LOAD_OUTCOMES {
        let clock = Arc::new(TestClock::at(NOON));
        let practice = Practice::start(Config { clock, ..Config::default() }).unwrap();
        let silent = outcome.fate == LoadFate::NoAnswer;
        let patience = if silent { SOON } else { LATE };
        let limits = Limits { connect: patience, call: patience };
        let (key, salt) = (PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT);
        let payu = payu(&practice.base_url(), limits, key, salt);
        let order = load_of(&format!("20.{:02}", outcome.paise));
        let (after_load, after_enquiry) = expected(outcome.fate);
        let case = outcome.description;
        let after = Call::Load.ask_payu_about(&payu, order.clone()).await;
        assert_eq!(after, after_load, "{case}");
        practice.books().settle_now(id().as_str());
        let after = Call::Enquiry.ask_payu_about(&payu, order).await;
        assert_eq!(after, after_enquiry, "{case}");
        let loads = practice.books().snapshot().loads;
        assert_eq!(loads.iter().map(|load| load.sends).sum::<u32>(), 1, "{case}");
    }
}
