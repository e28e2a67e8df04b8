//! Having the system bring a whole file into memory, from its beginning to its end.

use std::fs::File;
use std::io;
use std::path::Path;

/// Makes the system bring the file at `path` into memory from its beginning to its end, as far as
/// it is not there: a check goes through it page by page, backwards too, and waits for a disk
/// each time.
/// For a program that does not have the ledger open: closing a file gives up all locks that the
/// program has on it.
///
/// # Errors
/// When it cannot be read.
pub fn read_ahead(path: &Path) -> io::Result<()> {
    bring(&File::open(path)?)
}

#[cfg(target_os = "linux")]
fn bring(file: &File) -> io::Result<()> {
    use rustix::fs::{Advice, fadvise};
    use std::num::NonZeroU64;

    /// The system brings no more than a disk's own reading ahead at once, 128 KiB at the least.
    const PIECE: NonZeroU64 = NonZeroU64::new(128 << 10).unwrap();
    let mut at = 0;
    let end = file.metadata()?.len();
    while at < end {
        fadvise(file, at, Some(PIECE), Advice::WillNeed)?;
        at += PIECE.get();
    }
    Ok(())
}

/// No other system is told; reading it once does the same, and takes its time where the file is
/// in memory already.
#[cfg(not(target_os = "linux"))]
fn bring(mut file: &File) -> io::Result<()> {
    use std::io::BufReader;

    io::copy(&mut BufReader::with_capacity(1 << 20, &mut file), &mut io::sink()).map(drop)
}
