//! JSON answers: objects of fields, read without losing a digit or an extra field (M8).

use serde_json::value::RawValue;

use super::fields::{Fields, Value};
use crate::gateway::object::Object;

/// Reads an answer; `None` when it is not one.
pub fn read(text: &str) -> Option<Fields> {
    let Object(pairs) = Object::read(text)?;
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
        let Object(inner) = Object::read(value.get())?;
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
