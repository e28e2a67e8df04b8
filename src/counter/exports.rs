//! Exports: written beside the place where they are to lie and moved there whole, watched, and broken off on demand.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::NamedTempFile;

use super::Counter;
use super::messages::{ExportState, Update, WhyNotExported};
use super::window::Window;
use crate::ledger::export::{Ended, Format, Span, export};
use crate::ledger::{LedgerError, Reader};

/// What is to be written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOrder {
    /// Which transactions.
    pub span: Span,
    /// As what.
    pub format: Format,
    /// Where to.
    pub file: PathBuf,
    /// Whether a file that is there is replaced.
    pub replace: bool,
}

impl Counter {
    /// Writes an export, meanwhile; one that is being written is broken off.
    pub(super) fn export(&mut self, order: ExportOrder) {
        self.cancel_export();
        let cancel = Arc::new(AtomicBool::new(false));
        self.exporting = Some(Arc::clone(&cancel));
        let ledger = self.parts.home.ledger_file(!self.is_live());
        let window = self.parts.window.clone();
        tokio::task::spawn_blocking(move || {
            let state = match write(&ledger, &order, &cancel, &window) {
                Ok(Some(written)) => ExportState::Written { file: order.file, written },
                Ok(None) => ExportState::Cancelled,
                Err(why) => ExportState::NotWritten(why),
            };
            window.tell(Update::Export(state));
        });
    }

    /// Breaks off the export that is being written, if any.
    pub(super) fn cancel_export(&mut self) {
        if let Some(cancel) = self.exporting.take() {
            cancel.store(true, Ordering::SeqCst);
        }
    }
}

/// Writes the file whole or not at all; how many transactions it has, or `None` when it was
/// broken off.
fn write(
    ledger: &Path,
    order: &ExportOrder,
    cancel: &AtomicBool,
    window: &Window,
) -> Result<Option<u64>, WhyNotExported> {
    let file = |error: io::Error| WhyNotExported::File(Arc::new(error));
    let failed = |error: LedgerError| WhyNotExported::Ledger(Arc::new(error));
    if !order.replace && order.file.exists() {
        return Err(file(io::ErrorKind::AlreadyExists.into()));
    }
    // A reader of its own: whoever looks something up meanwhile does not wait for it.
    let reader = Reader::open(ledger).map_err(failed)?;
    let of = count(&reader, order.span).map_err(failed)?;
    let folder = order.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut place = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(file)?;
    let mut watch = |written| {
        window.tell(Update::Export(ExportState::Writing { written, of }));
        if cancel.load(Ordering::SeqCst) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let mut out = BufWriter::new(place.as_file_mut());
    let ended = export(&reader, order.span, order.format, &mut out, &mut watch).map_err(failed)?;
    out.flush().map_err(file)?;
    drop(out);
    match ended {
        Ended::Cancelled => Ok(None),
        Ended::Whole(_) if cancel.load(Ordering::SeqCst) => Ok(None),
        Ended::Whole(written) => {
            place.as_file().sync_all().map_err(file)?;
            let kept = if order.replace {
                place.persist(&order.file)
            } else {
                place.persist_noclobber(&order.file)
            };
            kept.map_err(|error| file(error.error))?;
            Ok(Some(written))
        }
    }
}

fn count(reader: &Reader, span: Span) -> Result<u64, LedgerError> {
    match span {
        Span::All => reader.transaction_count(),
        Span::Days(from, to) => Ok(reader.totals(from, to)?.count()),
    }
}
