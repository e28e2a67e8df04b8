//! Wallet loads: what PayU's answers say of them, and which page may be opened (api.md 2).

use url::{Host, Url};

use super::claim::Claim;
use super::evidence::{Contradiction, Mismatch, Reason, Verdict};
use super::order::{Order, Service};
use super::reply::{Answer, Reply};
use crate::ids::AgentId;

/// The codes with which PayU refuses a load: nothing is loaded.
const REFUSALS: [&str; 10] =
    ["1010", "1020", "1040", "1050", "1093", "1353", "13047", "10160", "10164", "10168"];

/// Whose pages are opened: PayU's own.
const PAYU: &str = "payu.in";

/// Why a page is not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageProblem {
    /// It is no web address.
    #[error("PayU's answer has no web address")]
    NotAnAddress,
    /// It is not encrypted.
    #[error("the page is not encrypted")]
    NotSecure,
    /// It is on a host that is not PayU's.
    #[error("the page is on {0}, which is not PayU's")]
    OtherHost(String),
}

/// Reads the reply to a load. That a link was issued does not mean that money was loaded.
#[must_use]
pub fn read_load(agent_id: AgentId, order: &Order, reply: &Reply) -> Verdict {
    let answer = match reply {
        Reply::NotSent { cause } => return Verdict::NotSent(*cause),
        Reply::Unknown { cause } => {
            return Verdict::Pending(Reason::NoAnswer { cause: cause.clone() });
        }
        Reply::Answer(answer) => answer,
    };
    if let Some(about) = disagreement(agent_id, order, answer) {
        return Verdict::Pending(Reason::Contradiction { about });
    }
    let refused = REFUSALS.contains(&answer.code.as_str());
    // Nothing of it goes together with a refusal.
    let issued = answer.data.api_trans_id.is_some()
        || answer.data.redirect_url.is_some()
        || answer.data.status.as_deref().is_some_and(|status| {
            ["SUCCESS", "PENDING"].iter().any(|word| status.trim().eq_ignore_ascii_case(word))
        });
    match answer.http {
        Some(400..=499) if issued => {
            Verdict::Pending(Reason::Contradiction { about: Contradiction::Status })
        }
        Some(400 | 401 | 404) => Verdict::Failed,
        Some(402..=499) if refused => Verdict::Failed,
        Some(200..=299) if refused && issued => {
            Verdict::Pending(Reason::Contradiction { about: Contradiction::Status })
        }
        Some(200..=299) if refused => Verdict::Failed,
        Some(200..=299) if answer.data.api_trans_id.is_some() => {
            Verdict::Pending(Reason::LinkIssued)
        }
        Some(200..=299) => Verdict::Pending(Reason::NoStatus),
        _ => Verdict::Pending(Reason::UnknownCode { code: answer.code.clone() }),
    }
}

/// Reads the reply to an enquiry: its `status` decides, and nothing else in it does.
#[must_use]
pub fn read_enquiry(agent_id: AgentId, order: &Order, reply: &Reply) -> Verdict {
    let Reply::Answer(answer) = reply else { return Verdict::Nothing };
    let Some(status) = answer.data.status.as_deref().filter(|_| answer.http == Some(200)) else {
        return Verdict::Nothing;
    };
    if let Some(about) = disagreement(agent_id, order, answer) {
        return Verdict::Pending(Reason::Contradiction { about });
    }
    let is = |word: &str| status.trim().eq_ignore_ascii_case(word);
    if is("SUCCESS") {
        Verdict::Success
    } else if is("FAILED") {
        Verdict::Failed
    } else if is("PENDING") {
        Verdict::Pending(Reason::LinkIssued)
    } else {
        Verdict::Pending(Reason::Contradiction { about: Contradiction::Status })
    }
}

/// Whether a customer who came back comes from this load (money rule M12). What comes with
/// the customer says nothing of how it ended.
///
/// # Errors
/// [`Mismatch`] with the first thing that does not agree.
pub fn read_return(
    order: &Order,
    reference_id: Option<&str>,
    claim: &Claim,
) -> Result<(), Mismatch> {
    if claim.doubtful {
        return Err(Mismatch::Doubtful);
    }
    if order.service() != Service::WalletLoad {
        return Err(Mismatch::AgentId);
    }
    let named = claim.api_trans_id.as_str();
    if reference_id.is_some_and(|known| !named.is_empty() && named != known) {
        return Err(Mismatch::ApiTransId);
    }
    // In paise or in rupees, as the shop's PayU has it.
    let amount = order.amount();
    let agrees = claim.amount == amount.paise().to_string() || claim.amount.parse() == Ok(amount);
    if agrees || claim.amount.is_empty() { Ok(()) } else { Err(Mismatch::Amount) }
}

/// What an answer says otherwise than the request; a field it leaves out contradicts nothing.
fn disagreement(agent_id: AgentId, order: &Order, answer: &Answer) -> Option<Contradiction> {
    let data = &answer.data;
    let other_id = |echoed: &str| !echoed.trim().eq_ignore_ascii_case(agent_id.as_str());
    if data.agent_id.as_deref().is_some_and(other_id) {
        return Some(Contradiction::AgentId);
    }
    let other_amount = |echoed: &str| echoed.parse() != Ok(order.amount());
    data.amount.as_deref().is_some_and(other_amount).then_some(Contradiction::Amount)
}

/// The page on which the customer pays, if it may be opened: encrypted, on PayU's own host;
/// in practice on this computer.
///
/// # Errors
/// [`PageProblem`]; then it is opened by nobody.
pub fn page(redirect_url: &str, practice: bool) -> Result<Url, PageProblem> {
    let url = Url::parse(redirect_url.trim()).map_err(|_| PageProblem::NotAnAddress)?;
    let host = url.host().ok_or(PageProblem::NotAnAddress)?;
    let bare = url.username().is_empty() && url.password().is_none();
    let (payus, here) = match &host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let below = name.strip_suffix(PAYU).is_some_and(|rest| rest.ends_with('.'));
            (name == PAYU || below, name == "localhost")
        }
        Host::Ipv4(address) => (false, address.is_loopback()),
        Host::Ipv6(address) => (false, address.is_loopback()),
    };
    match url.scheme() {
        "http" | "https" if practice && here && bare => Ok(url),
        "https" if payus && bare => Ok(url),
        "https" => Err(PageProblem::OtherHost(host.to_string())),
        "http" => Err(PageProblem::NotSecure),
        _ => Err(PageProblem::NotAnAddress),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;
    use crate::transaction::order::{WalletForm, WalletOrder};
    use crate::transaction::reply::{Body, NotSent, Unknown};

    fn id() -> AgentId {
        AgentId::from_parts(Moment::from_millis(1_795_461_307_000), 7)
    }

    fn order() -> Order {
        let form = WalletForm {
            first_name: "Asha".into(),
            last_name: "Devi".into(),
            mobile: "9876543210".into(),
            email: "asha@shop.example".into(),
            amount: "41".into(),
            ..WalletForm::default()
        };
        let back = "https://shop.example/back";
        Order::WalletLoad(Box::new(WalletOrder::from_form(&form, back, back).unwrap()))
    }

    fn answer(http: u16, code: &str, data: Body) -> Reply {
        let code = code.to_owned();
        Reply::Answer(Box::new(Answer { http: Some(http), code, data, ..Answer::default() }))
    }

    fn issued() -> Body {
        Body {
            api_trans_id: Some("e47293311906aeb0eb65168adacdce01".into()),
            redirect_url: Some("https://pp1api.payu.in/public/#/e47".into()),
            ..Body::default()
        }
    }

    fn contradiction(about: Contradiction) -> Verdict {
        Verdict::Pending(Reason::Contradiction { about })
    }

    #[test]
    fn m3_m4_every_answer_to_a_load() {
        let read = |reply: Reply| read_load(id(), &order(), &reply);
        assert_eq!(read(answer(200, "", issued())), Verdict::Pending(Reason::LinkIssued));
        assert_eq!(read(answer(200, "1081", issued())), Verdict::Pending(Reason::LinkIssued));
        assert_eq!(read(answer(200, "", Body::default())), Verdict::Pending(Reason::NoStatus));
        for http in [400, 401, 404] {
            assert_eq!(read(answer(http, "", Body::default())), Verdict::Failed, "{http}");
        }
        for code in REFUSALS {
            assert_eq!(read(answer(200, code, Body::default())), Verdict::Failed, "{code}");
            assert_eq!(read(answer(422, code, Body::default())), Verdict::Failed, "{code}");
            let status = contradiction(Contradiction::Status);
            assert_eq!(read(answer(200, code, issued())), status, "{code}");
            assert_eq!(read(answer(400, code, issued())), status, "{code}");
            // A server that stumbles may have stumbled after the load.
            let unknown = Verdict::Pending(Reason::UnknownCode { code: code.into() });
            assert_eq!(read(answer(500, code, Body::default())), unknown, "{code}");
        }
        for http in [302, 403, 409, 429, 500, 502] {
            let unknown = Verdict::Pending(Reason::UnknownCode { code: "9".into() });
            assert_eq!(read(answer(http, "9", Body::default())), unknown, "{http}");
        }
        for (status, expected) in [
            ("SUCCESS", contradiction(Contradiction::Status)),
            ("Pending", contradiction(Contradiction::Status)),
            ("FAILED", Verdict::Failed),
            ("400", Verdict::Failed),
        ] {
            let data = Body { status: Some(status.into()), ..Body::default() };
            assert_eq!(read(answer(400, "1020", data.clone())), expected, "{status}");
            assert_eq!(read(answer(200, "1050", data)), expected, "{status}");
        }
        let other = Body { agent_id: Some("SOMEBODYELSE01".into()), ..issued() };
        assert_eq!(read(answer(200, "", other)), contradiction(Contradiction::AgentId));
        let cause = Unknown::TimedOut;
        let silent = Reply::Unknown { cause: cause.clone() };
        assert_eq!(read(silent), Verdict::Pending(Reason::NoAnswer { cause }));
        let cause = NotSent::TlsRefused;
        assert_eq!(read(Reply::NotSent { cause }), Verdict::NotSent(cause));
    }

    #[test]
    fn only_the_status_of_an_enquiry_decides() {
        let read = |http, code, status: Option<&str>| {
            let data = Body { status: status.map(str::to_owned), ..issued() };
            read_enquiry(id(), &order(), &answer(http, code, data))
        };
        assert_eq!(read(200, "00", Some("SUCCESS")), Verdict::Success);
        assert_eq!(read(200, "00", Some("FAILED")), Verdict::Failed, "whatever the code");
        assert_eq!(read(200, "1050", Some("PENDING")), Verdict::Pending(Reason::LinkIssued));
        assert_eq!(read(200, "1081", None), Verdict::Nothing);
        assert_eq!(read(200, "", Some("Maybe")), contradiction(Contradiction::Status));
        for http in [400, 401, 404, 500] {
            assert_eq!(read(http, "", Some("FAILED")), Verdict::Nothing, "about the question");
        }
        let wrong = |data| read_enquiry(id(), &order(), &answer(200, "", data));
        let status = Some("SUCCESS".to_owned());
        let amount = Body { status: status.clone(), amount: Some("42.00".into()), ..issued() };
        assert_eq!(wrong(amount), contradiction(Contradiction::Amount));
        let other = Body { status, agent_id: Some("SOMEBODYELSE01".into()), ..issued() };
        assert_eq!(wrong(other), contradiction(Contradiction::AgentId));
        let silent = Reply::Unknown { cause: Unknown::TimedOut };
        assert_eq!(read_enquiry(id(), &order(), &silent), Verdict::Nothing);
    }

    #[test]
    fn m12_a_customer_who_comes_back_belongs_to_a_load_or_to_none() {
        let of = |fields: &str| read_return(&order(), Some("e47"), &Claim::from_return(fields));
        let whole = "clientTxnId=X&accosaTransactionId=e47&responseCode=00&loadAmount=4100";
        assert_eq!(of(whole), Ok(()));
        assert_eq!(of("clientTxnId=X&loadAmount=41.00"), Ok(()));
        assert_eq!(of("clientTxnId=X"), Ok(()), "it only makes Galla ask");
        for (fields, mismatch) in [
            ("clientTxnId=X&loadAmount=4200", Mismatch::Amount),
            ("clientTxnId=X&accosaTransactionId=e48", Mismatch::ApiTransId),
            ("clientTxnId=X&loadAmount=4100&loadAmount=1", Mismatch::Doubtful),
        ] {
            assert_eq!(of(fields), Err(mismatch), "{fields}");
        }
        let recharge = crate::transaction::testing::recharge("9876543210", 4_100);
        let back = Claim::from_return(whole);
        assert_eq!(read_return(&recharge, None, &back), Err(Mismatch::AgentId));
        let called = format!("Status=Success&AgentID={}&Number=9876543210&Amount=41.00", id());
        let called = Claim::from_query(&called);
        let said = crate::transaction::evidence::read_claim(id(), &order(), None, &called);
        assert_eq!(said, Err(Mismatch::AgentId), "PGPE's callback ends no load");
    }

    #[test]
    fn only_payus_own_pages_are_opened() {
        for good in
            ["https://pp1api.payu.in/public/#/e47", "https://payu.in/", "https://A.PAYU.IN./x"]
        {
            assert!(page(good, false).is_ok(), "{good}");
        }
        for (bad, problem) in [
            ("", PageProblem::NotAnAddress),
            ("javascript:alert(1)", PageProblem::NotAnAddress),
            ("file:///etc/passwd", PageProblem::NotAnAddress),
            ("http://pp1api.payu.in/", PageProblem::NotSecure),
            ("https://evilpayu.in/", PageProblem::OtherHost("evilpayu.in".into())),
            (
                "https://payu.in.evil.example/",
                PageProblem::OtherHost("payu.in.evil.example".into()),
            ),
            ("https://payu.in@evil.example/", PageProblem::OtherHost("evil.example".into())),
            ("https://user@payu.in/", PageProblem::OtherHost("payu.in".into())),
            ("https://127.0.0.1/", PageProblem::OtherHost("127.0.0.1".into())),
            ("http://127.0.0.1:4000/", PageProblem::NotSecure),
        ] {
            assert_eq!(page(bad, false), Err(problem), "{bad}");
        }
        assert!(page("http://127.0.0.1:4000/practice/pg/1", true).is_ok());
        assert!(page("https://pay.example/", true).is_err());
    }
}
