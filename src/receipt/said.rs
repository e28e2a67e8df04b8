//! What a receipt says about one transaction: what became of it, how much, and the facts.

use super::{Line, Says};
use crate::money::in_words;
use crate::transaction::number::group_number;
use crate::transaction::order::mask_account;
use crate::transaction::{Category, Order, Service, State, Transaction};

/// What became of it: a success plainly, everything else so that nobody takes it for one.
pub(super) fn became(transaction: &Transaction, says: &Says<'_>) -> Vec<Line> {
    let (mark, notes): (_, Vec<&str>) = match transaction.state() {
        State::Success => ("receipt-success", Vec::new()),
        State::Sending | State::Pending => ("receipt-pending", vec!["receipt-no-proof"]),
        State::Failed => ("receipt-failed", vec![failed(transaction)]),
        State::NotSent => ("receipt-not-sent", vec!["receipt-nothing-debited"]),
        State::Reversed => {
            let mut notes = vec!["receipt-taken-back"];
            notes.extend(money_back(transaction));
            ("receipt-reversed", notes)
        }
        State::SettledSucceeded => ("receipt-settled-succeeded", vec!["receipt-settled-note"]),
        State::SettledFailed => {
            let mut notes = vec!["receipt-settled-note"];
            notes.extend(money_back(transaction));
            ("receipt-settled-failed", notes)
        }
    };
    let mut lines = match transaction.state() {
        State::Success => says.each(mark).into_iter().map(Line::State).collect(),
        _ => vec![Line::Framed(says.each(mark))],
    };
    lines.extend(notes.into_iter().flat_map(|id| says.notes(id)));
    // A claim is a claim on paper too (money rule M12).
    if transaction.is_by_callback() {
        lines.extend(says.notes("receipt-by-callback"));
    }
    lines
}

fn failed(transaction: &Transaction) -> &'static str {
    money_back(transaction).unwrap_or_else(|| match transaction.order.service() {
        Service::Recharge | Service::Payout => "receipt-nothing-paid",
        // Its customer paid, or not, somewhere else than at this counter.
        Service::Collection | Service::WalletLoad => "receipt-not-through",
    })
}

fn money_back(transaction: &Transaction) -> Option<&'static str> {
    if transaction.owes_customer() {
        Some("receipt-owed")
    } else {
        transaction.given_back.map(|_| "receipt-given-back")
    }
}

/// The amount, in figures and in words.
pub(super) fn amount(transaction: &Transaction, says: &Says<'_>) -> Vec<Line> {
    let amount = transaction.order.amount();
    let words = says.0.iter().map(|texts| Line::Note(in_words(amount, texts.language())));
    std::iter::once(Line::Amount(amount.to_string())).chain(words).collect()
}

/// The facts, each with its label. The agent's own names for things (a customer's name, a note)
/// are not among them, nor what an operator asks for beside the number.
pub(super) fn facts(transaction: &Transaction, says: &Says<'_>) -> Vec<Line> {
    let order = &transaction.order;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut facts = vec![says.fact("receipt-service", service(order, says))];
    facts.extend(of_order(order, says));
    facts.extend([
        says.fact("fact-time", format!("{} IST", transaction.at.to_pgpe())),
        says.fact("fact-operator-reference", text(&transaction.operator_reference)),
        says.fact("receipt-transaction", text(&transaction.api_trans_id)),
        says.fact("fact-agent-id", transaction.agent_id.to_string()),
    ]);
    if let Some(at) = transaction.given_back {
        facts.push(says.fact("receipt-given-back-at", format!("{} IST", at.to_pgpe())));
    }
    facts.into_iter().flatten().collect()
}

fn of_order(order: &Order, says: &Says<'_>) -> Vec<Option<Line>> {
    match order {
        Order::Recharge(recharge) => vec![
            says.fact("recharge-operator", recharge.operator_name.clone()),
            says.fact("recharge-number", group_number(&recharge.number)),
        ],
        Order::Payout(payout) => vec![
            says.fact("payout-name", payout.beneficiary_name.clone()),
            says.fact("payout-account", mask_account(&payout.account)),
            says.fact("payout-ifsc", payout.ifsc.clone()),
            says.fact("payout-bank", payout.bank.clone()),
            says.fact("payout-mode", payout.mode.code()),
            says.fact("payout-mobile", group_number(&payout.mobile)),
        ],
        Order::Collection(_) => Vec::new(),
        Order::WalletLoad(wallet) => vec![
            says.fact("fact-customer", wallet.name()),
            says.fact("wallet-mobile", group_number(&wallet.mobile)),
        ],
    }
}

fn service(order: &Order, says: &Says<'_>) -> String {
    says.one(match order {
        Order::Recharge(recharge) => category_id(recharge.category),
        Order::Payout(_) => "service-payout",
        Order::Collection(_) => "service-collection",
        Order::WalletLoad(_) => "service-wallet-load",
    })
}

/// The message that a category is called by.
pub(super) const fn category_id(category: Category) -> &'static str {
    match category {
        Category::MobilePrepaid => "category-mobile-prepaid",
        Category::MobilePostpaid => "category-mobile-postpaid",
        Category::Dth => "category-dth",
        Category::Datacard => "category-datacard",
        Category::Landline => "category-landline",
        Category::Electricity => "category-electricity",
        Category::Gas => "category-gas",
        Category::Insurance => "category-insurance",
    }
}
