//! The desktop's own dialog for choosing a file: opened beside the window, never waited for.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use rfd::AsyncFileDialog;

/// What the agent is to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A file that is there.
    File,
    /// Where to write a file; a name is offered.
    Place(String),
}

/// The file that the agent chooses, some time; `None` when the dialog is closed without one,
/// or the desktop has no dialog.
pub type Chosen = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;

/// Opens the dialog for a CSV list. To be called on the window's thread, as macOS wants it.
#[must_use]
pub fn open(title: &str, wanted: &Wanted) -> Chosen {
    let dialog = AsyncFileDialog::new().set_title(title).add_filter("CSV", &["csv", "txt"]);
    match wanted {
        Wanted::File => {
            let chosen = dialog.pick_file();
            Box::pin(async move { Some(chosen.await?.path().to_owned()) })
        }
        Wanted::Place(name) => {
            let chosen = dialog.set_file_name(name).save_file();
            Box::pin(async move { Some(chosen.await?.path().to_owned()) })
        }
    }
}
