//! How the services word what they say. Each answer carries the number of what it means.

use galla::ids::AgentId;
use galla::transaction::{Answer, Body, Order, Reply, Service, Unknown};

use super::books::{Entry, Means, Status};
use super::fate::Fate;

/// An amount as a service spells it, by arithmetic of its own.
pub fn spelled(paise: i64) -> String {
    format!("{}.{:02}", paise / 100, paise % 100)
}

/// What became of a request, in the words of an answer without its number.
pub struct Wording {
    pub means: Means,
    pub reply: Reply,
}

impl Wording {
    fn of(means: Means, answer: Answer) -> Self {
        Self { means, reply: Reply::Answer(Box::new(answer)) }
    }

    fn unknown(cause: Unknown) -> Self {
        Self { means: Means::Open, reply: Reply::Unknown { cause } }
    }

    /// Puts the number of its meaning into an answer.
    pub fn numbered(self, number: usize) -> Reply {
        match self.reply {
            Reply::Answer(mut answer) => {
                answer.raw = format!("#{number}");
                Reply::Answer(answer)
            }
            reply => reply,
        }
    }
}

/// `Number` as the service echoes it.
fn number_of(order: &Order) -> String {
    match order {
        Order::Payout(payout) => payout.mobile.clone(),
        // The payer's, whom nobody knew before.
        Order::Collection(_) => "9000000001".to_owned(),
        order => order.target().to_owned(),
    }
}

/// The echo of a request, fields left out or spelled otherwise as services do.
fn echo(fate: &mut Fate, agent_id: AgentId, order: &Order, trans_id: &str) -> Body {
    let amount = spelled(order.amount().paise());
    let short = amount.strip_suffix(".00").or(amount.strip_suffix('0')).unwrap_or(&amount);
    let amount = if fate.chance(20) { short.to_owned() } else { amount };
    let id = if fate.chance(5) { agent_id.as_str().to_lowercase() } else { agent_id.to_string() };
    Body {
        api_trans_id: (!fate.chance(5)).then(|| trans_id.to_owned()),
        agent_id: (!fate.chance(5)).then_some(id),
        number: (!fate.chance(5)).then(|| number_of(order)),
        amount: (!fate.chance(5)).then_some(amount),
        ..Body::default()
    }
}

fn answer(code: &str, status: Option<&str>, body: Body) -> Answer {
    let data = Body { status: status.map(str::to_owned), ..body };
    Answer { code: code.to_owned(), data, ..Answer::default() }
}

/// The link of a collection, and whether it may be shown.
fn link(fate: &mut Fate, order: &Order) -> (String, bool) {
    let paise = order.amount().paise();
    let (amount, other) = (spelled(paise), spelled(paise + 1));
    let good = format!("upi://pay?pa=shop@bank&pn=Asha%20Telecom&tr=7&am={amount}&cu=INR");
    if !fate.chance(30) {
        return (good, true);
    }
    let bad = [
        good.replace(&amount, &other),
        good.replace(&amount, "10.00").replace("tr=7", "am=10.00"),
        format!("{good}&am={amount}"),
        good.replace("pa=shop@bank&", ""),
        good.replace("upi://pay", "upi://mandate"),
        good.replace("&cu=INR", "&mam=1.00"),
        good.replace("INR", "USD"),
        good.replace(&format!("&am={amount}"), ""),
        format!("https://pay.example/?{good}"),
    ];
    (bad[fate.below(bad.len() as u64) as usize].clone(), false)
}

/// An honest answer to a payment that stands so.
pub fn honest(fate: &mut Fate, entry: &mut Entry, status: Status) -> Wording {
    let (agent_id, order) = (entry.agent_id, &entry.order);
    let body = echo(fate, agent_id, order, &entry.trans_id);
    if order.service() == Service::WalletLoad {
        let trans_id = Some(entry.trans_id.clone());
        let url = Some("https://pp1api.payu.in/public/#/7".to_owned());
        return match status {
            Status::Failed => refused_by_payu(fate),
            _ => {
                let data = Body { api_trans_id: trans_id, redirect_url: url, ..Body::default() };
                let issued = Answer { http: Some(200), data, ..Answer::default() };
                Wording::of(Means::Open, issued)
            }
        };
    }
    match status {
        Status::Failed => {
            let code =
                fate.one(&["ERR", "ERR", "ERR", "RPI", "AVE", "IAT", "UAI", "IPC", "AAB", "ILA"]);
            let status = if fate.chance(50) { Some("Failed") } else { None };
            Wording::of(Means::Failed, answer(code, status, body))
        }
        // A code that is made is not paid, whatever its Status says.
        _ if order.service() == Service::Collection => {
            let (link, good) = link(fate, order);
            entry.good_link = Some(good);
            let status = Some(fate.one(&["Success", "Pending"]));
            let body = Body { intent_data: Some(link), ..body };
            Wording::of(Means::Open, answer("TXN", status, body))
        }
        Status::Success => {
            let code = fate.one(&["TXN", "TXN", "txn"]);
            Wording::of(Means::Success, answer(code, Some("Success"), body))
        }
        Status::Pending => {
            let (code, status) =
                fate.one(&[("TUP", Some("Pending")), ("TUP", None), ("TXN", Some("Pending"))]);
            Wording::of(Means::Open, answer(code, status, body))
        }
    }
}

fn refused_by_payu(fate: &mut Fate) -> Wording {
    let (http, code) =
        fate.one(&[(400, ""), (401, ""), (404, "1040"), (422, "1050"), (200, "1020")]);
    let refused = Answer { http: Some(http), code: code.to_owned(), ..Answer::default() };
    Wording::of(Means::Failed, refused)
}

/// An answer to a payment from which nothing follows.
pub fn vague(fate: &mut Fate, entry: &Entry) -> Wording {
    let unknown = [
        Unknown::TimedOut,
        Unknown::ConnectionLost,
        Unknown::HttpStatus { status: 500 },
        Unknown::HttpStatus { status: 302 },
        Unknown::Unreadable,
        Unknown::TooLarge,
    ];
    if fate.chance(60) {
        return Wording::unknown(unknown[fate.below(unknown.len() as u64) as usize].clone());
    }
    if entry.order.service() == Service::WalletLoad {
        let (http, code) = fate.one(&[(500, "1050"), (302, ""), (403, ""), (200, ""), (502, "")]);
        let stumbled = Answer { http: Some(http), code: code.to_owned(), ..Answer::default() };
        return Wording::of(Means::Open, stumbled);
    }
    let code = fate.one(&["EXC", "RDA", "TXN", "XYZ", "TNF", "DAR", "MLE", ""]);
    let body = echo(fate, entry.agent_id, &entry.order, &entry.trans_id);
    Wording::of(Means::Open, answer(code, None, body))
}

/// An answer that contradicts itself or the request, to a payment or to a question.
pub fn odd(fate: &mut Fate, entry: &Entry) -> Wording {
    let (order, paise) = (&entry.order, entry.order.amount().paise());
    let mut body = echo(fate, entry.agent_id, order, &entry.trans_id);
    body.amount = Some(spelled(paise));
    let (mut code, mut status) = fate.one(&[("TXN", "Success"), ("ERR", "Failed")]);
    // A collection names whoever pays, so its number contradicts nothing.
    let kinds: &[u32] =
        if order.service() == Service::Collection { &[0, 1, 2, 3] } else { &[0, 1, 2, 3, 4] };
    match fate.one(kinds) {
        0 => body.agent_id = Some("SOMEBODYELSE01".to_owned()),
        1 => body.amount = Some(spelled(paise + if fate.chance(50) { 1 } else { 50 })),
        2 => body.amount = Some(fate.one(&["a lot", "-1.00", "1e2", ""]).to_owned() + "?"),
        3 => (code, status) = fate.one(&[("TXN", "Maybe"), ("ERR", "Success"), ("TUP", "Success")]),
        _ => body.number = Some("9111111111".to_owned()),
    }
    if order.service() == Service::WalletLoad {
        let data = Body {
            agent_id: Some("SOMEBODYELSE01".to_owned()),
            amount: None,
            number: None,
            status: Some(fate.one(&["SUCCESS", "FAILED"]).to_owned()),
            ..body
        };
        return Wording::of(Means::Odd, Answer { http: Some(200), data, ..Answer::default() });
    }
    Wording::of(Means::Odd, answer(code, Some(status), body))
}

/// An honest answer to a question about a request that stands so.
pub fn stands(fate: &mut Fate, entry: &Entry, status: Option<Status>) -> Wording {
    let body = echo(fate, entry.agent_id, &entry.order, &entry.trans_id);
    if entry.order.service() == Service::WalletLoad {
        let word = |word: &str| Some(word.to_owned());
        let (means, http, status) = match status {
            Some(Status::Success) => (Means::Success, 200, word("SUCCESS")),
            Some(Status::Failed) => (Means::Failed, 200, word("FAILED")),
            Some(Status::Pending) => (Means::Open, 200, word("PENDING")),
            None => (Means::Nothing, fate.one(&[404, 400]), None),
        };
        let code = fate.one(&["00", "1081", "1050", ""]).to_owned();
        let data = Body { status, number: None, ..body };
        return Wording::of(means, Answer { http: Some(http), code, data, ..Answer::default() });
    }
    let (means, code, status) = match status {
        Some(Status::Success) => (Means::Success, "TXN", Some("Success")),
        Some(Status::Failed) => {
            let words = [("TXN", Some("Failed")), ("TXN", Some("Refunded")), ("ERR", None)];
            let (code, status) = fate.one(&words);
            (Means::Failed, code, status)
        }
        Some(Status::Pending) => {
            let words = [("TUP", Some("Pending")), ("TUP", None), ("TXN", Some("Pending"))];
            let (code, status) = fate.one(&words);
            (Means::Open, code, status)
        }
        None => return Wording::of(Means::NotFound, answer("TNF", None, Body::default())),
    };
    Wording::of(means, answer(code, status, body))
}

/// An answer to a question that says nothing about the request.
pub fn about_the_question(fate: &mut Fate, entry: &Entry) -> Wording {
    if entry.order.service() == Service::WalletLoad {
        let failed = Answer { http: Some(fate.one(&[500, 401, 404])), ..Answer::default() };
        return Wording::of(Means::Nothing, failed);
    }
    let code = fate.one(&["IAT", "EXC", "UAI", "AVE", "RDA", "XYZ", "TXN"]);
    Wording::of(Means::Nothing, answer(code, None, Body::default()))
}
