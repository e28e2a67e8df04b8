//! Reading PGPE's answers, JSON or XML, into one shape (api.md 1.1).

use super::fields::{Field, Value};
use super::{json, xml};
use crate::gateway::scrub::{KEPT, KEPT_OF_FIELD, Scrub};
use crate::transaction::kept::kept;
use crate::transaction::{Answer, Body};

/// Reads an answer; `None` when it cannot be read: another type, cut short, a field twice.
pub fn read(body: &[u8], scrub: &Scrub) -> Option<Answer> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let fields = match text.chars().next()? {
        '{' => json::read(text)?,
        '<' => xml::read(text)?,
        _ => return None,
    };
    let top = |name| field(&fields.top, name, scrub);
    let data = |name| field(&fields.data, name, scrub);
    let _empty = top("Data")?;
    Some(Answer {
        code: top("StatusCode")??,
        message: top("Message")?.unwrap_or_default(),
        data: Body {
            api_trans_id: data("APITransID")?,
            agent_id: data("AgentID")?,
            status: data("Status")?,
            api_message: data("APIMessage")?,
            operator_reference: data("OperatorReference")?,
            number: data("Number")?,
            amount: data("Amount")?,
            date_time: data("DateTime")?,
            balance: data("Balance")?,
            intent_data: data("IntentData")?,
            msg: data("MSG")?,
            ..Body::default()
        },
        raw: kept(&scrub.clean(text), KEPT),
        ..Answer::default()
    })
}

/// A field's text; `Some(None)` when it is missing, null or empty, `None` when it is no
/// text, or stands there twice, so that nobody can tell which is meant.
fn field(fields: &[Field], name: &str, scrub: &Scrub) -> Option<Option<String>> {
    let mut found = fields.iter().filter(|(spelled, _)| spelled.eq_ignore_ascii_case(name));
    let first = found.next();
    if found.next().is_some() {
        return None;
    }
    let text = match first {
        None | Some((_, Value::Nothing)) => return Some(None),
        Some((_, Value::NoText)) => return None,
        Some((_, Value::Text(text))) => text.trim(),
    };
    Some((!text.is_empty()).then(|| kept(&scrub.clean(text), KEPT_OF_FIELD)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::SecretString;

    fn scrub() -> Scrub {
        Scrub::new(&[&SecretString::from("MARKEDTOKEN")])
    }

    fn answer(body: &str) -> Option<Answer> {
        read(body.as_bytes(), &scrub())
    }

    const JSON: &str = r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"APITransID":"795873532", "AgentID":"87965as557", "Status":"Success", "Amount":"20.00"}}"#;
    const XML: &str = r#"<?xml version="1.0"?><Response><StatusCode>TXN</StatusCode><Message>Transaction Successful</Message><Data><APITransID>795873532</APITransID><AgentID>87965as557</AgentID><Status>Success</Status><Amount>20.00</Amount></Data></Response>"#;

    #[test]
    fn json_and_xml_say_the_same() {
        let [json, xml] =
            [JSON, XML].map(|text| Answer { raw: String::new(), ..answer(text).unwrap() });
        assert_eq!(json, xml);
        assert_eq!(json.data.api_trans_id.as_deref(), Some("795873532"));
    }

    #[test]
    fn odd_spellings_are_understood() {
        let odd = "\u{feff} {\"statuscode\":\"TXN\",\"MESSAGE\":null,\"data\":{\"apitransid\":795873532,\"AMOUNT\":20.00,\"Number\":9999999999,\"Balance\":5000.00,\"New\":{\"a\":[1]},\"Status\":\"\",\"MSG\":\"\\u0939\\u093e\\u0901\"}}";
        let json = answer(odd).unwrap();
        assert_eq!(json.message, "");
        assert_eq!(json.data.api_trans_id.as_deref(), Some("795873532"));
        assert_eq!(json.data.amount.as_deref(), Some("20.00"), "the number's own digits (M8)");
        assert_eq!(json.data.balance.as_deref(), Some("5000.00"));
        assert_eq!(json.data.status, None);
        assert_eq!(json.data.msg.as_deref(), Some("हाँ"));
        let xml = answer("<r><statuscode>ERR</statuscode><data/><!-- x --><Message>a &amp; b&#x21;<![CDATA[<c>]]></Message></r>").unwrap();
        assert_eq!((xml.code.as_str(), xml.message.as_str()), ("ERR", "a & b!<c>"));
    }

    #[test]
    fn m3_what_is_no_answer_is_not_read() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let deep_data = format!("{{\"StatusCode\":\"TXN\",\"Data\":{{\"New\":{deep}}}}}");
        let deep_xml = "<a>".repeat(100_000);
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><r><StatusCode>&b;</StatusCode></r>";
        let table = [
            "",
            "   ",
            "TXN",
            "null",
            "[]",
            "\"TXN\"",
            "{}",
            r#"{"Data":{}}"#,
            r#"{"StatusCode":null}"#,
            r#"{"StatusCode":""}"#,
            r#"{"StatusCode":["TXN"]}"#,
            r#"{"StatusCode":"TXN","statuscode":"ERR"}"#,
            r#"{"StatusCode":"TXN","Data":{"Status":"Success","STATUS":"Failed"}}"#,
            r#"{"StatusCode":"TXN","Data":{"Status":{"a":1}}}"#,
            r#"{"StatusCode":"TXN","Data":"text"}"#,
            r#"{"StatusCode":"ERR","Data":{"AgentID":"\ud800"}}"#,
            r#"{"StatusCode":"TXN","Data":{"Status":"Success"},"data":{"AgentID":"1"}}"#,
            r#"{"StatusCode":"TXN","Data":{"Status":"Success"}"#,
            r#"{"StatusCode":"TXN"} and more"#,
            r#"{"StatusCode":"TXN"}{"StatusCode":"ERR"}"#,
            r#"{'StatusCode':'TXN'}"#,
            r#"{"StatusCode":NaN}"#,
            "<html><body>Service Unavailable</body></html>",
            "<!DOCTYPE html><html><body>TXN</body></html>",
            "<r><StatusCode>TXN</StatusCode>",
            "<r><StatusCode>TXN</Code></r>",
            "<r><StatusCode>TXN</StatusCode></r><r/>",
            "<r><StatusCode>TXN</StatusCode><StatusCode>ERR</StatusCode></r>",
            "<r><StatusCode>&unknown;</StatusCode></r>",
            "<r><StatusCode>ERR</StatusCode><Data><Status><b>Success</b></Status></Data></r>",
            "<r><StatusCode>TXN</StatusCode><Data><Status>Success</Status></Data><Data><AgentID>1</AgentID></Data></r>",
            bomb,
            deep_xml.as_str(),
            deep.as_str(),
        ];
        for text in table {
            assert!(answer(text).is_none(), "{}", text.get(..40).unwrap_or(text));
        }
        assert!(answer(&deep_data).is_some(), "an unknown field may hold anything, at any depth");
        for bytes in [&b"{\"StatusCode\":\"TXN\xff\"}"[..], b"\xff\xfe{\x00"] {
            assert_eq!(read(bytes, &scrub()), None);
        }
        for end in 0..JSON.len() - 1 {
            assert_eq!(read(&JSON.as_bytes()[..end], &scrub()), None, "cut at {end}");
        }
    }

    #[test]
    fn a_long_answer_is_kept_in_part() {
        let long = "\u{939}".repeat(100_000);
        let body =
            format!(r#"{{"StatusCode":"TUP","Message":"{long}","Data":{{"MSG":"{long}"}}}}"#);
        let answer = answer(&body).unwrap();
        assert_eq!(answer.code, "TUP");
        for (text, most) in [
            (answer.message.as_str(), KEPT_OF_FIELD),
            (answer.data.msg.as_deref().unwrap(), KEPT_OF_FIELD),
            (answer.raw.as_str(), KEPT),
        ] {
            assert!((most - 2..=most).contains(&text.len()), "{} of {most}", text.len());
        }
    }

    #[test]
    fn m3_a_field_that_was_cut_is_no_true_one() {
        let space = " ".repeat(KEPT_OF_FIELD);
        for (said, more) in [("Success", "Failed"), ("20.00", "1"), ("87965as557", "8")] {
            let json = JSON.replace(said, &format!("{said}{space}{more}"));
            let data = answer(&json).unwrap().data;
            let found = [data.status, data.amount, data.agent_id].map(Option::unwrap);
            assert!(found.iter().all(|text| text.trim() != said), "{said} stood there alone");
        }
        let answer = answer(&JSON.replace("TXN", &format!("TXN{space}ERR"))).unwrap();
        assert_eq!(answer.status_code(), crate::transaction::StatusCode::Other);
    }

    #[test]
    fn m10_an_echoed_token_is_not_kept() {
        let body = r#"{"StatusCode":"IAT","Message":"Invalid token MARKEDTOKEN","Data":{"APIMessage":"\u004dARKEDTOKEN"}}"#;
        let answer = answer(body).unwrap();
        assert!(!format!("{answer:?}").to_uppercase().contains("ARKEDTOKEN"), "{answer:?}");
    }
}
