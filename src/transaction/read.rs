//! Reading events, replies and orders as the ledger keeps them: which one it is first, then what it says.
//!
//! Every list, search, export and check reads them by the thousand. The name that says which one
//! it is stands first, so the rest is read as it comes; what serde derives for such an object
//! keeps all of it before it looks for the name.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

use super::claim::Claim;
use super::event::{Asker, Event, Handed};
use super::order::{CollectionOrder, Order, PayoutOrder, RechargeOrder, WalletOrder};
use super::reply::{Answer, NotSent, Reply, Unknown};

#[derive(Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum AnEvent {
    Intent { order: Box<Order> },
    Sent,
    Answer { reply: Reply },
    StatusAsked { by: Asker },
    StatusAnswer { reply: Reply },
    Callback { claim: Box<Claim> },
    Returned { claim: Box<Claim> },
    DisputeAsked { message: String },
    DisputeAnswer { reply: Reply },
    GivenBack,
    Recovered,
    Note { text: String },
    Settled { succeeded: bool, reason: String },
    Receipt { handed: Handed },
}

#[derive(Deserialize)]
#[serde(remote = "Reply", rename_all = "snake_case")]
enum AReply {
    Answer(Box<Answer>),
    NotSent { cause: NotSent },
    Unknown { cause: Unknown },
}

#[derive(Deserialize)]
#[serde(remote = "Order", rename_all = "snake_case")]
enum AnOrder {
    Recharge(RechargeOrder),
    Payout(PayoutOrder),
    Collection(CollectionOrder),
    WalletLoad(Box<WalletOrder>),
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AnEvent::deserialize(NameFirst { key: "event", deserializer })
    }
}

impl<'de> Deserialize<'de> for Reply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AReply::deserialize(NameFirst { key: "reply", deserializer })
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AnOrder::deserialize(NameFirst { key: "service", deserializer })
    }
}

/// Reads an object whose first value, under `key`, says which variant it is.
struct NameFirst<D> {
    key: &'static str,
    deserializer: D,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NameFirst<D> {
    type Error = D::Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_map(Object { key: self.key, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Object<V> {
    key: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object, its `{}` first", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        match map.next_key_seed(Is(self.key))? {
            Some(true) => self.visitor.visit_enum(Named(map)),
            _ => Err(A::Error::invalid_value(Unexpected::Map, &self)),
        }
    }
}

/// Whether a key is this one, without keeping it.
struct Is(&'static str);

impl<'de> DeserializeSeed<'de> for Is {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Is {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

/// An object of which the name is read next.
struct Named<A>(A);

/// The rest of an object after its name.
struct Rest<A>(A);

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Named<A> {
    type Error = A::Error;
    type Variant = Rest<A>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Rest<A>), A::Error> {
        Ok((self.0.next_value_seed(seed)?, Rest(self.0)))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Rest<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        while self.0.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        seed.deserialize(MapAccessDeserializer::new(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, to_string};

    use super::*;
    use crate::transaction::testing::{begun, recharge, reply_of};

    /// One event of each kind: a new one has no place here until it is read too.
    fn after(event: Option<&Event>) -> Option<Event> {
        let transaction = begun("9876543210", 19_900);
        let answer = || reply_of(&transaction, "TXN");
        let claim = || Box::new(Claim::default());
        let (cause, text) = (NotSent::TlsRefused, || "नमस्ते \"Asha\"\n".to_owned());
        let Some(event) = event else {
            return Some(Event::Intent { order: Box::new(transaction.order) });
        };
        Some(match event {
            Event::Intent { .. } => Event::Sent,
            Event::Sent => Event::Answer { reply: answer() },
            Event::Answer { .. } => Event::StatusAsked { by: Asker::Galla },
            Event::StatusAsked { .. } => Event::StatusAnswer {
                reply: Reply::Unknown { cause: Unknown::HttpStatus { status: 502 } },
            },
            Event::StatusAnswer { .. } => Event::Callback { claim: claim() },
            Event::Callback { .. } => Event::Returned { claim: claim() },
            Event::Returned { .. } => Event::DisputeAsked { message: text() },
            Event::DisputeAsked { .. } => Event::DisputeAnswer { reply: Reply::NotSent { cause } },
            Event::DisputeAnswer { .. } => Event::GivenBack,
            Event::GivenBack => Event::Recovered,
            Event::Recovered => Event::Note { text: text() },
            Event::Note { .. } => Event::Settled { succeeded: true, reason: text() },
            Event::Settled { .. } => Event::Receipt { handed: Handed::Printed },
            Event::Receipt { .. } => return None,
        })
    }

    #[test]
    fn m9_an_event_is_read_as_it_was_written() {
        let mut next = after(None);
        while let Some(event) = next {
            let text = to_string(&event).unwrap();
            let name = format!(r#"{{"event":"{}""#, event.kind());
            assert!(text.starts_with(&name), "{text}");
            assert_eq!(from_str::<Event>(&text).unwrap(), event);
            assert_eq!(from_str::<Event>(&text.replace("\":", "\" : ")).unwrap(), event);
            // What a later Galla adds is left out, as everywhere.
            let more = format!("{},\"later\":[1,{{}}]}}", text.strip_suffix('}').unwrap());
            assert_eq!(from_str::<Event>(&more).unwrap(), event);
            next = after(Some(&event));
        }
    }

    #[test]
    fn m9_an_order_is_read_as_it_was_written() {
        let order = recharge("9876543210", 19_900);
        let text = to_string(&order).unwrap();
        assert!(text.starts_with(r#"{"service":"recharge","#), "{text}");
        assert_eq!(from_str::<Order>(&text).unwrap(), order);
        assert_eq!(from_str::<Order>(&text.replace(':', " : ")).unwrap(), order);
    }

    #[test]
    fn what_is_no_order_is_refused() {
        let text = to_string(&recharge("9876543210", 19_900)).unwrap();
        for (wrong, why) in [
            ("{}".to_owned(), "service"),
            ("[]".to_owned(), "an object, its `service` first"),
            (text.replace("\"recharge\"", "\"robbery\""), "robbery"),
            (text.replace("\"number\"", "\"digits\""), "number"),
            (text.replace("\"service\"", "\"number\""), "service"),
            (text.replace("19900", "19900.5"), "19900.5"),
        ] {
            let error = from_str::<Order>(&wrong).unwrap_err().to_string();
            assert!(error.contains(why), "{wrong}: {error}");
        }
    }
}
