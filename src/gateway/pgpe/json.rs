//! JSON answers: objects of fields, read without losing a digit or an extra field (M8).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::{Fields, Value};

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
    for (name, value) in pairs {
        if !name.eq_ignore_ascii_case("Data") {
            fields.top.push((name, plain(&value)));
            continue;
        }
        fields.top.push((name, Value::Nothing));
        if is_nothing(value.get()) {
            continue;
        }
        let Object(inner) = serde_json::from_str(value.get()).ok()?;
        fields.data = inner.into_iter().map(|(name, value)| (name, plain(&value))).collect();
    }
    Some(fields)
}

/// Gateways write "nothing" in several ways where an object would be.
fn is_nothing(value: &str) -> bool {
    matches!(value.trim(), "null" | "\"\"" | "[]")
}

/// A value as text: a string's characters, a number's own digits, nothing for null.
fn plain(value: &RawValue) -> Value {
    let text = value.get().trim();
    match text.chars().next() {
        // Half of a surrogate pair passes as JSON and is still no character.
        Some('"') => serde_json::from_str(text).map_or(Value::NoText, Value::Text),
        Some('{' | '[') => Value::NoText,
        _ if text == "null" => Value::Nothing,
        _ => Value::Text(text.to_owned()),
    }
}
