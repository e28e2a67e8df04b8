//! Claim.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    pub status: String,
    pub api_trans_id: String,
    pub agent_id: String,
    pub api_message: String,
    pub operator_reference: String,
    pub number: String,
    pub amount: String,
    pub date_time: String,
    pub doubtful: bool,
}
