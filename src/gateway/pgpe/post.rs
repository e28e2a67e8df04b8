//! A POST's parameters and the three ways in which they can be carried (api.md 1, `post_as`).

use secrecy::{ExposeSecret, SecretString};
use url::Url;
use url::form_urlencoded::Serializer;

/// How the parameters of a POST travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PostAs {
    /// As a form in the body, and nothing in the query, so that the token stays out of
    /// proxies' logs.
    #[default]
    Form,
    /// As a JSON object in the body.
    Json,
    /// In the query, with an empty body.
    Query,
}

/// The parameters of one call, the token first and the format last. It has no `Debug`: the
/// token is among them (M10).
pub struct Parameters<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Parameters<'a> {
    /// The parameters of a call with what goes with every call.
    pub fn new(
        token: &'a SecretString,
        own: &[(&'static str, &'a str)],
        format: &'static str,
    ) -> Self {
        let token = [("Token", token.expose_secret())];
        Self(token.iter().chain(own).copied().chain([("Format", format)]).collect())
    }

    /// The address, the content type and the body of the call.
    pub fn carried(&self, post_as: PostAs, mut url: Url) -> (Url, &'static str, String) {
        const FORM: &str = "application/x-www-form-urlencoded";
        match post_as {
            PostAs::Form => {
                let body = Serializer::new(String::new()).extend_pairs(&self.0).finish();
                (url, FORM, body)
            }
            PostAs::Json => {
                let fields = self
                    .0
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), serde_json::Value::from(*value)));
                let object: serde_json::Map<_, _> = fields.collect();
                (url, "application/json", serde_json::Value::from(object).to_string())
            }
            PostAs::Query => {
                url.query_pairs_mut().extend_pairs(&self.0);
                (url, FORM, String::new())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(post_as: PostAs) -> (String, &'static str, String) {
        let token = SecretString::from("a token&more");
        let own = [("BeneficiaryName", "आशा & Co"), ("Amount", "20.00")];
        let url = Url::parse("https://host.example/base/x.aspx").unwrap();
        let (url, content_type, body) = Parameters::new(&token, &own, "json").carried(post_as, url);
        (url.to_string(), content_type, body)
    }

    #[test]
    fn m10_as_a_form_nothing_stands_in_the_address() {
        let (url, content_type, body) = carried(PostAs::Form);
        assert_eq!(url, "https://host.example/base/x.aspx");
        assert_eq!(content_type, "application/x-www-form-urlencoded");
        assert_eq!(
            body,
            "Token=a+token%26more&BeneficiaryName=%E0%A4%86%E0%A4%B6%E0%A4%BE+%26+Co&Amount=20.00&Format=json"
        );
    }

    #[test]
    fn as_json_every_value_is_a_text() {
        let (url, content_type, body) = carried(PostAs::Json);
        assert_eq!(url, "https://host.example/base/x.aspx");
        assert_eq!(content_type, "application/json");
        let read: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(read["Token"], "a token&more");
        assert_eq!(read["Amount"], "20.00");
        assert_eq!(read["BeneficiaryName"], "आशा & Co");
    }

    #[test]
    fn in_the_query_the_body_is_empty() {
        let (url, _, body) = carried(PostAs::Query);
        assert!(url.contains("x.aspx?Token=a+token%26more&"), "{url}");
        assert_eq!(body, "");
    }
}
