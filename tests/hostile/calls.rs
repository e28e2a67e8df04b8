//! Every call that Galla makes, a right answer to it, and what is known after any answer.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use galla::gateway::Gateway;
use galla::gateway::http::Limits;
use galla::gateway::payu::Payu;
use galla::gateway::pgpe::{Format, Pgpe};
use galla::money::Paise;
use galla::time::{Moment, TestClock};
use galla::transaction::dispute::DisputeSaid;
use galla::transaction::evidence::{BalanceSaid, read_balance};
use galla::transaction::{
    Asker, Event, NotSent, Order, PayoutOrder, Reason, Reply, Service, State, Transaction, Unknown,
};
use secrecy::SecretString;
use serde_json::json;

use crate::loads::{load, merchant};
use crate::scripted::{as_xml, collection, id, order, payout, sample};

/// 2026-11-23, 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

/// For how long the shortest confirm sheet is looked at.
const A_LOOK: Duration = Duration::from_millis(50);

/// A call of Galla's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// PGPE Recharge: the payment.
    Recharge,
    /// PGPE Payout: the payment.
    Payout,
    /// PGPE Collection: a code is made for a customer.
    Collect,
    /// What became of one of them.
    Ask(Service),
    /// What a wallet holds.
    Balance,
    /// A dispute about a recharge that succeeded.
    Dispute,
    /// Which address PGPE sees.
    VerifyToken,
    /// PayU: the load.
    Load,
    /// PayU: what became of it.
    Enquiry,
}

impl Call {
    /// Every call to PGPE.
    pub const OF_PGPE: [Self; 9] = [
        Self::Recharge,
        Self::Payout,
        Self::Collect,
        Self::Ask(Service::Recharge),
        Self::Ask(Service::Payout),
        Self::Ask(Service::Collection),
        Self::Balance,
        Self::Dispute,
        Self::VerifyToken,
    ];

    /// Every call that can move money, which a connection may be made ahead for.
    pub const THAT_PAY: [Self; 4] = [Self::Recharge, Self::Payout, Self::Collect, Self::Load];

    /// Every call to PayU.
    pub const OF_PAYU: [Self; 2] = [Self::Load, Self::Enquiry];

    /// What a right answer to it says.
    pub fn right_answer(self, format: Format) -> String {
        let id = id();
        let json = match self {
            Self::Recharge | Self::Ask(Service::Recharge) => sample("recharge_success"),
            Self::Payout | Self::Ask(Service::Payout) => sample("payout_success"),
            Self::Collect | Self::Ask(_) => sample("collection_success"),
            Self::Balance => sample("recharge_balance"),
            Self::Dispute => sample("recharge_dispute"),
            Self::VerifyToken => {
                r#"{"StatusCode":"TXN","Message":"","Data":{"IP":"203.0.113.7"}}"#.to_owned()
            }
            Self::Load => {
                let page = "https://pp1api.payu.in/public/#/e472933";
                return json!({ "referenceId": "e472933", "data": { "redirectUrl": page } })
                    .to_string();
            }
            Self::Enquiry => {
                return json!({ "status": "SUCCESS", "clientTxnId": id.as_str(),
                    "loadAmount": 2_000, "responseCode": "00" })
                .to_string();
            }
        };
        let json = json.replace("87965as557", id.as_str());
        if format == Format::Xml { as_xml(&json) } else { json }
    }

    /// What is known after an answer that travelled well, or did not.
    pub fn after(self, travelled: &Travelled) -> After {
        match travelled {
            Travelled::Well => self.after_right_answer(),
            Travelled::No(cause) => self.after_no_answer(cause),
            Travelled::NeverLeft(cause) => match self {
                Self::Recharge | Self::Payout | Self::Collect | Self::Load => {
                    After::NotSent(*cause)
                }
                Self::Ask(_) | Self::Enquiry => After::AS_BEFORE,
                Self::Balance => After::Wallet(BalanceSaid::NotSent(*cause)),
                Self::Dispute => After::Disputed(DisputeSaid::NotSent { cause: *cause }),
                Self::VerifyToken => After::Address(None),
            },
        }
    }

    fn after_right_answer(self) -> After {
        match self {
            Self::Recharge | Self::Payout | Self::Ask(_) | Self::Enquiry => {
                After::State(State::Success)
            }
            // The code is made and the link is issued: nobody has paid yet.
            Self::Collect => After::Pending(Reason::WaitingForCustomer),
            Self::Load => After::Pending(Reason::LinkIssued),
            Self::Balance => After::Wallet(BalanceSaid::Holds(Paise::from_paise(500_000))),
            Self::Dispute => After::Disputed(DisputeSaid::Raised),
            Self::VerifyToken => After::Address(Some("203.0.113.7".parse().unwrap())),
        }
    }

    /// Silence is not failure (M3), and after a question everything is as it was (api.md 1.3).
    pub fn after_no_answer(self, cause: &Unknown) -> After {
        let cause = cause.clone();
        match self {
            Self::Recharge | Self::Payout | Self::Collect | Self::Load => {
                After::Pending(Reason::NoAnswer { cause })
            }
            Self::Ask(_) | Self::Enquiry => After::AS_BEFORE,
            Self::Balance => After::Wallet(BalanceSaid::Unknown(cause)),
            Self::Dispute => After::Disputed(DisputeSaid::Unknown { cause }),
            Self::VerifyToken => After::Address(None),
        }
    }

    /// Makes the call, once, and says what is known then.
    pub async fn make(self, base: &str, format: Format, patience: Duration) -> After {
        self.make_by(base, format, patience, false).await
    }

    /// The same; if `ahead`, after a connection was made ahead, and the gateway has had time to do
    /// with it what it likes.
    pub async fn make_by(
        self,
        base: &str,
        format: Format,
        patience: Duration,
        ahead: bool,
    ) -> After {
        let limits = Limits { connect: patience, call: patience };
        match self {
            Self::Load | Self::Enquiry => {
                let payu = payu(base, limits, "MARKED-KEY-2b8e", "MARKED-SALT");
                if ahead {
                    payu.make_ready().await;
                    tokio::time::sleep(A_LOOK).await;
                }
                self.ask_payu(&payu).await
            }
            _ => {
                let token = SecretString::from(crate::scripted::TOKEN);
                let pgpe = Pgpe::new(base, token, format, limits).unwrap();
                if ahead {
                    pgpe.make_ready(Service::Recharge).await;
                    tokio::time::sleep(A_LOOK).await;
                }
                self.ask_pgpe(&pgpe).await
            }
        }
    }

    /// Makes a call to PGPE.
    pub async fn ask_pgpe(self, pgpe: &Pgpe) -> After {
        match self {
            Self::Recharge | Self::Payout | Self::Collect => {
                let order = self.order();
                let reply = pgpe.pay(id(), &order).await;
                paid(order, reply)
            }
            Self::Ask(_) => {
                let order = self.order();
                let reply = pgpe.status(id(), &order, NOON).await;
                asked(order, reply)
            }
            Self::Balance => {
                After::Wallet(plain(read_balance(pgpe.balance(Service::Recharge).await)))
            }
            Self::Dispute => disputed(pgpe.dispute(id(), Service::Recharge, "not received").await),
            Self::VerifyToken => After::Address(pgpe.verify_token().await.ok()),
            Self::Load | Self::Enquiry => panic!("PayU's"),
        }
    }

    /// Makes a call to PayU, about its usual order.
    pub async fn ask_payu(self, payu: &Payu) -> After {
        self.ask_payu_about(payu, self.order()).await
    }

    /// Makes a call to PayU.
    pub async fn ask_payu_about(self, payu: &Payu, order: Order) -> After {
        let Order::WalletLoad(wallet) = &order else { panic!("PGPE's") };
        match self {
            Self::Load => {
                let reply = payu.load(id(), wallet).await;
                paid(order, reply)
            }
            _ => {
                let reply = payu.enquire(id()).await;
                asked(order, reply)
            }
        }
    }

    /// The order that it is about; all are for ₹20.00.
    pub fn order(self) -> Order {
        match self {
            Self::Payout | Self::Ask(Service::Payout) => {
                let Order::Payout(payout) = payout() else { panic!("a payout") };
                // The practice gateway lets what ends in 00 succeed.
                Order::Payout(PayoutOrder { account: "012345678900".into(), ..payout })
            }
            Self::Collect | Self::Ask(Service::Collection) => collection(),
            Self::Load | Self::Enquiry => load_of("20"),
            _ => order(),
        }
    }

    /// Whether it is about one transaction, and its answer names which.
    pub fn names_its_transaction(self) -> bool {
        !matches!(self, Self::Balance | Self::Dispute | Self::VerifyToken)
    }
}

/// PayU at an address, for a merchant.
pub fn payu(base: &str, limits: Limits, key: &str, salt: &str) -> Payu {
    let merchant = merchant(SecretString::from(key), SecretString::from(salt));
    Payu::new(base, merchant, limits, Arc::new(TestClock::at(NOON))).unwrap()
}

/// A load of so many rupees.
pub fn load_of(rupees: &str) -> Order {
    load(rupees, ["https://shop.example/s", "https://shop.example/f"])
}

/// How an answer came.
#[derive(Clone, Debug)]
pub enum Travelled {
    /// It can be read, and says what a right answer says.
    Well,
    /// None came that can be read.
    No(Unknown),
    /// None could come: the request never left.
    NeverLeft(NotSent),
}

/// What is known after a call: of the transaction as its events add up, or of what was asked.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// The transaction has ended so.
    State(State),
    /// The transaction is pending, and why.
    Pending(Reason),
    /// The transaction was never sent, and why.
    NotSent(NotSent),
    /// The wallet; a refusal without its words.
    Wallet(BalanceSaid),
    /// The dispute. Its transaction is a success before and after.
    Disputed(DisputeSaid),
    /// The address that the gateway sees, if it says one.
    Address(Option<IpAddr>),
}

impl After {
    /// What a question leaves as it was: pending, since Galla had been stopped.
    pub const AS_BEFORE: Self = Self::Pending(Reason::Stopped);

    fn of(transaction: &Transaction) -> Self {
        match transaction.state() {
            State::Pending => Self::Pending(transaction.reason().unwrap().clone()),
            State::NotSent => Self::NotSent(transaction.not_sent().unwrap()),
            state => Self::State(state),
        }
    }
}

fn fold(order: Order, events: Vec<Event>) -> Transaction {
    let intent = Event::Intent { order: Box::new(order) };
    let all = [intent, Event::Sent].into_iter().chain(events);
    Transaction::from_events(id(), all.map(|event| (NOON, event))).unwrap()
}

fn paid(order: Order, reply: Reply) -> After {
    After::of(&fold(order, vec![Event::Answer { reply }]))
}

fn asked(order: Order, reply: Reply) -> After {
    let question = Event::StatusAsked { by: Asker::Galla };
    After::of(&fold(order, vec![Event::Recovered, question, Event::StatusAnswer { reply }]))
}

/// What a dispute about a success comes to; the success must outlive it.
fn disputed(reply: Reply) -> After {
    let success = Reply::Answer(Box::new(galla::transaction::Answer {
        code: "TXN".into(),
        data: galla::transaction::Body { status: Some("Success".into()), ..Default::default() },
        ..Default::default()
    }));
    let question = Event::DisputeAsked { message: "not received".into() };
    let events = vec![Event::Answer { reply: success }, question, Event::DisputeAnswer { reply }];
    let transaction = fold(order(), events);
    assert_eq!(transaction.state(), State::Success, "a dispute changes no state");
    After::Disputed(transaction.disputes[0].said.clone().unwrap())
}

/// A refusal by its code alone.
fn plain(said: BalanceSaid) -> BalanceSaid {
    match said {
        BalanceSaid::Refused(answer) => refused(&answer.code),
        other => other,
    }
}

/// A refusal to say what the wallet holds.
pub fn refused(code: &str) -> BalanceSaid {
    let code = code.to_owned();
    BalanceSaid::Refused(Box::new(galla::transaction::Answer { code, ..Default::default() }))
}
