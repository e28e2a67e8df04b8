//! The files of a database: their names, who may read them, and how they reach the disk.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite puts beside a database, by the ends of their names. Each is a part of it:
/// beside another database it would be taken for a part of that one.
pub(super) const PARTS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The path of a file that belongs to `path` and is named after it.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// How long a file is, in bytes; 0 when there is none.
pub(super) fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// Files that are made with these options are for the agent's own account only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Removes a database that was never finished, with its parts, where there is one.
///
/// # Errors
/// When what is there cannot be removed.
pub(super) fn remove_database(path: &Path) -> io::Result<()> {
    for suffix in PARTS.iter().chain(&[""]) {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Makes what a file holds and that it is there survive a power cut.
///
/// # Errors
/// As the operating system says.
pub(super) fn sync(file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(file)?.sync_all()?;
    sync_folder(file)
}

/// Makes the names in a file's folder survive a power cut.
///
/// # Errors
/// As the operating system says.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
