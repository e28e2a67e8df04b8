//! A claim: what a callback says, as it came and before anybody believes it (api.md 1.4, money rule M12).

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::kept::kept;

/// How much of one field is kept, in bytes: no true one is longer.
const KEPT: usize = 4 * 1024;

/// The fields of a callback, trimmed; empty where missing. Nothing here is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// `Status`: Success, Pending or Failed, in the gateway's spelling.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// `APITransID`: the gateway's own id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub api_trans_id: String,
    /// `AgentID`: Galla's id of the transaction.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agent_id: String,
    /// `APIMessage`: the gateway's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub api_message: String,
    /// `OperatorReference`: the operator's or the bank's reference.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub operator_reference: String,
    /// `Number`: the number that was recharged, a payout's customer, a collection's payer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// `Amount` in rupees, as it is spelled.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub amount: String,
    /// `DateTime` in India Standard Time, as it is spelled.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date_time: String,
    /// Whether a field stood there twice or was no text: then it is never believed, for
    /// nobody can tell which was meant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub doubtful: bool,
}

impl Claim {
    /// Reads the query of a callback: names in any case of letters, values percent-encoded.
    /// What is no field of a callback is passed over.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        Self::read(query, Self::field)
    }

    /// Reads the fields with which PayU sends a customer back, out of a query or a form
    /// (api.md 2): `clientTxnId` is the AgentID, `loadAmount` the amount as PayU spells it.
    #[must_use]
    pub fn from_return(fields: &str) -> Self {
        Self::read(fields, Self::field_of_return)
    }

    fn read(
        query: &str,
        field_of: for<'a> fn(&'a mut Self, &str) -> Option<&'a mut String>,
    ) -> Self {
        let mut claim = Self::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let name = name.to_ascii_lowercase();
            // What does not decode to UTF-8 comes with this mark.
            let unreadable = value.contains(char::REPLACEMENT_CHARACTER);
            let Some(field) = field_of(&mut claim, &name) else { continue };
            if unreadable || seen.contains(&name) {
                field.clear();
                claim.doubtful = true;
            } else {
                *field = kept(value.trim(), KEPT);
                seen.push(name);
            }
        }
        claim
    }

    fn field_of_return(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "responsecode" => &mut self.status,
            "accosatransactionid" => &mut self.api_trans_id,
            "clienttxnid" => &mut self.agent_id,
            "responsemessage" => &mut self.api_message,
            "accosarefno" => &mut self.operator_reference,
            "loadamount" => &mut self.amount,
            _ => return None,
        })
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "status" => &mut self.status,
            "apitransid" => &mut self.api_trans_id,
            "agentid" => &mut self.agent_id,
            "apimessage" => &mut self.api_message,
            "operatorreference" => &mut self.operator_reference,
            "number" => &mut self.number,
            "amount" => &mut self.amount,
            "datetime" => &mut self.date_time,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_callback_is_read_as_the_document_spells_it() {
        let query = "Status=Success&APITransID=795873532&AgentID=1MGEW4T0000007&APIMessage=Transaction+Successful&OperatorReference=TR33153682&Number=9999999999&Amount=20.00&DateTime=28%2F01%2F2018%2005%3A03%3A53%20PM&More=1";
        let claim = Claim {
            status: "Success".into(),
            api_trans_id: "795873532".into(),
            agent_id: "1MGEW4T0000007".into(),
            api_message: "Transaction Successful".into(),
            operator_reference: "TR33153682".into(),
            number: "9999999999".into(),
            amount: "20.00".into(),
            date_time: "28/01/2018 05:03:53 PM".into(),
            doubtful: false,
        };
        assert_eq!(Claim::from_query(query), claim);
        assert_eq!(Claim::from_query(&query.replace("AgentID", "aGENTid")), claim);
        let kept = serde_json::to_string(&claim).unwrap();
        assert_eq!(serde_json::from_str::<Claim>(&kept).unwrap(), claim);
        assert_eq!(serde_json::to_string(&Claim::default()).unwrap(), "{}");
    }

    #[test]
    fn m12_a_field_that_stands_twice_or_is_no_text_is_doubtful() {
        for query in ["Amount=20.00&amount=20.00", "Amount=20.00&AMOUNT=", "Amount=%ff"] {
            let claim = Claim::from_query(query);
            assert!(claim.doubtful && claim.amount.is_empty(), "{query}: {claim:?}");
        }
        assert!(!Claim::from_query("x=1&x=2&Amount=+20.00+").doubtful);
    }

    #[test]
    fn a_long_field_is_kept_in_part() {
        let claim = Claim::from_query(&format!("APIMessage={}", "गल्ला".repeat(2_000)));
        assert!((KEPT - 3..=KEPT).contains(&claim.api_message.len()));
    }

    #[test]
    fn m12_what_stands_behind_the_kept_part_is_not_lost_silently() {
        let space = "+".repeat(2 * KEPT);
        for (value, alone) in [("Success", "Failed"), ("20.00", "1"), ("9999999999", "8")] {
            let claim = Claim::from_query(&format!(
                "Status={value}{space}{alone}&Amount={value}{space}{alone}&Number={value}{space}{alone}"
            ));
            for field in [&claim.status, &claim.amount, &claim.number] {
                assert_ne!(field.trim(), value, "the rest of the field contradicts it");
            }
        }
    }

    proptest! {
        #[test]
        fn any_query_is_read_without_a_panic(query in ".{0,200}") {
            let claim = Claim::from_query(&query);
            let kept = serde_json::to_string(&claim).unwrap();
            prop_assert_eq!(serde_json::from_str::<Claim>(&kept).unwrap(), claim);
        }
    }
}
