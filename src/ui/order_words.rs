//! What an order is called on the screen: its title in a list, and the facts that are read back.

use super::shop::Shop;
use super::widgets::group_number;
use super::words::{Value, Words};
use crate::transaction::order::mask_account;
use crate::transaction::{Category, Order, RechargeOrder, Service};

/// What the screen calls a category.
pub fn category(words: &Words, category: Category) -> String {
    words.say(match category {
        Category::MobilePrepaid => "category-mobile-prepaid",
        Category::MobilePostpaid => "category-mobile-postpaid",
        Category::Dth => "category-dth",
        Category::Datacard => "category-datacard",
        Category::Landline => "category-landline",
        Category::Electricity => "category-electricity",
        Category::Gas => "category-gas",
        Category::Insurance => "category-insurance",
    })
}

/// What the screen calls a service.
pub fn service(words: &Words, service: Service) -> String {
    words.say(match service {
        Service::Recharge => "service-recharge",
        Service::Payout => "service-payout",
        Service::Collection => "service-collection",
        Service::WalletLoad => "service-wallet-load",
    })
}

/// A sentence about a transaction, with its own gateway in it: PGPE's sentences are true of
/// PayU too, and only the name is another.
pub fn of_gateway(service: Service, sentence: &str) -> String {
    match service {
        Service::WalletLoad => sentence.replace("PGPE", "PayU"),
        Service::Recharge | Service::Payout | Service::Collection => sentence.to_owned(),
    }
}

/// For whom or what an order is, in a line of a list: a number in groups, a name, a note.
pub fn title(words: &Words, order: &Order) -> String {
    match order {
        Order::Recharge(recharge) => group_number(&recharge.number),
        Order::Payout(payout) => payout.beneficiary_name.clone(),
        Order::Collection(collection) if collection.note.is_empty() => {
            words.say("service-collection")
        }
        Order::Collection(collection) => collection.note.clone(),
        Order::WalletLoad(wallet) => wallet.name(),
    }
}

/// [`title`] for where others may look: of a number, its last four digits.
pub fn masked_title(words: &Words, order: &Order) -> String {
    match order {
        Order::Recharge(recharge) => mask_account(&recharge.number),
        Order::Payout(_) | Order::Collection(_) | Order::WalletLoad(_) => title(words, order),
    }
}

/// By which way an order goes, in a line of a list: the operator, the account, UPI.
pub fn way(words: &Words, order: &Order) -> String {
    match order {
        Order::Recharge(recharge) => recharge.operator_name.clone(),
        Order::Payout(payout) => {
            let values = [
                ("mode", Value::from(payout.mode.code())),
                ("account", Value::from(mask_account(&payout.account))),
            ];
            words.say_with("payout-way", &values)
        }
        Order::Collection(_) => words.say("service-collection"),
        Order::WalletLoad(wallet) => {
            let mobile = [("mobile", Value::from(mask_account(&wallet.mobile)))];
            words.say_with("wallet-way", &mobile)
        }
    }
}

/// What is read back of an order beside its title and amount: each with its label, nothing
/// that is empty.
pub fn facts(shop: &Shop, order: &Order) -> Vec<(String, String)> {
    let words = &shop.words;
    let facts = match order {
        Order::Recharge(recharge) => recharge_facts(shop, recharge),
        Order::Payout(payout) => vec![
            (words.say("payout-account"), mask_account(&payout.account)),
            (words.say("payout-ifsc"), payout.ifsc.clone()),
            (words.say("payout-bank"), payout.bank.clone()),
            (words.say("payout-mode"), payout.mode.code().to_owned()),
            (words.say("payout-mobile"), group_number(&payout.mobile)),
        ],
        Order::Collection(collection) => {
            vec![(words.say("fact-note"), collection.note.clone())]
        }
        Order::WalletLoad(wallet) => vec![
            (words.say("wallet-mobile"), group_number(&wallet.mobile)),
            (words.say("wallet-email"), wallet.email.clone()),
            (words.say("wallet-customer-id"), wallet.customer_id.clone()),
        ],
    };
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn recharge_facts(shop: &Shop, recharge: &RechargeOrder) -> Vec<(String, String)> {
    let words = &shop.words;
    let mut facts = vec![(words.say("recharge-operator"), recharge.operator_name.clone())];
    let catalogue = shop.catalogue();
    if recharge.circle != "0" {
        let circles = catalogue.as_ref().map(|catalogue| catalogue.circles()).unwrap_or_default();
        let named = circles.iter().find(|circle| circle.code == recharge.circle);
        let name = named.map_or_else(|| recharge.circle.clone(), |circle| circle.name.clone());
        facts.push((words.say("recharge-circle"), name));
    }
    let operators = catalogue.as_ref().map(|catalogue| catalogue.operators(recharge.category));
    let operator =
        operators.unwrap_or_default().iter().find(|operator| operator.code == recharge.operator);
    let labels = operator.map(|operator| &operator.optionals).into_iter().flatten();
    let labelled = labels
        .zip(&recharge.optionals)
        .filter_map(|(label, value)| Some((label.as_ref()?.label.clone(), value.clone())));
    facts.extend(labelled);
    facts.push((words.say("fact-customer"), recharge.customer_name.clone()));
    facts
}
