//! Home: the folders of settings, ledgers and logs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::SettingsError;

/// The folder of everything, for tests and for a shop on a stick.
const HOME: &str = "GALLA_HOME";

/// Where settings, ledgers and logs live.
#[derive(Clone, Debug)]
pub struct Home {
    settings: PathBuf,
    data: PathBuf,
    cache: PathBuf,
}

impl Home {
    /// The folders of `GALLA_HOME`, else the system's usual ones; made if need be.
    ///
    /// # Errors
    /// When they cannot be made.
    pub fn find() -> Result<Self, SettingsError> {
        match std::env::var_os(HOME).filter(|home| !home.is_empty()) {
            Some(home) => Self::at(Path::new(&home)),
            None => {
                let folders =
                    directories::ProjectDirs::from("", "", "galla").ok_or(SettingsError::NoHome)?;
                let [settings, data, cache] =
                    [folders.config_dir(), folders.data_dir(), folders.cache_dir()];
                Self::of(settings.to_owned(), data.to_owned(), cache.to_owned())
            }
        }
    }

    /// Everything in one folder; made if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(folder: &Path) -> Result<Self, SettingsError> {
        Self::of(folder.to_owned(), folder.to_owned(), folder.join("cache"))
    }

    fn of(settings: PathBuf, data: PathBuf, cache: PathBuf) -> Result<Self, SettingsError> {
        for folder in [&settings, &data] {
            make_private(folder).map_err(|error| SettingsError::Io(folder.clone(), error))?;
        }
        Ok(Self { settings, data, cache })
    }

    /// The settings' file.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.settings.join("settings.toml")
    }

    /// The shop's own list of operators (api.md 1.6).
    #[must_use]
    pub fn operators_file(&self) -> PathBuf {
        self.settings.join("operators.csv")
    }

    /// The shop's own list of circles (api.md 1.6).
    #[must_use]
    pub fn circles_file(&self) -> PathBuf {
        self.settings.join("circles.csv")
    }

    /// The ledger of the practice or of the live counter: never the same file.
    #[must_use]
    pub fn ledger_file(&self, practice: bool) -> PathBuf {
        self.data.join(if practice { "practice.sqlite" } else { "live.sqlite" })
    }

    /// The folder of the daily copies of the ledgers; made when there is one to keep.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The folder of the logs.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// The folder of receipts that are saved; it is made with the first.
    #[must_use]
    pub fn receipts(&self) -> PathBuf {
        self.data.join("receipts")
    }

    /// The folder of closing statements that are saved; it is made with the first.
    #[must_use]
    pub fn statements(&self) -> PathBuf {
        self.data.join("statements")
    }

    /// The folder of the practice shops with a history, each of which is a home of its own; it is
    /// made with the first.
    #[must_use]
    pub fn practice_shops(&self) -> PathBuf {
        self.data.join("practice-shops")
    }

    /// The folder in which X11's library keeps its table of compose keys; made if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn compose_keys(&self) -> io::Result<PathBuf> {
        let folder = self.cache.join("compose");
        make_private(&folder)?;
        Ok(folder)
    }

    /// The folder of what belongs to the running program.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
