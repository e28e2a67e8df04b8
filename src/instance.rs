//! One window for one home (money rule M15): a second start asks the first window to come forward.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Held by the first window.
const LOCK: &str = "galla.lock";

/// Says where the first window listens, and the word that it answers to.
const DOOR: &str = "galla.open";

/// How long one side waits for the other.
const PATIENCE: Duration = Duration::from_secs(1);

/// The word has this many hexadecimal digits.
const WORD_LEN: usize = 32;

/// The right to be the only window of a home, until it is dropped.
#[derive(Debug)]
pub struct Instance {
    _lock: File,
}

/// Why this start is not the only one.
#[derive(Debug, thiserror::Error)]
pub enum NotTheOnly {
    /// Another window is open.
    #[error("Galla is already open")]
    AlreadyOpen {
        /// Whether that window was asked to come forward, and said that it would.
        raised: bool,
    },
    /// The folder cannot be written.
    #[error("the folder of Galla cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl Instance {
    /// Becomes the only window of the home in `folder`. `raise` is called on a thread of
    /// its own when a later start asks for the window.
    ///
    /// # Errors
    /// [`NotTheOnly`] when there is another one, which has then been asked to come forward.
    pub fn claim(folder: &Path, raise: impl Fn() + Send + 'static) -> Result<Self, NotTheOnly> {
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let raised = knock(&folder.join(DOOR)).is_ok();
                return Err(NotTheOnly::AlreadyOpen { raised });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        listen(&folder.join(DOOR), raise)?;
        Ok(Self { _lock: lock })
    }
}

/// Waits for later starts; the thread sleeps until one knocks.
fn listen(door: &Path, raise: impl Fn() + Send + 'static) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let random = [getrandom::u64(), getrandom::u64()];
    let mut word = String::new();
    for part in random {
        let part = part.map_err(|_| io::Error::other("no random numbers"))?;
        word.push_str(&format!("{part:016x}"));
    }
    write_private(door, &format!("{}\n{word}", listener.local_addr()?))?;
    thread::Builder::new().name("door".into()).spawn(move || {
        for caller in listener.incoming().flatten() {
            if answer(caller, &word).is_ok() {
                raise();
            }
        }
    })?;
    Ok(())
}

fn answer(mut caller: TcpStream, word: &str) -> io::Result<()> {
    caller.set_read_timeout(Some(PATIENCE))?;
    caller.set_write_timeout(Some(PATIENCE))?;
    let mut said = [0; WORD_LEN];
    caller.read_exact(&mut said)?;
    if said != word.as_bytes() {
        return Err(io::Error::other("a stranger"));
    }
    caller.write_all(b"OK")
}

/// Asks the first window to come forward.
fn knock(door: &Path) -> io::Result<()> {
    let text = std::fs::read_to_string(door)?;
    let (address, word) = text.split_once('\n').ok_or_else(|| io::Error::other("no door"))?;
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    if !address.ip().is_loopback() {
        return Err(io::Error::other("a door elsewhere"));
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(word.trim().as_bytes())?;
    let mut said = [0; 2];
    stream.read_exact(&mut said)?;
    if said == *b"OK" { Ok(()) } else { Err(io::Error::other("no answer")) }
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().ok_or_else(|| io::Error::other("the file has no folder"))?;
    // Temporary files are readable by their owner only, and persist with these rights.
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn m15_a_second_start_brings_the_first_window_forward() {
        let folder = tempfile::tempdir().unwrap();
        let (raised, wait) = channel();
        let first = Instance::claim(folder.path(), move || raised.send(()).unwrap()).unwrap();
        for _ in 0..2 {
            let second = Instance::claim(folder.path(), || {});
            assert!(matches!(second, Err(NotTheOnly::AlreadyOpen { raised: true })), "{second:?}");
            wait.recv_timeout(PATIENCE).unwrap();
        }
        drop(first);
        assert!(
            Instance::claim(folder.path(), || {}).is_ok(),
            "the next start is the only one again"
        );
    }

    #[test]
    fn m15_a_stranger_does_not_raise_the_window_and_a_lost_door_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let (raised, wait) = channel();
        let _first = Instance::claim(folder.path(), move || raised.send(()).unwrap()).unwrap();
        let door = folder.path().join(DOOR);
        let text = std::fs::read_to_string(&door).unwrap();
        let address: SocketAddr = text.lines().next().unwrap().parse().unwrap();
        let mut stranger = TcpStream::connect(address).unwrap();
        stranger.write_all(&[b'0'; WORD_LEN]).unwrap();
        drop(stranger);
        std::fs::write(&door, "nonsense").unwrap();
        let second = Instance::claim(folder.path(), || {});
        assert!(matches!(second, Err(NotTheOnly::AlreadyOpen { raised: false })), "{second:?}");
        assert!(wait.recv_timeout(Duration::from_millis(200)).is_err());
    }
}
