//! A JSON object as it stands in an answer: every field in its own spelling, doubled ones too (M3, M8).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's fields in their order, doubled ones included, each with its own text.
pub struct Object(pub Vec<(String, Box<RawValue>)>);

impl Object {
    /// Reads an object; `None` when the text is anything else.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// How many fields have this name, in any case of letters.
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(spelled, _)| spelled.eq_ignore_ascii_case(name)).count()
    }

    /// The field of this name, in any case of letters; `None` when there is none, or when there
    /// are two, of which nobody can tell which is meant.
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        let mut found = self.0.iter().filter(|(spelled, _)| spelled.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (Some((_, only)), None) => Some(only),
            _ => None,
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_any_case_of_letters_and_not_when_it_is_there_twice() {
        let object = Object::read(r#"{"a":20.00,"B":1,"b":2}"#).unwrap();
        assert_eq!(object.get("A").map(RawValue::get), Some("20.00"));
        assert!(object.get("b").is_none() && object.get("c").is_none());
        assert_eq!((object.count("b"), object.count("c")), (2, 0));
        assert!(Object::read("[]").is_none() && Object::read("{} {}").is_none());
    }
}
