//! What a shop's counter is assembled from, and what is paid there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use galla::counter::{Parts, PayuKeys, Window};
use galla::gateway::http::Limits;
use galla::gateway::payu::Payu;
use galla::gateway::pgpe::{self, Pgpe};
use galla::gateway::{Both, Gateway};
use galla::money::Paise;
use galla::practice::{
    Config, PRACTICE_MERCHANT_KEY, PRACTICE_MERCHANT_SALT, PRACTICE_TOKEN, Practice,
};
use galla::secrets::SecretStore;
use galla::settings::{Format, Home, PostAs, Settings};
use galla::time::{Clock, Moment, TestClock};
use galla::transaction::order::{Place, TransferMode};
use galla::transaction::{Category, CollectionOrder, Order, PayoutOrder, RechargeOrder};
use secrecy::SecretString;

use super::shop::PATIENCE;
use crate::common::payu::{self, merchant};

/// 2026-11-23 12:00 in India.
pub const NOON: Moment = Moment::from_millis(1_795_415_400_000);

/// The parts; a client that is made may wait for a call as long as `call` says by then.
pub fn parts(
    home: Home,
    settings: &Settings,
    secrets: SecretStore,
    clock: Arc<TestClock>,
    call: Arc<Mutex<Duration>>,
    window: Window,
) -> Parts {
    let dated = Arc::clone(&clock) as Arc<dyn Clock>;
    let config = Config { clock: Arc::clone(&dated), ..Config::default() };
    let practice = Practice::start(config).unwrap();
    let (of_practice, called) = (Arc::clone(&dated), Arc::clone(&call));
    Parts {
        machine: Default::default(),
        home,
        settings: settings.clone(),
        secrets,
        clock,
        practice: Box::new(move || {
            let token = SecretString::from(PRACTICE_TOKEN);
            let (base, limits) = (practice.base_url(), limits(PATIENCE));
            let pgpe = Pgpe::new(&base, token, pgpe::Format::Json, limits);
            let pgpe = Arc::new(pgpe.map_err(|error| error.to_string())?);
            let keys = PayuKeys {
                key: SecretString::from(PRACTICE_MERCHANT_KEY),
                salt: SecretString::from(PRACTICE_MERCHANT_SALT),
            };
            let payu = payu_at(&base, limits, &keys, Arc::clone(&of_practice))?;
            Ok(Arc::new(Both { pgpe, payu }) as Arc<dyn Gateway>)
        }),
        practice_callback: Box::new(|_| {}),
        connect: Box::new(move |settings, token| {
            let base = settings.pgpe_url().map_err(|problem| problem.to_string())?;
            let format = match settings.format {
                Format::Json => pgpe::Format::Json,
                Format::Xml => pgpe::Format::Xml,
            };
            let post_as = match settings.post_as {
                PostAs::Form => pgpe::PostAs::Form,
                PostAs::Json => pgpe::PostAs::Json,
                PostAs::Query => pgpe::PostAs::Query,
            };
            let pgpe = Pgpe::new(&base, token.clone(), format, limits(*called.lock().unwrap()));
            let pgpe = pgpe.map_err(|error| error.to_string())?;
            Ok(Arc::new(pgpe.spelled(post_as, pgpe::DateFormat::YearFirst)))
        }),
        payu: Box::new(move |settings, keys| {
            let base = settings.payu.url().map_err(|problem| problem.to_string())?;
            payu_at(&base, limits(*call.lock().unwrap()), keys, Arc::clone(&dated))
        }),
        window,
    }
}

const fn limits(call: Duration) -> Limits {
    Limits { connect: PATIENCE, call }
}

fn payu_at(
    base: &str,
    limits: Limits,
    keys: &PayuKeys,
    clock: Arc<dyn Clock>,
) -> Result<Payu, String> {
    let merchant = merchant(keys.key.clone(), keys.salt.clone());
    Payu::new(base, merchant, limits, clock).map_err(|error| error.to_string())
}

/// A prepaid recharge.
pub fn recharge(number: &str) -> Order {
    Order::Recharge(RechargeOrder {
        category: Category::MobilePrepaid,
        number: number.into(),
        operator: "PMJ".into(),
        operator_name: "Jio".into(),
        circle: "0".into(),
        amount: Paise::from_paise(2_000),
        optionals: Default::default(),
        customer_name: "Meena".into(),
    })
}

/// A payout to an account.
pub fn payout(account: &str) -> Order {
    Order::Payout(PayoutOrder {
        beneficiary_name: "Sunita Devi".into(),
        account: account.into(),
        ifsc: "HDFC0001234".into(),
        bank: "HDFC Bank".into(),
        mode: TransferMode::Imps,
        amount: Paise::from_paise(2_000),
        mobile: "9999999999".into(),
        place: Place::read("203.0.113.7", "28.6139", "77.2090").unwrap(),
    })
}

/// A collection of so many paise.
pub fn collection(paise: i64) -> Order {
    let amount = Paise::from_paise(paise);
    Order::Collection(CollectionOrder { amount, note: "sari".into() })
}

/// A wallet load; PayU is to send the customer back to these addresses.
pub fn load(paise: i64, way_back: &[String; 2]) -> Order {
    let [surl, furl] = way_back;
    payu::load(&Paise::from_paise(paise).to_wire(), [surl, furl])
}
