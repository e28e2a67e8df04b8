//! PGPE Payout as the practice gateway understands it: the payment.

use std::net::IpAddr;

use super::answer::{Answer, Code};
use super::books::Books;
use super::calls::{Told, amount, new_agent_id, transaction};
use super::entry::{PayRequest, PayoutRequest, State};
use super::outcomes;
use super::query::Query;
use crate::money::Paise;

/// What was received, before anything in it is checked. `Number` of a payout is the
/// customer's (api.md 1.4).
pub(super) fn request(query: &Query) -> PayRequest {
    let text = |name| query.text(name).to_owned();
    let payout = PayoutRequest {
        beneficiary_name: text("beneficiaryname"),
        account: text("accountnumber"),
        ifsc: text("ifsc"),
        bank: text("bankname"),
        mode: text("transfermode"),
        address: text("endpointipaddress"),
        latitude: text("latitude"),
        longitude: text("longitude"),
    };
    PayRequest {
        number: text("customermobile"),
        amount: amount(query.text("amount")).unwrap_or_default(),
        payout: Some(payout),
        ..PayRequest::default()
    }
}

/// Takes a payout and answers as the last two digits of the account ask for.
///
/// # Errors
/// The code of the first thing that is wrong with the request.
pub(super) fn pay(books: &Books, query: &Query) -> Result<Told, Code> {
    let request = request(query);
    let Some(payout) = &request.payout else { return Err(Code::RPI) };
    let mobile = request.number.len() == 10 && request.number.bytes().all(|b| b.is_ascii_digit());
    if !is_complete(payout) || !mobile || request.amount == Paise::ZERO {
        return Err(Code::RPI);
    }
    let agent_id = new_agent_id(query)?;
    let outcome = outcomes::for_number(&payout.account);
    let taken = books.take(agent_id, outcome.fate, String::new())?;
    let answer = taken.as_ref().map_or_else(|| Answer::bare(Code::EXC), transaction);
    let short = taken.is_some_and(|entry| entry.state == State::Failed);
    // A payout that the wallet cannot pay fails plainly, whatever its account asks for.
    Ok((answer, outcome.misbehaviour.filter(|_| !short)))
}

fn is_complete(payout: &PayoutRequest) -> bool {
    let degrees = |text: &str, most: f64| {
        text.parse::<f64>().is_ok_and(|degrees| (-most..=most).contains(&degrees))
    };
    !payout.beneficiary_name.is_empty()
        && !payout.bank.is_empty()
        && (6..=20).contains(&payout.account.len())
        && payout.account.bytes().all(|b| b.is_ascii_alphanumeric())
        && is_ifsc(&payout.ifsc)
        && ["IMPS", "NEFT", "RTGS"].contains(&payout.mode.as_str())
        && payout.address.parse::<IpAddr>().is_ok()
        && degrees(&payout.latitude, 90.0)
        && degrees(&payout.longitude, 180.0)
}

/// Four letters, a zero, six letters or digits, all capitals.
fn is_ifsc(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((bank, [b'0', branch @ ..])) = bytes.split_at_checked(4) else { return false };
    branch.len() == 6
        && bank.iter().all(u8::is_ascii_uppercase)
        && branch.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_an_ifsc() {
        assert!(is_ifsc("HDFC0001234") && is_ifsc("SBIN0ABC12Z"));
        for bad in
            ["", "HDFC", "HDFCO001234", "hdfc0001234", "HDF10001234", "HDFC000123", "HDFC00012345"]
        {
            assert!(!is_ifsc(bad), "{bad}");
        }
    }
}
