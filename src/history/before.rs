//! What a practice gateway must know of a practice ledger: the truth about its payments, and its wallets.

use crate::ledger::{LedgerError, Reader};
use crate::money::Paise;
use crate::practice::{
    Before, Earlier, Fate, PayRequest, PayoutRequest, Product, State, for_number,
};
use crate::time::Moment;
use crate::transaction::day::Touched;
use crate::transaction::{self as told, Order, Service, Transaction};

/// Reads what was before: each wallet as it was last read and has really moved since, and the
/// payments that may still be asked about (money rule M6). Wallet loads are not among them.
///
/// # Errors
/// When the ledger cannot be read.
pub fn before(reader: &Reader, now: Moment) -> Result<Before, LedgerError> {
    let mut before = Before::default();
    for (service, product) in [
        (Service::Recharge, Product::Recharge),
        (Service::Payout, Product::Payout),
        (Service::Collection, Product::Collection),
    ] {
        // The newest reading at all is the last one before a day that has not come.
        let [last, _] = reader.readings_around(service, now.day().next())?;
        let Some((seq, reading)) = last else { continue };
        let touched = reader.touched(service, seq, i64::MAX)?;
        let moved = touched.iter().try_fold(reading.holds, really);
        before.wallets.insert(product, moved.unwrap_or(reading.holds));
    }
    let from = now.day().first_of_month().before().first_of_month();
    reader.for_each_between(from, now.day(), |transaction| {
        before.payments.extend(earlier(&transaction));
        Ok::<_, LedgerError>(())
    })?;
    Ok(before)
}

/// What a wallet holds when a payment has moved it as it really has.
fn really(holds: Paise, touched: &Touched) -> Option<Paise> {
    let was = touched.before.as_ref().map_or(Some(Paise::ZERO), moved)?;
    holds.checked_add(moved(&touched.after)?)?.checked_sub(was)
}

/// By how much a payment has moved its wallet at the gateway.
fn moved(transaction: &Transaction) -> Option<Paise> {
    let amount = transaction.order.amount();
    match (transaction.order.service(), truth(transaction)) {
        (Service::Collection, State::Success) => Some(amount),
        (Service::Recharge | Service::Payout, State::Success | State::Pending) => {
            Paise::ZERO.checked_sub(amount)
        }
        _ => Some(Paise::ZERO),
    }
}

/// How a payment stands at the gateway: as it has said itself, and else as its number has it.
fn truth(transaction: &Transaction) -> State {
    match transaction.state() {
        told::State::Success => State::Success,
        told::State::Failed => State::Failed,
        told::State::Reversed => State::Reversed,
        told::State::NotSent => State::NotTaken,
        _ if transaction.order.service() == Service::Collection => State::Pending,
        told::State::Sending
        | told::State::Pending
        | told::State::SettledSucceeded
        | told::State::SettledFailed => match for_number(transaction.order.target()).fate {
            Fate::Success | Fate::PendingThenSuccess => State::Success,
            Fate::Failed | Fate::PendingThenFailed => State::Failed,
            Fate::SuccessThenReversed | Fate::PendingThenReversed => State::Reversed,
            Fate::PendingForEver => State::Pending,
            Fate::NotTaken => State::NotTaken,
        },
    }
}

/// A payment that the gateway has heard of.
fn earlier(transaction: &Transaction) -> Option<Earlier> {
    let state = truth(transaction);
    let (product, request) = match &transaction.order {
        _ if state == State::NotTaken => return None,
        Order::WalletLoad(_) => return None,
        Order::Recharge(order) => (
            Product::Recharge,
            PayRequest {
                number: order.number.clone(),
                operator: order.operator.clone(),
                circle: order.circle.clone(),
                optionals: order.optionals.clone(),
                ..PayRequest::default()
            },
        ),
        Order::Payout(order) => {
            let payout = PayoutRequest {
                beneficiary_name: order.beneficiary_name.clone(),
                account: order.account.clone(),
                ifsc: order.ifsc.clone(),
                bank: order.bank.clone(),
                mode: order.mode.code().to_owned(),
                address: order.place.address.to_string(),
                latitude: order.place.latitude.clone(),
                longitude: order.place.longitude.clone(),
            };
            let (number, payout) = (order.mobile.clone(), Some(payout));
            (Product::Payout, PayRequest { number, payout, ..PayRequest::default() })
        }
        Order::Collection(_) => (Product::Collection, PayRequest::default()),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    // What no answer has named yet has a number at the gateway all the same.
    let named = transaction.api_trans_id.clone();
    Some(Earlier {
        product,
        agent_id: transaction.agent_id.to_string(),
        request: PayRequest { amount: transaction.order.amount(), ..request },
        at: transaction.at,
        state,
        api_trans_id: named.unwrap_or_else(|| transaction.at.millis().to_string()),
        operator_reference: text(&transaction.operator_reference),
        intent_data: text(&transaction.intent_data),
    })
}
