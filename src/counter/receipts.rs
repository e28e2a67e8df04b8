//! Receipts: made of what the ledger says now, handed out, and counted, so that the next one is
//! marked as a duplicate.
//!
//! A receipt is written down after it was handed out: what is in the ledger has happened. Where
//! the ledger cannot be written the receipt is given all the same, since the customer waits for
//! it; this run remembers it, and the agent is told that the next run will not.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::Counter;
use super::desk::Desk;
use super::messages::Update;
use crate::ids::AgentId;
use crate::ledger::LedgerError;
use crate::receipt::escpos::{self, Place};
use crate::receipt::picture::{self, Picture};
use crate::receipt::shape::Fonts;
use crate::receipt::system::{self, Job, PrintTrouble};
use crate::receipt::{Form, Giver, Page, PaperError, Receipt, Texts, pdf, text};
use crate::settings::{Paper, PrinterWay, ReceiptSettings};
use crate::transaction::{Event, Handed};

/// How long a device file may take no dots before the agent is told.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many files of one name are kept beside each other.
const SAME_NAME: u32 = 1_000;

/// By which way a receipt is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptWay {
    /// On paper; as a file where there is no printer.
    Print,
    /// As a PDF in a file.
    Save,
    /// As a picture for the clipboard.
    Picture,
    /// As text for the clipboard.
    Text,
}

/// What became of a receipt.
#[derive(Clone, Debug)]
pub struct ReceiptTold {
    /// Of which transaction.
    pub agent_id: AgentId,
    /// How it was handed out, or why it was not.
    pub result: Result<HandedOut, NoReceipt>,
    /// Why it could not be written down: after the next start nobody knows of it.
    pub unwritten: Option<Arc<LedgerError>>,
}

/// How a receipt was handed out.
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

/// Why a receipt was not handed out.
#[derive(Clone, Debug)]
pub enum NoReceipt {
    /// There is no such transaction, or it cannot be read.
    Ledger(Option<Arc<LedgerError>>),
    /// It cannot be drawn.
    Paper(PaperError),
    /// It was not printed.
    Print(PrintTrouble),
    /// The file was not written.
    File(PathBuf, Arc<io::Error>),
}

/// What a receipt is handed out with.
struct Means {
    giver: Giver,
    settings: ReceiptSettings,
    folder: PathBuf,
    practice: bool,
}

impl Counter {
    /// Hands out a receipt, meanwhile, and tells the window.
    pub(super) fn receipt(&self, agent_id: AgentId, texts: Vec<Texts>, way: ReceiptWay) {
        let Some(desk) = self.desk.clone() else { return };
        let settings = self.parts.settings.receipts.clone();
        let folder = match settings.folder.trim() {
            "" => self.parts.home.receipts(),
            own => PathBuf::from(own),
        };
        let giver = Giver {
            name: self.parts.settings.shop_name.trim().to_owned(),
            address: settings.address.trim().to_owned(),
            gstin: settings.gstin.trim().to_owned(),
            footer: settings.footer.trim().to_owned(),
        };
        let means = Means { giver, settings, folder, practice: !self.is_live() };
        Arc::clone(&desk).run_errand(async move {
            let told = hand_out(&desk, agent_id, &texts, way, &means).await;
            desk.window.tell(Update::Receipt(Box::new(told)));
        });
    }
}

async fn hand_out(
    desk: &Desk,
    agent_id: AgentId,
    texts: &[Texts],
    way: ReceiptWay,
    means: &Means,
) -> ReceiptTold {
    // One after another: a second one, pressed meanwhile, is a duplicate of the first.
    let mut unwritten = desk.receipts.lock().await;
    let told = |result| ReceiptTold { agent_id, result, unwritten: None };
    let found = desk.read(move |reader| reader.transaction(agent_id)).await;
    let transaction = match found {
        Ok(Some(transaction)) => transaction,
        Ok(None) => return told(Err(NoReceipt::Ledger(None))),
        Err(error) => return told(Err(NoReceipt::Ledger(Some(Arc::new(error))))),
    };
    let of_this_run = unwritten.get(&agent_id).copied().unwrap_or_default();
    let copy = transaction.receipts.saturating_add(of_this_run).saturating_add(1);
    let receipt = Receipt::of(&transaction, &means.giver, texts, copy, means.practice);
    let result = give(receipt, way, means).await;
    let handed = match &result {
        Ok(HandedOut::Printed) => Handed::Printed,
        Ok(HandedOut::Saved { .. }) => Handed::Saved,
        Ok(HandedOut::Picture(_)) => Handed::Picture,
        Ok(HandedOut::Text(_)) => Handed::Text,
        // It may be on paper, so the next one must not pass for the first.
        Err(NoReceipt::Print(PrintTrouble::Doubtful)) => Handed::Printed,
        Err(_) => return told(result),
    };
    match desk.append(agent_id, Event::Receipt { handed }).await {
        Ok(changed) => {
            desk.tell_changed(changed).await;
            told(result)
        }
        Err(error) => {
            *unwritten.entry(agent_id).or_default() += 1;
            ReceiptTold { unwritten: Some(Arc::new(error)), ..told(result) }
        }
    }
}

async fn give(receipt: Receipt, way: ReceiptWay, means: &Means) -> Result<HandedOut, NoReceipt> {
    let form = form(means.settings.paper);
    match way {
        ReceiptWay::Print => print(receipt, form, means).await,
        ReceiptWay::Save => save(receipt, form, means.folder.clone(), false).await,
        ReceiptWay::Text => Ok(HandedOut::Text(text::text(&receipt))),
        ReceiptWay::Picture => {
            let make =
                move |fonts: &Fonts| picture::picture(&Page::of(&receipt, form, fonts), fonts);
            Ok(HandedOut::Picture(Arc::new(drawn(make).await?)))
        }
    }
}

async fn print(receipt: Receipt, form: Form, means: &Means) -> Result<HandedOut, NoReceipt> {
    let settings = &means.settings;
    let printed = match settings.printer {
        PrinterWay::None => Err(PrintTrouble::NoPrinter),
        PrinterWay::System => through_system(&receipt, form, settings).await?,
        PrinterWay::Network => {
            let place = Place::Network(settings.network_printer.trim().to_owned());
            as_dots(&receipt, form, place).await?
        }
        PrinterWay::Device => {
            let place = Place::Device(PathBuf::from(settings.device_printer.trim()));
            as_dots(&receipt, form, place).await?
        }
    };
    match printed {
        Ok(()) => Ok(HandedOut::Printed),
        Err(PrintTrouble::NoPrinter) => save(receipt, form, means.folder.clone(), true).await,
        Err(trouble) => Err(NoReceipt::Print(trouble)),
    }
}

/// The outer result is of drawing, the inner one of printing.
async fn through_system(
    receipt: &Receipt,
    form: Form,
    settings: &ReceiptSettings,
) -> Result<Result<(), PrintTrouble>, NoReceipt> {
    let own = receipt.clone();
    let make = move |fonts: &Fonts| {
        let page = Page::of(&own, form, fonts);
        Ok((pdf::pdf(&own, &page, fonts)?, page))
    };
    let (pdf, page) = drawn(make).await?;
    let job = Job { pdf: &pdf, title: &receipt.name, form, page: &page };
    Ok(system::print(&job, &settings.system_command, &settings.system_printer).await)
}

async fn as_dots(
    receipt: &Receipt,
    form: Form,
    place: Place,
) -> Result<Result<(), PrintTrouble>, NoReceipt> {
    // A receipt printer has a roll, whatever the paper of the system's printer is.
    let form = if form == Form::A5 { Form::Roll80 } else { form };
    let own = receipt.clone();
    let make = move |fonts: &Fonts| picture::dots(&Page::of(&own, form, fonts), fonts);
    let dots = drawn(make).await?;
    let sent = tokio::task::spawn_blocking(move || escpos::send(&escpos::bytes(&dots), &place));
    Ok(match tokio::time::timeout(PATIENCE, sent).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_)) | Err(_) => Err(PrintTrouble::Doubtful),
    })
}

async fn save(
    receipt: Receipt,
    form: Form,
    folder: PathBuf,
    no_printer: bool,
) -> Result<HandedOut, NoReceipt> {
    let name = receipt.name.clone();
    let make = move |fonts: &Fonts| pdf::pdf(&receipt, &Page::of(&receipt, form, fonts), fonts);
    let pdf = drawn(make).await?;
    let place = folder.clone();
    let written = tokio::task::spawn_blocking(move || keep(&place, &name, &pdf));
    match written.await.unwrap_or_else(|error| Err(io::Error::other(error))) {
        Ok(file) => Ok(HandedOut::Saved { file, no_printer }),
        Err(error) => Err(NoReceipt::File(folder, Arc::new(error))),
    }
}

/// Writes a new file, beside one of the same name if there is one.
fn keep(folder: &Path, name: &str, pdf: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for at in 0..SAME_NAME {
        let beside = if at == 0 { String::new() } else { format!(" ({at})") };
        let file = folder.join(format!("{name}{beside}.pdf"));
        let mut new = match File::create_new(&file) {
            Ok(new) => new,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        if let Err(error) = new.write_all(pdf).and_then(|()| new.sync_all()) {
            // Half a receipt is none.
            let _left = fs::remove_file(&file);
            return Err(error);
        }
        return Ok(file);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Draws off the runtime's own threads.
async fn drawn<T: Send + 'static>(
    make: impl FnOnce(&Fonts) -> Result<T, PaperError> + Send + 'static,
) -> Result<T, NoReceipt> {
    let made = tokio::task::spawn_blocking(move || make(&Fonts::load()?));
    let made = made.await.unwrap_or_else(|error| Err(PaperError::Document(error.to_string())));
    made.map_err(NoReceipt::Paper)
}

const fn form(paper: Paper) -> Form {
    match paper {
        Paper::A5 => Form::A5,
        Paper::Roll80 => Form::Roll80,
        Paper::Roll58 => Form::Roll58,
    }
}
