//! Settings: what the shop chose, where everything lives, and both written without losing anything.

mod home;
mod payu;
mod pin;
mod receipts;
mod sound;

use std::fs;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub use home::Home;
pub use payu::{LoadMethod, LoadUnit, PayuSettings};
pub use pin::PinSettings;
pub use receipts::{Paper, PrinterWay, ReceiptLanguage, ReceiptSettings, well_formed_gstin};
pub use sound::{SoundSettings, SpeechLanguage};

use crate::money::Paise;
use crate::transaction::Service;
use crate::transaction::order::{Place, PlaceProblem};

/// Overrides the address of PGPE, for tests and for shops that script.
const PGPE_URL: &str = "GALLA_PGPE_URL";

/// What the shop chose. Keys that this version does not know are kept as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The shop's name, for the top bar; empty until it is given.
    pub shop_name: String,
    /// `en` or `hi`; the computer's language when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Light, dark, or as the computer is set.
    pub theme: Theme,
    /// How large all text is.
    pub text_size: TextSize,
    /// The address of PGPE (api.md 1).
    pub pgpe_url: String,
    /// The form of PGPE's answers (api.md 1).
    pub format: Format,
    /// How the parameters of a POST travel (api.md 1).
    pub post_as: PostAs,
    /// How a day is spelled in `transactionDate` (api.md 1).
    pub transaction_date_format: DateFormat,
    /// The public address of the shop's line (`EndpointIPAddress`); empty until it is known.
    pub endpoint_address: String,
    /// Where the shop stands, in degrees; empty until it is given.
    pub latitude: String,
    /// Where the shop stands, in degrees; empty until it is given.
    pub longitude: String,
    /// Under this amount the Recharge wallet is low; 0 never warns.
    pub low_recharge_balance: Paise,
    /// Under this amount the Payout wallet is low; 0 never warns.
    pub low_payout_balance: Paise,
    /// Whether the gateway may call this computer (api.md 1.4).
    pub callbacks: bool,
    /// Where to listen for it: this computer only, for a tunnel or a reverse proxy.
    pub callback_listen: String,
    /// How the world reaches that address; empty when it is the address itself.
    pub callback_public_url: String,
    /// Whether the desktop says when a pending transaction is resolved.
    pub notifications: bool,
    /// After how many minutes a UPI code is greyed (api.md 3).
    pub qr_minutes: u64,
    /// How long a connection to the gateway may take, in seconds.
    pub connect_timeout_seconds: u64,
    /// How long a whole call to the gateway may take, in seconds.
    pub call_timeout_seconds: u64,
    /// Whether the first tour was taken or left; it is offered on a practice counter alone.
    pub tour_seen: bool,
    /// What the shop chose towards PayU.
    pub payu: PayuSettings,
    /// What the shop chose about receipts.
    pub receipts: ReceiptSettings,
    /// What the PIN guards.
    pub pin: PinSettings,
    /// What is heard at the counter.
    pub sound: SoundSettings,
    /// What a newer version wrote.
    #[serde(flatten)]
    unknown: toml::Table,
}

/// Light, dark, or as the computer is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the computer is set.
    #[default]
    System,
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

/// How large all text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// More on a small screen.
    Small,
    /// For a screen at arm's length.
    #[default]
    Normal,
    /// For tired eyes.
    Large,
}

/// The form of PGPE's answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// How the parameters of a POST travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostAs {
    /// As a form in the body.
    #[default]
    Form,
    /// As a JSON object in the body.
    Json,
    /// In the query.
    Query,
}

/// How a day is spelled in `transactionDate`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateFormat {
    /// `2026-11-23`.
    #[default]
    #[serde(rename = "yyyy-MM-dd")]
    YearFirst,
    /// `23/11/2026`.
    #[serde(rename = "dd/MM/yyyy")]
    DayFirst,
}

/// Why a text is not an address that a gateway may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlProblem {
    /// It is no web address.
    #[error("this is not a web address; it looks like https://www.pgpe.in")]
    NotAnAddress,
    /// It is not encrypted, and leaves this computer.
    #[error("the address must begin with https://")]
    NotSecure,
    /// It has a name, a password, a query or a fragment.
    #[error("the address must have nothing behind its host and path")]
    TooMuch,
}

/// Why the settings could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is not TOML, or a value is of the wrong kind. The file was put aside.
    #[error(
        "the settings in {file} cannot be read ({problem}); they were kept as {aside} and the usual ones are used"
    )]
    Broken {
        /// The file.
        file: PathBuf,
        /// What is wrong, with its line and column.
        problem: String,
        /// Where the broken file is now.
        aside: PathBuf,
    },
    /// The operating system refused.
    #[error("the settings cannot be kept in {0}: {1}")]
    Io(PathBuf, io::Error),
    /// This computer has no folder for settings.
    #[error("this computer names no folder for settings; set GALLA_HOME to a folder")]
    NoHome,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            shop_name: String::new(),
            language: None,
            theme: Theme::default(),
            text_size: TextSize::default(),
            pgpe_url: "https://www.pgpe.in".to_owned(),
            format: Format::default(),
            post_as: PostAs::default(),
            transaction_date_format: DateFormat::default(),
            endpoint_address: String::new(),
            latitude: String::new(),
            longitude: String::new(),
            low_recharge_balance: Paise::from_paise(100_000),
            low_payout_balance: Paise::from_paise(1_000_000),
            callbacks: false,
            callback_listen: "127.0.0.1:8750".to_owned(),
            callback_public_url: String::new(),
            notifications: true,
            qr_minutes: 8,
            connect_timeout_seconds: 10,
            call_timeout_seconds: 60,
            tour_seen: false,
            payu: PayuSettings::default(),
            receipts: ReceiptSettings::default(),
            pin: PinSettings::default(),
            sound: SoundSettings::default(),
            unknown: toml::Table::new(),
        }
    }
}

impl Settings {
    /// Reads the settings; the usual ones where there is no file yet.
    ///
    /// # Errors
    /// With the usual settings beside it, when the file cannot be read: nothing that the
    /// shop wrote is overwritten, a broken file is put aside under another name.
    pub fn load(home: &Home) -> (Self, Option<SettingsError>) {
        let file = home.settings_file();
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (Self::default(), None);
            }
            Err(error) => return (Self::default(), Some(SettingsError::Io(file, error))),
        };
        match toml::from_str::<Self>(text.trim_start_matches('\u{feff}')) {
            Ok(settings) => (settings, None),
            Err(error) => {
                let problem = error.to_string().lines().next().unwrap_or_default().to_owned();
                (Self::default(), Some(put_aside(file, problem)))
            }
        }
    }

    /// Keeps the settings, in one step: after a crash the old or the new ones are there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, home: &Home) -> Result<(), SettingsError> {
        let file = home.settings_file();
        let text = toml::to_string_pretty(self)
            .map_err(|error| SettingsError::Io(file.clone(), io::Error::other(error)))?;
        write_in_one_step(&file, &text).map_err(|error| SettingsError::Io(file, error))
    }

    /// The address of PGPE in force: the environment's, else the setting.
    ///
    /// # Errors
    /// [`UrlProblem`] when it may not be used.
    pub fn pgpe_url(&self) -> Result<String, UrlProblem> {
        match std::env::var(PGPE_URL) {
            Ok(overridden) if !overridden.trim().is_empty() => Self::check_url(&overridden),
            _ => Self::check_url(&self.pgpe_url),
        }
    }

    /// The address without its last slash, if a gateway may have it: https anywhere, http
    /// on this computer only, since the token travels in the query (api.md 1).
    ///
    /// # Errors
    /// [`UrlProblem`] when it may not.
    pub fn check_url(typed: &str) -> Result<String, UrlProblem> {
        let url = Url::parse(typed.trim()).map_err(|_| UrlProblem::NotAnAddress)?;
        let host = url.host().ok_or(UrlProblem::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host) => {}
            "http" => return Err(UrlProblem::NotSecure),
            _ => return Err(UrlProblem::NotAnAddress),
        }
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if bare {
            Ok(url.as_str().trim_end_matches('/').to_owned())
        } else {
            Err(UrlProblem::TooMuch)
        }
    }

    /// Where the shop's payouts come from.
    ///
    /// # Errors
    /// [`PlaceProblem`] with what is not yet given.
    pub fn place(&self) -> Result<Place, PlaceProblem> {
        Place::read(&self.endpoint_address, &self.latitude, &self.longitude)
    }

    /// Under which amount the wallet of a service is low; 0 never warns.
    #[must_use]
    pub const fn low_balance(&self, service: Service) -> Paise {
        match service {
            Service::Recharge => self.low_recharge_balance,
            Service::Payout => self.low_payout_balance,
            // What is collected only comes in; a customer's wallet is the customer's.
            Service::Collection | Service::WalletLoad => Paise::ZERO,
        }
    }

    /// How long a connection may take; at least a second, at most two minutes.
    #[must_use]
    pub fn connect_timeout(&self) -> Duration {
        Duration::from_secs(self.connect_timeout_seconds.clamp(1, 120))
    }

    /// How long a whole call may take; at least five seconds, at most ten minutes.
    #[must_use]
    pub fn call_timeout(&self) -> Duration {
        Duration::from_secs(self.call_timeout_seconds.clamp(5, 600))
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => IpAddr::from(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(*address).is_loopback(),
    }
}

/// Moves a broken file to a free name beside it.
fn put_aside(file: PathBuf, problem: String) -> SettingsError {
    let free = (1..1_000)
        .map(|at| file.with_extension(format!("broken-{at}.toml")))
        .find(|candidate| !candidate.exists());
    let Some(aside) = free else {
        return SettingsError::Io(file, io::Error::other("too many broken settings are kept"));
    };
    match fs::rename(&file, &aside) {
        Ok(()) => SettingsError::Broken { file, problem, aside },
        Err(error) => SettingsError::Io(file, error),
    }
}

/// Writes a file in one step: after a crash the old text or the new one is there.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_in_one_step(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().ok_or_else(|| io::Error::other("the file has no folder"))?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path()).unwrap();
        (folder, home)
    }

    #[test]
    fn settings_are_kept_with_what_a_newer_version_wrote() {
        let (_folder, home) = home();
        fs::write(home.settings_file(), "theme = \"dark\"\nfrom_the_future = [1, 2]\n").unwrap();
        let (mut settings, problem) = Settings::load(&home);
        assert!(problem.is_none());
        assert_eq!(settings.theme, Theme::Dark);
        settings.shop_name = "आशा स्टोर".into();
        settings.save(&home).unwrap();
        assert_eq!(Settings::load(&home).0, settings);
        let text = fs::read_to_string(home.settings_file()).unwrap();
        assert!(text.contains("from_the_future"), "{text}");
    }

    #[test]
    fn a_broken_file_is_told_with_its_place_and_kept() {
        let (_folder, home) = home();
        fs::write(home.settings_file(), "theme = \"dark\"\nshop_name = \n").unwrap();
        let (settings, problem) = Settings::load(&home);
        assert_eq!(settings, Settings::default());
        let Some(SettingsError::Broken { problem, aside, .. }) = problem else {
            panic!("{problem:?}")
        };
        assert!(problem.contains("line 2"), "{problem}");
        assert!(fs::read_to_string(aside).unwrap().contains("dark"));
        settings.save(&home).unwrap();
        fs::write(home.settings_file(), "theme = 7").unwrap();
        let (_, again) = Settings::load(&home);
        assert!(matches!(again, Some(SettingsError::Broken { .. })), "{again:?}");
        assert_eq!(fs::read_dir(home.data()).unwrap().count(), 2, "both broken files are kept");
    }

    #[test]
    fn m10_the_token_travels_encrypted_or_not_at_all() {
        let good = [
            ("https://www.pgpe.in", "https://www.pgpe.in"),
            (" https://www.pgpe.in/ ", "https://www.pgpe.in"),
            ("https://test.pgpe.in:8443/base/", "https://test.pgpe.in:8443/base"),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
            ("http://localhost:4000", "http://localhost:4000"),
            ("http://[::1]:4000", "http://[::1]:4000"),
        ];
        for (typed, kept) in good {
            assert_eq!(Settings::check_url(typed).as_deref(), Ok(kept));
        }
        let bad = [
            ("", UrlProblem::NotAnAddress),
            ("www.pgpe.in", UrlProblem::NotAnAddress),
            ("ftp://www.pgpe.in", UrlProblem::NotAnAddress),
            ("http://www.pgpe.in", UrlProblem::NotSecure),
            ("http://127.0.0.1.example.com", UrlProblem::NotSecure),
            ("http://10.0.0.1", UrlProblem::NotSecure),
            ("https://user:word@www.pgpe.in", UrlProblem::TooMuch),
            ("https://www.pgpe.in/?token=1", UrlProblem::TooMuch),
        ];
        for (typed, problem) in bad {
            assert_eq!(Settings::check_url(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn limits_on_waiting_stay_within_reason() {
        let settings = Settings {
            call_timeout_seconds: 0,
            connect_timeout_seconds: 9_999,
            ..Settings::default()
        };
        assert_eq!(settings.call_timeout(), Duration::from_secs(5));
        assert_eq!(settings.connect_timeout(), Duration::from_secs(120));
    }

    #[test]
    fn practice_and_live_never_share_a_ledger() {
        let (_folder, home) = home();
        assert_ne!(home.ledger_file(true), home.ledger_file(false));
    }
}
