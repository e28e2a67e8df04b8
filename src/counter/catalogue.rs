//! The shop's lists of operators and circles: read, looked at, kept, and written out.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::Counter;
use super::messages::{ListKind, Update, WhyNoCatalogue};
use crate::catalogue::{Catalogue, CatalogueError, Sheet};
use crate::ledger::LedgerKind;
use crate::settings::write_in_one_step;

impl Counter {
    /// The shop's own operators on a live counter that has a list, else the practice list.
    pub(super) fn catalogue(&self, kind: LedgerKind) -> (Catalogue, Option<WhyNoCatalogue>) {
        let file = self.parts.home.operators_file();
        if kind == LedgerKind::Practice || !file.exists() {
            return (Catalogue::practice(), None);
        }
        match Catalogue::from_files(&file, &self.parts.home.circles_file()) {
            Ok(catalogue) => (catalogue, None),
            Err(error) => (Catalogue::practice(), Some(Arc::new(error))),
        }
    }

    /// Reads a list and tells what it is; nothing is kept yet.
    pub(super) fn read_list(&self, file: PathBuf) {
        let (machine, window) = (self.parts.machine.clone(), self.parts.window.clone());
        tokio::spawn(async move {
            let from = file.clone();
            let read = machine.at_the_disk(move || Sheet::open(&from)).await;
            let read = read.unwrap_or_else(|error| Err(CatalogueError::Io(file, error)));
            window.tell(Update::ListRead(read.map(Arc::new).map_err(Arc::new)));
        });
    }

    /// Writes the lists of the shop beside its settings, and works by them from then on. A
    /// list of practice codes is not kept: the live counter would refuse each of them.
    pub(super) async fn keep_catalogue(&self, catalogue: Arc<Catalogue>) {
        let (operators, circles) =
            (self.parts.home.operators_file(), self.parts.home.circles_file());
        let kept = if self.is_live() && !catalogue.is_practice() {
            let shared = Arc::clone(&catalogue);
            // The circles first: with them alone the practice list is still shown.
            let written = self.parts.machine.at_the_disk(move || {
                write_in_one_step(&circles, &shared.circles_csv()?)?;
                write_in_one_step(&operators, &shared.operators_csv()?)
            });
            written.await.flatten()
        } else {
            Err(io::ErrorKind::PermissionDenied.into())
        };
        let kept = kept.map(|()| catalogue).map_err(Arc::new);
        self.parts.window.tell(Update::CatalogueKept(kept));
    }

    /// Writes a list where the agent wants it, with a mark so that spreadsheets read Hindi.
    pub(super) fn write_list(
        &self,
        file: PathBuf,
        which: ListKind,
        catalogue: Arc<Catalogue>,
        replace: bool,
    ) {
        let (machine, window) = (self.parts.machine.clone(), self.parts.window.clone());
        tokio::spawn(async move {
            let to = file.clone();
            let written = machine.at_the_disk(move || {
                if !replace && to.exists() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                let list = match which {
                    ListKind::Operators => catalogue.operators_csv()?,
                    ListKind::Circles => catalogue.circles_csv()?,
                };
                write_in_one_step(&to, &format!("\u{feff}{list}"))
            });
            let written = written.await.flatten().map(|()| file).map_err(Arc::new);
            window.tell(Update::ListWritten(written));
        });
    }
}
