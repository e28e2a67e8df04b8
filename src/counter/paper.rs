//! Paper: a document printed by the way of the settings, or kept as a file beside the ledger.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::Counter;
use crate::ledger::LedgerError;
use crate::receipt::escpos::{self, Place};
use crate::receipt::picture::{self, Picture};
use crate::receipt::shape::Fonts;
use crate::receipt::system::{self, Job, PrintTrouble};
use crate::receipt::{Document, Form, Giver, Page, PaperError, pdf};
use crate::settings::{PrinterWay, ReceiptSettings};

/// How long a device file may take no dots before the agent is told.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many files of one name are kept beside each other.
const SAME_NAME: u32 = 1_000;

/// How a document was handed out.
#[derive(Clone, Debug)]
pub enum HandedOut {
    /// On paper.
    Printed,
    /// In a file.
    Saved {
        /// The file.
        file: PathBuf,
        /// Whether paper was asked for, and there is no printer.
        no_printer: bool,
    },
    /// As a picture; the window copies it.
    Picture(Arc<Picture>),
    /// As text; the window copies it.
    Text(String),
}

/// Why a document was not handed out.
#[derive(Clone, Debug)]
pub enum NotHandedOut {
    /// What it is about is not in the ledger, or the ledger cannot be read.
    Ledger(Option<Arc<LedgerError>>),
    /// It cannot be drawn.
    Paper(PaperError),
    /// It was not printed.
    Print(PrintTrouble),
    /// The file was not written.
    File(PathBuf, Arc<io::Error>),
    /// It needs the PIN, which was not given.
    NoPin,
}

/// What a document is handed out with.
pub struct Means {
    pub giver: Giver,
    pub settings: ReceiptSettings,
    pub folder: PathBuf,
    pub practice: bool,
}

impl Counter {
    /// What documents are handed out with; `folder` keeps those of a shop that named none.
    pub(super) fn means(&self, folder: PathBuf) -> Means {
        let settings = self.parts.settings.receipts.clone();
        let folder = match settings.folder.trim() {
            "" => folder,
            own => PathBuf::from(own),
        };
        let giver = Giver {
            name: self.parts.settings.shop_name.trim().to_owned(),
            address: settings.address.trim().to_owned(),
            gstin: settings.gstin.trim().to_owned(),
            footer: settings.footer.trim().to_owned(),
        };
        Means { giver, settings, folder, practice: !self.is_live() }
    }
}

/// Prints a document; saves it where there is no printer.
pub async fn print(
    document: Document,
    form: Form,
    means: &Means,
) -> Result<HandedOut, NotHandedOut> {
    let settings = &means.settings;
    let printed = match settings.printer {
        PrinterWay::None => Err(PrintTrouble::NoPrinter),
        PrinterWay::System => through_system(&document, form, settings).await?,
        PrinterWay::Network => {
            let place = Place::Network(settings.network_printer.trim().to_owned());
            as_dots(&document, form, place).await?
        }
        PrinterWay::Device => {
            let place = Place::Device(PathBuf::from(settings.device_printer.trim()));
            as_dots(&document, form, place).await?
        }
    };
    match printed {
        Ok(()) => Ok(HandedOut::Printed),
        Err(PrintTrouble::NoPrinter) => save(document, form, means.folder.clone(), true).await,
        Err(trouble) => Err(NotHandedOut::Print(trouble)),
    }
}

/// The outer result is of drawing, the inner one of printing.
async fn through_system(
    document: &Document,
    form: Form,
    settings: &ReceiptSettings,
) -> Result<Result<(), PrintTrouble>, NotHandedOut> {
    let own = document.clone();
    let make = move |fonts: &Fonts| {
        let pages = own.pages(form, fonts);
        let height = pages.iter().map(|page: &Page| page.height).fold(0.0, f32::max);
        Ok((pdf::pdf(&own, &pages, fonts)?, height))
    };
    let (pdf, height) = drawn(make).await?;
    let job = Job { pdf: &pdf, title: &document.name, form, height };
    Ok(system::print(&job, &settings.system_command, &settings.system_printer).await)
}

async fn as_dots(
    document: &Document,
    form: Form,
    place: Place,
) -> Result<Result<(), PrintTrouble>, NotHandedOut> {
    // A receipt printer has a roll, whatever the paper of the system's printer is.
    let form = match form {
        Form::A4 | Form::A5 => Form::Roll80,
        roll => roll,
    };
    let own = document.clone();
    let make = move |fonts: &Fonts| picture::dots(&own.pages(form, fonts), fonts);
    let dots = drawn(make).await?;
    let sent = tokio::task::spawn_blocking(move || escpos::send(&escpos::bytes(&dots), &place));
    Ok(match tokio::time::timeout(PATIENCE, sent).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_)) | Err(_) => Err(PrintTrouble::Doubtful),
    })
}

/// Saves a document as a PDF; `no_printer` says that it was to be printed.
pub async fn save(
    document: Document,
    form: Form,
    folder: PathBuf,
    no_printer: bool,
) -> Result<HandedOut, NotHandedOut> {
    let name = format!("{}.pdf", document.name);
    let make = move |fonts: &Fonts| pdf::pdf(&document, &document.pages(form, fonts), fonts);
    let pdf = drawn(make).await?;
    let file = keep(folder, name, pdf).await?;
    Ok(HandedOut::Saved { file, no_printer })
}

/// Writes a new file, beside one of the same name if there is one.
pub async fn keep(
    folder: PathBuf,
    name: String,
    contents: Vec<u8>,
) -> Result<PathBuf, NotHandedOut> {
    let place = folder.clone();
    let written = tokio::task::spawn_blocking(move || write_new(&place, &name, &contents));
    let written = written.await.unwrap_or_else(|error| Err(io::Error::other(error)));
    written.map_err(|error| NotHandedOut::File(folder, Arc::new(error)))
}

fn write_new(folder: &Path, name: &str, contents: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for at in 0..SAME_NAME {
        let beside = if at == 0 { String::new() } else { format!(" ({at})") };
        let file = folder.join(format!("{stem}{beside}.{ending}"));
        let mut new = match File::create_new(&file) {
            Ok(new) => new,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        if let Err(error) = new.write_all(contents).and_then(|()| new.sync_all()) {
            // Half a document is none.
            let _left = fs::remove_file(&file);
            return Err(error);
        }
        return Ok(file);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Draws off the runtime's own threads.
pub async fn drawn<T: Send + 'static>(
    make: impl FnOnce(&Fonts) -> Result<T, PaperError> + Send + 'static,
) -> Result<T, NotHandedOut> {
    let made = tokio::task::spawn_blocking(move || make(&Fonts::load()?));
    let made = made.await.unwrap_or_else(|error| Err(PaperError::Document(error.to_string())));
    made.map_err(NotHandedOut::Paper)
}
