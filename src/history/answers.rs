//! What the two gateways said, as their answers would have been read (api.md 1.1 and 2).

use crate::dice::Dice;
use crate::ids::AgentId;
use crate::time::Moment;
use crate::transaction::{Answer, Body, Claim, Order, Reply};

/// What is said of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Success,
    UnderProcess,
    Failed,
    Reversed,
    Expired,
    /// The gateway does not know it.
    NotFound,
    /// A technical exception: nothing is said.
    Exception,
}

/// A payment as the gateway knows it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub agent_id: AgentId,
    pub at: Moment,
    api_trans_id: String,
    operator_reference: String,
    /// Who pays a collection.
    payer: String,
}

impl Named {
    pub(super) fn new(agent_id: AgentId, at: Moment, dice: &mut Dice) -> Self {
        Self {
            agent_id,
            at,
            api_trans_id: dice.between(1_000_000_000, 9_999_999_999).to_string(),
            operator_reference: format!("TR{:08}", dice.below(100_000_000)),
            payer: format!("9{:07}{}", dice.below(10_000_000), dice.between(40, 99)),
        }
    }

    /// PGPE's answer to the payment or to a question.
    pub(super) fn answer(&self, order: &Order, said: Said) -> Reply {
        let (code, message, status) = said.words();
        let Some(status) = status else {
            let raw = format!(r#"{{"StatusCode":"{code}","Message":"{message}","Data":null}}"#);
            return Reply::Answer(Box::new(Answer {
                code: code.to_owned(),
                message: message.to_owned(),
                raw,
                ..Answer::default()
            }));
        };
        let words = said.api_message(order);
        let reference = if said == Said::Success { self.operator_reference.as_str() } else { "" };
        let (number, amount) = (number(order), order.amount().to_wire());
        let link = match order {
            Order::Collection(_) => self.link(&amount),
            _ => String::new(),
        };
        let intent = match link.as_str() {
            "" => String::new(),
            link => format!(r#","QrData":"","IntentData":"{link}""#),
        };
        let (api_trans_id, agent_id, at) = (&self.api_trans_id, self.agent_id, self.at.to_pgpe());
        let raw = format!(
            r#"{{"StatusCode":"{code}","Message":"{message}","Data":{{"APITransID":"{api_trans_id}","AgentID":"{agent_id}","Status":"{status}","APIMessage":"{words}","OperatorReference":"{reference}","Number":"{number}","Amount":"{amount}"{intent},"DateTime":"{at}"}}}}"#
        );
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Reply::Answer(Box::new(Answer {
            code: code.to_owned(),
            message: message.to_owned(),
            data: Body {
                api_trans_id: text(api_trans_id),
                agent_id: text(agent_id.as_str()),
                status: text(status),
                api_message: text(words),
                operator_reference: text(reference),
                number: text(number),
                amount: text(&amount),
                date_time: text(&at),
                intent_data: text(&link),
                ..Body::default()
            },
            raw,
            ..Answer::default()
        }))
    }

    fn link(&self, amount: &str) -> String {
        let id = self.agent_id;
        format!(
            "upi://pay?pa=shop@galla&pn=Galla%20Shop&mc=6012&tr={id}&tn=UPI%20Collection&am={amount}&cu=INR&mode=04&tid={id}"
        )
    }

    /// PGPE's call about it.
    pub(super) fn claim(&self, order: &Order, said: Said) -> Claim {
        let (_, _, status) = said.words();
        let reference =
            if said == Said::Success { self.operator_reference.clone() } else { String::new() };
        let number = match order {
            Order::Collection(_) => self.payer.clone(),
            _ => number(order).to_owned(),
        };
        Claim {
            status: status.unwrap_or_default().to_owned(),
            api_trans_id: self.api_trans_id.clone(),
            agent_id: self.agent_id.to_string(),
            api_message: said.api_message(order).to_owned(),
            operator_reference: reference,
            number,
            amount: order.amount().to_wire(),
            date_time: self.at.to_pgpe(),
            doubtful: false,
        }
    }

    /// PGPE's answer to a dispute.
    pub(super) fn dispute(&self, code: &str, words: &str) -> Reply {
        Reply::Answer(Box::new(Answer {
            code: code.to_owned(),
            data: Body { msg: Some(words.to_owned()), ..Body::default() },
            raw: format!(r#"{{"StatusCode":"{code}","Message":"","Data":{{"MSG":"{words}"}}}}"#),
            ..Answer::default()
        }))
    }

    /// PayU's answer to a load: a link was issued.
    pub(super) fn link_issued(&self) -> Reply {
        let page = format!("https://apitest.payu.in/pg/{}", self.api_trans_id);
        let raw = format!(
            r#"{{"referenceId":"{}","clientTxnId":"{}","data":{{"redirectUrl":"{page}"}}}}"#,
            self.api_trans_id, self.agent_id
        );
        self.of_payu(raw, Body { redirect_url: Some(page), ..Body::default() })
    }

    /// PayU's answer to an enquiry.
    pub(super) fn load(&self, order: &Order, succeeded: bool) -> Reply {
        let status = if succeeded { "SUCCESS" } else { "FAILED" };
        let raw = format!(
            r#"{{"status":"{status}","responseCode":"00","clientTxnId":"{}","referenceId":"{}","loadAmount":{}}}"#,
            self.agent_id,
            self.api_trans_id,
            order.amount().paise()
        );
        let (status, amount) = (Some(status.to_owned()), Some(order.amount().to_wire()));
        self.of_payu(raw, Body { status, amount, ..Body::default() })
    }

    fn of_payu(&self, raw: String, data: Body) -> Reply {
        let data = Body {
            api_trans_id: Some(self.api_trans_id.clone()),
            agent_id: Some(self.agent_id.to_string()),
            ..data
        };
        Reply::Answer(Box::new(Answer { data, raw, http: Some(200), ..Answer::default() }))
    }

    /// With which PayU sends the customer back.
    pub(super) fn returned(&self, order: &Order, succeeded: bool) -> Claim {
        Claim {
            status: if succeeded { "00" } else { "05" }.to_owned(),
            api_trans_id: self.api_trans_id.clone(),
            agent_id: self.agent_id.to_string(),
            api_message: if succeeded { "Success" } else { "Declined" }.to_owned(),
            amount: order.amount().paise().to_string(),
            ..Claim::default()
        }
    }
}

impl Said {
    /// StatusCode, Message and, where the answer is about the payment, Status.
    const fn words(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Success => ("TXN", "Transaction Successful", Some("Success")),
            Self::UnderProcess => ("TUP", "Transaction Under Process", Some("Pending")),
            Self::Failed | Self::Reversed | Self::Expired => {
                ("ERR", "Transaction Failed", Some("Failed"))
            }
            Self::NotFound => ("TNF", "Transaction not found", None),
            Self::Exception => ("EXC", "Technical Exception", None),
        }
    }

    const fn api_message(self, order: &Order) -> &'static str {
        match (self, order) {
            (Self::Success, Order::Recharge(_)) => "Recharge Successful",
            (Self::Success, _) => "Transaction Successful",
            (Self::UnderProcess, Order::Recharge(_)) => "Recharge Under Process",
            (Self::UnderProcess, _) => "Transaction Under Process",
            (Self::Reversed, _) => "Recharge Reversed",
            (Self::Expired, _) => "Request Expired",
            (Self::Failed, _) => "Server Connectivity Issue",
            (Self::NotFound | Self::Exception, _) => "",
        }
    }
}

/// `Number` of an answer: the customer's where money is sent, nobody's where it is asked for.
fn number(order: &Order) -> &str {
    match order {
        Order::Recharge(recharge) => &recharge.number,
        Order::Payout(payout) => &payout.mobile,
        Order::Collection(_) | Order::WalletLoad(_) => "",
    }
}
