//! What a parrot was asked, out of the bytes of a call.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::form_urlencoded;

/// What was asked.
pub struct Asked {
    request: String,
    path: String,
    fields: HashMap<String, String>,
}

impl Asked {
    /// Out of a call's text.
    pub fn read(request: &str) -> Self {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        let target = head.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = |text: &str| -> Vec<(String, String)> {
            form_urlencoded::parse(text.as_bytes()).into_owned().collect()
        };
        let mut fields = pairs(query);
        match serde_json::from_str::<Map<String, Value>>(body) {
            Ok(object) => fields.extend(object.into_iter().map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name, text)
            })),
            Err(_) => fields.extend(pairs(body)),
        }
        let named = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        let (request, path) = (request.to_owned(), path.to_owned());
        Self { request, path, fields: fields.into_iter().map(named).collect() }
    }

    /// All of it in one line; of a load without its body, which names the way back.
    pub fn repeated(&self) -> String {
        let whole = if self.is_payu() {
            self.request.split("\r\n\r\n").next().unwrap()
        } else {
            &self.request
        };
        whole.replace(['\r', '\n'], " ")
    }

    /// A parameter, by its name in small letters.
    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether PayU is asked.
    pub fn is_payu(&self) -> bool {
        self.path.contains("/loyalty-points/")
    }

    /// Whether PGPE is to answer in XML.
    pub fn is_xml(&self) -> bool {
        self.get("format") == "xml"
    }
}
