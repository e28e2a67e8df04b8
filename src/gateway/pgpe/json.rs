//! JSON answers: objects of fields, read without losing a digit or an extra field (M8).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::Fields;

/// An object's fields in their order, doubled ones included, each with its own text.
struct Object(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// Reads an answer; `None` when it is not one.
pub fn read(text: &str) -> Option<Fields> {
    let Object(pairs) = serde_json::from_str(text).ok()?;
    let mut fields = Fields::default();
    let mut data_seen = false;
    for (name, value) in pairs {
        if !name.eq_ignore_ascii_case("Data") {
            fields.top.push((name, plain(&value)));
            continue;
        }
        if std::mem::replace(&mut data_seen, true) {
            return None;
        }
        if is_nothing(value.get()) {
            continue;
        }
        let Object(inner) = serde_json::from_str(value.get()).ok()?;
        fields.data = inner.into_iter().map(|(name, value)| (name, plain(&value))).collect();
    }
    known_are_plain(&fields).then_some(fields)
}

/// Gateways write "nothing" in several ways where an object would be.
fn is_nothing(value: &str) -> bool {
    matches!(value.trim(), "null" | "\"\"" | "[]")
}

/// What stands for a value that is an object or a list: it can be no field that is known.
const NESTED: &str = "\u{0}nested";

/// A value as text: a string's characters, a number's own digits, nothing for null.
fn plain(value: &RawValue) -> Option<String> {
    let text = value.get().trim();
    match text.chars().next() {
        Some('"') => serde_json::from_str(text).ok(),
        Some('{' | '[') => Some(NESTED.to_owned()),
        _ if text == "null" => None,
        _ => Some(text.to_owned()),
    }
}

/// Unknown fields may hold anything; a known one with a list in it is not understood.
fn known_are_plain(fields: &Fields) -> bool {
    const KNOWN: [&str; 12] = [
        "StatusCode",
        "Message",
        "APITransID",
        "AgentID",
        "Status",
        "APIMessage",
        "OperatorReference",
        "Number",
        "Amount",
        "DateTime",
        "Balance",
        "MSG",
    ];
    fields.top.iter().chain(&fields.data).all(|(name, value)| {
        value.as_deref() != Some(NESTED)
            || !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}
