//! The table of what a hostile gateway answers, call by call, and what is known afterwards.

use galla::gateway::pgpe::Format;
use galla::transaction::dispute::DisputeSaid;
use galla::transaction::evidence::{BalanceSaid, Contradiction};
use galla::transaction::{Reason, Service, State, Unknown};

use crate::calls::{After, Call, refused};
use crate::scripted::{as_xml, id, sample, success};

/// What the gateway answers, to which call, and what is then known.
pub type Said = (&'static str, Call, Vec<u8>, After);

fn pending(reason: Reason) -> After {
    After::Pending(reason)
}

fn contradiction(about: Contradiction) -> After {
    pending(Reason::Contradiction { about })
}

/// Every answer with something wrong in what it says.
pub fn answers() -> Vec<Said> {
    [no_answers(), of_payments(), of_amounts(), of_questions(), of_the_rest()].concat()
}

/// What is no answer, in JSON or XML. The payment is pending (M3).
#[rustfmt::skip]
fn no_answers() -> Vec<Said> {
    let json = success();
    let xml = as_xml(&json);
    let utf16 = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let twice = json.replace(r#""Status":"Success""#, r#""Status":"Success","STATUS":"Failed""#);
    let deep = |open: &str, close: &str| open.repeat(100_000) + "1" + &close.repeat(100_000);
    let dtd = |dtd: &str| xml.replace("\n<Response>", &format!("\n<!DOCTYPE Response {dtd}><Response>"));
    let laughs = "[<!ENTITY a \"Success\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]";
    let texts: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("white space", " \r\n\t".into()),
        ("a byte-order mark alone", "\u{feff}".into()),
        ("a web page", "<!DOCTYPE html><html><body>Server busy</body></html>".into()),
        ("a page of XHTML", "<html><body><p>Success</p></body></html>".into()),
        ("words", "TXN Success".into()),
        ("null", "null".into()),
        ("a list", format!("[{json}]")),
        ("a text with the answer in it", serde_json::to_string(&json).unwrap()),
        ("the answer called as a function", format!("callback({json})")),
        ("JSON cut short", json[..json.len() - 1].into()),
        ("two answers", format!("{json}{json}")),
        ("an answer and a remark", format!("{json} // ok")),
        ("single quotation marks", json.replace('"', "'")),
        ("brackets without end", "[".repeat(500_000)),
        ("objects without end", "{\"Data\":".repeat(100_000)),
        ("a list as deep as the sea for a status", json.replace("\"Success\"", &deep("[", "]"))),
        ("a field twice", twice),
        ("a code that is a list", json.replace("\"TXN\"", "[\"TXN\"]")),
        ("a code that is no number", json.replace("\"TXN\"", "NaN")),
        ("a status that is true inside of a list", json.replace("\"Success\"", "[true]")),
        ("half of a character", json.replace("Success", "Success\\ud800")),
        ("a raw line break in a text", json.replace("\"Success\"", "\"Success\n\"")),
        ("XML cut short", xml.replace("</Response>", "")),
        ("XML whose ends are crossed", xml.replace("</Status>", "</Amount>")),
        ("XML with two roots", format!("{xml}<Response/>")),
        ("XML and words behind it", format!("{xml}TXN")),
        ("an element twice", xml.replace("</Data>", "<STATUS>Failed</STATUS></Data>")),
        ("Data twice", xml.replace("</Response>", "<Data/></Response>")),
        ("a status with elements in it", xml.replace(">Success<", "><b>Success</b><")),
        ("elements as deep as the sea", format!("<r>{}", deep("<a>", "</a>"))),
        ("elements without end", "<a>".repeat(100_000)),
        ("an entity that nobody knows", xml.replace(">Success<", ">&ok;<")),
        ("an entity of its own", dtd("[<!ENTITY ok \"Success\">]").replace(">Success<", ">&ok;<")),
        ("a billion laughs", dtd(laughs).replace(">Success<", ">&c;<")),
        ("an entity from a file", dtd("[<!ENTITY f SYSTEM \"file:///etc/hostname\">]").replace(">Success<", ">&f;<")),
        ("a DTD from elsewhere", dtd("SYSTEM \"http://127.0.0.1:9/x.dtd\"")),
        ("a character that does not exist", xml.replace(">Success<", ">Success&#xd800;<")),
        ("a character of number 0", xml.replace(">Success<", ">Success&#0;<")),
    ];
    let bytes: Vec<(&str, Vec<u8>)> = vec![
        ("a byte that is no UTF-8", [json.as_bytes(), b"\xff"].concat()),
        ("such a byte inside", replaced(&json, "Success", b"Succ\xe9ss")),
        ("such a byte inside of XML", replaced(&xml, "Success", b"Succ\xe9ss")),
        ("UTF-16", utf16),
        ("gzip that was not asked for", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".to_vec()),
        ("zero bytes", vec![0; 100]),
    ];
    let all = texts.into_iter().map(|(case, text)| (case, text.into_bytes())).chain(bytes);
    all.map(|(case, body)| (case, Call::Recharge, body, Call::Recharge.after_no_answer(&Unknown::Unreadable))).collect()
}

fn replaced(text: &str, from: &str, to: &[u8]) -> Vec<u8> {
    let (before, after) = text.split_once(from).unwrap();
    [before.as_bytes(), to, after.as_bytes()].concat()
}

/// Answers to a payment that contradict it or themselves, and some that are only odd. Each is
/// sent as JSON and as XML.
#[rustfmt::skip]
fn of_payments() -> Vec<Said> {
    let spaces = " ".repeat(5_000);
    let paid = || After::State(State::Success);
    let agent_id = || contradiction(Contradiction::AgentId);
    let number = || contradiction(Contradiction::Number);
    let status = || contradiction(Contradiction::Status);
    let id = id();
    let ours = id.as_str();
    let rows = [
        (Call::Recharge, "another AgentID", ours, "0000000000000A".to_owned(), agent_id()),
        (Call::Payout, "another AgentID", ours, "0000000000000A".into(), agent_id()),
        (Call::Collect, "another AgentID", ours, "0000000000000A".into(), agent_id()),
        (Call::Recharge, "the AgentID and more, far behind", ours, format!("{ours}{spaces}X"), agent_id()),
        (Call::Recharge, "no AgentID", ours, String::new(), paid()),
        (Call::Recharge, "another number", "9999999999", "9999999998".into(), number()),
        (Call::Payout, "another number", "9999999999", "9999999998".into(), number()),
        (Call::Collect, "another number, the payer's", "9999999999", "9999999998".into(), pending(Reason::WaitingForCustomer)),
        (Call::Recharge, "a number in other digits", "9999999999", "९९९९९९९९९९".into(), number()),
        (Call::Recharge, "the number and more, far behind", "9999999999", format!("9999999999{spaces}8"), number()),
        (Call::Recharge, "TXN and Failed", "\"Success\"", "\"Failed\"".into(), status()),
        (Call::Payout, "TXN and Failed", "\"Success\"", "\"Failed\"".into(), status()),
        (Call::Collect, "TXN and Failed", "\"Success\"", "\"Failed\"".into(), status()),
        (Call::Recharge, "TXN and Refunded", "\"Success\"", "\"Refunded\"".into(), status()),
        (Call::Recharge, "TXN and Pending", "\"Success\"", "\"Pending\"".into(), pending(Reason::UnderProcess)),
        (Call::Recharge, "TXN and a word that nobody knows", "\"Success\"", "\"Successful\"".into(), status()),
        (Call::Recharge, "TXN and no status", "\"Success\"", "\"\"".into(), pending(Reason::NoStatus)),
        (Call::Recharge, "Success and Failed, far behind", "\"Success\"", format!("\"Success{spaces}Failed\""), status()),
        (Call::Recharge, "ERR and Success", "\"TXN\"", "\"ERR\"".into(), status()),
        (Call::Payout, "IAT and Success", "\"TXN\"", "\"IAT\"".into(), status()),
        (Call::Recharge, "TUP and Success", "\"TXN\"", "\"TUP\"".into(), status()),
        (Call::Recharge, "a code that nobody knows", "\"TXN\"", "\"OK\"".into(), pending(Reason::UnknownCode { code: "OK".into() })),
        (Call::Recharge, "a code in Hindi digits", "\"TXN\"", "\"२००\"".into(), pending(Reason::UnknownCode { code: "२००".into() })),
        (Call::Recharge, "EXC and Success", "\"TXN\"", "\"EXC\"".into(), pending(Reason::TechnicalException)),
        (Call::Recharge, "RDA and Success", "\"TXN\"", "\"RDA\"".into(), pending(Reason::DuplicateAgentId)),
        (Call::Recharge, "a date that does not exist", "28/01/2018", "31/02/2018".into(), paid()),
        (Call::Payout, "a date of month 13", "28/01/2018", "28/13/2018".into(), paid()),
        (Call::Recharge, "a date before all time", "28/01/2018", "00/00/-9999".into(), paid()),
        (Call::Recharge, "an operator's reference of control characters", "TR33153682", "\\u0007\\u202e".into(), paid()),
    ];
    let spell = |(call, case, from, to, after): (Call, _, &str, String, After)| {
        let right = call.right_answer(Format::Json);
        assert!(right.contains(from), "{case}: there is no {from}");
        in_both(case, call, &right.replace(from, &to), after)
    };
    rows.into_iter().flat_map(spell).collect()
}

/// The same answer in JSON and in XML.
fn in_both(case: &'static str, call: Call, json: &str, after: After) -> [Said; 2] {
    [
        (case, call, json.as_bytes().to_vec(), after.clone()),
        (case, call, as_xml(json).into_bytes(), after),
    ]
}

/// Amounts: as text or number, the digits decide and nothing is rounded (M8).
#[rustfmt::skip]
fn of_amounts() -> Vec<Said> {
    let other = || contradiction(Contradiction::Amount);
    let paid = || After::State(State::Success);
    let spaces = " ".repeat(5_000);
    let far_behind = format!("\"20.00{spaces}1\"");
    let rows: [(&'static str, &str, After); 29] = [
        ("another amount", "\"20.01\"", other()),
        ("a hundredfold", "\"2000\"", other()),
        ("three decimals", "\"20.000\"", other()),
        ("three decimals as a number", "20.000", other()),
        ("an amount by a float", "20.000000000000004", other()),
        ("less than nothing", "\"-20.00\"", other()),
        ("less than nothing as a number", "-20.00", other()),
        ("minus zero", "-0", other()),
        ("with a plus", "\"+20.00\"", other()),
        ("with an exponent", "2e1", other()),
        ("with an exponent as a text", "\"2.0E1\"", other()),
        ("beyond all floats", "1e999", other()),
        ("beyond i64", "\"99999999999999999999\"", other()),
        ("beyond i64 as a number", "99999999999999999999", other()),
        ("that wraps around to 20.00", "184467440737095536.16", other()),
        ("not a number", "\"NaN\"", other()),
        ("infinity", "\"Infinity\"", other()),
        ("true", "true", other()),
        ("in hexadecimal", "\"0x14\"", other()),
        ("in other digits", "\"२०.००\"", other()),
        ("in wide digits", "\"２０.００\"", other()),
        ("with a comma for a point", "\"20,00\"", other()),
        ("grouped where nothing is to be grouped", "\"2,0.00\"", other()),
        ("with the currency", "\"₹20.00\"", other()),
        ("two amounts", "\"20.00 20.00\"", other()),
        ("20.00 and more, far behind", &far_behind, other()),
        ("as a number", "20.00", paid()),
        ("without decimals, with spaces and zeros", "\" 0020 \"", paid()),
        ("none at all", "null", paid()),
    ];
    let spell = |(case, amount, after): (_, &str, After)| (case, Call::Recharge, success().replace("\"20.00\"", amount).into_bytes(), after);
    rows.map(spell).to_vec()
}

/// Answers to a question: what is not about the transaction changes nothing (api.md 1.3).
#[rustfmt::skip]
fn of_questions() -> Vec<Said> {
    let recharge = Call::Ask(Service::Recharge);
    let collection = Call::Ask(Service::Collection);
    let payout = Call::Ask(Service::Payout);
    let ask = |call: Call, from: &str, to: &str| {
        let right = call.right_answer(Format::Json);
        assert!(right.contains(from), "there is no {from}");
        right.replace(from, to).into_bytes()
    };
    let as_before = || After::AS_BEFORE;
    let mut rows = vec![
        ("TXN without a status", recharge, ask(recharge, "\"Success\"", "null"), as_before()),
        ("another AgentID", recharge, ask(recharge, id().as_str(), "SOMEBODYELSE01"), contradiction(Contradiction::AgentId)),
        ("another amount", recharge, ask(recharge, "20.00", "1.00"), contradiction(Contradiction::Amount)),
        ("another number", recharge, ask(recharge, "9999999999", "1"), contradiction(Contradiction::Number)),
        ("ERR and Success", recharge, ask(recharge, "\"TXN\"", "\"ERR\""), contradiction(Contradiction::Status)),
        ("TUP and Success", recharge, ask(recharge, "\"TXN\"", "\"TUP\""), contradiction(Contradiction::Status)),
        ("TXN and Failed", recharge, ask(recharge, "\"Success\"", "\"Failed\""), After::State(State::Failed)),
        ("TXN and Refunded", recharge, ask(recharge, "\"Success\"", "\"Refunded\""), After::State(State::Failed)),
        ("TNF, with the data of a success", recharge, ask(recharge, "\"TXN\"", "\"TNF\""), pending(Reason::NotFound)),
        ("a web page", recharge, b"<html>Success</html>".to_vec(), as_before()),
        ("a success that is cut", recharge, success().as_bytes()[..100].to_vec(), as_before()),
        ("a payer whom nobody knows", collection, ask(collection, "9999999999", "1"), After::State(State::Success)),
        ("a collection of another amount", collection, ask(collection, "20.00", "10.00"), contradiction(Contradiction::Amount)),
        ("a payout to another customer", payout, ask(payout, "9999999999", "1"), contradiction(Contradiction::Number)),
    ];
    for code in ["EXC", "IAT", "UAI", "AVE", "RPI", "RDA", "DAR", "MLE", "OK", ""] {
        // An answer without a code is none; either says nothing.
        let body = ask(recharge, "\"TXN\"", &format!("\"{code}\""));
        rows.push(("a code about the question, with the data of a success", recharge, body, as_before()));
    }
    rows
}

/// Answers to the calls that move no money.
#[rustfmt::skip]
fn of_the_rest() -> Vec<Said> {
    let unread = || After::Wallet(BalanceSaid::Unknown(Unknown::Unreadable));
    let balance = |balance: &str| sample("recharge_balance").replace("5000.00", balance).into_bytes();
    let dispute = |code: &str| sample("recharge_dispute").replace("TXN", code).into_bytes();
    let disputed = After::Disputed;
    let mut rows = vec![
        ("a code in place of a balance", Call::Balance, br#"{"StatusCode":"IAT"}"#.to_vec(), After::Wallet(refused("IAT"))),
        ("a dispute that stands already", Call::Dispute, dispute("DAR"), disputed(DisputeSaid::StoodAlready)),
        ("a dispute about no success", Call::Dispute, dispute("IDS"), disputed(DisputeSaid::OnlyForSuccess)),
        ("a dispute about nothing", Call::Dispute, dispute("TNF"), disputed(DisputeSaid::NotFound)),
        ("a message too long", Call::Dispute, dispute("MLE"), disputed(DisputeSaid::TooLong)),
        ("a code that nobody knows", Call::Dispute, dispute("OK"), disputed(DisputeSaid::Refused { code: "OK".into() })),
        ("a web page", Call::Dispute, b"<html>Raised</html>".to_vec(), disputed(DisputeSaid::Unknown { cause: Unknown::Unreadable })),
        ("a refusal that names an address", Call::VerifyToken, br#"{"StatusCode":"UAI","Message":"Correct IP: 203.0.113.7"}"#.to_vec(), After::Address(None)),
        ("no address", Call::VerifyToken, br#"{"StatusCode":"TXN","Message":"999.1.1.1"}"#.to_vec(), After::Address(None)),
        ("an address in words", Call::VerifyToken, b"Your IP is 203.0.113.7.".to_vec(), After::Address(Some("203.0.113.7".parse().unwrap()))),
    ];
    for none in ["null", "\"\"", "-1.00", "1.234", "1e5", "\"1,2,3\"", "99999999999999999999", "{}", "[5000.00]", "\"5000.00 CR\""] {
        rows.push(("a balance that is none", Call::Balance, balance(none), unread()));
    }
    rows
}
