//! Reading an order as the ledger keeps it: its service first, then what that service needs.
//!
//! Every list, search, export and check reads orders by the thousand. Since the service stands
//! first, the rest is read as it comes; what serde derives keeps all of it before it looks.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{CollectionOrder, Order, PayoutOrder, RechargeOrder, Service, WalletOrder};

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ServiceFirst)
    }
}

struct ServiceFirst;

/// The name that stands first.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum First {
    Service,
}

impl<'de> Visitor<'de> for ServiceFirst {
    type Value = Order;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an order, its service first")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Order, A::Error> {
        let first = map.next_entry()?;
        let (First::Service, service) = first.ok_or_else(|| A::Error::missing_field("service"))?;
        let rest = MapAccessDeserializer::new(map);
        match service {
            Service::Recharge => RechargeOrder::deserialize(rest).map(Order::Recharge),
            Service::Payout => PayoutOrder::deserialize(rest).map(Order::Payout),
            Service::Collection => CollectionOrder::deserialize(rest).map(Order::Collection),
            Service::WalletLoad => {
                WalletOrder::deserialize(rest).map(Box::new).map(Order::WalletLoad)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, to_string};

    use crate::transaction::Order;
    use crate::transaction::testing::recharge;

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
            ("[]".to_owned(), "an order, its service first"),
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
