//! The parameters of a call, read from its query string.

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
    fn the_format_is_json_unless_xml_is_asked_for() {
        let format = |text| Query::parse(text).format();
        assert_eq!(format(""), Ok(Format::Json));
        assert_eq!(format("format="), Ok(Format::Json));
        assert_eq!(format("format=JSON"), Ok(Format::Json));
        assert_eq!(format("Format=Xml"), Ok(Format::Xml));
        assert_eq!(format("format=yaml"), Err(Code::RPI));
    }
}
