//! The settings towards PayU: where it is, which wallet, and how a load is spelled (api.md 2).

use serde::{Deserialize, Serialize};

use super::{Settings, UrlProblem};

/// Overrides the address of PayU, for tests and for shops that script.
const PAYU_URL: &str = "GALLA_PAYU_URL";

/// What the shop chose towards PayU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayuSettings {
    /// The address of PayU; its test address is `https://apitest.payu.in`.
    pub url: String,
    /// `walletIdentifier`.
    pub wallet: String,
    /// By which method a load is sent.
    pub load_method: LoadMethod,
    /// How an amount is spelled in `loadAmount`.
    pub load_amount_unit: LoadUnit,
    /// What the seamless flag is called.
    pub seamless_field: String,
    /// Where PayU sends a customer who has paid; empty where the shop listens itself.
    pub surl: String,
    /// Where PayU sends a customer who has not; empty where the shop listens itself.
    pub furl: String,
}

/// By which method a load is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoadMethod {
    /// As the document's table says.
    #[default]
    Patch,
    /// As the document's sample says.
    Post,
}

/// How an amount is spelled in `loadAmount`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoadUnit {
    /// ₹41.00 is 4100.
    #[default]
    Paise,
    /// ₹41.00 is 41.00.
    Rupees,
}

impl Default for PayuSettings {
    fn default() -> Self {
        Self {
            url: "https://api.payu.in".to_owned(),
            wallet: "CLW".to_owned(),
            load_method: LoadMethod::default(),
            load_amount_unit: LoadUnit::default(),
            seamless_field: "seamlessTxn".to_owned(),
            surl: String::new(),
            furl: String::new(),
        }
    }
}

impl PayuSettings {
    /// The address of PayU in force: the environment's, else the setting.
    ///
    /// # Errors
    /// [`UrlProblem`] when it may not be used.
    pub fn url(&self) -> Result<String, UrlProblem> {
        match std::env::var(PAYU_URL) {
            Ok(overridden) if !overridden.trim().is_empty() => Settings::check_url(&overridden),
            _ => Settings::check_url(&self.url),
        }
    }
}
