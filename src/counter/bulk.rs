//! A list of recharges before it is sent: read, every line looked at; and a report written.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::batch_messages::{BatchUpdate, Source, WhyNotChecked};
use super::desk::Desk;
use super::messages::Update;
use crate::catalogue::Catalogue;
use crate::ledger::{LedgerError, Reader};
use crate::settings::write_in_one_step;
use crate::time::Moment;
use crate::transaction::bulk::{self, Before, Known, MOST_BYTES};
use crate::transaction::{Category, Circle, Operator, Order, Transaction};

/// Looks at every line of a list, meanwhile, and tells the window.
pub fn check(
    desk: &Arc<Desk>,
    source: Source,
    category: Category,
    catalogue: Arc<Catalogue>,
    live: bool,
) {
    let asked = Arc::clone(desk);
    desk.run_errand(async move {
        let read = match source {
            Source::Text(text) => Ok(text),
            Source::File(file) => on_disk(move || open(&file)).await,
        };
        let text = match read {
            Ok(text) => text,
            Err(error) => {
                let told = BatchUpdate::NotRead(Arc::new(error));
                return asked.window.tell(Update::Batch(told));
            }
        };
        let checked = match bulk::read(&text) {
            Err(error) => Err(WhyNotChecked::NotAList(error)),
            Ok(rows) => {
                let now = asked.clock.now();
                let looked = asked.read(move |reader| {
                    bulk::check(rows, category, live, &Shop { reader, catalogue: &catalogue, now })
                });
                looked.await.map(Arc::new).map_err(|error| WhyNotChecked::Ledger(Arc::new(error)))
            }
        };
        asked.window.tell(Update::Batch(BatchUpdate::Checked { text, checked }));
    });
}

/// Writes a text where the agent wants it, with a mark so that spreadsheets read Hindi.
pub fn save(desk: &Arc<Desk>, file: PathBuf, text: String, replace: bool) {
    let asked = Arc::clone(desk);
    desk.run_errand(async move {
        let to = file.clone();
        let written = on_disk(move || {
            if !replace && to.exists() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            write_in_one_step(&to, &format!("\u{feff}{text}"))
        });
        let written = written.await.map(|()| file).map_err(Arc::new);
        asked.window.tell(Update::Batch(BatchUpdate::Saved(written)));
    });
}

/// Reads a list out of a file.
///
/// # Errors
/// `FileTooLarge` beyond the longest list, and `InvalidData` for one that is not UTF-8, as a
/// spreadsheet's plain "CSV" is not.
fn open(file: &Path) -> io::Result<String> {
    let opened = File::open(file)?;
    if opened.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    opened.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MOST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let text = String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Works with files off the runtime's own threads.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// What a list is checked against: the shop's operators, and its ledger as it now is.
struct Shop<'a> {
    reader: &'a Reader,
    catalogue: &'a Catalogue,
    now: Moment,
}

impl Known for Shop<'_> {
    type Error = LedgerError;

    fn operators(&self, category: Category) -> &[Operator] {
        self.catalogue.operators(category)
    }

    fn circles(&self) -> &[Circle] {
        self.catalogue.circles()
    }

    fn before(&self, number: &str) -> Result<Option<Before>, LedgerError> {
        Ok(self.reader.remembered(number)?.map(|known| Before {
            category: known.category,
            operator: known.operator,
            circle: known.circle,
            optionals: known.optionals,
            name: known.customer_name,
        }))
    }

    fn repeated(&self, order: &Order) -> Result<Option<Transaction>, LedgerError> {
        self.reader.repeated(order, self.now)
    }
}
