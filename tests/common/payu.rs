//! A merchant of PayU as the practice gateway knows one, and what is loaded for its customers.

use galla::gateway::http::Verb;
use galla::gateway::payu::{AmountUnit, Merchant};
use galla::practice::PRACTICE_WALLET;
use galla::transaction::Order;
use galla::transaction::order::{WalletForm, WalletOrder};
use secrecy::SecretString;

/// A merchant with the practice wallet, who loads in paise.
pub fn merchant(key: SecretString, salt: SecretString) -> Merchant {
    Merchant {
        key,
        salt,
        wallet: PRACTICE_WALLET.to_owned(),
        method: Verb::Patch,
        unit: AmountUnit::Paise,
        seamless: "seamlessTxn".to_owned(),
    }
}

/// A load of so many rupees for Asha Devi, whom PayU sends back to these addresses: after a
/// success, and after a failure.
pub fn load(rupees: &str, [surl, furl]: [&str; 2]) -> Order {
    let form = WalletForm {
        first_name: "Asha".into(),
        last_name: "Devi".into(),
        mobile: "9876543210".into(),
        email: "asha@shop.example".into(),
        amount: rupees.into(),
        ..WalletForm::default()
    };
    Order::WalletLoad(Box::new(WalletOrder::from_form(&form, surl, furl).unwrap()))
}
