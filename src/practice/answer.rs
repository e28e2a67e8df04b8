//! What the practice gateway answers, and its two spellings: JSON and XML.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A status code with the message that goes with it (api.md 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Three letters, for example `TXN`.
    pub text: &'static str,
    /// The sentence sent as `Message`, spelled as the document spells it.
    pub message: &'static str,
}

const fn code(text: &'static str, message: &'static str) -> Code {
    Code { text, message }
}

/// The address that UAI and VerifyToken name: one from the range kept for documents.
pub const CORRECT_IP: &str = "203.0.113.7";

impl Code {
    /// The call worked.
    pub const TXN: Self = code("TXN", "Transaction Successful");
    /// The payment is under way.
    pub const TUP: Self = code("TUP", "Transaction Under Process");
    /// The payment failed.
    pub const ERR: Self = code("ERR", "Transaction Failed");
    /// A parameter is missing or makes no sense.
    pub const RPI: Self = code("RPI", "Request parameters are invalid or incomplete");
    /// The account's validity has run out.
    pub const AVE: Self = code("AVE", "API validity expired, Contact Helpdesk");
    /// The account is switched off for now.
    pub const ATD: Self = code("ATD", "API temporarily disabled, Contact Helpdesk");
    /// The token is switched off.
    pub const RTN: Self = code("RTN", "Request token is not active");
    /// The token waits for its activation.
    pub const RTA: Self = code("RTA", "Request token is not yet activated, Contact Helpdesk");
    /// The account is blocked.
    pub const AAB: Self = code("AAB", "API Account Blocked, Contact Helpdesk");
    /// The token is unknown.
    pub const IAT: Self = code("IAT", "Invalid access token");
    /// The request came from an address that is not registered.
    pub const UAI: Self = code("UAI", "Unauthorised access, Correct IP: 203.0.113.7");
    /// The AgentID is too short.
    pub const ILA: Self = code("ILA", "AgentID should be min 6 characters");
    /// The operator is unknown.
    pub const IPC: Self = code("IPC", "Invalid operator code");
    /// The circle is unknown.
    pub const ICC: Self = code("ICC", "Invalid circle code");
    /// The AgentID was used before.
    pub const RDA: Self = code("RDA", "Repeat Duplicate AgentID");
    /// The gateway does not know what became of it.
    pub const EXC: Self = code("EXC", "Technical Exception");
    /// The dispute stands already.
    pub const DAR: Self = code("DAR", "Dispute already raised");
    /// Only a success can be disputed.
    pub const IDS: Self = code("IDS", "You can raise dispute only for success transaction");
    /// No such transaction, or it is out of the window.
    pub const TNF: Self = code("TNF", "Transaction not found");
    /// The dispute's message is too long.
    pub const MLE: Self = code("MLE", "Message limit exceed");
    /// A code that is in no list, for practising what must then be done.
    pub const XYZ: Self = code("XYZ", "Please contact the helpdesk");
}

/// How the asker wants the answer spelled (`format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `format=json`, also when nothing is said.
    Json,
    /// `format=xml`.
    Xml,
}

impl Format {
    /// The `Content-Type` of such an answer.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "text/xml; charset=utf-8",
        }
    }
}

/// A value inside an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A JSON string.
    Text(String),
    /// A JSON number, with the digits as they are to stand.
    Number(String),
    /// JSON's `null`; an empty element in XML.
    Null,
    /// Named values, in order.
    Fields(Vec<(&'static str, Value)>),
}

impl Value {
    /// A text value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A whole answer: `StatusCode`, `Message` and, as a rule, `Data`, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The fields of the outermost object.
    pub fields: Vec<(&'static str, Value)>,
}

impl Answer {
    /// An answer with fields in `Data`.
    #[must_use]
    pub fn new(code: Code, data: Vec<(&'static str, Value)>) -> Self {
        Self::with_data(code, Value::Fields(data))
    }

    /// An answer that has nothing to tell but its code: `Data` is null.
    #[must_use]
    pub fn bare(code: Code) -> Self {
        Self::with_data(code, Value::Null)
    }

    fn with_data(code: Code, data: Value) -> Self {
        Self {
            fields: vec![
                ("StatusCode", Value::text(code.text)),
                ("Message", Value::text(code.message)),
                ("Data", data),
            ],
        }
    }

    /// The field `name` of `Data`, to be changed, if it is there.
    pub fn data_mut(&mut self, name: &str) -> Option<&mut Value> {
        let (_, data) = self.fields.iter_mut().find(|(field, _)| *field == "Data")?;
        match data {
            Value::Fields(fields) => fields.iter_mut().find(|(f, _)| *f == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Takes the field `name` out of `Data`.
    pub fn drop_data(&mut self, name: &str) {
        for (field, data) in &mut self.fields {
            if let ("Data", Value::Fields(fields)) = (*field, data) {
                fields.retain(|(inner, _)| *inner != name);
            }
        }
    }

    /// The answer as text in this format.
    #[must_use]
    pub fn spell(&self, format: Format) -> String {
        let mut out = String::new();
        match format {
            Format::Json => json_fields(&mut out, &self.fields),
            Format::Xml => {
                out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
                xml_element(&mut out, "Response", |out| xml_fields(out, &self.fields));
            }
        }
        out
    }
}

/// With a space after each comma, as in the document's samples.
fn json_fields(out: &mut String, fields: &[(&'static str, Value)]) {
    out.push('{');
    for (i, (name, value)) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "\"{name}\":");
        match value {
            Value::Text(text) => json_text(out, text),
            // The sample has a space here and nowhere else: `{"Balance": 5000.00}`.
            Value::Number(digits) => {
                let _ = write!(out, " {digits}");
            }
            Value::Null => out.push_str("null"),
            Value::Fields(inner) => json_fields(out, inner),
        }
    }
    out.push('}');
}

fn json_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn xml_fields(out: &mut String, fields: &[(&'static str, Value)]) {
    for (name, value) in fields {
        xml_element(out, name, |out| match value {
            Value::Text(text) | Value::Number(text) => text.chars().for_each(|c| xml_char(out, c)),
            Value::Null => {}
            Value::Fields(inner) => xml_fields(out, inner),
        });
    }
}

fn xml_element(out: &mut String, name: &str, inside: impl FnOnce(&mut String)) {
    let _ = write!(out, "<{name}>");
    inside(out);
    let _ = write!(out, "</{name}>");
}

fn xml_char(out: &mut String, c: char) {
    let spelled: Cow<'_, str> = match c {
        '<' => "&lt;".into(),
        '>' => "&gt;".into(),
        '&' => "&amp;".into(),
        '"' => "&quot;".into(),
        '\'' => "&apos;".into(),
        // XML 1.0 has no spelling at all for these.
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
            "\u{fffd}".into()
        }
        c => String::from(c).into(),
    };
    out.push_str(&spelled);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_spelled_as_the_document_spells_them() {
        let pay = Answer::new(
            Code::TXN,
            vec![
                ("APITransID", Value::text("795873532")),
                ("AgentID", Value::text("87965as557")),
                ("Status", Value::text("Success")),
                ("APIMessage", Value::text("Recharge Successful")),
                ("OperatorReference", Value::text("TR33153682")),
                ("Number", Value::text("9999999999")),
                ("Amount", Value::text("20.00")),
                ("DateTime", Value::text("28/01/2018 05:03:53 PM")),
            ],
        );
        assert_eq!(
            pay.spell(Format::Json),
            r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"APITransID":"795873532", "AgentID":"87965as557", "Status":"Success", "APIMessage":"Recharge Successful", "OperatorReference":"TR33153682", "Number":"9999999999", "Amount":"20.00", "DateTime":"28/01/2018 05:03:53 PM"}}"#
        );
        let balance = Answer::new(Code::TXN, vec![("Balance", Value::Number("5000.00".into()))]);
        assert_eq!(
            balance.spell(Format::Json),
            r#"{"StatusCode":"TXN", "Message":"Transaction Successful", "Data":{"Balance": 5000.00}}"#
        );
        assert_eq!(
            balance.spell(Format::Xml),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response><StatusCode>TXN</StatusCode>\
             <Message>Transaction Successful</Message><Data><Balance>5000.00</Balance></Data></Response>"
        );
    }

    #[test]
    fn awkward_texts_stay_inside_their_field() {
        let awkward = "a\"b\\c<d>&e'\u{1}\n₹";
        let answer = Answer::new(Code::TXN, vec![("AgentID", Value::text(awkward))]);
        let json: serde_json::Value = serde_json::from_str(&answer.spell(Format::Json)).unwrap();
        assert_eq!(json["Data"]["AgentID"], awkward);
        assert!(
            answer
                .spell(Format::Xml)
                .contains("<AgentID>a&quot;b\\c&lt;d&gt;&amp;e&apos;\u{fffd}\n₹</AgentID>")
        );
    }

    #[test]
    fn an_answer_without_data_says_null() {
        let answer = Answer::bare(Code::UAI);
        assert_eq!(
            answer.spell(Format::Json),
            r#"{"StatusCode":"UAI", "Message":"Unauthorised access, Correct IP: 203.0.113.7", "Data":null}"#
        );
        assert!(answer.spell(Format::Xml).contains("<Data></Data>"));
        assert!(Code::UAI.message.ends_with(CORRECT_IP));
    }
}
