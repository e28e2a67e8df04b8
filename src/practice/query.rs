//! The parameters of a call, read from its query string and its body.

use super::answer::{Code, Format};

/// The decoded parameters; it has no `Debug` because the token is among them (M10).
pub(super) struct Query {
    parameters: Vec<(String, String)>,
}

impl Query {
    /// Reads a query string. Names are taken in any case, as ASP.NET takes them.
    pub(super) fn parse(text: &str) -> Self {
        let parameters = url::form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned()))
            .collect();
        Self { parameters }
    }

    /// Adds the parameters of a body: a form, or one JSON object of texts (api.md 1,
    /// `post_as`). What is neither adds nothing.
    pub(super) fn with_body(mut self, content_type: &str, body: &[u8]) -> Self {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_slice(body).unwrap_or_default();
            self.parameters.extend(object.into_iter().filter_map(|(name, value)| {
                Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()))
            }));
        } else if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let pairs = url::form_urlencoded::parse(body);
            let lower = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
                (name.to_ascii_lowercase(), value.into_owned())
            };
            self.parameters.extend(pairs.map(lower));
        }
        self
    }

    /// A parameter's value; `None` when it is missing, empty or given more than once.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.parameters.iter().filter(|(given, _)| given == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// A parameter's value, or an empty text.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// # Errors
    /// RPI when `format` is neither `json` nor `xml`; nothing at all is `json`.
    pub(super) fn format(&self) -> Result<Format, Code> {
        match self.text("format").to_ascii_lowercase().as_str() {
            "" | "json" => Ok(Format::Json),
            "xml" => Ok(Format::Xml),
            _ => Err(Code::RPI),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_named_in_any_case() {
        let query = Query::parse("Token=a%20b+c&AGENTID=%E2%82%B91&empty=&twice=1&twice=2");
        assert_eq!(query.get("token"), Some("a b c"));
        assert_eq!(query.get("agentid"), Some("₹1"));
        assert_eq!(query.get("empty"), None);
        assert_eq!(query.get("twice"), None);
        assert_eq!(query.text("missing"), "");
    }

    #[test]
    fn a_body_is_read_as_its_type_says() {
        let read = |kind: &str, body: &str| Query::parse("a=1").with_body(kind, body.as_bytes());
        let form = read("application/x-www-form-urlencoded", "Token=a+b&Amount=20.00");
        assert_eq!((form.get("token"), form.get("a")), (Some("a b"), Some("1")));
        let json = read("application/json; charset=utf-8", r#"{"Token":"a b","N":1}"#);
        assert_eq!((json.get("token"), json.get("n")), (Some("a b"), None));
        for (kind, body) in [("text/plain", "Token=a"), ("application/json", "[1]"), ("", "")] {
            assert_eq!(read(kind, body).get("token"), None);
        }
    }

    #[test]
    fn the_format_is_json_unless_xml_is_asked_for() {
        let format = |text| Query::parse(text).format();
        assert_eq!(format(""), Ok(Format::Json));
        assert_eq!(format("format="), Ok(Format::Json));
        assert_eq!(format("format=JSON"), Ok(Format::Json));
        assert_eq!(format("Format=Xml"), Ok(Format::Xml));
        assert_eq!(format("format=yaml"), Err(Code::RPI));
    }
}
