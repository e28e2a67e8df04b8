//! Replies: what came back for a request, as plain values that the ledger can keep.

use serde::{Deserialize, Serialize};

/// What became of one request over the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// The gateway answered something that can be read.
    Answer(Box<Answer>),
    /// The request provably never left (money rule M4).
    NotSent {
        /// What kept it here.
        cause: NotSent,
    },
    /// The request may have left and no readable answer came (money rule M3).
    Unknown {
        /// What came instead of an answer.
        cause: Unknown,
    },
}

/// An answer of the gateway (api.md 1.1), its texts as they were spelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// `StatusCode`, trimmed.
    pub code: String,
    /// `Message`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// `Data`; empty when there was none.
    #[serde(default)]
    pub data: Body,
    /// The whole answer as it came, without secrets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub raw: String,
    /// The HTTP status of PayU's answer (api.md 2); PGPE's says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<u16>,
    /// By how many seconds this computer's clock is ahead of PayU's; `None` when it is near
    /// enough for a signature (api.md 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ahead: Option<i64>,
}

/// `Data` of an answer. A field that is missing, null or empty is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// `APITransID`, or PayU's `referenceId`: the gateway's id of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_trans_id: Option<String>,
    /// `AgentID`, or PayU's `clientTxnId`: ours, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// `Status`: Success, Pending or Failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `APIMessage`: the gateway's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_message: Option<String>,
    /// `OperatorReference`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_reference: Option<String>,
    /// `Number`, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// `Amount` in rupees, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// `DateTime`, India Standard Time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_time: Option<String>,
    /// `Balance` in rupees, the digits of the JSON number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// `IntentData`: the link of a UPI request, byte for byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_data: Option<String>,
    /// `MSG`: the answer to a dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msg: Option<String>,
    /// `data.redirectUrl`: the page on which a wallet's customer pays, not yet looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// The state of a refund, apart from the load's own (api.md 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
}

/// Why a request provably never left this computer (money rule M4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSent {
    /// The gateway's name could not be resolved.
    NameNotResolved,
    /// The connection was refused.
    ConnectionRefused,
    /// The TLS handshake was refused.
    TlsRefused,
}

/// What came instead of an answer (money rule M3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unknown {
    /// Nothing within the time limit.
    TimedOut,
    /// The connection ended after the request may have left.
    ConnectionLost,
    /// An HTTP status other than 200.
    HttpStatus {
        /// The status.
        status: u16,
    },
    /// An answer that is neither the JSON nor the XML of api.md: HTML, cut short, another type.
    Unreadable,
    /// More than the 1 MiB that is read of an answer.
    TooLarge,
}

/// The status codes of api.md 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusCode {
    /// Transaction successful.
    Txn,
    /// Transaction under process.
    Tup,
    /// Technical exception.
    Exc,
    /// Transaction failed.
    Err,
    /// Request parameters invalid or incomplete.
    Rpi,
    /// API validity expired.
    Ave,
    /// API temporarily disabled.
    Atd,
    /// Request token not active.
    Rtn,
    /// Request token not yet activated.
    Rta,
    /// API account blocked.
    Aab,
    /// Invalid access token.
    Iat,
    /// Unauthorised access, with the correct IP.
    Uai,
    /// AgentID shorter than six characters.
    Ila,
    /// Invalid operator code.
    Ipc,
    /// Invalid circle code.
    Icc,
    /// Repeated AgentID.
    Rda,
    /// Dispute already raised.
    Dar,
    /// Dispute only for a success.
    Ids,
    /// Transaction not found.
    Tnf,
    /// Message limit exceeded.
    Mle,
    /// Any other code: to be confirmed with the helpdesk.
    Other,
}

impl StatusCode {
    /// Every listed code with its spelling.
    pub const LISTED: [(&'static str, Self); 20] = [
        ("TXN", Self::Txn),
        ("TUP", Self::Tup),
        ("EXC", Self::Exc),
        ("ERR", Self::Err),
        ("RPI", Self::Rpi),
        ("AVE", Self::Ave),
        ("ATD", Self::Atd),
        ("RTN", Self::Rtn),
        ("RTA", Self::Rta),
        ("AAB", Self::Aab),
        ("IAT", Self::Iat),
        ("UAI", Self::Uai),
        ("ILA", Self::Ila),
        ("IPC", Self::Ipc),
        ("ICC", Self::Icc),
        ("RDA", Self::Rda),
        ("DAR", Self::Dar),
        ("IDS", Self::Ids),
        ("TNF", Self::Tnf),
        ("MLE", Self::Mle),
    ];

    /// Whether the gateway refused what was asked: a code of api.md 1.2 that is none of the
    /// two of success, nor one after which nothing is known.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        !matches!(self, Self::Txn | Self::Tup | Self::Exc | Self::Other)
    }

    /// Whether the token, the account or the address is refused, and not one payment: whatever
    /// is asked next is refused as well.
    #[must_use]
    pub const fn is_about_account(self) -> bool {
        matches!(
            self,
            Self::Iat | Self::Rtn | Self::Rta | Self::Aab | Self::Ave | Self::Atd | Self::Uai
        )
    }

    /// What a code means; the case of its letters and spaces around it do not matter.
    #[must_use]
    pub fn of(spelled: &str) -> Self {
        Self::LISTED
            .into_iter()
            .find(|(listed, _)| listed.eq_ignore_ascii_case(spelled.trim()))
            .map_or(Self::Other, |(_, code)| code)
    }
}

impl Answer {
    /// What its code means.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        StatusCode::of(&self.code)
    }

    /// The gateway's own words: `APIMessage` where there is one, else `Message`.
    #[must_use]
    pub fn words(&self) -> &str {
        self.data.api_message.as_deref().unwrap_or(&self.message)
    }
}
